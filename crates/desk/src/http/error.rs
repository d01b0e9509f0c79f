//! A failure as an answer: status, code, one sentence, the request id. The cause goes to the log, once, here.

use antiphon_base::Error;
use axum::Json;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

/// The body of every refusal.
#[derive(Serialize, ToSchema)]
pub struct ErrorBody {
    /// What went wrong.
    pub error: ErrorDetail,
}

/// What went wrong.
#[derive(Serialize, ToSchema)]
pub struct ErrorDetail {
    /// Stable name for programs.
    pub code: &'static str,
    /// One sentence that says what to do.
    pub message: String,
    /// The field that is wrong, where one is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Quote it when you report a problem.
    pub request_id: String,
}

/// A failure on its way out of a handler. `?` makes it from whatever a deed answers.
pub struct Refusal(pub Error);

impl<E: Into<Error>> From<E> for Refusal {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        answer(self.0)
    }
}

impl Refusal {
    /// The same in pieces, for an answer that says more than that it failed.
    pub fn into_parts(self) -> ((StatusCode, HeaderMap), ErrorDetail) {
        parts(self.0)
    }
}

/// The answer for a failure. The request id is read from the task's own request.
pub(crate) fn answer(error: Error) -> Response {
    let (head, error) = parts(error);
    (head.0, head.1, Json(ErrorBody { error })).into_response()
}

fn parts(error: Error) -> ((StatusCode, HeaderMap), ErrorDetail) {
    if let Error::Internal(cause) = &error {
        tracing::error!(error = %chain(cause.as_ref()), "a request failed on our side");
    }
    let detail = ErrorDetail {
        code: error.code(),
        message: error.sentence().into_owned(),
        field: error.field().map(str::to_owned),
        request_id: super::request::current_id(),
    };
    let mut headers = HeaderMap::new();
    match &error {
        Error::TooMany { retry_after } => {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(retry_after.as_secs().max(1)));
        }
        Error::Unavailable { .. } => {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(1));
        }
        Error::Unauthenticated { .. } => {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        _ => {}
    }
    ((status(&error), headers), detail)
}

/// A refusal that no deed makes: its code belongs to HTTP alone.
pub(crate) fn refuse(status: StatusCode, code: &'static str, message: &str) -> Response {
    let request_id = super::request::current_id();
    let body = ErrorBody { error: ErrorDetail { code, message: message.to_owned(), field: None, request_id } };
    (status, Json(body)).into_response()
}

fn status(error: &Error) -> StatusCode {
    match error {
        Error::Invalid { .. } => StatusCode::UNPROCESSABLE_ENTITY,
        Error::Malformed { .. } => StatusCode::BAD_REQUEST,
        Error::Unauthenticated { .. } => StatusCode::UNAUTHORIZED,
        Error::Forbidden { .. } => StatusCode::FORBIDDEN,
        Error::NotFound => StatusCode::NOT_FOUND,
        Error::Conflict { .. } => StatusCode::CONFLICT,
        Error::TooLarge { .. } => StatusCode::PAYLOAD_TOO_LARGE,
        Error::TooSlow { .. } => StatusCode::REQUEST_TIMEOUT,
        Error::WrongType { .. } => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Error::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
        Error::Unavailable { .. } => StatusCode::SERVICE_UNAVAILABLE,
        Error::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

fn chain(mut cause: &(dyn std::error::Error + 'static)) -> String {
    let mut text = cause.to_string();
    while let Some(next) = cause.source() {
        text = format!("{text}: {next}");
        cause = next;
    }
    text
}
