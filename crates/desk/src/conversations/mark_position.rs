//! How far someone has come: read and delivered marks. They move forward only and are no entries of the log.

use antiphon_base::{Error, Result};

use super::model::topic_of;
use super::sql;
use crate::Desk;
use crate::actor::Actor;
use crate::ids::ConversationId;
use crate::live::{Announcement, Audience, PositionKind};

/// Where a mark stands after it was moved.
pub struct Marked {
    /// The read mark.
    pub last_read_seq: i64,
    /// Messages of others that are left.
    pub unread: i64,
}

/// Moves the actor's own mark to `seq` (clamped to the head). Staff who only look in have no marks.
///
/// # Errors
/// `NotFound` where the actor does not see the conversation, `Invalid` on `seq`.
pub async fn mark_position(desk: &Desk, actor: &Actor, id: ConversationId, kind: PositionKind, seq: i64) -> Result<Marked> {
    if seq < 0 {
        return Err(Error::invalid("seq", "Give the seq of an entry, or 0."));
    }
    let now = desk.clock.now();
    let find = async |tx: &mut antiphon_db::Tx| {
        let row = sql::find(tx, actor.workspace, actor.principal, id).await?;
        row.filter(|row| row.is_visible_to(actor)).ok_or(Error::NotFound)
    };
    let before = desk.read(actor, find).await?;
    let view = before.view(actor);
    let is_ahead = seq > before.my_last_read_seq.unwrap_or(0) || kind == PositionKind::Delivered;
    if !view.shown_to_public && kind == PositionKind::Read && before.my_mentions > 0 {
        // Who only looks in has no mark, but has seen where they were mentioned.
        let after = desk
            .write(actor, async |work| {
                sql::read_mentions(work, actor.workspace, id, actor.principal, seq, now).await?;
                work.tell(Announcement::Feed { workspace: actor.workspace });
                find(work).await
            })
            .await?;
        return Ok(marked(after.seen_by(actor)));
    }
    if !view.shown_to_public || !is_ahead {
        return Ok(marked(before.seen_by(actor)));
    }
    let after = desk
        .write(actor, async |work| {
            let Some(mut place) = sql::place_at(work, actor.workspace, id, seq).await? else { return find(work).await };
            if view.audience == Audience::Public {
                place.seq = place.public_seq; // the end of what they may see
            }
            let has_moved = match kind {
                PositionKind::Read => sql::move_read(work, actor.workspace, id, actor.principal, &place, now).await?,
                PositionKind::Delivered => sql::move_delivered(work, actor.workspace, id, actor.principal, place.seq).await?,
            };
            if has_moved {
                let moved = |audience, seq| Announcement::Moved {
                    topic: topic_of(actor, id),
                    principal: actor.principal,
                    audience,
                    kind,
                    seq,
                };
                // A mark on a note is told to the public as one on what it may see.
                work.tell(moved(Audience::Public, place.public_seq));
                if place.seq != place.public_seq {
                    work.tell(moved(Audience::Staff, place.seq));
                }
            }
            find(work).await
        })
        .await?;
    Ok(marked(after.seen_by(actor)))
}

fn marked(conversation: super::model::Conversation) -> Marked {
    Marked { last_read_seq: conversation.last_read_seq, unread: conversation.unread }
}
