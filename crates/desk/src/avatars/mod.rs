//! Avatars: what a contact looks like. Joins a contact with a file, which lie side by side and do not know each other.
//!
//! Owns the routes under `/api/contacts/{id}/avatar` and no table: the contact remembers which file it is.
//! Refuses to know what a picture is (`files` has looked at it).

mod change_avatar;
mod routes;
mod show_avatar;

pub use change_avatar::{remove_avatar, set_avatar};
pub use routes::routes;
pub use show_avatar::show_avatar;
