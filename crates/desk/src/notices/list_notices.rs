//! Somebody's notices: the unread ones, those about a task, all of them. Each sees their own; a key says whose.

use antiphon_base::{Error, Result};
use antiphon_db::Tx;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::model::{Notice, NoticeType, foreign_id};
use super::sql::{self, Narrowed};
use crate::actor::{Actor, Permission, PrincipalKind};
use crate::ids::PrincipalId;
use crate::page::{self, PageLimit};
use crate::{Desk, accounts};

/// Whose unread notices, and how many of them.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub struct UnreadAsk {
    /// 1 to 100, 50 when left out.
    #[serde(default)]
    #[param(value_type = Option<i64>, minimum = 1, maximum = 100)]
    pub limit: PageLimit,
    /// The `nextCursor` of the page before.
    pub cursor: Option<String>,
    /// For an API key: whose, by id or external id.
    pub user_id: Option<String>,
}

/// Unread notices, oldest first.
#[derive(Debug)]
pub struct UnreadPage {
    /// This page's.
    pub notices: Vec<Notice>,
    /// How many are unread in all.
    pub total: i64,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// The actor's unread notices; for a key, those of whom it names.
///
/// # Errors
/// `Invalid` on `userId` or `cursor`; `Forbidden` for somebody else's, and for a key without `notices:read`.
pub async fn list_unread(desk: &Desk, actor: &Actor, ask: UnreadAsk) -> Result<UnreadPage> {
    let (ws, after) = (actor.workspace, place(ask.cursor.as_deref(), 0)?);
    desk.read(actor, async |tx| {
        let whom = whose(tx, actor, ask.user_id.as_deref()).await?;
        let mut notices = sql::unread(tx, ws, whom, after, ask.limit.and_one()).await?;
        let total = sql::head(tx, ws, whom).await?.unread;
        let next = ask.limit.cut_at(&mut notices, |last| page::cursor(last.seq));
        Ok(UnreadPage { notices, total, next })
    })
    .await
}

/// Which of a task's notices.
pub type TaskAsk = UnreadAsk;

/// A task's notices, oldest first.
#[derive(Debug)]
pub struct TaskPage {
    /// This page's, read and unread.
    pub notices: Vec<Notice>,
    /// How many there are of the task in all.
    pub count: i64,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// The actor's notices about a task; none where there is no such task.
///
/// # Errors
/// As [`list_unread`].
pub async fn list_task(desk: &Desk, actor: &Actor, task: &str, ask: TaskAsk) -> Result<TaskPage> {
    let (ws, after) = (actor.workspace, place(ask.cursor.as_deref(), 0)?);
    desk.read(actor, async |tx| {
        let whom = whose(tx, actor, ask.user_id.as_deref()).await?;
        let mut notices = sql::of_task(tx, ws, whom, (task, after), ask.limit.and_one()).await?;
        let count = sql::count_of_task(tx, ws, whom, task).await?;
        let next = ask.limit.cut_at(&mut notices, |last| page::cursor(last.seq));
        Ok(TaskPage { notices, count, next })
    })
    .await
}

/// How one's list is narrowed.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct NoticesAsk {
    /// Of this type only.
    #[serde(rename = "type")]
    #[param(rename = "type")]
    pub notice_type: Option<NoticeType>,
    /// About this task only.
    pub task_id: Option<String>,
    /// Unread ones only.
    #[serde(default)]
    pub unread: bool,
    /// 1 to 100, 50 when left out.
    #[serde(default)]
    #[param(value_type = Option<i64>, minimum = 1, maximum = 100)]
    pub limit: PageLimit,
    /// Where the last page ended.
    pub cursor: Option<String>,
}

/// One's notices, newest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct NoticePage {
    /// This page's.
    pub notices: Vec<Notice>,
    /// How many are unread in all.
    pub unread: i64,
    /// The newest one's place: what was read up to there can be marked at once.
    pub last_seq: i64,
    /// Where the next page begins.
    pub next_cursor: Option<String>,
}

/// All that the actor was told.
///
/// # Errors
/// `Invalid` on `task_id` or `cursor`.
pub async fn list_notices(desk: &Desk, actor: &Actor, ask: NoticesAsk) -> Result<NoticePage> {
    let (ws, me) = (actor.workspace, actor.principal);
    let narrowed = Narrowed {
        notice_type: ask.notice_type,
        task_id: foreign_id("task_id", ask.task_id.as_deref())?,
        is_unread: ask.unread,
        before: ask.cursor.as_deref().map(|cursor| place(Some(cursor), 0)).transpose()?,
    };
    desk.read(actor, async |tx| {
        let mut notices = sql::list(tx, ws, me, narrowed, ask.limit.and_one()).await?;
        let head = sql::head(tx, ws, me).await?;
        let next_cursor = ask.limit.cut_at(&mut notices, |last| page::cursor(last.seq));
        Ok(NoticePage { notices, unread: head.unread, last_seq: head.last_seq, next_cursor })
    })
    .await
}

/// Whose notices are meant: one's own, unless a key asks.
pub(super) async fn whose(tx: &mut Tx, actor: &Actor, user: Option<&str>) -> Result<PrincipalId> {
    if actor.kind == PrincipalKind::Key {
        actor.need(Permission::NoticesRead)?;
    }
    let Some(user) = foreign_id("userId", user)? else {
        return match actor.kind {
            PrincipalKind::Key => Err(Error::invalid("userId", "An API key says whose notices it means.")),
            _ => Ok(actor.principal),
        };
    };
    let found = accounts::find_named(tx, actor.workspace, &user).await?;
    match actor.kind {
        PrincipalKind::Key => found.ok_or_else(unknown_person),
        _ if found == Some(actor.principal) => Ok(actor.principal),
        _ => Err(Error::forbidden("These are somebody else's notices; everybody sees their own.")),
    }
}

/// What is said of a person whom nobody knows.
pub(super) fn unknown_person() -> Error {
    Error::invalid("userId", "Give the id of a person of this workspace, or the external id that the workspace gave them.")
}

/// The place behind which, or before which, a page begins.
fn place(cursor: Option<&str>, first: i64) -> Result<i64> {
    cursor.map_or(Ok(first), |cursor| page::read_cursor(cursor, |text| text.parse().ok().filter(|place| *place > 0)))
}
