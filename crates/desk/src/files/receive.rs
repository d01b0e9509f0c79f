//! Bytes as they come over HTTP: one file of a form at once, or a part of a resumable upload as it arrives.

use std::sync::LazyLock;

use antiphon_base::{Error, Result};
use bytes::Bytes;
use futures_util::{Stream, StreamExt};
use tokio::sync::Semaphore;

use super::model::FileRow;
use super::upload;
use crate::Desk;
use crate::actor::Actor;
use crate::ids::FileId;

/// Stored as soon as so much of a part has come, so that little is lost when the line is cut.
const PIECE: usize = 1024 * 1024;
/// Forms read at once: each is held in memory until all of it is here.
static FORMS: LazyLock<Semaphore> = LazyLock::new(|| Semaphore::new(16));

/// Takes the one file of a form.
///
/// # Errors
/// `Malformed`, `Invalid` on `file`, and what an upload answers.
pub(super) async fn form<E: std::error::Error + Send + Sync + 'static>(
    desk: &Desk,
    actor: &Actor,
    content_type: &str,
    body: impl Stream<Item = Result<Bytes, E>> + Send + 'static,
) -> Result<FileId> {
    let boundary = multer::parse_boundary(content_type).ok().ok_or_else(|| Error::WrongType {
        why: "Send a form (multipart/form-data) with a field `file`, or a resumable upload (tus 1.0).".into(),
    })?;
    let _turn = FORMS.acquire().await.map_err(Error::internal)?;
    let mut form = multer::Multipart::new(body, boundary);
    let most = desk.config.files.max_bytes;
    let mut field = form.next_field().await.map_err(broken)?.ok_or_else(|| Error::invalid("file", "Give a file."))?;
    if field.name() != Some("file") {
        return Err(Error::invalid(field.name().unwrap_or("form").to_owned(), "A form has one field, `file`."));
    }
    let name = field.file_name().unwrap_or_default().to_owned();
    let (mut pieces, mut size) = (Vec::new(), 0_u64);
    while let Some(piece) = field.chunk().await.map_err(broken)? {
        size += piece.len() as u64;
        if size > most {
            return Err(Error::TooLarge { why: format!("A file may have at most {}.", upload::words(most)).into() });
        }
        pieces.push(piece);
    }
    drop(field);
    if let Some(more) = form.next_field().await.map_err(broken)? {
        return Err(Error::invalid(more.name().unwrap_or("form").to_owned(), "A form has one field, `file`, once."));
    }
    let id = upload::begin(desk, actor, &name, i64::try_from(size).unwrap_or(i64::MAX)).await?;
    let file = upload::find_own(desk, actor, id).await?;
    upload::append(desk, actor, &file, 0, pieces).await?;
    upload::finish(desk, actor, id).await?;
    Ok(id)
}

fn broken(error: multer::Error) -> Error {
    Error::malformed(format!("The form ended or cannot be read: {error}."))
}

/// Takes what comes after `at` bytes. What came before the line was cut is kept.
///
/// # Errors
/// `Conflict` (`wrong_offset`) when that is not where the upload stands, `Malformed` when the line was cut.
pub(super) async fn part<E>(
    desk: &Desk,
    actor: &Actor,
    file: &FileRow,
    at: i64,
    mut body: impl Stream<Item = Result<Bytes, E>> + Unpin,
) -> Result<i64> {
    if at != file.received {
        return Err(upload::wrong_offset());
    }
    let mut at = at;
    let (mut pieces, mut held): (Vec<Bytes>, usize) = (Vec::new(), 0);
    loop {
        let next = body.next().await;
        let is_cut = matches!(next, Some(Err(_)));
        if let Some(Ok(piece)) = &next {
            held += piece.len();
            pieces.push(piece.clone());
        }
        let is_over = !matches!(next, Some(Ok(_)));
        if held > 0 && (held >= PIECE || is_over) {
            at = upload::append(desk, actor, file, at, std::mem::take(&mut pieces)).await?;
            held = 0;
        }
        if is_cut {
            return Err(Error::malformed("The line was cut; ask how much is here (HEAD) and go on from there."));
        }
        if is_over {
            return Ok(at);
        }
    }
}
