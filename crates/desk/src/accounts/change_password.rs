//! Changing one's own password: by whoever knows the old one. All other sessions of the account end with it,
//! in every workspace, sockets included.

use antiphon_base::{Error, Result};
use serde::Deserialize;
use utoipa::ToSchema;

use super::model::Caller;
use super::{passwords, sql};
use crate::actor::{Actor, Credential};
use crate::{Desk, audit};

/// The old password and the new one.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordChange {
    /// The password that holds now.
    pub current_password: String,
    /// The one that is to hold from now on.
    pub new_password: String,
}

/// Changes the actor's own password and ends all their other sessions.
///
/// # Errors
/// `Forbidden` for keys and visitors; `Invalid` when the old password is wrong or the new one is not taken;
/// `TooMany` after too many wrong ones, counted with the failed sign-ins.
pub async fn change_password(desk: &Desk, actor: &Actor, caller: &Caller, given: PasswordChange) -> Result<()> {
    let Credential::Session(session) = actor.credential else {
        return Err(Error::forbidden("Only people who signed in with a password can change it."));
    };
    let account = passwords::prove(desk, actor, caller, "current_password", &given.current_password).await?;
    if given.new_password == given.current_password {
        return Err(Error::invalid("new_password", "Choose another password than the current one."));
    }
    passwords::check("new_password", &given.new_password, &account.email, &actor.name)?;
    let hash = passwords::hash(&given.new_password).await?;
    let now = desk.clock.now();
    let ended = desk
        .db
        .system_write(async |tx| {
            if !sql::replace_password(tx, account.id, account.password_hash, hash).await? {
                return Err(Error::conflict("changed_meanwhile", "The password was changed at the same time; sign in again."));
            }
            let ended = sql::end_other_sessions(tx, account.id, session, now).await?;
            let (subject, after) = (format!("person:{}", actor.principal), serde_json::json!({ "sessions_ended": ended.len() }));
            audit::record(tx, desk, actor, "person.password_changed", subject, None, Some(after), None).await?;
            Ok(ended)
        })
        .await?;
    desk.end_credentials(ended.into_iter().map(Credential::Session));
    Ok(())
}
