//! Notes on a contact: what colleagues tell each other of a customer, who never sees it. Whoever wrote one changes it;
//! taking it away may an admin too. Whoever took one away, or an admin, brings it back.

use antiphon_base::{Error, Result, Timestamp};
use antiphon_db::{FromRow, Tx};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::sql;
use crate::accounts::Principal;
use crate::actor::{Actor, Permission, PrincipalKind, Role};
use crate::ids::{NoteId, PrincipalId};
use crate::{Desk, accounts, audit, text};

/// Notes of one contact.
const NOTES: i64 = 200;

/// What a colleague noted.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Note {
    /// Its id.
    pub id: NoteId,
    /// Of whom; another contact than was asked for where that one was merged.
    pub contact_id: PrincipalId,
    /// Who noted it.
    pub author: Principal,
    /// The text.
    pub text: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When it was last changed.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub edited_at: Option<Timestamp>,
}

/// A note's text.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoteText {
    /// 1 to 10,000 characters.
    pub text: String,
}

#[derive(Clone, Debug, FromRow)]
pub(super) struct NoteRow {
    id: NoteId,
    contact_id: PrincipalId,
    author_id: PrincipalId,
    author_name: String,
    author_kind: PrincipalKind,
    body: String,
    created_at: Timestamp,
    edited_at: Option<Timestamp>,
    removed_by: Option<PrincipalId>,
}

impl From<NoteRow> for Note {
    fn from(row: NoteRow) -> Self {
        Self {
            id: row.id,
            contact_id: row.contact_id,
            author: Principal { id: row.author_id, name: row.author_name, kind: row.author_kind },
            text: row.body,
            created_at: row.created_at,
            edited_at: row.edited_at,
        }
    }
}

/// The notes on a contact and on those that were merged into it, newest first.
///
/// # Errors
/// `NotFound`.
pub async fn list_notes(desk: &Desk, actor: &Actor, contact: PrincipalId) -> Result<Vec<Note>> {
    actor.need(Permission::NotesWrite)?;
    desk.read(actor, async |tx| {
        sql::find(tx, actor.workspace, contact).await?.ok_or(Error::NotFound)?;
        let family = accounts::merged_principals(tx, actor.workspace, contact).await?;
        Ok(sql::notes(tx, actor.workspace, &family, NOTES).await?.into_iter().map(Note::from).collect())
    })
    .await
}

/// Notes something of a contact.
///
/// # Errors
/// `NotFound`, `Invalid` on `text`, `Conflict` when there are 200.
pub async fn add_note(desk: &Desk, actor: &Actor, contact: PrincipalId, new: NoteText) -> Result<Note> {
    actor.need(Permission::NotesWrite)?;
    let body = text::clean("text", &new.text, text::MESSAGE_CHARACTERS)?;
    let (id, now) = (NoteId::new(), desk.clock.now());
    desk.write(actor, async |work| {
        sql::find(work, actor.workspace, contact).await?.ok_or(Error::NotFound)?;
        check_fits(work, actor, contact).await?;
        sql::insert_note(work, actor.workspace, id, (contact, actor.principal), &body, now).await?;
        let after = json!({ "text": body });
        audit::record(work, desk, actor, "contact.noted", format!("contact:{contact}"), None, Some(after), None).await?;
        sql::note(work, actor.workspace, id).await?.map(Note::from).ok_or(Error::NotFound)
    })
    .await
}

/// Changes an own note.
///
/// # Errors
/// `NotFound`, `Forbidden` for another's, `Invalid` on `text`.
pub async fn edit_note(desk: &Desk, actor: &Actor, contact: PrincipalId, id: NoteId, new: NoteText) -> Result<Note> {
    actor.need(Permission::NotesWrite)?;
    let body = text::clean("text", &new.text, text::MESSAGE_CHARACTERS)?;
    desk.write(actor, async |work| {
        let before = find_note(work, actor, contact, id).await?;
        if before.author_id != actor.principal {
            return Err(Error::forbidden("Only who wrote a note changes it."));
        }
        if before.body != body {
            sql::update_note(work, actor.workspace, id, &body, desk.clock.now()).await?;
            let (was, is) = (json!({ "text": before.body }), json!({ "text": body }));
            let object = format!("contact_note:{id}");
            audit::record(work, desk, actor, "contact_note.changed", object, Some(was), Some(is), None).await?;
        }
        sql::note(work, actor.workspace, id).await?.map(Note::from).ok_or(Error::NotFound)
    })
    .await
}

/// Takes a note away, shown to nobody from then on: one's own, or any as an admin.
///
/// # Errors
/// `NotFound`, `Forbidden` for another's.
pub async fn delete_note(desk: &Desk, actor: &Actor, contact: PrincipalId, id: NoteId) -> Result<()> {
    actor.need(Permission::NotesWrite)?;
    desk.write(actor, async |work| {
        let before = find_note(work, actor, contact, id).await?;
        if before.author_id != actor.principal && actor.role != Some(Role::Admin) {
            return Err(Error::forbidden("Only who wrote a note takes it away, or an admin."));
        }
        sql::set_note_removed(work, actor.workspace, id, Some((actor.principal, desk.clock.now()))).await?;
        let was = json!({ "text": before.body });
        audit::record(work, desk, actor, "contact_note.removed", format!("contact_note:{id}"), Some(was), None, None).await
    })
    .await
}

/// Brings a note back: one that one took away oneself, or any as an admin. A repeat changes nothing.
///
/// # Errors
/// `NotFound`, also where another took it away, `Conflict` when there are 200.
pub async fn restore_note(desk: &Desk, actor: &Actor, contact: PrincipalId, id: NoteId) -> Result<Note> {
    actor.need(Permission::NotesWrite)?;
    desk.write(actor, async |work| {
        let note = find_any(work, actor, contact, id).await?;
        let Some(by) = note.removed_by else { return Ok(note.into()) };
        if by != actor.principal && actor.role != Some(Role::Admin) {
            return Err(Error::NotFound);
        }
        check_fits(work, actor, note.contact_id).await?;
        sql::set_note_removed(work, actor.workspace, id, None).await?;
        let (object, is) = (format!("contact_note:{id}"), json!({ "text": note.body }));
        audit::record(work, desk, actor, "contact_note.restored", object, None, Some(is), None).await?;
        Ok(note.into())
    })
    .await
}

/// Whether there may be one more.
async fn check_fits(tx: &mut Tx, actor: &Actor, contact: PrincipalId) -> Result<()> {
    if sql::count_notes(tx, actor.workspace, contact).await? < NOTES {
        return Ok(());
    }
    Err(Error::conflict("too_many", "A contact has at most 200 notes; take one away first."))
}

/// A note on this contact, or on one that was merged into it.
async fn find_note(tx: &mut Tx, actor: &Actor, contact: PrincipalId, id: NoteId) -> Result<NoteRow> {
    let note = find_any(tx, actor, contact, id).await?;
    if note.removed_by.is_none() { Ok(note) } else { Err(Error::NotFound) }
}

/// The same, deleted or not.
async fn find_any(tx: &mut Tx, actor: &Actor, contact: PrincipalId, id: NoteId) -> Result<NoteRow> {
    let note = sql::note(tx, actor.workspace, id).await?.ok_or(Error::NotFound)?;
    let family = accounts::merged_principals(tx, actor.workspace, contact).await?;
    if family.contains(&note.contact_id) { Ok(note) } else { Err(Error::NotFound) }
}
