//! Channels of the Pusher protocol: who has joined which on this node, who is present, what was published last.
//! Best effort by the protocol's own rule: nothing here is kept, and nobody is told what they missed. Whatever stands
//! for a stored entry says so in its data, so that a client can fetch what did not arrive.

mod frames;
mod socket;

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use antiphon_base::Timestamp;
use antiphon_clients::pusher::DATA_BYTES;
use axum::extract::ws::Utf8Bytes;
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use frames::is_socket_id;
pub use socket::{Refused, open_channels};

use super::hub::{Live, Registered};
use super::model::{Announcement, Audience, LogEntry, TopicKey};
use super::outbox::{Ending, Outbox};
use crate::actor::Credential;
use crate::ids::WorkspaceId;

/// How long the last event of a cache channel is kept.
const CACHED: TimeDelta = TimeDelta::minutes(30);
/// While a workspace has so many channels on this node, no further one is kept for its last event alone.
const MOST_KEPT: usize = 1_000;
/// Credentials that one socket is bound to; more are no person's.
const CREDENTIALS: usize = 8;

/// A workspace's app, as a socket needs it.
#[derive(Clone, Debug)]
pub struct ChannelApp {
    /// Whose.
    pub workspace: WorkspaceId,
    /// By which clients name it.
    pub key: String,
    /// What signs.
    pub secret: String,
    /// Whether clients may send events to each other.
    pub has_client_events: bool,
}

/// What a channel's name says of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChannelKind {
    /// Anybody joins.
    Public,
    /// Whoever has a signature joins.
    Private,
    /// The same, and everybody sees who is there.
    Presence,
    /// Of a single signed-in user, on all their sockets.
    User,
}

impl ChannelKind {
    /// By the beginning of the name.
    pub fn of(name: &str) -> Self {
        if name.starts_with("#server-to-user-") {
            Self::User
        } else if name.starts_with("private-") {
            Self::Private
        } else if name.starts_with("presence-") {
            Self::Presence
        } else {
            Self::Public
        }
    }
}

/// Whether a channel remembers its last event.
pub fn is_cache_channel(name: &str) -> bool {
    ["cache-", "private-cache-", "private-encrypted-cache-", "presence-cache-"].iter().any(|start| name.starts_with(start))
}

/// Whether only its clients can read a channel.
pub fn is_encrypted(name: &str) -> bool {
    name.starts_with("private-encrypted-")
}

/// An event on its way to channels.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ChannelEvent {
    /// Which channels.
    pub channels: Vec<String>,
    /// Its name.
    pub name: String,
    /// A text, most often JSON, to the byte as it was given.
    pub data: String,
    /// The socket that it came from, which is not told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub except: Option<String>,
    /// By a client, and by which user where the channel knows that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_client: Option<ByClient>,
}

/// A client that sent an event itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ByClient {
    /// Who it is on a presence channel.
    pub user_id: Option<String>,
}

/// Somebody on a presence channel.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Present {
    pub(super) id: String,
    pub(super) info: Value,
}

#[derive(Default)]
struct Channel {
    members: Vec<Member>,
    cached: Option<(Utf8Bytes, Timestamp)>,
}

struct Member {
    socket: Arc<str>,
    outbox: Arc<Outbox>,
    present: Option<Present>,
}

/// What a channel is like right now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Occupied {
    /// Sockets.
    pub sockets: usize,
    /// Users, on a presence channel.
    pub users: Vec<String>,
    /// Whether there is an event for whoever joins.
    pub is_cached: bool,
}

/// All channels with somebody on this node, and all signed-in users.
#[derive(Default)]
pub(super) struct Channels(Mutex<Inner>);

#[derive(Default)]
struct Inner {
    channels: HashMap<WorkspaceId, BTreeMap<String, Channel>>,
    users: HashMap<(WorkspaceId, String), Vec<Arc<Outbox>>>,
    sockets: HashMap<Arc<str>, Open>,
}

/// An open socket.
struct Open {
    workspace: WorkspaceId,
    outbox: Arc<Outbox>,
    /// What of our own people's its signatures were given to: with the session it ends too.
    registered: Vec<Registered>,
}

/// What a joiner finds.
#[derive(Default)]
pub(super) struct Found {
    /// Users there, with what they say of themselves, on a presence channel.
    pub(super) present: Vec<Present>,
    /// The last event, on a cache channel.
    pub(super) cached: Option<Utf8Bytes>,
}

