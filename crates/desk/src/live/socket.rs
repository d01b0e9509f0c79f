//! One open socket: hello, subscriptions, sends, heartbeats, catching up, ending.
//! One task each. It waits in one place; whatever needs a large future is boxed, so that an idle
//! socket costs little memory. What it says to the log goes through [`super::Log`].

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use antiphon_base::{Error, Result};
use axum::extract::ws::{Message, Utf8Bytes, WebSocket};
use chrono::TimeDelta;
use tokio::time::{Instant, sleep_until, timeout};
use uuid::Uuid;

use super::frames::{self, Envelope, Hello, PROTOCOL, Said, Says};
use super::hub::{self, Followed, Live, Registered};
use super::model::{Audience, NewSend, PositionKind, View, Who};
use super::outbox::{Ending, Outbox, Taken};
use super::person::FollowedPerson;
use super::topic::SubscriberId;
use super::wire::{Allowance, End, FRAME_BYTES, HEARTBEAT, PONG_PATIENCE, Pace, close, random_unit, say, within, write};
use crate::actor::{Actor, RequestInfo};
use crate::{Desk, http};

const HELLO_PATIENCE: Duration = Duration::from_secs(10);
/// How long before its end an access token is announced to expire, and how long after it is still heard.
const EXPIRY_NOTICE: TimeDelta = TimeDelta::seconds(25);
/// How often the credential itself is looked at again.
const RECHECK: Duration = Duration::from_secs(30 * 60);
/// Feed pages follow each other no faster than this, so that a busy workspace costs one read for many changes.
const FEED_PAUSE: Duration = Duration::from_millis(50);
/// How soon a feed is read again that storage would not give.
const FEED_PATIENCE: Duration = Duration::from_secs(1);
const FEED_PAGE: i64 = 50;
/// Subscriptions of one socket; agents follow their feed and few conversations.
const SUBSCRIPTIONS: usize = 200;

/// Serves one socket to its end.
pub(super) async fn serve(desk: Desk, mut wire: WebSocket, address: Option<IpAddr>, _open: hub::Open) {
    let end = match Box::pin(hello(&desk, &mut wire, address)).await {
        Ok(actor) => Box::new(Socket::new(desk, wire, actor)).run().await,
        Err(end) => {
            close(&mut wire, end).await;
            end
        }
    };
    metrics::counter!("socket_disconnects_total", "reason" => end.code_and_reason().1).increment(1);
}

/// Waits for the first frame, which must be a good `hello`.
async fn hello(desk: &Desk, wire: &mut WebSocket, address: Option<IpAddr>) -> std::result::Result<Actor, End> {
    let first = match timeout(HELLO_PATIENCE, wire.recv()).await {
        Err(_) => return Err(End::NoHello),
        Ok(Some(Err(error))) => return Err(End::of(&error)),
        Ok(None | Some(Ok(Message::Close(_)))) => return Err(End::ByClient),
        Ok(Some(Ok(message))) => message,
    };
    let Message::Text(text) = first else { return Err(End::BadFrame) };
    if text.len() > FRAME_BYTES {
        return Err(End::TooLarge);
    }
    let refused = |error: Error| frames::refusal(&error, Envelope::default());
    let envelope: Envelope = serde_json::from_slice(text.as_bytes()).unwrap_or_default();
    let said = match envelope.frame.as_str() {
        "hello" => Said::read("hello", text.as_bytes()),
        _ => Err(Error::invalid("type", "The first frame must be a hello.")),
    };
    let (token, ticket, protocol) = match said {
        Ok(Said::Hello(Hello { token, ticket, protocol, .. })) => (token, ticket, protocol),
        Ok(_) => return Err(End::BadFrame),
        Err(error) => {
            say(wire, refused(error)).await;
            return Err(End::BadFrame);
        }
    };
    if protocol != PROTOCOL {
        say(wire, refused(Error::invalid("protocol", "This server speaks protocol 1."))).await;
        return Err(End::BadFrame);
    }
    let info = Arc::new(RequestInfo { id: antiphon_base::new_id().simple().to_string(), address, idempotency: None });
    match authenticate(desk, token, ticket, info).await {
        Ok(actor) => Ok(actor),
        Err(error) => {
            let end = match error {
                Error::Unavailable { .. } => End::Unavailable,
                Error::Invalid { .. } => End::BadFrame,
                _ => End::SignedOut,
            };
            say(wire, refused(error)).await;
            Err(end)
        }
    }
}

