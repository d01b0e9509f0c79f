//! Files that come along with a message: who may send, and who may fetch them.

use antiphon_testkit::{Caller, Story, both_engines};
use serde_json::{Value, json};

async fn file(story: &Story, who: &Caller) -> Value {
    story.upload(who, "order.txt", b"Order 1042").await.expect(201).body["id"].clone()
}

both_engines! {
    async fn a_file_comes_along_once_and_is_fetched_by_those_who_see_the_message(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Hi").await;
        let path = format!("/api/conversations/{id}/messages");
        let file = file(&story, &story.visitor).await;
        let send = json!({ "attachments": [file], "client_msg_id": "f-1" });
        let sent = story.post(&story.visitor, &path, send.clone()).await.expect(201).body;
        assert_eq!((&sent["text"], &sent["attachments"][0]["name"], &sent["attachments"][0]["size"]), (&json!(""), &json!("order.txt"), &json!(10)));
        assert_eq!(story.post(&story.visitor, &path, send.clone()).await.expect(200).body["id"], sent["id"], "a repeat is the first one");
        story.post(&story.visitor, &path, json!({ "attachments": [file] })).await.refused(422, "invalid");
        // Everybody reads it in the log, and in the list by its name.
        let entry = story.log(&story.ana, &id, 0).await.pop().unwrap();
        assert_eq!(entry["message"]["attachments"], sent["attachments"]);
        assert_eq!(entry["data"], Value::Null);
        let row = story.get(&story.ana, "/api/conversations").await.expect(200).body["conversations"][0].clone();
        assert_eq!(row["last_message"]["text"], "order.txt");
        let at = format!("{path}/{}/files/{}", sent["id"].as_str().unwrap(), file.as_str().unwrap());
        for reader in [&story.ana, &story.visitor] {
            let address = story.get(reader, &at).await.expect(200).body;
            assert_eq!(story.call(None, "GET", address["url"].as_str().unwrap(), None).await.expect(200).raw, b"Order 1042");
        }
        story.get(&story.stranger, &at).await.refused(404, "not_found");
        story.get(&story.foreign_agent, &at).await.refused(404, "not_found");
        // Taken back with the message.
        let address = story.get(&story.ana, &at).await.expect(200).body;
        story.call(&story.visitor, "DELETE", &format!("{path}/{}", sent["id"].as_str().unwrap()), None).await.expect(200);
        story.get(&story.ana, &at).await.refused(404, "not_found");
        story.call(None, "GET", address["url"].as_str().unwrap(), None).await.refused(404, "not_found");
        let again = story.post(&story.visitor, &path, send).await.expect(200).body;
        assert_eq!(again["id"], sent["id"], "a repeat that comes after that, too");
        assert_ne!(again["deleted_at"], Value::Null);
        let other = json!({ "attachments": [file], "client_msg_id": "f-2" });
        story.post(&story.visitor, &path, other).await.refused(422, "invalid");
    }

    async fn only_ones_own_whole_files_come_along(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Hi").await;
        let path = format!("/api/conversations/{id}/messages");
        let (others, foreign) = (file(&story, &story.ana).await, file(&story, &story.foreign_visitor).await);
        let own = file(&story, &story.visitor).await;
        for wrong in [json!([others]), json!([foreign]), json!([uuid::Uuid::nil()]), json!([own, own])] {
            let refused = story.post(&story.visitor, &path, json!({ "text": "See", "attachments": wrong })).await;
            refused.refused(422, "invalid");
            assert!(refused.body["error"]["field"].as_str().unwrap().starts_with("attachments["));
        }
        let many: Vec<Value> = (0..11).map(|_| own.clone()).collect();
        story.post(&story.visitor, &path, json!({ "text": "See", "attachments": many })).await.refused(422, "invalid");
        story.post(&story.visitor, &path, json!({ "attachments": [] })).await.refused(422, "invalid");
        assert_eq!(story.log(&story.ana, &id, 0).await.iter().filter(|entry| entry["type"] == "message.sent").count(), 1);
        // A first message may bring one, and the socket too.
        let begun = story.post(&story.stranger, "/api/conversations", json!({ "message": { "attachments": [file(&story, &story.stranger).await] } }));
        assert_eq!(begun.await.expect(201).body["message"]["attachments"][0]["mime"], "text/plain");
        let mut visitor = story.connect(&story.visitor).await;
        visitor.send(json!({ "type": "send", "conversation_id": id, "client_msg_id": "s-1", "attachments": [own] })).await;
        assert!(visitor.expect("ack").await["seq"].as_i64().unwrap() > 1);
    }

    async fn a_file_that_is_sent_while_it_is_taken_back_is_one_or_the_other(story: Story) {
        let conversation = story.visitor_starts(&story.visitor, "Hi").await;
        for _ in 0..10 {
            let file = file(&story, &story.visitor).await;
            let messages = format!("/api/conversations/{conversation}/messages");
            let path = format!("/api/files/{}", file.as_str().unwrap());
            let send = story.post(&story.visitor, &messages, json!({ "text": "See", "attachments": [file] }));
            let (sent, gone) = tokio::join!(send, story.call(&story.visitor, "DELETE", &path, None));
            assert_ne!(sent.status == 201, gone.status == 204, "{} {}", sent.status, gone.status);
        }
    }
}
