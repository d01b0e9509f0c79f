//! The questions about contacts and what belongs to them.

use std::collections::BTreeSet;

use antiphon_base::{Result, Timestamp};
use antiphon_db::{Dialect, Json, Pieces, Tx, Value};
use uuid::Uuid;

use super::attributes::{Attribute, AttributeRow, AttributeType, Checked};
use super::companies::CompanyRow;
use super::edit_contacts::{Edit, EditChange, EditState, EditTask};
use super::list_contacts::{ContactFilter, Place, Seek};
use super::model::ContactRow;
use super::notes::NoteRow;
use super::pages::VisitRow;
use super::take_back::Trace;
use crate::accounts::Principal;
use crate::actor::PrincipalKind;
use crate::ids::{AttributeId, CompanyId, EditId, FileId, NoteId, PrincipalId, WorkspaceId};

/// A contact with all that a list row shows, but the values of its attributes; `place` is where a list has it.
macro_rules! contacts {
    ($tail:literal) => {
        concat!(
            "SELECT c.id, p.name, c.email, c.phone, c.company_id, o.name AS company_name, c.avatar_id,
                    c.verified_at IS NOT NULL AS verified, p.blocked_at IS NOT NULL AS blocked, c.removed_at, p.merged_into,
                    p.external_id, c.first_seen_at, c.last_seen_at, c.never_seen, ",
            $tail
        )
    };
}

pub(super) async fn find(tx: &mut Tx, workspace: WorkspaceId, id: PrincipalId) -> Result<Option<ContactRow>> {
    Ok(tx
        .query(contacts!(
            "'' AS place FROM contacts c JOIN principals p ON p.workspace_id = c.workspace_id AND p.id = c.id
             LEFT JOIN companies o ON o.workspace_id = c.workspace_id AND o.id = c.company_id
             WHERE c.workspace_id = $1 AND c.id = $2"
        ))
        .bind(workspace)
        .bind(id)
        .optional()
        .await?)
}

/// What a list of contacts is narrowed by, looked at.
#[derive(Clone, Debug, Default)]
pub(super) struct Narrowed {
    /// Beginnings of words; the first one leads.
    pub(super) words: Vec<String>,
    pub(super) verified: Option<bool>,
    pub(super) blocked: Option<bool>,
    pub(super) removed: bool,
    pub(super) company: Option<CompanyId>,
    /// An attribute, the value's key, and whether few contacts have it.
    pub(super) attribute: Option<(AttributeId, String, bool)>,
    pub(super) first_seen: (Option<Timestamp>, Option<Timestamp>),
    pub(super) last_seen: (Option<Timestamp>, Option<Timestamp>),
}

/// Behind every word that begins so.
fn end_of(prefix: &str) -> String {
    format!("{prefix}\u{10FFFF}")
}

