//! An import as whoever sent it sees it: looked at, begun, followed, given up.

use antiphon_base::{Error, Result, Timestamp};
use antiphon_db::{FromRow, Json, Tx};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use super::plan::{Plan, guess};
use super::sql;
use crate::actor::{Actor, Permission};
use crate::contacts::{self, Fault};
use crate::ids::{ImportId, WorkspaceId};
use crate::jobs::NewJob;
use crate::{Desk, audit};

/// Lines of a preview.
const SHOWN: usize = 20;

/// Where an import stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema, antiphon_db::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum ImportState {
    /// It is coming in.
    Receiving,
    /// It is here and waits to be begun.
    Ready,
    /// It is on its way.
    Running,
    /// It is carried out.
    Done,
    /// It was given up; what was taken in by then stays, until it is undone.
    Cancelled,
}

/// Where the undoing of an import stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema, antiphon_db::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum ImportUndo {
    /// On its way.
    Running,
    /// Contacts are as they were before, as far as nobody changed them since.
    Done,
}

/// A table of contacts that was sent in.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Import {
    /// Its id.
    pub id: ImportId,
    /// Where it stands.
    pub state: ImportState,
    /// The file's name.
    pub name: String,
    /// The headings of its columns.
    pub headings: Vec<String>,
    /// How many lines it has.
    pub lines: i64,
    /// How many of them are carried out.
    pub done: i64,
    /// Contacts made.
    pub created: i64,
    /// Contacts changed, or found as the line says.
    pub updated: i64,
    /// Lines left out as was asked for.
    pub skipped: i64,
    /// Lines not taken in; `GET …/faults` says why.
    pub failed: i64,
    /// Whether it is being undone, or was.
    pub undo: Option<ImportUndo>,
    /// When it came.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When it was carried out or given up.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub finished_at: Option<Timestamp>,
}

#[derive(Clone, Debug, FromRow)]
pub(super) struct ImportRow {
    pub(super) id: ImportId,
    pub(super) state: ImportState,
    pub(super) name: String,
    pub(super) headings: Json<Vec<String>>,
    pub(super) plan: Option<Json<Plan>>,
    pub(super) lines: i64,
    pub(super) pieces: i64,
    pub(super) next_piece: i64,
    pub(super) created: i64,
    pub(super) updated: i64,
    pub(super) skipped: i64,
    pub(super) failed: i64,
    pub(super) undo: Option<ImportUndo>,
    pub(super) created_at: Timestamp,
    pub(super) finished_at: Option<Timestamp>,
}

impl From<ImportRow> for Import {
    fn from(row: ImportRow) -> Self {
        Self {
            id: row.id,
            state: row.state,
            name: row.name,
            headings: row.headings.0,
            lines: row.lines,
            done: row.created + row.updated + row.skipped + row.failed,
            created: row.created,
            updated: row.updated,
            skipped: row.skipped,
            failed: row.failed,
            undo: row.undo,
            created_at: row.created_at,
            finished_at: row.finished_at,
        }
    }
}

/// What an import would do with its first lines.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportPreview {
    /// The import.
    pub import: Import,
    /// How it would be carried out: guessed from the headings, or as was asked.
    pub plan: Plan,
    /// The first lines, with what is wrong with each.
    pub rows: Vec<PreviewRow>,
}

/// A line of a preview.
#[derive(Debug, Serialize, ToSchema)]
pub struct PreviewRow {
    /// Its number in the file.
    pub line: u64,
    /// Its cells.
    pub cells: Vec<String>,
    /// Why it would not be taken in.
    pub faults: Vec<Fault>,
}

/// The newest imports.
///
/// # Errors
/// When storage cannot be read.
pub async fn list_imports(desk: &Desk, actor: &Actor) -> Result<Vec<Import>> {
    let rows = desk.read(actor, async |tx| sql::list(tx, actor.workspace).await).await?;
    Ok(rows.into_iter().map(Import::from).collect())
}

/// How far an import has come.
///
/// # Errors
/// `NotFound`.
pub async fn find_import(desk: &Desk, actor: &Actor, id: ImportId) -> Result<Import> {
    desk.read(actor, async |tx| found(tx, actor.workspace, id).await.map(Import::from)).await
}

