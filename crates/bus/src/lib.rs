//! Bytes from one node to all others, at once and without a promise: hints, never truth.
//! Losing one costs latency only, since whoever missed it reads the log. In-process for one node,
//! Redis or Valkey for many. Knows neither conversations nor what the bytes mean, and stores nothing.

mod local;
mod redis;

use bytes::Bytes;
use tokio::sync::broadcast;
use uuid::Uuid;

use local::Local;
use redis::Redis;

/// How many events a receiver may be behind before it misses some (and is told to read the heads).
const BEHIND: usize = 4_096;

/// The way to the other nodes. Cheap to clone; the last clone dropped stops its tasks.
#[derive(Clone)]
pub enum Bus {
    /// Nodes within this process: normally one, so nobody else listens.
    Local(Local),
    /// Nodes anywhere, through one Redis or Valkey channel.
    Redis(Redis),
}

/// What a receiver is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BusEvent {
    /// Another node said this.
    Message(Bytes),
    /// Nothing is heard from now on: read the heads of what is hot, at intervals.
    Down,
    /// Heard again, or this receiver fell behind: something may have been missed, read the heads now.
    Up,
}

/// One receiver of the bus.
pub struct Subscription {
    events: broadcast::Receiver<BusEvent>,
    is_up: Box<dyn Fn() -> bool + Send + Sync>,
}

/// The address is not one that the bus can connect to. Never holds the address: it may carry a password.
#[derive(Debug, thiserror::Error)]
#[error("the Redis address is not of the form redis://[user:password@]host[:port][/db] (or rediss:// for TLS)")]
pub struct AddressError(#[source] ::redis::RedisError);

impl Bus {
    /// A bus for a single node.
    pub fn local() -> Self {
        Self::Local(Local::alone())
    }

    /// A further node beside this one in the same process, for tests of several nodes.
    /// On Redis it is the same node: give each its own [`Bus::redis`].
    pub fn beside(&self) -> Self {
        match self {
            Self::Local(local) => Self::Local(local.beside()),
            Self::Redis(redis) => Self::Redis(redis.clone()),
        }
    }

    /// A bus through Redis 6 or later, or Valkey. `installation` keeps two installations on one
    /// server apart; `node` lets this node ignore its own messages. Does not wait for the server:
    /// until it answers the bus is down, and [`BusEvent::Up`] tells when that changes.
    /// Must be called within a tokio runtime.
    ///
    /// # Errors
    /// When `url` is not an address of Redis.
    pub fn redis(url: &str, installation: &str, node: Uuid) -> Result<Self, AddressError> {
        Redis::open(url, installation, node).map(Self::Redis).map_err(AddressError)
    }

    /// Says `payload` to all other nodes, in the order of the calls. Never waits: the queue to Redis is
    /// bounded, and what does not fit, or cannot be delivered soon, is dropped and counted in
    /// `bus_dropped_total`. After a fault it may arrive twice.
    pub fn publish(&self, payload: Bytes) {
        match self {
            Self::Local(local) => local.publish(payload),
            Self::Redis(redis) => redis.publish(payload),
        }
    }

    /// Listens from now on. A slow receiver never holds up the others: it loses the oldest events,
    /// which are counted, and is told [`BusEvent::Up`] in their place.
    pub fn subscribe(&self) -> Subscription {
        match self {
            Self::Local(local) => local.subscribe(),
            Self::Redis(redis) => redis.subscribe(),
        }
    }

    /// Whether other nodes are heard at this moment.
    pub fn is_up(&self) -> bool {
        match self {
            Self::Local(_) => true,
            Self::Redis(redis) => redis.is_up(),
        }
    }
}

impl Subscription {
    /// The next event; nothing once the bus is gone. May be cancelled without losing one.
    pub async fn recv(&mut self) -> Option<BusEvent> {
        match self.events.recv().await {
            Ok(event) => Some(event),
            Err(broadcast::error::RecvError::Closed) => None,
            Err(broadcast::error::RecvError::Lagged(missed)) => {
                metrics::counter!("bus_dropped_total").increment(missed);
                Some(if (self.is_up)() { BusEvent::Up } else { BusEvent::Down })
            }
        }
    }
}
