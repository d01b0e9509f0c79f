//! Blocks a contact, or lets them write again. A blocked one reads on; whatever they write is refused, by whichever
//! door, and so for everyone who was merged into them.

use antiphon_base::{Error, Result};
use serde_json::json;

use super::model::Contact;
use super::present;
use crate::actor::{Actor, Permission};
use crate::ids::PrincipalId;
use crate::listeners::Event;
use crate::{Desk, Work, accounts, audit};

/// Whether a contact may write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// They may.
    Welcome,
    /// They may not.
    Blocked,
}

impl Standing {
    /// As the API writes it in `blocked`.
    pub(super) fn of(is_blocked: bool) -> Self {
        if is_blocked { Self::Blocked } else { Self::Welcome }
    }
}

/// Sets whether a contact may write; a repeat changes nothing.
///
/// # Errors
/// `NotFound`.
pub async fn set_standing(desk: &Desk, actor: &Actor, id: PrincipalId, standing: Standing) -> Result<Contact> {
    actor.need(Permission::ContactsWrite)?;
    desk.write(actor, async |work| {
        let before = present::find(work, actor.workspace, id).await?.ok_or(Error::NotFound)?;
        if change_standing(work, desk, actor, id, standing).await? {
            let action = if standing == Standing::Blocked { "contact.blocked" } else { "contact.unblocked" };
            let (was, is) = (json!({ "blocked": before.blocked }), json!({ "blocked": !before.blocked }));
            audit::record(work, desk, actor, action, format!("contact:{id}"), Some(was), Some(is), None).await?;
        }
        present::find(work, actor.workspace, id).await?.ok_or(Error::NotFound)
    })
    .await
}

/// The same without a word in the trail; no when it was so before.
pub(super) async fn change_standing(
    work: &mut Work<'_>,
    desk: &Desk,
    actor: &Actor,
    id: PrincipalId,
    standing: Standing,
) -> Result<bool> {
    let at = (standing == Standing::Blocked).then(|| desk.clock.now());
    let mut is_new = false;
    for one in accounts::merged_principals(work, actor.workspace, id).await? {
        is_new |= accounts::block_principal(work, actor.workspace, one, at).await?;
    }
    if is_new {
        work.happened(Event::ContactChanged(id));
    }
    Ok(is_new)
}
