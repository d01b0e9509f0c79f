//! One change to many contacts: to a list of them at once, or to all that a filter finds, as a job that goes on where it
//! was cut off. What a contact had before is kept for a week, so that the change can be undone: at once, or as a job.

use std::collections::BTreeMap;

use antiphon_base::{Error, Result, Timestamp};
use antiphon_db::{FromRow, Json};
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::block_contact::{Standing, change_standing};
use super::change::{self, ContactChange};
use super::list_contacts::{ContactFilter, Seek};
use super::model::Contact;
use super::remove_contact::{Presence, change_presence};
use super::take_back::{Trace, take_back};
use super::{attributes, present, sql};
use crate::actor::{Actor, Permission};
use crate::ids::{CompanyId, EditId, PrincipalId, WorkspaceId};
use crate::jobs::{Job, NewJob};
use crate::{Desk, Work, audit, given};

/// Contacts that are named one by one, and contacts whose change is undone at once.
const NAMED: usize = 500;
/// Contacts changed in one transaction of a job.
const AT_ONCE: i64 = 100;
/// How long an edit can be undone.
const KEPT: TimeDelta = TimeDelta::days(7);

/// Whom to change, and how. Give `ids` or `filter`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewEdit {
    /// These contacts, at most 500.
    #[serde(default)]
    pub ids: Option<Vec<PrincipalId>>,
    /// All contacts that it finds.
    #[serde(default)]
    pub filter: Option<ContactFilter>,
    /// What becomes of each.
    pub change: EditChange,
}

/// What becomes of each; what is left out stays, `null` takes it away.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EditChange {
    /// The organisation they belong to.
    #[serde(default, deserialize_with = "given::given", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<CompanyId>)]
    pub company_id: Option<Option<CompanyId>>,
    /// Values of attributes, by key.
    #[serde(default)]
    #[schema(value_type = Object)]
    pub attributes: BTreeMap<String, Value>,
    /// Whether they are blocked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blocked: Option<bool>,
    /// Whether they are deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub removed: Option<bool>,
}

/// Where an edit stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema, antiphon_db::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum EditState {
    /// On its way, there or back.
    Running,
    /// Carried out.
    Done,
    /// Undone.
    Undone,
    /// Given up; what was changed by then is changed.
    Failed,
}

/// A change to many contacts.
#[derive(Clone, Debug, Serialize, ToSchema, FromRow)]
pub struct Edit {
    /// Its id.
    pub id: EditId,
    /// Where it stands.
    pub state: EditState,
    /// Contacts it was about so far.
    pub matched: i64,
    /// Those of them that were otherwise before.
    pub changed: i64,
    /// When it was asked for.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When it was carried out.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub finished_at: Option<Timestamp>,
}

#[derive(FromRow)]
pub(super) struct EditTask {
    pub(super) state: EditState,
    pub(super) change: Json<EditChange>,
    /// Whom it is about. A running one without is on its way back.
    pub(super) filter: Option<Json<ContactFilter>>,
    pub(super) after_id: Option<PrincipalId>,
    pub(super) matched: i64,
    pub(super) changed: i64,
    pub(super) created_at: Timestamp,
}

/// Changes many contacts: named ones before it answers, those of a filter as a job.
///
/// # Errors
/// `Invalid` on a field; then nothing is changed.
pub async fn edit_contacts(desk: &Desk, actor: &Actor, new: NewEdit) -> Result<Edit> {
    actor.need(Permission::ContactsWrite)?;
    let named = match (&new.ids, &new.filter) {
        (Some(ids), None) if (1..=NAMED).contains(&ids.len()) => Some(ids.clone()),
        (Some(_), None) => return Err(Error::invalid("ids", "Name 1 to 500 contacts, or give a filter.")),
        (None, Some(_)) => None,
        _ => return Err(Error::invalid("ids", "Give either `ids` or a `filter`.")),
    };
    if new.change == EditChange::default() {
        return Err(Error::invalid("change", "Say what is to be changed."));
    }
    let (id, now, ws) = (EditId::new(), desk.clock.now(), actor.workspace);
    desk.write(actor, async |work| {
        check(work, actor, &new).await?;
        sql::forget_edits(work, ws, now - KEPT).await?;
        sql::insert_edit(work, ws, id, actor.principal, &new.change, new.filter.as_ref(), now).await?;
        match &named {
            Some(ids) => {
                let mut traces = Vec::new();
                for (place, contact) in ids.iter().enumerate() {
                    let nobody = || Error::invalid(format!("ids[{place}]"), "There is no contact with this id here.");
                    let outcome = one(work, desk, actor, *contact, &new.change).await;
                    let (was, trace) =
                        outcome.map_err(|error| if matches!(error, Error::NotFound) { nobody() } else { error })?;
                    // Who was deleted is named to be brought back, and for nothing else.
                    let is_away = was.removed_at.is_some() && new.change.removed != Some(false);
                    if was.merged_into.is_some() || is_away {
                        return Err(nobody());
                    }
                    traces.extend(trace);
                }
                sql::insert_step(work, ws, id, 0, &traces).await?;
                let counts = (ids.len() as i64, traces.len() as i64);
                sql::advance_edit(work, ws, id, EditState::Done, ids.last().copied(), counts, Some(now)).await?;
            }
            None => {
                work.owe(job("contacts.edit", ws, id, now)).await?;
            }
        }
        let (object, after) = (format!("contact_edit:{id}"), serde_json::to_value(&new.change).ok());
        audit::record(work, desk, actor, "contacts.edited", object, None, after, None).await?;
        sql::edit(work, ws, id).await?.ok_or(Error::NotFound)
    })
    .await
}

