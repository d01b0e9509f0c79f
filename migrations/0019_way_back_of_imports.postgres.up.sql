-- A way back of imports: what the contacts of a piece had before, once it is carried out.

ALTER TABLE contact_import_pieces ADD COLUMN before jsonb;
-- Whether it is being undone, or was.
ALTER TABLE contact_imports ADD COLUMN undo text CHECK (undo IN ('running', 'done'));

-- What edits of many need to be undone is kept as that of imports is; what was kept otherwise would have gone in a week.
-- The one who migrates is no workspace's; a moment without FORCE lets the owner of the tables see all rows.
ALTER TABLE contact_edit_steps NO FORCE ROW LEVEL SECURITY;
DELETE FROM contact_edit_steps;
ALTER TABLE contact_edit_steps FORCE ROW LEVEL SECURITY;
