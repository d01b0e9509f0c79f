//! The questions about the trail. Rows are only ever added; the database itself refuses the rest.

use antiphon_base::{Result, Timestamp};
use antiphon_db::Tx;

use super::model::{Content, START};
use crate::ids::{PrincipalId, WorkspaceId};

/// Where a chain stands. After [`lock_head`]: the number of the row to be written, and the hash before it.
#[derive(antiphon_db::FromRow)]
pub(super) struct Head {
    pub(super) seq: i64,
    pub(super) hash: Vec<u8>,
}

/// A row of the chain, as it is checked.
#[derive(antiphon_db::FromRow)]
pub(super) struct Link {
    pub(super) seq: i64,
    pub(super) created_at: Timestamp,
    pub(super) actor_id: PrincipalId,
    pub(super) action: String,
    pub(super) object: String,
    pub(super) canonical: String,
    pub(super) hash: Vec<u8>,
}

/// A row, as it is shown.
#[derive(antiphon_db::FromRow)]
pub(super) struct Line {
    pub(super) seq: i64,
    pub(super) canonical: String,
    pub(super) hash: Vec<u8>,
    pub(super) actor_name: Option<String>,
}

/// Takes the next number; the head stays locked until the transaction ends.
pub(super) async fn lock_head(tx: &mut Tx, workspace: WorkspaceId) -> Result<Head> {
    tx.query("INSERT INTO audit_heads (workspace_id, seq, hash) VALUES ($1, 0, $2) ON CONFLICT DO NOTHING")
        .bind(workspace)
        .bind(START.to_vec())
        .run()
        .await?;
    Ok(tx.query("UPDATE audit_heads SET seq = seq + 1 WHERE workspace_id = $1 RETURNING seq, hash").bind(workspace).one().await?)
}

pub(super) async fn move_head(tx: &mut Tx, workspace: WorkspaceId, hash: Vec<u8>) -> Result<()> {
    tx.query("UPDATE audit_heads SET hash = $2 WHERE workspace_id = $1").bind(workspace).bind(hash).run().await?;
    Ok(())
}

pub(super) async fn insert(tx: &mut Tx, content: &Content, canonical: String, hash: Vec<u8>) -> Result<()> {
    tx.query(
        "INSERT INTO audit_log (workspace_id, seq, created_at, actor_id, action, object, canonical, hash)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(content.workspace)
    .bind(content.seq)
    .bind(content.at)
    .bind(content.actor)
    .bind(content.action.clone())
    .bind(content.object.clone())
    .bind(canonical)
    .bind(hash)
    .run()
    .await?;
    Ok(())
}

pub(super) async fn find_head(tx: &mut Tx, workspace: WorkspaceId) -> Result<Option<Head>> {
    Ok(tx.query("SELECT seq, hash FROM audit_heads WHERE workspace_id = $1").bind(workspace).optional().await?)
}

/// All heads (system).
pub(super) async fn list_heads(tx: &mut Tx) -> Result<Vec<(WorkspaceId, i64, Vec<u8>)>> {
    Ok(tx.query("SELECT workspace_id, seq, hash FROM audit_heads ORDER BY workspace_id").all().await?)
}

/// The chain after `seq`, in order.
pub(super) async fn list_links(tx: &mut Tx, workspace: WorkspaceId, after: i64, limit: i64) -> Result<Vec<Link>> {
    Ok(tx
        .query(
            "SELECT seq, created_at, actor_id, action, object, canonical, hash FROM audit_log
             WHERE workspace_id = $1 AND seq > $2 ORDER BY seq LIMIT $3",
        )
        .bind(workspace)
        .bind(after)
        .bind(limit)
        .all()
        .await?)
}

/// The rows before `seq`, newest first.
pub(super) async fn list_lines(tx: &mut Tx, workspace: WorkspaceId, before: i64, limit: i64) -> Result<Vec<Line>> {
    Ok(tx
        .query(
            "SELECT l.seq, l.canonical, l.hash, p.name AS actor_name FROM audit_log l
             LEFT JOIN principals p ON p.workspace_id = l.workspace_id AND p.id = l.actor_id
             WHERE l.workspace_id = $1 AND l.seq < $2 ORDER BY l.seq DESC LIMIT $3",
        )
        .bind(workspace)
        .bind(before)
        .bind(limit)
        .all()
        .await?)
}
