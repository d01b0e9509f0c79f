//! The questions about inboxes and visitors' tokens. Those by widget key and by token come before the
//! workspace is known and run as system questions.

use antiphon_base::{Result, Timestamp};
use antiphon_db::{Json, Tx};

use super::model::{InboxRow, InboxSettings, VisitorRow};
use crate::ids::{InboxId, PrincipalId, VisitorTokenId, WorkspaceId};

macro_rules! inboxes {
    ($tail:literal) => {
        concat!(
            "SELECT workspace_id, id, name, widget_key, allowed_origins, settings, identity_secret, created_at FROM inboxes WHERE ",
            $tail
        )
    };
}

macro_rules! visitors {
    ($tail:literal) => {
        concat!(
            "SELECT v.workspace_id, v.id, v.inbox_id, v.contact_id, p.name AS contact_name, p.blocked_at, v.last_used_at, v.revoked_at
             FROM visitor_tokens v JOIN principals p ON p.workspace_id = v.workspace_id AND p.id = v.contact_id WHERE ",
            $tail
        )
    };
}

pub(super) async fn by_widget_key(tx: &mut Tx, widget_key: &str) -> Result<Option<InboxRow>> {
    Ok(tx.query(inboxes!("widget_key = $1")).bind(widget_key.to_owned()).optional().await?)
}

pub(super) async fn find(tx: &mut Tx, workspace: WorkspaceId, id: InboxId) -> Result<Option<InboxRow>> {
    Ok(tx.query(inboxes!("workspace_id = $1 AND id = $2")).bind(workspace).bind(id).optional().await?)
}

/// Holds the inbox until the change is committed: whoever comes second reads what the first one left.
pub(super) async fn lock(tx: &mut Tx, workspace: WorkspaceId, id: InboxId) -> Result<()> {
    tx.query("UPDATE inboxes SET name = name WHERE workspace_id = $1 AND id = $2").bind(workspace).bind(id).run().await?;
    Ok(())
}

pub(super) async fn list(tx: &mut Tx, workspace: WorkspaceId) -> Result<Vec<InboxRow>> {
    Ok(tx.query(inboxes!("workspace_id = $1 ORDER BY created_at, id")).bind(workspace).all().await?)
}

pub(super) async fn all_origins(tx: &mut Tx) -> Result<Vec<Vec<String>>> {
    let rows: Vec<(Json<Vec<String>>,)> = tx.query("SELECT allowed_origins FROM inboxes").all().await?;
    Ok(rows.into_iter().map(|row| row.0.0).collect())
}

pub(super) async fn insert(tx: &mut Tx, row: &InboxRow) -> Result<()> {
    tx.query(
        "INSERT INTO inboxes (workspace_id, id, name, widget_key, allowed_origins, settings, identity_secret, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(row.workspace_id)
    .bind(row.id)
    .bind(row.name.clone())
    .bind(row.widget_key.clone())
    .bind(Json(row.allowed_origins.0.clone()))
    .bind(Json(row.settings.0.clone()))
    .bind(row.identity_secret.clone())
    .bind(row.created_at)
    .run()
    .await?;
    Ok(())
}

pub(super) async fn update(
    tx: &mut Tx,
    workspace: WorkspaceId,
    id: InboxId,
    name: &str,
    origins: &[String],
    settings: &InboxSettings,
) -> Result<()> {
    tx.query("UPDATE inboxes SET name = $3, allowed_origins = $4, settings = $5 WHERE workspace_id = $1 AND id = $2")
        .bind(workspace)
        .bind(id)
        .bind(name.to_owned())
        .bind(Json(origins.to_vec()))
        .bind(Json(settings.clone()))
        .run()
        .await?;
    Ok(())
}

pub(super) async fn set_secret(tx: &mut Tx, workspace: WorkspaceId, id: InboxId, sealed: Vec<u8>) -> Result<()> {
    tx.query("UPDATE inboxes SET identity_secret = $3 WHERE workspace_id = $1 AND id = $2")
        .bind(workspace)
        .bind(id)
        .bind(sealed)
        .run()
        .await?;
    Ok(())
}

pub(super) async fn visitor_by_hash(tx: &mut Tx, hash: Vec<u8>) -> Result<Option<VisitorRow>> {
    Ok(tx.query(visitors!("v.token_hash = $1")).bind(hash).optional().await?)
}

pub(super) async fn visitor(tx: &mut Tx, workspace: WorkspaceId, id: VisitorTokenId) -> Result<Option<VisitorRow>> {
    Ok(tx.query(visitors!("v.workspace_id = $1 AND v.id = $2")).bind(workspace).bind(id).optional().await?)
}

/// A visitor's token about to be stored.
pub(super) struct NewToken {
    pub(super) id: VisitorTokenId,
    pub(super) inbox: InboxId,
    pub(super) contact: PrincipalId,
    pub(super) hash: Vec<u8>,
    pub(super) now: Timestamp,
}

pub(super) async fn insert_token(tx: &mut Tx, workspace: WorkspaceId, new: &NewToken) -> Result<()> {
    tx.query(
        "INSERT INTO visitor_tokens (workspace_id, id, inbox_id, contact_id, token_hash, created_at, last_used_at)
         VALUES ($1, $2, $3, $4, $5, $6, $6)",
    )
    .bind(workspace)
    .bind(new.id)
    .bind(new.inbox)
    .bind(new.contact)
    .bind(new.hash.clone())
    .bind(new.now)
    .run()
    .await?;
    Ok(())
}

pub(super) async fn touch_token(tx: &mut Tx, workspace: WorkspaceId, id: VisitorTokenId, now: Timestamp) -> Result<()> {
    tx.query("UPDATE visitor_tokens SET last_used_at = $3 WHERE workspace_id = $1 AND id = $2")
        .bind(workspace)
        .bind(id)
        .bind(now)
        .run()
        .await?;
    Ok(())
}

pub(super) async fn revoke_token(tx: &mut Tx, workspace: WorkspaceId, id: VisitorTokenId, now: Timestamp) -> Result<()> {
    tx.query("UPDATE visitor_tokens SET revoked_at = $3 WHERE workspace_id = $1 AND id = $2 AND revoked_at IS NULL")
        .bind(workspace)
        .bind(id)
        .bind(now)
        .run()
        .await?;
    Ok(())
}

/// Tokens ended since then, on any node (system).
pub(super) async fn list_ended_tokens(tx: &mut Tx, since: Timestamp) -> Result<Vec<(VisitorTokenId, InboxId)>> {
    Ok(tx
        .query("SELECT id, inbox_id FROM visitor_tokens WHERE revoked_at IS NOT NULL AND revoked_at >= $1")
        .bind(since)
        .all()
        .await?)
}
