//! HTTP in and out of files. Resumable uploads speak tus 1.0 (<https://tus.io/protocols/resumable-upload>), with
//! creation and termination.

use antiphon_base::{Error, Result};
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::routes;

use super::address::{self, Signed, What, address_of};
use super::model::{FileInfo, FileRow};
use super::{receive, upload};
use crate::Desk;
use crate::actor::{Actor, Permission};
use crate::http::{Access, ErrorBody, NoContent, Path, Query, Refusal, Routes, refuse};
use crate::ids::{FileId, WorkspaceId};

const TUS: HeaderName = HeaderName::from_static("tus-resumable");
const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const LENGTH: HeaderName = HeaderName::from_static("upload-length");
const METADATA: HeaderName = HeaderName::from_static("upload-metadata");
const VERSIONS: HeaderName = HeaderName::from_static("tus-version");
const EXTENSIONS: HeaderName = HeaderName::from_static("tus-extension");
const MOST: HeaderName = HeaderName::from_static("tus-max-size");
const VERSION: HeaderValue = HeaderValue::from_static("1.0.0");

/// This slice's routes.
pub fn routes() -> Routes {
    Routes::default()
        .add(Access::Needs(Permission::ConversationsWrite), routes!(send_file))
        .add(Access::Open, routes!(what_it_speaks))
        .add(Access::Needs(Permission::ConversationsWrite), routes!(find_file, go_on, cancel))
        .add(Access::Open, routes!(content))
        .add(Access::Open, routes!(thumbnail))
        .within(naming_version)
}

/// Whoever speaks tus hears its version in every answer, refusals too.
async fn naming_version(request: Request, next: Next) -> Response {
    let speaks = request.headers().contains_key(TUS);
    let mut answer = next.run(request).await;
    if speaks {
        answer.headers_mut().insert(TUS, VERSION);
    }
    answer
}

/// Send a file: a form with one field `file`, or the announcement of a resumable upload (tus 1.0)
#[utoipa::path(post, path = "/api/files", tag = "files",
    request_body(content = Vec<u8>, content_type = "multipart/form-data", description = "One field `file`."),
    responses((status = 201, body = FileInfo, description = "Whole and looked at; of a resumable upload only its `Location`"),
        (status = 412, body = ErrorBody, description = "`Tus-Version` names the version of tus that is spoken here"),
        (status = 413, body = ErrorBody), (status = 415, body = ErrorBody), (status = 422, body = ErrorBody)))]
async fn send_file(State(desk): State<Desk>, actor: Actor, headers: HeaderMap, body: Body) -> Result<Response, Refusal> {
    if headers.contains_key(TUS) {
        if let Some(refusal) = other_version(&headers) {
            return Ok(refusal);
        }
        let (name, size) = announced(&headers)?;
        let id = upload::begin(&desk, &actor, &name, size).await?;
        let location = HeaderValue::from_str(&format!("/api/files/{id}")).map_err(Error::internal)?;
        return Ok((StatusCode::CREATED, [(header::LOCATION, location)]).into_response());
    }
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let id = receive::form(&desk, &actor, content_type, body.into_data_stream()).await?;
    let info = info(&desk, &actor, upload::find_own(&desk, &actor, id).await?);
    Ok((StatusCode::CREATED, axum::Json(info)).into_response())
}

/// What is understood of resumable uploads (tus 1.0)
#[utoipa::path(options, path = "/api/files", tag = "files", responses((status = 204,
    description = "`Tus-Version`, `Tus-Extension`, and `Tus-Max-Size` in bytes; a workspace may allow less in all")))]
async fn what_it_speaks(State(desk): State<Desk>) -> Response {
    let extensions = HeaderValue::from_static("creation,termination");
    let headers = [(TUS, VERSION), (VERSIONS, VERSION), (EXTENSIONS, extensions), (MOST, desk.config.files.max_bytes.into())];
    (StatusCode::NO_CONTENT, headers).into_response()
}

/// How far an own upload has come, and where to fetch it; HEAD tells `Upload-Offset` (tus 1.0)
#[utoipa::path(get, path = "/api/files/{id}", tag = "files", params(("id" = FileId, Path)), responses(
    (status = 200, body = FileInfo), (status = 404, body = ErrorBody), (status = 412, body = ErrorBody)))]
