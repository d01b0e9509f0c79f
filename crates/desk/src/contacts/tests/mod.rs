//! Scenarios of contacts: what is known of them, lists, companies, attributes, notes, pages, blocking, deleting,
//! edits of many.

mod attributes;
mod blocking;
mod companies;
mod edits;
mod export;
mod lists;
mod notes_and_pages;
mod removal;

use antiphon_testkit::Story;
use serde_json::{Value, json};

/// A contact that a colleague makes; answers it.
async fn contact(story: &Story, about: Value) -> Value {
    story.post(&story.ana, "/api/contacts", about).await.expect(201).body
}

fn id(of: &Value) -> String {
    of["id"].as_str().expect("an id").to_owned()
}

/// Names in a list, in its order.
async fn names(story: &Story, query: &str) -> Vec<String> {
    let page = story.get(&story.ana, &format!("/api/contacts?{query}")).await.expect(200).body;
    page["contacts"].as_array().expect("contacts").iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
}

/// An attribute; answers it.
async fn attribute(story: &Story, key: &str, kind: &str, choices: &[&str]) -> Value {
    let new = json!({ "key": key, "label": key, "type": kind, "choices": choices });
    story.post(&story.owner, "/api/contact-attributes", new).await.expect(201).body
}
