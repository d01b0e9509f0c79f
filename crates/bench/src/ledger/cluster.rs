//! The servers under the ledger, and how they are broken: kill -9 and start again, the bus away for a while.
//! On PostgreSQL it makes a database and a plain role of its own, and runs a private Redis.

use std::net::SocketAddr;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};

use super::database::Database;
use super::judge::Verdict;
use super::{Engine, Trial};
use crate::Bench;
use crate::random::Random;
use crate::server::{Demo, Server, Setup, free_port};

/// The running servers.
pub struct Cluster {
    setups: Vec<Setup>,
    servers: Vec<Option<Server>>,
    bus: Option<Bus>,
    database: Database,
    kills: usize,
    bus_kills: usize,
}

/// Where the servers listen; the same through every restart.
#[derive(Clone)]
pub struct Nodes(Vec<SocketAddr>);

impl Nodes {
    /// Any of them, dead or alive: clients cannot know.
    pub fn pick(&self, random: &Random) -> SocketAddr {
        self.0[usize::try_from(random.below(self.0.len() as u64)).unwrap_or(0)]
    }

    /// The first one.
    pub fn first(&self) -> SocketAddr {
        self.0[0]
    }
}

impl Cluster {
    /// Starts everything; the first node makes the cast.
    pub async fn start(bench: &Bench, trial: &Trial) -> Result<(Self, Demo)> {
        let bus = if trial.nodes > 1 { Some(Bus::start(free_port()?).await?) } else { None };
        let mut setups = Vec::new();
        for number in 0..trial.nodes {
            setups.push(Setup::fresh(&bench.server, &bench.work, &format!("ledger-{number}"))?);
        }
        let database = match trial.engine {
            Engine::Sqlite => Database::Sqlite(setups[0].data.clone()),
            Engine::Postgres => Database::create().await?,
        };
        for setup in &mut setups {
            setup.settings.extend(database.settings());
            if let Some(bus) = &bus {
                setup.settings.push(("ANTIPHON_REDIS_URL".into(), format!("redis://127.0.0.1:{}/", bus.port)));
            }
        }
        let (first, demo) = setups[0].first_start().await?;
        let mut servers = vec![Some(first)];
        for setup in &setups[1..] {
            servers.push(Some(setup.start().await?));
        }
        Ok((Self { setups, servers, bus, database, kills: 0, bus_kills: 0 }, demo))
    }

    /// Where they listen.
    pub fn nodes(&self) -> Nodes {
        Nodes(self.setups.iter().map(|s| SocketAddr::from(([127, 0, 0, 1], s.port))).collect())
    }

    /// The database under them.
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// kill -9, and up again on the same folder and port.
    pub async fn kill_and_restart(&mut self, node: usize) -> Result<()> {
        if let Some(server) = self.servers[node].take() {
            server.kill().await?;
            self.kills += 1;
        }
        self.servers[node] = Some(self.setups[node].start().await.context("the server did not come back after kill -9")?);
        Ok(())
    }

    /// kill -9 of the bus; it comes back empty after a while.
    pub async fn restart_bus(&mut self, away: Duration) -> Result<()> {
        let Some(mut bus) = self.bus.take() else { bail!("no bus to kill") };
        bus.child.kill().await?;
        self.bus_kills += 1;
        tokio::time::sleep(away).await;
        self.bus = Some(Bus::start(bus.port).await?);
        Ok(())
    }

    /// How often a server was killed.
    pub fn kills(&self) -> usize {
        self.kills
    }

    /// How often the bus was killed.
    pub fn bus_kills(&self) -> usize {
        self.bus_kills
    }

    /// Asks all to end.
    pub async fn stop(&mut self) -> Result<()> {
        for server in self.servers.iter_mut().filter_map(Option::take) {
            server.stop().await?;
        }
        Ok(())
    }

    /// Removes what was made, unless somebody has to look at it.
    pub async fn clean(&mut self, verdict: &Verdict) -> Result<()> {
        if verdict.passed() {
            self.database.remove().await?;
            for setup in &self.setups {
                std::fs::remove_dir_all(&setup.data)?;
            }
        }
        Ok(())
    }
}

/// A private Redis that keeps nothing.
struct Bus {
    child: Child,
    port: u16,
}

impl Bus {
    async fn start(port: u16) -> Result<Self> {
        let mut command = Command::new("redis-server");
        command.args(["--port", &port.to_string(), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]);
        let child = command.stdout(Stdio::null()).kill_on_drop(true).spawn().context("starting redis-server")?;
        for _ in 0..200 {
            if TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
                return Ok(Self { child, port });
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        bail!("redis-server does not listen")
    }
}
