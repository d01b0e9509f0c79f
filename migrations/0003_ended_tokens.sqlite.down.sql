-- Takes back what the step of the same number made.

DROP INDEX visitor_tokens_by_revocation;
