//! The topics that someone on this node follows, the sockets that are open, and what is told to them.
//! A hint comes in (from a change here, or over the bus), entries go out; what is missing is read from the log.
//! Locks are held for bookkeeping only, never across an await.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use antiphon_base::{Clock, Error, Result};
use antiphon_bus::Bus;
use tokio::sync::watch;
use uuid::Uuid;

use super::channels::Channels;
use super::frames::Says;
use super::model::{Announcement, Audience, Heads, Log, LogPage, Part, PositionKind, TopicKey, View, Who};
use super::nodes::{self, NodeHint};
use super::outbox::{Ending, Outbox};
use super::person::{People, Personal};
use super::presence;
use super::topic::{Heard, SubscriberId, Topic};
use crate::Desk;
use crate::actor::{Actor, Credential};
use crate::ids::{PrincipalId, WorkspaceId};

/// Entries read from the log at once.
pub(super) const PAGE: i64 = 200;
/// How long a hole may wait for the entry that is on its way before the log is read.
const HOLE_PATIENCE: Duration = Duration::from_millis(20);

/// Live delivery on this node. Cheap to clone.
#[derive(Clone)]
pub struct Live(Arc<Hub>);

pub(super) struct Hub {
    pub(super) bus: Bus,
    pub(super) node: Uuid,
    clock: Clock,
    log: OnceLock<Arc<dyn Log>>,
    personal: OnceLock<Arc<dyn Personal>>,
    people: People,
    channels: Channels,
    topics: Mutex<HashMap<TopicKey, Arc<Followed>>>,
    feeds: Mutex<HashMap<WorkspaceId, watch::Sender<u64>>>,
    sockets: Mutex<HashMap<Credential, Vec<Arc<Outbox>>>>,
    /// Counts changes of rights: whoever joins looks whether one came in between.
    rights: AtomicU64,
    open_sockets: AtomicUsize,
    waiting: AtomicUsize,
    draining: watch::Sender<Option<Duration>>,
}

/// A topic with its lock, and a counter that moves with anything new in it.
pub(super) struct Followed {
    topic: Mutex<Topic>,
    /// Made when the first poller waits: most topics have sockets only, and there may be very many.
    changes: OnceLock<watch::Sender<u64>>,
    filling: AtomicU64,
}

impl Followed {
    fn new(key: TopicKey) -> Arc<Self> {
        Arc::new(Self { topic: Mutex::new(Topic::new(key)), changes: OnceLock::new(), filling: AtomicU64::new(0) })
    }

    pub(super) fn lock(&self) -> MutexGuard<'_, Topic> {
        // Topics keep no half-done state between statements, so a panic elsewhere leaves them usable.
        self.topic.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn changes(&self) -> watch::Receiver<u64> {
        self.changes.get_or_init(|| watch::channel(0).0).subscribe()
    }

    fn note_change(&self) {
        if let Some(changes) = self.changes.get() {
            changes.send_modify(|n| *n += 1);
        }
    }
}

/// Hands over the log and what single people are told, and starts what runs beside the sockets.
pub fn start(desk: &Desk, log: Arc<dyn Log>, personal: Arc<dyn Personal>) {
    let live = desk.live.clone();
    if live.0.log.set(log).is_err() || live.0.personal.set(personal).is_err() {
        unreachable!("a desk is opened once");
    }
    desk.spawn(nodes::listen(live.clone(), desk.stop.clone()));
}

impl Live {
    /// Live delivery over this bus.
    pub fn new(bus: Bus, clock: Clock) -> Self {
        Self(Arc::new(Hub {
            bus,
            node: Uuid::now_v7(),
            clock,
            log: OnceLock::new(),
            personal: OnceLock::new(),
            people: People::default(),
            channels: Channels::default(),
            topics: Mutex::default(),
            feeds: Mutex::default(),
            sockets: Mutex::default(),
            rights: AtomicU64::new(0),
            open_sockets: AtomicUsize::new(0),
            waiting: AtomicUsize::new(0),
            draining: watch::channel(None).0,
        }))
    }

    /// Tells everybody on this node, and other nodes, what a committed change did.
    pub fn announce(&self, announcement: Announcement) {
        nodes::publish(&self.0, NodeHint::Announced { announcement: announcement.clone() });
        self.hear(announcement);
    }

    /// Open sockets on this node.
    pub fn open_sockets(&self) -> usize {
        self.0.open_sockets.load(Ordering::Relaxed)
    }

