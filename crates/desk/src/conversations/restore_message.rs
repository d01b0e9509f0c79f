//! Brings back a message that was taken back, as it was: for whoever oversees the workspace, and for as long as what it held
//! is kept. Forgets that after a time. Taking back is `change_message.rs`.

use std::time::Duration;

use antiphon_base::{Error, Result};
use serde_json::json;

use super::change_message::{call_others, find_visible, finish};
use super::links::links_in;
use super::model::{EntryType, Message};
use super::pin_message::PINNED;
use super::search::index_words;
use super::sql;
use crate::actor::{Actor, Permission};
use crate::ids::{ConversationId, MessageId};
use crate::jobs::Handlers;
use crate::listeners::Event;
use crate::{Desk, audit, files};

/// This slice's cleaning. What is kept goes when its files do.
pub(super) fn jobs() -> Handlers {
    Handlers::default().every("messages.forget", Duration::from_secs(24 * 3_600), async |desk: Desk| {
        let before = desk.clock.now() - files::KEPT;
        let gone = desk.db.system_write(async |tx| sql::forget_removed(tx, before).await).await?;
        tracing::debug!(gone, "forgot what messages held that were taken back long ago");
        Ok(())
    })
}

/// Brings a message back: its text, files, mentions, reactions and place on the pinboard. A repeat changes nothing.
///
/// # Errors
/// `Forbidden` without the right to oversee, `NotFound` where the message is not the actor's to see, `Conflict` when nothing
/// of it is kept any more.
pub async fn restore_message(desk: &Desk, actor: &Actor, id: ConversationId, message: MessageId) -> Result<Message> {
    actor.need(Permission::ConversationsOversee)?;
    let (ws, now) = (actor.workspace, desk.clock.now());
    desk.write(actor, async |work| {
        sql::lock(work, ws, id).await?;
        let (row, view) = find_visible(work, actor, id, message).await?;
        let before = row.message(id).ok_or(Error::NotFound)?;
        if before.deleted_at.is_none() {
            return Ok(before.seen_after(view.from_seq));
        }
        let kept = sql::removed_message(work, ws, id, message).await?;
        let (_, pinned_at) = kept.filter(|(since, _)| *since >= now - files::KEPT).ok_or_else(not_kept)?;
        let has_room = pinned_at.is_none() || sql::count_pinned(work, ws, id).await? < PINNED;
        sql::put_back(work, ws, id, message, pinned_at.filter(|_| has_room)).await?;

        let row = sql::message(work, ws, id, message).await?.ok_or(Error::NotFound)?;
        let back = row.message(id).ok_or(Error::NotFound)?;
        let text = back.text.as_deref().unwrap_or_default();
        for file in &back.attachments {
            // One that an admin took away besides may be gone by now; the message says so.
            if !files::show_file(work, actor, file.id).await? && file.removed_at.is_none() {
                return Err(not_kept());
            }
            sql::insert_message_file(work, ws, &back, file.id).await?;
        }
        call_others(work, actor, id, &before, &back.mentions).await?;
        sql::index_anew(work, ws, id, message, index_words(text, id, back.sender.id)).await?;
        sql::count_restored(work, ws, id, back.seq).await?;
        if row.message_data().without_preview(&links_in(text)).next().is_some() {
            work.happened(Event::LinksSaid { conversation: id, message });
        }
        let (object, after) = (format!("message:{message}"), json!({ "text": back.text }));
        audit::record(work, desk, actor, "message.restored", object, None, Some(after), None).await?;
        finish(work, actor, id, EntryType::MessageRestored, &back, now).await?;
        Ok(back.seen_after(view.from_seq))
    })
    .await
}

fn not_kept() -> Error {
    Error::conflict("not_kept", "What this message said is not kept any more; it can be brought back for 30 days.")
}
