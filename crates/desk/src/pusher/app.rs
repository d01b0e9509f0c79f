//! A workspace's app: made when it is first asked for, shown to whoever manages settings, changed, given another secret.

use antiphon_base::secret::{hex, random_bytes};
use antiphon_base::{Error, Result};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::model::{AppRow, place};
use super::sql;
use crate::actor::{Actor, Permission};
use crate::ids::WorkspaceId;
use crate::live::{Announcement, ChannelApp, Refused};
use crate::{Desk, audit};

/// The app of a workspace, as its servers and clients are set up with it.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PusherApp {
    /// Digits, as the libraries demand.
    pub app_id: String,
    /// Names the app; not secret.
    pub key: String,
    /// Signs; for servers only.
    pub secret: String,
    /// Whether anybody may connect and publish.
    pub is_enabled: bool,
    /// Whether clients may send events to each other (`client-…`).
    pub has_client_events: bool,
}

/// What may be changed; what is left out stays.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AppChange {
    /// Whether anybody may connect and publish.
    pub is_enabled: Option<bool>,
    /// Whether clients may send events to each other.
    pub has_client_events: Option<bool>,
}

/// The workspace's app, made where there is none yet.
///
/// # Errors
/// `Forbidden`.
pub async fn find_or_make_app(desk: &Desk, actor: &Actor) -> Result<PusherApp> {
    actor.need(Permission::SettingsManage)?;
    if let Some(row) = desk.read(actor, async |tx| sql::find(tx, actor.workspace).await).await? {
        return shown(desk, &row);
    }
    let now = desk.clock.now();
    let row = desk
        .write(actor, async |work| {
            loop {
                if let Some(row) = sql::find(work, actor.workspace).await? {
                    return Ok(row); // another one asked at the same time
                }
                let row = new_row(desk, actor.workspace);
                if sql::insert(work, &row, now).await? {
                    let object = format!("workspace:{}", actor.workspace);
                    audit::record(work, desk, actor, "pusher_app.made", object, None, Some(described(&row)), None).await?;
                    return Ok(row);
                }
            }
        })
        .await?;
    shown(desk, &row)
}

/// Changes the workspace's app. Sockets that are open come back at once; switched off, nobody comes in and nothing is
/// published.
///
/// # Errors
/// `Forbidden`, `NotFound` where there is no app yet.
pub async fn change_app(desk: &Desk, actor: &Actor, change: AppChange) -> Result<PusherApp> {
    actor.need(Permission::SettingsManage)?;
    let row = desk
        .write(actor, async |work| {
            let before = sql::find(work, actor.workspace).await?.ok_or(Error::NotFound)?;
            let after = AppRow {
                is_enabled: change.is_enabled.unwrap_or(before.is_enabled),
                has_client_events: change.has_client_events.unwrap_or(before.has_client_events),
                ..before.clone()
            };
            if after != before {
                sql::update(work, &after).await?;
                work.tell(Announcement::ChannelAppChanged { workspace: actor.workspace });
                let (was, is, object) = (described(&before), described(&after), format!("workspace:{}", actor.workspace));
                audit::record(work, desk, actor, "pusher_app.changed", object, Some(was), Some(is), None).await?;
            }
            Ok(after)
        })
        .await?;
    shown(desk, &row)
}

/// Gives the app another secret: what was signed with the old one counts no more.
///
/// # Errors
/// `Forbidden`, `NotFound` where there is no app yet.
pub async fn renew_secret(desk: &Desk, actor: &Actor) -> Result<PusherApp> {
    actor.need(Permission::SettingsManage)?;
    let row = desk
        .write(actor, async |work| {
            let before = sql::find(work, actor.workspace).await?.ok_or(Error::NotFound)?;
            let after = AppRow { secret: new_secret(desk, actor.workspace), ..before };
            sql::update(work, &after).await?;
            work.tell(Announcement::ChannelAppChanged { workspace: actor.workspace });
            let object = format!("workspace:{}", actor.workspace);
            audit::record(work, desk, actor, "pusher_app.secret_renewed", object, None, None, None).await?;
            Ok(after)
        })
        .await?;
    shown(desk, &row)
}

/// The app that a client names, or the close code that tells it why not.
///
/// # Errors
/// When storage cannot be read.
pub async fn app_by_key(desk: &Desk, key: &str) -> Result<Result<ChannelApp, Refused>> {
    let row = desk.db.system_read(async |tx| sql::by_key(tx, key).await).await?;
    Ok(match row {
        None => Err(Refused::UnknownApp),
        Some(row) if !row.is_enabled => Err(Refused::Disabled),
        Some(row) => Ok(row.open(desk)?),
    })
}

fn new_row(desk: &Desk, workspace_id: WorkspaceId) -> AppRow {
    AppRow {
        workspace_id,
        app_id: 100_000 + i64::from(u32::from_le_bytes(random_bytes())),
        app_key: hex(&random_bytes::<10>()),
        secret: new_secret(desk, workspace_id),
        is_enabled: true,
        has_client_events: true,
    }
}

fn new_secret(desk: &Desk, workspace: WorkspaceId) -> Vec<u8> {
    desk.keys.master.seal(&place(workspace), hex(&random_bytes::<16>()).as_bytes())
}

fn shown(desk: &Desk, row: &AppRow) -> Result<PusherApp> {
    let app = row.open(desk)?;
    Ok(PusherApp {
        app_id: row.app_id.to_string(),
        key: app.key,
        secret: app.secret,
        is_enabled: row.is_enabled,
        has_client_events: row.has_client_events,
    })
}

fn described(row: &AppRow) -> serde_json::Value {
    json!({ "app_id": row.app_id, "is_enabled": row.is_enabled, "has_client_events": row.has_client_events })
}
