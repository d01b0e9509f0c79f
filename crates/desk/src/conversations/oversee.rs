//! How admins look at every conversation of the workspace, other people's too: through a door of its own, each look in
//! the audit trail. Who takes part in a conversation, or would see it anyway, looks as themselves.

use antiphon_base::{Error, Result, Timestamp};
use antiphon_db::{FromRow, Tx};
use serde_json::Value;

use super::model::{ConversationRow, Kind};
use super::sql::{self, Narrowed};
use crate::accounts::Principal;
use crate::actor::{Actor, Permission};
use crate::ids::{ConversationId, PrincipalId};
use crate::page::PageLimit;
use crate::{Desk, audit};

/// A conversation in the list of all.
#[derive(Clone, Debug, FromRow)]
pub struct Overseen {
    /// Its id; ids grow with time, and the list is in their order.
    pub id: ConversationId,
    /// What it is for.
    pub kind: Kind,
    /// Who began it.
    pub created_by: PrincipalId,
    /// Its title, where it has one.
    pub title: Option<String>,
    /// When it began.
    pub created_at: Timestamp,
    /// When anything of it changed.
    pub updated_at: Timestamp,
    /// When something was last said.
    pub last_activity_at: Timestamp,
    /// When it was put away.
    pub archived_at: Option<Timestamp>,
    /// Who takes part, from the first on.
    #[sqlx(skip)]
    pub people: Vec<Principal>,
}

/// Someone who takes part in a listed conversation.
#[derive(FromRow)]
pub(super) struct PersonOf {
    pub(super) conversation_id: ConversationId,
    pub(super) id: PrincipalId,
    pub(super) name: String,
    pub(super) kind: crate::actor::PrincipalKind,
}

/// What the list of all is narrowed to.
#[derive(Debug, Default)]
pub struct OverseeAsk {
    /// One kind.
    pub kind: Option<Kind>,
    /// With a bot that takes part, or without one.
    pub with_bot: Option<bool>,
    /// One in which this principal takes part; one's own where the actor may not see all.
    pub participant: Option<PrincipalId>,
    /// Put away, or not.
    pub archived: Option<bool>,
    /// Only those that began before this one.
    pub before: Option<ConversationId>,
    /// Rows on the page.
    pub limit: PageLimit,
}

/// Conversations of every kind, the newest first, and whether there are more: all of the workspace for whoever oversees
/// it, one's own for everybody else.
///
/// # Errors
/// `Forbidden` for another's without the right.
pub async fn list_overseen(desk: &Desk, actor: &Actor, ask: OverseeAsk) -> Result<(Vec<Overseen>, bool)> {
    let sees_all = actor.permissions.has(Permission::ConversationsOversee);
    let participant = match ask.participant {
        Some(other) if other != actor.principal && !sees_all => {
            actor.need(Permission::ConversationsOversee)?;
            Some(other)
        }
        None if !sees_all => Some(actor.principal),
        asked => asked,
    };
    let limit = ask.limit;
    let narrowed = Narrowed {
        kind: ask.kind,
        archived: ask.archived,
        with_bot: ask.with_bot,
        participant,
        before: ask.before,
        limit: limit.and_one(),
    };
    desk.read(actor, async |tx| {
        let mut rows = sql::overseen(tx, actor.workspace, &narrowed).await?;
        let has_more = limit.cut(&mut rows);
        add_people(tx, actor, &mut rows).await?;
        Ok((rows, has_more))
    })
    .await
}

/// One conversation as the list shows it.
///
/// # Errors
/// `NotFound` where the actor may not see it.
pub async fn find_overseen(desk: &Desk, actor: &Actor, id: ConversationId) -> Result<Overseen> {
    desk.read(actor, async |tx| {
        let row = sql::find(tx, actor.workspace, actor.principal, id).await?;
        row.filter(|row| row.is_visible_to(actor)).ok_or(Error::NotFound)?;
        let mut found = sql::these_overseen(tx, actor.workspace, &[id]).await?;
        add_people(tx, actor, &mut found).await?;
        found.pop().ok_or(Error::NotFound)
    })
    .await
}

pub(super) async fn add_people(tx: &mut Tx, actor: &Actor, rows: &mut [Overseen]) -> Result<()> {
    if rows.is_empty() {
        return Ok(());
    }
    let ids: Vec<_> = rows.iter().map(|row| row.id.0).collect();
    for person in sql::people_of(tx, actor.workspace, &ids).await? {
        if let Some(row) = rows.iter_mut().find(|row| row.id == person.conversation_id) {
            row.people.push(Principal { id: person.id, name: person.name, kind: person.kind });
        }
    }
    Ok(())
}

/// The actor as they may act on this conversation: as themselves where they would see it anyway, else as whoever
/// oversees the workspace; then the look is in the trail, with what it was for.
///
/// # Errors
/// `NotFound` where they may not see it.
pub async fn oversee(desk: &Desk, actor: &Actor, id: ConversationId, look: &'static str) -> Result<Actor> {
    let find = async |tx: &mut Tx| Ok(sql::find(tx, actor.workspace, actor.principal, id).await?);
    let row: ConversationRow = desk.read(actor, find).await?.ok_or(Error::NotFound)?;
    let is_own = row.is_visible_to(actor);
    if !actor.permissions.has(Permission::ConversationsOversee) {
        return if is_own { Ok(actor.clone()) } else { Err(Error::NotFound) };
    }
    if !is_own {
        desk.write(actor, async |work| {
            audit::record(work, desk, actor, "conversation.looked_at", format!("conversation:{id}"), None, None, Some(look)).await
        })
        .await?;
    }
    Ok(Actor { oversees: true, ..actor.clone() })
}

/// Puts what an overseer changed in the trail; what people change in their own conversations stands in the log alone.
pub(super) async fn note_change(
    tx: &mut Tx,
    desk: &Desk,
    actor: &Actor,
    action: &'static str,
    object: String,
    values: (Option<Value>, Option<Value>),
) -> Result<()> {
    if actor.oversees { audit::record(tx, desk, actor, action, object, values.0, values.1, None).await } else { Ok(()) }
}
