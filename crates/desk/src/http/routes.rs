//! The table of routes: each line names what it asks of the caller, and the check stands in front of
//! the handler, so that none can forget it; repeats of a write are answered right behind it. The same
//! table drives the generated authorization test.

use axum::Router;
use axum::extract::Request;
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use utoipa::openapi::OpenApi;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};

use super::authenticate::{Asked, ask_for_enrolment};
use super::error::answer;
use super::idempotency;
use crate::Desk;
use crate::actor::Permission;

/// What a route asks of the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Nothing: sign-in, health, widget sessions.
    Open,
    /// A valid credential of any kind.
    SignedIn,
    /// The same, or a session that may do nothing else until its person has a second factor.
    Enrolling,
    /// A valid credential with this permission.
    Needs(Permission),
    /// A valid credential with one of these.
    NeedsOneOf(&'static [Permission]),
}

/// One line of the table.
#[derive(Clone, Debug)]
pub struct RouteInfo {
    /// Upper-case method.
    pub method: &'static str,
    /// Path with `{names}`.
    pub path: String,
    /// What it asks of the caller.
    pub access: Access,
}

/// Routes under construction, with their table.
#[derive(Default)]
pub struct Routes {
    router: OpenApiRouter<Desk>,
    table: Vec<RouteInfo>,
}

impl Routes {
    /// Adds a route (made by `routes!`) behind the check that `access` names.
    #[must_use]
    pub fn add(mut self, access: Access, (schemas, paths, methods): UtoipaMethodRouter<Desk>) -> Self {
        for (path, item) in &paths.paths {
            let methods = [
                ("GET", &item.get),
                ("POST", &item.post),
                ("PUT", &item.put),
                ("PATCH", &item.patch),
                ("DELETE", &item.delete),
                ("OPTIONS", &item.options),
            ];
            for (method, _) in methods.into_iter().filter(|(_, operation)| operation.is_some()) {
                self.table.push(RouteInfo { method, path: path.clone(), access });
            }
        }
        // The last one is the outermost.
        let guarded = methods
            .route_layer(from_fn(idempotency::layer))
            .route_layer(from_fn(move |request, next| check(access, request, next)));
        self.router = self.router.routes((schemas, paths, guarded));
        self
    }

    /// Lets `wrap` see every request to the routes so far, and its answer.
    #[must_use]
    pub fn within<F, Fut>(mut self, wrap: F) -> Self
    where
        F: Fn(Request, Next) -> Fut + Clone + Send + Sync + 'static,
        Fut: Future<Output = Response> + Send + 'static,
    {
        self.router = self.router.layer(from_fn(wrap));
        self
    }

    /// Adds a slice's routes.
    #[must_use]
    pub fn merge(mut self, other: Self) -> Self {
        self.router = self.router.merge(other.router);
        self.table.extend(other.table);
        self
    }

    /// The router, its document and its table.
    pub fn split(self) -> (Router<Desk>, OpenApi, Vec<RouteInfo>) {
        let (router, document) = self.router.split_for_parts();
        (router, document, self.table)
    }
}

async fn check(access: Access, mut request: Request, next: Next) -> Response {
    if access == Access::Enrolling {
        ask_for_enrolment(&mut request).await;
    }
    let checked = match access {
        Access::Open => Ok(()),
        Access::SignedIn | Access::Enrolling | Access::Needs(_) | Access::NeedsOneOf(_) => {
            Asked::of(&request).and_then(|actor| match access {
                Access::Needs(permission) => actor.need(permission),
                Access::NeedsOneOf(permissions) => actor.need_one_of(permissions),
                _ => Ok(()),
            })
        }
    };
    match checked {
        Ok(()) => next.run(request).await,
        Err(error) => answer(error),
    }
}
