-- What is said: inboxes, contacts, conversations, participants and the log.

-- A channel through which customers arrive.
CREATE TABLE inboxes (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    id uuid NOT NULL,
    name text NOT NULL,
    widget_key text NOT NULL UNIQUE,
    allowed_origins jsonb NOT NULL,
    settings jsonb NOT NULL,
    identity_secret bytea NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, id)
);

-- What is known of a customer; the name stands on the principal of the same id.
CREATE TABLE contacts (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    id uuid NOT NULL,
    email text,
    email_folded text,
    verified_at timestamptz,
    first_seen_at timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, id) REFERENCES principals (workspace_id, id)
);
CREATE INDEX contacts_by_email ON contacts (workspace_id, email_folded);

CREATE TABLE visitor_tokens (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    id uuid NOT NULL,
    inbox_id uuid NOT NULL,
    contact_id uuid NOT NULL,
    token_hash bytea NOT NULL UNIQUE,
    created_at timestamptz NOT NULL,
    last_used_at timestamptz NOT NULL,
    revoked_at timestamptz,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, inbox_id) REFERENCES inboxes (workspace_id, id),
    FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id)
);
CREATE INDEX visitor_tokens_by_contact ON visitor_tokens (workspace_id, contact_id);

-- The head of a log, and all that a list row shows: reading a list never touches the log.
CREATE TABLE conversations (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('support', 'direct', 'assistant', 'meeting', 'log')),
    status text NOT NULL CHECK (
        (kind <> 'log' AND status IN ('queued', 'open', 'pending', 'snoozed', 'resolved'))
        OR (kind = 'log' AND status IN ('active', 'completed', 'abandoned'))),
    title text,
    inbox_id uuid,
    contact_id uuid,
    assignee_id uuid,
    created_by uuid NOT NULL,
    last_seq bigint NOT NULL,
    last_public_seq bigint NOT NULL,
    prev_public_seq bigint NOT NULL,
    public_ord bigint NOT NULL,
    staff_ord bigint NOT NULL,
    public_preview jsonb,
    public_preview_seq bigint NOT NULL,
    staff_preview jsonb,
    staff_preview_seq bigint NOT NULL,
    waiting_since timestamptz,
    last_activity_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    feed_pos bigint NOT NULL,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, inbox_id) REFERENCES inboxes (workspace_id, id),
    FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id),
    FOREIGN KEY (workspace_id, created_by) REFERENCES principals (workspace_id, id)
);
CREATE INDEX conversations_by_activity ON conversations (workspace_id, kind, last_activity_at, id);
CREATE INDEX conversations_by_assignee ON conversations (workspace_id, assignee_id);
CREATE INDEX conversations_by_contact ON conversations (workspace_id, contact_id);
CREATE INDEX conversations_by_feed ON conversations (workspace_id, feed_pos);

CREATE TABLE participants (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    conversation_id uuid NOT NULL,
    principal_id uuid NOT NULL,
    role text NOT NULL CHECK (role IN ('customer', 'agent', 'admin', 'bot', 'member')),
    audience text NOT NULL CHECK (audience IN ('public', 'staff')),
    from_seq bigint NOT NULL,
    last_read_seq bigint NOT NULL,
    read_ord bigint NOT NULL,
    deleted_ahead bigint NOT NULL,
    last_delivered_seq bigint NOT NULL,
    joined_at timestamptz NOT NULL,
    left_at timestamptz,
    last_read_at timestamptz,
    feed_pos bigint NOT NULL,
    PRIMARY KEY (workspace_id, conversation_id, principal_id),
    FOREIGN KEY (workspace_id, conversation_id) REFERENCES conversations (workspace_id, id),
    FOREIGN KEY (workspace_id, principal_id) REFERENCES principals (workspace_id, id)
);
CREATE INDEX participants_by_principal ON participants (workspace_id, principal_id, conversation_id);
CREATE INDEX participants_by_feed ON participants (workspace_id, principal_id, feed_pos);

