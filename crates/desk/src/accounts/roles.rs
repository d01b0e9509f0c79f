//! Roles of a workspace's own: permissions under a name, beside the three that every workspace has and nobody changes.
//! Nobody gives, changes or takes away by one what they lack themselves. As far as the three roles go, whoever has one is
//! an agent; so the last admin stays one whatever becomes of these.

use antiphon_base::{Error, Result, Timestamp};
use antiphon_db::{Json, Tx};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::{Person, Standing, check_may_give, role_name};
use super::{sessions, sql};
use crate::actor::{Actor, Permission, Permissions, Role};
use crate::ids::{PrincipalId, RoleId, WorkspaceId};
use crate::{Desk, Work, audit, text};

/// How many a workspace may have; they are listed whole.
const MOST: i64 = 100;

/// A role of a workspace's own.
#[derive(Debug, Serialize, ToSchema)]
pub struct CustomRole {
    /// Its id.
    pub id: RoleId,
    /// Its name.
    pub name: String,
    /// What whoever has it may do.
    pub permissions: Vec<Permission>,
    /// How many people have it.
    pub people: i64,
    /// How many invitations would give it.
    pub invitations: i64,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

/// One of the three roles that every workspace has.
#[derive(Debug, Serialize, ToSchema)]
pub struct BuiltInRole {
    /// Which.
    pub role: Role,
    /// What whoever has it may do.
    pub permissions: Vec<Permission>,
}

/// All roles that can be given.
#[derive(Debug, Serialize, ToSchema)]
pub struct Roles {
    /// The workspace's own, by name.
    pub roles: Vec<CustomRole>,
    /// Those that every workspace has.
    pub built_in: Vec<BuiltInRole>,
}

/// A role to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRole {
    /// Its name, unlike every other's.
    pub name: String,
    /// What whoever has it may do: some of your own permissions.
    pub permissions: Vec<Permission>,
}

/// What is to be changed; what is left out stays.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoleChange {
    /// Another name.
    pub name: Option<String>,
    /// Other permissions. Who loses one is signed out everywhere.
    pub permissions: Option<Vec<Permission>>,
}

#[derive(antiphon_db::FromRow)]
pub(super) struct RoleRow {
    id: RoleId,
    name: String,
    permissions: Json<Vec<String>>,
    people: i64,
    invitations: i64,
    created_at: Timestamp,
}

impl From<RoleRow> for CustomRole {
    fn from(row: RoleRow) -> Self {
        Self {
            id: row.id,
            name: row.name,
            permissions: Permissions::named(&row.permissions.0).list(),
            people: row.people,
            invitations: row.invitations,
            created_at: row.created_at,
        }
    }
}

/// All roles, by name.
///
/// # Errors
/// `Forbidden` for whoever may not see colleagues.
pub async fn list_roles(desk: &Desk, actor: &Actor) -> Result<Roles> {
    actor.need(Permission::PeopleRead)?;
    let rows = desk.read(actor, async |tx| sql::list_roles(tx, actor.workspace, MOST).await).await?;
    let built_in = [Role::Admin, Role::Agent, Role::Customer]
        .map(|role| BuiltInRole { role, permissions: Permissions::of(role).list() })
        .into();
    Ok(Roles { roles: rows.into_iter().map(CustomRole::from).collect(), built_in })
}

/// Makes a role.
///
/// # Errors
/// `Invalid` for an empty list or a name that one of the three has; `Conflict` for a name that another one has;
/// `Forbidden` for a permission that the maker lacks.
pub async fn make_role(desk: &Desk, actor: &Actor, new: NewRole) -> Result<CustomRole> {
    actor.need(Permission::PeopleManage)?;
    let name = checked_name(&new.name)?;
    let permissions = checked(actor, new.permissions)?;
    let (id, now) = (RoleId::new(), desk.clock.now());
    desk.write(actor, async |work| {
        sql::lock_workspace(work, actor.workspace).await?;
        if sql::count_roles(work, actor.workspace).await? >= MOST {
            return Err(Error::conflict(
                "too_many",
                format!("A workspace has at most {MOST} roles of its own; remove one first."),
            ));
        }
        check_is_free(work, actor.workspace, &name, id).await?;
        sql::insert_role(work, actor.workspace, id, &name, texts(permissions), now).await?;
        let after = serde_json::json!({ "name": name, "permissions": permissions.list() });
        audit::record(work, desk, actor, "role.made", format!("role:{id}"), None, Some(after), None).await?;
        find(work, actor.workspace, id).await
    })
    .await
}

