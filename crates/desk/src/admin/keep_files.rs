//! All files of the workspace, whoever sent them: seen, fetched, renamed, taken away and given back by an admin and in the
//! trail. Joins a file with whatever shows it, which do not know each other.

use antiphon_base::{Error, Result, Timestamp};
use antiphon_db::Tx;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::{IntoParams, ToSchema};

use crate::accounts::{self, Principal};
use crate::actor::{Actor, Permission};
use crate::contacts;
use crate::conversations::{self, FilePlace, Kind};
use crate::files::{self, FileAddress, FileKind, FileState, FilesAsk, KeptFile, Order};
use crate::ids::{ConversationId, FileId, MessageId, PrincipalId};
use crate::page::{PageLimit, wrong_cursor};
use crate::{Desk, Work, audit, text};

/// What the list of all files is narrowed to.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AllFiles {
    /// Only those that stand so; left out, all but what was taken away.
    #[param(inline)]
    state: Option<FileState>,
    /// Only of this kind.
    #[param(inline)]
    kind: Option<FileKind>,
    /// Only what this one sent.
    from: Option<PrincipalId>,
    /// Only of at least so many bytes.
    #[param(minimum = 1)]
    min_size: Option<i64>,
    /// A part of the name.
    q: Option<String>,
    /// What comes first.
    #[serde(default)]
    #[param(inline)]
    order: Order,
    /// 1 to 100, 50 when left out.
    #[serde(default)]
    #[param(value_type = Option<i64>, minimum = 1, maximum = 100)]
    limit: PageLimit,
    /// Where the last page ended.
    cursor: Option<String>,
}

/// A page of files.
#[derive(Serialize, ToSchema)]
pub struct FilePage {
    /// In the order that was asked for.
    files: Vec<WorkspaceFile>,
    /// Where the next page begins; nothing on the last one.
    next_cursor: Option<String>,
}

/// A file of the workspace.
#[derive(Serialize, ToSchema)]
pub struct WorkspaceFile {
    /// Its id; ids grow with time.
    id: FileId,
    /// Its name.
    name: String,
    /// Its type, by its content; empty until all of it is here.
    mime: String,
    /// What it is looked for among.
    kind: FileKind,
    /// In bytes.
    size: i64,
    /// Bytes that are here.
    received: i64,
    /// Who sent it.
    sender: Principal,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    /// Where it stands.
    state: FileState,
    /// When an admin took it away.
    #[schema(value_type = Option<String>, format = DateTime)]
    removed_at: Option<Timestamp>,
    /// Until when it can be given back, where it was taken away.
    #[schema(value_type = Option<String>, format = DateTime)]
    kept_until: Option<Timestamp>,
    /// The message that it came with.
    place: Option<ShownIn>,
    /// Whose picture it is.
    pictured: Option<Principal>,
}

/// The message that a file came with.
#[derive(Serialize, ToSchema)]
pub struct ShownIn {
    /// The conversation.
    conversation_id: ConversationId,
    /// What that is for.
    conversation_kind: Kind,
    /// Its title, where it has one.
    conversation_title: Option<String>,
    /// Its customer's name, where it has one.
    contact_name: Option<String>,
    /// The message.
    message_id: MessageId,
    /// Its place.
    seq: i64,
}

/// How much room the workspace's files take.
#[derive(Serialize, ToSchema)]
pub struct RoomForFiles {
    /// Files, without those that were taken away.
    files: i64,
    /// Their bytes.
    bytes: i64,
    /// Bytes of those that were taken away and can be given back; they do not count.
    removed_bytes: i64,
    /// What all files may take: by the workspace's setting or the server's (`files.quota_bytes`), whichever is less.
    quota_bytes: Option<u64>,
    /// The largest that may come in (`files.max_bytes`).
    max_bytes: u64,
}

/// Another name of a file.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FileName {
    /// 1 to 200 characters, with the ending that it has.
    name: String,
}

/// All files of the workspace.
///
/// # Errors
/// `Invalid` on a field; `Forbidden` without the right.
pub async fn list_all_files(desk: &Desk, actor: &Actor, ask: AllFiles) -> Result<FilePage> {
    actor.need(Permission::FilesManage)?;
    let wanted = FilesAsk {
        state: ask.state,
        kind: ask.kind,
        sender: ask.from,
        min_size: ask.min_size.map(checked_size).transpose()?,
        pattern: text::contained("q", ask.q.as_deref())?,
        order: ask.order,
        after: ask.cursor.as_deref().map(parse_cursor).transpose()?,
    };
    desk.read(actor, async |tx| {
        let (rows, has_more) = files::list_files(tx, actor.workspace, &wanted, ask.limit).await?;
        let next_cursor = rows.last().filter(|_| has_more).map(|last| format!("{}.{}", last.size, last.id));
        Ok(FilePage { files: shown(tx, actor, rows).await?, next_cursor })
    })
    .await
}

fn checked_size(bytes: i64) -> Result<i64> {
    if bytes < 1 { Err(Error::invalid("min_size", "Give at least 1 byte, or leave it out.")) } else { Ok(bytes) }
}

/// How much room the workspace's files take.
///
/// # Errors
/// `Forbidden` without the right.
pub async fn room_for_files(desk: &Desk, actor: &Actor) -> Result<RoomForFiles> {
    actor.need(Permission::FilesManage)?;
    let (room, quota_bytes) = desk.read(actor, async |tx| files::room_of(desk, tx, actor.workspace).await).await?;
    Ok(RoomForFiles {
        files: room.files,
        bytes: room.bytes,
        removed_bytes: room.removed_bytes,
        quota_bytes,
        max_bytes: desk.config.files.max_bytes,
    })
}

