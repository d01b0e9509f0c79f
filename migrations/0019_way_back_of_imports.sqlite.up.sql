-- A way back of imports: what the contacts of a piece had before, once it is carried out.

ALTER TABLE contact_import_pieces ADD COLUMN before TEXT CHECK (json_valid(before));
-- Whether it is being undone, or was.
ALTER TABLE contact_imports ADD COLUMN undo TEXT CHECK (undo IN ('running', 'done'));