async fn find_file(
    State(desk): State<Desk>,
    actor: Actor,
    Path(id): Path<FileId>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    if let Some(refusal) = named_other_version(&headers) {
        return Ok(refusal);
    }
    let file = upload::find_own(&desk, &actor, id).await?;
    let headers = [(OFFSET, HeaderValue::from(file.received)), (LENGTH, HeaderValue::from(file.size))];
    Ok((headers, axum::Json(info(&desk, &actor, file))).into_response())
}

/// Go on with a resumable upload (tus 1.0)
#[utoipa::path(patch, path = "/api/files/{id}", tag = "files",
    params(("id" = FileId, Path), ("Upload-Offset" = i64, Header, description = "Bytes that are here already")),
    request_body(content = Vec<u8>, content_type = "application/offset+octet-stream"),
    responses((status = 204, description = "`Upload-Offset` says how many bytes are here"), (status = 404, body = ErrorBody),
        (status = 412, body = ErrorBody), (status = 409, body = ErrorBody, description = "`wrong_offset`"), (status = 413, body = ErrorBody), (status = 415, body = ErrorBody)))]
async fn go_on(
    State(desk): State<Desk>,
    actor: Actor,
    Path(id): Path<FileId>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let file = upload::find_own(&desk, &actor, id).await?;
    if let Some(refusal) = other_version(&headers) {
        return Ok(refusal);
    }
    if headers.get(header::CONTENT_TYPE).is_none_or(|kind| kind != "application/offset+octet-stream") {
        let why = "Send the part with Content-Type: application/offset+octet-stream.".into();
        return Err(Error::WrongType { why }.into());
    }
    let at = number(&headers, &OFFSET)?;
    let here = receive::part(&desk, &actor, &file, at, body.into_data_stream()).await?;
    if here == file.size {
        upload::finish(&desk, &actor, id).await?;
    }
    Ok((StatusCode::NO_CONTENT, [(OFFSET, HeaderValue::from(here))]).into_response())
}

/// Take back a file that was not sent yet
#[utoipa::path(delete, path = "/api/files/{id}", tag = "files", params(("id" = FileId, Path)), responses(
    (status = 204), (status = 404, body = ErrorBody), (status = 409, body = ErrorBody, description = "`attached`"),
    (status = 412, body = ErrorBody)))]
async fn cancel(State(desk): State<Desk>, actor: Actor, Path(id): Path<FileId>, headers: HeaderMap) -> Result<Response, Refusal> {
    if let Some(refusal) = named_other_version(&headers) {
        return Ok(refusal);
    }
    upload::cancel(&desk, &actor, id).await?;
    Ok(NoContent.into_response())
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct Signature {
    workspace: WorkspaceId,
    /// Seconds since 1970.
    until: i64,
    signature: String,
}

/// The file itself, by a signed address; saved by browsers, never shown
#[utoipa::path(get, path = "/api/files/{id}/content", tag = "files", params(("id" = FileId, Path), Signature), responses(
    (status = 200, description = "The bytes"), (status = 206, description = "Those of `Range`"),
    (status = 403, body = ErrorBody), (status = 404, body = ErrorBody)))]
async fn content(
    State(desk): State<Desk>,
    Path(id): Path<FileId>,
    Query(given): Query<Signature>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    serve(&desk, id, What::Content, &given, &headers).await.map_err(Refusal)
}

/// A small picture of an image, by a signed address
#[utoipa::path(get, path = "/api/files/{id}/thumbnail", tag = "files", params(("id" = FileId, Path), Signature), responses(
    (status = 200, description = "The picture"), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody)))]
async fn thumbnail(
    State(desk): State<Desk>,
    Path(id): Path<FileId>,
    Query(given): Query<Signature>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    serve(&desk, id, What::Thumbnail, &given, &headers).await.map_err(Refusal)
}

