-- What pages that messages link to say of themselves, remembered for a day.
CREATE TABLE link_previews (
    workspace_id BLOB NOT NULL REFERENCES workspaces,
    -- SHA-256 of the address.
    url_hash BLOB NOT NULL,
    asked_at TEXT NOT NULL,
    -- Until when what follows may be shown; no title: there is nothing to show.
    expires_at TEXT NOT NULL,
    title TEXT,
    description TEXT,
    site_name TEXT,
    PRIMARY KEY (workspace_id, url_hash)
) STRICT;
-- How many were asked for just now.
CREATE INDEX link_previews_asked ON link_previews (workspace_id, asked_at);
CREATE INDEX link_previews_old ON link_previews (expires_at);
