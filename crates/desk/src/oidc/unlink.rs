//! Who left is nobody whom the provider vouches for: should they be asked in again, the link is made anew.

use antiphon_base::Result;
use antiphon_db::Tx;

use super::sql;
use crate::actor::Actor;
use crate::ids::AccountId;

/// Forgets as whom an account came into the actor's workspace.
///
/// # Errors
/// When the rows cannot be deleted.
pub async fn unlink(tx: &mut Tx, actor: &Actor, account: AccountId) -> Result<()> {
    sql::delete_identities_of_account(tx, actor.workspace, account).await
}
