//! Start to ready on an existing database, and the memory of a server that has nothing to do.
//! Uses the folder that `history` left, a million messages long, if it is there.

use std::time::Duration;

use anyhow::Result;

use crate::load::samples::median;
use crate::progress::Phase;
use crate::report::Report;
use crate::server::{Setup, free_port};
use crate::{Bench, machine};

/// Milliseconds from spawn to `/readyz` 200.
const READY: f64 = 300.0;
/// MB of idle resident memory.
const MEMORY: f64 = 64.0;

/// Measures ten starts and one rest.
pub async fn run(bench: &Bench, report: &mut Report) -> Result<()> {
    let data = bench.work.join("history");
    let setup = if data.exists() {
        let program = bench.server.canonicalize()?;
        Setup { program, data: data.canonicalize()?, port: free_port()?, cores: None, wrapper: Vec::new(), settings: Vec::new() }
    } else {
        let setup = Setup::fresh(&bench.server, &bench.work, "startup")?;
        setup.first_start().await?.0.stop().await?;
        setup
    };
    let mut phase = Phase::start("start to ready");
    let mut times = Vec::new();
    for _ in 0..10 {
        let server = setup.start().await?;
        times.push(server.ready_after.as_secs_f64() * 1000.0);
        phase.note(format!("{:.0} ms", times[times.len() - 1]));
        server.stop().await?;
    }
    let middle = median(times);
    let server = setup.start().await?;
    tokio::time::sleep(Duration::from_secs(5)).await;
    let idle = machine::memory(server.pid)?.rss / 1024.0;
    server.stop().await?;
    phase.done(format!("{middle:.0} ms, {idle:.1} MB idle"));
    let size = std::fs::read_dir(&setup.data)?.filter_map(|e| Some(e.ok()?.metadata().ok()?.len())).sum::<u64>() as f64 / 1e6;
    report.judge(
        format!("start to ready on an existing database ({size:.0} MB), median of 10"),
        format!("{middle:.0} ms"),
        "",
        format!("≤ {READY:.0} ms"),
        middle <= READY,
    );
    report.judge("idle memory (RSS)", format!("{idle:.1} MB"), "", format!("≤ {MEMORY:.0} MB"), idle <= MEMORY);
    Ok(())
}
