//! The CRM chat system's models, and how whoever oversees the workspace finds and mends what others say to each other.

use antiphon_testkit::{Answer, Caller, Story, both_engines};
use serde_json::{Value, json};

fn keys(object: &Value) -> Vec<&str> {
    object.as_object().unwrap().keys().map(String::as_str).collect()
}

/// What the trail tells, the newest first.
async fn trail(story: &Story) -> Vec<(String, String)> {
    let rows = story.get(&story.owner, "/api/audit?limit=100").await.expect(200).body;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    rows["entries"].as_array().unwrap().iter().map(|row| (text(&row["action"]), text(&row["object"]))).collect()
}

/// Ben and Ana talk with each other; answers the conversation and Ben's message.
async fn a_talk(story: &Story) -> (String, String) {
    let body = json!({ "title": "Rota", "participants": [story.ana.id], "message": "Can you take Friday?" });
    let begun = story.post(&story.ben, "/api/chat/conversations", body).await.expect(201).body;
    let id = begun["id"].as_str().unwrap().to_owned();
    let page = story.get(&story.ben, &format!("/api/chat/messages?conversation={id}")).await.expect(200).body;
    (id, page["messages"][0]["id"].as_str().unwrap().to_owned())
}

async fn patch(story: &Story, who: &Caller, path: &str, body: Value) -> Answer {
    story.call(who, "PATCH", path, body).await
}

