//! Full-text search over messages: the words by which they are found, and the question, which has the caller's
//! rights inside. Hits are shown as parts of text, never as HTML. The engines' indexes are `dialect.rs`'s matter.

use antiphon_base::{Error, Result, Timestamp};
use antiphon_db::Term;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::list_conversations::find_visible;
use super::model::{FoundRow, Kind, Logs, MessageKind, sees_support};
use super::sql::{self, Narrowed, SearchAsk, Sees};
use crate::Desk;
use crate::accounts::Principal;
use crate::actor::Actor;
use crate::ids::{ConversationId, MessageId, PrincipalId};
use crate::page::{self, PageLimit};
use crate::text;
use antiphon_db::Tx;

/// Words of one question.
const WORDS: usize = 10;
/// From this length on, the last word of a question may be the beginning of one.
const BEGINNING: usize = 3;
/// Own conversations by which a customer's search is narrowed in the index; with more it is narrowed after it.
pub(super) const SCOPE: i64 = 100;
/// Characters around the first hit.
const SNIPPET: usize = 160;
const LEAD: usize = 40;

/// What is looked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SearchMessages {
    /// Words that must all stand in the message, in whatever order; the last may be the beginning of one.
    pub q: String,
    /// Only in this conversation.
    pub conversation_id: Option<ConversationId>,
    /// Only in conversations of this kind.
    pub kind: Option<Kind>,
    /// Only what this person said.
    pub from: Option<PrincipalId>,
    /// Only what was said before this moment.
    #[param(value_type = Option<String>, format = DateTime)]
    pub before: Option<Timestamp>,
    /// Only what was said at this moment or after it.
    #[param(value_type = Option<String>, format = DateTime)]
    pub after: Option<Timestamp>,
    /// 1 to 100, 50 when left out.
    #[serde(default)]
    #[param(value_type = Option<i64>)]
    pub limit: PageLimit,
    /// Where the last page ended.
    pub cursor: Option<String>,
}

/// A page of hits.
#[derive(Serialize, ToSchema)]
pub struct SearchPage {
    /// Newest first.
    pub hits: Vec<Hit>,
    /// Where the next page begins; nothing on the last one.
    pub next_cursor: Option<String>,
}

/// A message that was found.
#[derive(Serialize, ToSchema)]
pub struct Hit {
    /// In which conversation.
    pub conversation_id: ConversationId,
    /// What that is for.
    pub conversation_kind: Kind,
    /// Its title, where it has one.
    pub conversation_title: Option<String>,
    /// Its customer's name, where it has one.
    pub contact_name: Option<String>,
    /// The message.
    pub message_id: MessageId,
    /// Its place.
    pub seq: i64,
    /// Message or note.
    pub kind: MessageKind,
    /// Who said it.
    pub sender: Principal,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// The text around the first hit, in parts.
    pub snippet: Vec<SnippetPart>,
}

/// A part of a snippet.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct SnippetPart {
    /// The text.
    pub text: String,
    /// Whether it is a word that was looked for.
    pub is_hit: bool,
}

/// Finds messages that the actor may see.
///
/// # Errors
/// `Invalid` on a field, `NotFound` for a conversation that the actor does not see.
pub async fn search_messages(desk: &Desk, actor: &Actor, ask: SearchMessages) -> Result<SearchPage> {
    let terms = terms(&ask.q)?;
    let limit = ask.limit;
    let cursor = ask.cursor.as_deref().map(parse_cursor).transpose()?;
    desk.read(actor, async |tx| {
        if let Some(id) = ask.conversation_id {
            find_visible(tx, actor, id).await?;
        }
        if terms.is_empty() {
            return Ok(SearchPage { hits: Vec::new(), next_cursor: None });
        }
        let mut groups: Vec<Vec<Term>> = terms.iter().map(|term| vec![term.clone()]).collect();
        if let Some(from) = ask.from {
            groups.push(vec![sender_sign(from)]);
        }
        let scope = scope(tx, actor, ask.conversation_id).await?;
        let is_narrow = scope.is_some() || ask.from.is_some();
        groups.extend(scope);
        let before = match cursor {
            Some((conversation, seq)) => {
                sql::place_of(tx, actor.workspace, conversation, seq).await?.ok_or_else(page::wrong_cursor)?
            }
            None => i64::MAX,
        };
        let question = SearchAsk {
            groups: &groups,
            without: &[],
            is_narrow,
            before,
            from: 0,
            between: (ask.after, ask.before),
            sees: if sees_support(actor) { Sees::Support } else { Sees::Own },
            logs: Logs::of(actor),
            sees_notes: sees_support(actor) && actor.is_staff(),
            narrowed: Narrowed { kind: ask.kind, ..Narrowed::default() },
            limit: limit.and_one(),
        };
        let mut rows = sql::search(tx, actor.workspace, actor.principal, &question).await?;
        let next_cursor = limit.cut_at(&mut rows, cursor_after);
        Ok(SearchPage { hits: rows.into_iter().map(|row| hit(row, &terms)).collect(), next_cursor })
    })
    .await
}

