//! The chat log: chats that outside bots lead elsewhere and report here, with what the bots say of them.
//!
//! Owns the tables `chats`, `chat_messages`, `chat_analytics`, the view `chats_with_counts`, the routes under `/api/crm` and
//! the job `chatlog.join`. What is said lies in the common log (`conversations`), as a conversation of kind `log` that
//! nobody answers in. Refuses to know who a user is: `contacts` know who has the same external id.

mod change_chat;
mod daily_figures;
mod import_chats;
mod join_contact;
mod list_chats;
mod model;
mod report_chat;
mod report_facts;
mod report_message;
mod routes;
mod sql;

pub use change_chat::change_chat;
pub use daily_figures::{ChatDay, ChatFigures, FiguresAsk, daily_figures};
pub use import_chats::{ImportFrom, Imported, LineFault};
pub(crate) use join_contact::join_contact;
pub use list_chats::{find_chat, list_chats, list_reported};
pub use model::*;
pub use report_chat::report_chat;
pub use report_facts::{find_facts, report_facts};
pub use report_message::report_message;
pub use routes::routes;

use crate::jobs::Handlers;

/// What this slice carries out.
pub fn jobs() -> Handlers {
    join_contact::jobs()
}
