-- Files that people send, and where each stands: coming in, whole, shown, given up.
CREATE TABLE files (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    id uuid NOT NULL,
    name text NOT NULL,
    -- Decided by the content; empty until all of it is here.
    mime text NOT NULL,
    size bigint NOT NULL CHECK (size > 0),
    received bigint NOT NULL CHECK (received >= 0 AND received <= size),
    -- Names of the parts that are here, in order.
    parts text NOT NULL,
    sha256 text,
    width bigint,
    height bigint,
    has_thumbnail boolean NOT NULL,
    uploaded_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    touched_at timestamptz NOT NULL,
    ready_at timestamptz,
    attached_at timestamptz,
    deleted_at timestamptz,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, uploaded_by) REFERENCES principals (workspace_id, id)
);
CREATE INDEX files_orphaned ON files (touched_at) WHERE attached_at IS NULL OR deleted_at IS NOT NULL;
-- What a workspace's files take together, from the index alone.
CREATE INDEX files_room ON files (workspace_id, size) WHERE deleted_at IS NULL;

ALTER TABLE files ENABLE ROW LEVEL SECURITY;
ALTER TABLE files FORCE ROW LEVEL SECURITY;
-- Read across workspaces by the daily cleaning.
CREATE POLICY tenant ON files USING (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid OR current_setting('app.system', true) = 'on') WITH CHECK (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid);