/// The words of a question as it was typed, of which the last may be the beginning of one: nothing stands behind it.
///
/// # Errors
/// `Invalid` on `q`: too long, or too many.
pub(super) fn terms(q: &str) -> Result<Vec<Term>> {
    let words = text::words(&text::clean("q", q, text::NAME_CHARACTERS)?);
    if words.len() > WORDS {
        return Err(Error::invalid("q", "Look for at most 10 words."));
    }
    let last_is_whole = !q.chars().last().is_some_and(char::is_alphanumeric);
    let count = words.len();
    let terms = words.into_iter().enumerate().map(|(place, word)| {
        match place + 1 == count && !last_is_whole && word.chars().count() >= BEGINNING {
            true => Term::Beginning(word),
            false => Term::Word(word),
        }
    });
    Ok(terms.collect())
}

/// The signs of the conversations to which a search is narrowed: the one asked for, or a customer's own few.
async fn scope(tx: &mut Tx, actor: &Actor, asked: Option<ConversationId>) -> Result<Option<Vec<Term>>> {
    if let Some(id) = asked {
        return Ok(Some(vec![conversation_sign(id)]));
    }
    if sees_support(actor) {
        return Ok(None);
    }
    let own = sql::own_conversations(tx, actor.workspace, actor.principal, SCOPE + 1).await?;
    let few = own.len() as i64 <= SCOPE;
    // Whoever has none gets a sign that nothing has.
    let signs = if own.is_empty() {
        vec![conversation_sign(ConversationId::new())]
    } else {
        own.into_iter().map(conversation_sign).collect()
    };
    Ok(few.then_some(signs))
}

/// What stands in the index for a message: its words, and signs for where it was said and by whom. Nothing for a
/// message without words.
pub(super) fn index_words(text: &str, id: ConversationId, sender: PrincipalId) -> Option<String> {
    let mut words = text::words(text);
    if words.is_empty() {
        return None;
    }
    words.push(conversation_sign(id).text().to_owned());
    words.push(sender_sign(sender).text().to_owned());
    Some(words.join(" "))
}

pub(super) fn conversation_sign(id: ConversationId) -> Term {
    Term::Word(format!("@{}", id.0.simple()))
}

fn sender_sign(id: PrincipalId) -> Term {
    Term::Word(format!("^{}", id.0.simple()))
}

fn hit(row: FoundRow, terms: &[Term]) -> Hit {
    Hit {
        conversation_id: row.conversation_id,
        conversation_kind: row.conversation_kind,
        conversation_title: row.conversation_title,
        contact_name: row.contact_name,
        message_id: row.id,
        seq: row.seq,
        kind: MessageKind::of(row.audience),
        sender: Principal { id: row.sender_id, name: row.sender_name, kind: row.sender_kind },
        created_at: row.created_at,
        snippet: snippet(&row.body, terms),
    }
}

/// The text around the first hit, with all hits in it marked.
pub(super) fn snippet(body: &str, terms: &[Term]) -> Vec<SnippetPart> {
    let is_hit = |word: &str| {
        terms.iter().any(|term| match term {
            Term::Word(looked) => word == looked,
            Term::Beginning(looked) => word.starts_with(looked.as_str()),
        })
    };
    let found: Vec<_> = text::tokens(body).filter(|(_, word)| is_hit(word)).map(|(range, _)| range).collect();
    let first = found.first().map_or(0, |range| range.start);
    let start = body[..first].char_indices().rev().nth(LEAD - 1).map_or(0, |(at, _)| at);
    let end = body[start..].char_indices().nth(SNIPPET).map_or(body.len(), |(at, _)| start + at);
    let mut parts = Vec::new();
    let mut push = |text: &str, is_hit: bool| {
        if !text.is_empty() {
            let text = text::without_turns(text).chars().map(|c| if c.is_whitespace() { ' ' } else { c }).collect();
            parts.push(SnippetPart { text, is_hit });
        }
    };
    push(if start > 0 { "…" } else { "" }, false);
    let mut at = start;
    for range in found.into_iter().filter(|range| range.start >= start && range.end <= end) {
        push(&body[at..range.start], false);
        push(&body[range.clone()], true);
        at = range.end;
    }
    push(&body[at..end], false);
    push(if end < body.len() { "…" } else { "" }, false);
    parts
}

/// A place in a log that the reader has seen: it tells nothing of what others say.
fn cursor_after(row: &FoundRow) -> String {
    page::cursor(format!("{} {}", row.conversation_id, row.seq))
}

fn parse_cursor(cursor: &str) -> Result<(ConversationId, i64)> {
    page::read_cursor(cursor, |text| {
        let (id, seq) = text.split_once(' ')?;
        Some((id.parse().ok()?, seq.parse().ok()?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(body: &str, terms: &[Term]) -> String {
        snippet(body, terms).into_iter().map(|part| if part.is_hit { format!("[{}]", part.text) } else { part.text }).collect()
    }

    #[test]
    fn hits_are_marked_in_the_text_as_it_was_written() {
        let cafe = [Term::Word("cafe".into())];
        assert_eq!(marked("The Café\nis open, the CAFE is", &cafe), "The [Café] is open, the [CAFE] is");
        assert_eq!(marked("shipping ship", &[Term::Beginning("ship".into())]), "[shipping] [ship]");
        let long = format!("{}parcel{}", "word ".repeat(100), " word".repeat(100));
        let shown = marked(&long, &[Term::Word("parcel".into())]);
        assert!(shown.starts_with('…') && shown.ends_with('…') && shown.contains("[parcel]"), "{shown}");
    }
}
