//! What the ledger remembers: each send with its id, where it went and what was answered; each fault.
//! Kept in memory for the accounts and as lines in a file, which stays if they do not agree.

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use super::judge::Verdict;

/// One send.
#[derive(Clone, Debug)]
pub struct Sent {
    /// Number of the conversation on the stage.
    pub conversation: usize,
    /// `message` or `note`.
    pub kind: &'static str,
    /// What was said; holds the id, so that it is unique.
    pub text: String,
    /// Message id and seq, once acknowledged.
    pub acked: Option<(String, i64)>,
}

/// The journal.
pub struct Journal {
    started: Instant,
    folder: PathBuf,
    inner: Mutex<Inner>,
}

struct Inner {
    file: BufWriter<File>,
    sends: HashMap<String, Sent>,
    acked: usize,
    trouble: Vec<String>,
}

impl Journal {
    /// Opens a new journal below the work folder.
    pub fn open(work: &Path) -> Result<Self> {
        let folder = work.join("ledger-journal");
        std::fs::create_dir_all(&folder)?;
        let file = File::create(folder.join("journal.jsonl")).context("opening the journal")?;
        let inner = Inner { file: BufWriter::new(file), sends: HashMap::new(), acked: 0, trouble: Vec::new() };
        Ok(Self { started: Instant::now(), folder, inner: Mutex::new(inner) })
    }

    /// A send leaves for the first time.
    pub fn sent(&self, id: &str, sent: Sent) {
        let mut inner = self.lock();
        self.line(&mut inner, json!({"sent": id, "conversation": sent.conversation, "kind": sent.kind}));
        inner.sends.insert(id.to_owned(), sent);
    }

    /// An acknowledgement came. The same id acknowledged with another result is trouble.
    pub fn ack(&self, id: &str, message_id: &str, seq: i64) {
        let mut inner = self.lock();
        self.line(&mut inner, json!({"acked": id, "message": message_id, "seq": seq}));
        let inner = &mut *inner;
        match inner.sends.get_mut(id) {
            None => inner.trouble.push(format!("an id that was never sent was acknowledged: {id}")),
            Some(Sent { acked: Some((before, at)), .. }) if before != message_id || *at != seq => {
                inner.trouble.push(format!("{id} was acknowledged as {before} at {at} and as {message_id} at {seq}"));
            }
            Some(sent) => {
                inner.acked += usize::from(sent.acked.is_none());
                sent.acked = Some((message_id.to_owned(), seq));
            }
        }
    }

    /// Something that must not happen was seen by a client.
    pub fn trouble(&self, what: String) {
        let mut inner = self.lock();
        self.line(&mut inner, json!({"trouble": what}));
        inner.trouble.push(what);
    }

    /// A fault, for whoever reads the journal.
    pub fn fault(&self, what: &str) {
        let mut inner = self.lock();
        self.line(&mut inner, json!({"fault": what}));
    }

    /// Acknowledged sends so far.
    pub fn acked(&self) -> usize {
        self.lock().acked
    }

    /// Sends that wait for an answer, in words.
    pub fn in_flight(&self) -> String {
        let inner = self.lock();
        format!("{} waiting", inner.sends.len() - inner.acked)
    }

    /// All sends, for the accounts.
    pub fn sends(&self) -> HashMap<String, Sent> {
        self.lock().sends.clone()
    }

    /// What clients complained of.
    pub fn troubles(&self) -> Vec<String> {
        self.lock().trouble.clone()
    }

    /// Ends the journal; it stays only if the accounts do not agree.
    pub fn close(&self, verdict: &Verdict) -> Result<()> {
        self.lock().file.flush()?;
        if verdict.passed() {
            std::fs::remove_dir_all(&self.folder)?;
        } else {
            std::fs::write(self.folder.join("verdict.txt"), verdict.lines().join("\n"))?;
            println!("the journal stays in {}", self.folder.display());
        }
        Ok(())
    }

    fn line(&self, inner: &mut Inner, mut value: Value) {
        value["ms"] = json!(u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX));
        // The accounts are made from memory; a line that cannot be written is only missed by a reader.
        let _ = writeln!(inner.file, "{value}");
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