fn job(kind: &'static str, ws: WorkspaceId, id: EditId, now: Timestamp) -> NewJob {
    NewJob {
        workspace: Some(ws),
        kind,
        payload: json!({ "edit": id }),
        unique_key: Some(id.to_string()),
        run_at: now,
        max_attempts: 20,
    }
}

/// How far an edit has come.
///
/// # Errors
/// `NotFound`.
pub async fn find_edit(desk: &Desk, actor: &Actor, id: EditId) -> Result<Edit> {
    desk.read(actor, async |tx| sql::edit(tx, actor.workspace, id).await?.ok_or(Error::NotFound)).await
}

/// Gives contacts back what an edit took, where they still have what it gave: up to 500 before it answers, more as a job.
///
/// # Errors
/// `NotFound`; `Conflict` when it is not done, is undone, is older than a week, or gave values of an attribute that is
/// deleted.
pub async fn undo_edit(desk: &Desk, actor: &Actor, id: EditId) -> Result<Edit> {
    actor.need(Permission::ContactsWrite)?;
    let (now, ws) = (desk.clock.now(), actor.workspace);
    desk.write(actor, async |work| {
        sql::hold_edit(work, ws, id).await?; // of two who undo it at once, the second one finds it undone
        let task = sql::edit_task(work, ws, id).await?.ok_or(Error::NotFound)?;
        let is_kept = task.changed == 0 || sql::first_step(work, ws, id).await?.is_some();
        if task.state != EditState::Done || task.created_at < now - KEPT || !is_kept {
            return Err(Error::conflict(
                "not_undoable",
                "Only what was carried out within the last week can be undone, and once.",
            ));
        }
        check_attributes(work, ws, &task.change.0).await?;
        if task.changed > NAMED as i64 {
            sql::turn_edit_back(work, ws, id).await?;
            work.owe(job("contacts.edit_undo", ws, id, now)).await?;
        } else {
            while undo_step(work, desk, actor, id, &task).await? {}
            sql::end_edit(work, ws, id, EditState::Undone, now).await?;
        }
        audit::record(work, desk, actor, "contacts.edit_undone", format!("contact_edit:{id}"), None, None, None).await?;
        sql::edit(work, ws, id).await?.ok_or(Error::NotFound)
    })
    .await
}

/// The job: page by page, each with how far it has come in one transaction.
pub(super) async fn carry_out(desk: Desk, job: Job) -> Result<()> {
    let ws = job.workspace.ok_or(Error::NotFound)?;
    let id: EditId = serde_json::from_value(job.payload["edit"].clone()).map_err(Error::internal)?;
    let system = Actor::system(ws);
    let mut outcome = Ok(true);
    while matches!(outcome, Ok(true)) {
        outcome = desk.write(&system, async |work| next_page(work, &desk, &system, id).await).await;
    }
    if let Err(Error::Invalid { .. } | Error::Conflict { .. }) = &outcome {
        // Such as an attribute that was taken away meanwhile: another try ends alike.
        desk.write(&system, async |work| sql::end_edit(work, ws, id, EditState::Failed, desk.clock.now()).await).await?;
    }
    outcome.map(drop)
}

/// The job of an undo: step by step, each forgotten in the transaction that undoes it.
pub(super) async fn carry_back(desk: Desk, job: Job) -> Result<()> {
    let ws = job.workspace.ok_or(Error::NotFound)?;
    let id: EditId = serde_json::from_value(job.payload["edit"].clone()).map_err(Error::internal)?;
    let system = Actor::system(ws);
    let mut outcome = Ok(true);
    while matches!(outcome, Ok(true)) {
        outcome = desk.write(&system, async |work| step_back(work, &desk, &system, id).await).await;
    }
    if let Err(Error::Invalid { .. } | Error::Conflict { .. }) = &outcome {
        // What was not undone by then can be tried once more.
        desk.write(&system, async |work| sql::end_edit(work, ws, id, EditState::Done, desk.clock.now()).await).await?;
    }
    outcome.map(drop)
}

