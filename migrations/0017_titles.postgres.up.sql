-- Conversations are found by the words of their titles, which the server makes: each with a blank before it.

ALTER TABLE conversations ADD COLUMN title_words text;
-- The one who migrates is no workspace's; a moment without FORCE lets the owner of the tables see all rows.
ALTER TABLE conversations NO FORCE ROW LEVEL SECURITY;
UPDATE conversations SET title_words = ' ' || lower(title) WHERE title IS NOT NULL;
ALTER TABLE conversations FORCE ROW LEVEL SECURITY;
-- Titles are few beside conversations. The words themselves may be longer than an index holds.
CREATE INDEX conversations_titled ON conversations (workspace_id, id) WHERE title_words IS NOT NULL;
