-- Who exists and may act: installation, workspaces, principals, accounts, sessions, keys, trail, jobs.

CREATE TABLE installation (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    installation_id BLOB NOT NULL,
    epoch TEXT NOT NULL,
    probed_at TEXT,
    created_at TEXT NOT NULL
) STRICT;

CREATE TABLE workspaces (
    workspace_id BLOB PRIMARY KEY,
    name TEXT NOT NULL,
    created_at TEXT NOT NULL
) STRICT;

-- Whoever can speak or act: messages, audit rows and jobs point here, never at accounts.
CREATE TABLE principals (
    workspace_id BLOB NOT NULL REFERENCES workspaces,
    id BLOB NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('person', 'contact', 'bot', 'key', 'system')),
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    external_id TEXT,
    merged_into BLOB,
    created_at TEXT NOT NULL,
    PRIMARY KEY (workspace_id, id)
) STRICT;
CREATE UNIQUE INDEX principals_by_external_id ON principals (workspace_id, kind, external_id) WHERE external_id IS NOT NULL;

-- A human's way in, outside any workspace.
CREATE TABLE accounts (
    id BLOB PRIMARY KEY,
    email TEXT NOT NULL,
    email_folded TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    password_hash TEXT,
    last_workspace_id BLOB,
    created_at TEXT NOT NULL
) STRICT;

CREATE TABLE memberships (
    workspace_id BLOB NOT NULL REFERENCES workspaces,
    account_id BLOB NOT NULL REFERENCES accounts,
    principal_id BLOB NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('customer', 'agent', 'admin')),
    created_at TEXT NOT NULL,
    disabled_at TEXT,
    PRIMARY KEY (workspace_id, account_id),
    UNIQUE (workspace_id, principal_id),
    FOREIGN KEY (workspace_id, principal_id) REFERENCES principals (workspace_id, id)
) STRICT;
CREATE INDEX memberships_by_account ON memberships (account_id);

-- A signed-in session: one refresh family, one cookie. Only hashes are kept.
CREATE TABLE sessions (
    workspace_id BLOB NOT NULL REFERENCES workspaces,
    id BLOB NOT NULL,
    account_id BLOB NOT NULL REFERENCES accounts,
    principal_id BLOB NOT NULL,
    cookie_hash BLOB NOT NULL UNIQUE,
    refresh_hash BLOB NOT NULL,
    user_agent TEXT NOT NULL,
    address TEXT NOT NULL,
    created_at TEXT NOT NULL,
    last_used_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    revoked_at TEXT,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, principal_id) REFERENCES principals (workspace_id, id)
) STRICT;
CREATE INDEX sessions_by_account ON sessions (account_id);
CREATE INDEX sessions_by_revocation ON sessions (revoked_at) WHERE revoked_at IS NOT NULL;

-- Single-use links (first-run set-up; invitations and resets later).
CREATE TABLE one_time_links (
    workspace_id BLOB NOT NULL REFERENCES workspaces,
    id BLOB NOT NULL,
    purpose TEXT NOT NULL CHECK (purpose IN ('setup')),
    token_hash BLOB NOT NULL UNIQUE,
    account_id BLOB NOT NULL REFERENCES accounts,
    created_at TEXT NOT NULL,
    expires_at TEXT,
    used_at TEXT,
    PRIMARY KEY (workspace_id, id)
) STRICT;

CREATE TABLE api_keys (
    workspace_id BLOB NOT NULL REFERENCES workspaces,
    id BLOB NOT NULL,
    name TEXT NOT NULL,
    prefix TEXT NOT NULL,
    last_four TEXT NOT NULL,
    key_hash BLOB NOT NULL UNIQUE,
    scopes TEXT NOT NULL CHECK (json_valid(scopes)),
    created_by BLOB NOT NULL,
    created_at TEXT NOT NULL,
    last_used_at TEXT,
    revoked_at TEXT,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, id) REFERENCES principals (workspace_id, id)
) STRICT;

-- Single-use tickets for sockets and event streams, 30 seconds long.
CREATE TABLE live_tickets (
    workspace_id BLOB NOT NULL REFERENCES workspaces,
    id BLOB NOT NULL,
    ticket_hash BLOB NOT NULL UNIQUE,
    credential_kind TEXT NOT NULL CHECK (credential_kind IN ('session', 'key', 'visitor')),
    credential_id BLOB NOT NULL,
    inbox_id BLOB,
    expires_at TEXT NOT NULL,
    PRIMARY KEY (workspace_id, id)
) STRICT;

-- Failed sign-ins, by what was tried and from where; rows go after their window.
CREATE TABLE failed_sign_ins (
    id BLOB PRIMARY KEY,
    subject TEXT NOT NULL,
    failed_at TEXT NOT NULL
) STRICT;
CREATE INDEX failed_sign_ins_by_subject ON failed_sign_ins (subject, failed_at);

-- The trail: append-only, each row chained to the one before it.
CREATE TABLE audit_log (
    workspace_id BLOB NOT NULL REFERENCES workspaces,
    seq INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    actor_id BLOB NOT NULL,
    action TEXT NOT NULL,
    object TEXT NOT NULL,
    canonical TEXT NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (workspace_id, seq)
) STRICT;
CREATE TRIGGER audit_log_never_changes BEFORE UPDATE ON audit_log BEGIN
    SELECT RAISE(ABORT, 'the audit trail is append-only');
END;
CREATE TRIGGER audit_log_never_shrinks BEFORE DELETE ON audit_log BEGIN
    SELECT RAISE(ABORT, 'the audit trail is append-only');
END;
CREATE TABLE audit_heads (
    workspace_id BLOB PRIMARY KEY REFERENCES workspaces,
    seq INTEGER NOT NULL,
    hash BLOB NOT NULL
) STRICT;

CREATE TABLE jobs (
    id BLOB PRIMARY KEY,
    workspace_id BLOB REFERENCES workspaces,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL CHECK (json_valid(payload)),
    unique_key TEXT,
    state TEXT NOT NULL CHECK (state IN ('ready', 'running', 'done', 'dead')),
    run_at TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    max_attempts INTEGER NOT NULL,
    leased_until TEXT,
    lease BLOB,
    last_error TEXT,
    finished_at TEXT
) STRICT;
CREATE INDEX jobs_due ON jobs (run_at, id) WHERE state IN ('ready', 'running');
CREATE UNIQUE INDEX jobs_by_unique_key ON jobs (coalesce(workspace_id, x'00'), kind, unique_key) WHERE unique_key IS NOT NULL AND state IN ('ready', 'running');
CREATE TABLE recurring_jobs (
    kind TEXT PRIMARY KEY,
    next_run_at TEXT NOT NULL
) STRICT;

-- A write's Idempotency-Key: the row commits with the change itself, the answer is added afterwards.
CREATE TABLE idempotency_keys (
    workspace_id BLOB NOT NULL REFERENCES workspaces,
    principal_id BLOB NOT NULL,
    key TEXT NOT NULL,
    request_hash TEXT NOT NULL,
    status INTEGER,
    body BLOB,
    created_at TEXT NOT NULL,
    PRIMARY KEY (workspace_id, principal_id, key)
) STRICT;
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
