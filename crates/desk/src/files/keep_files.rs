//! Files as those who keep a workspace see and mend them: all there are, taken away, given back, under another name.
//! Who may, what is told in the trail and what becomes of the messages that show them is decided above.

use antiphon_base::{Error, Result, Timestamp};
use antiphon_db::{FromRow, Tx};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::clean::KEPT;
use super::model::Attachment;
use super::{kind, sql, upload};
use crate::accounts::Principal;
use crate::actor::{Actor, PrincipalKind};
use crate::ids::{FileId, PrincipalId, WorkspaceId};
use crate::page::PageLimit;
use crate::{Desk, Work};

/// What people look for a file among.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, antiphon_db::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum FileKind {
    /// An image.
    Picture,
    /// Something to read: text, tables, slides.
    Document,
    /// Sound, film, archives, whatever is on its way.
    Other,
}

impl FileKind {
    /// As it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Picture => "picture",
            Self::Document => "document",
            Self::Other => "other",
        }
    }
}

/// Where a file stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FileState {
    /// Shown somewhere: with a message, or as somebody's picture.
    Sent,
    /// Shown nowhere; goes a day after it was last gone on with.
    Unsent,
    /// An admin took it away; it can be given back for 30 days.
    Removed,
}

/// In which order a list goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// What came last is first.
    #[default]
    Newest,
    /// What takes most room is first.
    Largest,
}

/// What a list of files is narrowed to, looked at.
#[derive(Debug, Default)]
pub struct FilesAsk {
    /// One state; without it everything but what was taken away.
    pub state: Option<FileState>,
    /// One kind.
    pub kind: Option<FileKind>,
    /// Those of one sender.
    pub sender: Option<PrincipalId>,
    /// Not smaller than this.
    pub min_size: Option<i64>,
    /// What LIKE looks for in names, in small letters.
    pub pattern: Option<String>,
    /// In which order.
    pub order: Order,
    /// The last file of the page before, with its size.
    pub after: Option<(i64, FileId)>,
}

/// A file, whoever sent it.
#[derive(Clone, Debug, FromRow)]
pub struct KeptFile {
    /// Its id; ids grow with time.
    pub id: FileId,
    /// Its name.
    pub name: String,
    /// Its type; empty until all of it is here.
    pub mime: String,
    /// What it is looked for among.
    pub kind: FileKind,
    /// In bytes.
    pub size: i64,
    /// Bytes that are here.
    pub received: i64,
    pub(super) width: Option<i64>,
    pub(super) height: Option<i64>,
    pub(super) has_thumbnail: bool,
    /// When it was announced.
    pub created_at: Timestamp,
    pub(super) ready_at: Option<Timestamp>,
    pub(super) attached_at: Option<Timestamp>,
    /// When an admin took it away.
    pub removed_at: Option<Timestamp>,
    sender_id: PrincipalId,
    sender_name: String,
    sender_kind: PrincipalKind,
}

impl KeptFile {
    /// Where it stands.
    pub fn state(&self) -> FileState {
        match (self.removed_at, self.attached_at) {
            (Some(_), _) => FileState::Removed,
            (None, Some(_)) => FileState::Sent,
            (None, None) => FileState::Unsent,
        }
    }

    /// Until when it can be given back, where it was taken away.
    pub fn kept_until(&self) -> Option<Timestamp> {
        self.removed_at.map(|at| at + KEPT)
    }

    /// Whether all of it is here and was looked at.
    pub fn is_ready(&self) -> bool {
        self.ready_at.is_some()
    }

    /// Who sent it.
    pub fn sender(&self) -> Principal {
        Principal { id: self.sender_id, name: self.sender_name.clone(), kind: self.sender_kind }
    }

    /// As whatever shows it carries it.
    pub fn attachment(&self) -> Attachment {
        Attachment {
            id: self.id,
            name: self.name.clone(),
            mime: self.mime.clone(),
            size: self.size,
            width: self.width,
            height: self.height,
            has_thumbnail: self.has_thumbnail,
            removed_at: self.removed_at,
        }
    }
}

/// How much room files take.
#[derive(Clone, Copy, Debug, FromRow)]
pub struct Room {
    /// Files, without those that were taken away.
    pub files: i64,
    /// Their bytes.
    pub bytes: i64,
    /// Bytes of those that were taken away and can be given back.
    pub removed_bytes: i64,
}

/// Files of a workspace, and whether there are more.
///
/// # Errors
/// When storage cannot be read.
pub async fn list_files(tx: &mut Tx, ws: WorkspaceId, ask: &FilesAsk, limit: PageLimit) -> Result<(Vec<KeptFile>, bool)> {
    let mut rows = sql::list(tx, ws, ask, limit.and_one()).await?;
    let has_more = limit.cut(&mut rows);
    Ok((rows, has_more))
}

/// How much room the workspace's files take, and what they may take, where there is a limit.
///
/// # Errors
/// When storage cannot be read.
pub async fn room_of(desk: &Desk, tx: &mut Tx, ws: WorkspaceId) -> Result<(Room, Option<u64>)> {
    Ok((sql::room(tx, ws).await?, upload::quota_of(desk, tx, ws).await?))
}

/// One file, taken away or not.
///
/// # Errors
/// `NotFound`.
pub async fn find_kept(tx: &mut Tx, ws: WorkspaceId, id: FileId) -> Result<KeptFile> {
    sql::one_kept(tx, ws, id).await?.ok_or(Error::NotFound)
}

/// Takes a file away: its addresses end at once, its bytes stay for 30 days. A repeat changes nothing and says so.
///
/// # Errors
/// `NotFound`.
pub async fn remove_file(work: &mut Work<'_>, actor: &Actor, id: FileId, now: Timestamp) -> Result<(KeptFile, bool)> {
    let has_changed = sql::remove(work, actor.workspace, id, actor.principal, now).await?;
    Ok((find_kept(work, actor.workspace, id).await?, has_changed))
}

/// Gives a file back that was taken away. A repeat changes nothing and says so.
///
/// # Errors
/// `NotFound`; `TooLarge` when the workspace has no room for it any more.
pub async fn restore_file(
    desk: &Desk,
    work: &mut Work<'_>,
    actor: &Actor,
    id: FileId,
    now: Timestamp,
) -> Result<(KeptFile, bool)> {
    let before = find_kept(work, actor.workspace, id).await?;
    if before.removed_at.is_some() {
        upload::check_room(desk, work, actor.workspace, before.size).await?;
    }
    let has_changed = sql::restore(work, actor.workspace, id, now).await?;
    Ok((find_kept(work, actor.workspace, id).await?, has_changed))
}

/// Gives a file another name, with the ending that it has. Returns it with its former name.
///
/// # Errors
/// `NotFound`; `Invalid` on `name`.
pub async fn rename_file(work: &mut Work<'_>, actor: &Actor, id: FileId, name: &str) -> Result<(KeptFile, String)> {
    let before = find_kept(work, actor.workspace, id).await?;
    let name = kind::safe_name(name)?;
    if kind::ending_of(&name) != kind::ending_of(&before.name) {
        return Err(Error::invalid("name", "Keep the ending: it says what kind of file it is."));
    }
    sql::rename(work, actor.workspace, id, &name).await?;
    Ok((KeptFile { name, ..before.clone() }, before.name))
}
