//! A conversation to take away: as text, as JSON, or as a page to print. Written page by page as it is read, so that the
//! longest one needs no more memory than a short one. Each is in the audit trail before its first byte goes out.

use std::fmt::Write as _;

use antiphon_base::{Error, Result, Timestamp};
use futures_util::stream::{self, Stream};
use serde::Deserialize;
use utoipa::ToSchema;

use super::list_conversations::find_visible;
use super::model::{Conversation, Message, MessageKind};
use super::sql;
use crate::actor::{Actor, Permission};
use crate::ids::ConversationId;
use crate::live::View;
use crate::{Desk, audit, text};

/// Messages of one piece.
const PIECE: i64 = 200;

/// What a transcript is written as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Format {
    /// Lines of text.
    #[default]
    Text,
    /// One JSON object.
    Json,
    /// A page of its own, to be printed or saved as PDF.
    Html,
}

/// A transcript under way.
pub struct Transcript<S> {
    /// What to call the file.
    pub file_name: String,
    /// Its pieces, in order.
    pub pieces: S,
}

/// Writes a conversation as the actor sees it: notes are there for staff only.
///
/// # Errors
/// `NotFound` where the actor does not see it, `Forbidden` without the right.
pub async fn write_transcript(
    desk: &Desk,
    actor: &Actor,
    id: ConversationId,
    format: Format,
) -> Result<Transcript<impl Stream<Item = Result<String>> + Send + 'static>> {
    let (conversation, view) = desk
        .write(actor, async |work| {
            let row = find_visible(work, actor, id).await?;
            actor.need(Permission::ConversationsExport)?;
            let object = format!("conversation:{id}");
            audit::record(work, desk, actor, "conversation.exported", object, None, None, None).await?;
            let view = row.view(actor);
            Ok((row.seen_by(actor), view))
        })
        .await?;
    let head = Head { conversation, by: actor.name.to_string(), at: desk.clock.now() };
    let file_name = format!("conversation-{id}");
    let begin = Place::Head(Box::new(head));
    let pieces = stream::try_unfold((desk.clone(), begin), move |(desk, place)| async move {
        match place {
            Place::Head(head) => {
                Ok(Some((write_head(&head, format)?, (desk, Place::After { seq: view.from_seq, is_first: true }))))
            }
            Place::After { seq, is_first } => {
                let messages = read_piece(&desk, view, id, seq).await?;
                let mut piece = String::new();
                for (nth, message) in messages.iter().enumerate() {
                    write_message(&mut piece, message, format, is_first && nth == 0)?;
                }
                let next = match messages.last() {
                    Some(last) if messages.len() as i64 == PIECE => Place::After { seq: last.seq, is_first: false },
                    _ => {
                        piece.push_str(match format {
                            Format::Text => "",
                            Format::Json => "\n]}\n",
                            Format::Html => "</ol>\n</body></html>\n",
                        });
                        Place::Over
                    }
                };
                Ok(Some((piece, (desk, next))))
            }
            Place::Over => Ok(None),
        }
    });
    Ok(Transcript { file_name, pieces })
}

enum Place {
    Head(Box<Head>),
    After { seq: i64, is_first: bool },
    Over,
}

struct Head {
    conversation: Conversation,
    by: String,
    at: Timestamp,
}

async fn read_piece(desk: &Desk, view: View, id: ConversationId, after: i64) -> Result<Vec<Message>> {
    let workspace = view.topic.workspace;
    let rows = desk
        .db
        .read(workspace.0, async |tx: &mut antiphon_db::Tx| {
            sql::messages_after(tx, workspace, id, view.audience, after, PIECE).await
        })
        .await?;
    Ok(rows.iter().filter_map(|row| Some(row.message(id)?.seen_after(view.from_seq))).collect())
}

fn write_head(head: &Head, format: Format) -> Result<String> {
    let Head { conversation, by, at } = head;
    let contact = conversation.contact.as_ref().map(|contact| contact.name.as_str()).filter(|name| !name.is_empty());
    let title = conversation.title.as_deref().or(contact).unwrap_or("Conversation");
    Ok(match format {
        Format::Text => format!(
            "{title}\nConversation {}, begun {}\nWritten down for {by}, {}. Times are UTC.\n\n",
            conversation.id,
            moment(conversation.created_at),
            moment(*at)
        ),
        Format::Json => format!(
            "{{\"conversation\":{},\"exported_by\":{},\"exported_at\":{},\"messages\":[",
            json(conversation)?,
            json(by)?,
            json(at)?
        ),
        Format::Html => format!(
            "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>{title}</title>
<meta name=\"viewport\" content=\"width=device-width\"><style>{STYLE}</style></head><body>
<header><h1><bdi>{title}</bdi></h1><p>Conversation {}, begun {}. Written down for <bdi>{}</bdi>, {}. Times are UTC.</p></header>
<ol>\n",
            conversation.id,
            moment(conversation.created_at),
            escaped(by),
            moment(*at),
            title = escaped(title),
        ),
    })
}

