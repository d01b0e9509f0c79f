//! What a handler leaves of a body: a refusal often needs no more than the head of a request. The rest is read and
//! thrown away, else the server would cut the connection and the client's next request on it would fail.

use std::future::poll_fn;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::{Body, BodyDataStream, HttpBody};
use axum::extract::Request;
use axum::http::header;
use futures_util::StreamExt;
use tokio::time::timeout;

/// More is not worth reading: the connection ends instead.
const MOST_BYTES: usize = 64 * 1024;
/// Nor is waiting longer for it.
const PATIENCE: Duration = Duration::from_secs(1);

/// The rest of a request's body, as far as the handler leaves one.
pub(super) enum Leftover {
    /// There is no body.
    Nothing,
    /// The client sends its body only when asked for it, so nobody asks.
    Unasked,
    Rest(Arc<Mutex<BodyDataStream>>),
}

/// Lends the body to the handler.
pub(super) fn lend(request: Request) -> (Request, Leftover) {
    if request.body().is_end_stream() {
        return (request, Leftover::Nothing);
    }
    if request.headers().contains_key(header::EXPECT) {
        return (request, Leftover::Unasked);
    }
    let (head, body) = request.into_parts();
    let rest = Arc::new(Mutex::new(body.into_data_stream()));
    let lent = Arc::clone(&rest);
    let pieces = futures_util::stream::poll_fn(move |task| lock(&lent).poll_next_unpin(task));
    (Request::from_parts(head, Body::from_stream(pieces)), Leftover::Rest(rest))
}

impl Leftover {
    /// Reads the rest; false when the connection cannot serve another request.
    pub(super) async fn drain(self) -> bool {
        let rest = match self {
            Self::Nothing => return true,
            Self::Unasked => return false,
            Self::Rest(rest) => rest,
        };
        let reading = async {
            let mut left = MOST_BYTES;
            loop {
                match poll_fn(|task| lock(&rest).poll_next_unpin(task)).await {
                    None => return true,
                    Some(Ok(piece)) if piece.len() <= left => left -= piece.len(),
                    Some(_) => return false,
                }
            }
        };
        timeout(PATIENCE, reading).await.unwrap_or(false)
    }
}

fn lock(rest: &Mutex<BodyDataStream>) -> std::sync::MutexGuard<'_, BodyDataStream> {
    rest.lock().unwrap_or_else(PoisonError::into_inner)
}