async fn authenticate(desk: &Desk, token: Option<String>, ticket: Option<String>, info: Arc<RequestInfo>) -> Result<Actor> {
    match (token, ticket) {
        (Some(token), None) => http::authenticate_token(desk, &token, info).await,
        (None, Some(ticket)) => http::authenticate_ticket(desk, &ticket, info).await,
        _ => Err(Error::invalid("token", "Give either a token or a ticket.")),
    }
}

struct Subscription {
    view: View,
    followed: Arc<Followed>,
    id: SubscriberId,
    /// Read this far when the socket is behind.
    cursor: i64,
}

struct Feed {
    cursor: String,
    changes: tokio::sync::watch::Receiver<u64>,
    /// Something changed; the next page is due at this time.
    due: Option<Instant>,
}

/// What the socket's person is told.
struct Told {
    cursor: String,
    followed: FollowedPerson,
    /// When it was read last …
    read_at: Instant,
    /// … and when it is to be read again, as something changed.
    due: Option<Instant>,
}

struct Socket {
    desk: Desk,
    live: Live,
    wire: WebSocket,
    actor: Actor,
    who: Who,
    outbox: Arc<Outbox>,
    registered: Registered,
    subscriptions: HashMap<Uuid, Subscription>,
    feed: Option<Feed>,
    told: Option<Box<Told>>,
    heartbeat_at: Instant,
    pong_by: Option<Instant>,
    recheck_at: Instant,
    announced_expiry: bool,
    /// When a drain is announced: this socket's own moment within the window.
    leave_at: Option<Instant>,
    frames: Allowance,
    pace: Pace,
}

/// What woke the socket.
enum Woken {
    Wire(Option<std::result::Result<Message, axum::Error>>),
    Outbox,
    Feed,
    Told,
    Timer,
    Drain,
}

impl Socket {
    fn new(desk: Desk, wire: WebSocket, actor: Actor) -> Self {
        let live = desk.live.clone();
        let outbox = Arc::new(Outbox::default());
        let registered = live.register(actor.credential, &outbox);
        let limits = &desk.config.limits;
        Self {
            frames: Allowance::new(limits.frames_per_second, 2),
            pace: Pace::new(limits),
            who: Who::of(&actor),
            // A random first beat spreads the heartbeats of sockets that came together.
            heartbeat_at: Instant::now() + HEARTBEAT.mul_f64(0.5 + 0.5 * random_unit()),
            recheck_at: Instant::now() + RECHECK,
            pong_by: None,
            announced_expiry: false,
            leave_at: None,
            subscriptions: HashMap::new(),
            feed: None,
            told: None,
            registered,
            outbox,
            live,
            wire,
            actor,
            desk,
        }
    }

    async fn run(mut self: Box<Self>) -> End {
        let welcome = Says::Welcome {
            principal_id: self.actor.principal,
            epoch: &self.desk.epoch,
            heartbeat_s: HEARTBEAT.as_secs(),
            expires_in: self.expires_in(),
        };
        let mut end = write(&mut self.wire, [welcome.frame()]).await.err();
        let mut draining = self.live.draining();
        while end.is_none() {
            let woken = self.wait(&mut draining).await;
            end = Box::pin(self.answer(woken)).await.err();
        }
        let end = end.unwrap_or(End::ByClient);
        if end != End::ByClient {
            close(&mut self.wire, end).await;
        }
        for subscription in self.subscriptions.values() {
            self.live.leave(subscription.view, &self.who, subscription.id);
        }
        end
    }

    /// The one place where an idle socket waits.
    async fn wait(&mut self, draining: &mut tokio::sync::watch::Receiver<Option<Duration>>) -> Woken {
        let wake_at = self.next_timer();
        let feed_changed = async {
            match &mut self.feed {
                Some(feed) if feed.due.is_none() => {
                    let _ = feed.changes.changed().await; // the sender lives as long as the hub
                }
                _ => std::future::pending().await,
            }
        };
        let told_changed = async {
            match &mut self.told {
                Some(told) if told.due.is_none() => {
                    let _ = told.followed.changes.changed().await; // the sender lives as long as somebody follows
                }
                _ => std::future::pending().await,
            }
        };
        tokio::select! {
            biased;
            () = self.outbox.filled() => Woken::Outbox,
            message = self.wire.recv() => Woken::Wire(message),
            () = feed_changed => Woken::Feed,
            () = told_changed => Woken::Told,
            _ = draining.wait_for(Option::is_some), if self.leave_at.is_none() => Woken::Drain,
            () = sleep_until(wake_at) => Woken::Timer,
        }
    }

