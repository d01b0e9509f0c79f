//! What the handle promises, on the engines themselves: who is acknowledged is stored, who is not is not,
//! and trouble is told and got over. Run beside `scripts/with-services`.

mod failing_storage;
mod group_commit;
mod locks;
mod migrations;
mod places;
mod roles;