/// A page of contacts, from wherever the last one ended. Each order has its index, and each narrowing that leaves few of
/// many too; a row costs the same however many there are.
pub(super) async fn list(tx: &mut Tx, ws: WorkspaceId, narrowed: &Narrowed, seek: &Seek, limit: i64) -> Result<Vec<ContactRow>> {
    let mut ask = Pieces::default();
    let (word, id) = (|text: &String| Value::Text(text.clone()), |id: PrincipalId| Value::Id(id.0));
    match narrowed.words.split_first() {
        // The table on the left leads: it alone is in the order of the list. Of the words of one contact the first one that
        // fits counts, so that each is there once.
        Some((first, others)) => {
            let (from, to) = (Value::Text(first.clone()), Value::Text(end_of(first)));
            ask.add(
                contacts!(
                    "w.word AS place FROM contact_words w CROSS JOIN contacts c CROSS JOIN principals p
                     LEFT JOIN companies o ON o.workspace_id = c.workspace_id AND o.id = c.company_id
                     WHERE w.workspace_id = $? AND w.word >= $? AND w.word < $?
                     AND c.workspace_id = w.workspace_id AND c.id = w.contact_id
                     AND p.workspace_id = c.workspace_id AND p.id = c.id
                     AND NOT EXISTS (SELECT 1 FROM contact_words v WHERE v.workspace_id = w.workspace_id
                         AND v.contact_id = w.contact_id AND v.word >= $? AND v.word < w.word)"
                ),
                [Value::Id(ws.0), from, to, word(first)],
            );
            add_words_besides(&mut ask, others);
        }
        None => ask.add(
            contacts!(
                "c.name_key AS place FROM contacts c CROSS JOIN principals p
                 LEFT JOIN companies o ON o.workspace_id = c.workspace_id AND o.id = c.company_id
                 WHERE c.workspace_id = $? AND p.workspace_id = c.workspace_id AND p.id = c.id"
            ),
            [Value::Id(ws.0)],
        ),
    }
    ask.add(" AND p.merged_into IS NULL", []);
    ask.add(if narrowed.removed { " AND c.removed_at IS NOT NULL" } else { " AND c.removed_at IS NULL" }, []);
    match narrowed.verified {
        Some(true) => ask.add(" AND c.verified_at IS NOT NULL", []),
        Some(false) => ask.add(" AND c.verified_at IS NULL", []),
        None => {}
    }
    match narrowed.blocked {
        Some(true) => ask.add(
            " AND c.id IN (SELECT id FROM principals WHERE workspace_id = $? AND blocked_at IS NOT NULL)",
            [Value::Id(ws.0)],
        ),
        Some(false) => ask.add(" AND p.blocked_at IS NULL", []),
        None => {}
    }
    if let Some(company) = narrowed.company {
        ask.add(" AND c.company_id = $?", [Value::Id(company.0)]);
    }
    match &narrowed.attribute {
        Some((attribute, value, true)) => ask.add(
            " AND c.id IN (SELECT contact_id FROM contact_values WHERE workspace_id = $? AND attribute_id = $? AND value_key = $?)",
            [Value::Id(ws.0), Value::Id(attribute.0), word(value)],
        ),
        Some((attribute, value, false)) => ask.add(
            " AND EXISTS (SELECT 1 FROM contact_values v WHERE v.workspace_id = c.workspace_id AND v.contact_id = c.id
                 AND v.attribute_id = $? AND v.value_key = $?)",
            [Value::Id(attribute.0), word(value)],
        ),
        None => {}
    }
    for (text, time) in [
        (" AND c.first_seen_at >= $?", narrowed.first_seen.0),
        (" AND c.first_seen_at < $?", narrowed.first_seen.1),
        (" AND c.last_seen_at >= $?", narrowed.last_seen.0),
        (" AND c.last_seen_at < $?", narrowed.last_seen.1),
    ] {
        if let Some(time) = time {
            ask.add(text, [Value::Time(time)]);
        }
    }
    if (narrowed.last_seen.0.is_some()) || narrowed.last_seen.1.is_some() {
        ask.add(" AND NOT c.never_seen", []);
    }
    match seek {
        Seek::Word(after) => {
            if let Some(Place { key, id: at }) = after {
                ask.add(" AND (w.word, w.contact_id) > ($?, $?)", [word(key), id(*at)]);
            }
            ask.add(" ORDER BY w.word, w.contact_id LIMIT $?", [Value::Number(limit)]);
        }
        Seek::Name(after) => {
            if let Some(Place { key, id: at }) = after {
                ask.add(" AND (c.name_key, c.id) > ($?, $?)", [word(key), id(*at)]);
            }
            ask.add(" ORDER BY c.name_key, c.id LIMIT $?", [Value::Number(limit)]);
        }
        Seek::LastSeen(after) => {
            if let Some((time, at)) = after {
                ask.add(" AND (c.last_seen_at, c.id) < ($?, $?)", [Value::Time(*time), id(*at)]);
            }
            ask.add(" ORDER BY c.last_seen_at DESC, c.id DESC LIMIT $?", [Value::Number(limit)]);
        }
        Seek::Created(after) => {
            if let Some((time, at)) = after {
                ask.add(" AND (c.first_seen_at, c.id) < ($?, $?)", [Value::Time(*time), id(*at)]);
            }
            ask.add(" ORDER BY c.first_seen_at DESC, c.id DESC LIMIT $?", [Value::Number(limit)]);
        }
        Seek::Id(after) => {
            if let Some(at) = after {
                ask.add(" AND c.id > $?", [id(*at)]);
            }
            ask.add(" ORDER BY c.id LIMIT $?", [Value::Number(limit)]);
        }
    }
    Ok(ask.ask(tx).all().await?)
}

/// Contacts that have words with these beginnings, so many at most; some more than once.
///
/// # Errors
/// When storage cannot be read.
pub async fn contacts_by_words(tx: &mut Tx, ws: WorkspaceId, words: &[String], limit: i64) -> Result<Vec<PrincipalId>> {
    let Some((first, others)) = words.split_first() else { return Ok(Vec::new()) };
    let mut ask = Pieces::default();
    ask.add(
        "SELECT w.contact_id FROM contact_words w WHERE w.workspace_id = $? AND w.word >= $? AND w.word < $?",
        [Value::Id(ws.0), Value::Text(first.clone()), Value::Text(end_of(first))],
    );
    add_words_besides(&mut ask, others);
    ask.add(" LIMIT $?", [Value::Number(limit)]);
    let rows: Vec<(PrincipalId,)> = ask.ask(tx).all().await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Adds that whoever has the word `w` has words that begin so, too.
fn add_words_besides(ask: &mut Pieces, words: &[String]) {
    for word in words {
        ask.add(
            " AND EXISTS (SELECT 1 FROM contact_words v WHERE v.workspace_id = w.workspace_id
                 AND v.contact_id = w.contact_id AND v.word >= $? AND v.word < $?)",
            [Value::Text(word.clone()), Value::Text(end_of(word))],
        );
    }
}

/// Adds, to a question of participants `p`, a condition: that one is a contact with words that begin so.
pub fn add_has_words(ask: &mut Pieces, words: &[String]) {
    ask.add("EXISTS (SELECT 1 FROM contact_words w WHERE w.workspace_id = p.workspace_id AND w.contact_id = p.principal_id", []);
    if let Some((first, others)) = words.split_first() {
        ask.add(" AND w.word >= $? AND w.word < $?", [Value::Text(first.clone()), Value::Text(end_of(first))]);
        add_words_besides(ask, others);
    }
    ask.add(")", []);
}

