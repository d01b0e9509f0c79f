//! What became of a file is shown where it was said: a new name, or that an admin took it away or gave it back.

use antiphon_base::{Error, Result, Timestamp};

use super::change_message::finish;
use super::model::{EntryType, MessageData};
use super::sql;
use crate::Work;
use crate::actor::Actor;
use crate::files::Attachment;

/// Shows a file as it is now in the message that it came with, to everybody and at once. One that came with none is shown
/// nowhere.
///
/// # Errors
/// When storage refuses.
pub async fn show_file_anew(work: &mut Work<'_>, actor: &Actor, file: &Attachment, now: Timestamp) -> Result<()> {
    let Some(place) = sql::places_of_files(work, actor.workspace, &[file.id.0]).await?.pop() else { return Ok(()) };
    let id = place.conversation_id;
    sql::lock(work, actor.workspace, id).await?;
    let row = sql::message(work, actor.workspace, id, place.message_id).await?.ok_or(Error::NotFound)?;
    let mut changed = row.message(id).ok_or(Error::NotFound)?;
    for shown in changed.attachments.iter_mut().filter(|shown| shown.id == file.id) {
        *shown = file.clone();
    }
    let data = MessageData { attachments: changed.attachments.clone(), ..row.message_data() };
    sql::replace_data(work, actor.workspace, id, place.message_id, data.stored()?).await?;
    finish(work, actor, id, EntryType::MessageEdited, &changed, now).await
}
