//! A site vouches for who a visitor is. The contact changes, the principal stays.

use antiphon_base::Result;

use super::change::{external_id_taken, note_external_ids};
use super::index_contacts::index_contact;
use super::remove_contact::bring_back;
use super::{present, sql};
use crate::actor::{Actor, PrincipalKind};
use crate::ids::{PrincipalId, WorkspaceId};
use crate::listeners::Event;
use crate::{Desk, Work, accounts, text};

/// What a site says of a visitor, checked already.
#[derive(Clone, Debug, Default)]
pub struct Identity {
    /// The visitor's id in the site's own system.
    pub external_id: String,
    /// Their name.
    pub name: Option<String>,
    /// Their e-mail address.
    pub email: Option<String>,
}

/// Whom the site means: the contact that it has vouched for before, on whatever device; else `known`, who came
/// with an earlier token, unless the site knows that one as somebody else (a shared computer); else nobody yet.
///
/// # Errors
/// `Invalid` on what the site says.
pub async fn whom_it_means(
    work: &mut Work<'_>,
    workspace: WorkspaceId,
    known: Option<PrincipalId>,
    identity: &Identity,
) -> Result<Option<PrincipalId>> {
    if let Some(before) =
        accounts::principal_by_external_id(work, workspace, PrincipalKind::Contact, &external_id(identity)?).await?
    {
        return Ok(Some(before));
    }
    let Some(known) = known else { return Ok(None) };
    let contact = sql::find(work, workspace, known).await?;
    Ok(contact.filter(|contact| contact.external_id.is_none()).map(|contact| contact.id))
}

/// Marks a contact as verified, with what the site says of them; a deleted one is back with it.
///
/// # Errors
/// `Invalid` on what the site says; `Conflict` when another contact got the external id meanwhile.
pub async fn verify_contact(work: &mut Work<'_>, desk: &Desk, contact: &Actor, identity: &Identity) -> Result<()> {
    let (workspace, id) = (contact.workspace, contact.principal);
    sql::hold(work, workspace, id).await?;
    bring_back(work, desk, contact, id).await?;
    let before = present::find(work, workspace, id).await?;
    if !accounts::set_external_id(work, workspace, id, Some(&external_id(identity)?)).await? {
        return Err(external_id_taken());
    }
    if let Some(name) = &identity.name {
        let name = text::line("identity_jwt.name", name)?;
        accounts::rename_principal(work, workspace, id, &name).await?;
    }
    if let Some(email) = &identity.email {
        let email = text::email("identity_jwt.email", email)?;
        let (phone, company) = before
            .as_ref()
            .map(|before| (before.phone.clone(), before.company.as_ref().map(|company| company.id)))
            .unwrap_or_default();
        sql::set_details(work, workspace, id, Some(email), phone, company).await?;
    }
    let was_known_as = before.as_ref().and_then(|before| before.external_id.as_deref());
    note_external_ids(work, was_known_as, Some(&external_id(identity)?));
    sql::set_verified(work, workspace, id, desk.clock.now()).await?;
    if present::find(work, workspace, id).await? != before {
        index_contact(work, workspace, id).await?;
        work.happened(Event::ContactChanged(id));
    }
    Ok(())
}

fn external_id(identity: &Identity) -> Result<String> {
    text::clean("identity_jwt.sub", &identity.external_id, text::NAME_CHARACTERS)
}
