//! Where a contact's picture is fetched.

use antiphon_base::{Error, Result};

use crate::actor::Actor;
use crate::ids::PrincipalId;
use crate::{Desk, contacts, files};

/// An address of the small picture, for an hour.
///
/// # Errors
/// `NotFound` where there is none.
pub async fn show_avatar(desk: &Desk, actor: &Actor, id: PrincipalId) -> Result<String> {
    let contact = contacts::find_contact(desk, actor, id).await?;
    let file = contact.avatar_id.ok_or(Error::NotFound)?;
    let file = desk.read(actor, async |tx| files::find_shown(tx, actor.workspace, file).await).await?.ok_or(Error::NotFound)?;
    files::address_of(desk, actor.workspace, &file).thumbnail_url.ok_or(Error::NotFound)
}
