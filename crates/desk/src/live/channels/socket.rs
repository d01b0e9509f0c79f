//! One socket that speaks the Pusher protocol, version 7: from its establishment to its close code.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use antiphon_base::Error;
use antiphon_clients::pusher::{DATA_BYTES, is_channel, sign};
use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use serde_json::{Value, json};
use tokio::time::{Instant, sleep_until, timeout};

use super::frames::{self, Said};
use super::{ByClient, ChannelApp, ChannelEvent, ChannelKind, Present, is_cache_channel, is_encrypted, presence_of};
use crate::Desk;
use crate::live::hub::{Live, Open};
use crate::live::outbox::{Ending, Outbox, Taken};
use crate::live::routes::{Upgrade, sized};
use crate::live::wire::{Allowance, End, FRAME_BYTES, HEARTBEAT, PONG_PATIENCE, random_unit, within, write};

/// After so many silent seconds a client asks for a sign of life.
const ACTIVITY_TIMEOUT: u64 = 120;
/// Channels of one socket.
const CHANNELS: usize = 1_000;
/// Users on a presence channel.
const USERS: usize = 100;
/// What somebody may say of themselves there, in bytes of JSON, and the longest id.
const USER_INFO_BYTES: usize = 1_024;
const USER_ID_CHARACTERS: usize = 128;
/// Events that a client may send in a second.
const CLIENT_EVENTS: u32 = 10;
/// How often whoever follows what is our own people's asks for a signature anew, and the channels that are.
const RECHECK: Duration = Duration::from_secs(30 * 60);
const OURS: [&str; 3] = ["private-user-", "private-conversation-", "presence-conversation-"];
/// Longest name of an event, in characters.
const NAME_CHARACTERS: usize = 200;

/// Why a socket is not served: the close code that says so, and its reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// No app has this key.
    UnknownApp,
    /// The app is switched off.
    Disabled,
    /// No protocol was named.
    NoProtocol,
    /// Another protocol was named.
    Unsupported,
    /// There are as many sockets as there may be.
    OverCapacity,
}

impl Refused {
    fn code_and_reason(self) -> (u16, &'static str) {
        match self {
            Self::UnknownApp => (4001, "app key not known"),
            Self::Disabled => (4003, "app is switched off"),
            Self::NoProtocol => (4008, "no protocol version given"),
            Self::Unsupported => (4007, "protocol version not supported; use 7"),
            Self::OverCapacity => (4100, "over capacity"),
        }
    }
}

/// Opens a socket of the protocol. What is wrong is said by its close code, which is what clients understand.
///
/// # Errors
/// `Malformed` when it is no handshake.
pub fn open_channels(
    desk: &Desk,
    (address, upgrade): (IpAddr, Upgrade),
    app: Result<ChannelApp, Refused>,
) -> antiphon_base::Result<Response> {
    let upgrade = sized(upgrade.map_err(|_| Error::malformed("Open this address as a WebSocket."))?);
    let admitted = desk.limiters.admit_socket(address).and_then(|()| desk.live.open(desk.config.limits.sockets));
    let desk = desk.clone();
    let serve = move |mut wire: WebSocket| async move {
        match (app, admitted) {
            (Ok(app), Ok(open)) => Box::new(Socket::new(&desk, wire, app)).serve(open).await,
            (Err(refused), _) => goodbye(&mut wire, refused.code_and_reason()).await,
            (_, Err(_)) => goodbye(&mut wire, Refused::OverCapacity.code_and_reason()).await,
        }
    };
    Ok(upgrade.on_upgrade(serve).into_response())
}

