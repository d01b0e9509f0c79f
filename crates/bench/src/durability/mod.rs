//! The durability gate: the real server under a system-call tracer, 10,000 acknowledged sends, and for each
//! the proof that a sync of the write-ahead log was completed between the write of its row and the write of
//! its acknowledgement to a socket. kill -9 alone proves nothing here: the page cache survives it.
//! `trace` reads the tracer's lines and decides; this file makes the traffic.

mod trace;

use std::collections::HashSet;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context as _, Result, anyhow, bail};
use serde_json::json;
use tokio::task::JoinSet;

use crate::Bench;
use crate::cast::{self, Visitor};
use crate::load::http::Http;
use crate::load::live;
use crate::load::socket::Socket;
use crate::progress::Phase;
use crate::report::{Report, thousands};
use crate::server::Setup;
use trace::Checker;

/// Senders over the socket.
const SOCKETS: usize = 56;
/// Senders over HTTP.
const POSTERS: usize = 8;
/// Conversations.
const CONVERSATIONS: usize = 8;

/// What the gate is to do.
#[derive(clap::Args)]
pub struct Options {
    /// Acknowledgements at least.
    #[arg(long, default_value_t = 10_000)]
    pub acks: usize,
}

/// Whether the programs it needs are here.
pub fn possible() -> bool {
    ["strace", "mkfifo"].iter().all(|program| !crate::machine::output(program, &["--version"]).is_empty())
}

/// Runs the gate; a missed row if one acknowledgement left too early or was not seen at all.
pub async fn run(bench: &Bench, options: &Options, report: &mut Report) -> Result<()> {
    if !possible() {
        bail!("the durability gate needs strace and mkfifo");
    }
    let acks = if bench.quick { options.acks.min(1_000) } else { options.acks };
    let mut phase = Phase::start(format!("durability gate, {acks} acknowledgements"));
    // The cast is made before the tracer starts: setting up is not what is proved.
    let mut setup = Setup::fresh(&bench.server, &bench.work, "durability")?;
    let (server, demo) = setup.first_start().await?;
    let visitors = cast::visitors(server.addr, &demo, CONVERSATIONS).await?;
    server.stop().await?;

    let pipe = make_pipe(&setup.data)?;
    setup.wrapper = tracer(&pipe);
    let reading = std::thread::spawn({
        let pipe = pipe.clone();
        move || check(&pipe)
    });
    let server = setup.start().await?;
    phase.note("traced server is up");
    let acked = traffic(server.addr, &visitors, &demo.api_key, acks, &mut phase).await;
    // Before anything else: a tracer that is killed leaves its program running.
    server.stop().await?;
    let acked = acked?;
    let checker = reading.join().map_err(|_| anyhow!("the reader of the trace failed"))??;
    std::fs::remove_file(&pipe)?;

    let unseen = acked.iter().filter(|id| !checker.acknowledged(id)).count();
    let violations = checker.violations();
    phase.done(format!(
        "{} acknowledged, {} checked, {} violations, {} syncs",
        acked.len(),
        checker.checked(),
        violations.len(),
        checker.syncs()
    ));
    for violation in violations.iter().take(10) {
        println!("VIOLATION: {violation}");
    }
    if unseen > 0 {
        println!("{unseen} acknowledgements that clients got were not seen in the trace: the trace proves nothing about them");
    }
    report.judge(
        "acknowledgements without a completed sync after their write (syscall trace)",
        format!(
            "{} in {}; {} syncs seen",
            violations.len(),
            thousands(checker.checked() as f64),
            thousands(checker.syncs() as f64)
        ),
        "",
        format!("0 in {}", thousands(acks as f64)),
        violations.is_empty() && unseen == 0 && checker.checked() >= acks,
    );
    Ok(())
}

