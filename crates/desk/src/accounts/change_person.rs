//! Changing a person: name, role, whether they may sign in. The last admin stays one. Who gets another
//! role or is shut out is signed out everywhere, sockets included, so that no old right lives on.

use antiphon_base::{Error, Result};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::add_person::{foreign_id, give_external_id};
use super::model::{Person, Standing, check_may_give};
use super::{roles, sessions, sql};
use crate::actor::{Actor, Permission, Role};
use crate::given::given;
use crate::ids::{PrincipalId, RoleId};
use crate::{Desk, audit, text};

/// What may be changed; what is left out stays.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonChange {
    /// Another name.
    pub name: Option<String>,
    /// Another role: this one …
    pub role: Option<Role>,
    /// … or one of the workspace's own.
    pub role_id: Option<RoleId>,
    /// Whether they are shut out.
    pub disabled: Option<bool>,
    /// Their id in another system, 1 to 200 characters; `null` takes it away.
    #[serde(default, deserialize_with = "given")]
    pub external_id: Option<Option<String>>,
}

/// Changes a person.
///
/// # Errors
/// `NotFound`; `Conflict` (`last_owner`) when no active admin would be left; `Forbidden` where the actor
/// lacks what the person has or is to get.
pub async fn change_person(desk: &Desk, actor: &Actor, id: PrincipalId, change: PersonChange) -> Result<Person> {
    actor.need(Permission::PeopleManage)?;
    let name = change.name.as_deref().map(|name| text::line("name", name)).transpose()?;
    let external_id = change.external_id.map(|id| foreign_id(id.as_deref())).transpose()?;
    let now = desk.clock.now();
    desk.write(actor, async |work| {
        sql::lock_workspace(work, actor.workspace).await?;
        let before = sql::find_person(work, actor.workspace, id).await?.ok_or(Error::NotFound)?;
        let had = roles::standing_of(work, actor.workspace, &before).await?;
        let standing = roles::chosen(work, actor.workspace, change.role, change.role_id).await?.unwrap_or(had);
        check_may_give(actor, had.permissions)?;
        check_may_give(actor, standing.permissions)?;

        let mut after = before.clone();
        if let Some(name) = name {
            after.name = name;
        }
        (after.role, after.role_id) = (standing.role, standing.role_id);
        after.disabled_at = match change.disabled {
            Some(true) => before.disabled_at.or(Some(now)),
            Some(false) => None,
            None => before.disabled_at,
        };
        if let Some(external_id) = external_id {
            after.external_id = external_id;
        }
        if after == before {
            return Ok(before);
        }
        if is_active_admin(&before) && !is_active_admin(&after) && sql::count_active_admins(work, actor.workspace).await? <= 1 {
            return Err(Error::conflict(
                "last_owner",
                "This is the last admin who can sign in; make somebody else an admin first.",
            ));
        }
        if after.name != before.name {
            sql::rename_principal(work, actor.workspace, id, &after.name).await?;
        }
        if standing != had {
            sql::set_role(work, actor.workspace, id, (after.role, after.role_id)).await?;
        }
        if after.external_id != before.external_id {
            give_external_id(work, actor, id, after.external_id.as_deref()).await?;
        }
        if after.disabled_at != before.disabled_at {
            sql::set_disabled(work, actor.workspace, id, after.disabled_at).await?;
        }
        if standing != had || (after.disabled_at.is_some() && before.disabled_at.is_none()) {
            sessions::end_all(work, actor.workspace, id, now).await?;
        }
        let (was, is) = (describe(&before, &had), describe(&after, &standing));
        audit::record(work, desk, actor, "person.changed", format!("person:{id}"), Some(was), Some(is), None).await?;
        Ok(after)
    })
    .await
}

fn is_active_admin(person: &Person) -> bool {
    person.role == Role::Admin && person.disabled_at.is_none()
}

fn describe(person: &Person, standing: &Standing) -> serde_json::Value {
    json!({
        "name": person.name, "role": roles::in_words(standing), "disabled": person.disabled_at.is_some(),
        "external_id": person.external_id,
    })
}