async fn goodbye(wire: &mut WebSocket, (code, reason): (u16, &'static str)) {
    let frame = Message::Close(Some(CloseFrame { code, reason: Utf8Bytes::from_static(reason) }));
    if timeout(Duration::from_secs(2), wire.send(frame)).await.is_ok_and(|sent| sent.is_ok()) {
        // A moment for the other side's own close, so that the frame is not lost in a reset.
        let _ =
            timeout(Duration::from_secs(1), async { while wire.next().await.is_some_and(|message| message.is_ok()) {} }).await;
    }
}

/// How a socket ends, in the protocol's codes.
fn code_and_reason(end: End) -> (u16, &'static str) {
    match end {
        End::SignedOut => (4009, "connection not authorized"),
        End::NoPong => (4201, "no sign of life in time"),
        End::Draining | End::Unavailable => (4200, "connect again"),
        End::TooManyFrames => (4100, "too many frames"),
        other => other.code_and_reason(),
    }
}

struct Socket {
    live: Live,
    wire: WebSocket,
    app: ChannelApp,
    id: Arc<str>,
    outbox: Arc<Outbox>,
    /// With who one is there, on presence channels.
    joined: HashMap<String, Option<Present>>,
    /// Who has signed in.
    user: Option<String>,
    heartbeat_at: Instant,
    pong_by: Option<Instant>,
    leave_at: Option<Instant>,
    /// When whoever follows what is our own people's comes back to be looked at anew.
    recheck_at: Instant,
    frames: Allowance,
    client_events: Allowance,
}

impl Socket {
    fn new(desk: &Desk, wire: WebSocket, app: ChannelApp) -> Self {
        let number = || u32::from_le_bytes(antiphon_base::secret::random_bytes());
        Self {
            live: desk.live.clone(),
            id: format!("{}.{}", number(), number()).into(),
            outbox: Arc::default(),
            joined: HashMap::new(),
            user: None,
            heartbeat_at: Instant::now() + HEARTBEAT.mul_f64(0.5 + 0.5 * random_unit()),
            pong_by: None,
            leave_at: None,
            recheck_at: Instant::now() + RECHECK.mul_f64(0.5 + 0.5 * random_unit()),
            frames: Allowance::new(desk.config.limits.frames_per_second, 2),
            client_events: Allowance::new(CLIENT_EVENTS, 1),
            wire,
            app,
        }
    }

    async fn serve(mut self: Box<Self>, _open: Open) {
        let established = json!({ "socket_id": &*self.id, "activity_timeout": ACTIVITY_TIMEOUT });
        self.live.channels().open(self.app.workspace, &self.id, &self.outbox);
        let mut end = self.say(frames::system("pusher:connection_established", &established)).await.err();
        let mut draining = self.live.draining();
        while end.is_none() {
            end = Box::pin(self.step(&mut draining)).await.err();
        }
        self.live.channels().close(&self.id);
        let now = self.live.clock().now();
        for channel in std::mem::take(&mut self.joined).into_keys() {
            self.live.channels().leave(self.app.workspace, &channel, &self.id, now);
        }
        if let Some(user) = self.user.take() {
            self.live.channels().sign_out(self.app.workspace, &user, &self.outbox);
        }
        if let Some(end) = end.filter(|end| *end != End::ByClient) {
            goodbye(&mut self.wire, code_and_reason(end)).await;
        }
    }

    async fn step(&mut self, draining: &mut tokio::sync::watch::Receiver<Option<Duration>>) -> Result<(), End> {
        let leaving = async { draining.wait_for(Option::is_some).await.is_ok() };
        let wake_at = [Some(self.heartbeat_at), self.pong_by, self.leave_at, Some(self.recheck_at)].into_iter().flatten().min();
        tokio::select! {
            biased;
            () = self.outbox.filled() => self.flush().await,
            message = self.wire.recv() => match message {
                None => Err(End::ByClient),
                Some(Err(error)) => Err(End::of(&error)),
                Some(Ok(message)) => self.hear(message).await,
            },
            _ = leaving, if self.leave_at.is_none() => {
                // Clients of the protocol come back at once whatever is said: so each goes at a moment of its own.
                let window = self.live.draining().borrow().unwrap_or_default();
                self.leave_at = Some(Instant::now() + window.mul_f64(0.8 * random_unit()));
                Ok(())
            }
            () = sleep_until(wake_at.unwrap_or(self.heartbeat_at)) => self.tick().await,
        }
    }

    async fn flush(&mut self) -> Result<(), End> {
        let Taken { frames, ending, .. } = self.outbox.take();
        write(&mut self.wire, frames).await?;
        match ending {
            None => Ok(()),
            Some(Ending::SignedOut) => Err(End::SignedOut),
            Some(Ending::ComeBack) => Err(End::Draining),
        }
    }

    async fn tick(&mut self) -> Result<(), End> {
        let now = Instant::now();
        if self.leave_at.is_some_and(|at| at <= now) {
            return Err(End::Draining);
        }
        if self.recheck_at <= now {
            self.recheck_at = now + RECHECK;
            if self.joined.keys().any(|name| OURS.iter().any(|start| name.starts_with(start))) {
                return Err(End::Draining);
            }
        }
        if self.pong_by.is_some_and(|by| by <= now) {
            return Err(End::NoPong);
        }
        if self.heartbeat_at <= now {
            self.heartbeat_at = now + HEARTBEAT;
            self.pong_by = Some(now + PONG_PATIENCE);
            within(self.wire.send(Message::Ping(bytes::Bytes::new()))).await?;
        }
        Ok(())
    }

    async fn say(&mut self, frame: Utf8Bytes) -> Result<(), End> {
        write(&mut self.wire, [frame]).await
    }

    // ---- what the client says

    async fn hear(&mut self, message: Message) -> Result<(), End> {
        if !self.frames.take() {
            return Err(End::TooManyFrames);
        }
        self.pong_by = None; // whoever speaks lives
        let text = match message {
            Message::Text(text) if text.len() > FRAME_BYTES => return Err(End::TooLarge),
            Message::Text(text) => text,
            Message::Ping(_) | Message::Pong(_) => return Ok(()),
            Message::Close(_) => return Err(End::ByClient),
            Message::Binary(_) => return self.say(frames::error(None, "Send text frames.")).await,
        };
        let Ok(said) = serde_json::from_slice::<Said>(text.as_bytes()) else {
            return self.say(frames::error(None, "Send a JSON object with `event` and `data`.")).await;
        };
        match said.event.as_str() {
            "pusher:ping" => self.say(frames::system("pusher:pong", &json!({}))).await,
            "pusher:pong" => Ok(()),
            "pusher:subscribe" => self.subscribe(&said).await,
            "pusher:unsubscribe" => {
                if let Some(channel) = said.object()["channel"].as_str()
                    && self.joined.remove(channel).is_some()
                {
                    let now = self.live.clock().now();
                    self.live.channels().leave(self.app.workspace, channel, &self.id, now);
                }
                Ok(())
            }
            "pusher:signin" => self.sign_in(&said).await,
            name if name.starts_with("client-") => self.client_event(&said).await,
            _ => self.say(frames::error(None, "This event is not known here.")).await,
        }
    }

    async fn subscribe(&mut self, said: &Said) -> Result<(), End> {
        let data = said.object();
        let name = data["channel"].as_str().unwrap_or_default().to_owned();
        if self.joined.contains_key(&name) {
            return Ok(()); // joined already: idempotent, as elsewhere
        }
        let present = match self.check_join(&name, &data) {
            Ok(present) => present,
            Err((status, why)) => return self.refuse(&name, status, why).await,
        };
        let now = self.live.clock().now();
        let found = self.live.channels().join(self.app.workspace, &name, (&self.id, &self.outbox), present.clone(), (USERS, now));
        let Some(found) = found else { return self.refuse(&name, 4004, "As many users are there as may be.").await };
        self.joined.insert(name.clone(), present);
        let told = if ChannelKind::of(&name) == ChannelKind::Presence { presence_of(&found.present) } else { json!({}) };
        let mut opening = vec![frames::about("pusher_internal:subscription_succeeded", &name, &told)];
        match found.cached {
            Some(cached) => opening.push(cached),
            None if is_cache_channel(&name) => opening.push(frames::about("pusher:cache_miss", &name, &json!({}))),
            None => {}
        }
        write(&mut self.wire, opening).await
    }

    /// Whether the socket may join, and as whom.
    fn check_join(&self, name: &str, data: &Value) -> Result<Option<Present>, (u16, &'static str)> {
        if self.joined.len() >= CHANNELS {
            return Err((4004, "One socket joins at most 1,000 channels."));
        }
        let kind = ChannelKind::of(name);
        if kind == ChannelKind::User {
            let own = self.user.as_ref().is_some_and(|user| name.strip_prefix("#server-to-user-") == Some(user));
            return if own { Ok(None) } else { Err((401, "Sign in as this user first.")) };
        }
        if !is_channel(name) {
            return Err((400, "A channel's name has 1 to 200 letters, digits and _-=@,.;"));
        }
        if kind == ChannelKind::Public {
            return Ok(None);
        }
        let channel_data = data["channel_data"].as_str();
        if kind == ChannelKind::Presence && channel_data.is_none() && self.user.is_none() {
            return Err((400, "A presence channel needs channel_data."));
        }
        let signed = match channel_data {
            Some(data) => format!("{}:{name}:{data}", self.id),
            None => format!("{}:{name}", self.id),
        };
        if !self.is_signed(data["auth"].as_str(), &signed) {
            return Err((401, "The signature is not right."));
        }
        match (kind, channel_data, &self.user) {
            (ChannelKind::Presence, Some(text), _) => present_of(text).map(Some),
            (ChannelKind::Presence, None, Some(user)) => Ok(Some(Present { id: user.clone(), info: Value::Null })),
            _ => Ok(None),
        }
    }

    async fn refuse(&mut self, channel: &str, status: u16, why: &str) -> Result<(), End> {
        let told = json!({ "type": if status == 401 { "AuthError" } else { "Refused" }, "error": why, "status": status });
        self.say(frames::about("pusher:subscription_error", channel, &told)).await
    }

    async fn sign_in(&mut self, said: &Said) -> Result<(), End> {
        let data = said.object();
        let user_data = data["user_data"].as_str().unwrap_or_default();
        if !self.is_signed(data["auth"].as_str(), &format!("{}::user::{user_data}", self.id)) {
            return self.say(frames::error(Some(4009), "The signature of the sign-in is not right.")).await;
        }
        let user = serde_json::from_str::<Value>(user_data).ok().and_then(|user| user["id"].as_str().map(str::to_owned));
        let Some(user) = user.filter(|id| !id.is_empty() && id.chars().count() <= USER_ID_CHARACTERS) else {
            return self.say(frames::error(Some(4009), "user_data needs an `id`, a text of 1 to 128 characters.")).await;
        };
        if self.user.as_ref().is_some_and(|before| *before != user) {
            return self.say(frames::error(Some(4009), "Another user has signed in on this socket.")).await;
        }
        if self.user.replace(user.clone()).is_none() {
            self.live.channels().sign_in(self.app.workspace, &user, &self.outbox);
        }
        self.say(frames::system("pusher:signin_success", &json!({ "user_data": user_data }))).await
    }

    async fn client_event(&mut self, said: &Said) -> Result<(), End> {
        let channel = said.channel.clone().unwrap_or_default();
        let why = match (self.joined.get(&channel), ChannelKind::of(&channel)) {
            _ if !self.app.has_client_events => "The app does not let clients send events.",
            (None, _) => "Join the channel before sending to it.",
            (_, ChannelKind::Public | ChannelKind::User) => "Clients send to private and presence channels only.",
            _ if is_encrypted(&channel) => "Clients send no events to encrypted channels.",
            _ if said.event.chars().count() > NAME_CHARACTERS => "An event's name has at most 200 characters.",
            _ if said.text().len() > DATA_BYTES => "An event's data has at most 10 KB.",
            _ => "",
        };
        if !why.is_empty() {
            return self.say(frames::error(Some(4009), why)).await;
        }
        if !self.client_events.take() {
            return self.say(frames::error(Some(4301), "At most 10 events in a second.")).await;
        }
        let user_id = self.joined[&channel].as_ref().map(|present| present.id.clone());
        let event = ChannelEvent {
            channels: vec![channel],
            name: said.event.clone(),
            data: said.text(),
            except: Some(self.id.to_string()),
            by_client: Some(ByClient { user_id }),
        };
        self.live.publish(self.app.workspace, event);
        Ok(())
    }

    /// Whether `auth`, written `key:signature`, is right for a text.
    fn is_signed(&self, auth: Option<&str>, text: &str) -> bool {
        let Some((key, signature)) = auth.and_then(|auth| auth.split_once(':')) else { return false };
        let right = sign(&self.app.secret, text);
        key == self.app.key && aws_lc_rs::constant_time::verify_slices_are_equal(right.as_bytes(), signature.as_bytes()).is_ok()
    }
}

/// Who somebody says they are, in words that were signed.
fn present_of(channel_data: &str) -> Result<Present, (u16, &'static str)> {
    let data: Value = serde_json::from_str(channel_data).map_err(|_| (400, "channel_data is not JSON."))?;
    let id = match &data["user_id"] {
        Value::String(id) => id.clone(),
        Value::Number(id) => id.to_string(),
        _ => String::new(),
    };
    if id.is_empty() || id.chars().count() > USER_ID_CHARACTERS {
        return Err((400, "channel_data needs a user_id of 1 to 128 characters."));
    }
    let info = data["user_info"].clone();
    if info.to_string().len() > USER_INFO_BYTES {
        return Err((400, "user_info has at most 1 KB."));
    }
    Ok(Present { id, info })
}
