//! Contacts over HTTP: translation only.

use axum::extract::State;
use utoipa_axum::routes;

use super::find_contact::find_contact;
use super::model::Contact;
use super::update_contact::{ContactChange, update_contact};
use crate::Desk;
use crate::actor::{Actor, Permission};
use crate::http::{Access, Json, Path, Refusal, Routes};
use crate::ids::PrincipalId;

/// The slice's routes.
pub fn routes() -> Routes {
    Routes::default()
        .add(Access::Needs(Permission::ContactsRead), routes!(get_contact))
        .add(Access::Needs(Permission::ContactsWrite), routes!(patch_contact))
}

/// One contact.
#[utoipa::path(get, path = "/api/contacts/{id}", tag = "contacts", params(("id" = PrincipalId, Path)),
    responses((status = 200, body = Contact)))]
async fn get_contact(
    State(desk): State<Desk>,
    actor: Actor,
    Path(id): Path<PrincipalId>,
) -> Result<axum::Json<Contact>, Refusal> {
    Ok(axum::Json(find_contact(&desk, &actor, id).await?))
}

/// Changes a contact.
#[utoipa::path(patch, path = "/api/contacts/{id}", tag = "contacts", params(("id" = PrincipalId, Path)),
    request_body = ContactChange, responses((status = 200, body = Contact)))]
async fn patch_contact(
    State(desk): State<Desk>,
    actor: Actor,
    Path(id): Path<PrincipalId>,
    Json(change): Json<ContactChange>,
) -> Result<axum::Json<Contact>, Refusal> {
    Ok(axum::Json(update_contact(&desk, &actor, id, change).await?))
}
