//! Changes an inbox: its name, its sites, its settings.

use antiphon_base::{Error, Result};
use serde::Deserialize;
use utoipa::ToSchema;

use super::model::{Inbox, InboxSettings, checked_origins};
use super::{origins, sql};
use crate::actor::Actor;
use crate::ids::InboxId;
use crate::{Desk, audit, text};

/// What is to be changed; what is left out stays.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InboxChange {
    /// A new name.
    #[serde(default)]
    pub name: Option<String>,
    /// The sites, all of them.
    #[serde(default)]
    pub allowed_origins: Option<Vec<String>>,
    /// The settings, all of them.
    #[serde(default)]
    pub settings: Option<InboxSettings>,
}

/// Changes an inbox; the change is in the audit trail.
///
/// # Errors
/// `NotFound`, `Invalid` on a field.
pub async fn update_inbox(desk: &Desk, actor: &Actor, id: InboxId, change: InboxChange) -> Result<Inbox> {
    let name = change.name.as_deref().map(|name| text::line("name", name)).transpose()?;
    let allowed = change.allowed_origins.as_deref().map(checked_origins).transpose()?;
    let settings = change.settings.map(InboxSettings::checked).transpose()?;
    let inbox = desk
        .write(actor, async |work| {
            sql::lock(work, actor.workspace, id).await?;
            let before = Inbox::from(sql::find(work, actor.workspace, id).await?.ok_or(Error::NotFound)?);
            let after = Inbox {
                name: name.unwrap_or_else(|| before.name.clone()),
                allowed_origins: allowed.unwrap_or_else(|| before.allowed_origins.clone()),
                settings: settings.unwrap_or_else(|| before.settings.clone()),
                ..before.clone()
            };
            if after == before {
                return Ok(after);
            }
            sql::update(work, actor.workspace, id, &after.name, &after.allowed_origins, &after.settings).await?;
            let (was, is) = (serde_json::to_value(&before).ok(), serde_json::to_value(&after).ok());
            audit::record(work, desk, actor, "inbox.updated", format!("inbox:{id}"), was, is, None).await?;
            Ok(after)
        })
        .await?;
    origins::refresh(desk).await?;
    Ok(inbox)
}
