//! Send to receive with every send synced to disk: pairs of customer and agent, each pair in its own
//! conversation, all sending now and then; the same pairs without a socket; and one room of a hundred.
//! Measured from the sender's write to the receiver's read, in one process, on one clock.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};
use serde_json::json;
use tokio::task::JoinSet;

use crate::Bench;
use crate::cast::{self, Visitor};
use crate::fanout::{self, read_stamp, stamped};
use crate::load::http::Http;
use crate::load::live;
use crate::load::samples::{Clock, Samples};
use crate::load::socket::{Frame, Socket};
use crate::progress::Phase;
use crate::report::{Report, thousands};
use crate::server::Setup;
use crate::subject::HANDSHAKES;

/// Milliseconds at the 99th percentile with 100 sockets.
const AT_MOST: f64 = 50.0;
/// The same where no socket comes up.
const AT_MOST_OVER_HTTP: f64 = 200.0;
/// Pairs that speak over HTTP alone, and what they send in a second.
const OVER_HTTP: (usize, f64) = (50, 50.0);
/// After it a conversation over HTTP is at its end.
const LAST: &str = "That was all.";

/// Measures 100 and 2,000 sockets.
pub async fn run(bench: &Bench, report: &mut Report) -> Result<()> {
    let cases: &[(usize, f64)] = if bench.quick { &[(100, 50.0)] } else { &[(100, 50.0), (2_000, 200.0)] };
    let span = Duration::from_secs(if bench.quick { 3 } else { 10 });
    let setup = Setup::fresh(&bench.server, &bench.work, "latency")?;
    let (server, demo) = setup.first_start().await?;
    let pairs_in_all = cases.iter().map(|(sockets, _)| sockets / 2).sum::<usize>() + OVER_HTTP.0;
    // Each case takes conversations of its own: what an earlier one said must not be heard again.
    let mut visitors = cast::visitors(server.addr, &demo, pairs_in_all).await?;
    let agent = cast::sign_in(&mut Http::new(server.addr), &demo, "agent").await?;
    for &(sockets, rate) in cases {
        let mut phase = Phase::start(format!("send to receive with {sockets} sockets, {rate:.0} sends/s"));
        let (sent, mut samples) =
            pairs(server.addr, &visitors.split_off(visitors.len() - sockets / 2), &agent, rate, span, &mut phase).await?;
        let (p50, p99) = (samples.percentile_ms(0.5), samples.percentile_ms(0.99));
        phase.done(format!("p50 {p50:.1} ms, p99 {p99:.1} ms"));
        let measure = format!("send→receive, {} sockets in pairs, {rate:.0} sends/s, fsync on", thousands(sockets as f64));
        let value = format!("p50 {p50:.1} ms, p99 {p99:.1} ms; {} of {sent} received", samples.len());
        if sockets == 100 && !bench.quick {
            report.judge(measure, value, "", format!("p99 < {AT_MOST:.0} ms"), p99 < AT_MOST && samples.len() == sent);
        } else {
            report.tell(measure, value, "");
        }
    }
    let phase = Phase::start(format!("send to receive over HTTP, {} pairs", OVER_HTTP.0));
    let (sent, mut samples) = over_http(server.addr, visitors, &agent, span).await?;
    let (p50, p99) = (samples.percentile_ms(0.5), samples.percentile_ms(0.99));
    phase.done(format!("p50 {p50:.1} ms, p99 {p99:.1} ms"));
    let (pairs, rate) = OVER_HTTP;
    let measure = format!("send→receive without a socket, {pairs} pairs, POST → long poll, {rate:.0} sends/s, fsync on");
    let value = format!("p50 {p50:.1} ms, p99 {p99:.1} ms; {} of {sent} received", samples.len());
    let met = p99 < AT_MOST_OVER_HTTP && samples.len() == sent;
    report.judge(measure, value, "", format!("p99 < {AT_MOST_OVER_HTTP:.0} ms"), met);
    server.stop().await?;
    let room = fanout::antiphon(bench, &fanout::Pin::none(), 100, &[10.0], span).await?;
    report.tell(
        "send→receive, 100 sockets in one conversation, 10 sends/s, fsync on",
        format!("p50 {:.1} ms, p99 {:.1} ms; {} of {} delivered", room[0].p50, room[0].p99, room[0].delivered, room[0].expected),
        "",
    );
    Ok(())
}

