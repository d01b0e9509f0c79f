//! The nouns of a conversation, as they lie in tables and as callers see them. Pure.

use antiphon_base::{Error, Result, Timestamp};
use antiphon_db::{FromRow, Json};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::accounts::Principal;
use crate::actor::{Actor, Permission, PrincipalKind, Role};
use crate::files::Attachment;
use crate::ids::{ConversationId, FileId, InboxId, MessageId, PrincipalId};
use crate::live::{Audience, TopicKey, View};
use crate::text;

/// What a conversation is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, antiphon_db::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Kind {
    /// A customer with staff.
    Support,
    /// People among themselves.
    Direct,
    /// A person with the assistant.
    Assistant,
    /// Talk about a meeting.
    Meeting,
    /// A chat that an outside bot reports.
    Log,
}

/// Where a conversation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, antiphon_db::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Status {
    /// Waits for an agent.
    Queued,
    /// Being worked on.
    Open,
    /// Waits for the customer.
    Pending,
    /// Returns by itself.
    Snoozed,
    /// Done; a new message of the customer brings it back.
    Resolved,
    /// A reported chat that goes on.
    Active,
    /// A reported chat that ended well.
    Completed,
    /// A reported chat that was given up.
    Abandoned,
}

impl Status {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Open => "open",
            Self::Pending => "pending",
            Self::Snoozed => "snoozed",
            Self::Resolved => "resolved",
            Self::Active => "active",
            Self::Completed => "completed",
            Self::Abandoned => "abandoned",
        }
    }
}

/// Which side speaks: the asking one, the answering one, or the system (the column's CHECK).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, antiphon_db::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum MessageRole {
    /// Asks.
    User,
    /// Answers: staff, a bot or the assistant.
    Assistant,
    /// Antiphon itself.
    System,
}

/// A message or a note.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MessageKind {
    /// Everybody in the conversation sees it.
    #[default]
    Message,
    /// Only staff see it.
    Note,
}

impl MessageKind {
    pub(super) fn audience(self) -> Audience {
        match self {
            Self::Message => Audience::Public,
            Self::Note => Audience::Staff,
        }
    }

    pub(super) fn of(audience: Audience) -> Self {
        match audience {
            Audience::Public => Self::Message,
            Audience::Staff => Self::Note,
        }
    }
}

