-- Who exists and may act: installation, workspaces, principals, accounts, sessions, keys, trail, jobs.

CREATE TABLE installation (
    id bigint PRIMARY KEY CHECK (id = 1),
    installation_id uuid NOT NULL,
    epoch text NOT NULL,
    probed_at timestamptz,
    created_at timestamptz NOT NULL
);

CREATE TABLE workspaces (
    workspace_id uuid PRIMARY KEY,
    name text NOT NULL,
    created_at timestamptz NOT NULL
);

-- Whoever can speak or act: messages, audit rows and jobs point here, never at accounts.
CREATE TABLE principals (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('person', 'contact', 'bot', 'key', 'system')),
    name text NOT NULL,
    name_folded text NOT NULL,
    external_id text,
    merged_into uuid,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX principals_by_external_id ON principals (workspace_id, kind, external_id) WHERE external_id IS NOT NULL;

-- A human's way in, outside any workspace.
CREATE TABLE accounts (
    id uuid PRIMARY KEY,
    email text NOT NULL,
    email_folded text NOT NULL UNIQUE,
    name text NOT NULL,
    password_hash text,
    last_workspace_id uuid,
    created_at timestamptz NOT NULL
);

CREATE TABLE memberships (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    account_id uuid NOT NULL REFERENCES accounts,
    principal_id uuid NOT NULL,
    role text NOT NULL CHECK (role IN ('customer', 'agent', 'admin')),
    created_at timestamptz NOT NULL,
    disabled_at timestamptz,
    PRIMARY KEY (workspace_id, account_id),
    UNIQUE (workspace_id, principal_id),
    FOREIGN KEY (workspace_id, principal_id) REFERENCES principals (workspace_id, id)
);
CREATE INDEX memberships_by_account ON memberships (account_id);

-- A signed-in session: one refresh family, one cookie. Only hashes are kept.
CREATE TABLE sessions (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    id uuid NOT NULL,
    account_id uuid NOT NULL REFERENCES accounts,
    principal_id uuid NOT NULL,
    cookie_hash bytea NOT NULL UNIQUE,
    refresh_hash bytea NOT NULL,
    user_agent text NOT NULL,
    address text NOT NULL,
    created_at timestamptz NOT NULL,
    last_used_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    revoked_at timestamptz,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, principal_id) REFERENCES principals (workspace_id, id)
);
CREATE INDEX sessions_by_account ON sessions (account_id);
CREATE INDEX sessions_by_revocation ON sessions (revoked_at) WHERE revoked_at IS NOT NULL;

-- Single-use links (first-run set-up; invitations and resets later).
CREATE TABLE one_time_links (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    id uuid NOT NULL,
    purpose text NOT NULL CHECK (purpose IN ('setup')),
    token_hash bytea NOT NULL UNIQUE,
    account_id uuid NOT NULL REFERENCES accounts,
    created_at timestamptz NOT NULL,
    expires_at timestamptz,
    used_at timestamptz,
    PRIMARY KEY (workspace_id, id)
);

CREATE TABLE api_keys (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    id uuid NOT NULL,
    name text NOT NULL,
    prefix text NOT NULL,
    last_four text NOT NULL,
    key_hash bytea NOT NULL UNIQUE,
    scopes jsonb NOT NULL,
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    last_used_at timestamptz,
    revoked_at timestamptz,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, id) REFERENCES principals (workspace_id, id)
);

-- Single-use tickets for sockets and event streams, 30 seconds long.
CREATE TABLE live_tickets (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    id uuid NOT NULL,
    ticket_hash bytea NOT NULL UNIQUE,
    credential_kind text NOT NULL CHECK (credential_kind IN ('session', 'key', 'visitor')),
    credential_id uuid NOT NULL,
    inbox_id uuid,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, id)
);

-- Failed sign-ins, by what was tried and from where; rows go after their window.
CREATE TABLE failed_sign_ins (
    id uuid PRIMARY KEY,
    subject text NOT NULL,
    failed_at timestamptz NOT NULL
);
CREATE INDEX failed_sign_ins_by_subject ON failed_sign_ins (subject, failed_at);

-- The trail: append-only, each row chained to the one before it.
CREATE TABLE audit_log (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    seq bigint NOT NULL,
    created_at timestamptz NOT NULL,
    actor_id uuid NOT NULL,
    action text NOT NULL,
    object text NOT NULL,
    canonical text NOT NULL,
    hash bytea NOT NULL,
    PRIMARY KEY (workspace_id, seq)
);
CREATE TABLE audit_heads (
    workspace_id uuid PRIMARY KEY REFERENCES workspaces,
    seq bigint NOT NULL,
    hash bytea NOT NULL
);

CREATE TABLE jobs (
    id uuid PRIMARY KEY,
    workspace_id uuid REFERENCES workspaces,
    kind text NOT NULL,
    payload jsonb NOT NULL,
    unique_key text,
    state text NOT NULL CHECK (state IN ('ready', 'running', 'done', 'dead')),
    run_at timestamptz NOT NULL,
    attempts bigint NOT NULL,
    max_attempts bigint NOT NULL,
    leased_until timestamptz,
    lease uuid,
    last_error text,
    finished_at timestamptz
);
CREATE INDEX jobs_due ON jobs (run_at, id) WHERE state IN ('ready', 'running');
CREATE UNIQUE INDEX jobs_by_unique_key ON jobs (coalesce(workspace_id, '00000000-0000-0000-0000-000000000000'::uuid), kind, unique_key) WHERE unique_key IS NOT NULL AND state IN ('ready', 'running');
CREATE TABLE recurring_jobs (
    kind text PRIMARY KEY,
    next_run_at timestamptz NOT NULL
);

