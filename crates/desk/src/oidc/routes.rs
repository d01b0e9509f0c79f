//! HTTP in and out: the settings, and the two addresses by which browsers come and go. Those answer with a page, since
//! a person looks at them: the app, or its sign-in page with the problem in its address.

use antiphon_base::{Error, Result};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa_axum::routes;

use super::finish_sign_in::Refused;
use super::model::SIGN_IN_LIFE;
use super::{Addresses, Door, Finished, Problem, ProviderView, Returned, SaveProvider, Tried};
use crate::Desk;
use crate::accounts::{Caller, enter_at};
use crate::actor::{Actor, Permission};
use crate::http::{Access, ErrorBody, Json, NoContent, Query, Refusal, Routes, cookie};
use crate::ids::WorkspaceId;

/// Tells the browser that began a sign-in from others. `Lax`: it comes along from the provider's page.
const COOKIE: &str = "__Host-antiphon-oidc";

/// This slice's routes.
pub fn routes() -> Routes {
    Routes::default()
        .add(Access::Open, routes!(show_door))
        .add(Access::Open, routes!(start))
        .add(Access::Open, routes!(callback))
        .add(Access::Needs(Permission::SettingsManage), routes!(show_provider))
        .add(Access::Needs(Permission::SettingsManage), routes!(save_provider))
        .add(Access::Needs(Permission::SettingsManage), routes!(remove_provider))
        .add(Access::Needs(Permission::SettingsManage), routes!(try_provider))
}

/// The address under which people reach the server: as configured, or as this request came where that is this machine.
fn base(desk: &Desk, headers: &HeaderMap) -> Result<String> {
    if let Some(url) = &desk.config.public_url {
        return Ok(url.trim_end_matches('/').to_owned());
    }
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    if matches!(name, "localhost" | "127.0.0.1" | "[::1]") {
        Ok(format!("http://{host}"))
    } else {
        Err(Error::conflict(
            "no_public_url",
            "Whoever runs this server must set `public_url` first: the provider sends people back to it.",
        ))
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Where {
    workspace: Option<WorkspaceId>,
}

#[derive(Serialize, ToSchema)]
struct Doors {
    /// What the sign-in page offers beside the password; null: nothing.
    provider: Option<Door>,
}

/// Look at what the sign-in page offers beside the password
#[utoipa::path(get, path = "/api/auth/oidc", tag = "auth", params(("workspace" = Option<WorkspaceId>, Query)), responses(
    (status = 200, body = Doors), (status = 422, body = ErrorBody)))]
async fn show_door(State(desk): State<Desk>, Query(at): Query<Where>) -> Result<axum::Json<Doors>, Refusal> {
    Ok(axum::Json(Doors { provider: super::show_door(&desk, at.workspace).await? }))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Start {
    workspace: WorkspaceId,
    return_to: Option<String>,
}

/// Go to the provider to sign in (for browsers: answers with a redirect)
#[utoipa::path(get, path = "/api/auth/oidc/start", tag = "auth",
    params(("workspace" = WorkspaceId, Query), ("return_to" = Option<String>, Query)),
    responses((status = 303, description = "To the provider, or to the sign-in page with the problem"), (status = 422, body = ErrorBody)))]
async fn start(State(desk): State<Desk>, headers: HeaderMap, Query(at): Query<Start>) -> Result<Response, Refusal> {
    let Ok(base) = base(&desk, &headers) else { return Ok(to_sign_in(Problem::NoAddress, Some(at.workspace))) };
    let browser = cookie(&headers, COOKIE).map(str::to_owned);
    Ok(match super::begin_sign_in(&desk, &base, at.workspace, at.return_to.as_deref(), browser).await {
        Ok(begun) => {
            let mut response = Redirect::to(&begun.url).into_response();
            let life = SIGN_IN_LIFE.num_seconds();
            let cookie = format!("{COOKIE}={}; Max-Age={life}; Path=/; Secure; HttpOnly; SameSite=Lax", begun.browser);
            let cookie = HeaderValue::from_str(&cookie).expect("our tokens are visible ASCII");
            response.headers_mut().append(header::SET_COOKIE, cookie);
            response
        }
        Err(problem) => to_sign_in(problem, Some(at.workspace)),
    })
}

