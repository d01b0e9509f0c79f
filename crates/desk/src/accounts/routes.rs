//! HTTP in and out of sign-in, people, sessions, keys and tickets. Handlers only translate.

use antiphon_base::Result;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::{Deserialize, Serialize};
use std::net::IpAddr;
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_axum::routes;

use super::model::SESSION_LIFE;
use super::{
    AccountDeletion, ApiKey, BeginFactor, BothSteps, Caller, ConfirmFactor, CustomRole, EmailChange, EmailChanged, FirstStep,
    ForgottenPassword, Invitation, InvitationAnswer, InvitationView, Join, Joined, KeyChange, Me, NewFactor, NewInvitation,
    NewKey, NewKeyAnswer, NewPerson, NewRole, PasswordChange, PasswordReset, PeopleAsk, Person, PersonChange, ProfileChange,
    RecoveryCodes, ResetAsked, ResetLink, ResetView, RoleChange, Roles, SecondFactor, SecondStepNeeded, SessionView, SetUp,
    SetUpView, SignIn, SignInRules, SignInRulesChange, SignedIn, TakeSecondStep, Ticket, WorkspaceChange, WorkspaceSettings,
};
use crate::Desk;
use crate::actor::{Actor, Permission, RequestInfo};
use crate::created::Created;
use crate::http::{Access, COOKIE, ErrorBody, Json, NoContent, Path, PeerAddress, Query, Refusal, RequestId, Routes};
use crate::ids::{InvitationId, PrincipalId, RoleId, SessionId, WorkspaceId};
use crate::page::Page;

/// This slice's routes.
pub fn routes() -> Routes {
    Routes::default()
        .add(Access::Open, routes!(sign_in))
        .add(Access::Open, routes!(take_second_step))
        .add(Access::Open, routes!(refresh))
        .add(Access::Open, routes!(find_set_up))
        .add(Access::Open, routes!(set_up))
        .add(Access::Open, routes!(find_invitation))
        .add(Access::Open, routes!(join))
        .add(Access::Open, routes!(ask_reset))
        .add(Access::Open, routes!(find_reset))
        .add(Access::Open, routes!(reset_password))
        .add(Access::Open, routes!(confirm_email))
        .add(Access::Enrolling, routes!(sign_out))
        .add(Access::SignedIn, routes!(switch))
        .add(Access::SignedIn, routes!(me, change_profile))
        .add(Access::SignedIn, routes!(change_password))
        .add(Access::SignedIn, routes!(ask_email_change))
        .add(Access::SignedIn, routes!(delete_account))
        .add(Access::Enrolling, routes!(show_factor))
        .add(Access::Enrolling, routes!(begin_factor))
        .add(Access::Enrolling, routes!(confirm_factor))
        .add(Access::SignedIn, routes!(renew_recovery_codes))
        .add(Access::SignedIn, routes!(switch_off_factor))
        .add(Access::SignedIn, routes!(make_ticket))
        .add(Access::SignedIn, routes!(list_sessions))
        .add(Access::SignedIn, routes!(revoke_session))
        .add(Access::SignedIn, routes!(end_other_sessions))
        .add(Access::Needs(Permission::SettingsManage), routes!(workspace_settings, change_workspace))
        .add(Access::Needs(Permission::PeopleRead), routes!(list_people))
        .add(Access::Needs(Permission::PeopleRead), routes!(get_person))
        .add(Access::Needs(Permission::PeopleManage), routes!(add_person))
        .add(Access::Needs(Permission::PeopleManage), routes!(change_person))
        .add(Access::Needs(Permission::PeopleManage), routes!(remove_person))
        .add(Access::Needs(Permission::PeopleManage), routes!(end_sessions_of))
        .add(Access::Needs(Permission::PeopleManage), routes!(make_reset_link))
        .add(Access::Needs(Permission::PeopleManage), routes!(set_email))
        .add(Access::Needs(Permission::PeopleManage), routes!(list_invitations))
        .add(Access::Needs(Permission::PeopleManage), routes!(invite))
        .add(Access::Needs(Permission::PeopleManage), routes!(resend_invitation))
        .add(Access::Needs(Permission::PeopleManage), routes!(revoke_invitation))
        .add(Access::Needs(Permission::PeopleRead), routes!(list_roles))
        .add(Access::Needs(Permission::PeopleManage), routes!(make_role))
        .add(Access::Needs(Permission::PeopleManage), routes!(change_role))
        .add(Access::Needs(Permission::PeopleManage), routes!(remove_role))
        .add(Access::Needs(Permission::PeopleManage), routes!(end_factor_of))
        .add(Access::Needs(Permission::SettingsManage), routes!(show_sign_in_rules))
        .add(Access::Needs(Permission::SettingsManage), routes!(change_sign_in_rules))
        .add(Access::Needs(Permission::KeysManage), routes!(list_keys))
        .add(Access::Needs(Permission::KeysManage), routes!(make_key))
        .add(Access::Needs(Permission::KeysManage), routes!(change_key, revoke_key))
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

/// The answer to a browser that is let in: on to a page of ours, with the session's cookie.
pub fn enter_at(mut signed_in: SignedIn, path: &str) -> Response {
    let mut response = Redirect::to(path).into_response();
    if let Some(cookie) = signed_in.cookie.take() {
        set_cookie(&mut response, &cookie, SESSION_LIFE.num_seconds());
    }
    response
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

impl IntoResponse for FirstStep {
    fn into_response(self) -> Response {
        match self {
            Self::SignedIn(signed_in) => signed_in.into_response(),
            Self::Waits(waits) => (StatusCode::ACCEPTED, axum::Json(waits)).into_response(),
        }
    }
}

/// Sign in
#[utoipa::path(post, path = "/api/auth/login", tag = "auth", request_body = SignIn, responses(
    (status = 200, body = SignedIn, description = "With the session cookie"),
    (status = 202, body = SecondStepNeeded, description = "The password is right; a second step is to be taken"),
    (status = 401, body = ErrorBody), (status = 429, body = ErrorBody)))]
