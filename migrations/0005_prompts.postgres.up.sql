-- Prompts: what a person may begin with, ask 4's quick starts.
CREATE TABLE prompts (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    id uuid NOT NULL,
    title text NOT NULL,
    text text NOT NULL,
    position bigint NOT NULL,
    is_active boolean NOT NULL,
    -- For people of this role only; for all without one.
    role text CHECK (role IN ('customer', 'agent', 'admin')),
    -- On this page only; everywhere without one.
    page text,
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, id)
);
CREATE INDEX prompts_in_order ON prompts (workspace_id, position, id);

ALTER TABLE prompts ENABLE ROW LEVEL SECURITY;
ALTER TABLE prompts FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON prompts USING (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid);
