//! Edits and takes back messages. Both append an event and change the message's row; earlier texts
//! stay in `message_versions`, for staff. A deleted text is gone from every later reading of the log, until somebody who
//! oversees the workspace brings the message back (`restore_message.rs`).

use antiphon_base::{Error, Result};
use serde::Deserialize;
use utoipa::ToSchema;

use super::append::{Happened, append_event, preview_of};
use super::links::links_in;
use super::mentions::find_mentioned;
use super::model::{EntryRow, EntryType, Kind, Mention, Message, MessageData, MessageVersion, check_led_here};
use super::oversee::note_change;
use super::search::index_words;
use super::sql;
use crate::actor::{Actor, Permission, Role};
use crate::ids::{ConversationId, MessageId, PrincipalId};
use crate::listeners::Event;
use crate::live::{Audience, View};
use crate::{Desk, Work, audit, files, text};
use antiphon_db::Tx;

/// A new text.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewText {
    /// 1 to 10,000 characters.
    text: String,
    /// People whom it calls by name now; left out, those whom it called before.
    #[serde(default)]
    mentions: Option<Vec<PrincipalId>>,
}

impl NewText {
    /// This text; whom it calls by name stays.
    pub fn of(text: String) -> Self {
        Self { text, mentions: None }
    }
}

/// Replaces the text of an own message; whoever oversees the workspace, that of another's.
///
/// # Errors
/// `NotFound` where it is not the actor's to see, `Forbidden` where it is another's,
/// `Conflict` when it was deleted, `Invalid` on `text`.
pub async fn edit_message(desk: &Desk, actor: &Actor, id: ConversationId, message: MessageId, edit: NewText) -> Result<Message> {
    actor.need(Permission::ConversationsWrite)?;
    let text = text::clean("text", &edit.text, text::MESSAGE_CHARACTERS)?;
    let now = desk.clock.now();
    desk.write(actor, async |work| {
        sql::lock(work, actor.workspace, id).await?;
        let (row, view) = find_changeable(work, actor, id, message).await?;
        if row.actor_id != actor.principal && !actor.oversees {
            return Err(Error::forbidden("Only whoever said it may change it."));
        }
        let before = row.message_body.as_deref().ok_or_else(deleted)?;
        let mut changed = row.message(id).ok_or(Error::NotFound)?;
        let mentions = match &edit.mentions {
            Some(ids) => find_mentioned(work, actor, id, changed.kind, "mentions", ids).await?,
            None => changed.mentions.clone(),
        };
        if before == text && mentions == changed.mentions {
            return Ok(changed.seen_after(view.from_seq));
        }
        if mentions != changed.mentions {
            call_others(work, actor, id, &changed, &mentions).await?;
            changed.mentions.clone_from(&mentions);
        }
        let links = links_in(&text);
        let mut data = MessageData { mentions, ..row.message_data() };
        data.previews.retain(|preview| links.contains(&preview.url));
        data.bare_links.retain(|link| links.contains(link));
        if data != row.message_data() {
            sql::replace_data(work, actor.workspace, id, message, data.stored()?).await?;
        }
        if data.without_preview(&links).next().is_some() {
            work.happened(Event::LinksSaid { conversation: id, message });
        }
        changed.previews = data.previews;
        sql::insert_version(work, actor.workspace, id, message, before, actor.principal, now).await?;
        sql::replace_body(work, actor.workspace, id, message, Some(&text), Some(now), None).await?;
        if row.actor_id != actor.principal {
            let values = (Some(serde_json::json!({ "text": before })), Some(serde_json::json!({ "text": text })));
            note_change(work, desk, actor, "message.edited", format!("message:{message}"), values).await?;
        }
        changed.text = Some(text.clone());
        changed.edited_at = Some(now);
        changed.revision += 1;
        sql::index_anew(work, actor.workspace, id, message, index_words(&text, id, row.actor_id)).await?;
        finish(work, actor, id, EntryType::MessageEdited, &changed, now).await?;
        Ok(changed.seen_after(view.from_seq))
    })
    .await
}

