//! The Pusher protocol over HTTP: translation only. `/apps/…` and the socket speak as the protocol does, with its status
//! and close codes.

use antiphon_base::{Error, Result};
use axum::extract::{Extension, OriginalUri, State};
use axum::http::{HeaderMap, Method, header};
use axum::response::Response;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use utoipa_axum::routes;

use super::app::{AppChange, PusherApp, app_by_key, change_app, find_or_make_app, renew_secret};
use super::authorize::{ChannelAuth, ChannelAuthAsk, UserAuth, UserAuthAsk, authorize_channel, authorize_user};
use super::check_request::{SignedRequest, check_request};
use super::publish_events::{publish_batch, publish_event};
use super::show_channels;
use crate::Desk;
use crate::actor::{Actor, Permission};
use crate::http::{self, Access, ErrorBody, Json, Path, PeerAddress, Query, Raw, Refusal, Routes};
use crate::live::{self, ChannelApp, Refused, Upgrade};

/// The slice's routes.
pub fn routes() -> Routes {
    Routes::default()
        .add(Access::Open, routes!(open_socket))
        .add(Access::Open, routes!(post_event))
        .add(Access::Open, routes!(post_batch))
        .add(Access::Open, routes!(get_channels))
        .add(Access::Open, routes!(get_channel))
        .add(Access::Open, routes!(get_users))
        .add(Access::Open, routes!(post_terminate))
        .add(Access::Open, routes!(post_terminate_without_app))
        .add(Access::SignedIn, routes!(post_auth))
        .add(Access::SignedIn, routes!(post_user_auth))
        .add(Access::Needs(Permission::SettingsManage), routes!(get_app, patch_app))
        .add(Access::Needs(Permission::SettingsManage), routes!(post_secret))
}

#[derive(Debug, Deserialize)]
struct Door {
    protocol: Option<String>,
}

/// Opens a socket of the protocol, version 7; also at `/app/{key}`, where its clients look. What is wrong is said by the
/// close code.
#[utoipa::path(get, path = "/pusher/app/{key}", tag = "pusher", params(("key" = String, Path), ("protocol" = Option<String>, Query)),
    responses((status = 101, description = "The socket is open"), (status = 400, body = ErrorBody)))]
async fn open_socket(
    State(desk): State<Desk>,
    Extension(PeerAddress(address)): Extension<PeerAddress>,
    Path(key): Path<String>,
    axum::extract::Query(door): axum::extract::Query<Door>,
    upgrade: Upgrade,
) -> Result<Response, Refusal> {
    let app = match door.protocol.as_deref() {
        None => Err(Refused::NoProtocol),
        Some("5" | "6" | "7") => app_by_key(&desk, &key).await?,
        Some(_) => Err(Refused::Unsupported),
    };
    Ok(live::open_channels(&desk, (address, upgrade), app)?)
}

/// Publishes an event to channels. Signed as the protocol says.
#[utoipa::path(post, path = "/apps/{app_id}/events", tag = "pusher", params(("app_id" = String, Path)),
    request_body(content = Object, content_type = "application/json"),
    responses((status = 200, body = Object), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody), (status = 413, body = ErrorBody)))]
async fn post_event(
    State(desk): State<Desk>,
    Path(app_id): Path<String>,
    OriginalUri(uri): OriginalUri,
    Raw(body): Raw,
) -> Result<axum::Json<Value>, Refusal> {
    let app = signed(&desk, &Method::POST, &uri, Some(&app_id), &body).await?;
    Ok(axum::Json(publish_event(&desk, &app, &body)?))
}

/// Publishes up to ten events, all or none.
#[utoipa::path(post, path = "/apps/{app_id}/batch_events", tag = "pusher", params(("app_id" = String, Path)),
    request_body(content = Object, content_type = "application/json"),
    responses((status = 200, body = Object), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody), (status = 413, body = ErrorBody)))]
async fn post_batch(
    State(desk): State<Desk>,
    Path(app_id): Path<String>,
    OriginalUri(uri): OriginalUri,
    Raw(body): Raw,
) -> Result<axum::Json<Value>, Refusal> {
    let app = signed(&desk, &Method::POST, &uri, Some(&app_id), &body).await?;
    Ok(axum::Json(publish_batch(&desk, &app, &body)?))
}