    fn next_timer(&self) -> Instant {
        let expiry = self.left().map(|left| {
            let wait = if self.announced_expiry { left + EXPIRY_NOTICE } else { left - EXPIRY_NOTICE };
            Instant::now() + wait.to_std().unwrap_or_default()
        });
        [
            Some(self.heartbeat_at),
            self.pong_by,
            expiry,
            self.leave_at,
            Some(self.recheck_at),
            self.feed.as_ref().and_then(|feed| feed.due),
            self.told.as_ref().and_then(|told| told.due),
        ]
        .into_iter()
        .flatten()
        .min()
        .unwrap_or(self.heartbeat_at)
    }

    async fn answer(&mut self, woken: Woken) -> std::result::Result<(), End> {
        match woken {
            Woken::Outbox => self.flush().await,
            Woken::Wire(None) => Err(End::ByClient),
            Woken::Wire(Some(Err(error))) => Err(End::of(&error)),
            Woken::Wire(Some(Ok(message))) => self.hear(message).await,
            Woken::Feed => {
                if let Some(feed) = &mut self.feed {
                    feed.due = Some(Instant::now() + FEED_PAUSE);
                }
                Ok(())
            }
            Woken::Told => {
                if let Some(told) = &mut self.told {
                    told.due = Some(Instant::now().max(told.read_at + FEED_PAUSE));
                }
                Ok(())
            }
            Woken::Timer => self.tick().await,
            Woken::Drain => {
                let window = self.live.draining().borrow().unwrap_or_default();
                self.leave_at = Some(Instant::now() + window.mul_f64(0.8 * random_unit()));
                Ok(())
            }
        }
    }

    // ---- what the client says

    async fn hear(&mut self, message: Message) -> std::result::Result<(), End> {
        if !self.frames.take() {
            return Err(End::TooManyFrames);
        }
        let text = match message {
            Message::Text(text) if text.len() > FRAME_BYTES => return Err(End::TooLarge),
            Message::Text(text) => text,
            Message::Pong(_) => {
                self.pong_by = None;
                return Ok(());
            }
            Message::Ping(_) => return Ok(()), // answered by the library
            Message::Close(_) => return Err(End::ByClient),
            Message::Binary(_) => return Err(End::BadFrame),
        };
        self.pong_by = None; // whoever speaks lives
        metrics::counter!("socket_frames_total", "direction" => "in").increment(1);
        let envelope: Envelope = serde_json::from_slice(text.as_bytes()).unwrap_or_default();
        let outcome = if envelope.frame == "send" { self.send(&text).await } else { self.act(&envelope.frame, &text).await };
        match outcome {
            Ok(()) => Ok(()),
            Err(Refused::End(end)) => Err(end),
            Err(Refused::Error(error)) => {
                if let Error::Internal(cause) = &error {
                    tracing::error!(error = %cause, "a frame failed on our side");
                }
                write(&mut self.wire, [frames::refusal(&error, envelope)]).await
            }
        }
    }

    async fn send(&mut self, text: &Utf8Bytes) -> std::result::Result<(), Refused> {
        self.pace.send()?;
        let new: NewSend = http::parse(text.as_bytes())?;
        let (conversation_id, client_msg_id) = (new.conversation_id, new.client_msg_id.clone());
        let posted = self.live.log().send(&self.actor, new).await?;
        let ack = Says::Ack { conversation_id, client_msg_id: &client_msg_id, message_id: posted.message_id, seq: posted.seq };
        write(&mut self.wire, [ack.frame()]).await?;
        Ok(())
    }

