//! `/metrics`: for whoever has the token, or, where none is configured, for callers on this machine.

use std::net::SocketAddr;

use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::{Web, refuse};
use crate::figures;

pub(super) async fn render(
    State(web): State<Web>,
    peer: Option<axum::Extension<ConnectInfo<SocketAddr>>>,
    headers: HeaderMap,
) -> Response {
    let token = web.desk.config.metrics_token.as_deref();
    let loopback = peer.is_some_and(|axum::Extension(ConnectInfo(peer))| peer.ip().is_loopback());
    if !may_read(token, loopback, &headers) {
        return refuse(
            StatusCode::UNAUTHORIZED,
            "unauthenticated",
            "Send the token of the setting `metrics_token` as a bearer token; without that setting only this machine itself is answered.",
        );
    }
    figures::note_now(&web.desk);
    (
        [(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8"), (header::CACHE_CONTROL, "no-store")],
        web.figures.render(),
    )
        .into_response()
}

/// A forwarded request comes from elsewhere, however near its proxy is.
fn may_read(token: Option<&str>, loopback: bool, headers: &HeaderMap) -> bool {
    match token {
        Some(token) => {
            let given = headers
                .get(header::AUTHORIZATION)
                .and_then(|value| value.to_str().ok())
                .and_then(|value| value.strip_prefix("Bearer "));
            // Hashes are compared, so that the time taken tells nothing about the token.
            given.is_some_and(|given| antiphon_base::secret::token_hash(given) == antiphon_base::secret::token_hash(token))
        }
        None => loopback && !headers.contains_key("x-forwarded-for") && !headers.contains_key(header::FORWARDED),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_for_the_token_or_this_machine_only() {
        let with =
            |name: &'static str, value: &'static str| HeaderMap::from_iter([(name.parse().unwrap(), value.parse().unwrap())]);
        assert!(may_read(None, true, &HeaderMap::new()));
        assert!(!may_read(None, false, &HeaderMap::new()));
        assert!(!may_read(None, true, &with("x-forwarded-for", "192.0.2.1")));
        assert!(may_read(Some("t0ken"), false, &with("authorization", "Bearer t0ken")));
        assert!(!may_read(Some("t0ken"), true, &with("authorization", "Bearer other")));
        assert!(!may_read(Some("t0ken"), true, &HeaderMap::new()));
    }
}
