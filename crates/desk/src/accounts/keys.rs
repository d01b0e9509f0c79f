//! API keys: made by admins with some of their own permissions, shown once, kept as a hash, revoked for good.
//! A key is a principal of its own; it outlives the person who made it.

use antiphon_base::secret::{new_token, token_hash};
use antiphon_base::{Error, Result, Timestamp};
use antiphon_db::Json;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::sql;
use crate::actor::{Actor, Credential, Permission, Permissions, PrincipalKind};
use crate::ids::{PrincipalId, WorkspaceId};
use crate::page::{Page, wrong_cursor};
use crate::{Desk, audit, text};

/// An API key as it is shown; the key itself only where it is made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ApiKey {
    /// Its principal's id.
    pub id: PrincipalId,
    /// What it is for.
    pub name: String,
    /// How it starts.
    pub prefix: String,
    /// How it ends.
    pub last4: String,
    /// What it may do.
    pub scopes: Vec<Permission>,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When it was last used, to the half hour.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub last_used_at: Option<Timestamp>,
}

/// A key to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewKey {
    /// What it is for.
    pub name: String,
    /// What it may do: some of your own permissions.
    pub scopes: Vec<Permission>,
}

/// The new key with the secret itself, which is not shown again.
#[derive(Debug, Serialize, ToSchema)]
pub struct NewKeyAnswer {
    /// The key's line in the list.
    #[serde(flatten)]
    pub api_key: ApiKey,
    /// The secret: `ak_…`.
    pub key: String,
}

#[derive(antiphon_db::FromRow)]
pub(super) struct KeyRow {
    pub(super) workspace_id: WorkspaceId,
    pub(super) id: PrincipalId,
    pub(super) name: String,
    prefix: String,
    last_four: String,
    scopes: Json<Vec<String>>,
    created_at: Timestamp,
    pub(super) last_used_at: Option<Timestamp>,
    pub(super) revoked_at: Option<Timestamp>,
}

impl KeyRow {
    pub(super) fn permissions(&self) -> Permissions {
        Permissions::named(&self.scopes.0)
    }
}

impl From<KeyRow> for ApiKey {
    fn from(row: KeyRow) -> Self {
        Self {
            scopes: row.permissions().list(),
            id: row.id,
            name: row.name,
            prefix: row.prefix,
            last4: row.last_four,
            created_at: row.created_at,
            last_used_at: row.last_used_at,
        }
    }
}

/// Makes a key.
///
/// # Errors
/// `Forbidden` for a scope that the maker lacks, `Invalid` for an empty list or name.
pub async fn make_key(desk: &Desk, actor: &Actor, new: NewKey) -> Result<NewKeyAnswer> {
    actor.need(Permission::KeysManage)?;
    let name = text::line("name", &new.name)?;
    let scopes = checked_scopes(actor, new.scopes)?;
    let now = desk.clock.now();
    let (id, key) = (PrincipalId::new(), new_token("ak_"));
    let api_key = ApiKey {
        id,
        name: name.clone(),
        prefix: key.chars().take(7).collect(),
        last4: key[key.len() - 4..].to_owned(), // base64url: one byte a character
        scopes: scopes.clone(),
        created_at: now,
        last_used_at: None,
    };
    let row = sql::NewKeyRow {
        id,
        name: name.clone(),
        prefix: api_key.prefix.clone(),
        last_four: api_key.last4.clone(),
        key_hash: token_hash(&key),
        scopes: scopes.iter().map(|scope| scope.as_str().to_owned()).collect(),
        created_by: actor.principal,
        now,
    };
    let after = serde_json::json!({ "name": name, "scopes": row.scopes });
    desk.write(actor, async |work| {
        sql::insert_principal(work, actor.workspace, id, PrincipalKind::Key, &name, None, now).await?;
        sql::insert_key(work, actor.workspace, row).await?;
        audit::record(work, desk, actor, "key.made", format!("key:{id}"), None, Some(after), None).await
    })
    .await?;
    Ok(NewKeyAnswer { api_key, key })
}

/// Scopes that the actor may give, each once and in a fixed order.
///
/// # Errors
/// `Forbidden` for one that the actor lacks, `Invalid` for an empty list.
pub(super) fn checked_scopes(actor: &Actor, scopes: Vec<Permission>) -> Result<Vec<Permission>> {
    if scopes.is_empty() {
        return Err(Error::invalid("scopes", "Give at least one scope, such as `conversations:read`."));
    }
    for scope in &scopes {
        actor.need(*scope)?;
    }
    Ok(scopes.into_iter().collect::<Permissions>().list())
}

/// The keys that hold, oldest first, and where the next page starts.
///
/// # Errors
/// `Invalid` for a cursor that is none.
pub async fn list_keys(desk: &Desk, actor: &Actor, page: Page) -> Result<(Vec<ApiKey>, Option<String>)> {
    actor.need(Permission::KeysManage)?;
    let after = read_cursor(page.cursor.as_deref())?;
    let limit = page.limit;
    let mut rows = desk.read(actor, async |tx| sql::list_keys(tx, actor.workspace, after, limit.and_one()).await).await?;
    let next = limit.cut_at(&mut rows, |row| row.id.to_string());
    Ok((rows.into_iter().map(ApiKey::from).collect(), next))
}

/// Revokes a key: its requests are refused from now on and its sockets are closed.
///
/// # Errors
/// `NotFound` when there is none that holds.
pub async fn revoke_key(desk: &Desk, actor: &Actor, id: PrincipalId) -> Result<()> {
    actor.need(Permission::KeysManage)?;
    let now = desk.clock.now();
    desk.write(actor, async |work| {
        if !sql::end_key(work, actor.workspace, id, now).await? {
            return Err(Error::NotFound);
        }
        work.end_credential(Credential::Key(id));
        audit::record(work, desk, actor, "key.revoked", format!("key:{id}"), None, None, None).await
    })
    .await
}

/// Where a list ordered by id goes on.
pub(super) fn read_cursor(cursor: Option<&str>) -> Result<Uuid> {
    match cursor {
        None => Ok(Uuid::nil()),
        Some(cursor) => cursor.parse().map_err(|_| wrong_cursor()),
    }
}
