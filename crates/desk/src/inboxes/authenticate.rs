//! From a visitor's token to an actor. Tokens are bound to their inbox and end after 30 idle days.

use std::sync::Arc;

use antiphon_base::{Error, Result, Timestamp, secret};
use chrono::TimeDelta;

use super::model::VisitorRow;
use super::sql;
use crate::actor::{Actor, Credential, Permissions, PrincipalKind, RequestInfo, Role};
use crate::ids::{VisitorTokenId, WorkspaceId};
use crate::{Desk, accounts};

/// How long a token lives unused.
const IDLE: TimeDelta = TimeDelta::days(30);
/// Use is noted at most this often: a note is a write.
const NOTED: TimeDelta = TimeDelta::hours(12);

/// The visitor behind a token.
///
/// # Errors
/// `Unauthenticated` when it is unknown, replaced or idle for too long.
pub async fn actor_by_visitor_token(desk: &Desk, token: &str, request: Arc<RequestInfo>) -> Result<Actor> {
    let hash = secret::token_hash(token);
    let row = desk.db.system_read(async |tx| sql::visitor_by_hash(tx, hash).await).await?;
    actor(desk, row, request).await
}

/// The visitor behind a token that was looked at before.
///
/// # Errors
/// As [`actor_by_visitor_token`].
pub async fn actor_by_visitor_token_id(
    desk: &Desk,
    workspace: WorkspaceId,
    id: VisitorTokenId,
    request: Arc<RequestInfo>,
) -> Result<Actor> {
    let row = desk.db.read(workspace.0, async |tx| sql::visitor(tx, workspace, id).await).await?;
    actor(desk, row, request).await
}

/// Visitors' credentials that ended since then, on any node.
///
/// # Errors
/// When storage cannot be read.
pub async fn revoked_since(desk: &Desk, since: Timestamp) -> Result<Vec<Credential>> {
    let ended = desk.db.system_read(async |tx| sql::list_ended_tokens(tx, since).await).await?;
    Ok(ended.into_iter().map(|(id, inbox)| Credential::Visitor(id, inbox)).collect())
}

async fn actor(desk: &Desk, row: Option<VisitorRow>, request: Arc<RequestInfo>) -> Result<Actor> {
    let now = desk.clock.now();
    let row = row
        .filter(|row| row.revoked_at.is_none() && row.last_used_at + IDLE > now)
        .ok_or_else(|| Error::unauthenticated("This visitor token does not hold any more; start a new widget session."))?;
    if row.last_used_at + NOTED < now {
        let noting = desk.db.write(row.workspace_id.0, async |tx| sql::touch_token(tx, row.workspace_id, row.id, now).await);
        let noted = accounts::in_passing(noting).await;
        noted.unwrap_or_else(|error| tracing::warn!(%error, "the use of a visitor token could not be noted"));
    }
    Ok(Actor {
        workspace: row.workspace_id,
        principal: row.contact_id,
        kind: PrincipalKind::Contact,
        name: row.contact_name.into(),
        role: None,
        permissions: Permissions::of(Role::Customer),
        is_blocked: row.blocked_at.is_some(),
        oversees: false,
        credential: Credential::Visitor(row.id, row.inbox_id),
        expires_at: None,
        request,
    })
}
