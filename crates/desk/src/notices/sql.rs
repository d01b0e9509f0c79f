//! The questions about notices. Whoever changes somebody's notices holds their head first, so that two who change
//! the same ones follow each other.

use antiphon_base::{Result, Timestamp};
use antiphon_db::{FromRow, Json, Pieces, Tx, Value};

use super::model::{Notice, NoticeType, Priority};
use crate::accounts::Principal;
use crate::actor::PrincipalKind;
use crate::files::Attachment;
use crate::ids::{NoticeId, PrincipalId, WorkspaceId};

/// How many notices somebody has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromRow)]
pub(super) struct Head {
    pub(super) last_seq: i64,
    pub(super) unread: i64,
    pub(super) changes: i64,
}

#[derive(FromRow)]
struct NoticeRow {
    id: NoticeId,
    seq: i64,
    notice_type: NoticeType,
    priority: Priority,
    task_id: Option<String>,
    org_id: Option<String>,
    content: String,
    data: Option<Json<serde_json::Value>>,
    attachments: Option<Json<Vec<Attachment>>>,
    sender_id: PrincipalId,
    sender_name: String,
    sender_kind: PrincipalKind,
    created_at: Timestamp,
    read_at: Option<Timestamp>,
}

impl From<NoticeRow> for Notice {
    fn from(row: NoticeRow) -> Self {
        Self {
            id: row.id,
            seq: row.seq,
            notice_type: row.notice_type,
            priority: row.priority,
            task_id: row.task_id,
            org_id: row.org_id,
            content: row.content,
            data: row.data.map_or_else(|| serde_json::json!({}), |data| data.0),
            attachments: row.attachments.map(|files| files.0).unwrap_or_default(),
            sender: Principal { id: row.sender_id, name: row.sender_name, kind: row.sender_kind },
            created_at: row.created_at,
            read_at: row.read_at,
        }
    }
}

/// What is read of a notice; `n` is the notice, `s` its sender.
macro_rules! notice {
    ($rest:literal) => {
        concat!(
            "SELECT n.id, n.seq, n.type AS notice_type, n.priority, n.task_id, n.org_id, n.content, n.data, n.attachments,
                 n.sender_id, s.name AS sender_name, s.kind AS sender_kind, n.created_at, n.read_at
             FROM notices n JOIN principals s ON s.workspace_id = n.workspace_id AND s.id = n.sender_id
             WHERE ",
            $rest
        )
    };
}

/// One more place among somebody's notices.
pub(super) async fn take_place(tx: &mut Tx, ws: WorkspaceId, whom: PrincipalId) -> Result<i64> {
    Ok(tx
        .query(
            "INSERT INTO notice_heads (workspace_id, principal_id, last_seq, unread, changes) VALUES ($1, $2, 1, 1, 0)
             ON CONFLICT (workspace_id, principal_id)
             DO UPDATE SET last_seq = notice_heads.last_seq + 1, unread = notice_heads.unread + 1
             RETURNING last_seq",
        )
        .bind(ws)
        .bind(whom)
        .value()
        .await?)
}

pub(super) async fn insert(tx: &mut Tx, ws: WorkspaceId, whom: PrincipalId, notice: &Notice) -> Result<()> {
    let data = notice.data.as_object().filter(|data| !data.is_empty()).map(|_| Json(notice.data.clone()));
    let attachments = Some(notice.attachments.clone()).filter(|files| !files.is_empty()).map(Json);
    tx.query(
        "INSERT INTO notices (workspace_id, id, principal_id, seq, type, priority, task_id, org_id, content, data, attachments,
             sender_id, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
    )
    .bind(ws)
    .bind(notice.id)
    .bind(whom)
    .bind(notice.seq)
    .bind(notice.notice_type)
    .bind(notice.priority)
    .bind(notice.task_id.clone())
    .bind(notice.org_id.clone())
    .bind(notice.content.clone())
    .bind(data)
    .bind(attachments)
    .bind(notice.sender.id)
    .bind(notice.created_at)
    .run()
    .await?;
    Ok(())
}

pub(super) async fn head(tx: &mut Tx, ws: WorkspaceId, whom: PrincipalId) -> Result<Head> {
    let head: Option<Head> = tx
        .query("SELECT last_seq, unread, changes FROM notice_heads WHERE workspace_id = $1 AND principal_id = $2")
        .bind(ws)
        .bind(whom)
        .optional()
        .await?;
    Ok(head.unwrap_or_default())
}

