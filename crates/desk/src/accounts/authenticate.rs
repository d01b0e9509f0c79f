//! From a proof to an actor: access token, cookie, API key; and again from a credential's id, as sockets
//! check theirs. Each use asks the row behind it, so that what was revoked is dead at once.

use std::sync::Arc;
use std::time::Duration;

use antiphon_base::secret::token_hash;
use antiphon_base::{Error, Result, Timestamp};
use tokio::time::timeout;

use super::keys::KeyRow;
use super::model::{LAST_USE_STEP, SESSION_IDLE, SessionRow};
use super::{sql, tokens};
use crate::Desk;
use crate::actor::{Actor, Credential, PrincipalKind, RequestInfo, Role};
use crate::ids::{PrincipalId, SessionId, WorkspaceId};

/// Why a session that lacks the second step does nothing: the code of the refusal.
pub const SECOND_STEP_NEEDED: &str = "second_factor_needed";

/// Who asks of a session: most doors want whatever its workspace wants, the one of enrolment lets in who lacks it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Door {
    Any,
    Enrolment,
}

/// Who holds this access token.
///
/// # Errors
/// `Unauthenticated` when it is altered, expired, or its session is over; `Forbidden` (`second_factor_needed`) when
/// its workspace wants a second step that it was signed in without.
pub async fn actor_by_access_token(desk: &Desk, token: &str, request: Arc<RequestInfo>) -> Result<Actor> {
    by_access_token(desk, token, request, Door::Any).await
}

/// The same for the doors by which somebody gets their second factor.
///
/// # Errors
/// `Unauthenticated` as [`actor_by_access_token`].
pub async fn enrolling_by_access_token(desk: &Desk, token: &str, request: Arc<RequestInfo>) -> Result<Actor> {
    by_access_token(desk, token, request, Door::Enrolment).await
}

async fn by_access_token(desk: &Desk, token: &str, request: Arc<RequestInfo>, door: Door) -> Result<Actor> {
    let now = desk.clock.now();
    let claims = tokens::read_access_token(&desk.keys.access_tokens, token, now).ok_or_else(not_valid)?;
    let session = desk.db.read(claims.ws.0, async |tx| sql::find_session(tx, claims.ws, claims.sid).await).await?;
    let session = session.filter(|session| session.principal_id == claims.sub).ok_or_else(not_valid)?;
    let expires_at = claims.expires_at();
    actor_of_session(desk, session, Some(expires_at), request, now, door).await
}

/// Who holds this session cookie.
///
/// # Errors
/// As [`actor_by_access_token`].
pub async fn actor_by_cookie(desk: &Desk, cookie: &str, request: Arc<RequestInfo>) -> Result<Actor> {
    by_cookie(desk, cookie, request, Door::Any).await
}

/// The same for the doors by which somebody gets their second factor.
///
/// # Errors
/// `Unauthenticated` as [`actor_by_access_token`].
pub async fn enrolling_by_cookie(desk: &Desk, cookie: &str, request: Arc<RequestInfo>) -> Result<Actor> {
    by_cookie(desk, cookie, request, Door::Enrolment).await
}

async fn by_cookie(desk: &Desk, cookie: &str, request: Arc<RequestInfo>, door: Door) -> Result<Actor> {
    let hash = token_hash(cookie);
    let session = desk.db.system_read(async |tx| sql::find_session_by_cookie(tx, hash).await).await?;
    actor_of_session(desk, session.ok_or_else(not_valid)?, None, request, desk.clock.now(), door).await
}

/// Whom this session stands for, if it still holds.
///
/// # Errors
/// As [`actor_by_access_token`].
pub async fn actor_by_session(desk: &Desk, workspace: WorkspaceId, id: SessionId, request: Arc<RequestInfo>) -> Result<Actor> {
    let session = desk.db.read(workspace.0, async |tx| sql::find_session(tx, workspace, id).await).await?;
    actor_of_session(desk, session.ok_or_else(not_valid)?, None, request, desk.clock.now(), Door::Any).await
}

/// Who holds this API key.
///
/// # Errors
/// `Unauthenticated` when it is unknown or revoked.
pub async fn actor_by_key(desk: &Desk, key: &str, request: Arc<RequestInfo>) -> Result<Actor> {
    let hash = token_hash(key);
    let key = desk.db.system_read(async |tx| sql::find_key_by_hash(tx, hash).await).await?;
    actor_of_key(desk, key.ok_or_else(not_valid)?, request).await
}

