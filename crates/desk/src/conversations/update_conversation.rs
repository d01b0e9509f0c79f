//! Changes where a conversation stands: its title, its status, whom it is given to.

use antiphon_base::{Error, Result};
use serde::Deserialize;
use utoipa::ToSchema;

use super::append::{Happened, append_event};
use super::list_conversations::find_visible;
use super::model::{Candidate, Conversation, EntryType, Kind, Status, check_led_here};
use super::oversee::note_change;
use super::sql;
use crate::actor::{Actor, Permission};
use crate::ids::{ConversationId, PrincipalId};
use crate::live::{Announcement, Audience};
use crate::{Desk, given, text};

/// What is to be changed; what is left out stays.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConversationChange {
    /// A new title; `null` takes it away.
    #[serde(default, deserialize_with = "given::given")]
    #[schema(value_type = Option<String>)]
    pub title: Option<Option<String>>,
    /// A new status.
    #[serde(default)]
    pub status: Option<Status>,
    /// Whom it is given to; `null` for nobody.
    #[serde(default, deserialize_with = "given::given")]
    #[schema(value_type = Option<PrincipalId>)]
    pub assignee_id: Option<Option<PrincipalId>>,
    /// Whether it is put away; a new message fetches it back.
    #[serde(default)]
    pub archived: Option<bool>,
    /// Whether it stands at the top of the team's lists.
    #[serde(default)]
    pub pinned: Option<bool>,
}

/// Changes a conversation; each change is an entry of its log.
///
/// # Errors
/// `NotFound` where the actor does not see it, `Forbidden` for customers, `Invalid` on a field.
pub async fn update_conversation(
    desk: &Desk,
    actor: &Actor,
    id: ConversationId,
    change: ConversationChange,
) -> Result<Conversation> {
    let title = match &change.title {
        None => None,
        Some(title) => Some(text::line_optional("title", title.as_deref())?),
    };
    let now = desk.clock.now();
    desk.write(actor, async |work| {
        find_visible(work, actor, id).await?;
        sql::lock(work, actor.workspace, id).await?;
        let row = find_visible(work, actor, id).await?; // as nobody else changes it now
        actor.need(Permission::ConversationsManage)?;
        check_led_here(row.kind, actor)?;
        if row.kind != Kind::Support && change.assignee_id.is_some() {
            return Err(Error::invalid("assignee_id", "Only conversations with customers are given to someone."));
        }
        if let Some(title) = title
            && title != row.title
        {
            sql::set_title(work, actor.workspace, id, title.as_deref(), now).await?;
            let data = serde_json::json!({ "title": title });
            append_event(work, actor, id, Happened::new(EntryType::ConversationRenamed, Audience::Public).with(&data), now)
                .await?;
            let values = (Some(serde_json::json!({ "title": row.title })), Some(data));
            note_change(work, desk, actor, "conversation.renamed", format!("conversation:{id}"), values).await?;
        }
        if let Some(assignee) = change.assignee_id
            && assignee != row.assignee_id
        {
            let who = match assignee {
                None => None,
                Some(id) => Some(check_assignable(work, actor, id).await?),
            };
            sql::set_assignee(work, actor.workspace, id, assignee, now).await?;
            let data = serde_json::json!({ "assignee": who.map(|(id, name)| serde_json::json!({ "id": id, "name": name })) });
            append_event(work, actor, id, Happened::new(EntryType::ConversationAssigned, Audience::Staff).with(&data), now)
                .await?;
        }
        if let Some(status) = change.status
            && status != row.status
        {
            let entry_type = entered(row.kind, row.status, status)?;
            sql::set_status(work, actor.workspace, id, status, now).await?;
            let data = serde_json::json!({ "from": row.status, "status": status });
            append_event(work, actor, id, Happened::new(entry_type, audience_of(entry_type)).with(&data), now).await?;
        }
        if let Some(archived) = change.archived
            && archived != row.archived_at.is_some()
        {
            sql::set_archived(work, actor.workspace, id, archived.then_some(now), now).await?;
            let entry_type = if archived { EntryType::ConversationArchived } else { EntryType::ConversationUnarchived };
            append_event(work, actor, id, Happened::new(entry_type, audience_of(entry_type)), now).await?;
            let action = if archived { "conversation.archived" } else { "conversation.unarchived" };
            note_change(work, desk, actor, action, format!("conversation:{id}"), (None, None)).await?;
        }
        if let Some(pinned) = change.pinned
            && pinned != row.pinned_at.is_some()
        {
            if row.kind != Kind::Support {
                return Err(Error::invalid("pinned", "Only the team's conversations with customers are pinned."));
            }
            sql::pin_conversation(work, actor.workspace, id, pinned.then_some(now), now).await?;
            work.tell(Announcement::Feed { workspace: actor.workspace });
        }
        Ok(find_visible(work, actor, id).await?.seen_by(actor))
    })
    .await
}

/// What a change of status is called, where it may be.
fn entered(kind: Kind, from: Status, to: Status) -> Result<EntryType> {
    match to {
        _ if kind == Kind::Log => Err(Error::invalid("status", "The status of a reported chat is its reporter's matter.")),
        _ if kind != Kind::Support => Err(Error::invalid("status", "Only conversations with customers are worked off.")),
        Status::Open | Status::Queued if from == Status::Resolved => Ok(EntryType::ConversationReopened),
        Status::Queued => Ok(EntryType::ConversationQueued),
        Status::Open => Ok(EntryType::ConversationOpened),
        Status::Pending => Ok(EntryType::ConversationPending),
        Status::Snoozed => Ok(EntryType::ConversationSnoozed),
        Status::Resolved => Ok(EntryType::ConversationResolved),
        Status::Active | Status::Completed | Status::Abandoned => {
            Err(Error::invalid("status", "Give queued, open, pending, snoozed or resolved."))
        }
    }
}

/// Customers learn that it is done or not done after all; how staff sort their work is theirs.
fn audience_of(entry_type: EntryType) -> Audience {
    match entry_type {
        EntryType::ConversationResolved | EntryType::ConversationReopened => Audience::Public,
        _ => Audience::Staff,
    }
}

async fn check_assignable(work: &mut crate::Work<'_>, actor: &Actor, id: PrincipalId) -> Result<(PrincipalId, String)> {
    let candidate = sql::candidate(work, actor.workspace, id).await?;
    candidate
        .filter(Candidate::is_staff)
        .map(|who| (who.id, who.name))
        .ok_or_else(|| Error::invalid("assignee_id", "Give the id of an agent or admin of this workspace."))
}
