//! Makes a contact that was not here themselves: by a colleague, or an import.

use antiphon_base::{Error, Result};

use super::change::{self, Clean, ContactChange};
use super::model::Contact;
use super::sql;
use crate::actor::{Actor, Permission, PrincipalKind};
use crate::ids::PrincipalId;
use crate::{Desk, Work, accounts, audit};

/// Makes a contact.
///
/// # Errors
/// `Invalid` on a field, `Conflict` when another contact has the external id.
pub async fn create_contact(desk: &Desk, actor: &Actor, new: ContactChange) -> Result<Contact> {
    actor.need(Permission::ContactsWrite)?;
    let clean = new.clean()?;
    if clean.name.is_none() {
        return Err(Error::invalid("name", "Give the contact a name."));
    }
    desk.write(actor, async |work| {
        let contact = make(work, desk, actor, &clean).await?;
        let (object, after) = (format!("contact:{}", contact.id), serde_json::to_value(&contact).ok());
        audit::record(work, desk, actor, "contact.created", object, None, after, None).await?;
        Ok(contact)
    })
    .await
}

/// Stores a contact that nobody had; named after what is known of it where no name is.
pub(super) async fn make(work: &mut Work<'_>, desk: &Desk, actor: &Actor, clean: &Clean) -> Result<Contact> {
    let (id, now) = (PrincipalId::new(), desk.clock.now());
    let known = [clean.email.as_ref(), clean.phone.as_ref(), clean.external_id.as_ref()].into_iter().flatten().flatten().next();
    let name = clean.name.as_ref().or(known).ok_or_else(|| Error::invalid("name", "Give the contact a name."))?;
    accounts::insert_principal(work, actor.workspace, id, PrincipalKind::Contact, name, None, now).await?;
    sql::insert(work, actor.workspace, id, None, now).await?;
    sql::set_never_seen(work, actor.workspace, id).await?;
    let (before, contact) = change::apply(work, actor, id, clean).await?;
    if contact == before {
        change::index(work, actor.workspace, id).await?; // a name and nothing more
    }
    Ok(contact)
}
