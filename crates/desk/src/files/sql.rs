//! The questions about files.

use antiphon_base::{Result, Timestamp};
use antiphon_db::{Pieces, Tx, Value};

use super::keep_files::{FileState, FilesAsk, KeptFile, Order, Room};
use super::model::FileRow;
use crate::ids::{FileId, PrincipalId, WorkspaceId};
use crate::text;

macro_rules! files {
    ($tail:literal) => {
        concat!(
            "SELECT id, name, mime, size, received, parts, sha256, width, height, has_thumbnail, uploaded_by, attached_at, ready_at
             FROM files WHERE workspace_id = $1 AND ",
            $tail
        )
    };
}

pub(super) async fn find(tx: &mut Tx, ws: WorkspaceId, id: FileId) -> Result<Option<FileRow>> {
    Ok(tx
        .query(files!("id = $2 AND deleted_at IS NULL AND removed_at IS NULL AND withheld_at IS NULL"))
        .bind(ws)
        .bind(id)
        .optional()
        .await?)
}

pub(super) async fn insert(
    tx: &mut Tx,
    ws: WorkspaceId,
    id: FileId,
    name: &str,
    size: i64,
    by: PrincipalId,
    now: Timestamp,
) -> Result<()> {
    tx.query(
        "INSERT INTO files (workspace_id, id, name, name_folded, mime, size, received, parts, has_thumbnail, uploaded_by, created_at, touched_at)
         VALUES ($1, $2, $3, $7, '', $4, 0, '', FALSE, $5, $6, $6)",
    )
    .bind(ws)
    .bind(id)
    .bind(name.to_owned())
    .bind(size)
    .bind(by)
    .bind(now)
    .bind(text::fold(name))
    .run()
    .await?;
    Ok(())
}

/// Bytes that the workspace's files take or will take; those that were taken away do not count.
pub(super) async fn taken(tx: &mut Tx, ws: WorkspaceId) -> Result<i64> {
    Ok(tx
        .query(
            "SELECT CAST(coalesce(sum(size), 0) AS bigint) FROM files
             WHERE workspace_id = $1 AND deleted_at IS NULL AND removed_at IS NULL",
        )
        .bind(ws)
        .value()
        .await?)
}

/// How much room the workspace's files take, and those that were taken away.
pub(super) async fn room(tx: &mut Tx, ws: WorkspaceId) -> Result<Room> {
    Ok(tx
        .query(
            "SELECT (SELECT count(*) FROM files WHERE workspace_id = $1 AND deleted_at IS NULL AND removed_at IS NULL) AS files,
                 (SELECT CAST(coalesce(sum(size), 0) AS bigint) FROM files
                     WHERE workspace_id = $1 AND deleted_at IS NULL AND removed_at IS NULL) AS bytes,
                 (SELECT CAST(coalesce(sum(size), 0) AS bigint) FROM files
                     WHERE workspace_id = $1 AND deleted_at IS NULL AND removed_at IS NOT NULL) AS removed_bytes",
        )
        .bind(ws)
        .one()
        .await?)
}

/// A file as those who keep the workspace see it.
macro_rules! kept {
    ($tail:literal) => {
        concat!(
            "SELECT f.id, f.name, f.mime, f.kind, f.size, f.received, f.width, f.height, f.has_thumbnail, f.created_at, f.ready_at,
                    f.attached_at, f.removed_at, p.id AS sender_id, p.name AS sender_name, p.kind AS sender_kind
             FROM files f JOIN principals p ON p.workspace_id = f.workspace_id AND p.id = f.uploaded_by WHERE ",
            $tail
        )
    };
}

pub(super) async fn one_kept(tx: &mut Tx, ws: WorkspaceId, id: FileId) -> Result<Option<KeptFile>> {
    Ok(tx
        .query(kept!("f.workspace_id = $1 AND f.id = $2 AND f.deleted_at IS NULL AND f.withheld_at IS NULL"))
        .bind(ws)
        .bind(id)
        .optional()
        .await?)
}