macro_rules! entry_types {
    ($($(#[$doc:meta])* $name:ident = $text:tt)*) => {
        /// What happened, by its name in events, on the wire and in the table.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, antiphon_db::Type)]
        #[sqlx(type_name = "text")]
        pub enum EntryType { $($(#[$doc])* #[serde(rename = $text)] #[sqlx(rename = $text)] $name),* }
    };
}

entry_types! {
    /// Something was said.
    MessageSent = "message.sent"
    /// A message's text was changed.
    MessageEdited = "message.edited"
    /// A message was taken back.
    MessageDeleted = "message.deleted"
    /// A message that was taken back is there again.
    MessageRestored = "message.restored"
    /// A message was put on the conversation's pinboard.
    MessagePinned = "message.pinned"
    /// It was taken off the pinboard.
    MessageUnpinned = "message.unpinned"
    /// Someone answered a message with an emoji.
    ReactionAdded = "reaction.added"
    /// They took it back.
    ReactionRemoved = "reaction.removed"
    /// It was found out what a page is that a message links to.
    PreviewAdded = "preview.added"
    /// That was taken from beneath the message.
    PreviewRemoved = "preview.removed"
    /// Someone came into the conversation.
    ParticipantJoined = "participant.joined"
    /// Someone left it.
    ParticipantLeft = "participant.left"
    /// It waits for an agent.
    ConversationQueued = "conversation.queued"
    /// An agent took it, or it was given to one, or to nobody.
    ConversationAssigned = "conversation.assigned"
    /// Work on it began.
    ConversationOpened = "conversation.opened"
    /// It waits for the customer.
    ConversationPending = "conversation.pending"
    /// It was put aside for a time.
    ConversationSnoozed = "conversation.snoozed"
    /// It is done.
    ConversationResolved = "conversation.resolved"
    /// It is not done after all.
    ConversationReopened = "conversation.reopened"
    /// Its title was changed.
    ConversationRenamed = "conversation.renamed"
    /// It was put away.
    ConversationArchived = "conversation.archived"
    /// It was fetched back.
    ConversationUnarchived = "conversation.unarchived"
}

/// What a list row shows of the newest message.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Preview {
    /// The beginning of the text, on one line; nothing for a deleted one.
    pub text: Option<String>,
    /// Message or note.
    pub kind: MessageKind,
    /// Who said it.
    pub sender: Principal,
    /// When.
    pub created_at: Timestamp,
}

/// A conversation with all that a list row needs, read in one question.
#[derive(Clone, Debug, FromRow)]
pub struct ConversationRow {
    pub(super) id: ConversationId,
    pub(super) kind: Kind,
    pub(super) status: Status,
    pub(super) title: Option<String>,
    pub(super) inbox_id: Option<InboxId>,
    pub(super) contact_id: Option<PrincipalId>,
    pub(super) contact_name: Option<String>,
    pub(super) contact_email: Option<String>,
    pub(super) contact_verified_at: Option<Timestamp>,
    pub(super) contact_last_seen_at: Option<Timestamp>,
    pub(super) assignee_id: Option<PrincipalId>,
    pub(super) assignee_name: Option<String>,
    pub(super) created_by: PrincipalId,
    pub(super) created_at: Timestamp,
    pub(super) updated_at: Timestamp,
    pub(super) last_activity_at: Timestamp,
    pub(super) last_seq: i64,
    pub(super) last_public_seq: i64,
    pub(super) public_ord: i64,
    pub(super) staff_ord: i64,
    pub(super) public_preview: Option<Json<Preview>>,
    pub(super) public_preview_seq: i64,
    pub(super) staff_preview: Option<Json<Preview>>,
    pub(super) staff_preview_seq: i64,
    pub(super) waiting_since: Option<Timestamp>,
    pub(super) my_audience: Option<Audience>,
    pub(super) my_from_seq: Option<i64>,
    pub(super) my_last_read_seq: Option<i64>,
    pub(super) my_read_ord: Option<i64>,
    pub(super) my_deleted_ahead: Option<i64>,
    pub(super) my_left_at: Option<Timestamp>,
    pub(super) my_muted_at: Option<Timestamp>,
    pub(super) my_mentions: i64,
    pub(super) archived_at: Option<Timestamp>,
    pub(super) pinned_at: Option<Timestamp>,
    pub(super) feed_pos: i64,
}

/// Whether an actor sees support conversations that they are no participant of.
pub(super) fn sees_support(actor: &Actor) -> bool {
    match actor.kind {
        PrincipalKind::Person => actor.role.is_some_and(|role| role != Role::Customer),
        PrincipalKind::Key | PrincipalKind::System => true,
        PrincipalKind::Contact | PrincipalKind::Bot => false,
    }
}

/// Which reported chats an actor sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Logs {
    /// None.
    None,
    /// Those that they reported themselves.
    Own,
    /// All of the workspace.
    All,
}

impl Logs {
    pub(super) fn of(actor: &Actor) -> Self {
        if actor.permissions.has(Permission::ChatlogRead) {
            Self::All
        } else if actor.permissions.has(Permission::ChatlogWrite) {
            Self::Own
        } else {
            Self::None
        }
    }

    /// As the questions of `sql.rs` have it.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Own => "own",
            Self::All => "all",
        }
    }
}

/// Refuses to change what was said elsewhere and is only kept here; whoever oversees the workspace may mend it.
pub(super) fn check_led_here(kind: Kind, actor: &Actor) -> Result<()> {
    if kind == Kind::Log && !actor.oversees { Err(read_only()) } else { Ok(()) }
}

pub(super) fn read_only() -> Error {
    let why = "This chat was reported by an outside bot: it can be read here, and nobody answers in it.";
    Error::Forbidden { code: "read_only", why: why.into() }
}

impl ConversationRow {
    fn participates(&self) -> bool {
        self.my_audience.is_some() && self.my_left_at.is_none()
    }

    /// Whether `actor` may see it: the one condition, in words of Rust; `sql.rs` has the same in SQL.
    pub(super) fn is_visible_to(&self, actor: &Actor) -> bool {
        let by_kind = match self.kind {
            Kind::Support => sees_support(actor),
            Kind::Log => match Logs::of(actor) {
                Logs::All => true,
                Logs::Own => self.created_by == actor.principal,
                Logs::None => false,
            },
            Kind::Direct | Kind::Assistant | Kind::Meeting => false,
        };
        self.participates() || by_kind || actor.oversees
    }

    /// How `actor`, who may see it, sees its log.
    pub(super) fn view(&self, actor: &Actor) -> View {
        let staff = self.kind == Kind::Support && sees_support(actor) && actor.is_staff();
        View {
            topic: TopicKey { workspace: actor.workspace, id: self.id.0 },
            audience: if staff { Audience::Staff } else { Audience::Public },
            from_seq: if self.participates() { self.my_from_seq.unwrap_or(0) } else { 0 },
            shown_to_public: self.participates(),
        }
    }

    /// The conversation as `actor` sees it.
    pub(super) fn seen_by(self, actor: &Actor) -> Conversation {
        let View { audience, from_seq, .. } = self.view(actor);
        let participates = self.participates();
        let (head_ord, preview, preview_seq, last_seq) = match audience {
            Audience::Staff => (self.staff_ord, self.staff_preview, self.staff_preview_seq, self.last_seq),
            Audience::Public => (self.public_ord, self.public_preview, self.public_preview_seq, self.last_public_seq),
        };
        // What was said before they came is not theirs to see, in the list neither.
        let preview = preview.filter(|_| preview_seq > from_seq);
        let read = self.my_read_ord.unwrap_or(0) + self.my_deleted_ahead.unwrap_or(0);
        Conversation {
            id: self.id,
            kind: self.kind,
            status: self.status,
            title: self.title,
            inbox_id: self.inbox_id,
            // Who was merged into another sees themselves, and nothing of the other.
            contact: self.contact_id.filter(|id| sees_support(actor) || *id == actor.principal).map(|id| ContactSummary {
                id,
                name: self.contact_name.unwrap_or_default(),
                email: self.contact_email,
                verified: self.contact_verified_at.is_some(),
                last_seen_at: self.contact_last_seen_at,
            }),
            assignee: self.assignee_id.map(|id| Assignee { id, name: self.assignee_name.unwrap_or_default() }),
            created_at: self.created_at,
            updated_at: self.updated_at,
            last_activity_at: self.last_activity_at,
            last_seq,
            head_ord,
            unread: if participates { (head_ord - read).max(0) } else { 0 },
            last_message: preview.map(|Json(preview)| LastMessage {
                seq: preview_seq,
                text: preview.text,
                kind: preview.kind,
                sender: preview.sender,
                created_at: preview.created_at,
            }),
            waiting_since: if sees_support(actor) { self.waiting_since } else { None },
            last_read_seq: if participates { self.my_last_read_seq.unwrap_or(0) } else { 0 },
            mentions: self.my_mentions,
            muted: participates && self.my_muted_at.is_some(),
            archived_at: self.archived_at.filter(|_| sees_support(actor)),
            pinned_at: self.pinned_at.filter(|_| sees_support(actor)),
        }
    }
}

/// A conversation as its reader sees it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Conversation {
    /// Its id.
    pub id: ConversationId,
    /// What it is for.
    pub kind: Kind,
    /// Where it stands.
    pub status: Status,
    /// Its title, where it has one.
    pub title: Option<String>,
    /// The inbox it came in through.
    pub inbox_id: Option<InboxId>,
    /// The customer.
    pub contact: Option<ContactSummary>,
    /// The agent it is given to.
    pub assignee: Option<Assignee>,
    /// When it began.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When anything of it changed.
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Timestamp,
    /// When something was last said.
    #[schema(value_type = String, format = DateTime)]
    pub last_activity_at: Timestamp,
    /// The end of its log, as far as the reader may know.
    pub last_seq: i64,
    /// How many messages the reader's audience has had.
    pub head_ord: i64,
    /// Messages of others that the reader has not read; 0 for staff who take no part.
    pub unread: i64,
    /// The newest message.
    pub last_message: Option<LastMessage>,
    /// Since when the customer waits for an answer (staff only).
    #[schema(value_type = Option<String>, format = DateTime)]
    pub waiting_since: Option<Timestamp>,
    /// The reader's own read mark.
    pub last_read_seq: i64,
    /// Messages that mention the reader and that they have not read.
    pub mentions: i64,
    /// Whether the reader wants no sign of what is new here.
    pub muted: bool,
    /// When it was put away (staff only).
    #[schema(value_type = Option<String>, format = DateTime)]
    pub archived_at: Option<Timestamp>,
    /// When the team pinned it to the top (staff only).
    #[schema(value_type = Option<String>, format = DateTime)]
    pub pinned_at: Option<Timestamp>,
}

