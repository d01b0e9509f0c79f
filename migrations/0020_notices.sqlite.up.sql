-- Notices: what machines tell a person, about a task of theirs.

CREATE TABLE notices (
    workspace_id BLOB NOT NULL REFERENCES workspaces,
    id BLOB NOT NULL,
    -- Whom it is for.
    principal_id BLOB NOT NULL,
    -- Its place among theirs: 1, 2, 3 …
    seq INTEGER NOT NULL,
    type TEXT NOT NULL CHECK (type IN ('scheduling_update', 'confirmation', 'clarification', 'cancellation', 'error', 'info')),
    priority TEXT NOT NULL CHECK (priority IN ('low', 'normal', 'high', 'urgent')),
    -- The sender's own name of the task, and of the organisation.
    task_id TEXT,
    org_id TEXT,
    content TEXT NOT NULL,
    data TEXT CHECK (json_valid(data)),
    attachments TEXT CHECK (json_valid(attachments)),
    sender_id BLOB NOT NULL,
    created_at TEXT NOT NULL,
    read_at TEXT,
    -- What became of it at the outside Pusher; nothing where there was none.
    publishing TEXT CHECK (publishing IN ('owed', 'done', 'refused', 'given_up')),
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, principal_id) REFERENCES principals (workspace_id, id),
    FOREIGN KEY (workspace_id, sender_id) REFERENCES principals (workspace_id, id)
) STRICT;
CREATE UNIQUE INDEX notices_in_order ON notices (workspace_id, principal_id, seq);
-- Polled every few seconds: what was read costs nothing here.
CREATE INDEX notices_unread ON notices (workspace_id, principal_id, seq) WHERE read_at IS NULL;
CREATE INDEX notices_by_task ON notices (workspace_id, principal_id, task_id, seq) WHERE task_id IS NOT NULL;
CREATE INDEX notices_by_type ON notices (workspace_id, principal_id, type, seq);
-- What goes after its time.
CREATE INDEX notices_by_age ON notices (workspace_id, type, created_at);

-- How many somebody has, and how many of them are unread, so that nobody has to count.
CREATE TABLE notice_heads (
    workspace_id BLOB NOT NULL REFERENCES workspaces,
    principal_id BLOB NOT NULL,
    last_seq INTEGER NOT NULL,
    unread INTEGER NOT NULL,
    -- Moves whenever something is read or goes.
    changes INTEGER NOT NULL,
    PRIMARY KEY (workspace_id, principal_id),
    FOREIGN KEY (workspace_id, principal_id) REFERENCES principals (workspace_id, id)
) STRICT;

-- How somebody wants to be told of a type; as usual without a row.
CREATE TABLE notice_settings (
    workspace_id BLOB NOT NULL REFERENCES workspaces,
    principal_id BLOB NOT NULL,
    type TEXT NOT NULL CHECK (type IN ('scheduling_update', 'confirmation', 'clarification', 'cancellation', 'error', 'info')),
    -- Whether the browser shows it while the page is hidden.
    in_browser INTEGER NOT NULL CHECK (in_browser IN (0, 1)),
    PRIMARY KEY (workspace_id, principal_id, type),
    FOREIGN KEY (workspace_id, principal_id) REFERENCES principals (workspace_id, id)
) STRICT;

-- How long notices of a type stay; for ever without a row.
CREATE TABLE notice_retention (
    workspace_id BLOB NOT NULL REFERENCES workspaces,
    type TEXT NOT NULL CHECK (type IN ('scheduling_update', 'confirmation', 'clarification', 'cancellation', 'error', 'info')),
    read_days INTEGER CHECK (read_days BETWEEN 1 AND 3650),
    unread_days INTEGER CHECK (unread_days BETWEEN 1 AND 3650),
    PRIMARY KEY (workspace_id, type)
) STRICT;
