//! The questions about imports.

use antiphon_base::{Result, Timestamp};
use antiphon_db::{Json, Tx};

use super::import::{ImportRow, ImportState, ImportUndo};
use super::plan::Plan;
use super::table::Line;
use crate::contacts::Trace;
use crate::ids::{ImportId, PrincipalId, WorkspaceId};

macro_rules! imports {
    ($tail:literal) => {
        concat!(
            "SELECT id, state, name, headings, plan, lines, pieces, next_piece, created, updated, skipped, failed, undo,
                    created_at, finished_at
             FROM contact_imports WHERE workspace_id = $1 AND ",
            $tail
        )
    };
}

pub(super) async fn find(tx: &mut Tx, ws: WorkspaceId, id: ImportId) -> Result<Option<ImportRow>> {
    Ok(tx.query(imports!("id = $2")).bind(ws).bind(id).optional().await?)
}

pub(super) async fn list(tx: &mut Tx, ws: WorkspaceId) -> Result<Vec<ImportRow>> {
    Ok(tx.query(imports!("state <> 'receiving' ORDER BY id DESC LIMIT 50")).bind(ws).all().await?)
}

pub(super) async fn count_waiting(tx: &mut Tx, ws: WorkspaceId) -> Result<i64> {
    Ok(tx
        .query("SELECT count(*) FROM contact_imports WHERE workspace_id = $1 AND state IN ('receiving', 'ready')")
        .bind(ws)
        .value()
        .await?)
}

pub(super) async fn insert(
    tx: &mut Tx,
    ws: WorkspaceId,
    id: ImportId,
    name: &str,
    made_by: PrincipalId,
    now: Timestamp,
) -> Result<()> {
    tx.query(
        "INSERT INTO contact_imports (workspace_id, id, state, name, headings, lines, pieces, next_piece, created, updated,
             skipped, failed, made_by, created_at)
         VALUES ($1, $2, 'receiving', $3, '[]', 0, 0, 0, 0, 0, 0, 0, $4, $5)",
    )
    .bind(ws)
    .bind(id)
    .bind(name.to_owned())
    .bind(made_by)
    .bind(now)
    .run()
    .await?;
    Ok(())
}

pub(super) async fn insert_piece(tx: &mut Tx, ws: WorkspaceId, id: ImportId, n: i64, lines: &[Line]) -> Result<()> {
    tx.query("INSERT INTO contact_import_pieces (workspace_id, import_id, n, rows) VALUES ($1, $2, $3, $4)")
        .bind(ws)
        .bind(id)
        .bind(n)
        .bind(Json(lines.to_vec()))
        .run()
        .await?;
    Ok(())
}

pub(super) async fn piece(tx: &mut Tx, ws: WorkspaceId, id: ImportId, n: i64) -> Result<Option<Vec<Line>>> {
    let row: Option<(Json<Vec<Line>>,)> = tx
        .query("SELECT rows FROM contact_import_pieces WHERE workspace_id = $1 AND import_id = $2 AND n = $3")
        .bind(ws)
        .bind(id)
        .bind(n)
        .optional()
        .await?;
    Ok(row.map(|row| row.0.0))
}

pub(super) async fn delete_piece(tx: &mut Tx, ws: WorkspaceId, id: ImportId, n: i64) -> Result<()> {
    tx.query("DELETE FROM contact_import_pieces WHERE workspace_id = $1 AND import_id = $2 AND n = $3")
        .bind(ws)
        .bind(id)
        .bind(n)
        .run()
        .await?;
    Ok(())
}

/// Takes away what was not carried out.
pub(super) async fn delete_waiting(tx: &mut Tx, ws: WorkspaceId, id: ImportId) -> Result<()> {
    tx.query("DELETE FROM contact_import_pieces WHERE workspace_id = $1 AND import_id = $2 AND before IS NULL")
        .bind(ws)
        .bind(id)
        .run()
        .await?;
    Ok(())
}

/// What a piece did takes the place of its lines.
pub(super) async fn keep_traces(tx: &mut Tx, ws: WorkspaceId, id: ImportId, n: i64, traces: &[Trace]) -> Result<()> {
    let traces = serde_json::to_value(traces).map_err(antiphon_base::Error::internal)?;
    tx.query("UPDATE contact_import_pieces SET rows = '[]', before = $4 WHERE workspace_id = $1 AND import_id = $2 AND n = $3")
        .bind(ws)
        .bind(id)
        .bind(n)
        .bind(Json(traces))
        .run()
        .await?;
    Ok(())
}

/// What the last piece did that was carried out and not undone.
pub(super) async fn last_traces(tx: &mut Tx, ws: WorkspaceId, id: ImportId) -> Result<Option<(i64, Vec<Trace>)>> {
    let row: Option<(i64, Json<Vec<Trace>>)> = tx
        .query(
            "SELECT n, before FROM contact_import_pieces
             WHERE workspace_id = $1 AND import_id = $2 AND before IS NOT NULL ORDER BY n DESC LIMIT 1",
        )
        .bind(ws)
        .bind(id)
        .optional()
        .await?;
    Ok(row.map(|(n, before)| (n, before.0)))
}

/// No when it is not over, or is undone already.
pub(super) async fn begin_undo(tx: &mut Tx, ws: WorkspaceId, id: ImportId) -> Result<bool> {
    let rows = tx
        .query(
            "UPDATE contact_imports SET undo = 'running'
             WHERE workspace_id = $1 AND id = $2 AND state IN ('done', 'cancelled') AND undo IS NULL",
        )
        .bind(ws)
        .bind(id)
        .run()
        .await?;
    Ok(rows == 1)
}