/// A page of files. Each state, kind, sender and order has its index; a part of the name and a size are looked at on the way.
pub(super) async fn list(tx: &mut Tx, ws: WorkspaceId, ask: &FilesAsk, limit: i64) -> Result<Vec<KeptFile>> {
    let mut pieces = Pieces::default();
    pieces.add(kept!("f.workspace_id = $? AND f.deleted_at IS NULL AND f.withheld_at IS NULL"), [Value::Id(ws.0)]);
    let state = match ask.state {
        None => " AND f.removed_at IS NULL",
        Some(FileState::Sent) => " AND f.removed_at IS NULL AND f.attached_at IS NOT NULL",
        Some(FileState::Unsent) => " AND f.removed_at IS NULL AND f.attached_at IS NULL",
        Some(FileState::Removed) => " AND f.removed_at IS NOT NULL",
    };
    pieces.add(state, []);
    if let Some(kind) = ask.kind {
        pieces.add(" AND f.kind = $?", [Value::Text(kind.as_str().to_owned())]);
    }
    if let Some(sender) = ask.sender {
        pieces.add(" AND f.uploaded_by = $?", [Value::Id(sender.0)]);
    }
    if let Some(size) = ask.min_size {
        pieces.add(" AND f.size >= $?", [Value::Number(size)]);
    }
    if let Some(pattern) = &ask.pattern {
        pieces.add(" AND f.name_folded LIKE $? ESCAPE '\\'", [Value::Text(pattern.clone())]);
    }
    match (ask.order, ask.after) {
        (Order::Newest, Some((_, id))) => pieces.add(" AND f.id < $?", [Value::Id(id.0)]),
        (Order::Largest, Some((size, id))) => {
            pieces.add(" AND (f.size, f.id) < ($?, $?)", [Value::Number(size), Value::Id(id.0)])
        }
        (_, None) => {}
    }
    let order = match ask.order {
        Order::Newest => " ORDER BY f.id DESC LIMIT $?",
        Order::Largest => " ORDER BY f.size DESC, f.id DESC LIMIT $?",
    };
    pieces.add(order, [Value::Number(limit)]);
    Ok(pieces.ask(tx).all().await?)
}

/// Takes a file away, to be given back for a time; false when it is away already.
pub(super) async fn remove(tx: &mut Tx, ws: WorkspaceId, id: FileId, by: PrincipalId, now: Timestamp) -> Result<bool> {
    let rows = tx
        .query(
            "UPDATE files SET removed_at = $4, removed_by = $3
             WHERE workspace_id = $1 AND id = $2 AND removed_at IS NULL AND deleted_at IS NULL",
        )
        .bind(ws)
        .bind(id)
        .bind(by)
        .bind(now)
        .run()
        .await?;
    Ok(rows == 1)
}

/// Gives a file back; one that nobody has shown yet may be shown for a day from now on.
pub(super) async fn restore(tx: &mut Tx, ws: WorkspaceId, id: FileId, now: Timestamp) -> Result<bool> {
    let rows = tx
        .query(
            "UPDATE files SET removed_at = NULL, removed_by = NULL, touched_at = $3
             WHERE workspace_id = $1 AND id = $2 AND removed_at IS NOT NULL AND deleted_at IS NULL",
        )
        .bind(ws)
        .bind(id)
        .bind(now)
        .run()
        .await?;
    Ok(rows == 1)
}

pub(super) async fn rename(tx: &mut Tx, ws: WorkspaceId, id: FileId, name: &str) -> Result<()> {
    tx.query("UPDATE files SET name = $3, name_folded = $4 WHERE workspace_id = $1 AND id = $2 AND deleted_at IS NULL")
        .bind(ws)
        .bind(id)
        .bind(name.to_owned())
        .bind(text::fold(name))
        .run()
        .await?;
    Ok(())
}

/// Notes that a part is stored; false when another one came first.
pub(super) async fn advance(
    tx: &mut Tx,
    ws: WorkspaceId,
    id: FileId,
    part: FileId,
    from: i64,
    to: i64,
    now: Timestamp,
) -> Result<bool> {
    let rows = tx
        .query(
            "UPDATE files SET received = $4, touched_at = $5, parts = parts || $6
             WHERE workspace_id = $1 AND id = $2 AND received = $3 AND ready_at IS NULL AND deleted_at IS NULL",
        )
        .bind(ws)
        .bind(id)
        .bind(from)
        .bind(to)
        .bind(now)
        .bind(format!("{part} "))
        .run()
        .await?;
    Ok(rows == 1)
}

/// What was found out about a whole file.
pub(super) struct Found<'a> {
    pub(super) mime: &'a str,
    pub(super) sha256: &'a str,
    pub(super) pixels: Option<(i64, i64)>,
    pub(super) has_thumbnail: bool,
    pub(super) now: Timestamp,
}

pub(super) async fn finish(tx: &mut Tx, ws: WorkspaceId, id: FileId, found: &Found<'_>) -> Result<bool> {
    let rows = tx
        .query(
            "UPDATE files SET parts = '', mime = $3, sha256 = $4, width = $5, height = $6, has_thumbnail = $7, ready_at = $8, touched_at = $8
             WHERE workspace_id = $1 AND id = $2 AND ready_at IS NULL AND deleted_at IS NULL",
        )
        .bind(ws)
        .bind(id)
        .bind(found.mime.to_owned())
        .bind(found.sha256.to_owned())
        .bind(found.pixels.map(|pixels| pixels.0))
        .bind(found.pixels.map(|pixels| pixels.1))
        .bind(found.has_thumbnail)
        .bind(found.now)
        .run()
        .await?;
    Ok(rows == 1)
}

