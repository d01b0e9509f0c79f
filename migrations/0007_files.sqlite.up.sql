-- Files that people send, and where each stands: coming in, whole, shown, given up.
CREATE TABLE files (
    workspace_id BLOB NOT NULL REFERENCES workspaces,
    id BLOB NOT NULL,
    name TEXT NOT NULL,
    -- Decided by the content; empty until all of it is here.
    mime TEXT NOT NULL,
    size INTEGER NOT NULL CHECK (size > 0),
    received INTEGER NOT NULL CHECK (received >= 0 AND received <= size),
    -- Names of the parts that are here, in order.
    parts TEXT NOT NULL,
    sha256 TEXT,
    width INTEGER,
    height INTEGER,
    has_thumbnail INTEGER NOT NULL,
    uploaded_by BLOB NOT NULL,
    created_at TEXT NOT NULL,
    touched_at TEXT NOT NULL,
    ready_at TEXT,
    attached_at TEXT,
    deleted_at TEXT,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, uploaded_by) REFERENCES principals (workspace_id, id)
) STRICT;
CREATE INDEX files_orphaned ON files (touched_at) WHERE attached_at IS NULL OR deleted_at IS NOT NULL;
-- What a workspace's files take together, from the index alone.
CREATE INDEX files_room ON files (workspace_id, size) WHERE deleted_at IS NULL;
