//! Waiting for what happens a moment later, such as a cut being noticed or a job being done.

use std::time::{Duration, Instant};

/// Comes back as soon as `is_so` says yes.
///
/// # Panics
/// With `what`, when it has not within 20 s.
pub async fn soon(what: &str, is_so: impl AsyncFn() -> bool) {
    let started = Instant::now();
    while !is_so().await {
        assert!(started.elapsed() < Duration::from_secs(20), "not in time: {what}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}
