//! Owed work as an admin of a workspace sees and mends it: what waits, what failed, once more, or not at all.

use antiphon_base::{Error, Result, Timestamp};
use antiphon_db::{FromRow, Tx};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::sql;
use crate::ids::{JobId, WorkspaceId};

/// Where owed work stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, antiphon_db::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum JobState {
    /// Waits for its time, or to be tried again.
    Ready,
    /// A worker has it.
    Running,
    /// Carried out.
    Done,
    /// Given up: it failed too often, or was discarded.
    Dead,
}

/// Owed work, without what its handler is told: that may be a customer's.
#[derive(Clone, Debug, Serialize, ToSchema, FromRow)]
pub struct OwedJob {
    /// Its id; ids grow with time.
    pub id: JobId,
    /// What is to be done.
    pub kind: String,
    /// Where it stands.
    pub state: JobState,
    /// Not before then.
    #[schema(value_type = String, format = DateTime)]
    pub run_at: Timestamp,
    /// Tries so far.
    pub attempts: i64,
    /// Tries after which it is given up.
    pub max_attempts: i64,
    /// Why the last try failed.
    pub last_error: Option<String>,
    /// When it was carried out or given up.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub finished_at: Option<Timestamp>,
}

/// A workspace's jobs, the newest first.
///
/// # Errors
/// When storage cannot be read.
pub async fn list(
    tx: &mut Tx,
    workspace: WorkspaceId,
    state: Option<JobState>,
    before: Option<JobId>,
    limit: i64,
) -> Result<Vec<OwedJob>> {
    sql::of_workspace(tx, workspace, state, before.unwrap_or(JobId(uuid::Uuid::max())), limit).await
}

/// Lets a job that was given up be tried again, now and as often as a new one.
///
/// # Errors
/// `NotFound`, `Conflict` where it was not given up or the same is owed again already.
pub async fn retry(tx: &mut Tx, workspace: WorkspaceId, id: JobId, now: Timestamp) -> Result<OwedJob> {
    let job = sql::one_of_workspace(tx, workspace, id).await?.ok_or(Error::NotFound)?;
    if job.state != JobState::Dead {
        return Err(Error::conflict("not_given_up", "Only what was given up is tried again; this one was not."));
    }
    if !sql::revive(tx, workspace, id, now).await? {
        return Err(Error::conflict("owed_already", "The same work is owed again already."));
    }
    sql::one_of_workspace(tx, workspace, id).await?.ok_or(Error::NotFound)
}

/// Gives up a job that waits. It stays in sight, and can be tried again.
///
/// # Errors
/// `NotFound`, `Conflict` where it does not wait.
pub async fn discard(tx: &mut Tx, workspace: WorkspaceId, id: JobId, now: Timestamp) -> Result<OwedJob> {
    let job = sql::one_of_workspace(tx, workspace, id).await?.ok_or(Error::NotFound)?;
    if job.state != JobState::Ready || !sql::give_up(tx, workspace, id, now).await? {
        return Err(Error::conflict("not_waiting", "Only what waits is discarded; this one runs or has ended."));
    }
    sql::one_of_workspace(tx, workspace, id).await?.ok_or(Error::NotFound)
}
