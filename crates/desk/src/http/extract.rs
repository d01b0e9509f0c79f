//! What a handler may ask for: the signed-in actor, a path id, a query, a JSON body; and what it answers with.
//! Each refuses in the one error shape, naming the field.

use antiphon_base::{Error, Result};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde::Serialize;
use serde::de::{DeserializeOwned, IgnoredAny};

use super::authenticate::Asked;
use super::error::Refusal;
use super::not_accepted::wrong_field;
use crate::actor::Actor;
use crate::created::Created;

/// Largest JSON body, in bytes.
const BODY_BYTES: usize = 1_000_000;

impl<S: Send + Sync> FromRequestParts<S> for Actor {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        let asked = parts.extensions.get::<Asked>().ok_or_else(|| Error::unauthenticated("Sign in first."))?;
        asked.actor().map_err(Refusal)
    }
}

/// An id from the path. One that cannot be an id is answered like an unknown one.
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refusal> {
        // No name of anything holds a NUL, and PostgreSQL cannot be asked for one.
        if parts.uri.path().contains("%00") {
            return Err(Refusal(Error::NotFound));
        }
        match axum::extract::Path::<T>::from_request_parts(parts, state).await {
            Ok(axum::extract::Path(value)) => Ok(Self(value)),
            Err(_) => Err(Refusal(Error::NotFound)),
        }
    }
}

/// The query, read strictly: unknown and wrongly typed fields are named.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refusal> {
        let query = parts.uri.query().unwrap_or_default();
        if let Some((name, _)) = form_pairs(query).find(|(_, value)| value.contains('\0')) {
            return Err(Refusal(nul_in(name.into_owned())));
        }
        let reader = serde_urlencoded::Deserializer::new(form_pairs(query));
        serde_path_to_error::deserialize(reader)
            .map(Self)
            .map_err(|error| Refusal(wrong_field(&error.path().to_string(), &error.inner().to_string(), "query")))
    }
}

fn form_pairs(query: &str) -> url::form_urlencoded::Parse<'_> {
    url::form_urlencoded::parse(query.as_bytes())
}

/// A JSON body of at most 1 MB, read strictly.
pub struct Json<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, _: &S) -> Result<Self, Refusal> {
        let is_json =
            request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).is_some_and(is_json_in_utf8);
        let body = read_body(request).await?;
        if !is_json && !body.is_empty() {
            return Err(Refusal(Error::WrongType { why: "Send JSON with the header Content-Type: application/json.".into() }));
        }
        parse(&body).map(Self).map_err(Refusal)
    }
}

/// A body of at most 1 MB as it came, to the byte.
pub struct Raw(pub bytes::Bytes);

impl<S: Send + Sync> FromRequest<S> for Raw {
    type Rejection = Refusal;

    async fn from_request(request: Request, _: &S) -> Result<Self, Refusal> {
        read_body(request).await.map(Self).map_err(Refusal)
    }
}

/// The same whatever its type is called: for the doors whose clients name none.
pub struct AnyJson<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for AnyJson<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, _: &S) -> Result<Self, Refusal> {
        parse(&read_body(request).await?).map(Self).map_err(Refusal)
    }
}

/// JSON is UTF-8 (RFC 8259); a header that names another encoding does not mean what it says, or means another body.
fn is_json_in_utf8(content_type: &str) -> bool {
    let mut parts = content_type.split(';').map(str::trim);
    let is_json = parts.next().is_some_and(|kind| kind.eq_ignore_ascii_case("application/json"));
    let charset = parts.find_map(|part| part.split_once('=').filter(|(name, _)| name.trim().eq_ignore_ascii_case("charset")));
    is_json && charset.is_none_or(|(_, charset)| charset.trim().trim_matches('"').eq_ignore_ascii_case("utf-8"))
}

/// Reads a whole body within the limit.
pub(super) async fn read_body(request: Request) -> Result<bytes::Bytes, Error> {
    match Limited::new(request.into_body(), BODY_BYTES).collect().await {
        Ok(body) => Ok(body.to_bytes()),
        Err(error) if error.downcast_ref::<LengthLimitError>().is_some() || error.to_string().contains("length limit") => {
            Err(Error::TooLarge { why: "The body may have at most 1 MB.".into() })
        }
        Err(error) if is_pause(error.as_ref()) => {
            Err(Error::TooSlow { why: "The body stopped coming; send it again in one go.".into() })
        }
        Err(_) => Err(Error::malformed("The body ended before it was complete.")),
    }
}