/// The key itself as an actor, if it still holds.
///
/// # Errors
/// As [`actor_by_key`].
pub async fn actor_by_key_id(desk: &Desk, workspace: WorkspaceId, id: PrincipalId, request: Arc<RequestInfo>) -> Result<Actor> {
    let key = desk.db.read(workspace.0, async |tx| sql::find_key(tx, workspace, id).await).await?;
    actor_of_key(desk, key.ok_or_else(not_valid)?, request).await
}

/// Sessions and keys that ended since then, on whichever node: for sockets that the hint did not reach.
///
/// # Errors
/// When the database cannot be read.
pub async fn revoked_since(desk: &Desk, since: Timestamp) -> Result<Vec<Credential>> {
    desk.db
        .system_read(async |tx| {
            let sessions = sql::list_ended_sessions(tx, since).await?;
            let keys = sql::list_ended_keys(tx, since).await?;
            Ok(sessions.into_iter().map(Credential::Session).chain(keys.into_iter().map(Credential::Key)).collect())
        })
        .await
}

async fn actor_of_session(
    desk: &Desk,
    session: SessionRow,
    expires_at: Option<Timestamp>,
    request: Arc<RequestInfo>,
    now: Timestamp,
    door: Door,
) -> Result<Actor> {
    if !session.is_alive(now) {
        return Err(not_valid());
    }
    if session.must_enrol() && door != Door::Enrolment {
        return Err(Error::Forbidden {
            code: SECOND_STEP_NEEDED,
            why: "This workspace wants a second step at sign-in: switch it on for your account, or sign in with it.".into(),
        });
    }
    if now - session.last_used_at >= LAST_USE_STEP {
        let (workspace, id) = (session.workspace_id, session.id);
        let noted = in_passing(desk.db.write(workspace.0, async |tx| sql::touch_session(tx, workspace, id, now).await)).await;
        let left = session.last_used_at + SESSION_IDLE - now;
        noted.unwrap_or_else(
            |error| tracing::warn!(%error, left_hours = left.num_hours(), "the use of a session could not be noted"),
        );
    }
    Ok(Actor {
        workspace: session.workspace_id,
        principal: session.principal_id,
        kind: PrincipalKind::Person,
        permissions: session.permissions(),
        name: session.name.into(),
        role: Some(session.role),
        is_blocked: session.blocked_at.is_some() && session.role == Role::Customer,
        oversees: false,
        credential: Credential::Session(session.id),
        expires_at,
        request,
    })
}

async fn actor_of_key(desk: &Desk, key: KeyRow, request: Arc<RequestInfo>) -> Result<Actor> {
    if key.revoked_at.is_some() {
        return Err(not_valid());
    }
    let now = desk.clock.now();
    if key.last_used_at.is_none_or(|at| now - at >= LAST_USE_STEP) {
        let (workspace, id) = (key.workspace_id, key.id);
        let noted = in_passing(desk.db.write(workspace.0, async |tx| sql::touch_key(tx, workspace, id, now).await)).await;
        noted.unwrap_or_else(|error| tracing::warn!(%error, "the use of an API key could not be noted"));
    }
    Ok(Actor {
        workspace: key.workspace_id,
        principal: key.id,
        kind: PrincipalKind::Key,
        permissions: key.permissions(),
        name: key.name.into(),
        role: None,
        is_blocked: false,
        oversees: false,
        credential: Credential::Key(key.id),
        expires_at: None,
        request,
    })
}

/// Notes that a credential was used, if storage takes it soon: whoever asks does not wait for that.
///
/// # Errors
/// When it was not noted; the next use tries again.
pub async fn in_passing(noting: impl Future<Output = Result<()>>) -> Result<()> {
    let soon = Duration::from_millis(250);
    timeout(soon, noting).await.unwrap_or_else(|_| Err(Error::unavailable("Storage took too long.")))
}

/// One sentence for all causes: which it was is nobody's business.
fn not_valid() -> Error {
    Error::unauthenticated("This credential does not hold (any more): sign in again or use another key.")
}