/// The occupied channels.
#[utoipa::path(get, path = "/apps/{app_id}/channels", tag = "pusher",
    params(("app_id" = String, Path), ("filter_by_prefix" = Option<String>, Query), ("info" = Option<String>, Query)),
    responses((status = 200, body = Object), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody)))]
async fn get_channels(
    State(desk): State<Desk>,
    Path(app_id): Path<String>,
    OriginalUri(uri): OriginalUri,
) -> Result<axum::Json<Value>, Refusal> {
    let app = signed(&desk, &Method::GET, &uri, Some(&app_id), b"").await?;
    let query = pairs(&uri);
    Ok(axum::Json(show_channels::list(&desk, &app, value(&query, "filter_by_prefix"), value(&query, "info"))?))
}

/// One channel.
#[utoipa::path(get, path = "/apps/{app_id}/channels/{channel}", tag = "pusher",
    params(("app_id" = String, Path), ("channel" = String, Path), ("info" = Option<String>, Query)),
    responses((status = 200, body = Object), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody)))]
async fn get_channel(
    State(desk): State<Desk>,
    Path((app_id, channel)): Path<(String, String)>,
    OriginalUri(uri): OriginalUri,
) -> Result<axum::Json<Value>, Refusal> {
    let app = signed(&desk, &Method::GET, &uri, Some(&app_id), b"").await?;
    Ok(axum::Json(show_channels::show(&desk, &app, &channel, value(&pairs(&uri), "info"))?))
}

/// Who is on a presence channel.
#[utoipa::path(get, path = "/apps/{app_id}/channels/{channel}/users", tag = "pusher",
    params(("app_id" = String, Path), ("channel" = String, Path)),
    responses((status = 200, body = Object), (status = 400, body = ErrorBody), (status = 401, body = ErrorBody),
        (status = 403, body = ErrorBody), (status = 404, body = ErrorBody)))]
async fn get_users(
    State(desk): State<Desk>,
    Path((app_id, channel)): Path<(String, String)>,
    OriginalUri(uri): OriginalUri,
) -> Result<axum::Json<Value>, Refusal> {
    let app = signed(&desk, &Method::GET, &uri, Some(&app_id), b"").await?;
    Ok(axum::Json(show_channels::users(&desk, &app, &channel)?))
}

/// Closes all sockets on which a user has signed in.
#[utoipa::path(post, path = "/apps/{app_id}/users/{user_id}/terminate_connections", tag = "pusher",
    params(("app_id" = String, Path), ("user_id" = String, Path)),
    responses((status = 200, body = Object), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody)))]
async fn post_terminate(
    State(desk): State<Desk>,
    Path((app_id, user_id)): Path<(String, String)>,
    OriginalUri(uri): OriginalUri,
    Raw(body): Raw,
) -> Result<axum::Json<Value>, Refusal> {
    let app = signed(&desk, &Method::POST, &uri, Some(&app_id), &body).await?;
    desk.live.terminate_user(app.workspace, &user_id);
    Ok(axum::Json(Value::Object(serde_json::Map::new())))
}

/// The same where one of the protocol's libraries leaves the app out of the path: its key names it.
#[utoipa::path(post, path = "/users/{user_id}/terminate_connections", tag = "pusher", params(("user_id" = String, Path)),
    responses((status = 200, body = Object), (status = 401, body = ErrorBody), (status = 403, body = ErrorBody),
        (status = 404, body = ErrorBody)))]
async fn post_terminate_without_app(
    State(desk): State<Desk>,
    Path(user_id): Path<String>,
    OriginalUri(uri): OriginalUri,
    Raw(body): Raw,
) -> Result<axum::Json<Value>, Refusal> {
    let app = signed(&desk, &Method::POST, &uri, None, &body).await?;
    desk.live.terminate_user(app.workspace, &user_id);
    Ok(axum::Json(Value::Object(serde_json::Map::new())))
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct AppKey {
    app_key: Option<String>,
}

/// Signs that a socket of one's own may join a channel: as the protocol's clients ask, by form or JSON.
#[utoipa::path(post, path = "/api/pusher/auth", tag = "pusher",
    params(("app_key" = Option<String>, Query, description = "Which app signs, where there are two")),
    request_body(content = ChannelAuthAsk, content_type = "application/x-www-form-urlencoded"),
    responses((status = 200, body = ChannelAuth), (status = 403, body = ErrorBody), (status = 422, body = ErrorBody)))]
