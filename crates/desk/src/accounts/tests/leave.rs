//! Leaving for good: removed by an admin, or by deleting one's own account.

use antiphon_testkit::{PASSWORD, Story, both_engines, soon};
use serde_json::{Value, json};
use std::time::Duration;

use super::invitations::{invite, join, sign_in, token_of};

async fn given_to(story: &Story, conversation: &str) -> Value {
    let path = format!("/api/conversations/{conversation}");
    story.get(&story.owner, &path).await.expect(200).body["conversation"]["assignee"].clone()
}

both_engines! {
    async fn whoever_is_removed_is_out_at_once_and_their_work_is_everybodys(story: Story) {
        let conversation = story.visitor_starts(&story.visitor, "Hi").await;
        story.say(&story.ana, &conversation, "Let me look").await;
        let path = format!("/api/conversations/{conversation}");
        story.call(&story.owner, "PATCH", &path, json!({ "assignee_id": story.ana.id })).await.expect(200);
        let mut socket = story.connect(&story.ana).await;
        let person = format!("/api/people/{}", story.ana.id);
        story.call(&story.ben, "DELETE", &person, None).await.refused(403, "forbidden");
        story.call(&story.owner, "DELETE", &person, None).await.expect(204);
        assert_eq!(socket.closed().await, 4401);
        story.get(&story.ana, "/api/me").await.refused(401, "unauthenticated");
        sign_in(&story, "ana@lumen.test", PASSWORD).await.refused(401, "unauthenticated");
        soon("it is given back", async || given_to(&story, &conversation).await == Value::Null).await;
        let log = story.log(&story.owner, &conversation, 0).await;
        let last = log.last().unwrap();
        assert_eq!((last["type"].as_str(), last["data"].clone()), (Some("conversation.assigned"), json!({ "assignee": null })));
        let said = log.iter().find(|entry| entry["message"]["text"] == "Let me look").unwrap();
        assert_eq!(said["message"]["sender"]["id"], json!(story.ana.id));
        assert_eq!(said["message"]["sender"]["name"], "Ana (former)");
        story.call(&story.owner, "DELETE", &person, None).await.refused(404, "not_found");
        let people = story.get(&story.owner, "/api/people").await.expect(200).body.to_string();
        assert!(!people.contains("ana@lumen.test"), "{people}");
        // The address is free: a new account, and another person.
        let link = invite(&story, &story.owner, "ana@lumen.test", "agent").await["link"].clone();
        join(&story, &token_of(&link), "lantern-orchid-42").await.expect(200);
        let anew = sign_in(&story, "ana@lumen.test", "lantern-orchid-42").await.expect(200).body;
        assert_ne!(anew["user"]["id"], json!(story.ana.id));
    }

    async fn many_conversations_are_given_back(story: Story) {
        for _ in 0..3 {
            let visitor = story.new_visitor().await;
            let id = story.visitor_starts(&visitor, "Hi").await;
            let path = format!("/api/conversations/{id}");
            story.call(&story.owner, "PATCH", &path, json!({ "assignee_id": story.ben.id, "status": "resolved" })).await.expect(200);
        }
        let mine = format!("/api/conversations?assignee={}&status=resolved", story.ben.id);
        assert_eq!(story.get(&story.owner, &mine).await.expect(200).body["conversations"].as_array().unwrap().len(), 3);
        story.call(&story.owner, "DELETE", &format!("/api/people/{}", story.ben.id), None).await.expect(204);
        soon("all are given back", async || story.get(&story.owner, &mine).await.expect(200).body["conversations"] == json!([])).await;
    }

    async fn the_last_admin_stays_and_nobody_removes_themselves_or_more_than_they_are(story: Story) {
        let owner = format!("/api/people/{}", story.owner.id);
        story.call(&story.owner, "DELETE", &owner, None).await.refused(409, "yourself");
        story.call(&story.key, "DELETE", &owner, None).await.refused(409, "last_owner");
        let gone = json!({ "current_password": PASSWORD });
        story.call(&story.owner, "POST", "/api/me/deletion", gone).await.refused(409, "last_owner");
        let scopes = json!({ "name": "clerk", "scopes": ["people:manage", "people:read"] });
        let key = story.post(&story.owner, "/api/keys", scopes).await.expect(201).body["key"].as_str().unwrap().to_owned();
        let clerk = super::with_token(&story.key, &key);
        story.call(&clerk, "DELETE", &format!("/api/people/{}", story.ana.id), None).await.refused(403, "forbidden");
        story.get(&story.owner, "/api/me").await.expect(200);
    }

    async fn an_account_is_deleted_in_all_its_workspaces(story: Story) {
        let link = invite(&story, &story.foreign_owner, "ana@lumen.test", "agent").await["link"].clone();
        join(&story, &token_of(&link), PASSWORD).await.expect(200);
        let delete = async |password: &str| {
            story.call(&story.ana, "POST", "/api/me/deletion", json!({ "current_password": password })).await
        };
        delete("not the one").await.refused(422, "invalid");
        let out = delete(PASSWORD).await.expect(204);
        assert_eq!(out.headers.get_all("set-cookie").iter().count(), 2);
        story.get(&story.ana, "/api/me").await.refused(401, "unauthenticated");
        for owner in [&story.owner, &story.foreign_owner] {
            let people = story.get(owner, "/api/people").await.expect(200).body.to_string();
            assert!(!people.contains("ana@lumen.test"), "{people}");
            let trail = story.get(owner, "/api/audit").await.expect(200).body;
            assert_eq!(trail["entries"][0]["action"], "person.left");
        }
        assert!(!format!("{:?}", story.dump().await["accounts"]).contains("ana@lumen"));
        story.call(&story.key, "POST", "/api/me/deletion", json!({ "current_password": "x" })).await.refused(403, "forbidden");
        // What is left of it goes when its sessions are forgotten.
        story.later(Duration::from_secs(40 * 24 * 3600));
        soon("nothing is left", async || story.read("SELECT email FROM accounts WHERE email = ''").await.is_empty()).await;
    }

    async fn an_account_that_is_the_last_admin_somewhere_leaves_nowhere(story: Story) {
        let link = invite(&story, &story.foreign_owner, "owner@lumen.test", "agent").await["link"].clone();
        join(&story, &token_of(&link), PASSWORD).await.expect(200);
        let before = story.get(&story.foreign_owner, "/api/people").await.expect(200).body;
        story.call(&story.owner, "POST", "/api/me/deletion", json!({ "current_password": PASSWORD })).await.refused(409, "last_owner");
        assert_eq!(story.get(&story.foreign_owner, "/api/people").await.expect(200).body, before);
    }
}
