//! Mentions: of people who may see the message, counted for them until they have read it.

use antiphon_testkit::{Caller, Story, both_engines};
use serde_json::{Value, json};

async fn unread(story: &Story, who: &Caller) -> i64 {
    story.get(who, "/api/mentions").await.expect(200).body["unread"].as_i64().unwrap()
}

async fn mentioning(story: &Story, who: &Caller) -> Vec<Value> {
    let list = story.get(who, "/api/conversations?mentioned=me").await.expect(200).body;
    list["conversations"].as_array().unwrap().clone()
}

both_engines! {
    async fn a_colleague_mentioned_in_a_note_is_told_and_reading_clears_it(story: Story) {
        let id = story.visitor_starts(&story.visitor, "A hard question").await;
        let path = format!("/api/conversations/{id}/messages");
        let note = json!({ "text": "@Ben can you look?", "kind": "note", "mentions": [story.ben.id, story.ben.id, story.ana.id] });
        let sent = story.post(&story.ana, &path, note).await.expect(201).body;
        assert_eq!(sent["mentions"], json!([{ "id": story.ben.id, "name": "Ben" }, { "id": story.ana.id, "name": "Ana" }]));
        assert_eq!((unread(&story, &story.ben).await, unread(&story, &story.ana).await), (1, 0), "nobody mentions themselves");
        let rows = mentioning(&story, &story.ben).await;
        assert_eq!((rows.len(), &rows[0]["id"], &rows[0]["mentions"]), (1, &json!(id), &json!(1)));
        assert!(mentioning(&story, &story.owner).await.is_empty());
        let seq = sent["seq"].as_i64().unwrap();
        let read = format!("/api/conversations/{id}/read");
        story.call(&story.ben, "PUT", &read, json!({ "seq": seq - 1 })).await.expect(200);
        assert_eq!(unread(&story, &story.ben).await, 1, "not read as far as that");
        story.call(&story.ben, "PUT", &read, json!({ "seq": seq })).await.expect(200);
        assert_eq!(unread(&story, &story.ben).await, 0);
        assert_eq!(mentioning(&story, &story.ben).await[0]["mentions"], 0, "it stays in the list of mentions");
        assert!(!format!("{:?}", story.log(&story.visitor, &id, 0).await).contains("Ben"));
    }

    async fn a_participants_read_mark_clears_mentions_and_answering_does_too(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Hi").await;
        story.say(&story.ben, &id, "Hello").await;
        let path = format!("/api/conversations/{id}/messages");
        let call = |text: &str| json!({ "text": text, "kind": "note", "mentions": [story.ben.id] });
        let first = story.post(&story.ana, &path, call("@Ben?")).await.expect(201).body;
        assert_eq!(unread(&story, &story.ben).await, 1);
        story.call(&story.ben, "PUT", &format!("/api/conversations/{id}/read"), json!({ "seq": first["seq"] })).await.expect(200);
        assert_eq!(unread(&story, &story.ben).await, 0);
        story.post(&story.ana, &path, call("@Ben again")).await.expect(201);
        assert_eq!(unread(&story, &story.ben).await, 1);
        story.note(&story.ben, &id, "On it").await;
        assert_eq!(unread(&story, &story.ben).await, 0);
    }

    async fn who_may_not_see_it_is_not_mentioned(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Hi").await;
        story.say(&story.ana, &id, "Hello").await;
        let path = format!("/api/conversations/{id}/messages");
        let before = story.dump().await;
        let wrong = [
            (&story.ana, "note", &story.visitor.id, "cannot see this message"), // a customer in a note
            (&story.ana, "message", &story.cora.id, "cannot see this message"), // another customer
            (&story.ana, "message", &story.foreign_agent.id, "nobody with the id"),
            (&story.ana, "message", &story.key.id, "cannot see this message"),
            (&story.visitor, "message", &story.owner.id, "nobody with the id"), // a colleague whom the customer has not met
        ];
        for (who, kind, mentioned, sentence) in wrong {
            let answer = story.post(who, &path, json!({ "text": "@x", "kind": kind, "mentions": [story.ana.id, mentioned] })).await;
            // The customer knows Ana; in a note only staff are called.
            answer.refused(422, "invalid");
            assert_eq!(answer.body["error"]["field"], "mentions[1]", "{}", answer.body);
            assert!(answer.body["error"]["message"].as_str().unwrap().contains(sentence), "{}", answer.body);
        }
        let many: Vec<_> = (0..21).map(|_| story.ana.id.clone()).collect();
        story.post(&story.ana, &path, json!({ "text": "@", "mentions": many })).await.refused(422, "invalid");
        assert_eq!(story.dump().await, before, "nothing is half stored");
        let direct = json!({ "kind": "direct", "participants": [story.ben.id], "message": { "text": "@Ben", "mentions": [story.ben.id] } });
        let made = story.post(&story.ana, "/api/conversations", direct).await.expect(201).body;
        let path = format!("/api/conversations/{}/messages", made["conversation"]["id"].as_str().unwrap());
        assert_eq!(unread(&story, &story.ben).await, 1);
        story.post(&story.ana, &path, json!({ "text": "@Olive", "mentions": [story.owner.id] })).await.refused(422, "invalid");
        story.get(&story.ana, "/api/conversations?mentioned=ben").await.refused(422, "invalid");
        story.get(&story.ana, "/api/conversations?mentioned=me&status=open").await.refused(422, "invalid");
    }

    async fn an_edit_calls_others_and_a_deletion_nobody(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Hi").await;
        let path = format!("/api/conversations/{id}/messages");
        let note = json!({ "text": "@Ben", "kind": "note", "mentions": [story.ben.id] });
        let message = story.post(&story.ana, &path, note).await.expect(201).body["id"].as_str().unwrap().to_owned();
        let path = format!("{path}/{message}");
        story.call(&story.ana, "PATCH", &path, json!({ "text": "@Ben!" })).await.expect(200);
        assert_eq!(unread(&story, &story.ben).await, 1, "left out, they stay");
        let edit = json!({ "text": "@Olive", "mentions": [story.owner.id] });
        assert_eq!(story.call(&story.ana, "PATCH", &path, edit).await.expect(200).body["mentions"][0]["name"], "Olive");
        assert_eq!((unread(&story, &story.ben).await, unread(&story, &story.owner).await), (0, 1));
        story.call(&story.ana, "DELETE", &path, None).await.expect(200);
        assert_eq!(unread(&story, &story.owner).await, 0);
        assert!(mentioning(&story, &story.owner).await.is_empty());
    }
}
