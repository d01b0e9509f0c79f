-- What was said in reported chats stays in the log; what only such a chat has is lost.
DROP INDEX logs_by_contact;
DROP VIEW chats_with_counts;
DROP TABLE chat_analytics;
DROP TABLE chat_messages;
DROP TABLE chats;
