//! Contacts: what is known of a customer. The name stands on the principal of the same id.
//!
//! Owns the tables `contacts`, `contact_words`, `companies`, `contact_attributes`, `contact_values`, `contact_notes`,
//! `contact_pages`, `contact_edits`; the routes under `/api/contacts`, `/api/companies`, `/api/contact-attributes` and
//! `/api/contact-edits`; the jobs `contacts.edit` and `contacts.index`. Refuses to know what contacts say (`conversations`), how they come in
//! (`inboxes`, `imports`), what becomes of conversations in a merge (`merges`) and what a picture is (`avatars`).

mod arrive;
mod attributes;
mod block_contact;
mod change;
mod companies;
mod create_contact;
mod edit_contacts;
mod export_contacts;
mod find_contact;
mod index_contacts;
mod list_contacts;
mod merge;
mod model;
mod notes;
mod pages;
mod present;
mod remove_contact;
mod routes;
mod sql;
mod take_back;
mod take_in;
mod update_contact;
mod verify_contact;

use crate::Desk;
use crate::jobs::Handlers;

pub use arrive::{insert_contact, set_avatar};
pub use attributes::{Attribute, AttributeType, NewAttribute, add_attribute, attribute_removed};
pub use block_contact::{Standing, set_standing};
pub use change::ContactChange;
pub use companies::{Company, NewCompany, add_company};
pub use create_contact::create_contact;
pub use export_contacts::{armed, lines};
pub use find_contact::find_contact;
pub use index_contacts::index_contacts;
pub use merge::{Filled, Taken, merge_contact, plan_merge, unmerge_contact};
pub use model::{CompanyBrief, Contact, sought};
pub use notes::{NoteText, add_note};
pub use pages::note_page;
pub use remove_contact::{Presence, hear_from, set_presence};
pub use routes::routes;
pub use sql::{add_has_words, by_external_id as contact_by_external_id, contacts_by_words, pictured_by, touch as touch_contact};
pub use take_back::{Trace, take_back};
pub use take_in::{Fault, MatchBy, OnExisting, OnMissing, Row, TakenIn, known_attributes, take_in};
pub use update_contact::update_contact;
pub use verify_contact::{Identity, verify_contact, whom_it_means};

/// What this slice carries out: edits of many, and words for contacts that were changed from elsewhere.
pub fn jobs() -> Handlers {
    let period = std::time::Duration::from_secs(60);
    Handlers::default().on("contacts.edit", edit_contacts::carry_out).on("contacts.edit_undo", edit_contacts::carry_back).every(
        index_contacts::KIND,
        period,
        async |desk: Desk| index_contacts(&desk).await,
    )
}
