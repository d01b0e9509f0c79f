//! Contacts over HTTP: translation only.

use axum::body::Body;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt as _, stream};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::routes;

use super::attributes::{self, Attribute, AttributeChange, ListAttributes, NewAttribute};
use super::block_contact::{Standing, set_standing};
use super::change::ContactChange;
use super::companies::{self, Company, CompanyChange, CompanyPage, ListCompanies, NewCompany};
use super::create_contact::create_contact;
use super::edit_contacts::{self, Edit, NewEdit};
use super::export_contacts::begin_export;
use super::find_contact::find_contact;
use super::list_contacts::{ContactPage, ExportContacts, ListContacts, list_contacts};
use super::model::Contact;
use super::notes::{self, Note, NoteText};
use super::pages::{PageVisit, list_pages};
use super::remove_contact::{Presence, set_presence};
use super::update_contact::update_contact;
use crate::Desk;
use crate::actor::{Actor, Permission};
use crate::created::Created;
use crate::http::{Access, ErrorBody, Json, NoContent, Path, Query, Refusal, Routes};
use crate::ids::{AttributeId, CompanyId, EditId, NoteId, PrincipalId};

/// The slice's routes.
pub fn routes() -> Routes {
    use Permission::{ContactsManage, ContactsRead, ContactsWrite, NotesWrite};
    Routes::default()
        .add(Access::Needs(ContactsRead), routes!(get_contacts))
        .add(Access::Needs(ContactsWrite), routes!(post_contact))
        .add(Access::Needs(ContactsManage), routes!(get_export))
        .add(Access::Needs(ContactsRead), routes!(get_contact))
        .add(Access::Needs(ContactsWrite), routes!(patch_contact))
        .add(Access::Needs(ContactsWrite), routes!(put_block, delete_block))
        .add(Access::Needs(ContactsWrite), routes!(put_removal, delete_removal))
        .add(Access::Needs(NotesWrite), routes!(get_notes, post_note))
        .add(Access::Needs(NotesWrite), routes!(patch_note, delete_note))
        .add(Access::Needs(NotesWrite), routes!(delete_note_removal))
        .add(Access::Needs(ContactsRead), routes!(get_pages))
        .add(Access::Needs(ContactsRead), routes!(get_companies))
        .add(Access::Needs(ContactsWrite), routes!(post_company))
        .add(Access::Needs(ContactsWrite), routes!(patch_company, delete_company))
        .add(Access::Needs(ContactsRead), routes!(get_attributes))
        .add(Access::Needs(ContactsManage), routes!(post_attribute))
        .add(Access::Needs(ContactsManage), routes!(patch_attribute, delete_attribute))
        .add(Access::Needs(ContactsManage), routes!(delete_attribute_removal))
        .add(Access::Needs(ContactsWrite), routes!(post_edit))
        .add(Access::Needs(ContactsRead), routes!(get_edit))
        .add(Access::Needs(ContactsWrite), routes!(post_edit_undo))
}

/// Lists, searches and narrows the contacts.
#[utoipa::path(get, path = "/api/contacts", tag = "contacts", params(ListContacts),
    responses((status = 200, body = ContactPage)))]
async fn get_contacts(
    State(desk): State<Desk>,
    actor: Actor,
    Query(ask): Query<ListContacts>,
) -> Result<axum::Json<ContactPage>, Refusal> {
    Ok(axum::Json(list_contacts(&desk, &actor, ask).await?))
}

/// Makes a contact.
#[utoipa::path(post, path = "/api/contacts", tag = "contacts", request_body = ContactChange,
    responses((status = 201, body = Contact)))]
async fn post_contact(
    State(desk): State<Desk>,
    actor: Actor,
    Json(new): Json<ContactChange>,
) -> Result<Created<Contact>, Refusal> {
    Ok(Created::New(create_contact(&desk, &actor, new).await?))
}

/// All contacts that fit, as a table (CSV).
#[utoipa::path(get, path = "/api/contacts/export", tag = "contacts", params(ExportContacts),
    responses((status = 200, content_type = "text/csv", description = "A line per contact; formulas are disarmed by an apostrophe"),
        (status = 422, body = ErrorBody)))]
