//! `Idempotency-Key`: a repeated write answers the first result for 24 hours.
//! The key commits with the change itself (`work.rs`); here the answer is added, sealed, and repeated.

mod sql;

use std::sync::Arc;

use antiphon_base::{Error, Result, secret};
use axum::Extension;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http_body_util::BodyExt;

use super::authenticate::Asked;
use super::error::answer;
use super::extract::read_body;
use super::request::to_its_end;
use crate::Desk;
use crate::actor::{Actor, IdempotencyKey, RequestInfo};

pub(crate) use sql::insert as take_idempotency_key;

/// Stands behind the route's own check: whoever lost the right does not get the kept answer either.
pub(super) async fn layer(Extension(desk): Extension<Desk>, request: Request, next: Next) -> Response {
    let header = request.headers().get("idempotency-key").cloned();
    let (Some(key), false, Ok(actor)) = (header, request.method().is_safe(), Asked::of(&request)) else {
        return next.run(request).await;
    };
    // The answer is kept also for whoever leaves before it comes, and asks again.
    to_its_end(async move { once(&desk, &actor, key, request, next).await.unwrap_or_else(answer) }).await
}

async fn once(desk: &Desk, actor: &Actor, key: HeaderValue, request: Request, next: Next) -> Result<Response> {
    let key = key
        .to_str()
        .ok()
        .filter(|key| (1..=64).contains(&key.len()))
        .ok_or_else(|| Error::invalid("Idempotency-Key", "Give 1 to 64 visible ASCII characters."))?
        .to_owned();
    let (parts, body) = request.into_parts();
    let (method, path) = (parts.method.clone(), parts.uri.path().to_owned());
    let body = read_body(Request::from_parts(parts.clone(), body)).await?;
    let request_hash = secret::sha256_hex(&[method.as_str().as_bytes(), b"\n", path.as_bytes(), b"\n", &body].concat());

    if let Some(kept) = find(desk, actor, &key).await? {
        if kept.request_hash != request_hash {
            return Err(Error::conflict(
                "idempotency_key_reused",
                "This Idempotency-Key came with another request before; use a new one.",
            ));
        }
        return open(desk, actor, &key, &kept).map_or_else(
            || {
                Err(Error::conflict(
                    "already_done",
                    "The first request with this key was carried out, but its answer is not at hand; read the object instead.",
                ))
            },
            |(status, body)| {
                let mut response = (StatusCode::from_u16(status).unwrap_or(StatusCode::OK), body).into_response();
                let kind = HeaderValue::from_static("application/json");
                match response.status() {
                    StatusCode::NO_CONTENT => response.headers_mut().remove(header::CONTENT_TYPE),
                    _ => response.headers_mut().insert(header::CONTENT_TYPE, kind),
                };
                response.headers_mut().insert("idempotent-replayed", HeaderValue::from_static("true"));
                Ok(response)
            },
        );
    }

    let mut actor = actor.clone();
    actor.request = Arc::new(RequestInfo {
        id: actor.request.id.clone(),
        address: actor.request.address,
        idempotency: Some(IdempotencyKey::new(key.clone(), request_hash)),
    });
    let mut request = Request::from_parts(parts, Body::from(body));
    request.extensions_mut().insert(Asked::Known(actor.clone()));
    let response = next.run(request).await;
    if !response.status().is_success() {
        return Ok(response);
    }
    let (parts, body) = response.into_parts();
    let body = body.collect().await.map_err(|error| Error::internal(error.to_string()))?.to_bytes();
    keep(desk, &actor, &key, parts.status.as_u16(), &body).await?;
    Ok(Response::from_parts(parts, Body::from(body)))
}

async fn find(desk: &Desk, actor: &Actor, key: &str) -> Result<Option<sql::Kept>> {
    desk.read(actor, async |tx| sql::find(tx, actor, key, desk.clock.now()).await).await
}

fn open(desk: &Desk, actor: &Actor, key: &str, kept: &sql::Kept) -> Option<(u16, Vec<u8>)> {
    let body = desk.keys.master.open(&place(actor, key), kept.body.as_deref()?)?;
    Some((u16::try_from(kept.status?).ok()?, body))
}

async fn keep(desk: &Desk, actor: &Actor, key: &str, status: u16, body: &[u8]) -> Result<()> {
    let sealed = desk.keys.master.seal(&place(actor, key), body);
    let key_of = actor.request.idempotency.as_ref();
    desk.db
        .write(actor.workspace.0, async |tx| {
            // A change that is not one workspace's alone (a password) did not take the key with it.
            if let Some(key) = key_of.filter(|key| key.take()) {
                sql::insert(tx, actor, key, desk.clock.now()).await?;
            }
            sql::keep(tx, actor, key, status, sealed).await
        })
        .await
}

/// Answers may hold what is shown only once, so they are sealed where they lie.
fn place(actor: &Actor, key: &str) -> String {
    format!("{}/idempotency_keys/body/{}/{key}", actor.workspace, actor.principal)
}

/// Forgets keys after their 24 hours.
pub(super) async fn forget_old(desk: Desk) -> Result<()> {
    let before = desk.clock.now() - sql::KEPT;
    desk.db.system_write(async |tx| sql::delete_old(tx, before).await.map(drop)).await
}
