//! Imports over HTTP: translation only.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

use super::import::{self, Import, ImportPreview};
use super::plan::Plan;
use super::receive::receive;
use super::undo::undo_import;
use crate::Desk;
use crate::actor::{Actor, Permission};
use crate::created::Created;
use crate::http::{Access, ErrorBody, Json, NoContent, Path, Query, Refusal, Routes};
use crate::ids::ImportId;

/// The slice's routes.
pub fn routes() -> Routes {
    Routes::default()
        .add(Access::Needs(Permission::ContactsManage), routes!(get_imports, post_import))
        .add(Access::Needs(Permission::ContactsManage), routes!(get_import, delete_import))
        .add(Access::Needs(Permission::ContactsManage), routes!(post_preview))
        .add(Access::Needs(Permission::ContactsManage), routes!(post_start))
        .add(Access::Needs(Permission::ContactsManage), routes!(post_undo))
        .add(Access::Needs(Permission::ContactsManage), routes!(get_faults))
}

/// Imports.
#[derive(Serialize, ToSchema)]
struct ImportList {
    /// Newest first, 50 at most.
    imports: Vec<Import>,
}

/// Lists the newest imports.
#[utoipa::path(get, path = "/api/contact-imports", tag = "imports", responses((status = 200, body = ImportList)))]
async fn get_imports(State(desk): State<Desk>, actor: Actor) -> Result<axum::Json<ImportList>, Refusal> {
    Ok(axum::Json(ImportList { imports: import::list_imports(&desk, &actor).await? }))
}

/// What a table is called.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Named {
    /// The file's name; a form says it itself.
    name: Option<String>,
}

/// Sends a table of contacts in, as text/csv or a form with one field `file`; answers what it would do.
#[utoipa::path(post, path = "/api/contact-imports", tag = "imports", params(Named),
    request_body(content = String, content_type = "text/csv", description = "The first line names the columns."),
    responses((status = 201, body = ImportPreview), (status = 413, body = ErrorBody), (status = 415, body = ErrorBody),
        (status = 422, body = ErrorBody)))]
async fn post_import(
    State(desk): State<Desk>,
    actor: Actor,
    Query(named): Query<Named>,
    headers: HeaderMap,
    body: Body,
) -> Result<Created<ImportPreview>, Refusal> {
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    Ok(Created::New(receive(&desk, &actor, named.name.as_deref(), content_type, body.into_data_stream()).await?))
}

/// How far an import has come.
#[utoipa::path(get, path = "/api/contact-imports/{id}", tag = "imports", params(("id" = ImportId, Path)),
    responses((status = 200, body = Import)))]
async fn get_import(State(desk): State<Desk>, actor: Actor, Path(id): Path<ImportId>) -> Result<axum::Json<Import>, Refusal> {
    Ok(axum::Json(import::find_import(&desk, &actor, id).await?))
}

/// Gives an import up.
#[utoipa::path(delete, path = "/api/contact-imports/{id}", tag = "imports", params(("id" = ImportId, Path)),
    responses((status = 204), (status = 409, body = ErrorBody)))]
async fn delete_import(State(desk): State<Desk>, actor: Actor, Path(id): Path<ImportId>) -> Result<NoContent, Refusal> {
    import::cancel_import(&desk, &actor, id).await?;
    Ok(NoContent)
}

/// What an import would do by this plan.
#[utoipa::path(post, path = "/api/contact-imports/{id}/preview", tag = "imports", params(("id" = ImportId, Path)),
    request_body = Plan, responses((status = 200, body = ImportPreview), (status = 409, body = ErrorBody)))]
async fn post_preview(
    State(desk): State<Desk>,
    actor: Actor,
    Path(id): Path<ImportId>,
    Json(plan): Json<Plan>,
) -> Result<axum::Json<ImportPreview>, Refusal> {
    Ok(axum::Json(import::preview_import(&desk, &actor, id, Some(plan)).await?))
}

/// Begins to carry an import out.
#[utoipa::path(post, path = "/api/contact-imports/{id}/start", tag = "imports", params(("id" = ImportId, Path)),
    request_body = Plan, responses((status = 200, body = Import), (status = 409, body = ErrorBody)))]
async fn post_start(
    State(desk): State<Desk>,
    actor: Actor,
    Path(id): Path<ImportId>,
    Json(plan): Json<Plan>,
) -> Result<axum::Json<Import>, Refusal> {
    Ok(axum::Json(import::start_import(&desk, &actor, id, plan).await?))
}

/// Begins to take an import back; `undo` of it tells when that is done.
#[utoipa::path(post, path = "/api/contact-imports/{id}/undo", tag = "imports", params(("id" = ImportId, Path)),
    responses((status = 200, body = Import), (status = 409, body = ErrorBody, description = "`not_undoable`, `attribute_removed`")))]
async fn post_undo(State(desk): State<Desk>, actor: Actor, Path(id): Path<ImportId>) -> Result<axum::Json<Import>, Refusal> {
    Ok(axum::Json(undo_import(&desk, &actor, id).await?))
}

/// What was wrong with the lines that were not taken in, as a table (CSV); the first 10,000.
#[utoipa::path(get, path = "/api/contact-imports/{id}/faults", tag = "imports", params(("id" = ImportId, Path)),
    responses((status = 200, content_type = "text/csv", description = "Line, field, problem")))]
async fn get_faults(State(desk): State<Desk>, actor: Actor, Path(id): Path<ImportId>) -> Result<Response, Refusal> {
    let table = import::list_faults(&desk, &actor, id).await?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"import-faults.csv\""),
    ];
    Ok((headers, table).into_response())
}
