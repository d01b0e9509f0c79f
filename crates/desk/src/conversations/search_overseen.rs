//! How whoever oversees the workspace finds a conversation: by its title, by who takes part, and by what was said in it.
//! First come those that are called so, then those in which it was said, each once. To look for words in what others
//! say is a look at it: each page of each search is in the audit trail.

use std::collections::{HashMap, HashSet};
use std::iter::Peekable;

use antiphon_base::Result;
use antiphon_db::{Term, Tx};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use super::model::{FoundRow, Logs, MessageKind, sees_support};
use super::oversee::{OverseeAsk, Overseen, add_people};
use super::search::{self, SCOPE, SnippetPart, conversation_sign, snippet};
use super::sql::{self, Narrowed, SearchAsk, Sees, Sought};
use crate::accounts::{self, Principal};
use crate::actor::{Actor, Permission};
use crate::ids::{ConversationId, MessageId, PrincipalId};
use crate::page;
use crate::{Desk, audit, contacts, text};

/// Contacts who fit, of whom each is asked for; more are met on the way through the conversations. Of people with an
/// account, who are fewer, so many are asked for.
const PEOPLE: i64 = 1_000;
/// Questions for what was said on one page; then it ends, however few it has found.
const ROUNDS: usize = 20;
/// Messages that are looked through at once: a question costs more than its rows.
const AT_ONCE: i64 = 200;

/// What is looked for.
#[derive(Debug)]
pub struct SearchOverseen {
    /// Words that must all stand in the title, in one's name and address, or in one message.
    pub q: String,
    /// What the list is narrowed to.
    pub narrowed: OverseeAsk,
    /// Where the last page ended.
    pub cursor: Option<String>,
}

/// Why a conversation was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// It is called so.
    Title,
    /// Somebody who takes part is called so, or is written to there.
    Person,
    /// It was said in it.
    Message,
}

/// What was found of a conversation.
#[derive(Debug, Serialize, ToSchema)]
pub struct Found {
    /// In what it was found.
    pub why: Why,
    /// The text around what was found, in parts.
    pub snippet: Vec<SnippetPart>,
    /// The newest message that has the words.
    pub message_id: Option<MessageId>,
    /// Its place.
    pub seq: Option<i64>,
    /// Message or note.
    pub kind: Option<MessageKind>,
    /// Who said it.
    pub sender: Option<Principal>,
}

/// Where a page ended: among those that are called so, or at something that was said.
#[derive(Clone, Copy)]
enum Place {
    Called(ConversationId),
    Said(ConversationId, i64),
}

impl Place {
    fn cursor(self) -> String {
        page::cursor(match self {
            Self::Called(id) => id.to_string(),
            Self::Said(id, seq) => format!("{id} {seq}"),
        })
    }

    fn read(cursor: &str) -> Result<Self> {
        page::read_cursor(cursor, |text| match text.split_once(' ') {
            None => Some(Self::Called(text.parse().ok()?)),
            Some((id, seq)) => Some(Self::Said(id.parse().ok()?, seq.parse().ok()?)),
        })
    }
}

