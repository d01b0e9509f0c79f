-- Answers, mentions, what is kept at hand and put away, and the words of a search.

-- Answers to a message, in order.
CREATE INDEX entries_answers ON entries (workspace_id, conversation_id, reply_to, seq) WHERE reply_to IS NOT NULL;
-- What was said in a stretch of time.
CREATE INDEX entries_said ON entries (workspace_id, created_at) WHERE type = 'message.sent';

-- Which conversations customers and others began in a stretch of time.
CREATE INDEX conversations_begun ON conversations (workspace_id, created_at) WHERE kind = 'support';

-- Who was called by name, and where.
CREATE TABLE mentions (
    workspace_id BLOB NOT NULL REFERENCES workspaces,
    principal_id BLOB NOT NULL,
    conversation_id BLOB NOT NULL,
    seq INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    -- Of those who take no part and so have no read mark.
    read_at TEXT,
    PRIMARY KEY (workspace_id, principal_id, conversation_id, seq),
    FOREIGN KEY (workspace_id, conversation_id) REFERENCES conversations (workspace_id, id),
    FOREIGN KEY (workspace_id, principal_id) REFERENCES principals (workspace_id, id)
) STRICT;
CREATE INDEX mentions_newest ON mentions (workspace_id, principal_id, created_at, conversation_id);
CREATE INDEX mentions_not_read ON mentions (workspace_id, principal_id, conversation_id, seq) WHERE read_at IS NULL;

ALTER TABLE conversations ADD COLUMN archived_at TEXT;
ALTER TABLE conversations ADD COLUMN pinned_at TEXT;
ALTER TABLE participants ADD COLUMN muted_at TEXT;
-- What the team keeps at hand, which is little.
CREATE INDEX conversations_pinned ON conversations (workspace_id, last_activity_at, id) WHERE pinned_at IS NOT NULL;
DROP INDEX conversations_by_activity;
CREATE INDEX conversations_by_activity ON conversations (workspace_id, kind, last_activity_at, id) WHERE archived_at IS NULL;
CREATE INDEX conversations_archived ON conversations (workspace_id, kind, last_activity_at, id) WHERE archived_at IS NOT NULL;
ALTER TABLE entries ADD COLUMN pinned_at TEXT;
CREATE INDEX entries_pinned ON entries (workspace_id, conversation_id, seq) WHERE pinned_at IS NOT NULL;

-- The words of messages, with signs for who said them and where. `rowid` is the entry's `n`. The words are made by
-- the server, folded and cut, so that nothing but ASCII signs may divide them here; the index keeps no text.
-- no message_search: as a plain table, that is.
CREATE VIRTUAL TABLE message_search USING fts5 (
    words, content = '', contentless_delete = 1, detail = none, prefix = '3',
    tokenize = "ascii tokenchars '@^'"
);
INSERT INTO message_search (rowid, words)
    SELECT n, body || ' @' || lower(hex(conversation_id)) || ' ^' || lower(hex(actor_id)) FROM entries
    WHERE type = 'message.sent' AND body IS NOT NULL AND body <> '';
