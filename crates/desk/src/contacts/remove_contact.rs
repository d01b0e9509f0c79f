//! Deletes a contact, or brings it back. A deleted one is in no list but their own; its page, conversations, messages and
//! notes stay as they are. Whoever writes or is identified again is back by themselves. Erases nothing: what is known of
//! somebody for good is no matter of this deed.

use antiphon_base::{Error, Result};
use serde_json::json;

use super::model::Contact;
use super::{present, sql};
use crate::actor::{self, Actor, Permission};
use crate::ids::PrincipalId;
use crate::listeners::Event;
use crate::{Desk, Work, accounts, audit};

/// Whether a contact is among the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// It is.
    Kept,
    /// It was deleted.
    Removed,
}

impl Presence {
    /// As the API writes it in `removed`.
    pub(super) fn of(is_removed: bool) -> Self {
        if is_removed { Self::Removed } else { Self::Kept }
    }
}

/// Deletes a contact or brings it back; a repeat changes nothing.
///
/// # Errors
/// `NotFound`, `Conflict` for one that was merged into another.
pub async fn set_presence(desk: &Desk, actor: &Actor, id: PrincipalId, presence: Presence) -> Result<Contact> {
    actor.need(Permission::ContactsWrite)?;
    desk.write(actor, async |work| {
        sql::hold(work, actor.workspace, id).await?;
        let before = present::find(work, actor.workspace, id).await?.ok_or(Error::NotFound)?;
        if before.merged_into.is_some() {
            let why = "This contact was merged into another one; delete or bring back that one.";
            return Err(Error::conflict("merged", why));
        }
        if change_presence(work, desk, actor, id, presence).await? {
            note_change(work, desk, actor, id, presence).await?;
        }
        present::find(work, actor.workspace, id).await?.ok_or(Error::NotFound)
    })
    .await
}

/// The same without a word in the trail, with everybody that was merged into them; no when it was so before.
pub(super) async fn change_presence(
    work: &mut Work<'_>,
    desk: &Desk,
    actor: &Actor,
    id: PrincipalId,
    presence: Presence,
) -> Result<bool> {
    let at = (presence == Presence::Removed).then(|| desk.clock.now());
    let mut is_new = false;
    for one in accounts::merged_principals(work, actor.workspace, id).await? {
        is_new |= sql::set_removed(work, actor.workspace, one, at).await?;
    }
    if is_new {
        work.happened(Event::ContactChanged(id));
    }
    Ok(is_new)
}

/// A customer is about to say something: a deleted one is back with that, whoever they were merged into too.
///
/// # Errors
/// `Forbidden` for one who is blocked by now, by whichever door and whatever was known when they came in.
pub async fn hear_from(work: &mut Work<'_>, desk: &Desk, customer: &Actor) -> Result<()> {
    let (is_blocked, is_removed) = sql::standing(work, customer.workspace, customer.principal).await?;
    if is_blocked {
        return Err(actor::blocked());
    }
    if is_removed { bring_back(work, desk, customer, customer.principal).await } else { Ok(()) }
}

/// Brings back whoever stands for this contact, if they were deleted.
pub(super) async fn bring_back(work: &mut Work<'_>, desk: &Desk, actor: &Actor, id: PrincipalId) -> Result<()> {
    let id = accounts::surviving_principal(work, actor.workspace, id).await?;
    if change_presence(work, desk, actor, id, Presence::Kept).await? {
        note_change(work, desk, actor, id, Presence::Kept).await?;
    }
    Ok(())
}

async fn note_change(work: &mut Work<'_>, desk: &Desk, actor: &Actor, id: PrincipalId, presence: Presence) -> Result<()> {
    let is_removed = presence == Presence::Removed;
    let action = if is_removed { "contact.removed" } else { "contact.restored" };
    let (was, is) = (json!({ "removed": !is_removed }), json!({ "removed": is_removed }));
    audit::record(work, desk, actor, action, format!("contact:{id}"), Some(was), Some(is), None).await
}
