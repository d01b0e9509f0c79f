//! HTTP out of the trail.

use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::routes;

use super::AuditEntry;
use crate::Desk;
use crate::actor::{Actor, Permission};
use crate::http::{Access, ErrorBody, Query, Refusal, Routes};
use crate::page::Page;

/// This slice's routes.
pub fn routes() -> Routes {
    Routes::default().add(Access::Needs(Permission::AuditRead), routes!(list_audit))
}

#[derive(Serialize, ToSchema)]
struct Audit {
    entries: Vec<AuditEntry>,
    /// Where the next page starts; null on the last one.
    next_cursor: Option<String>,
}

/// Read the audit trail, newest first
#[utoipa::path(get, path = "/api/audit", tag = "audit", params(
    ("limit" = Option<i64>, Query, minimum = 1, maximum = 100), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Audit), (status = 403, body = ErrorBody)))]
async fn list_audit(State(desk): State<Desk>, actor: Actor, Query(page): Query<Page>) -> Result<axum::Json<Audit>, Refusal> {
    let (entries, next_cursor) = super::list(&desk, &actor, page).await?;
    Ok(axum::Json(Audit { entries, next_cursor }))
}
