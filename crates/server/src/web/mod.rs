//! The one router: the desk's API, the built web, health, metrics; and the headers that all answers carry.
//! Knows addresses and headers; what is behind them is others' matter.

mod files;
mod health;
mod metrics;

use std::sync::Arc;
use std::time::Duration;

use antiphon_desk::Desk;
use antiphon_desk::http::framed;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use metrics_exporter_prometheus::PrometheusHandle;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::timeout::RequestBodyTimeoutLayer;

pub(crate) use health::Health;

/// How long a body may pause.
const LONGEST_PAUSE: Duration = Duration::from_secs(15);

/// What these routes need.
#[derive(Clone)]
pub(crate) struct Web {
    pub(crate) desk: Desk,
    pub(crate) health: Arc<Health>,
    pub(crate) figures: PrometheusHandle,
}

/// Everything that the server answers. `more` holds what only some commands serve.
pub(crate) fn router(web: Web, more: Router) -> Router {
    let own = Router::new()
        .route("/", get(|| async { Redirect::temporary("/app/") }))
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(metrics::render))
        .route("/favicon.ico", get(|| async { StatusCode::NO_CONTENT }))
        .route("/app", get(|| async { Redirect::permanent("/app/") }))
        .route("/app/", get(files::app_index))
        .route("/app/{*path}", get(files::app))
        .route("/docs/scalar.js", get(files::docs))
        .route("/widget/v1/{*path}", get(files::widget).options(files::widget_preflight))
        .with_state(web.clone());
    let api = antiphon_desk::routes(&web.desk).layer(CompressionLayer::new().quality(CompressionLevel::Fastest));
    framed(own.merge(more), &web.desk)
        .fallback_service(api)
        .layer(RequestBodyTimeoutLayer::new(LONGEST_PAUSE))
        .layer(from_fn_with_state(web, finish))
}

/// Headers of every answer. HTTPS is promised for a year once the server is known to be reached that way.
async fn finish(State(web): State<Web>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.entry(header::X_CONTENT_TYPE_OPTIONS).or_insert(HeaderValue::from_static("nosniff"));
    headers.entry(header::REFERRER_POLICY).or_insert(HeaderValue::from_static("no-referrer"));
    if web.desk.config.public_url.as_deref().is_some_and(|url| url.starts_with("https://")) {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000; includeSubDomains"));
    }
    response
}

/// Paths of the API answer with and without a trailing slash. The router knows them without.
pub(crate) fn without_trailing_slash(uri: &Uri) -> Option<Uri> {
    let path = uri.path();
    let trimmed = path.trim_end_matches('/');
    if trimmed.len() == path.len() || trimmed.is_empty() || !(trimmed.starts_with("/api/") || trimmed.starts_with("/ws/")) {
        return None;
    }
    let address = uri.query().map_or_else(|| trimmed.to_owned(), |query| format!("{trimmed}?{query}"));
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = address.parse().ok();
    Uri::from_parts(parts).ok()
}

/// Where clients of the Pusher protocol open their sockets, `/app/{key}`, stand the workspace's own pages too: a handshake
/// goes to the protocol's door.
pub(crate) fn pusher_door<B>(request: &Request<B>) -> Option<Uri> {
    if !request.headers().contains_key(header::UPGRADE) || !request.uri().path().starts_with("/app/") {
        return None;
    }
    let mut parts = request.uri().clone().into_parts();
    parts.path_and_query = format!("/pusher{}", parts.path_and_query?).parse().ok();
    Uri::from_parts(parts).ok()
}

/// A refusal in the API's own shape, for the few routes outside of it.
fn refuse(status: StatusCode, code: &str, message: &str) -> Response {
    let body = serde_json::json!({ "error": { "code": code, "message": message, "request_id": "" } });
    (status, axum::Json(body)).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_the_api_lose_their_trailing_slash() {
        let trimmed = |text: &str| without_trailing_slash(&text.parse().unwrap()).map(|uri| uri.to_string());
        assert_eq!(trimmed("/api/people/"), Some("/api/people".to_owned()));
        assert_eq!(trimmed("/api/people/?limit=1"), Some("/api/people?limit=1".to_owned()));
        for kept in ["/api/people", "/app/", "/", "/api/people?x=/"] {
            assert_eq!(trimmed(kept), None, "{kept}");
        }
    }

    #[test]
    fn only_handshakes_leave_the_pages_of_the_workspace() {
        let door = |uri: &str, upgrade: bool| {
            let request = Request::get(uri);
            let request = if upgrade { request.header("upgrade", "websocket") } else { request };
            pusher_door(&request.body(()).unwrap()).map(|uri| uri.to_string())
        };
        assert_eq!(door("/app/key1?protocol=7", true), Some("/pusher/app/key1?protocol=7".to_owned()));
        assert_eq!(door("/app/contacts", false), None);
        assert_eq!(door("/api/live", true), None);
    }
}