/// Whether there is more to undo.
async fn step_back(work: &mut Work<'_>, desk: &Desk, system: &Actor, id: EditId) -> Result<bool> {
    let ws = system.workspace;
    sql::hold_edit(work, ws, id).await?;
    let task = sql::edit_task(work, ws, id).await?.ok_or(Error::NotFound)?;
    let (EditState::Running, None) = (task.state, &task.filter) else { return Ok(false) };
    check_attributes(work, ws, &task.change.0).await?;
    let is_more = undo_step(work, desk, system, id, &task).await?;
    if !is_more {
        sql::end_edit(work, ws, id, EditState::Undone, desk.clock.now()).await?;
    }
    Ok(is_more)
}

/// Values of a deleted attribute are out of reach: undone without them, they would come back with it as the edit left them.
async fn check_attributes(work: &mut Work<'_>, ws: WorkspaceId, change: &EditChange) -> Result<()> {
    let known = sql::attributes(work, ws).await?;
    match change.attributes.keys().find(|key| !known.iter().any(|one| one.key == **key)) {
        None => Ok(()),
        Some(key) => Err(attributes::attribute_removed(key)),
    }
}

/// Undoes what one transaction changed; whether there was such a step left.
async fn undo_step(work: &mut Work<'_>, desk: &Desk, actor: &Actor, id: EditId, task: &EditTask) -> Result<bool> {
    let Some((n, step)) = sql::first_step(work, actor.workspace, id).await? else { return Ok(false) };
    let known = sql::attributes(work, actor.workspace).await?;
    for trace in step {
        take_back(work, desk, actor, &known, task.created_at, trace).await?;
    }
    sql::forget_step(work, actor.workspace, id, n).await?;
    Ok(true)
}

/// Whether there is more to do.
async fn next_page(work: &mut Work<'_>, desk: &Desk, system: &Actor, id: EditId) -> Result<bool> {
    let ws = system.workspace;
    sql::hold_edit(work, ws, id).await?; // whoever comes second waits here, and goes on behind this page
    let task = sql::edit_task(work, ws, id).await?.ok_or(Error::NotFound)?;
    let (EditState::Running, Some(Json(filter))) = (task.state, &task.filter) else { return Ok(false) };
    let rows = match filter.looked_at(work, ws).await? {
        Some(narrowed) => sql::list(work, ws, &narrowed, &Seek::Id(task.after_id), AT_ONCE).await?,
        None => Vec::new(),
    };
    let is_last = (rows.len() as i64) < AT_ONCE;
    let (matched, last) = (rows.len() as i64, rows.last().map(|row| row.id).or(task.after_id));
    let mut traces = Vec::new();
    for row in rows {
        traces.extend(one(work, desk, system, row.id, &task.change.0).await?.1);
    }
    if !traces.is_empty() {
        sql::insert_step(work, ws, id, task.matched, &traces).await?;
    }
    let (state, now) = if is_last { (EditState::Done, Some(desk.clock.now())) } else { (EditState::Running, None) };
    sql::advance_edit(work, ws, id, state, last, (matched, traces.len() as i64), now).await?;
    Ok(!is_last)
}

async fn check(work: &mut Work<'_>, actor: &Actor, new: &NewEdit) -> Result<()> {
    if let Some(filter) = &new.filter {
        filter.looked_at(work, actor.workspace).await.map_err(|error| within(error, "filter"))?;
    }
    let known = sql::attributes(work, actor.workspace).await?;
    attributes::checked(&known, &new.change.attributes).map_err(|error| within(error, "change"))?;
    if let Some(Some(company)) = new.change.company_id
        && !sql::company_exists(work, actor.workspace, company).await?
    {
        return Err(Error::invalid("change.company_id", "There is no such company."));
    }
    Ok(())
}

fn within(error: Error, part: &str) -> Error {
    match error {
        Error::Invalid { field, why } => Error::Invalid { field: format!("{part}.{field}").into(), why },
        other => other,
    }
}

/// Changes one contact; answers it as it was, and what an undo needs: nothing when it was so before.
async fn one(
    work: &mut Work<'_>,
    desk: &Desk,
    actor: &Actor,
    id: PrincipalId,
    change: &EditChange,
) -> Result<(Contact, Option<Trace>)> {
    let whole =
        ContactChange { company_id: change.company_id, attributes: change.attributes.clone(), ..ContactChange::default() };
    let (before, mut after) = change::apply(work, actor, id, &whole.clean()?).await?;
    if let Some(is_blocked) = change.blocked {
        change_standing(work, desk, actor, id, Standing::of(is_blocked)).await?;
    }
    if let Some(is_removed) = change.removed {
        change_presence(work, desk, actor, id, Presence::of(is_removed)).await?;
    }
    if change.blocked.is_some() || change.removed.is_some() {
        after = present::find(work, actor.workspace, id).await?.ok_or(Error::NotFound)?;
    }
    Ok((before.clone(), Trace::of(before, after)))
}
