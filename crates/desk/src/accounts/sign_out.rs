//! Signing out: the session of the credential that was used ends, and with it its sockets.

use antiphon_base::{Error, Result};

use super::sessions::revoke_session;
use crate::Desk;
use crate::actor::{Actor, Credential};

/// Ends the session that asks.
///
/// # Errors
/// `Forbidden` for keys and visitors, which have no session.
pub async fn sign_out(desk: &Desk, actor: &Actor) -> Result<()> {
    let Credential::Session(id) = actor.credential else {
        return Err(Error::Forbidden {
            code: "no_session",
            why: "Only a signed-in session can sign out; revoke a key instead.".into(),
        });
    };
    match revoke_session(desk, actor, id).await {
        Err(Error::NotFound) => Ok(()), // somebody ended it in the same moment
        outcome => outcome,
    }
}
