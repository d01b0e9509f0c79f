//! Takes chats of before in: lines of JSON, each what a bot would have reported. Read as they come, stored in batches, so
//! that a file of any size needs no more memory than a batch; what a line got wrong is told by its number, and keeps no
//! other one out. Sent again from any line on, nothing is doubled. Here, and nowhere else, `createdAt` is taken.

use antiphon_base::{Error, Result, Timestamp, secret};
use bytes::Bytes;
use futures_util::{Stream, StreamExt};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};

use super::model::{NewChat, NewFacts, NewReport};
use super::report_chat::{self, find_visible, store_chat};
use super::report_facts::store_facts;
use super::report_message::{self, Said, store_message};
use super::sql;
use crate::actor::{Actor, Permission};
use crate::created::Created;
use crate::{Desk, Work, audit, conversations};

/// Lines stored in one transaction.
const BATCH: usize = 200;
/// Lines taken from one request; what comes behind them is told to be sent next.
const LINES: i64 = 10_000;
/// Longest line.
const LINE_BYTES: usize = 400_000;
/// Faults that are told one by one.
const FAULTS: usize = 1_000;

/// Where a file goes on.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub struct ImportFrom {
    /// The number of the first line that is sent; 1 when left out.
    #[param(minimum = 1)]
    pub from_line: Option<i64>,
}

/// What a line says.
pub(super) enum Line {
    /// That a chat began.
    Chat(NewChat),
    /// What was said in it.
    Message(NewReport),
    /// What is known of it.
    Facts(NewFacts),
}

/// A line, with the moment at which it was so.
pub(super) type Dated = (Line, Option<Timestamp>);

/// What became of the lines.
#[derive(Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Imported {
    /// Chats that were stored.
    pub chats: i64,
    /// Messages that were stored.
    pub messages: i64,
    /// Chats of which something was stored as a whole.
    pub analytics: i64,
    /// Lines of which all was there already.
    pub repeated: i64,
    /// Lines that were refused.
    pub failed: i64,
    /// Why, from the first on; at most 1,000.
    pub faults: Vec<LineFault>,
    /// The line from which to go on; nothing when all were taken.
    pub next_line: Option<i64>,
}

/// A line that was refused.
#[derive(Debug, Serialize, ToSchema)]
pub struct LineFault {
    /// Its number.
    pub line: i64,
    /// The field that is wrong, where one is.
    pub field: Option<String>,
    /// What would be accepted.
    pub why: String,
}

impl Imported {
    fn refuse(&mut self, line: i64, error: &Error) {
        self.failed += 1;
        if self.faults.len() < FAULTS {
            let (field, why) = match error {
                Error::NotFound => (Some("chatId".to_owned()), "There is no such chat; give it on a line before.".to_owned()),
                other => (other.field().map(str::to_owned), other.sentence().into_owned()),
            };
            self.faults.push(LineFault { line, field, why });
        }
    }
}

/// Takes lines in.
///
/// # Errors
/// `Invalid` on `fromLine`, `Malformed` when the body breaks off; what came before is stored by then.
pub(super) async fn import_chats<E>(
    desk: &Desk,
    actor: &Actor,
    from: ImportFrom,
    mut body: impl Stream<Item = Result<Bytes, E>> + Unpin,
    read: fn(&[u8]) -> Result<Dated>,
) -> Result<Imported> {
    actor.need(Permission::ChatlogWrite)?;
    let mut line = from.from_line.unwrap_or(1);
    let end = line.checked_add(LINES).filter(|_| line >= 1);
    let end = end.ok_or_else(|| Error::invalid("fromLine", "Give the number of the first line that is sent, from 1 on."))?;
    tracing::info!("[CRM] Importing chats from line {line} on");
    let (mut report, mut batch, mut rest) = (Imported::default(), Vec::new(), Vec::new());
    let mut is_skipping = false;
    loop {
        let piece = body.next().await.transpose();
        let piece = piece.map_err(|_| Error::malformed("The lines ended in the middle; send them again from there."))?;
        let is_last = piece.is_none();
        let mut looked = rest.len(); // in what was there before is no end of a line
        rest.extend_from_slice(&piece.unwrap_or_else(|| Bytes::from_static(b"\n")));
        let mut begin = 0;
        while let Some(length) = rest[looked..].iter().position(|byte| *byte == b'\n') {
            let text = rest[begin..looked + length].trim_ascii();
            looked += length + 1;
            begin = looked;
            if line >= end {
                // No more is stored, but all is read: whoever sends hears the answer only then.
                if !text.is_empty() {
                    report.next_line.get_or_insert(line);
                }
            } else if std::mem::take(&mut is_skipping) || text.len() > LINE_BYTES {
                report.refuse(line, &Error::invalid("body", "This line is longer than any report may be."));
            } else if !text.is_empty() {
                match read(text) {
                    Ok(dated) => batch.push((line, dated, mark_of(line, text))),
                    Err(error) => report.refuse(line, &error),
                }
            }
            line += 1;
            if batch.len() == BATCH {
                store(desk, actor, std::mem::take(&mut batch), &mut report).await?;
            }
        }
        rest.drain(..begin);
        if rest.len() > LINE_BYTES {
            (is_skipping, rest) = (true, Vec::new());
        }
        if is_last {
            break;
        }
    }
    store(desk, actor, batch, &mut report).await?;
    report.faults.sort_by_key(|fault| fault.line);
    Ok(report)
}

