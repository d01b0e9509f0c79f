//! Files over all conversations: what the caller may see and nothing else, the newest first.

use antiphon_testkit::{Caller, Story, both_engines};
use serde_json::{Value, json};

async fn send(story: &Story, who: &Caller, conversation: &str, name: &str, kind: &str) -> Value {
    let content = if name.ends_with(".zip") { b"PK\x03\x04 an archive".as_slice() } else { b"some text" };
    let file = story.upload(who, name, content).await.expect(201).body["id"].clone();
    let body = json!({ "attachments": [file], "kind": kind });
    story.post(who, &format!("/api/conversations/{conversation}/messages"), body).await.expect(201).body
}

async fn direct(story: &Story) -> String {
    let body = json!({ "kind": "direct", "participants": [story.ben.id], "message": { "text": "Coffee?" } });
    let made = story.post(&story.ana, "/api/conversations", body).await.expect(201).body;
    made["conversation"]["id"].as_str().unwrap().to_owned()
}

async fn names(story: &Story, who: &Caller, query: &str) -> Vec<String> {
    let page = story.get(who, &format!("/api/gallery?{query}")).await.expect(200).body;
    page["files"].as_array().unwrap().iter().map(|one| one["file"]["name"].as_str().unwrap().to_owned()).collect()
}

both_engines! {
    async fn everybody_finds_the_files_that_they_may_see_and_no_others(story: Story) {
        let mine = story.visitor_starts(&story.visitor, "Hi").await;
        let others = story.visitor_starts(&story.stranger, "Hello").await;
        let between = direct(&story).await;
        send(&story, &story.visitor, &mine, "mine.txt", "message").await;
        send(&story, &story.ana, &mine, "noted.txt", "note").await;
        send(&story, &story.stranger, &others, "others.txt", "message").await;
        send(&story, &story.ana, &between, "between.txt", "message").await;
        story.upload(&story.ana, "unsent.txt", b"text").await.expect(201);
        assert_eq!(names(&story, &story.ana, "").await, ["between.txt", "others.txt", "noted.txt", "mine.txt"]);
        assert_eq!(names(&story, &story.owner, "").await, ["others.txt", "noted.txt", "mine.txt"], "others' direct talk is not an admin's to see here");
        assert_eq!(names(&story, &story.visitor, "").await, ["mine.txt"], "no notes, and nothing of other customers");
        assert!(names(&story, &story.foreign_agent, "").await.is_empty());
        story.get(&story.visitor, &format!("/api/gallery?conversation_id={others}")).await.refused(404, "not_found");
        assert!(names(&story, &story.visitor, &format!("from={}", story.stranger.id)).await.is_empty());
        assert!(names(&story, &story.visitor, &format!("contact_id={}", story.stranger.id)).await.is_empty());
        // Who was brought in later sees what was sent since.
        let path = format!("/api/conversations/{between}/participants");
        story.post(&story.ana, &path, json!({ "principal_id": story.owner.id, "from_now": true })).await.expect(201);
        send(&story, &story.ben, &between, "later.txt", "message").await;
        assert_eq!(names(&story, &story.owner, &format!("conversation_id={between}")).await, ["later.txt"]);
    }

    async fn files_are_narrowed_and_go_page_by_page(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Hi").await;
        let other = story.visitor_starts(&story.stranger, "Hello").await;
        for (name, who, conversation) in [
            ("a.txt", &story.visitor, &id), ("b.zip", &story.visitor, &id), ("c.csv", &story.ana, &id), ("d.txt", &story.stranger, &other),
        ] {
            send(&story, who, conversation, name, "message").await;
        }
        assert_eq!(names(&story, &story.ben, "kind=document").await, ["d.txt", "c.csv", "a.txt"]);
        assert_eq!(names(&story, &story.ben, "kind=other").await, ["b.zip"]);
        assert!(names(&story, &story.ben, "kind=picture").await.is_empty());
        assert_eq!(names(&story, &story.ben, &format!("conversation_id={id}")).await, ["c.csv", "b.zip", "a.txt"]);
        assert_eq!(names(&story, &story.ben, &format!("contact_id={}", story.stranger.id)).await, ["d.txt"]);
        assert_eq!(names(&story, &story.ben, &format!("from={}&kind=document", story.visitor.id)).await, ["a.txt"]);
        let mut seen = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = story.get(&story.ben, &format!("/api/gallery?limit=3{cursor}")).await.expect(200).body;
            seen.extend(page["files"].as_array().unwrap().iter().map(|one| one["file"]["name"].as_str().unwrap().to_owned()));
            let Some(next) = page["next_cursor"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        assert_eq!(seen, ["d.txt", "c.csv", "b.zip", "a.txt"]);
        for wrong in ["kind=film", "cursor=x", "limit=0", "q=a", "conversation_id=x"] {
            assert_eq!(story.get(&story.ben, &format!("/api/gallery?{wrong}")).await.status, 422, "{wrong}");
        }
    }

    async fn what_is_taken_back_or_away_is_not_found_any_more(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Hi").await;
        let said = send(&story, &story.visitor, &id, "a.txt", "message").await;
        let kept = send(&story, &story.visitor, &id, "b.txt", "message").await;
        let first = &story.get(&story.ana, "/api/gallery").await.expect(200).body["files"][1];
        assert_eq!((&first["message_id"], &first["seq"], &first["sender"]["id"]), (&said["id"], &said["seq"], &json!(story.visitor.id)));
        assert_eq!((&first["created_at"], &first["message_kind"]), (&said["created_at"], &json!("message")));
        let path = format!("/api/conversations/{id}/messages/{}", said["id"].as_str().unwrap());
        story.call(&story.visitor, "DELETE", &path, None).await.expect(200);
        assert_eq!(names(&story, &story.ana, "").await, ["b.txt"]);
        let removal = format!("/api/files/{}/removal", kept["attachments"][0]["id"].as_str().unwrap());
        story.call(&story.owner, "PUT", &removal, None).await.expect(200);
        assert!(names(&story, &story.ana, "").await.is_empty());
        story.call(&story.owner, "DELETE", &removal, None).await.expect(200);
        assert_eq!(names(&story, &story.ana, "").await, ["b.txt"]);
    }
}
