//! Long work that a command of the operator's carries out itself, in many transactions: its row says how far it is, and
//! moves in each of them. Workers leave it alone. Whoever begins anew finds the row and goes on from there.

use antiphon_base::{Result, Timestamp};
use antiphon_db::Tx;
use chrono::TimeDelta;
use serde_json::Value;

use super::sql;
use crate::ids::{JobId, WorkspaceId};

/// Held for longer than anybody works on it: no worker shall ever take it up.
const FOR_EVER: TimeDelta = TimeDelta::days(365_000);

/// Such work, as its row tells of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// Its row.
    pub id: JobId,
    /// How many steps are done.
    pub steps: i64,
    /// What it is, and whatever a step noted.
    pub payload: Value,
    /// When it was done, if it is.
    pub finished_at: Option<Timestamp>,
}

/// Notes that such work begins.
///
/// # Errors
/// When the row cannot be written.
pub async fn hold(tx: &mut Tx, workspace: WorkspaceId, kind: &'static str, payload: Value, now: Timestamp) -> Result<Held> {
    let id = JobId::new();
    sql::insert_held(tx, workspace, id, kind, payload.clone(), (now, now + FOR_EVER)).await?;
    Ok(Held { id, steps: 0, payload, finished_at: None })
}

/// The newest work of this kind in a workspace, done or not.
///
/// # Errors
/// When it cannot be read.
pub async fn find_held(tx: &mut Tx, workspace: WorkspaceId, kind: &'static str) -> Result<Option<Held>> {
    sql::find_held(tx, workspace, kind).await
}

/// Notes that a step is done; no when somebody else has done it meanwhile, and then this one must not be kept.
///
/// # Errors
/// When the row cannot be written.
pub async fn note_step(tx: &mut Tx, workspace: WorkspaceId, held: &Held, payload: Value) -> Result<bool> {
    sql::note_step(tx, workspace, held.id, held.steps, payload).await
}

/// Notes that it is done.
///
/// # Errors
/// When the row cannot be written.
pub async fn let_go(tx: &mut Tx, workspace: WorkspaceId, held: &Held, now: Timestamp) -> Result<bool> {
    sql::let_go(tx, workspace, held.id, held.steps, now).await
}
