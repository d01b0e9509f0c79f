//! Admin: what only those who keep a workspace running see and mend, and what belongs to no other noun.
//!
//! Owns the routes under `/api/jobs` and no table: owed work is `jobs`' own, and each change of it is in the trail.

mod mend_jobs;
mod routes;

pub use mend_jobs::{discard_job, list_jobs, retry_job};
pub use routes::routes;