/// Whether the server's limit for pauses ended the body.
fn is_pause(error: &(dyn std::error::Error + 'static)) -> bool {
    error.is::<tower_http::timeout::TimeoutError>() || error.source().is_some_and(is_pause)
}

/// Reads JSON strictly, telling what cannot be parsed (400) from what is not accepted (422).
///
/// # Errors
/// `Malformed` or `Invalid`, the latter with the field's path.
pub(crate) fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T> {
    if body.is_empty() {
        return Err(Error::malformed("Send a JSON body."));
    }
    // Everything we take is an object; serde would read one from a list too, its fields in order.
    if body.trim_ascii_start().first().is_some_and(|first| *first != b'{') && serde_json::from_slice::<IgnoredAny>(body).is_ok() {
        return Err(Error::invalid("body", "Send a JSON object."));
    }
    let mut reader = serde_json::Deserializer::from_slice(body);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        use serde_json::error::Category;
        match error.inner().classify() {
            // Told as an error of the data where serde had to keep the object before it knew what it is.
            _ if error.inner().to_string().contains("hex escape") => {
                Error::malformed("That is not valid JSON: a \\u escape in it is half of a character (a lone surrogate).")
            }
            Category::Data => wrong_field(&error.path().to_string(), &error.inner().to_string(), "body"),
            // A number in an enum's place counts as bad syntax for serde, though the JSON is good.
            _ if serde_json::from_slice::<serde::de::IgnoredAny>(body).is_ok() => {
                wrong_field(&error.path().to_string(), &error.inner().to_string(), "body")
            }
            _ => Error::malformed(format!("That is not valid JSON: {}.", error.inner())),
        }
    })?;
    reader.end().map_err(|_| Error::malformed("There is something after the end of the JSON object."))?;
    refuse_nul(body)?;
    Ok(value)
}

/// No text may hold a NUL: PostgreSQL cannot keep one, nor be asked for one. In JSON it comes as an escape only.
fn refuse_nul(body: &[u8]) -> Result<()> {
    const ESCAPE: &[u8] = b"\\u0000";
    if !body.windows(ESCAPE.len()).any(|window| window == ESCAPE) {
        return Ok(());
    }
    match serde_json::from_slice(body).ok().and_then(|value| path_of_nul(&value)) {
        Some(path) => Err(nul_in(path)),
        None => Ok(()), // the escape itself was escaped
    }
}

fn path_of_nul(value: &serde_json::Value) -> Option<String> {
    use serde_json::Value;
    let within = |name: String, inner: &Value| {
        path_of_nul(inner)
            .map(|path| if path.is_empty() || path.starts_with('[') { name + &path } else { format!("{name}.{path}") })
    };
    match value {
        Value::String(text) => text.contains('\0').then(String::new),
        Value::Array(items) => items.iter().enumerate().find_map(|(place, item)| within(format!("[{place}]"), item)),
        Value::Object(fields) => fields.iter().find_map(|(name, field)| within(name.clone(), field)),
        _ => None,
    }
}

fn nul_in(field: String) -> Error {
    Error::invalid(field, "Remove the NUL character; it cannot be stored.")
}

impl<T: Serialize> IntoResponse for Created<T> {
    fn into_response(self) -> Response {
        match self {
            Self::New(body) => (StatusCode::CREATED, axum::Json(body)).into_response(),
            Self::Again(body) => (StatusCode::OK, axum::Json(body)).into_response(),
        }
    }
}

/// 204.
pub struct NoContent;

impl IntoResponse for NoContent {
    fn into_response(self) -> Response {
        StatusCode::NO_CONTENT.into_response()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    struct Anything(#[allow(dead_code, reason = "only whether it is taken matters")] serde_json::Value);

    #[tokio::test]
    async fn a_body_that_stops_coming_is_told_from_one_that_breaks_off() {
        use axum::body::Body;
        use tower_http::timeout::TimeoutBody;
        let refusal = async |body: Body| read_body(Request::new(body)).await.unwrap_err();
        let pausing = Body::from_stream(futures_util::stream::pending::<Result<bytes::Bytes, std::io::Error>>());
        let pausing = Body::new(TimeoutBody::new(std::time::Duration::from_millis(5), pausing));
        assert_eq!(refusal(pausing).await.code(), "too_slow");
        let broken = Body::from_stream(futures_util::stream::once(std::future::ready(Err::<bytes::Bytes, _>("reset"))));
        assert_eq!(refusal(broken).await.code(), "malformed");
    }

    #[test]
    fn json_is_taken_in_utf8_only() {
        for taken in ["application/json", "Application/JSON; charset=utf-8", "application/json;charset=\"UTF-8\""] {
            assert!(is_json_in_utf8(taken), "{taken}");
        }
        for refused in ["text/plain", "application/json; charset=utf-16", "application/x-www-form-urlencoded", ""] {
            assert!(!is_json_in_utf8(refused), "{refused}");
        }
    }

    #[test]
    fn a_nul_is_found_wherever_it_stands_and_nothing_is_taken_for_one() {
        let field = |body: &str| parse::<Anything>(body.as_bytes()).err().and_then(|error| error.field().map(str::to_owned));
        assert_eq!(field(r#"{"a":"\u0000"}"#).as_deref(), Some("a"));
        assert_eq!(field(r#"{"a":{"b":["x","\u0000y"]}}"#).as_deref(), Some("a.b[1]"));
        assert_eq!(field(r#"{"a":"\\u0000"}"#), None);
        assert_eq!(field("[]").as_deref(), Some("body"));
    }
}
