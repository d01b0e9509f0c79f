//! The frame around every request: its id, one access line, limits, who asks, panics.
//! Order matters and is written once, in [`layers`].

use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};

use antiphon_base::Error;
use axum::Router;
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::Response;
use tokio::time::timeout;
use tower_http::catch_panic::CatchPanicLayer;
use tracing::Instrument;

use super::error::{answer, refuse};
use super::{authenticate, leftover, limits};
use crate::Desk;

static REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// How long a request may take until its answer begins. Long polls end well before; streams and sockets
/// have begun by then.
const LONGEST_REQUEST: Duration = Duration::from_secs(60);

tokio::task_local! {
    static CURRENT_ID: String;
}

/// The request's id, in its extensions.
#[derive(Clone)]
pub struct RequestId(pub String);

/// Where the request came from, proxies in front taken into account.
#[derive(Clone, Copy)]
pub struct PeerAddress(pub IpAddr);

/// The id of the request this task works for.
pub(super) fn current_id() -> String {
    CURRENT_ID.try_with(Clone::clone).unwrap_or_default()
}

/// Carries on with the request in a task of its own, which ends also when the caller has left.
pub(super) async fn to_its_end(work: impl Future<Output = Response> + Send + 'static) -> Response {
    let task = tokio::spawn(CURRENT_ID.scope(current_id(), work.in_current_span()));
    task.await.unwrap_or_else(|panic| answer(Error::internal(panic)))
}

/// Puts request id, access line and the route's template around routes that are not the API's.
pub fn framed<S: Clone + Send + Sync + 'static>(router: Router<S>, desk: &Desk) -> Router<S> {
    router.layer(from_fn(label)).layer(from_fn_with_state(desk.clone(), frame))
}

/// Puts the frame around a router. The last line is the outermost.
pub(crate) fn layers(router: Router<Desk>, desk: &Desk) -> Router<Desk> {
    router
        .layer(from_fn_with_state(desk.clone(), limits::layer))
        .layer(from_fn_with_state(desk.clone(), authenticate::layer))
        .layer(from_fn_with_state(desk.clone(), super::cors::layer))
        .layer(CatchPanicLayer::custom(|_| answer(Error::internal("a handler panicked"))))
        .layer(from_fn_with_state(desk.clone(), frame))
}

async fn frame(State(desk): State<Desk>, mut request: Request, next: Next) -> Response {
    let id = request
        .headers()
        .get(&REQUEST_ID)
        .and_then(|value| value.to_str().ok())
        .filter(|value| is_well_formed(value))
        .map_or_else(|| antiphon_base::new_id().simple().to_string(), str::to_owned);
    let address = peer_address(&request, desk.config.trusted_proxies);
    request.extensions_mut().insert(RequestId(id.clone()));
    request.extensions_mut().insert(PeerAddress(address));

    let started = Instant::now();
    let method = request.method().clone();
    let span = tracing::info_span!("request", request.id = %id, trace.id = trace_id(&request));
    let (request, leftover) = leftover::lend(request);
    let answered = async {
        timeout(LONGEST_REQUEST, next.run(request))
            .await
            .unwrap_or_else(|_| answer(Error::TooSlow { why: "The request took longer than a minute.".into() }))
    };
    let mut response = CURRENT_ID.scope(id.clone(), answered.instrument(span.clone())).await;

    // The template, never the address itself: addresses carry ids and, for one old door, a token.
    let route = response.extensions().get::<RouteLabel>().map_or_else(|| "unmatched".to_owned(), |label| label.0.clone());
    let status = response.status();
    let took = started.elapsed();
    metrics::histogram!("http_server_request_duration_seconds",
        "route" => route.clone(), "method" => label_of(&method), "status" => status.as_u16().to_string())
    .record(took);
    span.in_scope(|| {
        tracing::info!(http.method = %method, http.route = route, http.status = status.as_u16(), took_us = took.as_micros() as u64, "request");
    });
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID.clone(), value);
    }
    let headers = response.headers_mut();
    if !leftover.drain().await {
        headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    headers.entry(header::X_CONTENT_TYPE_OPTIONS).or_insert(HeaderValue::from_static("nosniff"));
    headers.entry(header::REFERRER_POLICY).or_insert(HeaderValue::from_static("no-referrer"));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// Methods that anybody may invent count as one, so that nobody can make ever new figures.
fn label_of(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::HEAD => "HEAD",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

/// The route's template, noted on the response where the router still knows it.
#[derive(Clone)]
pub(super) struct RouteLabel(String);

/// Notes the template; runs inside the router, where the match is known.
pub(crate) async fn label(matched: Option<MatchedPath>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if let Some(matched) = matched {
        response.extensions_mut().insert(RouteLabel(matched.as_str().to_owned()));
    }
    response
}

/// The answer where no route is.
pub(crate) async fn nothing_here() -> Response {
    answer(Error::NotFound)
}

/// The answer where a route is, but not for this method.
pub(crate) async fn not_this_way() -> Response {
    refuse(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", "Use one of the methods that the API's document names here.")
}

fn is_well_formed(id: &str) -> bool {
    (8..=64).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
}

/// The trace id of a W3C `traceparent`, where the caller sent a valid one.
fn trace_id(request: &Request) -> String {
    request
        .headers()
        .get("traceparent")
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split('-').nth(1))
        .filter(|id| id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit()))
        .unwrap_or_default()
        .to_owned()
}

/// The socket's peer, or, behind `hops` trusted proxies, the address that the outermost of them saw.
fn peer_address(request: &Request, hops: usize) -> IpAddr {
    let peer = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::from([127, 0, 0, 1]), |ConnectInfo(address)| address.ip());
    if hops == 0 {
        return peer;
    }
    let forwarded = request.headers().get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let chain: Vec<IpAddr> = forwarded.flat_map(|value| value.split(',')).filter_map(|part| part.trim().parse().ok()).collect();
    chain.len().checked_sub(hops).and_then(|at| chain.get(at)).copied().unwrap_or(peer)
}
