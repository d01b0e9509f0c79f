//! A whole workspace out to a folder, and in from one, on whatever engine.
//!
//! Owns no table: `tables.rs` names those of all slices, and a test fails when one is missing there. A move in that has
//! begun is a row of `jobs`, which goes on with each step. Refuses to know what any row means, but for the words of a
//! search, which are made anew, and the contents of files, which lie beside the rows. Has no route: whoever may call
//! this may read the database.

mod bring_in;
mod folder;
mod manifest;
mod model;
mod sql;
mod tables;
mod take_out;

pub use bring_in::{BroughtIn, bring_in, read_manifest};
pub use manifest::{FORMAT, MANIFEST, Manifest};
pub use model::{Stage, Stand, Tell};
pub use tables::{LEFT, TABLES};
pub use take_out::take_out;
