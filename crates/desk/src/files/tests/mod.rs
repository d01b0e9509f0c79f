//! Scenarios of files: sent in whole or in parts, shown with a message, fetched, taken away.

mod attachments;
mod bucket;
mod cleaning;
mod uploads;
