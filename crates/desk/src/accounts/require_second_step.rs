//! What a workspace wants of everybody's sign-in: one step, or two. Sessions that took one end when two are wanted;
//! who lacks the second one may do nothing but get it.

use antiphon_base::{Error, Result};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::sql;
use crate::actor::{Actor, Credential, Permission};
use crate::{Desk, audit};

/// What sign-in to the workspace takes.
#[derive(Debug, Serialize, ToSchema)]
pub struct SignInRules {
    /// Whether everyone needs a second step.
    pub needs_second_step: bool,
}

/// What may be changed of it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignInRulesChange {
    /// Whether everyone needs a second step.
    pub needs_second_step: bool,
}

/// What sign-in to the actor's workspace takes.
///
/// # Errors
/// `Forbidden`.
pub async fn show_sign_in_rules(desk: &Desk, actor: &Actor) -> Result<SignInRules> {
    actor.need(Permission::SettingsManage)?;
    let needs_second_step = desk.read(actor, async |tx| sql::needs_second_step(tx, actor.workspace).await).await?;
    Ok(SignInRules { needs_second_step })
}

/// Changes what sign-in to the actor's workspace takes.
///
/// # Errors
/// `Forbidden`; `Conflict` (`enrol_first`) when the actor would shut themselves out.
pub async fn change_sign_in_rules(desk: &Desk, actor: &Actor, change: SignInRulesChange) -> Result<SignInRules> {
    actor.need(Permission::SettingsManage)?;
    let (needs, now) = (change.needs_second_step, desk.clock.now());
    desk.write(actor, async |work| {
        if !sql::set_needs_second_step(work, actor.workspace, needs).await? {
            return Ok(());
        }
        if needs {
            for id in sql::end_single_step_sessions(work, actor.workspace, now).await? {
                if actor.credential == Credential::Session(id) {
                    let why = "Switch on your own second step first, so that you do not shut yourself out.";
                    return Err(Error::conflict("enrol_first", why));
                }
                work.end_credential(Credential::Session(id));
            }
        }
        let (was, is) = (serde_json::json!({ "needs_second_step": !needs }), serde_json::json!({ "needs_second_step": needs }));
        let object = format!("workspace:{}", actor.workspace);
        audit::record(work, desk, actor, "workspace.sign_in_changed", object, Some(was), Some(is), None).await
    })
    .await?;
    Ok(SignInRules { needs_second_step: needs })
}