async fn post_auth(
    State(desk): State<Desk>,
    actor: Actor,
    Query(by): Query<AppKey>,
    headers: HeaderMap,
    Raw(body): Raw,
) -> Result<axum::Json<ChannelAuth>, Refusal> {
    let ask = form_or_json(&headers, &body)?;
    Ok(axum::Json(authorize_channel(&desk, &actor, by.app_key.as_deref(), ask).await?))
}

/// Signs who one is on a socket of one's own.
#[utoipa::path(post, path = "/api/pusher/user-auth", tag = "pusher",
    params(("app_key" = Option<String>, Query, description = "Which app signs, where there are two")),
    request_body(content = UserAuthAsk, content_type = "application/x-www-form-urlencoded"),
    responses((status = 200, body = UserAuth), (status = 422, body = ErrorBody)))]
async fn post_user_auth(
    State(desk): State<Desk>,
    actor: Actor,
    Query(by): Query<AppKey>,
    headers: HeaderMap,
    Raw(body): Raw,
) -> Result<axum::Json<UserAuth>, Refusal> {
    let ask = form_or_json(&headers, &body)?;
    Ok(axum::Json(authorize_user(&desk, &actor, by.app_key.as_deref(), ask).await?))
}

/// The workspace's app, made when it is first asked for.
#[utoipa::path(get, path = "/api/pusher/app", tag = "pusher", responses((status = 200, body = PusherApp)))]
async fn get_app(State(desk): State<Desk>, actor: Actor) -> Result<axum::Json<PusherApp>, Refusal> {
    Ok(axum::Json(find_or_make_app(&desk, &actor).await?))
}

/// Switches the app, or its clients' events, on or off.
#[utoipa::path(patch, path = "/api/pusher/app", tag = "pusher", request_body = AppChange,
    responses((status = 200, body = PusherApp), (status = 404, body = ErrorBody), (status = 422, body = ErrorBody)))]
async fn patch_app(
    State(desk): State<Desk>,
    actor: Actor,
    Json(change): Json<AppChange>,
) -> Result<axum::Json<PusherApp>, Refusal> {
    Ok(axum::Json(change_app(&desk, &actor, change).await?))
}

/// Gives the app another secret; the old one signs nothing any more.
#[utoipa::path(post, path = "/api/pusher/app/secret", tag = "pusher",
    responses((status = 200, body = PusherApp), (status = 404, body = ErrorBody)))]
async fn post_secret(State(desk): State<Desk>, actor: Actor) -> Result<axum::Json<PusherApp>, Refusal> {
    Ok(axum::Json(renew_secret(&desk, &actor).await?))
}

async fn signed(desk: &Desk, method: &Method, uri: &axum::http::Uri, app_id: Option<&str>, body: &[u8]) -> Result<ChannelApp> {
    let path = percent_decoded(uri.path());
    check_request(desk, &SignedRequest { app_id, method, path: &path, query: pairs(uri), body }).await
}

/// Clients sign the path as they write it, before it is escaped.
fn percent_decoded(path: &str) -> String {
    let pairs = format!("p={}", path.replace('+', "%2B").replace('&', "%26"));
    url::form_urlencoded::parse(pairs.as_bytes()).next().map(|(_, path)| path.into_owned()).unwrap_or_default()
}

fn pairs(uri: &axum::http::Uri) -> Vec<(String, String)> {
    url::form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()).into_owned().collect()
}

fn value<'q>(query: &'q [(String, String)], name: &str) -> &'q str {
    query.iter().find(|(found, _)| found == name).map_or("", |(_, value)| value)
}

fn form_or_json<T: DeserializeOwned>(headers: &HeaderMap, body: &[u8]) -> Result<T> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if kind.starts_with("application/json") {
        return http::parse(body);
    }
    let reader = serde_urlencoded::Deserializer::new(url::form_urlencoded::parse(body));
    serde_path_to_error::deserialize(reader).map_err(|error| {
        let field = error.path().to_string();
        Error::invalid(
            if field == "." { "body".to_owned() } else { field },
            format!("Send socket_id and channel_name: {}.", error.inner()),
        )
    })
}
