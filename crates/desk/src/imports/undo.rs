//! An import taken back: piece by piece from its end, each forgotten in the transaction that undoes it. A contact that stands
//! in several lines thus gets back what it had before the first.

use antiphon_base::{Error, Result};
use serde_json::json;

use super::import::{Import, ImportUndo, found};
use super::sql;
use crate::actor::{Actor, Permission};
use crate::ids::{ImportId, WorkspaceId};
use crate::jobs::{Job, NewJob};
use crate::{Desk, Work, audit, contacts};

/// Begins to take an import back: contacts that it made are deleted, those it changed get back what they had, each field
/// where nobody changed it since. Companies that it made stay.
///
/// # Errors
/// `NotFound`; `Conflict` while it runs, when it is undone already, when it changed nobody, or gave values of an attribute
/// that is deleted.
pub async fn undo_import(desk: &Desk, actor: &Actor, id: ImportId) -> Result<Import> {
    actor.need(Permission::ContactsManage)?;
    let ws = actor.workspace;
    desk.write(actor, async |work| {
        check_attributes(work, ws, id).await?;
        if !sql::begin_undo(work, ws, id).await? || sql::last_traces(work, ws, id).await?.is_none() {
            return Err(Error::conflict(
                "not_undoable",
                "Only an import that is over and changed somebody can be undone, and once.",
            ));
        }
        let job = NewJob {
            workspace: Some(ws),
            kind: "contacts.import_undo",
            payload: json!({ "import": id }),
            unique_key: Some(id.to_string()),
            run_at: desk.clock.now(),
            max_attempts: 50,
        };
        work.owe(job).await?;
        audit::record(work, desk, actor, "contacts.import_undone", format!("contact_import:{id}"), None, None, None).await?;
        found(work, ws, id).await.map(Import::from)
    })
    .await
}

/// The job.
pub(super) async fn carry_out(desk: Desk, job: Job) -> Result<()> {
    let ws = job.workspace.ok_or(Error::NotFound)?;
    let id: ImportId = serde_json::from_value(job.payload["import"].clone()).map_err(Error::internal)?;
    let system = Actor::system(ws);
    let mut outcome = Ok(true);
    while matches!(outcome, Ok(true)) {
        outcome = desk.write(&system, async |work| undo_piece(work, &desk, &system, id).await).await;
        tokio::task::yield_now().await; // others write in between
    }
    if let Err(Error::Invalid { .. } | Error::Conflict { .. }) = &outcome {
        // What was not undone by then can be tried once more.
        desk.write(&system, async |work| sql::set_undo(work, ws, id, None).await).await?;
    }
    outcome.map(drop)
}

/// Values of a deleted attribute are out of reach: undone without them, they would come back with it as the import left them.
async fn check_attributes(work: &mut Work<'_>, ws: WorkspaceId, id: ImportId) -> Result<()> {
    let import = found(work, ws, id).await?;
    let known = contacts::known_attributes(work, ws).await?;
    let columns = import.plan.iter().flat_map(|plan| &plan.0.columns).flatten();
    let mut given = columns.filter_map(|column| column.strip_prefix("attribute:"));
    match given.find(|key| !known.iter().any(|one| one.key == **key)) {
        None => Ok(()),
        Some(key) => Err(contacts::attribute_removed(key)),
    }
}

/// Whether there may be more to undo.
async fn undo_piece(work: &mut Work<'_>, desk: &Desk, system: &Actor, id: ImportId) -> Result<bool> {
    let ws = system.workspace;
    // Whoever comes second waits here, and finds the next one.
    if !sql::hold_undo(work, ws, id).await? {
        return Ok(false);
    }
    check_attributes(work, ws, id).await?;
    let since = found(work, ws, id).await?.created_at;
    let Some((n, traces)) = sql::last_traces(work, ws, id).await? else {
        sql::set_undo(work, ws, id, Some(ImportUndo::Done)).await?;
        return Ok(false);
    };
    let known = contacts::known_attributes(work, ws).await?;
    for trace in traces.into_iter().rev() {
        contacts::take_back(work, desk, system, &known, since, trace).await?;
    }
    sql::delete_piece(work, ws, id, n).await?;
    Ok(true)
}