    async fn act(&mut self, frame: &str, text: &Utf8Bytes) -> std::result::Result<(), Refused> {
        match Said::read(frame, text.as_bytes())? {
            Said::Hello(_) => Err(Error::invalid("type", "Say hello once only.").into()),
            Said::Refresh(frames::Refresh { token, ticket, .. }) => self.refresh(token, ticket).await,
            Said::Subscribe(frames::Subscribe { conversation_id, after_seq, epoch, .. }) => {
                self.subscribe(conversation_id, after_seq, epoch).await
            }
            Said::Unsubscribe(frames::Unsubscribe { conversation_id, .. }) => {
                if let Some(subscription) = self.subscriptions.remove(&conversation_id) {
                    self.live.leave(subscription.view, &self.who, subscription.id);
                }
                Ok(write(&mut self.wire, [Says::Unsubscribed { conversation_id }.frame()]).await?)
            }
            Said::FollowFeed(frames::FollowFeed { after, .. }) => {
                // First listen, then read: what changes in between is read again rather than missed.
                let changes = self.live.feed_changes(self.actor.workspace);
                self.feed = Some(Feed { cursor: after, changes, due: None });
                Ok(self.read_feed(true).await?)
            }
            Said::FollowNotices(frames::FollowNotices { after, .. }) => {
                // First listen, then read, as with the feed.
                let followed = self.live.follow_person(&self.actor, &self.outbox);
                self.told = Some(Box::new(Told { cursor: after, followed, read_at: Instant::now(), due: None }));
                Ok(self.read_told(true).await?)
            }
            Said::Read(frames::Read { conversation_id, seq, .. }) => {
                Ok(self.live.log().mark(&self.actor, conversation_id, PositionKind::Read, seq).await?)
            }
            Said::Delivered(frames::Delivered { conversation_id, seq, .. }) => {
                Ok(self.live.log().mark(&self.actor, conversation_id, PositionKind::Delivered, seq).await?)
            }
            Said::Typing(frames::Typing { conversation_id, is_typing, audience, .. }) => {
                self.typing(conversation_id, is_typing, audience).await
            }
            Said::Ping(frames::Ping { n, .. }) => Ok(write(&mut self.wire, [Says::Pong { n }.frame()]).await?),
        }
    }

    async fn refresh(&mut self, token: Option<String>, ticket: Option<String>) -> std::result::Result<(), Refused> {
        let fresh = authenticate(&self.desk, token, ticket, Arc::clone(&self.actor.request)).await?;
        if fresh.principal != self.actor.principal || fresh.workspace != self.actor.workspace {
            return Err(Error::invalid("token", "A socket is refreshed with a credential of the same person.").into());
        }
        if fresh.credential != self.actor.credential {
            self.registered = self.live.register(fresh.credential, &self.outbox);
        }
        self.actor = fresh;
        self.announced_expiry = false;
        let refreshed = Says::Refreshed { expires_in: self.expires_in() }.frame();
        Ok(write(&mut self.wire, [refreshed]).await?)
    }

    /// (1) check the right, (2) register, (3) and (4) read the log from the client's cursor, (5) go live.
    async fn subscribe(&mut self, id: Uuid, after_seq: i64, epoch: Option<String>) -> std::result::Result<(), Refused> {
        if after_seq < 0 {
            return Err(Error::invalid("after_seq", "Give the last seq you have, or 0.").into());
        }
        if self.subscriptions.len() >= SUBSCRIPTIONS && !self.subscriptions.contains_key(&id) {
            return Err(Error::conflict(
                "too_many_subscriptions",
                "One socket follows at most 200 conversations; unsubscribe first.",
            )
            .into());
        }
        let rights = self.live.rights();
        let view = self.live.log().view(&self.actor, id).await?;
        if let Some(before) = self.subscriptions.remove(&id) {
            self.live.leave(before.view, &self.who, before.id);
        }
        let (followed, subscriber) = self.live.join(view, &self.who, Arc::clone(&self.outbox));
        if self.live.rights() != rights {
            self.outbox.recheck(id); // perhaps this one's, after the look and before the join
        }
        let first = match self.live.read_on(view, after_seq).await {
            Ok(page) => page,
            Err(error) => {
                self.live.leave(view, &self.who, subscriber);
                return Err(error.into());
            }
        };
        let recovered =
            epoch.is_none_or(|epoch| epoch == self.desk.epoch) && after_seq <= first.heads.for_audience(view.audience);
        if after_seq > 0 {
            let outcome = if recovered { "recovered" } else { "reload" };
            metrics::counter!("live_resumes_total", "outcome" => outcome).increment(1);
        }
        let cursor = if recovered { first.through_seq } else { first.heads.all };
        let positions = match self.live.log().positions(view).await {
            Ok(positions) => positions,
            Err(error) => {
                self.live.leave(view, &self.who, subscriber);
                return Err(error.into());
            }
        };
        let subscribed = Says::Subscribed {
            conversation_id: id,
            recovered,
            head: first.heads.for_audience(view.audience),
            epoch: &self.desk.epoch,
            present: followed.lock().present.visible_to(view.audience),
            positions,
        };
        let mut opening = vec![subscribed.frame()];
        if recovered && !first.entries.is_empty() {
            opening.push(frames::entries(view, &first.entries, first.told_through(view.audience)));
        }
        self.subscriptions.insert(id, Subscription { view, followed, id: subscriber, cursor });
        write(&mut self.wire, opening).await?;
        Ok(self.catch_up(id, first.heads).await?)
    }

