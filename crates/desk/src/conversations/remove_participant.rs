//! Takes someone out of a conversation, or lets them leave. Their sockets stop hearing of it at once.

use antiphon_base::{Error, Result};

use super::append::{Happened, append_event};
use super::list_conversations::find_visible;
use super::model::{EntryType, Kind, check_led_here, topic_of};
use super::oversee::note_change;
use super::sql;
use crate::actor::{Actor, Permission};
use crate::ids::{ConversationId, PrincipalId};
use crate::live::{Announcement, Audience};
use crate::{Desk, accounts};

/// Removes a participant.
///
/// # Errors
/// `NotFound` where the actor does not see the conversation or nobody such is in it,
/// `Forbidden` without the right, `Conflict` for the customer of a support conversation.
pub async fn remove_participant(desk: &Desk, actor: &Actor, id: ConversationId, principal: PrincipalId) -> Result<()> {
    let now = desk.clock.now();
    desk.write(actor, async |work| {
        let row = find_visible(work, actor, id).await?;
        if principal != actor.principal {
            actor.need(Permission::ConversationsManage)?;
        }
        check_led_here(row.kind, actor)?;
        let stands_for = accounts::surviving_principal(work, actor.workspace, principal).await?;
        if row.kind == Kind::Support && row.contact_id == Some(stands_for) {
            return Err(Error::conflict("is_customer", "A support conversation keeps its customer; resolve it instead."));
        }
        let name = sql::candidate(work, actor.workspace, principal).await?.map(|who| who.name);
        if !sql::end_participant(work, actor.workspace, id, principal, now).await? {
            return Err(Error::NotFound);
        }
        let data = serde_json::json!({ "participant": { "id": principal, "name": name } });
        append_event(work, actor, id, Happened::new(EntryType::ParticipantLeft, Audience::Public).with(&data), now).await?;
        work.tell(Announcement::Rights { topic: topic_of(actor, id), principal });
        note_change(work, desk, actor, "participant.removed", format!("conversation:{id}"), (Some(data), None)).await?;
        Ok(())
    })
    .await
}
