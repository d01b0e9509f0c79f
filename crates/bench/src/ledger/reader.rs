//! A client that reads: over the socket, an event stream or long poll; it goes away and comes back at its own
//! whim and keeps, per conversation, what it has seen. Follows the client rule: drop what is known, and on a
//! hole come back and ask; holes are counted, since a sound server leaves none.

use std::collections::HashMap;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;
use tokio::task::JoinSet;

use super::{Role, Stage};
use crate::load::http::Http;
use crate::load::live;
use crate::load::socket::{Frame, Socket};

/// How a reader hears.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Transport {
    /// The live socket, all its conversations on one.
    Socket,
    /// An event stream per conversation.
    Sse,
    /// Long poll per conversation.
    Poll,
}

/// One entry as it was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Position.
    pub seq: i64,
    /// Position before it that this reader may see.
    pub prev: i64,
    /// What happened.
    pub kind: String,
    /// The message it is about.
    pub message: String,
    /// The message's text.
    pub text: String,
}

impl Seen {
    /// Reads an entry.
    pub fn from_entry(entry: &Value) -> Result<Self> {
        Ok(Self {
            seq: entry["seq"].as_i64().context("entry without seq")?,
            prev: entry["prev_seq"].as_i64().context("entry without prev_seq")?,
            kind: entry["type"].as_str().context("entry without type")?.to_owned(),
            message: entry["message"]["id"].as_str().unwrap_or_default().to_owned(),
            text: entry["message"]["text"].as_str().unwrap_or_default().to_owned(),
        })
    }
}

/// What a reader knows of one conversation.
#[derive(Default)]
pub struct Log {
    /// All it has seen, in the order in which it came.
    pub entries: Vec<Seen>,
    /// Seen everything up to here.
    pub last: i64,
    /// Came again and was dropped.
    pub repeated: usize,
    /// Came with a hole before it.
    pub holes: usize,
}

impl Log {
    /// The client rule. False: a hole; come back and ask from `last`.
    fn take(&mut self, entry: &Value) -> Result<bool> {
        let seen = Seen::from_entry(entry)?;
        if seen.seq <= self.last {
            self.repeated += 1;
            return Ok(true);
        }
        if seen.prev > self.last {
            self.holes += 1;
            return Ok(false);
        }
        self.last = seen.seq;
        self.entries.push(seen);
        Ok(true)
    }
}

/// A reader.
pub struct Reader {
    /// For messages.
    pub name: String,
    /// Whose eyes.
    pub role: Role,
    /// How.
    pub transport: Transport,
    number: usize,
    /// A customer's own conversation.
    home: usize,
    /// Never leaves by itself: shows whether what is pushed arrives without coming back.
    steady: bool,
    /// By the conversation's number.
    logs: HashMap<usize, Mutex<Log>>,
}

impl Reader {
    /// The `number`th reader: transports in turn, customers and staff in turn, the first six steady.
    pub fn new(stage: &Stage, number: usize) -> Self {
        let transport = [Transport::Socket, Transport::Sse, Transport::Poll][number % 3];
        let role = if (number / 3).is_multiple_of(2) { Role::Staff } else { Role::Customer };
        let home = (number % 3 * 2 + number / 6) % stage.visitors.len();
        let mine = match role {
            Role::Staff => (0..stage.visitors.len()).collect(),
            Role::Customer => vec![home],
        };
        // The first six are one of each kind.
        let steady = number < 6;
        let name = format!("reader {number} ({role:?}, {transport:?}{})", if steady { ", steady" } else { "" });
        let logs = mine.into_iter().map(|at| (at, Mutex::default())).collect();
        Self { name, role, transport, number, home, steady, logs }
    }

    /// Starts reading.
    pub fn spawn(self: &Arc<Self>, stage: &Arc<Stage>, tasks: &mut JoinSet<()>) {
        if self.transport == Transport::Socket {
            tasks.spawn(self.clone().keep_at_it(stage.clone(), None));
            return;
        }
        for &conversation in self.logs.keys() {
            tasks.spawn(self.clone().keep_at_it(stage.clone(), Some(conversation)));
        }
    }