/// Conversations of the workspace in which something is found, with what, and where the next page begins.
///
/// # Errors
/// `Forbidden` without the right, `Invalid` on a field.
pub async fn search_overseen(
    desk: &Desk,
    actor: &Actor,
    ask: SearchOverseen,
) -> Result<(Vec<(Overseen, Option<Found>)>, Option<String>)> {
    actor.need(Permission::ConversationsOversee)?;
    let q = text::clean("q", &ask.q, text::NAME_CHARACTERS)?;
    let terms = search::terms(&ask.q)?;
    let place = ask.cursor.as_deref().map(Place::read).transpose()?;
    let OverseeAsk { kind, participant, with_bot, archived, limit, .. } = ask.narrowed;
    let narrowed = Narrowed { kind, archived, with_bot, participant, before: None, limit: limit.and_one() };
    if participant != Some(actor.principal) {
        let asked = [
            ("q", Some(json!(q))),
            ("kind", kind.map(|kind| json!(kind))),
            ("participant", participant.map(|who| json!(who))),
            ("with_bot", with_bot.map(|with| json!(with))),
            ("is_archived", archived.map(|is| json!(is))),
        ];
        let asked: serde_json::Map<_, _> =
            asked.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect();
        desk.write(actor, async |work| {
            audit::record(work, desk, actor, "conversation.searched", "conversations", None, Some(asked.into()), Some(&q)).await
        })
        .await?;
    }
    let wanted = usize::try_from(limit.rows()).unwrap_or_default();
    desk.read(actor, async |tx| {
        let sought = whom_it_means(tx, actor, &q).await?;
        let search = Search { actor, terms: &terms, sought: &sought, narrowed };
        let (mut rows, mut end) = (Vec::new(), place);
        let mut has_more = false;
        if !matches!(place, Some(Place::Said(..))) {
            let before = place.map(|(Place::Called(id) | Place::Said(id, _))| id);
            let mut called = search.called(tx, None, before).await?;
            has_more = limit.cut(&mut called);
            end = called.last().map(|row| Place::Called(row.id)).or(end);
            rows.extend(called.into_iter().map(|row| (row, None)));
        }
        if !has_more {
            let said = search.said(tx, place, wanted - rows.len()).await?;
            has_more = said.has_more;
            end = said.end.or(end);
            rows.extend(said.rows.into_iter().map(|(row, found)| (row, Some(found))));
        }
        let (mut all, found): (Vec<Overseen>, Vec<Option<Found>>) = rows.into_iter().unzip();
        add_people(tx, actor, &mut all).await?;
        let ids: Vec<_> = all.iter().map(|row| row.id).collect();
        let addresses = sql::addresses_of(tx, actor.workspace, &ids).await?.into_iter().collect();
        let beginnings: Vec<Term> = sought.titles.iter().cloned().map(Term::Beginning).collect();
        let found = all.iter().zip(found).map(|(row, found)| found.or_else(|| how_called(row, &beginnings, &addresses)));
        let found: Vec<_> = found.collect();
        Ok((all.into_iter().zip(found).collect(), end.filter(|_| has_more).map(Place::cursor)))
    })
    .await
}

/// Who may be meant by what is looked for.
async fn whom_it_means(tx: &mut Tx, actor: &Actor, q: &str) -> Result<Sought> {
    let words = contacts::sought(Some(q))?;
    let met = contacts::contacts_by_words(tx, actor.workspace, &words, PEOPLE + 1).await?;
    let are_many = met.len() as i64 > PEOPLE;
    let patterns = q.split_whitespace().map(|word| text::contained("q", Some(word)));
    let patterns: Vec<String> = patterns.filter_map(Result::transpose).collect::<Result<_>>()?;
    let people = accounts::people_by_patterns(tx, actor.workspace, &patterns, PEOPLE).await?;
    let contacts = if are_many { Vec::new() } else { met };
    Ok(Sought {
        titles: text::words(q),
        people: people.into_iter().chain(contacts).collect::<HashSet<_>>().into_iter().collect(),
        many: are_many.then_some(words),
    })
}

/// A search under way.
struct Search<'a> {
    actor: &'a Actor,
    terms: &'a [Term],
    sought: &'a Sought,
    narrowed: Narrowed,
}

/// A page of what was said, and where it ends if it came anywhere.
struct SaidPage {
    rows: Vec<(Overseen, Found)>,
    end: Option<Place>,
    has_more: bool,
}

