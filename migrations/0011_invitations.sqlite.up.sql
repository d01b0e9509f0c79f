-- Ways in and out: invitations, links that an account proves itself by, roles of a workspace's own, people who left.

-- Sets of permissions under a name, beside the three roles that every workspace has.
CREATE TABLE roles (
    workspace_id BLOB NOT NULL REFERENCES workspaces,
    id BLOB NOT NULL,
    name TEXT NOT NULL,
    name_folded TEXT NOT NULL,
    permissions TEXT NOT NULL CHECK (json_valid(permissions)),
    created_at TEXT NOT NULL,
    PRIMARY KEY (workspace_id, id)
) STRICT;
CREATE UNIQUE INDEX roles_by_name ON roles (workspace_id, name_folded);
-- Who has one is an agent as far as the three roles go.
ALTER TABLE memberships ADD COLUMN role_id BLOB;
CREATE INDEX memberships_by_role ON memberships (workspace_id, role_id) WHERE role_id IS NOT NULL;

-- Who was asked to come in and has not come yet. Of the link only a hash is kept; it goes with the row.
CREATE TABLE invitations (
    workspace_id BLOB NOT NULL REFERENCES workspaces,
    id BLOB NOT NULL,
    email TEXT NOT NULL,
    email_folded TEXT NOT NULL,
    name TEXT,
    role TEXT NOT NULL CHECK (role IN ('customer', 'agent', 'admin')),
    role_id BLOB,
    -- Which link it is: each new one ends the one before.
    round INTEGER NOT NULL,
    token_hash BLOB NOT NULL UNIQUE,
    invited_by BLOB NOT NULL,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, invited_by) REFERENCES principals (workspace_id, id)
) STRICT;
CREATE UNIQUE INDEX invitations_by_email ON invitations (workspace_id, email_folded);
CREATE INDEX invitations_by_end ON invitations (expires_at);

-- Links that stand for an account: to choose a new password, to confirm a new address. A used one is gone.
CREATE TABLE account_links (
    id BLOB PRIMARY KEY,
    account_id BLOB NOT NULL REFERENCES accounts,
    purpose TEXT NOT NULL CHECK (purpose IN ('password', 'email')),
    token_hash BLOB NOT NULL UNIQUE,
    -- The new address, where it is about one.
    email TEXT,
    created_at TEXT NOT NULL,
    expires_at TEXT NOT NULL
) STRICT;
CREATE INDEX account_links_by_account ON account_links (account_id, purpose);
CREATE INDEX account_links_by_end ON account_links (expires_at);

-- An account that nobody can use any more: nameless, until the last of its sessions is forgotten.
ALTER TABLE accounts ADD COLUMN deleted_at TEXT;
CREATE INDEX accounts_deleted ON accounts (deleted_at) WHERE deleted_at IS NOT NULL;
