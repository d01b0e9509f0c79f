//! The built web as answers: the workspace app under `/app/`, the widget's files under `/widget/v1/`.
//! The app's pages run under a policy that allows our own scripts only; the widget's files may be fetched
//! from every site, since the widget lives in others' pages.

use axum::body::Body;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// For the workspace app.
const APP_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
     connect-src 'self' ws: wss:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'";
/// For files that are never pages.
const FILE_POLICY: &str = "default-src 'none'; frame-ancestors 'none'";
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// The loaders' names (`loader.js`, `loader-de.js`) never change, so that they stand in others' pages once and for all.
const LOADER: &str = "loader";

pub(super) async fn app_index(headers: HeaderMap) -> Response {
    app(Path("index.html".to_owned()), headers).await
}

/// A file of the app, or the app itself for every address that is one of its own pages.
pub(super) async fn app(Path(path): Path<String>, headers: HeaderMap) -> Response {
    let is_page = !path.rsplit('/').next().unwrap_or_default().contains('.');
    let file = if is_page { "app/index.html".to_owned() } else { format!("app/{path}") };
    let mut response = match answer(&file, &headers) {
        Some(response) => response,
        None if antiphon_assets::is_built() => return StatusCode::NOT_FOUND.into_response(),
        None => not_built(),
    };
    let own = response.headers_mut();
    own.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(APP_POLICY));
    own.insert("cross-origin-opener-policy", HeaderValue::from_static("same-origin"));
    own.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
    own.insert("permissions-policy", HeaderValue::from_static("camera=(), geolocation=(), microphone=(), payment=(), usb=()"));
    response
}

/// The script of the API's browsable page.
pub(super) async fn docs(headers: HeaderMap) -> Response {
    answer("docs/scalar.js", &headers).unwrap_or_else(not_built)
}

/// A file of the widget, for every site.
pub(super) async fn widget(Path(path): Path<String>, headers: HeaderMap) -> Response {
    let Some(mut response) = answer(&format!("widget/v1/{path}"), &headers) else { return StatusCode::NOT_FOUND.into_response() };
    let own = response.headers_mut();
    if path.starts_with(LOADER) {
        own.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=300, stale-while-revalidate=86400"));
    }
    own.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(FILE_POLICY));
    for_everybody(own);
    response
}

/// Scripts with `crossorigin` need no preflight, but a page may add a header of its own.
pub(super) async fn widget_preflight() -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    for_everybody(response.headers_mut());
    response
}

fn for_everybody(headers: &mut HeaderMap) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("cross-origin"));
    headers.insert("timing-allow-origin", HeaderValue::from_static("*"));
}

fn answer(file: &str, asked: &HeaderMap) -> Option<Response> {
    let accepts = asked.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let asset = antiphon_assets::get(file, accepts)?;
    let known = asked.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is_known = known.split(',').any(|tag| tag.trim().trim_start_matches("W/") == asset.etag);
    let mut response =
        if is_known { StatusCode::NOT_MODIFIED.into_response() } else { Body::from(asset.bytes.into_owned()).into_response() };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.content_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(if asset.immutable { FOR_EVER } else { "no-cache" }));
    headers.insert(header::ETAG, HeaderValue::from_str(&asset.etag).ok()?);
    if let Some(encoding) = asset.encoding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    if asset.varies {
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    }
    Some(response)
}

fn not_built() -> Response {
    let page = axum::response::Html(antiphon_assets::NOT_BUILT);
    (StatusCode::SERVICE_UNAVAILABLE, [(header::CACHE_CONTROL, "no-store")], page).into_response()
}
