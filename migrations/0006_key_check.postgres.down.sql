-- Takes back what the step of the same number made.

ALTER TABLE installation DROP COLUMN key_check;
