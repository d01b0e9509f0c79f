//! Lists and single conversations, as their reader sees them. A row costs one indexed read however long the log is.

use antiphon_base::{Error, Result, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::feed;
use super::model::{
    Conversation, ConversationDetail, ConversationRow, Kind, Logs, Participant, ParticipantRole, Status, sees_support,
};
use super::sql::{self, ListAsk, Shelf};
use crate::Desk;
use crate::actor::Actor;
use crate::ids::{ConversationId, PrincipalId};
use crate::live::Audience;
use crate::page::{self, PageLimit};
use crate::text;
use antiphon_db::Tx;

/// What a list asks for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListConversations {
    /// Staff see support conversations unless another kind is asked for; customers all of theirs. Reported chats (`log`)
    /// stand in no other list.
    pub kind: Option<Kind>,
    /// One status, or several separated by commas.
    pub status: Option<String>,
    /// `me`, `none` or a person's id.
    pub assignee: Option<String>,
    /// Only those of this contact (staff).
    pub contact_id: Option<PrincipalId>,
    /// Part of the customer's name or address (staff).
    pub q: Option<String>,
    /// `me`: those in which one was mentioned, the newest mention first. Goes with no other filter.
    pub mentioned: Option<String>,
    /// `true` for what was put away, and only that; left out, it is passed over (staff).
    pub archived: Option<bool>,
    /// `true` for what the team pinned (staff).
    pub pinned: Option<bool>,
    /// Only those between oneself and this one alone. Goes with `kind=direct`.
    pub between: Option<PrincipalId>,
    /// 1 to 100, 50 when left out.
    #[serde(default)]
    #[param(value_type = Option<i64>, minimum = 1, maximum = 100)]
    pub limit: PageLimit,
    /// Where the last page ended.
    pub cursor: Option<String>,
}

/// One page of a list.
#[derive(Serialize, ToSchema)]
pub struct ConversationPage {
    /// Newest activity first.
    pub conversations: Vec<Conversation>,
    /// Where the next page begins; nothing on the last one.
    pub next_cursor: Option<String>,
    /// Follow the feed from here: it was read before the rows, so nothing falls in between.
    pub feed_cursor: String,
}

/// A page of the conversations that the actor sees.
///
/// # Errors
/// `Invalid` on a filter or the cursor.
pub async fn list_conversations(desk: &Desk, actor: &Actor, ask: ListConversations) -> Result<ConversationPage> {
    let limit = ask.limit;
    let (assigned, assignee) = match ask.assignee.as_deref() {
        None => ("any", None),
        Some("none") => ("none", None),
        Some("me") => ("one", Some(actor.principal)),
        Some(id) => ("one", Some(id.parse().map_err(|_| Error::invalid("assignee", "Give `me`, `none` or a person's id."))?)),
    };
    if let Some(who) = ask.mentioned.as_deref() {
        return list_mentioning(desk, actor, who, &ask).await;
    }
    let is_staff_list = sees_support(actor) && ask.kind.is_none_or(|kind| kind == Kind::Support);
    let logs = if ask.kind == Some(Kind::Log) { Logs::of(actor) } else { Logs::None };
    if !is_staff_list {
        let support_only = [
            ("assignee", ask.assignee.is_some()),
            ("contact_id", ask.contact_id.is_some() && logs == Logs::None),
            ("q", ask.q.is_some()),
            ("archived", ask.archived.is_some()),
            ("pinned", ask.pinned.is_some()),
        ];
        if let Some((field, _)) = support_only.into_iter().find(|(_, is_given)| *is_given) {
            return Err(Error::invalid(field, "Only the team's list of support conversations is narrowed so."));
        }
    }
    if ask.between.is_some() && ask.kind != Some(Kind::Direct) {
        return Err(Error::invalid("between", "Only direct conversations are between two; ask with `kind=direct`."));
    }
    let list = ListAsk {
        kind: ask.kind,
        statuses: checked_statuses(ask.status.as_deref())?,
        assigned,
        assignee,
        contact: ask.contact_id,
        between: ask.between,
        pattern: text::contained("q", ask.q.as_deref())?.unwrap_or_default(),
        before: match ask.cursor.as_deref() {
            None => (end_of_time(), ConversationId(uuid::Uuid::max())),
            Some(cursor) => parse_cursor(cursor)?,
        },
        shelf: match (ask.archived, ask.pinned) {
            (Some(true), Some(true)) => return Err(Error::invalid("pinned", "What is put away is not pinned.")),
            (Some(true), _) => Shelf::Archived,
            (_, Some(true)) => Shelf::Pinned,
            _ => Shelf::AtHand,
        },
        limit: limit.and_one(),
    };
    let (feed_cursor, mut rows) = desk
        .read(actor, async |tx| {
            let feed_cursor = feed::cursor_now(desk, tx).await?;
            let rows = if is_staff_list {
                sql::list_support(tx, actor.workspace, actor.principal, &list).await?
            } else if logs != Logs::None {
                sql::list_logs(tx, actor.workspace, actor.principal, logs, &list).await?
            } else {
                sql::list_own(tx, actor.workspace, actor.principal, &list).await?
            };
            Ok((feed_cursor, rows))
        })
        .await?;
    let next_cursor = limit.cut_at(&mut rows, |last| cursor_after(last.last_activity_at, last.id));
    Ok(ConversationPage { conversations: rows.into_iter().map(|row| row.seen_by(actor)).collect(), next_cursor, feed_cursor })
}