impl Search<'_> {
    /// Conversations that are called so, or in which somebody is; of these alone, where some are given.
    async fn called(
        &self,
        tx: &mut Tx,
        among: Option<&[ConversationId]>,
        before: Option<ConversationId>,
    ) -> Result<Vec<Overseen>> {
        // Of those that were named, all are wanted.
        let limit = among.map_or(self.narrowed.limit, |ids| ids.len() as i64);
        let (ws, narrowed) = (self.actor.workspace, Narrowed { before, limit, ..self.narrowed });
        let mut rows = sql::overseen_by_title(tx, ws, self.sought, among, &narrowed).await?;
        rows.extend(sql::overseen_by_people(tx, ws, self.sought, among, &narrowed).await?);
        rows.sort_by_key(|row| std::cmp::Reverse(row.id));
        rows.dedup_by_key(|row| row.id);
        Ok(rows)
    }

    /// The newest message with the words of each conversation that was not on the list before, by the newest first. What
    /// has shown up once is left out of the next question, so that a long conversation costs no more than a short one.
    async fn said(&self, tx: &mut Tx, place: Option<Place>, wanted: usize) -> Result<SaidPage> {
        let mut page = SaidPage { rows: Vec::new(), end: None, has_more: false };
        let Some(groups) = self.groups(tx).await? else { return Ok(page) };
        let ws = self.actor.workspace;
        let start = match place {
            Some(Place::Said(id, seq)) => sql::place_of(tx, ws, id, seq).await?.ok_or_else(page::wrong_cursor)?,
            _ => i64::MAX,
        };
        let (mut hits, mut passed, mut before): (Vec<FoundRow>, HashSet<ConversationId>, i64) =
            (Vec::new(), HashSet::new(), start);
        'rounds: for _ in 0..ROUNDS {
            let without: Vec<Term> = passed.iter().copied().map(conversation_sign).collect();
            let met = self.hits(tx, &groups, &without, (0, before), AT_ONCE).await?;
            page.has_more = met.len() as i64 == AT_ONCE;
            let Some(last) = met.last() else { break };
            before = sql::place_of(tx, ws, last.conversation_id, last.seq).await?.unwrap_or_default();
            let mut met = met.into_iter().peekable();
            while met.peek().is_some() {
                let few = next_few(&mut met, &passed, wanted + 1 - hits.len());
                let shown = self.shown_before(tx, &groups, &few, start).await?;
                for hit in few {
                    let (id, seq) = (hit.conversation_id, hit.seq);
                    if passed.insert(id) && !shown.contains(&id) {
                        if hits.len() == wanted {
                            page.has_more = true;
                            break 'rounds;
                        }
                        hits.push(hit);
                    }
                    page.end = Some(Place::Said(id, seq));
                }
            }
            if !page.has_more {
                break;
            }
        }
        let ids: Vec<_> = hits.iter().map(|hit| hit.conversation_id).collect();
        let rows = sql::these_overseen(tx, ws, &ids).await?;
        let mut rows: HashMap<_, _> = rows.into_iter().map(|row| (row.id, row)).collect();
        page.rows =
            hits.into_iter().filter_map(|hit| Some((rows.remove(&hit.conversation_id)?, said_so(hit, self.terms)))).collect();
        Ok(page)
    }

    /// What must stand in a message: the words, and where so few conversations fit that they can be named, one of their
    /// signs. Nothing where no message can fit.
    async fn groups(&self, tx: &mut Tx) -> Result<Option<Vec<Vec<Term>>>> {
        if self.terms.is_empty() {
            return Ok(None);
        }
        let mut groups: Vec<Vec<Term>> = self.terms.iter().map(|term| vec![term.clone()]).collect();
        if !self.narrowed.is_wide() {
            let few = Narrowed { limit: SCOPE + 1, ..self.narrowed };
            let fit = sql::overseen(tx, self.actor.workspace, &few).await?;
            if fit.is_empty() {
                return Ok(None);
            }
            if fit.len() as i64 <= SCOPE {
                groups.push(fit.into_iter().map(|row| conversation_sign(row.id)).collect());
            }
        }
        Ok(Some(groups))
    }

    async fn hits(
        &self,
        tx: &mut Tx,
        groups: &[Vec<Term>],
        without: &[Term],
        (from, before): (i64, i64),
        limit: i64,
    ) -> Result<Vec<FoundRow>> {
        let ask = SearchAsk {
            groups,
            without,
            is_narrow: groups.len() > self.terms.len(),
            before,
            from,
            between: (None, None),
            sees: Sees::All,
            logs: Logs::All,
            sees_notes: sees_support(self.actor) && self.actor.is_staff(),
            narrowed: self.narrowed,
            limit,
        };
        sql::search(tx, self.actor.workspace, self.actor.principal, &ask).await
    }

    /// Of the conversations of these hits, those that earlier pages have: by how they are called, or by a newer message.
    async fn shown_before(
        &self,
        tx: &mut Tx,
        groups: &[Vec<Term>],
        met: &[FoundRow],
        start: i64,
    ) -> Result<HashSet<ConversationId>> {
        let mut ids: Vec<_> = met.iter().map(|hit| hit.conversation_id).collect();
        ids.sort_unstable();
        ids.dedup();
        let mut shown: HashSet<_> = self.called(tx, Some(&ids), None).await?.into_iter().map(|row| row.id).collect();
        let mut left: HashSet<_> = ids.into_iter().filter(|id| !shown.contains(id)).collect();
        while start < i64::MAX && !left.is_empty() {
            // Each time without those that were met: what is said often hides none of the others.
            let mut narrow = groups.to_vec();
            narrow.push(left.iter().copied().map(conversation_sign).collect());
            let newer = self.hits(tx, &narrow, &[], (start, i64::MAX), AT_ONCE).await?;
            for hit in &newer {
                left.remove(&hit.conversation_id);
                shown.insert(hit.conversation_id);
            }
            if (newer.len() as i64) < AT_ONCE {
                break;
            }
        }
        Ok(shown)
    }
}

