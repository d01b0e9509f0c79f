//! The binary `bench`: figures beside yardsticks, the fault ledger and the durability gate.
//! Each figure has a file; this one only reads the command line and calls them in order.
//! It speaks to the product through its public API, as any client would.

mod bulk;
mod cast;
mod durability;
mod export;
mod fanout;
mod floor;
mod history;
mod idle;
mod latency;
mod ledger;
mod load;
mod machine;
mod peers;
mod progress;
mod random;
mod report;
mod resume;
mod search;
mod sends;
mod server;
mod startup;
mod subject;
mod uploads;
mod writer;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, Result, bail};
use clap::{Parser, Subcommand};

use report::Report;

/// Figures, faults and proofs for Antiphon.
#[derive(Parser)]
#[command(name = "bench", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    bench: Bench,
}

/// What every figure needs to know.
#[derive(clap::Args, Clone)]
pub struct Bench {
    /// The server under test.
    #[arg(long, global = true, default_value = "target/release/antiphon")]
    pub server: PathBuf,
    /// Where databases and logs of the run live; the disk under it is the disk that is measured.
    #[arg(long, global = true, default_value = "target/bench")]
    pub work: PathBuf,
    /// Smaller counts and shorter spans, for trying things out; writes no document.
    #[arg(long, global = true)]
    pub quick: bool,
    /// Where the tables are written.
    #[arg(long, global = true, default_value = "docs/benchmarks.md")]
    pub document: PathBuf,
    /// Leave the server and the generator on all cores during the fan-out.
    #[arg(long, global = true)]
    pub no_pin: bool,
    /// How often the fan-out is repeated; the median run is reported.
    #[arg(long, global = true, default_value_t = 3)]
    pub repeats: usize,
}

#[derive(Subcommand)]
enum Command {
    /// Every figure, one table, written to the document.
    All,
    /// Memory per idle socket.
    Idle,
    /// CPU per delivery and latency at 1,000 subscribers, beside the bare server.
    Fanout,
    /// Durable sends a second, beside the bare writer.
    Sends,
    /// Send to receive at 100 and 2,000 sockets.
    Latency,
    /// Ten thousand clients come back at once.
    Resume,
    /// A page of a long conversation; start to ready and idle memory on that database.
    History,
    /// Full-text search over a million messages, on each engine.
    Search(search::Options),
    /// A whole workspace with a million messages from SQLite into PostgreSQL.
    Export,
    /// Start to ready on an existing database, and idle memory.
    Startup,
    /// A thousand uploads over lines that are cut: every byte arrives, and nothing is left lying.
    Uploads,
    /// The same work against Django Channels, daphne and Redis.
    Peers(peers::Options),
    /// Writers, readers and kill -9: nothing lost, doubled or out of order.
    Ledger(ledger::Options),
    /// No acknowledgement leaves before its row is synced: proof by syscall trace.
    Durability(durability::Options),
    /// The bare server that only writes ready frames (started by the figures themselves).
    #[command(hide = true)]
    Floor,
    /// The bare SQLite writer alone.
    Writer,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    // One thread: the generator must leave the other cores to the server.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    match runtime.context("starting the generator").and_then(|runtime| runtime.block_on(run(cli))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(e) => {
            eprintln!("bench: {e:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(cli: Cli) -> Result<()> {
    let bench = &cli.bench;
    if matches!(cli.command, Command::Floor) {
        return floor::serve().await;
    }
    machine::raise_file_limit()?;
    std::fs::create_dir_all(&bench.work).with_context(|| format!("making {}", bench.work.display()))?;
    let mut report = Report::new(bench);
    match cli.command {
        Command::All => {
            idle::run(bench, &mut report).await?;
            fanout::run(bench, &mut report).await?;
            sends::run(bench, &mut report).await?;
            latency::run(bench, &mut report).await?;
            resume::run(bench, &mut report).await?;
            history::run(bench, &mut report).await?;
            startup::run(bench, &mut report).await?;
            if durability::possible() {
                durability::run(bench, &durability::Options { acks: 10_000 }, &mut report).await?;
            }
            report.write("figures", "make bench")?;
        }
        Command::Idle => idle::run(bench, &mut report).await?,
        Command::Fanout => fanout::run(bench, &mut report).await?,
        Command::Sends => sends::run(bench, &mut report).await?,
        Command::Latency => latency::run(bench, &mut report).await?,
        Command::Resume => resume::run(bench, &mut report).await?,
        Command::History => history::run(bench, &mut report).await?,
        Command::Search(options) => {
            search::run(bench, &options, &mut report).await?;
            if options.engine.is_none() {
                report.write("search", "make bench-search")?;
            }
        }
        Command::Export => {
            export::run(bench, &mut report).await?;
            report.write("export", "make bench-export")?;
        }
        Command::Startup => startup::run(bench, &mut report).await?,
        Command::Uploads => {
            uploads::run(bench, &mut report).await?;
            report.write("uploads", "make bench-uploads")?;
        }
        Command::Writer => sends::run_bare(bench, &mut report).await?,
        Command::Peers(options) => {
            peers::run(bench, &options, &mut report).await?;
            report.write("peers", "make bench-peers")?;
        }
        Command::Ledger(options) => {
            ledger::run(bench, &options, &mut report).await?;
            if !options.short {
                report.write("ledger", "make ledger")?;
            }
        }
        Command::Durability(options) => durability::run(bench, &options, &mut report).await?,
        Command::Floor => {}
    }
    report.print();
    if report.missed() {
        bail!("a figure misses what it must show");
    }
    Ok(())
}