impl Channels {
    fn lock(&self) -> MutexGuard<'_, Inner> {
        // The maps are whole between statements, so a panic elsewhere leaves them usable.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Joins a socket; others on a presence channel are told of a user who was not there. `None`: it is full.
    fn join(
        &self,
        workspace: WorkspaceId,
        name: &str,
        (socket, outbox): (&Arc<str>, &Arc<Outbox>),
        present: Option<Present>,
        (most_users, now): (usize, Timestamp),
    ) -> Option<Found> {
        let mut inner = self.lock();
        let channel = inner.channels.entry(workspace).or_default().entry(name.to_owned()).or_default();
        if let Some(new) = &present
            && !channel.members.iter().any(|member| member.present.as_ref().is_some_and(|one| one.id == new.id))
        {
            if channel.users().len() >= most_users {
                return None;
            }
            channel.tell(&frames::member_added(name, new), None);
        }
        channel.members.push(Member { socket: Arc::clone(socket), outbox: Arc::clone(outbox), present });
        let cached = channel.cached.as_ref().filter(|(_, at)| now - *at < CACHED).map(|(frame, _)| frame.clone());
        Some(Found { present: channel.users(), cached })
    }

    /// Takes a socket out; others on a presence channel are told of a user who is not there any more.
    fn leave(&self, workspace: WorkspaceId, name: &str, socket: &str, now: Timestamp) {
        let mut inner = self.lock();
        let Some(channels) = inner.channels.get_mut(&workspace) else { return };
        let Some(channel) = channels.get_mut(name) else { return };
        let Some(place) = channel.members.iter().position(|member| *member.socket == *socket) else { return };
        let left = channel.members.swap_remove(place);
        if let Some(gone) = left.present
            && !channel.members.iter().any(|member| member.present.as_ref().is_some_and(|one| one.id == gone.id))
        {
            channel.tell(&frames::member_removed(name, &gone.id), None);
        }
        if channel.members.is_empty() && channel.cached.as_ref().is_none_or(|(_, at)| now - *at >= CACHED) {
            channels.remove(name);
        }
        if channels.is_empty() {
            inner.channels.remove(&workspace);
        }
    }

    /// Tells everybody on this node who has joined.
    pub(super) fn hear(&self, workspace: WorkspaceId, event: &ChannelEvent, now: Timestamp) {
        let mut inner = self.lock();
        let user = event.by_client.as_ref().and_then(|client| client.user_id.as_deref());
        for name in &event.channels {
            let frame = || frames::event(&event.name, name, &event.data, user);
            let is_kept = is_cache_channel(name) && event.by_client.is_none();
            if !is_kept && !inner.channels.contains_key(&workspace) {
                continue;
            }
            let channels = inner.channels.entry(workspace).or_default();
            let has_room = channels.len() < MOST_KEPT;
            let channel = match channels.get_mut(name) {
                Some(channel) => channel,
                None if is_kept && has_room => channels.entry(name.clone()).or_default(),
                None => continue,
            };
            let frame = frame();
            channel.tell(&frame, event.except.as_deref());
            if is_kept {
                channel.cached = Some((frame, now));
            }
        }
    }

    /// Tells the channels of a conversation of a public entry, with its place: whoever misses one fetches it.
    pub(super) fn hear_entry(&self, topic: TopicKey, entry: Option<&LogEntry>, now: Timestamp) {
        let Some(entry) = entry.filter(|entry| entry.audience == Audience::Public) else { return };
        let names = names_of(topic);
        let is_followed =
            |name: &String| self.lock().channels.get(&topic.workspace).is_some_and(|channels| channels.contains_key(name));
        let channels: Vec<String> = names.into_iter().filter(is_followed).collect();
        if channels.is_empty() {
            return;
        }
        let whole = format!("{{\"conversation_id\":\"{}\",\"entry\":{}}}", topic.id, entry.json_for(Audience::Public, 0));
        let data = if whole.len() <= DATA_BYTES {
            whole
        } else {
            let place = serde_json::json!({ "seq": entry.seq, "prev_seq": entry.prev_public_seq });
            serde_json::json!({ "conversation_id": topic.id, "entry": place, "truncated": true }).to_string()
        };
        self.hear(
            topic.workspace,
            &ChannelEvent { channels, name: "entry".to_owned(), data, except: None, by_client: None },
            now,
        );
    }

    fn open(&self, workspace: WorkspaceId, socket: &Arc<str>, outbox: &Arc<Outbox>) {
        let open = Open { workspace, outbox: Arc::clone(outbox), registered: Vec::new() };
        self.lock().sockets.insert(Arc::clone(socket), open);
    }

    fn close(&self, socket: &str) {
        let gone = self.lock().sockets.remove(socket);
        drop(gone); // which takes another lock
    }

    /// Whoever has this credential was given a signature for a socket, which is on this node perhaps.
    pub(super) fn bind(&self, live: &Live, workspace: WorkspaceId, socket: &str, credential: Credential) {
        let is_open = |open: &&Open| open.workspace == workspace && open.registered.len() < CREDENTIALS;
        let Some(outbox) = self.lock().sockets.get(socket).filter(is_open).map(|open| Arc::clone(&open.outbox)) else { return };
        let registered = live.register(credential, &outbox);
        if let Some(open) = self.lock().sockets.get_mut(socket) {
            open.registered.push(registered);
        }
    }

