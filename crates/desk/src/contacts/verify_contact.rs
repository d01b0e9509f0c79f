//! A site vouches for who a visitor is. The contact changes, the principal stays.

use antiphon_base::{Error, Result, Timestamp};

use super::sql;
use crate::ids::{PrincipalId, WorkspaceId};
use crate::{Work, accounts, text};

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

/// Marks a contact as verified. Answers the contact that the site means: another one than `id` when the
/// site has vouched for that person before, on another device.
///
/// # Errors
/// `NotFound`, `Invalid` on what the site says.
pub async fn verify_contact(
    work: &mut Work<'_>,
    workspace: WorkspaceId,
    id: PrincipalId,
    identity: &Identity,
    now: Timestamp,
) -> Result<PrincipalId> {
    let external_id = text::clean("identity_jwt.sub", &identity.external_id, text::NAME_CHARACTERS)?;
    let meant = sql::by_external_id(work, workspace, &external_id).await?.unwrap_or(id);
    sql::find(work, workspace, meant).await?.ok_or(Error::NotFound)?;
    sql::set_external_id(work, workspace, meant, Some(&external_id)).await?;
    if let Some(name) = &identity.name {
        accounts::rename_principal(work, workspace, meant, &text::clean("identity_jwt.name", name, text::NAME_CHARACTERS)?)
            .await?;
    }
    if let Some(email) = &identity.email {
        let email = text::email("identity_jwt.email", email)?;
        sql::set_email(work, workspace, meant, Some((&email, &text::fold(&email)))).await?;
    }
    sql::set_verified(work, workspace, meant, now).await?;
    Ok(meant)
}
