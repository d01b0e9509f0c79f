//! Inboxes: the channels through which customers arrive. Today a site's widget:
//! its key, the sites it may stand on, its settings, the secret with which the site vouches for visitors.
//!
//! Owns the tables `inboxes` and `visitor_tokens`; the routes `/api/inboxes*` and `/api/widget/session`.
//! Refuses to know what is said (`conversations`); it only finds the visitor's own conversation.

mod authenticate;
mod create_inbox;
mod end_session;
mod identity;
mod list_inboxes;
mod model;
mod origins;
mod rotate_secret;
mod routes;
mod sql;
mod update_inbox;
mod widget_session;

pub use authenticate::{actor_by_visitor_token, actor_by_visitor_token_id, revoked_since};
pub use create_inbox::{NewInbox, create_inbox};
pub use end_session::end_session;
pub use list_inboxes::list_inboxes;
pub use model::{Inbox, InboxSettings, Side};
pub use origins::{Origins, jobs, refresh as refresh_origins};
pub use rotate_secret::{NewSecret, rotate_secret};
pub use routes::routes;
pub use update_inbox::{InboxChange, update_inbox};
pub use widget_session::{AskSession, VisitedPage, WidgetSession, widget_session};
