//! What every crate may know: ids, clock, errors, settings and secrets.
//! Does no I/O and knows neither database nor HTTP.

pub mod clock;
pub mod config;
pub mod error;
pub mod secret;

pub use clock::{Clock, Timestamp};
pub use error::{Error, Result};

/// A new id: UUIDv7, so ids made later sort later and indexes grow at their end.
pub fn new_id() -> uuid::Uuid {
    uuid::Uuid::now_v7()
}
