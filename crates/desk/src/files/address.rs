//! Addresses under which files are fetched: they say for how long they hold, and are signed, so that an image in a page
//! needs no header. Whoever has one may fetch; whoever shows a file decides who gets one.

use antiphon_base::{Error, Result, secret};
use chrono::TimeDelta;
use serde::Serialize;
use utoipa::ToSchema;

use super::model::{Attachment, FileRow};
use super::{sql, store};
use crate::Desk;
use crate::actor::Actor;
use crate::ids::{FileId, WorkspaceId};
use bytes::Bytes;

/// How long an address holds.
const HOLDS: TimeDelta = TimeDelta::hours(1);

/// Where to fetch a file.
#[derive(Debug, Serialize, ToSchema)]
pub struct FileAddress {
    /// The file itself; saved, not shown, by browsers.
    pub url: String,
    /// A small picture of it, where there is one.
    pub thumbnail_url: Option<String>,
    /// Seconds for which both hold.
    pub expires_in: i64,
}

/// Addresses of a file, for an hour.
pub fn address_of(desk: &Desk, workspace: WorkspaceId, file: &Attachment) -> FileAddress {
    let until = desk.clock.now().timestamp() + HOLDS.num_seconds();
    let address = |what: What| {
        let signature = sign(desk, workspace, file.id, what, until);
        format!("/api/files/{}/{}?workspace={workspace}&until={until}&signature={signature}", file.id, what.as_str())
    };
    FileAddress {
        url: address(What::Content),
        thumbnail_url: file.has_thumbnail.then(|| address(What::Thumbnail)),
        expires_in: HOLDS.num_seconds(),
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Content,
    Thumbnail,
}

impl What {
    fn as_str(self) -> &'static str {
        match self {
            Self::Content => "content",
            Self::Thumbnail => "thumbnail",
        }
    }
}

fn sign(desk: &Desk, workspace: WorkspaceId, id: FileId, what: What, until: i64) -> String {
    let signed = format!("{workspace}/{id}/{}/{until}", what.as_str());
    secret::hex(&secret::hmac_sha256(&desk.keys.files, signed.as_bytes()))
}

/// A signed address, taken apart.
pub(super) struct Signed<'a> {
    pub(super) workspace: WorkspaceId,
    pub(super) id: FileId,
    pub(super) what: What,
    pub(super) until: i64,
    pub(super) signature: &'a str,
}

/// The file behind a signed address.
///
/// # Errors
/// `Forbidden` when it does not hold, `NotFound` when the file is gone.
pub(super) async fn open(desk: &Desk, signed: &Signed<'_>) -> Result<FileRow> {
    let expected = sign(desk, signed.workspace, signed.id, signed.what, signed.until);
    let is_ours = aws_lc_rs::constant_time::verify_slices_are_equal(expected.as_bytes(), signed.signature.as_bytes()).is_ok();
    if !is_ours || desk.clock.now().timestamp() > signed.until {
        return Err(Error::forbidden("This address does not hold any more; ask for a new one."));
    }
    let system = Actor::system(signed.workspace);
    let file = desk.read(&system, async |tx| sql::find(tx, signed.workspace, signed.id).await).await?;
    file.filter(FileRow::is_ready).ok_or(Error::NotFound)
}

/// Bytes of it, all or some.
pub(super) async fn read(desk: &Desk, signed: &Signed<'_>, range: Option<(u64, u64)>) -> Result<Bytes> {
    let at = match signed.what {
        What::Content => store::whole(signed.workspace, signed.id),
        What::Thumbnail => store::thumbnail(signed.workspace, signed.id),
    };
    match range {
        Some((from, to)) => desk.files.range(&at, from, to).await,
        None => desk.files.get(&at).await,
    }
}
