-- A workspace's app of the Pusher protocol: its id is digits, as the protocol's libraries demand.
CREATE TABLE pusher_apps (
    workspace_id BLOB PRIMARY KEY REFERENCES workspaces,
    app_id INTEGER NOT NULL UNIQUE,
    app_key TEXT NOT NULL UNIQUE,
    -- Sealed: whoever has it signs for everybody.
    secret BLOB NOT NULL,
    is_enabled INTEGER NOT NULL CHECK (is_enabled IN (0, 1)),
    has_client_events INTEGER NOT NULL CHECK (has_client_events IN (0, 1)),
    created_at TEXT NOT NULL
) STRICT;
