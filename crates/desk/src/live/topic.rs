//! One followed log on this node: how far it is known, the newest entries, and who listens.
//! Entries are handed on strictly by `seq`; what arrives early waits, what is missing is asked for.
//! Pure bookkeeping under one lock; reading the log is the hub's matter.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use axum::extract::ws::Utf8Bytes;

use super::frames;
use super::model::{Audience, Heads, LogEntry, TopicKey, View};
use super::outbox::Outbox;
use super::presence::Present;
use crate::ids::PrincipalId;

/// Newest entries kept of a topic that someone follows, so that a reconnect storm reads memory first.
const TAIL: usize = 100;
/// Entries that may wait for an earlier one; more are read from the log anyway.
const EARLY: usize = 256;

/// A follower's number within a topic.
pub(super) type SubscriberId = u64;

/// A socket that follows a topic.
#[derive(Debug)]
pub(super) struct Subscriber {
    pub(super) id: SubscriberId,
    pub(super) outbox: Arc<Outbox>,
    pub(super) audience: Audience,
    from_seq: i64,
    pub(super) principal: PrincipalId,
    /// Live: gets entries as they come. Otherwise it is reading the log from its own cursor.
    live: bool,
    /// The last place that was queued for it before it fell behind.
    behind_at: i64,
}

/// What is known of a topic on this node.
#[derive(Debug)]
pub(super) struct Topic {
    pub(super) key: TopicKey,
    /// The newest entry up to which everything was handed on; unknown until someone has read the log.
    last: Option<Heads>,
    /// The highest place heard of.
    heard: i64,
    early: BTreeMap<i64, LogEntry>,
    tail: VecDeque<LogEntry>,
    pub(super) subscribers: Vec<Subscriber>,
    /// Pollers and streams that wait for anything new.
    pub(super) waiting: usize,
    pub(super) present: Present,
    next_id: SubscriberId,
}

/// What to do after something was heard.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Heard {
    /// Nothing is missing.
    Whole,
    /// Entries after this place must be read from the log.
    Missing(i64),
}

impl Topic {
    pub(super) fn new(key: TopicKey) -> Self {
        Self {
            key,
            last: None,
            heard: 0,
            early: BTreeMap::new(),
            tail: VecDeque::new(),
            subscribers: Vec::new(),
            waiting: 0,
            present: Present::default(),
            next_id: 0,
        }
    }

    /// Adds a follower that still has to read the log.
    pub(super) fn join(&mut self, outbox: Arc<Outbox>, view: View, principal: PrincipalId) -> SubscriberId {
        self.next_id += 1;
        let View { audience, from_seq, .. } = view;
        let id = self.next_id;
        self.subscribers.push(Subscriber { id, outbox, audience, from_seq, principal, live: false, behind_at: 0 });
        self.next_id
    }

    pub(super) fn leave(&mut self, id: SubscriberId) {
        self.subscribers.retain(|subscriber| subscriber.id != id);
    }

    /// Whether nobody needs it any more.
    pub(super) fn is_idle(&self) -> bool {
        self.subscribers.is_empty() && self.waiting == 0 && self.present.is_empty()
    }

    /// Hears of an entry: hands it on when it is the next one.
    pub(super) fn hear(&mut self, seq: i64, entry: Option<LogEntry>) -> Heard {
        self.heard = self.heard.max(seq);
        let Some(last) = self.last else { return Heard::Whole }; // whoever joins first reads the log
        if seq <= last.all {
            return Heard::Whole;
        }
        match entry {
            Some(entry) if seq == last.all + 1 => {
                self.hand_on(entry);
                self.hand_on_early();
            }
            Some(entry) if self.early.len() < EARLY => {
                self.early.insert(seq, entry);
            }
            _ => {}
        }
        self.missing()
    }

    /// Takes entries read from the log (all audiences), in order.
    pub(super) fn fill(&mut self, entries: Vec<LogEntry>) -> Heard {
        for entry in entries {
            if self.last.is_some_and(|last| entry.seq == last.all + 1) {
                self.hand_on(entry);
            }
        }
        self.hand_on_early();
        self.missing()
    }

    fn missing(&self) -> Heard {
        match self.last {
            Some(last) if self.heard > last.all => Heard::Missing(last.all),
            _ => Heard::Whole,
        }
    }

    fn hand_on_early(&mut self) {
        while let Some(last) = self.last {
            self.early = self.early.split_off(&(last.all + 1));
            let Some(entry) = self.early.remove(&(last.all + 1)) else { break };
            self.hand_on(entry);
        }
    }

