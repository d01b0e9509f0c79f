//! An upload from its announcement to the whole file: parts come in order, each is stored before it is acknowledged,
//! and whoever was cut off goes on where the last one ended. What the whole is, its content decides.

use antiphon_base::{Error, Result, secret};
use antiphon_db::Tx;
use bytes::Bytes;

use super::kind::{self, HEAD_BYTES};
use super::model::FileRow;
use super::sql::Found;
use super::{sql, store, thumbnail};
use crate::actor::{Actor, Permission};
use crate::ids::{FileId, WorkspaceId};
use crate::{Desk, accounts};

/// Announces a file of `size` bytes.
///
/// # Errors
/// `Invalid` on `name` or `size`, `TooLarge` beyond `files.max_bytes` or the workspace's quota.
pub(super) async fn begin(desk: &Desk, actor: &Actor, name: &str, size: i64) -> Result<FileId> {
    actor.need(Permission::ConversationsWrite)?;
    let name = kind::safe_name(name)?;
    if size < 1 {
        return Err(Error::invalid("size", "A file has at least one byte."));
    }
    let most = desk.config.files.max_bytes;
    if size.unsigned_abs() > most {
        return Err(Error::TooLarge {
            why: format!("A file may have at most {}; this one has {}.", words(most), words(size.unsigned_abs())).into(),
        });
    }
    let (id, now) = (FileId::new(), desk.clock.now());
    desk.write(actor, async |work| {
        check_room(desk, work, actor.workspace, size).await?;
        sql::insert(work, actor.workspace, id, &name, size, actor.principal, now).await
    })
    .await?;
    Ok(id)
}

/// Whether the workspace has room for so many bytes more.
///
/// # Errors
/// `TooLarge`.
pub(super) async fn check_room(desk: &Desk, tx: &mut Tx, workspace: WorkspaceId, size: i64) -> Result<()> {
    let Some(quota) = quota_of(desk, tx, workspace).await? else { return Ok(()) };
    if (sql::taken(tx, workspace).await? + size).unsigned_abs() > quota {
        return Err(Error::TooLarge { why: "The workspace has no more room for files; ask its admin.".into() });
    }
    Ok(())
}

/// What the workspace's files may take: by its own setting or the server's, whichever is less.
pub(super) async fn quota_of(desk: &Desk, tx: &mut Tx, workspace: WorkspaceId) -> Result<Option<u64>> {
    let server = Some(desk.config.files.quota_bytes).filter(|quota| *quota > 0);
    let own = accounts::file_quota_of(tx, workspace).await?.map(i64::unsigned_abs);
    Ok(server.into_iter().chain(own).min())
}

/// A number of bytes as people say it.
pub(super) fn words(bytes: u64) -> String {
    const MEGABYTE: u64 = 1024 * 1024;
    // To the tenth above, so that what is too large never reads as large as what may be.
    match (bytes * 10).div_ceil(MEGABYTE) {
        _ if bytes < MEGABYTE => format!("{bytes} bytes"),
        tenths if tenths.is_multiple_of(10) => format!("{} MB", tenths / 10),
        tenths => format!("{}.{} MB", tenths / 10, tenths % 10),
    }
}

/// A file of the actor's own, as far as it has come.
///
/// # Errors
/// `NotFound` for everybody else.
pub(super) async fn find_own(desk: &Desk, actor: &Actor, id: FileId) -> Result<FileRow> {
    let row = desk.read(actor, async |tx| sql::find(tx, actor.workspace, id).await).await?;
    row.filter(|row| row.uploaded_by == actor.principal).ok_or(Error::NotFound)
}

