//! A socket's wire, whatever is spoken over it: writing with patience, ending with a reason, counting frames.

use std::time::Duration;

use antiphon_base::config::Limits;
use antiphon_base::{Error, Result};
use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket};
use futures_util::{SinkExt, StreamExt};
use tokio::time::{Instant, timeout};
use tungstenite::error::ProtocolError;

use super::frames::Says;

/// How often a silent socket is asked for a sign of life.
pub(super) const HEARTBEAT: Duration = Duration::from_secs(25);
/// How long the sign may take.
pub(super) const PONG_PATIENCE: Duration = Duration::from_secs(10);
/// Largest frame that is taken, in bytes.
pub(super) const FRAME_BYTES: usize = 64 * 1024;
/// Signs of typing that come faster after each other are dropped.
const TYPING_PAUSE: Duration = Duration::from_millis(500);
const WRITE_PATIENCE: Duration = Duration::from_secs(10);

/// How a socket ends, as the other side and the metrics learn it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// The client said goodbye or is gone.
    ByClient,
    NoHello,
    BadFrame,
    SignedOut,
    TooManyFrames,
    TooLarge,
    /// A text frame that is not UTF-8.
    BadText,
    /// Bytes that are no WebSocket frames.
    Protocol,
    TooSlow,
    /// Storage could not be read: come back and go on.
    Unavailable,
    /// The right to what a socket of one log follows has ended.
    NotSeen,
    NoPong,
    Draining,
}

impl End {
    /// What a failed read means: the other side is gone, or said what cannot be taken.
    pub(super) fn of(error: &axum::Error) -> Self {
        let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
        while let Some(error) = cause {
            match error.downcast_ref::<tungstenite::Error>() {
                Some(tungstenite::Error::Capacity(_)) => return Self::TooLarge,
                Some(tungstenite::Error::Utf8(_)) => return Self::BadText,
                // Without a goodbye it is somebody who is gone, which is no mistake.
                Some(tungstenite::Error::Protocol(ProtocolError::ResetWithoutClosingHandshake)) => return Self::ByClient,
                Some(tungstenite::Error::Protocol(_)) => return Self::Protocol,
                _ => {}
            }
            cause = error.source();
        }
        Self::ByClient
    }

    pub(super) fn code_and_reason(self) -> (u16, &'static str) {
        match self {
            Self::ByClient => (1000, "bye"),
            Self::NoHello => (4408, "no_hello"),
            Self::BadFrame => (4400, "bad_frame"),
            Self::SignedOut => (4401, "signed_out"),
            Self::TooManyFrames => (4429, "too_many_frames"),
            Self::TooLarge => (1009, "too_large"),
            Self::BadText => (1007, "bad_text"),
            Self::Protocol => (1002, "protocol"),
            Self::TooSlow => (4503, "too_slow"),
            Self::Unavailable => (4503, "unavailable"),
            Self::NotSeen => (4404, "not_seen"),
            Self::NoPong => (1001, "no_pong"),
            Self::Draining => (1001, "draining"),
        }
    }
}

/// So many per second, with a burst; 0 is no limit.
pub(super) struct Allowance {
    per_second: f64,
    burst: f64,
    left: f64,
    at: Instant,
}

impl Allowance {
    pub(super) fn new(per_second: u32, bursts: u32) -> Self {
        let burst = f64::from(per_second * bursts);
        Self { per_second: f64::from(per_second), burst, left: burst, at: Instant::now() }
    }

    pub(super) fn take(&mut self) -> bool {
        if self.per_second == 0.0 {
            return true;
        }
        let now = Instant::now();
        self.left = (self.left + (now - self.at).as_secs_f64() * self.per_second).min(self.burst);
        self.at = now;
        if self.left < 1.0 {
            return false;
        }
        self.left -= 1.0;
        true
    }
}

/// How much one socket may say, whatever it speaks.
pub struct Pace {
    sends: Allowance,
    typed_at: Option<Instant>,
}

impl Pace {
    pub(super) fn new(limits: &Limits) -> Self {
        Self { sends: Allowance::new(limits.sends_per_second, 3), typed_at: None }
    }

    /// Counts a message.
    ///
    /// # Errors
    /// `TooMany` beyond what a socket may send.
    pub fn send(&mut self) -> Result<()> {
        if self.sends.take() { Ok(()) } else { Err(Error::TooMany { retry_after: Duration::from_secs(1) }) }
    }

    /// Whether a sign of typing is worth telling: others still see one that was told just now.
    pub fn may_type(&mut self, is_typing: bool) -> bool {
        let now = Instant::now();
        if is_typing && self.typed_at.is_some_and(|at| now - at < TYPING_PAUSE) {
            return false;
        }
        self.typed_at = Some(now);
        true
    }
}

/// Writes frames with as few system calls as can be; a reader that takes nothing for ten seconds is let go.
pub(super) async fn write(wire: &mut WebSocket, frames: impl IntoIterator<Item = Utf8Bytes>) -> Result<(), End> {
    let mut written = 0_u64;
    within(async {
        for frame in frames {
            wire.feed(Message::Text(frame)).await?;
            written += 1;
        }
        if written > 0 { wire.flush().await } else { Ok(()) }
    })
    .await?;
    metrics::counter!("socket_frames_total", "direction" => "out").increment(written);
    Ok(())
}

pub(super) async fn within(writing: impl Future<Output = Result<(), axum::Error>>) -> Result<(), End> {
    match timeout(WRITE_PATIENCE, writing).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) => Err(End::ByClient),
        Err(_) => Err(End::TooSlow),
    }
}

pub(super) async fn say(wire: &mut WebSocket, frame: Utf8Bytes) {
    let _ = write(wire, [frame]).await; // it is about to be closed anyway
}

/// Says goodbye with the reason, and with a hint when to come back, spread so that not all come at once.
pub(super) async fn close(wire: &mut WebSocket, end: End) {
    let (code, reason) = end.code_and_reason();
    if matches!(end, End::Draining | End::Unavailable) {
        let retry_after_ms = 500 + (random_unit() * 4_500.0) as u64;
        say(wire, Says::Bye { reason, retry_after_ms }.frame()).await;
    }
    let goodbye = Message::Close(Some(CloseFrame { code, reason: Utf8Bytes::from_static(reason) }));
    // Whoever took nothing for ten seconds is not waited for another ten.
    let patience = if end == End::TooSlow { Duration::from_secs(1) } else { WRITE_PATIENCE };
    if timeout(patience, wire.send(goodbye)).await.is_ok_and(|sent| sent.is_ok()) {
        // Wait a moment for the other side's own close, so that the frame is not lost in a reset.
        let _ =
            timeout(Duration::from_secs(1), async { while wire.next().await.is_some_and(|message| message.is_ok()) {} }).await;
    }
}

/// A number in [0, 1).
pub(super) fn random_unit() -> f64 {
    f64::from(u32::from_le_bytes(antiphon_base::secret::random_bytes())) / (f64::from(u32::MAX) + 1.0)
}
