//! What servers may ask about channels: which are occupied, by how many, by whom.

use antiphon_base::{Error, Result};
use antiphon_clients::pusher::is_channel;
use serde_json::{Map, Value, json};

use crate::Desk;
use crate::live::{ChannelApp, ChannelKind, Occupied};

/// The occupied channels whose names begin so.
///
/// # Errors
/// `Malformed` where users are asked of channels that know none.
pub(super) fn list(desk: &Desk, app: &ChannelApp, prefix: &str, info: &str) -> Result<Value> {
    if asks(info, "user_count") && !prefix.starts_with("presence-") {
        return Err(Error::malformed("info: only presence channels have a user_count; filter_by_prefix must say so."));
    }
    let occupied = desk.live.occupied_channels(app.workspace, prefix);
    let channels: Map<String, Value> =
        occupied.iter().map(|(name, occupied)| (name.clone(), Value::Object(described(name, occupied, info)))).collect();
    Ok(json!({ "channels": channels }))
}

/// One channel.
///
/// # Errors
/// `Malformed` for a name that no channel can have, or users of a channel that knows none.
pub(super) fn show(desk: &Desk, app: &ChannelApp, name: &str, info: &str) -> Result<Value> {
    check_name(name)?;
    if asks(info, "user_count") && ChannelKind::of(name) != ChannelKind::Presence {
        return Err(Error::malformed("info: only presence channels have a user_count."));
    }
    let occupied = desk.live.channel(app.workspace, name);
    let mut shown = described(name, &occupied, info);
    shown.insert("occupied".to_owned(), json!(occupied.sockets > 0));
    Ok(Value::Object(shown))
}

/// Who is on a presence channel.
///
/// # Errors
/// `Malformed` for any other channel.
pub(super) fn users(desk: &Desk, app: &ChannelApp, name: &str) -> Result<Value> {
    check_name(name)?;
    if ChannelKind::of(name) != ChannelKind::Presence {
        return Err(Error::malformed("Only presence channels know their users."));
    }
    let users = desk.live.channel(app.workspace, name).users;
    Ok(json!({ "users": users.into_iter().map(|id| json!({ "id": id })).collect::<Vec<_>>() }))
}

/// What of a channel is asked for.
pub(super) fn described(name: &str, occupied: &Occupied, info: &str) -> Map<String, Value> {
    let mut shown = Map::new();
    if asks(info, "subscription_count") {
        shown.insert("subscription_count".to_owned(), json!(occupied.sockets));
    }
    if asks(info, "user_count") && ChannelKind::of(name) == ChannelKind::Presence {
        shown.insert("user_count".to_owned(), json!(occupied.users.len()));
    }
    if asks(info, "cache") && occupied.is_cached {
        shown.insert("cache".to_owned(), json!({}));
    }
    shown
}

fn asks(info: &str, what: &str) -> bool {
    info.split(',').any(|asked| asked.trim() == what)
}

fn check_name(name: &str) -> Result<()> {
    if is_channel(name) { Ok(()) } else { Err(Error::malformed("This is no name of a channel.")) }
}
