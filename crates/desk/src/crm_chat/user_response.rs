//! What a person says through the CRM chat system's door: into a conversation they have, or into a new one with the bot.

use antiphon_base::Result;

use super::model::{UserResponse, UserResponseAnswer, renamed};
use crate::actor::{Actor, Permission};
use crate::conversations::{self, Kind, NewConversation, NewMessage};
use crate::created::Created;
use crate::{Desk, assistant};

/// Says it. A repeat with the same `client_msg_id` answers the first one's ids.
///
/// # Errors
/// `NotFound` where the actor does not see the conversation, `Invalid` on a field.
pub async fn user_response(desk: &Desk, actor: &Actor, given: UserResponse) -> Result<UserResponseAnswer> {
    actor.need(Permission::ConversationsWrite)?;
    let message = NewMessage { attachments: given.attachments, ..NewMessage::of(given.message, given.client_msg_id) };
    let Some(conversation_id) = given.conversation_id else { return begin(desk, actor, message).await };
    let sent = conversations::send_message(desk, actor, conversation_id, message).await;
    let (Created::New(sent) | Created::Again(sent)) = sent.map_err(|error| renamed(error, "message"))?;
    Ok(UserResponseAnswer { conversation_id, message_id: sent.id })
}

async fn begin(desk: &Desk, actor: &Actor, message: NewMessage) -> Result<UserResponseAnswer> {
    let bot = assistant::find_bot(desk, actor.workspace).await?;
    let new = NewConversation {
        kind: Some(Kind::Direct),
        participants: vec![bot],
        message: Some(message),
        ..NewConversation::default()
    };
    let started = conversations::start_conversation(desk, actor, new).await;
    let (Created::New(started) | Created::Again(started)) = started.map_err(|error| renamed(error, "message"))?;
    let message = started.message.ok_or(antiphon_base::Error::NotFound)?;
    Ok(UserResponseAnswer { conversation_id: message.conversation_id, message_id: message.id })
}
