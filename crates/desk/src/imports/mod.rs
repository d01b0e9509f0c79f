//! Imports: tables of contacts (CSV) sent in, looked at, and carried out line by line.
//!
//! Owns the tables `contact_imports`, `contact_import_pieces`, `contact_import_faults`; the routes under
//! `/api/contact-imports`; the jobs `contacts.import`, `contacts.import_undo` and `contacts.clean_imports`.
//! A table is staged in pieces while it comes in and carried out piece by piece, each in one transaction with how far it
//! has come: so memory does not grow with the table, a crash costs nothing, and no line is taken in twice. What a piece did
//! takes its place, so that the import can be undone.
//! Refuses to know what makes a contact good (`contacts`).

mod carry_out;
mod import;
mod plan;
mod receive;
mod routes;
mod sql;
mod table;
mod undo;

pub use carry_out::jobs;
pub use import::{Import, ImportPreview, start_import};
pub use plan::Plan;
pub use receive::receive;
pub use routes::routes;
