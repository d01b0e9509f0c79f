//! The questions about pages that were read. A page is named by the hash of its address: the address itself may be a
//! secret of those who talk about it.

use antiphon_base::{Result, Timestamp};
use antiphon_db::{FromRow, Tx};

use crate::ids::WorkspaceId;

/// What a page said of itself, cleaned; no title where there is nothing to show.
#[derive(Clone, Debug, Default, FromRow)]
pub(super) struct Words {
    pub(super) title: Option<String>,
    pub(super) description: Option<String>,
    pub(super) site_name: Option<String>,
}

/// What is known of a page and not too old.
pub(super) async fn find(tx: &mut Tx, ws: WorkspaceId, page: &[u8], now: Timestamp) -> Result<Option<Words>> {
    Ok(tx
        .query(
            "SELECT title, description, site_name FROM link_previews
             WHERE workspace_id = $1 AND url_hash = $2 AND expires_at > $3",
        )
        .bind(ws)
        .bind(page.to_vec())
        .bind(now)
        .optional()
        .await?)
}

/// How many pages a workspace has asked for after a moment.
pub(super) async fn count_asked(tx: &mut Tx, ws: WorkspaceId, since: Timestamp) -> Result<i64> {
    Ok(tx
        .query("SELECT count(*) FROM link_previews WHERE workspace_id = $1 AND asked_at > $2")
        .bind(ws)
        .bind(since)
        .value()
        .await?)
}

/// Notes that a page is asked for; nothing is known of it until it answers.
pub(super) async fn ask(tx: &mut Tx, ws: WorkspaceId, page: &[u8], now: Timestamp) -> Result<()> {
    tx.query(
        "INSERT INTO link_previews (workspace_id, url_hash, asked_at, expires_at) VALUES ($1, $2, $3, $3)
         ON CONFLICT (workspace_id, url_hash) DO UPDATE SET asked_at = excluded.asked_at, expires_at = excluded.expires_at",
    )
    .bind(ws)
    .bind(page.to_vec())
    .bind(now)
    .run()
    .await?;
    Ok(())
}

/// Keeps what it answered.
pub(super) async fn tell(tx: &mut Tx, ws: WorkspaceId, page: &[u8], words: Words, expires_at: Timestamp) -> Result<()> {
    tx.query(
        "UPDATE link_previews SET title = $3, description = $4, site_name = $5, expires_at = $6
         WHERE workspace_id = $1 AND url_hash = $2",
    )
    .bind(ws)
    .bind(page.to_vec())
    .bind(words.title)
    .bind(words.description)
    .bind(words.site_name)
    .bind(expires_at)
    .run()
    .await?;
    Ok(())
}

/// Forgets what became too old before a moment, in all workspaces.
pub(super) async fn forget(tx: &mut Tx, before: Timestamp) -> Result<()> {
    tx.query("DELETE FROM link_previews WHERE expires_at < $1").bind(before).run().await?;
    Ok(())
}
