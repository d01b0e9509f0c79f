-- Takes back what the step of the same number made.

DROP INDEX contacts_removed_by_first_seen;
DROP INDEX contacts_removed_by_last_seen;
DROP INDEX contacts_removed;
ALTER TABLE contacts DROP COLUMN removed_at;
