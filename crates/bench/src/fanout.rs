//! One conversation, a thousand subscribers: CPU per delivery, deliveries a second, latency.
//! The bare server does the same in the same run, offered the same rates; the ratio is the figure.
//! Server and generator are pinned to different cores, so that neither steals the other's time.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::Result;
use tokio::time::MissedTickBehavior;

use crate::load::http::Http;
use crate::load::samples::{Clock, Samples, median};
use crate::load::socket::{Frame, Socket};
use crate::progress::Phase;
use crate::report::{Report, thousands};
use crate::server::Setup;
use crate::subject::{Place, Subject};
use crate::{Bench, cast, floor, machine};

/// CPU per delivery may be this many times the bare server's.
const AT_MOST: f64 = 2.0;
/// What stands before the stamp in a published text.
const MARK: &[u8] = b"@@";
/// Length of the filler behind the stamp.
const FILLER: usize = 180;

/// One offered rate, measured.
#[derive(Clone)]
pub struct Step {
    /// Publishes a second that were asked for.
    pub rate: f64,
    /// Deliveries that arrived, of those expected.
    pub delivered: usize,
    /// Publishes × subscribers.
    pub expected: usize,
    /// Deliveries a second while it ran.
    pub per_second: f64,
    /// CPU microseconds a delivery: main process, then those beside it.
    pub cpu_micros: Vec<f64>,
    /// Milliseconds.
    pub p50: f64,
    /// Milliseconds.
    pub p99: f64,
    /// Deliveries out of order or doubled.
    pub disorder: usize,
}

/// Measures Antiphon beside the bare server.
pub async fn run(bench: &Bench, report: &mut Report) -> Result<()> {
    let subscribers = if bench.quick { 200 } else { 1_000 };
    let rates: &[f64] = if bench.quick { &[50.0] } else { &[10.0, 50.0, 100.0] };
    let span = Duration::from_secs(if bench.quick { 3 } else { 8 });
    let repeats = if bench.quick { 1 } else { bench.repeats };
    let pinned = Pin::take(bench);
    let (mut bare, mut ours) = (Vec::new(), Vec::new());
    for _ in 0..repeats {
        let floor = floor::start(pinned.server_cores().as_deref()).await?;
        bare.push(measure("bare server", &Subject::Floor { addr: floor.addr, pid: floor.pid }, subscribers, rates, span).await?);
        drop(floor);
        ours.push(antiphon(bench, &pinned, subscribers, rates, span).await?);
    }
    drop(pinned);
    for (at, rate) in rates.iter().enumerate() {
        let middle = |runs: &[Vec<Step>], of: fn(&Step) -> f64| median(runs.iter().map(|steps| of(&steps[at])).collect());
        let ratio = median(ours.iter().zip(&bare).map(|(o, b)| o[at].cpu_micros[0] / b[at].cpu_micros[0]).collect());
        let all: Vec<&Step> = ours.iter().map(|steps| &steps[at]).collect();
        let (delivered, expected): (usize, usize) = (all.iter().map(|s| s.delivered).sum(), all.iter().map(|s| s.expected).sum());
        let disorder: usize = all.iter().map(|s| s.disorder).sum();
        let tell = |runs: &[Vec<Step>]| {
            format!(
                "{:.1} µs of CPU a delivery, {}/s, p50 {:.1} ms, p99 {:.1} ms",
                middle(runs, |s| s.cpu_micros[0]),
                thousands(middle(runs, |s| s.per_second)),
                middle(runs, |s| s.p50),
                middle(runs, |s| s.p99)
            )
        };
        let measure = format!("{} subscribers, {rate:.0} publishes/s, median of {repeats}", thousands(subscribers as f64));
        let value = format!(
            "{}; {delivered} of {expected} delivered, {disorder} out of order; **{ratio:.2} ×** the bare server's CPU",
            tell(&ours)
        );
        let beside = format!("bare server {}", tell(&bare));
        if at + 1 == rates.len() && !bench.quick {
            report.judge(
                measure,
                value,
                beside,
                format!("≤ {AT_MOST:.1} ×"),
                ratio <= AT_MOST && delivered == expected && disorder == 0,
            );
        } else {
            report.tell(measure, value, beside);
        }
    }
    Ok(())
}

/// Antiphon's side: a fresh server, half the sockets of the customer, half of an agent.
pub async fn antiphon(bench: &Bench, pin: &Pin, subscribers: usize, rates: &[f64], span: Duration) -> Result<Vec<Step>> {
    let mut setup = Setup::fresh(&bench.server, &bench.work, "fanout")?;
    setup.cores = pin.server_cores();
    let (server, demo) = setup.first_start().await?;
    let mut http = Http::new(server.addr);
    let agent = cast::sign_in(&mut http, &demo, "agent").await?;
    let visitor = cast::visitor(&mut http, &demo.widget_key).await?;
    let subject = Subject::Antiphon {
        addr: server.addr,
        pid: server.pid,
        visitors: Arc::new(vec![visitor]),
        agent,
        publisher: demo.api_key.clone(),
    };
    let steps = measure("antiphon", &subject, subscribers, rates, span).await?;
    server.stop().await?;
    Ok(steps)
}

