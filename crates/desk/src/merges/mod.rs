//! Merges: two contacts made one, with their conversations, and apart again.
//!
//! Owns the table `contact_merges`; the routes `/api/contacts/{id}/merge` and `/api/contact-merges`.
//! Refuses to know which values win (`contacts`) and how conversations change hands (`conversations`).

mod merge_contacts;
mod routes;
mod sql;

pub use merge_contacts::{Merge, merge_contacts, preview_merge, undo_merge};
pub use routes::routes;
