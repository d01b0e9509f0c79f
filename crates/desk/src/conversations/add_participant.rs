//! Brings someone into a conversation, from its start or from now on.

use antiphon_base::{Error, Result};
use serde::Deserialize;
use utoipa::ToSchema;

use super::append::{Happened, append_event};
use super::list_conversations::{find_visible, visible_participants};
use super::model::{EntryType, Kind, Participant, ParticipantRole, check_led_here, topic_of};
use super::oversee::note_change;
use super::sql::{self, NewParticipant};
use crate::actor::{Actor, Permission, PrincipalKind};
use crate::ids::{ConversationId, PrincipalId};
use crate::live::{Announcement, Audience};
use crate::{Desk, accounts};

/// Whom to bring in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewParticipantBody {
    /// Who.
    pub principal_id: PrincipalId,
    /// They see only what comes after this moment.
    #[serde(default)]
    pub from_now: bool,
}

/// Adds a participant; a repeat changes nothing. Answers everybody who is in it then.
///
/// # Errors
/// `NotFound` where the actor does not see the conversation, `Forbidden` without the right,
/// `Invalid` on `principal_id`.
pub async fn add_participant(
    desk: &Desk,
    actor: &Actor,
    id: ConversationId,
    new: NewParticipantBody,
) -> Result<Vec<Participant>> {
    let now = desk.clock.now();
    desk.write(actor, async |work| {
        let row = find_visible(work, actor, id).await?;
        actor.need(Permission::ConversationsManage)?;
        check_led_here(row.kind, actor)?;
        let who = sql::candidate(work, actor.workspace, new.principal_id).await?;
        let who = who.ok_or_else(|| Error::invalid("principal_id", "There is nobody with this id here."))?;
        let stands_for = accounts::surviving_principal(work, actor.workspace, who.id).await?;
        if row.kind == Kind::Support && !who.is_staff() && row.contact_id != Some(stands_for) {
            return Err(Error::invalid("principal_id", "A support conversation has one customer; add colleagues."));
        }
        if row.kind != Kind::Support && who.kind == PrincipalKind::Contact {
            return Err(Error::invalid("principal_id", "Customers are talked with in support conversations; add colleagues."));
        }
        let audience = who.audience_in(row.kind);
        let (from_seq, read_ord) = match (new.from_now, audience) {
            (false, _) => (0, 0),
            (true, Audience::Staff) => (row.last_seq, row.staff_ord),
            (true, Audience::Public) => (row.last_seq, row.public_ord),
        };
        let participant = NewParticipant {
            principal: who.id,
            role: ParticipantRole::among(row.kind, who.kind, who.role),
            audience,
            from_seq,
            read_seq: from_seq,
            read_ord,
            now,
        };
        if sql::insert_participant(work, actor.workspace, id, &participant).await? {
            let data = serde_json::json!({ "participant": { "id": who.id, "name": who.name, "kind": who.kind } });
            append_event(work, actor, id, Happened::new(EntryType::ParticipantJoined, Audience::Public).with(&data), now).await?;
            work.tell(Announcement::Rights { topic: topic_of(actor, id), principal: who.id });
            note_change(work, desk, actor, "participant.added", format!("conversation:{id}"), (None, Some(data))).await?;
        }
        visible_participants(work, actor, &row).await
    })
    .await
}