-- A write's Idempotency-Key: the row commits with the change itself, the answer is added afterwards.
CREATE TABLE idempotency_keys (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    principal_id uuid NOT NULL,
    key text NOT NULL,
    request_hash text NOT NULL,
    status bigint,
    body bytea,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, principal_id, key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);

-- Row-level security: a transaction sees its own workspace only. Tables that work across workspaces
-- (sign-in, keys, jobs) also open under app.system, which only Db::system sets.
ALTER TABLE workspaces ENABLE ROW LEVEL SECURITY;
ALTER TABLE workspaces FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON workspaces USING (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid OR current_setting('app.system', true) = 'on') WITH CHECK (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid OR current_setting('app.system', true) = 'on');
ALTER TABLE principals ENABLE ROW LEVEL SECURITY;
ALTER TABLE principals FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON principals USING (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid OR current_setting('app.system', true) = 'on') WITH CHECK (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid OR current_setting('app.system', true) = 'on');
ALTER TABLE accounts ENABLE ROW LEVEL SECURITY;
ALTER TABLE accounts FORCE ROW LEVEL SECURITY;
-- An account is read where it is a member; a workspace may make one, only sign-in (system) may change one.
CREATE POLICY readable ON accounts FOR SELECT USING (current_setting('app.system', true) = 'on' OR EXISTS (SELECT 1 FROM memberships m WHERE m.account_id = accounts.id AND m.workspace_id = nullif(current_setting('app.workspace', true), '')::uuid));
CREATE POLICY made ON accounts FOR INSERT WITH CHECK (current_setting('app.system', true) = 'on' OR nullif(current_setting('app.workspace', true), '') IS NOT NULL);
CREATE POLICY changed ON accounts FOR UPDATE USING (current_setting('app.system', true) = 'on') WITH CHECK (current_setting('app.system', true) = 'on');
CREATE POLICY removed ON accounts FOR DELETE USING (current_setting('app.system', true) = 'on');
ALTER TABLE memberships ENABLE ROW LEVEL SECURITY;
ALTER TABLE memberships FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON memberships USING (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid OR current_setting('app.system', true) = 'on') WITH CHECK (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid OR current_setting('app.system', true) = 'on');
ALTER TABLE sessions ENABLE ROW LEVEL SECURITY;
ALTER TABLE sessions FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON sessions USING (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid OR current_setting('app.system', true) = 'on') WITH CHECK (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid OR current_setting('app.system', true) = 'on');
ALTER TABLE one_time_links ENABLE ROW LEVEL SECURITY;
ALTER TABLE one_time_links FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON one_time_links USING (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid OR current_setting('app.system', true) = 'on') WITH CHECK (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid OR current_setting('app.system', true) = 'on');
ALTER TABLE api_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE api_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON api_keys USING (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid OR current_setting('app.system', true) = 'on') WITH CHECK (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid OR current_setting('app.system', true) = 'on');
ALTER TABLE live_tickets ENABLE ROW LEVEL SECURITY;
ALTER TABLE live_tickets FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON live_tickets USING (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid OR current_setting('app.system', true) = 'on') WITH CHECK (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid OR current_setting('app.system', true) = 'on');
ALTER TABLE failed_sign_ins ENABLE ROW LEVEL SECURITY;
ALTER TABLE failed_sign_ins FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON failed_sign_ins USING (current_setting('app.system', true) = 'on') WITH CHECK (current_setting('app.system', true) = 'on');
ALTER TABLE audit_log ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_log FORCE ROW LEVEL SECURITY;
-- The trail can be read and added to. There is no policy for UPDATE and DELETE, so both touch no row.
CREATE POLICY readable ON audit_log FOR SELECT USING (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid OR current_setting('app.system', true) = 'on');
CREATE POLICY added ON audit_log FOR INSERT WITH CHECK (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid OR current_setting('app.system', true) = 'on');
ALTER TABLE audit_heads ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_heads FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON audit_heads USING (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid OR current_setting('app.system', true) = 'on') WITH CHECK (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid OR current_setting('app.system', true) = 'on');
ALTER TABLE jobs ENABLE ROW LEVEL SECURITY;
ALTER TABLE jobs FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON jobs USING (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid OR current_setting('app.system', true) = 'on') WITH CHECK (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid OR current_setting('app.system', true) = 'on');
ALTER TABLE recurring_jobs ENABLE ROW LEVEL SECURITY;
ALTER TABLE recurring_jobs FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON recurring_jobs USING (current_setting('app.system', true) = 'on') WITH CHECK (current_setting('app.system', true) = 'on');
ALTER TABLE idempotency_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE idempotency_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON idempotency_keys USING (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid OR current_setting('app.system', true) = 'on') WITH CHECK (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid OR current_setting('app.system', true) = 'on');
