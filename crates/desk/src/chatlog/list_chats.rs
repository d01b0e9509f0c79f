//! Lists of chats, single ones, and what was said in them. A row costs one indexed read however long the chat is.

use antiphon_base::{Error, Result, Timestamp};

use super::change_chat::text_of;
use super::model::{Chat, ChatPage, ChatsAsk, READERS, ReportedAsk, ReportedMessage, ReportedPage, optional_id, sees_all};
use super::report_chat::find_visible;
use super::sql::{self, Narrowed};
use crate::Desk;
use crate::actor::Actor;
use crate::conversations::{self, MessagesAsk};
use crate::ids::ConversationId;
use crate::page;

/// Chats that the actor may see: all of the workspace with `chatlog:read`, else those that they reported.
///
/// # Errors
/// `Invalid` on a filter or the cursor.
pub async fn list_chats(desk: &Desk, actor: &Actor, ask: ChatsAsk) -> Result<ChatPage> {
    actor.need_one_of(READERS)?;
    let limit = ask.limit;
    let narrowed = Narrowed {
        status: ask.status,
        session_id: optional_id("sessionId", ask.session_id.as_deref())?,
        user_id: optional_id("userId", ask.user_id.as_deref())?,
        reported_by: if sees_all(actor) { None } else { Some(actor.principal) },
        before: ask.cursor.as_deref().map(parse_cursor).transpose()?,
        limit: limit.and_one(),
    };
    tracing::info!("[CRM] Listing chats");
    let mut rows = desk.read(actor, async |tx| sql::list(tx, actor.workspace, narrowed).await).await?;
    let next_cursor = limit
        .cut_at(&mut rows, |last| page::cursor(format!("{} {}", last.last_activity_at.timestamp_micros(), last.conversation_id)));
    Ok(ChatPage { chats: rows.into_iter().map(Chat::from).collect(), next_cursor })
}

fn parse_cursor(cursor: &str) -> Result<(Timestamp, ConversationId)> {
    page::read_cursor(cursor, |text| {
        let (micros, id) = text.split_once(' ')?;
        Some((Timestamp::from_timestamp_micros(micros.parse().ok()?)?, id.parse().ok()?))
    })
}

/// One chat.
///
/// # Errors
/// `NotFound` where the actor does not see it.
pub async fn find_chat(desk: &Desk, actor: &Actor, chat_id: &str) -> Result<Chat> {
    actor.need_one_of(READERS)?;
    tracing::info!("[CRM] Reading chat: {}", text_of(chat_id));
    desk.read(actor, async |tx| Ok(find_visible(tx, actor, chat_id).await?.into())).await
}

/// What was said in a chat, oldest first.
///
/// # Errors
/// `NotFound` where the actor does not see it, `Invalid` on the cursor.
pub async fn list_reported(desk: &Desk, actor: &Actor, chat_id: &str, ask: ReportedAsk) -> Result<ReportedPage> {
    actor.need_one_of(READERS)?;
    let after = match ask.cursor.as_deref() {
        Some(cursor) => page::read_cursor(cursor, |text| text.parse().ok().filter(|seq: &i64| *seq >= 0))?,
        None => 0,
    };
    tracing::info!("[CRM] Reading messages of chat: {}", text_of(chat_id));
    let id = desk.read(actor, async |tx| Ok::<_, Error>(find_visible(tx, actor, chat_id).await?.conversation_id)).await?;
    let page_ask = MessagesAsk { after_seq: Some(after), limit: ask.limit, ..MessagesAsk::default() };
    let said = conversations::list_messages(desk, actor, id, page_ask).await?;
    let ends = said.messages.first().zip(said.messages.last()).map(|(first, last)| (first.seq, last.seq));
    let mut beside = match ends {
        Some(ends) => desk.read(actor, async |tx| sql::beside(tx, actor.workspace, id, ends).await).await?,
        None => Vec::new(),
    };
    let next_cursor = ends.filter(|_| said.has_more).map(|(_, last)| page::cursor(last));
    let messages = said.messages.into_iter().map(|message| {
        let at = beside.iter().position(|row| row.seq == message.seq);
        let (client_msg_id, metadata) =
            at.map(|at| beside.swap_remove(at)).map(|row| (row.client_msg_id, row.metadata.0)).unzip();
        ReportedMessage {
            message_id: message.id,
            role: message.role,
            // What stood beside a text that was taken away is not told either.
            metadata: metadata.filter(|_| message.text.is_some()).unwrap_or_default(),
            content: message.text,
            client_msg_id: client_msg_id.flatten(),
            created_at: message.created_at,
        }
    });
    Ok(ReportedPage { messages: messages.collect(), next_cursor })
}
