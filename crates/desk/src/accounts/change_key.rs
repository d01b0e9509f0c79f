//! Changing an API key: what it is called and what it may do. The key itself stays as it is, so that programs go on.

use antiphon_base::{Error, Result};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::keys::{ApiKey, checked_scopes};
use super::model::check_may_give;
use super::sql;
use crate::actor::{Actor, Credential, Permission};
use crate::ids::PrincipalId;
use crate::{Desk, audit, text};

/// What may be changed; what is left out stays.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct KeyChange {
    /// Another name.
    pub name: Option<String>,
    /// What it may do from now on, all of it: some of your own permissions.
    pub scopes: Option<Vec<Permission>>,
}

/// Changes a key. With other scopes its sockets are closed, so that no old right lives on.
///
/// # Errors
/// `NotFound` when there is none that holds; `Forbidden` where the actor lacks what it has or is to get; `Invalid` on a field.
pub async fn change_key(desk: &Desk, actor: &Actor, id: PrincipalId, change: KeyChange) -> Result<ApiKey> {
    actor.need(Permission::KeysManage)?;
    let name = change.name.as_deref().map(|name| text::line("name", name)).transpose()?;
    let scopes = change.scopes.map(|scopes| checked_scopes(actor, scopes)).transpose()?;
    desk.write(actor, async |work| {
        sql::lock_workspace(work, actor.workspace).await?;
        let row = sql::find_key_of(work, actor.workspace, id).await?.ok_or(Error::NotFound)?;
        check_may_give(actor, row.permissions())?;
        let before = ApiKey::from(row);
        let after = ApiKey {
            name: name.unwrap_or_else(|| before.name.clone()),
            scopes: scopes.unwrap_or_else(|| before.scopes.clone()),
            ..before.clone()
        };
        if after == before {
            return Ok(after);
        }
        let texts = after.scopes.iter().map(|scope| scope.as_str().to_owned()).collect();
        sql::change_key(work, actor.workspace, id, &after.name, texts).await?;
        if after.name != before.name {
            sql::rename_principal(work, actor.workspace, id, &after.name).await?;
        }
        if after.scopes != before.scopes {
            work.end_credential(Credential::Key(id));
        }
        let (was, is) = (describe(&before), describe(&after));
        audit::record(work, desk, actor, "key.changed", format!("key:{id}"), Some(was), Some(is), None).await?;
        Ok(after)
    })
    .await
}

fn describe(key: &ApiKey) -> serde_json::Value {
    json!({ "name": key.name, "scopes": key.scopes })
}