/// What an import would do, by the plan that is given or guessed.
///
/// # Errors
/// `NotFound`, `Invalid` on the plan, `Conflict` once it was begun.
pub async fn preview_import(desk: &Desk, actor: &Actor, id: ImportId, plan: Option<Plan>) -> Result<ImportPreview> {
    desk.read(actor, async |tx| {
        let row = waiting(tx, actor.workspace, id).await?;
        let known = contacts::known_attributes(tx, actor.workspace).await?;
        let plan = match plan {
            Some(plan) => {
                plan.check(&row.headings.0, &known)?;
                plan
            }
            None => guess(&row.headings.0, &known),
        };
        let lines = sql::piece(tx, actor.workspace, id, 0).await?.unwrap_or_default();
        let rows = lines.into_iter().take(SHOWN).map(|line| {
            let faults = match plan.read(&line) {
                Ok(read) => read.faults(&known),
                Err(fault) => vec![fault],
            };
            PreviewRow { line: line.number, cells: line.cells, faults }
        });
        Ok(ImportPreview { rows: rows.collect(), import: row.into(), plan })
    })
    .await
}

/// Begins to carry an import out.
///
/// # Errors
/// As [`preview_import`].
pub async fn start_import(desk: &Desk, actor: &Actor, id: ImportId, plan: Plan) -> Result<Import> {
    actor.need(Permission::ContactsManage)?;
    let ws = actor.workspace;
    desk.write(actor, async |work| {
        let row = waiting(work, ws, id).await?;
        let known = contacts::known_attributes(work, ws).await?;
        plan.check(&row.headings.0, &known)?;
        if !sql::begin(work, ws, id, &plan).await? {
            return Err(begun());
        }
        let job = NewJob {
            workspace: Some(ws),
            kind: "contacts.import",
            payload: json!({ "import": id }),
            unique_key: Some(id.to_string()),
            run_at: desk.clock.now(),
            max_attempts: 50,
        };
        work.owe(job).await?;
        let (object, after) = (format!("contact_import:{id}"), json!({ "lines": row.lines, "plan": plan }));
        audit::record(work, desk, actor, "contacts.import_started", object, None, Some(after), None).await?;
        found(work, ws, id).await.map(Import::from)
    })
    .await
}

/// Gives an import up. Contacts that it made or changed by then stay so, until it is undone.
///
/// # Errors
/// `NotFound`; `Conflict` once it is done.
pub async fn cancel_import(desk: &Desk, actor: &Actor, id: ImportId) -> Result<()> {
    actor.need(Permission::ContactsManage)?;
    let ws = actor.workspace;
    desk.write(actor, async |work| {
        let row = found(work, ws, id).await?;
        if matches!(row.state, ImportState::Done | ImportState::Cancelled) {
            return Err(Error::conflict("over", "This import is over already."));
        }
        sql::end(work, ws, id, ImportState::Cancelled, desk.clock.now()).await?;
        sql::delete_waiting(work, ws, id).await?;
        audit::record(work, desk, actor, "contacts.import_cancelled", format!("contact_import:{id}"), None, None, None).await
    })
    .await
}

/// What was wrong with the lines that were not taken in, as a table.
///
/// # Errors
/// `NotFound`.
pub async fn list_faults(desk: &Desk, actor: &Actor, id: ImportId) -> Result<Vec<u8>> {
    let faults = desk
        .read(actor, async |tx| {
            found(tx, actor.workspace, id).await?;
            sql::faults(tx, actor.workspace, id).await
        })
        .await?;
    let headings = ["line", "field", "problem"].map(str::to_owned).to_vec();
    let rows = faults.into_iter().map(|(line, field, why)| vec![line.to_string(), field, why]);
    contacts::lines(std::iter::once(headings).chain(rows))
}

pub(super) async fn found(tx: &mut Tx, ws: WorkspaceId, id: ImportId) -> Result<ImportRow> {
    sql::find(tx, ws, id).await?.ok_or(Error::NotFound)
}

async fn waiting(tx: &mut Tx, ws: WorkspaceId, id: ImportId) -> Result<ImportRow> {
    let row = found(tx, ws, id).await?;
    if row.state == ImportState::Ready { Ok(row) } else { Err(begun()) }
}

fn begun() -> Error {
    Error::conflict("begun", "This import was begun or given up already; send the table in again.")
}
