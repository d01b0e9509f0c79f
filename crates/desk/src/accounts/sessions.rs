//! One's own sessions, and the ways in which they end: by their owner, by an admin, by theft.
//! Whatever ends one closes its sockets after the commit.

use antiphon_base::{Error, Result, Timestamp};

use super::model::{SESSION_IDLE, SessionView, check_may_give};
use super::{roles, sql};
use crate::actor::{Actor, Credential, Permission};
use crate::ids::{PrincipalId, SessionId, WorkspaceId};
use crate::{Desk, Work, audit};

#[derive(antiphon_db::FromRow)]
pub(super) struct SessionLine {
    id: SessionId,
    created_at: Timestamp,
    last_used_at: Timestamp,
    expires_at: Timestamp,
    address: String,
    user_agent: String,
}

/// One's own sessions that still hold, newest first. Keys and visitors have none.
///
/// # Errors
/// When the database cannot be read.
pub async fn list_sessions(desk: &Desk, actor: &Actor) -> Result<Vec<SessionView>> {
    let now = desk.clock.now();
    let lines = desk
        .read(actor, async |tx| sql::list_sessions(tx, actor.workspace, actor.principal, (now, now - SESSION_IDLE)).await)
        .await?;
    Ok(lines
        .into_iter()
        .map(|line| SessionView {
            current: actor.credential == Credential::Session(line.id),
            id: line.id,
            created_at: line.created_at,
            last_used_at: line.last_used_at,
            expires_at: line.expires_at,
            address: line.address,
            user_agent: line.user_agent,
        })
        .collect())
}

/// Ends one of one's own sessions.
///
/// # Errors
/// `NotFound` when it is not one's own or over already.
pub async fn revoke_session(desk: &Desk, actor: &Actor, id: SessionId) -> Result<()> {
    let now = desk.clock.now();
    desk.write(actor, async |work| {
        if !sql::end_session(work, actor.workspace, actor.principal, id, now).await? {
            return Err(Error::NotFound);
        }
        work.end_credential(Credential::Session(id));
        Ok(())
    })
    .await
}

/// Ends all sessions of one's account but the one that asks, in all its workspaces.
///
/// # Errors
/// `Forbidden` for keys and visitors, which have none.
pub async fn end_other_sessions(desk: &Desk, actor: &Actor) -> Result<()> {
    let Credential::Session(session) = actor.credential else {
        return Err(Error::Forbidden { code: "no_session", why: "Only a signed-in session can end its others.".into() });
    };
    let now = desk.clock.now();
    let ended = desk
        .db
        .system_write(async |tx| {
            let account = sql::find_account_of(tx, actor.workspace, actor.principal).await?.ok_or(Error::NotFound)?;
            sql::end_other_sessions(tx, account.id, session, now).await
        })
        .await?;
    desk.end_credentials(ended.into_iter().map(Credential::Session));
    Ok(())
}

/// Signs a person out everywhere in this workspace.
///
/// # Errors
/// `NotFound` when the workspace has no such person.
pub async fn end_sessions_of(desk: &Desk, actor: &Actor, person: PrincipalId) -> Result<()> {
    actor.need(Permission::PeopleManage)?;
    let now = desk.clock.now();
    desk.write(actor, async |work| {
        let found = sql::find_person(work, actor.workspace, person).await?.ok_or(Error::NotFound)?;
        check_may_give(actor, roles::standing_of(work, actor.workspace, &found).await?.permissions)?;
        let ended = end_all(work, actor.workspace, person, now).await?;
        let after = serde_json::json!({ "sessions_ended": ended });
        audit::record(work, desk, actor, "person.signed_out", format!("person:{person}"), None, Some(after), None).await
    })
    .await
}

/// Ends all sessions of a person within a change; answers how many.
pub(super) async fn end_all(work: &mut Work<'_>, workspace: WorkspaceId, person: PrincipalId, now: Timestamp) -> Result<usize> {
    let ended = sql::end_sessions(work, workspace, person, now).await?;
    for id in &ended {
        work.end_credential(Credential::Session(*id));
    }
    Ok(ended.len())
}

/// Ends a session whose refresh token came twice.
pub(super) async fn end_stolen(desk: &Desk, workspace: WorkspaceId, principal: PrincipalId, id: SessionId) -> Result<()> {
    let (actor, now) = (Actor::system(workspace), desk.clock.now());
    desk.write(&actor, async |work| {
        if sql::end_session(work, workspace, principal, id, now).await? {
            work.end_credential(Credential::Session(id));
            let reason = Some("a refresh token was used twice");
            audit::record(work, desk, &actor, "session.ended", format!("session:{id}"), None, None, reason).await?;
        }
        Ok(())
    })
    .await
}
