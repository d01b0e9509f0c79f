//! What live delivery deals in: entries with their place, who may see them, and the log they come from.

use std::pin::Pin;
use std::sync::Arc;

use antiphon_base::Result;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::channels::ChannelEvent;
use crate::actor::{Actor, Credential, PrincipalKind};
use crate::ids::{PrincipalId, WorkspaceId};

/// A boxed future, so that [`Log`] can be an object.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Who may see an entry. Ordered: staff see all that the public sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema, antiphon_db::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Audience {
    /// Everybody in the conversation.
    Public,
    /// The answering side only.
    Staff,
}

impl Audience {
    /// Whether a reader of this audience may see an entry meant for `entry`.
    pub fn sees(self, entry: Audience) -> bool {
        entry <= self
    }
}

/// One log that can be followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TopicKey {
    /// The tenant.
    pub workspace: WorkspaceId,
    /// The log's id (a conversation's).
    pub id: Uuid,
}

/// One entry of a log, ready to be sent to either audience.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LogEntry {
    /// Its place: 1, 2, 3 … without a gap.
    pub seq: i64,
    /// Who may see it.
    pub audience: Audience,
    /// The place of the public entry before it, 0 if none.
    pub prev_public_seq: i64,
    /// The JSON object without `seq` and `prev_seq`.
    pub body: Arc<str>,
    /// What is told to readers who do not see all that the body tells of, by the place of what they do not see.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub late: Vec<Late>,
}

/// An entry as those are told it who came "from now on", after something that it speaks of.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Late {
    /// The place of what it speaks of.
    pub about: i64,
    /// The JSON object without that.
    pub body: Arc<str>,
}

impl LogEntry {
    /// The entry as `reader` sees it, who sees only what comes after `from_seq`: its JSON with `seq` and the place of
    /// the entry before it that this reader may see.
    pub fn json_for(&self, reader: Audience, from_seq: i64) -> String {
        format!("{{{}}}", self.fields_for(reader, from_seq))
    }

    /// Whether a reader who sees only what comes after `from_seq` is told it in other words.
    pub(super) fn differs_after(&self, from_seq: i64) -> bool {
        self.late_body(from_seq).is_some()
    }

    fn late_body(&self, from_seq: i64) -> Option<&Arc<str>> {
        self.late.iter().rfind(|late| late.about <= from_seq).map(|late| &late.body)
    }

    fn fields_for(&self, reader: Audience, from_seq: i64) -> String {
        let prev = match reader {
            Audience::Staff => self.seq - 1,
            Audience::Public => self.prev_public_seq,
        };
        let body = self.late_body(from_seq).unwrap_or(&self.body);
        let inner = body.strip_prefix('{').and_then(|body| body.strip_suffix('}')).unwrap_or_default();
        let comma = if inner.is_empty() { "" } else { "," };
        format!("\"seq\":{},\"prev_seq\":{prev}{comma}{inner}", self.seq)
    }
}

/// A part of a message that is still being written. It passes by: only the whole message is stored.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Part {
    /// The message that is answered.
    pub reply_to: Uuid,
    /// How many characters came before this part. Whoever misses one waits for the whole.
    pub at: usize,
    /// What comes now.
    pub text: String,
}

/// The ends of a log, for each audience.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Heads {
    /// The newest entry.
    pub all: i64,
    /// The newest public entry.
    pub public: i64,
}

impl Heads {
    /// The end that `reader` may know of.
    pub fn for_audience(self, reader: Audience) -> i64 {
        match reader {
            Audience::Staff => self.all,
            Audience::Public => self.public,
        }
    }
}

/// How an actor sees one log.
#[derive(Clone, Copy, Debug)]
pub struct View {
    /// Which log.
    pub topic: TopicKey,
    /// What they may see of it.
    pub audience: Audience,
    /// They see only what comes after this (people added "from now on"); 0 for all.
    pub from_seq: i64,
    /// Whether the public may know that they are here: staff who only look in are not shown.
    pub shown_to_public: bool,
}

/// A stretch of a log.
#[derive(Debug)]
pub struct LogPage {
    /// Entries that the reader may see, in order.
    pub entries: Vec<LogEntry>,
    /// The reader has now seen everything up to here, hidden entries passed over. For this server's own
    /// bookkeeping; readers are told [`LogPage::told_through`].
    pub through_seq: i64,
    /// The ends when it was read.
    pub heads: Heads,
    /// Whether there is more after `through_seq`.
    pub has_more: bool,
}

impl LogPage {
    /// How far a reader is told to have come: never to an entry that they may not know of.
    pub fn told_through(&self, reader: Audience) -> i64 {
        self.through_seq.min(self.heads.for_audience(reader))
    }
}

/// A stretch of someone's feed.
#[derive(Debug)]
pub struct FeedPage {
    /// JSON array of feed items.
    pub items: String,
    /// How many they are.
    pub count: usize,
    /// Where the next page begins.
    pub cursor: String,
    /// Whether there is more right now.
    pub has_more: bool,
}

