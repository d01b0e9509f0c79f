-- Numbers are found however they are written: contacts that have one get their words anew, by the job contacts.index.

-- The one who migrates is no workspace's; a moment without FORCE lets the owner of the tables see all rows.
ALTER TABLE principals NO FORCE ROW LEVEL SECURITY;
ALTER TABLE contacts NO FORCE ROW LEVEL SECURITY;
UPDATE contacts SET is_indexed = false WHERE phone IS NOT NULL
    OR EXISTS (SELECT 1 FROM principals p WHERE p.workspace_id = contacts.workspace_id AND p.id = contacts.id
        AND p.external_id IS NOT NULL);
ALTER TABLE contacts FORCE ROW LEVEL SECURITY;
ALTER TABLE principals FORCE ROW LEVEL SECURITY;
