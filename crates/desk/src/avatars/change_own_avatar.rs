//! Gives oneself a picture, as colleagues see it, or takes it away.

use antiphon_base::Result;
use serde_json::json;

use super::change_avatar::{NewAvatar, show};
use crate::accounts::{self, Me};
use crate::actor::Actor;
use crate::ids::FileId;
use crate::{Desk, Work, audit, files};

/// Gives the actor a picture.
///
/// # Errors
/// `Forbidden` for whoever is no person; `Invalid` on `file_id` for what is no own picture.
pub async fn set_own_avatar(desk: &Desk, actor: &Actor, new: NewAvatar) -> Result<Me> {
    accounts::check_is_person(actor)?;
    desk.write(actor, async |work| {
        let before = accounts::set_person_avatar(work, actor.workspace, actor.principal, Some(new.file_id)).await?;
        show(desk, work, actor, new.file_id).await?;
        note(desk, work, actor, before, Some(new.file_id)).await
    })
    .await?;
    accounts::me(desk, actor).await
}

/// Takes the actor's picture away; a repeat changes nothing.
///
/// # Errors
/// `Forbidden` for whoever is no person.
pub async fn remove_own_avatar(desk: &Desk, actor: &Actor) -> Result<Me> {
    accounts::check_is_person(actor)?;
    desk.write(actor, async |work| {
        let before = accounts::set_person_avatar(work, actor.workspace, actor.principal, None).await?;
        if before.is_some() { note(desk, work, actor, before, None).await } else { Ok(()) }
    })
    .await?;
    accounts::me(desk, actor).await
}

async fn note(desk: &Desk, work: &mut Work<'_>, actor: &Actor, before: Option<FileId>, after: Option<FileId>) -> Result<()> {
    if let Some(before) = before {
        files::give_up_file(work, actor, before, desk.clock.now()).await?;
    }
    let (was, is) = (json!({ "avatar_id": before }), json!({ "avatar_id": after }));
    let object = format!("person:{}", actor.principal);
    audit::record(work, desk, actor, "person.avatar_changed", object, Some(was), Some(is), None).await
}
