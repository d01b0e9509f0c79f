//! Noting what was read. Nobody marks what is another's: it is simply not counted.

use antiphon_base::{Error, Result};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::list_notices::whose;
use super::model::{Notice, NoticeType, foreign_id};
use super::sql::{self, Narrowed};
use crate::actor::Actor;
use crate::ids::NoticeId;
use crate::live::Announcement;
use crate::{Desk, Work};

/// Most ids in one request.
const AT_ONCE: usize = 500;

/// Which notices were read, in the casing of their readers.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct MarkRead {
    /// Their ids, at most 500. What is unknown, another's or read already is passed over.
    pub message_ids: Vec<String>,
    /// For an API key: whose, by id or external id.
    pub user_id: Option<String>,
}

/// What was marked.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Marked {
    /// Always: what is not right is refused.
    pub success: bool,
    /// How many were unread until now.
    pub marked_count: i64,
}

/// Marks notices as read.
///
/// # Errors
/// `Invalid` on `messageIds` or `userId`; `Forbidden` for somebody else's.
pub async fn mark_read(desk: &Desk, actor: &Actor, ask: MarkRead) -> Result<Marked> {
    if ask.message_ids.len() > AT_ONCE {
        return Err(Error::invalid("messageIds", format!("Mark at most {AT_ONCE} at once.")));
    }
    let mut ids: Vec<NoticeId> = ask.message_ids.iter().filter_map(|id| id.parse().ok()).collect();
    ids.sort_unstable();
    ids.dedup();
    let now = desk.clock.now();
    desk.write(actor, async |work| {
        let whom = whose(work, actor, ask.user_id.as_deref()).await?;
        sql::hold(work, actor.workspace, whom).await?;
        let marked_count = sql::mark(work, actor.workspace, whom, &ids, now).await?;
        if marked_count > 0 {
            work.tell(Announcement::Personal { workspace: actor.workspace, principal: whom });
        }
        Ok(Marked { success: true, marked_count })
    })
    .await
}

/// Which of one's notices were read all together.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MarkAll {
    /// Up to this place: what came since was not seen. Everything when left out.
    #[schema(minimum = 1)]
    pub through_seq: Option<i64>,
    /// Of this type only.
    #[serde(rename = "type")]
    pub notice_type: Option<NoticeType>,
    /// About this task only.
    pub task_id: Option<String>,
}

/// Marks all of one's own as read, or all of a type or task.
///
/// # Errors
/// `Invalid` on `through_seq` or `task_id`.
pub async fn mark_all_read(desk: &Desk, actor: &Actor, ask: MarkAll) -> Result<i64> {
    let before = match ask.through_seq {
        Some(seq) if seq < 1 => return Err(Error::invalid("through_seq", "Give the place of a notice, 1 or more.")),
        seq => seq.map(|seq| seq.saturating_add(1)),
    };
    let task_id = foreign_id("task_id", ask.task_id.as_deref())?;
    let narrowed = Narrowed { notice_type: ask.notice_type, task_id, is_unread: true, before };
    let now = desk.clock.now();
    desk.write(actor, async |work| {
        sql::hold(work, actor.workspace, actor.principal).await?;
        let marked = sql::mark_all(work, actor.workspace, actor.principal, narrowed, now).await?;
        if marked > 0 {
            tell(work, actor);
        }
        Ok(marked)
    })
    .await
}

/// Whether somebody has read a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// They have.
    Read,
    /// They want to come back to it.
    Unread,
}

/// Marks one of one's own as read or unread; a repeat changes nothing.
///
/// # Errors
/// `NotFound`.
pub async fn set_reading(desk: &Desk, actor: &Actor, id: NoticeId, reading: Reading) -> Result<Notice> {
    let (ws, me, now) = (actor.workspace, actor.principal, desk.clock.now());
    desk.write(actor, async |work| {
        sql::hold(work, ws, me).await?;
        let is_new = match reading {
            Reading::Read => sql::mark(work, ws, me, &[id], now).await? > 0,
            Reading::Unread => sql::unmark(work, ws, me, id).await?,
        };
        if is_new {
            tell(work, actor);
        }
        sql::find(work, ws, me, id).await?.ok_or(Error::NotFound)
    })
    .await
}

fn tell(work: &mut Work<'_>, actor: &Actor) {
    work.tell(Announcement::Personal { workspace: actor.workspace, principal: actor.principal });
}
