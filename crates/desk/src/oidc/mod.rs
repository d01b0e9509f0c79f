//! Sign-in by a workspace's own provider (OpenID Connect): which one it is, the way there and back, and whom of its
//! people it lets in as whom.
//!
//! Owns the tables `sign_in_providers`, `sign_in_identities`, `provider_sign_ins`; the routes `/api/auth/oidc*` and
//! `/api/sign-in/provider*`. Refuses to know: what makes a token genuine (`clients`), what a session is (`accounts`).

mod begin_sign_in;
mod clean;
mod finish_sign_in;
mod known;
mod model;
mod remove_provider;
mod routes;
mod save_provider;
mod show_provider;
mod sql;
mod try_provider;
mod unlink;

pub use begin_sign_in::{Begun, begin_sign_in};
pub use clean::jobs;
pub use finish_sign_in::{Finished, Returned, finish_sign_in};
pub use known::Known;
pub use model::{Addresses, Problem, ProviderView};
pub use remove_provider::remove_provider;
pub use routes::routes;
pub use save_provider::{SaveProvider, save_provider};
pub use show_provider::{Door, show_door, show_provider};
pub use try_provider::{Tried, try_provider};
pub use unlink::unlink;
