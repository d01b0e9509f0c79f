//! A bot says what was said. It is kept in the common log in the same change in which it is counted; who said it is the
//! contact with the chat's user as their external id, where the user spoke and there is one, else the reporting key.

use antiphon_base::{Error, Result, Timestamp};
use antiphon_db::Json;

use super::change_chat::text_of;
use super::model::{Chat, Metadata, NewReport, Reported, checked_metadata, client_msg_id};
use super::report_chat::find_visible;
use super::sql::{self, BesideRow};
use crate::actor::{Actor, Permission, PrincipalKind};
use crate::conversations::{self, Message, MessageRole, SaidElsewhere};
use crate::created::Created;
use crate::{Desk, Work, accounts, text};

/// Keeps a message. The same `clientMsgId` with the same content answers the first message.
///
/// # Errors
/// `NotFound` where the actor does not see the chat, `Invalid` on a field, `Conflict` when the id was used for another
/// message of the chat.
pub async fn report_message(desk: &Desk, actor: &Actor, new: NewReport) -> Result<Created<Reported>> {
    actor.need(Permission::ChatlogWrite)?;
    let said = Said::clean(&new)?;
    tracing::info!("[CRM] Logging {} message for chat: {}", role_text(said.role), text_of(&new.chat_id));
    let now = desk.clock.now();
    let stored = desk.write(actor, async |work| store_message(work, actor, &new.chat_id, &said, now).await).await;
    let answer = |message: Message| Reported {
        message_id: message.id,
        chat_id: text::clean("chatId", &new.chat_id, text::NAME_CHARACTERS).unwrap_or_else(|_| new.chat_id.clone()),
        created_at: message.created_at,
    };
    match stored {
        Ok(message) => Ok(Created::New(answer(message))),
        Err(error) if error.code() == USED => Ok(Created::Again(answer(first_one(desk, actor, &new.chat_id, &said).await?))),
        Err(error) => Err(error),
    }
}

pub(super) const USED: &str = "client_msg_id_used";

/// What was said, checked.
pub(super) struct Said {
    role: MessageRole,
    text: String,
    metadata: Metadata,
    pub(super) client_msg_id: Option<String>,
}

impl Said {
    pub(super) fn clean(new: &NewReport) -> Result<Self> {
        Ok(Self {
            role: new.role,
            text: text::clean("content", &new.content, text::MESSAGE_CHARACTERS)?,
            metadata: checked_metadata(new.metadata.clone())?,
            client_msg_id: client_msg_id(new.client_msg_id.as_deref())?,
        })
    }
}

/// Stores what was said at `at`. What is refused leaves nothing behind.
///
/// # Errors
/// `NotFound` where the actor does not see the chat, `Conflict` (`USED`) for an id that another message of it has.
pub(super) async fn store_message(
    work: &mut Work<'_>,
    actor: &Actor,
    chat_id: &str,
    said: &Said,
    at: Timestamp,
) -> Result<Message> {
    let ws = actor.workspace;
    let chat = find_visible(work, actor, chat_id).await?;
    let id = chat.conversation_id;
    sql::hold(work, ws, &Chat::from(chat.clone()).chat_id).await?; // from here on nobody else reports into it
    if let Some(client_msg_id) = &said.client_msg_id
        && sql::beside_by_client_msg_id(work, ws, id, client_msg_id).await?.is_some()
    {
        return Err(Error::conflict(USED, "Another message of this chat has this clientMsgId."));
    }
    let sender = match (&chat.user_id, said.role) {
        (Some(user_id), MessageRole::User) => {
            accounts::principal_by_external_id(work, ws, PrincipalKind::Contact, user_id).await?
        }
        _ => None,
    };
    sql::count_message(work, ws, id, at).await?;
    let elsewhere = SaidElsewhere { sender, role: said.role, text: &said.text };
    let message = conversations::keep_in_log(work, actor, id, elsewhere, at).await?;
    if said.client_msg_id.is_some() || !said.metadata.is_empty() {
        let (client_msg_id, metadata) = (said.client_msg_id.clone(), Json(said.metadata.clone()));
        sql::insert_beside(work, ws, id, BesideRow { seq: message.seq, client_msg_id, metadata }).await?;
    }
    Ok(message)
}

/// The message that was reported under the same id before; another content is refused. Looked up in a turn of the writer,
/// as the first one may still wait for the commit of its batch.
async fn first_one(desk: &Desk, actor: &Actor, chat_id: &str, said: &Said) -> Result<Message> {
    let reused = || Error::conflict("client_msg_id_reused", "This clientMsgId was used for another message; make a new one.");
    let (id, beside) = desk
        .write(actor, async |work| {
            let id = find_visible(work, actor, chat_id).await?.conversation_id;
            let client_msg_id = said.client_msg_id.as_deref().ok_or_else(reused)?;
            let beside = sql::beside_by_client_msg_id(work, actor.workspace, id, client_msg_id).await?;
            // The first one's own commit failed in between.
            Ok((id, beside.ok_or_else(|| Error::unavailable("The message could not be stored; send it again."))?))
        })
        .await?;
    let message = conversations::message_at(desk, actor, id, beside.seq).await?.ok_or_else(reused)?;
    let is_unchanged = message.edited_at.is_none() && message.deleted_at.is_none();
    let is_same_text = !is_unchanged || message.text.as_deref() == Some(said.text.as_str());
    if is_same_text && message.role == said.role && beside.metadata.0 == said.metadata { Ok(message) } else { Err(reused()) }
}

fn role_text(role: MessageRole) -> &'static str {
    match role {
        MessageRole::User => "user",
        MessageRole::Assistant => "assistant",
        MessageRole::System => "system",
    }
}
