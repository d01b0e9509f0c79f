//! The bus over one Redis or Valkey channel: a subscribing connection that never gives up, and a
//! publishing one that gives up soon. Each message begins with the 16 bytes of its node's id.
//! Nothing is stored in Redis, and nothing here decides what a missed message means.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use redis::aio::{ConnectionManager, ConnectionManagerConfig};
use redis::{Client, IntoConnectionInfo, ProtocolVersion, PushInfo, PushKind, RedisError, Value};
use tokio::sync::{broadcast, mpsc};
use tokio::task::AbortHandle;
use tokio::time::timeout;
use uuid::Uuid;

use crate::{BEHIND, BusEvent, Subscription};

/// Messages that may wait for Redis. At a few hundred bytes each, about a megabyte.
const QUEUE: usize = 4_096;
/// Messages sent in one round trip.
const BATCH: usize = 256;
/// How often the subscribing connection is looked after.
const ROUND: Duration = Duration::from_secs(3);
/// How long an answer of Redis is waited for.
const PATIENCE: Duration = Duration::from_secs(2);

/// This node's place on the channel.
#[derive(Clone)]
pub struct Redis {
    ear: Arc<Ear>,
    queue: mpsc::Sender<Bytes>,
    node: Uuid,
    _tasks: Arc<Tasks>,
}

/// What the subscribing side knows; shared with the callback that redis calls for each push.
struct Ear {
    node: Uuid,
    channel: String,
    events: broadcast::Sender<BusEvent>,
    up: AtomicBool,
    /// Number of the present subscribing connection; pushes of an abandoned one are ignored.
    generation: AtomicU64,
}

/// Stops both tasks when the last handle goes: they own nothing that must be finished.
struct Tasks([AbortHandle; 2]);

impl Drop for Tasks {
    fn drop(&mut self) {
        self.0.iter().for_each(AbortHandle::abort);
    }
}

impl Redis {
    pub(crate) fn open(url: &str, installation: &str, node: Uuid) -> Result<Self, RedisError> {
        let info = url.into_connection_info()?;
        // RESP3 carries pushes, without which a lost connection goes unnoticed while idle.
        let settings = info.redis_settings().clone().set_protocol(ProtocolVersion::RESP3);
        let client = Client::open(info.set_redis_settings(settings))?;
        let ear = Arc::new(Ear {
            node,
            channel: format!("antiphon:{installation}:bus"),
            events: broadcast::channel(BEHIND).0,
            up: AtomicBool::new(false),
            generation: AtomicU64::new(0),
        });
        metrics::gauge!("bus_up").set(0.0);
        let (queue, queued) = mpsc::channel(QUEUE);
        let speaking = tokio::spawn(speak(client.clone(), ear.channel.clone(), queued));
        let listening = tokio::spawn(listen(client, Arc::clone(&ear)));
        let tasks = Tasks([speaking.abort_handle(), listening.abort_handle()]);
        Ok(Self { ear, queue, node, _tasks: Arc::new(tasks) })
    }

    pub(crate) fn publish(&self, payload: Bytes) {
        let mut message = BytesMut::with_capacity(16 + payload.len());
        message.extend_from_slice(self.node.as_bytes());
        message.extend_from_slice(&payload);
        if self.queue.try_send(message.freeze()).is_err() {
            metrics::counter!("bus_dropped_total").increment(1);
        }
    }

    pub(crate) fn subscribe(&self) -> Subscription {
        let ear = Arc::downgrade(&self.ear);
        Subscription {
            events: self.ear.events.subscribe(),
            is_up: Box::new(move || ear.upgrade().is_some_and(|ear| ear.up.load(Ordering::Acquire))),
        }
    }

    pub(crate) fn is_up(&self) -> bool {
        self.ear.up.load(Ordering::Acquire)
    }
}

impl Ear {
    /// Takes one push. Called from redis' reading task: must not wait.
    fn hear(&self, generation: u64, push: PushInfo) {
        if generation != self.generation.load(Ordering::Acquire) {
            return;
        }
        match push.kind {
            PushKind::Message => self.take(push.data),
            PushKind::Subscribe => self.rise(),
            PushKind::Disconnection | PushKind::Unsubscribe => self.fall(),
            _ => {}
        }
    }

    fn take(&self, mut data: Vec<Value>) {
        let Some(Value::BulkString(bytes)) = data.pop() else { return };
        let mut payload = Bytes::from(bytes);
        if payload.len() < 16 {
            return; // not one of ours
        }
        let from = payload.split_to(16);
        if from[..] != self.node.as_bytes()[..] {
            metrics::counter!("bus_messages_total", "direction" => "in").increment(1);
            let _ = self.events.send(BusEvent::Message(payload)); // an error means that nobody listens
        }
    }

