-- A second step at sign-in: an app's codes with recovery codes, and sign-in by a workspace's own provider.

-- Whether everyone here must take a second step.
ALTER TABLE workspaces ADD COLUMN needs_second_step boolean NOT NULL DEFAULT false;
-- Which second step was taken, if any, or that the provider answers for it; whether the provider said who it is.
ALTER TABLE sessions ADD COLUMN second_step text NOT NULL DEFAULT 'missing' CHECK (second_step IN ('missing', 'code', 'provider'));
ALTER TABLE sessions ADD COLUMN by_provider boolean NOT NULL DEFAULT false;

-- The secret that an account shares with an authenticator app. Not in use until a code of it was given.
CREATE TABLE second_factors (
    account_id uuid PRIMARY KEY REFERENCES accounts ON DELETE CASCADE,
    secret bytea NOT NULL,
    created_at timestamptz NOT NULL,
    confirmed_at timestamptz,
    -- The stretch of 30 s whose code was taken last: it and earlier ones are not taken again.
    last_step bigint NOT NULL
);
CREATE TABLE recovery_codes (
    account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
    code_hash bytea NOT NULL,
    PRIMARY KEY (account_id, code_hash)
);
-- A sign-in whose first step is taken.
CREATE TABLE sign_in_challenges (
    token_hash bytea PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
    -- Where to, when a provider said who it is.
    workspace_id uuid REFERENCES workspaces,
    expires_at timestamptz NOT NULL
);

-- The provider that says who a workspace's people are.
CREATE TABLE sign_in_providers (
    workspace_id uuid PRIMARY KEY REFERENCES workspaces,
    issuer text NOT NULL,
    client_id text NOT NULL,
    client_secret bytea NOT NULL,
    label text NOT NULL,
    domains jsonb NOT NULL,
    -- The role of people who come in for the first time; without one they must be added before.
    new_role text CHECK (new_role IN ('customer', 'agent', 'admin')),
    needs_second_step boolean NOT NULL,
    is_on boolean NOT NULL,
    changed_at timestamptz NOT NULL
);
-- Who of the provider's people is which account.
CREATE TABLE sign_in_identities (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    issuer text NOT NULL,
    subject text NOT NULL,
    account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
    linked_at timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, issuer, subject)
);
CREATE INDEX sign_in_identities_by_account ON sign_in_identities (account_id);
-- Sign-ins that were sent to the provider and have not come back, each bound to the browser that began it.
CREATE TABLE provider_sign_ins (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    state_hash bytea NOT NULL,
    browser_hash bytea NOT NULL,
    issuer text NOT NULL,
    nonce text NOT NULL,
    verifier bytea NOT NULL,
    return_to text NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, state_hash)
);
CREATE UNIQUE INDEX provider_sign_ins_by_state ON provider_sign_ins (state_hash);

-- What belongs to an account is changed by sign-in (system) only; a workspace sees that of its own people, as their accounts.
ALTER TABLE second_factors ENABLE ROW LEVEL SECURITY;
ALTER TABLE second_factors FORCE ROW LEVEL SECURITY;
CREATE POLICY readable ON second_factors FOR SELECT USING (EXISTS (SELECT 1 FROM memberships m WHERE m.account_id = second_factors.account_id AND m.workspace_id = nullif(current_setting('app.workspace', true), '')::uuid));
CREATE POLICY tenant ON second_factors USING (current_setting('app.system', true) = 'on') WITH CHECK (current_setting('app.system', true) = 'on');
ALTER TABLE recovery_codes ENABLE ROW LEVEL SECURITY;
ALTER TABLE recovery_codes FORCE ROW LEVEL SECURITY;
CREATE POLICY readable ON recovery_codes FOR SELECT USING (EXISTS (SELECT 1 FROM memberships m WHERE m.account_id = recovery_codes.account_id AND m.workspace_id = nullif(current_setting('app.workspace', true), '')::uuid));
CREATE POLICY tenant ON recovery_codes USING (current_setting('app.system', true) = 'on') WITH CHECK (current_setting('app.system', true) = 'on');
ALTER TABLE sign_in_challenges ENABLE ROW LEVEL SECURITY;
ALTER TABLE sign_in_challenges FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON sign_in_challenges USING (current_setting('app.system', true) = 'on') WITH CHECK (current_setting('app.system', true) = 'on');
ALTER TABLE sign_in_providers ENABLE ROW LEVEL SECURITY;
ALTER TABLE sign_in_providers FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON sign_in_providers USING (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid OR current_setting('app.system', true) = 'on') WITH CHECK (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid OR current_setting('app.system', true) = 'on');
ALTER TABLE sign_in_identities ENABLE ROW LEVEL SECURITY;
ALTER TABLE sign_in_identities FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON sign_in_identities USING (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid OR current_setting('app.system', true) = 'on') WITH CHECK (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid OR current_setting('app.system', true) = 'on');
ALTER TABLE provider_sign_ins ENABLE ROW LEVEL SECURITY;
ALTER TABLE provider_sign_ins FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON provider_sign_ins USING (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid OR current_setting('app.system', true) = 'on') WITH CHECK (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid OR current_setting('app.system', true) = 'on');
