//! HTTP in and out of sign-in, people, sessions, keys and tickets. Handlers only translate.

use antiphon_base::Result;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use std::net::IpAddr;
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_axum::routes;

use super::model::SESSION_LIFE;
use super::{
    ApiKey, Caller, Me, NewKey, NewKeyAnswer, NewPerson, PasswordChange, Person, PersonChange, SessionView, SetUp, SetUpView,
    SignIn, SignedIn, Ticket,
};
use crate::Desk;
use crate::actor::{Actor, Permission, RequestInfo};
use crate::created::Created;
use crate::http::{Access, COOKIE, ErrorBody, Json, NoContent, Path, PeerAddress, Query, Refusal, RequestId, Routes};
use crate::ids::{PrincipalId, SessionId, WorkspaceId};
use crate::page::Page;

/// This slice's routes.
pub fn routes() -> Routes {
    Routes::default()
        .add(Access::Open, routes!(sign_in))
        .add(Access::Open, routes!(refresh))
        .add(Access::Open, routes!(find_set_up))
        .add(Access::Open, routes!(set_up))
        .add(Access::SignedIn, routes!(sign_out))
        .add(Access::SignedIn, routes!(switch))
        .add(Access::SignedIn, routes!(me))
        .add(Access::SignedIn, routes!(change_password))
        .add(Access::SignedIn, routes!(make_ticket))
        .add(Access::SignedIn, routes!(list_sessions))
        .add(Access::SignedIn, routes!(revoke_session))
        .add(Access::Needs(Permission::PeopleRead), routes!(list_people))
        .add(Access::Needs(Permission::PeopleManage), routes!(add_person))
        .add(Access::Needs(Permission::PeopleManage), routes!(change_person))
        .add(Access::Needs(Permission::PeopleManage), routes!(end_sessions_of))
        .add(Access::Needs(Permission::KeysManage), routes!(list_keys))
        .add(Access::Needs(Permission::KeysManage), routes!(make_key))
        .add(Access::Needs(Permission::KeysManage), routes!(revoke_key))
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        let address = parts.extensions.get::<PeerAddress>().map_or(IpAddr::from([127, 0, 0, 1]), |peer| peer.0);
        let id = parts.extensions.get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default();
        let user_agent = parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        Ok(Self {
            address,
            user_agent: user_agent.chars().take(300).collect(),
            request: Arc::new(RequestInfo { id, address: Some(address), idempotency: None }),
        })
    }
}

impl IntoResponse for SignedIn {
    fn into_response(mut self) -> Response {
        let cookie = self.cookie.take();
        let mut response = axum::Json(self).into_response();
        if let Some(cookie) = cookie {
            set_cookie(&mut response, &cookie, SESSION_LIFE.num_seconds());
        }
        response
    }
}

/// Beside the session's cookie: tells the app's scripts, which cannot see that one, that there is one to ask about.
/// It proves nothing.
const HINT: &str = "antiphon-session";

/// Browsers take a `Secure` cookie from loopback over plain HTTP too, so development needs no exception.
fn set_cookie(response: &mut Response, value: &str, max_age: i64) {
    let cookie = format!("{COOKIE}={value}; Max-Age={max_age}; Path=/; Secure; HttpOnly; SameSite=Lax");
    let hint = format!("{HINT}=1; Max-Age={max_age}; Path=/app; Secure; SameSite=Lax");
    for cookie in [cookie, hint] {
        let cookie = HeaderValue::from_str(&cookie).expect("our tokens are visible ASCII");
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
}

/// Sign in
#[utoipa::path(post, path = "/api/auth/login", tag = "auth", request_body = SignIn, responses(
    (status = 200, body = SignedIn, description = "With the session cookie"),
    (status = 401, body = ErrorBody), (status = 429, body = ErrorBody)))]
async fn sign_in(State(desk): State<Desk>, caller: Caller, Json(given): Json<SignIn>) -> Result<SignedIn, Refusal> {
    Ok(super::sign_in(&desk, &caller, given).await?)
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Refresh {
    /// The refresh token that the last answer gave.
    refresh_token: String,
}

/// Trade a refresh token for the next pair
#[utoipa::path(post, path = "/api/auth/refresh", tag = "auth", request_body = Refresh, responses(
    (status = 200, body = SignedIn), (status = 401, body = ErrorBody)))]
