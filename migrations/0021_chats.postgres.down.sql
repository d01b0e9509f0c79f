-- What was said in reported chats stays in the log; what only such a chat has is lost.
DROP INDEX conversations_backdated;
ALTER TABLE conversations DROP COLUMN backdated_at;
DROP INDEX logs_by_contact;
DROP VIEW chats_with_counts;
DROP TABLE chat_analytics;
DROP TABLE chat_messages;
DROP TABLE chats;
