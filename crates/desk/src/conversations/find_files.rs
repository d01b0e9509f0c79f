//! Files over all conversations: the gallery of what the actor may see, which has their rights inside the question, and
//! where single files were said, for whoever keeps them.

use antiphon_base::{Result, Timestamp};
use antiphon_db::{FromRow, Tx};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::list_conversations::find_visible;
use super::model::{Kind, MessageKind, sees_support};
use super::sql;
use crate::Desk;
use crate::accounts::Principal;
use crate::actor::{Actor, PrincipalKind};
use crate::files::{Attachment, FileKind};
use crate::ids::{ConversationId, FileId, MessageId, PrincipalId, WorkspaceId};
use crate::live::Audience;
use crate::page::{self, PageLimit};

/// In which message a file was said.
#[derive(Clone, Debug, FromRow)]
pub struct FilePlace {
    /// The file.
    pub file_id: FileId,
    /// The conversation.
    pub conversation_id: ConversationId,
    /// What that is for.
    pub conversation_kind: Kind,
    /// Its title, where it has one.
    pub conversation_title: Option<String>,
    /// Its customer's name, where it has one.
    pub contact_name: Option<String>,
    /// The message.
    pub message_id: MessageId,
    /// Its place.
    pub seq: i64,
}

/// Where each of these files was said.
///
/// # Errors
/// When storage cannot be read.
pub async fn places_of_files(tx: &mut Tx, workspace: WorkspaceId, files: &[FileId]) -> Result<Vec<FilePlace>> {
    let ids: Vec<_> = files.iter().map(|file| file.0).collect();
    sql::places_of_files(tx, workspace, &ids).await
}

/// Which files are looked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct GalleryAsk {
    /// Only of this kind.
    #[param(inline)]
    pub kind: Option<FileKind>,
    /// Only of this conversation.
    pub conversation_id: Option<ConversationId>,
    /// Only of conversations with this contact.
    pub contact_id: Option<PrincipalId>,
    /// Only what this one sent.
    pub from: Option<PrincipalId>,
    /// 1 to 100, 50 when left out.
    #[serde(default)]
    #[param(value_type = Option<i64>, minimum = 1, maximum = 100)]
    pub limit: PageLimit,
    /// Where the last page ended.
    pub cursor: Option<String>,
}

/// A page of files.
#[derive(Serialize, ToSchema)]
pub struct GalleryPage {
    /// What was sent last is first.
    files: Vec<SentFile>,
    /// Where the next page begins; nothing on the last one.
    next_cursor: Option<String>,
}

/// A file with the message that it came with.
#[derive(Serialize, ToSchema)]
pub struct SentFile {
    /// The file.
    file: Attachment,
    /// What it is looked for among.
    kind: FileKind,
    /// In which conversation.
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
    /// Message or note.
    message_kind: MessageKind,
    /// Who sent it.
    sender: Principal,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

/// The same as it lies in tables.
#[derive(FromRow)]
pub(super) struct SentFileRow {
    id: FileId,
    name: String,
    mime: String,
    size: i64,
    width: Option<i64>,
    height: Option<i64>,
    has_thumbnail: bool,
    kind: FileKind,
    conversation_id: ConversationId,
    conversation_kind: Kind,
    conversation_title: Option<String>,
    contact_name: Option<String>,
    message_id: MessageId,
    seq: i64,
    audience: Audience,
    sender_id: PrincipalId,
    sender_name: String,
    sender_kind: PrincipalKind,
    created_at: Timestamp,
}

/// What the question about files is asked with.
pub(super) struct FilesWanted {
    pub(super) kind: Option<FileKind>,
    pub(super) conversation: Option<ConversationId>,
    pub(super) contact: Option<PrincipalId>,
    pub(super) sender: Option<PrincipalId>,
    pub(super) before: Option<(MessageId, FileId)>,
    pub(super) sees_support: bool,
    pub(super) sees_notes: bool,
    pub(super) limit: i64,
}

/// Files of the conversations that the actor may see, the newest first.
///
/// # Errors
/// `NotFound` for a conversation that the actor does not see, `Invalid` on `cursor`.
pub async fn find_files(desk: &Desk, actor: &Actor, ask: GalleryAsk) -> Result<GalleryPage> {
    let limit = ask.limit;
    let wanted = FilesWanted {
        kind: ask.kind,
        conversation: ask.conversation_id,
        contact: ask.contact_id,
        sender: ask.from,
        before: ask.cursor.as_deref().map(parse_cursor).transpose()?,
        sees_support: sees_support(actor),
        sees_notes: sees_support(actor) && actor.is_staff(),
        limit: limit.and_one(),
    };
    desk.read(actor, async |tx| {
        if let Some(id) = wanted.conversation {
            find_visible(tx, actor, id).await?;
        }
        let mut rows = sql::find_files(tx, actor.workspace, actor.principal, &wanted).await?;
        let next_cursor = limit.cut_at(&mut rows, cursor_after);
        Ok(GalleryPage { files: rows.into_iter().map(sent_file).collect(), next_cursor })
    })
    .await
}

fn sent_file(row: SentFileRow) -> SentFile {
    SentFile {
        file: Attachment {
            id: row.id,
            name: row.name,
            mime: row.mime,
            size: row.size,
            width: row.width,
            height: row.height,
            has_thumbnail: row.has_thumbnail,
            removed_at: None,
        },
        kind: row.kind,
        conversation_id: row.conversation_id,
        conversation_kind: row.conversation_kind,
        conversation_title: row.conversation_title,
        contact_name: row.contact_name,
        message_id: row.message_id,
        seq: row.seq,
        message_kind: MessageKind::of(row.audience),
        sender: Principal { id: row.sender_id, name: row.sender_name, kind: row.sender_kind },
        created_at: row.created_at,
    }
}

fn cursor_after(row: &SentFileRow) -> String {
    page::cursor(format!("{} {}", row.message_id, row.id))
}

fn parse_cursor(cursor: &str) -> Result<(MessageId, FileId)> {
    page::read_cursor(cursor, |text| {
        let (message, file) = text.split_once(' ')?;
        Some((message.parse().ok()?, file.parse().ok()?))
    })
}
