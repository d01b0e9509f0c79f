//! Who of our own people may join which channel: signed for a socket of theirs, on the outside Pusher where one is
//! configured, else on the workspace's own app.

use antiphon_base::{Error, Result};
use antiphon_clients::pusher::{is_channel, sign};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::sql;
use crate::actor::Actor;
use crate::ids::ConversationId;
use crate::live::{Announcement, ChannelKind, is_encrypted, is_socket_id};
use crate::{Desk, accounts, conversations};

/// Which socket wants to join which channel, as the library's form says it.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ChannelAuthAsk {
    /// As `pusher:connection_established` named the socket.
    pub socket_id: String,
    /// `private-user-{id}`, `private-conversation-{id}` or `presence-conversation-{id}`.
    pub channel_name: String,
}

/// The signature that lets a socket join.
#[derive(Debug, Serialize, ToSchema)]
pub struct ChannelAuth {
    /// `key:signature`.
    pub auth: String,
    /// Who joins, on a presence channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel_data: Option<String>,
}

/// Which socket somebody signs in on.
#[derive(Debug, Deserialize, ToSchema)]
pub struct UserAuthAsk {
    /// As `pusher:connection_established` named the socket.
    pub socket_id: String,
}

/// The signature by which somebody is known on a socket.
#[derive(Debug, Serialize, ToSchema)]
pub struct UserAuth {
    /// `key:signature`.
    pub auth: String,
    /// Who it is.
    pub user_data: String,
}

/// Signs for the actor that a socket may join a channel.
///
/// # Errors
/// `Invalid` for a socket or a channel that is none; `Forbidden` for a channel that is not theirs.
pub async fn authorize_channel(desk: &Desk, actor: &Actor, app_key: Option<&str>, ask: ChannelAuthAsk) -> Result<ChannelAuth> {
    let ChannelAuthAsk { socket_id, channel_name } = ask;
    check_socket(&socket_id)?;
    // The parts of what is signed are joined by a colon: anything looser would sign for another channel.
    if !is_channel(&channel_name) {
        return Err(Error::invalid("channel_name", "Give a name of 1 to 200 letters, digits and _-=@,.;"));
    }
    check_may_join(desk, actor, &channel_name).await?;
    let (key, secret) = signer(desk, actor, app_key).await?;
    bind(desk, actor, &socket_id);
    let (text, channel_data) = if ChannelKind::of(&channel_name) == ChannelKind::Presence {
        let data = json!({ "user_id": actor.principal, "user_info": { "name": &*actor.name } }).to_string();
        (format!("{socket_id}:{channel_name}:{data}"), Some(data))
    } else {
        (format!("{socket_id}:{channel_name}"), None)
    };
    Ok(ChannelAuth { auth: format!("{key}:{}", sign(&secret, &text)), channel_data })
}

/// Signs who the actor is on a socket.
///
/// # Errors
/// `Invalid` for a socket that is none.
pub async fn authorize_user(desk: &Desk, actor: &Actor, app_key: Option<&str>, ask: UserAuthAsk) -> Result<UserAuth> {
    check_socket(&ask.socket_id)?;
    let (key, secret) = signer(desk, actor, app_key).await?;
    bind(desk, actor, &ask.socket_id);
    let user_data = json!({ "id": actor.principal, "user_info": { "name": &*actor.name } }).to_string();
    let auth = format!("{key}:{}", sign(&secret, &format!("{}::user::{user_data}", ask.socket_id)));
    Ok(UserAuth { auth, user_data })
}

/// The socket ends with what proved who asks, where it is one of ours.
fn bind(desk: &Desk, actor: &Actor, socket_id: &str) {
    let (workspace, socket, credential) = (actor.workspace, socket_id.to_owned(), actor.credential);
    desk.live.announce(Announcement::ChannelBound { workspace, socket, credential });
}

fn check_socket(id: &str) -> Result<()> {
    if is_socket_id(id) { Ok(()) } else { Err(Error::invalid("socket_id", "Give the id of a socket: digits, a dot, digits.")) }
}

async fn check_may_join(desk: &Desk, actor: &Actor, name: &str) -> Result<()> {
    let refused = || Error::forbidden("This channel is not yours.");
    if is_encrypted(name) {
        return Err(Error::forbidden("Encrypted channels are signed by the server that has their key."));
    }
    if let Some(user) = name.strip_prefix("private-user-") {
        let own = desk.read(actor, async |tx| accounts::find_named(tx, actor.workspace, user).await).await?;
        let is_own = own == Some(actor.principal) || user.parse().ok() == Some(actor.principal);
        return if is_own { Ok(()) } else { Err(refused()) };
    }
    let conversation = ["private-conversation-", "presence-conversation-"].iter().find_map(|start| name.strip_prefix(start));
    let Some(id) = conversation.and_then(|id| id.parse().ok()).map(ConversationId) else { return Err(refused()) };
    match conversations::view(desk, actor, id).await {
        // A channel tells everybody the same: whoever came "from now on" would be told of what was before.
        Ok(view) if view.from_seq == 0 => Ok(()),
        Ok(_) | Err(Error::NotFound) => Err(refused()),
        Err(error) => Err(error),
    }
}

/// The app that signs: the one that is asked for, else the outside one, else the workspace's own.
async fn signer(desk: &Desk, actor: &Actor, app_key: Option<&str>) -> Result<(String, String)> {
    if let Some(outside) = desk.outside_pusher(actor.workspace).await? {
        let (key, secret) = outside.signs();
        if app_key.is_none_or(|asked| asked == key) {
            return Ok((key.to_owned(), secret.to_owned()));
        }
    }
    let row = desk.read(actor, async |tx| sql::find(tx, actor.workspace).await).await?;
    let row = row.filter(|row| app_key.is_none_or(|asked| asked == row.app_key));
    let app = match row {
        Some(row) => row.open(desk)?,
        None => return Err(Error::invalid("app_key", "No such app is set up here: Settings, Pusher shows it.")),
    };
    Ok((app.key, app.secret))
}
