//! The CRM chat system's models in its shape: Conversation, Participant, Message, with what ours adds beside it. Pure.

use antiphon_base::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::model::ChatMessage;
use crate::accounts::Principal;
use crate::actor::PrincipalKind;
use crate::conversations::{Found, Kind, Overseen, Participant, ParticipantRole};
use crate::given;
use crate::ids::{ConversationId, FileId, MessageId, PrincipalId};
use crate::page::PageLimit;

/// A conversation in the CRM chat system's shape.
#[derive(Serialize, ToSchema)]
pub(super) struct ChatConversation {
    id: ConversationId,
    /// Who began it.
    created_by: PrincipalId,
    title: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    updated_at: Timestamp,
    /// Whether it was put away; a new message fetches it back.
    is_archived: bool,
    /// What it is for.
    kind: Kind,
    /// When something was last said.
    #[schema(value_type = String, format = DateTime)]
    last_activity_at: Timestamp,
    /// Who takes part, from the first on.
    people: Vec<Principal>,
    /// What was found of it, where something is looked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    found: Option<Found>,
}

impl ChatConversation {
    /// With what was found of it.
    pub(super) fn found(row: Overseen, found: Option<Found>) -> Self {
        Self { found, ..Self::from(row) }
    }
}

impl From<Overseen> for ChatConversation {
    fn from(row: Overseen) -> Self {
        Self {
            id: row.id,
            created_by: row.created_by,
            title: row.title,
            created_at: row.created_at,
            updated_at: row.updated_at,
            is_archived: row.archived_at.is_some(),
            kind: row.kind,
            last_activity_at: row.last_activity_at,
            people: row.people,
            found: None,
        }
    }
}

/// A page of conversations.
#[derive(Serialize, ToSchema)]
pub(super) struct ChatConversations {
    /// The newest first; of a search those that are called so, then those in which it was said last.
    pub(super) conversations: Vec<ChatConversation>,
    /// Where the next page begins; nothing on the last one.
    pub(super) next_cursor: Option<String>,
}

/// Which conversations.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ChatConversationsAsk {
    /// Words in the title, in the name or address of one who takes part, or in one message; needs `conversations:oversee`,
    /// and each search is in the audit trail.
    pub(super) q: Option<String>,
    /// One kind only.
    pub(super) kind: Option<Kind>,
    /// `true` for those with a bot that takes part, `false` for those without; both when left out.
    pub(super) with_bot: Option<bool>,
    /// Only those in which this principal takes part; another's needs `conversations:oversee`.
    pub(super) participant: Option<PrincipalId>,
    /// `true` for what was put away, `false` for what was not; both when left out.
    pub(super) is_archived: Option<bool>,
    /// 1 to 100, 50 when left out.
    #[serde(default)]
    #[param(value_type = Option<i64>, minimum = 1, maximum = 100)]
    pub(super) limit: PageLimit,
    /// Where the last page ended.
    pub(super) cursor: Option<String>,
}

/// A conversation to be begun by hand.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewChatConversation {
    /// A title.
    #[serde(default)]
    pub(super) title: Option<String>,
    /// Who takes part besides oneself.
    #[serde(default)]
    pub(super) participants: Vec<PrincipalId>,
    /// The first message; customers must give one.
    #[serde(default)]
    pub(super) message: Option<String>,
}

/// What is to be changed; what is left out stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChatConversationChange {
    /// A new title; `null` takes it away.
    #[serde(default, deserialize_with = "given::given")]
    #[schema(value_type = Option<String>)]
    pub(super) title: Option<Option<String>>,
    /// Whether it is put away.
    #[serde(default)]
    pub(super) is_archived: Option<bool>,
}

/// Someone in a conversation, in the CRM chat system's shape.
#[derive(Serialize, ToSchema)]
pub(super) struct ChatParticipant {
    conversation: ConversationId,
    pub(super) user: PrincipalId,
    role: ParticipantRole,
    #[schema(value_type = String, format = DateTime)]
    joined_at: Timestamp,
    #[schema(value_type = Option<String>, format = DateTime)]
    last_read_at: Option<Timestamp>,
    /// Their name.
    name: String,
    /// What they are.
    kind: PrincipalKind,
}

impl ChatParticipant {
    pub(super) fn of(conversation: ConversationId, one: Participant) -> Self {
        Self {
            conversation,
            user: one.id,
            role: one.role,
            joined_at: one.joined_at,
            last_read_at: one.last_read_at,
            name: one.name,
            kind: one.kind,
        }
    }
}

/// Who is in a conversation.
#[derive(Serialize, ToSchema)]
pub(super) struct ChatParticipants {
    pub(super) participants: Vec<ChatParticipant>,
}

/// In which conversation.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct InConversation {
    /// The conversation.
    pub(super) conversation: ConversationId,
}

/// Someone to be brought in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewChatParticipant {
    /// Where.
    pub(super) conversation: ConversationId,
    /// Whom.
    pub(super) user: PrincipalId,
    /// They see only what comes after this moment.
    #[serde(default)]
    pub(super) from_now: bool,
}

/// Which messages.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(super) struct ChatMessagesAsk {
    /// The conversation.
    pub(super) conversation: ConversationId,
    /// Messages after this place, oldest first.
    #[param(minimum = 0)]
    pub(super) after_seq: Option<i64>,
    /// Messages before this place; without either, the newest page.
    #[param(minimum = 0)]
    pub(super) before_seq: Option<i64>,
    /// 1 to 100, 50 when left out.
    #[serde(default)]
    #[param(value_type = Option<i64>, minimum = 1, maximum = 100)]
    pub(super) limit: PageLimit,
}

/// A page of messages, oldest first.
#[derive(Serialize, ToSchema)]
pub(super) struct ChatMessages {
    pub(super) messages: Vec<ChatMessage>,
    /// Whether there are more in the direction that was asked for.
    pub(super) has_more: bool,
}

/// A message by oneself.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct NewChatMessage {
    /// Where.
    pub(super) conversation: ConversationId,
    /// 1 to 10,000 characters; may be left out where files come along.
    #[serde(default)]
    pub(super) text: String,
    /// The sender's own id of the message: a repeat answers the first one.
    #[serde(default)]
    pub(super) client_msg_id: Option<String>,
    /// Files that were uploaded before.
    #[serde(default)]
    pub(super) attachments: Vec<FileId>,
    /// The message that it answers.
    #[serde(default)]
    pub(super) reply_to: Option<MessageId>,
}

/// Another text.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChatMessageChange {
    /// 1 to 10,000 characters.
    pub(super) text: String,
}

/// How far a message has come with the others who take part: `read` or `delivered` by all people, else `sent`.
pub(super) fn status_of(participants: &[Participant], sender: PrincipalId, seq: i64) -> &'static str {
    let others: Vec<_> = participants.iter().filter(|one| one.id != sender && one.kind != PrincipalKind::Bot).collect();
    if others.is_empty() {
        "sent"
    } else if others.iter().all(|one| one.last_read_seq >= seq) {
        "read"
    } else if others.iter().all(|one| one.last_delivered_seq >= seq) {
        "delivered"
    } else {
        "sent"
    }
}
