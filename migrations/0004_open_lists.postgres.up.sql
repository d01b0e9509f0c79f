-- Lists of what is not done, which is little beside what is.
CREATE INDEX conversations_not_resolved ON conversations (workspace_id, kind, last_activity_at, id) WHERE status <> 'resolved';
