-- The list of all conversations, in the order in which they began, for whoever oversees the workspace; drafts; and owed work
-- as an admin looks at it.
CREATE INDEX conversations_by_kind ON conversations (workspace_id, kind, id);
CREATE INDEX conversations_put_away ON conversations (workspace_id, id) WHERE archived_at IS NOT NULL;
CREATE INDEX jobs_of_workspace ON jobs (workspace_id, id);
CREATE INDEX jobs_of_workspace_by_state ON jobs (workspace_id, state, id);

-- What a person has begun to write and not sent.
CREATE TABLE drafts (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    principal_id uuid NOT NULL,
    conversation_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('message', 'note')),
    text text NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, principal_id, conversation_id, kind),
    FOREIGN KEY (workspace_id, conversation_id) REFERENCES conversations (workspace_id, id),
    FOREIGN KEY (workspace_id, principal_id) REFERENCES principals (workspace_id, id)
);
ALTER TABLE drafts ENABLE ROW LEVEL SECURITY;
ALTER TABLE drafts FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON drafts USING (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid);
