//! Showing somebody that their task is being worked on. It passes by: nothing is stored, and it ends by itself.

use antiphon_base::Result;
use serde::Deserialize;
use utoipa::ToSchema;

use super::list_notices::unknown_person;
use super::model::foreign_id;
use crate::actor::{Actor, Permission};
use crate::{Desk, accounts};

/// What is being worked on, in the casing of the senders of notices.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct WorkingOn {
    /// The sender's own name of the task.
    pub task_id: String,
    /// Whose task, by id or external id.
    pub user_id: String,
    /// No ends it before it ends by itself, six seconds later.
    pub is_typing: bool,
}

/// Shows somebody, on whatever they have open, that their task is being worked on.
///
/// # Errors
/// `Invalid` on `taskId` or `userId`.
pub async fn show_work(desk: &Desk, actor: &Actor, on: WorkingOn) -> Result<()> {
    actor.need(Permission::NoticesWrite)?;
    let task = foreign_id("taskId", Some(&on.task_id))?.unwrap_or_default();
    let user = foreign_id("userId", Some(&on.user_id))?.ok_or_else(unknown_person)?;
    let whom =
        desk.read(actor, async |tx| accounts::find_named(tx, actor.workspace, &user).await).await?.ok_or_else(unknown_person)?;
    desk.live.working(actor, whom, &task, on.is_typing);
    Ok(())
}
