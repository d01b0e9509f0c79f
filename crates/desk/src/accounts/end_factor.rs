//! Fresh recovery codes, and the ways in which a second factor goes: by its owner, who gives password and code; by
//! an admin, when the device is lost; by whoever runs the server, when the last admin's is.

use antiphon_base::{Error, Result};
use antiphon_db::Tx;
use serde::Deserialize;
use utoipa::ToSchema;

use super::enrol_factor::{RecoveryCodes, check_password, own_account, replace_recovery_codes};
use super::model::{Caller, check_may_give};
use super::prove_factor::{self, Given, Proof};
use super::sql::OwnAccountRow;
use super::{recovery_codes, roles, sql};
use crate::actor::{Actor, Credential, Permission};
use crate::ids::{AccountId, PrincipalId};
use crate::{Desk, audit, text};

/// Who asks is asked for both steps again.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BothSteps {
    /// The account's password; left out only where it has none.
    pub password: Option<String>,
    /// The six digits that the app shows.
    pub code: Option<String>,
    /// One of the recovery codes, instead.
    pub recovery_code: Option<String>,
}

/// Makes fresh recovery codes; the earlier ones are worthless with it.
///
/// # Errors
/// `Invalid` on `password`, `code` or `recovery_code`; `Conflict` (`not_on`, `code_used`); `TooMany`.
pub async fn renew_recovery_codes(desk: &Desk, actor: &Actor, caller: &Caller, given: BothSteps) -> Result<RecoveryCodes> {
    let (account, proof) = check_both(desk, actor, caller, &given).await?;
    let codes = recovery_codes::make();
    desk.db
        .system_write(async |tx| {
            proof.spend(tx).await?;
            replace_recovery_codes(desk, tx, account.id, &codes).await?;
            let object = format!("person:{}", actor.principal);
            audit::record(tx, desk, actor, "person.recovery_codes_renewed", object, None, None, None).await
        })
        .await?;
    proof.succeeded(desk).await?;
    Ok(RecoveryCodes { recovery_codes: codes })
}

/// Switches the actor's own second factor off. Sessions go on with one step; where the workspace wants two, they
/// may do nothing but get a new one.
///
/// # Errors
/// As [`renew_recovery_codes`].
pub async fn switch_off_factor(desk: &Desk, actor: &Actor, caller: &Caller, given: BothSteps) -> Result<()> {
    let (account, proof) = check_both(desk, actor, caller, &given).await?;
    desk.db
        .system_write(async |tx| {
            proof.spend(tx).await?;
            forget(tx, account.id).await?;
            let object = format!("person:{}", actor.principal);
            audit::record(tx, desk, actor, "person.second_factor_off", object, None, None, None).await
        })
        .await?;
    proof.succeeded(desk).await
}

/// Switches a person's second factor off and signs them out everywhere here: their device is lost, or taken.
///
/// # Errors
/// `NotFound`; `Forbidden` where the actor lacks what the person has; `Conflict` (`other_workspaces`) when the account
/// has a place elsewhere: one workspace's admin does not decide how it is signed in to another.
pub async fn end_factor_of(desk: &Desk, actor: &Actor, person: PrincipalId) -> Result<()> {
    actor.need(Permission::PeopleManage)?;
    let now = desk.clock.now();
    let ended = desk
        .db
        .system_write(async |tx| {
            let found = sql::find_person(tx, actor.workspace, person).await?.ok_or(Error::NotFound)?;
            check_may_give(actor, roles::standing_of(tx, actor.workspace, &found).await?.permissions)?;
            let account = sql::find_account_of(tx, actor.workspace, person).await?.ok_or(Error::NotFound)?;
            if sql::has_other_places(tx, account.id, actor.workspace).await? {
                let why = "This account belongs to another workspace too; its owner switches the second step off, \
                           or whoever runs this server.";
                return Err(Error::conflict("other_workspaces", why));
            }
            if !sql::find_factor(tx, account.id).await?.is_some_and(|factor| factor.is_on()) {
                return Ok(Vec::new()); // one that was only begun keeps nobody out
            }
            forget(tx, account.id).await?;
            let ended = sql::end_sessions(tx, actor.workspace, person, now).await?;
            let after = serde_json::json!({ "sessions_ended": ended.len() });
            let object = format!("person:{person}");
            audit::record(tx, desk, actor, "person.second_factor_off", object, None, Some(after), None).await?;
            Ok(ended)
        })
        .await?;
    desk.end_credentials(ended.into_iter().map(Credential::Session));
    Ok(())
}

/// Switches the second factor of the account with this address off and signs it out everywhere (operator). Answers how
/// many sessions ended; it stands in the trail of every workspace in which the account has a place.
///
/// # Errors
/// `Invalid` on `email` when no account has it; `Conflict` (`not_on`).
pub async fn end_factor_at(desk: &Desk, email: &str) -> Result<usize> {
    let folded = text::fold(&text::email("email", email)?);
    let now = desk.clock.now();
    let ended = desk
        .db
        .system_write(async |tx| {
            let Some(account) = sql::holder_of(tx, &folded).await? else {
                return Err(Error::invalid("email", "No account has this address."));
            };
            if !sql::find_factor(tx, account).await?.is_some_and(|factor| factor.is_on()) {
                return Err(Error::conflict("not_on", "This account has no second step."));
            }
            forget(tx, account).await?;
            let ended = sql::end_account_sessions(tx, account, now).await?;
            for place in sql::list_places(tx, account).await? {
                let (system, object) = (Actor::system(place.workspace_id), format!("person:{}", place.principal_id));
                let reason = Some("by whoever runs the server");
                audit::record(tx, desk, &system, "person.second_factor_off", object, None, None, reason).await?;
            }
            Ok(ended)
        })
        .await?;
    let sessions = ended.len();
    desk.end_credentials(ended.into_iter().map(Credential::Session));
    Ok(sessions)
}

async fn forget(tx: &mut Tx, account: AccountId) -> Result<()> {
    sql::delete_recovery_codes(tx, account).await?;
    sql::delete_challenges_of(tx, account).await?;
    sql::forget_second_steps(tx, account).await?;
    sql::delete_factor(tx, account).await
}

async fn check_both(desk: &Desk, actor: &Actor, caller: &Caller, given: &BothSteps) -> Result<(OwnAccountRow, Proof)> {
    let (_, account) = own_account(desk, actor).await?;
    let factor = desk.db.system_read(async |tx| sql::find_factor(tx, account.id).await).await?;
    if !factor.is_some_and(|factor| factor.is_on()) {
        return Err(Error::conflict("not_on", "Your second step is not on."));
    }
    check_password(desk, caller, &account, given.password.as_deref()).await?;
    let codes = Given { code: given.code.as_deref(), recovery_code: given.recovery_code.as_deref() };
    let proof = prove_factor::check(desk, account.id, caller.address, codes).await?;
    Ok((account, proof))
}
