//! Memory per idle socket: a fresh server, N sockets each signed in and subscribed to its own conversation,
//! eight quiet seconds, resident memory before and after. The same for the bare server.

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Result;

use crate::cast::{self, Visitor};
use crate::load::socket::{Frame, Socket};
use crate::machine::{self, Memory};
use crate::progress::Phase;
use crate::report::{Report, thousands};
use crate::server::Setup;
use crate::subject::{Place, Subject};
use crate::{Bench, floor};

/// kB a socket at 10,000 that the product may use.
const AT_MOST: f64 = 10.0;

/// What N idle sockets cost.
pub struct Figure {
    /// Sockets that got in and stayed.
    pub held: usize,
    /// Refused or closed early.
    pub lost: usize,
    /// kB a socket: main process, then the processes beside it.
    pub per_socket: Vec<Memory>,
    /// Seconds until all were in.
    pub seconds: f64,
    /// CPU seconds of the main process to admit them.
    pub cpu: f64,
}

/// Measures 2,000 and 10,000.
pub async fn run(bench: &Bench, report: &mut Report) -> Result<()> {
    let counts: &[usize] = if bench.quick { &[200, 500] } else { &[2_000, 10_000] };
    let most = counts.iter().copied().max().unwrap_or(0);
    let stage = stage(bench, most).await?;
    for &count in counts {
        let floor = floor::start(None).await?;
        let bare = measure("bare server", &Subject::Floor { addr: floor.addr, pid: floor.pid }, count).await?;
        drop(floor);
        let ours = stage.measure(count).await?;
        let value = format!(
            "{:.1} kB RSS ({:.1} PSS); {} held, {} lost; all in within {:.1} s, {:.1} s of CPU",
            ours.per_socket[0].rss, ours.per_socket[0].pss, ours.held, ours.lost, ours.seconds, ours.cpu
        );
        let beside = format!("bare server {:.1} kB RSS", bare.per_socket[0].rss);
        let measure = format!("memory per idle socket at {}", thousands(count as f64));
        if count == most && !bench.quick {
            let met = ours.per_socket[0].rss <= AT_MOST && ours.lost == 0;
            report.judge(measure, value, beside, format!("≤ {AT_MOST:.0} kB"), met);
        } else {
            report.tell(measure, value, beside);
        }
    }
    Ok(())
}

/// A folder with visitors, ready for a fresh server process each time.
pub struct Stage {
    setup: Setup,
    visitors: Arc<Vec<Visitor>>,
}

/// Makes `most` visitors with a conversation each, and ends the server that made them.
pub async fn stage(bench: &Bench, most: usize) -> Result<Stage> {
    let setup = Setup::fresh(&bench.server, &bench.work, "idle")?;
    let (server, demo) = setup.first_start().await?;
    let visitors = Arc::new(cast::visitors(server.addr, &demo, most).await?);
    server.stop().await?;
    Ok(Stage { setup, visitors })
}

impl Stage {
    /// Antiphon's figure with `count` sockets, in a fresh process.
    pub async fn measure(&self, count: usize) -> Result<Figure> {
        let server = self.setup.start().await?;
        let (visitors, nobody) = (self.visitors.clone(), String::new);
        let subject = Subject::Antiphon { addr: server.addr, pid: server.pid, visitors, agent: nobody(), publisher: nobody() };
        let figure = measure("antiphon", &subject, count).await?;
        server.stop().await?;
        Ok(figure)
    }
}

/// Opens `count` sockets on a fresh server and weighs it.
pub async fn measure(name: &str, subject: &Subject, count: usize) -> Result<Figure> {
    let mut phase = Phase::start(format!("{name}: {count} idle sockets"));
    tokio::time::sleep(Duration::from_secs(2)).await;
    let weigh = || subject.pids().into_iter().map(machine::memory).collect::<Result<Vec<_>>>();
    let (before, cpu, started) = (weigh()?, machine::cpu_seconds(subject.pids()[0])?, Instant::now());
    let (mut readers, refused) = subject.open_many(Place::Own, count, &mut phase, hold).await?;
    let (seconds, cpu) = (started.elapsed().as_secs_f64(), machine::cpu_seconds(subject.pids()[0])? - cpu);
    tokio::time::sleep(Duration::from_secs(8)).await;
    let after = weigh()?;
    let mut closed = 0;
    while readers.try_join_next().is_some() {
        closed += 1;
    }
    let held = readers.len();
    let per_socket: Vec<Memory> = before
        .iter()
        .zip(&after)
        .map(|(b, a)| Memory { rss: (a.rss - b.rss) / held.max(1) as f64, pss: (a.pss - b.pss) / held.max(1) as f64 })
        .collect();
    phase.done(format!("{:.1} kB a socket, {held} held, all in within {seconds:.1} s", per_socket[0].rss));
    Ok(Figure { held, lost: refused + closed, per_socket, seconds, cpu })
}

/// Reads a socket until it ends, answering pings.
async fn hold(mut socket: Socket) {
    while let Ok(Frame::Text(_)) = socket.next().await {}
}