/// Conversations in which the actor was mentioned.
async fn list_mentioning(desk: &Desk, actor: &Actor, who: &str, ask: &ListConversations) -> Result<ConversationPage> {
    if who != "me" {
        return Err(Error::invalid("mentioned", "Give `me`: nobody sees how others are mentioned."));
    }
    let others = [
        ask.kind.is_some(),
        ask.status.is_some(),
        ask.assignee.is_some(),
        ask.contact_id.is_some(),
        ask.between.is_some(),
        ask.q.is_some(),
    ];
    if others.contains(&true) || ask.archived.is_some() || ask.pinned.is_some() {
        return Err(Error::invalid("mentioned", "Ask for mentions without another filter."));
    }
    let before = ask.cursor.as_deref().map_or(Ok((end_of_time(), ConversationId(uuid::Uuid::max()))), parse_cursor)?;
    let limit = ask.limit;
    desk.read(actor, async |tx| {
        let feed_cursor = feed::cursor_now(desk, tx).await?;
        let mut found = sql::list_mentioning(tx, actor.workspace, actor.principal, before, limit.and_one()).await?;
        let next_cursor = limit.cut_at(&mut found, |(id, at)| cursor_after(*at, *id));
        let mut conversations = Vec::with_capacity(found.len());
        for (id, _) in found {
            // One page of them, each by its key.
            let row = sql::find(tx, actor.workspace, actor.principal, id).await?;
            conversations.extend(row.filter(|row| row.is_visible_to(actor)).map(|row| row.seen_by(actor)));
        }
        Ok(ConversationPage { conversations, next_cursor, feed_cursor })
    })
    .await
}

/// One conversation with who is in it.
///
/// # Errors
/// `NotFound` where the actor does not see it.
pub async fn get_conversation(desk: &Desk, actor: &Actor, id: ConversationId) -> Result<ConversationDetail> {
    desk.read(actor, async |tx| {
        let row = find_visible(tx, actor, id).await?;
        let participants = visible_participants(tx, actor, &row).await?;
        Ok(ConversationDetail { conversation: row.seen_by(actor), participants, epoch: desk.epoch.clone() })
    })
    .await
}

/// The contact's own newest conversation, one that is not resolved before one that is.
///
/// # Errors
/// When storage cannot be read.
pub async fn conversation_of_contact(desk: &Desk, actor: &Actor) -> Result<Option<Conversation>> {
    desk.read(actor, async |tx| {
        Ok(sql::newest_of_contact(tx, actor.workspace, actor.principal).await?.map(|row| row.seen_by(actor)))
    })
    .await
}

pub(super) async fn find_visible(tx: &mut Tx, actor: &Actor, id: ConversationId) -> Result<ConversationRow> {
    let row = sql::find(tx, actor.workspace, actor.principal, id).await?;
    row.filter(|row| row.is_visible_to(actor)).ok_or(Error::NotFound)
}

/// Customers see how far staff have read as one mark of the team would have it: in public entries only.
pub(super) async fn visible_participants(tx: &mut Tx, actor: &Actor, row: &ConversationRow) -> Result<Vec<Participant>> {
    let reader = row.view(actor).audience;
    let mut participants = sql::participants(tx, actor.workspace, row.id, reader).await?;
    if reader == Audience::Public && row.kind == Kind::Support {
        participants.retain(|participant| participant.role != ParticipantRole::Customer || participant.id == actor.principal);
    }
    Ok(participants)
}

fn checked_statuses(asked: Option<&str>) -> Result<String> {
    const ALL: [Status; 8] = [
        Status::Queued,
        Status::Open,
        Status::Pending,
        Status::Snoozed,
        Status::Resolved,
        Status::Active,
        Status::Completed,
        Status::Abandoned,
    ];
    let Some(asked) = asked.filter(|asked| !asked.is_empty()) else { return Ok(String::new()) };
    for status in asked.split(',') {
        if !ALL.iter().any(|known| known.as_str() == status) {
            let all = ALL.map(Status::as_str).join(", ");
            return Err(Error::invalid("status", format!("Give some of these, separated by commas: {all}.")));
        }
    }
    Ok(asked.to_owned())
}

/// Later than everything, and still written with four digits, so that it sorts as text too.
pub(super) fn end_of_time() -> Timestamp {
    Timestamp::from_timestamp(253_402_300_799, 0).expect("the last second of the year 9999 is a time")
}

fn cursor_after(at: Timestamp, id: ConversationId) -> String {
    page::cursor(format!("{} {id}", at.timestamp_micros()))
}

fn parse_cursor(cursor: &str) -> Result<(Timestamp, ConversationId)> {
    page::read_cursor(cursor, |text| {
        let (micros, id) = text.split_once(' ')?;
        Some((Timestamp::from_timestamp_micros(micros.parse().ok()?)?, id.parse().ok()?))
    })
}
