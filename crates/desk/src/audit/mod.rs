//! The trail: who did what to which object, each row chained to the one before it.
//!
//! Owns the tables `audit_log` and `audit_heads`, the route `/api/audit`, and the checkpoints in the log
//! stream and in `audit-checkpoints.jsonl` of the data folder. A row commits with the change it tells of.
//! Refuses to know: any other noun. Values before and after are kept as hashes only, so that erasing
//! somebody's data never breaks the chain.

mod checkpoint;
mod list;
mod model;
mod record;
mod routes;
mod sql;
mod verify;

pub use checkpoint::{CHECKPOINTS, checkpoint};
pub use list::{AuditActor, AuditEntry, list};
pub use record::record;
pub use routes::routes;
pub use verify::{Verified, verify};
