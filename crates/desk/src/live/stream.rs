//! The same log without a socket: long poll and event stream (SSE) over the same cursor.
//! Both read from the log after the cursor, and wait on the topic only when there is nothing.

use std::convert::Infallible;
use std::time::Duration;

use antiphon_base::{Error, Result};
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::Stream;
use serde::Deserialize;
use tokio::time::{Instant, timeout_at};

use super::frames;
use super::hub::Live;
use super::model::{FeedPage, LogPage, View};
use crate::Desk;
use crate::actor::Actor;

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
fn checked_wait(seconds: Option<u64>) -> Result<Duration> {
    let wait = Duration::from_secs(seconds.unwrap_or(0));
    if wait > LONGEST_WAIT { Err(Error::invalid("wait", "Wait 0 to 25 seconds.")) } else { Ok(wait) }
}

/// Entries after `after_seq`; when there are none, waits for some.
///
/// # Errors
/// `Invalid` on `wait`; what the log answers.
pub async fn wait_for_topic(desk: &Desk, view: View, after_seq: i64, wait: Option<u64>) -> Result<LogPage> {
    let deadline = Instant::now() + checked_wait(wait)?;
    let mut waiting = desk.live.wait_on(view.topic);
    loop {
        waiting.changes.mark_unchanged();
        let page = desk.live.log().entries(view, after_seq, super::hub::PAGE).await?;
        if !page.entries.is_empty() || Instant::now() >= deadline {
            return Ok(page);
        }
        if !changed(&desk.live, &mut waiting.changes, deadline).await {
            return Ok(page);
        }
    }
}

/// The feed after `cursor`; when nothing changed, waits for a change.
///
/// # Errors
/// `Invalid` on `wait`; what the log answers.
pub async fn wait_for_feed(desk: &Desk, actor: &Actor, cursor: &str, limit: i64, wait: Option<u64>) -> Result<FeedPage> {
    let deadline = Instant::now() + checked_wait(wait)?;
    let mut changes = desk.live.feed_changes(actor.workspace);
    let mut cursor = cursor.to_owned();
    loop {
        changes.mark_unchanged();
        let page = desk.live.log().feed(actor, Some(&cursor), limit).await?;
        if page.count > 0 || Instant::now() >= deadline || !changed(&desk.live, &mut changes, deadline).await {
            return Ok(page);
        }
        cursor = page.cursor;
    }
}

/// True when there may be something new, false when the time is over or the server stops.
async fn changed(live: &Live, changes: &mut tokio::sync::watch::Receiver<u64>, deadline: Instant) -> bool {
    let mut draining = live.draining();
    tokio::select! {
        outcome = timeout_at(deadline, changes.changed()) => matches!(outcome, Ok(Ok(()))),
        _ = draining.wait_for(Option::is_some) => false,
    }
}

/// A topic as an event stream: one event per entry, whose id is its seq.
pub fn follow_topic(desk: Desk, actor: Actor, view: View, after_seq: i64) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let until = Instant::now() + LONGEST_STREAM;
    let state = TopicStream {
        waiting: desk.live.wait_on(view.topic),
        desk,
        actor,
        view,
        cursor: after_seq,
        ready: Vec::new().into_iter(),
    };
    let events =
        futures_util::stream::unfold(
            state,
            move |mut state| async move { state.next(until).await.map(|event| (Ok(event), state)) },
        );
    Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(15)))
}

struct TopicStream {
    desk: Desk,
    actor: Actor,
    view: View,
    cursor: i64,
    ready: std::vec::IntoIter<Event>,
    waiting: super::hub::Waiting,
}

impl TopicStream {
    async fn next(&mut self, until: Instant) -> Option<Event> {
        loop {
            if let Some(event) = self.ready.next() {
                return Some(event);
            }
            self.waiting.changes.mark_unchanged();
            // Looked at anew each time: a stream must not outlive the right to it.
            let view = self.desk.live.log().view(&self.actor, self.view.topic.id).await.ok()?;
            let page = self.desk.live.read_on(view, self.cursor).await.ok()?;
            if page.through_seq > self.cursor {
                self.cursor = page.through_seq;
                let entry = |entry: &super::model::LogEntry| {
                    Event::default().event("entry").id(entry.seq.to_string()).data(entry.json_for(view.audience))
                };
                let mut events: Vec<Event> = page.entries.iter().map(entry).collect();
                if page.entries.last().is_none_or(|last| last.seq < page.through_seq) {
                    let through = serde_json::json!({ "seq": page.through_seq });
                    events.push(Event::default().event("through").id(page.through_seq.to_string()).data(through.to_string()));
                }
                self.ready = events.into_iter();
                continue;
            }
            if !changed(&self.desk.live, &mut self.waiting.changes, until).await {
                return None;
            }
        }
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
                let actor_now = crate::http::authenticate_again(&desk, &actor).await.ok()?;
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
