//! The frames of the live socket, both ways: JSON objects with `type`. The protocol is told in docs/live.md.

use std::collections::BTreeMap;
use std::time::Duration;

use antiphon_base::{Error, Result};
use axum::extract::ws::Utf8Bytes;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::model::{Audience, LogEntry, Part, Position, View, Who};
use super::person::PersonalPage;
use crate::http;
use crate::ids::PrincipalId;

/// The protocol's version.
pub(super) const PROTOCOL: u32 = 1;

macro_rules! said {
    ($($name:ident = $text:literal { $($(#[$with:meta])* $field:ident: $of:ty),* $(,)? })*) => {
        /// What a client says.
        #[derive(Debug)]
        pub(super) enum Said { $($name($name)),* }

        $(
            #[doc = concat!("The frame `", $text, "`.")]
            #[derive(Debug, Deserialize)]
            #[serde(deny_unknown_fields)]
            pub(super) struct $name {
                #[serde(rename = "type")]
                _frame: IgnoredAny,
                $($(#[$with])* pub(super) $field: $of),*
            }
        )*

        impl Said {
            /// Reads a frame of this type. Each type is read by itself, so that a refusal can name the field.
            pub(super) fn read(frame: &str, text: &[u8]) -> Result<Self> {
                match frame {
                    $($text => http::parse::<$name>(text).map(Self::$name),)*
                    // Not JSON, or no object: said as such; else the type is what is wrong.
                    _ => http::parse::<Envelope>(text).and_then(|_| {
                        Err(Error::invalid("type", "Give one of: send, hello, refresh, subscribe, unsubscribe, follow_feed, follow_notices, read, delivered, typing, ping."))
                    }),
                }
            }
        }
    };
}

said! {
    Hello = "hello" { #[serde(default)] token: Option<String>, #[serde(default)] ticket: Option<String>, protocol: u32 }
    Refresh = "refresh" { #[serde(default)] token: Option<String>, #[serde(default)] ticket: Option<String> }
    Subscribe = "subscribe" { conversation_id: Uuid, after_seq: i64, #[serde(default)] epoch: Option<String> }
    Unsubscribe = "unsubscribe" { conversation_id: Uuid }
    FollowFeed = "follow_feed" { after: String }
    FollowNotices = "follow_notices" { #[serde(default)] after: String }
    Read = "read" { conversation_id: Uuid, seq: i64 }
    Delivered = "delivered" { conversation_id: Uuid, seq: i64 }
    Typing = "typing" { conversation_id: Uuid, is_typing: bool, #[serde(default)] audience: Option<Audience> }
    Ping = "ping" { #[serde(default)] n: Option<i64> }
}

/// Only as much of a frame as is needed to know what it is and whom an error belongs to.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Envelope {
    #[serde(rename = "type", default)]
    pub(super) frame: String,
    #[serde(default)]
    pub(super) conversation_id: Option<serde_json::Value>,
    #[serde(default)]
    pub(super) client_msg_id: Option<serde_json::Value>,
}

/// What the server says.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum Says<'a> {
    Welcome {
        principal_id: PrincipalId,
        epoch: &'a str,
        heartbeat_s: u64,
        expires_in: Option<i64>,
    },
    Refreshed {
        expires_in: Option<i64>,
    },
    Subscribed {
        conversation_id: Uuid,
        recovered: bool,
        head: i64,
        epoch: &'a str,
        present: Vec<PrincipalId>,
        positions: Vec<Position>,
    },
    Unsubscribed {
        conversation_id: Uuid,
    },
    Ack {
        conversation_id: Uuid,
        client_msg_id: &'a str,
        message_id: Uuid,
        seq: i64,
    },
    Typing {
        conversation_id: Uuid,
        principal: &'a Who,
        is_typing: bool,
        audience: Audience,
    },
    Delta {
        conversation_id: Uuid,
        principal: &'a Who,
        #[serde(flatten)]
        part: &'a Part,
    },
    Read {
        conversation_id: Uuid,
        principal_id: PrincipalId,
        seq: i64,
    },
    Delivered {
        conversation_id: Uuid,
        principal_id: PrincipalId,
        seq: i64,
    },
    Presence {
        conversation_id: Uuid,
        principal: &'a Who,
        online: bool,
    },
    Working {
        task_id: &'a str,
        principal: &'a Who,
        is_working: bool,
    },
    Heads {
        heads: BTreeMap<Uuid, i64>,
    },
    Expiring {
        in_s: u64,
    },
    Bye {
        reason: &'a str,
        retry_after_ms: u64,
    },
    Pong {
        #[serde(skip_serializing_if = "Option::is_none")]
        n: Option<i64>,
    },
    Error {
        error: ErrorSaid<'a>,
        #[serde(skip_serializing_if = "Option::is_none")]
        conversation_id: Option<serde_json::Value>,
        #[serde(skip_serializing_if = "Option::is_none")]
        client_msg_id: Option<serde_json::Value>,
    },
}

/// A refusal within a socket.
#[derive(Debug, Serialize)]
pub(super) struct ErrorSaid<'a> {
    code: &'a str,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    retry_after_ms: Option<u64>,
}

impl Says<'_> {
    /// The frame as text.
    pub(super) fn frame(&self) -> Utf8Bytes {
        serde_json::to_string(self).expect("our own frames always serialize").into()
    }
}

/// A refusal, with what it belongs to.
pub(super) fn refusal(error: &Error, envelope: Envelope) -> Utf8Bytes {
    let retry_after_ms = match error {
        Error::TooMany { retry_after } => Some(millis(*retry_after)),
        Error::Unavailable { .. } => Some(1_000),
        _ => None,
    };
    let said = ErrorSaid { code: error.code(), message: error.sentence().into_owned(), field: error.field(), retry_after_ms };
    Says::Error { error: said, conversation_id: envelope.conversation_id, client_msg_id: envelope.client_msg_id }.frame()
}

/// One live entry.
pub(super) fn entry(topic: Uuid, entry: &LogEntry, reader: Audience, from_seq: i64) -> Utf8Bytes {
    // The body has its own `type` (what happened), so the frame's type stands in `frame`'s place: see docs/live.md.
    format!("{{\"type\":\"entry\",\"conversation_id\":\"{topic}\",\"entry\":{}}}", entry.json_for(reader, from_seq)).into()
}

/// A stretch of entries.
pub(super) fn entries(view: View, entries: &[LogEntry], through_seq: i64) -> Utf8Bytes {
    let (topic, list) = (view.topic.id, json_list(entries, view));
    format!("{{\"type\":\"entries\",\"conversation_id\":\"{topic}\",\"entries\":{list},\"through_seq\":{through_seq}}}").into()
}

/// Entries as a JSON array.
pub(super) fn json_list(entries: &[LogEntry], view: View) -> String {
    let mut list = String::from("[");
    for (n, entry) in entries.iter().enumerate() {
        if n > 0 {
            list.push(',');
        }
        list.push_str(&entry.json_for(view.audience, view.from_seq));
    }
    list.push(']');
    list
}

/// A stretch of the feed.
pub(super) fn feed(items: &str, cursor: &str, has_more: bool) -> Utf8Bytes {
    let cursor = serde_json::to_string(cursor).expect("text always serializes");
    format!("{{\"type\":\"feed\",\"items\":{items},\"cursor\":{cursor},\"has_more\":{has_more}}}").into()
}

/// A stretch of what somebody was told.
pub(super) fn notices(page: &PersonalPage) -> Utf8Bytes {
    let PersonalPage { items, unread, has_more, .. } = page;
    let cursor = serde_json::to_string(&page.cursor).expect("text always serializes");
    format!("{{\"type\":\"notices\",\"items\":{items},\"unread\":{unread},\"cursor\":{cursor},\"has_more\":{has_more}}}").into()
}

fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX).max(1)
}