async fn sign_in(State(desk): State<Desk>, caller: Caller, Json(given): Json<SignIn>) -> Result<FirstStep, Refusal> {
    Ok(super::sign_in(&desk, &caller, given).await?)
}

/// Take the second step of a sign-in, by a code of the app or a recovery code
#[utoipa::path(post, path = "/api/auth/second-factor", tag = "auth", request_body = TakeSecondStep, responses(
    (status = 200, body = SignedIn, description = "With the session cookie"),
    (status = 401, body = ErrorBody, description = "Begin the sign-in anew"),
    (status = 409, body = ErrorBody, description = "`code_used`"), (status = 422, body = ErrorBody), (status = 429, body = ErrorBody)))]
async fn take_second_step(
    State(desk): State<Desk>,
    caller: Caller,
    Json(given): Json<TakeSecondStep>,
) -> Result<SignedIn, Refusal> {
    Ok(super::take_second_step(&desk, &caller, given).await?)
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
    Ok(signed_out())
}

fn signed_out() -> Response {
    let mut response = NoContent.into_response();
    set_cookie(&mut response, "", 0);
    response
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

/// Look at what a set-up link opens
#[utoipa::path(post, path = "/api/auth/setup-link", tag = "auth", request_body = Link, responses(
    (status = 200, body = SetUpView), (status = 401, body = ErrorBody)))]
async fn find_set_up(State(desk): State<Desk>, Json(link): Json<Link>) -> Result<axum::Json<SetUpView>, Refusal> {
    Ok(axum::Json(super::find_set_up(&desk, &link.token).await?))
}

/// Set the owner up by a set-up link, and sign them in
#[utoipa::path(post, path = "/api/auth/setup", tag = "auth", request_body = SetUp, responses(
    (status = 200, body = SignedIn), (status = 401, body = ErrorBody), (status = 422, body = ErrorBody)))]
async fn set_up(State(desk): State<Desk>, caller: Caller, Json(given): Json<SetUp>) -> Result<SignedIn, Refusal> {
    Ok(super::set_up(&desk, &caller, given).await?)
}

/// The secret of a link, in the body: addresses are written down on the way.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Link {
    /// The secret of the link.
    token: String,
}

