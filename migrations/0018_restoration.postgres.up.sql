-- Ways back: what a message said when it was taken back, attributes of contacts with their values, notes on contacts.

-- How often what a message says was changed, taken back or brought back: which of two readings is the newer one.
ALTER TABLE entries ADD COLUMN revision bigint NOT NULL DEFAULT 0;

-- What messages that were taken back held, for a time. Only the deed that brings one back reads it.
CREATE TABLE removed_messages (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    conversation_id uuid NOT NULL,
    message_id uuid NOT NULL,
    body text NOT NULL,
    data jsonb,
    pinned_at timestamptz,
    removed_at timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, conversation_id, message_id),
    FOREIGN KEY (workspace_id, conversation_id) REFERENCES conversations (workspace_id, id)
);
CREATE INDEX removed_messages_old ON removed_messages (removed_at);
ALTER TABLE removed_messages ENABLE ROW LEVEL SECURITY;
ALTER TABLE removed_messages FORCE ROW LEVEL SECURITY;
-- Old ones are forgotten across workspaces.
CREATE POLICY tenant ON removed_messages USING (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid OR current_setting('app.system', true) = 'on') WITH CHECK (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid);

-- Since when the message that a file came with is taken back: it is shown nowhere, and goes when that cannot come back.
ALTER TABLE files ADD COLUMN withheld_at timestamptz;
CREATE INDEX files_withheld_long_ago ON files (withheld_at) WHERE withheld_at IS NOT NULL;

-- Deleted attributes, with their values. Another one may have the key meanwhile.
ALTER TABLE contact_attributes ADD COLUMN removed_at timestamptz;
DROP INDEX contact_attributes_by_key;
CREATE UNIQUE INDEX contact_attributes_by_key ON contact_attributes (workspace_id, key) WHERE removed_at IS NULL;

-- Deleted notes, and by whom.
ALTER TABLE contact_notes ADD COLUMN removed_at timestamptz;
ALTER TABLE contact_notes ADD COLUMN removed_by uuid;