/// Where to fetch a file, whoever sent it. It may be from other people's talk: the look is in the trail.
///
/// # Errors
/// `NotFound`; `Conflict` (`removed`, `not_whole`); `Forbidden` without the right.
pub async fn fetch_file(desk: &Desk, actor: &Actor, id: FileId) -> Result<FileAddress> {
    actor.need(Permission::FilesManage)?;
    let file = desk
        .write(actor, async |work| {
            let file = files::find_kept(work, actor.workspace, id).await?;
            if file.removed_at.is_some() {
                return Err(Error::conflict("removed", "The file was taken away; give it back to look at it."));
            }
            if !file.is_ready() {
                return Err(Error::conflict("not_whole", "The file is not here whole yet."));
            }
            audit::record(work, desk, actor, "file.looked_at", object(id), None, None, None).await?;
            Ok(file)
        })
        .await?;
    Ok(files::address_of(desk, actor.workspace, &file.attachment()))
}

/// Takes a file away from wherever it is shown; it can be given back for 30 days. A repeat changes nothing.
///
/// # Errors
/// `NotFound`; `Forbidden` without the right.
pub async fn remove_file(desk: &Desk, actor: &Actor, id: FileId) -> Result<WorkspaceFile> {
    actor.need(Permission::FilesManage)?;
    let now = desk.clock.now();
    desk.write(actor, async |work| {
        let changed = files::remove_file(work, actor, id, now).await?;
        mended(desk, work, actor, "file.removed", changed, now).await
    })
    .await
}

/// Gives a file back that was taken away. A repeat changes nothing.
///
/// # Errors
/// `NotFound`; `TooLarge` when there is no room for it any more; `Forbidden` without the right.
pub async fn restore_file(desk: &Desk, actor: &Actor, id: FileId) -> Result<WorkspaceFile> {
    actor.need(Permission::FilesManage)?;
    let now = desk.clock.now();
    desk.write(actor, async |work| {
        let changed = files::restore_file(desk, work, actor, id, now).await?;
        mended(desk, work, actor, "file.restored", changed, now).await
    })
    .await
}

/// Gives a file another name, in the message that shows it too.
///
/// # Errors
/// `NotFound`; `Invalid` on `name`; `Forbidden` without the right.
pub async fn rename_file(desk: &Desk, actor: &Actor, id: FileId, new: FileName) -> Result<WorkspaceFile> {
    actor.need(Permission::FilesManage)?;
    let now = desk.clock.now();
    desk.write(actor, async |work| {
        let (file, before) = files::rename_file(work, actor, id, &new.name).await?;
        if file.name != before {
            let values = (Some(json!({ "name": before })), Some(json!({ "name": file.name })));
            audit::record(work, desk, actor, "file.renamed", object(id), values.0, values.1, None).await?;
            conversations::show_file_anew(work, actor, &file.attachment(), now).await?;
        }
        one_shown(work, actor, file).await
    })
    .await
}

/// What was changed is in the trail, and shown where the file is.
async fn mended(
    desk: &Desk,
    work: &mut Work<'_>,
    actor: &Actor,
    action: &'static str,
    (file, has_changed): (KeptFile, bool),
    now: Timestamp,
) -> Result<WorkspaceFile> {
    if has_changed {
        audit::record(work, desk, actor, action, object(file.id), None, None, None).await?;
        conversations::show_file_anew(work, actor, &file.attachment(), now).await?;
    }
    one_shown(work, actor, file).await
}

fn object(id: FileId) -> String {
    format!("file:{id}")
}

async fn one_shown(tx: &mut Tx, actor: &Actor, file: KeptFile) -> Result<WorkspaceFile> {
    shown(tx, actor, vec![file]).await?.pop().ok_or(Error::NotFound)
}

/// Files with what shows them: two or three questions, however many files.
async fn shown(tx: &mut Tx, actor: &Actor, rows: Vec<KeptFile>) -> Result<Vec<WorkspaceFile>> {
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let mut places = conversations::places_of_files(tx, actor.workspace, &ids).await?;
    let mut pictured = contacts::pictured_by(tx, actor.workspace, &ids).await?;
    pictured.extend(accounts::pictured_by(tx, actor.workspace, &ids).await?);
    Ok(rows
        .into_iter()
        .map(|row| {
            let place = places.iter().position(|place| place.file_id == row.id).map(|at| places.swap_remove(at));
            let whose = pictured.iter().position(|(file, _)| *file == row.id).map(|at| pictured.swap_remove(at).1);
            workspace_file(row, place, whose)
        })
        .collect())
}

fn workspace_file(row: KeptFile, place: Option<FilePlace>, pictured: Option<Principal>) -> WorkspaceFile {
    WorkspaceFile {
        id: row.id,
        sender: row.sender(),
        state: row.state(),
        kept_until: row.kept_until(),
        mime: row.mime,
        kind: row.kind,
        size: row.size,
        received: row.received,
        created_at: row.created_at,
        removed_at: row.removed_at,
        name: row.name,
        place: place.map(|place| ShownIn {
            conversation_id: place.conversation_id,
            conversation_kind: place.conversation_kind,
            conversation_title: place.conversation_title,
            contact_name: place.contact_name,
            message_id: place.message_id,
            seq: place.seq,
        }),
        pictured,
    }
}

fn parse_cursor(cursor: &str) -> Result<(i64, FileId)> {
    let place = cursor.split_once('.').and_then(|(size, id)| Some((size.parse().ok()?, id.parse().ok()?)));
    place.ok_or_else(wrong_cursor)
}