both_engines! {
    async fn the_models_have_the_fields_of_the_ask(story: Story) {
        let (id, message) = a_talk(&story).await;
        let path = format!("/api/chat/conversations/{id}");
        let conversation = story.get(&story.ben, &path).await.expect(200).body;
        // "Conversation: id, created_by, title, timestamps, is_archived"
        for field in ["id", "created_by", "title", "created_at", "updated_at", "is_archived"] {
            assert!(keys(&conversation).contains(&field), "{field} in {conversation}");
        }
        assert_eq!((&conversation["created_by"], &conversation["is_archived"]), (&json!(story.ben.id), &json!(false)));
        let names: Vec<_> = conversation["people"].as_array().unwrap().iter().map(|one| one["id"].clone()).collect();
        assert!(names.contains(&json!(story.ben.id)) && names.contains(&json!(story.ana.id)), "{names:?}");

        // "Participant: conversation, user, role, joined_at, last_read_at"
        let one = story.get(&story.ana, &format!("/api/chat/participants/{id}/{}", story.ana.id)).await.expect(200).body;
        for field in ["conversation", "user", "role", "joined_at", "last_read_at"] {
            assert!(keys(&one).contains(&field), "{field} in {one}");
        }
        assert_eq!((&one["role"], &one["last_read_at"]), (&json!("member"), &Value::Null));

        // "Message: conversation, sender, type, text, rich, attachment, status": from sent to read.
        let path = format!("/api/chat/messages/{id}/{message}");
        assert_eq!(story.get(&story.ben, &path).await.expect(200).body["status"], "sent");
        let seq = story.get(&story.ben, &path).await.expect(200).body["seq"].clone();
        story.call(&story.ana, "PUT", &format!("/api/conversations/{id}/delivered"), json!({ "seq": seq })).await.expect(204);
        assert_eq!(story.get(&story.ben, &path).await.expect(200).body["status"], "delivered");
        story.call(&story.ana, "PUT", &format!("/api/conversations/{id}/read"), json!({ "seq": seq })).await.expect(200);
        assert_eq!(story.get(&story.ben, &path).await.expect(200).body["status"], "read");
        let one = story.get(&story.ana, &format!("/api/chat/participants/{id}/{}", story.ana.id)).await.expect(200).body;
        assert!(one["last_read_at"].is_string(), "{one}");
    }

    async fn everybody_lists_their_own_and_the_admin_all(story: Story) {
        let (id, _) = a_talk(&story).await;
        let theirs = story.visitor_starts(&story.visitor, "A question").await;
        let listed = async |who: &Caller, query: &str| {
            let page = story.get(who, &format!("/api/chat/conversations?{query}")).await.expect(200).body;
            let ids = page["conversations"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned());
            (ids.collect::<Vec<_>>().join(" "), page["next_cursor"].clone())
        };
        assert_eq!(listed(&story.ana, "").await.0, id);
        assert_eq!(listed(&story.visitor, "").await.0, theirs);
        assert!(listed(&story.cora, "").await.0.is_empty());
        let (first, cursor) = listed(&story.owner, "limit=1").await;
        assert_eq!(first, theirs);
        let (second, end) = listed(&story.owner, &format!("limit=1&cursor={}", cursor.as_str().unwrap())).await;
        assert_eq!((second, end), (id.clone(), Value::Null));
        assert_eq!(listed(&story.owner, "kind=direct").await.0, id);
        assert_eq!(listed(&story.owner, "kind=direct&is_archived=false").await.0, id);
        assert_eq!(listed(&story.owner, "is_archived=false").await.0, format!("{theirs} {id}"));
        assert_eq!(listed(&story.owner, &format!("participant={}", story.ana.id)).await.0, id);
        assert_eq!(listed(&story.owner, &format!("participant={}&is_archived=true", story.ana.id)).await.0, "");
        story.get(&story.ana, &format!("/api/chat/conversations?participant={}", story.ben.id)).await.refused(403, "forbidden");
        story.get(&story.ana, "/api/chat/conversations?kind=party").await.refused(422, "invalid");
        story.get(&story.ana, "/api/chat/messages").await.refused(422, "invalid");

        story.call(&story.owner, "DELETE", &format!("/api/chat/conversations/{id}"), None).await.expect(204);
        assert_eq!(listed(&story.owner, "is_archived=true").await.0, id);
        assert_eq!(listed(&story.owner, "is_archived=true&kind=support").await.0, "");
        patch(&story, &story.owner, &format!("/api/chat/conversations/{id}"), json!({ "is_archived": false })).await.expect(200);
        assert_eq!(listed(&story.owner, "is_archived=true").await.0, "");
        story.say(&story.ben, &id, "Nothing was lost").await;
    }

    async fn an_admin_looks_at_what_others_say_and_the_trail_tells(story: Story) {
        let (id, message) = a_talk(&story).await;
        let object = format!("conversation:{id}");
        let looks = async || trail(&story).await.into_iter().filter(|(what, at)| what == "conversation.looked_at" && *at == object).count();

        // By the doors that everybody has, it is not there.
        story.get(&story.owner, &format!("/api/conversations/{id}/messages")).await.refused(404, "not_found");
        assert_eq!(looks().await, 0);
        let page = story.get(&story.owner, &format!("/api/chat/messages?conversation={id}")).await.expect(200).body;
        assert_eq!(page["messages"][0]["text"], "Can you take Friday?");
        assert_eq!(looks().await, 1);
        let transcript = story.get(&story.owner, &format!("/api/chat/conversations/{id}/transcript")).await.expect(200);
        assert!(String::from_utf8_lossy(&transcript.raw).contains("Can you take Friday?"));
        assert_eq!(looks().await, 2);
        // Nobody's marks moved by it, and nobody was told.
        assert_eq!(story.get(&story.ben, &format!("/api/chat/messages/{id}/{message}")).await.expect(200).body["status"], "sent");
        // Whoever takes part looks as themselves; without the right there is nothing to see.
        story.get(&story.ana, &format!("/api/chat/conversations/{id}")).await.expect(200);
        assert_eq!(looks().await, 2);
        story.get(&story.cora, &format!("/api/chat/conversations/{id}")).await.refused(404, "not_found");
        story.get(&story.foreign_owner, &format!("/api/chat/conversations/{id}")).await.refused(404, "not_found");
    }

    async fn an_admin_mends_what_others_said_and_it_shows(story: Story) {
        let (id, message) = a_talk(&story).await;
        let path = format!("/api/chat/messages/{id}/{message}");
        patch(&story, &story.ana, &path, json!({ "text": "No" })).await.refused(403, "forbidden");
        let changed = patch(&story, &story.owner, &path, json!({ "text": "Can you take [removed]?" })).await.expect(200).body;
        assert_eq!(changed["text"], "Can you take [removed]?");
        let log = story.log(&story.ana, &id, 0).await;
        let last = log.last().unwrap();
        assert_eq!((&last["type"], &last["actor"]["id"]), (&json!("message.edited"), &json!(story.owner.id)));

        patch(&story, &story.owner, &format!("/api/chat/conversations/{id}"), json!({ "title": "Friday" })).await.expect(200);
        let bring = json!({ "conversation": id, "user": story.owner.id });
        // Whoever oversees speaks only where they take part, which everybody sees.
        let said = json!({ "conversation": id, "text": "Hello from the office" });
        story.post(&story.owner, "/api/chat/messages", said.clone()).await.refused(404, "not_found");
        story.post(&story.owner, "/api/chat/participants", bring).await.expect(201);
        story.post(&story.owner, "/api/chat/messages", said).await.expect(201);
        let away = format!("/api/chat/participants/{id}/{}", story.owner.id);
        story.call(&story.owner, "DELETE", &away, None).await.expect(204);
        story.call(&story.owner, "DELETE", &path, None).await.expect(204);
        let gone = story.get(&story.ana, &path).await.expect(200).body;
        assert_eq!((&gone["type"], &gone["text"]), (&json!("deleted"), &json!("")));

        let trail: Vec<_> = trail(&story).await.into_iter().map(|(action, _)| action).collect();
        for action in ["message.edited", "conversation.renamed", "participant.added", "participant.removed", "message.deleted"] {
            assert!(trail.iter().any(|one| one == action), "{action} in {trail:?}");
        }
        let unknown = json!({ "conversation": id, "user": "00000000-0000-7000-8000-000000000000" });
        let refused = story.post(&story.owner, "/api/chat/participants", unknown).await;
        refused.refused(422, "invalid");
        assert_eq!(refused.body["error"]["field"], "user");
    }
}
