-- A second step at sign-in: an app's codes with recovery codes, and sign-in by a workspace's own provider.

-- Whether everyone here must take a second step.
ALTER TABLE workspaces ADD COLUMN needs_second_step INTEGER NOT NULL DEFAULT 0;
-- Which second step was taken, if any, or that the provider answers for it; whether the provider said who it is.
ALTER TABLE sessions ADD COLUMN second_step TEXT NOT NULL DEFAULT 'missing' CHECK (second_step IN ('missing', 'code', 'provider'));
ALTER TABLE sessions ADD COLUMN by_provider INTEGER NOT NULL DEFAULT 0;

-- The secret that an account shares with an authenticator app. Not in use until a code of it was given.
CREATE TABLE second_factors (
    account_id BLOB PRIMARY KEY REFERENCES accounts ON DELETE CASCADE,
    secret BLOB NOT NULL,
    created_at TEXT NOT NULL,
    confirmed_at TEXT,
    -- The stretch of 30 s whose code was taken last: it and earlier ones are not taken again.
    last_step INTEGER NOT NULL
);
CREATE TABLE recovery_codes (
    account_id BLOB NOT NULL REFERENCES accounts ON DELETE CASCADE,
    code_hash BLOB NOT NULL,
    PRIMARY KEY (account_id, code_hash)
);
-- A sign-in whose first step is taken.
CREATE TABLE sign_in_challenges (
    token_hash BLOB PRIMARY KEY,
    account_id BLOB NOT NULL REFERENCES accounts ON DELETE CASCADE,
    -- Where to, when a provider said who it is.
    workspace_id BLOB REFERENCES workspaces,
    expires_at TEXT NOT NULL
);

-- The provider that says who a workspace's people are.
CREATE TABLE sign_in_providers (
    workspace_id BLOB PRIMARY KEY REFERENCES workspaces,
    issuer TEXT NOT NULL,
    client_id TEXT NOT NULL,
    client_secret BLOB NOT NULL,
    label TEXT NOT NULL,
    domains TEXT NOT NULL CHECK (json_valid(domains)),
    -- The role of people who come in for the first time; without one they must be added before.
    new_role TEXT CHECK (new_role IN ('customer', 'agent', 'admin')),
    needs_second_step INTEGER NOT NULL,
    is_on INTEGER NOT NULL,
    changed_at TEXT NOT NULL
);
-- Who of the provider's people is which account.
CREATE TABLE sign_in_identities (
    workspace_id BLOB NOT NULL REFERENCES workspaces,
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    account_id BLOB NOT NULL REFERENCES accounts ON DELETE CASCADE,
    linked_at TEXT NOT NULL,
    PRIMARY KEY (workspace_id, issuer, subject)
);
CREATE INDEX sign_in_identities_by_account ON sign_in_identities (account_id);
-- Sign-ins that were sent to the provider and have not come back, each bound to the browser that began it.
CREATE TABLE provider_sign_ins (
    workspace_id BLOB NOT NULL REFERENCES workspaces,
    state_hash BLOB NOT NULL,
    browser_hash BLOB NOT NULL,
    issuer TEXT NOT NULL,
    nonce TEXT NOT NULL,
    verifier BLOB NOT NULL,
    return_to TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    PRIMARY KEY (workspace_id, state_hash)
);
CREATE UNIQUE INDEX provider_sign_ins_by_state ON provider_sign_ins (state_hash);
