//! The door of the live socket. Its protocol is told in docs/live.md.

use std::net::IpAddr;

use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{Extension, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use utoipa_axum::routes;

use super::follower::Follower;
use super::hub::Open;
use super::talk::{self, Tongue};
use super::{socket, wire};
use crate::Desk;
use crate::http::{self, Access, PeerAddress, Refusal, Routes};
use antiphon_base::Error;

/// Larger frames cut the socket off as they come. Somewhat larger than what is taken, so that a frame just over the
/// limit is read to its end: a close frame sent while bytes are still on their way is lost in a reset.
const FRAME_BYTES: usize = 2 * wire::FRAME_BYTES;
/// Read buffer of a socket, kept while it is idle; larger frames grow it for their time. The library's own 128 KiB
/// would cost that much for each visitor.
const READ_BUFFER_BYTES: usize = 512;
/// What is written waits at most so long for more.
const WRITE_BUFFER_BYTES: usize = 4 * 1024;

/// The slice's routes.
pub fn routes() -> Routes {
    Routes::default().add(Access::Open, routes!(open_socket))
}

/// Opens the live socket. The first frame must be `hello` with a token or a ticket.
#[utoipa::path(get, path = "/api/live", tag = "live",
    responses((status = 101, description = "The socket is open; say hello"), (status = 403, description = "This page's site may not call")))]
async fn open_socket(
    State(desk): State<Desk>,
    Extension(PeerAddress(address)): Extension<PeerAddress>,
    headers: HeaderMap,
    upgrade: Upgrade,
) -> Result<Response, Refusal> {
    let (upgrade, open) = admit(&desk, address, &headers, upgrade)?;
    Ok(upgrade.on_upgrade(move |wire| socket::serve(desk, wire, Some(address), open)).into_response())
}

/// A handshake, or why it is none.
pub type Upgrade = Result<WebSocketUpgrade, axum::extract::ws::rejection::WebSocketUpgradeRejection>;

/// Opens a socket that follows a log in other words. It follows from when it is open: a handshake that is refused
/// makes nobody present.
///
/// # Errors
/// `Malformed` when it is no handshake, `Forbidden` for pages of other sites, `TooMany`, `Unavailable`.
pub fn open_talk(
    desk: &Desk,
    (address, headers, upgrade): (IpAddr, &HeaderMap, Upgrade),
    follow: impl FnOnce() -> Follower + Send + 'static,
    tongue: impl Tongue,
) -> antiphon_base::Result<Response> {
    let (upgrade, open) = admit(desk, address, headers, upgrade)?;
    Ok(upgrade.on_upgrade(move |wire| talk::serve(wire, follow(), tongue, open)).into_response())
}

fn admit(desk: &Desk, address: IpAddr, headers: &HeaderMap, upgrade: Upgrade) -> antiphon_base::Result<(WebSocketUpgrade, Open)> {
    let upgrade = upgrade.map_err(|_| Error::malformed("Open this address as a WebSocket."))?;
    if !http::may_call(desk, headers) {
        return Err(Error::forbidden("Pages of this site may not connect; add the site to the inbox."));
    }
    desk.limiters.admit_socket(address)?;
    let open = desk.live.open(desk.config.limits.sockets)?;
    Ok((sized(upgrade), open))
}

/// A handshake with buffers that cost little while a socket is idle.
pub(super) fn sized(upgrade: WebSocketUpgrade) -> WebSocketUpgrade {
    upgrade
        .read_buffer_size(READ_BUFFER_BYTES)
        .write_buffer_size(WRITE_BUFFER_BYTES)
        .max_message_size(FRAME_BYTES)
        .max_frame_size(FRAME_BYTES)
}
