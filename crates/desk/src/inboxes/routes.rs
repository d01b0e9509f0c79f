//! Inboxes and widget sessions over HTTP: translation only.

use std::sync::Arc;

use axum::extract::{Extension, State};
use axum::http::{HeaderMap, header};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::routes;

use super::create_inbox::{NewInbox, create_inbox};
use super::end_session::end_session;
use super::list_inboxes::list_inboxes;
use super::model::Inbox;
use super::rotate_secret::{NewSecret, rotate_secret};
use super::update_inbox::{InboxChange, update_inbox};
use super::widget_session::{AskSession, WidgetSession, widget_session};
use crate::Desk;
use crate::actor::{Actor, Permission, RequestInfo};
use crate::created::Created;
use crate::http::{self, Access, Json, NoContent, Path, PeerAddress, Refusal, RequestId, Routes};
use crate::ids::InboxId;

/// The slice's routes.
pub fn routes() -> Routes {
    Routes::default()
        .add(Access::Open, routes!(post_session))
        .add(Access::SignedIn, routes!(delete_session))
        .add(Access::Needs(Permission::SettingsManage), routes!(get_inboxes))
        .add(Access::Needs(Permission::SettingsManage), routes!(post_inbox))
        .add(Access::Needs(Permission::SettingsManage), routes!(patch_inbox))
        .add(Access::Needs(Permission::SettingsManage), routes!(post_secret))
}

/// Opens or continues a visitor's session.
#[utoipa::path(post, path = "/api/widget/session", tag = "widget", request_body = AskSession,
    responses((status = 200, body = WidgetSession), (status = 401, description = "The identity is not signed rightly"),
        (status = 403, description = "The site is not allowed"),
        (status = 404, description = "No such widget key")))]
async fn post_session(
    State(desk): State<Desk>,
    Extension(RequestId(id)): Extension<RequestId>,
    Extension(PeerAddress(address)): Extension<PeerAddress>,
    headers: HeaderMap,
    Json(ask): Json<AskSession>,
) -> Result<axum::Json<WidgetSession>, Refusal> {
    let request = Arc::new(RequestInfo { id, address: Some(address), idempotency: None });
    let foreign = http::is_same_origin(&desk, &headers) == Some(false);
    let origin = headers.get(header::ORIGIN).and_then(|origin| origin.to_str().ok()).filter(|_| foreign);
    Ok(axum::Json(widget_session(&desk, ask, origin, request).await?))
}

/// Ends the visitor's session that asks.
#[utoipa::path(delete, path = "/api/widget/session", tag = "widget",
    responses((status = 204), (status = 403, description = "Not a visitor's session")))]
async fn delete_session(State(desk): State<Desk>, actor: Actor) -> Result<NoContent, Refusal> {
    end_session(&desk, &actor).await?;
    Ok(NoContent)
}

/// All inboxes.
#[derive(Serialize, ToSchema)]
struct InboxList {
    /// Oldest first.
    inboxes: Vec<Inbox>,
}

/// Lists the inboxes.
#[utoipa::path(get, path = "/api/inboxes", tag = "inboxes", responses((status = 200, body = InboxList)))]
async fn get_inboxes(State(desk): State<Desk>, actor: Actor) -> Result<axum::Json<InboxList>, Refusal> {
    Ok(axum::Json(InboxList { inboxes: list_inboxes(&desk, &actor).await? }))
}

/// Makes an inbox.
#[utoipa::path(post, path = "/api/inboxes", tag = "inboxes", request_body = NewInbox, responses((status = 201, body = Inbox)))]
async fn post_inbox(State(desk): State<Desk>, actor: Actor, Json(new): Json<NewInbox>) -> Result<Created<Inbox>, Refusal> {
    Ok(Created::New(create_inbox(&desk, &actor, new).await?))
}

/// Changes an inbox.
#[utoipa::path(patch, path = "/api/inboxes/{id}", tag = "inboxes", params(("id" = InboxId, Path)), request_body = InboxChange,
    responses((status = 200, body = Inbox)))]
async fn patch_inbox(
    State(desk): State<Desk>,
    actor: Actor,
    Path(id): Path<InboxId>,
    Json(change): Json<InboxChange>,
) -> Result<axum::Json<Inbox>, Refusal> {
    Ok(axum::Json(update_inbox(&desk, &actor, id, change).await?))
}

/// Makes a new identity secret, shown this once.
#[utoipa::path(post, path = "/api/inboxes/{id}/identity-secret", tag = "inboxes", params(("id" = InboxId, Path)),
    responses((status = 201, body = NewSecret)))]
async fn post_secret(State(desk): State<Desk>, actor: Actor, Path(id): Path<InboxId>) -> Result<Created<NewSecret>, Refusal> {
    Ok(Created::New(rotate_secret(&desk, &actor, id).await?))
}
