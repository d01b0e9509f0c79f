-- A workspace's app of the Pusher protocol: its id is digits, as the protocol's libraries demand.
CREATE TABLE pusher_apps (
    workspace_id uuid PRIMARY KEY REFERENCES workspaces,
    app_id bigint NOT NULL UNIQUE,
    app_key text NOT NULL UNIQUE,
    -- Sealed: whoever has it signs for everybody.
    secret bytea NOT NULL,
    is_enabled boolean NOT NULL,
    has_client_events boolean NOT NULL,
    created_at timestamptz NOT NULL
);

ALTER TABLE pusher_apps ENABLE ROW LEVEL SECURITY;
ALTER TABLE pusher_apps FORCE ROW LEVEL SECURITY;
-- A socket names its app before it is known whose that is.
CREATE POLICY tenant ON pusher_apps USING (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid OR current_setting('app.system', true) = 'on') WITH CHECK (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid);