/// Look at what an invitation opens
#[utoipa::path(post, path = "/api/auth/invitation-link", tag = "auth", request_body = Link, responses(
    (status = 200, body = InvitationView), (status = 401, body = ErrorBody)))]
async fn find_invitation(State(desk): State<Desk>, Json(link): Json<Link>) -> Result<axum::Json<InvitationView>, Refusal> {
    Ok(axum::Json(super::find_invitation(&desk, &link.token).await?))
}

/// Take an invitation: join the workspace, then sign in
#[utoipa::path(post, path = "/api/auth/join", tag = "auth", request_body = Join, responses(
    (status = 200, body = Joined), (status = 401, body = ErrorBody), (status = 409, body = ErrorBody),
    (status = 422, body = ErrorBody), (status = 429, body = ErrorBody)))]
async fn join(State(desk): State<Desk>, caller: Caller, Json(given): Json<Join>) -> Result<axum::Json<Joined>, Refusal> {
    Ok(axum::Json(super::join(&desk, &caller, given).await?))
}

/// Ask for a link to a new password; the answer is the same whether there is an account
#[utoipa::path(post, path = "/api/password-resets", tag = "auth", request_body = ForgottenPassword, responses(
    (status = 202, body = ResetAsked), (status = 422, body = ErrorBody), (status = 429, body = ErrorBody)))]
async fn ask_reset(
    State(desk): State<Desk>,
    caller: Caller,
    Json(given): Json<ForgottenPassword>,
) -> Result<(StatusCode, axum::Json<ResetAsked>), Refusal> {
    Ok((StatusCode::ACCEPTED, axum::Json(super::ask_reset(&desk, &caller, given).await?)))
}

/// Look at whose password a link is about
#[utoipa::path(post, path = "/api/auth/reset-link", tag = "auth", request_body = Link, responses(
    (status = 200, body = ResetView), (status = 401, body = ErrorBody)))]
async fn find_reset(State(desk): State<Desk>, Json(link): Json<Link>) -> Result<axum::Json<ResetView>, Refusal> {
    Ok(axum::Json(super::find_reset(&desk, &link.token).await?))
}

/// Choose a new password by a link; all sessions of the account end
#[utoipa::path(post, path = "/api/auth/reset", tag = "auth", request_body = PasswordReset, responses(
    (status = 204), (status = 401, body = ErrorBody), (status = 422, body = ErrorBody)))]
async fn reset_password(
    State(desk): State<Desk>,
    caller: Caller,
    Json(given): Json<PasswordReset>,
) -> Result<NoContent, Refusal> {
    super::reset_password(&desk, &caller, given).await?;
    Ok(NoContent)
}

/// Confirm a new address by a link
#[utoipa::path(post, path = "/api/auth/email", tag = "auth", request_body = Link, responses(
    (status = 200, body = EmailChanged), (status = 401, body = ErrorBody), (status = 409, body = ErrorBody)))]
async fn confirm_email(
    State(desk): State<Desk>,
    caller: Caller,
    Json(link): Json<Link>,
) -> Result<axum::Json<EmailChanged>, Refusal> {
    Ok(axum::Json(super::confirm_email(&desk, &caller, &link.token).await?))
}

/// Who am I
#[utoipa::path(get, path = "/api/me", tag = "auth", responses((status = 200, body = Me)))]
async fn me(State(desk): State<Desk>, actor: Actor) -> Result<axum::Json<Me>, Refusal> {
    Ok(axum::Json(super::me(&desk, &actor).await?))
}

/// Change what others see of oneself
#[utoipa::path(patch, path = "/api/me", tag = "auth", request_body = ProfileChange, responses(
    (status = 200, body = Me), (status = 403, body = ErrorBody), (status = 422, body = ErrorBody)))]
async fn change_profile(
    State(desk): State<Desk>,
    actor: Actor,
    Json(change): Json<ProfileChange>,
) -> Result<axum::Json<Me>, Refusal> {
    Ok(axum::Json(super::change_profile(&desk, &actor, change).await?))
}

/// The workspace's settings, and those of the server
#[utoipa::path(get, path = "/api/workspace", tag = "settings", responses((status = 200, body = WorkspaceSettings)))]
async fn workspace_settings(State(desk): State<Desk>, actor: Actor) -> Result<axum::Json<WorkspaceSettings>, Refusal> {
    Ok(axum::Json(super::workspace_settings(&desk, &actor).await?))
}