    fn hand_on(&mut self, entry: LogEntry) {
        let (mut for_staff, mut for_public): (Option<Utf8Bytes>, Option<Utf8Bytes>) = (None, None);
        let (id, mut last) = (self.key.id, None);
        for subscriber in
            self.subscribers.iter_mut().filter(|subscriber| subscriber.live && subscriber.audience.sees(entry.audience))
        {
            // Written once per audience, shared by all who get it; whoever came later may be told less.
            let (audience, from_seq) = (subscriber.audience, subscriber.from_seq);
            let frame = match audience {
                _ if entry.differs_after(from_seq) => frames::entry(id, &entry, audience, from_seq),
                Audience::Staff => for_staff.get_or_insert_with(|| frames::entry(id, &entry, audience, 0)).clone(),
                Audience::Public => for_public.get_or_insert_with(|| frames::entry(id, &entry, audience, 0)).clone(),
            };
            if !subscriber.outbox.push(frame) {
                subscriber.live = false;
                subscriber.behind_at = entry.seq - 1;
                subscriber.outbox.fall_behind(id);
                metrics::counter!("socket_fell_behind_total").increment(1);
            }
            last = Some(&subscriber.outbox);
        }
        // One delivery of each entry is timed, the last one: timing all would cost more than it tells.
        if let Some(outbox) = last {
            outbox.note_waiting();
        }
        let heads = self.last.get_or_insert_default();
        heads.all = entry.seq;
        if entry.audience == Audience::Public {
            heads.public = entry.seq;
        }
        if self.tail.len() == TAIL {
            self.tail.pop_front();
        }
        self.tail.push_back(entry);
    }

    /// A follower has read the log through `through`; the log ended at `heads` then.
    /// True when it is live from now on, false when it must read on.
    pub(super) fn caught_up(&mut self, id: SubscriberId, through: i64, heads: Heads) -> bool {
        if self.last.is_none_or(|last| last.all < heads.all) && through >= heads.all {
            // The log is ahead of what was heard here: go on from there. Followers that are live
            // would miss the stretch, so only a topic nobody is live on may jump.
            if self.subscribers.iter().any(|subscriber| subscriber.live) {
                self.heard = self.heard.max(heads.all);
            } else {
                self.last = Some(heads);
                self.tail.clear();
                self.hand_on_early();
            }
        }
        let known = self.last.map_or(i64::MAX, |last| last.all);
        let Some(subscriber) = self.subscribers.iter_mut().find(|subscriber| subscriber.id == id) else { return true };
        if through >= known {
            // Entries between `known` and `through` come again as live ones; the client drops them by seq.
            subscriber.live = true;
            true
        } else {
            false
        }
    }

    /// Where a follower that fell behind must read on.
    pub(super) fn cursor_of(&self, id: SubscriberId) -> Option<i64> {
        self.subscribers.iter().find(|subscriber| subscriber.id == id).map(|subscriber| subscriber.behind_at)
    }

    /// Whether entries after the known end have been heard of.
    pub(super) fn is_missing(&self) -> Heard {
        self.missing()
    }

    /// Entries after `after` from memory, if it reaches back that far: all that `audience` sees, with the ends.
    pub(super) fn tail_after(&self, after: i64, audience: Audience) -> Option<(Vec<LogEntry>, Heads)> {
        let last = self.last?;
        let first = self.tail.front().map_or(last.all + 1, |entry| entry.seq);
        if after + 1 < first || after > last.all {
            return None;
        }
        let entries = self.tail.iter().filter(|entry| entry.seq > after && audience.sees(entry.audience)).cloned().collect();
        Some((entries, last))
    }

    /// The end as far as it is known here.
    pub(super) fn heads(&self) -> Option<Heads> {
        self.last
    }

