//! The nouns of files. Pure.

use antiphon_base::Timestamp;
use antiphon_db::FromRow;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ids::{FileId, PrincipalId};

/// A file as its row has it.
#[derive(Clone, Debug, FromRow)]
pub(super) struct FileRow {
    pub(super) id: FileId,
    pub(super) name: String,
    /// Decided by the content once all of it is here; empty before.
    pub(super) mime: String,
    pub(super) size: i64,
    /// Bytes that are here.
    pub(super) received: i64,
    /// Names of the parts that are here, in order, with blanks between.
    pub(super) parts: String,
    pub(super) sha256: Option<String>,
    pub(super) width: Option<i64>,
    pub(super) height: Option<i64>,
    pub(super) has_thumbnail: bool,
    pub(super) uploaded_by: PrincipalId,
    pub(super) attached_at: Option<Timestamp>,
    pub(super) ready_at: Option<Timestamp>,
}

impl FileRow {
    pub(super) fn is_ready(&self) -> bool {
        self.ready_at.is_some()
    }

    pub(super) fn attachment(&self) -> Attachment {
        Attachment {
            id: self.id,
            name: self.name.clone(),
            mime: self.mime.clone(),
            size: self.size,
            width: self.width,
            height: self.height,
            has_thumbnail: self.has_thumbnail,
            removed_at: None,
        }
    }
}

/// A file as whatever shows it carries it. Where to fetch it is asked for apart, as addresses are short-lived.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Attachment {
    /// The file.
    pub id: FileId,
    /// Its name, safe to save under.
    pub name: String,
    /// Its type, by its content.
    pub mime: String,
    /// In bytes.
    pub size: i64,
    /// Of an image, in pixels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub width: Option<i64>,
    /// Of an image, in pixels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub height: Option<i64>,
    /// Whether there is a small picture of it.
    #[serde(default)]
    pub has_thumbnail: bool,
    /// When an admin took it away; it cannot be fetched any more then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub removed_at: Option<Timestamp>,
}

/// An upload as whoever made it sees it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FileInfo {
    /// Its id: give it as an attachment.
    pub id: FileId,
    /// Its name, safe to save under.
    pub name: String,
    /// Its type, by its content; empty until all of it is here.
    pub mime: String,
    /// In bytes.
    pub size: i64,
    /// Bytes that are here.
    pub received: i64,
    /// Whether all of it is here and was looked at.
    pub is_ready: bool,
    /// SHA-256 of the content, in hexadecimal.
    pub sha256: Option<String>,
    /// Where to fetch it, for an hour.
    pub url: Option<String>,
    /// Where to fetch a small picture of it, for an hour.
    pub thumbnail_url: Option<String>,
}
