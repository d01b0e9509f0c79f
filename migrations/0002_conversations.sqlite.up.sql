-- What is said: inboxes, contacts, conversations, participants and the log.

-- A channel through which customers arrive.
CREATE TABLE inboxes (
    workspace_id BLOB NOT NULL REFERENCES workspaces,
    id BLOB NOT NULL,
    name TEXT NOT NULL,
    widget_key TEXT NOT NULL UNIQUE,
    allowed_origins TEXT NOT NULL CHECK (json_valid(allowed_origins)),
    settings TEXT NOT NULL CHECK (json_valid(settings)),
    identity_secret BLOB NOT NULL,
    created_at TEXT NOT NULL,
    PRIMARY KEY (workspace_id, id)
) STRICT;

-- What is known of a customer; the name stands on the principal of the same id.
CREATE TABLE contacts (
    workspace_id BLOB NOT NULL REFERENCES workspaces,
    id BLOB NOT NULL,
    email TEXT,
    email_folded TEXT,
    verified_at TEXT,
    first_seen_at TEXT NOT NULL,
    last_seen_at TEXT NOT NULL,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, id) REFERENCES principals (workspace_id, id)
) STRICT;
CREATE INDEX contacts_by_email ON contacts (workspace_id, email_folded);

CREATE TABLE visitor_tokens (
    workspace_id BLOB NOT NULL REFERENCES workspaces,
    id BLOB NOT NULL,
    inbox_id BLOB NOT NULL,
    contact_id BLOB NOT NULL,
    token_hash BLOB NOT NULL UNIQUE,
    created_at TEXT NOT NULL,
    last_used_at TEXT NOT NULL,
    revoked_at TEXT,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, inbox_id) REFERENCES inboxes (workspace_id, id),
    FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id)
) STRICT;
CREATE INDEX visitor_tokens_by_contact ON visitor_tokens (workspace_id, contact_id);

-- The head of a log, and all that a list row shows: reading a list never touches the log.
CREATE TABLE conversations (
    workspace_id BLOB NOT NULL REFERENCES workspaces,
    id BLOB NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('support', 'direct', 'assistant', 'meeting', 'log')),
    status TEXT NOT NULL CHECK (
        (kind <> 'log' AND status IN ('queued', 'open', 'pending', 'snoozed', 'resolved'))
        OR (kind = 'log' AND status IN ('active', 'completed', 'abandoned'))),
    title TEXT,
    inbox_id BLOB,
    contact_id BLOB,
    assignee_id BLOB,
    created_by BLOB NOT NULL,
    last_seq INTEGER NOT NULL,
    last_public_seq INTEGER NOT NULL,
    prev_public_seq INTEGER NOT NULL,
    public_ord INTEGER NOT NULL,
    staff_ord INTEGER NOT NULL,
    public_preview TEXT CHECK (json_valid(public_preview)),
    public_preview_seq INTEGER NOT NULL,
    staff_preview TEXT CHECK (json_valid(staff_preview)),
    staff_preview_seq INTEGER NOT NULL,
    waiting_since TEXT,
    last_activity_at TEXT NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    feed_pos INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, inbox_id) REFERENCES inboxes (workspace_id, id),
    FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id),
    FOREIGN KEY (workspace_id, created_by) REFERENCES principals (workspace_id, id)
) STRICT;
CREATE INDEX conversations_by_activity ON conversations (workspace_id, kind, last_activity_at, id);
CREATE INDEX conversations_by_assignee ON conversations (workspace_id, assignee_id);
CREATE INDEX conversations_by_contact ON conversations (workspace_id, contact_id);
CREATE INDEX conversations_by_feed ON conversations (workspace_id, feed_pos);

CREATE TABLE participants (
    workspace_id BLOB NOT NULL REFERENCES workspaces,
    conversation_id BLOB NOT NULL,
    principal_id BLOB NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('customer', 'agent', 'admin', 'bot', 'member')),
    audience TEXT NOT NULL CHECK (audience IN ('public', 'staff')),
    from_seq INTEGER NOT NULL,
    last_read_seq INTEGER NOT NULL,
    read_ord INTEGER NOT NULL,
    deleted_ahead INTEGER NOT NULL,
    last_delivered_seq INTEGER NOT NULL,
    joined_at TEXT NOT NULL,
    left_at TEXT,
    last_read_at TEXT,
    feed_pos INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, conversation_id, principal_id),
    FOREIGN KEY (workspace_id, conversation_id) REFERENCES conversations (workspace_id, id),
    FOREIGN KEY (workspace_id, principal_id) REFERENCES principals (workspace_id, id)
) STRICT;
CREATE INDEX participants_by_principal ON participants (workspace_id, principal_id, conversation_id);
CREATE INDEX participants_by_feed ON participants (workspace_id, principal_id, feed_pos);

