//! Where somebody fetches a file that came with a notice of theirs.

use antiphon_base::{Error, Result};

use super::sql;
use crate::Desk;
use crate::actor::Actor;
use crate::files::{self, FileAddress};
use crate::ids::{FileId, NoticeId};

/// An address of a file of one's own notice.
///
/// # Errors
/// `NotFound`; `Conflict` (`removed`) for one that an admin took away.
pub async fn show_file(desk: &Desk, actor: &Actor, id: NoticeId, file: FileId) -> Result<FileAddress> {
    let (ws, me) = (actor.workspace, actor.principal);
    let file = desk
        .read(actor, async |tx| {
            let notice = sql::find(tx, ws, me, id).await?.ok_or(Error::NotFound)?;
            if !notice.attachments.iter().any(|one| one.id == file) {
                return Err(Error::NotFound);
            }
            files::find_shown(tx, ws, file).await?.ok_or(Error::NotFound)
        })
        .await?;
    if file.removed_at.is_some() {
        return Err(Error::conflict("removed", "An admin took this file away; ask whether it can be given back."));
    }
    Ok(files::address_of(desk, ws, &file))
}
