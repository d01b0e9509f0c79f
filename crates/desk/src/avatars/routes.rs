//! Avatars over HTTP: translation only.

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use utoipa_axum::routes;

use super::change_avatar::{NewAvatar, remove_avatar, set_avatar};
use super::change_own_avatar::{remove_own_avatar, set_own_avatar};
use super::show_avatar::{show_avatar, show_person_avatar};
use crate::Desk;
use crate::accounts::Me;
use crate::actor::{Actor, Permission};
use crate::contacts::Contact;
use crate::http::{Access, ErrorBody, Json, Path, Refusal, Routes};
use crate::ids::PrincipalId;
use antiphon_base::Error;

/// The slice's routes.
pub fn routes() -> Routes {
    Routes::default()
        .add(Access::Needs(Permission::ContactsRead), routes!(get_avatar))
        .add(Access::Needs(Permission::ContactsWrite), routes!(put_avatar, delete_avatar))
        .add(Access::Needs(Permission::PeopleRead), routes!(get_person_avatar))
        .add(Access::SignedIn, routes!(put_own_avatar, delete_own_avatar))
}

/// Leads to a contact's picture, so that a page may show it as it is.
#[utoipa::path(get, path = "/api/contacts/{id}/avatar", tag = "contacts", params(("id" = PrincipalId, Path)),
    responses((status = 307, description = "`Location` is the picture's address, for an hour"), (status = 404, body = ErrorBody)))]
async fn get_avatar(State(desk): State<Desk>, actor: Actor, Path(id): Path<PrincipalId>) -> Result<Response, Refusal> {
    lead_to(&show_avatar(&desk, &actor, id).await?)
}

/// Leads to a colleague's picture, so that a page may show it as it is.
#[utoipa::path(get, path = "/api/people/{id}/avatar", tag = "people", params(("id" = PrincipalId, Path)),
    responses((status = 307, description = "`Location` is the picture's address, for an hour"), (status = 404, body = ErrorBody)))]
async fn get_person_avatar(State(desk): State<Desk>, actor: Actor, Path(id): Path<PrincipalId>) -> Result<Response, Refusal> {
    lead_to(&show_person_avatar(&desk, &actor, id).await?)
}

fn lead_to(address: &str) -> Result<Response, Refusal> {
    let location = HeaderValue::from_str(address).map_err(Error::internal)?;
    let keep = HeaderValue::from_static("private, max-age=1800");
    Ok((StatusCode::TEMPORARY_REDIRECT, [(header::LOCATION, location), (header::CACHE_CONTROL, keep)]).into_response())
}

/// Gives oneself a picture.
#[utoipa::path(put, path = "/api/me/avatar", tag = "auth", request_body = NewAvatar,
    responses((status = 200, body = Me), (status = 403, body = ErrorBody), (status = 422, body = ErrorBody)))]
async fn put_own_avatar(State(desk): State<Desk>, actor: Actor, Json(new): Json<NewAvatar>) -> Result<axum::Json<Me>, Refusal> {
    Ok(axum::Json(set_own_avatar(&desk, &actor, new).await?))
}

/// Takes one's own picture away.
#[utoipa::path(delete, path = "/api/me/avatar", tag = "auth", responses((status = 200, body = Me), (status = 403, body = ErrorBody)))]
async fn delete_own_avatar(State(desk): State<Desk>, actor: Actor) -> Result<axum::Json<Me>, Refusal> {
    Ok(axum::Json(remove_own_avatar(&desk, &actor).await?))
}

/// Gives a contact a picture.
#[utoipa::path(put, path = "/api/contacts/{id}/avatar", tag = "contacts", params(("id" = PrincipalId, Path)),
    request_body = NewAvatar, responses((status = 200, body = Contact), (status = 422, body = ErrorBody)))]
async fn put_avatar(
    State(desk): State<Desk>,
    actor: Actor,
    Path(id): Path<PrincipalId>,
    Json(new): Json<NewAvatar>,
) -> Result<axum::Json<Contact>, Refusal> {
    Ok(axum::Json(set_avatar(&desk, &actor, id, new).await?))
}

/// Takes a contact's picture away.
#[utoipa::path(delete, path = "/api/contacts/{id}/avatar", tag = "contacts", params(("id" = PrincipalId, Path)),
    responses((status = 200, body = Contact)))]
async fn delete_avatar(
    State(desk): State<Desk>,
    actor: Actor,
    Path(id): Path<PrincipalId>,
) -> Result<axum::Json<Contact>, Refusal> {
    Ok(axum::Json(remove_avatar(&desk, &actor, id).await?))
}
