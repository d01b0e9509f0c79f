-- Chats that outside bots report. What is said in them lies in the common log; here is what only such a chat has.

CREATE TABLE chats (
    workspace_id BLOB NOT NULL REFERENCES workspaces,
    conversation_id BLOB NOT NULL,
    -- The bot's own strings, as are session and user.
    chat_id TEXT NOT NULL,
    session_id TEXT NOT NULL,
    user_id TEXT,
    status TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'completed', 'abandoned')),
    metadata TEXT NOT NULL CHECK (json_valid(metadata)),
    -- A hash of what it was made with: by it a repeat is told from another chat, whatever changed since.
    made_of TEXT NOT NULL,
    -- Kept with each message, never counted.
    message_count INTEGER NOT NULL DEFAULT 0,
    last_message_at TEXT,
    last_activity_at TEXT NOT NULL,
    reported_by BLOB NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    PRIMARY KEY (workspace_id, conversation_id),
    FOREIGN KEY (workspace_id, conversation_id) REFERENCES conversations (workspace_id, id),
    FOREIGN KEY (workspace_id, reported_by) REFERENCES principals (workspace_id, id)
) STRICT;
CREATE UNIQUE INDEX chats_by_chat_id ON chats (workspace_id, chat_id);
-- Lists are in the order of what was last said, whatever they are narrowed to.
CREATE INDEX chats_by_activity ON chats (workspace_id, last_activity_at, conversation_id);
CREATE INDEX chats_by_session ON chats (workspace_id, session_id, last_activity_at, conversation_id);
CREATE INDEX chats_by_status ON chats (workspace_id, status, last_activity_at, conversation_id);
CREATE INDEX chats_by_user ON chats (workspace_id, user_id, last_activity_at, conversation_id);
CREATE INDEX chats_by_reporter ON chats (workspace_id, reported_by, last_activity_at, conversation_id);
CREATE INDEX chats_by_reporter_and_status ON chats (workspace_id, reported_by, status, last_activity_at, conversation_id);
CREATE INDEX chats_begun ON chats (workspace_id, created_at);
-- A contact's, in the workspace's own list.
CREATE INDEX logs_by_contact ON conversations (workspace_id, contact_id, last_activity_at, id) WHERE kind = 'log';
-- When something was first put into its log that had been said before: from then on its places are not in the order of time.
ALTER TABLE conversations ADD COLUMN backdated_at TEXT;
CREATE INDEX conversations_backdated ON conversations (workspace_id) WHERE backdated_at IS NOT NULL;
-- Messages by time are found by entries_said, of an earlier step.

-- What a report has of a message besides what was said.
CREATE TABLE chat_messages (
    workspace_id BLOB NOT NULL REFERENCES workspaces,
    conversation_id BLOB NOT NULL,
    seq INTEGER NOT NULL,
    client_msg_id TEXT,
    metadata TEXT NOT NULL CHECK (json_valid(metadata)),
    PRIMARY KEY (workspace_id, conversation_id, seq),
    FOREIGN KEY (workspace_id, conversation_id) REFERENCES chats (workspace_id, conversation_id)
) STRICT;
CREATE UNIQUE INDEX chat_messages_by_client_msg_id ON chat_messages (workspace_id, conversation_id, client_msg_id)
    WHERE client_msg_id IS NOT NULL;

-- What a bot says of a chat as a whole: one row for each, by which it is joined.
CREATE TABLE chat_analytics (
    workspace_id BLOB NOT NULL REFERENCES workspaces,
    conversation_id BLOB NOT NULL,
    intent TEXT,
    outcome TEXT,
    input_tokens INTEGER,
    output_tokens INTEGER,
    duration_ms INTEGER,
    numbers TEXT NOT NULL CHECK (json_valid(numbers)),
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    PRIMARY KEY (workspace_id, conversation_id),
    FOREIGN KEY (workspace_id, conversation_id) REFERENCES chats (workspace_id, conversation_id)
) STRICT;
CREATE INDEX chat_analytics_by_day ON chat_analytics (workspace_id, created_at);

-- For whoever looks into the database itself.
CREATE VIEW chats_with_counts AS
SELECT workspace_id, chat_id, session_id, user_id, status, metadata, created_at, updated_at, message_count, last_message_at
FROM chats;
