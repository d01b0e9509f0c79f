//! Publishing: one event to many channels, or several at once. Accepted means told, not delivered.

use antiphon_base::{Error, Result};
use antiphon_clients::pusher::{DATA_BYTES, is_channel};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::show_channels::described;
use crate::Desk;
use crate::live::{ChannelApp, ChannelEvent, ChannelKind, is_encrypted, is_socket_id};

/// Most channels of one event, and most events at once.
const CHANNELS: usize = 100;
const TOGETHER: usize = 10;
/// Longest name of an event, in characters.
const NAME_CHARACTERS: usize = 200;

#[derive(Debug, Deserialize)]
struct Event {
    name: String,
    data: String,
    #[serde(default)]
    channels: Option<Vec<String>>,
    #[serde(default)]
    channel: Option<String>,
    #[serde(default)]
    socket_id: Option<String>,
    #[serde(default)]
    info: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Batch {
    batch: Vec<Event>,
}

/// Publishes an event; answers what was asked of its channels, or an empty object.
///
/// # Errors
/// `Malformed` for a body that is no event, `TooLarge` for more than 10 KB of data.
pub fn publish_event(desk: &Desk, app: &ChannelApp, body: &[u8]) -> Result<Value> {
    let event: Event = read(body)?;
    let (event, info) = checked(event)?;
    let described = info_of(desk, app, &event, info.as_deref());
    desk.live.publish(app.workspace, event);
    Ok(match described {
        Some(channels) => json!({ "channels": channels }),
        None => json!({}),
    })
}

/// Publishes up to ten events, all or none; answers what was asked, event by event.
///
/// # Errors
/// As [`publish_event`].
pub fn publish_batch(desk: &Desk, app: &ChannelApp, body: &[u8]) -> Result<Value> {
    let Batch { batch } = read(body)?;
    if batch.len() > TOGETHER {
        return Err(Error::malformed("A batch has at most 10 events."));
    }
    let events = batch.into_iter().map(checked).collect::<Result<Vec<_>>>()?;
    let mut answers = Vec::new();
    let mut is_asked = false;
    for (event, info) in events {
        let described = info_of(desk, app, &event, info.as_deref());
        is_asked |= described.is_some();
        answers.push(described.and_then(|channels| channels.into_values().next()).unwrap_or_else(|| json!({})));
        desk.live.publish(app.workspace, event);
    }
    Ok(if is_asked { json!({ "batch": answers }) } else { json!({}) })
}

fn read<T: serde::de::DeserializeOwned>(body: &[u8]) -> Result<T> {
    serde_json::from_slice(body).map_err(|error| Error::malformed(format!("This is not an event: {error}.")))
}

fn checked(event: Event) -> Result<(ChannelEvent, Option<String>)> {
    let Event { name, data, channels, channel, socket_id, info } = event;
    let channels = channels.unwrap_or_else(|| channel.into_iter().collect());
    if name.is_empty() || name.chars().count() > NAME_CHARACTERS {
        return Err(Error::malformed("name: an event's name has 1 to 200 characters."));
    }
    if data.len() > DATA_BYTES {
        return Err(Error::TooLarge { why: "data: an event has at most 10 KB.".into() });
    }
    if channels.is_empty() || channels.len() > CHANNELS {
        return Err(Error::malformed("channels: give 1 to 100."));
    }
    let is_known = |name: &String| match ChannelKind::of(name) {
        ChannelKind::User => name.len() <= 200,
        _ => is_channel(name),
    };
    if let Some(wrong) = channels.iter().find(|name| !is_known(name)) {
        return Err(Error::malformed(format!("channels: `{wrong}` is no name of a channel.")));
    }
    if channels.len() > 1 && channels.iter().any(|name| is_encrypted(name)) {
        return Err(Error::malformed("channels: an encrypted channel stands alone."));
    }
    if socket_id.as_ref().is_some_and(|id| !is_socket_id(id)) {
        return Err(Error::malformed("socket_id: this is no socket's id."));
    }
    Ok((ChannelEvent { channels, name, data, except: socket_id, by_client: None }, info))
}

fn info_of(desk: &Desk, app: &ChannelApp, event: &ChannelEvent, info: Option<&str>) -> Option<Map<String, Value>> {
    let info = info?;
    let describe = |name: &String| {
        let occupied = desk.live.channel(app.workspace, name);
        (name.clone(), Value::Object(described(name, &occupied, info)))
    };
    Some(event.channels.iter().map(describe).collect())
}
