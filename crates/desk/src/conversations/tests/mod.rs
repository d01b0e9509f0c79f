//! Scenarios of conversations, one file per deed.

mod read_marks;
mod send_message;
