-- Takes back what the step of the same number made.

DROP TABLE feed_counter;
DROP TABLE message_versions;
DROP TABLE entries;
DROP TABLE participants;
DROP TABLE conversations;
DROP TABLE visitor_tokens;
DROP TABLE contacts;
DROP TABLE inboxes;
DROP FUNCTION stamp_feed_pos;
DROP FUNCTION read_by_sender;
