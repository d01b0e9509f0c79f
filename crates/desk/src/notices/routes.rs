//! Notices over HTTP: translation only. `/api/chat-messages` speaks as the senders and readers do that were there before
//! Antiphon (camelCase, any content type); everything else as the rest of the API.

use antiphon_base::{Error, Timestamp};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_axum::routes;

use super::list_notices::{NoticePage, NoticesAsk, TaskAsk, UnreadAsk, list_notices, list_task, list_unread};
use super::mark_read::{MarkAll, MarkRead, Marked, Reading, mark_all_read, mark_read, set_reading};
use super::model::{NewNotice, Notice, NoticeType};
use super::retention::{Retention, RetentionPreview, change_retention, preview_retention, show_retention};
use super::send_notice::send_notice;
use super::settings::{NoticeSettings, change_settings, show_settings};
use super::show_file::show_file;
use super::work_on_task::{WorkingOn, show_work};
use crate::Desk;
use crate::actor::{Actor, Permission};
use crate::files::FileAddress;
use crate::http::{Access, AnyJson, ErrorBody, ErrorDetail, Json, NoContent, Path, Query, Refusal, Routes};
use crate::ids::{FileId, NoticeId};

/// The slice's routes.
pub fn routes() -> Routes {
    Routes::default()
        .add(Access::SignedIn, routes!(get_unread))
        .add(Access::Needs(Permission::NoticesWrite), routes!(post_notice))
        .add(Access::SignedIn, routes!(get_task_named_mark_read, post_mark_read))
        .add(Access::SignedIn, routes!(get_task))
        .add(Access::SignedIn, routes!(get_notices))
        .add(Access::SignedIn, routes!(post_read))
        .add(Access::SignedIn, routes!(put_reading, delete_reading))
        .add(Access::SignedIn, routes!(get_notice_file))
        .add(Access::Needs(Permission::NoticesWrite), routes!(post_working))
        .add(Access::SignedIn, routes!(get_settings, put_settings))
        .add(Access::Needs(Permission::SettingsManage), routes!(get_retention, put_retention))
        .add(Access::Needs(Permission::SettingsManage), routes!(post_retention_preview))
}

/// What became of a notice.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct SentBody {
    /// Whether it is stored: then it arrives.
    success: bool,
    /// Whether the outside Pusher took it just now.
    pusher_sent: bool,
    /// Whether it is stored.
    database_stored: bool,
    /// Its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    message_id: Option<NoticeId>,
    /// Why it is not stored.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<ErrorDetail>,
}

/// An unread notice.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct UnreadNotice {
    id: NoticeId,
    #[serde(rename = "type")]
    notice_type: NoticeType,
    task_id: Option<String>,
    content: String,
    #[schema(value_type = Object)]
    data: serde_json::Value,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

/// Unread notices, oldest first.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct UnreadBody {
    /// This page's.
    messages: Vec<UnreadNotice>,
    /// How many are unread in all.
    total: i64,
    /// Whether there are more behind these.
    has_more: bool,
    /// Where the next page begins, when there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

/// A notice about a task.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct TaskNotice {
    id: NoticeId,
    #[serde(rename = "type")]
    notice_type: NoticeType,
    content: String,
    #[schema(value_type = Object)]
    data: serde_json::Value,
    read: bool,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
}

/// A task's notices, oldest first.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct TaskBody {
    /// The sender's own name of the task.
    task_id: String,
    /// This page's.
    messages: Vec<TaskNotice>,
    /// How many there are of the task in all.
    count: i64,
    /// Where the next page begins, when there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next_cursor: Option<String>,
}

/// How many were marked.
#[derive(Serialize, ToSchema)]
struct MarkedAll {
    /// How many were unread until now.
    marked: i64,
}

/// One's unread notices, oldest first. An API key says whose by `userId`.
#[utoipa::path(get, path = "/api/chat-messages", tag = "notices", params(UnreadAsk),
    responses((status = 200, body = UnreadBody), (status = 422, body = ErrorBody)))]
async fn get_unread(
    State(desk): State<Desk>,
    actor: Actor,
    Query(ask): Query<UnreadAsk>,
) -> Result<axum::Json<UnreadBody>, Refusal> {
    let page = list_unread(&desk, &actor, ask).await?;
    let of = |notice: Notice| UnreadNotice {
        id: notice.id,
        notice_type: notice.notice_type,
        task_id: notice.task_id,
        content: notice.content,
        data: notice.data,
        created_at: notice.created_at,
    };
    Ok(axum::Json(UnreadBody {
        messages: page.notices.into_iter().map(of).collect(),
        total: page.total,
        has_more: page.next.is_some(),
        next_cursor: page.next,
    }))
}

