//! A customer is here: their contact is made, or was made before. Also what slices above say of a contact in passing.

use antiphon_base::{Result, Timestamp};
use antiphon_db::Tx;

use super::{change, sql};
use crate::Desk;
use crate::ids::{FileId, PrincipalId, WorkspaceId};
use crate::jobs::Handlers;

/// Contacts looked at in one go.
const AT_ONCE: i64 = 200;

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
        change::index(tx, ws, id).await?;
    }
    Ok(())
}

/// Sets or takes away a contact's picture; answers the one before.
///
/// # Errors
/// `NotFound`.
pub async fn set_avatar(tx: &mut Tx, ws: WorkspaceId, id: PrincipalId, avatar: Option<FileId>) -> Result<Option<FileId>> {
    let before = sql::find(tx, ws, id).await?.ok_or(antiphon_base::Error::NotFound)?;
    sql::set_avatar(tx, ws, id, avatar).await?;
    Ok(before.avatar_id)
}

/// What this slice carries out: edits of many, and words for contacts that were renamed from elsewhere, or were there
/// before there were words.
pub fn jobs() -> Handlers {
    Handlers::default().on("contacts.edit", super::edit_contacts::carry_out).on_each_node(
        "contacts.index",
        std::time::Duration::from_secs(10),
        |desk: Desk| async move { index_all(&desk).await },
    )
}

/// Finds words for every contact that has none, or old ones.
///
/// # Errors
/// When storage refuses; the next round goes on.
pub async fn index_all(desk: &Desk) -> Result<()> {
    loop {
        let due = desk.db.system_read(async |tx| sql::without_words(tx, AT_ONCE).await).await?;
        let mut rest = due.as_slice();
        while let Some((ws, _)) = rest.first() {
            let (own, others) = rest.split_at(rest.iter().take_while(|(other, _)| other == ws).count());
            rest = others;
            desk.db
                .write(ws.0, async |tx: &mut Tx| {
                    for (ws, id) in own {
                        change::index(tx, *ws, *id).await?;
                    }
                    Ok::<_, antiphon_base::Error>(())
                })
                .await?;
        }
        if (due.len() as i64) < AT_ONCE {
            return Ok(());
        }
    }
}
