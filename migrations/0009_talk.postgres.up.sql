-- Answers, mentions, what is kept at hand and put away, and the words of a search.

-- Answers to a message, in order.
CREATE INDEX entries_answers ON entries (workspace_id, conversation_id, reply_to, seq) WHERE reply_to IS NOT NULL;
-- What was said in a stretch of time.
CREATE INDEX entries_said ON entries (workspace_id, created_at) WHERE type = 'message.sent';

-- Which conversations customers and others began in a stretch of time.
CREATE INDEX conversations_begun ON conversations (workspace_id, created_at) WHERE kind = 'support';

-- Who was called by name, and where.
CREATE TABLE mentions (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    principal_id uuid NOT NULL,
    conversation_id uuid NOT NULL,
    seq bigint NOT NULL,
    created_at timestamptz NOT NULL,
    -- Of those who take no part and so have no read mark.
    read_at timestamptz,
    PRIMARY KEY (workspace_id, principal_id, conversation_id, seq),
    FOREIGN KEY (workspace_id, conversation_id) REFERENCES conversations (workspace_id, id),
    FOREIGN KEY (workspace_id, principal_id) REFERENCES principals (workspace_id, id)
);
CREATE INDEX mentions_newest ON mentions (workspace_id, principal_id, created_at, conversation_id);
CREATE INDEX mentions_not_read ON mentions (workspace_id, principal_id, conversation_id, seq) WHERE read_at IS NULL;
ALTER TABLE mentions ENABLE ROW LEVEL SECURITY;
ALTER TABLE mentions FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON mentions USING (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid);

ALTER TABLE conversations ADD COLUMN archived_at timestamptz;
ALTER TABLE conversations ADD COLUMN pinned_at timestamptz;
ALTER TABLE participants ADD COLUMN muted_at timestamptz;
-- What the team keeps at hand, which is little.
CREATE INDEX conversations_pinned ON conversations (workspace_id, last_activity_at, id) WHERE pinned_at IS NOT NULL;
DROP INDEX conversations_by_activity;
CREATE INDEX conversations_by_activity ON conversations (workspace_id, kind, last_activity_at, id) WHERE archived_at IS NULL;
CREATE INDEX conversations_archived ON conversations (workspace_id, kind, last_activity_at, id) WHERE archived_at IS NOT NULL;
ALTER TABLE entries ADD COLUMN pinned_at timestamptz;
CREATE INDEX entries_pinned ON entries (workspace_id, conversation_id, seq) WHERE pinned_at IS NOT NULL;

-- The words of messages, with signs for who said them, where, and in which stretch of the log (2^16 places). `rowid` is the entry's `n`. The words are made by
-- the server, and each begins with the end of its workspace's id: a question of one workspace meets no word of another.
-- That is instead of a policy on what is read: the text search operator is not leakproof, so behind a policy with a
-- condition PostgreSQL would use no index for it. What is found is only ever shown through `entries`, which has one.
CREATE TABLE message_search (
    rowid bigint PRIMARY KEY,
    words tsvector NOT NULL
);
CREATE INDEX message_search_words ON message_search USING gin (words);
ALTER TABLE message_search ENABLE ROW LEVEL SECURITY;
ALTER TABLE message_search FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON message_search USING (true) WITH CHECK (nullif(current_setting('app.workspace', true), '') IS NOT NULL);

-- What was said before. The row policies would hide it from whoever migrates.
ALTER TABLE entries NO FORCE ROW LEVEL SECURITY;
ALTER TABLE message_search NO FORCE ROW LEVEL SECURITY;
INSERT INTO message_search (rowid, words)
    SELECT n, array_to_tsvector(ARRAY(
        SELECT right(workspace_id::text, 8) || word FROM unnest(
            tsvector_to_array(to_tsvector('simple', translate(lower(body), '.,;:!?-_/\@()[]{}<>"''', '                      ')))
            || ARRAY['@' || replace(conversation_id::text, '-', ''), '^' || replace(actor_id::text, '-', ''), '#' || (n >> 16)]
        ) AS word WHERE word <> ''))
    FROM entries WHERE type = 'message.sent' AND body IS NOT NULL AND body <> '';
ALTER TABLE message_search FORCE ROW LEVEL SECURITY;
ALTER TABLE entries FORCE ROW LEVEL SECURITY;