    async fn typing(&mut self, id: Uuid, is_typing: bool, audience: Option<Audience>) -> std::result::Result<(), Refused> {
        let Some(subscription) = self.subscriptions.get(&id) else {
            return Err(Error::invalid("conversation_id", "Subscribe to the conversation before typing in it.").into());
        };
        if self.pace.may_type(is_typing) {
            self.live.typing(&self.actor, subscription.view, is_typing, audience);
        }
        Ok(())
    }

    // ---- what the server says

    async fn flush(&mut self) -> std::result::Result<(), End> {
        let Taken { frames, waiting_since, behind, recheck, ending } = self.outbox.take();
        write(&mut self.wire, frames).await?;
        if let Some(since) = waiting_since {
            metrics::histogram!("message_delivery_seconds").record(since.elapsed());
        }
        if let Some(Ending::SignedOut) = ending {
            return Err(End::SignedOut);
        }
        for id in recheck {
            self.check_right(id).await?;
        }
        for id in behind {
            let heads = self.subscriptions.get(&id).and_then(|subscription| subscription.followed.lock().heads());
            self.find_cursor(id);
            self.catch_up(id, heads.unwrap_or_default()).await?;
        }
        Ok(())
    }

    /// Where a follower that fell behind must read on: what was queued before has just been written.
    fn find_cursor(&mut self, id: Uuid) {
        if let Some(subscription) = self.subscriptions.get_mut(&id) {
            subscription.cursor = subscription.followed.lock().cursor_of(subscription.id).unwrap_or(subscription.cursor);
        }
    }

    /// Reads and writes the log until this follower is live. `heads`: the ends when its cursor was read.
    async fn catch_up(&mut self, id: Uuid, mut heads: super::model::Heads) -> std::result::Result<(), End> {
        loop {
            let Some(subscription) = self.subscriptions.get_mut(&id) else { return Ok(()) };
            let through = subscription.cursor;
            if through >= heads.all && subscription.followed.lock().caught_up(subscription.id, through, heads) {
                self.live.settle(&subscription.followed);
                return Ok(());
            }
            let view = subscription.view;
            let page = match self.live.read_on(view, through).await {
                Ok(page) => page,
                Err(error) => {
                    tracing::warn!(%error, "a log could not be read for a follower; it is told to come back");
                    return Err(End::Unavailable);
                }
            };
            heads = page.heads;
            if let Some(subscription) = self.subscriptions.get_mut(&id) {
                subscription.cursor = page.through_seq;
            }
            if !page.entries.is_empty() {
                let told = page.told_through(view.audience);
                write(&mut self.wire, [frames::entries(view, &page.entries, told)]).await?;
            }
        }
    }

    /// Membership changed: whoever may no longer see the conversation stops hearing of it.
    async fn check_right(&mut self, id: Uuid) -> std::result::Result<(), End> {
        let Some(before) = self.subscriptions.get(&id).map(|subscription| subscription.view) else { return Ok(()) };
        match self.live.log().view(&self.actor, id).await {
            Ok(view) if view.audience == before.audience => {
                if let Some(subscription) = self.subscriptions.get_mut(&id) {
                    subscription.view = view;
                }
                self.live.show_anew(view, &self.who);
                Ok(())
            }
            Err(error) if !matches!(error, Error::NotFound | Error::Forbidden { .. } | Error::Unauthenticated { .. }) => {
                tracing::warn!(%error, "a right could not be looked at; the follower is told to come back");
                Err(End::Unavailable)
            }
            _ => {
                if let Some(subscription) = self.subscriptions.remove(&id) {
                    self.live.leave(subscription.view, &self.who, subscription.id);
                }
                write(&mut self.wire, [Says::Unsubscribed { conversation_id: id }.frame()]).await
            }
        }
    }

    async fn read_feed(&mut self, even_if_empty: bool) -> std::result::Result<(), Refused> {
        let mut first = even_if_empty;
        loop {
            let Some(feed) = &mut self.feed else { return Ok(()) };
            feed.due = None;
            feed.changes.mark_unchanged();
            let page = match self.live.log().feed(&self.actor, Some(&feed.cursor), FEED_PAGE).await {
                Ok(page) => page,
                Err(Error::Unavailable { .. }) => {
                    feed.due = Some(Instant::now() + FEED_PATIENCE);
                    return Ok(());
                }
                Err(error) => {
                    self.feed = None;
                    return Err(error.into());
                }
            };
            feed.cursor.clone_from(&page.cursor);
            if page.count > 0 || first {
                write(&mut self.wire, [frames::feed(&page.items, &page.cursor, page.has_more)]).await?;
            }
            first = false;
            if !page.has_more {
                return Ok(());
            }
        }
    }

