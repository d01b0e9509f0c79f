//! Lists the inboxes of a workspace.

use antiphon_base::Result;

use super::model::Inbox;
use super::sql;
use crate::Desk;
use crate::actor::Actor;

/// All inboxes, oldest first.
///
/// # Errors
/// When storage cannot be read.
pub async fn list_inboxes(desk: &Desk, actor: &Actor) -> Result<Vec<Inbox>> {
    desk.read(actor, async |tx| Ok(sql::list(tx, actor.workspace).await?.into_iter().map(Inbox::from).collect())).await
}