/// Customer and agent in each conversation; the customer sends, the agent receives.
async fn pairs(
    addr: SocketAddr,
    visitors: &[Visitor],
    agent: &str,
    rate: f64,
    span: Duration,
    phase: &mut Phase,
) -> Result<(usize, Samples)> {
    let clock = Clock::start();
    let mut opening = JoinSet::new();
    let mut opened = Vec::new();
    for visitor in visitors.iter().cloned() {
        while opening.len() >= HANDSHAKES {
            opened.extend(opening.join_next().await);
        }
        let agent = agent.to_owned();
        opening.spawn(async move {
            let (mut receiver, _) = live::sign_in(addr, &agent).await?;
            live::subscribe(&mut receiver, &visitor.conversation, visitor.head).await?;
            let (mut sender, _) = live::sign_in(addr, &visitor.token).await?;
            live::subscribe(&mut sender, &visitor.conversation, visitor.head).await?;
            anyhow::Ok((visitor.conversation, sender, receiver))
        });
        phase.note(format!("{} pairs open", opened.len()));
    }
    while let Some(pair) = opening.join_next().await {
        opened.push(pair);
    }
    let every = Duration::from_secs_f64(visitors.len() as f64 / rate);
    let ends = Instant::now() + span;
    let (mut senders, mut receivers) = (JoinSet::new(), JoinSet::new());
    for (at, pair) in opened.into_iter().enumerate() {
        let (conversation, sender, receiver) = pair??;
        // Spread evenly over the period, as people do not speak in chorus.
        let first = every.mul_f64(at as f64 / visitors.len() as f64);
        senders.spawn(speak(sender, conversation, clock, first, every, ends));
        receivers.spawn(listen(receiver, clock, ends + Duration::from_secs(3)));
    }
    let (mut sent, mut samples) = (0, Samples::default());
    while let Some(count) = senders.join_next().await {
        sent += count??;
    }
    while let Some(heard) = receivers.join_next().await {
        samples.extend(heard??);
    }
    Ok((sent, samples))
}

/// Sends at its pace and reads what comes back meanwhile.
async fn speak(
    mut socket: Socket,
    conversation: String,
    clock: Clock,
    first: Duration,
    every: Duration,
    ends: Instant,
) -> Result<usize> {
    let mut due = Instant::now() + first;
    let mut sent = 0;
    while due < ends {
        tokio::select! {
            () = tokio::time::sleep_until(due.into()) => {
                let id = uuid::Uuid::now_v7().to_string();
                sent += 1;
                socket.send(&live::send_frame(&conversation, &id, &stamped(&clock, sent as u64), "message")).await?;
                due += every;
            }
            frame = socket.next() => if let Frame::Closed(code, reason) = frame? {
                bail!("sender closed with {code} {reason}");
            }
        }
    }
    // The answers to the last ones.
    while let Ok(Ok(Frame::Text(_))) = tokio::time::timeout(Duration::from_secs(2), socket.next()).await {}
    Ok(sent)
}

async fn listen(mut socket: Socket, clock: Clock, ends: Instant) -> Result<Samples> {
    let mut samples = Samples::default();
    while let Ok(frame) = tokio::time::timeout_at(ends.into(), socket.next()).await {
        match frame? {
            Frame::Text(bytes) => {
                let stamp = memchr::memmem::find(bytes, b"@@").and_then(|at| read_stamp(&bytes[at + 2..]));
                if let Some((sent, _)) = stamp {
                    samples.push(clock.micros().saturating_sub(sent));
                }
            }
            Frame::Closed(code, reason) => bail!("receiver closed with {code} {reason}"),
        }
    }
    Ok(samples)
}

/// Customer and agent in each conversation, both over HTTP: the customer posts, the agent waits in long polls.
async fn over_http(addr: SocketAddr, visitors: Vec<Visitor>, agent: &str, span: Duration) -> Result<(usize, Samples)> {
    let clock = Clock::start();
    let every = Duration::from_secs_f64(visitors.len() as f64 / OVER_HTTP.1);
    let (begins, count) = (Instant::now(), visitors.len());
    let (mut senders, mut receivers) = (JoinSet::new(), JoinSet::new());
    for (at, visitor) in visitors.into_iter().enumerate() {
        receivers.spawn(poll(addr, agent.to_owned(), visitor.clone(), clock));
        senders.spawn(async move {
            let path = format!("/api/conversations/{}/messages", visitor.conversation);
            let mut http = Http::new(addr);
            let mut due = begins + every.mul_f64(at as f64 / count as f64);
            let mut sent = 0;
            while due < begins + span {
                tokio::time::sleep_until(due.into()).await;
                sent += 1;
                let text = stamped(&clock, sent as u64);
                http.post(&path, &visitor.token, &json!({"text": text, "client_msg_id": uuid::Uuid::now_v7()})).await?;
                due += every;
            }
            http.post(&path, &visitor.token, &json!({"text": LAST, "client_msg_id": uuid::Uuid::now_v7()})).await?;
            anyhow::Ok(sent)
        });
    }
    let (mut sent, mut samples) = (0, Samples::default());
    while let Some(count) = senders.join_next().await {
        sent += count??;
    }
    while let Some(heard) = receivers.join_next().await {
        samples.extend(heard??);
    }
    Ok((sent, samples))
}

/// Waits in one long poll after the other until the last message of the conversation has come.
async fn poll(addr: SocketAddr, agent: String, visitor: Visitor, clock: Clock) -> Result<Samples> {
    let mut http = Http::new(addr);
    let mut samples = Samples::default();
    let mut after = visitor.head;
    loop {
        let path = format!("/api/conversations/{}/events?after_seq={after}&wait=20", visitor.conversation);
        let page = http.get(&path, &agent).await?;
        let now = clock.micros();
        for text in page["entries"].as_array().context("no entries")?.iter().filter_map(|entry| entry["message"]["text"].as_str())
        {
            if text == LAST {
                return Ok(samples);
            }
            if let Some((sent, _)) = text.strip_prefix("@@").and_then(|stamp| read_stamp(stamp.as_bytes())) {
                samples.push(now.saturating_sub(sent));
            }
        }
        after = page["through_seq"].as_i64().context("no through_seq")?;
    }
}
