//! From what a request carries to an actor: access token, API key, visitor token or cookie.
//! A cookie proves nothing about who made the page, so its writes are checked against forgery here.

use std::sync::Arc;

use antiphon_base::{Error, Result};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::Response;

use super::request::{PeerAddress, RequestId};
use crate::actor::{Actor, Credential, RequestInfo};
use crate::ids::WorkspaceId;
use crate::{Desk, accounts, inboxes};

/// The cookie of the workspace app. `__Host-`: this host only, over TLS (or loopback), whole site.
pub const COOKIE: &str = "__Host-antiphon";
/// The header without which a cookie's write is refused: another site's form cannot send it.
const OWN_HEADER: &str = "x-antiphon";

/// What came of asking who it is. Kept in the request's extensions.
#[derive(Clone)]
pub(super) enum Asked {
    Nobody,
    Known(Actor),
    Refused { code: Option<&'static str>, why: String },
    Unavailable,
}

impl Asked {
    pub(super) fn of(request: &Request) -> Result<Actor> {
        request.extensions().get::<Self>().unwrap_or(&Self::Nobody).actor()
    }

    pub(super) fn actor(&self) -> Result<Actor> {
        match self {
            Self::Known(actor) => Ok(actor.clone()),
            Self::Nobody => Err(Error::unauthenticated("Sign in first: send a bearer token, an API key or a visitor token.")),
            Self::Refused { code: None, why } => Err(Error::unauthenticated(why.clone())),
            Self::Refused { code: Some(code), why } => Err(Error::Forbidden { code, why: why.clone().into() }),
            Self::Unavailable => Err(Error::unavailable("Who you are cannot be checked right now; try again.")),
        }
    }

    fn from_outcome(outcome: Result<Actor>) -> Self {
        match outcome {
            Ok(actor) => Self::Known(actor),
            Err(Error::Unauthenticated { why }) => Self::Refused { code: None, why: why.into_owned() },
            Err(Error::Forbidden { code, why }) => Self::Refused { code: Some(code), why: why.into_owned() },
            Err(error) => {
                tracing::error!(%error, "who is asking could not be checked");
                Self::Unavailable
            }
        }
    }
}

/// Notes who is asking; whether that is enough is the route's matter.
pub(super) async fn layer(State(desk): State<Desk>, mut request: Request, next: Next) -> Response {
    let info = info_of(&request);
    let asked = match presented(request.headers()).or_else(|| token_in_address(&request)) {
        None => match ticket(&request) {
            Some(ticket) => Asked::from_outcome(authenticate_ticket(&desk, &ticket, info).await),
            None => Asked::Nobody,
        },
        Some(Presented::Token(token)) => Asked::from_outcome(authenticate_token(&desk, &token, info).await),
        Some(Presented::Cookie(cookie)) => match refuse_forgery(&desk, &request) {
            Ok(()) => Asked::from_outcome(accounts::actor_by_cookie(&desk, &cookie, info).await),
            Err(error) => Asked::from_outcome(Err(error)),
        },
    };
    request.extensions_mut().insert(asked);
    request.extensions_mut().insert(desk); // for what stands in front of single routes, which are made without a desk
    next.run(request).await
}

/// Asks again for a route by which somebody gets the second factor that keeps them from everything else. Everyone
/// else stays as they were asked: a forged request, above all.
pub(super) async fn ask_for_enrolment(request: &mut Request) {
    let Some(Asked::Refused { code: Some(accounts::SECOND_STEP_NEEDED), .. }) = request.extensions().get::<Asked>() else {
        return;
    };
    let (Some(desk), Some(presented)) = (request.extensions().get::<Desk>().cloned(), presented(request.headers())) else {
        return;
    };
    let info = info_of(request);
    let asked = Asked::from_outcome(match presented {
        Presented::Token(token) => accounts::enrolling_by_access_token(&desk, &token, info).await,
        Presented::Cookie(cookie) => accounts::enrolling_by_cookie(&desk, &cookie, info).await,
    });
    request.extensions_mut().insert(asked);
}

fn info_of(request: &Request) -> Arc<RequestInfo> {
    Arc::new(RequestInfo {
        id: request.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default(),
        address: request.extensions().get::<PeerAddress>().map(|peer| peer.0),
        idempotency: None,
    })
}

/// The actor behind a token of any kind, as sockets present it too.
///
/// # Errors
/// `Unauthenticated` when it is unknown, altered, expired or revoked.
pub async fn authenticate_token(desk: &Desk, token: &str, info: Arc<RequestInfo>) -> Result<Actor> {
    if token.starts_with("ak_") {
        accounts::actor_by_key(desk, token, info).await
    } else if token.starts_with("vt_") {
        inboxes::actor_by_visitor_token(desk, token, info).await
    } else {
        accounts::actor_by_access_token(desk, token, info).await
    }
}

/// The actor behind a single-use ticket.
///
/// # Errors
/// `Unauthenticated` when it is unknown, spent or expired, or what it was made with has ended.
pub async fn authenticate_ticket(desk: &Desk, ticket: &str, info: Arc<RequestInfo>) -> Result<Actor> {
    let (workspace, credential) = accounts::redeem_ticket(desk, ticket).await?;
    authenticate_credential(desk, workspace, credential, info).await
}

/// The same actor as the present state of things has it.
///
/// # Errors
/// `Unauthenticated` when the credential has ended.
pub async fn authenticate_again(desk: &Desk, actor: &Actor) -> Result<Actor> {
    let again = authenticate_credential(desk, actor.workspace, actor.credential, Arc::clone(&actor.request)).await?;
    Ok(Actor { expires_at: actor.expires_at, ..again })
}

async fn authenticate_credential(
    desk: &Desk,
    workspace: WorkspaceId,
    credential: Credential,
    info: Arc<RequestInfo>,
) -> Result<Actor> {
    match credential {
        Credential::Session(id) => accounts::actor_by_session(desk, workspace, id, info).await,
        Credential::Key(id) => accounts::actor_by_key_id(desk, workspace, id, info).await,
        Credential::Visitor(id, _) => inboxes::actor_by_visitor_token_id(desk, workspace, id, info).await,
        Credential::System => Err(Error::unauthenticated("Antiphon's own work opens no sockets.")),
    }
}

/// Browsers' EventSource can send no header: its addresses carry a single-use ticket.
fn ticket(request: &Request) -> Option<String> {
    let query = request.uri().query().filter(|_| request.method() == Method::GET)?;
    url::form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "ticket").map(|(_, ticket)| ticket.into_owned())
}

