//! Contacts: what is known of a customer. The name stands on the principal of the same id.
//!
//! Owns the table `contacts`; the routes under `/api/contacts`. Refuses to know what contacts say
//! (`conversations`) and how they come in (`inboxes`).

mod find_contact;
mod model;
mod routes;
mod sql;
mod update_contact;
mod verify_contact;

pub use find_contact::find_contact;
pub use model::Contact;
pub use routes::routes;
pub use sql::{insert as insert_contact, touch as touch_contact};
pub use update_contact::{ContactChange, update_contact};
pub use verify_contact::{Identity, verify_contact, whom_it_means};
