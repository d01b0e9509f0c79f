//! A visitor signs out of the site: their token ends, and with it its sockets, so that what a shared
//! computer kept of it speaks for nobody.

use antiphon_base::{Error, Result};

use super::sql;
use crate::Desk;
use crate::actor::{Actor, Credential};

/// Ends the visitor's session that asks.
///
/// # Errors
/// `Forbidden` for people and keys, which have no such session.
pub async fn end_session(desk: &Desk, actor: &Actor) -> Result<()> {
    let Credential::Visitor(token, _) = actor.credential else {
        return Err(Error::Forbidden { code: "no_session", why: "Only a visitor's session ends here.".into() });
    };
    let now = desk.clock.now();
    desk.write(actor, async |work| {
        sql::revoke_token(work, actor.workspace, token, now).await?;
        work.end_credential(actor.credential);
        Ok(())
    })
    .await
}
