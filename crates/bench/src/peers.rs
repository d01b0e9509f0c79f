//! The same fan-out and idle work against Django Channels under daphne with Redis, side by side with Antiphon
//! in one run: both channel layers, one server at a time, each pinned away from the generator.
//! The peer's source and pinned requirements live in `bench/peers/`; its environment is made below the work folder.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow, bail};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};

use crate::fanout::{self, Pin, Step};
use crate::idle;
use crate::progress::Phase;
use crate::report::{Report, thousands};
use crate::server::free_port;
use crate::subject::Subject;
use crate::{Bench, floor};

/// Rates offered to Antiphon: those of the peer, and one that is beyond it.
const OURS: &[f64] = &[1.0, 5.0, 10.0, 100.0];

/// Where the peer is and how Python is called.
#[derive(clap::Args)]
pub struct Options {
    /// Folder with the peer.
    #[arg(long, default_value = "bench/peers")]
    pub peers: PathBuf,
    /// The Python that makes the environment.
    #[arg(long, default_value = "python3")]
    pub python: String,
    /// The peer and the bare server only, without Antiphon.
    #[arg(long)]
    pub peer_only: bool,
}

/// Idle and fan-out for Antiphon, then for each channel layer.
pub async fn run(bench: &Bench, options: &Options, report: &mut Report) -> Result<()> {
    report.beside("Django Channels, daphne, Redis");
    let python = environment(bench, options).await?;
    let count = if bench.quick { 200 } else { 1_000 };
    let span = Duration::from_secs(if bench.quick { 3 } else { 8 });
    let rates: &[f64] = if bench.quick { &[1.0, 5.0] } else { &[1.0, 5.0, 10.0] };
    idle_side_by_side(bench, options, &python, report).await?;
    let pin = Pin::take(bench);
    let ours = if options.peer_only {
        let floor = floor::start(pin.server_cores().as_deref()).await?;
        fanout::measure("bare server", &Subject::Floor { addr: floor.addr, pid: floor.pid }, count, OURS, span).await?
    } else {
        fanout::antiphon(bench, &pin, count, OURS, span).await?
    };
    let mut theirs = Vec::new();
    for layer in ["core", "pubsub"] {
        let peer = Peer::start(options, &python, layer, pin.server_cores().as_deref()).await?;
        let steps = fanout::measure(&format!("Django, {layer} layer"), &peer.subject(), count, rates, span).await?;
        peer.stop().await?;
        theirs.push((layer, steps));
    }
    drop(pin);
    for (at, &rate) in rates.iter().enumerate() {
        let beside: Vec<String> = theirs.iter().map(|(layer, steps)| format!("{layer} layer: {}", tell(&steps[at]))).collect();
        report.tell(
            format!("{} subscribers, {rate:.0} publishes/s offered", thousands(count as f64)),
            tell(&ours[at]),
            beside.join("; "),
        );
    }
    if let Some(most) = ours.last() {
        report.tell(
            format!("{} subscribers, {:.0} publishes/s offered", thousands(count as f64), most.rate),
            tell(most),
            "beyond it",
        );
    }
    Ok(())
}

async fn idle_side_by_side(bench: &Bench, options: &Options, python: &Path, report: &mut Report) -> Result<()> {
    let counts: &[usize] = if bench.quick { &[200] } else { &[2_000, 10_000] };
    let most = counts.iter().copied().max().unwrap_or(0);
    let stage = if options.peer_only { None } else { Some(idle::stage(bench, most).await?) };
    for &count in counts {
        let ours = match &stage {
            Some(stage) => stage.measure(count).await?,
            None => {
                let floor = floor::start(None).await?;
                idle::measure("bare server", &Subject::Floor { addr: floor.addr, pid: floor.pid }, count).await?
            }
        };
        let peer = Peer::start(options, python, "core", None).await?;
        let theirs = idle::measure("Django, core layer", &peer.subject(), count).await?;
        peer.stop().await?;
        let tell = |f: &idle::Figure| {
            let redis = f.per_socket.get(1).map_or(String::new(), |m| format!(" (+ {:.1} in Redis)", m.rss));
            format!(
                "{:.1} kB RSS{redis}; {} held, {} lost; in within {:.1} s, {:.1} s of CPU",
                f.per_socket[0].rss, f.held, f.lost, f.seconds, f.cpu
            )
        };
        report.tell(format!("memory per idle socket at {}", thousands(count as f64)), tell(&ours), tell(&theirs));
    }
    Ok(())
}