async fn serve(desk: &Desk, id: FileId, what: What, given: &Signature, headers: &HeaderMap) -> Result<Response> {
    let signed = Signed { workspace: given.workspace, id, what, until: given.until, signature: &given.signature };
    let file = address::open(desk, &signed).await?;
    if what == What::Thumbnail && !file.has_thumbnail {
        return Err(Error::NotFound);
    }
    let range = if what == What::Content { asked_range(headers, file.size.unsigned_abs()) } else { None };
    let bytes = address::read(desk, &signed, range).await?;
    let mime = match what {
        What::Content => file.mime.clone(),
        What::Thumbnail if bytes.starts_with(b"\x89PNG") => "image/png".to_owned(),
        What::Thumbnail => "image/jpeg".to_owned(),
    };
    let mut response = (if range.is_some() { StatusCode::PARTIAL_CONTENT } else { StatusCode::OK }, bytes).into_response();
    let answered = response.headers_mut();
    let mut set = |name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            answered.insert(name, value);
        }
    };
    set(header::CONTENT_TYPE, &mime);
    set(header::CONTENT_DISPOSITION, &disposition(&file.name));
    // Whatever a browser makes of it all the same: it runs nothing and reaches nothing.
    set(header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'");
    set(HeaderName::from_static("cross-origin-resource-policy"), "cross-origin");
    set(header::CACHE_CONTROL, "private, max-age=3600, immutable");
    set(header::ACCEPT_RANGES, "bytes");
    if let Some((from, to)) = range {
        set(header::CONTENT_RANGE, &format!("bytes {from}-{}/{}", to - 1, file.size));
    }
    Ok(response)
}

/// One range that lies within the file; anything else is answered with the whole (RFC 9110, 14.2).
fn asked_range(headers: &HeaderMap, size: u64) -> Option<(u64, u64)> {
    let (from, to) = headers.get(header::RANGE)?.to_str().ok()?.strip_prefix("bytes=")?.split_once('-')?;
    let (from, to) = match (from, to) {
        ("", last) => (size.saturating_sub(last.parse().ok()?), size),
        (from, "") => (from.parse().ok()?, size),
        (from, to) => (from.parse().ok()?, to.parse::<u64>().ok()?.saturating_add(1).min(size)),
    };
    (from < to).then_some((from, to))
}

/// A name for saving, with its letters (RFC 6266).
fn disposition(name: &str) -> String {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_graphic() && !matches!(c, '"' | '\\' | '%') { c } else { '_' }).collect();
    let encoded: String = name
        .bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect();
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

fn info(desk: &Desk, actor: &Actor, file: FileRow) -> FileInfo {
    let address = file.is_ready().then(|| address_of(desk, actor.workspace, &file.attachment()));
    let (url, thumbnail_url) = address.map_or((None, None), |address| (Some(address.url), address.thumbnail_url));
    FileInfo {
        is_ready: file.is_ready(),
        id: file.id,
        name: file.name,
        mime: file.mime,
        size: file.size,
        received: file.received,
        sha256: file.sha256,
        url,
        thumbnail_url,
    }
}

/// The answer to a client that speaks another version of tus, or none: 412, with the version that is spoken here.
fn other_version(headers: &HeaderMap) -> Option<Response> {
    if headers.get(TUS).is_some_and(|version| version == VERSION) {
        return None;
    }
    let why = "This server speaks tus 1.0.0: send Tus-Resumable: 1.0.0.";
    let refusal = refuse(StatusCode::PRECONDITION_FAILED, "other_version", why);
    Some(([(TUS, VERSION), (VERSIONS, VERSION)], refusal).into_response())
}

/// The same where one may also ask without a word of tus.
fn named_other_version(headers: &HeaderMap) -> Option<Response> {
    if headers.contains_key(TUS) { other_version(headers) } else { None }
}

/// Name and size of an announced upload.
fn announced(headers: &HeaderMap) -> Result<(String, i64)> {
    let size = number(headers, &LENGTH)?;
    let wrong = || Error::invalid("Upload-Metadata", "Give `filename` and its value in base64.");
    let metadata = headers.get(METADATA).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let encoded = metadata.split(',').find_map(|pair| pair.trim().strip_prefix("filename ")).ok_or_else(wrong)?;
    let name = STANDARD.decode(encoded.trim()).ok().and_then(|bytes| String::from_utf8(bytes).ok()).ok_or_else(wrong)?;
    Ok((name, size))
}

fn number(headers: &HeaderMap, name: &HeaderName) -> Result<i64> {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.parse().ok())
        .filter(|number| *number >= 0)
        .ok_or_else(|| Error::invalid(if *name == LENGTH { "Upload-Length" } else { "Upload-Offset" }, "Give a number of bytes."))
}
