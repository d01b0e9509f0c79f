//! Changes what is known of a contact.

use antiphon_base::{Error, Result};
use serde::Deserialize;
use utoipa::ToSchema;

use super::model::Contact;
use super::sql;
use crate::actor::Actor;
use crate::ids::PrincipalId;
use crate::listeners::Event;
use crate::{Desk, accounts, audit, given, text};

/// What is to be changed; what is left out stays, `null` takes it away.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ContactChange {
    /// A new name.
    #[serde(default)]
    pub name: Option<String>,
    /// A new e-mail address.
    #[serde(default, deserialize_with = "given::given")]
    #[schema(value_type = Option<String>)]
    pub email: Option<Option<String>>,
    /// Their id in the site's own system.
    #[serde(default, deserialize_with = "given::given")]
    #[schema(value_type = Option<String>)]
    pub external_id: Option<Option<String>>,
}

/// Changes a contact; the change is in the audit trail.
///
/// # Errors
/// `NotFound`, `Invalid` on a field, `Conflict` when another contact has the external id.
pub async fn update_contact(desk: &Desk, actor: &Actor, id: PrincipalId, change: ContactChange) -> Result<Contact> {
    let name = change.name.as_deref().map(|name| text::line("name", name)).transpose()?;
    let email = match change.email {
        None => None,
        Some(None) => Some(None),
        Some(Some(email)) => Some(Some(text::email("email", &email)?)),
    };
    let external_id = match change.external_id {
        None => None,
        Some(external_id) => Some(text::clean_optional("external_id", external_id.as_deref(), text::NAME_CHARACTERS)?),
    };
    desk.write(actor, async |work| {
        let before = sql::find(work, actor.workspace, id).await?.ok_or(Error::NotFound)?;
        if let Some(name) = &name {
            accounts::rename_principal(work, actor.workspace, id, name).await?;
        }
        if let Some(email) = &email {
            let folded = email.as_deref().map(text::fold);
            sql::set_email(work, actor.workspace, id, email.as_deref().zip(folded.as_deref())).await?;
        }
        if let Some(external_id) = &external_id
            && !sql::set_external_id(work, actor.workspace, id, external_id.as_deref()).await?
        {
            return Err(Error::conflict("external_id_taken", "Another contact has this external id."));
        }
        let after = sql::find(work, actor.workspace, id).await?.ok_or(Error::NotFound)?;
        if after != before {
            let (before, after) = (serde_json::to_value(&before).ok(), serde_json::to_value(&after).ok());
            work.happened(Event::ContactChanged(id));
            audit::record(work, desk, actor, "contact.updated", format!("contact:{id}"), before, after, None).await?;
        }
        Ok(after)
    })
    .await
}