/// A customer in a list row.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ContactSummary {
    /// The contact.
    pub id: PrincipalId,
    /// Their name.
    pub name: String,
    /// Their e-mail address.
    pub email: Option<String>,
    /// Whether the site vouched for who they are.
    pub verified: bool,
    /// When they were last here.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub last_seen_at: Option<Timestamp>,
}

/// The agent a conversation is given to.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Assignee {
    /// The agent.
    pub id: PrincipalId,
    /// Their name.
    pub name: String,
}

/// The newest message in a list row.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LastMessage {
    /// Its place.
    pub seq: i64,
    /// Its beginning; nothing when it was deleted.
    pub text: Option<String>,
    /// Message or note.
    pub kind: MessageKind,
    /// Who said it.
    pub sender: Principal,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

/// A conversation with who is in it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ConversationDetail {
    /// The conversation.
    #[serde(flatten)]
    pub conversation: Conversation,
    /// Who is in it, as far as the reader may know.
    pub participants: Vec<Participant>,
    /// The log's generation.
    pub epoch: String,
}

/// Someone in a conversation.
#[derive(Clone, Debug, Serialize, ToSchema, FromRow)]
pub struct Participant {
    /// Who.
    pub id: PrincipalId,
    /// Their name.
    pub name: String,
    /// What they are.
    pub kind: PrincipalKind,
    /// As what they take part.
    pub role: ParticipantRole,
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    pub joined_at: Timestamp,
    /// Read up to here.
    pub last_read_seq: i64,
    /// When they last read or wrote.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub last_read_at: Option<Timestamp>,
    /// Arrived up to here.
    pub last_delivered_seq: i64,
}

