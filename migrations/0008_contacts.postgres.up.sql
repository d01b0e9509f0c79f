-- Contacts in full: companies, custom attributes, notes, pages visited, words to find them by, merges, edits of many
-- at once and imports.

-- A blocked customer reads on and writes no more.
ALTER TABLE principals ADD COLUMN blocked_at timestamptz;
CREATE INDEX principals_blocked ON principals (workspace_id, id) WHERE blocked_at IS NOT NULL;
CREATE INDEX principals_merged ON principals (workspace_id, merged_into) WHERE merged_into IS NOT NULL;

CREATE TABLE companies (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    id uuid NOT NULL,
    name text NOT NULL,
    -- By which names count as the same, cut to what an index may hold.
    name_key text COLLATE "C" NOT NULL,
    domain text,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX companies_by_name ON companies (workspace_id, name_key);
CREATE UNIQUE INDEX companies_by_domain ON companies (workspace_id, domain) WHERE domain IS NOT NULL;

ALTER TABLE contacts ADD COLUMN phone text;
ALTER TABLE contacts ADD COLUMN company_id uuid;
ALTER TABLE contacts ADD COLUMN avatar_id uuid;
-- Made by a colleague or an import, and not here themselves so far.
ALTER TABLE contacts ADD COLUMN never_seen boolean NOT NULL DEFAULT false;
-- The beginning of the folded name, kept by triggers, for lists in the order of names.
ALTER TABLE contacts ADD COLUMN name_key text COLLATE "C" NOT NULL DEFAULT '';
-- Whether contact_words is as new as the contact.
ALTER TABLE contacts ADD COLUMN is_indexed boolean NOT NULL DEFAULT false;
-- The one who migrates is no workspace's; a moment without FORCE lets the owner of the tables see all rows.
ALTER TABLE principals NO FORCE ROW LEVEL SECURITY;
ALTER TABLE contacts NO FORCE ROW LEVEL SECURITY;
UPDATE contacts SET name_key = (SELECT substr(p.name_folded, 1, 100) FROM principals p
    WHERE p.workspace_id = contacts.workspace_id AND p.id = contacts.id);
ALTER TABLE contacts FORCE ROW LEVEL SECURITY;
ALTER TABLE principals FORCE ROW LEVEL SECURITY;
CREATE INDEX contacts_by_name ON contacts (workspace_id, name_key, id);
CREATE INDEX contacts_by_last_seen ON contacts (workspace_id, last_seen_at, id);
CREATE INDEX contacts_by_first_seen ON contacts (workspace_id, first_seen_at, id);
CREATE INDEX contacts_by_company ON contacts (workspace_id, company_id, name_key, id) WHERE company_id IS NOT NULL;
-- Verified ones may be few of many.
CREATE INDEX contacts_verified ON contacts (workspace_id, name_key, id) WHERE verified_at IS NOT NULL;
CREATE INDEX contacts_to_index ON contacts (workspace_id, id) WHERE NOT is_indexed;

CREATE FUNCTION name_contact() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.name_key := (SELECT substr(p.name_folded, 1, 100) FROM principals p
        WHERE p.workspace_id = NEW.workspace_id AND p.id = NEW.id);
    RETURN NEW;
END
$$;
CREATE TRIGGER contacts_named BEFORE INSERT ON contacts FOR EACH ROW EXECUTE FUNCTION name_contact();
CREATE FUNCTION rename_contact() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE contacts SET name_key = substr(NEW.name_folded, 1, 100), is_indexed = false
    WHERE workspace_id = NEW.workspace_id AND id = NEW.id;
    RETURN NULL;
END
$$;
CREATE TRIGGER contacts_renamed AFTER UPDATE OF name_folded ON principals FOR EACH ROW EXECUTE FUNCTION rename_contact();

-- The beginnings by which a contact is found: words of the name, parts of the address, the number, the company.
CREATE TABLE contact_words (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    contact_id uuid NOT NULL,
    word text COLLATE "C" NOT NULL,
    PRIMARY KEY (workspace_id, contact_id, word),
    FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id)
);
CREATE INDEX contact_words_by_word ON contact_words (workspace_id, word, contact_id);

CREATE TABLE contact_attributes (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    id uuid NOT NULL,
    key text NOT NULL,
    label text NOT NULL,
    type text NOT NULL CHECK (type IN ('text', 'number', 'boolean', 'date', 'list', 'link')),
    choices jsonb,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, id)
);
CREATE UNIQUE INDEX contact_attributes_by_key ON contact_attributes (workspace_id, key);

CREATE TABLE contact_values (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    contact_id uuid NOT NULL,
    attribute_id uuid NOT NULL,
    value text NOT NULL,
    -- By which values count as the same, cut to what an index may hold.
    value_key text COLLATE "C" NOT NULL,
    PRIMARY KEY (workspace_id, contact_id, attribute_id),
    FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id),
    FOREIGN KEY (workspace_id, attribute_id) REFERENCES contact_attributes (workspace_id, id)
);
CREATE INDEX contact_values_by_value ON contact_values (workspace_id, attribute_id, value_key, contact_id);

-- What colleagues note of a contact; customers never see it.
CREATE TABLE contact_notes (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    id uuid NOT NULL,
    contact_id uuid NOT NULL,
    author_id uuid NOT NULL,
    body text NOT NULL,
    created_at timestamptz NOT NULL,
    edited_at timestamptz,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id),
    FOREIGN KEY (workspace_id, author_id) REFERENCES principals (workspace_id, id)
);
CREATE INDEX contact_notes_of ON contact_notes (workspace_id, contact_id, id);

