-- What pages that messages link to say of themselves, remembered for a day.
CREATE TABLE link_previews (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    -- SHA-256 of the address.
    url_hash bytea NOT NULL,
    asked_at timestamptz NOT NULL,
    -- Until when what follows may be shown; no title: there is nothing to show.
    expires_at timestamptz NOT NULL,
    title text,
    description text,
    site_name text,
    PRIMARY KEY (workspace_id, url_hash)
);
-- How many were asked for just now.
CREATE INDEX link_previews_asked ON link_previews (workspace_id, asked_at);
CREATE INDEX link_previews_old ON link_previews (expires_at);

ALTER TABLE link_previews ENABLE ROW LEVEL SECURITY;
ALTER TABLE link_previews FORCE ROW LEVEL SECURITY;
-- Old ones are forgotten across workspaces.
CREATE POLICY tenant ON link_previews USING (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid OR current_setting('app.system', true) = 'on') WITH CHECK (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid);
