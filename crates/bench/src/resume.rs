//! Ten thousand clients come back at once, each missing 20 messages, spread over 1,000 conversations.
//! The server has just been restarted, and the 20 lie behind 130 newer notes that a customer does not see:
//! they come from the database, not from any tail kept in memory. Caught up = all 20, in order, no gap.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use crate::cast::{self, Fill, Visitor};
use crate::load::http::Http;
use crate::load::live;
use crate::load::samples::Samples;
use crate::load::socket::{Frame, Socket};
use crate::progress::Phase;
use crate::report::{Report, thousands};
use crate::server::Setup;
use crate::subject::HANDSHAKES;
use crate::{Bench, machine};

/// Messages each client missed.
const MISSED: usize = 20;
/// Notes after them.
const NOTES: usize = 130;
/// Seconds until everybody is caught up.
const AT_MOST: f64 = 20.0;

/// Measures the return of 10,000 clients.
pub async fn run(bench: &Bench, report: &mut Report) -> Result<()> {
    let (clients, conversations) = if bench.quick { (500, 50) } else { (10_000, 1_000) };
    let setup = Setup::fresh(&bench.server, &bench.work, "resume")?;
    let (server, demo) = setup.first_start().await?;
    let visitors = cast::visitors(server.addr, &demo, conversations).await?;
    let fills = visitors
        .iter()
        .map(|v| Fill { conversation: v.conversation.clone(), kinds: vec![("message", MISSED), ("note", NOTES)] })
        .collect();
    cast::fill(server.addr, &demo.api_key, fills).await?;
    check_stage(server.addr, &demo.api_key, &visitors[0]).await?;
    server.stop().await?;
    let server = setup.start().await?;
    let cpu = machine::cpu_seconds(server.pid)?;
    let mut phase = Phase::start(format!("{clients} clients come back"));
    let gate = Arc::new(Semaphore::new(HANDSHAKES));
    let (started, addr) = (Instant::now(), server.addr);
    let mut tasks = JoinSet::new();
    for number in 0..clients {
        let (visitor, gate) = (visitors[number % visitors.len()].clone(), gate.clone());
        tasks.spawn(async move {
            let permit = gate.acquire().await?;
            let opened = live::sign_in(addr, &visitor.token).await?;
            drop(permit);
            let (mut socket, welcome) = opened;
            catch_up(&mut socket, &visitor, &welcome).await?;
            anyhow::Ok((started.elapsed(), socket))
        });
    }
    let (mut samples, mut failures, mut last) = (Samples::default(), BTreeMap::<String, usize>::new(), Duration::ZERO);
    let mut open = Vec::with_capacity(clients);
    while let Some(done) = tasks.join_next().await {
        match done? {
            Ok((after, socket)) => {
                samples.push(u64::try_from(after.as_micros())?);
                last = last.max(after);
                // Stays open: a client that came back stays.
                open.push(socket);
            }
            Err(e) => *failures.entry(format!("{e:#}")).or_default() += 1,
        }
        phase.note(format!("{} caught up", open.len()));
    }
    let (seconds, cpu) = (last.as_secs_f64(), machine::cpu_seconds(server.pid)? - cpu);
    let lost = clients - open.len();
    phase.done(format!("{} caught up in {seconds:.1} s, {lost} not {failures:?}", open.len()));
    drop(open);
    server.stop().await?;
    let measure = format!(
        "{} clients reconnect, each resuming {MISSED} messages over {} conversations",
        thousands(clients as f64),
        thousands(conversations as f64)
    );
    let value = format!(
        "all caught up in {seconds:.1} s (half within {:.1} s), {lost} lost, {cpu:.1} s of CPU",
        samples.percentile_ms(0.5) / 1000.0
    );
    if bench.quick {
        report.tell(measure, value, "");
    } else {
        report.judge(measure, value, "", format!("≤ {AT_MOST:.0} s, 0 lost"), seconds <= AT_MOST && lost == 0);
    }
    Ok(())
}

/// Reads until all that was missed is there; a gap or a stranger is a failure.
async fn catch_up(socket: &mut Socket, visitor: &Visitor, welcome: &Value) -> Result<()> {
    socket.send(&live::subscribe_frame(&visitor.conversation, visitor.head, welcome["epoch"].as_str())).await?;
    let (mut last, mut messages, mut head) = (visitor.head, 0, None);
    let read = async {
        loop {
            let frame: Value = match socket.next().await? {
                Frame::Text(bytes) => serde_json::from_slice(bytes)?,
                Frame::Closed(code, reason) => bail!("closed with {code} {reason}"),
            };
            match live::kind_of_value(&frame) {
                "subscribed" => {
                    if frame["recovered"] != true {
                        bail!("not recovered");
                    }
                    head = Some(frame["head"].as_i64().context("no head")?);
                }
                "entry" => take(live::entry_of(&frame), &mut last, &mut messages)?,
                "entries" => {
                    for entry in frame["entries"].as_array().context("no entries")? {
                        take(entry, &mut last, &mut messages)?;
                    }
                    last = last.max(frame["through_seq"].as_i64().unwrap_or(0));
                }
                "error" => bail!("answered {frame}"),
                _ => {}
            }
            if head.is_some_and(|head| last >= head) && messages >= MISSED {
                return Ok(());
            }
        }
    };
    let done = tokio::time::timeout(Duration::from_secs(120), read).await;
    done.map_err(|_| anyhow::anyhow!("not caught up after 120 s"))??;
    if messages != MISSED {
        bail!("{messages} messages instead of {MISSED}");
    }
    Ok(())
}

fn take(entry: &Value, last: &mut i64, messages: &mut usize) -> Result<()> {
    let (seq, prev) = (entry["seq"].as_i64().context("no seq")?, entry["prev_seq"].as_i64().context("no prev_seq")?);
    if prev > *last {
        bail!("gap between {last} and {seq}");
    }
    if seq > *last {
        *last = seq;
        *messages += usize::from(!entry["message"].is_null());
    }
    Ok(())
}

/// The log must look as the figure says: at least 150 entries behind what the clients have.
async fn check_stage(addr: SocketAddr, key: &str, visitor: &Visitor) -> Result<()> {
    let seen = Http::new(addr).get(&format!("/api/conversations/{}", visitor.conversation), key).await?;
    let head = seen["last_seq"].as_i64().context("no last_seq")?;
    if head < visitor.head + (MISSED + NOTES) as i64 {
        bail!("the log ends at {head}, expected at least {}", visitor.head + (MISSED + NOTES) as i64);
    }
    Ok(())
}
