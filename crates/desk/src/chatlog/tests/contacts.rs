//! A chat's user and the contact who has the same external id.

use antiphon_testkit::{Story, both_engines, soon};
use serde_json::{Value, json};

use super::{all, bot, chat, says, seen};

async fn contact_of(story: &Story, chat: &str) -> Value {
    seen(story, &story.key, &format!("/api/crm/chats/{chat}")).await["contactId"].clone()
}

both_engines! {
    async fn a_chat_is_with_the_contact_of_the_same_external_id(story: Story) {
        let bot = bot(&story, &["chatlog:write"]).await;
        let al = story.post(&story.ana, "/api/contacts", json!({ "name": "Al", "external_id": "u-1" })).await.expect(201).body;
        let made = chat(&story, &bot, json!({ "chatId": "c", "sessionId": "s", "userId": "u-1" })).await;
        assert_eq!(made["contactId"], al["id"]);
        for role in ["user", "assistant"] {
            says(&story, &bot, "c", role, "Hello").await;
        }
        let path = format!("/api/conversations/{}", made["conversationId"].as_str().unwrap());
        let said = seen(&story, &story.ana, &format!("{path}/messages")).await;
        let senders: Vec<_> = said["messages"].as_array().unwrap().iter().map(|one| one["sender"]["id"].clone()).collect();
        assert_eq!(senders, [al["id"].clone(), json!(bot.id)]);
        let theirs = format!("/api/conversations?kind=log&contact_id={}", al["id"].as_str().unwrap());
        assert_eq!(all(&seen(&story, &story.ana, &theirs).await["conversations"], "title"), ["c"]);
        assert_eq!(seen(&story, &story.ana, &path).await["contact"]["name"], "Al");
        // It is nobody's any more, and another's.
        story.call(&bot, "PATCH", "/api/crm/chats/c", json!({ "userId": "u-2" })).await.expect(200);
        assert_eq!(contact_of(&story, "c").await, Value::Null);
        let bo = story.post(&story.ana, "/api/contacts", json!({ "name": "Bo", "external_id": "u-2" })).await.expect(201).body;
        assert_eq!(contact_of(&story, "c").await, bo["id"]);
        assert_eq!(seen(&story, &story.ana, &theirs).await["conversations"], json!([]));
        // A blocked or deleted contact's words are reported all the same.
        let path = format!("/api/contacts/{}", bo["id"].as_str().unwrap());
        story.call(&story.ana, "PUT", &format!("{path}/block"), None).await.expect(200);
        story.call(&story.ana, "PUT", &format!("{path}/removal"), None).await.expect(200);
        says(&story, &bot, "c", "user", "Still here").await;
        assert!(seen(&story, &story.ana, &path).await["removed_at"].is_string(), "and do not bring them back");
    }

    async fn a_contact_who_comes_later_has_the_chats_of_before(story: Story) {
        let bot = bot(&story, &["chatlog:write"]).await;
        for id in ["a", "b"] {
            chat(&story, &bot, json!({ "chatId": id, "sessionId": "s", "userId": "u" })).await;
        }
        let mut al = story.post(&story.ana, "/api/contacts", json!({ "name": "Al" })).await.expect(201).body;
        let path = format!("/api/contacts/{}", al["id"].as_str().unwrap());
        assert_eq!(contact_of(&story, "a").await, Value::Null);
        al = story.call(&story.ana, "PATCH", &path, json!({ "external_id": "u" })).await.expect(200).body;
        assert_eq!((contact_of(&story, "a").await, contact_of(&story, "b").await), (al["id"].clone(), al["id"].clone()));
        story.call(&story.ana, "PATCH", &path, json!({ "external_id": "v" })).await.expect(200);
        assert_eq!(contact_of(&story, "a").await, Value::Null, "whoever is called otherwise now was not meant");
        story.call(&story.ana, "PATCH", &path, json!({ "external_id": "u" })).await.expect(200);

        // Merged into another, and apart again.
        let bo = story.post(&story.ana, "/api/contacts", json!({ "name": "Bo" })).await.expect(201).body;
        let into = format!("/api/contacts/{}/merge", bo["id"].as_str().unwrap());
        let merge = story.post(&story.ana, &into, json!({ "from": al["id"] })).await.expect(201).body;
        assert_eq!(contact_of(&story, "a").await, bo["id"]);
        chat(&story, &bot, json!({ "chatId": "c", "sessionId": "s", "userId": "u" })).await;
        assert_eq!(contact_of(&story, "c").await, bo["id"]);
        story.post(&story.ana, &format!("/api/contact-merges/{}/undo", merge["id"].as_str().unwrap()), json!({})).await.expect(200);
        for id in ["a", "b", "c"] {
            assert_eq!(contact_of(&story, id).await, al["id"], "{id}");
        }
    }

    async fn however_many_chats_there_are_all_are_joined(story: Story) {
        let bot = bot(&story, &["chatlog:write"]).await;
        for n in 0..205 {
            chat(&story, &bot, json!({ "chatId": format!("c{n}"), "sessionId": "s", "userId": "u" })).await;
        }
        let al = story.post(&story.ana, "/api/contacts", json!({ "name": "Al", "external_id": "u" })).await.expect(201).body;
        soon("all are joined", async || {
            let apart = story.read("SELECT CAST(count(*) AS text) FROM conversations WHERE kind = 'log' AND contact_id IS NULL").await;
            apart == ["0"]
        })
        .await;
        assert_eq!(contact_of(&story, "c0").await, al["id"]);
    }
}
