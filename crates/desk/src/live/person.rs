//! Whoever follows what is told to them alone: their sockets on this node, woken when there is something new.
//! What is new is read from where it is kept, so a lost hint costs time and nothing else; what passes by is pushed.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use antiphon_base::Result;
use axum::extract::ws::Utf8Bytes;
use tokio::sync::watch;

use super::hub::Live;
use super::model::BoxFuture;
use super::outbox::Outbox;
use crate::actor::Actor;
use crate::ids::{PrincipalId, WorkspaceId};

/// What is told to single people, as live delivery needs it.
pub trait Personal: Send + Sync + 'static {
    /// What the actor was told after `cursor` (empty: from now on), at most `limit`.
    fn after<'a>(&'a self, actor: &'a Actor, cursor: &'a str, limit: i64) -> BoxFuture<'a, Result<PersonalPage>>;
}

/// A stretch of what somebody was told.
#[derive(Debug)]
pub struct PersonalPage {
    /// JSON array of it.
    pub items: String,
    /// Whether anything is new or was read since the cursor.
    pub is_news: bool,
    /// How much is unread in all.
    pub unread: i64,
    /// Where the next page begins.
    pub cursor: String,
    /// Whether there is more right now.
    pub has_more: bool,
}

type Key = (WorkspaceId, PrincipalId);

/// Everybody who follows on this node.
#[derive(Default)]
pub(super) struct People(Mutex<HashMap<Key, Person>>);

struct Person {
    changes: watch::Sender<u64>,
    outboxes: Vec<Arc<Outbox>>,
}

impl People {
    /// Something was told to somebody, or read by them.
    pub(super) fn touch(&self, key: Key) {
        if let Some(person) = self.lock().get(&key) {
            person.changes.send_modify(|n| *n += 1);
        }
    }

    /// Perhaps something was, and the hint of it lost.
    pub(super) fn touch_all(&self) {
        for person in self.lock().values() {
            person.changes.send_modify(|n| *n += 1);
        }
    }

    /// Pushes to all of somebody's sockets what may be lost.
    pub(super) fn push(&self, key: Key, frame: &Utf8Bytes) {
        for outbox in self.lock().get(&key).into_iter().flat_map(|person| &person.outboxes) {
            outbox.push_ephemeral(frame.clone());
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Key, Person>> {
        // The map is whole between statements, so a panic elsewhere leaves it usable.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A socket that follows what its person is told, until it is dropped.
pub(super) struct FollowedPerson {
    live: Live,
    key: Key,
    outbox: Arc<Outbox>,
    pub(super) changes: watch::Receiver<u64>,
}

impl Live {
    /// Follows as a socket.
    pub(super) fn follow_person(&self, actor: &Actor, outbox: &Arc<Outbox>) -> FollowedPerson {
        let key = (actor.workspace, actor.principal);
        let mut people = self.people().lock();
        let person = people.entry(key).or_insert_with(|| Person { changes: watch::channel(0).0, outboxes: Vec::new() });
        person.outboxes.push(Arc::clone(outbox));
        let changes = person.changes.subscribe();
        drop(people);
        FollowedPerson { live: self.clone(), key, outbox: Arc::clone(outbox), changes }
    }
}

impl Drop for FollowedPerson {
    fn drop(&mut self) {
        let mut people = self.live.people().lock();
        if let Some(person) = people.get_mut(&self.key) {
            if let Some(place) = person.outboxes.iter().position(|outbox| Arc::ptr_eq(outbox, &self.outbox)) {
                person.outboxes.swap_remove(place);
            }
            if person.outboxes.is_empty() {
                people.remove(&self.key);
            }
        }
    }
}
