-- Prompts: what a person may begin with, ask 4's quick starts.
CREATE TABLE prompts (
    workspace_id BLOB NOT NULL REFERENCES workspaces,
    id BLOB NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    position INTEGER NOT NULL,
    is_active INTEGER NOT NULL,
    -- For people of this role only; for all without one.
    role TEXT CHECK (role IN ('customer', 'agent', 'admin')),
    -- On this page only; everywhere without one.
    page TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    PRIMARY KEY (workspace_id, id)
) STRICT;
CREATE INDEX prompts_in_order ON prompts (workspace_id, position, id);
