//! Starts and ends the real server, as an operator would: its own process, its own folder, limits raised.
//! What it prints goes to a log beside the folder. Nothing here knows what is measured.

use std::fs::File;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, anyhow, bail};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

use crate::load::http::Http;

/// How long a start may take before it is a failure.
const PATIENCE: Duration = Duration::from_secs(60);

/// What the demo tells about itself on its first line.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Demo {
    /// Where it listens.
    pub url: String,
    /// One sign-in per role.
    pub accounts: Vec<Account>,
    /// A key with every scope.
    pub api_key: String,
    /// The sample inbox's key.
    pub widget_key: String,
}

/// A sign-in.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Account {
    /// customer, agent or admin.
    pub role: String,
    /// Sign-in name.
    pub email: String,
    /// Password.
    pub password: String,
}

/// How to start a server.
#[derive(Clone)]
pub struct Setup {
    /// The program.
    pub program: PathBuf,
    /// Its data folder.
    pub data: PathBuf,
    /// Its port; the same after every start, as clients expect.
    pub port: u16,
    /// Cores it is pinned to, in the manner of taskset.
    pub cores: Option<String>,
    /// A program that runs it, such as a tracer, with arguments.
    pub wrapper: Vec<String>,
    /// Settings besides the raised limits.
    pub settings: Vec<(String, String)>,
}

impl Setup {
    /// A server with a fresh folder below `work` and a free port.
    pub fn fresh(program: &Path, work: &Path, name: &str) -> Result<Self> {
        let data = work.join(name);
        if data.exists() {
            std::fs::remove_dir_all(&data)?;
        }
        std::fs::create_dir_all(&data)?;
        let program = program.canonicalize().with_context(|| format!("{} is not built", program.display()))?;
        Ok(Self {
            program,
            data: data.canonicalize()?,
            port: free_port()?,
            cores: None,
            wrapper: Vec::new(),
            settings: Vec::new(),
        })
    }

    /// The first start: creates the database and its cast.
    pub async fn first_start(&self) -> Result<(Server, Demo)> {
        let mut server = self.spawn("demo", &["--json"])?;
        let line =
            tokio::time::timeout(PATIENCE, server.first_line()).await.map_err(|_| anyhow!("the demo did not report"))??;
        let demo: Demo = serde_json::from_str(&line).with_context(|| format!("first line of the demo: {line}"))?;
        server.ready().await?;
        Ok((server, demo))
    }

    /// A later start on the same folder.
    pub async fn start(&self) -> Result<Server> {
        let mut server = self.spawn("serve", &[])?;
        server.ready().await?;
        Ok(server)
    }

    fn spawn(&self, command: &str, arguments: &[&str]) -> Result<Server> {
        let addr = SocketAddr::from(([127, 0, 0, 1], self.port));
        let mut line: Vec<String> = Vec::new();
        if let Some(cores) = &self.cores {
            line.extend(["taskset".into(), "-c".into(), cores.clone()]);
        }
        line.extend(self.wrapper.iter().cloned());
        line.push(self.program.display().to_string());
        line.push(command.into());
        line.extend(["--listen".into(), addr.to_string(), "--data".into(), self.data.display().to_string()]);
        line.extend(arguments.iter().map(|a| (*a).to_owned()));
        let log_path = self.data.with_extension("log");
        let log = File::options().create(true).append(true).open(&log_path)?;
        let mut process = Command::new(&line[0]);
        process.args(&line[1..]).stdin(Stdio::null()).stderr(log).kill_on_drop(true);
        // Only the first line of a demo is wanted; a pipe nobody reads would stop the server one day.
        process.stdout(if command == "demo" { Stdio::piped() } else { Stdio::null() });
        // Whatever is set around the bench is not the server's: it runs as delivered but for the limits.
        let foreign = |name: &str| name.starts_with("ANTIPHON_") || name.ends_with("DATABASE_URL") || name == "REDIS_URL";
        for (name, _) in std::env::vars().filter(|(name, _)| foreign(name)) {
            process.env_remove(name);
        }
        process.env("ANTIPHON_LOG__LEVEL", "warn");
        for limit in ["SENDS_PER_SECOND", "FRAMES_PER_SECOND", "HANDSHAKES_PER_SECOND", "REQUESTS_PER_SECOND"] {
            process.env(format!("ANTIPHON_LIMITS__{limit}"), "0");
        }
        process.envs(self.settings.iter().cloned());
        let started = Instant::now();
        let child = process.spawn().with_context(|| format!("starting {}", line[0]))?;
        let pid = child.id().ok_or_else(|| anyhow!("the server ended at once"))?;
        Ok(Server { child, pid, addr, ready_after: Duration::ZERO, started, log: log_path, wrapped: !self.wrapper.is_empty() })
    }
}

/// A running server.
pub struct Server {
    child: Child,
    /// Its process id (of the wrapper, if there is one).
    pub pid: u32,
    /// Where it listens.
    pub addr: SocketAddr,
    /// How long it took from its start to `/readyz` 200.
    pub ready_after: Duration,
    started: Instant,
    log: PathBuf,
    wrapped: bool,
}

impl Server {
    async fn first_line(&mut self) -> Result<String> {
        let stdout = self.child.stdout.take().ok_or_else(|| anyhow!("no output to read"))?;
        let mut lines = BufReader::new(stdout).lines();
        let line = lines.next_line().await?.ok_or_else(|| anyhow!("the server ended; {}", self.last_words()))?;
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        Ok(line)
    }

    /// Waits for `/readyz` to answer 200 and notes how long that took.
    async fn ready(&mut self) -> Result<()> {
        while self.started.elapsed() < PATIENCE {
            if let Ok(reply) = Http::new(self.addr).call("GET", "/readyz", "", None).await
                && reply.status == 200
            {
                self.ready_after = self.started.elapsed();
                return Ok(());
            }
            if let Some(status) = self.child.try_wait()? {
                bail!("the server ended with {status}; {}", self.last_words());
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        bail!("not ready after {PATIENCE:?}; {}", self.last_words())
    }

    /// The end of its log, for a failure whose files nobody can look into later.
    fn last_words(&self) -> String {
        let log = std::fs::read(&self.log).unwrap_or_default();
        let end = String::from_utf8_lossy(&log[log.len().saturating_sub(2_000)..]);
        format!("its log, {}, ends with:\n{}", self.log.display(), end.trim_end())
    }

    /// kill -9.
    pub async fn kill(mut self) -> Result<()> {
        self.child.kill().await.context("kill -9")
    }

    /// Asks it to end, and waits.
    pub async fn stop(mut self) -> Result<()> {
        // A tracer does not pass the signal on: ask the program under it.
        let pid = if self.wrapped { child_of(self.pid)? } else { self.pid };
        crate::machine::output("kill", &["-TERM", &pid.to_string()]);
        match tokio::time::timeout(Duration::from_secs(15), self.child.wait()).await {
            Ok(status) => {
                status?;
                Ok(())
            }
            Err(_) => bail!("the server did not end within 15 s of SIGTERM"),
        }
    }
}

fn child_of(pid: u32) -> Result<u32> {
    let children = std::fs::read_to_string(format!("/proc/{pid}/task/{pid}/children"))?;
    children.split_whitespace().next().and_then(|child| child.parse().ok()).ok_or_else(|| anyhow!("{pid} has no child"))
}

/// A port nobody listens on right now.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}