/// Holds an import that is being undone until the change is committed; no when it is not.
pub(super) async fn hold_undo(tx: &mut Tx, ws: WorkspaceId, id: ImportId) -> Result<bool> {
    let rows = tx
        .query("UPDATE contact_imports SET undo = undo WHERE workspace_id = $1 AND id = $2 AND undo = 'running'")
        .bind(ws)
        .bind(id)
        .run()
        .await?;
    Ok(rows == 1)
}

pub(super) async fn set_undo(tx: &mut Tx, ws: WorkspaceId, id: ImportId, undo: Option<ImportUndo>) -> Result<()> {
    tx.query("UPDATE contact_imports SET undo = $3 WHERE workspace_id = $1 AND id = $2")
        .bind(ws)
        .bind(id)
        .bind(undo)
        .run()
        .await?;
    Ok(())
}

/// All of it is here.
pub(super) async fn set_ready(
    tx: &mut Tx,
    ws: WorkspaceId,
    id: ImportId,
    headings: &[String],
    lines: i64,
    pieces: i64,
) -> Result<()> {
    tx.query(
        "UPDATE contact_imports SET state = 'ready', headings = $3, lines = $4, pieces = $5 WHERE workspace_id = $1 AND id = $2",
    )
    .bind(ws)
    .bind(id)
    .bind(Json(headings.to_vec()))
    .bind(lines)
    .bind(pieces)
    .run()
    .await?;
    Ok(())
}

/// No when somebody else began it.
pub(super) async fn begin(tx: &mut Tx, ws: WorkspaceId, id: ImportId, plan: &Plan) -> Result<bool> {
    let rows = tx
        .query("UPDATE contact_imports SET state = 'running', plan = $3 WHERE workspace_id = $1 AND id = $2 AND state = 'ready'")
        .bind(ws)
        .bind(id)
        .bind(Json(plan.clone()))
        .run()
        .await?;
    Ok(rows == 1)
}

/// Takes the next piece, which nobody else carries out then; no when there is none, or the import is over.
pub(super) async fn take_piece(tx: &mut Tx, ws: WorkspaceId, id: ImportId) -> Result<bool> {
    let rows = tx
        .query(
            "UPDATE contact_imports SET next_piece = next_piece + 1
             WHERE workspace_id = $1 AND id = $2 AND state = 'running' AND next_piece < pieces",
        )
        .bind(ws)
        .bind(id)
        .run()
        .await?;
    Ok(rows == 1)
}

/// What came of lines.
#[derive(Default)]
pub(super) struct Came {
    pub(super) created: i64,
    pub(super) updated: i64,
    pub(super) skipped: i64,
    pub(super) failed: i64,
}

pub(super) async fn count(tx: &mut Tx, ws: WorkspaceId, id: ImportId, came: &Came) -> Result<()> {
    tx.query(
        "UPDATE contact_imports SET created = created + $3, updated = updated + $4, skipped = skipped + $5, failed = failed + $6
         WHERE workspace_id = $1 AND id = $2",
    )
    .bind(ws)
    .bind(id)
    .bind(came.created)
    .bind(came.updated)
    .bind(came.skipped)
    .bind(came.failed)
    .run()
    .await?;
    Ok(())
}

pub(super) async fn end(tx: &mut Tx, ws: WorkspaceId, id: ImportId, state: ImportState, now: Timestamp) -> Result<()> {
    tx.query("UPDATE contact_imports SET state = $3, finished_at = $4 WHERE workspace_id = $1 AND id = $2")
        .bind(ws)
        .bind(id)
        .bind(state)
        .bind(now)
        .run()
        .await?;
    Ok(())
}

pub(super) async fn insert_fault(tx: &mut Tx, ws: WorkspaceId, id: ImportId, line: u64, field: &str, why: &str) -> Result<()> {
    tx.query(
        "INSERT INTO contact_import_faults (workspace_id, import_id, line, field, why) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (workspace_id, import_id, line, field) DO NOTHING",
    )
    .bind(ws)
    .bind(id)
    .bind(i64::try_from(line).unwrap_or(i64::MAX))
    .bind(field.to_owned())
    .bind(why.to_owned())
    .run()
    .await?;
    Ok(())
}

pub(super) async fn faults(tx: &mut Tx, ws: WorkspaceId, id: ImportId) -> Result<Vec<(i64, String, String)>> {
    Ok(tx
        .query(
            "SELECT line, field, why FROM contact_import_faults WHERE workspace_id = $1 AND import_id = $2 ORDER BY line, field",
        )
        .bind(ws)
        .bind(id)
        .all()
        .await?)
}

/// Takes all of it away.
pub(super) async fn delete(tx: &mut Tx, ws: WorkspaceId, id: ImportId) -> Result<()> {
    tx.query("DELETE FROM contact_import_pieces WHERE workspace_id = $1 AND import_id = $2").bind(ws).bind(id).run().await?;
    tx.query("DELETE FROM contact_import_faults WHERE workspace_id = $1 AND import_id = $2").bind(ws).bind(id).run().await?;
    tx.query("DELETE FROM contact_imports WHERE workspace_id = $1 AND id = $2").bind(ws).bind(id).run().await?;
    Ok(())
}

/// Imports that nobody began since `waiting`, and those that were over before `kept` (system).
pub(super) async fn list_old(tx: &mut Tx, waiting: Timestamp, kept: Timestamp) -> Result<Vec<(WorkspaceId, ImportId)>> {
    Ok(tx
        .query(
            "SELECT workspace_id, id FROM contact_imports WHERE created_at < $1
             AND (state IN ('receiving', 'ready') OR (state IN ('done', 'cancelled') AND created_at < $2))
             AND (undo IS NULL OR undo = 'done') LIMIT 1000",
        )
        .bind(waiting)
        .bind(kept)
        .all()
        .await?)
}