    fn rise(&self) {
        // Told even when already up: a new subscription means that something may have been missed.
        if !self.up.swap(true, Ordering::AcqRel) {
            tracing::info!("bus up: other nodes are heard");
        }
        metrics::gauge!("bus_up").set(1.0);
        let _ = self.events.send(BusEvent::Up);
    }

    fn fall(&self) {
        if self.up.swap(false, Ordering::AcqRel) {
            tracing::warn!("bus down: hints from other nodes are missed until Redis is back");
            metrics::gauge!("bus_up").set(0.0);
            let _ = self.events.send(BusEvent::Down);
        }
    }
}

/// Keeps one subscription alive for as long as the bus exists. The manager reconnects and
/// subscribes again by itself; each round looks for the ways in which that can fail in silence.
async fn listen(client: Client, ear: Arc<Ear>) {
    loop {
        let generation = ear.generation.fetch_add(1, Ordering::AcqRel) + 1;
        let pushes = Arc::downgrade(&ear); // weak: the callback must not keep the bus alive
        let config = ConnectionManagerConfig::new()
            .set_push_sender(move |push: PushInfo| -> Result<(), ()> {
                pushes.upgrade().map(|ear| ear.hear(generation, push)).ok_or(())
            })
            .set_automatic_resubscription()
            .set_number_of_retries(usize::MAX) // the default of 6 gives up within 15 s, silently and for good
            .set_max_delay(Duration::from_secs(1))
            .set_connection_timeout(Some(PATIENCE))
            .set_response_timeout(Some(PATIENCE));
        match ConnectionManager::new_lazy_with_config(client.clone(), config) {
            Ok(manager) => look_after(manager, &ear).await,
            Err(error) => tracing::error!(%error, "the subscribing connection cannot be made; trying again"),
        }
        ear.fall();
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}

/// Returns when the connection is open but answers no more: then only a new one helps.
async fn look_after(mut manager: ConnectionManager, ear: &Ear) {
    let mut silent_rounds = 0;
    while silent_rounds < 2 {
        if ear.up.load(Ordering::Acquire) {
            let mut ping = manager.clone();
            let ping = async move { redis::cmd("PING").query_async::<()>(&mut ping).await };
            let answered = matches!(timeout(PATIENCE, ping).await, Ok(Ok(())));
            silent_rounds = if answered || !ear.up.load(Ordering::Acquire) { 0 } else { silent_rounds + 1 };
        } else {
            // The first time, or the manager came back but its own resubscription failed.
            // While it is reconnecting this waits for it and is cut off, which changes nothing.
            let _ = timeout(PATIENCE, manager.subscribe(&ear.channel)).await;
            silent_rounds = 0;
        }
        let calm = ear.up.load(Ordering::Acquire) && silent_rounds == 0;
        tokio::time::sleep(if calm { ROUND } else { Duration::from_millis(500) }).await;
    }
    tracing::warn!("the subscribing connection does not answer; opening another");
}

/// Sends what is queued, many messages in one round trip. A failed batch is sent once more, because
/// the first command after an outage only finds out that the connection is gone. Then it is dropped:
/// when Redis is back later, the others read the heads anyway.
async fn speak(client: Client, channel: String, mut queued: mpsc::Receiver<Bytes>) {
    let config = ConnectionManagerConfig::new()
        .set_number_of_retries(2)
        .set_max_delay(Duration::from_millis(500))
        .set_connection_timeout(Some(PATIENCE))
        .set_response_timeout(Some(PATIENCE));
    let mut manager = match ConnectionManager::new_lazy_with_config(client, config) {
        Ok(manager) => manager,
        Err(error) => return tracing::error!(%error, "the publishing connection cannot be made"),
    };
    let mut batch = Vec::with_capacity(BATCH);
    while queued.recv_many(&mut batch, BATCH).await > 0 {
        let count = batch.len() as u64;
        let mut pipeline = redis::pipe();
        for message in batch.drain(..) {
            pipeline.publish(&channel, &message[..]).ignore();
        }
        let mut sent = false;
        for _ in 0..2 {
            sent = matches!(timeout(2 * PATIENCE, pipeline.query_async::<()>(&mut manager)).await, Ok(Ok(())));
            if sent {
                break;
            }
        }
        if sent {
            metrics::counter!("bus_messages_total", "direction" => "out").increment(count);
        } else {
            metrics::counter!("bus_dropped_total").increment(count);
        }
    }
}
