//! Previews of the pages that a message links to: an event of the log to whomever may see the message, which is left as
//! it was said. Whoever said it takes them away again, or whoever manages the conversation.

use antiphon_base::{Error, Result};

use super::append::{Happened, append_event};
use super::change_message::{deleted, find_changeable};
use super::links::links_in;
use super::model::{EntryType, LinkPreview, Message};
use super::sql;
use crate::actor::{Actor, Permission};
use crate::ids::{ConversationId, MessageId};
use crate::{Desk, audit};

/// The links of a message of which a preview may be shown and is not; none where the message is gone.
///
/// # Errors
/// When storage cannot be read.
pub async fn links_without_preview(desk: &Desk, system: &Actor, id: ConversationId, message: MessageId) -> Result<Vec<String>> {
    desk.read(system, async |tx| {
        let Some(row) = sql::message(tx, system.workspace, id, message).await? else { return Ok(Vec::new()) };
        let links = row.message_body.as_deref().map(links_in).unwrap_or_default();
        Ok(row.message_data().without_preview(&links).cloned().collect())
    })
    .await
}

/// Shows previews beneath a message: of those of its links that are still there and may have one.
///
/// # Errors
/// When storage cannot be written.
pub async fn add_previews(
    desk: &Desk,
    system: &Actor,
    id: ConversationId,
    message: MessageId,
    found: Vec<LinkPreview>,
) -> Result<()> {
    let now = desk.clock.now();
    desk.write(system, async |work| {
        sql::lock(work, system.workspace, id).await?;
        let Some(row) = sql::message(work, system.workspace, id, message).await? else { return Ok(()) };
        let links = row.message_body.as_deref().map(links_in).unwrap_or_default();
        let mut data = row.message_data();
        let wanted: Vec<&String> = data.without_preview(&links).collect();
        let new: Vec<LinkPreview> = found.into_iter().filter(|preview| wanted.contains(&&preview.url)).collect();
        let Some(mut changed) = row.message(id).filter(|_| !new.is_empty()) else { return Ok(()) };
        data.previews.extend(new);
        data.previews.sort_by_key(|preview| links.iter().position(|link| *link == preview.url));
        sql::replace_data(work, system.workspace, id, message, data.stored()?).await?;
        changed.previews = data.previews;
        append_event(work, system, id, Happened::new(EntryType::PreviewAdded, changed.audience).to(&changed), now).await
    })
    .await
}

/// Takes the preview of one link from beneath a message, or those of all, for good. A repeat changes nothing.
///
/// # Errors
/// `NotFound` where the message is not the actor's to see, `Forbidden` where it is another's and they do not manage the
/// conversation, `Conflict` on a deleted message, `Invalid` on `url`.
pub async fn remove_previews(
    desk: &Desk,
    actor: &Actor,
    id: ConversationId,
    message: MessageId,
    url: Option<&str>,
) -> Result<Message> {
    actor.need(Permission::ConversationsWrite)?;
    let now = desk.clock.now();
    desk.write(actor, async |work| {
        sql::lock(work, actor.workspace, id).await?;
        let (row, view) = find_changeable(work, actor, id, message).await?;
        if row.actor_id != actor.principal {
            actor.need(Permission::ConversationsManage)?;
        }
        let mut data = row.message_data();
        let mut changed = row.message(id).ok_or(Error::NotFound)?;
        let links = links_in(changed.text.as_deref().ok_or_else(deleted)?);
        if url.is_some_and(|url| !links.iter().any(|link| link == url)) {
            return Err(Error::invalid("url", "The message has no such link; give the url of one of its previews."));
        }
        let gone = |link: &str| url.is_none_or(|url| url == link);
        data.previews.retain(|preview| !gone(&preview.url));
        let is_shown = data.previews.len() < changed.previews.len();
        let bare = links.into_iter().filter(|link| gone(link) && !data.bare_links.contains(link));
        let bare: Vec<String> = bare.collect();
        if bare.is_empty() {
            return Ok(changed.seen_after(view.from_seq));
        }
        data.bare_links.extend(bare);
        sql::replace_data(work, actor.workspace, id, message, data.stored()?).await?;
        changed.previews = data.previews;
        if row.actor_id != actor.principal {
            audit::record(work, desk, actor, "preview.removed", format!("message:{message}"), None, None, None).await?;
        }
        if is_shown {
            append_event(work, actor, id, Happened::new(EntryType::PreviewRemoved, changed.audience).to(&changed), now).await?;
        }
        Ok(changed.seen_after(view.from_seq))
    })
    .await
}
