//! Scenarios of previews of links: a site of somebody else's stands on loopback, which is private to all but the stories.

mod make_previews;
mod refusals;
mod remove_previews;

use antiphon_testkit::{Caller, Story, soon};
use axum::response::Html;
use axum::routing::get;
use serde_json::Value;

/// A page with this head.
pub(super) fn page(head: &str) -> axum::routing::MethodRouter {
    let html = format!("<!doctype html><html><head>{head}</head><body>Words</body></html>");
    get(move || std::future::ready(Html(html)))
}

/// Waits until no previews are owed any more.
pub(super) async fn all_made(story: &Story) {
    soon("all previews are made", async || {
        story.read("SELECT state FROM jobs WHERE kind = 'previews.make'").await.iter().all(|state| state == "done")
    })
    .await;
}

/// A message as someone sees it now.
pub(super) async fn message(story: &Story, who: &Caller, conversation: &str, id: &Value) -> Value {
    let page = story.get(who, &format!("/api/conversations/{conversation}/messages?limit=100")).await.expect(200).body;
    page["messages"].as_array().unwrap().iter().find(|one| one["id"] == *id).cloned().unwrap()
}

/// Says something in a conversation of the visitor's; answers the message with its previews.
pub(super) async fn shown(story: &Story, conversation: &str, says: &str) -> Value {
    let said = story.say(&story.visitor, conversation, says).await;
    all_made(story).await;
    message(story, &story.key, conversation, &said["id"]).await
}
