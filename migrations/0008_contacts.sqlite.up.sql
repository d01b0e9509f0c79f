-- Contacts in full: companies, custom attributes, notes, pages visited, words to find them by, merges, edits of many
-- at once and imports.

-- A blocked customer reads on and writes no more.
ALTER TABLE principals ADD COLUMN blocked_at TEXT;
CREATE INDEX principals_blocked ON principals (workspace_id, id) WHERE blocked_at IS NOT NULL;
CREATE INDEX principals_merged ON principals (workspace_id, merged_into) WHERE merged_into IS NOT NULL;

CREATE TABLE companies (
    workspace_id BLOB NOT NULL REFERENCES workspaces,
    id BLOB NOT NULL,
    name TEXT NOT NULL,
    -- By which names count as the same, cut to what an index may hold.
    name_key TEXT NOT NULL,
    domain TEXT,
    created_at TEXT NOT NULL,
    PRIMARY KEY (workspace_id, id)
) STRICT;
CREATE UNIQUE INDEX companies_by_name ON companies (workspace_id, name_key);
CREATE UNIQUE INDEX companies_by_domain ON companies (workspace_id, domain) WHERE domain IS NOT NULL;

ALTER TABLE contacts ADD COLUMN phone TEXT;
ALTER TABLE contacts ADD COLUMN company_id BLOB;
ALTER TABLE contacts ADD COLUMN avatar_id BLOB;
-- Made by a colleague or an import, and not here themselves so far.
ALTER TABLE contacts ADD COLUMN never_seen INTEGER NOT NULL DEFAULT 0;
-- The beginning of the folded name, kept by triggers, for lists in the order of names.
ALTER TABLE contacts ADD COLUMN name_key TEXT NOT NULL DEFAULT '';
-- Whether contact_words is as new as the contact.
ALTER TABLE contacts ADD COLUMN is_indexed INTEGER NOT NULL DEFAULT 0;
UPDATE contacts SET name_key = (SELECT substr(p.name_folded, 1, 100) FROM principals p
    WHERE p.workspace_id = contacts.workspace_id AND p.id = contacts.id);
CREATE INDEX contacts_by_name ON contacts (workspace_id, name_key, id);
CREATE INDEX contacts_by_last_seen ON contacts (workspace_id, last_seen_at, id);
CREATE INDEX contacts_by_first_seen ON contacts (workspace_id, first_seen_at, id);
CREATE INDEX contacts_by_company ON contacts (workspace_id, company_id, name_key, id) WHERE company_id IS NOT NULL;
-- Verified ones may be few of many.
CREATE INDEX contacts_verified ON contacts (workspace_id, name_key, id) WHERE verified_at IS NOT NULL;
CREATE INDEX contacts_to_index ON contacts (workspace_id, id) WHERE NOT is_indexed;

CREATE TRIGGER contacts_named AFTER INSERT ON contacts BEGIN
    UPDATE contacts SET name_key = (SELECT substr(p.name_folded, 1, 100) FROM principals p
        WHERE p.workspace_id = NEW.workspace_id AND p.id = NEW.id)
    WHERE workspace_id = NEW.workspace_id AND id = NEW.id;
END;
CREATE TRIGGER contacts_renamed AFTER UPDATE OF name_folded ON principals BEGIN
    UPDATE contacts SET name_key = substr(NEW.name_folded, 1, 100), is_indexed = 0
    WHERE workspace_id = NEW.workspace_id AND id = NEW.id;
END;

-- The beginnings by which a contact is found: words of the name, parts of the address, the number, the company.
CREATE TABLE contact_words (
    workspace_id BLOB NOT NULL REFERENCES workspaces,
    contact_id BLOB NOT NULL,
    word TEXT NOT NULL,
    PRIMARY KEY (workspace_id, contact_id, word),
    FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id)
) STRICT;
CREATE INDEX contact_words_by_word ON contact_words (workspace_id, word, contact_id);

CREATE TABLE contact_attributes (
    workspace_id BLOB NOT NULL REFERENCES workspaces,
    id BLOB NOT NULL,
    key TEXT NOT NULL,
    label TEXT NOT NULL,
    type TEXT NOT NULL CHECK (type IN ('text', 'number', 'boolean', 'date', 'list', 'link')),
    choices TEXT CHECK (json_valid(choices)),
    created_at TEXT NOT NULL,
    PRIMARY KEY (workspace_id, id)
) STRICT;
CREATE UNIQUE INDEX contact_attributes_by_key ON contact_attributes (workspace_id, key);

CREATE TABLE contact_values (
    workspace_id BLOB NOT NULL REFERENCES workspaces,
    contact_id BLOB NOT NULL,
    attribute_id BLOB NOT NULL,
    value TEXT NOT NULL,
    -- By which values count as the same, cut to what an index may hold.
    value_key TEXT NOT NULL,
    PRIMARY KEY (workspace_id, contact_id, attribute_id),
    FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id),
    FOREIGN KEY (workspace_id, attribute_id) REFERENCES contact_attributes (workspace_id, id)
) STRICT;
CREATE INDEX contact_values_by_value ON contact_values (workspace_id, attribute_id, value_key, contact_id);

