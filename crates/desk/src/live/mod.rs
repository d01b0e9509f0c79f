//! Live delivery: topics, sockets, event streams, polling, presence, nodes.
//!
//! Owns no table. Routes: `/api/live` (WebSocket). Every transport is the same thing seen differently:
//! entries of a topic after a cursor, read from the log through [`Log`], with hints that say when to look; beside it what
//! a single person is told, through [`Personal`].
//! Refuses to know what a conversation is: `conversations` implements [`Log`], `lib.rs` hands it over.
//! Losing any hint, in this process or between nodes, costs time, never an entry.

mod channels;
mod follower;
mod frames;
mod hub;
mod model;
mod nodes;
mod outbox;
mod person;
mod presence;
mod routes;
mod socket;
mod stream;
mod talk;
mod topic;
mod wire;

pub use channels::{
    ByClient, ChannelApp, ChannelEvent, ChannelKind, Occupied, Refused, is_encrypted, is_socket_id, open_channels,
};
pub use follower::{Follower, Passing};
pub use hub::{Live, start};
pub use model::{
    Announcement, Audience, BoxFuture, FeedPage, Heads, Late, Log, LogEntry, LogPage, NewSend, Part, Position, PositionKind,
    Posted, TopicKey, View,
};
pub use person::{Personal, PersonalPage};
pub use routes::{Upgrade, open_talk, routes};
pub use stream::{EventsAsk, checked_wait, follow_feed, follow_topic, wait_for_feed, wait_for_topic};
pub use talk::{Tongue, read_frame};
pub use wire::Pace;
