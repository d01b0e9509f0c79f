//! Makes a contact that was not here themselves: by a colleague, or an import.

use antiphon_base::{Error, Result};

use super::attributes::{self, Checked};
use super::change::{Clean, ContactChange, external_id_taken, no_such_company, note_external_ids};
use super::model::{Contact, words};
use super::{present, sql};
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
        let known = sql::attributes(work, actor.workspace).await?;
        let values = attributes::checked(&known, &clean.attributes)?;
        let id = make(work, desk, actor, &clean, &values).await?;
        let contact = present::find(work, actor.workspace, id).await?.ok_or(Error::NotFound)?;
        let (object, after) = (format!("contact:{}", contact.id), serde_json::to_value(&contact).ok());
        audit::record(work, desk, actor, "contact.created", object, None, after, None).await?;
        Ok(contact)
    })
    .await
}

/// Stores a contact that nobody had, in as few questions as can be: imports make many. Named after what is known of it
/// where no name is.
pub(super) async fn make(
    work: &mut Work<'_>,
    desk: &Desk,
    actor: &Actor,
    clean: &Clean,
    values: &[Checked],
) -> Result<PrincipalId> {
    let (id, ws, now) = (PrincipalId::new(), actor.workspace, desk.clock.now());
    let [email, phone, external_id] =
        [&clean.email, &clean.phone, &clean.external_id].map(|given| given.as_ref().and_then(Option::as_deref));
    let known = [clean.name.as_deref(), email, phone, external_id].into_iter().flatten().next();
    let name = known.ok_or_else(|| Error::invalid("name", "Give the contact a name."))?;
    if let Some(external_id) = external_id
        && accounts::principal_by_external_id(work, ws, PrincipalKind::Contact, external_id).await?.is_some()
    {
        return Err(external_id_taken());
    }
    let company = match clean.company.flatten() {
        Some(company) => Some(sql::company(work, ws, company).await?.ok_or_else(no_such_company)?),
        None => None,
    };
    accounts::insert_principal(work, ws, id, PrincipalKind::Contact, name, external_id, now).await?;
    sql::insert_known(work, ws, id, (email, phone, company.as_ref().map(|company| company.id)), now).await?;
    sql::insert_values(work, ws, id, values).await?;
    note_external_ids(work, None, external_id);
    let others = [email, company.as_ref().map(|company| company.name.as_str()), external_id];
    sql::insert_words(work, ws, id, &words(name, others, phone)).await?;
    Ok(id)
}
