-- Takes back what the step of the same number made.

DROP INDEX conversations_title_without_words;
DROP INDEX conversations_titled;
ALTER TABLE conversations DROP COLUMN title_words;