async fn refresh(State(desk): State<Desk>, Json(given): Json<Refresh>) -> Result<SignedIn, Refusal> {
    Ok(super::refresh(&desk, &given.refresh_token).await?)
}

/// Sign out
#[utoipa::path(post, path = "/api/auth/logout", tag = "auth", responses((status = 204), (status = 401, body = ErrorBody)))]
async fn sign_out(State(desk): State<Desk>, actor: Actor) -> Result<Response, Refusal> {
    super::sign_out(&desk, &actor).await?;
    let mut response = NoContent.into_response();
    set_cookie(&mut response, "", 0);
    Ok(response)
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Switch {
    /// Where to.
    workspace_id: WorkspaceId,
}

/// Switch to another workspace of the account
#[utoipa::path(post, path = "/api/auth/switch", tag = "auth", request_body = Switch, responses(
    (status = 200, body = SignedIn), (status = 404, body = ErrorBody)))]
async fn switch(State(desk): State<Desk>, actor: Actor, caller: Caller, Json(given): Json<Switch>) -> Result<SignedIn, Refusal> {
    Ok(super::switch(&desk, &actor, &caller, given.workspace_id).await?)
}

/// Its secret comes in the body: addresses are written down on the way.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct SetUpLink {
    /// The secret of the link.
    token: String,
}

/// Look at what a set-up link opens
#[utoipa::path(post, path = "/api/auth/setup-link", tag = "auth", request_body = SetUpLink, responses(
    (status = 200, body = SetUpView), (status = 401, body = ErrorBody)))]
async fn find_set_up(State(desk): State<Desk>, Json(link): Json<SetUpLink>) -> Result<axum::Json<SetUpView>, Refusal> {
    Ok(axum::Json(super::find_set_up(&desk, &link.token).await?))
}

/// Set the owner up by a set-up link, and sign them in
#[utoipa::path(post, path = "/api/auth/setup", tag = "auth", request_body = SetUp, responses(
    (status = 200, body = SignedIn), (status = 401, body = ErrorBody), (status = 422, body = ErrorBody)))]
async fn set_up(State(desk): State<Desk>, caller: Caller, Json(given): Json<SetUp>) -> Result<SignedIn, Refusal> {
    Ok(super::set_up(&desk, &caller, given).await?)
}

/// Who am I
#[utoipa::path(get, path = "/api/me", tag = "auth", responses((status = 200, body = Me)))]
async fn me(State(desk): State<Desk>, actor: Actor) -> Result<axum::Json<Me>, Refusal> {
    Ok(axum::Json(super::me(&desk, &actor).await?))
}

/// Change one's own password; all other sessions of the account end
#[utoipa::path(put, path = "/api/me/password", tag = "auth", request_body = PasswordChange, responses(
    (status = 204), (status = 403, body = ErrorBody), (status = 422, body = ErrorBody), (status = 429, body = ErrorBody)))]
async fn change_password(
    State(desk): State<Desk>,
    actor: Actor,
    caller: Caller,
    Json(given): Json<PasswordChange>,
) -> Result<NoContent, Refusal> {
    super::change_password(&desk, &actor, &caller, given).await?;
    Ok(NoContent)
}

/// Get a ticket for a socket or an event stream
#[utoipa::path(post, path = "/api/live/ticket", tag = "live", responses((status = 200, body = Ticket)))]
async fn make_ticket(State(desk): State<Desk>, actor: Actor) -> Result<axum::Json<Ticket>, Refusal> {
    Ok(axum::Json(super::make_ticket(&desk, &actor).await?))
}

#[derive(Serialize, ToSchema)]
struct Sessions {
    sessions: Vec<SessionView>,
}

/// List one's own sessions
#[utoipa::path(get, path = "/api/sessions", tag = "auth", responses((status = 200, body = Sessions)))]
async fn list_sessions(State(desk): State<Desk>, actor: Actor) -> Result<axum::Json<Sessions>, Refusal> {
    Ok(axum::Json(Sessions { sessions: super::list_sessions(&desk, &actor).await? }))
}

/// End one of one's own sessions
#[utoipa::path(delete, path = "/api/sessions/{id}", tag = "auth", params(("id" = SessionId, Path)), responses(
    (status = 204), (status = 404, body = ErrorBody)))]
