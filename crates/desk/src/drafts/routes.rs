//! Drafts over HTTP: translation only.

use axum::extract::State;
use utoipa_axum::routes;

use super::keep_draft::{find_drafts, keep_draft};
use super::model::{Drafts, NewDraft};
use crate::Desk;
use crate::actor::{Actor, Permission};
use crate::http::{Access, ErrorBody, Json, Path, Refusal, Routes};
use crate::ids::ConversationId;

/// The slice's routes.
pub fn routes() -> Routes {
    Routes::default().add(Access::Needs(Permission::ConversationsWrite), routes!(get_draft, put_draft))
}

/// What one has begun to write here, on whichever device.
#[utoipa::path(get, path = "/api/conversations/{id}/draft", tag = "conversations", params(("id" = ConversationId, Path)),
    responses((status = 200, body = Drafts), (status = 404, body = ErrorBody)))]
async fn get_draft(
    State(desk): State<Desk>,
    actor: Actor,
    Path(id): Path<ConversationId>,
) -> Result<axum::Json<Drafts>, Refusal> {
    Ok(axum::Json(find_drafts(&desk, &actor, id).await?))
}

/// Keeps what one has begun to write; an empty text takes it away.
#[utoipa::path(put, path = "/api/conversations/{id}/draft", tag = "conversations", params(("id" = ConversationId, Path)),
    request_body = NewDraft, responses((status = 200, body = Drafts), (status = 404, body = ErrorBody), (status = 422, body = ErrorBody)))]
async fn put_draft(
    State(desk): State<Desk>,
    actor: Actor,
    Path(id): Path<ConversationId>,
    Json(new): Json<NewDraft>,
) -> Result<axum::Json<Drafts>, Refusal> {
    Ok(axum::Json(keep_draft(&desk, &actor, id, new).await?))
}
