DROP INDEX accounts_deleted;
ALTER TABLE accounts DROP COLUMN deleted_at;
DROP TABLE account_links;
DROP TABLE invitations;
DROP INDEX memberships_by_role;
ALTER TABLE memberships DROP COLUMN role_id;
DROP TABLE roles;
