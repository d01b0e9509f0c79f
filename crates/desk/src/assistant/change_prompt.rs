//! Changes a prompt, or takes it away.

use antiphon_base::{Error, Result};

use super::model::{Prompt, PromptChange};
use super::sql;
use crate::actor::{Actor, Permission};
use crate::ids::PromptId;
use crate::{Desk, audit};

/// Changes a prompt; the change is in the audit trail.
///
/// # Errors
/// `NotFound`, `Invalid` on a field.
pub async fn change_prompt(desk: &Desk, actor: &Actor, id: PromptId, change: PromptChange) -> Result<Prompt> {
    actor.need(Permission::SettingsManage)?;
    let now = desk.clock.now();
    desk.write(actor, async |work| {
        sql::lock(work, actor.workspace, id).await?;
        let before = sql::find(work, actor.workspace, id).await?.ok_or(Error::NotFound)?;
        let after = before.changed(change, now)?;
        sql::update(work, actor.workspace, &after).await?;
        let (was, is) = (serde_json::to_value(&before).ok(), serde_json::to_value(&after).ok());
        audit::record(work, desk, actor, "prompt.changed", format!("prompt:{id}"), was, is, None).await?;
        Ok(after)
    })
    .await
}

/// Takes a prompt away; what it said stays in the audit trail.
///
/// # Errors
/// `NotFound`.
pub async fn delete_prompt(desk: &Desk, actor: &Actor, id: PromptId) -> Result<()> {
    actor.need(Permission::SettingsManage)?;
    desk.write(actor, async |work| {
        sql::lock(work, actor.workspace, id).await?;
        let before = sql::find(work, actor.workspace, id).await?.ok_or(Error::NotFound)?;
        sql::delete(work, actor.workspace, id).await?;
        let was = serde_json::to_value(&before).ok();
        audit::record(work, desk, actor, "prompt.deleted", format!("prompt:{id}"), was, None, None).await
    })
    .await
}
