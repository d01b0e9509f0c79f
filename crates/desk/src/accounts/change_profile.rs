//! What a person says of themselves: the name that others see, and which picture they look like. Everybody may, for
//! themselves; what a picture is, `avatars` knows.

use antiphon_base::{Error, Result};
use antiphon_db::Tx;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::me::{Me, me};
use super::sql;
use crate::actor::{Actor, Permission, PrincipalKind};
use crate::ids::{FileId, PrincipalId, WorkspaceId};
use crate::{Desk, audit, text};

use super::model::Person;

/// What one may change of oneself; what is left out stays.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ProfileChange {
    /// Another name.
    pub name: Option<String>,
}

/// Changes what the actor says of themselves.
///
/// # Errors
/// `Forbidden` for whoever is no person; `Invalid` on `name`.
pub async fn change_profile(desk: &Desk, actor: &Actor, change: ProfileChange) -> Result<Me> {
    check_is_person(actor)?;
    let Some(name) = change.name.as_deref().map(|name| text::line("name", name)).transpose()? else {
        return me(desk, actor).await;
    };
    desk.write(actor, async |work| {
        let before = sql::find_person(work, actor.workspace, actor.principal).await?.ok_or(Error::NotFound)?;
        if before.name != name {
            sql::rename_principal(work, actor.workspace, actor.principal, &name).await?;
            let (was, is) = (json!({ "name": before.name }), json!({ "name": name }));
            let object = format!("person:{}", actor.principal);
            audit::record(work, desk, actor, "person.changed", object, Some(was), Some(is), None).await?;
        }
        Ok(())
    })
    .await?;
    me(desk, &Actor { name: name.as_str().into(), ..actor.clone() }).await
}

/// Notes which picture a person looks like from now on; answers the one before.
///
/// # Errors
/// `NotFound` where there is no such person.
pub async fn set_person_avatar(
    tx: &mut Tx,
    workspace: WorkspaceId,
    id: PrincipalId,
    avatar: Option<FileId>,
) -> Result<Option<FileId>> {
    let before = sql::find_person(tx, workspace, id).await?.ok_or(Error::NotFound)?;
    sql::set_avatar(tx, workspace, id, avatar).await?;
    Ok(before.avatar_id)
}

/// A person of the workspace, as colleagues see them.
///
/// # Errors
/// `NotFound`; `Forbidden` without the right.
pub async fn get_person(desk: &Desk, actor: &Actor, id: PrincipalId) -> Result<Person> {
    actor.need(Permission::PeopleRead)?;
    desk.read(actor, async |tx| sql::find_person(tx, actor.workspace, id).await).await?.ok_or(Error::NotFound)
}

/// Refuses whoever is no person: visitors and keys have nothing of the kind.
///
/// # Errors
/// `Forbidden`.
pub fn check_is_person(actor: &Actor) -> Result<()> {
    if actor.kind == PrincipalKind::Person { Ok(()) } else { Err(Error::forbidden("Only people have a profile.")) }
}
