//! Makes a new identity secret for an inbox. Shown once; the old one stops counting at once.

use antiphon_base::{Error, Result, secret};
use serde::Serialize;
use utoipa::ToSchema;

use super::model::secret_place;
use super::sql;
use crate::actor::Actor;
use crate::ids::InboxId;
use crate::{Desk, audit};

/// A secret, shown this once.
#[derive(Serialize, ToSchema)]
pub struct NewSecret {
    /// Sign identity JWTs with it (HS256), on the site's server only.
    pub identity_secret: String,
}

/// Rotates the secret.
///
/// # Errors
/// `NotFound`.
pub async fn rotate_secret(desk: &Desk, actor: &Actor, id: InboxId) -> Result<NewSecret> {
    let identity_secret = secret::new_token("is_");
    let sealed = desk.keys.master.seal(&secret_place(actor.workspace, id), identity_secret.as_bytes());
    desk.write(actor, async |work| {
        sql::find(work, actor.workspace, id).await?.ok_or(Error::NotFound)?;
        sql::set_secret(work, actor.workspace, id, sealed).await?;
        audit::record(work, desk, actor, "inbox.secret_rotated", format!("inbox:{id}"), None, None, None).await
    })
    .await?;
    Ok(NewSecret { identity_secret })
}
