//! Access and refresh tokens as texts: how they are made and what makes one genuine.
//! Whether a genuine one still holds is asked of its session's row, elsewhere.

use antiphon_base::secret::{self, MasterKey};
use antiphon_base::{Error, Result, Timestamp};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::model::ACCESS_TOKEN_LIFE;
use crate::ids::{PrincipalId, SessionId, WorkspaceId};

const ISSUER: &str = "antiphon";
const AUDIENCE: &str = "antiphon-api";
const TYPE: &str = "at+jwt";

/// What an access token says.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Claims {
    iss: String,
    aud: String,
    pub(super) sub: PrincipalId,
    pub(super) ws: WorkspaceId,
    pub(super) sid: SessionId,
    iat: i64,
    exp: i64,
}

impl Claims {
    pub(super) fn expires_at(&self) -> Timestamp {
        Timestamp::from_timestamp(self.exp, 0).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

/// A fresh access token.
pub(super) fn access_token(
    key: &[u8; 32],
    workspace: WorkspaceId,
    principal: PrincipalId,
    session: SessionId,
    now: Timestamp,
) -> Result<String> {
    let header = Header { typ: Some(TYPE.to_owned()), kid: Some(key_id(key)), ..Header::new(Algorithm::HS256) };
    let claims = Claims {
        iss: ISSUER.to_owned(),
        aud: AUDIENCE.to_owned(),
        sub: principal,
        ws: workspace,
        sid: session,
        iat: now.timestamp(),
        exp: (now + ACCESS_TOKEN_LIFE).timestamp(),
    };
    jsonwebtoken::encode(&header, &claims, &EncodingKey::from_secret(key)).map_err(Error::internal)
}

/// What a genuine, unexpired token says; nothing otherwise. Only HS256 under our own key counts.
pub(super) fn read_access_token(key: &[u8; 32], token: &str, now: Timestamp) -> Option<Claims> {
    let header = jsonwebtoken::decode_header(token).ok()?;
    if header.alg != Algorithm::HS256 || header.typ.as_deref() != Some(TYPE) || header.kid != Some(key_id(key)) {
        return None;
    }
    let mut validation = Validation::new(Algorithm::HS256);
    validation.set_issuer(&[ISSUER]);
    validation.set_audience(&[AUDIENCE]);
    validation.set_required_spec_claims(&["iss", "aud", "sub", "exp"]);
    validation.validate_exp = false; // by our own clock, below
    let claims = jsonwebtoken::decode::<Claims>(token, &DecodingKey::from_secret(key), &validation).ok()?.claims;
    (now.timestamp() < claims.exp && claims.iat <= now.timestamp() + 60).then_some(claims)
}

/// Names the key without giving it away.
fn key_id(key: &[u8; 32]) -> String {
    secret::sha256_hex(key)[..8].to_owned()
}

/// A refresh token names its session and carries our mark, so that any earlier one of the family is
/// recognised when it comes again, while a made-up one ends nobody's session.
pub(super) fn new_refresh_token(master: &MasterKey, workspace: WorkspaceId, session: SessionId) -> String {
    let nonce = secret::random_bytes::<24>();
    let mut bytes = [workspace.0.as_bytes().as_slice(), session.0.as_bytes(), &nonce].concat();
    let mark = refresh_mark(master, &bytes);
    bytes.extend_from_slice(&mark);
    secret::token_of("rt_", &bytes)
}

/// The session that a genuine refresh token belongs (or once belonged) to.
pub(super) fn read_refresh_token(master: &MasterKey, token: &str) -> Option<(WorkspaceId, SessionId)> {
    let bytes = URL_SAFE_NO_PAD.decode(token.strip_prefix("rt_")?).ok()?;
    let (named, mark) = bytes.split_at_checked(16 + 16 + 24)?;
    if mark.len() != 16 || !is_equal(mark, &refresh_mark(master, named)) {
        return None;
    }
    let workspace = Uuid::from_slice(&named[..16]).ok()?;
    let session = Uuid::from_slice(&named[16..32]).ok()?;
    Some((WorkspaceId(workspace), SessionId(session)))
}

fn refresh_mark(master: &MasterKey, named: &[u8]) -> Vec<u8> {
    let mut mark = secret::hmac_sha256(&master.derive("refresh-tokens"), named);
    mark.truncate(16);
    mark
}

/// Compares without telling by its time where the difference lies.
pub(super) fn is_equal(left: &[u8], right: &[u8]) -> bool {
    aws_lc_rs::constant_time::verify_slices_are_equal(left, right).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids() -> (WorkspaceId, PrincipalId, SessionId) {
        (WorkspaceId::new(), PrincipalId::new(), SessionId::new())
    }

    fn now() -> Timestamp {
        Timestamp::from_timestamp(1_800_000_000, 0).unwrap()
    }

    #[test]
    fn an_access_token_says_who_and_ends_after_ten_minutes() {
        let (ws, principal, session) = ids();
        let token = access_token(&[7; 32], ws, principal, session, now()).unwrap();
        let claims = read_access_token(&[7; 32], &token, now()).unwrap();
        assert_eq!((claims.ws, claims.sub, claims.sid), (ws, principal, session));
        assert!(read_access_token(&[7; 32], &token, now() + chrono::TimeDelta::seconds(599)).is_some());
        assert!(read_access_token(&[7; 32], &token, now() + ACCESS_TOKEN_LIFE).is_none());
        assert!(read_access_token(&[8; 32], &token, now()).is_none());
    }

    #[test]
    fn altered_unsigned_and_foreign_tokens_do_not_count() {
        let (ws, principal, session) = ids();
        let key = [7; 32];
        let token = access_token(&key, ws, principal, session, now()).unwrap();
        let parts: Vec<&str> = token.split('.').collect();

        let none = URL_SAFE_NO_PAD.encode(format!(r#"{{"typ":"{TYPE}","alg":"none","kid":"{}"}}"#, key_id(&key)));
        assert!(read_access_token(&key, &format!("{none}.{}.", parts[1]), now()).is_none());

        let mut payload = String::from_utf8(URL_SAFE_NO_PAD.decode(parts[1]).unwrap()).unwrap();
        payload = payload.replace(&principal.to_string(), &PrincipalId::new().to_string());
        assert!(
            read_access_token(&key, &format!("{}.{}.{}", parts[0], URL_SAFE_NO_PAD.encode(payload), parts[2]), now()).is_none()
        );

        let encode = |algorithm, typ: &str, claims: serde_json::Value| {
            let header = Header { typ: Some(typ.to_owned()), kid: Some(key_id(&key)), ..Header::new(algorithm) };
            jsonwebtoken::encode(&header, &claims, &EncodingKey::from_secret(&key)).unwrap()
        };
        let claims = serde_json::json!({"iss": ISSUER, "aud": AUDIENCE, "sub": principal, "ws": ws, "sid": session,
            "iat": now().timestamp(), "exp": now().timestamp() + 600});
        assert!(read_access_token(&key, &encode(Algorithm::HS256, TYPE, claims.clone()), now()).is_some());
        assert!(read_access_token(&key, &encode(Algorithm::HS512, TYPE, claims.clone()), now()).is_none());
        assert!(read_access_token(&key, &encode(Algorithm::HS256, "JWT", claims.clone()), now()).is_none());
        for (field, wrong) in [("aud", "someone-else"), ("iss", "someone-else")] {
            let mut claims = claims.clone();
            claims[field] = wrong.into();
            assert!(read_access_token(&key, &encode(Algorithm::HS256, TYPE, claims), now()).is_none(), "{field}");
        }
        for field in ["aud", "iss", "exp", "sid"] {
            let mut claims = claims.clone();
            claims.as_object_mut().unwrap().remove(field);
            assert!(read_access_token(&key, &encode(Algorithm::HS256, TYPE, claims), now()).is_none(), "{field}");
        }
    }

    #[test]
    fn a_refresh_token_names_its_session_and_cannot_be_made_up() {
        let master = MasterKey::generate();
        let (ws, _, session) = ids();
        let token = new_refresh_token(&master, ws, session);
        assert_eq!(read_refresh_token(&master, &token), Some((ws, session)));
        assert_ne!(token, new_refresh_token(&master, ws, session));
        assert_eq!(read_refresh_token(&MasterKey::generate(), &token), None);
        let made_up = [ws.0.as_bytes().as_slice(), session.0.as_bytes(), &[0; 40]].concat();
        assert_eq!(read_refresh_token(&master, &format!("rt_{}", URL_SAFE_NO_PAD.encode(made_up))), None);
        for nonsense in ["", "rt_", "rt_AAAA", "ak_x", "rt_é"] {
            assert_eq!(read_refresh_token(&master, nonsense), None);
        }
    }
}
