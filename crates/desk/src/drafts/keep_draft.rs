//! Keeps what a person has begun to write, and finds it again. The newest one counts, whichever device it came from.

use antiphon_base::{Error, Result};

use super::model::{DRAFT_CHARACTERS, Draft, Drafts, NewDraft};
use super::sql;
use crate::actor::{Actor, Permission, PrincipalKind};
use crate::conversations::{self, MessageKind};
use crate::ids::ConversationId;
use crate::{Desk, text};

/// Keeps a draft, or takes it away where its text is empty. Answers what is kept then.
///
/// # Errors
/// `NotFound` where the actor does not see the conversation, `Forbidden` for notes without the right and for whoever is
/// no person, `Invalid` on `text`.
pub async fn keep_draft(desk: &Desk, actor: &Actor, id: ConversationId, new: NewDraft) -> Result<Drafts> {
    conversations::view(desk, actor, id).await?;
    check_person(actor)?;
    if new.kind == MessageKind::Note {
        actor.need(Permission::NotesWrite)?;
    }
    let kept = text::clean_optional("text", Some(&new.text), DRAFT_CHARACTERS)?;
    let now = desk.clock.now();
    desk.write(actor, async |work| {
        match &kept {
            Some(text) => sql::put(work, actor.workspace, actor.principal, id, new.kind, text, now).await?,
            None => sql::remove(work, actor.workspace, actor.principal, id, new.kind).await?,
        }
        found(work, actor, id).await
    })
    .await
}

/// What the actor has begun to write in a conversation.
///
/// # Errors
/// `NotFound` where the actor does not see the conversation, `Forbidden` for whoever is no person.
pub async fn find_drafts(desk: &Desk, actor: &Actor, id: ConversationId) -> Result<Drafts> {
    conversations::view(desk, actor, id).await?;
    check_person(actor)?;
    desk.read(actor, async |tx| found(tx, actor, id).await).await
}

async fn found(tx: &mut antiphon_db::Tx, actor: &Actor, id: ConversationId) -> Result<Drafts> {
    let mut drafts = Drafts::default();
    for row in sql::find(tx, actor.workspace, actor.principal, id).await? {
        let draft = Some(Draft { text: row.text, updated_at: row.updated_at });
        match row.kind.as_str() {
            "note" => drafts.note = draft,
            _ => drafts.message = draft,
        }
    }
    Ok(drafts)
}

/// Keys and visitors keep what they write themselves.
fn check_person(actor: &Actor) -> Result<()> {
    if actor.kind == PrincipalKind::Person { Ok(()) } else { Err(Error::forbidden("Only people have drafts.")) }
}