/// Unread ones behind a place, oldest first.
pub(super) async fn unread(tx: &mut Tx, ws: WorkspaceId, whom: PrincipalId, after: i64, limit: i64) -> Result<Vec<Notice>> {
    let rows: Vec<NoticeRow> = tx
        .query(notice!(
            "n.workspace_id = $1 AND n.principal_id = $2 AND n.read_at IS NULL AND n.seq > $3 ORDER BY n.seq LIMIT $4"
        ))
        .bind(ws)
        .bind(whom)
        .bind(after)
        .bind(limit)
        .all()
        .await?;
    Ok(rows.into_iter().map(Notice::from).collect())
}

/// Those behind a place, read or not, oldest first.
pub(super) async fn after(tx: &mut Tx, ws: WorkspaceId, whom: PrincipalId, after: i64, limit: i64) -> Result<Vec<Notice>> {
    let rows: Vec<NoticeRow> = tx
        .query(notice!("n.workspace_id = $1 AND n.principal_id = $2 AND n.seq > $3 ORDER BY n.seq LIMIT $4"))
        .bind(ws)
        .bind(whom)
        .bind(after)
        .bind(limit)
        .all()
        .await?;
    Ok(rows.into_iter().map(Notice::from).collect())
}

/// Those about a task behind a place, oldest first.
pub(super) async fn of_task(
    tx: &mut Tx,
    ws: WorkspaceId,
    whom: PrincipalId,
    (task, after): (&str, i64),
    limit: i64,
) -> Result<Vec<Notice>> {
    let rows: Vec<NoticeRow> = tx
        .query(notice!("n.workspace_id = $1 AND n.principal_id = $2 AND n.task_id = $3 AND n.seq > $4 ORDER BY n.seq LIMIT $5"))
        .bind(ws)
        .bind(whom)
        .bind(task.to_owned())
        .bind(after)
        .bind(limit)
        .all()
        .await?;
    Ok(rows.into_iter().map(Notice::from).collect())
}

pub(super) async fn count_of_task(tx: &mut Tx, ws: WorkspaceId, whom: PrincipalId, task: &str) -> Result<i64> {
    Ok(tx
        .query("SELECT count(*) FROM notices WHERE workspace_id = $1 AND principal_id = $2 AND task_id = $3")
        .bind(ws)
        .bind(whom)
        .bind(task.to_owned())
        .value()
        .await?)
}

/// How somebody's list is narrowed.
#[derive(Debug, Default)]
pub(super) struct Narrowed {
    pub(super) notice_type: Option<NoticeType>,
    pub(super) task_id: Option<String>,
    pub(super) is_unread: bool,
    /// Older than this place.
    pub(super) before: Option<i64>,
}

/// Somebody's notices, newest first.
pub(super) async fn list(tx: &mut Tx, ws: WorkspaceId, whom: PrincipalId, narrowed: Narrowed, limit: i64) -> Result<Vec<Notice>> {
    let mut ask = Pieces::default();
    ask.add(notice!("n.workspace_id = $? AND n.principal_id = $?"), [Value::Id(ws.0), Value::Id(whom.0)]);
    if narrowed.is_unread {
        ask.add(" AND n.read_at IS NULL", []);
    }
    if let Some(notice_type) = narrowed.notice_type {
        ask.add(" AND n.type = $?", [Value::Text(notice_type.name().to_owned())]);
    }
    if let Some(task) = narrowed.task_id {
        ask.add(" AND n.task_id = $?", [Value::Text(task)]);
    }
    if let Some(before) = narrowed.before {
        ask.add(" AND n.seq < $?", [Value::Number(before)]);
    }
    ask.add(" ORDER BY n.seq DESC LIMIT $?", [Value::Number(limit)]);
    let rows: Vec<NoticeRow> = ask.ask(tx).all().await?;
    Ok(rows.into_iter().map(Notice::from).collect())
}

/// Holds somebody's notices until the change is over; the head as it was.
pub(super) async fn hold(tx: &mut Tx, ws: WorkspaceId, whom: PrincipalId) -> Result<Head> {
    tx.query("UPDATE notice_heads SET unread = unread WHERE workspace_id = $1 AND principal_id = $2")
        .bind(ws)
        .bind(whom)
        .run()
        .await?;
    head(tx, ws, whom).await
}

