//! Merging two contacts: looked at before, done, undone. Who was merged away goes on writing in their own conversations,
//! which are the other's from then on.

use antiphon_base::{Error, Result, Timestamp};
use antiphon_db::{FromRow, Json};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};

use super::sql;
use crate::actor::{Actor, Permission};
use crate::contacts::{self, Contact, Filled, Taken};
use crate::ids::{MergeId, PrincipalId};
use crate::{Desk, audit, conversations};

/// Who is merged into the contact of the address.
#[derive(Debug, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct MergeAsk {
    /// The contact that is merged away.
    pub from: PrincipalId,
}

/// What a merge would do.
#[derive(Serialize, ToSchema)]
pub struct MergePreview {
    /// The contact that stays, as it is now.
    pub into: Contact,
    /// The contact that is merged away, as it is now.
    pub from: Contact,
    /// What the one that stays takes over; all its other values win.
    pub filled: Vec<Filled>,
    /// How many conversations move.
    pub conversations: i64,
}

/// A merge.
#[derive(Clone, Debug, Serialize, ToSchema, FromRow)]
pub struct Merge {
    /// Its id; by it the merge is undone.
    pub id: MergeId,
    /// The contact that stayed.
    pub into_id: PrincipalId,
    /// The contact that was merged away.
    pub from_id: PrincipalId,
    /// Its name.
    pub from_name: String,
    /// Its id in the site's own system, which it keeps.
    pub from_external_id: Option<String>,
    /// How many conversations moved.
    pub moved: i64,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub merged_at: Timestamp,
    /// When it was undone.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub undone_at: Option<Timestamp>,
}

/// What a merge would do.
///
/// # Errors
/// `NotFound`, `Invalid` on `from`, `Conflict` for contacts that cannot be merged.
pub async fn preview_merge(desk: &Desk, actor: &Actor, into: PrincipalId, ask: &MergeAsk) -> Result<MergePreview> {
    desk.read(actor, async |tx| {
        let (stays, goes, filled) = contacts::plan_merge(tx, actor.workspace, into, ask.from).await?;
        let conversations = conversations::count_of_contact(tx, actor.workspace, ask.from).await?;
        Ok(MergePreview { into: stays, from: goes, filled, conversations })
    })
    .await
}

/// Merges one contact into another.
///
/// # Errors
/// As [`preview_merge`].
pub async fn merge_contacts(desk: &Desk, actor: &Actor, into: PrincipalId, ask: &MergeAsk) -> Result<Merge> {
    actor.need(Permission::ContactsWrite)?;
    let (id, ws, now) = (MergeId::new(), actor.workspace, desk.clock.now());
    desk.write(actor, async |work| {
        let taken = contacts::merge_contact(work, actor, into, ask.from).await?;
        let moved = conversations::move_contact(work, actor, ask.from, into).await?;
        sql::insert(work, ws, id, (into, ask.from, actor.principal), &taken, moved, now).await?;
        let (object, is) = (format!("contact:{into}"), json!({ "merged": ask.from, "conversations": moved }));
        audit::record(work, desk, actor, "contact.merged", object, None, Some(is), None).await?;
        sql::find(work, ws, id).await?.map(|(merge, _)| merge).ok_or(Error::NotFound)
    })
    .await
}

/// The merges into a contact, newest first.
///
/// # Errors
/// When storage cannot be read.
pub async fn list_merges(desk: &Desk, actor: &Actor, into: PrincipalId) -> Result<Vec<Merge>> {
    contacts::find_contact(desk, actor, into).await?;
    desk.read(actor, async |tx| sql::list(tx, actor.workspace, into).await).await
}

/// Takes a merge back: both contacts stand by themselves again, each with its own conversations.
///
/// # Errors
/// `NotFound`; `Conflict` when it is undone already, or the two are apart for another reason.
pub async fn undo_merge(desk: &Desk, actor: &Actor, id: MergeId) -> Result<Merge> {
    actor.need(Permission::ContactsWrite)?;
    let (ws, now) = (actor.workspace, desk.clock.now());
    desk.write(actor, async |work| {
        let (merge, Json(taken)): (Merge, Json<Vec<Taken>>) = sql::find(work, ws, id).await?.ok_or(Error::NotFound)?;
        if merge.undone_at.is_some() {
            return Err(Error::conflict("undone", "This merge was undone already."));
        }
        contacts::unmerge_contact(work, actor, (merge.into_id, merge.from_id), &taken).await?;
        let moved = conversations::move_contact_back(work, actor, merge.from_id).await?;
        sql::set_undone(work, ws, id, now).await?;
        let (object, was) = (format!("contact:{}", merge.into_id), json!({ "merged": merge.from_id, "conversations": moved }));
        audit::record(work, desk, actor, "contact.merge_undone", object, Some(was), None, None).await?;
        sql::find(work, ws, id).await?.map(|(merge, _)| merge).ok_or(Error::NotFound)
    })
    .await
}