/// Whether so few contacts have a value that they are found first and put into order then.
pub(super) async fn is_rare(tx: &mut Tx, ws: WorkspaceId, attribute: AttributeId, key: &str) -> Result<bool> {
    let count: i64 = tx
        .query(
            "SELECT count(*) FROM (SELECT 1 FROM contact_values
             WHERE workspace_id = $1 AND attribute_id = $2 AND value_key = $3 LIMIT 2000) few",
        )
        .bind(ws)
        .bind(attribute)
        .bind(key.to_owned())
        .value()
        .await?;
    Ok(count < 2_000)
}

/// The values of some contacts: whose, of which attribute, of what type.
pub(super) async fn values_of(
    tx: &mut Tx,
    ws: WorkspaceId,
    contacts: impl Iterator<Item = PrincipalId>,
) -> Result<Vec<(PrincipalId, String, AttributeType, String)>> {
    let mut ask = Pieces::default();
    ask.add(
        "SELECT v.contact_id, a.key, a.type, v.value FROM contact_values v
         JOIN contact_attributes a ON a.workspace_id = v.workspace_id AND a.id = v.attribute_id AND a.removed_at IS NULL
         WHERE v.workspace_id = $? AND v.contact_id IN (NULL",
        [Value::Id(ws.0)],
    );
    let mut is_empty = true;
    for contact in contacts {
        ask.add(", $?", [Value::Id(contact.0)]);
        is_empty = false;
    }
    if is_empty {
        return Ok(Vec::new());
    }
    ask.add(")", []);
    Ok(ask.ask(tx).all().await?)
}

/// Stores what is known of a customer whose principal stands already; no when it stood before.
pub(super) async fn insert(
    tx: &mut Tx,
    workspace: WorkspaceId,
    id: PrincipalId,
    email: Option<(&str, &str)>,
    now: Timestamp,
) -> Result<bool> {
    let rows = tx
        .query(
            "INSERT INTO contacts (workspace_id, id, email, email_folded, first_seen_at, last_seen_at)
             VALUES ($1, $2, $3, $4, $5, $5) ON CONFLICT (workspace_id, id) DO NOTHING",
        )
        .bind(workspace)
        .bind(id)
        .bind(email.map(|(email, _)| email.to_owned()))
        .bind(email.map(|(_, folded)| folded.to_owned()))
        .bind(now)
        .run()
        .await?;
    Ok(rows == 1)
}

/// Holds a contact until the change is committed: whoever changes it at the same time waits here, and reads what came of
/// it. Comes before anything of the contact is read.
pub(super) async fn hold(tx: &mut Tx, ws: WorkspaceId, id: PrincipalId) -> Result<()> {
    tx.query("UPDATE contacts SET never_seen = never_seen WHERE workspace_id = $1 AND id = $2").bind(ws).bind(id).run().await?;
    Ok(())
}

/// Notes that a contact is here.
///
/// # Errors
/// When storage refuses.
pub async fn touch(tx: &mut Tx, workspace: WorkspaceId, id: PrincipalId, now: Timestamp) -> Result<()> {
    tx.query("UPDATE contacts SET last_seen_at = $3, never_seen = FALSE WHERE workspace_id = $1 AND id = $2")
        .bind(workspace)
        .bind(id)
        .bind(now)
        .run()
        .await?;
    Ok(())
}

/// Stores a contact that was not here themselves; its words follow in the same change.
pub(super) async fn insert_known(
    tx: &mut Tx,
    ws: WorkspaceId,
    id: PrincipalId,
    (email, phone, company): (Option<&str>, Option<&str>, Option<CompanyId>),
    now: Timestamp,
) -> Result<()> {
    tx.query(
        "INSERT INTO contacts (workspace_id, id, email, email_folded, phone, company_id, never_seen, is_indexed, first_seen_at,
             last_seen_at)
         VALUES ($1, $2, $3, $4, $5, $6, TRUE, TRUE, $7, $7)",
    )
    .bind(ws)
    .bind(id)
    .bind(email.map(str::to_owned))
    .bind(email.map(crate::text::fold))
    .bind(phone.map(str::to_owned))
    .bind(company)
    .bind(now)
    .run()
    .await?;
    Ok(())
}

pub(super) async fn set_details(
    tx: &mut Tx,
    workspace: WorkspaceId,
    id: PrincipalId,
    email: Option<String>,
    phone: Option<String>,
    company: Option<CompanyId>,
) -> Result<()> {
    tx.query(
        "UPDATE contacts SET email = $3, email_folded = $4, phone = $5, company_id = $6 WHERE workspace_id = $1 AND id = $2",
    )
    .bind(workspace)
    .bind(id)
    .bind(email.clone())
    .bind(email.as_deref().map(crate::text::fold))
    .bind(phone)
    .bind(company)
    .run()
    .await?;
    Ok(())
}

/// Sets the picture, or takes it away.
pub(super) async fn set_avatar(tx: &mut Tx, workspace: WorkspaceId, id: PrincipalId, avatar: Option<FileId>) -> Result<()> {
    tx.query("UPDATE contacts SET avatar_id = $3 WHERE workspace_id = $1 AND id = $2")
        .bind(workspace)
        .bind(id)
        .bind(avatar)
        .run()
        .await?;
    Ok(())
}

pub(super) async fn set_verified(tx: &mut Tx, workspace: WorkspaceId, id: PrincipalId, now: Timestamp) -> Result<()> {
    tx.query("UPDATE contacts SET verified_at = coalesce(verified_at, $3) WHERE workspace_id = $1 AND id = $2")
        .bind(workspace)
        .bind(id)
        .bind(now)
        .run()
        .await?;
    Ok(())
}

