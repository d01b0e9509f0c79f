//! The questions about files.

use antiphon_base::{Result, Timestamp};
use antiphon_db::Tx;

use super::model::FileRow;
use crate::ids::{FileId, PrincipalId, WorkspaceId};

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
    Ok(tx.query(files!("id = $2 AND deleted_at IS NULL")).bind(ws).bind(id).optional().await?)
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
        "INSERT INTO files (workspace_id, id, name, mime, size, received, parts, has_thumbnail, uploaded_by, created_at, touched_at)
         VALUES ($1, $2, $3, '', $4, 0, '', FALSE, $5, $6, $6)",
    )
    .bind(ws)
    .bind(id)
    .bind(name.to_owned())
    .bind(size)
    .bind(by)
    .bind(now)
    .run()
    .await?;
    Ok(())
}

/// Bytes that the workspace's files take or will take.
pub(super) async fn taken(tx: &mut Tx, ws: WorkspaceId) -> Result<i64> {
    Ok(tx
        .query("SELECT CAST(coalesce(sum(size), 0) AS bigint) FROM files WHERE workspace_id = $1 AND deleted_at IS NULL")
        .bind(ws)
        .value()
        .await?)
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

/// Gives a file up; its bytes are taken away by the next cleaning.
pub(super) async fn give_up(tx: &mut Tx, ws: WorkspaceId, id: FileId, now: Timestamp) -> Result<bool> {
    let rows = tx
        .query("UPDATE files SET deleted_at = $3 WHERE workspace_id = $1 AND id = $2 AND deleted_at IS NULL")
        .bind(ws)
        .bind(id)
        .bind(now)
        .run()
        .await?;
    Ok(rows == 1)
}

/// Files that were given up, or that nobody has shown or gone on with since `before`.
pub(super) async fn orphans(tx: &mut Tx, before: Timestamp, most: i64) -> Result<Vec<(WorkspaceId, FileId, i64)>> {
    Ok(tx
        .query(
            "SELECT workspace_id, id, received FROM files
             WHERE deleted_at IS NOT NULL OR (attached_at IS NULL AND touched_at < $1) ORDER BY touched_at LIMIT $2",
        )
        .bind(before)
        .bind(most)
        .all()
        .await?)
}

/// Claims an orphan for being taken away; false when it was shown meanwhile.
pub(super) async fn claim(tx: &mut Tx, ws: WorkspaceId, id: FileId, now: Timestamp) -> Result<bool> {
    let rows = tx
        .query(
            "UPDATE files SET deleted_at = coalesce(deleted_at, $3)
             WHERE workspace_id = $1 AND id = $2 AND (attached_at IS NULL OR deleted_at IS NOT NULL)",
        )
        .bind(ws)
        .bind(id)
        .bind(now)
        .run()
        .await?;
    Ok(rows == 1)
}

/// Forgets an orphan whose bytes are gone.
pub(super) async fn forget(tx: &mut Tx, ws: WorkspaceId, id: FileId) -> Result<()> {
    tx.query("DELETE FROM files WHERE workspace_id = $1 AND id = $2 AND deleted_at IS NOT NULL").bind(ws).bind(id).run().await?;
    Ok(())
}