/// Hits up to so many conversations that did not pass yet: no more need be looked up than there is room for.
fn next_few(met: &mut Peekable<impl Iterator<Item = FoundRow>>, passed: &HashSet<ConversationId>, most: usize) -> Vec<FoundRow> {
    let mut new = HashSet::new();
    let mut few = Vec::new();
    while new.len() < most
        && let Some(hit) = met.next()
    {
        if !passed.contains(&hit.conversation_id) {
            new.insert(hit.conversation_id);
        }
        few.push(hit);
    }
    few
}

fn said_so(hit: FoundRow, terms: &[Term]) -> Found {
    Found {
        why: Why::Message,
        snippet: snippet(&hit.body, terms),
        message_id: Some(hit.id),
        seq: Some(hit.seq),
        kind: Some(MessageKind::of(hit.audience)),
        sender: Some(Principal { id: hit.sender_id, name: hit.sender_name, kind: hit.sender_kind }),
    }
}

/// How a conversation is called so: by its title, or by somebody's name and address. Nothing where it is by what is not
/// shown, such as a number.
fn how_called(row: &Overseen, terms: &[Term], addresses: &HashMap<PrincipalId, String>) -> Option<Found> {
    let found = |why: Why, text: &str| {
        let words = text::words(text);
        let is_so = terms.iter().all(|term| words.iter().any(|word| word.starts_with(term.text())));
        let snippet = snippet(text, terms);
        is_so.then_some(Found { why, snippet, message_id: None, seq: None, kind: None, sender: None })
    };
    let by_title = row.title.as_deref().and_then(|title| found(Why::Title, title));
    by_title.or_else(|| {
        row.people.iter().find_map(|who| {
            let address = addresses.get(&who.id).map_or("", String::as_str);
            let joint = if who.name.is_empty() || address.is_empty() { "" } else { " · " };
            found(Why::Person, &format!("{}{joint}{address}", who.name))
        })
    })
}
