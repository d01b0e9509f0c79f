//! Adds a prompt.

use antiphon_base::{Error, Result};

use super::model::{NewPrompt, Prompt};
use super::sql;
use crate::actor::{Actor, Permission};
use crate::{Desk, audit};

/// More than this many nobody reads.
const MOST: usize = 200;

/// Adds a prompt; it is in the audit trail.
///
/// # Errors
/// `Invalid` on a field; `Conflict` (`too_many_prompts`) when there are 200.
pub async fn add_prompt(desk: &Desk, actor: &Actor, new: NewPrompt) -> Result<Prompt> {
    actor.need(Permission::SettingsManage)?;
    let now = desk.clock.now();
    desk.write(actor, async |work| {
        let others = sql::list(work, actor.workspace).await?;
        if others.len() >= MOST {
            return Err(Error::conflict("too_many_prompts", "There are 200 prompts; delete one first."));
        }
        let last = others.iter().map(|other| other.order).max().unwrap_or(-1);
        let prompt = Prompt::new(new, last, now)?;
        sql::insert(work, actor.workspace, &prompt).await?;
        let (subject, after) = (format!("prompt:{}", prompt.id), serde_json::to_value(&prompt).ok());
        audit::record(work, desk, actor, "prompt.added", subject, None, after, None).await?;
        Ok(prompt)
    })
    .await
}
