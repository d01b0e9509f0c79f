DROP TABLE provider_sign_ins;
DROP TABLE sign_in_identities;
DROP TABLE sign_in_providers;
DROP TABLE sign_in_challenges;
DROP TABLE recovery_codes;
DROP TABLE second_factors;
ALTER TABLE sessions DROP COLUMN by_provider;
ALTER TABLE sessions DROP COLUMN second_step;
ALTER TABLE workspaces DROP COLUMN needs_second_step;
