//! What bots report, over HTTP: translation only, the words that teach a wrong field's right one, and a line in the log for
//! whoever may not report.

use antiphon_base::{Error, Timestamp};
use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa_axum::routes;

use super::change_chat::change_chat;
use super::daily_figures::{ChatFigures, FiguresAsk, daily_figures};
use super::import_chats::{Dated, ImportFrom, Imported, Line, import_chats};
use super::list_chats::{find_chat, list_chats, list_reported};
use super::model::{
    Chat, ChatChange, ChatFacts, ChatPage, ChatsAsk, NewChat, NewFacts, NewReport, READERS, Reported, ReportedAsk, ReportedPage,
    too_deep,
};
use super::report_chat::report_chat;
use super::report_facts::{find_facts, report_facts};
use super::report_message::report_message;
use crate::Desk;
use crate::actor::{Actor, Permission};
use crate::created::Created;
use crate::http::{self, Access, ErrorBody, Json, Path, Query, Refusal, Routes};

/// The slice's routes.
pub fn routes() -> Routes {
    Routes::default()
        .add(Access::NeedsOneOf(READERS), routes!(get_chats))
        .add(Access::Needs(Permission::ChatlogWrite), routes!(post_chat))
        .add(Access::NeedsOneOf(READERS), routes!(get_chat))
        .add(Access::Needs(Permission::ChatlogWrite), routes!(patch_chat))
        .add(Access::NeedsOneOf(READERS), routes!(get_messages))
        .add(Access::Needs(Permission::ChatlogWrite), routes!(post_message))
        .add(Access::NeedsOneOf(READERS), routes!(get_facts))
        .add(Access::Needs(Permission::ChatlogWrite), routes!(post_analytics))
        .add(Access::Needs(Permission::ChatlogRead), routes!(get_analytics))
        .add(Access::Needs(Permission::ChatlogWrite), routes!(post_import))
        .within(note_refusals)
}

/// Chats that bots report: all with `chatlog:read`, else those that one reported oneself.
#[utoipa::path(get, path = "/api/crm/chats", tag = "chat log", params(ChatsAsk), responses((status = 200, body = ChatPage)))]
async fn get_chats(State(desk): State<Desk>, actor: Actor, Query(ask): Query<ChatsAsk>) -> Result<axum::Json<ChatPage>, Refusal> {
    Ok(axum::Json(list_chats(&desk, &actor, ask).await?))
}

/// Reports that a chat begins.
#[utoipa::path(post, path = "/api/crm/chats", tag = "chat log", request_body = NewChat,
    responses((status = 201, body = Chat), (status = 200, body = Chat, description = "A repeat: the first one"),
        (status = 409, description = "`chat_id_taken`")))]
async fn post_chat(
    State(desk): State<Desk>,
    actor: Actor,
    new: Result<Json<NewChat>, Refusal>,
) -> Result<Created<Chat>, Refusal> {
    let Json(new) = new.map_err(taught)?;
    Ok(report_chat(&desk, &actor, new).await?)
}

/// One chat.
#[utoipa::path(get, path = "/api/crm/chats/{chat_id}", tag = "chat log", params(("chat_id" = String, Path)),
    responses((status = 200, body = Chat)))]
async fn get_chat(State(desk): State<Desk>, actor: Actor, Path(chat): Path<String>) -> Result<axum::Json<Chat>, Refusal> {
    Ok(axum::Json(find_chat(&desk, &actor, &chat).await?))
}

/// Reports what became of a chat.
#[utoipa::path(patch, path = "/api/crm/chats/{chat_id}", tag = "chat log", params(("chat_id" = String, Path)),
    request_body = ChatChange, responses((status = 200, body = Chat)))]
async fn patch_chat(
    State(desk): State<Desk>,
    actor: Actor,
    Path(chat): Path<String>,
    change: Result<Json<ChatChange>, Refusal>,
) -> Result<axum::Json<Chat>, Refusal> {
    let Json(change) = change.map_err(taught)?;
    Ok(axum::Json(change_chat(&desk, &actor, &chat, change).await?))
}

/// What was said in a chat, oldest first.
#[utoipa::path(get, path = "/api/crm/chats/{chat_id}/messages", tag = "chat log", params(("chat_id" = String, Path), ReportedAsk),
    responses((status = 200, body = ReportedPage)))]
async fn get_messages(
    State(desk): State<Desk>,
    actor: Actor,
    Path(chat): Path<String>,
    Query(ask): Query<ReportedAsk>,
) -> Result<axum::Json<ReportedPage>, Refusal> {
    Ok(axum::Json(list_reported(&desk, &actor, &chat, ask).await?))
}

/// Reports what was said.
#[utoipa::path(post, path = "/api/crm/messages", tag = "chat log", request_body = NewReport,
    responses((status = 201, body = Reported), (status = 200, body = Reported, description = "A repeat: the first one"),
        (status = 404, description = "There is no such chat, or not for whoever asks.")))]
async fn post_message(
    State(desk): State<Desk>,
    actor: Actor,
    new: Result<Json<NewReport>, Refusal>,
) -> Result<Created<Reported>, Refusal> {
    let Json(new) = new.map_err(taught)?;
    Ok(report_message(&desk, &actor, new).await?)
}