/// Sends a notice to a person: stored always, then told to whatever they have open.
#[utoipa::path(post, path = "/api/chat-messages", tag = "notices", request_body = NewNotice,
    responses((status = 201, body = SentBody), (status = 422, body = ErrorBody),
        (status = 503, body = SentBody, description = "Not stored: send it again")))]
async fn post_notice(State(desk): State<Desk>, actor: Actor, AnyJson(new): AnyJson<NewNotice>) -> Result<Response, Refusal> {
    match send_notice(&desk, &actor, new).await {
        Ok(sent) => {
            let body = SentBody {
                success: true,
                pusher_sent: sent.is_published,
                database_stored: true,
                message_id: Some(sent.notice.id),
                error: None,
            };
            Ok((StatusCode::CREATED, axum::Json(body)).into_response())
        }
        Err(error @ (Error::Unavailable { .. } | Error::Internal(_))) => {
            let ((status, headers), detail) = Refusal(error).into_parts();
            let body =
                SentBody { success: false, pusher_sent: false, database_stored: false, message_id: None, error: Some(detail) };
            Ok((status, headers, axum::Json(body)).into_response())
        }
        Err(error) => Err(error.into()),
    }
}

/// Marks notices as read: one's own unread ones count, everything else is passed over.
#[utoipa::path(post, path = "/api/chat-messages/mark-read", tag = "notices", request_body = MarkRead,
    responses((status = 200, body = Marked), (status = 422, body = ErrorBody)))]
async fn post_mark_read(
    State(desk): State<Desk>,
    actor: Actor,
    AnyJson(ask): AnyJson<MarkRead>,
) -> Result<axum::Json<Marked>, Refusal> {
    Ok(axum::Json(mark_read(&desk, &actor, ask).await?))
}

/// The notices about a task that a sender has named `mark-read`.
#[utoipa::path(get, path = "/api/chat-messages/mark-read", tag = "notices", params(TaskAsk),
    responses((status = 200, body = TaskBody), (status = 422, body = ErrorBody)))]
async fn get_task_named_mark_read(desk: State<Desk>, actor: Actor, ask: Query<TaskAsk>) -> Result<axum::Json<TaskBody>, Refusal> {
    get_task(desk, actor, Path("mark-read".to_owned()), ask).await
}

/// One's notices about a task, oldest first; none for a task that nobody knows. An API key says whose by `userId`.
#[utoipa::path(get, path = "/api/chat-messages/{taskId}", tag = "notices", params(("taskId" = String, Path, pattern = "^(?!mark-read$).+$"), TaskAsk),
    responses((status = 200, body = TaskBody), (status = 422, body = ErrorBody)))]
async fn get_task(
    State(desk): State<Desk>,
    actor: Actor,
    Path(task_id): Path<String>,
    Query(ask): Query<TaskAsk>,
) -> Result<axum::Json<TaskBody>, Refusal> {
    let page = list_task(&desk, &actor, &task_id, ask).await?;
    let of = |notice: Notice| TaskNotice {
        id: notice.id,
        notice_type: notice.notice_type,
        content: notice.content,
        data: notice.data,
        read: notice.read_at.is_some(),
        created_at: notice.created_at,
    };
    let messages = page.notices.into_iter().map(of).collect();
    Ok(axum::Json(TaskBody { task_id, messages, count: page.count, next_cursor: page.next }))
}

/// All that one was told, newest first.
#[utoipa::path(get, path = "/api/notices", tag = "notices", params(NoticesAsk),
    responses((status = 200, body = NoticePage), (status = 422, body = ErrorBody)))]
async fn get_notices(
    State(desk): State<Desk>,
    actor: Actor,
    Query(ask): Query<NoticesAsk>,
) -> Result<axum::Json<NoticePage>, Refusal> {
    Ok(axum::Json(list_notices(&desk, &actor, ask).await?))
}

/// Marks everything as read, or all of a type or task, up to what was seen.
#[utoipa::path(post, path = "/api/notices/read", tag = "notices", request_body = MarkAll,
    responses((status = 200, body = MarkedAll), (status = 422, body = ErrorBody)))]
async fn post_read(State(desk): State<Desk>, actor: Actor, Json(ask): Json<MarkAll>) -> Result<axum::Json<MarkedAll>, Refusal> {
    Ok(axum::Json(MarkedAll { marked: mark_all_read(&desk, &actor, ask).await? }))
}

