//! What waits to be written to one socket. Bounded: when it is full, ephemeral frames are dropped and
//! durable ones are not queued; the topic then only remembers that this socket is behind, and the socket
//! reads what it missed from the log once it can write again.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use axum::extract::ws::Utf8Bytes;
use tokio::sync::Notify;
use uuid::Uuid;

/// Frames that may wait.
const FRAMES: usize = 500;
/// Bytes that may wait.
const BYTES: usize = 256 * 1024;
/// A queue that has grown beyond this gives its memory back once it is empty.
const KEPT_CAPACITY: usize = 32;

/// Why the server ends a socket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// The session, key or token ended.
    SignedOut,
    /// Something changed by which it was let in: it may come back at once.
    ComeBack,
}

/// The queue of one socket.
#[derive(Debug, Default)]
pub(super) struct Outbox {
    queue: Mutex<Queue>,
    wake: Notify,
}

#[derive(Debug, Default)]
struct Queue {
    frames: VecDeque<Utf8Bytes>,
    bytes: usize,
    /// Since when an entry waits whose delivery is timed.
    waiting_since: Option<Instant>,
    /// Topics of which entries were not queued.
    behind: Vec<Uuid>,
    /// Topics in which the owner's rights may have changed.
    recheck: Vec<Uuid>,
    ending: Option<Ending>,
}

/// What a socket finds when it looks.
#[derive(Debug, Default)]
pub(super) struct Taken {
    pub(super) frames: VecDeque<Utf8Bytes>,
    /// Since when one of them waited; none when none is timed.
    pub(super) waiting_since: Option<Instant>,
    pub(super) behind: Vec<Uuid>,
    pub(super) recheck: Vec<Uuid>,
    pub(super) ending: Option<Ending>,
}

impl Outbox {
    /// Queues an entry's frame; false when there is no room, and then nothing was queued.
    pub(super) fn push(&self, frame: Utf8Bytes) -> bool {
        let mut queue = self.lock();
        if queue.frames.len() >= FRAMES || queue.bytes + frame.len() > BYTES {
            return false;
        }
        queue.bytes += frame.len();
        queue.frames.push_back(frame);
        drop(queue);
        self.wake.notify_one();
        true
    }

    /// Notes since when what is queued waits.
    pub(super) fn note_waiting(&self) {
        let mut queue = self.lock();
        if !queue.frames.is_empty() {
            queue.waiting_since.get_or_insert_with(Instant::now);
        }
    }

    /// Queues a frame that may be lost: dropped when the queue is half full.
    pub(super) fn push_ephemeral(&self, frame: Utf8Bytes) {
        let mut queue = self.lock();
        if queue.frames.len() >= FRAMES / 2 || queue.bytes + frame.len() > BYTES / 2 {
            drop(queue);
            metrics::counter!("socket_ephemeral_dropped_total").increment(1);
            return;
        }
        queue.bytes += frame.len();
        queue.frames.push_back(frame);
        drop(queue);
        self.wake.notify_one();
    }

    /// Says that entries of a topic wait in the log.
    pub(super) fn fall_behind(&self, topic: Uuid) {
        let mut queue = self.lock();
        if !queue.behind.contains(&topic) {
            queue.behind.push(topic);
        }
        drop(queue);
        self.wake.notify_one();
    }

    /// Says that the owner's rights in a topic may have changed.
    pub(super) fn recheck(&self, topic: Uuid) {
        self.lock().recheck.push(topic);
        self.wake.notify_one();
    }

    /// Says that the socket is to be closed.
    pub(super) fn end(&self, ending: Ending) {
        self.lock().ending.get_or_insert(ending);
        self.wake.notify_one();
    }

    /// Waits until there is something to take.
    pub(super) async fn filled(&self) {
        self.wake.notified().await;
    }

    /// Frames that wait.
    pub(super) fn depth(&self) -> usize {
        self.lock().frames.len()
    }

    /// Takes everything.
    pub(super) fn take(&self) -> Taken {
        let mut queue = self.lock();
        queue.bytes = 0;
        let frames = if queue.frames.capacity() > KEPT_CAPACITY || queue.frames.len() > 4 {
            std::mem::take(&mut queue.frames)
        } else {
            queue.frames.drain(..).collect()
        };
        Taken {
            frames,
            waiting_since: queue.waiting_since.take(),
            behind: std::mem::take(&mut queue.behind),
            recheck: std::mem::take(&mut queue.recheck),
            ending: queue.ending,
        }
    }

    fn lock(&self) -> MutexGuard<'_, Queue> {
        // Nothing panics while holding it; if something did, the queue itself is still whole.
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_outbox_refuses_entries_and_drops_ephemeral_frames_first() {
        let outbox = Outbox::default();
        for _ in 0..FRAMES / 2 {
            assert!(outbox.push("entry".into()));
        }
        outbox.push_ephemeral("typing".into());
        for _ in 0..FRAMES / 2 {
            assert!(outbox.push("entry".into()));
        }
        assert!(!outbox.push("entry".into()));
        outbox.fall_behind(Uuid::nil());
        outbox.fall_behind(Uuid::nil());
        let taken = outbox.take();
        assert_eq!((taken.frames.len(), taken.behind.len()), (FRAMES, 1));
        assert!(outbox.push("entry".into()));
    }

    #[test]
    fn large_frames_count_by_their_bytes() {
        let outbox = Outbox::default();
        assert!(outbox.push("x".repeat(BYTES).into()));
        assert!(!outbox.push("x".into()));
    }
}
