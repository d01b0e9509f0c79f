//! What is sent, and what is not taken.

use antiphon_testkit::{Story, both_engines};
use serde_json::{Value, json};

use super::{said, send};

both_engines! {
    async fn a_notice_is_on_every_open_page_at_once(story: Story) {
        let mut page = story.connect(&story.cora).await;
        page.send(json!({ "type": "follow_notices" })).await;
        let first = page.expect("notices").await;
        assert_eq!((&first["items"], &first["unread"]), (&json!([]), &json!(0)));
        let id = send(&story, &story.cora, "Done", json!({ "type": "confirmation", "taskId": "t1", "priority": "high" })).await;
        let told = page.expect("notices").await;
        let notice = &told["items"][0];
        assert_eq!((&notice["id"], &notice["type"], &notice["priority"], &notice["seq"]), (&json!(id), &json!("CONFIRMATION"), &json!("high"), &json!(1)));
        assert_eq!((&notice["sender"]["kind"], &told["unread"]), (&json!("key"), &json!(1)));

        // Read elsewhere: told here.
        story.call(&story.cora, "PUT", &format!("/api/notices/{id}/read"), None).await.expect(200);
        let read = page.expect("notices").await;
        assert_eq!((&read["items"], &read["unread"]), (&json!([]), &json!(0)));

        // Away for a while: everything since, once, in order.
        page.drop_connection();
        for n in 2..=60 {
            send(&story, &story.cora, &n.to_string(), json!({})).await;
        }
        let mut page = story.connect(&story.cora).await;
        page.send(json!({ "type": "follow_notices", "after": read["cursor"] })).await;
        let mut seqs = Vec::new();
        loop {
            let told = page.expect("notices").await;
            seqs.extend(told["items"].as_array().unwrap().iter().map(|one| one["seq"].as_i64().unwrap()));
            if told["has_more"] == json!(false) {
                assert_eq!(told["unread"], 59);
                break;
            }
        }
        assert_eq!(seqs, (2..=60).collect::<Vec<_>>());
        // Nobody else's page hears of it.
        let mut other = story.connect(&story.ana).await;
        other.send(json!({ "type": "follow_notices" })).await;
        other.expect("notices").await;
        send(&story, &story.cora, "Private", json!({})).await;
        page.expect("notices").await;
        other.expect_none("notices").await;
    }

    async fn work_on_a_task_is_shown_while_it_lasts(story: Story) {
        let mut page = story.connect(&story.cora).await;
        page.send(json!({ "type": "follow_notices" })).await;
        page.expect("notices").await;
        let on = |is_typing: bool| json!({ "taskId": "t1", "userId": story.cora.id, "isTyping": is_typing });
        for is_typing in [true, false] {
            story.post(&story.key, "/api/notices/working", on(is_typing)).await.expect(204);
            let shown = page.expect("working").await;
            assert_eq!((&shown["task_id"], &shown["is_working"]), (&json!("t1"), &json!(is_typing)));
        }
        story.post(&story.ana, "/api/notices/working", on(true)).await.refused(403, "forbidden");
        let nobody = json!({ "taskId": "t1", "userId": "nobody", "isTyping": true });
        story.post(&story.key, "/api/notices/working", nobody).await.refused(422, "invalid");
    }

    async fn files_come_along(story: Story) {
        let file = story.upload(&story.key, "plan.txt", b"The plan").await.expect(201).body["id"].clone();
        let id = send(&story, &story.cora, "See the plan", json!({ "attachments": [file] })).await;
        let listed = story.get(&story.cora, "/api/notices").await.expect(200).body;
        assert_eq!(listed["notices"][0]["attachments"][0]["name"], "plan.txt");
        let path = format!("/api/notices/{id}/files/{}", file.as_str().unwrap());
        let url = story.get(&story.cora, &path).await.expect(200).body["url"].as_str().unwrap().to_owned();
        assert_eq!(story.call(None, "GET", &url, None).await.expect(200).raw, b"The plan".as_slice());
        story.get(&story.ana, &path).await.refused(404, "not_found");
        // A file is shown once, and only by whose it is.
        let again = json!({ "type": "info", "userId": story.cora.id, "content": "Again", "attachments": [file] });
        story.post(&story.key, "/api/chat-messages", again).await.refused(422, "invalid");
    }

    async fn what_is_no_notice_is_refused_and_nothing_of_it_is_kept(story: Story) {
        let good = json!({ "type": "info", "userId": story.cora.id, "content": "Hello" });
        let deep = (0..40).fold(json!(1), |inner, _| json!({ "a": inner }));
        let wrong: Vec<(&str, Value)> = vec![
            ("type", json!("news")),
            ("type", json!(7)),
            ("userId", json!("nobody")),
            ("userId", json!("")),
            ("userId", json!(story.foreign_agent.id)),
            ("userId", json!(story.visitor.id)), // a contact has no inbox
            ("content", json!("")),
            ("content", json!("a\u{0}b")),
            ("content", json!("x".repeat(10_001))),
            ("data", json!([1])),
            ("data", json!("text")),
            ("data", deep),
            ("data", json!({ "a": "x".repeat(70_000) })),
            ("taskId", json!("")),
            ("taskId", json!("x".repeat(201))),
            ("priority", json!("now")),
            ("attachments", json!([uuid::Uuid::now_v7()])),
            ("read", json!(true)),
        ];
        for (field, value) in wrong {
            let mut body = good.clone();
            body[field] = value;
            let refused = story.post(&story.key, "/api/chat-messages", body).await.expect(422);
            let named = refused.body["error"]["field"].as_str().unwrap_or_default().to_owned();
            assert!(named.starts_with(field), "{field}: {}", refused.body);
        }
        story.post(&story.ana, "/api/chat-messages", good.clone()).await.refused(403, "forbidden");
        assert!(story.read("SELECT content FROM notices").await.is_empty());
        assert!(story.read("SELECT 'a place' FROM notice_heads").await.is_empty());
        story.post(&story.owner, "/api/chat-messages", good).await.expect(201);
    }

    async fn a_repeat_under_one_key_is_sent_once(story: Story) {
        let body = json!({ "type": "info", "userId": story.cora.id, "content": "Once" }).to_string();
        let send = async || {
            let request = axum::http::Request::post("/api/chat-messages")
                .header("authorization", format!("Bearer {}", story.key.token))
                .header("idempotency-key", "n-1")
                .body(axum::body::Body::from(body.clone()))
                .unwrap();
            story.request(request).await.expect(201).body["messageId"].clone()
        };
        assert_eq!(send().await, send().await);
        assert_eq!(said(&story.get(&story.cora, "/api/chat-messages").await.expect(200).body), ["Once"]);
    }

    async fn an_id_of_another_system_names_one_person(story: Story) {
        let name = async |who: &str, id: Value| {
            let change = json!({ "external_id": id });
            story.call(&story.owner, "PATCH", &format!("/api/people/{who}"), change).await
        };
        assert_eq!(name(&story.ana.id, json!(" u-1 ")).await.expect(200).body["external_id"], "u-1");
        name(&story.ben.id, json!("u-1")).await.refused(409, "external_id_taken");
        name(&story.ana.id, json!("x".repeat(201))).await.refused(422, "invalid");
        name(&story.ana.id, json!(story.foreign_agent.id)).await.refused(422, "invalid"); // somebody's id here
        let ask = json!({ "type": "info", "userId": "u-1", "content": "To Ana" });
        story.post(&story.key, "/api/chat-messages", ask.clone()).await.expect(201);
        assert_eq!(said(&story.get(&story.ana, "/api/chat-messages").await.expect(200).body), ["To Ana"]);
        name(&story.ana.id, Value::Null).await.expect(200);
        story.post(&story.key, "/api/chat-messages", ask.clone()).await.refused(422, "invalid");
        // Who left has it no more, and the next one may have it.
        name(&story.ben.id, json!("u-1")).await.expect(200);
        story.call(&story.owner, "DELETE", &format!("/api/people/{}", story.ben.id), None).await.expect(204);
        story.post(&story.key, "/api/chat-messages", ask).await.refused(422, "invalid");
        name(&story.ana.id, json!("u-1")).await.expect(200);
    }
}