/// Says that a file is shown somewhere now; false when it is not its owner's to show, or is shown already.
pub(super) async fn attach(tx: &mut Tx, ws: WorkspaceId, id: FileId, by: PrincipalId, now: Timestamp) -> Result<bool> {
    let rows = tx
        .query(
            "UPDATE files SET attached_at = $4 WHERE workspace_id = $1 AND id = $2 AND uploaded_by = $3
                 AND ready_at IS NOT NULL AND attached_at IS NULL AND deleted_at IS NULL",
        )
        .bind(ws)
        .bind(id)
        .bind(by)
        .bind(now)
        .run()
        .await?;
    Ok(rows == 1)
}

/// Takes back a file that is shown nowhere; false when it is shown, or given up, by now.
pub(super) async fn take_back(tx: &mut Tx, ws: WorkspaceId, id: FileId, now: Timestamp) -> Result<bool> {
    let rows = tx
        .query(
            "UPDATE files SET deleted_at = $3
             WHERE workspace_id = $1 AND id = $2 AND deleted_at IS NULL AND attached_at IS NULL",
        )
        .bind(ws)
        .bind(id)
        .bind(now)
        .run()
        .await?;
    Ok(rows == 1)
}

/// Gives a file up; its bytes are taken away by the next cleaning.
pub(super) async fn give_up(tx: &mut Tx, ws: WorkspaceId, id: FileId, now: Timestamp) -> Result<()> {
    tx.query("UPDATE files SET deleted_at = $3 WHERE workspace_id = $1 AND id = $2 AND deleted_at IS NULL")
        .bind(ws)
        .bind(id)
        .bind(now)
        .run()
        .await?;
    Ok(())
}

/// Withholds a file since a time, or shows it again; false when it is gone.
pub(super) async fn set_withheld(tx: &mut Tx, ws: WorkspaceId, id: FileId, since: Option<Timestamp>) -> Result<bool> {
    let rows = tx
        .query("UPDATE files SET withheld_at = $3 WHERE workspace_id = $1 AND id = $2 AND deleted_at IS NULL")
        .bind(ws)
        .bind(id)
        .bind(since)
        .run()
        .await?;
    Ok(rows == 1)
}

/// Before when a file was last touched, or taken away or withheld, for it to go.
#[derive(Clone, Copy)]
pub(super) struct Before {
    pub(super) touched: Timestamp,
    pub(super) removed: Timestamp,
}

/// Files that were given up, or taken away or withheld long ago, or that nobody has shown or gone on with for a time.
pub(super) async fn orphans(tx: &mut Tx, before: Before, most: i64) -> Result<Vec<(WorkspaceId, FileId, i64)>> {
    // The first condition says no more than the second; it is the index's own.
    let mut orphans: Vec<_> = tx
        .query(
            "SELECT workspace_id, id, received FROM files
             WHERE (attached_at IS NULL OR deleted_at IS NOT NULL)
                 AND (deleted_at IS NOT NULL OR (attached_at IS NULL AND removed_at IS NULL AND touched_at < $1))
             ORDER BY touched_at LIMIT $2",
        )
        .bind(before.touched)
        .bind(most)
        .all()
        .await?;
    let long_ago: Vec<(WorkspaceId, FileId, i64)> = tx
        .query(
            "SELECT workspace_id, id, received FROM files
             WHERE removed_at IS NOT NULL AND removed_at < $1 AND deleted_at IS NULL ORDER BY removed_at LIMIT $2",
        )
        .bind(before.removed)
        .bind(most - orphans.len() as i64)
        .all()
        .await?;
    orphans.extend(long_ago);
    let withheld: Vec<(WorkspaceId, FileId, i64)> = tx
        .query(
            "SELECT workspace_id, id, received FROM files
             WHERE withheld_at IS NOT NULL AND withheld_at < $1 AND deleted_at IS NULL AND (removed_at IS NULL OR removed_at >= $1)
             ORDER BY withheld_at LIMIT $2",
        )
        .bind(before.removed)
        .bind(most - orphans.len() as i64)
        .all()
        .await?;
    orphans.extend(withheld);
    Ok(orphans)
}

/// Claims an orphan for being taken away; false when it was shown or given back meanwhile.
pub(super) async fn claim(tx: &mut Tx, ws: WorkspaceId, id: FileId, before: Before, now: Timestamp) -> Result<bool> {
    let rows = tx
        .query(
            "UPDATE files SET deleted_at = coalesce(deleted_at, $3)
             WHERE workspace_id = $1 AND id = $2 AND (deleted_at IS NOT NULL
                 OR (attached_at IS NULL AND removed_at IS NULL AND touched_at < $4) OR removed_at < $5 OR withheld_at < $5)",
        )
        .bind(ws)
        .bind(id)
        .bind(now)
        .bind(before.touched)
        .bind(before.removed)
        .run()
        .await?;
    Ok(rows == 1)
}

/// Forgets an orphan whose bytes are gone.
pub(super) async fn forget(tx: &mut Tx, ws: WorkspaceId, id: FileId) -> Result<()> {
    tx.query("DELETE FROM files WHERE workspace_id = $1 AND id = $2 AND deleted_at IS NOT NULL").bind(ws).bind(id).run().await?;
    Ok(())
}