-- The log: messages and events in one gapless order.
CREATE TABLE entries (
    n INTEGER PRIMARY KEY,
    workspace_id BLOB NOT NULL REFERENCES workspaces,
    conversation_id BLOB NOT NULL,
    seq INTEGER NOT NULL,
    id BLOB NOT NULL,
    type TEXT NOT NULL,
    audience TEXT NOT NULL CHECK (audience IN ('public', 'staff')),
    actor_id BLOB NOT NULL,
    role TEXT CHECK (role IN ('user', 'assistant', 'system')),
    prev_public_seq INTEGER NOT NULL,
    public_ord INTEGER NOT NULL,
    staff_ord INTEGER NOT NULL,
    client_msg_id TEXT,
    body TEXT,
    reply_to BLOB,
    message_id BLOB,
    data TEXT CHECK (json_valid(data)),
    created_at TEXT NOT NULL,
    edited_at TEXT,
    deleted_at TEXT,
    FOREIGN KEY (workspace_id, conversation_id) REFERENCES conversations (workspace_id, id),
    FOREIGN KEY (workspace_id, actor_id) REFERENCES principals (workspace_id, id)
) STRICT;
CREATE UNIQUE INDEX entries_in_order ON entries (workspace_id, conversation_id, seq);
CREATE UNIQUE INDEX entries_by_id ON entries (workspace_id, conversation_id, id);
CREATE UNIQUE INDEX entries_by_client_msg_id ON entries (workspace_id, actor_id, client_msg_id) WHERE client_msg_id IS NOT NULL;
CREATE INDEX entries_deleted ON entries (workspace_id, conversation_id, seq) WHERE deleted_at IS NOT NULL;

-- Earlier texts of edited and deleted messages.
CREATE TABLE message_versions (
    workspace_id BLOB NOT NULL REFERENCES workspaces,
    conversation_id BLOB NOT NULL,
    message_id BLOB NOT NULL,
    version INTEGER NOT NULL,
    body TEXT NOT NULL,
    replaced_by BLOB NOT NULL,
    replaced_at TEXT NOT NULL,
    PRIMARY KEY (workspace_id, conversation_id, message_id, version)
) STRICT;

-- Feed positions. Whatever changes a list row writes feed_pos = (SELECT pos + 1 FROM feed_counter); the
-- triggers give it its meaning.
CREATE TABLE feed_counter (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    pos INTEGER NOT NULL
) STRICT;
INSERT INTO feed_counter (id, pos) VALUES (1, 1);
-- Here one counter moves with each change: the single writer makes commit order and counter order the same.
CREATE TRIGGER conversations_feed_insert AFTER INSERT ON conversations BEGIN
    UPDATE feed_counter SET pos = pos + 1 WHERE id = 1;
END;
CREATE TRIGGER conversations_feed_update AFTER UPDATE OF feed_pos ON conversations BEGIN
    UPDATE feed_counter SET pos = pos + 1 WHERE id = 1;
END;
CREATE TRIGGER participants_feed_insert AFTER INSERT ON participants BEGIN
    UPDATE feed_counter SET pos = pos + 1 WHERE id = 1;
END;
CREATE TRIGGER participants_feed_update AFTER UPDATE OF feed_pos ON participants BEGIN
    UPDATE feed_counter SET pos = pos + 1 WHERE id = 1;
END;

-- Whoever speaks has read what stands there.
CREATE TRIGGER entries_read_by_sender AFTER INSERT ON entries WHEN NEW.type = 'message.sent' BEGIN
    UPDATE participants SET last_read_seq = NEW.seq, last_delivered_seq = NEW.seq, deleted_ahead = 0, last_read_at = NEW.created_at,
        read_ord = CASE WHEN audience = 'staff' THEN NEW.staff_ord ELSE NEW.public_ord END
    WHERE workspace_id = NEW.workspace_id AND conversation_id = NEW.conversation_id AND principal_id = NEW.actor_id;
END;
