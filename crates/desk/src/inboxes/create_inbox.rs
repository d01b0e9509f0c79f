//! Makes an inbox.

use antiphon_base::{Result, secret};
use antiphon_db::Json;
use serde::Deserialize;
use utoipa::ToSchema;

use super::model::{Inbox, InboxRow, InboxSettings, checked_origins, secret_place};
use super::{origins, sql};
use crate::actor::Actor;
use crate::ids::InboxId;
use crate::{Desk, audit, text};

/// An inbox to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewInbox {
    /// Its name, which visitors see.
    pub name: String,
    /// Sites that the widget may stand on.
    #[serde(default)]
    pub allowed_origins: Vec<String>,
    /// How a visitor meets the widget.
    #[serde(default)]
    pub settings: InboxSettings,
}

/// Makes an inbox with a fresh widget key and identity secret.
///
/// # Errors
/// `Invalid` on a field.
pub async fn create_inbox(desk: &Desk, actor: &Actor, new: NewInbox) -> Result<Inbox> {
    let id = InboxId::new();
    let secret = secret::new_token("is_");
    let row = InboxRow {
        workspace_id: actor.workspace,
        id,
        name: text::line("name", &new.name)?,
        widget_key: secret::new_token("wk_"),
        allowed_origins: Json(checked_origins(&new.allowed_origins)?),
        settings: Json(new.settings.checked()?),
        identity_secret: desk.keys.master.seal(&secret_place(actor.workspace, id), secret.as_bytes()),
        created_at: desk.clock.now(),
    };
    let inbox = desk
        .write(actor, async |work| {
            sql::insert(work, &row).await?;
            let inbox = Inbox::from(row);
            audit::record(
                work,
                desk,
                actor,
                "inbox.created",
                format!("inbox:{id}"),
                None,
                serde_json::to_value(&inbox).ok(),
                None,
            )
            .await?;
            Ok(inbox)
        })
        .await?;
    origins::refresh(desk).await?;
    Ok(inbox)
}