async fn get_export(State(desk): State<Desk>, actor: Actor, Query(ask): Query<ExportContacts>) -> Result<Response, Refusal> {
    let bom = ask.bom.unwrap_or_default();
    let (head, export) = begin_export(&desk, &actor, ask.into(), bom).await?;
    let rest = stream::unfold(Some(export), async |export| {
        let mut export = export?;
        match export.next().await {
            Ok(Some(lines)) => Some((Ok(lines), Some(export))),
            Ok(None) => None,
            // The line ends in the middle, so that nobody takes a part for the whole.
            Err(error) => {
                tracing::error!(%error, "an export broke off");
                Some((Err(std::io::Error::other("the export broke off")), None))
            }
        }
    });
    // Fused, as a compressor asks again after the end.
    let whole = stream::once(std::future::ready(Ok(head))).chain(rest).fuse();
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"contacts.csv\""),
    ];
    Ok((headers, Body::from_stream(whole)).into_response())
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

/// Blocks a contact: they read on and write no more.
#[utoipa::path(put, path = "/api/contacts/{id}/block", tag = "contacts", params(("id" = PrincipalId, Path)),
    responses((status = 200, body = Contact)))]
async fn put_block(State(desk): State<Desk>, actor: Actor, Path(id): Path<PrincipalId>) -> Result<axum::Json<Contact>, Refusal> {
    Ok(axum::Json(set_standing(&desk, &actor, id, Standing::Blocked).await?))
}

/// Lets a blocked contact write again.
#[utoipa::path(delete, path = "/api/contacts/{id}/block", tag = "contacts", params(("id" = PrincipalId, Path)),
    responses((status = 200, body = Contact)))]
async fn delete_block(
    State(desk): State<Desk>,
    actor: Actor,
    Path(id): Path<PrincipalId>,
) -> Result<axum::Json<Contact>, Refusal> {
    Ok(axum::Json(set_standing(&desk, &actor, id, Standing::Welcome).await?))
}

/// Deletes a contact: it is in no list any more, and comes back whenever somebody wants, or they write again.
#[utoipa::path(put, path = "/api/contacts/{id}/removal", tag = "contacts", params(("id" = PrincipalId, Path)),
    responses((status = 200, body = Contact), (status = 404, body = ErrorBody), (status = 409, body = ErrorBody)))]
async fn put_removal(
    State(desk): State<Desk>,
    actor: Actor,
    Path(id): Path<PrincipalId>,
) -> Result<axum::Json<Contact>, Refusal> {
    Ok(axum::Json(set_presence(&desk, &actor, id, Presence::Removed).await?))
}

/// Brings a deleted contact back.
#[utoipa::path(delete, path = "/api/contacts/{id}/removal", tag = "contacts", params(("id" = PrincipalId, Path)),
    responses((status = 200, body = Contact), (status = 404, body = ErrorBody), (status = 409, body = ErrorBody)))]
async fn delete_removal(
    State(desk): State<Desk>,
    actor: Actor,
    Path(id): Path<PrincipalId>,
) -> Result<axum::Json<Contact>, Refusal> {
    Ok(axum::Json(set_presence(&desk, &actor, id, Presence::Kept).await?))
}

/// Notes on a contact.
#[derive(Serialize, ToSchema)]
struct NoteList {
    /// Newest first.
    notes: Vec<Note>,
}

/// What colleagues noted of a contact.
#[utoipa::path(get, path = "/api/contacts/{id}/notes", tag = "contacts", params(("id" = PrincipalId, Path)),
    responses((status = 200, body = NoteList)))]
async fn get_notes(State(desk): State<Desk>, actor: Actor, Path(id): Path<PrincipalId>) -> Result<axum::Json<NoteList>, Refusal> {
    Ok(axum::Json(NoteList { notes: notes::list_notes(&desk, &actor, id).await? }))
}

/// Notes something of a contact.
#[utoipa::path(post, path = "/api/contacts/{id}/notes", tag = "contacts", params(("id" = PrincipalId, Path)),
    request_body = NoteText, responses((status = 201, body = Note)))]
async fn post_note(
    State(desk): State<Desk>,
    actor: Actor,
    Path(id): Path<PrincipalId>,
    Json(new): Json<NoteText>,
) -> Result<Created<Note>, Refusal> {
    Ok(Created::New(notes::add_note(&desk, &actor, id, new).await?))
}

