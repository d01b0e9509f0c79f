//! Whether storage can be trusted to keep what it is given. Set by the writer, read by `/readyz`.

use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::watch;

/// The standing of the storage.
#[derive(Debug)]
pub struct Health {
    broken: AtomicBool,
    changes: watch::Sender<Option<String>>,
}

impl Default for Health {
    fn default() -> Self {
        Self { broken: AtomicBool::new(false), changes: watch::channel(None).0 }
    }
}

impl Health {
    /// Why storage is broken, if it is.
    pub fn trouble(&self) -> Option<String> {
        if self.broken.load(Ordering::Acquire) { self.changes.borrow().clone() } else { None }
    }

    /// Follows the changes: `Some(why)` when it breaks, `None` when it is well again.
    pub fn watch(&self) -> watch::Receiver<Option<String>> {
        self.changes.subscribe()
    }

    pub(crate) fn is_broken(&self) -> bool {
        self.broken.load(Ordering::Acquire)
    }

    pub(crate) fn breaks(&self, why: &str) {
        if !self.broken.swap(true, Ordering::AcqRel) {
            tracing::error!(storage.error = why, "storage failed; no change is acknowledged until it is well again");
        }
        self.changes.send_replace(Some(why.to_owned()));
        metrics::gauge!("storage_broken").set(1.0);
    }

    pub(crate) fn mends(&self) {
        if self.broken.swap(false, Ordering::AcqRel) {
            tracing::warn!("storage is well again; changes are taken");
        }
        self.changes.send_replace(None);
        metrics::gauge!("storage_broken").set(0.0);
    }
}
