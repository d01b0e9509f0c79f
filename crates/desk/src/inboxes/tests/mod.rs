//! Scenarios of inboxes and of the widget's door.

mod origins;
mod widget_session;
