//! One change: a transaction of the actor's workspace, what it owes and what it tells.
//! `Desk::write` is the only way to change anything on behalf of someone: it stores the caller's
//! idempotency key with the change, lets `listeners.rs` hear the events, and tells the hub after the commit.

use std::ops::{Deref, DerefMut};

use antiphon_base::{Error, Result};
use antiphon_db::Tx;

use crate::actor::{Actor, Credential};
use crate::ids::JobId;
use crate::jobs::{self, NewJob};
use crate::listeners::Event;
use crate::live::Announcement;
use crate::{Desk, http, listeners};

/// A transaction with what it will tell once it is committed.
pub struct Work<'t> {
    tx: &'t mut Tx,
    told: Vec<Announcement>,
    events: Vec<Event>,
    owes: bool,
}

impl Work<'_> {
    /// Says after the commit that something happened.
    pub fn tell(&mut self, announcement: Announcement) {
        self.told.push(announcement);
    }

    /// Says what changed, for slices above the one that changed it (`listeners.rs`), within the same change.
    pub(crate) fn happened(&mut self, event: Event) {
        self.events.push(event);
    }

    pub(crate) fn take_events(&mut self) -> Vec<Event> {
        std::mem::take(&mut self.events)
    }

    /// Owes a job, and wakes the workers after the commit.
    ///
    /// # Errors
    /// When the row cannot be written.
    pub async fn owe(&mut self, job: NewJob) -> Result<Option<JobId>> {
        self.owes = true;
        jobs::enqueue(self.tx, job).await
    }

    /// Wakes the workers after the commit: something that was owed before is due now.
    pub fn wake(&mut self) {
        self.owes = true;
    }

    /// Closes, after the commit, whatever sockets the credential opened, on every node.
    pub fn end_credential(&mut self, credential: Credential) {
        self.tell(Announcement::Ended { credential });
    }
}

impl Deref for Work<'_> {
    type Target = Tx;
    fn deref(&self) -> &Tx {
        self.tx
    }
}

impl DerefMut for Work<'_> {
    fn deref_mut(&mut self) -> &mut Tx {
        self.tx
    }
}

impl Desk {
    /// Carries out one change for `actor`: all of it or nothing. Returns after the commit is on disk
    /// and the hub has been told.
    ///
    /// # Errors
    /// What `work` answers, or that the change was not committed.
    pub async fn write<T>(&self, actor: &Actor, work: impl AsyncFnOnce(&mut Work<'_>) -> Result<T>) -> Result<T> {
        let started = std::time::Instant::now();
        let key = actor.request.idempotency.as_ref().filter(|key| key.take());
        let outcome = self
            .db
            .write_then(actor.workspace.0, async |tx: &mut Tx| {
                let mut open = Work { tx, told: Vec::new(), events: Vec::new(), owes: false };
                if let Some(key) = key {
                    http::take_idempotency_key(&mut open, actor, key, self.clock.now()).await?;
                }
                let value = work(&mut open).await?;
                listeners::hear(&mut open, self, actor, self.clock.now()).await?;
                let (desk, told, owes) = (self.clone(), open.told, open.owes);
                // Whoever asked may have left by then: what was committed is told all the same.
                let then = move || {
                    metrics::histogram!("message_commit_seconds").record(started.elapsed());
                    if owes {
                        desk.jobs.wake();
                    }
                    for announcement in told {
                        desk.live.announce(announcement);
                    }
                };
                Ok::<_, Error>((value, then))
            })
            .await;
        if let (Err(_), Some(key)) = (&outcome, key) {
            key.give_back(); // a deed may try again within the same request
        }
        outcome
    }

    /// Closes whatever sockets these credentials opened, on every node, after a change that was not one workspace's alone.
    pub fn end_credentials(&self, ended: impl IntoIterator<Item = Credential>) {
        for credential in ended {
            self.live.announce(Announcement::Ended { credential });
        }
    }

    /// Reads what `actor`'s workspace holds, from one snapshot.
    ///
    /// # Errors
    /// What `work` answers, or that nothing can be read.
    pub async fn read<T>(&self, actor: &Actor, work: impl AsyncFnOnce(&mut Tx) -> Result<T>) -> Result<T> {
        self.db.read(actor.workspace.0, work).await
    }
}