/// Change the workspace's settings
#[utoipa::path(patch, path = "/api/workspace", tag = "settings", request_body = WorkspaceChange, responses(
    (status = 200, body = WorkspaceSettings), (status = 422, body = ErrorBody)))]
async fn change_workspace(
    State(desk): State<Desk>,
    actor: Actor,
    Json(change): Json<WorkspaceChange>,
) -> Result<axum::Json<WorkspaceSettings>, Refusal> {
    Ok(axum::Json(super::change_workspace(&desk, &actor, change).await?))
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

/// Ask for another address: a link to it confirms
#[utoipa::path(put, path = "/api/me/email", tag = "auth", request_body = EmailChange, responses(
    (status = 202), (status = 403, body = ErrorBody), (status = 409, body = ErrorBody, description = "`no_mail`"),
    (status = 422, body = ErrorBody), (status = 429, body = ErrorBody)))]
async fn ask_email_change(
    State(desk): State<Desk>,
    actor: Actor,
    caller: Caller,
    Json(given): Json<EmailChange>,
) -> Result<StatusCode, Refusal> {
    super::ask_email_change(&desk, &actor, &caller, given).await?;
    Ok(StatusCode::ACCEPTED)
}

/// Delete one's own account, in all its workspaces
#[utoipa::path(post, path = "/api/me/deletion", tag = "auth", request_body = AccountDeletion, responses(
    (status = 204), (status = 403, body = ErrorBody), (status = 409, body = ErrorBody, description = "`last_owner`"),
    (status = 422, body = ErrorBody), (status = 429, body = ErrorBody)))]
async fn delete_account(
    State(desk): State<Desk>,
    actor: Actor,
    caller: Caller,
    Json(given): Json<AccountDeletion>,
) -> Result<Response, Refusal> {
    super::delete_account(&desk, &actor, &caller, given).await?;
    Ok(signed_out())
}

/// Look at one's own second factor
#[utoipa::path(get, path = "/api/me/second-factor", tag = "auth", responses(
    (status = 200, body = SecondFactor), (status = 403, body = ErrorBody)))]
async fn show_factor(State(desk): State<Desk>, actor: Actor) -> Result<axum::Json<SecondFactor>, Refusal> {
    Ok(axum::Json(super::show_factor(&desk, &actor).await?))
}

/// Begin to get a second factor: the secret for the app
#[utoipa::path(post, path = "/api/me/second-factor", tag = "auth", request_body = BeginFactor, responses(
    (status = 200, body = NewFactor), (status = 403, body = ErrorBody),
    (status = 409, body = ErrorBody, description = "`already_on`"), (status = 422, body = ErrorBody), (status = 429, body = ErrorBody)))]
async fn begin_factor(
    State(desk): State<Desk>,
    actor: Actor,
    caller: Caller,
    Json(given): Json<BeginFactor>,
) -> Result<axum::Json<NewFactor>, Refusal> {
    Ok(axum::Json(super::begin_factor(&desk, &actor, &caller, given).await?))
}

/// Switch the second factor on by its first code; all other sessions of the account end
#[utoipa::path(post, path = "/api/me/second-factor/confirm", tag = "auth", request_body = ConfirmFactor, responses(
    (status = 200, body = RecoveryCodes), (status = 403, body = ErrorBody),
    (status = 409, body = ErrorBody, description = "`not_begun`, `already_on`"), (status = 422, body = ErrorBody), (status = 429, body = ErrorBody)))]
async fn confirm_factor(
    State(desk): State<Desk>,
    actor: Actor,
    caller: Caller,
    Json(given): Json<ConfirmFactor>,
) -> Result<axum::Json<RecoveryCodes>, Refusal> {
    Ok(axum::Json(super::confirm_factor(&desk, &actor, &caller, given).await?))
}

/// Make fresh recovery codes; the earlier ones end
#[utoipa::path(post, path = "/api/me/second-factor/recovery-codes", tag = "auth", request_body = BothSteps, responses(
    (status = 200, body = RecoveryCodes), (status = 403, body = ErrorBody),
    (status = 409, body = ErrorBody, description = "`not_on`, `code_used`"), (status = 422, body = ErrorBody), (status = 429, body = ErrorBody)))]
