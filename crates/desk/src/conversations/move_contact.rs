//! A contact's conversations are another's from now on, or their own again: two contacts were made one, or are apart.
//! Who takes part stays as it is: a customer goes on in the conversations that they are in.

use antiphon_base::Result;
use antiphon_db::Tx;

use super::sql;
use crate::actor::Actor;
use crate::ids::{PrincipalId, WorkspaceId};
use crate::live::Announcement;
use crate::{Work, accounts};

/// How many conversations a contact has.
///
/// # Errors
/// When storage cannot be read.
pub async fn count_of_contact(tx: &mut Tx, ws: WorkspaceId, contact: PrincipalId) -> Result<i64> {
    sql::count_of_contact(tx, ws, contact).await
}

/// Gives all conversations of one contact to another; answers how many.
///
/// # Errors
/// When storage refuses.
pub async fn move_contact(work: &mut Work<'_>, actor: &Actor, from: PrincipalId, into: PrincipalId) -> Result<i64> {
    let moved = sql::move_contact(work, actor.workspace, from, into).await?;
    work.tell(Announcement::Feed { workspace: actor.workspace });
    Ok(moved)
}

/// Gives a contact back the conversations that it, or whoever was merged into it, takes part in as the customer.
///
/// # Errors
/// When storage refuses.
pub async fn move_contact_back(work: &mut Work<'_>, actor: &Actor, contact: PrincipalId) -> Result<i64> {
    let mut moved = 0;
    for one in accounts::merged_principals(work, actor.workspace, contact).await? {
        moved += sql::move_contact_back(work, actor.workspace, one, contact).await?;
    }
    work.tell(Announcement::Feed { workspace: actor.workspace });
    Ok(moved)
}
