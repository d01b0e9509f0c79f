//! Adding a person to a workspace: a new account, or one that exists elsewhere. The latter only for who
//! knows its password: else an admin of one workspace could lay an account out under somebody's address
//! and wait until another workspace takes that person in.

use antiphon_base::{Error, Result};
use serde::Deserialize;
use utoipa::ToSchema;

use super::model::{Person, check_may_give};
use super::{attempts, passwords, roles, sql};
use crate::actor::{Actor, Permission, PrincipalKind, Role};
use crate::ids::{AccountId, PrincipalId, RoleId};
use crate::{Desk, Work, audit, text};

/// A person to be added.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPerson {
    /// The address they will sign in with.
    pub email: String,
    /// Their name, as others will see it.
    pub name: String,
    /// Their role: this one …
    pub role: Option<Role>,
    /// … or one of the workspace's own.
    pub role_id: Option<RoleId>,
    /// Their id in another system, 1 to 200 characters.
    pub external_id: Option<String>,
    /// Their password; for an account that exists already, its present one.
    pub password: String,
}

/// Adds a person.
///
/// # Errors
/// `Invalid` for an address, a name or a password that is not taken; `Conflict` when they are here already,
/// or have an account with another password; `Forbidden` for a role that is more than the actor's own.
pub async fn add_person(desk: &Desk, actor: &Actor, new: NewPerson) -> Result<Person> {
    actor.need(Permission::PeopleManage)?;
    let standing = desk.read(actor, async |tx| roles::chosen_one(tx, actor.workspace, new.role, new.role_id).await).await?;
    check_may_give(actor, standing.permissions)?;
    let email = text::email("email", &new.email)?;
    let name = text::line("name", &new.name)?;
    let folded = text::fold(&email);
    let known = desk.db.system_read(async |tx| sql::find_account(tx, &folded).await).await?;
    if let Some(account) = &known
        && desk.read(actor, async |tx| sql::is_member(tx, actor.workspace, account.id).await).await?
    {
        return Err(Error::conflict("already_exists", "This address is among the people of this workspace already."));
    }
    let password_hash = match &known {
        None => {
            passwords::check("password", &new.password, &email, &name)?;
            Some(passwords::hash(&new.password).await?)
        }
        Some(account) => {
            check_is_theirs(desk, actor, &email, &new.password, account.password_hash.clone()).await?;
            None
        }
    };
    let now = desk.clock.now();
    let (role, role_id) = (standing.role, standing.role_id);
    let person = Person {
        id: PrincipalId::new(),
        email,
        name,
        role,
        role_id,
        disabled_at: None,
        created_at: now,
        has_second_step: Some(known.as_ref().is_some_and(|account| account.has_factor)),
        avatar_id: None,
        external_id: foreign_id(new.external_id.as_deref())?,
    };
    desk.write(actor, async |work| {
        // The role may have gone meanwhile.
        sql::lock_workspace(work, actor.workspace).await?;
        if roles::standing_of(work, actor.workspace, &person).await.ok() != Some(standing) {
            return Err(Error::conflict("changed_meanwhile", "The role was changed at the same time; look at it again."));
        }
        let account = match known {
            Some(account) => account.id,
            None => {
                let account = AccountId::new();
                sql::insert_account(work, account, (&person.email, &folded), &person.name, password_hash, now).await?;
                account
            }
        };
        sql::insert_principal(work, actor.workspace, person.id, PrincipalKind::Person, &person.name, None, now).await?;
        if person.external_id.is_some() {
            give_external_id(work, actor, person.id, person.external_id.as_deref()).await?;
        }
        sql::insert_membership(work, actor.workspace, account, person.id, (role, role_id), now).await?;
        let after = serde_json::json!({ "email": person.email, "name": person.name, "role": roles::in_words(&standing) });
        audit::record(work, desk, actor, "person.added", format!("person:{}", person.id), None, Some(after), None).await
    })
    .await?;
    Ok(person)
}

/// An id of another system: none that could be somebody's id here.
///
/// # Errors
/// `Invalid` on `external_id`.
pub(super) fn foreign_id(id: Option<&str>) -> Result<Option<String>> {
    let id = text::line_optional("external_id", id)?;
    if id.as_ref().is_some_and(|id| id.parse::<uuid::Uuid>().is_ok()) {
        return Err(Error::invalid("external_id", "Give an id of another shape: this one could be somebody's id here."));
    }
    Ok(id)
}

/// Gives a person the id they have in another system, or takes it away.
///
/// # Errors
/// `Conflict` where another person has it.
pub(super) async fn give_external_id(work: &mut Work<'_>, actor: &Actor, id: PrincipalId, to: Option<&str>) -> Result<()> {
    if sql::set_external_id(work, actor.workspace, id, to).await? {
        Ok(())
    } else {
        Err(Error::conflict("external_id_taken", "Another person of this workspace has this external id."))
    }
}

async fn check_is_theirs(desk: &Desk, actor: &Actor, email: &str, password: &str, kept: Option<String>) -> Result<()> {
    // Guessing here is guessing at sign-in: it counts the same.
    let address = actor.request.address.unwrap_or(std::net::IpAddr::from([127, 0, 0, 1]));
    let attempt = attempts::begin(desk, email, address).await?;
    if passwords::verify(password, kept).await? {
        attempt.succeeded(desk).await
    } else {
        Err(Error::conflict(
            "email_taken",
            "This address has an account with another password; give that one, or use another address.",
        ))
    }
}
