//! Where a contact's or a colleague's picture is fetched.

use antiphon_base::{Error, Result};

use crate::actor::Actor;
use crate::ids::{FileId, PrincipalId};
use crate::{Desk, accounts, contacts, files};

/// An address of the small picture, for an hour.
///
/// # Errors
/// `NotFound` where there is none.
pub async fn show_avatar(desk: &Desk, actor: &Actor, id: PrincipalId) -> Result<String> {
    let contact = contacts::find_contact(desk, actor, id).await?;
    address(desk, actor, contact.avatar_id).await
}

/// The same of a colleague.
///
/// # Errors
/// `NotFound` where there is none.
pub async fn show_person_avatar(desk: &Desk, actor: &Actor, id: PrincipalId) -> Result<String> {
    let person = accounts::get_person(desk, actor, id).await?;
    address(desk, actor, person.avatar_id).await
}

async fn address(desk: &Desk, actor: &Actor, picture: Option<FileId>) -> Result<String> {
    let file = picture.ok_or(Error::NotFound)?;
    let file = desk.read(actor, async |tx| files::find_shown(tx, actor.workspace, file).await).await?.ok_or(Error::NotFound)?;
    files::address_of(desk, actor.workspace, &file).thumbnail_url.ok_or(Error::NotFound)
}
