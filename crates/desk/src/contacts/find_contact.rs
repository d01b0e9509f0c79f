//! Finds one contact.

use antiphon_base::{Error, Result};

use super::model::Contact;
use super::present;
use crate::Desk;
use crate::actor::Actor;
use crate::ids::PrincipalId;

/// One contact of the actor's workspace.
///
/// # Errors
/// `NotFound`.
pub async fn find_contact(desk: &Desk, actor: &Actor, id: PrincipalId) -> Result<Contact> {
    desk.read(actor, async |tx| present::find(tx, actor.workspace, id).await?.ok_or(Error::NotFound)).await
}
