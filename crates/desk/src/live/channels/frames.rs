//! Frames of the protocol: an event each, whose data is JSON within a text.

use axum::extract::ws::Utf8Bytes;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::Present;

/// What a client says.
#[derive(Debug, Deserialize)]
pub(super) struct Said {
    pub(super) event: String,
    #[serde(default)]
    pub(super) channel: Option<String>,
    #[serde(default)]
    pub(super) data: Value,
}

impl Said {
    /// Its data, whether it came as an object or as JSON within a text.
    pub(super) fn object(&self) -> Value {
        match &self.data {
            Value::String(text) => serde_json::from_str(text).unwrap_or_default(),
            value => value.clone(),
        }
    }

    /// Its data as it goes on to others.
    pub(super) fn text(&self) -> String {
        match &self.data {
            Value::String(text) => text.clone(),
            value => value.to_string(),
        }
    }
}

#[derive(Serialize)]
struct Told<'a> {
    event: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    channel: Option<&'a str>,
    data: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_id: Option<&'a str>,
}

fn told(event: &str, channel: Option<&str>, data: &str, user_id: Option<&str>) -> Utf8Bytes {
    serde_json::to_string(&Told { event, channel, data, user_id }).expect("our own frames always serialize").into()
}

/// An event of a channel, its data to the byte as it was published.
pub(super) fn event(name: &str, channel: &str, data: &str, user_id: Option<&str>) -> Utf8Bytes {
    told(name, Some(channel), data, user_id)
}

/// Something of the protocol itself.
pub(super) fn system(event: &str, data: &Value) -> Utf8Bytes {
    told(event, None, &data.to_string(), None)
}

/// The same about a channel.
pub(super) fn about(event: &str, channel: &str, data: &Value) -> Utf8Bytes {
    told(event, Some(channel), &data.to_string(), None)
}

/// An error that ends nothing: the one frame whose data is an object.
pub(super) fn error(code: Option<u16>, message: &str) -> Utf8Bytes {
    json!({ "event": "pusher:error", "data": { "code": code, "message": message } }).to_string().into()
}

pub(super) fn member_added(channel: &str, user: &Present) -> Utf8Bytes {
    about("pusher_internal:member_added", channel, &json!({ "user_id": user.id, "user_info": user.info }))
}

pub(super) fn member_removed(channel: &str, user: &str) -> Utf8Bytes {
    about("pusher_internal:member_removed", channel, &json!({ "user_id": user }))
}

/// Whether this is how sockets are named: digits, a dot, digits. Nothing looser is ever signed.
pub fn is_socket_id(id: &str) -> bool {
    let is_number = |part: &str| !part.is_empty() && part.len() <= 20 && part.bytes().all(|byte| byte.is_ascii_digit());
    id.split_once('.').is_some_and(|(one, other)| is_number(one) && is_number(other))
}
