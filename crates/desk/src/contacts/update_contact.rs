//! Changes what is known of a contact.

use antiphon_base::{Error, Result};

use super::change::{self, ContactChange};
use super::model::Contact;
use crate::actor::{Actor, Permission};
use crate::ids::PrincipalId;
use crate::{Desk, audit};

/// Changes a contact; the change is in the audit trail.
///
/// # Errors
/// `NotFound`, `Invalid` on a field, `Conflict` when another contact has the external id or it was merged.
pub async fn update_contact(desk: &Desk, actor: &Actor, id: PrincipalId, change: ContactChange) -> Result<Contact> {
    actor.need(Permission::ContactsWrite)?;
    let clean = change.clean()?;
    desk.write(actor, async |work| {
        let (before, after) = change::apply(work, actor, id, &clean).await?;
        if before.merged_into.is_some() {
            return Err(Error::conflict("merged", "This contact was merged into another one; change that one."));
        }
        if after != before {
            let (before, after) = (serde_json::to_value(&before).ok(), serde_json::to_value(&after).ok());
            audit::record(work, desk, actor, "contact.updated", format!("contact:{id}"), before, after, None).await?;
        }
        Ok(after)
    })
    .await
}
