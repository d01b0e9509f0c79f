//! Scenarios of notices.

mod conformance;
mod publishing;
mod reading;
mod retention;
mod sending;

use antiphon_testkit::{Caller, Story};
use serde_json::{Value, json};

/// Sends a notice by key; its id.
pub(super) async fn send(story: &Story, to: &Caller, content: &str, more: Value) -> String {
    let mut body = json!({ "type": "info", "userId": to.id, "content": content });
    body.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap_or_default());
    let sent = story.post(&story.key, "/api/chat-messages", body).await.expect(201).body;
    sent["messageId"].as_str().unwrap().to_owned()
}

/// What notices say, as a list answers them.
pub(super) fn said(body: &Value) -> Vec<&str> {
    let list = body["messages"].as_array().or_else(|| body["notices"].as_array()).unwrap();
    list.iter().map(|one| one["content"].as_str().unwrap()).collect()
}
