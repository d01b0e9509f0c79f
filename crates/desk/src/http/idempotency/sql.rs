//! The questions about kept answers.

use antiphon_base::{Error, Result, Timestamp};
use antiphon_db::Tx;
use chrono::TimeDelta;

use crate::actor::{Actor, IdempotencyKey};

/// A kept answer: `status` and `body` are missing while the first request is still running.
#[derive(antiphon_db::FromRow)]
pub(super) struct Kept {
    pub(super) request_hash: String,
    pub(super) status: Option<i64>,
    pub(super) body: Option<Vec<u8>>,
}

/// How long an answer is kept.
pub(super) const KEPT: TimeDelta = TimeDelta::hours(24);

/// Takes the key; one whose day is over counts as never taken, also while its row has not been cleaned away.
pub(crate) async fn insert(tx: &mut Tx, actor: &Actor, key: &IdempotencyKey, now: Timestamp) -> Result<()> {
    let rows = tx
        .query(
            "INSERT INTO idempotency_keys (workspace_id, principal_id, key, request_hash, created_at)
             VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (workspace_id, principal_id, key) DO UPDATE
                 SET request_hash = excluded.request_hash, status = NULL, body = NULL, created_at = excluded.created_at
                 WHERE idempotency_keys.created_at <= $6",
        )
        .bind(actor.workspace)
        .bind(actor.principal)
        .bind(key.key.clone())
        .bind(key.request_hash.clone())
        .bind(now)
        .bind(now - KEPT)
        .run()
        .await?;
    if rows == 0 {
        return Err(Error::conflict(
            "in_progress",
            "A request with this Idempotency-Key is being carried out; wait for its answer.",
        ));
    }
    Ok(())
}

pub(super) async fn find(tx: &mut Tx, actor: &Actor, key: &str, now: Timestamp) -> Result<Option<Kept>> {
    Ok(tx
        .query(
            "SELECT request_hash, status, body FROM idempotency_keys
             WHERE workspace_id = $1 AND principal_id = $2 AND key = $3 AND created_at > $4",
        )
        .bind(actor.workspace)
        .bind(actor.principal)
        .bind(key.to_owned())
        .bind(now - KEPT)
        .optional()
        .await?)
}

pub(super) async fn keep(tx: &mut Tx, actor: &Actor, key: &str, status: u16, body: Vec<u8>) -> Result<()> {
    tx.query(
        "UPDATE idempotency_keys SET status = $4, body = $5
         WHERE workspace_id = $1 AND principal_id = $2 AND key = $3",
    )
    .bind(actor.workspace)
    .bind(actor.principal)
    .bind(key.to_owned())
    .bind(i64::from(status))
    .bind(body)
    .run()
    .await?;
    Ok(())
}

/// Forgets keys of all workspaces that were taken before then (system).
pub(super) async fn delete_old(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    Ok(tx.query("DELETE FROM idempotency_keys WHERE created_at < $1").bind(before).run().await?)
}
