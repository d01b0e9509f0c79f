//! The job that carries an import out: a piece of it per transaction, together with how far it has come. Whoever goes on
//! after a crash begins with the piece that was not committed.

use std::time::Duration;

use antiphon_base::{Error, Result};
use chrono::TimeDelta;

use super::import::{ImportState, found};
use super::sql::{self, Came};
use super::undo;
use crate::actor::Actor;
use crate::contacts::{self, TakenIn};
use crate::ids::ImportId;
use crate::jobs::{Handlers, Job};
use crate::{Desk, Work, audit};

/// Faults that are kept of one import; further ones are counted only.
const FAULTS: i64 = 10_000;
/// How long a table waits to be begun, and how long what came of one can be looked up and undone.
const PATIENCE: TimeDelta = TimeDelta::days(2);
const KEPT: TimeDelta = TimeDelta::days(30);

/// What this slice carries out.
pub fn jobs() -> Handlers {
    Handlers::default().on("contacts.import", carry_out).on("contacts.import_undo", undo::carry_out).every(
        "contacts.clean_imports",
        Duration::from_secs(24 * 3_600),
        clean,
    )
}

async fn carry_out(desk: Desk, job: Job) -> Result<()> {
    let ws = job.workspace.ok_or(Error::NotFound)?;
    let id: ImportId = serde_json::from_value(job.payload["import"].clone()).map_err(Error::internal)?;
    let system = Actor::system(ws);
    while desk.write(&system, async |work| next_piece(work, &desk, &system, id).await).await? {
        tokio::task::yield_now().await; // others write in between
    }
    Ok(())
}

/// Carries the next piece out; whether there may be another.
async fn next_piece(work: &mut Work<'_>, desk: &Desk, system: &Actor, id: ImportId) -> Result<bool> {
    let ws = system.workspace;
    // Taken first: whoever comes second waits here, and finds the next one.
    if !sql::take_piece(work, ws, id).await? {
        return Ok(false);
    }
    let row = found(work, ws, id).await?;
    let n = row.next_piece - 1;
    let plan = row.plan.ok_or_else(|| Error::internal("an import runs without a plan"))?.0;
    let known = contacts::known_attributes(work, ws).await?;
    let (mut came, mut traces) = (Came::default(), Vec::new());
    let mut noted = row.failed;
    for line in sql::piece(work, ws, id, n).await?.unwrap_or_default() {
        let outcome = match plan.read(&line) {
            Ok(read) => {
                let how = (plan.match_by, plan.existing, plan.missing);
                contacts::take_in(work, desk, system, &known, &read, how).await
            }
            Err(fault) => Err(Error::invalid(fault.field, fault.why)),
        };
        match outcome {
            Ok(TakenIn::Created(trace)) => {
                came.created += 1;
                traces.push(trace);
            }
            Ok(TakenIn::Updated(trace)) => {
                came.updated += 1;
                traces.extend(trace);
            }
            Ok(TakenIn::Skipped) => came.skipped += 1,
            Err(Error::Invalid { field, why }) => {
                came.failed += 1;
                noted += 1;
                if noted <= FAULTS {
                    sql::insert_fault(work, ws, id, line.number, &field, &why).await?;
                }
            }
            Err(error) => return Err(error),
        }
    }
    match traces.as_slice() {
        [] => sql::delete_piece(work, ws, id, n).await?,
        traces => sql::keep_traces(work, ws, id, n, traces).await?,
    }
    sql::count(work, ws, id, &came).await?;
    let is_last = row.next_piece >= row.pieces;
    if is_last {
        sql::end(work, ws, id, ImportState::Done, desk.clock.now()).await?;
        audit::record(work, desk, system, "contacts.imported", format!("contact_import:{id}"), None, None, None).await?;
    }
    Ok(!is_last)
}

/// Takes away tables that nobody began, and what is known of old ones.
async fn clean(desk: Desk) -> Result<()> {
    let now = desk.clock.now();
    let old = desk.db.system_read(async |tx| sql::list_old(tx, now - PATIENCE, now - KEPT).await).await?;
    for (ws, id) in old {
        desk.write(&Actor::system(ws), async |work| sql::delete(work, ws, id).await).await?;
    }
    Ok(())
}
