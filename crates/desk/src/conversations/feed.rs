//! The feed: which conversations of the actor's lists changed after a cursor. A change is told by the
//! whole list row, so that being told twice does no harm and nothing can be told half.

use antiphon_base::{Error, Result};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::model::{Conversation, ConversationRow, sees_support};
use super::sql;
use crate::Desk;
use crate::actor::Actor;
use crate::ids::ConversationId;
use crate::live::FeedPage;
use antiphon_db::Tx;

/// One change of a list.
#[derive(Serialize, ToSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum FeedItem {
    /// The row as it is now.
    Conversation {
        /// The conversation.
        conversation: Box<Conversation>,
    },
    /// The actor no longer sees it.
    Gone {
        /// Which.
        conversation_id: ConversationId,
    },
}

/// Where a feed goes on: a position, and the last row of a page that was full.
struct Cursor {
    pos: i64,
    after: Option<Uuid>,
}

/// The cursor of this moment.
pub(super) async fn cursor_now(desk: &Desk, tx: &mut Tx) -> Result<String> {
    let horizon = sql::feed_horizon(tx).await?;
    Ok(write_cursor(desk, &Cursor { pos: horizon, after: None }))
}

/// Changes after `cursor`, oldest first; without one only the cursor of this moment.
///
/// # Errors
/// `Conflict` `cursor_expired` when the cursor belongs to another generation of the log: reload the list.
pub(super) async fn read_feed(desk: &Desk, actor: &Actor, cursor: Option<&str>, limit: i64) -> Result<FeedPage> {
    let cursor = cursor.map(|cursor| parse_cursor(desk, cursor)).transpose()?;
    desk.read(actor, async |tx| {
        // First the horizon, then the rows: a change in between is read again, never missed.
        let now = cursor_now(desk, tx).await?;
        let Some(cursor) = cursor else { return Ok(FeedPage { items: "[]".to_owned(), count: 0, cursor: now, has_more: false }) };
        let after = (cursor.pos, cursor.after);
        let rows = if sees_support(actor) {
            sql::feed_of_staff(tx, actor.workspace, actor.principal, after, limit).await?
        } else {
            sql::feed_of_participant(tx, actor.workspace, actor.principal, after, limit).await?
        };
        let has_more = rows.len() as i64 == limit;
        let next = match rows.last() {
            Some(last) if has_more => write_cursor(desk, &Cursor { pos: last.feed_pos, after: Some(last.id.0) }),
            _ => now,
        };
        let items: Vec<FeedItem> = rows.into_iter().map(|row| item(row, actor)).collect();
        let json = serde_json::to_string(&items).map_err(Error::internal)?;
        Ok(FeedPage { items: json, count: items.len(), cursor: next, has_more })
    })
    .await
}

fn item(row: ConversationRow, actor: &Actor) -> FeedItem {
    if row.is_visible_to(actor) {
        FeedItem::Conversation { conversation: Box::new(row.seen_by(actor)) }
    } else {
        FeedItem::Gone { conversation_id: row.id }
    }
}

fn write_cursor(desk: &Desk, cursor: &Cursor) -> String {
    let after = cursor.after.map(|id| id.simple().to_string()).unwrap_or_default();
    URL_SAFE_NO_PAD.encode(format!("{} {} {after}", desk.epoch, cursor.pos))
}

fn parse_cursor(desk: &Desk, cursor: &str) -> Result<Cursor> {
    let expired = || Error::conflict("cursor_expired", "This cursor cannot be followed any more; load the list again.");
    let text = URL_SAFE_NO_PAD.decode(cursor).ok().and_then(|bytes| String::from_utf8(bytes).ok()).ok_or_else(expired)?;
    let mut parts = text.split(' ');
    let (Some(epoch), Some(pos), Some(after)) = (parts.next(), parts.next(), parts.next()) else { return Err(expired()) };
    if epoch != desk.epoch {
        return Err(expired());
    }
    let after = if after.is_empty() { None } else { Some(after.parse().map_err(|_| expired())?) };
    Ok(Cursor { pos: pos.parse().map_err(|_| expired())?, after })
}

/// Refuses a cursor that cannot be followed.
///
/// # Errors
/// `Conflict` `cursor_expired`.
pub(super) fn check_cursor(desk: &Desk, cursor: &str) -> Result<()> {
    parse_cursor(desk, cursor).map(drop)
}