/// Marks one as read.
#[utoipa::path(put, path = "/api/notices/{id}/read", tag = "notices", params(("id" = NoticeId, Path)),
    responses((status = 200, body = Notice), (status = 404, body = ErrorBody)))]
async fn put_reading(State(desk): State<Desk>, actor: Actor, Path(id): Path<NoticeId>) -> Result<axum::Json<Notice>, Refusal> {
    Ok(axum::Json(set_reading(&desk, &actor, id, Reading::Read).await?))
}

/// Marks one as unread again.
#[utoipa::path(delete, path = "/api/notices/{id}/read", tag = "notices", params(("id" = NoticeId, Path)),
    responses((status = 200, body = Notice), (status = 404, body = ErrorBody)))]
async fn delete_reading(State(desk): State<Desk>, actor: Actor, Path(id): Path<NoticeId>) -> Result<axum::Json<Notice>, Refusal> {
    Ok(axum::Json(set_reading(&desk, &actor, id, Reading::Unread).await?))
}

/// Where to fetch a file that came with a notice.
#[utoipa::path(get, path = "/api/notices/{id}/files/{file_id}", tag = "notices",
    params(("id" = NoticeId, Path), ("file_id" = FileId, Path)),
    responses((status = 200, body = FileAddress), (status = 404, body = ErrorBody)))]
async fn get_notice_file(
    State(desk): State<Desk>,
    actor: Actor,
    Path((id, file)): Path<(NoticeId, FileId)>,
) -> Result<axum::Json<FileAddress>, Refusal> {
    Ok(axum::Json(show_file(&desk, &actor, id, file).await?))
}

/// Shows somebody that their task is being worked on; it ends by itself six seconds later.
#[utoipa::path(post, path = "/api/notices/working", tag = "notices", request_body = WorkingOn,
    responses((status = 204), (status = 422, body = ErrorBody)))]
async fn post_working(State(desk): State<Desk>, actor: Actor, Json(on): Json<WorkingOn>) -> Result<NoContent, Refusal> {
    show_work(&desk, &actor, on).await?;
    Ok(NoContent)
}

/// How one wants to be told of each type.
#[utoipa::path(get, path = "/api/me/notice-settings", tag = "notices", responses((status = 200, body = NoticeSettings)))]
async fn get_settings(State(desk): State<Desk>, actor: Actor) -> Result<axum::Json<NoticeSettings>, Refusal> {
    Ok(axum::Json(show_settings(&desk, &actor).await?))
}

/// Changes how one wants to be told of the types that are named.
#[utoipa::path(put, path = "/api/me/notice-settings", tag = "notices", request_body = NoticeSettings,
    responses((status = 200, body = NoticeSettings), (status = 422, body = ErrorBody)))]
async fn put_settings(
    State(desk): State<Desk>,
    actor: Actor,
    Json(change): Json<NoticeSettings>,
) -> Result<axum::Json<NoticeSettings>, Refusal> {
    Ok(axum::Json(change_settings(&desk, &actor, change).await?))
}

/// How long notices of each type stay.
#[utoipa::path(get, path = "/api/notice-retention", tag = "notices", responses((status = 200, body = Retention)))]
async fn get_retention(State(desk): State<Desk>, actor: Actor) -> Result<axum::Json<Retention>, Refusal> {
    Ok(axum::Json(show_retention(&desk, &actor).await?))
}

/// Changes how long notices of the types that are named stay; what is overdue goes with the next daily cleaning.
#[utoipa::path(put, path = "/api/notice-retention", tag = "notices", request_body = Retention,
    responses((status = 200, body = Retention), (status = 422, body = ErrorBody)))]
async fn put_retention(
    State(desk): State<Desk>,
    actor: Actor,
    Json(change): Json<Retention>,
) -> Result<axum::Json<Retention>, Refusal> {
    Ok(axum::Json(change_retention(&desk, &actor, change).await?))
}

/// Says how many notices would go if these rules held now; nothing goes.
#[utoipa::path(post, path = "/api/notice-retention/preview", tag = "notices", request_body = Retention,
    responses((status = 200, body = RetentionPreview), (status = 422, body = ErrorBody)))]
async fn post_retention_preview(
    State(desk): State<Desk>,
    actor: Actor,
    Json(rules): Json<Retention>,
) -> Result<axum::Json<RetentionPreview>, Refusal> {
    Ok(axum::Json(preview_retention(&desk, &actor, rules).await?))
}