/// As what someone takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, antiphon_db::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum ParticipantRole {
    /// The customer.
    Customer,
    /// An agent.
    Agent,
    /// An admin.
    Admin,
    /// A bot, marked as such.
    Bot,
    /// Someone among equals.
    Member,
}

impl ParticipantRole {
    pub(super) fn of(actor: &Actor, kind: Kind) -> Self {
        Self::among(kind, actor.kind, actor.role)
    }

    /// The role in which someone takes part in a conversation of this kind.
    pub(super) fn among(kind: Kind, who: PrincipalKind, role: Option<Role>) -> Self {
        match (who, role) {
            (PrincipalKind::Contact, _) | (_, Some(Role::Customer)) => Self::Customer,
            (PrincipalKind::Bot, _) => Self::Bot,
            _ if kind != Kind::Support => Self::Member,
            (_, Some(Role::Admin)) => Self::Admin,
            _ => Self::Agent,
        }
    }
}

/// Someone who could take part or be assigned: their name, kind and, for people, role.
#[derive(FromRow)]
pub(super) struct Candidate {
    pub(super) id: PrincipalId,
    pub(super) name: String,
    pub(super) kind: PrincipalKind,
    pub(super) role: Option<Role>,
}

impl Candidate {
    /// Someone of the answering side.
    pub(super) fn is_staff(&self) -> bool {
        is_staff(self.kind, self.role)
    }

    pub(super) fn is_customer(&self) -> bool {
        self.kind == PrincipalKind::Contact || self.role == Some(Role::Customer)
    }

    /// What they would see of a conversation of this kind.
    pub(super) fn audience_in(&self, kind: Kind) -> Audience {
        if kind == Kind::Support && self.is_staff() { Audience::Staff } else { Audience::Public }
    }
}

/// Someone who may be called by name.
#[derive(FromRow)]
pub(super) struct Mentionable {
    pub(super) id: PrincipalId,
    pub(super) name: String,
    pub(super) kind: PrincipalKind,
    pub(super) role: Option<Role>,
    pub(super) conversation_kind: Kind,
    pub(super) takes_part: bool,
}

impl Mentionable {
    pub(super) fn is_staff(&self) -> bool {
        is_staff(self.kind, self.role)
    }
}

/// Someone of the answering side.
fn is_staff(kind: PrincipalKind, role: Option<Role>) -> bool {
    kind == PrincipalKind::Person && role.is_some_and(|role| role != Role::Customer)
}

