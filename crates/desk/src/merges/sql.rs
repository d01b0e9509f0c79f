//! The questions about merges.

use antiphon_base::{Result, Timestamp};
use antiphon_db::{FromRow, Json, Tx};

use super::merge_contacts::Merge;
use crate::contacts::Taken;
use crate::ids::{MergeId, PrincipalId, WorkspaceId};

macro_rules! merges {
    ($tail:literal) => {
        concat!(
            "SELECT m.id, m.into_id, m.from_id, p.name AS from_name, p.external_id AS from_external_id, m.moved, m.merged_at,
                    m.undone_at, m.filled
             FROM contact_merges m JOIN principals p ON p.workspace_id = m.workspace_id AND p.id = m.from_id
             WHERE m.workspace_id = $1 AND ",
            $tail
        )
    };
}

#[derive(FromRow)]
struct MergeRow {
    #[sqlx(flatten)]
    merge: Merge,
    filled: Json<Vec<Taken>>,
}

pub(super) async fn insert(
    tx: &mut Tx,
    ws: WorkspaceId,
    id: MergeId,
    (into, from, by): (PrincipalId, PrincipalId, PrincipalId),
    taken: &[Taken],
    moved: i64,
    now: Timestamp,
) -> Result<()> {
    tx.query(
        "INSERT INTO contact_merges (workspace_id, id, into_id, from_id, filled, moved, merged_by, merged_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(ws)
    .bind(id)
    .bind(into)
    .bind(from)
    .bind(Json(taken.to_vec()))
    .bind(moved)
    .bind(by)
    .bind(now)
    .run()
    .await?;
    Ok(())
}

pub(super) async fn find(tx: &mut Tx, ws: WorkspaceId, id: MergeId) -> Result<Option<(Merge, Json<Vec<Taken>>)>> {
    let row: Option<MergeRow> = tx.query(merges!("m.id = $2")).bind(ws).bind(id).optional().await?;
    Ok(row.map(|row| (row.merge, row.filled)))
}

pub(super) async fn list(tx: &mut Tx, ws: WorkspaceId, into: PrincipalId) -> Result<Vec<Merge>> {
    Ok(tx.query(merges!("m.into_id = $2 ORDER BY m.id DESC LIMIT 100")).bind(ws).bind(into).all().await?)
}

pub(super) async fn set_undone(tx: &mut Tx, ws: WorkspaceId, id: MergeId, now: Timestamp) -> Result<()> {
    tx.query("UPDATE contact_merges SET undone_at = $3 WHERE workspace_id = $1 AND id = $2")
        .bind(ws)
        .bind(id)
        .bind(now)
        .run()
        .await?;
    Ok(())
}