    /// Polls and feed streams on this node that wait for something new.
    pub fn waiting(&self) -> usize {
        self.0.waiting.load(Ordering::Relaxed)
    }

    /// Whether the bus carries hints right now (always, within one process).
    pub fn bus_is_up(&self) -> bool {
        self.0.bus.is_up()
    }

    /// Sends every socket away, spread over `window`, and waits until they are gone or it has passed.
    pub async fn drain(&self, window: Duration) {
        self.0.draining.send_replace(Some(window));
        let deadline = tokio::time::Instant::now() + window;
        while self.open_sockets() > 0 && tokio::time::Instant::now() < deadline {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Tells others that someone types. Never stored. A reply is announced to all who will read it, also by staff
    /// who had only looked in so far: with the reply they come in.
    pub fn typing(&self, actor: &Actor, view: View, is_typing: bool, audience: Option<Audience>) {
        let who = Who::of(actor);
        let audience = audience.unwrap_or(Audience::Public).min(view.audience);
        nodes::publish(&self.0, NodeHint::Typing { topic: view.topic, who: who.clone(), is_typing, audience });
        self.show_typing(view.topic, &who, is_typing, audience);
    }

    /// Shows everybody a part of a message that is still being written.
    pub fn part(&self, actor: &Actor, topic: TopicKey, part: Part) {
        let who = Who::of(actor);
        self.show_part(topic, &who, &part);
        nodes::publish(&self.0, NodeHint::Part { topic, who, part });
    }

    /// Shows a person that something of theirs is being worked on. Never stored.
    pub fn working(&self, actor: &Actor, whom: PrincipalId, task: &str, is_working: bool) {
        let (who, task_id) = (Who::of(actor), task.to_owned());
        self.show_working((actor.workspace, whom), &who, &task_id, is_working);
        nodes::publish(&self.0, NodeHint::Working { workspace: actor.workspace, whom, who, task_id, is_working });
    }

    pub(super) fn personal(&self) -> &Arc<dyn Personal> {
        self.0.personal.get().expect("start hands it over before anything is served")
    }

    pub(super) fn channels(&self) -> &Channels {
        &self.0.channels
    }

    pub(super) fn people(&self) -> &People {
        &self.0.people
    }

    pub(super) fn log(&self) -> &Arc<dyn Log> {
        self.0.log.get().expect("start hands the log over before anything is served")
    }

    pub(super) fn node(&self) -> &Hub {
        &self.0
    }

    pub(super) fn clock(&self) -> &Clock {
        &self.0.clock
    }

    // ---- what is heard

    pub(super) fn hear(&self, announcement: Announcement) {
        match announcement {
            Announcement::Entry { topic, entry, seq } => {
                self.touch_feed(topic.workspace);
                self.0.channels.hear_entry(topic, entry.as_ref(), self.0.clock.now());
                if let Some(followed) = self.find(topic) {
                    let heard = followed.lock().hear(seq, entry);
                    followed.note_change();
                    self.fill_if(&followed, heard, HOLE_PATIENCE);
                }
            }
            Announcement::Moved { topic, principal, audience, kind, seq } => {
                let frame = match kind {
                    PositionKind::Read => Says::Read { conversation_id: topic.id, principal_id: principal, seq },
                    PositionKind::Delivered => Says::Delivered { conversation_id: topic.id, principal_id: principal, seq },
                };
                if let Some(followed) = self.find(topic) {
                    followed.lock().broadcast(&frame.frame(), audience, None);
                }
                if kind == PositionKind::Read {
                    self.touch_feed(topic.workspace);
                }
            }
            Announcement::Rights { topic, principal } => {
                self.0.rights.fetch_add(1, Ordering::AcqRel);
                if let Some(followed) = self.find(topic) {
                    for subscriber in followed.lock().subscribers.iter().filter(|subscriber| subscriber.principal == principal) {
                        subscriber.outbox.recheck(topic.id);
                    }
                }
                self.0.channels.recheck(topic);
                self.touch_feed(topic.workspace);
            }
            Announcement::Feed { workspace } => self.touch_feed(workspace),
            Announcement::Personal { workspace, principal } => self.0.people.touch((workspace, principal)),
            Announcement::Channels { workspace, event } => self.0.channels.hear(workspace, &event, self.0.clock.now()),
            Announcement::ChannelBound { workspace, socket, credential } => {
                self.0.channels.bind(self, workspace, &socket, credential);
            }
            Announcement::ChannelAppChanged { workspace } => self.0.channels.renew(workspace),
            Announcement::ChannelUserEnded { workspace, user } => self.0.channels.terminate(workspace, &user),
            Announcement::Ended { credential } => self.end(credential),
        }
    }

    pub(super) fn show_typing(&self, topic: TopicKey, who: &Who, is_typing: bool, audience: Audience) {
        if let Some(followed) = self.find(topic) {
            let frame = Says::Typing { conversation_id: topic.id, principal: who, is_typing, audience }.frame();
            followed.lock().broadcast(&frame, audience, Some(who.id));
        }
    }

    pub(super) fn show_part(&self, topic: TopicKey, who: &Who, part: &Part) {
        if let Some(followed) = self.find(topic) {
            let frame = Says::Delta { conversation_id: topic.id, principal: who, part }.frame();
            followed.lock().broadcast(&frame, Audience::Public, None);
        }
    }

    pub(super) fn show_presence(&self, topic: TopicKey, who: &Who, online: bool, audience: Audience) {
        if let Some(followed) = self.find(topic) {
            let frame = Says::Presence { conversation_id: topic.id, principal: who, online }.frame();
            followed.lock().broadcast(&frame, audience, None);
        }
    }

    pub(super) fn show_working(&self, whom: (WorkspaceId, PrincipalId), who: &Who, task: &str, is_working: bool) {
        self.0.people.push(whom, &Says::Working { task_id: task, principal: who, is_working }.frame());
    }

    /// Closes the sockets that a credential opened on this node.
    pub fn end(&self, credential: Credential) {
        for outbox in lock(&self.0.sockets).get(&credential).into_iter().flatten() {
            outbox.end(Ending::SignedOut);
        }
    }

    // ---- holes

    /// Reads what is missing from the log, once per topic at a time.
    fn fill_if(&self, followed: &Arc<Followed>, heard: Heard, patience: Duration) {
        if heard == Heard::Whole || followed.filling.swap(1, Ordering::AcqRel) == 1 {
            return;
        }
        let (live, followed) = (self.clone(), Arc::clone(followed));
        // Ends by itself: when nothing is missing, or the log cannot be read (the next hint tries again).
        tokio::spawn(async move {
            tokio::time::sleep(patience).await;
            loop {
                followed.filling.store(0, Ordering::Release);
                let (key, Heard::Missing(after)) = ({
                    let topic = followed.lock();
                    (topic.key, topic.is_missing())
                }) else {
                    return;
                };
                metrics::counter!("live_gaps_filled_total").increment(1);
                followed.filling.store(1, Ordering::Release);
                let everything = View { topic: key, audience: Audience::Staff, from_seq: 0, shown_to_public: false };
                match live.log().entries(everything, after, PAGE).await {
                    Ok(page) if page.entries.is_empty() => {
                        // Told of an entry that is not there yet: a hint ran ahead of this node's snapshot.
                        tokio::time::sleep(HOLE_PATIENCE).await;
                    }
                    Ok(page) => {
                        followed.lock().fill(page.entries);
                        followed.note_change();
                    }
                    Err(error) => {
                        tracing::warn!(%error, "a stretch of a log could not be read; the next hint tries again");
                        followed.filling.store(0, Ordering::Release);
                        return;
                    }
                }
            }
        });
    }

    /// Compares what is known here with the log itself, for every followed topic.
    pub(super) async fn check_heads(&self) {
        let mut by_workspace: HashMap<WorkspaceId, Vec<Uuid>> = HashMap::new();
        for key in lock(&self.0.topics).keys() {
            by_workspace.entry(key.workspace).or_default().push(key.id);
        }
        for (workspace, ids) in by_workspace {
            for ids in ids.chunks(500) {
                match self.log().heads(workspace, ids).await {
                    Ok(heads) => {
                        for (id, heads) in heads {
                            self.note_head(TopicKey { workspace, id }, heads);
                        }
                    }
                    Err(error) => tracing::warn!(%error, "heads could not be read; trying again soon"),
                }
            }
        }
        self.0.people.touch_all();
        self.0.channels.forget_old(self.0.clock.now());
        // Also of workspaces none of whose conversations is followed here: an agent may have only the list open.
        lock(&self.0.feeds).retain(|_, feed| {
            feed.send_modify(|n| *n += 1);
            feed.receiver_count() > 0
        });
    }

    fn note_head(&self, key: TopicKey, heads: Heads) {
        if let Some(followed) = self.find(key) {
            let heard = followed.lock().hear(heads.all, None);
            followed.note_change();
            self.fill_if(&followed, heard, Duration::ZERO);
        }
    }

    // ---- following

    /// Follows as a poller or stream: counted under the topics' lock, so that it is not forgotten in between.
    pub(super) fn wait_on(&self, key: TopicKey) -> Waiting {
        let mut topics = lock(&self.0.topics);
        let followed = Arc::clone(topics.entry(key).or_insert_with(|| Followed::new(key)));
        followed.lock().waiting += 1;
        Waiting { live: self.clone(), key, changes: followed.changes() }
    }

    /// How often rights have changed so far.
    pub(super) fn rights(&self) -> u64 {
        self.0.rights.load(Ordering::Acquire)
    }

    /// Joins a socket to a topic as someone who still reads the log.
    pub(super) fn join(&self, view: View, who: &Who, outbox: Arc<Outbox>) -> (Arc<Followed>, SubscriberId) {
        let audience = presence_audience(view);
        let (followed, id, new) = {
            // Joined under the topics' lock, so that it is not forgotten in between.
            let mut topics = lock(&self.0.topics);
            let followed = Arc::clone(topics.entry(view.topic).or_insert_with(|| Followed::new(view.topic)));
            let mut topic = followed.lock();
            let (id, new) = (topic.join(outbox, view, who.id), topic.present.arrive(who, audience));
            drop(topic);
            (followed, id, new)
        };
        if new {
            let hint = NodeHint::Present { topic: view.topic, who: who.clone(), audience, online: true };
            nodes::publish(&self.0, hint);
            self.show_presence(view.topic, who, true, audience);
        }
        (followed, id)
    }

    /// Someone who follows a topic has become a participant, or is none any more: others see them accordingly.
    pub(super) fn show_anew(&self, view: View, who: &Who) {
        let audience = presence_audience(view);
        let Some(followed) = self.find(view.topic) else { return };
        let before = followed.lock().present.show_to(who.id, audience);
        if before.is_none() {
            return;
        }
        let hint = NodeHint::Present { topic: view.topic, who: who.clone(), audience, online: true };
        nodes::publish(&self.0, hint);
        self.show_arrival(view.topic, who, before, audience);
    }

    /// Shows that someone is here; to those who may not know it any more, that they are not.
    pub(super) fn show_arrival(&self, topic: TopicKey, who: &Who, before: Option<Audience>, audience: Audience) {
        if before.is_some_and(|before| before < audience) {
            self.show_presence(topic, who, false, Audience::Public);
        }
        self.show_presence(topic, who, true, audience);
    }

    /// Takes a socket out of a topic; others hear of it after the grace.
    pub(super) fn leave(&self, view: View, who: &Who, id: SubscriberId) {
        let Some(followed) = self.find(view.topic) else { return };
        let departure = {
            let mut topic = followed.lock();
            topic.leave(id);
            topic.present.depart(who.id)
        };
        let Some(departure) = departure else { return };
        let (live, who, key) = (self.clone(), who.clone(), view.topic);
        // Ends by itself after the grace; at most one per departure of a last socket.
        tokio::spawn(async move {
            live.clock().sleep(presence::GRACE).await;
            let gone = followed.lock().present.grace_over(who.id, departure);
            if let Some((who, audience)) = gone {
                nodes::publish(&live.0, NodeHint::Present { topic: key, who: who.clone(), audience, online: false });
                live.show_presence(key, &who, false, audience);
            }
            live.release(key);
        });
    }

    /// Forgets a topic that nobody needs any more.
    pub(super) fn release(&self, key: TopicKey) {
        let mut topics = lock(&self.0.topics);
        if topics.get(&key).is_some_and(|followed| followed.lock().is_idle()) {
            topics.remove(&key);
        }
    }

    pub(super) fn find(&self, key: TopicKey) -> Option<Arc<Followed>> {
        lock(&self.0.topics).get(&key).cloned()
    }

    pub(super) fn followed(&self) -> Vec<Arc<Followed>> {
        lock(&self.0.topics).values().cloned().collect()
    }

    /// After a follower went live: reads what was heard of but not handed on.
    pub(super) fn settle(&self, followed: &Arc<Followed>) {
        let heard = followed.lock().is_missing();
        self.fill_if(followed, heard, HOLE_PATIENCE);
    }

    /// Entries after `after_seq`, from memory where it reaches back that far, else from the log.
    pub(super) async fn read_on(&self, view: View, after_seq: i64) -> Result<LogPage> {
        let after_seq = after_seq.max(view.from_seq);
        let remembered = self.find(view.topic).and_then(|followed| followed.lock().tail_after(after_seq, view.audience));
        if let Some((entries, heads)) = remembered {
            return Ok(LogPage { entries, through_seq: heads.all, heads, has_more: false });
        }
        self.log().entries(view, after_seq, PAGE).await
    }

    // ---- feeds

    /// A counter that moves with any change in the tenant's lists.
    pub(super) fn feed_changes(&self, workspace: WorkspaceId) -> watch::Receiver<u64> {
        lock(&self.0.feeds).entry(workspace).or_insert_with(|| watch::channel(0).0).subscribe()
    }

    fn touch_feed(&self, workspace: WorkspaceId) {
        if let Some(feed) = lock(&self.0.feeds).get(&workspace) {
            feed.send_modify(|n| *n += 1);
        }
    }

    // ---- sockets

    /// Notes a socket under its credential until the guard is dropped.
    pub(super) fn register(&self, credential: Credential, outbox: &Arc<Outbox>) -> Registered {
        lock(&self.0.sockets).entry(credential).or_default().push(Arc::clone(outbox));
        Registered { live: self.clone(), credential, outbox: Arc::clone(outbox) }
    }

    /// Counts a socket until the guard is dropped; refuses one too many.
    pub(super) fn open(&self, most: usize) -> Result<Open> {
        if self.0.draining.borrow().is_some() {
            return Err(Error::unavailable("The server is stopping; connect again in a moment."));
        }
        let open = self.0.open_sockets.fetch_add(1, Ordering::Relaxed) + 1;
        metrics::gauge!("sockets_open").set(open as f64);
        let guard = Open(self.clone());
        if most > 0 && open > most {
            return Err(Error::unavailable("The server has as many open sockets as it may; try again later."));
        }
        Ok(guard)
    }

    /// Counts a reader without a socket that waits, until the guard is dropped.
    pub(super) fn count_wait(&self) -> CountedWait {
        let waiting = self.0.waiting.fetch_add(1, Ordering::Relaxed) + 1;
        metrics::gauge!("polls_waiting").set(waiting as f64);
        CountedWait(self.clone())
    }

    /// Notes how much waits to be written, for whoever reads the figures.
    pub fn note_queues(&self) {
        let depths = lock(&self.0.sockets).values().flatten().map(|outbox| outbox.depth()).collect::<Vec<_>>();
        metrics::gauge!("socket_queue_frames").set(depths.iter().sum::<usize>() as f64);
        metrics::gauge!("socket_queue_frames_longest").set(depths.into_iter().max().unwrap_or(0) as f64);
    }

    pub(super) fn draining(&self) -> watch::Receiver<Option<Duration>> {
        self.0.draining.subscribe()
    }
}

/// How far someone's being here is shown.
pub(super) fn presence_audience(view: View) -> Audience {
    if view.shown_to_public { Audience::Public } else { Audience::Staff }
}

/// A counted socket.
pub(super) struct Open(Live);

impl Drop for Open {
    fn drop(&mut self) {
        let open = self.0.0.open_sockets.fetch_sub(1, Ordering::Relaxed) - 1;
        metrics::gauge!("sockets_open").set(open as f64);
    }
}

/// A counted reader that waits.
pub(super) struct CountedWait(Live);

impl Drop for CountedWait {
    fn drop(&mut self) {
        let waiting = self.0.0.waiting.fetch_sub(1, Ordering::Relaxed) - 1;
        metrics::gauge!("polls_waiting").set(waiting as f64);
    }
}

/// A socket noted under its credential.
pub(super) struct Registered {
    live: Live,
    credential: Credential,
    outbox: Arc<Outbox>,
}

impl Drop for Registered {
    fn drop(&mut self) {
        let mut sockets = lock(&self.live.0.sockets);
        if let Some(outboxes) = sockets.get_mut(&self.credential) {
            outboxes.retain(|outbox| !Arc::ptr_eq(outbox, &self.outbox));
            if outboxes.is_empty() {
                sockets.remove(&self.credential);
            }
        }
    }
}

/// A poller or stream that waits on a topic.
pub(super) struct Waiting {
    live: Live,
    key: TopicKey,
    pub(super) changes: watch::Receiver<u64>,
}

impl Drop for Waiting {
    fn drop(&mut self) {
        if let Some(followed) = self.live.find(self.key) {
            followed.lock().waiting -= 1;
        }
        self.live.release(self.key);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // Maps are whole between statements, so a panic elsewhere leaves them usable.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
