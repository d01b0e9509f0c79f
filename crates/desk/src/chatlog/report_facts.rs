//! A bot says what a chat was about, what came of it and what it cost.

use antiphon_base::{Error, Result, Timestamp};

use super::change_chat::text_of;
use super::model::{ChatFacts, FactsRow, NewFacts, READERS};
use super::report_chat::find_visible;
use super::sql;
use crate::actor::{Actor, Permission};
use crate::created::Created;
use crate::ids::{ConversationId, WorkspaceId};
use crate::{Desk, Work, audit};

/// Keeps what is known of a chat. What a later report names takes the place of what was there, so that a repeat does no
/// harm.
///
/// # Errors
/// `NotFound` where the actor does not see the chat, `Invalid` on a field.
pub async fn report_facts(desk: &Desk, actor: &Actor, new: NewFacts) -> Result<Created<ChatFacts>> {
    actor.need(Permission::ChatlogWrite)?;
    let (ws, now) = (actor.workspace, desk.clock.now());
    new.clone().over(None, now)?; // what cannot be is refused before the chat is looked for
    tracing::info!("[CRM] Logging analytics for chat: {}", text_of(&new.chat_id));
    desk.write(actor, async |work| {
        let chat = find_visible(work, actor, &new.chat_id).await?;
        let id = chat.conversation_id;
        let chat_id = super::Chat::from(chat).chat_id;
        sql::hold(work, ws, &chat_id).await?;
        let (before, after) = store_facts(work, ws, id, new, now).await?;
        let values = |row: &FactsRow| serde_json::to_value(row.clone().of(chat_id.clone())).ok();
        let (was, is) = (before.as_ref().and_then(values), values(&after));
        audit::record(work, desk, actor, "chat.analytics_reported", format!("chat:{id}"), was, is, None).await?;
        let facts = after.of(chat_id.clone());
        Ok(if before.is_none() { Created::New(facts) } else { Created::Again(facts) })
    })
    .await
}

/// Stores what is said of a chat; answers what was known and what is.
pub(super) async fn store_facts(
    work: &mut Work<'_>,
    ws: WorkspaceId,
    id: ConversationId,
    new: NewFacts,
    now: Timestamp,
) -> Result<(Option<FactsRow>, FactsRow)> {
    let before = sql::facts(work, ws, id).await?;
    let after = new.over(before.clone(), now)?;
    sql::put_facts(work, ws, id, after.clone()).await?;
    Ok((before, after))
}

/// What is known of a chat.
///
/// # Errors
/// `NotFound` where the actor does not see the chat, or nothing was reported of it.
pub async fn find_facts(desk: &Desk, actor: &Actor, chat_id: &str) -> Result<ChatFacts> {
    actor.need_one_of(READERS)?;
    tracing::info!("[CRM] Reading analytics of chat: {}", text_of(chat_id));
    desk.read(actor, async |tx| {
        let chat = find_visible(tx, actor, chat_id).await?;
        let facts = sql::facts(tx, actor.workspace, chat.conversation_id).await?.ok_or(Error::NotFound)?;
        Ok(facts.of(super::Chat::from(chat).chat_id))
    })
    .await
}
