//! Reading and marking.

use antiphon_testkit::{Story, both_engines};
use serde_json::{Value, json};

use super::{said, send};

both_engines! {
    async fn ones_list_is_narrowed_paged_and_marked(story: Story) {
        for n in 0..7 {
            let kind = if n % 2 == 0 { "info" } else { "error" };
            send(&story, &story.cora, &format!("n{n}"), json!({ "type": kind, "taskId": format!("t{}", n % 3) })).await;
        }
        let list = async |query: &str| story.get(&story.cora, &format!("/api/notices?{query}")).await.expect(200).body;
        let first = list("limit=3").await;
        assert_eq!((said(&first), &first["unread"], &first["last_seq"]), (vec!["n6", "n5", "n4"], &json!(7), &json!(7)));
        let second = list(&format!("limit=3&cursor={}", first["next_cursor"].as_str().unwrap())).await;
        assert_eq!(said(&second), ["n3", "n2", "n1"]);
        assert_eq!(said(&list("type=ERROR").await), ["n5", "n3", "n1"]);
        assert_eq!(said(&list("task_id=t0&type=info").await), ["n6", "n0"]);

        let mark = async |body: Value| story.post(&story.cora, "/api/notices/read", body).await.expect(200).body["marked"].clone();
        assert_eq!(mark(json!({ "task_id": "t1", "through_seq": 4 })).await, 1);
        assert_eq!(mark(json!({ "type": "ERROR" })).await, 2); // the third was of that task
        assert_eq!(said(&list("unread=true").await), ["n6", "n4", "n2", "n0"]);
        let id = list("limit=1").await["notices"][0]["id"].as_str().unwrap().to_owned();
        let read = format!("/api/notices/{id}/read");
        for _ in 0..2 {
            let marked = story.call(&story.cora, "PUT", &read, None).await.expect(200).body;
            assert!(marked["read_at"].is_string());
        }
        assert_eq!(list("limit=1").await["unread"], 3);
        for _ in 0..2 {
            assert_eq!(story.call(&story.cora, "DELETE", &read, None).await.expect(200).body["read_at"], Value::Null);
        }
        assert_eq!(list("limit=1").await["unread"], 4);
        assert_eq!((mark(json!({})).await, mark(json!({})).await), (json!(4), json!(0)));
        assert_eq!(list("limit=1").await["unread"], 0);

        // Another's is like none.
        for method in ["PUT", "DELETE"] {
            story.call(&story.ana, method, &read, None).await.refused(404, "not_found");
        }
        story.post(&story.cora, "/api/notices/read", json!({ "through_seq": 0 })).await.refused(422, "invalid");
        for wrong in ["cursor=!", "type=NEWS", "task_id=%00", "limit=0", "unread=perhaps"] {
            story.get(&story.cora, &format!("/api/notices?{wrong}")).await.refused(422, "invalid");
        }
    }

    async fn unread_ones_and_a_tasks_are_paged_without_a_gap(story: Story) {
        for n in 0..5 {
            send(&story, &story.cora, &format!("n{n}"), json!({ "taskId": "t / 1?" })).await;
        }
        for path in ["/api/chat-messages", "/api/chat-messages/t%20%2F%201%3F"] {
            let (mut all, mut cursor) = (Vec::new(), String::new());
            loop {
                let page = story.get(&story.cora, &format!("{path}?limit=2{cursor}")).await.expect(200).body;
                all.extend(said(&page).into_iter().map(str::to_owned));
                match page["nextCursor"].as_str() {
                    Some(next) => cursor = format!("&cursor={next}"),
                    None => break,
                }
            }
            assert_eq!(all, ["n0", "n1", "n2", "n3", "n4"], "{path}");
        }
        let nothing = json!({ "taskId": "unknown", "messages": [], "count": 0 });
        assert_eq!(story.get(&story.cora, "/api/chat-messages/unknown").await.expect(200).body, nothing);
        send(&story, &story.cora, "Named so", json!({ "taskId": "mark-read" })).await;
        assert_eq!(said(&story.get(&story.cora, "/api/chat-messages/mark-read").await.expect(200).body), ["Named so"]);
    }

    async fn a_key_reads_for_whom_it_names(story: Story) {
        let id = send(&story, &story.cora, "Hello", json!({ "taskId": "t1" })).await;
        story.get(&story.key, "/api/chat-messages").await.refused(422, "invalid");
        story.get(&story.key, "/api/chat-messages?userId=nobody").await.refused(422, "invalid");
        let query = format!("?userId={}", story.cora.id);
        assert_eq!(said(&story.get(&story.key, &format!("/api/chat-messages{query}")).await.expect(200).body), ["Hello"]);
        assert_eq!(said(&story.get(&story.key, &format!("/api/chat-messages/t1{query}")).await.expect(200).body), ["Hello"]);
        let mark = json!({ "messageIds": [id], "userId": story.cora.id });
        assert_eq!(story.post(&story.key, "/api/chat-messages/mark-read", mark).await.expect(200).body["markedCount"], 1);
        assert_eq!(story.get(&story.cora, "/api/chat-messages").await.expect(200).body["total"], 0);
    }

    async fn too_many_or_strange_ids_mark_nothing(story: Story) {
        let id = send(&story, &story.cora, "Hello", json!({})).await;
        let mark = async |ids: Value| story.post(&story.cora, "/api/chat-messages/mark-read", json!({ "messageIds": ids })).await;
        mark(json!(vec![id.clone(); 10_000])).await.refused(422, "invalid");
        mark(json!("all")).await.refused(422, "invalid");
        mark(json!([1])).await.refused(422, "invalid");
        let foreign = story.foreign_agent.id.clone();
        assert_eq!(mark(json!([foreign, "", "'; DROP TABLE notices", "msg_1"])).await.expect(200).body["markedCount"], 0);
        assert_eq!(mark(json!([])).await.expect(200).body["markedCount"], 0);
        assert_eq!(mark(json!([id, id, id])).await.expect(200).body["markedCount"], 1);
    }

    async fn two_who_mark_at_once_count_each_notice_once(story: Story) {
        let mut ids = Vec::new();
        for n in 0..20 {
            ids.push(send(&story, &story.cora, &n.to_string(), json!({})).await);
        }
        let mark = |ids: Vec<String>| story.post(&story.cora, "/api/chat-messages/mark-read", json!({ "messageIds": ids }));
        let backwards: Vec<_> = ids.iter().rev().cloned().collect();
        let (one, two, three) = tokio::join!(mark(ids.clone()), mark(backwards), mark(ids[5..15].to_vec()));
        let counted = |marked: antiphon_testkit::Answer| marked.expect(200).body["markedCount"].as_i64().unwrap();
        assert_eq!(counted(one) + counted(two) + counted(three), 20);
        assert_eq!(story.get(&story.cora, "/api/chat-messages").await.expect(200).body["total"], 0);
    }

    async fn everybody_chooses_what_the_browser_shows(story: Story) {
        let shown = async |who| {
            let settings = story.get(who, "/api/me/notice-settings").await.expect(200).body;
            let list = settings["types"].as_array().unwrap().clone();
            assert_eq!(list.len(), 6);
            let shown = list.iter().filter(|one| one["in_browser"] == json!(true));
            shown.map(|one| one["type"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(shown(&story.cora).await, ["CONFIRMATION", "CLARIFICATION", "CANCELLATION", "ERROR"]);
        let put = async |types: Value| story.call(&story.cora, "PUT", "/api/me/notice-settings", json!({ "types": types })).await;
        put(json!([{ "type": "INFO", "in_browser": true }, { "type": "ERROR", "in_browser": false }])).await.expect(200);
        assert_eq!(shown(&story.cora).await, ["CONFIRMATION", "CLARIFICATION", "CANCELLATION", "INFO"]);
        assert_eq!(shown(&story.ana).await.len(), 4);
        put(json!([{ "type": "NEWS", "in_browser": true }])).await.refused(422, "invalid");
        story.get(&story.key, "/api/me/notice-settings").await.refused(403, "forbidden");
    }
}
