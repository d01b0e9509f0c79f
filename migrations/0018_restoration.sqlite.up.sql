-- Ways back: what a message said when it was taken back, attributes of contacts with their values, notes on contacts.

-- How often what a message says was changed, taken back or brought back: which of two readings is the newer one.
ALTER TABLE entries ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;

-- What messages that were taken back held, for a time. Only the deed that brings one back reads it.
CREATE TABLE removed_messages (
    workspace_id BLOB NOT NULL REFERENCES workspaces,
    conversation_id BLOB NOT NULL,
    message_id BLOB NOT NULL,
    body TEXT NOT NULL,
    data TEXT CHECK (json_valid(data)),
    pinned_at TEXT,
    removed_at TEXT NOT NULL,
    PRIMARY KEY (workspace_id, conversation_id, message_id),
    FOREIGN KEY (workspace_id, conversation_id) REFERENCES conversations (workspace_id, id)
) STRICT;
CREATE INDEX removed_messages_old ON removed_messages (removed_at);

-- Since when the message that a file came with is taken back: it is shown nowhere, and goes when that cannot come back.
ALTER TABLE files ADD COLUMN withheld_at TEXT;
CREATE INDEX files_withheld_long_ago ON files (withheld_at) WHERE withheld_at IS NOT NULL;

-- Deleted attributes, with their values. Another one may have the key meanwhile.
ALTER TABLE contact_attributes ADD COLUMN removed_at TEXT;
DROP INDEX contact_attributes_by_key;
CREATE UNIQUE INDEX contact_attributes_by_key ON contact_attributes (workspace_id, key) WHERE removed_at IS NULL;

-- Deleted notes, and by whom.
ALTER TABLE contact_notes ADD COLUMN removed_at TEXT;
ALTER TABLE contact_notes ADD COLUMN removed_by BLOB;
