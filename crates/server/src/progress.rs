//! How far a command is, on standard error: one line that changes on a terminal, a line now and then elsewhere.

use std::io::{IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

/// A step of a command that takes a while.
pub(crate) struct Progress {
    what: &'static str,
    told: Option<Instant>,
    is_terminal: bool,
}

impl Progress {
    pub(crate) fn start(what: &'static str) -> Self {
        let is_terminal = std::io::stderr().is_terminal();
        // In a log, what is quick says only that it is done.
        let progress = Self { what, told: (!is_terminal).then(Instant::now), is_terminal };
        if is_terminal {
            progress.line("…", false);
        }
        progress
    }

    /// Says how many bytes are done, and of how many.
    pub(crate) fn tell(&mut self, done: u64, all: u64) {
        let pause = if self.is_terminal { Duration::from_millis(100) } else { Duration::from_secs(5) };
        if self.told.is_none_or(|at| at.elapsed() >= pause) {
            self.told = Some(Instant::now());
            let percent = (done.min(all) * 100).checked_div(all).unwrap_or(100);
            self.line(&format!("{percent} % of {} MB", all.div_ceil(1_000_000)), !self.is_terminal);
        }
    }

    pub(crate) fn done(self) {
        self.line("done", true);
    }

    fn line(&self, state: &str, is_last: bool) {
        let (before, after) = (if self.is_terminal { "\r\x1b[2K" } else { "" }, if is_last { "\n" } else { "" });
        let mut err = std::io::stderr().lock();
        // Nobody may be reading; the work goes on.
        let _ = write!(err, "{before}{}: {state}{after}", self.what).and_then(|()| err.flush());
    }
}
