//! A whole workspace with a million messages from SQLite into PostgreSQL: how long each way takes, how much memory each
//! process needs at most, whether a kill -9 in the middle costs anything, and whether what is exported again is equal.
//! The commands are run as an operator runs them.

use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::Value;
use tokio::process::{Child, Command};

use crate::ledger::database::{self, Database};
use crate::progress::Phase;
use crate::report::{Report, thousands};
use crate::server::Setup;
use crate::{Bench, bulk, cast};

/// What no process may need more than, in MB.
const AT_MOST: f64 = 256.0;
/// Conversations over which the messages lie.
const CONVERSATIONS: usize = 100;
/// Parts of a way after which it is killed: in the middle of the log.
const KILLED_AFTER: usize = 20;
/// The same with small counts.
const KILLED_AFTER_FEW: usize = 12;

/// What a command needed.
struct Needed {
    seconds: f64,
    /// Its highest resident memory.
    megabytes: f64,
}

/// Exports, imports and exports again.
pub async fn run(bench: &Bench, report: &mut Report) -> Result<()> {
    let count = if bench.quick { 100_000 } else { 1_000_000 };
    let setup = Setup::fresh(&bench.server, &bench.work, "export")?;
    let (server, demo) = setup.first_start().await?;
    let visitors = cast::visitors(server.addr, &demo, CONVERSATIONS).await?;
    server.stop().await?;
    let phase = Phase::start(format!("writing {count} messages into {CONVERSATIONS} conversations"));
    for visitor in &visitors {
        bulk::append(&setup.data, &visitor.conversation, count / CONVERSATIONS).await?;
    }
    phase.done("written");

    let (out, again) = (bench.work.join("exported"), bench.work.join("exported-again"));
    for folder in [&out, &again] {
        if folder.exists() {
            std::fs::remove_dir_all(folder)?;
        }
    }
    let sqlite = Run { setup: &setup, settings: Vec::new() };
    let key = std::fs::read_to_string(setup.data.join("secret.key")).context("the master key")?;
    let postgres = Database::create().await?;
    let mut settings = postgres.settings();
    settings.retain(|(name, _)| name != "ANTIPHON_SECRET");
    settings.push(("ANTIPHON_SECRET".into(), key.trim().to_owned()));
    let into = Setup::fresh(&bench.server, &bench.work, "export-postgres")?;
    let postgres_side = Run { setup: &into, settings };
    let kill = if bench.quick { KILLED_AFTER_FEW } else { KILLED_AFTER };
    let outcome = measure(&sqlite, &postgres_side, &postgres, (&out, &again), (count, kill), report).await;
    postgres.remove().await?;
    for folder in [&out, &again] {
        let _ = std::fs::remove_dir_all(folder); // it may not have come so far
    }
    outcome
}

async fn measure(
    sqlite: &Run<'_>,
    postgres: &Run<'_>,
    db: &Database,
    (out, again): (&Path, &Path),
    (count, kill): (usize, usize),
    report: &mut Report,
) -> Result<()> {
    let rows = out.join("rows");
    let cut = sqlite.killed(&["export", path(out)?], async || Ok(parts(&rows) > kill)).await?;
    let exported = sqlite.whole(&["export", path(out)?]).await?;
    let Database::Postgres { admin, name, .. } = db else { bail!("PostgreSQL is wanted") };
    let import = ["import", path(out)?];
    let cut_in = postgres
        .killed(&import, async || {
            let mut db = database::connect(admin, Some(name)).await?;
            let steps = "SELECT coalesce(max(attempts), 0) FROM jobs WHERE kind = 'workspace.bring_in'";
            // Before the schema is there, there are no steps.
            Ok(sqlx::query_scalar::<_, i64>(steps).fetch_one(&mut db).await.unwrap_or(0) >= i64::try_from(kill)?)
        })
        .await?;
    let imported = postgres.whole(&import).await?;
    let exported_again = postgres.whole(&["export", path(again)?]).await?;
    let (one, other) = (list(out)?, list(again)?);
    let equal = one["tables"] == other["tables"] && one["contents"] == other["contents"];
    let messages = thousands(count as f64);
    let of = |needed: &Needed| format!("{:.1} s, {:.0} MB at most", needed.seconds, needed.megabytes);
    for (what, needed) in [
        ("export from SQLite, killed on its way", &cut),
        ("export from SQLite, gone on with", &exported),
        ("import into PostgreSQL, killed on its way", &cut_in),
        ("import into PostgreSQL, gone on with", &imported),
        ("export from PostgreSQL", &exported_again),
    ] {
        let met = needed.megabytes <= AT_MOST;
        report.judge(format!("{messages} messages: {what}"), of(needed), "", format!("≤ {AT_MOST:.0} MB"), met);
    }
    let says = format!(
        "{} tables, {}",
        one["tables"].as_array().map_or(0, Vec::len),
        if equal { "all sums equal" } else { "NOT EQUAL" }
    );
    report.judge(format!("{messages} messages: what PostgreSQL exports again"), says, "", "byte-equal", equal);
    Ok(())
}