fn tell(step: &Step) -> String {
    let beside: f64 = step.cpu_micros[1..].iter().sum();
    let redis = if step.cpu_micros.len() > 1 { format!(" (+ {beside:.0} in Redis)") } else { String::new() };
    format!(
        "{:.1} µs of CPU a delivery{redis}, {}/s, p50 {:.1} ms, p99 {:.1} ms, {} of {} delivered, {} out of order",
        step.cpu_micros[0],
        thousands(step.per_second),
        step.p50,
        step.p99,
        step.delivered,
        step.expected,
        step.disorder
    )
}

/// A Python environment with the pinned requirements; made once, kept below the work folder.
async fn environment(bench: &Bench, options: &Options) -> Result<PathBuf> {
    let folder = bench.work.join("peers-venv");
    let python = folder.join("bin/python");
    let requirements = options.peers.join("requirements.txt");
    let stamp = folder.join("requirements.txt");
    if std::fs::read(&stamp).ok() == Some(std::fs::read(&requirements)?) {
        return Ok(std::path::absolute(python)?);
    }
    let phase = Phase::start("making the peer's Python environment");
    run_program(&options.python, &["-m", "venv", "--clear", &folder.to_string_lossy()]).await?;
    run_program(&python.to_string_lossy(), &["-m", "pip", "install", "--quiet", "-r", &requirements.to_string_lossy()]).await?;
    std::fs::copy(&requirements, &stamp)?;
    phase.done("ready");
    Ok(std::path::absolute(python)?)
}

async fn run_program(program: &str, arguments: &[&str]) -> Result<()> {
    let status = Command::new(program).args(arguments).status().await.with_context(|| format!("running {program}"))?;
    if !status.success() {
        bail!("{program} {} ended with {status}", arguments.join(" "));
    }
    Ok(())
}

/// daphne and the Redis behind it.
struct Peer {
    redis: Child,
    daphne: Child,
    addr: SocketAddr,
}

impl Peer {
    async fn start(options: &Options, python: &Path, layer: &str, cores: Option<&str>) -> Result<Self> {
        let (redis_port, port) = (free_port()?, free_port()?);
        let redis = spawn(
            cores,
            "redis-server",
            &["--port", &redis_port.to_string(), "--save", "", "--appendonly", "no"],
            &[],
            &options.peers,
        )?;
        let port_text = port.to_string();
        let arguments = ["-m", "daphne", "-b", "127.0.0.1", "-p", &port_text, "--verbosity", "0", "peer:application"];
        let settings = [("PEER_LAYER", layer.to_owned()), ("PEER_REDIS", format!("redis://127.0.0.1:{redis_port}/0"))];
        wait_for(SocketAddr::from(([127, 0, 0, 1], redis_port))).await?;
        let daphne = spawn(cores, &python.to_string_lossy(), &arguments, &settings, &options.peers)?;
        let addr = SocketAddr::from(([127, 0, 0, 1], port));
        wait_for(addr).await?;
        Ok(Self { redis, daphne, addr })
    }

    fn subject(&self) -> Subject {
        Subject::Django { addr: self.addr, pid: self.daphne.id().unwrap_or(0), redis: self.redis.id().unwrap_or(0) }
    }

    async fn stop(mut self) -> Result<()> {
        self.daphne.kill().await?;
        self.redis.kill().await?;
        Ok(())
    }
}

fn spawn(cores: Option<&str>, program: &str, arguments: &[&str], settings: &[(&str, String)], folder: &Path) -> Result<Child> {
    let mut command = match cores {
        Some(cores) => {
            let mut command = Command::new("taskset");
            command.args(["-c", cores, program]);
            command
        }
        None => Command::new(program),
    };
    command.args(arguments).envs(settings.iter().map(|(k, v)| (k, v))).current_dir(folder);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::inherit()).kill_on_drop(true);
    command.spawn().with_context(|| format!("starting {program}"))
}

async fn wait_for(addr: SocketAddr) -> Result<()> {
    for _ in 0..200 {
        if TcpStream::connect(addr).await.is_ok() {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Err(anyhow!("nothing listens on {addr} after 10 s"))
}
