//! Whether one wants signs of what is new in a conversation. One's own matter: nobody else is told.

use antiphon_base::{Error, Result};

use super::list_conversations::find_visible;
use super::model::Conversation;
use super::sql;
use crate::Desk;
use crate::actor::Actor;
use crate::ids::ConversationId;
use crate::live::Announcement;

/// Mutes a conversation for the actor, or ends that.
///
/// # Errors
/// `NotFound` where the actor does not see it, `Conflict` where they take no part: they get no signs anyway.
pub async fn mute_conversation(desk: &Desk, actor: &Actor, id: ConversationId, muted: bool) -> Result<Conversation> {
    let now = desk.clock.now();
    desk.write(actor, async |work| {
        find_visible(work, actor, id).await?;
        if !sql::set_muted(work, actor.workspace, id, actor.principal, muted.then_some(now)).await? {
            return Err(Error::conflict("no_participant", "Whoever takes no part gets no signs of what is new."));
        }
        work.tell(Announcement::Feed { workspace: actor.workspace });
        Ok(find_visible(work, actor, id).await?.seen_by(actor))
    })
    .await
}