/// One side's command line.
struct Run<'a> {
    setup: &'a Setup,
    settings: Vec<(String, String)>,
}

impl Run<'_> {
    /// Runs a command to its end.
    async fn whole(&self, arguments: &[&str]) -> Result<Needed> {
        let phase = Phase::start(arguments[0]);
        let (needed, ended) = self.run(arguments, async || Ok(false)).await?;
        ensure!(ended == Some(true), "{} failed; see {}", arguments[0], self.log().display());
        phase.done(format!("{:.1} s, {:.0} MB", needed.seconds, needed.megabytes));
        Ok(needed)
    }

    /// Runs a command and kills it as soon as `is_time`.
    async fn killed(&self, arguments: &[&str], is_time: impl AsyncFn() -> Result<bool>) -> Result<Needed> {
        let phase = Phase::start(format!("{} until it is killed", arguments[0]));
        let (needed, ended) = self.run(arguments, is_time).await?;
        ensure!(ended.is_none(), "{} ended before it could be killed; see {}", arguments[0], self.log().display());
        phase.done(format!("{:.1} s, {:.0} MB", needed.seconds, needed.megabytes));
        Ok(needed)
    }

    /// What it needed, and how it ended: nothing when it was killed.
    async fn run(&self, arguments: &[&str], is_time: impl AsyncFn() -> Result<bool>) -> Result<(Needed, Option<bool>)> {
        let log = std::fs::File::options().create(true).append(true).open(self.log())?;
        let mut command = Command::new(&self.setup.program);
        command.args(arguments).arg("--data").arg(&self.setup.data);
        command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log).kill_on_drop(true);
        let foreign = |name: &str| name.starts_with("ANTIPHON_") || name.ends_with("DATABASE_URL") || name == "REDIS_URL";
        for (name, _) in std::env::vars().filter(|(name, _)| foreign(name)) {
            command.env_remove(name);
        }
        command.envs(self.settings.iter().cloned());
        let started = Instant::now();
        let mut child = command.spawn().context("starting the command")?;
        let mut megabytes: f64 = 0.0;
        loop {
            megabytes = megabytes.max(peak(&child));
            if let Some(status) = child.try_wait()? {
                return Ok((Needed { seconds: started.elapsed().as_secs_f64(), megabytes }, Some(status.success())));
            }
            if is_time().await? {
                child.start_kill()?;
                child.wait().await?;
                return Ok((Needed { seconds: started.elapsed().as_secs_f64(), megabytes }, None));
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    fn log(&self) -> std::path::PathBuf {
        self.setup.data.with_extension("log")
    }
}

/// The highest resident memory that a process has had, in MB; nothing once it has ended.
fn peak(child: &Child) -> f64 {
    let status = child.id().and_then(|pid| std::fs::read_to_string(format!("/proc/{pid}/status")).ok()).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|rest| rest.split_whitespace().next()?.parse::<f64>().ok()).map_or(0.0, |kb| kb * 1_024.0 / 1e6)
}

/// How many parts are whole.
fn parts(rows: &Path) -> usize {
    let entries = std::fs::read_dir(rows).map_or_else(|_| Vec::new(), |entries| entries.flatten().collect());
    entries.iter().filter(|entry| entry.path().extension().is_some_and(|ending| ending == "jsonl")).count()
}

fn list(folder: &Path) -> Result<Value> {
    let file = folder.join("manifest.json");
    Ok(serde_json::from_slice(&std::fs::read(&file).with_context(|| format!("reading {}", file.display()))?)?)
}

fn path(folder: &Path) -> Result<&str> {
    folder.to_str().context("the folder's name is no text")
}