async fn renew_recovery_codes(
    State(desk): State<Desk>,
    actor: Actor,
    caller: Caller,
    Json(given): Json<BothSteps>,
) -> Result<axum::Json<RecoveryCodes>, Refusal> {
    Ok(axum::Json(super::renew_recovery_codes(&desk, &actor, &caller, given).await?))
}

/// Switch one's own second factor off
#[utoipa::path(post, path = "/api/me/second-factor/off", tag = "auth", request_body = BothSteps, responses(
    (status = 204), (status = 403, body = ErrorBody),
    (status = 409, body = ErrorBody, description = "`not_on`, `code_used`"), (status = 422, body = ErrorBody), (status = 429, body = ErrorBody)))]
async fn switch_off_factor(
    State(desk): State<Desk>,
    actor: Actor,
    caller: Caller,
    Json(given): Json<BothSteps>,
) -> Result<NoContent, Refusal> {
    super::switch_off_factor(&desk, &actor, &caller, given).await?;
    Ok(NoContent)
}

/// Switch a person's second factor off, and sign them out
#[utoipa::path(delete, path = "/api/people/{id}/second-factor", tag = "people", params(("id" = PrincipalId, Path)), responses(
    (status = 204), (status = 404, body = ErrorBody), (status = 409, body = ErrorBody, description = "`other_workspaces`")))]
async fn end_factor_of(State(desk): State<Desk>, actor: Actor, Path(id): Path<PrincipalId>) -> Result<NoContent, Refusal> {
    super::end_factor_of(&desk, &actor, id).await?;
    Ok(NoContent)
}

/// Look at what signing in to the workspace takes
#[utoipa::path(get, path = "/api/sign-in", tag = "sign-in", responses(
    (status = 200, body = SignInRules), (status = 403, body = ErrorBody)))]
async fn show_sign_in_rules(State(desk): State<Desk>, actor: Actor) -> Result<axum::Json<SignInRules>, Refusal> {
    Ok(axum::Json(super::show_sign_in_rules(&desk, &actor).await?))
}

/// Change what signing in to the workspace takes
#[utoipa::path(patch, path = "/api/sign-in", tag = "sign-in", request_body = SignInRulesChange, responses(
    (status = 200, body = SignInRules), (status = 403, body = ErrorBody),
    (status = 409, body = ErrorBody, description = "`enrol_first`"), (status = 422, body = ErrorBody)))]
async fn change_sign_in_rules(
    State(desk): State<Desk>,
    actor: Actor,
    Json(change): Json<SignInRulesChange>,
) -> Result<axum::Json<SignInRules>, Refusal> {
    Ok(axum::Json(super::change_sign_in_rules(&desk, &actor, change).await?))
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

/// End all of one's sessions but this one, in all workspaces
#[utoipa::path(delete, path = "/api/sessions", tag = "auth", responses((status = 204), (status = 403, body = ErrorBody)))]
async fn end_other_sessions(State(desk): State<Desk>, actor: Actor) -> Result<NoContent, Refusal> {
    super::end_other_sessions(&desk, &actor).await?;
    Ok(NoContent)
}

#[derive(Serialize, ToSchema)]
struct People {
    people: Vec<Person>,
    /// Where the next page starts; null on the last one.
    next_cursor: Option<String>,
}

/// List the people of the workspace
#[utoipa::path(get, path = "/api/people", tag = "people", params(PeopleAsk),
    responses((status = 200, body = People), (status = 403, body = ErrorBody)))]
async fn list_people(
    State(desk): State<Desk>,
    actor: Actor,
    Query(ask): Query<PeopleAsk>,
) -> Result<axum::Json<People>, Refusal> {
    let (people, next_cursor) = super::list_people(&desk, &actor, ask).await?;
    Ok(axum::Json(People { people, next_cursor }))
}

/// Add a person
#[utoipa::path(post, path = "/api/people", tag = "people", request_body = NewPerson, responses(
    (status = 201, body = Person), (status = 409, body = ErrorBody), (status = 422, body = ErrorBody)))]