/// A message that a search found.
#[derive(FromRow)]
pub(super) struct FoundRow {
    pub(super) conversation_id: ConversationId,
    pub(super) conversation_kind: Kind,
    pub(super) conversation_title: Option<String>,
    pub(super) contact_name: Option<String>,
    pub(super) id: MessageId,
    pub(super) seq: i64,
    pub(super) audience: Audience,
    pub(super) sender_id: PrincipalId,
    pub(super) sender_name: String,
    pub(super) sender_kind: PrincipalKind,
    pub(super) body: String,
    pub(super) created_at: Timestamp,
}

/// One entry of the log, as it lies in the table, with the message it is about.
#[derive(Clone, Debug, FromRow)]
pub(super) struct EntryRow {
    pub(super) seq: i64,
    #[sqlx(rename = "type")]
    pub(super) entry_type: EntryType,
    pub(super) audience: Audience,
    pub(super) prev_public_seq: i64,
    pub(super) actor_id: PrincipalId,
    pub(super) actor_name: String,
    pub(super) actor_kind: PrincipalKind,
    pub(super) created_at: Timestamp,
    pub(super) data: Option<Json<serde_json::Value>>,
    pub(super) message_id: Option<MessageId>,
    pub(super) message_seq: Option<i64>,
    pub(super) message_client_msg_id: Option<String>,
    pub(super) message_audience: Option<Audience>,
    pub(super) message_role: Option<MessageRole>,
    pub(super) message_sender_id: Option<PrincipalId>,
    pub(super) message_sender_name: Option<String>,
    pub(super) message_sender_kind: Option<PrincipalKind>,
    pub(super) message_body: Option<String>,
    pub(super) message_data: Option<Json<serde_json::Value>>,
    pub(super) message_reply_to: Option<MessageId>,
    pub(super) message_created_at: Option<Timestamp>,
    pub(super) message_edited_at: Option<Timestamp>,
    pub(super) message_deleted_at: Option<Timestamp>,
    pub(super) message_pinned_at: Option<Timestamp>,
    pub(super) message_revision: Option<i64>,
    pub(super) quote_seq: Option<i64>,
    pub(super) quote_body: Option<String>,
    pub(super) quote_data: Option<Json<serde_json::Value>>,
    pub(super) quote_sender_id: Option<PrincipalId>,
    pub(super) quote_sender_name: Option<String>,
    pub(super) quote_sender_kind: Option<PrincipalKind>,
}

impl EntryRow {
    /// What the message holds besides its text.
    pub(super) fn message_data(&self) -> MessageData {
        MessageData::of(self.message_data.as_ref())
    }

    fn quote(&self) -> Option<Quote> {
        let sender = Principal {
            id: self.quote_sender_id?,
            name: self.quote_sender_name.clone().unwrap_or_default(),
            kind: self.quote_sender_kind?,
        };
        let files = MessageData::of(self.quote_data.as_ref()).attachments;
        Some(Quote::of(self.message_reply_to?, self.quote_seq?, sender, self.quote_body.as_deref(), &files))
    }

    /// What there is to say about an event; a message says it itself.
    pub(super) fn event_data(&self) -> Option<&serde_json::Value> {
        self.data.as_ref().map(|Json(data)| data).filter(|_| self.entry_type != EntryType::MessageSent)
    }

    /// The message the entry is about, with its present text.
    pub(super) fn message(&self, conversation: ConversationId) -> Option<Message> {
        let data = self.message_data();
        Some(Message {
            id: self.message_id?,
            conversation_id: conversation,
            seq: self.message_seq?,
            client_msg_id: self.message_client_msg_id.clone(),
            kind: MessageKind::of(self.message_audience?),
            audience: self.message_audience?,
            role: self.message_role?,
            sender: Principal {
                id: self.message_sender_id?,
                name: self.message_sender_name.clone().unwrap_or_default(),
                kind: self.message_sender_kind?,
            },
            text: self.message_body.clone(),
            created_at: self.message_created_at?,
            edited_at: self.message_edited_at,
            deleted_at: self.message_deleted_at,
            reply_to: self.message_reply_to,
            quote: self.quote(),
            attachments: data.attachments,
            mentions: data.mentions,
            reactions: data.reactions,
            previews: data.previews,
            pinned_at: self.message_pinned_at,
            revision: self.message_revision.unwrap_or_default(),
        })
    }
}