    /// What it has seen of a conversation.
    pub fn log(&self, conversation: usize) -> Option<MutexGuard<'_, Log>> {
        Some(self.logs.get(&conversation)?.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Conversations it reads.
    pub fn conversations(&self) -> Vec<usize> {
        self.logs.keys().copied().collect()
    }

    /// Where it is not at the head yet, in words.
    pub fn behind(&self, heads: &[Heads]) -> Option<String> {
        let behind: Vec<String> = self
            .conversations()
            .into_iter()
            .filter_map(|at| {
                let (last, head) = (self.log(at)?.last, heads[at].of(self.role));
                (last < head).then(|| format!("{at}: {last} of {head}"))
            })
            .collect();
        (!behind.is_empty()).then(|| format!("{} at {}", self.name, behind.join(" ")))
    }

    async fn keep_at_it(self: Arc<Self>, stage: Arc<Stage>, conversation: Option<usize>) {
        loop {
            let leaves = if self.steady || stage.calm.load(Ordering::Relaxed) {
                Instant::now() + Duration::from_secs(3_600)
            } else {
                Instant::now() + Duration::from_millis(300 + stage.random.below(6_000))
            };
            let session = async {
                match (self.transport, conversation) {
                    (Transport::Sse, Some(at)) => self.stream(&stage, at).await,
                    (Transport::Poll, Some(at)) => self.poll(&stage, at).await,
                    _ => self.listen(&stage).await,
                }
            };
            // Leaving is dropping the session half-way, wherever it is.
            let _ended = tokio::time::timeout_at(leaves.into(), session).await;
            tokio::time::sleep(Duration::from_millis(stage.random.below(200))).await;
        }
    }

    async fn token(&self, stage: &Stage) -> Result<String> {
        match self.role {
            Role::Customer => Ok(stage.visitors[self.home].token.clone()),
            Role::Staff if self.number.is_multiple_of(2) => stage.agent_token().await,
            Role::Staff => Ok(stage.demo.api_key.clone()),
        }
    }

    fn last(&self, conversation: usize) -> i64 {
        self.log(conversation).map_or(0, |log| log.last)
    }

    /// Takes entries and moves to `through`.
    fn take(&self, stage: &Stage, conversation: usize, entries: &[Value], through: Option<i64>) -> Result<()> {
        let Some(mut log) = self.log(conversation) else {
            stage.journal.trouble(format!("{}: an entry of another conversation", self.name));
            bail!("a stranger's entry");
        };
        for entry in entries {
            if !log.take(entry)? {
                stage
                    .journal
                    .trouble(format!("{}: a hole before {} in {conversation}, had {}", self.name, entry["seq"], log.last));
                bail!("a hole");
            }
        }
        if let Some(through) = through {
            log.last = log.last.max(through);
        }
        Ok(())
    }

    fn not_recovered(&self, stage: &Stage, conversation: usize) {
        stage.journal.trouble(format!("{}: not recovered after {} in {conversation}", self.name, self.last(conversation)));
    }

    async fn listen(&self, stage: &Stage) -> Result<()> {
        let token = self.token(stage).await?;
        let (mut socket, _) = live::sign_in(stage.nodes.pick(&stage.random), &token).await?;
        let by_id: HashMap<&str, usize> = self.logs.keys().map(|&at| (stage.visitors[at].conversation.as_str(), at)).collect();
        for (id, &at) in &by_id {
            socket.send(&live::subscribe_frame(id, self.last(at), Some(&stage.epoch))).await?;
        }
        loop {
            let frame = next_json(&mut socket).await?;
            let at = frame["conversation_id"].as_str().and_then(|id| by_id.get(id).copied());
            match (live::kind_of_value(&frame), at) {
                ("subscribed", Some(at)) if frame["recovered"] != true => {
                    self.not_recovered(stage, at);
                    bail!("not recovered");
                }
                ("entry", Some(at)) => self.take(stage, at, std::slice::from_ref(live::entry_of(&frame)), None)?,
                ("entries", Some(at)) => {
                    let entries = frame["entries"].as_array().context("no entries")?;
                    self.take(stage, at, entries, frame["through_seq"].as_i64())?;
                }
                ("entry" | "entries", None) => stage.journal.trouble(format!("{}: {frame} of a stranger", self.name)),
                ("heads", _) => {
                    let ahead =
                        by_id.iter().any(|(id, &at)| frame["heads"][id].as_i64().is_some_and(|head| head > self.last(at)));
                    if ahead {
                        bail!("the heads are ahead: come back and ask");
                    }
                }
                ("error", _) => {
                    stage.journal.fault(&format!("{}: {frame}", self.name));
                    bail!("error frame");
                }
                _ => {}
            }
        }
    }

    async fn stream(&self, stage: &Stage, at: usize) -> Result<()> {
        let token = self.token(stage).await?;
        let path = format!(
            "/api/conversations/{}/events?after_seq={}&epoch={}",
            stage.visitors[at].conversation,
            self.last(at),
            stage.epoch
        );
        let mut events = Http::events(stage.nodes.pick(&stage.random), &path, &token).await?;
        while let Some(event) = events.next().await? {
            if event.name == "entry" {
                self.take(stage, at, &[serde_json::from_str(&event.data)?], None)?;
            }
        }
        Ok(())
    }

    async fn poll(&self, stage: &Stage, at: usize) -> Result<()> {
        let token = self.token(stage).await?;
        let mut http = Http::new(stage.nodes.pick(&stage.random));
        loop {
            let path = format!(
                "/api/conversations/{}/events?after_seq={}&wait=20&epoch={}",
                stage.visitors[at].conversation,
                self.last(at),
                stage.epoch
            );
            let page = http.get(&path, &token).await?;
            if page["recovered"] == false {
                self.not_recovered(stage, at);
                bail!("not recovered");
            }
            self.take(stage, at, page["entries"].as_array().context("no entries")?, page["through_seq"].as_i64())?;
        }
    }
}

async fn next_json(socket: &mut Socket) -> Result<Value> {
    match socket.next().await? {
        Frame::Text(bytes) => Ok(serde_json::from_slice(bytes)?),
        Frame::Closed(code, reason) => bail!("closed with {code} {reason}"),
    }
}

/// The heads of a conversation, as each role sees it.
#[derive(Clone, Copy, Debug)]
pub struct Heads {
    /// Of all entries.
    pub staff: i64,
    /// Of those that are public.
    pub public: i64,
}

impl Heads {
    /// The one that this role may see.
    pub fn of(self, role: Role) -> i64 {
        match role {
            Role::Staff => self.staff,
            Role::Customer => self.public,
        }
    }
}
