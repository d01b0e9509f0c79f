-- Takes back what the step of the same number made: what was imported until now stays so.

ALTER TABLE contact_imports DROP COLUMN undo;
-- The one who migrates is no workspace's; a moment without FORCE lets the owner of the tables see all rows.
ALTER TABLE contact_import_pieces NO FORCE ROW LEVEL SECURITY;
DELETE FROM contact_import_pieces WHERE before IS NOT NULL;
ALTER TABLE contact_import_pieces FORCE ROW LEVEL SECURITY;
ALTER TABLE contact_import_pieces DROP COLUMN before;
ALTER TABLE contact_edit_steps NO FORCE ROW LEVEL SECURITY;
DELETE FROM contact_edit_steps;
ALTER TABLE contact_edit_steps FORCE ROW LEVEL SECURITY;
