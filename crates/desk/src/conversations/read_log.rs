//! Reads a conversation's log: its messages in pages both ways, and the entries themselves for resume.

use antiphon_base::{Error, Result};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::list_conversations::find_visible;
use super::model::{Entry, EntryBody, EntryRow, Message};
use super::{append, sql};
use crate::Desk;
use crate::accounts::Principal;
use crate::actor::Actor;
use crate::ids::{ConversationId, MessageId};
use crate::live::{Audience, Heads, LogEntry, LogPage, View};
use crate::page::PageLimit;
use antiphon_db::Tx;

/// Which page of messages.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct MessagesAsk {
    /// Messages after this place, oldest first.
    #[param(minimum = 0)]
    pub after_seq: Option<i64>,
    /// Messages before this place; without either, the newest page.
    #[param(minimum = 0)]
    pub before_seq: Option<i64>,
    /// Only answers to this message, from the oldest on.
    pub reply_to: Option<MessageId>,
    /// `true`: only those on the pinboard, from the oldest on.
    #[serde(default)]
    pub pinned: bool,
    /// 1 to 100, 50 when left out.
    #[serde(default)]
    #[param(value_type = Option<i64>, minimum = 1, maximum = 100)]
    pub limit: PageLimit,
}

/// A page of messages, always oldest first within the page.
#[derive(Serialize, ToSchema)]
pub struct MessagePage {
    /// The messages with their present texts.
    pub messages: Vec<Message>,
    /// The end of the log as far as the reader may know, read before the messages.
    pub last_seq: i64,
    /// Whether there are more in the direction that was asked for.
    pub has_more: bool,
}

/// A page of messages.
///
/// # Errors
/// `NotFound` where the actor does not see the conversation, `Invalid` when both directions are asked for.
pub async fn list_messages(desk: &Desk, actor: &Actor, id: ConversationId, ask: MessagesAsk) -> Result<MessagePage> {
    if ask.after_seq.is_some() && ask.before_seq.is_some() {
        return Err(Error::invalid("before_seq", "Give either after_seq or before_seq."));
    }
    if ask.before_seq.is_some() && (ask.reply_to.is_some() || ask.pinned) {
        return Err(Error::invalid("before_seq", "Answers and the pinboard are read from the oldest on: use after_seq."));
    }
    if ask.reply_to.is_some() && ask.pinned {
        return Err(Error::invalid("pinned", "Ask for answers or for the pinboard."));
    }
    for (field, place) in [("after_seq", ask.after_seq), ("before_seq", ask.before_seq)] {
        if place.is_some_and(|place| place < 0) {
            return Err(Error::invalid(field, "Give a seq, or 0."));
        }
    }
    let (limit, rows_asked) = (ask.limit, ask.limit.and_one());
    desk.read(actor, async |tx| {
        let conversation = find_visible(tx, actor, id).await?;
        let view = conversation.view(actor);
        let is_forward = ask.after_seq.is_some() || ask.reply_to.is_some() || ask.pinned;
        let after = ask.after_seq.unwrap_or(0).max(view.from_seq);
        let mut rows = match (is_forward, ask.reply_to) {
            (true, Some(to)) => sql::answers_after(tx, actor.workspace, id, to, view.audience, after, rows_asked).await?,
            (true, None) if ask.pinned => sql::pinned_after(tx, actor.workspace, id, view.audience, after, rows_asked).await?,
            (true, None) => sql::messages_after(tx, actor.workspace, id, view.audience, after, rows_asked).await?,
            (false, _) => {
                let between = (view.from_seq, ask.before_seq.unwrap_or(i64::MAX));
                sql::messages_before(tx, actor.workspace, id, view.audience, between, rows_asked).await?
            }
        };
        let has_more = limit.cut(&mut rows);
        if !is_forward {
            rows.reverse();
        }
        let heads = Heads { all: conversation.last_seq, public: conversation.last_public_seq };
        Ok(MessagePage {
            messages: rows.iter().filter_map(|row| Some(row.message(id)?.seen_after(view.from_seq))).collect(),
            last_seq: heads.for_audience(view.audience),
            has_more,
        })
    })
    .await
}

