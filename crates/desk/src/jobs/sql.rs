//! The questions about owed work. Workers look across workspaces (system).

use antiphon_base::{Result, Timestamp};
use antiphon_db::{Dialect as _, Json, Tx};
use serde_json::Value;
use uuid::Uuid;

use super::NewJob;
use super::hold::Held;
use super::mend::{JobState, OwedJob};
use super::model::JobRow;
use crate::ids::{JobId, WorkspaceId};

pub(super) async fn insert(tx: &mut Tx, id: JobId, new: NewJob) -> Result<bool> {
    let rows = tx
        .query(
            "INSERT INTO jobs (id, workspace_id, kind, payload, unique_key, state, run_at, attempts, max_attempts)
             VALUES ($1, $2, $3, $4, $5, 'ready', $6, 0, $7) ON CONFLICT DO NOTHING",
        )
        .bind(id)
        .bind(new.workspace)
        .bind(new.kind.to_owned())
        .bind(Json(new.payload))
        .bind(new.unique_key)
        .bind(new.run_at)
        .bind(new.max_attempts)
        .run()
        .await?;
    Ok(rows == 1)
}

/// Takes up to `most` due jobs of kinds that this node can carry out, also those whose worker went silent.
pub(super) async fn claim(
    tx: &mut Tx,
    kinds: &[&'static str],
    (now, leased_until): (Timestamp, Timestamp),
    most: i64,
    lease: Uuid,
) -> Result<Vec<JobRow>> {
    let question = tx.claim_jobs(kinds.len()).bind(now).bind(most).bind(leased_until).bind(lease);
    Ok(kinds.iter().fold(question, |question, kind| question.bind((*kind).to_owned())).all().await?)
}

/// Holds on to a job; no when it was taken by somebody else meanwhile.
pub(super) async fn renew(tx: &mut Tx, id: JobId, lease: Uuid, leased_until: Timestamp) -> Result<bool> {
    let rows = tx
        .query("UPDATE jobs SET leased_until = $3 WHERE id = $1 AND lease = $2 AND state = 'running'")
        .bind(id)
        .bind(lease)
        .bind(leased_until)
        .run()
        .await?;
    Ok(rows == 1)
}

/// How a try ended: `state` is `done`, `dead` or, with a new `run_at`, `ready`.
pub(super) struct Ending {
    pub(super) state: &'static str,
    pub(super) run_at: Timestamp,
    pub(super) attempts: i64,
    pub(super) last_error: Option<String>,
    pub(super) finished_at: Option<Timestamp>,
}

pub(super) async fn end(tx: &mut Tx, id: JobId, lease: Uuid, ending: Ending) -> Result<bool> {
    let rows = tx
        .query(
            "UPDATE jobs SET state = $3, run_at = $4, attempts = $5, last_error = $6, finished_at = $7, lease = NULL, leased_until = NULL
             WHERE id = $1 AND lease = $2 AND state = 'running'",
        )
        .bind(id)
        .bind(lease)
        .bind(ending.state.to_owned())
        .bind(ending.run_at)
        .bind(ending.attempts)
        .bind(ending.last_error)
        .bind(ending.finished_at)
        .run()
        .await?;
    Ok(rows == 1)
}

/// Notes that what is owed was done by whoever owed it; no when a worker has it by now.
pub(super) async fn settle(tx: &mut Tx, workspace: WorkspaceId, id: JobId, now: Timestamp) -> Result<bool> {
    let rows = tx
        .query(
            "UPDATE jobs SET state = 'done', attempts = 1, finished_at = $3
             WHERE workspace_id = $1 AND id = $2 AND state = 'ready'",
        )
        .bind(workspace)
        .bind(id)
        .bind(now)
        .run()
        .await?;
    Ok(rows == 1)
}

pub(super) async fn due(tx: &mut Tx, workspace: WorkspaceId, id: JobId, now: Timestamp) -> Result<()> {
    tx.query("UPDATE jobs SET run_at = $3 WHERE workspace_id = $1 AND id = $2 AND state = 'ready'")
        .bind(workspace)
        .bind(id)
        .bind(now)
        .run()
        .await?;
    Ok(())
}

/// Makes due what waits for its next try.
pub(super) async fn hasten(tx: &mut Tx, workspace: WorkspaceId, kind: &str, now: Timestamp) -> Result<bool> {
    let rows = tx
        .query("UPDATE jobs SET run_at = $3 WHERE workspace_id = $1 AND kind = $2 AND state = 'ready' AND run_at > $3 AND attempts > 0")
        .bind(workspace)
        .bind(kind.to_owned())
        .bind(now)
        .run()
        .await?;
    Ok(rows > 0)
}

/// When the next job that nobody holds (any more) is due.
pub(super) async fn find_next_due(tx: &mut Tx, now: Timestamp) -> Result<Option<Timestamp>> {
    let next: Option<(Timestamp,)> = tx
        .query(
            "SELECT run_at FROM jobs WHERE state IN ('ready', 'running') AND (leased_until IS NULL OR leased_until < $1)
             ORDER BY run_at, id LIMIT 1",
        )
        .bind(now)
        .optional()
        .await?;
    Ok(next.map(|(at,)| at))
}

/// Since when the oldest job is owed, whether somebody works on it or not.
pub(super) async fn find_oldest_owed(tx: &mut Tx) -> Result<Option<Timestamp>> {
    let oldest: Option<(Timestamp,)> =
        tx.query("SELECT run_at FROM jobs WHERE state IN ('ready', 'running') ORDER BY run_at, id LIMIT 1").optional().await?;
    Ok(oldest.map(|(at,)| at))
}

/// Notes a recurring job at its first sight.
pub(super) async fn insert_recurring(tx: &mut Tx, kind: &str, next_run_at: Timestamp) -> Result<()> {
    tx.query("INSERT INTO recurring_jobs (kind, next_run_at) VALUES ($1, $2) ON CONFLICT DO NOTHING")
        .bind(kind.to_owned())
        .bind(next_run_at)
        .run()
        .await?;
    Ok(())
}

/// Moves a due recurring job on; yes for the one node that did.
pub(super) async fn advance_recurring(tx: &mut Tx, kind: &str, now: Timestamp, next_run_at: Timestamp) -> Result<bool> {
    let rows = tx
        .query("UPDATE recurring_jobs SET next_run_at = $3 WHERE kind = $1 AND next_run_at <= $2")
        .bind(kind.to_owned())
        .bind(now)
        .bind(next_run_at)
        .run()
        .await?;
    Ok(rows == 1)
}

pub(super) async fn find_recurring(tx: &mut Tx, kind: &str) -> Result<Timestamp> {
    Ok(tx.query("SELECT next_run_at FROM recurring_jobs WHERE kind = $1").bind(kind.to_owned()).value().await?)
}

/// Forgets what was carried out before `done_before`, and what died before `dead_before`.
pub(super) async fn delete_old(tx: &mut Tx, done_before: Timestamp, dead_before: Timestamp) -> Result<u64> {
    Ok(tx
        .query("DELETE FROM jobs WHERE (state = 'done' AND finished_at < $1) OR (state = 'dead' AND finished_at < $2)")
        .bind(done_before)
        .bind(dead_before)
        .run()
        .await?)
}

// --- held by a command

pub(super) async fn insert_held(
    tx: &mut Tx,
    workspace: WorkspaceId,
    id: JobId,
    kind: &str,
    payload: Value,
    (now, leased_until): (Timestamp, Timestamp),
) -> Result<()> {
    tx.query(
        "INSERT INTO jobs (workspace_id, id, kind, payload, unique_key, state, run_at, attempts, max_attempts, leased_until)
         VALUES ($1, $2, $3, $4, $3, 'running', $5, 0, 1, $6)",
    )
    .bind(workspace)
    .bind(id)
    .bind(kind.to_owned())
    .bind(Json(payload))
    .bind(now)
    .bind(leased_until)
    .run()
    .await?;
    Ok(())
}

pub(super) async fn find_held(tx: &mut Tx, workspace: WorkspaceId, kind: &str) -> Result<Option<Held>> {
    let row: Option<(JobId, i64, Json<Value>, Option<Timestamp>)> = tx
        .query(
            "SELECT id, attempts, payload, finished_at FROM jobs WHERE workspace_id = $1 AND kind = $2
             ORDER BY id DESC LIMIT 1",
        )
        .bind(workspace)
        .bind(kind.to_owned())
        .optional()
        .await?;
    Ok(row.map(|(id, steps, payload, finished_at)| Held { id, steps, payload: payload.0, finished_at }))
}

pub(super) async fn note_step(tx: &mut Tx, workspace: WorkspaceId, id: JobId, steps: i64, payload: Value) -> Result<bool> {
    let rows = tx
        .query(
            "UPDATE jobs SET attempts = attempts + 1, payload = $4
             WHERE workspace_id = $1 AND id = $2 AND attempts = $3 AND state = 'running'",
        )
        .bind(workspace)
        .bind(id)
        .bind(steps)
        .bind(Json(payload))
        .run()
        .await?;
    Ok(rows == 1)
}

pub(super) async fn let_go(tx: &mut Tx, workspace: WorkspaceId, id: JobId, steps: i64, now: Timestamp) -> Result<bool> {
    let rows = tx
        .query(
            "UPDATE jobs SET state = 'done', finished_at = $4, leased_until = NULL
             WHERE workspace_id = $1 AND id = $2 AND attempts = $3 AND state = 'running'",
        )
        .bind(workspace)
        .bind(id)
        .bind(steps)
        .bind(now)
        .run()
        .await?;
    Ok(rows == 1)
}

/// What an admin sees of a job; `$1` is the workspace.
macro_rules! owed {
    ($tail:literal) => {
        concat!(
            "SELECT id, kind, state, run_at, attempts, max_attempts, last_error, finished_at FROM jobs WHERE workspace_id = $1 AND ",
            $tail
        )
    };
}

pub(super) async fn of_workspace(
    tx: &mut Tx,
    ws: WorkspaceId,
    state: Option<JobState>,
    before: JobId,
    limit: i64,
) -> Result<Vec<OwedJob>> {
    let query = match state {
        Some(state) => {
            tx.query(owed!("id < $2 AND state = $4 ORDER BY id DESC LIMIT $3")).bind(ws).bind(before).bind(limit).bind(state)
        }
        None => tx.query(owed!("id < $2 ORDER BY id DESC LIMIT $3")).bind(ws).bind(before).bind(limit),
    };
    Ok(query.all().await?)
}

pub(super) async fn one_of_workspace(tx: &mut Tx, ws: WorkspaceId, id: JobId) -> Result<Option<OwedJob>> {
    Ok(tx.query(owed!("id = $2")).bind(ws).bind(id).optional().await?)
}

/// No where a job of the same kind and key is owed meanwhile.
pub(super) async fn revive(tx: &mut Tx, ws: WorkspaceId, id: JobId, now: Timestamp) -> Result<bool> {
    let rows = tx
        .query(
            "UPDATE jobs SET state = 'ready', run_at = $3, attempts = 0, finished_at = NULL
             WHERE workspace_id = $1 AND id = $2 AND state = 'dead' AND (unique_key IS NULL OR NOT EXISTS (
                 SELECT 1 FROM jobs other WHERE other.workspace_id = $1 AND other.kind = jobs.kind
                     AND other.unique_key = jobs.unique_key AND other.state IN ('ready', 'running')))",
        )
        .bind(ws)
        .bind(id)
        .bind(now)
        .run()
        .await?;
    Ok(rows == 1)
}

pub(super) async fn give_up(tx: &mut Tx, ws: WorkspaceId, id: JobId, now: Timestamp) -> Result<bool> {
    let rows = tx
        .query(
            "UPDATE jobs SET state = 'dead', finished_at = $3, last_error = 'An admin discarded it.'
             WHERE workspace_id = $1 AND id = $2 AND state = 'ready'",
        )
        .bind(ws)
        .bind(id)
        .bind(now)
        .run()
        .await?;
    Ok(rows == 1)
}