-- The last pages that a contact was on.
CREATE TABLE contact_pages (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    id uuid NOT NULL,
    contact_id uuid NOT NULL,
    url text NOT NULL,
    title text,
    visited_at timestamptz NOT NULL,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id)
);
CREATE INDEX contact_pages_of ON contact_pages (workspace_id, contact_id, id);

-- Which contact was merged into which, with what undoing it needs.
CREATE TABLE contact_merges (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    id uuid NOT NULL,
    into_id uuid NOT NULL,
    from_id uuid NOT NULL,
    filled jsonb,
    moved bigint NOT NULL,
    merged_by uuid NOT NULL,
    merged_at timestamptz NOT NULL,
    undone_at timestamptz,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, into_id) REFERENCES contacts (workspace_id, id),
    FOREIGN KEY (workspace_id, from_id) REFERENCES contacts (workspace_id, id)
);
CREATE INDEX contact_merges_of ON contact_merges (workspace_id, into_id, id);

-- A change to many contacts at once, with what undoing it needs.
CREATE TABLE contact_edits (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    id uuid NOT NULL,
    state text NOT NULL CHECK (state IN ('running', 'done', 'undone', 'failed')),
    change jsonb NOT NULL,
    filter jsonb,
    -- Up to where a running one has come.
    after_id uuid,
    matched bigint NOT NULL,
    changed bigint NOT NULL,
    made_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    finished_at timestamptz,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, made_by) REFERENCES principals (workspace_id, id)
);
CREATE TABLE contact_edit_steps (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    edit_id uuid NOT NULL,
    n bigint NOT NULL,
    before jsonb NOT NULL,
    PRIMARY KEY (workspace_id, edit_id, n),
    FOREIGN KEY (workspace_id, edit_id) REFERENCES contact_edits (workspace_id, id)
);

-- A table of contacts that was sent in: first staged in pieces, then carried out piece by piece.
CREATE TABLE contact_imports (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    id uuid NOT NULL,
    state text NOT NULL CHECK (state IN ('receiving', 'ready', 'running', 'done', 'cancelled')),
    name text NOT NULL,
    headings jsonb NOT NULL,
    plan jsonb,
    lines bigint NOT NULL,
    pieces bigint NOT NULL,
    -- Pieces that are carried out, and what came of their lines.
    next_piece bigint NOT NULL,
    created bigint NOT NULL,
    updated bigint NOT NULL,
    skipped bigint NOT NULL,
    failed bigint NOT NULL,
    made_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    finished_at timestamptz,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, made_by) REFERENCES principals (workspace_id, id)
);
CREATE INDEX contact_imports_by_age ON contact_imports (created_at);
CREATE TABLE contact_import_pieces (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    import_id uuid NOT NULL,
    n bigint NOT NULL,
    rows jsonb NOT NULL,
    PRIMARY KEY (workspace_id, import_id, n),
    FOREIGN KEY (workspace_id, import_id) REFERENCES contact_imports (workspace_id, id)
);
CREATE TABLE contact_import_faults (
    workspace_id uuid NOT NULL REFERENCES workspaces,
    import_id uuid NOT NULL,
    line bigint NOT NULL,
    field text NOT NULL,
    why text NOT NULL,
    PRIMARY KEY (workspace_id, import_id, line, field),
    FOREIGN KEY (workspace_id, import_id) REFERENCES contact_imports (workspace_id, id)
);

ALTER TABLE companies ENABLE ROW LEVEL SECURITY;
ALTER TABLE companies FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON companies USING (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid);
ALTER TABLE contact_words ENABLE ROW LEVEL SECURITY;
ALTER TABLE contact_words FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON contact_words USING (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid);
ALTER TABLE contact_attributes ENABLE ROW LEVEL SECURITY;
ALTER TABLE contact_attributes FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON contact_attributes USING (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid);
ALTER TABLE contact_values ENABLE ROW LEVEL SECURITY;
ALTER TABLE contact_values FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON contact_values USING (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid);
ALTER TABLE contact_notes ENABLE ROW LEVEL SECURITY;
ALTER TABLE contact_notes FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON contact_notes USING (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid);
ALTER TABLE contact_pages ENABLE ROW LEVEL SECURITY;
ALTER TABLE contact_pages FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON contact_pages USING (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid);
ALTER TABLE contact_merges ENABLE ROW LEVEL SECURITY;
ALTER TABLE contact_merges FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON contact_merges USING (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid);
ALTER TABLE contact_edits ENABLE ROW LEVEL SECURITY;
ALTER TABLE contact_edits FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON contact_edits USING (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid);
ALTER TABLE contact_edit_steps ENABLE ROW LEVEL SECURITY;
ALTER TABLE contact_edit_steps FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON contact_edit_steps USING (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid);
ALTER TABLE contact_imports ENABLE ROW LEVEL SECURITY;
ALTER TABLE contact_imports FORCE ROW LEVEL SECURITY;
-- Read across workspaces by the daily cleaning.
CREATE POLICY tenant ON contact_imports USING (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid OR current_setting('app.system', true) = 'on') WITH CHECK (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid);
ALTER TABLE contact_import_pieces ENABLE ROW LEVEL SECURITY;
ALTER TABLE contact_import_pieces FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON contact_import_pieces USING (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid);
ALTER TABLE contact_import_faults ENABLE ROW LEVEL SECURITY;
ALTER TABLE contact_import_faults FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON contact_import_faults USING (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid) WITH CHECK (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid);
-- Read across workspaces by whoever looks for contacts without words.
DROP POLICY tenant ON contacts;
CREATE POLICY tenant ON contacts USING (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid OR current_setting('app.system', true) = 'on') WITH CHECK (workspace_id = nullif(current_setting('app.workspace', true), '')::uuid);
