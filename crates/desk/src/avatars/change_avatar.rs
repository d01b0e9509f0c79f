//! Gives a contact a picture, or takes it away. The file is shown from then on, and given up when another takes its place.

use antiphon_base::{Error, Result};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use crate::actor::{Actor, Permission};
use crate::contacts::{self, Contact};
use crate::ids::{FileId, PrincipalId};
use crate::listeners::Event;
use crate::{Desk, Work, audit, files};

/// The picture to be shown.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAvatar {
    /// An own upload that was not sent before: a PNG, JPEG, GIF or WebP.
    pub file_id: FileId,
}

/// Gives a contact a picture.
///
/// # Errors
/// `NotFound`, `Invalid` on `file_id` for what is no own picture.
pub async fn set_avatar(desk: &Desk, actor: &Actor, id: PrincipalId, new: NewAvatar) -> Result<Contact> {
    actor.need(Permission::ContactsWrite)?;
    desk.write(actor, async |work| {
        let before = contacts::set_avatar(work, actor.workspace, id, Some(new.file_id)).await?;
        show(desk, work, actor, new.file_id).await?;
        note(work, desk, actor, id, before, Some(new.file_id)).await
    })
    .await?;
    contacts::find_contact(desk, actor, id).await
}

/// Takes a contact's picture away; a repeat changes nothing.
///
/// # Errors
/// `NotFound`.
pub async fn remove_avatar(desk: &Desk, actor: &Actor, id: PrincipalId) -> Result<Contact> {
    actor.need(Permission::ContactsWrite)?;
    desk.write(actor, async |work| {
        let before = contacts::set_avatar(work, actor.workspace, id, None).await?;
        if before.is_some() { note(work, desk, actor, id, before, None).await } else { Ok(()) }
    })
    .await?;
    contacts::find_contact(desk, actor, id).await
}

/// Says that the actor's own picture is shown from now on.
///
/// # Errors
/// `Invalid` on `file_id` for what is no own picture.
pub(super) async fn show(desk: &Desk, work: &mut Work<'_>, actor: &Actor, file: FileId) -> Result<()> {
    let wrong = || Error::invalid("file_id", "Give a picture of your own that is here whole and was not sent before.");
    let named = |error| if matches!(error, Error::Invalid { .. }) { wrong() } else { error };
    let found = files::find_sendable(work, actor, &[file]).await.map_err(named)?;
    if !found.iter().all(|file| file.has_thumbnail) {
        return Err(wrong());
    }
    files::attach_files(work, actor, &[file], desk.clock.now()).await.map_err(named)
}

async fn note(
    work: &mut Work<'_>,
    desk: &Desk,
    actor: &Actor,
    id: PrincipalId,
    before: Option<FileId>,
    after: Option<FileId>,
) -> Result<()> {
    if let Some(before) = before {
        files::give_up_file(work, actor, before, desk.clock.now()).await?;
    }
    work.happened(Event::ContactChanged(id));
    let (was, is) = (json!({ "avatar_id": before }), json!({ "avatar_id": after }));
    audit::record(work, desk, actor, "contact.avatar_changed", format!("contact:{id}"), Some(was), Some(is), None).await
}
