//! Which other sites' pages may call the API: those of the inboxes and those configured.
//! Never with cookies: foreign pages bring a bearer token or nothing.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::authenticate::is_same_origin;
use crate::Desk;

const METHODS: &str = "GET, POST, PUT, PATCH, DELETE";
const HEADERS: &str = "authorization, content-type, idempotency-key, x-api-key, x-request-id, traceparent, last-event-id, \
    tus-resumable, upload-length, upload-metadata, upload-offset";
const EXPOSED: &str = "x-request-id, retry-after, ratelimit-limit, ratelimit-remaining, ratelimit-reset, idempotent-replayed, \
    location, tus-resumable, tus-version, tus-extension, tus-max-size, upload-length, upload-offset";

pub(super) async fn layer(State(desk): State<Desk>, request: Request, next: Next) -> Response {
    let Some(origin) = request.headers().get(header::ORIGIN).cloned() else { return next.run(request).await };
    let allowed = may_call(&desk, request.headers());
    let preflight = request.method() == Method::OPTIONS && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    let mut response = if preflight { StatusCode::NO_CONTENT.into_response() } else { next.run(request).await };
    let headers = response.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static("origin"));
    if allowed {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(EXPOSED));
        if preflight {
            headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static(METHODS));
            headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static(HEADERS));
            headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
        }
    }
    response
}

/// Whether a page with this Origin may call at all (no Origin: not a page).
pub(crate) fn may_call(desk: &Desk, headers: &HeaderMap) -> bool {
    match is_same_origin(desk, headers) {
        None | Some(true) => true,
        Some(false) => {
            headers.get(header::ORIGIN).and_then(|origin| origin.to_str().ok()).is_some_and(|origin| desk.origins.allows(origin))
        }
    }
}
