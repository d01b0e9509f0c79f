//! Drafts: what a person has begun to write in a conversation and not sent, so that it follows them to another device.
//!
//! Owns the table `drafts` and the route `/api/conversations/{id}/draft`. Each person sees their own and nobody else's.
//! Refuses to know when something is sent: whoever wrote takes the draft away.

mod keep_draft;
mod model;
mod routes;
mod sql;

pub use keep_draft::{find_drafts, keep_draft};
pub use model::{Draft, Drafts, NewDraft};
pub use routes::routes;
