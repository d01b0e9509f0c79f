//! Puts a message on the conversation's pinboard, or takes it off: what everybody should find again.

use antiphon_base::{Error, Result};

use super::append::{Happened, append_event};
use super::change_message::{deleted, find_changeable};
use super::model::{EntryType, Message};
use super::react::Wanted;
use super::sql;
use crate::Desk;
use crate::actor::{Actor, Permission};
use crate::ids::{ConversationId, MessageId};

/// Messages on one pinboard.
pub(super) const PINNED: i64 = 50;

/// Pins a message or unpins it; a repeat changes nothing.
///
/// # Errors
/// `NotFound` where the message is not the actor's to see, `Conflict` on a deleted message or a full pinboard.
pub async fn pin_message(desk: &Desk, actor: &Actor, id: ConversationId, message: MessageId, wanted: Wanted) -> Result<Message> {
    let now = desk.clock.now();
    desk.write(actor, async |work| {
        sql::lock(work, actor.workspace, id).await?;
        let (row, view) = find_changeable(work, actor, id, message).await?;
        actor.need(Permission::ConversationsManage)?;
        let mut changed = row.message(id).ok_or(Error::NotFound)?;
        if changed.deleted_at.is_some() {
            return Err(deleted());
        }
        let pinned_at = (wanted == Wanted::There).then_some(now);
        if pinned_at.is_some() != changed.pinned_at.is_some() {
            if wanted == Wanted::There && sql::count_pinned(work, actor.workspace, id).await? >= PINNED {
                return Err(Error::conflict("too_many_pinned", "A pinboard takes 50 messages; take one off first."));
            }
            sql::set_pinned(work, actor.workspace, id, message, pinned_at).await?;
            changed.pinned_at = pinned_at;
            let entry_type = if pinned_at.is_some() { EntryType::MessagePinned } else { EntryType::MessageUnpinned };
            append_event(work, actor, id, Happened::new(entry_type, changed.audience).to(&changed), now).await?;
        }
        Ok(changed.seen_after(view.from_seq))
    })
    .await
}
