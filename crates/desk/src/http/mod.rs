//! Everything between the wire and a deed: who asks, request id, limits, body and query reading,
//! errors as answers, the table of routes. Knows no noun.

mod authenticate;
mod cors;
mod error;
mod extract;
mod idempotency;
mod leftover;
mod limits;
mod not_accepted;
mod openapi;
mod request;
mod routes;

pub use authenticate::{COOKIE, authenticate_again, authenticate_ticket, authenticate_token};
pub use extract::{AnyJson, Json, NoContent, Path, Query, Raw};
pub use limits::Limiters;
pub use openapi::{DOCS_PAGE, document};
pub use request::{PeerAddress, RequestId, framed};
pub use routes::{Access, RouteInfo, Routes};

pub use error::{ErrorBody, ErrorDetail, Refusal};

pub(crate) use authenticate::{cookie, is_same_origin};
pub(crate) use cors::may_call;
pub(crate) use error::refuse;
pub(crate) use extract::parse;
pub(crate) use idempotency::take_idempotency_key;
pub(crate) use request::{label, layers, not_this_way, nothing_here};

/// The frame's own recurring work: keys of repeats after their 24 hours, callers that went quiet.
pub(crate) fn jobs() -> crate::jobs::Handlers {
    use std::time::Duration;
    crate::jobs::Handlers::default().every("idempotency.clean", Duration::from_secs(3600), idempotency::forget_old).on_each_node(
        "limiters.forget_quiet",
        Duration::from_secs(60),
        async |desk: crate::Desk| {
            desk.limiters.forget_quiet();
            Ok(())
        },
    )
}
