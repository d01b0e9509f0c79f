//! Owing work: a row in the caller's own transaction.

use antiphon_base::{Result, Timestamp};
use antiphon_db::Tx;

use super::{NewJob, sql};
use crate::ids::{JobId, WorkspaceId};

/// Owes a job. Nothing is answered where one of the same kind and unique key is owed already.
/// Inside a deed use [`Work::owe`](crate::Work::owe), which also wakes the workers after the commit;
/// without it the job is found within a few seconds.
///
/// # Errors
/// When the row cannot be written.
pub async fn enqueue(tx: &mut Tx, new: NewJob) -> Result<Option<JobId>> {
    let id = JobId::new();
    Ok(sql::insert(tx, id, new).await?.then_some(id))
}

/// Notes that a job was done by whoever owed it, before a worker took it up.
///
/// # Errors
/// When the row cannot be written.
pub async fn settle(tx: &mut Tx, workspace: WorkspaceId, id: JobId, now: Timestamp) -> Result<bool> {
    sql::settle(tx, workspace, id, now).await
}

/// Tries what failed again now: what it failed for is over. Whether anything waited.
///
/// # Errors
/// When the rows cannot be written.
pub async fn hasten(tx: &mut Tx, workspace: WorkspaceId, kind: &'static str, now: Timestamp) -> Result<bool> {
    sql::hasten(tx, workspace, kind, now).await
}

/// Lets a worker take a job up now, whose own time is later.
///
/// # Errors
/// When the row cannot be written.
pub async fn due(tx: &mut Tx, workspace: WorkspaceId, id: JobId, now: Timestamp) -> Result<()> {
    sql::due(tx, workspace, id, now).await
}
