//! Leaving for good: an admin removes a person from a workspace, or a person deletes their own account and leaves all.
//! What they wrote stays, under their name as a former one; ids stay. What they were given to answer goes back to
//! everybody (`listeners.rs`). An account without a place is emptied at once, so its address is free.

use antiphon_base::{Error, Result, Timestamp};
use serde::Deserialize;
use utoipa::ToSchema;

use super::model::{Caller, Person, check_may_give, role_name};
use super::{passwords, roles, sessions, sql};
use crate::actor::{Actor, Credential, Permission, Role};
use crate::ids::{AccountId, PrincipalId, WorkspaceId};
use crate::listeners::Event;
use crate::text::NAME_CHARACTERS;
use crate::{Desk, Work, audit};

/// Stands behind the name of whoever left.
const FORMER: &str = " (former)";

/// The password that says it is oneself.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AccountDeletion {
    /// The password that holds now.
    pub current_password: String,
}

/// A place of an account, disabled or not.
#[derive(antiphon_db::FromRow)]
pub(super) struct Place {
    pub(super) workspace_id: WorkspaceId,
    pub(super) workspace_name: String,
    pub(super) principal_id: PrincipalId,
}

/// Removes a person from the workspace, for good.
///
/// # Errors
/// `NotFound`; `Conflict` for oneself (`yourself`) and for the last admin (`last_owner`); `Forbidden` where the person
/// may do more than the actor.
pub async fn remove_person(desk: &Desk, actor: &Actor, id: PrincipalId) -> Result<()> {
    actor.need(Permission::PeopleManage)?;
    let now = desk.clock.now();
    let account = desk
        .write(actor, async |work| {
            sql::lock_workspace(work, actor.workspace).await?;
            let person = sql::find_person(work, actor.workspace, id).await?.ok_or(Error::NotFound)?;
            if id == actor.principal {
                return Err(Error::conflict("yourself", "Delete your own account under Account."));
            }
            check_may_give(actor, roles::standing_of(work, actor.workspace, &person).await?.permissions)?;
            leave(desk, work, actor, &person, "person.removed", now).await
        })
        .await?;
    empty(desk, account, now).await
}

/// Deletes the actor's own account: they leave every workspace, for good.
///
/// # Errors
/// `Forbidden` for keys and visitors; `Invalid` for a wrong password; `Conflict` (`last_owner`) where they are the last
/// admin of a workspace, and then they leave none; `TooMany` after too many wrong passwords.
pub async fn delete_account(desk: &Desk, actor: &Actor, caller: &Caller, given: AccountDeletion) -> Result<()> {
    let Credential::Session(_) = actor.credential else {
        return Err(Error::forbidden("Only people who signed in with a password can delete their account."));
    };
    let account = passwords::prove(desk, actor, caller, "current_password", &given.current_password).await?;
    let places = desk.db.system_read(async |tx| sql::list_places(tx, account.id).await).await?;
    for place in &places {
        desk.db
            .read(place.workspace_id.0, async |tx| {
                let person = sql::find_person(tx, place.workspace_id, place.principal_id).await?.ok_or(Error::NotFound)?;
                check_is_not_last(tx, place.workspace_id, &person, &place.workspace_name).await
            })
            .await?;
    }
    let now = desk.clock.now();
    // The place that asks comes last: until then a repeat is let in.
    let (own, others): (Vec<_>, Vec<_>) = places.into_iter().partition(|place| place.workspace_id == actor.workspace);
    for place in others.into_iter().chain(own) {
        // A repeat of the request is known by the workspace that it was sent to.
        let request = if place.workspace_id == actor.workspace { actor.request.clone() } else { caller.request.clone() };
        let actor = Actor { workspace: place.workspace_id, principal: place.principal_id, request, ..actor.clone() };
        desk.write(&actor, async |work| {
            sql::lock_workspace(work, actor.workspace).await?;
            let person = sql::find_person(work, actor.workspace, actor.principal).await?.ok_or(Error::NotFound)?;
            leave(desk, work, &actor, &person, "person.left", now).await
        })
        .await?;
    }
    empty(desk, account.id, now).await
}

/// Empties every account that has no place any more, should a server have died in between, and forgets those that
/// nothing points at.
pub(super) async fn clean(desk: &Desk, now: Timestamp) -> Result<()> {
    desk.db
        .system_write(async |tx| {
            for account in sql::list_homeless(tx).await? {
                sql::empty_account(tx, account, now).await?;
            }
            sql::delete_empty_accounts(tx).await
        })
        .await
}

async fn leave(
    desk: &Desk,
    work: &mut Work<'_>,
    actor: &Actor,
    person: &Person,
    action: &'static str,
    now: Timestamp,
) -> Result<AccountId> {
    check_is_not_last(work, actor.workspace, person, "this workspace").await?;
    sessions::end_all(work, actor.workspace, person.id, now).await?;
    sql::set_external_id(work, actor.workspace, person.id, None).await?; // whoever comes next may have it
    let account = sql::delete_membership(work, actor.workspace, person.id).await?.ok_or(Error::NotFound)?;
    let kept: String = person.name.chars().take(NAME_CHARACTERS - FORMER.len()).collect();
    sql::rename_principal(work, actor.workspace, person.id, &(kept + FORMER)).await?;
    work.happened(Event::PersonLeft { person: person.id, account });
    if let Some(picture) = person.avatar_id {
        work.happened(Event::PictureGone(picture));
    }
    let was = serde_json::json!({ "email": person.email, "name": person.name, "role": role_name(person.role) });
    audit::record(work, desk, actor, action, format!("person:{}", person.id), Some(was), None, None).await?;
    Ok(account)
}

/// A workspace keeps somebody who may manage its people.
async fn check_is_not_last(tx: &mut antiphon_db::Tx, workspace: WorkspaceId, person: &Person, name: &str) -> Result<()> {
    let is_admin = person.role == Role::Admin && person.disabled_at.is_none();
    if is_admin && sql::count_active_admins(tx, workspace).await? <= 1 {
        let why = format!("This is the last admin of {name} who can sign in; make somebody else an admin first.");
        return Err(Error::conflict("last_owner", why));
    }
    Ok(())
}

async fn empty(desk: &Desk, account: AccountId, now: Timestamp) -> Result<()> {
    desk.db.system_write(async |tx| sql::empty_account(tx, account, now).await).await
}