/// An entry without its place, as it goes out.
#[derive(Serialize)]
pub(super) struct EntryBody<'a> {
    #[serde(rename = "type")]
    pub(super) entry_type: EntryType,
    pub(super) audience: Audience,
    pub(super) actor: Principal,
    pub(super) created_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) message: Option<Message>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) data: Option<&'a serde_json::Value>,
}

/// One entry of a conversation's log, as the OpenAPI document tells it.
#[derive(Serialize, ToSchema)]
pub struct Entry {
    /// Its place in the conversation, without a gap over all audiences.
    pub seq: i64,
    /// The place of the entry before it that this reader may see; 0 if none.
    pub prev_seq: i64,
    /// What happened.
    pub r#type: EntryType,
    /// Who may see it.
    pub audience: Audience,
    /// Who did it.
    pub actor: Principal,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// The message it is about, with its present text.
    pub message: Option<Message>,
    /// What else there is to say, by type.
    #[schema(value_type = Option<Object>)]
    pub data: Option<serde_json::Value>,
}

/// A message as its readers see it.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Message {
    /// Its id.
    pub id: MessageId,
    /// The conversation it was said in.
    pub conversation_id: ConversationId,
    /// Its place there.
    pub seq: i64,
    /// The sender's own id of it.
    pub client_msg_id: Option<String>,
    /// Message or note.
    pub kind: MessageKind,
    /// Who may see it.
    pub audience: Audience,
    /// Which side speaks.
    pub role: MessageRole,
    /// Who said it.
    pub sender: Principal,
    /// What was said; nothing when it was deleted.
    pub text: Option<String>,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When the text was last changed.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub edited_at: Option<Timestamp>,
    /// When it was taken back.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub deleted_at: Option<Timestamp>,
    /// The message it answers.
    pub reply_to: Option<MessageId>,
    /// What it answers, as that stands now; left out for whoever may not see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<Quote>,
    /// Files that came with it; where to fetch one is asked for apart.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// People whom it calls by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<Mention>,
    /// Emoji with which it was answered, in the order in which each came first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reactions: Vec<Reaction>,
    /// What is known of the pages it links to, in the order of the links; it comes a moment after the message.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub previews: Vec<LinkPreview>,
    /// When it was put on the conversation's pinboard.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub pinned_at: Option<Timestamp>,
    /// How often what it says was changed, taken back or brought back: of two readings the one with more is the newer.
    /// Left out while that is never.
    #[serde(default, skip_serializing_if = "is_none")]
    pub revision: i64,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_none(revision: &i64) -> bool {
    *revision == 0
}

impl Message {
    /// The message for a reader who sees only what comes after `from_seq`.
    pub(super) fn seen_after(mut self, from_seq: i64) -> Self {
        self.quote = self.quote.filter(|quote| quote.seq > from_seq);
        self
    }
}

/// The beginning of a message that is answered.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
pub struct Quote {
    /// The message.
    pub id: MessageId,
    /// Its place.
    pub seq: i64,
    /// Who said it.
    pub sender: Principal,
    /// Its beginning on one line, or the names of its files; nothing when it was deleted.
    pub text: Option<String>,
}

impl Quote {
    pub(super) fn of(id: MessageId, seq: i64, sender: Principal, text: Option<&str>, files: &[Attachment]) -> Self {
        Self { id, seq, sender, text: beginning(text, files) }
    }
}

/// Longest text in a list row or a quote, in characters.
const PREVIEW_CHARACTERS: usize = 140;

/// The beginning of a message on one line: of its text, or of the names of its files.
pub(super) fn beginning(text: Option<&str>, files: &[Attachment]) -> Option<String> {
    let names = || files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>().join(", ");
    let text = text.map(|text| if text.is_empty() { names() } else { text.to_owned() })?;
    Some(text::preview(&text, PREVIEW_CHARACTERS))
}

/// Someone whom a message calls by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Mention {
    /// Who.
    pub id: PrincipalId,
    /// Their name when it was said; in the text it stands after an `@`.
    pub name: String,
}

/// An emoji with which a message was answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Reaction {
    /// The emoji.
    pub emoji: String,
    /// How many answered so.
    pub count: usize,
    /// Who, in the order in which they did; the reader finds themselves among them.
    pub by: Vec<PrincipalId>,
}

