//! Shapes and casing of ask 4. Pure.

use antiphon_base::{Error, Result, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::assistant::Prompt;
use crate::conversations::{self, Message};
use crate::ids::{ConversationId, MessageId, PrincipalId, PromptId};

/// What a person says.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UserResponse {
    /// 1 to 10,000 characters.
    pub message: String,
    /// Where; a new conversation with the bot begins without one.
    #[serde(default)]
    pub conversation_id: Option<ConversationId>,
    /// The sender's own id of the message: a repeat answers the first one.
    #[serde(default)]
    pub client_msg_id: Option<String>,
    /// Files that were uploaded before.
    #[serde(default)]
    pub attachments: Vec<Uuid>,
}

/// Where it stands now.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct UserResponseAnswer {
    /// The conversation, perhaps a new one.
    pub conversation_id: ConversationId,
    /// The message.
    pub message_id: MessageId,
}

/// Which message a bot is to answer.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct BotResponse {
    /// Where.
    pub(super) conversation_id: ConversationId,
    /// Which; the newest one when left out.
    #[serde(default)]
    pub(super) message_id: Option<MessageId>,
}

/// The bot's answer.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BotResponseAnswer {
    /// Its text.
    pub(super) message: String,
    /// Its id.
    pub(super) message_id: MessageId,
    /// Where it was said.
    pub(super) conversation_id: ConversationId,
    /// The message that it answers.
    pub(super) reply_to: MessageId,
}

/// A prompt, as it is offered.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BotPrompt {
    id: PromptId,
    title: String,
    text: String,
    order: i64,
}

impl From<Prompt> for BotPrompt {
    fn from(prompt: Prompt) -> Self {
        Self { id: prompt.id, title: prompt.title, text: prompt.text, order: prompt.order }
    }
}

/// A message in ask 4's shape, with what ours adds.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ChatMessage {
    /// Its id.
    pub id: MessageId,
    /// Where it was said.
    pub conversation: ConversationId,
    /// Who said it.
    pub sender: PrincipalId,
    /// `text`; `deleted` once it was taken back.
    pub r#type: &'static str,
    /// What was said.
    pub text: String,
    /// Rich parts; none yet.
    #[schema(value_type = Option<Object>)]
    pub rich: Option<serde_json::Value>,
    /// A file; none yet.
    pub attachment: Option<String>,
    /// `sent`: it is stored.
    pub status: &'static str,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// Its place in the conversation.
    pub seq: i64,
    /// The sender's own id of it.
    pub client_msg_id: Option<String>,
}

impl From<Message> for ChatMessage {
    fn from(message: Message) -> Self {
        Self {
            id: message.id,
            conversation: message.conversation_id,
            sender: message.sender.id,
            r#type: if message.deleted_at.is_some() { "deleted" } else { "text" },
            text: message.text.unwrap_or_default(),
            rich: None,
            attachment: None,
            status: "sent",
            created_at: message.created_at,
            seq: message.seq,
            client_msg_id: message.client_msg_id,
        }
    }
}

/// No file has been uploaded yet that could be named.
pub(super) fn check_attachments(attachments: &[Uuid]) -> Result<()> {
    match attachments.first() {
        Some(id) => Err(Error::invalid("attachments[0]", format!("There is no file with the id {id}."))),
        None => Ok(()),
    }
}

/// What was wrong with `text` is said of ask 4's field.
pub(super) fn renamed(error: Error, field: &'static str) -> Error {
    match error {
        Error::Invalid { field: was, why } if was == "text" || was == "message.text" => {
            Error::Invalid { field: field.into(), why }
        }
        other => other,
    }
}

/// The conversation's message as a frame carries it, if the entry is one. Not a note: these words have none for it,
/// and a client would show it as said to the customer.
pub(super) fn said(entry: &serde_json::Value) -> Option<ChatMessage> {
    if entry["type"] != "message.sent" || entry["message"]["kind"] == "note" {
        return None;
    }
    serde_json::from_value::<conversations::Message>(entry["message"].clone()).ok().map(ChatMessage::from)
}
