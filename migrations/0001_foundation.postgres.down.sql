-- Takes back what the step of the same number made.

DROP TABLE idempotency_keys;
DROP TABLE recurring_jobs;
DROP TABLE jobs;
DROP TABLE audit_heads;
DROP TABLE audit_log;
DROP TABLE failed_sign_ins;
DROP TABLE live_tickets;
DROP TABLE api_keys;
DROP TABLE one_time_links;
DROP TABLE sessions;
DROP POLICY readable ON accounts; -- it looks at memberships
DROP TABLE memberships;
DROP TABLE accounts;
DROP TABLE principals;
DROP TABLE workspaces;
DROP TABLE installation;