/// What the page looks like; its policy allows this one style and nothing else.
pub(super) const STYLE: &str = "@page{size:A4;margin:18mm 16mm}*{box-sizing:border-box}\
body{max-width:46rem;margin:2rem auto;padding:0 1rem;font:11pt/1.45 system-ui,sans-serif;color:#1a1a1a;background:#fff}\
h1{font-size:16pt;margin:0}header p{margin:.25rem 0 1.5rem;color:#555;font-size:9pt}\
ol{list-style:none;margin:0;padding:0}li{margin:0 0 .9rem;break-inside:avoid}\
.note{padding:.5rem .7rem;border:1px dashed #b58900;background:#fff8e1}\
.who{font-weight:600}time,.side{color:#555;font-size:9pt}\
.text{white-space:pre-wrap;overflow-wrap:anywhere;unicode-bidi:isolate}\
blockquote{margin:.2rem 0;padding-inline-start:.6rem;border-inline-start:3px solid #bbb;color:#555}";

fn write_message(out: &mut String, message: &Message, format: Format, is_first: bool) -> Result<()> {
    let who = if message.sender.name.is_empty() { "Visitor" } else { &message.sender.name };
    let is_note = message.kind == MessageKind::Note;
    let at = moment(message.created_at);
    let body = &text::without_turns(message.text.as_deref().unwrap_or("Message deleted"));
    match format {
        Format::Json => {
            out.push_str(if is_first { "\n" } else { ",\n" });
            out.push_str(&json(message)?);
        }
        Format::Text => {
            // Lines after the first are indented: nothing said can look like another's line.
            let plain = body.replace("\r\n", "\n").replace(['\n', '\r'], "\n    ");
            let kind = if is_note { " (note)" } else { "" };
            let _ = writeln!(out, "[{at}] {who}{kind}: {plain}");
            if let Some(quote) = &message.quote {
                let quoted = quote.text.as_deref().unwrap_or("a deleted message");
                let _ = writeln!(out, "    [in reply to {}: {}]", quote.sender.name, text::without_turns(quoted));
            }
            for file in &message.attachments {
                let _ = writeln!(out, "    [file: {}, {} bytes]", file.name, file.size);
            }
        }
        Format::Html => {
            let class = if is_note { " class=\"note\"" } else { "" };
            let kind = if is_note { " · note, for staff only" } else { "" };
            let edited = if message.edited_at.is_some() && message.deleted_at.is_none() { " · edited" } else { "" };
            let _ = write!(
                out,
                "<li{class}><div><bdi class=\"who\">{}</bdi> <time datetime=\"{}\">{at}</time><span class=\"side\">{kind}{edited}</span></div>",
                escaped(who),
                message.created_at.to_rfc3339()
            );
            if let Some(quote) = &message.quote {
                let quoted = quote.text.as_deref().unwrap_or("Message deleted");
                let _ = write!(
                    out,
                    "<blockquote dir=\"auto\"><bdi>{}</bdi>: <bdi>{}</bdi></blockquote>",
                    escaped(&quote.sender.name),
                    escaped(&text::without_turns(quoted))
                );
            }
            if !body.is_empty() {
                let _ = write!(out, "<div class=\"text\" dir=\"auto\">{}</div>", escaped(body));
            }
            for file in &message.attachments {
                let _ = write!(out, "<div class=\"side\">File: <bdi>{}</bdi>, {} bytes</div>", escaped(&file.name), file.size);
            }
            out.push_str("</li>\n");
        }
    }
    Ok(())
}

fn moment(at: Timestamp) -> String {
    at.format("%Y-%m-%d %H:%M").to_string()
}

fn json(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string(value).map_err(Error::internal)
}

/// Text as it may stand in a page and in its attributes.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            _ => safe.push(c),
        }
    }
    safe
}
