//! Figures for Prometheus: the recorder, the histograms' buckets, and what is asked of the process itself.
//! Who may read them is decided in `web/metrics.rs`.

use std::sync::LazyLock;
use std::time::Instant;

use antiphon_desk::Desk;
use anyhow::{Context as _, Result};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

use crate::data;

/// OpenTelemetry's buckets for requests.
const REQUESTS: [f64; 14] = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0];
/// Commits and deliveries are quicker.
const QUICK: [f64; 14] = [0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];
/// Counts of things in a batch.
const COUNTS: [f64; 10] = [1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0];

static STARTED: LazyLock<Instant> = LazyLock::new(Instant::now);

/// Starts recording.
pub(crate) fn start() -> Result<PrometheusHandle> {
    LazyLock::force(&STARTED);
    let handle = PrometheusBuilder::new()
        .set_buckets(&QUICK)
        .and_then(|builder| {
            builder.set_buckets_for_metric(Matcher::Full("http_server_request_duration_seconds".to_owned()), &REQUESTS)
        })
        .and_then(|builder| builder.set_buckets_for_metric(Matcher::Suffix("_turns".to_owned()), &COUNTS))
        .context("the metrics' buckets")?
        .install_recorder()
        .context("metrics cannot be recorded")?;
    // There from the start: an alarm on a series that is not there never rings.
    for alarm in ["storage_broken", "audit_chains_broken"] {
        metrics::gauge!(alarm).set(0.0);
    }
    metrics::gauge!("antiphon_build_info", "version" => env!("CARGO_PKG_VERSION")).set(1.0);
    Ok(handle)
}

/// Notes what waits, and what the process holds, right now.
pub(crate) fn note_now(desk: &Desk) {
    desk.live.note_queues();
    if desk.config.database_url.is_none() {
        // Absent when everything was folded into the database.
        let log = data::database(&desk.config.data).with_extension("db-wal");
        metrics::gauge!("db_wal_bytes").set(std::fs::metadata(log).map_or(0.0, |log| log.len() as f64));
    }
    note_process();
}

fn note_process() {
    metrics::gauge!("process_uptime_seconds").set(STARTED.elapsed().as_secs_f64());
    // Second field of statm: resident pages, of 4 KiB on every machine that we build for.
    let statm = std::fs::read_to_string("/proc/self/statm").unwrap_or_default();
    if let Some(pages) = statm.split_whitespace().nth(1).and_then(|pages| pages.parse::<f64>().ok()) {
        metrics::gauge!("process_resident_memory_bytes").set(pages * 4096.0);
    }
    if let Ok(files) = std::fs::read_dir("/proc/self/fd") {
        metrics::gauge!("process_open_fds").set(files.count() as f64);
    }
    if let Ok((soft, _)) = rlimit::Resource::NOFILE.get() {
        metrics::gauge!("process_max_fds").set(soft as f64);
    }
}
