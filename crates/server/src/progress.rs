//! How far a command is, on standard error: one line that changes on a terminal, a line now and then elsewhere.

use std::io::{IsTerminal as _, Write as _};
use std::time::{Duration, Instant};

use antiphon_desk::moves::Stage;

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
        self.tell_of(done, all, || format!("{} MB", all.div_ceil(1_000_000)));
    }

    /// Says how much is done, and of how much, which `of` puts into words.
    fn tell_of(&mut self, done: u64, all: u64, of: impl FnOnce() -> String) {
        let pause = if self.is_terminal { Duration::from_millis(100) } else { Duration::from_secs(5) };
        if self.told.is_none_or(|at| at.elapsed() >= pause) {
            self.told = Some(Instant::now());
            let percent = (done.min(all) * 100).checked_div(all).unwrap_or(100);
            self.line(&format!("{percent} % of {}", of()), !self.is_terminal);
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

/// The stages of a move, one step of progress each.
#[derive(Default)]
pub(crate) struct Stages(Option<(Stage, Progress)>);

impl Stages {
    /// Says how far a stage is; a new one ends the one before. Stops nothing.
    pub(crate) fn tell(&mut self, stage: Stage, done: u64, all: u64) -> antiphon_base::Result<()> {
        if self.0.as_ref().is_none_or(|(told, _)| *told != stage) {
            let before = self.0.replace((stage, Progress::start(name(stage))));
            // Contents come between rows: then the rows go on under their own name.
            if let Some((_, before)) = before {
                before.done();
            }
        }
        if let Some((_, progress)) = &mut self.0 {
            match stage {
                Stage::Look => progress.tell(done, all),
                Stage::Rows | Stage::Proof => progress.tell_of(done, all, || format!("{all} rows")),
                Stage::Contents => progress.tell_of(done, all, || format!("{all} files")),
                Stage::Words => progress.tell_of(done, all, || format!("{all} entries")),
            }
        }
        Ok(())
    }

    /// The last one is done.
    pub(crate) fn done(self) {
        if let Some((_, progress)) = self.0 {
            progress.done();
        }
    }
}

fn name(stage: Stage) -> &'static str {
    match stage {
        Stage::Look => "looking through the folder",
        Stage::Rows => "rows",
        Stage::Contents => "contents of files",
        Stage::Words => "words of the search",
        Stage::Proof => "reading it back",
    }
}
