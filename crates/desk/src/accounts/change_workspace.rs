//! The workspace's own settings, and beside them what only the server's configuration decides: by the names under which an
//! operator finds it, and never a secret.

use antiphon_base::{Error, Result, Timestamp};
use antiphon_db::FromRow;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::sql;
use crate::actor::{Actor, Permission};
use crate::given::given;
use crate::ids::WorkspaceId;
use crate::{Desk, audit, text};

/// What a workspace decides for itself.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub(super) struct OwnSettings {
    pub(super) name: String,
    pub(super) file_quota: Option<i64>,
    pub(super) created_at: Timestamp,
}

/// The workspace's settings.
#[derive(Debug, Serialize, ToSchema)]
pub struct WorkspaceSettings {
    /// The workspace.
    pub id: WorkspaceId,
    /// Its name.
    pub name: String,
    /// What its files may take, in bytes; nothing where only the server's limit holds.
    pub file_quota: Option<i64>,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// What the server's configuration decides, for all workspaces.
    pub server: Vec<ServerSetting>,
}

/// A setting of the server, to be read.
#[derive(Debug, Serialize, ToSchema)]
pub struct ServerSetting {
    /// Its name in the configuration, such as `files.max_bytes`.
    pub name: &'static str,
    /// Its value; of secrets only whether there is one.
    pub value: serde_json::Value,
}

/// What may be changed; what is left out stays.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WorkspaceChange {
    /// Another name.
    pub name: Option<String>,
    /// What its files may take, in bytes; `null` for no more than the server's limit.
    #[serde(default, deserialize_with = "given")]
    #[schema(value_type = Option<i64>, minimum = 1)]
    pub file_quota: Option<Option<i64>>,
}

/// The workspace's settings.
///
/// # Errors
/// `Forbidden` without the right.
pub async fn workspace_settings(desk: &Desk, actor: &Actor) -> Result<WorkspaceSettings> {
    actor.need(Permission::SettingsManage)?;
    let own = desk.read(actor, async |tx| sql::find_settings(tx, actor.workspace).await).await?;
    Ok(shown(desk, actor, own))
}

/// Changes the workspace's settings.
///
/// # Errors
/// `Invalid` on a field; `Forbidden` without the right.
pub async fn change_workspace(desk: &Desk, actor: &Actor, change: WorkspaceChange) -> Result<WorkspaceSettings> {
    actor.need(Permission::SettingsManage)?;
    let name = change.name.as_deref().map(|name| text::line("name", name)).transpose()?;
    if change.file_quota.flatten().is_some_and(|quota| quota < 1) {
        return Err(Error::invalid("file_quota", "Give at least one byte, or null for the server's limit."));
    }
    let own = desk
        .write(actor, async |work| {
            sql::lock_workspace(work, actor.workspace).await?;
            let before = sql::find_settings(work, actor.workspace).await?;
            let mut after = before.clone();
            if let Some(name) = name {
                after.name = name;
            }
            after.file_quota = change.file_quota.unwrap_or(before.file_quota);
            if after != before {
                sql::set_settings(work, actor.workspace, &after).await?;
                let object = format!("workspace:{}", actor.workspace);
                let (was, is) = (Some(describe(&before)), Some(describe(&after)));
                audit::record(work, desk, actor, "workspace.changed", object, was, is, None).await?;
            }
            Ok(after)
        })
        .await?;
    Ok(shown(desk, actor, own))
}

fn describe(settings: &OwnSettings) -> serde_json::Value {
    json!({ "name": settings.name, "file_quota": settings.file_quota })
}

fn shown(desk: &Desk, actor: &Actor, own: OwnSettings) -> WorkspaceSettings {
    let config = &desk.config;
    let setting = |name, value| ServerSetting { name, value };
    let server = vec![
        setting("public_url", json!(config.public_url)),
        setting("cors_origins", json!(config.cors_origins)),
        setting("files.max_bytes", json!(config.files.max_bytes)),
        setting("files.quota_bytes", json!(config.files.quota_bytes)),
        setting("files.bucket", json!(config.files.bucket.is_some())),
        setting("imports.max_bytes", json!(config.imports.max_bytes)),
        setting("imports.max_lines", json!(config.imports.max_lines)),
        setting("mail.host", json!(config.mail.host.is_some())),
        setting("mail.from", json!(config.mail.from)),
        setting("limits.requests_per_second", json!(config.limits.requests_per_second)),
        setting("limits.failed_sign_ins", json!(config.limits.failed_sign_ins)),
        setting("redis_url", json!(config.redis_url.is_some())),
    ];
    WorkspaceSettings { id: actor.workspace, name: own.name, file_quota: own.file_quota, created_at: own.created_at, server }
}
