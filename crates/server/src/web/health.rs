//! `/readyz`: whether this node can take work, found out by trying. One commit a second at most, however
//! many ask. The answer holds no detail: it is open to everybody; the log tells why.

use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use antiphon_desk::Desk;
use axum::extract::State;
use axum::http::StatusCode;
use futures_util::FutureExt as _;
use futures_util::future::{BoxFuture, Shared};

use super::Web;

/// How long an answer holds.
const FRESH: Duration = Duration::from_secs(1);
/// How long the schema's state holds: it changes only by somebody's command.
const SCHEMA_FRESH: Duration = Duration::from_secs(30);
/// How long a commit may take.
const PATIENCE: Duration = Duration::from_secs(2);
/// The least free disk space under the data folder, in bytes.
const DISK_FLOOR: u64 = 64 * 1024 * 1024;

type Verdict = Shared<BoxFuture<'static, Option<&'static str>>>;

/// The node's readiness.
#[derive(Default)]
pub(crate) struct Health {
    draining: AtomicBool,
    /// The newest look, shared by all who ask while it holds.
    look: Mutex<Option<(Instant, Verdict)>>,
    /// When the schema was last found to be the right one.
    schema_seen: Arc<Mutex<Option<Instant>>>,
    was_ready: AtomicBool,
}

impl Health {
    /// No longer ready, for good: the node stops.
    pub(crate) fn drain(&self) {
        self.draining.store(true, Ordering::Release);
    }

    fn look(&self, desk: &Desk) -> Verdict {
        let mut look = self.look.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some((at, verdict)) = look.as_ref().filter(|(at, _)| at.elapsed() < FRESH) {
            let _ = at;
            return verdict.clone();
        }
        let verdict = trouble(desk.clone(), Arc::clone(&self.schema_seen)).boxed().shared();
        *look = Some((Instant::now(), verdict.clone()));
        verdict
    }
}

/// 200 when a change can be committed.
pub(super) async fn ready(State(web): State<Web>) -> (StatusCode, &'static str) {
    let trouble = if web.health.draining.load(Ordering::Acquire) { Some("stopping") } else { web.health.look(&web.desk).await };
    let is_ready = trouble.is_none();
    if web.health.was_ready.swap(is_ready, Ordering::AcqRel) != is_ready {
        match trouble {
            None => tracing::info!("ready"),
            Some(why) => tracing::warn!(why, "not ready"),
        }
    }
    metrics::gauge!("antiphon_ready").set(if is_ready { 1.0 } else { 0.0 });
    if is_ready { (StatusCode::OK, "ready\n") } else { (StatusCode::SERVICE_UNAVAILABLE, "not ready\n") }
}

async fn trouble(desk: Desk, schema_seen: Arc<Mutex<Option<Instant>>>) -> Option<&'static str> {
    if desk.db.health().trouble().is_some() {
        return Some("storage fails");
    }
    let folder = desk.config.data.clone();
    if tokio::task::spawn_blocking(move || is_disk_full(folder)).await.unwrap_or(false) {
        return Some("the disk is (almost) full");
    }
    let seen = || schema_seen.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if seen().is_none_or(|at| at.elapsed() >= SCHEMA_FRESH) {
        *seen() = None; // a wrong one is looked at again each time
        match crate::storage::missing_step(&desk.config).await {
            Ok(None) => *seen() = Some(Instant::now()),
            Ok(Some(_)) => return Some("the schema is not the one that this version needs"),
            Err(_) => return Some("the database cannot be asked"),
        }
    }
    match tokio::time::timeout(PATIENCE, desk.db.probe()).await {
        Ok(Ok(())) => None,
        Ok(Err(_)) => Some("a change cannot be committed"),
        Err(_) => Some("a commit takes too long"),
    }
}

fn is_disk_full(folder: PathBuf) -> bool {
    // A folder that cannot be asked about shows in the commit itself.
    rustix::fs::statvfs(&folder).is_ok_and(|disk| disk.f_bavail.saturating_mul(disk.f_frsize) < DISK_FLOOR)
}