/// Marks unread ones as read; how many were.
pub(super) async fn mark(tx: &mut Tx, ws: WorkspaceId, whom: PrincipalId, ids: &[NoticeId], now: Timestamp) -> Result<i64> {
    let Some((last, others)) = ids.split_last() else { return Ok(0) };
    let mut ask = Pieces::default();
    ask.add(
        "UPDATE notices SET read_at = $? WHERE workspace_id = $? AND principal_id = $? AND read_at IS NULL AND id IN ($?",
        [Value::Time(now), Value::Id(ws.0), Value::Id(whom.0), Value::Id(last.0)],
    );
    // Filled up, so that there are few different texts for the engine to remember.
    let filling = ids.len().next_power_of_two() - ids.len();
    for id in others.iter().chain(std::iter::repeat_n(last, filling)) {
        ask.add(", $?", [Value::Id(id.0)]);
    }
    ask.add(")", []);
    note_read(tx, ws, whom, ask).await
}

/// Marks everything up to a place as read, of one type or task only where they are named; how many were.
pub(super) async fn mark_all(tx: &mut Tx, ws: WorkspaceId, whom: PrincipalId, narrowed: Narrowed, now: Timestamp) -> Result<i64> {
    let mut ask = Pieces::default();
    ask.add(
        "UPDATE notices SET read_at = $? WHERE workspace_id = $? AND principal_id = $? AND read_at IS NULL",
        [Value::Time(now), Value::Id(ws.0), Value::Id(whom.0)],
    );
    if let Some(notice_type) = narrowed.notice_type {
        ask.add(" AND type = $?", [Value::Text(notice_type.name().to_owned())]);
    }
    if let Some(task) = narrowed.task_id {
        ask.add(" AND task_id = $?", [Value::Text(task)]);
    }
    if let Some(before) = narrowed.before {
        ask.add(" AND seq < $?", [Value::Number(before)]);
    }
    note_read(tx, ws, whom, ask).await
}

async fn note_read(tx: &mut Tx, ws: WorkspaceId, whom: PrincipalId, ask: Pieces) -> Result<i64> {
    let marked = i64::try_from(ask.ask(tx).run().await?).unwrap_or(i64::MAX);
    if marked > 0 {
        change_head(tx, ws, whom, marked).await?;
    }
    Ok(marked)
}

/// So many of somebody's notices are not unread any more, or changed otherwise.
async fn change_head(tx: &mut Tx, ws: WorkspaceId, whom: PrincipalId, read: i64) -> Result<()> {
    tx.query("UPDATE notice_heads SET unread = unread - $3, changes = changes + 1 WHERE workspace_id = $1 AND principal_id = $2")
        .bind(ws)
        .bind(whom)
        .bind(read)
        .run()
        .await?;
    Ok(())
}

/// Takes a mark back; whether it was one.
pub(super) async fn unmark(tx: &mut Tx, ws: WorkspaceId, whom: PrincipalId, id: NoticeId) -> Result<bool> {
    let rows = tx
        .query(
            "UPDATE notices SET read_at = NULL
             WHERE workspace_id = $1 AND principal_id = $2 AND id = $3 AND read_at IS NOT NULL",
        )
        .bind(ws)
        .bind(whom)
        .bind(id)
        .run()
        .await?;
    if rows == 1 {
        change_head(tx, ws, whom, -1).await?;
    }
    Ok(rows == 1)
}

/// What became of a notice at the outside Pusher.
#[derive(Clone, Copy, Debug, PartialEq, Eq, antiphon_db::Type)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub(super) enum Publishing {
    Owed,
    Done,
    Refused,
    GivenUp,
}

pub(super) async fn note_publishing(tx: &mut Tx, ws: WorkspaceId, whom: PrincipalId, id: NoticeId, to: Publishing) -> Result<()> {
    tx.query("UPDATE notices SET publishing = $4 WHERE workspace_id = $1 AND principal_id = $2 AND id = $3")
        .bind(ws)
        .bind(whom)
        .bind(id)
        .bind(to)
        .run()
        .await?;
    Ok(())
}

/// One of somebody's notices.
pub(super) async fn find(tx: &mut Tx, ws: WorkspaceId, whom: PrincipalId, id: NoticeId) -> Result<Option<Notice>> {
    let row: Option<NoticeRow> = tx
        .query(notice!("n.workspace_id = $1 AND n.principal_id = $2 AND n.id = $3"))
        .bind(ws)
        .bind(whom)
        .bind(id)
        .optional()
        .await?;
    Ok(row.map(Notice::from))
}

/// How somebody wants to be told; what has no row is as usual.
pub(super) async fn settings(tx: &mut Tx, ws: WorkspaceId, whom: PrincipalId) -> Result<Vec<(NoticeType, bool)>> {
    Ok(tx
        .query("SELECT type, in_browser FROM notice_settings WHERE workspace_id = $1 AND principal_id = $2")
        .bind(ws)
        .bind(whom)
        .all()
        .await?)
}

