//! Merges over HTTP: translation only.

use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::routes;

use super::merge_contacts::{Merge, MergeAsk, MergePreview, list_merges, merge_contacts, preview_merge, undo_merge};
use crate::Desk;
use crate::actor::{Actor, Permission};
use crate::created::Created;
use crate::http::{Access, ErrorBody, Json, Path, Query, Refusal, Routes};
use crate::ids::{MergeId, PrincipalId};

/// The slice's routes.
pub fn routes() -> Routes {
    Routes::default()
        .add(Access::Needs(Permission::ContactsWrite), routes!(get_preview, post_merge))
        .add(Access::Needs(Permission::ContactsRead), routes!(get_merges))
        .add(Access::Needs(Permission::ContactsWrite), routes!(post_undo))
}

/// What merging a contact into this one would do.
#[utoipa::path(get, path = "/api/contacts/{id}/merge", tag = "contacts", params(("id" = PrincipalId, Path), MergeAsk),
    responses((status = 200, body = MergePreview), (status = 409, body = ErrorBody)))]
async fn get_preview(
    State(desk): State<Desk>,
    actor: Actor,
    Path(id): Path<PrincipalId>,
    Query(ask): Query<MergeAsk>,
) -> Result<axum::Json<MergePreview>, Refusal> {
    Ok(axum::Json(preview_merge(&desk, &actor, id, &ask).await?))
}

/// Merges a contact into this one.
#[utoipa::path(post, path = "/api/contacts/{id}/merge", tag = "contacts", params(("id" = PrincipalId, Path)),
    request_body = MergeAsk, responses((status = 201, body = Merge), (status = 409, body = ErrorBody)))]
async fn post_merge(
    State(desk): State<Desk>,
    actor: Actor,
    Path(id): Path<PrincipalId>,
    Json(ask): Json<MergeAsk>,
) -> Result<Created<Merge>, Refusal> {
    Ok(Created::New(merge_contacts(&desk, &actor, id, &ask).await?))
}

/// Merges into a contact.
#[derive(Serialize, ToSchema)]
struct MergeList {
    /// Newest first.
    merges: Vec<Merge>,
}

/// What was merged into a contact, undone ones too.
#[utoipa::path(get, path = "/api/contacts/{id}/merges", tag = "contacts", params(("id" = PrincipalId, Path)),
    responses((status = 200, body = MergeList)))]
async fn get_merges(
    State(desk): State<Desk>,
    actor: Actor,
    Path(id): Path<PrincipalId>,
) -> Result<axum::Json<MergeList>, Refusal> {
    Ok(axum::Json(MergeList { merges: list_merges(&desk, &actor, id).await? }))
}

/// Takes a merge back.
#[utoipa::path(post, path = "/api/contact-merges/{id}/undo", tag = "contacts", params(("id" = MergeId, Path)),
    responses((status = 200, body = Merge), (status = 409, body = ErrorBody)))]
async fn post_undo(State(desk): State<Desk>, actor: Actor, Path(id): Path<MergeId>) -> Result<axum::Json<Merge>, Refusal> {
    Ok(axum::Json(undo_merge(&desk, &actor, id).await?))
}
