//! Admin: what only those who keep a workspace running see and mend, and what belongs to no other noun.
//!
//! Owns the routes under `/api/jobs`, those of `/api/files` that are about everybody's, and no table: owed work is `jobs`'
//! own and files are `files`', and each change of them is in the trail.

mod keep_files;
mod mend_jobs;
mod routes;

pub use keep_files::{
    AllFiles, RoomForFiles, fetch_file, list_all_files, remove_file, rename_file, restore_file, room_for_files,
};
pub use mend_jobs::{discard_job, list_jobs, retry_job};
pub use routes::routes;