pub(super) async fn set(tx: &mut Tx, ws: WorkspaceId, whom: PrincipalId, of: NoticeType, in_browser: bool) -> Result<()> {
    tx.query(
        "INSERT INTO notice_settings (workspace_id, principal_id, type, in_browser) VALUES ($1, $2, $3, $4)
         ON CONFLICT (workspace_id, principal_id, type) DO UPDATE SET in_browser = excluded.in_browser",
    )
    .bind(ws)
    .bind(whom)
    .bind(of)
    .bind(in_browser)
    .run()
    .await?;
    Ok(())
}

/// How long notices of each type stay; what has no row stays for ever.
pub(super) async fn retention(tx: &mut Tx, ws: WorkspaceId) -> Result<Vec<(NoticeType, Option<i64>, Option<i64>)>> {
    Ok(tx.query("SELECT type, read_days, unread_days FROM notice_retention WHERE workspace_id = $1").bind(ws).all().await?)
}

pub(super) async fn keep_for(
    tx: &mut Tx,
    ws: WorkspaceId,
    of: NoticeType,
    (read_days, unread_days): (Option<i64>, Option<i64>),
) -> Result<()> {
    tx.query(
        "INSERT INTO notice_retention (workspace_id, type, read_days, unread_days) VALUES ($1, $2, $3, $4)
         ON CONFLICT (workspace_id, type) DO UPDATE SET read_days = excluded.read_days, unread_days = excluded.unread_days",
    )
    .bind(ws)
    .bind(of)
    .bind(read_days)
    .bind(unread_days)
    .run()
    .await?;
    Ok(())
}

/// Before when notices go: those that were read, and those that were not.
type Before = (Option<Timestamp>, Option<Timestamp>);

/// What of a type is older than it may be.
fn is_overdue(ask: &mut Pieces, ws: WorkspaceId, of: NoticeType, before: Before) {
    ask.add(" FROM notices WHERE workspace_id = $? AND type = $?", [Value::Id(ws.0), Value::Text(of.name().to_owned())]);
    match before {
        (Some(read), Some(unread)) => ask.add(
            " AND ((read_at IS NOT NULL AND created_at < $?) OR (read_at IS NULL AND created_at < $?))",
            [Value::Time(read), Value::Time(unread)],
        ),
        (Some(read), None) => ask.add(" AND read_at IS NOT NULL AND created_at < $?", [Value::Time(read)]),
        (None, Some(unread)) => ask.add(" AND read_at IS NULL AND created_at < $?", [Value::Time(unread)]),
        (None, None) => ask.add(" AND 1 = 0", []),
    }
}

pub(super) async fn count_overdue(tx: &mut Tx, ws: WorkspaceId, of: NoticeType, before: Before) -> Result<i64> {
    let mut ask = Pieces::default();
    ask.add("SELECT count(*)", []);
    is_overdue(&mut ask, ws, of, before);
    Ok(ask.ask(tx).value().await?)
}

/// A notice that is to go.
#[derive(FromRow)]
pub(super) struct Overdue {
    pub(super) principal_id: PrincipalId,
    pub(super) id: NoticeId,
    pub(super) attachments: Option<Json<Vec<Attachment>>>,
}

/// So many of them, oldest first.
pub(super) async fn overdue(tx: &mut Tx, ws: WorkspaceId, of: NoticeType, before: Before, limit: i64) -> Result<Vec<Overdue>> {
    let mut ask = Pieces::default();
    ask.add("SELECT principal_id, id, attachments", []);
    is_overdue(&mut ask, ws, of, before);
    ask.add(" ORDER BY created_at LIMIT $?", [Value::Number(limit)]);
    Ok(ask.ask(tx).all().await?)
}

/// Takes some of somebody's notices away.
pub(super) async fn remove(tx: &mut Tx, ws: WorkspaceId, whom: PrincipalId, ids: &[NoticeId]) -> Result<()> {
    let mut unread = 0;
    for condition in [" AND read_at IS NULL", ""] {
        let mut ask = Pieces::default();
        ask.add("DELETE FROM notices WHERE workspace_id = $? AND principal_id = $?", [Value::Id(ws.0), Value::Id(whom.0)]);
        ask.add(condition, []);
        ask.add(" AND id IN (NULL", []);
        for id in ids {
            ask.add(", $?", [Value::Id(id.0)]);
        }
        ask.add(")", []);
        let removed = i64::try_from(ask.ask(tx).run().await?).unwrap_or(i64::MAX);
        if !condition.is_empty() {
            unread = removed;
        }
    }
    change_head(tx, ws, whom, unread).await
}
