//! The table: rows as they are measured, printed at the end and written into the document between marks.
//! Prose around the marks is kept, so a new run changes figures only.

use std::fmt::Write as _;
use std::path::PathBuf;

use anyhow::{Context as _, Result};

use crate::{Bench, machine};

/// One line of the table.
pub struct Row {
    /// What was measured.
    pub measure: String,
    /// Antiphon's figure.
    pub value: String,
    /// The yardstick's figure in the same run, if there is one.
    pub beside: String,
    /// What it must show; empty for a figure that only informs.
    pub target: String,
    /// Whether it does.
    pub met: Option<bool>,
}

/// The rows of a run.
pub struct Report {
    rows: Vec<Row>,
    server: PathBuf,
    work: PathBuf,
    document: PathBuf,
    quick: bool,
    beside: &'static str,
    load: String,
}

impl Report {
    /// An empty table.
    pub fn new(bench: &Bench) -> Self {
        Self {
            rows: Vec::new(),
            server: bench.server.clone(),
            work: bench.work.clone(),
            document: bench.document.clone(),
            quick: bench.quick,
            beside: "Beside it, same run",
            load: machine::load(),
        }
    }

    /// Names the column of the yardstick.
    pub fn beside(&mut self, name: &'static str) {
        self.beside = name;
    }

    /// Adds a figure that only informs.
    pub fn tell(&mut self, measure: impl Into<String>, value: impl Into<String>, beside: impl Into<String>) {
        self.rows.push(Row {
            measure: measure.into(),
            value: value.into(),
            beside: beside.into(),
            target: String::new(),
            met: None,
        });
    }

    /// Adds a figure with what it must show.
    pub fn judge(
        &mut self,
        measure: impl Into<String>,
        value: impl Into<String>,
        beside: impl Into<String>,
        target: impl Into<String>,
        met: bool,
    ) {
        self.rows.push(Row {
            measure: measure.into(),
            value: value.into(),
            beside: beside.into(),
            target: target.into(),
            met: Some(met),
        });
    }

    /// Whether a figure misses what it must show.
    pub fn missed(&self) -> bool {
        self.rows.iter().any(|row| row.met == Some(false))
    }

    /// Prints the table.
    pub fn print(&self) {
        if !self.rows.is_empty() {
            println!("{}", self.table());
        }
    }

    /// Writes the table into the document, in place of the one that stood there.
    pub fn write(&self, section: &str, command: &str) -> Result<()> {
        if self.quick {
            return Ok(());
        }
        let (open, close) = (format!("<!-- {section}: begin -->"), format!("<!-- {section}: end -->"));
        let old = std::fs::read_to_string(&self.document).unwrap_or_else(|_| "# Benchmarks\n".to_owned());
        let mut text = format!("{open}\n\nCommand: `{command}`\n\n");
        for (name, value) in machine::describe(&self.server, &self.work, &self.load) {
            let _ = writeln!(text, "- {name}: {value}");
        }
        let _ = write!(text, "\n{}\n{close}", self.table());
        let new = match (old.find(&open), old.find(&close)) {
            (Some(from), Some(to)) if from < to => format!("{}{text}{}", &old[..from], &old[to + close.len()..]),
            _ => format!("{}\n\n{text}\n", old.trim_end()),
        };
        std::fs::write(&self.document, new).with_context(|| format!("writing {}", self.document.display()))
    }

    fn table(&self) -> String {
        let mut text = format!("| Measure | Antiphon | {} | Must show | |\n|---|---|---|---|---|\n", self.beside);
        for row in &self.rows {
            let met = match row.met {
                Some(true) => "met",
                Some(false) => "**missed**",
                None => "",
            };
            let _ = writeln!(text, "| {} | {} | {} | {} | {met} |", row.measure, row.value, row.beside, row.target);
        }
        text
    }
}

/// A number with thousands set apart, for counts a reader compares.
pub fn thousands(value: f64) -> String {
    let digits = format!("{:.0}", value);
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
