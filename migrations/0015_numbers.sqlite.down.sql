-- Words of both releases are found by both; nothing to take back.

SELECT 1;
