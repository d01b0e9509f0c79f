-- Every node asks every few seconds which visitor tokens have ended, to close their sockets.
CREATE INDEX visitor_tokens_by_revocation ON visitor_tokens (revoked_at) WHERE revoked_at IS NOT NULL;
