//! Scenarios of conversations, one file per deed.

mod answers;
mod find_files;
mod list_conversations;
mod mentions;
mod metrics;
mod participants;
mod reactions;
mod read_marks;
mod restore_message;
mod search;
mod send_message;
mod shelves;
mod transcript;
