//! Owing work: a row in the caller's own transaction.

use antiphon_base::Result;
use antiphon_db::Tx;

use super::{NewJob, sql};
use crate::ids::JobId;

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