    /// Rights in a conversation changed: whoever follows it here comes back and is looked at anew.
    pub(super) fn recheck(&self, topic: TopicKey) {
        let inner = self.lock();
        for name in names_of(topic) {
            let channel = inner.channels.get(&topic.workspace).and_then(|channels| channels.get(&name));
            for member in channel.into_iter().flat_map(|channel| &channel.members) {
                member.outbox.end(Ending::ComeBack);
            }
        }
    }

    /// The app changed: whoever is connected by it comes back, if they still may.
    pub(super) fn renew(&self, workspace: WorkspaceId) {
        for open in self.lock().sockets.values().filter(|open| open.workspace == workspace) {
            open.outbox.end(Ending::ComeBack);
        }
    }

    /// What cache channels without anybody remember goes with its time.
    pub(super) fn forget_old(&self, now: Timestamp) {
        self.lock().channels.retain(|_, channels| {
            channels.retain(|_, channel| {
                !channel.members.is_empty() || channel.cached.as_ref().is_some_and(|(_, at)| now - *at < CACHED)
            });
            !channels.is_empty()
        });
    }

    fn sign_in(&self, workspace: WorkspaceId, user: &str, outbox: &Arc<Outbox>) {
        self.lock().users.entry((workspace, user.to_owned())).or_default().push(Arc::clone(outbox));
    }

    fn sign_out(&self, workspace: WorkspaceId, user: &str, outbox: &Arc<Outbox>) {
        let mut inner = self.lock();
        let key = (workspace, user.to_owned());
        if let Some(outboxes) = inner.users.get_mut(&key) {
            outboxes.retain(|one| !Arc::ptr_eq(one, outbox));
            if outboxes.is_empty() {
                inner.users.remove(&key);
            }
        }
    }

    /// Closes a user's sockets on this node.
    pub(super) fn terminate(&self, workspace: WorkspaceId, user: &str) {
        for outbox in self.lock().users.get(&(workspace, user.to_owned())).into_iter().flatten() {
            outbox.end(Ending::SignedOut);
        }
    }
}

impl Channel {
    fn tell(&self, frame: &Utf8Bytes, except: Option<&str>) {
        for member in self.members.iter().filter(|member| except != Some(&*member.socket)) {
            if !member.outbox.push(frame.clone()) {
                metrics::counter!("channel_events_dropped_total").increment(1);
            }
        }
    }

    /// Each user once, as they came first.
    fn users(&self) -> Vec<Present> {
        let mut users: Vec<Present> = Vec::new();
        for present in self.members.iter().filter_map(|member| member.present.as_ref()) {
            if !users.iter().any(|one| one.id == present.id) {
                users.push(present.clone());
            }
        }
        users
    }

    fn occupied(&self, now: Timestamp) -> Occupied {
        Occupied {
            sockets: self.members.len(),
            users: self.users().into_iter().map(|user| user.id).collect(),
            is_cached: self.cached.as_ref().is_some_and(|(_, at)| now - *at < CACHED),
        }
    }
}

impl Live {
    /// Tells whoever has joined the event's channels, on every node. At most once, and not kept.
    pub fn publish(&self, workspace: WorkspaceId, event: ChannelEvent) {
        self.announce(Announcement::Channels { workspace, event });
    }

    /// Closes all sockets of a signed-in user, on every node.
    pub fn terminate_user(&self, workspace: WorkspaceId, user: &str) {
        self.announce(Announcement::ChannelUserEnded { workspace, user: user.to_owned() });
    }

    /// The channels with somebody on this node, by name.
    pub fn occupied_channels(&self, workspace: WorkspaceId, prefix: &str) -> BTreeMap<String, Occupied> {
        let now = self.clock().now();
        let inner = self.channels().lock();
        let channels = inner.channels.get(&workspace).into_iter().flatten();
        let occupied = channels.filter(|(name, channel)| name.starts_with(prefix) && !channel.members.is_empty());
        occupied.map(|(name, channel)| (name.clone(), channel.occupied(now))).collect()
    }

    /// What one channel is like on this node.
    pub fn channel(&self, workspace: WorkspaceId, name: &str) -> Occupied {
        let inner = self.channels().lock();
        let channel = inner.channels.get(&workspace).and_then(|channels| channels.get(name));
        channel.map(|channel| channel.occupied(self.clock().now())).unwrap_or_default()
    }
}

/// The channels of a conversation.
fn names_of(topic: TopicKey) -> [String; 2] {
    ["private", "presence"].map(|kind| format!("{kind}-conversation-{}", topic.id))
}

/// Users as the protocol lists them.
fn presence_of(users: &[Present]) -> Value {
    let hash: Map<String, Value> = users.iter().map(|user| (user.id.clone(), user.info.clone())).collect();
    let ids: Vec<&str> = users.iter().map(|user| user.id.as_str()).collect();
    serde_json::json!({ "presence": { "count": users.len(), "ids": ids, "hash": hash } })
}