/// The one old door whose clients bring their token in the address. No log ever has it: lines carry the route's template.
fn token_in_address(request: &Request) -> Option<Presented> {
    let query = request.uri().query().filter(|_| request.uri().path().starts_with("/ws/chat/"))?;
    let token = url::form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "token");
    token.map(|(_, token)| Presented::Token(token.into_owned()))
}

enum Presented {
    Token(String),
    Cookie(String),
}

fn presented(headers: &HeaderMap) -> Option<Presented> {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(value) = text(header::AUTHORIZATION.as_str()) {
        let token =
            value.split_once(' ').filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")).map_or("", |(_, token)| token);
        return Some(Presented::Token(token.trim().to_owned()));
    }
    if let Some(key) = text("x-api-key") {
        return Some(Presented::Token(key.trim().to_owned()));
    }
    cookie(headers, COOKIE).map(|value| Presented::Cookie(value.to_owned()))
}

/// A cookie's value.
pub(crate) fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let lines = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(found, _)| *found == name).map(|(_, value)| value)
}

/// The doors that pages written for another server knock at: they send the cookie and nothing else.
const PLAIN_DOORS: [&str; 3] = ["/api/chat-messages", "/api/pusher/auth", "/api/pusher/user-auth"];

fn refuse_forgery(desk: &Desk, request: &Request) -> Result<()> {
    let (method, headers) = (request.method(), request.headers());
    // A socket is a way to write as well, and browsers open one for any page, with the cookie.
    if method.is_safe() && !headers.contains_key(header::UPGRADE) {
        return Ok(());
    }
    let path = request.uri().path();
    let is_plain =
        PLAIN_DOORS.iter().any(|door| path.strip_prefix(door).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')));
    let own_header = is_plain || headers.contains_key(OWN_HEADER);
    let same_site = match headers.get("sec-fetch-site").and_then(|value| value.to_str().ok()) {
        Some(site) => site == "same-origin",
        // A browser says with every change where its page is from; who says nothing is none.
        None => is_same_origin(desk, headers).unwrap_or(is_plain),
    };
    if own_header && same_site {
        Ok(())
    } else {
        Err(Error::Forbidden {
            code: "csrf",
            why: "A change or a socket made with the session cookie must come from the workspace app itself: same origin, with the header X-Antiphon.".into(),
        })
    }
}

/// Whether the Origin header names this server; `None` without one.
pub(crate) fn is_same_origin(desk: &Desk, headers: &HeaderMap) -> Option<bool> {
    let origin = headers.get(header::ORIGIN)?.to_str().ok()?;
    if desk.config.public_url.as_deref().map(|url| url.trim_end_matches('/')) == Some(origin) {
        return Some(true);
    }
    let host = headers.get(header::HOST)?.to_str().ok()?;
    let authority = origin.split_once("://").map(|(_, authority)| authority);
    Some(authority.is_some_and(|authority| authority.eq_ignore_ascii_case(host)))
}
