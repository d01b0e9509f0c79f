-- Contacts that were deleted: in no list but their own, and back whenever somebody wants, or they write again.

ALTER TABLE contacts ADD COLUMN removed_at timestamptz;
-- They are few of many: each order of lists has an index of them alone.
CREATE INDEX contacts_removed ON contacts (workspace_id, name_key, id) WHERE removed_at IS NOT NULL;
CREATE INDEX contacts_removed_by_last_seen ON contacts (workspace_id, last_seen_at, id) WHERE removed_at IS NOT NULL;
CREATE INDEX contacts_removed_by_first_seen ON contacts (workspace_id, first_seen_at, id) WHERE removed_at IS NOT NULL;
