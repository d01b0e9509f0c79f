-- A way back of imports: what the contacts of a piece had before, once it is carried out.

ALTER TABLE contact_import_pieces ADD COLUMN before jsonb;
-- Whether it is being undone, or was.
ALTER TABLE contact_imports ADD COLUMN undo text CHECK (undo IN ('running', 'done'));
