//! The fault ledger: writers and readers over every transport, kill -9 in full traffic, then the accounts.
//! Acknowledged = stored = seen by every reader; order equal, no gap, nothing twice. `journal` notes what
//! happened, `cluster` breaks and mends, `writer` and `reader` live as clients do, `judge` compares.

mod cluster;
pub mod database;
mod journal;
mod judge;
mod reader;
mod writer;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use tokio::task::JoinSet;

use crate::Bench;
use crate::cast::{self, Visitor};
use crate::load::http::Http;
use crate::progress::Phase;
use crate::random::Random;
use crate::report::{Report, thousands};
use crate::server::Demo;
use cluster::{Cluster, Nodes};
use journal::Journal;
use reader::Reader;

/// How long readers may take to see everything once the faults are over.
const CALM: Duration = Duration::from_secs(90);

/// What the ledger is to do.
#[derive(clap::Args, Clone)]
pub struct Options {
    /// The one engine to run on (postgres needs ANTIPHON_TEST_PG_ADMIN_URL). Without it: sqlite with 50
    /// cycles, then postgres with two nodes and 20 cycles, if there is one.
    #[arg(long)]
    pub engine: Option<Engine>,
    /// Server processes; more than one needs postgres and starts a Redis.
    #[arg(long)]
    pub nodes: Option<usize>,
    /// kill -9, this many times.
    #[arg(long)]
    pub cycles: Option<usize>,
    /// Acknowledged sends at least.
    #[arg(long, default_value_t = 20_000)]
    pub sends: usize,
    /// Clients that write.
    #[arg(long, default_value_t = 9)]
    pub writers: usize,
    /// Clients that read.
    #[arg(long, default_value_t = 18)]
    pub readers: usize,
    /// Conversations.
    #[arg(long, default_value_t = 6)]
    pub conversations: usize,
    /// A few cycles within half a minute: fit for every test run.
    #[arg(long)]
    pub short: bool,
    /// Repeats the run with this number; without it one is drawn and printed.
    #[arg(long)]
    pub seed: Option<u64>,
}

/// Which database lies under it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Engine {
    /// The embedded one.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

/// What all clients share.
pub struct Stage {
    nodes: Nodes,
    visitors: Vec<Visitor>,
    demo: Demo,
    epoch: String,
    journal: Journal,
    random: Random,
    agent: Mutex<Option<(String, Instant)>>,
    /// No new sends.
    quiet: AtomicBool,
    /// No disconnects of the readers' own any more.
    calm: AtomicBool,
}

impl Stage {
    /// An agent's access token, renewed by signing in again well before it runs out.
    async fn agent_token(&self) -> Result<String> {
        let kept = self.agent.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((token, at)) = kept
            && at.elapsed() < Duration::from_secs(300)
        {
            return Ok(token);
        }
        let token = cast::sign_in(&mut Http::new(self.nodes.pick(&self.random)), &self.demo, "agent").await?;
        *self.agent.lock().unwrap_or_else(PoisonError::into_inner) = Some((token.clone(), Instant::now()));
        Ok(token)
    }
}

/// One run: what lies under it, and how often it is broken.
struct Trial {
    engine: Engine,
    nodes: usize,
    cycles: usize,
    sends: usize,
}

/// Runs the ledger; a missed row if the accounts do not agree.
pub async fn run(bench: &Bench, options: &Options, report: &mut Report) -> Result<()> {
    let engines = match options.engine {
        Some(engine) => vec![engine],
        None if std::env::var_os(database::ADMIN).is_some() => vec![Engine::Sqlite, Engine::Postgres],
        None => vec![Engine::Sqlite],
    };
    for engine in engines {
        let (nodes, cycles) = match engine {
            Engine::Sqlite => (1, 50),
            Engine::Postgres => (2, 20),
        };
        let (cycles, sends) = if options.short { (4, options.sends.min(1_500)) } else { (cycles, options.sends) };
        let trial = Trial { engine, nodes: options.nodes.unwrap_or(nodes), cycles: options.cycles.unwrap_or(cycles), sends };
        if trial.nodes > 1 && engine == Engine::Sqlite {
            bail!("several nodes need --engine postgres");
        }
        one(bench, options, &trial, report).await?;
    }
    Ok(())
}

