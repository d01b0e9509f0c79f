-- Numbers are found however they are written: contacts that have one get their words anew, by the job contacts.index.

UPDATE contacts SET is_indexed = 0 WHERE phone IS NOT NULL
    OR EXISTS (SELECT 1 FROM principals p WHERE p.workspace_id = contacts.workspace_id AND p.id = contacts.id
        AND p.external_id IS NOT NULL);
