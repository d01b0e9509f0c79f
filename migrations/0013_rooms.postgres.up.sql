-- Rooms of the workspace: files as admins keep them, files over all conversations, pictures of people.

-- Taken away by an admin: shown nowhere from then on, and given back for a time.
ALTER TABLE files ADD COLUMN removed_at timestamptz;
ALTER TABLE files ADD COLUMN removed_by uuid;
-- What people look for it among.
ALTER TABLE files ADD COLUMN kind text GENERATED ALWAYS AS (CASE
    WHEN substr(mime, 1, 6) = 'image/' THEN 'picture'
    WHEN substr(mime, 1, 5) = 'text/' OR mime = 'application/pdf' OR substr(mime, 1, 16) = 'application/vnd.' THEN 'document'
    ELSE 'other' END) STORED;
-- By which parts of the name are found.
ALTER TABLE files ADD COLUMN name_folded text NOT NULL DEFAULT '';
-- The one who migrates is no workspace's; a moment without FORCE lets the owner of the tables see all rows.
ALTER TABLE files NO FORCE ROW LEVEL SECURITY;
UPDATE files SET name_folded = lower(name);
ALTER TABLE files FORCE ROW LEVEL SECURITY;
CREATE INDEX files_by_kind ON files (workspace_id, kind, id) WHERE deleted_at IS NULL;
CREATE INDEX files_by_sender ON files (workspace_id, uploaded_by, id) WHERE deleted_at IS NULL;
CREATE INDEX files_unsent ON files (workspace_id, id) WHERE attached_at IS NULL AND deleted_at IS NULL;
CREATE INDEX files_removed ON files (workspace_id, id) WHERE removed_at IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX files_removed_long_ago ON files (removed_at) WHERE removed_at IS NOT NULL;
-- What a workspace's files take together, from the index alone, and the largest of them.
DROP INDEX files_room;
CREATE INDEX files_room ON files (workspace_id, size, id) WHERE deleted_at IS NULL AND removed_at IS NULL;
CREATE INDEX contacts_by_avatar ON contacts (workspace_id, avatar_id) WHERE avatar_id IS NOT NULL;

-- What a workspace's files may take, where that is less than the server allows.
ALTER TABLE workspaces ADD COLUMN file_quota bigint;

-- What a person looks like in this workspace.
ALTER TABLE memberships ADD COLUMN avatar_id uuid;
CREATE INDEX memberships_by_avatar ON memberships (workspace_id, avatar_id) WHERE avatar_id IS NOT NULL;

-- In which message a file was said. The message's id grows with time: by it they are listed.
CREATE TABLE message_files (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    file_id uuid NOT NULL,
    conversation_id uuid NOT NULL,
    message_id uuid NOT NULL,
    seq bigint NOT NULL,
    audience text NOT NULL CHECK (audience IN ('public', 'staff')),
    kind text NOT NULL CHECK (kind IN ('picture', 'document', 'other')),
    sender_id uuid NOT NULL,
    PRIMARY KEY (workspace_id, file_id),
    FOREIGN KEY (workspace_id, file_id) REFERENCES files (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, conversation_id) REFERENCES conversations (workspace_id, id),
    FOREIGN KEY (workspace_id, sender_id) REFERENCES principals (workspace_id, id)
);
CREATE INDEX message_files_newest ON message_files (workspace_id, message_id, file_id);
CREATE INDEX message_files_by_kind ON message_files (workspace_id, kind, message_id, file_id);
CREATE INDEX message_files_by_conversation ON message_files (workspace_id, conversation_id, message_id, file_id);
CREATE INDEX message_files_by_sender ON message_files (workspace_id, sender_id, message_id, file_id);

ALTER TABLE entries NO FORCE ROW LEVEL SECURITY;
ALTER TABLE files NO FORCE ROW LEVEL SECURITY;
INSERT INTO message_files (workspace_id, file_id, conversation_id, message_id, seq, audience, kind, sender_id)
SELECT e.workspace_id, f.id, e.conversation_id, e.id, e.seq, e.audience, f.kind, e.actor_id
FROM entries e CROSS JOIN LATERAL jsonb_array_elements(e.data -> 'attachments') AS a
JOIN files f ON f.workspace_id = e.workspace_id AND f.id = (a ->> 'id')::uuid
WHERE e.type = 'message.sent' AND e.deleted_at IS NULL AND jsonb_typeof(e.data -> 'attachments') = 'array' AND f.deleted_at IS NULL;
ALTER TABLE files FORCE ROW LEVEL SECURITY;
ALTER TABLE entries FORCE ROW LEVEL SECURITY;

ALTER TABLE message_files ENABLE ROW LEVEL SECURITY;
ALTER TABLE message_files FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON message_files USING (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid);
