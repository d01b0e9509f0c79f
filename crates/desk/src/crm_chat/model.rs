//! Shapes and casing of the CRM chat system. Pure.

use antiphon_base::{Error, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Desk;
use crate::assistant::Prompt;
use crate::conversations::Message;
use crate::files::{self, Attachment};
use crate::ids::{ConversationId, FileId, MessageId, PrincipalId, PromptId, WorkspaceId};

/// What a person says.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UserResponse {
    /// 1 to 10,000 characters; may be left out where files come along.
    #[serde(default)]
    pub message: String,
    /// Where; a new conversation with the bot begins without one.
    #[serde(default)]
    pub conversation_id: Option<ConversationId>,
    /// The sender's own id of the message: a repeat answers the first one.
    #[serde(default)]
    pub client_msg_id: Option<String>,
    /// Files that were uploaded before.
    #[serde(default)]
    pub attachments: Vec<FileId>,
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

/// A message in the CRM chat system's shape, with what ours adds.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ChatMessage {
    /// Its id.
    pub id: MessageId,
    /// Where it was said.
    pub conversation: ConversationId,
    /// Who said it.
    pub sender: PrincipalId,
    /// Their name.
    pub sender_name: String,
    /// `text`, `attachment` where files came along, `deleted` once it was taken back.
    pub r#type: &'static str,
    /// What was said.
    pub text: String,
    /// Rich parts; none yet.
    #[schema(value_type = Option<Object>)]
    pub rich: Option<serde_json::Value>,
    /// Where to fetch the first file that came with it, for an hour.
    pub attachment: Option<String>,
    /// All files that came with it.
    pub attachments: Vec<ChatFile>,
    /// `sent` when it is stored; where it is asked for, `delivered` or `read` once all others have it.
    pub status: &'static str,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// Its place in the conversation.
    pub seq: i64,
    /// The sender's own id of it.
    pub client_msg_id: Option<String>,
}

/// A file of a message, with where to fetch it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ChatFile {
    /// What it is.
    #[serde(flatten)]
    pub file: Attachment,
    /// The file itself, for an hour. Of one that an admin took away there is none.
    pub url: Option<String>,
    /// A small picture of it, for an hour.
    pub thumbnail_url: Option<String>,
}

impl ChatMessage {
    /// A message as this door tells it to someone of `workspace` who may see it.
    pub(super) fn of(desk: &Desk, workspace: WorkspaceId, message: Message) -> Self {
        let file = |file: Attachment| {
            let address = file.removed_at.is_none().then(|| files::address_of(desk, workspace, &file));
            let (url, thumbnail_url) = address.map_or((None, None), |address| (Some(address.url), address.thumbnail_url));
            ChatFile { file, url, thumbnail_url }
        };
        let attachments: Vec<ChatFile> = message.attachments.into_iter().map(file).collect();
        Self {
            id: message.id,
            conversation: message.conversation_id,
            sender: message.sender.id,
            sender_name: message.sender.name,
            r#type: match (message.deleted_at.is_some(), attachments.is_empty()) {
                (true, _) => "deleted",
                (false, true) => "text",
                (false, false) => "attachment",
            },
            text: message.text.unwrap_or_default(),
            rich: None,
            attachment: attachments.iter().find_map(|file| file.url.clone()),
            attachments,
            status: "sent",
            created_at: message.created_at,
            seq: message.seq,
            client_msg_id: message.client_msg_id,
        }
    }
}

/// What was wrong with `text` is said of the CRM chat system's field.
pub(super) fn renamed(error: Error, field: &'static str) -> Error {
    match error {
        Error::Invalid { field: was, why } if was == "text" || was == "message.text" => {
            Error::Invalid { field: field.into(), why }
        }
        other => other,
    }
}

/// The message as the log's entry carries it, if the entry is one. Not a note: these words have none for it,
/// and a client would show it as said to the customer.
pub(super) fn said(entry: &serde_json::Value) -> Option<Message> {
    if entry["type"] != "message.sent" || entry["message"]["kind"] == "note" {
        return None;
    }
    serde_json::from_value(entry["message"].clone()).ok()
}
