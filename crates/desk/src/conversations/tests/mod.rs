//! Scenarios of conversations, one file per deed.

mod list_conversations;
mod participants;
mod read_marks;
mod send_message;