    async fn read_told(&mut self, even_if_empty: bool) -> std::result::Result<(), Refused> {
        let mut first = even_if_empty;
        loop {
            let Some(told) = &mut self.told else { return Ok(()) };
            (told.due, told.read_at) = (None, Instant::now());
            told.followed.changes.mark_unchanged();
            let page = match self.live.personal().after(&self.actor, &told.cursor, FEED_PAGE).await {
                Ok(page) => page,
                Err(Error::Unavailable { .. }) => {
                    told.due = Some(Instant::now() + FEED_PATIENCE);
                    return Ok(());
                }
                Err(error) => {
                    self.told = None;
                    return Err(error.into());
                }
            };
            told.cursor.clone_from(&page.cursor);
            if page.is_news || first {
                write(&mut self.wire, [frames::notices(&page)]).await?;
            }
            first = false;
            if !page.has_more {
                return Ok(());
            }
        }
    }

    /// A feed that could not be read: said to the client, unless the socket itself is at its end.
    async fn refuse(&mut self, outcome: std::result::Result<(), Refused>) -> std::result::Result<(), End> {
        match outcome {
            Ok(()) => Ok(()),
            Err(Refused::End(end)) => Err(end),
            Err(Refused::Error(error)) => write(&mut self.wire, [frames::refusal(&error, Envelope::default())]).await,
        }
    }

    // ---- time

    async fn tick(&mut self) -> std::result::Result<(), End> {
        let now = Instant::now();
        if self.leave_at.is_some_and(|at| at <= now) {
            return Err(End::Draining);
        }
        if self.pong_by.is_some_and(|by| by <= now) {
            return Err(End::NoPong);
        }
        if self.feed.as_ref().and_then(|feed| feed.due).is_some_and(|due| due <= now) {
            let read = self.read_feed(false).await;
            self.refuse(read).await?;
        }
        if self.told.as_ref().and_then(|told| told.due).is_some_and(|due| due <= now) {
            let read = self.read_told(false).await;
            self.refuse(read).await?;
        }
        if let Some(left) = self.left() {
            if left + EXPIRY_NOTICE <= TimeDelta::zero() {
                return Err(End::SignedOut);
            }
            if !self.announced_expiry && left - EXPIRY_NOTICE <= TimeDelta::zero() {
                self.announced_expiry = true;
                write(&mut self.wire, [Says::Expiring { in_s: EXPIRY_NOTICE.num_seconds().unsigned_abs() }.frame()]).await?;
            }
        }
        if self.recheck_at <= now {
            self.recheck_at = now + RECHECK;
            if let Err(Error::Unauthenticated { .. } | Error::Forbidden { .. }) =
                http::authenticate_again(&self.desk, &self.actor).await
            {
                return Err(End::SignedOut);
            }
        }
        if self.heartbeat_at <= now {
            self.heartbeat_at = now + HEARTBEAT;
            self.pong_by = Some(now + PONG_PATIENCE);
            self.beat().await?;
        }
        Ok(())
    }

    /// A ping, and with it how far each followed log has come, so that a lost entry is noticed.
    async fn beat(&mut self) -> std::result::Result<(), End> {
        let heads: BTreeMap<Uuid, i64> = self
            .subscriptions
            .iter()
            .filter_map(|(id, subscription)| {
                let heads = subscription.followed.lock().heads()?;
                Some((*id, heads.for_audience(subscription.view.audience)))
            })
            .collect();
        if !heads.is_empty() {
            write(&mut self.wire, [Says::Heads { heads }.frame()]).await?;
        }
        within(self.wire.send(Message::Ping(bytes::Bytes::new()))).await
    }

    /// What is left of the credential's time; negative once it is over.
    fn left(&self) -> Option<TimeDelta> {
        self.actor.expires_at.map(|at| at - self.desk.clock.now())
    }

    fn expires_in(&self) -> Option<i64> {
        self.left().map(|left| left.num_seconds().max(0))
    }
}

/// Why a frame was not carried out.
enum Refused {
    Error(Error),
    End(End),
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl From<End> for Refused {
    fn from(end: End) -> Self {
        Self::End(end)
    }
}