-- What colleagues note of a contact; customers never see it.
CREATE TABLE contact_notes (
    workspace_id BLOB NOT NULL REFERENCES workspaces,
    id BLOB NOT NULL,
    contact_id BLOB NOT NULL,
    author_id BLOB NOT NULL,
    body TEXT NOT NULL,
    created_at TEXT NOT NULL,
    edited_at TEXT,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id),
    FOREIGN KEY (workspace_id, author_id) REFERENCES principals (workspace_id, id)
) STRICT;
CREATE INDEX contact_notes_of ON contact_notes (workspace_id, contact_id, id);

-- The last pages that a contact was on.
CREATE TABLE contact_pages (
    workspace_id BLOB NOT NULL REFERENCES workspaces,
    id BLOB NOT NULL,
    contact_id BLOB NOT NULL,
    url TEXT NOT NULL,
    title TEXT,
    visited_at TEXT NOT NULL,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, contact_id) REFERENCES contacts (workspace_id, id)
) STRICT;
CREATE INDEX contact_pages_of ON contact_pages (workspace_id, contact_id, id);

-- Which contact was merged into which, with what undoing it needs.
CREATE TABLE contact_merges (
    workspace_id BLOB NOT NULL REFERENCES workspaces,
    id BLOB NOT NULL,
    into_id BLOB NOT NULL,
    from_id BLOB NOT NULL,
    filled TEXT CHECK (json_valid(filled)),
    moved INTEGER NOT NULL,
    merged_by BLOB NOT NULL,
    merged_at TEXT NOT NULL,
    undone_at TEXT,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, into_id) REFERENCES contacts (workspace_id, id),
    FOREIGN KEY (workspace_id, from_id) REFERENCES contacts (workspace_id, id)
) STRICT;
CREATE INDEX contact_merges_of ON contact_merges (workspace_id, into_id, id);

-- A change to many contacts at once, with what undoing it needs.
CREATE TABLE contact_edits (
    workspace_id BLOB NOT NULL REFERENCES workspaces,
    id BLOB NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('running', 'done', 'undone', 'failed')),
    change TEXT NOT NULL CHECK (json_valid(change)),
    filter TEXT CHECK (json_valid(filter)),
    -- Up to where a running one has come.
    after_id BLOB,
    matched INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    made_by BLOB NOT NULL,
    created_at TEXT NOT NULL,
    finished_at TEXT,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, made_by) REFERENCES principals (workspace_id, id)
) STRICT;
CREATE TABLE contact_edit_steps (
    workspace_id BLOB NOT NULL REFERENCES workspaces,
    edit_id BLOB NOT NULL,
    n INTEGER NOT NULL,
    before TEXT NOT NULL CHECK (json_valid(before)),
    PRIMARY KEY (workspace_id, edit_id, n),
    FOREIGN KEY (workspace_id, edit_id) REFERENCES contact_edits (workspace_id, id)
) STRICT;

-- A table of contacts that was sent in: first staged in pieces, then carried out piece by piece.
CREATE TABLE contact_imports (
    workspace_id BLOB NOT NULL REFERENCES workspaces,
    id BLOB NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('receiving', 'ready', 'running', 'done', 'cancelled')),
    name TEXT NOT NULL,
    headings TEXT NOT NULL CHECK (json_valid(headings)),
    plan TEXT CHECK (json_valid(plan)),
    lines INTEGER NOT NULL,
    pieces INTEGER NOT NULL,
    -- Pieces that are carried out, and what came of their lines.
    next_piece INTEGER NOT NULL,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    skipped INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    made_by BLOB NOT NULL,
    created_at TEXT NOT NULL,
    finished_at TEXT,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, made_by) REFERENCES principals (workspace_id, id)
) STRICT;
CREATE INDEX contact_imports_by_age ON contact_imports (created_at);
CREATE TABLE contact_import_pieces (
    workspace_id BLOB NOT NULL REFERENCES workspaces,
    import_id BLOB NOT NULL,
    n INTEGER NOT NULL,
    rows TEXT NOT NULL CHECK (json_valid(rows)),
    PRIMARY KEY (workspace_id, import_id, n),
    FOREIGN KEY (workspace_id, import_id) REFERENCES contact_imports (workspace_id, id)
) STRICT;
CREATE TABLE contact_import_faults (
    workspace_id BLOB NOT NULL REFERENCES workspaces,
    import_id BLOB NOT NULL,
    line INTEGER NOT NULL,
    field TEXT NOT NULL,
    why TEXT NOT NULL,
    PRIMARY KEY (workspace_id, import_id, line, field),
    FOREIGN KEY (workspace_id, import_id) REFERENCES contact_imports (workspace_id, id)
) STRICT;
