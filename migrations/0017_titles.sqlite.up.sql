-- Conversations are found by the words of their titles, which the server makes: each with a blank before it.

ALTER TABLE conversations ADD COLUMN title_words TEXT;
-- Titles are few beside conversations. The words themselves may be longer than an index holds.
CREATE INDEX conversations_titled ON conversations (workspace_id, id) WHERE title_words IS NOT NULL;
-- Titles from before: the server makes their words, since folding them is its matter (`titles.index`).
CREATE INDEX conversations_title_without_words ON conversations (workspace_id, id)
    WHERE title IS NOT NULL AND title_words IS NULL;
