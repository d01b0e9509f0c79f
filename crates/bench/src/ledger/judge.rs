//! The accounts: acknowledged against stored against seen. Reads what is stored twice, through the product and
//! from the database itself. Every difference is a line; no line, no failure.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use anyhow::{Context as _, Result};
use serde_json::Value;

use super::cluster::Cluster;
use super::reader::{Heads, Reader, Seen};
use super::{Role, Stage};
use crate::load::http::Http;

/// Differences told one by one at most; the rest is counted.
const TOLD: usize = 40;

/// What was found.
#[derive(Default)]
pub struct Verdict {
    failures: Vec<String>,
    notes: Vec<String>,
}

impl Verdict {
    /// A difference.
    pub fn fail(&mut self, what: String) {
        self.failures.push(what);
    }

    /// Something worth knowing.
    pub fn tell(&mut self, what: String) {
        self.notes.push(what);
    }

    /// Whether all accounts agree.
    pub fn passed(&self) -> bool {
        self.failures.is_empty()
    }

    /// In one line.
    pub fn summary(&self) -> String {
        if self.passed() {
            format!("0 lost, 0 doubled, 0 reordered, 0 gaps; {}", self.notes.join("; "))
        } else {
            format!("**{} differences**; {}", self.failures.len(), self.notes.join("; "))
        }
    }

    /// The differences.
    pub fn lines(&self) -> Vec<String> {
        let mut lines: Vec<String> = self.failures.iter().take(TOLD).map(|f| format!("DIFFERENCE: {f}")).collect();
        if self.failures.len() > TOLD {
            lines.push(format!("… and {} more", self.failures.len() - TOLD));
        }
        lines
    }
}

/// The heads now, for readers to reach: as staff and as the customer see them.
pub async fn heads(stage: &Arc<Stage>) -> Result<Vec<Heads>> {
    let mut http = Http::new(stage.nodes.first());
    let mut heads = Vec::new();
    for visitor in &stage.visitors {
        let path = format!("/api/conversations/{}", visitor.conversation);
        let mut last = async |token: &str| http.get(&path, token).await?["last_seq"].as_i64().context("no last_seq");
        heads.push(Heads { staff: last(&stage.demo.api_key).await?, public: last(&visitor.token).await? });
    }
    Ok(heads)
}

/// The whole log of each conversation through the product; with whether an entry is public.
async fn stored(stage: &Arc<Stage>) -> Result<Vec<Vec<(Seen, bool)>>> {
    let mut http = Http::new(stage.nodes.first());
    let mut logs = Vec::new();
    for visitor in &stage.visitors {
        let (mut log, mut after) = (Vec::new(), 0);
        loop {
            let path = format!("/api/conversations/{}/entries?after_seq={after}&limit=100", visitor.conversation);
            let page = http.get(&path, &stage.demo.api_key).await?;
            for entry in page["entries"].as_array().context("no entries")? {
                log.push((Seen::from_entry(entry)?, entry["audience"] == "public"));
            }
            after = page["through_seq"].as_i64().context("no through_seq")?;
            if page["has_more"] == Value::Bool(false) {
                break;
            }
        }
        logs.push(log);
    }
    Ok(logs)
}

/// Acknowledged against what the product shows, and that against every reader.
pub async fn compare(stage: &Arc<Stage>, readers: &[Arc<Reader>], verdict: &mut Verdict) -> Result<()> {
    for trouble in stage.journal.troubles() {
        verdict.fail(trouble);
    }
    let logs = stored(stage).await?;
    compare_acknowledged(stage, &logs, verdict);
    for (at, log) in logs.iter().enumerate() {
        for (position, (seen, _)) in log.iter().enumerate() {
            if seen.seq != position as i64 + 1 {
                verdict.fail(format!("conversation {at}: {} stands at place {}", seen.seq, position + 1));
                break;
            }
        }
    }
    let (mut repeated, mut entries) = (0, 0);
    for reader in readers {
        for at in reader.conversations() {
            let Some(seen) = reader.log(at) else { continue };
            repeated += seen.repeated;
            entries += seen.entries.len();
            compare_reader(reader, at, &seen.entries, &logs[at], verdict);
        }
    }
    verdict.tell(format!("{entries} entries seen by {} readers, {repeated} repeats dropped by the client rule", readers.len()));
    Ok(())
}