/// Stores what comes after `at` bytes. Returns how many bytes are here.
///
/// # Errors
/// `Conflict` (`wrong_offset`) when another part came first, `TooLarge` beyond the announced size.
pub(super) async fn append(desk: &Desk, actor: &Actor, file: &FileRow, at: i64, bytes: Vec<Bytes>) -> Result<i64> {
    let length = bytes.iter().map(|piece| piece.len() as i64).sum::<i64>();
    let to = at + length;
    if to > file.size {
        return Err(Error::TooLarge { why: format!("The file was announced with {} bytes.", file.size).into() });
    }
    // Under a name of its own: of two parts that come at once for one place, the one that counts is not touched.
    let part = FileId::new();
    desk.files.put(&store::part(actor.workspace, file.id, part), bytes).await?;
    let now = desk.clock.now();
    let is_next = desk.write(actor, async |work| sql::advance(work, actor.workspace, file.id, part, at, to, now).await).await?;
    if is_next { Ok(to) } else { Err(wrong_offset()) }
}

pub(super) fn wrong_offset() -> Error {
    Error::conflict("wrong_offset", "Another part has come meanwhile; ask how much is here (HEAD) and go on from there.")
}

/// Puts the parts together once all are here, and finds out what they are. A file that may not stand is given up.
///
/// # Errors
/// `WrongType` by its content.
pub(super) async fn finish(desk: &Desk, actor: &Actor, id: FileId) -> Result<FileRow> {
    let file = find_own(desk, actor, id).await?;
    if file.is_ready() || file.received < file.size {
        return Ok(file);
    }
    let ws = actor.workspace;
    let mut whole = Vec::with_capacity(usize::try_from(file.size).unwrap_or_default());
    for part in file.parts.split_whitespace() {
        let part = part.parse().map_err(Error::internal)?;
        whole.extend_from_slice(&desk.files.get(&store::part(ws, id, part)).await?);
    }
    let whole = Bytes::from(whole);
    let mime = match kind::decide(&file.name, &whole[..whole.len().min(HEAD_BYTES)]) {
        Ok(mime) => mime,
        Err(refusal) => {
            let now = desk.clock.now();
            desk.write(actor, async |work| sql::give_up(work, ws, id, now).await).await?;
            return Err(refusal);
        }
    };
    let sha256 = secret::sha256_hex(&whole);
    let picture = thumbnail::look(mime, whole.clone()).await;
    desk.files.put(&store::whole(ws, id), vec![whole]).await?;
    let small = picture.as_ref().and_then(|picture| picture.small.clone());
    let has_thumbnail = small.is_some();
    if let Some(small) = small {
        desk.files.put(&store::thumbnail(ws, id), vec![small]).await?;
    }
    let pixels = picture.map(|picture| (picture.width, picture.height));
    let found = Found { mime, sha256: &sha256, pixels, has_thumbnail, now: desk.clock.now() };
    desk.write(actor, async |work| sql::finish(work, ws, id, &found).await).await?;
    desk.files.delete_under(&store::parts(ws, id)).await?;
    metrics::counter!("files_received_total").increment(1);
    find_own(desk, actor, id).await
}

/// Takes back an own file that is shown nowhere.
///
/// # Errors
/// `NotFound`; `Conflict` (`attached`) once it is shown.
pub(super) async fn cancel(desk: &Desk, actor: &Actor, id: FileId) -> Result<()> {
    find_own(desk, actor, id).await?;
    let now = desk.clock.now();
    desk.write(actor, async |work| {
        if sql::take_back(work, actor.workspace, id, now).await? {
            return Ok(());
        }
        // Shown, or taken back by another call, perhaps just now.
        sql::find(work, actor.workspace, id).await?.ok_or(Error::NotFound)?;
        Err(Error::conflict("attached", "The file was sent already; delete the message instead."))
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn sizes_are_said_in_megabytes_and_never_too_small() {
        let most = 10 * 1024 * 1024;
        for (bytes, said) in [(900, "900 bytes"), (most, "10 MB"), (most + 1, "10.1 MB"), (most * 12 / 10, "12 MB")] {
            assert_eq!(words(bytes), said);
        }
    }
}