/// A message as a socket sends it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewSend {
    /// Frame type, already looked at.
    #[serde(rename = "type")]
    pub frame: String,
    /// Into which log.
    pub conversation_id: Uuid,
    /// The sender's own id of the message.
    pub client_msg_id: String,
    /// What is said.
    #[serde(default)]
    pub text: String,
    /// `message` or `note`.
    #[serde(default)]
    pub kind: Option<String>,
    /// The message it answers.
    #[serde(default)]
    pub reply_to: Option<Uuid>,
    /// Files that come along.
    #[serde(default)]
    pub attachments: Vec<Uuid>,
    /// People whom it calls by name.
    #[serde(default)]
    pub mentions: Vec<Uuid>,
}

/// Where a sent message stands.
#[derive(Debug)]
pub struct Posted {
    /// The message's id.
    pub message_id: Uuid,
    /// Its place.
    pub seq: i64,
}

/// What a position says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PositionKind {
    /// Seen by eyes.
    Read,
    /// Arrived at a device.
    Delivered,
}

/// How far someone has come in a log.
#[derive(Clone, Debug, Serialize)]
pub struct Position {
    /// Who.
    pub principal_id: PrincipalId,
    /// Seen up to here.
    pub read_seq: i64,
    /// Arrived up to here.
    pub delivered_seq: i64,
}

/// Someone as others see them in live frames.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Who {
    pub(super) id: PrincipalId,
    pub(super) name: Arc<str>,
    pub(super) kind: PrincipalKind,
}

impl Who {
    pub(super) fn of(actor: &Actor) -> Self {
        Self { id: actor.principal, name: Arc::clone(&actor.name), kind: actor.kind }
    }
}

/// What a committed change tells the hub.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Announcement {
    /// An entry was appended.
    Entry {
        /// Where.
        topic: TopicKey,
        /// What. Left out between nodes when large: it is then read from the log.
        entry: Option<LogEntry>,
        /// Its place.
        seq: i64,
    },
    /// Someone has come further.
    Moved {
        /// Where.
        topic: TopicKey,
        /// Who.
        principal: PrincipalId,
        /// Whether the public may know (not for staff who only look in).
        audience: Audience,
        /// In what sense.
        kind: PositionKind,
        /// To where.
        seq: i64,
    },
    /// Someone's rights in a log changed; their subscriptions are checked again.
    Rights {
        /// Where.
        topic: TopicKey,
        /// Whose.
        principal: PrincipalId,
    },
    /// Something that lists show changed without an entry.
    Feed {
        /// In which tenant.
        workspace: WorkspaceId,
    },
    /// A person was told something, or has read it.
    Personal {
        /// In which tenant.
        workspace: WorkspaceId,
        /// Who.
        principal: PrincipalId,
    },
    /// An event for the channels of a workspace's app.
    Channels {
        /// Whose app.
        workspace: WorkspaceId,
        /// The event.
        event: ChannelEvent,
    },
    /// Somebody was given a signature for a socket: with what proved them it ends.
    ChannelBound {
        /// Whose app.
        workspace: WorkspaceId,
        /// The socket, as it was named to its client.
        socket: String,
        /// What proved who it is.
        credential: Credential,
    },
    /// A workspace's app changed: whoever is connected by it comes back.
    ChannelAppChanged {
        /// Whose app.
        workspace: WorkspaceId,
    },
    /// All sockets of a user who has signed in on them are closed.
    ChannelUserEnded {
        /// Whose app.
        workspace: WorkspaceId,
        /// The user, as they signed in.
        user: String,
    },
    /// A session, key or visitor token ended; its sockets are closed.
    Ended {
        /// Which.
        credential: Credential,
    },
}

/// The log behind the topics, as live delivery needs it.
pub trait Log: Send + Sync + 'static {
    /// How `actor` sees the log; `NotFound` when they do not.
    fn view<'a>(&'a self, actor: &'a Actor, topic: Uuid) -> BoxFuture<'a, Result<View>>;
    /// Entries after `after_seq` that the view shows, at most `limit`.
    fn entries<'a>(&'a self, view: View, after_seq: i64, limit: i64) -> BoxFuture<'a, Result<LogPage>>;
    /// The ends of several logs of one tenant.
    fn heads<'a>(&'a self, workspace: WorkspaceId, topics: &'a [Uuid]) -> BoxFuture<'a, Result<Vec<(Uuid, Heads)>>>;
    /// How far everybody whom the view shows has come.
    fn positions<'a>(&'a self, view: View) -> BoxFuture<'a, Result<Vec<Position>>>;
    /// Changes of the actor's list after `cursor` (`None`: only the present cursor).
    fn feed<'a>(&'a self, actor: &'a Actor, cursor: Option<&'a str>, limit: i64) -> BoxFuture<'a, Result<FeedPage>>;
    /// Says something.
    fn send<'a>(&'a self, actor: &'a Actor, new: NewSend) -> BoxFuture<'a, Result<Posted>>;
    /// Moves a position.
    fn mark<'a>(&'a self, actor: &'a Actor, topic: Uuid, kind: PositionKind, seq: i64) -> BoxFuture<'a, Result<()>>;
}