/// Changes an own note.
#[utoipa::path(patch, path = "/api/contacts/{id}/notes/{note_id}", tag = "contacts",
    params(("id" = PrincipalId, Path), ("note_id" = NoteId, Path)), request_body = NoteText,
    responses((status = 200, body = Note)))]
async fn patch_note(
    State(desk): State<Desk>,
    actor: Actor,
    Path((id, note)): Path<(PrincipalId, NoteId)>,
    Json(new): Json<NoteText>,
) -> Result<axum::Json<Note>, Refusal> {
    Ok(axum::Json(notes::edit_note(&desk, &actor, id, note, new).await?))
}

/// Takes a note away.
#[utoipa::path(delete, path = "/api/contacts/{id}/notes/{note_id}", tag = "contacts",
    params(("id" = PrincipalId, Path), ("note_id" = NoteId, Path)), responses((status = 204)))]
async fn delete_note(
    State(desk): State<Desk>,
    actor: Actor,
    Path((id, note)): Path<(PrincipalId, NoteId)>,
) -> Result<NoContent, Refusal> {
    notes::delete_note(&desk, &actor, id, note).await?;
    Ok(NoContent)
}

/// Brings a note back that was taken away.
#[utoipa::path(delete, path = "/api/contacts/{id}/notes/{note_id}/removal", tag = "contacts",
    params(("id" = PrincipalId, Path), ("note_id" = NoteId, Path)),
    responses((status = 200, body = Note), (status = 404, body = ErrorBody), (status = 409, body = ErrorBody, description = "`too_many`")))]
async fn delete_note_removal(
    State(desk): State<Desk>,
    actor: Actor,
    Path((id, note)): Path<(PrincipalId, NoteId)>,
) -> Result<axum::Json<Note>, Refusal> {
    Ok(axum::Json(notes::restore_note(&desk, &actor, id, note).await?))
}

/// Pages that a contact was on.
#[derive(Serialize, ToSchema)]
struct PageList {
    /// Newest first, 50 at most.
    pages: Vec<PageVisit>,
}

/// The last pages that a contact was on.
#[utoipa::path(get, path = "/api/contacts/{id}/pages", tag = "contacts", params(("id" = PrincipalId, Path)),
    responses((status = 200, body = PageList)))]
async fn get_pages(State(desk): State<Desk>, actor: Actor, Path(id): Path<PrincipalId>) -> Result<axum::Json<PageList>, Refusal> {
    Ok(axum::Json(PageList { pages: list_pages(&desk, &actor, id).await? }))
}

/// Lists the companies.
#[utoipa::path(get, path = "/api/companies", tag = "companies", params(ListCompanies),
    responses((status = 200, body = CompanyPage)))]
async fn get_companies(
    State(desk): State<Desk>,
    actor: Actor,
    Query(ask): Query<ListCompanies>,
) -> Result<axum::Json<CompanyPage>, Refusal> {
    Ok(axum::Json(companies::list_companies(&desk, &actor, ask).await?))
}

/// Makes a company.
#[utoipa::path(post, path = "/api/companies", tag = "companies", request_body = NewCompany,
    responses((status = 201, body = Company)))]
async fn post_company(State(desk): State<Desk>, actor: Actor, Json(new): Json<NewCompany>) -> Result<Created<Company>, Refusal> {
    Ok(Created::New(companies::add_company(&desk, &actor, new).await?))
}

/// Changes a company.
#[utoipa::path(patch, path = "/api/companies/{id}", tag = "companies", params(("id" = CompanyId, Path)),
    request_body = CompanyChange, responses((status = 200, body = Company)))]
async fn patch_company(
    State(desk): State<Desk>,
    actor: Actor,
    Path(id): Path<CompanyId>,
    Json(change): Json<CompanyChange>,
) -> Result<axum::Json<Company>, Refusal> {
    Ok(axum::Json(companies::change_company(&desk, &actor, id, change).await?))
}

/// Takes a company away to which nobody belongs.
#[utoipa::path(delete, path = "/api/companies/{id}", tag = "companies", params(("id" = CompanyId, Path)),
    responses((status = 204), (status = 404, body = ErrorBody), (status = 409, body = ErrorBody, description = "`in_use`")))]
async fn delete_company(State(desk): State<Desk>, actor: Actor, Path(id): Path<CompanyId>) -> Result<NoContent, Refusal> {
    companies::remove_company(&desk, &actor, id).await?;
    Ok(NoContent)
}

