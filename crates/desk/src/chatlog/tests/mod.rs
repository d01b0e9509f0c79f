//! Scenarios of the chat log.

mod analytics;
mod bad_input;
mod conformance;
mod contacts;
mod imports;
mod reports;
mod workspace;

use antiphon_testkit::{Caller, Story};
use serde_json::{Value, json};

/// A key of its own, that a bot reports with.
pub(super) async fn bot(story: &Story, scopes: &[&str]) -> Caller {
    let made = story.post(&story.owner, "/api/keys", json!({ "name": "Concierge", "scopes": scopes })).await.expect(201).body;
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    Caller { token: text(&made["key"]), id: text(&made["id"]), ..story.key.clone() }
}

/// A chat is reported; answers it.
pub(super) async fn chat(story: &Story, bot: &Caller, body: Value) -> Value {
    story.post(bot, "/api/crm/chats", body).await.expect(201).body
}

/// A message is reported; answers its id.
pub(super) async fn says(story: &Story, bot: &Caller, chat: &str, role: &str, content: &str) -> Value {
    let body = json!({ "chatId": chat, "role": role, "content": content });
    story.post(bot, "/api/crm/messages", body).await.expect(201).body["messageId"].clone()
}

/// What somebody sees.
pub(super) async fn seen(story: &Story, who: &Caller, path: &str) -> Value {
    story.get(who, path).await.expect(200).body
}

/// The values of a field, in order.
pub(super) fn all(list: &Value, field: &str) -> Vec<String> {
    list.as_array().unwrap().iter().map(|one| one[field].as_str().unwrap_or_default().to_owned()).collect()
}