/// The tracer and its arguments: only writes and syncs, whole pages, names of files behind descriptors.
fn tracer(pipe: &Path) -> Vec<String> {
    let calls = "trace=write,pwrite64,writev,pwritev,pwritev2,sendto,sendmsg,fsync,fdatasync,sync_file_range";
    ["strace", "-f", "--seccomp-bpf", "-qq", "-y", "-s", "65536", "-e", calls, "-e", "signal=none", "-o"]
        .into_iter()
        .map(str::to_owned)
        .chain([pipe.display().to_string()])
        .collect()
}

/// A named pipe: the trace of 10,000 sends is hundreds of megabytes and nobody needs it afterwards.
fn make_pipe(data: &Path) -> Result<PathBuf> {
    let pipe = data.with_extension("trace");
    if pipe.exists() {
        std::fs::remove_file(&pipe)?;
    }
    let status = Command::new("mkfifo").arg(&pipe).status().context("running mkfifo")?;
    if !status.success() {
        bail!("mkfifo ended with {status}");
    }
    Ok(pipe)
}

fn check(pipe: &Path) -> Result<Checker> {
    let mut input = BufReader::with_capacity(1 << 20, std::fs::File::open(pipe)?);
    let (mut checker, mut line) = (Checker::default(), Vec::new());
    while input.read_until(b'\n', &mut line)? > 0 {
        checker.line(&String::from_utf8_lossy(&line));
        line.clear();
    }
    Ok(checker)
}

/// Sends until enough is acknowledged; returns the acknowledged ids.
async fn traffic(addr: SocketAddr, visitors: &[Visitor], key: &str, acks: usize, phase: &mut Phase) -> Result<HashSet<String>> {
    let left = Arc::new(AtomicUsize::new(acks));
    let acked = Arc::new(Mutex::new(HashSet::new()));
    let mut tasks = JoinSet::new();
    for number in 0..SOCKETS + POSTERS {
        let visitor = visitors[number % visitors.len()].clone();
        let token = if (number / visitors.len()).is_multiple_of(2) { visitor.token.clone() } else { key.to_owned() };
        let (left, acked) = (left.clone(), acked.clone());
        tasks.spawn(async move {
            let mut door = if number < SOCKETS {
                let (mut socket, _) = live::sign_in(addr, &token).await?;
                // Subscribed, so that an entry that is told before it is stored would show as well.
                live::subscribe(&mut socket, &visitor.conversation, visitor.head).await?;
                Door::Socket(Box::new(socket))
            } else {
                Door::Http(Box::new(Http::new(addr)), token)
            };
            while left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |n| n.checked_sub(1)).is_ok() {
                let id = trace::new_id();
                door.send(&visitor.conversation, &id).await?;
                acked.lock().unwrap_or_else(PoisonError::into_inner).insert(id);
            }
            anyhow::Ok(())
        });
    }
    loop {
        match tokio::time::timeout(std::time::Duration::from_secs(1), tasks.join_next()).await {
            Ok(Some(done)) => done??,
            Ok(None) => break,
            Err(_) => phase.note(format!("{} of {acks} acknowledged", acks - left.load(Ordering::Relaxed))),
        }
    }
    let ids = std::mem::take(&mut *acked.lock().unwrap_or_else(PoisonError::into_inner));
    Ok(ids)
}

enum Door {
    Socket(Box<Socket>),
    Http(Box<Http>, String),
}

impl Door {
    /// Sends one message and waits for its acknowledgement.
    async fn send(&mut self, conversation: &str, id: &str) -> Result<()> {
        match self {
            Self::Socket(socket) => {
                socket.send(&live::send_frame(conversation, id, "Written before it is acknowledged.", "message")).await?;
                live::acked(socket, 1).await
            }
            Self::Http(http, token) => {
                let body = json!({"text": "Written before it is acknowledged.", "client_msg_id": id});
                http.post(&format!("/api/conversations/{conversation}/messages"), token, &body).await?;
                Ok(())
            }
        }
    }
}