/// What is known of a chat as a whole.
#[utoipa::path(get, path = "/api/crm/chats/{chat_id}/analytics", tag = "chat log", params(("chat_id" = String, Path)),
    responses((status = 200, body = ChatFacts)))]
async fn get_facts(State(desk): State<Desk>, actor: Actor, Path(chat): Path<String>) -> Result<axum::Json<ChatFacts>, Refusal> {
    Ok(axum::Json(find_facts(&desk, &actor, &chat).await?))
}

/// Reports what a chat was about, what came of it and what it cost.
#[utoipa::path(post, path = "/api/crm/analytics", tag = "chat log", request_body = NewFacts,
    responses((status = 201, body = ChatFacts), (status = 200, body = ChatFacts, description = "A later report"),
        (status = 404, description = "There is no such chat, or not for whoever asks.")))]
async fn post_analytics(
    State(desk): State<Desk>,
    actor: Actor,
    new: Result<Json<NewFacts>, Refusal>,
) -> Result<Created<ChatFacts>, Refusal> {
    let Json(new) = new.map_err(taught)?;
    Ok(report_facts(&desk, &actor, new).await?)
}

/// What was reported, day by day.
#[utoipa::path(get, path = "/api/crm/analytics", tag = "chat log", params(FiguresAsk), responses((status = 200, body = ChatFigures)))]
async fn get_analytics(
    State(desk): State<Desk>,
    actor: Actor,
    Query(ask): Query<FiguresAsk>,
) -> Result<axum::Json<ChatFigures>, Refusal> {
    Ok(axum::Json(daily_figures(&desk, &actor, ask).await?))
}

/// Takes chats of before in: lines of JSON, `type` being `chat`, `message` or `analytics`, and besides it what the other routes
/// take, with `createdAt`.
#[utoipa::path(post, path = "/api/crm/import", tag = "chat log", params(ImportFrom),
    request_body(content = String, content_type = "application/x-ndjson"),
    responses((status = 200, body = Imported), (status = 415, body = ErrorBody)))]
async fn post_import(
    State(desk): State<Desk>,
    actor: Actor,
    Query(from): Query<ImportFrom>,
    headers: HeaderMap,
    body: Body,
) -> Result<axum::Json<Imported>, Refusal> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/x-ndjson")) {
        let why = "Send lines of JSON with the header Content-Type: application/x-ndjson.";
        return Err(Error::WrongType { why: why.into() }.into());
    }
    Ok(axum::Json(import_chats(&desk, &actor, from, body.into_data_stream(), read_line).await?))
}

/// A line as the deed takes it: read like a body, so that what is wrong with it is told alike.
fn read_line(text: &[u8]) -> Result<Dated, Error> {
    let Object(mut fields) = http::parse(text)?;
    let kind = fields.remove("type");
    let at = fields.remove("createdAt").map(|at| http::parse::<At>(&bytes_of(&serde_json::json!({ "createdAt": at }))));
    let at = at.transpose()?.map(|At { created_at }| created_at);
    let rest = bytes_of(&Value::Object(fields));
    let line = match kind.as_ref().and_then(Value::as_str) {
        Some("chat") => http::parse(&rest).map(Line::Chat),
        Some("message") => http::parse(&rest).map(Line::Message),
        Some("analytics") => http::parse(&rest).map(Line::Facts),
        _ => Err(Error::invalid("type", "Give one of: chat, message, analytics.")),
    };
    line.map(|line| (line, at)).map_err(|error| taught(Refusal(error)).0)
}

#[derive(Deserialize)]
struct Object(Map<String, Value>);

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct At {
    created_at: Timestamp,
}

fn bytes_of(value: &Value) -> Vec<u8> {
    value.to_string().into_bytes()
}

/// Names the right field to whoever sends one that such systems once had.
fn taught(Refusal(error): Refusal) -> Refusal {
    let why = match error.field() {
        Some("externalUserId") => "Send `userId`: it is the one name of the user's id.",
        Some("timestamp") => "Leave `timestamp` out: the server sets `createdAt`.",
        // Where no parser goes, nobody needs the whole way there.
        Some(field) if field.starts_with("metadata") && error.sentence().contains("recursion") => {
            return Refusal(too_deep());
        }
        _ => return Refusal(error),
    };
    let field = error.field().map(str::to_owned).unwrap_or_default();
    Refusal(Error::invalid(field, why))
}

/// A warning in the log for each request that was not let in.
async fn note_refusals(request: Request, next: Next) -> Response {
    let (method, matched) = (request.method().clone(), request.extensions().get::<MatchedPath>().cloned());
    let response = next.run(request).await;
    if matches!(response.status(), StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN) {
        let what = match (method, matched.as_ref().map_or("", MatchedPath::as_str)) {
            (Method::POST, "/api/crm/messages") => "message logging",
            (Method::POST, "/api/crm/chats") => "chat creation",
            (Method::POST, "/api/crm/analytics") => "analytics logging",
            (Method::POST, "/api/crm/import") => "import",
            (Method::PATCH, _) => "chat update",
            _ => "reading",
        };
        tracing::warn!("[CRM] Unauthorized {what} attempt");
    }
    response
}