fn compare_acknowledged(stage: &Stage, logs: &[Vec<(Seen, bool)>], verdict: &mut Verdict) {
    let sends = stage.journal.sends();
    let mut notes = 0;
    let mut by_message: HashMap<&str, (usize, &Seen)> = HashMap::new();
    for (at, log) in logs.iter().enumerate() {
        for (seen, _) in log.iter().filter(|(seen, _)| seen.kind == "message.sent") {
            if by_message.insert(&seen.message, (at, seen)).is_some() {
                verdict.fail(format!("message {} stands twice", seen.message));
            }
        }
    }
    for (id, sent) in &sends {
        notes += usize::from(sent.kind == "note");
        let Some((message, seq)) = &sent.acked else {
            verdict.fail(format!("{id} was never acknowledged"));
            continue;
        };
        match by_message.get(message.as_str()) {
            None => verdict.fail(format!("LOST: {id} was acknowledged as {message} at {seq}")),
            Some((at, seen)) if *at != sent.conversation || seen.seq != *seq || seen.text != sent.text => {
                verdict.fail(format!("{id} was acknowledged at {seq} in {}, stands at {} in {at}", sent.conversation, seen.seq));
            }
            Some(_) => {}
        }
    }
    // Besides the sends there is each visitor's first message.
    let strangers = by_message.len() - sends.len().min(by_message.len());
    if strangers != stage.visitors.len() {
        verdict.fail(format!(
            "{} messages are stored for {} sends: doubled or lost",
            by_message.len() - stage.visitors.len().min(by_message.len()),
            sends.len()
        ));
    }
    verdict.tell(format!("{notes} of them notes"));
}

fn compare_reader(reader: &Reader, at: usize, seen: &[Seen], log: &[(Seen, bool)], verdict: &mut Verdict) {
    let visible: Vec<&Seen> =
        log.iter().filter(|(_, public)| reader.role == Role::Staff || *public).map(|(seen, _)| seen).collect();
    let mut before = 0;
    for (place, (mine, theirs)) in seen.iter().zip(&visible).enumerate() {
        if (mine.seq, &mine.kind, &mine.message, &mine.text) != (theirs.seq, &theirs.kind, &theirs.message, &theirs.text) {
            verdict.fail(format!(
                "{} in {at}, place {place}: saw {} {}, stored is {} {}",
                reader.name, mine.seq, mine.kind, theirs.seq, theirs.kind
            ));
            return;
        }
        if mine.prev != before {
            verdict.fail(format!("{} in {at}: prev_seq of {} is {}, not {before}", reader.name, mine.seq, mine.prev));
            return;
        }
        before = mine.seq;
    }
    if seen.len() != visible.len() {
        verdict.fail(format!("{} in {at}: saw {} of {} entries", reader.name, seen.len(), visible.len()));
    }
}

/// The same from the database itself, the servers being down.
pub async fn compare_database(stage: &Arc<Stage>, cluster: &Cluster, verdict: &mut Verdict) -> Result<()> {
    let database = cluster.database();
    let rows = database.stored().await?;
    let sends = stage.journal.sends();
    let mut found = HashSet::new();
    for row in &rows {
        let Some(sent) = sends.get(&row.client_msg_id) else { continue };
        if !found.insert(row.client_msg_id.as_str()) {
            verdict.fail(format!("DOUBLED in the database: {}", row.client_msg_id));
        }
        let conversation = stage.visitors[sent.conversation].conversation.replace('-', "");
        let seq = sent.acked.as_ref().map(|(_, seq)| *seq);
        if row.conversation != conversation || row.body != sent.text || seq.is_some_and(|seq| seq != row.seq) {
            verdict.fail(format!(
                "{} lies in the database at {} of {}, acknowledged was {seq:?}",
                row.client_msg_id, row.seq, row.conversation
            ));
        }
    }
    for (id, sent) in &sends {
        if sent.acked.is_some() && !found.contains(id.as_str()) {
            verdict.fail(format!("LOST: {id} is not in the database"));
        }
    }
    let broken = database.broken_logs().await?;
    if broken != 0 {
        verdict.fail(format!("{broken} conversations whose log has a hole, a repeat or a wrong head"));
    }
    let integrity = database.integrity().await?;
    if integrity != "ok" {
        verdict.fail(format!("integrity check: {integrity}"));
    }
    Ok(())
}
