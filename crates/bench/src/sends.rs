//! Durable sends a second through the live socket, at 1 to 256 senders, beside the bare writer.
//! A sender sends again as soon as it is acked; half are customers in their own conversation, half use a
//! key; senders are not subscribed, so that this is the way to the disk and nothing else.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::Result;
use tokio::task::JoinSet;

use crate::cast::{self, Visitor};
use crate::load::live;
use crate::load::samples::{Samples, median};
use crate::progress::Phase;
use crate::report::{Report, thousands};
use crate::server::Setup;
use crate::{Bench, writer};

/// What every sender says.
pub const TEXT: &str = "Thank you, that is what I needed. One more question: can the order still be changed?";
/// Conversations the senders are spread over.
const CONVERSATIONS: usize = 16;
/// Share of the bare writer's rate that 64 senders must reach.
const AT_LEAST: f64 = 0.12;

/// Measures the product beside the bare writer, in turns, so that a busy moment of the machine meets both.
pub async fn run(bench: &Bench, report: &mut Report) -> Result<()> {
    let (span, turns) = if bench.quick { (Duration::from_secs(2), 1) } else { (Duration::from_secs(3), bench.repeats) };
    let setup = Setup::fresh(&bench.server, &bench.work, "sends")?;
    let (server, demo) = setup.first_start().await?;
    let visitors = cast::visitors(server.addr, &demo, CONVERSATIONS).await?;
    for senders in [1, 16, 64, 256] {
        let mut phase = Phase::start(format!("{senders} senders"));
        let (mut ours, mut bare, mut ratios, mut latency) = (Vec::new(), Vec::new(), Vec::new(), Samples::default());
        for turn in 1..=turns {
            phase.note(format!("turn {turn}"));
            let theirs = writer::measure(&bench.work, senders, span).await?;
            let (rate, samples) = measure(server.addr, &visitors, &demo.api_key, senders, span).await?;
            ratios.push(rate / theirs);
            bare.push(theirs);
            ours.push(rate);
            latency.extend(samples);
        }
        let (ours, bare, ratio) = (median(ours), median(bare), median(ratios));
        phase.done(format!("{}/s, {ratio:.2} × the bare writer's {}/s", thousands(ours), thousands(bare)));
        let measure = format!("durable sends/s, {senders} senders, median of {turns}");
        let value = format!(
            "{}/s, send→ack p50 {:.1} ms, p99 {:.1} ms; **{ratio:.2} ×**",
            thousands(ours),
            latency.percentile_ms(0.5),
            latency.percentile_ms(0.99)
        );
        let beside = format!("bare SQLite writer {}/s", thousands(bare));
        if senders == 64 && !bench.quick {
            report.judge(measure, value, beside, format!("≥ {AT_LEAST} ×"), ratio >= AT_LEAST);
        } else {
            report.tell(measure, value, beside);
        }
    }
    server.stop().await
}

/// The bare writer alone.
pub async fn run_bare(bench: &Bench, report: &mut Report) -> Result<()> {
    let span = Duration::from_secs(if bench.quick { 2 } else { 6 });
    for callers in [1, 16, 64, 256] {
        let rate = writer::measure(&bench.work, callers, span).await?;
        report.tell(format!("bare SQLite writer, {callers} callers"), "", format!("{}/s", thousands(rate)));
    }
    Ok(())
}

async fn measure(addr: SocketAddr, visitors: &[Visitor], key: &str, senders: usize, span: Duration) -> Result<(f64, Samples)> {
    let mut sockets = Vec::new();
    for number in 0..senders {
        let visitor = &visitors[number % visitors.len()];
        let customer = (number / visitors.len() + number).is_multiple_of(2);
        let (socket, _) = live::sign_in(addr, if customer { &visitor.token } else { key }).await?;
        sockets.push((socket, visitor.conversation.clone()));
    }
    let (started, warm) = (Instant::now(), Duration::from_secs(1));
    let mut tasks = JoinSet::new();
    for (mut socket, conversation) in sockets {
        tasks.spawn(async move {
            let mut samples = Samples::default();
            while started.elapsed() < warm + span {
                let id = uuid::Uuid::now_v7().to_string();
                let sent = Instant::now();
                socket.send(&live::send_frame(&conversation, &id, TEXT, "message")).await?;
                live::acked(&mut socket, 1).await?;
                if (warm..warm + span).contains(&started.elapsed()) {
                    samples.push(u64::try_from(sent.elapsed().as_micros())?);
                }
            }
            anyhow::Ok(samples)
        });
    }
    let mut all = Samples::default();
    while let Some(samples) = tasks.join_next().await {
        all.extend(samples??);
    }
    Ok((all.len() as f64 / span.as_secs_f64(), all))
}
