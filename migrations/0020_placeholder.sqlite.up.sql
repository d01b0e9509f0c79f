-- Stands in for the step of another branch.
SELECT 1;
