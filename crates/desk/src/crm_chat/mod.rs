//! The CRM chat system's endpoints and socket: a thin door, so that a client of that system works by changing its host.
//!
//! Owns the routes `/api/user-response`, `/api/bot-response`, `/api/bot-prompts`, those under
//! `/api/chat` and `/ws/chat/{id}`, and nothing else: what is said lies in `conversations`, what answers in `assistant`.

mod model;
mod records;
mod routes;
mod talk;
mod user_response;

pub use model::{ChatFile, ChatMessage, UserResponse, UserResponseAnswer};
pub use routes::routes;
pub use user_response::user_response;