async fn add_person(State(desk): State<Desk>, actor: Actor, Json(new): Json<NewPerson>) -> Result<Created<Person>, Refusal> {
    Ok(Created::New(super::add_person(&desk, &actor, new).await?))
}

/// One person of the workspace
#[utoipa::path(get, path = "/api/people/{id}", tag = "people", params(("id" = PrincipalId, Path)), responses(
    (status = 200, body = Person), (status = 404, body = ErrorBody)))]
async fn get_person(State(desk): State<Desk>, actor: Actor, Path(id): Path<PrincipalId>) -> Result<axum::Json<Person>, Refusal> {
    Ok(axum::Json(super::get_person(&desk, &actor, id).await?))
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

/// Remove a person from the workspace, for good
#[utoipa::path(delete, path = "/api/people/{id}", tag = "people", params(("id" = PrincipalId, Path)), responses(
    (status = 204), (status = 404, body = ErrorBody), (status = 409, body = ErrorBody, description = "`last_owner`, `yourself`")))]
async fn remove_person(State(desk): State<Desk>, actor: Actor, Path(id): Path<PrincipalId>) -> Result<NoContent, Refusal> {
    super::remove_person(&desk, &actor, id).await?;
    Ok(NoContent)
}

/// Make a link to a new password for a person; it is shown this once, or mailed to them
#[utoipa::path(post, path = "/api/people/{id}/reset-link", tag = "people", params(("id" = PrincipalId, Path)), responses(
    (status = 201, body = ResetLink), (status = 404, body = ErrorBody), (status = 409, body = ErrorBody)))]
async fn make_reset_link(
    State(desk): State<Desk>,
    actor: Actor,
    Path(id): Path<PrincipalId>,
) -> Result<Created<ResetLink>, Refusal> {
    Ok(Created::New(super::make_reset_link(&desk, &actor, id).await?))
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Address {
    /// The address that they sign in with from now on.
    email: String,
}

/// Give a person another address, where the server sends no mail
#[utoipa::path(put, path = "/api/people/{id}/email", tag = "people", params(("id" = PrincipalId, Path)), request_body = Address,
    responses((status = 200, body = Person), (status = 404, body = ErrorBody), (status = 409, body = ErrorBody)))]
async fn set_email(
    State(desk): State<Desk>,
    actor: Actor,
    Path(id): Path<PrincipalId>,
    Json(given): Json<Address>,
) -> Result<axum::Json<Person>, Refusal> {
    Ok(axum::Json(super::set_email(&desk, &actor, id, &given.email).await?))
}

#[derive(Serialize, ToSchema)]
struct Invitations {
    invitations: Vec<Invitation>,
    /// Where the next page starts; null on the last one.
    next_cursor: Option<String>,
}

/// List the invitations that nobody has taken yet
#[utoipa::path(get, path = "/api/invitations", tag = "people", params(
    ("limit" = Option<i64>, Query, minimum = 1, maximum = 100), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Invitations), (status = 403, body = ErrorBody)))]
async fn list_invitations(
    State(desk): State<Desk>,
    actor: Actor,
    Query(page): Query<Page>,
) -> Result<axum::Json<Invitations>, Refusal> {
    let (invitations, next_cursor) = super::list_invitations(&desk, &actor, page).await?;
    Ok(axum::Json(Invitations { invitations, next_cursor }))
}

/// Ask someone in by mail, or by a link that is shown this once
#[utoipa::path(post, path = "/api/invitations", tag = "people", request_body = NewInvitation, responses(
    (status = 201, body = InvitationAnswer), (status = 409, body = ErrorBody), (status = 422, body = ErrorBody)))]
async fn invite(
    State(desk): State<Desk>,
    actor: Actor,
    Json(new): Json<NewInvitation>,
) -> Result<Created<InvitationAnswer>, Refusal> {
    Ok(Created::New(super::invite(&desk, &actor, new).await?))
}

/// Ask once more, with a new link
#[utoipa::path(post, path = "/api/invitations/{id}/resend", tag = "people", params(("id" = InvitationId, Path)), responses(
    (status = 200, body = InvitationAnswer), (status = 404, body = ErrorBody)))]
