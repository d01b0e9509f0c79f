//! A socket that follows one log in the words of another protocol. The wire, its limits, its heartbeat and its
//! ending are the same as of our own socket; what is said on it is a [`Tongue`]'s matter.

use antiphon_base::Error;
use axum::extract::ws::{Message, Utf8Bytes, WebSocket};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use tokio::time::{Instant, sleep_until};

use super::follower::{Follower, Over, Passing};
use super::hub::Open;
use super::model::BoxFuture;
use super::wire::{Allowance, End, FRAME_BYTES, HEARTBEAT, PONG_PATIENCE, Pace, close, within, write};
use crate::http;

/// The words of a protocol.
pub trait Tongue: Send + 'static {
    /// The frames in which what passes by is told.
    fn tell(&mut self, passing: Passing) -> BoxFuture<'_, Vec<String>>;
    /// The frames that answer what was said; `pace` says how much may be.
    fn hear<'a>(&'a mut self, text: &'a str, pace: &'a mut Pace) -> BoxFuture<'a, Vec<String>>;
}

/// Reads a frame strictly, as bodies are read: what is wrong is named. `T` is an enum whose variants are the frames'
/// types (serde's outer tagging); the wire has the type beside the fields. So an error can still name the field.
///
/// # Errors
/// `Malformed` or `Invalid`.
pub fn read_frame<T: DeserializeOwned>(text: &str) -> antiphon_base::Result<T> {
    let mut fields = http::parse::<Map<String, Value>>(text.as_bytes())?;
    let Some(Value::String(frame)) = fields.remove("type") else { return Err(Error::invalid("type", "Give the frame's type.")) };
    let turned = Value::Object(Map::from_iter([(frame.clone(), Value::Object(fields))]));
    http::parse(turned.to_string().as_bytes()).map_err(|error| match error {
        Error::Invalid { field, why } if field == "body" || *field == *frame => Error::Invalid { field: "type".into(), why },
        Error::Invalid { field, why } => match field.strip_prefix(&format!("{frame}.")) {
            Some(inner) => Error::invalid(inner.to_owned(), why),
            None => Error::Invalid { field, why },
        },
        other => other,
    })
}

/// Serves the socket to its end.
pub(super) async fn serve(wire: WebSocket, follower: Follower, tongue: impl Tongue, _open: Open) {
    let limits = &follower.desk.config.limits;
    let (frames, pace) = (Allowance::new(limits.frames_per_second, 2), Pace::new(limits));
    let now = Instant::now();
    let mut talk = Talk { wire, follower, tongue, frames, pace, heartbeat_at: now + HEARTBEAT, pong_by: None };
    let end = talk.run().await;
    if end != End::ByClient {
        close(&mut talk.wire, end).await;
    }
    metrics::counter!("socket_disconnects_total", "reason" => end.code_and_reason().1).increment(1);
}

struct Talk<T> {
    wire: WebSocket,
    follower: Follower,
    tongue: T,
    frames: Allowance,
    pace: Pace,
    heartbeat_at: Instant,
    pong_by: Option<Instant>,
}

impl<T: Tongue> Talk<T> {
    async fn run(&mut self) -> End {
        loop {
            if let Err(end) = self.step().await {
                return end;
            }
        }
    }

    async fn step(&mut self) -> Result<(), End> {
        let wake_at = self.pong_by.map_or(self.heartbeat_at, |by| by.min(self.heartbeat_at));
        tokio::select! {
            passing = self.follower.next() => match passing {
                Ok(passing) => {
                    let frames = self.tongue.tell(passing).await;
                    self.write(frames).await
                }
                Err(over) => Err(match over {
                    Over::SignedOut => End::SignedOut,
                    Over::NotSeen => End::NotSeen,
                    Over::Unavailable => End::Unavailable,
                    Over::Stopping => End::Draining,
                }),
            },
            message = self.wire.recv() => self.hear(message).await,
            () = sleep_until(wake_at) => self.tick().await,
        }
    }

    async fn hear(&mut self, message: Option<Result<Message, axum::Error>>) -> Result<(), End> {
        let message = match message {
            Some(Ok(message)) => message,
            Some(Err(error)) => return Err(End::of(&error)),
            None => return Err(End::ByClient),
        };
        if !self.frames.take() {
            return Err(End::TooManyFrames);
        }
        self.pong_by = None; // whoever speaks lives
        let text = match message {
            Message::Text(text) if text.len() > FRAME_BYTES => return Err(End::TooLarge),
            Message::Text(text) => text,
            Message::Ping(_) | Message::Pong(_) => return Ok(()),
            Message::Close(_) => return Err(End::ByClient),
            Message::Binary(_) => return Err(End::BadFrame),
        };
        metrics::counter!("socket_frames_total", "direction" => "in").increment(1);
        let frames = self.tongue.hear(&text, &mut self.pace).await;
        self.write(frames).await
    }

    async fn tick(&mut self) -> Result<(), End> {
        let now = Instant::now();
        if self.pong_by.is_some_and(|by| by <= now) {
            return Err(End::NoPong);
        }
        self.heartbeat_at = now + HEARTBEAT;
        self.pong_by = Some(now + PONG_PATIENCE);
        // The session is looked at with each beat: unlike its token it may end at any time.
        if http::authenticate_again(&self.follower.desk, &self.follower.actor)
            .await
            .is_err_and(|error| matches!(error, Error::Unauthenticated { .. } | Error::Forbidden { .. }))
        {
            return Err(End::SignedOut);
        }
        within(self.wire.send(Message::Ping(bytes::Bytes::new()))).await
    }

    async fn write(&mut self, frames: Vec<String>) -> Result<(), End> {
        write(&mut self.wire, frames.into_iter().map(Utf8Bytes::from)).await
    }
}