async fn revoke_session(State(desk): State<Desk>, actor: Actor, Path(id): Path<SessionId>) -> Result<NoContent, Refusal> {
    super::revoke_session(&desk, &actor, id).await?;
    Ok(NoContent)
}

#[derive(Serialize, ToSchema)]
struct People {
    people: Vec<Person>,
    /// Where the next page starts; null on the last one.
    next_cursor: Option<String>,
}

/// List the people of the workspace
#[utoipa::path(get, path = "/api/people", tag = "people", params(
    ("limit" = Option<i64>, Query, minimum = 1, maximum = 100), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = People), (status = 403, body = ErrorBody)))]
async fn list_people(State(desk): State<Desk>, actor: Actor, Query(page): Query<Page>) -> Result<axum::Json<People>, Refusal> {
    let (people, next_cursor) = super::list_people(&desk, &actor, page).await?;
    Ok(axum::Json(People { people, next_cursor }))
}

/// Add a person
#[utoipa::path(post, path = "/api/people", tag = "people", request_body = NewPerson, responses(
    (status = 201, body = Person), (status = 409, body = ErrorBody), (status = 422, body = ErrorBody)))]
async fn add_person(State(desk): State<Desk>, actor: Actor, Json(new): Json<NewPerson>) -> Result<Created<Person>, Refusal> {
    Ok(Created::New(super::add_person(&desk, &actor, new).await?))
}

/// Change a person's name or role, or shut them out
#[utoipa::path(patch, path = "/api/people/{id}", tag = "people", params(("id" = PrincipalId, Path)), request_body = PersonChange, responses(
    (status = 200, body = Person), (status = 404, body = ErrorBody), (status = 409, body = ErrorBody, description = "`last_owner`")))]
async fn change_person(
    State(desk): State<Desk>,
    actor: Actor,
    Path(id): Path<PrincipalId>,
    Json(change): Json<PersonChange>,
) -> Result<axum::Json<Person>, Refusal> {
    Ok(axum::Json(super::change_person(&desk, &actor, id, change).await?))
}

/// Sign a person out everywhere
#[utoipa::path(delete, path = "/api/people/{id}/sessions", tag = "people", params(("id" = PrincipalId, Path)), responses(
    (status = 204), (status = 404, body = ErrorBody)))]
async fn end_sessions_of(State(desk): State<Desk>, actor: Actor, Path(id): Path<PrincipalId>) -> Result<NoContent, Refusal> {
    super::end_sessions_of(&desk, &actor, id).await?;
    Ok(NoContent)
}

#[derive(Serialize, ToSchema)]
struct Keys {
    keys: Vec<ApiKey>,
    /// Where the next page starts; null on the last one.
    next_cursor: Option<String>,
}

/// List the API keys that hold
#[utoipa::path(get, path = "/api/keys", tag = "keys", params(
    ("limit" = Option<i64>, Query, minimum = 1, maximum = 100), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Keys), (status = 403, body = ErrorBody)))]
async fn list_keys(State(desk): State<Desk>, actor: Actor, Query(page): Query<Page>) -> Result<axum::Json<Keys>, Refusal> {
    let (keys, next_cursor) = super::list_keys(&desk, &actor, page).await?;
    Ok(axum::Json(Keys { keys, next_cursor }))
}

/// Make an API key; the key itself is shown this once
#[utoipa::path(post, path = "/api/keys", tag = "keys", request_body = NewKey, responses(
    (status = 201, body = NewKeyAnswer), (status = 403, body = ErrorBody), (status = 422, body = ErrorBody)))]
async fn make_key(State(desk): State<Desk>, actor: Actor, Json(new): Json<NewKey>) -> Result<Created<NewKeyAnswer>, Refusal> {
    Ok(Created::New(super::make_key(&desk, &actor, new).await?))
}

/// Revoke an API key
#[utoipa::path(delete, path = "/api/keys/{id}", tag = "keys", params(("id" = PrincipalId, Path)), responses(
    (status = 204), (status = 404, body = ErrorBody)))]
async fn revoke_key(State(desk): State<Desk>, actor: Actor, Path(id): Path<PrincipalId>) -> Result<NoContent, Refusal> {
    super::revoke_key(&desk, &actor, id).await?;
    Ok(NoContent)
}