/// A stretch of the log itself, as the OpenAPI document tells it.
#[derive(Serialize, ToSchema)]
pub struct EntryPage {
    /// The entries that the reader may see, in order.
    pub entries: Vec<Entry>,
    /// The reader has now seen everything up to here.
    pub through_seq: i64,
    /// The end of the log as far as the reader may know.
    pub head: i64,
    /// The log's generation.
    pub epoch: String,
    /// Whether there is more after `through_seq`.
    pub has_more: bool,
    /// False when `epoch` was another one or `after_seq` lies beyond the end: load the conversation anew.
    pub recovered: bool,
}

/// One message with its present text.
///
/// # Errors
/// `NotFound` where the actor does not see the conversation, or it has no such message for them.
pub async fn find_message(desk: &Desk, actor: &Actor, id: ConversationId, message: MessageId) -> Result<Message> {
    desk.read(actor, async |tx| {
        let view = find_visible(tx, actor, id).await?.view(actor);
        let row = sql::message(tx, actor.workspace, id, message).await?;
        row.filter(|row| view.audience.sees(row.audience) && row.seq > view.from_seq)
            .and_then(|row| Some(row.message(id)?.seen_after(view.from_seq)))
            .ok_or(Error::NotFound)
    })
    .await
}

/// The newest message at or before a place, as the actor may see it.
///
/// # Errors
/// `NotFound` where the actor does not see the conversation.
pub async fn message_at(desk: &Desk, actor: &Actor, id: ConversationId, seq: i64) -> Result<Option<Message>> {
    let ask = MessagesAsk { before_seq: Some(seq.saturating_add(1)), limit: PageLimit::ONE, ..MessagesAsk::default() };
    Ok(list_messages(desk, actor, id, ask).await?.messages.pop())
}

/// What the actor has said under a client id, wherever that was.
///
/// # Errors
/// When storage cannot be read.
pub async fn find_own_message(desk: &Desk, actor: &Actor, client_msg_id: &str) -> Result<Option<Message>> {
    desk.read(actor, async |tx| match sql::entry_by_client_msg_id(tx, actor.workspace, actor.principal, client_msg_id).await? {
        Some((id, seq)) => Ok(sql::entry_at(tx, actor.workspace, id, seq).await?.and_then(|row| row.message(id))),
        None => Ok(None),
    })
    .await
}

/// How the actor sees the log; the same check for every door.
///
/// # Errors
/// `NotFound` where the actor does not see the conversation.
pub async fn view(desk: &Desk, actor: &Actor, id: ConversationId) -> Result<View> {
    desk.read(actor, async |tx| Ok(find_visible(tx, actor, id).await?.view(actor))).await
}

/// Entries after a place, as a view shows them.
pub(super) async fn entries_page(tx: &mut Tx, view: View, after: i64, limit: i64) -> Result<LogPage> {
    let id = ConversationId(view.topic.id);
    let workspace = view.topic.workspace;
    let after = after.max(view.from_seq);
    // The head first: what is appended in between is left for the next page.
    let heads = sql::heads(tx, workspace, &[id.0]).await?;
    let heads = heads.first().map(|(_, all, public)| Heads { all: *all, public: *public }).ok_or(Error::NotFound)?;
    let rows = sql::entries_after(tx, workspace, id, view.audience, after, limit).await?;
    let full = rows.len() as i64 == limit;
    let last = rows.last().map_or(after, |row| row.seq);
    let through_seq = if full { last } else { last.max(heads.all).max(after) };
    let newest = |reader: Audience| rows.iter().rfind(|row| reader.sees(row.audience)).map_or(0, |row| row.seq);
    let heads = Heads { all: heads.all.max(newest(Audience::Staff)), public: heads.public.max(newest(Audience::Public)) };
    Ok(LogPage { entries: rows.iter().map(|row| log_entry(id, row)).collect(), through_seq, heads, has_more: full })
}

fn log_entry(id: ConversationId, row: &EntryRow) -> LogEntry {
    let body = EntryBody {
        entry_type: row.entry_type,
        audience: row.audience,
        actor: Principal { id: row.actor_id, name: row.actor_name.clone(), kind: row.actor_kind },
        created_at: row.created_at,
        message: row.message(id),
        data: row.event_data(),
    };
    LogEntry {
        seq: row.seq,
        audience: row.audience,
        prev_public_seq: row.prev_public_seq,
        body: append::log_body(&body),
        late: append::late_of(&body),
    }
}