    /// Sends a frame that may be lost to everybody whom it is for.
    pub(super) fn broadcast(&self, frame: &Utf8Bytes, audience: Audience, but: Option<PrincipalId>) {
        for subscriber in &self.subscribers {
            if Some(subscriber.principal) != but && subscriber.audience.sees(audience) {
                subscriber.outbox.push_ephemeral(frame.clone());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::WorkspaceId;

    fn entry(seq: i64, audience: Audience, prev_public_seq: i64) -> LogEntry {
        LogEntry { seq, audience, prev_public_seq, body: "{}".into(), late: Vec::new() }
    }

    fn topic() -> Topic {
        Topic::new(TopicKey { workspace: WorkspaceId::new(), id: uuid::Uuid::nil() })
    }

    fn seqs(outbox: &Outbox) -> Vec<i64> {
        let seq = |frame: &Utf8Bytes| serde_json::from_str::<serde_json::Value>(frame).unwrap()["entry"]["seq"].as_i64().unwrap();
        outbox.take().frames.iter().map(seq).collect()
    }

    fn live(topic: &mut Topic, audience: Audience, at: i64) -> Arc<Outbox> {
        let outbox = Arc::new(Outbox::default());
        let view = View { topic: topic.key, audience, from_seq: 0, shown_to_public: true };
        let id = topic.join(Arc::clone(&outbox), view, PrincipalId::new());
        assert!(topic.caught_up(id, at, Heads { all: at, public: at }));
        outbox
    }

    #[test]
    fn entries_are_handed_on_in_order_however_they_arrive() {
        let mut topic = topic();
        let outbox = live(&mut topic, Audience::Staff, 3);
        assert_eq!(topic.hear(5, Some(entry(5, Audience::Public, 4))), Heard::Missing(3));
        assert_eq!(topic.hear(4, Some(entry(4, Audience::Public, 3))), Heard::Whole);
        assert_eq!(topic.hear(4, Some(entry(4, Audience::Public, 3))), Heard::Whole);
        assert_eq!(seqs(&outbox), [4, 5]);
    }

    #[test]
    fn a_hint_without_its_entry_asks_for_the_log() {
        let mut topic = topic();
        let outbox = live(&mut topic, Audience::Staff, 0);
        assert_eq!(topic.hear(2, None), Heard::Missing(0));
        assert_eq!(topic.fill(vec![entry(1, Audience::Public, 0), entry(2, Audience::Public, 1)]), Heard::Whole);
        assert_eq!(seqs(&outbox), [1, 2]);
    }

    #[test]
    fn the_public_sees_no_staff_entry_and_its_chain_has_no_hole() {
        let mut topic = topic();
        let outbox = live(&mut topic, Audience::Public, 0);
        topic.hear(1, Some(entry(1, Audience::Public, 0)));
        topic.hear(2, Some(entry(2, Audience::Staff, 1)));
        topic.hear(3, Some(entry(3, Audience::Public, 1)));
        let frames = outbox.take().frames;
        let prev =
            |frame: &Utf8Bytes| serde_json::from_str::<serde_json::Value>(frame).unwrap()["entry"]["prev_seq"].as_i64().unwrap();
        assert_eq!(frames.iter().map(prev).collect::<Vec<_>>(), [0, 1]);
        assert_eq!(topic.heads(), Some(Heads { all: 3, public: 3 }));
    }

    #[test]
    fn a_full_follower_falls_behind_alone_and_comes_back() {
        let mut topic = topic();
        let (slow, quick) = (live(&mut topic, Audience::Staff, 0), live(&mut topic, Audience::Staff, 0));
        let mut seen = 0;
        for seq in 1..=600 {
            topic.hear(seq, Some(entry(seq, Audience::Public, seq - 1)));
            seen += quick.take().frames.len();
        }
        assert_eq!(seen, 600);
        let taken = slow.take();
        assert_eq!((taken.frames.len(), taken.behind.as_slice()), (500, &[uuid::Uuid::nil()][..]));
        assert!(!topic.caught_up(1, 550, Heads { all: 600, public: 600 }));
        assert!(topic.caught_up(1, 600, Heads { all: 600, public: 600 }));
        topic.hear(601, Some(entry(601, Audience::Public, 600)));
        assert_eq!(seqs(&slow), [601]);
    }

    #[test]
    fn the_tail_answers_only_what_it_holds() {
        let mut topic = topic();
        let _outbox = live(&mut topic, Audience::Staff, 10);
        topic.hear(11, Some(entry(11, Audience::Staff, 10)));
        topic.hear(12, Some(entry(12, Audience::Public, 10)));
        assert!(topic.tail_after(9, Audience::Staff).is_none());
        assert_eq!(topic.tail_after(10, Audience::Staff).unwrap().0.len(), 2);
        assert_eq!(topic.tail_after(10, Audience::Public).unwrap().0.len(), 1);
        assert_eq!(topic.tail_after(12, Audience::Public).unwrap().0.len(), 0);
        assert!(topic.tail_after(13, Audience::Staff).is_none());
    }
}
