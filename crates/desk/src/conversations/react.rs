//! Answers a message with an emoji, or takes that back. An event of the log each, to whomever may see the message;
//! nothing becomes unread by it.

use antiphon_base::{Error, Result};

use super::append::{Happened, append_event};
use super::change_message::{deleted, find_changeable};
use super::model::{EntryType, Message, Reaction};
use super::sql;
use crate::Desk;
use crate::actor::{Actor, Permission};
use crate::ids::{ConversationId, MessageId};

/// Different emoji under one message.
const EMOJI: usize = 20;
/// Answers under one message, all emoji together: each is written into the message.
const REACTIONS: usize = 500;

/// What becomes of a reaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// It is to be there.
    There,
    /// It is to be gone.
    Gone,
}

/// Sets or takes away the actor's own reaction; a repeat changes nothing.
///
/// # Errors
/// `NotFound` where the message is not the actor's to see, `Invalid` on `emoji`, `Conflict` on a deleted message or
/// when there are too many.
pub async fn react(
    desk: &Desk,
    actor: &Actor,
    id: ConversationId,
    message: MessageId,
    emoji: &str,
    wanted: Wanted,
) -> Result<Message> {
    actor.need(Permission::ConversationsWrite)?;
    let emoji = checked_emoji(emoji)?;
    let now = desk.clock.now();
    desk.write(actor, async |work| {
        sql::lock(work, actor.workspace, id).await?;
        let (row, view) = find_changeable(work, actor, id, message).await?;
        let mut data = row.message_data();
        let mut changed = row.message(id).ok_or(Error::NotFound)?;
        if changed.deleted_at.is_some() {
            return Err(deleted());
        }
        let entry_type = match wanted {
            Wanted::There if add(&mut data.reactions, emoji, actor)? => EntryType::ReactionAdded,
            Wanted::Gone if remove(&mut data.reactions, emoji, actor) => EntryType::ReactionRemoved,
            _ => return Ok(changed.seen_after(view.from_seq)),
        };
        sql::replace_data(work, actor.workspace, id, message, data.stored()?).await?;
        changed.reactions = data.reactions;
        let said = serde_json::json!({ "emoji": emoji });
        append_event(work, actor, id, Happened::new(entry_type, changed.audience).to(&changed).with(&said), now).await?;
        Ok(changed.seen_after(view.from_seq))
    })
    .await
}

/// One emoji as Unicode lists it, in its full spelling.
fn checked_emoji(emoji: &str) -> Result<&'static str> {
    let known = emojis::get(emoji).ok_or_else(|| Error::invalid("emoji", "Give one emoji, such as 👍."))?;
    Ok(known.as_str())
}

/// True when it was not there before.
fn add(reactions: &mut Vec<Reaction>, emoji: &str, actor: &Actor) -> Result<bool> {
    let too_many = |sentence: &'static str| Err(Error::conflict("too_many_reactions", sentence));
    let all: usize = reactions.iter().map(|one| one.by.len()).sum();
    let different = reactions.len();
    let known = reactions.iter_mut().find(|one| one.emoji == emoji);
    if known.as_ref().is_some_and(|one| one.by.contains(&actor.principal)) {
        return Ok(false);
    }
    if all >= REACTIONS {
        return too_many("A message takes at most 500 reactions.");
    }
    match known {
        Some(one) => {
            one.by.push(actor.principal);
            one.count = one.by.len();
        }
        None if different >= EMOJI => return too_many("A message takes at most 20 different emoji."),
        None => reactions.push(Reaction { emoji: emoji.to_owned(), count: 1, by: vec![actor.principal] }),
    }
    Ok(true)
}

/// True when it was there.
fn remove(reactions: &mut Vec<Reaction>, emoji: &str, actor: &Actor) -> bool {
    let Some(place) = reactions.iter().position(|one| one.emoji == emoji) else { return false };
    let one = &mut reactions[place];
    let before = one.by.len();
    one.by.retain(|who| *who != actor.principal);
    one.count = one.by.len();
    let was_there = one.count < before;
    if one.count == 0 {
        reactions.remove(place);
    }
    was_there
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_emoji_is_taken_and_nothing_else() {
        for emoji in ["👍", "👍🏽", "❤️", "👩‍👩‍👧", "🇳🇴", "1️⃣"] {
            assert_eq!(checked_emoji(emoji).unwrap(), emoji);
        }
        assert_eq!(checked_emoji("\u{2764}").unwrap(), "❤️", "spelled shorter it is the same one");
        for other in ["", "a", "1", "👍👍", ":+1:", "👍 ", "<b>", "\u{202E}", "\0"] {
            assert!(checked_emoji(other).is_err(), "{other:?}");
        }
    }
}
