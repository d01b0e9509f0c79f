//! Whether a server's request is signed as the protocol says: over the method, the path, the query and the body's MD5.

use antiphon_base::{Error, Result};
use antiphon_clients::pusher::{body_md5, sign, signed_text};
use http::Method;

use super::sql;
use crate::Desk;
use crate::live::ChannelApp;

/// By how much the sender's clock may differ, in seconds.
const SKEW: i64 = 600;

/// A request as it came, to the byte.
#[derive(Debug)]
pub struct SignedRequest<'r> {
    /// Which app, where the path says so.
    pub app_id: Option<&'r str>,
    /// Upper case.
    pub method: &'r Method,
    /// With whatever stands before it.
    pub path: &'r str,
    /// Decoded.
    pub query: Vec<(String, String)>,
    /// All of it.
    pub body: &'r [u8],
}

impl SignedRequest<'_> {
    /// A parameter of the query.
    pub fn value(&self, name: &str) -> &str {
        self.query.iter().find(|(found, _)| found == name).map_or("", |(_, value)| value)
    }
}

/// The app that a request is signed for.
///
/// # Errors
/// `NotFound` for an app that nobody has; `Unauthenticated` for what is not signed rightly; `Forbidden` where it is
/// switched off.
pub async fn check_request(desk: &Desk, request: &SignedRequest<'_>) -> Result<ChannelApp> {
    let key = request.value("auth_key");
    if key.contains('\0') {
        return Err(Error::NotFound);
    }
    let row = desk
        .db
        .system_read(async |tx| match request.app_id {
            Some(id) => match id.parse() {
                Ok(id) => sql::by_id(tx, id).await,
                Err(_) => Ok(None),
            },
            None => sql::by_key(tx, key).await,
        })
        .await?
        .ok_or(Error::NotFound)?;
    let app = row.open(desk)?;
    if key != app.key {
        return Err(Error::unauthenticated("auth_key: this app has another key."));
    }
    if request.value("auth_version") != "1.0" {
        return Err(Error::unauthenticated("auth_version: use 1.0."));
    }
    let at: i64 = request.value("auth_timestamp").parse().unwrap_or(0);
    if (desk.clock.now().timestamp() - at).abs() > SKEW {
        return Err(Error::unauthenticated("auth_timestamp: the clock is more than 600 seconds off; look at it on both sides."));
    }
    if !request.body.is_empty() && request.value("body_md5") != body_md5(request.body) {
        return Err(Error::unauthenticated("body_md5: this is not the body's MD5."));
    }
    let signed: Vec<_> = request.query.iter().filter(|(name, _)| name != "auth_signature").cloned().collect();
    let right = sign(&app.secret, &signed_text(request.method, request.path, &signed));
    let given = request.value("auth_signature");
    if aws_lc_rs::constant_time::verify_slices_are_equal(right.as_bytes(), given.as_bytes()).is_err() {
        return Err(Error::unauthenticated("auth_signature: the signature is not right; look at secret, path and query."));
    }
    if !row.is_enabled {
        return Err(Error::forbidden("The app is switched off."));
    }
    Ok(app)
}
