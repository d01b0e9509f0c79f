-- A way back of imports: what the contacts of a piece had before, once it is carried out.

ALTER TABLE contact_import_pieces ADD COLUMN before TEXT CHECK (json_valid(before));
-- Whether it is being undone, or was.
ALTER TABLE contact_imports ADD COLUMN undo TEXT CHECK (undo IN ('running', 'done'));

-- What edits of many need to be undone is kept as that of imports is; what was kept otherwise would have gone in a week.
DELETE FROM contact_edit_steps;
