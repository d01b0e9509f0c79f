//! The questions about apps.

use antiphon_base::{Result, Timestamp};
use antiphon_db::Tx;

use super::model::AppRow;
use crate::ids::WorkspaceId;

macro_rules! app {
    ($where:literal) => {
        concat!("SELECT workspace_id, app_id, app_key, secret, is_enabled, has_client_events FROM pusher_apps WHERE ", $where)
    };
}

pub(super) async fn find(tx: &mut Tx, ws: WorkspaceId) -> Result<Option<AppRow>> {
    Ok(tx.query(app!("workspace_id = $1")).bind(ws).optional().await?)
}

/// By the key that clients name (system).
pub(super) async fn by_key(tx: &mut Tx, key: &str) -> Result<Option<AppRow>> {
    Ok(tx.query(app!("app_key = $1")).bind(key.to_owned()).optional().await?)
}

/// By the id that servers name (system).
pub(super) async fn by_id(tx: &mut Tx, id: i64) -> Result<Option<AppRow>> {
    Ok(tx.query(app!("app_id = $1")).bind(id).optional().await?)
}

/// No when the workspace has one by now, or another has the id.
pub(super) async fn insert(tx: &mut Tx, row: &AppRow, now: Timestamp) -> Result<bool> {
    let rows = tx
        .query(
            "INSERT INTO pusher_apps (workspace_id, app_id, app_key, secret, is_enabled, has_client_events, created_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
        )
        .bind(row.workspace_id)
        .bind(row.app_id)
        .bind(row.app_key.clone())
        .bind(row.secret.clone())
        .bind(row.is_enabled)
        .bind(row.has_client_events)
        .bind(now)
        .run()
        .await?;
    Ok(rows == 1)
}

pub(super) async fn update(tx: &mut Tx, row: &AppRow) -> Result<()> {
    tx.query("UPDATE pusher_apps SET secret = $2, is_enabled = $3, has_client_events = $4 WHERE workspace_id = $1")
        .bind(row.workspace_id)
        .bind(row.secret.clone())
        .bind(row.is_enabled)
        .bind(row.has_client_events)
        .run()
        .await?;
    Ok(())
}
