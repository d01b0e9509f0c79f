-- Notices: what machines tell a person, about a task of theirs.

CREATE TABLE notices (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    id uuid NOT NULL,
    -- Whom it is for.
    principal_id uuid NOT NULL,
    -- Its place among theirs: 1, 2, 3 …
    seq bigint NOT NULL,
    type text NOT NULL CHECK (type IN ('scheduling_update', 'confirmation', 'clarification', 'cancellation', 'error', 'info')),
    priority text NOT NULL CHECK (priority IN ('low', 'normal', 'high', 'urgent')),
    -- The sender's own name of the task, and of the organisation.
    task_id text,
    org_id text,
    content text NOT NULL,
    data jsonb,
    attachments jsonb,
    sender_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    read_at timestamptz,
    -- What became of it at the outside Pusher; nothing where there was none.
    publishing text CHECK (publishing IN ('owed', 'done', 'refused', 'given_up')),
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, principal_id) REFERENCES principals (workspace_id, id),
    FOREIGN KEY (workspace_id, sender_id) REFERENCES principals (workspace_id, id)
);
CREATE UNIQUE INDEX notices_in_order ON notices (workspace_id, principal_id, seq);
-- Polled every few seconds: what was read costs nothing here.
CREATE INDEX notices_unread ON notices (workspace_id, principal_id, seq) WHERE read_at IS NULL;
CREATE INDEX notices_by_task ON notices (workspace_id, principal_id, task_id, seq) WHERE task_id IS NOT NULL;
CREATE INDEX notices_by_type ON notices (workspace_id, principal_id, type, seq);
-- What goes after its time.
CREATE INDEX notices_by_age ON notices (workspace_id, type, created_at);

-- How many somebody has, and how many of them are unread, so that nobody has to count.
CREATE TABLE notice_heads (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    principal_id uuid NOT NULL,
    last_seq bigint NOT NULL,
    unread bigint NOT NULL,
    -- Moves whenever something is read or goes.
    changes bigint NOT NULL,
    PRIMARY KEY (workspace_id, principal_id),
    FOREIGN KEY (workspace_id, principal_id) REFERENCES principals (workspace_id, id)
);

-- How somebody wants to be told of a type; as usual without a row.
CREATE TABLE notice_settings (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    principal_id uuid NOT NULL,
    type text NOT NULL CHECK (type IN ('scheduling_update', 'confirmation', 'clarification', 'cancellation', 'error', 'info')),
    -- Whether the browser shows it while the page is hidden.
    in_browser boolean NOT NULL,
    PRIMARY KEY (workspace_id, principal_id, type),
    FOREIGN KEY (workspace_id, principal_id) REFERENCES principals (workspace_id, id)
);

-- How long notices of a type stay; for ever without a row.
CREATE TABLE notice_retention (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    type text NOT NULL CHECK (type IN ('scheduling_update', 'confirmation', 'clarification', 'cancellation', 'error', 'info')),
    read_days bigint CHECK (read_days BETWEEN 1 AND 3650),
    unread_days bigint CHECK (unread_days BETWEEN 1 AND 3650),
    PRIMARY KEY (workspace_id, type)
);

ALTER TABLE notices ENABLE ROW LEVEL SECURITY;
ALTER TABLE notices FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON notices USING (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid);
ALTER TABLE notice_heads ENABLE ROW LEVEL SECURITY;
ALTER TABLE notice_heads FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON notice_heads USING (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid);
ALTER TABLE notice_settings ENABLE ROW LEVEL SECURITY;
ALTER TABLE notice_settings FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON notice_settings USING (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid);
ALTER TABLE notice_retention ENABLE ROW LEVEL SECURITY;
ALTER TABLE notice_retention FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON notice_retention USING (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid);