async fn resend_invitation(
    State(desk): State<Desk>,
    actor: Actor,
    Path(id): Path<InvitationId>,
) -> Result<axum::Json<InvitationAnswer>, Refusal> {
    Ok(axum::Json(super::resend_invitation(&desk, &actor, id).await?))
}

/// Take an invitation back
#[utoipa::path(delete, path = "/api/invitations/{id}", tag = "people", params(("id" = InvitationId, Path)), responses(
    (status = 204), (status = 404, body = ErrorBody)))]
async fn revoke_invitation(State(desk): State<Desk>, actor: Actor, Path(id): Path<InvitationId>) -> Result<NoContent, Refusal> {
    super::revoke_invitation(&desk, &actor, id).await?;
    Ok(NoContent)
}

/// List the roles that people can have
#[utoipa::path(get, path = "/api/roles", tag = "people", responses((status = 200, body = Roles), (status = 403, body = ErrorBody)))]
async fn list_roles(State(desk): State<Desk>, actor: Actor) -> Result<axum::Json<Roles>, Refusal> {
    Ok(axum::Json(super::list_roles(&desk, &actor).await?))
}

/// Make a role
#[utoipa::path(post, path = "/api/roles", tag = "people", request_body = NewRole, responses(
    (status = 201, body = CustomRole), (status = 403, body = ErrorBody), (status = 409, body = ErrorBody), (status = 422, body = ErrorBody)))]
async fn make_role(State(desk): State<Desk>, actor: Actor, Json(new): Json<NewRole>) -> Result<Created<CustomRole>, Refusal> {
    Ok(Created::New(super::make_role(&desk, &actor, new).await?))
}

/// Change a role; whoever loses a permission by it is signed out
#[utoipa::path(patch, path = "/api/roles/{id}", tag = "people", params(("id" = RoleId, Path)), request_body = RoleChange, responses(
    (status = 200, body = CustomRole), (status = 404, body = ErrorBody), (status = 409, body = ErrorBody)))]
async fn change_role(
    State(desk): State<Desk>,
    actor: Actor,
    Path(id): Path<RoleId>,
    Json(change): Json<RoleChange>,
) -> Result<axum::Json<CustomRole>, Refusal> {
    Ok(axum::Json(super::change_role(&desk, &actor, id, change).await?))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RoleRemoval {
    replacement: Option<String>,
}

/// Remove a role; whoever has it gets another one
#[utoipa::path(delete, path = "/api/roles/{id}", tag = "people", params(("id" = RoleId, Path),
    ("replacement" = Option<String>, Query, description = "agent, admin, customer or another role's id")), responses(
    (status = 204), (status = 404, body = ErrorBody), (status = 409, body = ErrorBody, description = "`role_in_use`")))]
async fn remove_role(
    State(desk): State<Desk>,
    actor: Actor,
    Path(id): Path<RoleId>,
    Query(removal): Query<RoleRemoval>,
) -> Result<NoContent, Refusal> {
    super::remove_role(&desk, &actor, id, removal.replacement.as_deref()).await?;
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

/// Change an API key's name or scopes; with other scopes its sockets are closed
#[utoipa::path(patch, path = "/api/keys/{id}", tag = "keys", params(("id" = PrincipalId, Path)), request_body = KeyChange, responses(
    (status = 200, body = ApiKey), (status = 403, body = ErrorBody), (status = 404, body = ErrorBody), (status = 422, body = ErrorBody)))]
async fn change_key(
    State(desk): State<Desk>,
    actor: Actor,
    Path(id): Path<PrincipalId>,
    Json(change): Json<KeyChange>,
) -> Result<axum::Json<ApiKey>, Refusal> {
    Ok(axum::Json(super::change_key(&desk, &actor, id, change).await?))
}

/// Revoke an API key
#[utoipa::path(delete, path = "/api/keys/{id}", tag = "keys", params(("id" = PrincipalId, Path)), responses(
    (status = 204), (status = 404, body = ErrorBody)))]
async fn revoke_key(State(desk): State<Desk>, actor: Actor, Path(id): Path<PrincipalId>) -> Result<NoContent, Refusal> {
    super::revoke_key(&desk, &actor, id).await?;
    Ok(NoContent)
}
