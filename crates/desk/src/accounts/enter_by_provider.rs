//! What a sign-in provider's word is worth here: who is whom by address, an account for somebody new, and a session,
//! in the provider's own workspace and nowhere else.

use antiphon_base::{Error, Result};
use antiphon_db::Tx;

use super::model::{Caller, FirstStep, Proven, SecondStep, Standing, role_name, themselves};
use super::sign_in::{note_signed_in, open_session, place_of};
use super::{second_step, sql};
use crate::actor::{PrincipalKind, Role};
use crate::ids::{AccountId, PrincipalId, WorkspaceId};
use crate::{Desk, audit, text};

/// How an address stands to a workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Known {
    /// Its account has a place there, disabled or not.
    Member(AccountId),
    /// It has an account, and a place in other workspaces only.
    Elsewhere,
    /// Nobody has it.
    Nobody,
}

/// Somebody who comes in for the first time.
pub struct ProviderPerson {
    /// Their address.
    pub email: String,
    /// Their name.
    pub name: String,
    /// Their role.
    pub role: Role,
}

/// How an address stands to a workspace (system).
///
/// # Errors
/// When the database cannot be read.
pub async fn find_known(tx: &mut Tx, workspace: WorkspaceId, email: &str) -> Result<Known> {
    let Some(account) = sql::find_account(tx, &text::fold(email)).await? else { return Ok(Known::Nobody) };
    Ok(match sql::is_member(tx, workspace, account.id).await? {
        true => Known::Member(account.id),
        false => Known::Elsewhere,
    })
}

/// Adds somebody whom the provider vouches for, without a password (system).
///
/// # Errors
/// `Conflict` when the address was taken in the same moment.
pub async fn add_by_provider(
    desk: &Desk,
    tx: &mut Tx,
    caller: &Caller,
    workspace: WorkspaceId,
    new: ProviderPerson,
) -> Result<AccountId> {
    let (account, person, now) = (AccountId::new(), PrincipalId::new(), desk.clock.now());
    sql::insert_account(tx, account, (&new.email, &text::fold(&new.email)), &new.name, None, now).await?;
    sql::insert_principal(tx, workspace, person, PrincipalKind::Person, &new.name, None, now).await?;
    sql::insert_membership(tx, workspace, account, person, (new.role, None), now).await?;
    let actor = themselves((workspace, person), &new.name, Standing::of(new.role), caller.request.clone());
    let after = serde_json::json!({ "email": new.email, "name": new.name, "role": role_name(new.role) });
    let reason = Some("by the sign-in provider");
    audit::record(tx, desk, &actor, "person.added", format!("person:{person}"), None, Some(after), reason).await?;
    Ok(account)
}

/// Notes in the trail that an account is from now on whom the provider says (system).
///
/// # Errors
/// When the row cannot be written.
pub async fn note_linked(desk: &Desk, tx: &mut Tx, caller: &Caller, workspace: WorkspaceId, account: AccountId) -> Result<()> {
    let members = sql::find_members(tx, account).await?;
    let Some(member) = place_of(&members, workspace).and_then(|place| members.get(place)) else { return Ok(()) };
    let actor = themselves((workspace, member.principal_id), &member.name, Standing::of(member.role), caller.request.clone());
    let object = format!("person:{}", member.principal_id);
    audit::record(tx, desk, &actor, "person.provider_linked", object, None, None, None).await
}

/// Signs an account in to the provider's workspace (system); nothing where it has no place, or was shut out. With
/// `needs_second_step` our own second step is taken as well, else the provider answers for it.
///
/// # Errors
/// When the session cannot be stored.
pub async fn enter_by_provider(
    desk: &Desk,
    tx: &mut Tx,
    caller: &Caller,
    (workspace, account): (WorkspaceId, AccountId),
    needs_second_step: bool,
) -> Result<Option<FirstStep>> {
    let mut members = sql::find_members(tx, account).await?;
    members.retain(|member| member.workspace_id == workspace);
    if members.is_empty() {
        return Ok(None);
    }
    let now = desk.clock.now();
    if needs_second_step && sql::find_factor(tx, account).await?.is_some_and(|factor| factor.is_on()) {
        return Ok(Some(FirstStep::Waits(second_step::challenge(tx, account, Some(workspace), now).await?)));
    }
    let second_step = if needs_second_step { SecondStep::Missing } else { SecondStep::Provider };
    let proven = Proven { second_step, by_provider: true };
    let signed_in = open_session(desk, tx, caller, (&members, 0), proven, now).await?;
    note_signed_in(&signed_in);
    Ok(Some(FirstStep::SignedIn(Box::new(signed_in))))
}

/// Takes the workspace's row, so that of two who come in for the first time at once one is made (system).
///
/// # Errors
/// When the row cannot be locked.
pub async fn lock_people(tx: &mut Tx, workspace: WorkspaceId) -> Result<()> {
    sql::lock_workspace(tx, workspace).await
}

/// The workspace, where the installation has one only (system).
///
/// # Errors
/// When the database cannot be read.
pub async fn only_workspace(tx: &mut Tx) -> Result<Option<WorkspaceId>, Error> {
    let found = sql::list_two_workspaces(tx).await?;
    Ok(match found[..] {
        [only] => Some(only),
        _ => None,
    })
}
