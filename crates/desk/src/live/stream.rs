//! The same log without a socket: long poll and event stream (SSE) over the same cursor.
//! Both read from the log after the cursor, and wait on the topic only when there is nothing.

use std::convert::Infallible;
use std::time::Duration;

use antiphon_base::{Error, Result};
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::Stream;
use serde::Deserialize;
use tokio::time::{Instant, timeout_at};

use super::follower::{Follower, Passing};
use super::frames;
use super::hub::Live;
use super::model::{FeedPage, LogPage, View};
use crate::actor::Actor;
use crate::{Desk, http};

/// Longest wait of a poll.
const LONGEST_WAIT: Duration = Duration::from_secs(25);
/// An event stream is ended after this, so that rights are looked at again; clients come back by themselves.
const LONGEST_STREAM: Duration = Duration::from_secs(30 * 60);

/// How a poller or stream asks.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventsAsk {
    /// The last seq the client has.
    pub after_seq: Option<i64>,
    /// Seconds to wait when there is nothing, 0–25.
    pub wait: Option<u64>,
    /// The log's generation as the client knows it.
    pub epoch: Option<String>,
    /// A ticket in place of a header, for browsers' EventSource.
    pub ticket: Option<String>,
}

/// The wait that a poll asks for.
///
/// # Errors
/// `Invalid` when it is longer than 25 s.
pub fn checked_wait(seconds: Option<u64>) -> Result<Duration> {
    let wait = Duration::from_secs(seconds.unwrap_or(0));
    if wait > LONGEST_WAIT { Err(Error::invalid("wait", "Wait 0 to 25 seconds.")) } else { Ok(wait) }
}

/// Entries after `after_seq`; when there are none, waits for some. Whoever waited is looked at again before
/// anything is answered: a session or a right may have ended meanwhile.
///
/// # Errors
/// `Invalid` on `wait`; `Unauthenticated`, `NotFound` when the right ended; what the log answers.
pub async fn wait_for_topic(desk: &Desk, actor: &Actor, view: View, after_seq: i64, wait: Option<u64>) -> Result<LogPage> {
    let deadline = Instant::now() + checked_wait(wait)?;
    let mut waiting = desk.live.wait_on(view.topic);
    let mut view = view;
    loop {
        waiting.changes.mark_unchanged();
        let page = desk.live.log().entries(view, after_seq, super::hub::PAGE).await?;
        let is_beyond = after_seq > page.heads.for_audience(view.audience); // a place of another log: nothing will come after it
        if !page.entries.is_empty() || is_beyond || Instant::now() >= deadline {
            return Ok(page);
        }
        let is_over = !changed(&desk.live, &mut waiting.changes, deadline).await;
        let actor_now = http::authenticate_again(desk, actor).await?;
        view = desk.live.log().view(&actor_now, view.topic.id).await?;
        if is_over {
            return Ok(page);
        }
    }
}

/// The feed after `cursor`; when nothing changed, waits for a change. Whoever waited is looked at again.
///
/// # Errors
/// `Invalid` on `wait`; `Unauthenticated` when the right ended; what the log answers.
pub async fn wait_for_feed(desk: &Desk, actor: &Actor, cursor: &str, limit: i64, wait: Option<u64>) -> Result<FeedPage> {
    let deadline = Instant::now() + checked_wait(wait)?;
    let mut changes = desk.live.feed_changes(actor.workspace);
    let (mut cursor, mut actor) = (cursor.to_owned(), actor.clone());
    loop {
        changes.mark_unchanged();
        let page = desk.live.log().feed(&actor, Some(&cursor), limit).await?;
        if page.count > 0 || Instant::now() >= deadline {
            return Ok(page);
        }
        let is_over = !changed(&desk.live, &mut changes, deadline).await;
        actor = http::authenticate_again(desk, &actor).await?;
        if is_over {
            return Ok(page);
        }
        cursor = page.cursor;
    }
}

/// True when there may be something new, false when the time is over or the server stops.
async fn changed(live: &Live, changes: &mut tokio::sync::watch::Receiver<u64>, deadline: Instant) -> bool {
    let _counted = live.count_wait();
    let mut draining = live.draining();
    tokio::select! {
        outcome = timeout_at(deadline, changes.changed()) => matches!(outcome, Ok(Ok(()))),
        _ = draining.wait_for(Option::is_some) => false,
    }
}

/// A topic as an event stream: one event per entry, whose id is its seq, and beside them what passes by
/// (typing, positions, presence), as on the socket.
pub fn follow_topic(desk: Desk, actor: Actor, view: View, after_seq: i64) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let until = Instant::now() + LONGEST_STREAM;
    let follower = Follower::join(desk, actor, view, after_seq);
    let events = futures_util::stream::unfold(follower, move |mut follower| async move {
        let passing = timeout_at(until, follower.next()).await.ok()?.ok()?;
        Some((Ok(event_of(passing)), follower))
    });
    Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(15)))
}

fn event_of(passing: Passing) -> Event {
    match passing {
        Passing::Entry { seq, json } => Event::default().event("entry").id(seq.to_string()).data(json),
        Passing::Other { name, frame } => Event::default().event(name).data(frame.to_string()),
    }
}

/// The feed as an event stream: one event per page, whose id is the cursor after it.
pub fn follow_feed(desk: Desk, actor: Actor, cursor: String) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let until = Instant::now() + LONGEST_STREAM;
    let changes = desk.live.feed_changes(actor.workspace);
    let events =
        futures_util::stream::unfold((desk, actor, cursor, changes), move |(desk, actor, mut cursor, mut changes)| async move {
            loop {
                changes.mark_unchanged();
                let actor_now = http::authenticate_again(&desk, &actor).await.ok()?;
                let page = desk.live.log().feed(&actor_now, Some(&cursor), 50).await.ok()?;
                cursor.clone_from(&page.cursor);
                if page.count > 0 {
                    let data = frames::feed(&page.items, &page.cursor, page.has_more);
                    let event = Event::default().event("feed").id(page.cursor).data(data.as_str());
                    return Some((Ok(event), (desk, actor, cursor, changes)));
                }
                if !changed(&desk.live, &mut changes, until).await {
                    return None;
                }
            }
        });
    Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(15)))
}
