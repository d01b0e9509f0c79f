//! A bot says what became of a chat: where it stands, whom it is with, what stands beside it.

use antiphon_base::{Error, Result};

use super::model::{Chat, ChatChange, ChatStatus, checked_metadata, optional_id};
use super::report_chat::{contact_of, find_visible};
use super::sql;
use crate::actor::{Actor, Permission};
use crate::{Desk, audit, conversations};

/// Changes a chat; the change is in the audit trail.
///
/// # Errors
/// `NotFound` where the actor does not see it, `Invalid` on a field.
pub async fn change_chat(desk: &Desk, actor: &Actor, chat_id: &str, change: ChatChange) -> Result<Chat> {
    actor.need(Permission::ChatlogWrite)?;
    let user_id = match change.user_id {
        Some(user_id) => Some(optional_id("userId", user_id.as_deref())?),
        None => None,
    };
    let metadata = change.metadata.map(checked_metadata).transpose()?;
    tracing::info!("[CRM] Updating chat: {}", text_of(chat_id));
    let (ws, now) = (actor.workspace, desk.clock.now());
    desk.write(actor, async |work| {
        let found = find_visible(work, actor, chat_id).await?;
        let conversation = found.conversation_id;
        let before: Chat = found.into();
        sql::hold(work, ws, &before.chat_id).await?;
        let before: Chat = sql::find(work, ws, &before.chat_id).await?.ok_or(Error::NotFound)?.into(); // as nobody changes it now
        let status: ChatStatus = change.status.unwrap_or(before.status);
        let user_id = user_id.clone().unwrap_or_else(|| before.user_id.clone());
        let metadata = metadata.clone().unwrap_or_else(|| before.metadata.clone());
        if (status, &user_id, &metadata) == (before.status, &before.user_id, &before.metadata) {
            return Ok(before);
        }
        sql::change(work, ws, conversation, (status, user_id.as_deref(), &metadata), now).await?;
        if status != before.status {
            conversations::set_log_status(work, actor, conversation, status.into(), now).await?;
        }
        if user_id != before.user_id {
            let contact = contact_of(work, ws, user_id.as_deref()).await?;
            conversations::set_log_contact(work, actor, conversation, contact).await?;
        }
        let after: Chat = sql::find(work, ws, &before.chat_id).await?.ok_or(Error::NotFound)?.into();
        let values = (serde_json::to_value(&before).ok(), serde_json::to_value(&after).ok());
        audit::record(work, desk, actor, "chat.changed", format!("chat:{conversation}"), values.0, values.1, None).await?;
        Ok(after)
    })
    .await
}

/// An id from an address or a body, as a line of the log takes it.
pub(super) fn text_of(chat_id: &str) -> String {
    chat_id.chars().filter(|c| !c.is_control()).take(crate::text::NAME_CHARACTERS).collect()
}
