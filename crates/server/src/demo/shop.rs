//! The sample shop: a small static page under a strict policy of its own, with the widget's snippet in it,
//! as a customer's site would have it; and the way to the page on which the chat with the bot is tried.

use axum::Router;
use axum::extract::Path;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;

/// A customer's site may be as strict as this, and the widget still works.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
     connect-src 'self' ws: wss:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";
const PAGE: &str = include_str!("shop/index.html");
/// Stands in the page where the inbox's key belongs.
const KEY: &str = "{{widget_key}}";

/// The shop's routes, with the key of its inbox.
pub(crate) fn routes(widget_key: &str) -> Router {
    let page = PAGE.replace(KEY, widget_key);
    let page = move || std::future::ready(answer(page.clone(), "text/html; charset=utf-8"));
    Router::new()
        .route("/chat-test", get(|| async { Redirect::temporary("/app/chat-test/index.html") }))
        .route("/demo", get(|| async { Redirect::temporary("/demo/shop") }))
        .route("/demo/shop", get(page.clone()))
        .route("/demo/shop/", get(page))
        .route("/demo/shop/{file}", get(file))
}

async fn file(Path(name): Path<String>) -> Response {
    const SVG: &str = "image/svg+xml; charset=utf-8";
    match name.as_str() {
        "shop.css" => answer(include_str!("shop/shop.css").to_owned(), "text/css; charset=utf-8"),
        "mark.svg" => answer(include_str!("shop/mark.svg").to_owned(), SVG),
        "halo.svg" => answer(include_str!("shop/halo.svg").to_owned(), SVG),
        "ember.svg" => answer(include_str!("shop/ember.svg").to_owned(), SVG),
        "linen.svg" => answer(include_str!("shop/linen.svg").to_owned(), SVG),
        "birch.svg" => answer(include_str!("shop/birch.svg").to_owned(), SVG),
        "fjord.svg" => answer(include_str!("shop/fjord.svg").to_owned(), SVG),
        "arc.svg" => answer(include_str!("shop/arc.svg").to_owned(), SVG),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

fn answer(body: String, content_type: &'static str) -> Response {
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}
