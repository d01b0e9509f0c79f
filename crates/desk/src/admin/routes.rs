//! Owed work over HTTP: translation only.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

use super::mend_jobs::{discard_job, list_jobs, retry_job};
use crate::Desk;
use crate::actor::{Actor, Permission};
use crate::http::{Access, ErrorBody, Path, Query, Refusal, Routes};
use crate::ids::JobId;
use crate::jobs::{JobState, OwedJob};
use crate::page::PageLimit;

/// The slice's routes.
pub fn routes() -> Routes {
    Routes::default()
        .add(Access::Needs(Permission::JobsManage), routes!(get_jobs))
        .add(Access::Needs(Permission::JobsManage), routes!(post_retry))
        .add(Access::Needs(Permission::JobsManage), routes!(post_discard))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct JobsAsk {
    /// Only those that stand so.
    #[param(inline)]
    state: Option<JobState>,
    /// 1 to 100, 50 when left out.
    #[serde(default)]
    #[param(value_type = Option<i64>, minimum = 1, maximum = 100)]
    limit: PageLimit,
    /// Where the last page ended.
    cursor: Option<JobId>,
}

#[derive(Serialize, ToSchema)]
struct JobPage {
    /// The newest first.
    jobs: Vec<OwedJob>,
    /// Where the next page begins; nothing on the last one.
    next_cursor: Option<JobId>,
}

/// Owed work: what waits, what is done, what was given up.
#[utoipa::path(get, path = "/api/jobs", tag = "admin", params(JobsAsk), responses((status = 200, body = JobPage)))]
async fn get_jobs(State(desk): State<Desk>, actor: Actor, Query(ask): Query<JobsAsk>) -> Result<axum::Json<JobPage>, Refusal> {
    let (jobs, has_more) = list_jobs(&desk, &actor, ask.state, ask.cursor, ask.limit.rows()).await?;
    let next_cursor = jobs.last().filter(|_| has_more).map(|job| job.id);
    Ok(axum::Json(JobPage { jobs, next_cursor }))
}

/// Tries what was given up once more.
#[utoipa::path(post, path = "/api/jobs/{id}/retry", tag = "admin", params(("id" = JobId, Path)), responses(
    (status = 200, body = OwedJob), (status = 404, body = ErrorBody),
    (status = 409, body = ErrorBody, description = "`not_given_up`, `owed_already`")))]
async fn post_retry(State(desk): State<Desk>, actor: Actor, Path(id): Path<JobId>) -> Result<axum::Json<OwedJob>, Refusal> {
    Ok(axum::Json(retry_job(&desk, &actor, id).await?))
}

/// Gives up what waits; it stays in sight and can be tried again.
#[utoipa::path(post, path = "/api/jobs/{id}/discard", tag = "admin", params(("id" = JobId, Path)), responses(
    (status = 200, body = OwedJob), (status = 404, body = ErrorBody), (status = 409, body = ErrorBody, description = "`not_waiting`")))]
async fn post_discard(State(desk): State<Desk>, actor: Actor, Path(id): Path<JobId>) -> Result<axum::Json<OwedJob>, Refusal> {
    Ok(axum::Json(discard_job(&desk, &actor, id).await?))
}
