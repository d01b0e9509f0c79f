//! A table as it comes in over HTTP: read on the way and staged in pieces. One that is refused leaves nothing behind.

use std::sync::LazyLock;

use antiphon_base::{Error, Result};
use bytes::Bytes;
use futures_util::{Stream, StreamExt};
use tokio::sync::{Semaphore, mpsc};

use super::import::{ImportPreview, ImportState, preview_import};
use super::sql;
use super::table::{self, Part};
use crate::actor::{Actor, Permission};
use crate::ids::ImportId;
use crate::{Desk, audit, text};

/// Tables that come in at once on this node; further ones wait.
static TURNS: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(4));
/// Tables of one workspace that wait to be begun.
const WAITING: i64 = 20;
/// Pieces on their way between the line, the reader and storage; when they are full, the sender waits.
const ON_THEIR_WAY: usize = 4;

/// Takes a table in; answers what it would do.
///
/// # Errors
/// `Invalid` on `file`, `TooLarge`, `WrongType`, `Conflict` when too many wait.
pub async fn receive<E: std::error::Error + Send + Sync + 'static>(
    desk: &Desk,
    actor: &Actor,
    name: Option<&str>,
    content_type: &str,
    body: impl Stream<Item = Result<Bytes, E>> + Send + Unpin + 'static,
) -> Result<ImportPreview> {
    actor.need(Permission::ContactsManage)?;
    let name = text::line_optional("name", name)?.unwrap_or_else(|| "contacts.csv".to_owned());
    if content_type.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("text/csv")) {
        return stage(desk, actor, &name, body.map(|piece| piece.map_err(|_| broken()))).await;
    }
    let boundary = multer::parse_boundary(content_type).map_err(|_| Error::WrongType {
        why: "Send the table as text/csv, or as a form (multipart/form-data) with one field `file`.".into(),
    })?;
    let mut form = multer::Multipart::new(body, boundary);
    let field = form.next_field().await.map_err(|_| broken())?.ok_or_else(|| Error::invalid("file", "Give a file."))?;
    if field.name() != Some("file") {
        return Err(Error::invalid(field.name().unwrap_or("form").to_owned(), "A form has one field, `file`."));
    }
    let name = text::line_optional("file", field.file_name())?.unwrap_or(name);
    stage(desk, actor, &name, Box::pin(field.map(|piece| piece.map_err(|_| broken())))).await
}

fn broken() -> Error {
    Error::malformed("The table ended before it was complete; send it again.")
}

async fn stage(
    desk: &Desk,
    actor: &Actor,
    name: &str,
    body: impl Stream<Item = Result<Bytes>> + Send + Unpin,
) -> Result<ImportPreview> {
    let _turn = TURNS.acquire().await.map_err(Error::internal)?;
    let (id, ws, now) = (ImportId::new(), actor.workspace, desk.clock.now());
    desk.write(actor, async |work| {
        if sql::count_waiting(work, ws).await? >= WAITING {
            return Err(Error::conflict("too_many", "Twenty imports wait already; begin or cancel one first."));
        }
        sql::insert(work, ws, id, name, actor.principal, now).await
    })
    .await?;
    let staged = stage_pieces(desk, actor, id, body).await;
    if let Err(refusal) = staged {
        desk.write(actor, async |work| sql::delete(work, ws, id).await).await?;
        return Err(refusal);
    }
    preview_import(desk, actor, id, None).await
}

async fn stage_pieces(
    desk: &Desk,
    actor: &Actor,
    id: ImportId,
    mut body: impl Stream<Item = Result<Bytes>> + Send + Unpin,
) -> Result<()> {
    let ws = actor.workspace;
    let limits = (desk.config.imports.max_bytes, desk.config.imports.max_lines);
    let (bytes, from_body) = mpsc::channel(ON_THEIR_WAY);
    let (to_storage, mut parts) = mpsc::channel(ON_THEIR_WAY);
    let reader = tokio::task::spawn_blocking(move || table::read(from_body, &to_storage, limits));
    let feed = async {
        // A reader that listens no more has its reason, which it tells below.
        while let Some(piece) = body.next().await {
            if bytes.send(piece?).await.is_err() {
                break;
            }
        }
        drop(bytes);
        Ok::<_, Error>(())
    };
    let store = async {
        let (mut headings, mut lines, mut pieces) = (Vec::new(), 0_i64, 0_i64);
        while let Some(part) = parts.recv().await {
            match part {
                Part::Headings(named) => headings = named,
                Part::Lines(more) => {
                    desk.write(actor, async |work| sql::insert_piece(work, ws, id, pieces, &more).await).await?;
                    lines += more.len() as i64;
                    pieces += 1;
                }
            }
        }
        Ok::<_, Error>((headings, lines, pieces))
    };
    let (fed, (headings, lines, pieces)) = tokio::try_join!(async { Ok(feed.await) }, store)?;
    // Why the reader stopped says more than that the line ended.
    let read = reader.await.map_err(Error::internal)?;
    fed?;
    read?;
    desk.write(actor, async |work| {
        sql::set_ready(work, ws, id, &headings, lines, pieces).await?;
        let after = serde_json::json!({ "lines": lines, "state": ImportState::Ready });
        audit::record(work, desk, actor, "contacts.import_received", format!("contact_import:{id}"), None, Some(after), None)
            .await
    })
    .await
}
