//! Owed work and everybody's files over HTTP: translation only.

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

use super::keep_files::{
    AllFiles, FileName, FilePage, RoomForFiles, WorkspaceFile, fetch_file, list_all_files, remove_file, rename_file,
    restore_file, room_for_files,
};
use super::mend_jobs::{discard_job, list_jobs, retry_job};
use crate::Desk;
use crate::actor::{Actor, Permission};
use crate::files::FileAddress;
use crate::http::{Access, ErrorBody, Json, Path, Query, Refusal, Routes};
use crate::ids::{FileId, JobId};
use crate::jobs::{JobState, OwedJob};
use crate::page::PageLimit;

/// The slice's routes.
pub fn routes() -> Routes {
    Routes::default()
        .add(Access::Needs(Permission::JobsManage), routes!(get_jobs))
        .add(Access::Needs(Permission::JobsManage), routes!(post_retry))
        .add(Access::Needs(Permission::JobsManage), routes!(post_discard))
        .add(Access::Needs(Permission::FilesManage), routes!(get_files))
        .add(Access::Needs(Permission::FilesManage), routes!(get_room))
        .add(Access::Needs(Permission::FilesManage), routes!(get_address))
        .add(Access::Needs(Permission::FilesManage), routes!(put_removal, delete_removal))
        .add(Access::Needs(Permission::FilesManage), routes!(put_name))
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
    let (jobs, has_more) = list_jobs(&desk, &actor, ask.state, ask.cursor, ask.limit).await?;
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

/// All files of the workspace, whoever sent them.
#[utoipa::path(get, path = "/api/files", tag = "admin", params(AllFiles), responses((status = 200, body = FilePage)))]
async fn get_files(State(desk): State<Desk>, actor: Actor, Query(ask): Query<AllFiles>) -> Result<axum::Json<FilePage>, Refusal> {
    Ok(axum::Json(list_all_files(&desk, &actor, ask).await?))
}

/// How much room files take, and how much there is.
#[utoipa::path(get, path = "/api/files/room", tag = "admin", responses((status = 200, body = RoomForFiles)))]
async fn get_room(State(desk): State<Desk>, actor: Actor) -> Result<axum::Json<RoomForFiles>, Refusal> {
    Ok(axum::Json(room_for_files(&desk, &actor).await?))
}

/// Where to fetch a file, whoever sent it, for an hour; the look is in the audit trail.
#[utoipa::path(get, path = "/api/files/{id}/address", tag = "admin", params(("id" = FileId, Path)), responses(
    (status = 200, body = FileAddress), (status = 404, body = ErrorBody),
    (status = 409, body = ErrorBody, description = "`removed`, `not_whole`")))]
async fn get_address(State(desk): State<Desk>, actor: Actor, Path(id): Path<FileId>) -> Result<axum::Json<FileAddress>, Refusal> {
    Ok(axum::Json(fetch_file(&desk, &actor, id).await?))
}

/// Takes a file away from wherever it is shown; it can be given back for 30 days.
#[utoipa::path(put, path = "/api/files/{id}/removal", tag = "admin", params(("id" = FileId, Path)), responses(
    (status = 200, body = WorkspaceFile), (status = 404, body = ErrorBody)))]
async fn put_removal(
    State(desk): State<Desk>,
    actor: Actor,
    Path(id): Path<FileId>,
) -> Result<axum::Json<WorkspaceFile>, Refusal> {
    Ok(axum::Json(remove_file(&desk, &actor, id).await?))
}

/// Gives a file back that was taken away.
#[utoipa::path(delete, path = "/api/files/{id}/removal", tag = "admin", params(("id" = FileId, Path)), responses(
    (status = 200, body = WorkspaceFile), (status = 404, body = ErrorBody), (status = 413, body = ErrorBody)))]
async fn delete_removal(
    State(desk): State<Desk>,
    actor: Actor,
    Path(id): Path<FileId>,
) -> Result<axum::Json<WorkspaceFile>, Refusal> {
    Ok(axum::Json(restore_file(&desk, &actor, id).await?))
}

/// Gives a file another name.
#[utoipa::path(put, path = "/api/files/{id}/name", tag = "admin", params(("id" = FileId, Path)), request_body = FileName,
    responses((status = 200, body = WorkspaceFile), (status = 404, body = ErrorBody), (status = 422, body = ErrorBody)))]
async fn put_name(
    State(desk): State<Desk>,
    actor: Actor,
    Path(id): Path<FileId>,
    Json(new): Json<FileName>,
) -> Result<axum::Json<WorkspaceFile>, Refusal> {
    Ok(axum::Json(rename_file(&desk, &actor, id, new).await?))
}
