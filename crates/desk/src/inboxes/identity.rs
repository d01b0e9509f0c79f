//! Reads the identity JWT with which a site vouches for a visitor: HS256 under the inbox's secret, short-lived.
//! Claims: `sub` (the site's own id of the person), `exp`, and optionally `name`, `email` and `nbf`.

use antiphon_base::{Error, Result, Timestamp};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
use serde::Deserialize;

use crate::contacts::Identity;

/// A token may be valid for at most this long from now, so that a leaked one soon dies.
const LONGEST_SECONDS: i64 = 24 * 60 * 60;

/// How far the site's clock may be ahead of ours, in seconds.
const CLOCKS_APART: i64 = 60;

#[derive(Deserialize)]
struct Claims {
    sub: String,
    exp: i64,
    #[serde(default)]
    nbf: Option<i64>,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    email: Option<String>,
}

/// Checks the token.
///
/// # Errors
/// `Unauthenticated` when it is altered, of another algorithm or expired; `Invalid` when it lives too long.
pub(super) fn read(token: &str, secret: &[u8], now: Timestamp) -> Result<Identity> {
    let mut validation = Validation::new(Algorithm::HS256);
    validation.validate_exp = false; // checked below, by our own clock
    validation.validate_aud = false;
    validation.set_required_spec_claims::<&str>(&[]);
    let signed = decode::<serde_json::Value>(token, &DecodingKey::from_secret(secret), &validation)
        .map_err(|_| Error::unauthenticated("The identity_jwt is not signed with this inbox's identity secret (HS256)."))?;
    let claims: Claims = serde_json::from_value(signed.claims).map_err(|error| {
        let why = "The token needs the claims `sub` (a text) and `exp` (whole seconds since 1970); `name` and `email` are texts";
        Error::invalid("identity_jwt", format!("{why}: {error}."))
    })?;
    if claims.nbf.is_some_and(|nbf| nbf > now.timestamp() + CLOCKS_APART) {
        return Err(Error::unauthenticated("The identity_jwt is not valid yet (nbf)."));
    }
    if claims.exp <= now.timestamp() {
        return Err(Error::unauthenticated("The identity_jwt has expired; make a new one for each page view."));
    }
    if claims.exp > now.timestamp() + LONGEST_SECONDS {
        return Err(Error::invalid("identity_jwt", "Let the token expire within a day; minutes are enough."));
    }
    Ok(Identity { external_id: claims.sub, name: claims.name, email: claims.email })
}
