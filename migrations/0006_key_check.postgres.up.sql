-- A value derived from the master key: a start with another key is refused instead of failing row by row.
ALTER TABLE installation ADD COLUMN key_check text;
