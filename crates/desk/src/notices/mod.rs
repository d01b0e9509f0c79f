//! Notices: what machines tell a person about a task, kept until they have read it and told them at once.
//!
//! Owns the tables `notices`, `notice_heads`, `notice_settings`, `notice_retention`; the routes `/api/chat-messages`,
//! `/api/notices`, `/api/me/notice-settings`, `/api/notice-retention`; the jobs `notices.clean` and `notices.publish`.
//! Refuses to know what a task is, and how a notice travels (`live`).

mod list_notices;
mod mark_read;
mod model;
mod person_log;
mod publish;
mod retention;
mod routes;
mod send_notice;
mod settings;
mod show_file;
mod sql;
mod work_on_task;

pub use list_notices::{NoticePage, NoticesAsk, TaskAsk, TaskPage, UnreadAsk, UnreadPage, list_notices, list_task, list_unread};
pub use mark_read::{MarkAll, MarkRead, Marked, mark_all_read, mark_read};
pub use model::{NewNotice, Notice, NoticeType, Priority};
pub use person_log::PersonLog;
pub use retention::{Retention, RetentionPreview, RetentionRule, change_retention, preview_retention, show_retention};
pub use routes::routes;
pub use send_notice::{Sent, send_notice};
pub use settings::{NoticeSettings, change_settings, show_settings};
pub use work_on_task::{WorkingOn, show_work};

/// What this slice carries out.
pub fn jobs() -> crate::jobs::Handlers {
    publish::jobs().merge(retention::jobs())
}
