//! Answers to a message: what they quote stays right, and nobody learns by a quote what they may not see.

use antiphon_testkit::{Story, both_engines};
use serde_json::{Value, json};

fn last<'a>(log: &'a [Value], kind: &str) -> &'a Value {
    log.iter().rfind(|entry| entry["type"] == kind).unwrap()
}

both_engines! {
    async fn an_answer_quotes_what_it_answers_as_that_is_now(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Do you ship to Norway?").await;
        let asked = story.log(&story.visitor, &id, 0).await[0]["message"]["id"].as_str().unwrap().to_owned();
        let path = format!("/api/conversations/{id}/messages");
        let sent = story.post(&story.ana, &path, json!({ "text": "We do", "reply_to": asked })).await.expect(201).body;
        assert_eq!(sent["quote"]["text"], "Do you ship to Norway?");
        assert_eq!((sent["quote"]["id"].as_str(), sent["quote"]["sender"]["id"].as_str()), (Some(&*asked), Some(&*story.visitor.id)));
        story.call(&story.visitor, "PATCH", &format!("{path}/{asked}"), json!({ "text": "To Sweden?" })).await.expect(200);
        let quote = |page: Value| page["messages"].as_array().unwrap().last().unwrap()["quote"].clone();
        assert_eq!(quote(story.get(&story.visitor, &path).await.expect(200).body)["text"], "To Sweden?");
        story.call(&story.visitor, "DELETE", &format!("{path}/{asked}"), None).await.expect(200);
        assert!(quote(story.get(&story.visitor, &path).await.expect(200).body)["text"].is_null());
        let answers = story.get(&story.visitor, &format!("{path}?reply_to={asked}")).await.expect(200).body;
        assert_eq!(answers["messages"].as_array().unwrap().len(), 1);
        assert_eq!(answers["messages"][0]["id"], sent["id"]);
    }

    async fn a_public_message_answers_no_note(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Hi").await;
        let asked = story.log(&story.visitor, &id, 0).await[0]["message"]["id"].as_str().unwrap().to_owned();
        let note = story.note(&story.ana, &id, "Secret matter").await["id"].as_str().unwrap().to_owned();
        let path = format!("/api/conversations/{id}/messages");
        for who in [&story.ana, &story.visitor] {
            let answer = story.post(who, &path, json!({ "text": "So", "reply_to": note })).await;
            answer.refused(422, "invalid");
            assert_eq!(answer.body["error"]["field"], "reply_to");
        }
        let on_note = json!({ "text": "Agreed", "kind": "note", "reply_to": note });
        assert_eq!(story.post(&story.ben, &path, on_note).await.expect(201).body["quote"]["text"], "Secret matter");
        let on_message = json!({ "text": "A greeting", "kind": "note", "reply_to": asked });
        story.post(&story.ben, &path, on_message).await.expect(201);
        let elsewhere = story.visitor_starts(&story.stranger, "Mine").await;
        let other = story.log(&story.stranger, &elsewhere, 0).await[0]["message"]["id"].as_str().unwrap().to_owned();
        story.post(&story.ana, &path, json!({ "text": "So", "reply_to": other })).await.refused(422, "invalid");
        let seen = format!("{:?}", story.log(&story.visitor, &id, 0).await);
        assert!(!seen.contains("Secret") && !seen.contains("greeting"));
        let answers = story.get(&story.visitor, &format!("{path}?reply_to={asked}")).await.expect(200).body;
        assert_eq!(answers["messages"], json!([]), "answers in notes are not the customer's to see");
    }

    async fn whoever_came_from_now_on_learns_nothing_of_before_by_quotes_edits_and_reactions(story: Story) {
        let body = json!({ "kind": "direct", "participants": [story.ben.id], "message": { "text": "The vault code is 9" } });
        let made = story.post(&story.ana, "/api/conversations", body).await.expect(201).body;
        let (id, first) = (made["conversation"]["id"].as_str().unwrap(), made["message"]["id"].as_str().unwrap());
        let join = json!({ "principal_id": story.owner.id, "from_now": true });
        story.post(&story.ana, &format!("/api/conversations/{id}/participants"), join).await.expect(201);
        let mut late = story.connect(&story.owner).await;
        late.subscribe(id, 0).await;
        let path = format!("/api/conversations/{id}/messages");
        story.post(&story.owner, &path, json!({ "text": "What?", "reply_to": first })).await.refused(422, "invalid");
        story.post(&story.ben, &path, json!({ "text": "Noted", "reply_to": first })).await.expect(201);
        story.call(&story.ben, "PUT", &format!("{path}/{first}/reactions/%F0%9F%91%8D"), None).await.expect(200);
        story.call(&story.ana, "PATCH", &format!("{path}/{first}"), json!({ "text": "The vault code is 10" })).await.expect(200);
        let log = story.log(&story.owner, id, 0).await;
        assert!(!format!("{log:?}").contains("vault"), "{log:?}");
        assert_eq!(last(&log, "message.sent")["message"]["text"], "Noted");
        assert!(last(&log, "message.edited").get("message").is_none());
        let page = story.get(&story.owner, &path).await.expect(200);
        assert!(!String::from_utf8_lossy(&page.raw).contains("vault"));
        let end = last(&log, "message.edited")["seq"].as_i64().unwrap();
        loop {
            let frame = late.expect("entry").await;
            assert!(!frame.to_string().contains("vault"), "{frame}");
            if frame["entry"]["seq"].as_i64() == Some(end) {
                break;
            }
        }
        assert!(format!("{:?}", story.log(&story.ben, id, 0).await).contains("vault code is 10"));
    }
}