/// Opens the subscribers and offers each rate in turn.
pub async fn measure(name: &str, subject: &Subject, subscribers: usize, rates: &[f64], span: Duration) -> Result<Vec<Step>> {
    let mut phase = Phase::start(format!("{name}: {subscribers} subscribers on one channel"));
    let clock = Clock::start();
    let tally = Arc::new(Mutex::new(Tally::default()));
    let counted = tally.clone();
    let reader = move |socket| count(socket, clock, counted.clone());
    let (readers, refused) = subject.open_many(Place::Room, subscribers, &mut phase, reader).await?;
    let present = subscribers - refused;
    let mut publisher = subject.publisher().await?;
    let mut number = 0;
    // A few unmeasured ones, so that every path has run once.
    for _ in 0..5 {
        number += 1;
        publisher.publish(&stamped(&clock, number)).await?;
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    let mut steps = Vec::new();
    for &rate in rates {
        std::mem::take(&mut *lock(&tally));
        let cpu = |_: &()| subject.pids().into_iter().map(machine::cpu_seconds).collect::<Result<Vec<_>>>();
        let (before, started) = (cpu(&())?, Instant::now());
        let mut tick = tokio::time::interval(Duration::from_secs_f64(1.0 / rate));
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut published = 0;
        while started.elapsed() < span {
            tick.tick().await;
            number += 1;
            published += 1;
            publisher.publish(&stamped(&clock, number)).await?;
            phase.note(format!("{rate:.0}/s: {} delivered", lock(&tally).latency.len()));
        }
        let expected = published * present;
        let last = settle(&tally, expected).await;
        let lasted = last.max(started + span).duration_since(started).as_secs_f64();
        let after = cpu(&())?;
        let mut result = std::mem::take(&mut *lock(&tally));
        let delivered = result.latency.len();
        steps.push(Step {
            rate,
            delivered,
            expected,
            per_second: delivered as f64 / lasted,
            cpu_micros: before.iter().zip(&after).map(|(b, a)| (a - b) * 1e6 / delivered.max(1) as f64).collect(),
            p50: result.latency.percentile_ms(0.5),
            p99: result.latency.percentile_ms(0.99),
            disorder: result.disorder,
        });
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    drop(readers);
    let told: Vec<String> =
        steps.iter().map(|s| format!("{:.0}/s {:.2} µs p99 {:.1} ms", s.rate, s.cpu_micros.iter().sum::<f64>(), s.p99)).collect();
    phase.done(told.join(" · "));
    Ok(steps)
}

/// Waits until everything expected is there, or nothing has come for five seconds; tells when the last came.
async fn settle(tally: &Mutex<Tally>, expected: usize) -> Instant {
    let (mut seen, mut at) = (lock(tally).latency.len(), Instant::now());
    while seen < expected && at.elapsed() < Duration::from_secs(5) {
        tokio::time::sleep(Duration::from_millis(10)).await;
        let now = lock(tally).latency.len();
        if now > seen {
            (seen, at) = (now, Instant::now());
        }
    }
    at
}

#[derive(Default)]
struct Tally {
    latency: Samples,
    disorder: usize,
}

/// Reads one subscriber: takes the stamp out of each frame that has one.
async fn count(mut socket: Socket, clock: Clock, tally: Arc<Mutex<Tally>>) {
    let finder = memchr::memmem::Finder::new(MARK);
    let mut last = 0;
    while let Ok(Frame::Text(bytes)) = socket.next().await {
        let Some(at) = finder.find(bytes) else { continue };
        let Some((sent, number)) = read_stamp(&bytes[at + MARK.len()..]) else { continue };
        let mut tally = lock(&tally);
        tally.latency.push(clock.micros().saturating_sub(sent));
        tally.disorder += usize::from(last != 0 && number != last + 1);
        last = number;
    }
}

/// A text of ~180 bytes with the moment it was sent and its number.
pub fn stamped(clock: &Clock, number: u64) -> String {
    format!("@@{:016}#{number:08} {}", clock.micros(), "x".repeat(FILLER))
}

/// Reads what `stamped` wrote, from behind the mark.
pub fn read_stamp(bytes: &[u8]) -> Option<(u64, u64)> {
    let digits = |range: std::ops::Range<usize>| std::str::from_utf8(bytes.get(range)?).ok()?.parse().ok();
    Some((digits(0..16)?, digits(17..25)?))
}

fn lock(tally: &Mutex<Tally>) -> std::sync::MutexGuard<'_, Tally> {
    tally.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The generator on the last core, the server on the others, for as long as this lives.
pub struct Pin {
    cores: usize,
    active: bool,
}

impl Pin {
    /// Pins, where that is possible and wanted.
    pub fn take(bench: &Bench) -> Self {
        let pin = Self { cores: machine::cores(), active: !bench.no_pin && machine::can_pin() };
        if pin.active {
            machine::pin_self(pin.cores);
        }
        pin
    }

    /// Leaves everybody where they are.
    pub fn none() -> Self {
        Self { cores: 1, active: false }
    }

    /// The cores a server is given.
    pub fn server_cores(&self) -> Option<String> {
        self.active.then(|| format!("0-{}", self.cores - 2))
    }
}

impl Drop for Pin {
    fn drop(&mut self) {
        if self.active {
            machine::unpin_self(self.cores);
        }
    }
}
