//! Conversations: what is said, by whom, in one order, and who may see it.
//!
//! Owns the tables `conversations`, `participants`, `entries`, `message_versions`, `mentions`, `message_files`,
//! `message_search`, `removed_messages`; the events `message.*`, `reaction.*`, `preview.*`, `participant.*`,
//! `conversation.*`; the routes under `/api/conversations`, `/api/feed`, `/api/gallery`, `/api/mentions`,
//! `/api/search/messages` and `/api/metrics/conversations`.
//! Refuses to know how entries travel (`live`), where customers come from (`inboxes`) and what becomes
//! owed because of a message (`listeners.rs`).

mod add_participant;
mod append;
mod change_message;
mod feed;
mod find_files;
mod give_back;
mod index_messages;
mod index_titles;
mod keep_log;
mod links;
mod list_conversations;
mod mark_position;
mod mentions;
mod metrics;
mod model;
mod move_contact;
mod mute_conversation;
mod oversee;
mod pin_message;
mod react;
mod read_log;
mod remove_participant;
mod replay;
mod restore_message;
mod routes;
mod search;
mod search_overseen;
mod send_message;
mod show_contact_anew;
mod show_file_anew;
mod show_previews;
mod sql;
mod start_conversation;
mod transcript;
mod update_conversation;

use crate::jobs::Handlers;

pub use add_participant::{NewParticipantBody, add_participant};
pub use change_message::{NewText, delete_message, edit_message};
pub use find_files::{FilePlace, places_of_files};
pub(crate) use give_back::owe_giving_back;
pub use index_messages::index_messages;
pub use index_titles::index_titles;
pub use keep_log::{NewLog, SaidElsewhere, backdate_log, begin_log, keep_in_log, set_log_contact, set_log_status};
pub use list_conversations::{conversation_of_contact, get_conversation, list_conversations};
pub use mark_position::{Marked, mark_position};
pub use model::*;
pub use move_contact::{count_of_contact, move_contact, move_contact_back};
pub use oversee::{OverseeAsk, Overseen, find_overseen, list_overseen, oversee};
pub use react::{Wanted, react};
pub use read_log::{MessagePage, MessagesAsk, find_message, find_own_message, list_messages, message_at, view};
pub use remove_participant::remove_participant;
pub use replay::Replayed;
pub use restore_message::restore_message;
pub use routes::{TranscriptAsk, answer_transcript, routes};
pub use search::SnippetPart;
pub use search_overseen::{Found, SearchOverseen, Why, search_overseen};
pub use send_message::send_message;
pub(crate) use show_contact_anew::show_contact_anew;
pub use show_file_anew::show_file_anew;
pub use show_previews::{add_previews, links_without_preview, remove_previews};
pub use start_conversation::{NewConversation, Started, start_conversation};
pub use update_conversation::{ConversationChange, update_conversation};

/// What this slice carries out.
pub fn jobs() -> Handlers {
    give_back::jobs().merge(index_titles::jobs()).merge(restore_message::jobs())
}
