-- Takes back what the step of the same number made: what was imported until now stays so.

ALTER TABLE contact_imports DROP COLUMN undo;
DELETE FROM contact_import_pieces WHERE before IS NOT NULL;
ALTER TABLE contact_import_pieces DROP COLUMN before;
DELETE FROM contact_edit_steps;