/// Providers add what they like.
#[derive(Deserialize)]
struct Callback {
    state: Option<String>,
    code: Option<String>,
    error: Option<String>,
    iss: Option<String>,
}

/// Come back from the provider (for browsers: answers with a redirect)
#[utoipa::path(get, path = "/api/auth/oidc/callback", tag = "auth",
    params(("state" = Option<String>, Query), ("code" = Option<String>, Query), ("error" = Option<String>, Query), ("iss" = Option<String>, Query)),
    responses((status = 303, description = "Into the app with the session cookie, or to the sign-in page with the problem")))]
async fn callback(
    State(desk): State<Desk>,
    caller: Caller,
    headers: HeaderMap,
    Query(at): Query<Callback>,
) -> Result<Response, Refusal> {
    let Ok(base) = base(&desk, &headers) else { return Ok(to_sign_in(Problem::NoAddress, None)) };
    let returned = Returned { state: at.state, code: at.code, error: at.error, issuer: at.iss };
    Ok(match super::finish_sign_in(&desk, &caller, &base, cookie(&headers, COOKIE), returned).await {
        Ok(Finished::SignedIn(signed_in, return_to)) => enter_at(*signed_in, &return_to),
        Ok(Finished::Waits(challenge, return_to)) => {
            // Behind the `#`, which no log and no other server is told.
            let asks = serde_urlencoded::to_string([("challenge", &challenge.challenge), ("return_to", &return_to)]);
            Redirect::to(&format!("/app/sign-in#{}", asks.unwrap_or_default())).into_response()
        }
        Err(Refused { problem, workspace }) => to_sign_in(problem, workspace),
    })
}

fn to_sign_in(problem: Problem, workspace: Option<WorkspaceId>) -> Response {
    let workspace = workspace.map(|workspace| format!("&workspace={workspace}")).unwrap_or_default();
    Redirect::to(&format!("/app/sign-in?problem={}{workspace}", problem.code())).into_response()
}

#[derive(Serialize, ToSchema)]
struct Provider {
    /// The provider; null where none is set up.
    provider: Option<ProviderView>,
    /// Addresses that have to do with it; null until whoever runs the server has set its public address.
    addresses: Option<Addresses>,
}

/// Look at the workspace's sign-in provider
#[utoipa::path(get, path = "/api/sign-in/provider", tag = "sign-in", responses(
    (status = 200, body = Provider), (status = 403, body = ErrorBody)))]
async fn show_provider(State(desk): State<Desk>, headers: HeaderMap, actor: Actor) -> Result<axum::Json<Provider>, Refusal> {
    let addresses = base(&desk, &headers).ok().map(|base| Addresses::of(&base, actor.workspace));
    Ok(axum::Json(Provider { provider: super::show_provider(&desk, &actor).await?, addresses }))
}

/// Set the workspace's sign-in provider up, or change it
#[utoipa::path(put, path = "/api/sign-in/provider", tag = "sign-in", request_body = SaveProvider, responses(
    (status = 200, body = ProviderView), (status = 403, body = ErrorBody), (status = 422, body = ErrorBody)))]
async fn save_provider(
    State(desk): State<Desk>,
    actor: Actor,
    Json(given): Json<SaveProvider>,
) -> Result<axum::Json<ProviderView>, Refusal> {
    Ok(axum::Json(super::save_provider(&desk, &actor, given).await?))
}

/// Take the workspace's sign-in provider away
#[utoipa::path(delete, path = "/api/sign-in/provider", tag = "sign-in", responses(
    (status = 204), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody)))]
async fn remove_provider(State(desk): State<Desk>, actor: Actor) -> Result<NoContent, Refusal> {
    super::remove_provider(&desk, &actor).await?;
    Ok(NoContent)
}

/// Try the workspace's sign-in provider out
#[utoipa::path(post, path = "/api/sign-in/provider/test", tag = "sign-in", responses(
    (status = 200, body = Tried), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody),
    (status = 409, body = ErrorBody, description = "`no_public_url`")))]
async fn try_provider(State(desk): State<Desk>, headers: HeaderMap, actor: Actor) -> Result<axum::Json<Tried>, Refusal> {
    let base = base(&desk, &headers)?;
    Ok(axum::Json(super::try_provider(&desk, &actor, &base).await?))
}
