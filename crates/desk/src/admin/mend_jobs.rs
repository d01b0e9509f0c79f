//! Owed work that failed is tried again, and work that waits is given up, by an admin and in the trail.

use antiphon_base::Result;

use crate::actor::{Actor, Permission};
use crate::ids::JobId;
use crate::jobs::{self, JobState, OwedJob};
use crate::page::PageLimit;
use crate::{Desk, audit};

/// Jobs of the workspace, the newest first, and whether there are more.
///
/// # Errors
/// `Forbidden` without the right.
pub async fn list_jobs(
    desk: &Desk,
    actor: &Actor,
    state: Option<JobState>,
    before: Option<JobId>,
    limit: PageLimit,
) -> Result<(Vec<OwedJob>, bool)> {
    actor.need(Permission::JobsManage)?;
    let mut rows = desk.read(actor, async |tx| jobs::list(tx, actor.workspace, state, before, limit.and_one()).await).await?;
    let has_more = limit.cut(&mut rows);
    Ok((rows, has_more))
}

/// Tries a job once more that was given up.
///
/// # Errors
/// `NotFound`, `Conflict` (`not_given_up`, `owed_already`), `Forbidden` without the right.
pub async fn retry_job(desk: &Desk, actor: &Actor, id: JobId) -> Result<OwedJob> {
    actor.need(Permission::JobsManage)?;
    let now = desk.clock.now();
    let job = desk
        .write(actor, async |work| {
            let job = jobs::retry(work, actor.workspace, id, now).await?;
            audit::record(work, desk, actor, "job.retried", format!("job:{id}"), None, None, None).await?;
            Ok(job)
        })
        .await?;
    desk.jobs.wake();
    Ok(job)
}

/// Gives up a job that waits.
///
/// # Errors
/// `NotFound`, `Conflict` (`not_waiting`), `Forbidden` without the right.
pub async fn discard_job(desk: &Desk, actor: &Actor, id: JobId) -> Result<OwedJob> {
    actor.need(Permission::JobsManage)?;
    let now = desk.clock.now();
    desk.write(actor, async |work| {
        let job = jobs::discard(work, actor.workspace, id, now).await?;
        audit::record(work, desk, actor, "job.discarded", format!("job:{id}"), None, None, None).await?;
        Ok(job)
    })
    .await
}
