//! From one workspace of an account to another: a new session there, and the old one ends, so that a
//! credential always stands for exactly one workspace.

use antiphon_base::{Error, Result};

use super::model::{Caller, SignedIn};
use super::sessions::revoke_session;
use super::sign_in::{open_session, place_of};
use super::sql;
use crate::Desk;
use crate::actor::{Actor, Credential};
use crate::ids::WorkspaceId;

/// Signs the actor's account in to another of its workspaces.
///
/// # Errors
/// `NotFound` when the account has no place there, `Forbidden` for keys and visitors, and for who was let in by one
/// workspace's provider: nobody else may take its word.
pub async fn switch(desk: &Desk, actor: &Actor, caller: &Caller, workspace: WorkspaceId) -> Result<SignedIn> {
    let Credential::Session(id) = actor.credential else {
        return Err(Error::Forbidden { code: "no_session", why: "Only a signed-in session can switch workspaces.".into() });
    };
    let now = desk.clock.now();
    let signed_in = desk
        .db
        .system_write(async |tx| {
            let session = sql::find_session(tx, actor.workspace, id).await?.ok_or(Error::NotFound)?;
            let members = sql::find_members(tx, session.account_id).await?;
            let chosen = place_of(&members, workspace).ok_or(Error::NotFound)?;
            if session.by_provider {
                return Err(Error::Forbidden {
                    code: "sign_in_there",
                    why: "This workspace's provider let you in, which holds here only; sign in to the other workspace itself."
                        .into(),
                });
            }
            open_session(desk, tx, caller, (&members, chosen), session.proven(), now).await
        })
        .await?;
    match revoke_session(desk, actor, id).await {
        Ok(()) | Err(Error::NotFound) => Ok(signed_in),
        Err(error) => Err(error),
    }
}
