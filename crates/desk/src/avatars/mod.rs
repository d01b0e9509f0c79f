//! Avatars: what a contact or a colleague looks like. Joins them with a file, which lie side by side and do not know each
//! other.
//!
//! Owns the routes under `/api/contacts/{id}/avatar`, `/api/people/{id}/avatar` and `/api/me/avatar`, and no table: whoever
//! it is of remembers which file it is.
//! Refuses to know what a picture is (`files` has looked at it).

mod change_avatar;
mod change_own_avatar;
mod routes;
mod show_avatar;

pub use change_avatar::{remove_avatar, set_avatar};
pub use change_own_avatar::{remove_own_avatar, set_own_avatar};
pub use routes::routes;
pub use show_avatar::{show_avatar, show_person_avatar};
