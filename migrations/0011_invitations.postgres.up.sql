-- Ways in and out: invitations, links that an account proves itself by, roles of a workspace's own, people who left.

-- Sets of permissions under a name, beside the three roles that every workspace has.
CREATE TABLE roles (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    id uuid NOT NULL,
    name text NOT NULL,
    name_folded text NOT NULL,
    permissions jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX roles_by_name ON roles (workspace_id, name_folded);
-- Who has one is an agent as far as the three roles go.
ALTER TABLE memberships ADD COLUMN role_id uuid;
CREATE INDEX memberships_by_role ON memberships (workspace_id, role_id) WHERE role_id IS NOT NULL;

-- Who was asked to come in and has not come yet. Of the link only a hash is kept; it goes with the row.
CREATE TABLE invitations (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    id uuid NOT NULL,
    email text NOT NULL,
    email_folded text NOT NULL,
    name text,
    role text NOT NULL CHECK (role IN ('customer', 'agent', 'admin')),
    role_id uuid,
    -- Which link it is: each new one ends the one before.
    round bigint NOT NULL,
    token_hash bytea NOT NULL UNIQUE,
    invited_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, invited_by) REFERENCES principals (workspace_id, id)
);
CREATE UNIQUE INDEX invitations_by_email ON invitations (workspace_id, email_folded);
CREATE INDEX invitations_by_end ON invitations (expires_at);

-- Links that stand for an account: to choose a new password, to confirm a new address. A used one is gone.
CREATE TABLE account_links (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES accounts,
    purpose text NOT NULL CHECK (purpose IN ('password', 'email')),
    token_hash bytea NOT NULL UNIQUE,
    -- The new address, where it is about one.
    email text,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
CREATE INDEX account_links_by_account ON account_links (account_id, purpose);
CREATE INDEX account_links_by_end ON account_links (expires_at);

-- An account that nobody can use any more: nameless, until the last of its sessions is forgotten.
ALTER TABLE accounts ADD COLUMN deleted_at timestamptz;
CREATE INDEX accounts_deleted ON accounts (deleted_at) WHERE deleted_at IS NOT NULL;

ALTER TABLE memberships ADD FOREIGN KEY (workspace_id, role_id) REFERENCES roles (workspace_id, id);
ALTER TABLE invitations ADD FOREIGN KEY (workspace_id, role_id) REFERENCES roles (workspace_id, id);

ALTER TABLE roles ENABLE ROW LEVEL SECURITY;
ALTER TABLE roles FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON roles USING (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid OR current_setting('app.system', true) = 'on') WITH CHECK (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid OR current_setting('app.system', true) = 'on');
ALTER TABLE invitations ENABLE ROW LEVEL SECURITY;
ALTER TABLE invitations FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON invitations USING (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid OR current_setting('app.system', true) = 'on') WITH CHECK (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid OR current_setting('app.system', true) = 'on');
ALTER TABLE account_links ENABLE ROW LEVEL SECURITY;
ALTER TABLE account_links FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON account_links USING (current_setting('app.system', true) = 'on') WITH CHECK (current_setting('app.system', true) = 'on');