/// The external ids of these contacts.
pub(super) async fn external_ids(tx: &mut Tx, workspace: WorkspaceId, ids: &[PrincipalId]) -> Result<Vec<String>> {
    let values: Vec<_> = std::iter::once(workspace.0).chain(ids.iter().map(|id| id.0)).collect();
    let rows: Vec<(String,)> = tx
        .query_list("SELECT external_id FROM principals WHERE external_id IS NOT NULL AND workspace_id = $1 AND id", &values, "")
        .all()
        .await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// Contacts with this address and whether each is deleted, merged ones left out and deleted ones last; two are enough to
/// know that it is not one.
pub(super) async fn by_email(tx: &mut Tx, workspace: WorkspaceId, folded: &str) -> Result<Vec<(PrincipalId, bool)>> {
    Ok(tx
        .query(
            "SELECT c.id, c.removed_at IS NOT NULL FROM contacts c
             JOIN principals p ON p.workspace_id = c.workspace_id AND p.id = c.id
             WHERE c.workspace_id = $1 AND c.email_folded = $2 AND p.merged_into IS NULL
             ORDER BY c.removed_at IS NOT NULL, c.id LIMIT 2",
        )
        .bind(workspace)
        .bind(folded.to_owned())
        .all()
        .await?)
}

/// Deletes a contact, or brings it back; no when it was so before.
pub(super) async fn set_removed(tx: &mut Tx, ws: WorkspaceId, id: PrincipalId, at: Option<Timestamp>) -> Result<bool> {
    let rows = tx
        .query("UPDATE contacts SET removed_at = $3 WHERE workspace_id = $1 AND id = $2 AND (removed_at IS NULL) <> ($4 = 'no')")
        .bind(ws)
        .bind(id)
        .bind(at)
        .bind(if at.is_some() { "yes" } else { "no" })
        .run()
        .await?;
    Ok(rows == 1)
}

/// Whether a customer is blocked by now, whatever was known when they came in, and whether they are deleted.
pub(super) async fn standing(tx: &mut Tx, ws: WorkspaceId, id: PrincipalId) -> Result<(bool, bool)> {
    let row: Option<(bool, bool)> = tx
        .query(
            "SELECT p.blocked_at IS NOT NULL, c.removed_at IS NOT NULL FROM principals p
             LEFT JOIN contacts c ON c.workspace_id = p.workspace_id AND c.id = p.id WHERE p.workspace_id = $1 AND p.id = $2",
        )
        .bind(ws)
        .bind(id)
        .optional()
        .await?;
    Ok(row.unwrap_or_default())
}

// --- words

/// Says that a contact's words are those of what it is now. Comes before it is read: whoever renames it meanwhile waits,
/// and says after this change that its words are old.
pub(super) async fn set_indexed(tx: &mut Tx, ws: WorkspaceId, id: PrincipalId) -> Result<()> {
    tx.query("UPDATE contacts SET is_indexed = TRUE WHERE workspace_id = $1 AND id = $2").bind(ws).bind(id).run().await?;
    Ok(())
}

/// Puts these words in the place of a contact's earlier ones.
pub(super) async fn replace_words(tx: &mut Tx, ws: WorkspaceId, id: PrincipalId, words: &BTreeSet<String>) -> Result<()> {
    tx.query("DELETE FROM contact_words WHERE workspace_id = $1 AND contact_id = $2").bind(ws).bind(id).run().await?;
    insert_words(tx, ws, id, words).await
}

pub(super) async fn insert_words(tx: &mut Tx, ws: WorkspaceId, id: PrincipalId, words: &BTreeSet<String>) -> Result<()> {
    let mut ask = Pieces::default();
    for (n, word) in words.iter().enumerate() {
        let text = if n == 0 {
            "INSERT INTO contact_words (workspace_id, contact_id, word) VALUES ($?, $?, $?)"
        } else {
            ", ($?, $?, $?)"
        };
        ask.add(text, [Value::Id(ws.0), Value::Id(id.0), Value::Text(word.clone())]);
    }
    if !words.is_empty() {
        ask.ask(tx).run().await?;
    }
    Ok(())
}

/// Contacts whose words are older than they are (system).
pub(super) async fn without_words(tx: &mut Tx, most: i64) -> Result<Vec<(WorkspaceId, PrincipalId)>> {
    Ok(tx
        .query("SELECT workspace_id, id FROM contacts WHERE NOT is_indexed ORDER BY workspace_id, id LIMIT $1")
        .bind(most)
        .all()
        .await?)
}

// --- companies

pub(super) async fn companies(tx: &mut Tx, ws: WorkspaceId, prefix: &str, after: &str, limit: i64) -> Result<Vec<CompanyRow>> {
    Ok(tx
        .query(
            "SELECT id, name, name_key, domain, created_at FROM companies
             WHERE workspace_id = $1 AND name_key >= $2 AND name_key < $3 AND name_key > $4 ORDER BY name_key LIMIT $5",
        )
        .bind(ws)
        .bind(prefix.to_owned())
        .bind(end_of(prefix))
        .bind(after.to_owned())
        .bind(limit)
        .all()
        .await?)
}

pub(super) async fn company(tx: &mut Tx, ws: WorkspaceId, id: CompanyId) -> Result<Option<CompanyRow>> {
    Ok(tx
        .query("SELECT id, name, name_key, domain, created_at FROM companies WHERE workspace_id = $1 AND id = $2")
        .bind(ws)
        .bind(id)
        .optional()
        .await?)
}

pub(super) async fn company_exists(tx: &mut Tx, ws: WorkspaceId, id: CompanyId) -> Result<bool> {
    Ok(company(tx, ws, id).await?.is_some())
}

/// A company of this name, or of this domain.
pub(super) async fn company_like(tx: &mut Tx, ws: WorkspaceId, key: &str, domain: Option<&str>) -> Result<Vec<CompanyRow>> {
    Ok(tx
        .query(
            "SELECT id, name, name_key, domain, created_at FROM companies WHERE workspace_id = $1 AND name_key = $2
             UNION SELECT id, name, name_key, domain, created_at FROM companies WHERE workspace_id = $1 AND domain = $3",
        )
        .bind(ws)
        .bind(key.to_owned())
        .bind(domain.map(str::to_owned))
        .all()
        .await?)
}

pub(super) async fn insert_company(tx: &mut Tx, ws: WorkspaceId, row: &CompanyRow) -> Result<()> {
    tx.query("INSERT INTO companies (workspace_id, id, name, name_key, domain, created_at) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(ws)
        .bind(row.id)
        .bind(row.name.clone())
        .bind(row.name_key.clone())
        .bind(row.domain.clone())
        .bind(row.created_at)
        .run()
        .await?;
    Ok(())
}

pub(super) async fn update_company(tx: &mut Tx, ws: WorkspaceId, row: &CompanyRow) -> Result<()> {
    tx.query("UPDATE companies SET name = $3, name_key = $4, domain = $5 WHERE workspace_id = $1 AND id = $2")
        .bind(ws)
        .bind(row.id)
        .bind(row.name.clone())
        .bind(row.name_key.clone())
        .bind(row.domain.clone())
        .run()
        .await?;
    // Its contacts are found by its name.
    tx.query("UPDATE contacts SET is_indexed = FALSE WHERE workspace_id = $1 AND company_id = $2")
        .bind(ws)
        .bind(row.id)
        .run()
        .await?;
    Ok(())
}

/// How many contacts belong to a company; those who were merged into another one belong where that one does.
pub(super) async fn count_company(tx: &mut Tx, ws: WorkspaceId, id: CompanyId) -> Result<i64> {
    Ok(tx
        .query(
            "SELECT count(*) FROM contacts c JOIN principals p ON p.workspace_id = c.workspace_id AND p.id = c.id
             WHERE c.workspace_id = $1 AND c.company_id = $2 AND p.merged_into IS NULL",
        )
        .bind(ws)
        .bind(id)
        .value()
        .await?)
}

pub(super) async fn delete_company(tx: &mut Tx, ws: WorkspaceId, id: CompanyId) -> Result<()> {
    tx.query("UPDATE contacts SET company_id = NULL, is_indexed = FALSE WHERE workspace_id = $1 AND company_id = $2")
        .bind(ws)
        .bind(id)
        .run()
        .await?;
    tx.query("DELETE FROM companies WHERE workspace_id = $1 AND id = $2").bind(ws).bind(id).run().await?;
    Ok(())
}

// --- attributes

macro_rules! attributes {
    ($tail:literal) => {
        concat!(
            "SELECT id, key, label, type, choices, created_at, removed_at FROM contact_attributes WHERE workspace_id = $1 AND ",
            $tail
        )
    };
}

pub(super) async fn attributes(tx: &mut Tx, ws: WorkspaceId) -> Result<Vec<Attribute>> {
    let rows: Vec<AttributeRow> = tx.query(attributes!("removed_at IS NULL ORDER BY created_at, id")).bind(ws).all().await?;
    Ok(rows.into_iter().map(Attribute::from).collect())
}

/// The last hundred that were deleted.
pub(super) async fn removed_attributes(tx: &mut Tx, ws: WorkspaceId) -> Result<Vec<Attribute>> {
    let rows: Vec<AttributeRow> =
        tx.query(attributes!("removed_at IS NOT NULL ORDER BY removed_at DESC, id DESC LIMIT 100")).bind(ws).all().await?;
    Ok(rows.into_iter().map(Attribute::from).collect())
}

/// One attribute, deleted or not.
pub(super) async fn attribute(tx: &mut Tx, ws: WorkspaceId, id: AttributeId) -> Result<Option<Attribute>> {
    let row: Option<AttributeRow> = tx.query(attributes!("id = $2")).bind(ws).bind(id).optional().await?;
    Ok(row.map(Attribute::from))
}

pub(super) async fn insert_attribute(tx: &mut Tx, ws: WorkspaceId, new: &Attribute) -> Result<()> {
    tx.query(
        "INSERT INTO contact_attributes (workspace_id, id, key, label, type, choices, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(ws)
    .bind(new.id)
    .bind(new.key.clone())
    .bind(new.label.clone())
    .bind(new.kind)
    .bind(Json(new.choices.clone()))
    .bind(new.created_at)
    .run()
    .await?;
    Ok(())
}

pub(super) async fn update_attribute(tx: &mut Tx, ws: WorkspaceId, attribute: &Attribute) -> Result<()> {
    tx.query("UPDATE contact_attributes SET label = $3, choices = $4 WHERE workspace_id = $1 AND id = $2")
        .bind(ws)
        .bind(attribute.id)
        .bind(attribute.label.clone())
        .bind(Json(attribute.choices.clone()))
        .run()
        .await?;
    Ok(())
}

pub(super) async fn set_attribute_removed(tx: &mut Tx, ws: WorkspaceId, id: AttributeId, at: Option<Timestamp>) -> Result<()> {
    tx.query("UPDATE contact_attributes SET removed_at = $3 WHERE workspace_id = $1 AND id = $2")
        .bind(ws)
        .bind(id)
        .bind(at)
        .run()
        .await?;
    Ok(())
}

pub(super) async fn set_value(
    tx: &mut Tx,
    ws: WorkspaceId,
    contact: PrincipalId,
    attribute: AttributeId,
    value: &str,
    key: &str,
) -> Result<()> {
    tx.query(
        "INSERT INTO contact_values (workspace_id, contact_id, attribute_id, value, value_key) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (workspace_id, contact_id, attribute_id) DO UPDATE SET value = $4, value_key = $5",
    )
    .bind(ws)
    .bind(contact)
    .bind(attribute)
    .bind(value.to_owned())
    .bind(key.to_owned())
    .run()
    .await?;
    Ok(())
}

/// Stores the values of a contact that has none yet.
pub(super) async fn insert_values(tx: &mut Tx, ws: WorkspaceId, contact: PrincipalId, values: &[Checked]) -> Result<()> {
    let mut ask = Pieces::default();
    for Checked { attribute, value } in values {
        let Some(stored) = value else { continue };
        let text = if ask.is_empty() {
            "INSERT INTO contact_values (workspace_id, contact_id, attribute_id, value, value_key) VALUES ($?, $?, $?, $?, $?)"
        } else {
            ", ($?, $?, $?, $?, $?)"
        };
        let (value, key) = (Value::Text(stored.value.clone()), Value::Text(stored.key.clone()));
        ask.add(text, [Value::Id(ws.0), Value::Id(contact.0), Value::Id(attribute.0), value, key]);
    }
    if !ask.is_empty() {
        ask.ask(tx).run().await?;
    }
    Ok(())
}

pub(super) async fn delete_value(tx: &mut Tx, ws: WorkspaceId, contact: PrincipalId, attribute: AttributeId) -> Result<()> {
    tx.query("DELETE FROM contact_values WHERE workspace_id = $1 AND contact_id = $2 AND attribute_id = $3")
        .bind(ws)
        .bind(contact)
        .bind(attribute)
        .run()
        .await?;
    Ok(())
}

// --- notes and pages, of a contact and of those that were merged into it

/// A list of principals behind `IN (`.
fn among(ask: &mut Pieces, contacts: &[PrincipalId]) {
    ask.add("NULL", []);
    for contact in contacts {
        ask.add(", $?", [Value::Id(contact.0)]);
    }
}

pub(super) async fn notes(tx: &mut Tx, ws: WorkspaceId, contacts: &[PrincipalId], limit: i64) -> Result<Vec<NoteRow>> {
    let mut ask = Pieces::default();
    ask.add(
        "SELECT n.id, n.contact_id, n.author_id, p.name AS author_name, p.kind AS author_kind, n.body, n.created_at, n.edited_at, n.removed_by
         FROM contact_notes n JOIN principals p ON p.workspace_id = n.workspace_id AND p.id = n.author_id
         WHERE n.workspace_id = $? AND n.removed_at IS NULL AND n.contact_id IN (",
        [Value::Id(ws.0)],
    );
    among(&mut ask, contacts);
    ask.add(") ORDER BY n.id DESC LIMIT $?", [Value::Number(limit)]);
    Ok(ask.ask(tx).all().await?)
}

/// One note, deleted or not.
pub(super) async fn note(tx: &mut Tx, ws: WorkspaceId, id: NoteId) -> Result<Option<NoteRow>> {
    Ok(tx
        .query(
            "SELECT n.id, n.contact_id, n.author_id, p.name AS author_name, p.kind AS author_kind, n.body, n.created_at, n.edited_at, n.removed_by
             FROM contact_notes n JOIN principals p ON p.workspace_id = n.workspace_id AND p.id = n.author_id
             WHERE n.workspace_id = $1 AND n.id = $2",
        )
        .bind(ws)
        .bind(id)
        .optional()
        .await?)
}

pub(super) async fn count_notes(tx: &mut Tx, ws: WorkspaceId, contact: PrincipalId) -> Result<i64> {
    Ok(tx
        .query("SELECT count(*) FROM contact_notes WHERE workspace_id = $1 AND contact_id = $2 AND removed_at IS NULL")
        .bind(ws)
        .bind(contact)
        .value()
        .await?)
}

pub(super) async fn insert_note(
    tx: &mut Tx,
    ws: WorkspaceId,
    id: NoteId,
    (contact, author): (PrincipalId, PrincipalId),
    body: &str,
    now: Timestamp,
) -> Result<()> {
    tx.query(
        "INSERT INTO contact_notes (workspace_id, id, contact_id, author_id, body, created_at) VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(ws)
    .bind(id)
    .bind(contact)
    .bind(author)
    .bind(body.to_owned())
    .bind(now)
    .run()
    .await?;
    Ok(())
}

pub(super) async fn update_note(tx: &mut Tx, ws: WorkspaceId, id: NoteId, body: &str, now: Timestamp) -> Result<()> {
    tx.query("UPDATE contact_notes SET body = $3, edited_at = $4 WHERE workspace_id = $1 AND id = $2")
        .bind(ws)
        .bind(id)
        .bind(body.to_owned())
        .bind(now)
        .run()
        .await?;
    Ok(())
}

/// Deletes a note, or brings it back.
pub(super) async fn set_note_removed(
    tx: &mut Tx,
    ws: WorkspaceId,
    id: NoteId,
    removed: Option<(PrincipalId, Timestamp)>,
) -> Result<()> {
    tx.query("UPDATE contact_notes SET removed_by = $3, removed_at = $4 WHERE workspace_id = $1 AND id = $2")
        .bind(ws)
        .bind(id)
        .bind(removed.map(|(by, _)| by))
        .bind(removed.map(|(_, at)| at))
        .run()
        .await?;
    Ok(())
}

pub(super) async fn pages(tx: &mut Tx, ws: WorkspaceId, contacts: &[PrincipalId], limit: i64) -> Result<Vec<VisitRow>> {
    let mut ask = Pieces::default();
    ask.add(
        "SELECT id, url, title, visited_at FROM contact_pages WHERE workspace_id = $? AND contact_id IN (",
        [Value::Id(ws.0)],
    );
    among(&mut ask, contacts);
    ask.add(") ORDER BY visited_at DESC, id DESC LIMIT $?", [Value::Number(limit)]);
    Ok(ask.ask(tx).all().await?)
}

/// Notes a page, or, when it is the one that the contact was on last, that they are on it still.
pub(super) async fn note_page(
    tx: &mut Tx,
    ws: WorkspaceId,
    contact: PrincipalId,
    (url, title): (&str, Option<&str>),
    now: Timestamp,
) -> Result<()> {
    let last: Option<(Uuid, String)> = tx
        .query("SELECT id, url FROM contact_pages WHERE workspace_id = $1 AND contact_id = $2 ORDER BY id DESC LIMIT 1")
        .bind(ws)
        .bind(contact)
        .optional()
        .await?;
    if let Some((id, _)) = last.filter(|(_, last)| last == url) {
        tx.query("UPDATE contact_pages SET visited_at = $3, title = $4 WHERE workspace_id = $1 AND id = $2")
            .bind(ws)
            .bind(id)
            .bind(now)
            .bind(title.map(str::to_owned))
            .run()
            .await?;
        return Ok(());
    }
    tx.query("INSERT INTO contact_pages (workspace_id, id, contact_id, url, title, visited_at) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(ws)
        .bind(antiphon_base::new_id())
        .bind(contact)
        .bind(url.to_owned())
        .bind(title.map(str::to_owned))
        .bind(now)
        .run()
        .await?;
    Ok(())
}

/// Forgets a contact's pages but the newest ones.
pub(super) async fn forget_pages(tx: &mut Tx, ws: WorkspaceId, contact: PrincipalId, kept: i64) -> Result<()> {
    tx.query(
        "DELETE FROM contact_pages WHERE workspace_id = $1 AND contact_id = $2 AND id <= (
             SELECT id FROM contact_pages WHERE workspace_id = $1 AND contact_id = $2 ORDER BY id DESC LIMIT 1 OFFSET $3)",
    )
    .bind(ws)
    .bind(contact)
    .bind(kept)
    .run()
    .await?;
    Ok(())
}

// --- edits of many

pub(super) async fn insert_edit(
    tx: &mut Tx,
    ws: WorkspaceId,
    id: EditId,
    made_by: PrincipalId,
    change: &EditChange,
    filter: Option<&ContactFilter>,
    now: Timestamp,
) -> Result<()> {
    tx.query(
        "INSERT INTO contact_edits (workspace_id, id, state, change, filter, matched, changed, made_by, created_at)
         VALUES ($1, $2, 'running', $3, $4, 0, 0, $5, $6)",
    )
    .bind(ws)
    .bind(id)
    .bind(Json(change.clone()))
    .bind(filter.cloned().map(Json))
    .bind(made_by)
    .bind(now)
    .run()
    .await?;
    Ok(())
}

pub(super) async fn edit(tx: &mut Tx, ws: WorkspaceId, id: EditId) -> Result<Option<Edit>> {
    Ok(tx
        .query(
            "SELECT id, state, matched, changed, created_at, finished_at FROM contact_edits WHERE workspace_id = $1 AND id = $2",
        )
        .bind(ws)
        .bind(id)
        .optional()
        .await?)
}

pub(super) async fn edit_task(tx: &mut Tx, ws: WorkspaceId, id: EditId) -> Result<Option<EditTask>> {
    Ok(tx
        .query(
            "SELECT state, change, filter, after_id, matched, changed, created_at FROM contact_edits WHERE workspace_id = $1 AND id = $2",
        )
        .bind(ws)
        .bind(id)
        .optional()
        .await?)
}

/// Holds an edit until the change is committed.
pub(super) async fn hold_edit(tx: &mut Tx, ws: WorkspaceId, id: EditId) -> Result<()> {
    tx.query("UPDATE contact_edits SET state = state WHERE workspace_id = $1 AND id = $2").bind(ws).bind(id).run().await?;
    Ok(())
}

/// Notes how far an edit has come: up to whom, and how many more it was about and changed.
pub(super) async fn advance_edit(
    tx: &mut Tx,
    ws: WorkspaceId,
    id: EditId,
    state: EditState,
    after: Option<PrincipalId>,
    (matched, changed): (i64, i64),
    finished_at: Option<Timestamp>,
) -> Result<()> {
    tx.query(
        "UPDATE contact_edits SET state = $3, after_id = $4, matched = matched + $5, changed = changed + $6, finished_at = $7
         WHERE workspace_id = $1 AND id = $2",
    )
    .bind(ws)
    .bind(id)
    .bind(state)
    .bind(after)
    .bind(matched)
    .bind(changed)
    .bind(finished_at)
    .run()
    .await?;
    Ok(())
}

pub(super) async fn end_edit(tx: &mut Tx, ws: WorkspaceId, id: EditId, state: EditState, now: Timestamp) -> Result<()> {
    tx.query("UPDATE contact_edits SET state = $3, finished_at = $4 WHERE workspace_id = $1 AND id = $2")
        .bind(ws)
        .bind(id)
        .bind(state)
        .bind(now)
        .run()
        .await?;
    Ok(())
}

pub(super) async fn insert_step(tx: &mut Tx, ws: WorkspaceId, id: EditId, n: i64, traces: &[Trace]) -> Result<()> {
    let traces = serde_json::to_value(traces).map_err(antiphon_base::Error::internal)?;
    tx.query("INSERT INTO contact_edit_steps (workspace_id, edit_id, n, before) VALUES ($1, $2, $3, $4)")
        .bind(ws)
        .bind(id)
        .bind(n)
        .bind(Json(traces))
        .run()
        .await?;
    Ok(())
}

pub(super) async fn first_step(tx: &mut Tx, ws: WorkspaceId, id: EditId) -> Result<Option<(i64, Vec<Trace>)>> {
    let row: Option<(i64, Json<Vec<Trace>>)> = tx
        .query("SELECT n, before FROM contact_edit_steps WHERE workspace_id = $1 AND edit_id = $2 ORDER BY n LIMIT 1")
        .bind(ws)
        .bind(id)
        .optional()
        .await?;
    Ok(row.map(|(n, before)| (n, before.0)))
}

pub(super) async fn forget_step(tx: &mut Tx, ws: WorkspaceId, id: EditId, n: i64) -> Result<()> {
    tx.query("DELETE FROM contact_edit_steps WHERE workspace_id = $1 AND edit_id = $2 AND n = $3")
        .bind(ws)
        .bind(id)
        .bind(n)
        .run()
        .await?;
    Ok(())
}

/// Whether somebody was merged into a contact since then, and still is.
pub(super) async fn was_merged_into(tx: &mut Tx, ws: WorkspaceId, id: PrincipalId, since: Timestamp) -> Result<bool> {
    let merges: i64 = tx
        .query(
            "SELECT count(*) FROM contact_merges
             WHERE workspace_id = $1 AND into_id = $2 AND merged_at >= $3 AND undone_at IS NULL",
        )
        .bind(ws)
        .bind(id)
        .bind(since)
        .value()
        .await?;
    Ok(merges > 0)
}

/// Whether somebody came to a site since then.
pub(super) async fn was_seen(tx: &mut Tx, ws: WorkspaceId, id: PrincipalId, since: Timestamp) -> Result<bool> {
    let seen: i64 = tx
        .query(
            "SELECT count(*) FROM contacts
             WHERE workspace_id = $1 AND id = $2 AND never_seen = FALSE AND last_seen_at >= $3",
        )
        .bind(ws)
        .bind(id)
        .bind(since)
        .value()
        .await?;
    Ok(seen > 0)
}

/// Sends an edit on its way back: without a filter it finds nobody any more.
pub(super) async fn turn_edit_back(tx: &mut Tx, ws: WorkspaceId, id: EditId) -> Result<()> {
    tx.query("UPDATE contact_edits SET state = 'running', filter = NULL, finished_at = NULL WHERE workspace_id = $1 AND id = $2")
        .bind(ws)
        .bind(id)
        .run()
        .await?;
    Ok(())
}

/// Forgets what old edits would need to be undone.
pub(super) async fn forget_edits(tx: &mut Tx, ws: WorkspaceId, before: Timestamp) -> Result<()> {
    tx.query(
        "DELETE FROM contact_edit_steps WHERE workspace_id = $1 AND edit_id IN (
             SELECT id FROM contact_edits WHERE workspace_id = $1 AND created_at < $2 AND state <> 'running')",
    )
    .bind(ws)
    .bind(before)
    .run()
    .await?;
    Ok(())
}

/// Whose pictures these files are.
pub async fn pictured_by(tx: &mut Tx, ws: WorkspaceId, files: &[FileId]) -> Result<Vec<(FileId, Principal)>> {
    let mut values = vec![ws.0];
    values.extend(files.iter().map(|file| file.0));
    let rows: Vec<(FileId, PrincipalId, String)> = tx
        .query_list(
            "SELECT c.avatar_id, p.id, p.name FROM contacts c JOIN principals p ON p.workspace_id = c.workspace_id AND p.id = c.id
             WHERE c.workspace_id = $1 AND c.avatar_id",
            &values,
            "",
        )
        .all()
        .await?;
    Ok(rows.into_iter().map(|(file, id, name)| (file, Principal { id, name, kind: PrincipalKind::Contact })).collect())
}
