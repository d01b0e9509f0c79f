//! The provider as settings show it, and as the sign-in page does.

use antiphon_base::Result;
use serde::Serialize;
use utoipa::ToSchema;

use super::model::ProviderView;
use super::sql;
use crate::Desk;
use crate::actor::{Actor, Permission};
use crate::ids::WorkspaceId;

/// What the sign-in page offers beside the password.
#[derive(Debug, Serialize, ToSchema)]
pub struct Door {
    /// The workspace that is signed in to.
    pub workspace_id: WorkspaceId,
    /// What stands on the button.
    pub label: String,
}

/// The provider of the actor's workspace, if there is one.
///
/// # Errors
/// `Forbidden`.
pub async fn show_provider(desk: &Desk, actor: &Actor) -> Result<Option<ProviderView>> {
    actor.need(Permission::SettingsManage)?;
    let row = desk.read(actor, async |tx| sql::find_provider(tx, actor.workspace).await).await?;
    Ok(row.map(ProviderView::from))
}

/// The provider that the sign-in page offers: that of the workspace which its address names, or of the only one. Where
/// there are several, none is told to who does not know which.
///
/// # Errors
/// When the database cannot be read.
pub async fn show_door(desk: &Desk, workspace: Option<WorkspaceId>) -> Result<Option<Door>> {
    desk.db
        .system_read(async |tx| {
            let workspace = match workspace {
                Some(workspace) => Some(workspace),
                None => crate::accounts::only_workspace(tx).await?,
            };
            let Some(workspace) = workspace else { return Ok(None) };
            let row = sql::find_provider(tx, workspace).await?.filter(|row| row.is_on);
            Ok(row.map(|row| Door { workspace_id: row.workspace_id, label: row.label }))
        })
        .await
}