-- The log: messages and events in one gapless order.
CREATE TABLE entries (
    n bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    workspace_id uuid NOT NULL REFERENCES workspaces,
    conversation_id uuid NOT NULL,
    seq bigint NOT NULL,
    id uuid NOT NULL,
    type text NOT NULL,
    audience text NOT NULL CHECK (audience IN ('public', 'staff')),
    actor_id uuid NOT NULL,
    role text CHECK (role IN ('user', 'assistant', 'system')),
    prev_public_seq bigint NOT NULL,
    public_ord bigint NOT NULL,
    staff_ord bigint NOT NULL,
    client_msg_id text,
    body text,
    reply_to uuid,
    message_id uuid,
    data jsonb,
    created_at timestamptz NOT NULL,
    edited_at timestamptz,
    deleted_at timestamptz,
    FOREIGN KEY (workspace_id, conversation_id) REFERENCES conversations (workspace_id, id),
    FOREIGN KEY (workspace_id, actor_id) REFERENCES principals (workspace_id, id)
);
CREATE UNIQUE INDEX entries_in_order ON entries (workspace_id, conversation_id, seq);
CREATE UNIQUE INDEX entries_by_id ON entries (workspace_id, conversation_id, id);
CREATE UNIQUE INDEX entries_by_client_msg_id ON entries (workspace_id, actor_id, client_msg_id) WHERE client_msg_id IS NOT NULL;
CREATE INDEX entries_deleted ON entries (workspace_id, conversation_id, seq) WHERE deleted_at IS NOT NULL;

-- Earlier texts of edited and deleted messages.
CREATE TABLE message_versions (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    conversation_id uuid NOT NULL,
    message_id uuid NOT NULL,
    version bigint NOT NULL,
    body text NOT NULL,
    replaced_by uuid NOT NULL,
    replaced_at timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, conversation_id, message_id, version)
);

-- Feed positions. Whatever changes a list row writes feed_pos = (SELECT pos + 1 FROM feed_counter); the
-- triggers give it its meaning.
CREATE TABLE feed_counter (
    id bigint PRIMARY KEY CHECK (id = 1),
    pos bigint NOT NULL
);
INSERT INTO feed_counter (id, pos) VALUES (1, 1);
-- Here the position is the number of the writing transaction, and the counter stands still. A reader's cursor is
-- the oldest transaction still running, so that a change which commits late is repeated rather than missed.
CREATE FUNCTION stamp_feed_pos() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.feed_pos := pg_current_xact_id()::text::bigint;
    RETURN NEW;
END
$$;
CREATE TRIGGER conversations_feed BEFORE INSERT OR UPDATE OF feed_pos ON conversations
    FOR EACH ROW EXECUTE FUNCTION stamp_feed_pos();
CREATE TRIGGER participants_feed BEFORE INSERT OR UPDATE OF feed_pos ON participants
    FOR EACH ROW EXECUTE FUNCTION stamp_feed_pos();

-- Whoever speaks has read what stands there.
CREATE FUNCTION read_by_sender() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE participants SET last_read_seq = NEW.seq, last_delivered_seq = NEW.seq, deleted_ahead = 0, last_read_at = NEW.created_at,
        read_ord = CASE WHEN audience = 'staff' THEN NEW.staff_ord ELSE NEW.public_ord END
    WHERE workspace_id = NEW.workspace_id AND conversation_id = NEW.conversation_id AND principal_id = NEW.actor_id;
    RETURN NULL;
END
$$;
CREATE TRIGGER entries_read_by_sender AFTER INSERT ON entries
    FOR EACH ROW WHEN (NEW.type = 'message.sent') EXECUTE FUNCTION read_by_sender();

-- Row-level security: a transaction sees its own workspace only. Tables that work across workspaces
-- (sign-in, keys, jobs) also open under app.system, which only Db::system sets.
ALTER TABLE inboxes ENABLE ROW LEVEL SECURITY;
ALTER TABLE inboxes FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON inboxes USING (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid OR current_setting('app.system', true) = 'on') WITH CHECK (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid OR current_setting('app.system', true) = 'on');
ALTER TABLE contacts ENABLE ROW LEVEL SECURITY;
ALTER TABLE contacts FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON contacts USING (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid);
ALTER TABLE visitor_tokens ENABLE ROW LEVEL SECURITY;
ALTER TABLE visitor_tokens FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON visitor_tokens USING (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid OR current_setting('app.system', true) = 'on') WITH CHECK (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid OR current_setting('app.system', true) = 'on');
ALTER TABLE conversations ENABLE ROW LEVEL SECURITY;
ALTER TABLE conversations FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON conversations USING (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid);
ALTER TABLE participants ENABLE ROW LEVEL SECURITY;
ALTER TABLE participants FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON participants USING (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid);
ALTER TABLE entries ENABLE ROW LEVEL SECURITY;
ALTER TABLE entries FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON entries USING (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid);
ALTER TABLE message_versions ENABLE ROW LEVEL SECURITY;
ALTER TABLE message_versions FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON message_versions USING (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid);