/// What a page that a message links to says of itself. Words of strangers: to be shown as text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LinkPreview {
    /// The link, as it leads there from the text.
    pub url: String,
    /// What the page is called, at most 200 characters on one line.
    pub title: String,
    /// What it is about, at most 400 characters on one line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// How the site calls itself, at most 200 characters on one line; only the link says where it leads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site_name: Option<String>,
}

/// What a message's entry holds besides its text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct MessageData {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) attachments: Vec<Attachment>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) mentions: Vec<Mention>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) reactions: Vec<Reaction>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) previews: Vec<LinkPreview>,
    /// Links of which no preview is wanted any more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) bare_links: Vec<String>,
}

impl MessageData {
    /// Those of a text's links that have no preview and may have one.
    pub(super) fn without_preview<'a>(&self, links: &'a [String]) -> impl Iterator<Item = &'a String> {
        links.iter().filter(|link| !self.bare_links.contains(link) && !self.previews.iter().any(|one| one.url == **link))
    }

    fn of(data: Option<&Json<serde_json::Value>>) -> Self {
        data.and_then(|Json(data)| Self::deserialize(data).ok()).unwrap_or_default()
    }

    /// As it is stored: nothing where there is nothing.
    pub(super) fn stored(&self) -> Result<Option<serde_json::Value>> {
        if *self == Self::default() { Ok(None) } else { serde_json::to_value(self).map(Some).map_err(Error::internal) }
    }
}

/// An earlier text of a message.
#[derive(Clone, Debug, Serialize, ToSchema, FromRow)]
pub struct MessageVersion {
    /// 1 for the first text.
    pub version: i64,
    /// The text that was replaced.
    pub text: String,
    /// Who replaced it.
    pub replaced_by: PrincipalId,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub replaced_at: Timestamp,
}

/// A message to be sent.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewMessage {
    /// 1 to 10,000 characters; may be left out where files come along.
    #[serde(default)]
    pub text: String,
    /// The sender's own id of the message, 1 to 64 characters: a repeat answers the first one.
    #[serde(default)]
    pub client_msg_id: Option<String>,
    /// Message or note.
    #[serde(default)]
    pub kind: MessageKind,
    /// The message it answers.
    #[serde(default)]
    pub reply_to: Option<MessageId>,
    /// Files of one's own that were sent in before, at most 10.
    #[serde(default)]
    pub attachments: Vec<FileId>,
    /// People whom it calls by name, at most 20; each must be able to see it.
    #[serde(default)]
    pub mentions: Vec<PrincipalId>,
}

impl NewMessage {
    /// A message of this text and nothing else.
    pub fn of(text: String, client_msg_id: Option<String>) -> Self {
        Self { text, client_msg_id, kind: MessageKind::Message, reply_to: None, attachments: Vec::new(), mentions: Vec::new() }
    }
}

/// A sender's own id of a message, checked.
///
/// # Errors
/// `Invalid` on `client_msg_id`.
pub(super) fn checked_client_msg_id(id: Option<&str>) -> Result<Option<String>> {
    let Some(id) = id else { return Ok(None) };
    let length = id.chars().count();
    if !(1..=64).contains(&length) || id.chars().any(char::is_control) {
        return Err(Error::invalid("client_msg_id", "Give 1 to 64 characters without control characters."));
    }
    Ok(Some(id.to_owned()))
}

/// Which side an actor speaks for.
pub(super) fn role_of(actor: &Actor, kind: Kind) -> MessageRole {
    match (actor.kind, kind) {
        (PrincipalKind::System, _) => MessageRole::System,
        (PrincipalKind::Bot, _) => MessageRole::Assistant,
        (PrincipalKind::Contact, _) => MessageRole::User,
        (_, Kind::Support) if sees_support(actor) => MessageRole::Assistant,
        _ => MessageRole::User,
    }
}

/// What staff read in the raw id of a topic.
pub(super) fn topic_of(actor: &Actor, id: ConversationId) -> TopicKey {
    TopicKey { workspace: actor.workspace, id: id.0 }
}

/// The ids in a list of texts, refused by place.
pub(super) fn id_at(field: &str, place: usize, id: &Uuid) -> Error {
    Error::invalid(format!("{field}[{place}]"), format!("There is nobody with the id {id} here."))
}
