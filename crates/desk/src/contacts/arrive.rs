//! A customer is here: their contact is made, or was made before. Also what slices above say of a contact in passing.

use antiphon_base::{Result, Timestamp};
use antiphon_db::Tx;

use super::index_contacts::index_contact;
use super::sql;
use crate::ids::{FileId, PrincipalId, WorkspaceId};

/// Stores what is known of a customer whose principal stands already; one who is a contact stays as they are.
///
/// # Errors
/// When storage refuses.
pub async fn insert_contact(
    tx: &mut Tx,
    ws: WorkspaceId,
    id: PrincipalId,
    email: Option<(&str, &str)>,
    now: Timestamp,
) -> Result<()> {
    if sql::insert(tx, ws, id, email, now).await? {
        index_contact(tx, ws, id).await?;
    }
    Ok(())
}

/// Sets or takes away a contact's picture; answers the one before.
///
/// # Errors
/// `NotFound`.
pub async fn set_avatar(tx: &mut Tx, ws: WorkspaceId, id: PrincipalId, avatar: Option<FileId>) -> Result<Option<FileId>> {
    sql::hold(tx, ws, id).await?;
    let before = sql::find(tx, ws, id).await?.ok_or(antiphon_base::Error::NotFound)?;
    sql::set_avatar(tx, ws, id, avatar).await?;
    Ok(before.avatar_id)
}
