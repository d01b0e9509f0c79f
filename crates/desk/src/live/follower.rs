//! Following one log without speaking our own socket's protocol: an event stream, or a socket of other words.
//! The same outbox and the same catching up; what passes by is handed on as it is.

use std::collections::VecDeque;
use std::sync::Arc;

use antiphon_base::Error;

use super::hub::{Followed, Registered};
use super::model::{View, Who};
use super::outbox::Outbox;
use super::topic::SubscriberId;
use crate::actor::Actor;
use crate::{Desk, http};

/// What passes by a follower.
#[derive(Debug)]
pub enum Passing {
    /// An entry that the follower may see.
    Entry {
        /// Its place.
        seq: i64,
        /// Its JSON object, with its place.
        json: String,
    },
    /// Typing, presence, positions: the frame, by its name.
    Other {
        /// Its `type`.
        name: String,
        /// The whole of it.
        frame: serde_json::Value,
    },
}

/// Why nothing passes by any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    /// The credential has ended.
    SignedOut,
    /// The right to this log has ended, or shows another part of it now.
    NotSeen,
    /// Storage could not be read: come back and go on.
    Unavailable,
    /// The server stops.
    Stopping,
}

fn over(error: Error) -> Over {
    match error {
        Error::Unauthenticated { .. } => Over::SignedOut,
        Error::NotFound | Error::Forbidden { .. } => Over::NotSeen,
        error => {
            tracing::warn!(%error, "a log or a right could not be read; the follower is told to come back");
            Over::Unavailable
        }
    }
}

/// A follower of one log.
pub struct Follower {
    pub(super) desk: Desk,
    pub(super) actor: Actor,
    pub(super) view: View,
    who: Who,
    followed: Arc<Followed>,
    id: SubscriberId,
    outbox: Arc<Outbox>,
    /// Read this far.
    cursor: i64,
    is_live: bool,
    has_ended: bool,
    must_recheck: bool,
    ready: VecDeque<Passing>,
    _registered: Registered,
}

impl Follower {
    /// Follows the log that `view` shows, from what comes after `after_seq` on.
    pub fn join(desk: Desk, actor: Actor, view: View, after_seq: i64) -> Self {
        let (who, outbox) = (Who::of(&actor), Arc::new(Outbox::default()));
        let registered = desk.live.register(actor.credential, &outbox);
        let (followed, id) = desk.live.join(view, &who, Arc::clone(&outbox));
        outbox.recheck(view.topic.id); // the session or the right may have ended after it was looked at
        Self {
            desk,
            actor,
            view,
            who,
            followed,
            id,
            outbox,
            cursor: after_seq,
            is_live: false,
            has_ended: false,
            must_recheck: false,
            ready: VecDeque::new(),
            _registered: registered,
        }
    }

    /// What passes by next. May be dropped while it waits.
    ///
    /// # Errors
    /// Why nothing does any more.
    pub async fn next(&mut self) -> Result<Passing, Over> {
        loop {
            if self.has_ended {
                return Err(Over::SignedOut);
            }
            if self.must_recheck {
                let actor = http::authenticate_again(&self.desk, &self.actor).await.map_err(over)?;
                let view = self.desk.live.log().view(&actor, self.view.topic.id).await.map_err(over)?;
                if view.audience != self.view.audience {
                    return Err(Over::NotSeen);
                }
                self.view = view;
                self.desk.live.show_anew(view, &self.who);
                self.must_recheck = false;
            }
            // Only now: what came after the end, or after the right to it, is not handed on.
            if let Some(passing) = self.ready.pop_front() {
                return Ok(passing);
            }
            if !self.is_live {
                self.read_on().await?;
                continue;
            }
            let mut draining = self.desk.live.draining();
            tokio::select! {
                () = self.outbox.filled() => {}
                _ = draining.wait_for(Option::is_some) => return Err(Over::Stopping),
            }
            self.take();
        }
    }

    async fn read_on(&mut self) -> Result<(), Over> {
        let page = self.desk.live.read_on(self.view, self.cursor).await.map_err(over)?;
        let entries = page.entries.iter();
        self.ready.extend(
            entries.map(|entry| Passing::Entry { seq: entry.seq, json: entry.json_for(self.view.audience, self.view.from_seq) }),
        );
        self.cursor = page.through_seq.max(self.cursor);
        self.is_live = !page.has_more && self.followed.lock().caught_up(self.id, self.cursor, page.heads);
        if self.is_live {
            self.desk.live.settle(&self.followed);
        }
        Ok(())
    }

    /// Waits for nothing, so that whoever stops waiting in `next` loses nothing.
    fn take(&mut self) {
        let taken = self.outbox.take();
        for frame in &taken.frames {
            let Ok(frame) = serde_json::from_str::<serde_json::Value>(frame) else { continue }; // we wrote it
            let entry = &frame["entry"];
            if let Some(seq) = entry["seq"].as_i64() {
                self.cursor = seq;
                self.ready.push_back(Passing::Entry { seq, json: entry.to_string() });
            } else if let Some(name) = frame["type"].as_str() {
                let name = name.to_owned();
                self.ready.push_back(Passing::Other { name, frame });
            }
        }
        self.has_ended |= taken.ending.is_some();
        self.must_recheck |= !taken.recheck.is_empty();
        if !taken.behind.is_empty() {
            self.cursor = self.followed.lock().cursor_of(self.id).unwrap_or(self.cursor);
            self.is_live = false;
        }
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        self.desk.live.leave(self.view, &self.who, self.id);
    }
}