/// By what a line is known again that has no id of its own.
fn mark_of(line: i64, text: &[u8]) -> String {
    format!("line-{line}-{}", &secret::sha256_hex(text)[..32])
}

type Batch = Vec<(i64, Dated, String)>;

async fn store(desk: &Desk, actor: &Actor, batch: Batch, report: &mut Imported) -> Result<()> {
    if batch.is_empty() {
        return Ok(());
    }
    loop {
        let mut of_it = Imported::default();
        let outcome = desk
            .write(actor, async |work| {
                for (line, dated, mark) in &batch {
                    match store_line(work, desk, actor, dated, mark, &mut of_it).await {
                        Ok(()) => {}
                        // The whole batch once more: another one reported the same chat meanwhile.
                        Err(error) if error.code() == report_chat::MEANWHILE => return Err(error),
                        Err(error @ (Error::Invalid { .. } | Error::NotFound | Error::Conflict { .. })) => {
                            of_it.refuse(*line, &error)
                        }
                        Err(error) => return Err(error),
                    }
                }
                if of_it.chats + of_it.messages + of_it.analytics > 0 {
                    let lines = (batch.first().map(|one| one.0), batch.last().map(|one| one.0));
                    let after =
                        json!({ "lines": lines, "chats": of_it.chats, "messages": of_it.messages, "analytics": of_it.analytics });
                    audit::record(work, desk, actor, "chats.imported", "chats", None, Some(after), None).await?;
                }
                Ok(())
            })
            .await;
        match outcome {
            Err(error) if error.code() == report_chat::MEANWHILE => {}
            Err(error) => return Err(error),
            Ok(()) => {
                report.chats += of_it.chats;
                report.messages += of_it.messages;
                report.analytics += of_it.analytics;
                report.repeated += of_it.repeated;
                report.failed += of_it.failed;
                report.faults.extend(of_it.faults);
                report.faults.truncate(FAULTS);
                return Ok(());
            }
        }
    }
}

async fn store_line(
    work: &mut Work<'_>,
    desk: &Desk,
    actor: &Actor,
    (line, created_at): &Dated,
    mark: &str,
    report: &mut Imported,
) -> Result<()> {
    let now = desk.clock.now();
    let at = match created_at {
        Some(at) if *at > now || *at < Timestamp::UNIX_EPOCH => {
            return Err(Error::invalid("createdAt", "Give a moment that is past, such as 2024-11-14T09:00:00Z."));
        }
        Some(at) => *at,
        None => now,
    };
    match line {
        Line::Chat(new) => {
            let mut new = new.clone().clean()?;
            let chat_id =
                new.chat_id.take().ok_or_else(|| Error::invalid("chatId", "Give the id by which other lines name it."))?;
            match store_chat(work, actor, (&chat_id, &new), at).await? {
                Created::New(_) => report.chats += 1,
                Created::Again(_) => report.repeated += 1,
            }
        }
        Line::Message(new) => {
            let mut said = Said::clean(new)?;
            said.client_msg_id.get_or_insert_with(|| mark.to_owned());
            match store_message(work, actor, &new.chat_id, &said, at).await {
                Ok(message) => {
                    report.messages += 1;
                    if created_at.is_some() {
                        conversations::backdate_log(work, actor, message.conversation_id, now).await?;
                    }
                }
                Err(error) if error.code() == report_message::USED => report.repeated += 1,
                Err(error) => return Err(error),
            }
        }
        Line::Facts(new) => {
            let chat = find_visible(work, actor, &new.chat_id).await?;
            sql::hold(work, actor.workspace, &new.chat_id).await?;
            store_facts(work, actor.workspace, chat.conversation_id, new.clone(), at).await?;
            report.analytics += 1;
        }
    }
    Ok(())
}
