//! Which prompts there are, and which of them someone is offered.

use antiphon_base::{Error, Result};

use super::model::Prompt;
use super::sql;
use crate::Desk;
use crate::actor::{Actor, Permission};
use crate::ids::PromptId;

/// What the actor is offered on `page`, in order.
///
/// # Errors
/// When storage cannot be read.
pub async fn list_active_prompts(desk: &Desk, actor: &Actor, page: Option<&str>) -> Result<Vec<Prompt>> {
    let mut prompts = desk.read(actor, async |tx| sql::list(tx, actor.workspace).await).await?;
    prompts.retain(|prompt| prompt.is_for(actor.role, page));
    Ok(prompts)
}

/// All prompts, in order, also those that are not offered.
///
/// # Errors
/// `Forbidden` without the right to change them.
pub async fn list_prompts(desk: &Desk, actor: &Actor) -> Result<Vec<Prompt>> {
    actor.need(Permission::SettingsManage)?;
    desk.read(actor, async |tx| sql::list(tx, actor.workspace).await).await
}

/// One prompt.
///
/// # Errors
/// `NotFound`; `Forbidden` without the right to change it.
pub async fn find_prompt(desk: &Desk, actor: &Actor, id: PromptId) -> Result<Prompt> {
    actor.need(Permission::SettingsManage)?;
    desk.read(actor, async |tx| sql::find(tx, actor.workspace, id).await).await?.ok_or(Error::NotFound)
}
