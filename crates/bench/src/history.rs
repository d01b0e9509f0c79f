//! A page of a long conversation over HTTP: the newest and one from the middle, at 10^4, 10^5 and 10^6
//! messages. The figure shows whether a page costs the same however long the conversation is.

use std::time::Instant;

use anyhow::{Context as _, Result, bail};

use crate::load::http::Http;
use crate::load::samples::Samples;
use crate::progress::Phase;
use crate::report::{Report, thousands};
use crate::server::Setup;
use crate::{Bench, bulk, cast};

/// Messages on a page.
const PAGE: usize = 50;
/// Pages asked for, one after the other.
const ASKED: usize = 300;

/// Measures a page at each length.
pub async fn run(bench: &Bench, report: &mut Report) -> Result<()> {
    let lengths: &[usize] = if bench.quick { &[1_000, 10_000] } else { &[10_000, 100_000, 1_000_000] };
    let setup = Setup::fresh(&bench.server, &bench.work, "history")?;
    let (server, demo) = setup.first_start().await?;
    let visitors = cast::visitors(server.addr, &demo, lengths.len()).await?;
    server.stop().await?;
    for (visitor, &length) in visitors.iter().zip(lengths) {
        let phase = Phase::start(format!("writing {length} messages into one conversation"));
        bulk::append(&setup.data, &visitor.conversation, length).await?;
        phase.done("written");
    }
    let server = setup.start().await?;
    let mut http = Http::new(server.addr);
    for (visitor, &length) in visitors.iter().zip(lengths) {
        let base = format!("/api/conversations/{}/messages?limit={PAGE}", visitor.conversation);
        let mut told = Vec::new();
        for (name, path) in [("newest", base.clone()), ("middle", format!("{base}&before_seq={}", length / 2))] {
            let mut samples = Samples::default();
            for at in 0..ASKED + 10 {
                let started = Instant::now();
                let page = http.get(&path, &visitor.token).await?;
                // The first ones warm caches and the connection.
                if at >= 10 {
                    samples.push(u64::try_from(started.elapsed().as_micros())?);
                }
                let count = page["messages"].as_array().context("no messages")?.len();
                if count != PAGE {
                    bail!("a page of {count} messages at {length}");
                }
            }
            told.push(format!("{name} p50 {:.2} ms, p99 {:.2} ms", samples.percentile_ms(0.5), samples.percentile_ms(0.99)));
        }
        report.tell(format!("history page of {PAGE} at {} messages", thousands(length as f64)), told.join("; "), "");
    }
    server.stop().await
}
