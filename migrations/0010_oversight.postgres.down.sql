-- Takes back what the step of the same number made.

DROP TABLE drafts;
DROP INDEX jobs_of_workspace_by_state;
DROP INDEX jobs_of_workspace;
DROP INDEX conversations_put_away;
DROP INDEX conversations_by_kind;