/// Changes a role. Whoever loses a permission by it is signed out everywhere, sockets included.
///
/// # Errors
/// As [`make_role`]; `NotFound`; `Forbidden` also where the role has a permission that the actor lacks.
pub async fn change_role(desk: &Desk, actor: &Actor, id: RoleId, change: RoleChange) -> Result<CustomRole> {
    actor.need(Permission::PeopleManage)?;
    let name = change.name.as_deref().map(checked_name).transpose()?;
    let permissions = change.permissions.map(|permissions| checked(actor, permissions)).transpose()?;
    let now = desk.clock.now();
    desk.write(actor, async |work| {
        sql::lock_workspace(work, actor.workspace).await?;
        let before = find(work, actor.workspace, id).await?;
        let had: Permissions = before.permissions.iter().copied().collect();
        check_may_give(actor, had)?;
        let (name, permissions) = (name.unwrap_or_else(|| before.name.clone()), permissions.unwrap_or(had));
        if name == before.name && permissions == had {
            return Ok(before);
        }
        check_is_free(work, actor.workspace, &name, id).await?;
        sql::set_custom_role(work, actor.workspace, id, &name, texts(permissions)).await?;
        if !permissions.cover(had) {
            for person in sql::people_of_role(work, actor.workspace, id).await? {
                sessions::end_all(work, actor.workspace, person, now).await?;
            }
        }
        let was = serde_json::json!({ "name": before.name, "permissions": before.permissions });
        let is = serde_json::json!({ "name": name, "permissions": permissions.list() });
        audit::record(work, desk, actor, "role.changed", format!("role:{id}"), Some(was), Some(is), None).await?;
        find(work, actor.workspace, id).await
    })
    .await
}

/// Removes a role. Whoever has it gets `replacement` (`agent`, `admin`, `customer`, or another role's id) and is signed
/// out everywhere; invitations that would give it give that one.
///
/// # Errors
/// `NotFound`; `Conflict` (`role_in_use`) when it is and no replacement is named; `Invalid` for one that is none;
/// `Forbidden` where the actor lacks what either holds.
pub async fn remove_role(desk: &Desk, actor: &Actor, id: RoleId, replacement: Option<&str>) -> Result<()> {
    actor.need(Permission::PeopleManage)?;
    let now = desk.clock.now();
    desk.write(actor, async |work| {
        sql::lock_workspace(work, actor.workspace).await?;
        let role = find(work, actor.workspace, id).await?;
        check_may_give(actor, role.permissions.iter().copied().collect())?;
        let replacement = match replacement {
            None => None,
            Some(text) => Some(read_replacement(work, actor.workspace, text).await?),
        };
        let people: Vec<PrincipalId> = sql::people_of_role(work, actor.workspace, id).await?;
        match replacement {
            Some(standing) if standing.role_id == Some(id) => {
                return Err(Error::invalid("replacement", "Name another role than the one that is removed."));
            }
            Some(standing) => {
                check_may_give(actor, standing.permissions)?;
                sql::replace_role(work, actor.workspace, id, (standing.role, standing.role_id)).await?;
                for person in people {
                    sessions::end_all(work, actor.workspace, person, now).await?;
                }
            }
            None if role.people + role.invitations > 0 => {
                return Err(Error::conflict(
                    "role_in_use",
                    "People or invitations have this role; name the one that they get instead (`replacement`).",
                ));
            }
            None => {}
        }
        sql::delete_role(work, actor.workspace, id).await?;
        let was = serde_json::json!({ "name": role.name, "permissions": role.permissions });
        audit::record(work, desk, actor, "role.removed", format!("role:{id}"), Some(was), None, None).await
    })
    .await
}

/// What a person has now.
pub(super) async fn standing_of(tx: &mut Tx, workspace: WorkspaceId, person: &Person) -> Result<Standing> {
    stored(tx, workspace, person.role, person.role_id).await
}

