//! Showing files somewhere: each is shown once, by whoever sent it in.

use antiphon_base::{Error, Result, Timestamp};
use antiphon_db::Tx;

use super::model::{Attachment, FileRow};
use super::sql;
use crate::Work;
use crate::actor::Actor;
use crate::ids::{FileId, WorkspaceId};

/// Most files that come along with one message.
const TOGETHER: usize = 10;

/// The actor's own files, as whatever shows them carries them.
///
/// # Errors
/// `Invalid` on `attachments[n]` for one that is not the actor's, or not whole yet.
pub async fn find_sendable(work: &mut Work<'_>, actor: &Actor, ids: &[FileId]) -> Result<Vec<Attachment>> {
    if ids.len() > TOGETHER {
        return Err(Error::invalid("attachments", "Send at most 10 files along."));
    }
    let mut found = Vec::with_capacity(ids.len());
    for (place, id) in ids.iter().enumerate() {
        let file = sql::find(work, actor.workspace, *id).await?;
        let own = file.filter(|file| file.uploaded_by == actor.principal && file.is_ready() && !ids[..place].contains(id));
        found.push(own.as_ref().map(FileRow::attachment).ok_or_else(|| not_sendable(place))?);
    }
    Ok(found)
}

/// Says, within the change that shows them, that files are shown.
///
/// # Errors
/// `Invalid` on `attachments[n]` for one that is shown already.
pub async fn attach_files(work: &mut Work<'_>, actor: &Actor, ids: &[FileId], now: Timestamp) -> Result<()> {
    for (place, id) in ids.iter().enumerate() {
        if !sql::attach(work, actor.workspace, *id, actor.principal, now).await? {
            return Err(not_sendable(place));
        }
    }
    Ok(())
}

/// A file that is shown somewhere, for whoever shows it by its id alone.
///
/// # Errors
/// When storage cannot be read.
pub async fn find_shown(tx: &mut Tx, ws: WorkspaceId, id: FileId) -> Result<Option<Attachment>> {
    let file = sql::find(tx, ws, id).await?;
    Ok(file.filter(|file| file.attached_at.is_some() && file.is_ready()).as_ref().map(FileRow::attachment))
}

/// Says that a file is shown no more: its address ends at once, its bytes with the next cleaning.
///
/// # Errors
/// When storage refuses.
pub async fn give_up_file(work: &mut Work<'_>, actor: &Actor, id: FileId, now: Timestamp) -> Result<()> {
    sql::give_up(work, actor.workspace, id, now).await
}

/// Says that the message that a file came with was taken back: its address ends at once, its bytes stay for as long as the
/// message can be brought back.
///
/// # Errors
/// When storage refuses.
pub async fn withhold_file(work: &mut Work<'_>, actor: &Actor, id: FileId, now: Timestamp) -> Result<()> {
    sql::set_withheld(work, actor.workspace, id, Some(now)).await.map(drop)
}

/// Shows a file again that was withheld; no when it is gone.
///
/// # Errors
/// When storage refuses.
pub async fn show_file(work: &mut Work<'_>, actor: &Actor, id: FileId) -> Result<bool> {
    sql::set_withheld(work, actor.workspace, id, None).await
}

fn not_sendable(place: usize) -> Error {
    Error::invalid(format!("attachments[{place}]"), "Give a file of your own that is here whole and was not sent before.")
}
