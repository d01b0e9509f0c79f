//! One line that tells how far a phase is: rewritten in place on a terminal, printed now and then elsewhere.

use std::io::{IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

/// A phase that is running.
pub struct Phase {
    name: String,
    started: Instant,
    shown: Option<Instant>,
    terminal: bool,
}

impl Phase {
    /// Starts a phase and says so.
    pub fn start(name: impl Into<String>) -> Self {
        let mut phase =
            Self { name: name.into(), started: Instant::now(), shown: None, terminal: std::io::stderr().is_terminal() };
        phase.note("…");
        phase
    }

    /// Tells where it is; shown at most ten times a second on a terminal, else every five seconds.
    pub fn note(&mut self, text: impl std::fmt::Display) {
        let pause = if self.terminal { Duration::from_millis(100) } else { Duration::from_secs(5) };
        if self.shown.is_none_or(|at| at.elapsed() >= pause) {
            self.shown = Some(Instant::now());
            self.line(&text.to_string(), !self.terminal);
        }
    }

    /// Ends it with its result.
    pub fn done(self, text: impl std::fmt::Display) {
        self.line(&text.to_string(), true);
    }

    fn line(&self, text: &str, finish: bool) {
        let seconds = self.started.elapsed().as_secs_f64();
        let (before, after) = if self.terminal { ("\r\x1b[2K", if finish { "\n" } else { "" }) } else { ("", "\n") };
        let mut err = std::io::stderr().lock();
        // A progress line that cannot be written is no reason to stop.
        let _ = write!(err, "{before}{:>6.1}s  {}: {text}{after}", seconds, self.name);
        let _ = err.flush();
    }
}