/// What a row says that somebody has, or will have.
pub(super) async fn stored(tx: &mut Tx, workspace: WorkspaceId, role: Role, role_id: Option<RoleId>) -> Result<Standing> {
    match role_id {
        None => Ok(Standing::of(role)),
        Some(id) => own(tx, workspace, id).await?.ok_or(Error::NotFound),
    }
}

/// What is chosen by naming one of the three roles, or one of the workspace's own; nothing where neither is.
pub(super) async fn chosen(
    tx: &mut Tx,
    workspace: WorkspaceId,
    role: Option<Role>,
    role_id: Option<RoleId>,
) -> Result<Option<Standing>> {
    match (role, role_id) {
        (None, None) => Ok(None),
        (Some(role), None) => Ok(Some(Standing::of(role))),
        (None, Some(id)) => {
            let own = own(tx, workspace, id).await?;
            own.map(Some).ok_or_else(|| Error::invalid("role_id", "Give the id of a role of this workspace."))
        }
        (Some(_), Some(_)) => Err(Error::invalid("role_id", "Give `role` or `role_id`, not both.")),
    }
}

/// The same where one must be named.
pub(super) async fn chosen_one(tx: &mut Tx, ws: WorkspaceId, role: Option<Role>, role_id: Option<RoleId>) -> Result<Standing> {
    let chosen = chosen(tx, ws, role, role_id).await?;
    chosen.ok_or_else(|| Error::invalid("role", "Give `role`: agent, admin or customer; or `role_id`."))
}

/// How it stands in the trail.
pub(super) fn in_words(standing: &Standing) -> String {
    standing.role_id.map_or_else(|| role_name(standing.role).to_owned(), |id| id.to_string())
}

async fn own(tx: &mut Tx, workspace: WorkspaceId, id: RoleId) -> Result<Option<Standing>> {
    let row = sql::find_role(tx, workspace, id).await?;
    let standing =
        |row: RoleRow| Standing { role: Role::Agent, role_id: Some(id), permissions: Permissions::named(&row.permissions.0) };
    Ok(row.map(standing))
}

async fn read_replacement(work: &mut Work<'_>, workspace: WorkspaceId, text: &str) -> Result<Standing> {
    let (role, role_id) = match text {
        "agent" => (Some(Role::Agent), None),
        "admin" => (Some(Role::Admin), None),
        "customer" => (Some(Role::Customer), None),
        id => (None, id.parse().ok()),
    };
    let found = chosen(work, workspace, role, role_id).await.ok().flatten();
    found.ok_or_else(|| Error::invalid("replacement", "Give agent, admin, customer or the id of another role."))
}

async fn find(work: &mut Work<'_>, workspace: WorkspaceId, id: RoleId) -> Result<CustomRole> {
    sql::find_role(work, workspace, id).await?.map(CustomRole::from).ok_or(Error::NotFound)
}

async fn check_is_free(work: &mut Work<'_>, workspace: WorkspaceId, name: &str, id: RoleId) -> Result<()> {
    match sql::find_role_by_name(work, workspace, &text::fold(name)).await? {
        Some(other) if other != id => Err(Error::conflict("already_exists", "Another role has this name.")),
        _ => Ok(()),
    }
}

fn checked_name(name: &str) -> Result<String> {
    let name = text::line("name", name)?;
    if [Role::Customer, Role::Agent, Role::Admin].into_iter().any(|role| role_name(role) == text::fold(&name)) {
        return Err(Error::invalid("name", "Every workspace has a role of this name; give another one."));
    }
    Ok(name)
}

fn checked(actor: &Actor, permissions: Vec<Permission>) -> Result<Permissions> {
    if permissions.is_empty() {
        return Err(Error::invalid("permissions", "Give at least one permission, such as `conversations:read`."));
    }
    let permissions: Permissions = permissions.into_iter().collect();
    check_may_give(actor, permissions)?;
    Ok(permissions)
}

fn texts(permissions: Permissions) -> Vec<String> {
    permissions.list().into_iter().map(|permission| permission.as_str().to_owned()).collect()
}