async fn one(bench: &Bench, options: &Options, trial: &Trial, report: &mut Report) -> Result<()> {
    let seed = options.seed.unwrap_or_else(|| u64::from(std::process::id()) ^ uuid::Uuid::now_v7().as_u64_pair().0);
    let mut phase = Phase::start(format!("ledger on {:?}, {} node(s), seed {seed}", trial.engine, trial.nodes));
    let random = Random::new(seed);
    let (mut cluster, demo) = Cluster::start(bench, trial).await?;
    let stage = Arc::new(set_stage(bench, options, &cluster, demo, random).await?);

    let mut writers = JoinSet::new();
    for number in 0..options.writers {
        writers.spawn(writer::write(stage.clone(), number));
    }
    let readers: Vec<Arc<Reader>> = (0..options.readers).map(|number| Arc::new(Reader::new(&stage, number))).collect();
    let mut reading = JoinSet::new();
    for reader in &readers {
        reader.spawn(&stage, &mut reading);
    }
    let outcome = torment(&stage, &mut cluster, trial, &mut phase).await;
    let settled = match outcome {
        Ok(()) => settle(&stage, &mut writers, &readers, &mut phase).await,
        Err(e) => Err(e),
    };
    reading.abort_all();
    writers.abort_all();
    let mut verdict = judge::Verdict::default();
    match settled {
        Ok(took) => verdict.tell(format!("all caught up {:.1} s after the last ack", took.as_secs_f64())),
        Err(e) => verdict.fail(format!("{e:#}")),
    }
    judge::compare(&stage, &readers, &mut verdict).await?;
    cluster.stop().await?;
    judge::compare_database(&stage, &cluster, &mut verdict).await?;
    cluster.clean(&verdict).await?;
    stage.journal.close(&verdict)?;

    let acked = stage.journal.acked();
    phase.done(format!("{} acknowledged; {}", thousands(acked as f64), verdict.summary()));
    for line in verdict.lines() {
        println!("{line}");
    }
    let measure = format!(
        "ledger: {} on {} node(s), {} kill -9, {} bus kills, {} writers, {} readers",
        format!("{:?}", trial.engine).to_lowercase(),
        trial.nodes,
        cluster.kills(),
        cluster.bus_kills(),
        options.writers,
        options.readers
    );
    let value = format!("{} acknowledged; {}", thousands(acked as f64), verdict.summary());
    report.judge(measure, value, "", "0 lost, 0 doubled, 0 reordered", verdict.passed() && acked >= trial.sends);
    Ok(())
}

async fn set_stage(bench: &Bench, options: &Options, cluster: &Cluster, demo: Demo, random: Random) -> Result<Stage> {
    let nodes = cluster.nodes();
    let visitors = cast::visitors(nodes.first(), &demo, options.conversations).await?;
    let mut http = Http::new(nodes.first());
    let seen = http.get(&format!("/api/conversations/{}", visitors[0].conversation), &demo.api_key).await?;
    Ok(Stage {
        nodes,
        visitors,
        epoch: seen["epoch"].as_str().unwrap_or_default().to_owned(),
        demo,
        journal: Journal::open(&bench.work)?,
        random,
        agent: Mutex::new(None),
        quiet: AtomicBool::new(false),
        calm: AtomicBool::new(false),
    })
}

/// Kills and restarts until there were enough cycles and enough sends; no stretch of traffic without a fault.
async fn torment(stage: &Arc<Stage>, cluster: &mut Cluster, trial: &Trial, phase: &mut Phase) -> Result<()> {
    let mut cycle = 0;
    while cycle < trial.cycles || stage.journal.acked() < trial.sends {
        let pause = Duration::from_millis(1_000 + stage.random.below(2_500));
        let until = Instant::now() + pause;
        while Instant::now() < until {
            tokio::time::sleep(Duration::from_millis(50)).await;
            phase.note(format!(
                "cycle {cycle} of {}, {} acknowledged, {}",
                trial.cycles,
                stage.journal.acked(),
                stage.journal.in_flight()
            ));
        }
        cycle += 1;
        if trial.nodes > 1 && cycle.is_multiple_of(3) {
            let away = Duration::from_millis(500 + stage.random.below(2_500));
            stage.journal.fault(&format!("bus killed for {away:?}"));
            cluster.restart_bus(away).await?;
        }
        let node = usize::try_from(stage.random.below(trial.nodes as u64))?;
        stage.journal.fault(&format!("node {node} killed"));
        cluster.kill_and_restart(node).await?;
    }
    Ok(())
}

/// No more faults: writers finish what they began, readers come to the heads.
async fn settle(
    stage: &Arc<Stage>,
    writers: &mut JoinSet<Result<()>>,
    readers: &[Arc<Reader>],
    phase: &mut Phase,
) -> Result<Duration> {
    stage.quiet.store(true, Ordering::Relaxed);
    stage.calm.store(true, Ordering::Relaxed);
    stage.journal.fault("calm");
    while let Some(done) = tokio::time::timeout(CALM, writers.join_next()).await? {
        done??;
    }
    let started = Instant::now();
    let heads = judge::heads(stage).await?;
    while started.elapsed() < CALM {
        let behind: Vec<String> = readers.iter().filter_map(|reader| reader.behind(&heads)).collect();
        if behind.is_empty() {
            return Ok(started.elapsed());
        }
        phase.note(format!("{} readers not there yet: {}", behind.len(), behind.join(", ")));
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let behind: Vec<String> = readers.iter().filter_map(|reader| reader.behind(&heads)).collect();
    bail!("not caught up {CALM:?} after the last ack: {}", behind.join(", "))
}

/// Whose eyes a client has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A visitor, with a conversation of its own; sees what is public.
    Customer,
    /// Staff: an agent or a key; sees everything.
    Staff,
}