/// All attributes.
#[derive(Serialize, ToSchema)]
struct AttributeList {
    /// Oldest first; deleted ones from the last deleted on.
    attributes: Vec<Attribute>,
}

/// Lists what a workspace wants to know of its contacts.
#[utoipa::path(get, path = "/api/contact-attributes", tag = "contacts", params(ListAttributes),
    responses((status = 200, body = AttributeList)))]
async fn get_attributes(
    State(desk): State<Desk>,
    actor: Actor,
    Query(ask): Query<ListAttributes>,
) -> Result<axum::Json<AttributeList>, Refusal> {
    Ok(axum::Json(AttributeList { attributes: attributes::list_attributes(&desk, &actor, ask).await? }))
}

/// Defines an attribute.
#[utoipa::path(post, path = "/api/contact-attributes", tag = "contacts", request_body = NewAttribute,
    responses((status = 201, body = Attribute)))]
async fn post_attribute(
    State(desk): State<Desk>,
    actor: Actor,
    Json(new): Json<NewAttribute>,
) -> Result<Created<Attribute>, Refusal> {
    Ok(Created::New(attributes::add_attribute(&desk, &actor, new).await?))
}

/// Changes an attribute's label or choices.
#[utoipa::path(patch, path = "/api/contact-attributes/{id}", tag = "contacts", params(("id" = AttributeId, Path)),
    request_body = AttributeChange, responses((status = 200, body = Attribute)))]
async fn patch_attribute(
    State(desk): State<Desk>,
    actor: Actor,
    Path(id): Path<AttributeId>,
    Json(change): Json<AttributeChange>,
) -> Result<axum::Json<Attribute>, Refusal> {
    Ok(axum::Json(attributes::change_attribute(&desk, &actor, id, change).await?))
}

/// Deletes an attribute with its values; both can be brought back.
#[utoipa::path(delete, path = "/api/contact-attributes/{id}", tag = "contacts", params(("id" = AttributeId, Path)),
    responses((status = 204)))]
async fn delete_attribute(State(desk): State<Desk>, actor: Actor, Path(id): Path<AttributeId>) -> Result<NoContent, Refusal> {
    attributes::remove_attribute(&desk, &actor, id).await?;
    Ok(NoContent)
}

/// Brings a deleted attribute back, with its values.
#[utoipa::path(delete, path = "/api/contact-attributes/{id}/removal", tag = "contacts", params(("id" = AttributeId, Path)),
    responses((status = 200, body = Attribute), (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody, description = "`key_taken`, `too_many`")))]
async fn delete_attribute_removal(
    State(desk): State<Desk>,
    actor: Actor,
    Path(id): Path<AttributeId>,
) -> Result<axum::Json<Attribute>, Refusal> {
    Ok(axum::Json(attributes::restore_attribute(&desk, &actor, id).await?))
}

/// Changes many contacts: named ones at once, those of a filter as a job.
#[utoipa::path(post, path = "/api/contact-edits", tag = "contacts", request_body = NewEdit,
    responses((status = 201, body = Edit)))]
async fn post_edit(State(desk): State<Desk>, actor: Actor, Json(new): Json<NewEdit>) -> Result<Created<Edit>, Refusal> {
    Ok(Created::New(edit_contacts::edit_contacts(&desk, &actor, new).await?))
}

/// How far a change to many has come.
#[utoipa::path(get, path = "/api/contact-edits/{id}", tag = "contacts", params(("id" = EditId, Path)),
    responses((status = 200, body = Edit)))]
async fn get_edit(State(desk): State<Desk>, actor: Actor, Path(id): Path<EditId>) -> Result<axum::Json<Edit>, Refusal> {
    Ok(axum::Json(edit_contacts::find_edit(&desk, &actor, id).await?))
}

/// Undoes a change to many.
#[utoipa::path(post, path = "/api/contact-edits/{id}/undo", tag = "contacts", params(("id" = EditId, Path)),
    responses((status = 200, body = Edit), (status = 409, body = ErrorBody)))]
async fn post_edit_undo(State(desk): State<Desk>, actor: Actor, Path(id): Path<EditId>) -> Result<axum::Json<Edit>, Refusal> {
    Ok(axum::Json(edit_contacts::undo_edit(&desk, &actor, id).await?))
}
