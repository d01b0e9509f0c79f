//! The servers that do the same work side by side: Antiphon, the bare server, Django Channels.
//! Each knows how to open an idle socket of its own channel, a socket in the one room, and how to publish
//! so that the publisher waits until the server has taken the message.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Result, bail};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::cast::Visitor;
use crate::load::live;
use crate::load::socket::{Frame, Socket};
use crate::progress::Phase;

/// Handshakes under way at once.
pub const HANDSHAKES: usize = 64;

/// A server under the same work as the others.
#[derive(Clone)]
pub enum Subject {
    /// The product.
    Antiphon {
        /// Where it listens.
        addr: SocketAddr,
        /// Its process.
        pid: u32,
        /// One for each idle socket; the first one's conversation is the room.
        visitors: Arc<Vec<Visitor>>,
        /// A signed-in agent, for half the sockets of the room.
        agent: String,
        /// An API key, for the publisher.
        publisher: String,
    },
    /// The bare server.
    Floor {
        /// Where it listens.
        addr: SocketAddr,
        /// Its process.
        pid: u32,
    },
    /// Django Channels under daphne, with its Redis.
    Django {
        /// Where it listens.
        addr: SocketAddr,
        /// daphne's process.
        pid: u32,
        /// Redis' process.
        redis: u32,
    },
}

/// What kind of socket is opened.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Alone on its own channel.
    Own,
    /// In the one room with the others.
    Room,
}

impl Subject {
    /// The processes whose CPU and memory count.
    pub fn pids(&self) -> Vec<u32> {
        match self {
            Self::Antiphon { pid, .. } | Self::Floor { pid, .. } => vec![*pid],
            Self::Django { pid, redis, .. } => vec![*pid, *redis],
        }
    }

    /// Opens the `number`th socket, subscribed and ready to be read.
    pub async fn open(&self, place: Place, number: usize) -> Result<Socket> {
        match self {
            Self::Antiphon { addr, visitors, agent, .. } => {
                let visitor = if place == Place::Own { &visitors[number] } else { &visitors[0] };
                let staff = place == Place::Room && number % 2 == 1;
                let (mut socket, _) = live::sign_in(*addr, if staff { agent } else { &visitor.token }).await?;
                live::subscribe(&mut socket, &visitor.conversation, visitor.head).await?;
                Ok(socket)
            }
            Self::Floor { addr, .. } => Socket::open(*addr, &path("", place, number)).await,
            Self::Django { addr, .. } => Socket::open(*addr, &path("/ws", place, number)).await,
        }
    }

    /// Opens the publisher of the room.
    pub async fn publisher(&self) -> Result<Publisher> {
        Ok(match self {
            Self::Antiphon { addr, visitors, publisher, .. } => {
                let (socket, _) = live::sign_in(*addr, publisher).await?;
                Publisher { socket, conversation: Some(visitors[0].conversation.clone()) }
            }
            Self::Floor { addr, .. } => Publisher { socket: Socket::open(*addr, "/publish/room").await?, conversation: None },
            Self::Django { addr, .. } => Publisher { socket: Socket::open(*addr, "/publish/room").await?, conversation: None },
        })
    }

    /// Opens `count` sockets, 64 handshakes at once, and hands each to `reader` the moment it is open.
    pub async fn open_many<R, F>(&self, place: Place, count: usize, phase: &mut Phase, reader: R) -> Result<(JoinSet<()>, usize)>
    where
        R: Fn(Socket) -> F + Clone + Send + 'static,
        F: Future<Output = ()> + Send + 'static,
    {
        let gate = Arc::new(Semaphore::new(HANDSHAKES));
        let (mut opening, mut readers) = (JoinSet::new(), JoinSet::new());
        for number in 0..count {
            let (subject, gate) = (self.clone(), gate.clone());
            opening.spawn(async move {
                let _permit = gate.acquire().await?;
                tokio::time::timeout(Duration::from_secs(60), subject.open(place, number)).await?
            });
        }
        let mut refused = 0;
        while let Some(opened) = opening.join_next().await {
            match opened? {
                Ok(socket) => {
                    readers.spawn(reader(socket));
                }
                Err(e) if matches!(self, Self::Django { .. }) => {
                    refused += 1;
                    phase.note(format!("refused: {e:#}"));
                }
                Err(e) => return Err(e),
            }
            phase.note(format!("{} of {count} sockets", readers.len()));
        }
        Ok((readers, refused))
    }
}

fn path(prefix: &str, place: Place, number: usize) -> String {
    match place {
        Place::Own => format!("{prefix}/own-{number}"),
        Place::Room => format!("{prefix}/room"),
    }
}

/// Publishes into the room.
pub struct Publisher {
    socket: Socket,
    conversation: Option<String>,
}

impl Publisher {
    /// Publishes and waits until the server has taken it: Antiphon's durable ack, the others' word.
    pub async fn publish(&mut self, text: &str) -> Result<()> {
        match &self.conversation {
            Some(conversation) => {
                let id = uuid::Uuid::now_v7().to_string();
                self.socket.send(&live::send_frame(conversation, &id, text, "message")).await?;
                live::expect(&mut self.socket, "ack").await?;
            }
            None => {
                self.socket.send(text).await?;
                if let Frame::Closed(code, reason) = self.socket.next().await? {
                    bail!("publisher closed with {code} {reason}");
                }
            }
        }
        Ok(())
    }
}