/// Takes a message back: whoever said it, or an admin. What it held is kept for a time, shown to nobody. A repeat answers
/// the same.
///
/// # Errors
/// `NotFound` where it is not the actor's to see, `Forbidden` where it is not theirs to take back.
pub async fn delete_message(desk: &Desk, actor: &Actor, id: ConversationId, message: MessageId) -> Result<Message> {
    actor.need(Permission::ConversationsWrite)?;
    let now = desk.clock.now();
    desk.write(actor, async |work| {
        sql::lock(work, actor.workspace, id).await?;
        let (row, view) = find_changeable(work, actor, id, message).await?;
        if row.actor_id != actor.principal && actor.role != Some(Role::Admin) && !actor.oversees {
            return Err(Error::forbidden("Only whoever said it, or an admin, may take it back."));
        }
        let mut changed = row.message(id).ok_or(Error::NotFound)?;
        let Some(before) = changed.text.take() else { return Ok(changed.seen_after(view.from_seq)) };
        call_others(work, actor, id, &changed, &[]).await?;
        sql::index_anew(work, actor.workspace, id, message, None).await?;
        let files = std::mem::take(&mut changed.attachments);
        (changed.mentions, changed.reactions, changed.previews) = (Vec::new(), Vec::new(), Vec::new());
        changed.pinned_at = None;
        for file in &files {
            files::withhold_file(work, actor, file.id, now).await?;
            sql::delete_message_file(work, actor.workspace, file.id).await?;
        }
        sql::insert_version(work, actor.workspace, id, message, &before, actor.principal, now).await?;
        sql::keep_removed(work, actor.workspace, id, message, now).await?;
        sql::replace_body(work, actor.workspace, id, message, None, None, Some(now)).await?;
        sql::discount_deleted(work, actor.workspace, id, row.seq, row.audience, row.actor_id).await?;
        changed.deleted_at = Some(now);
        changed.revision += 1;
        if row.actor_id != actor.principal {
            let (object, before) = (format!("message:{message}"), serde_json::json!({ "text": before }));
            audit::record(work, desk, actor, "message.deleted", object, Some(before), None, None).await?;
        }
        finish(work, actor, id, EntryType::MessageDeleted, &changed, now).await?;
        Ok(changed.seen_after(view.from_seq))
    })
    .await
}

/// Earlier texts of a message, oldest first.
///
/// # Errors
/// `NotFound` where it is not the actor's to see.
pub(super) async fn message_versions(
    desk: &Desk,
    actor: &Actor,
    id: ConversationId,
    message: MessageId,
) -> Result<Vec<MessageVersion>> {
    desk.read(actor, async |tx| {
        find_visible(tx, actor, id, message).await?;
        sql::versions(tx, actor.workspace, id, message).await
    })
    .await
}

/// Calls others by name than before.
pub(super) async fn call_others(
    work: &mut Work<'_>,
    actor: &Actor,
    id: ConversationId,
    before: &Message,
    now: &[Mention],
) -> Result<()> {
    for gone in before.mentions.iter().filter(|one| !now.contains(one)) {
        sql::remove_mention(work, actor.workspace, id, before.seq, gone.id).await?;
    }
    for new in now.iter().filter(|one| !before.mentions.contains(one) && one.id != before.sender.id) {
        sql::insert_mention(work, actor.workspace, id, before.seq, new.id, before.created_at).await?;
    }
    Ok(())
}

/// A message as it lies in the log, and how the actor sees that.
pub(super) async fn find_visible(tx: &mut Tx, actor: &Actor, id: ConversationId, message: MessageId) -> Result<(EntryRow, View)> {
    find_with_kind(tx, actor, id, message).await.map(|(row, view, _)| (row, view))
}

/// The same of one that may be changed: what an outside bot reported stays as it said it.
pub(super) async fn find_changeable(
    tx: &mut Tx,
    actor: &Actor,
    id: ConversationId,
    message: MessageId,
) -> Result<(EntryRow, View)> {
    let (row, view, kind) = find_with_kind(tx, actor, id, message).await?;
    check_led_here(kind, actor)?;
    Ok((row, view))
}

async fn find_with_kind(tx: &mut Tx, actor: &Actor, id: ConversationId, message: MessageId) -> Result<(EntryRow, View, Kind)> {
    let conversation = sql::find(tx, actor.workspace, actor.principal, id).await?;
    let conversation = conversation.filter(|row| row.is_visible_to(actor)).ok_or(Error::NotFound)?;
    let view = conversation.view(actor);
    let row = sql::message(tx, actor.workspace, id, message).await?.ok_or(Error::NotFound)?;
    let is_seen = view.audience.sees(row.audience) && row.seq > view.from_seq;
    if is_seen { Ok((row, view, conversation.kind)) } else { Err(Error::NotFound) }
}

/// Tells everybody of a message as it stands now.
pub(super) async fn finish(
    work: &mut Work<'_>,
    actor: &Actor,
    id: ConversationId,
    entry_type: EntryType,
    message: &Message,
    now: antiphon_base::Timestamp,
) -> Result<()> {
    let audience: Audience = message.audience;
    append_event(work, actor, id, Happened::new(entry_type, audience).to(message), now).await?;
    let preview = preview_of(message.text.as_deref(), &message.attachments, message.kind, &message.sender, message.created_at);
    sql::replace_preview(work, actor.workspace, id, message.seq, &preview).await
}

pub(super) fn deleted() -> Error {
    Error::conflict("deleted", "The message was taken back; send a new one.")
}
