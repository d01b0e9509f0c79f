//! A sender and readers written from the chat response service's description alone. Each step quotes the line that it
//! proves.

use antiphon_testkit::{Answer, Engine, Story, both_engines};
use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

fn keys(object: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = object.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

/// As the service's own browser code asks: the session's cookie, whatever type `fetch` gives a text, nothing else.
async fn fetch(story: &Story, method: &str, path: &str, cookie: &str, site: Option<&str>, body: &str) -> Answer {
    let mut request = Request::builder().method(method).uri(path).header("cookie", cookie).header("host", "chat.test");
    if !body.is_empty() {
        request = request.header("content-type", "text/plain;charset=UTF-8");
    }
    if let Some(site) = site {
        request = request.header("sec-fetch-site", site);
    }
    story.request(request.body(Body::from(body.to_owned())).unwrap()).await
}

both_engines! {
    async fn a_client_of_the_response_service_works_by_changing_its_host(story: Story) {
        // "userId: 'user_456'": the id that the sender's own system has for the person.
        let named = json!({ "external_id": "user_456" });
        story.call(&story.owner, "PATCH", &format!("/api/people/{}", story.cora.id), named).await.expect(200);

        // "sendChatMessage({type, taskId, userId, content, data, timestamp}, 'org_abc')"
        let ask = json!({
            "type": "confirmation", "taskId": "task_123", "userId": "user_456",
            "content": "Your meeting has been scheduled successfully.", "data": { "eventId": "event_789" },
            "timestamp": "2025-11-26T10:30:00.000Z", "orgId": "org_abc",
        });
        let sent = story.post(&story.key, "/api/chat-messages", ask).await.expect(201).body;
        // "success: true, databaseStored: true, messageId"; "pusherSent: true if Pusher is configured and successful"
        assert_eq!(keys(&sent), ["databaseStored", "messageId", "pusherSent", "success"]);
        assert_eq!((&sent["success"], &sent["databaseStored"], &sent["pusherSent"]), (&json!(true), &json!(true), &json!(false)));

        // "type: responseType === 'error' ? 'error' : responseType": every type, in the sender's lower case.
        for (n, kind) in ["scheduling_update", "clarification", "cancellation", "error", "info"].iter().enumerate() {
            let ask = json!({ "type": kind, "taskId": format!("task_{n}"), "userId": "user_456", "content": "Text" });
            story.post(&story.key, "/api/chat-messages", ask).await.expect(201);
        }

        // "GET /api/chat-messages ... -H Cookie": "Retrieve unread chat messages for the authenticated user."
        let signed = json!({ "email": story.cora.email, "password": antiphon_testkit::PASSWORD });
        let cookie = story.call(None, "POST", "/api/auth/login", signed).await.expect(200).cookie().unwrap();
        let cookie = format!("{}={cookie}", antiphon_desk::http::COOKIE);
        let unread = fetch(&story, "GET", "/api/chat-messages?limit=50", &cookie, None, "").await.expect(200).body;
        assert_eq!(keys(&unread), ["hasMore", "messages", "total"]);
        assert_eq!((&unread["total"], &unread["hasMore"]), (&json!(6), &json!(false)));
        let first = &unread["messages"][0];
        // "messages: [{id, type, taskId, content, data, createdAt}]"
        assert_eq!(keys(first), ["content", "createdAt", "data", "id", "taskId", "type"]);
        assert_eq!((&first["id"], &first["type"], &first["taskId"]), (&sent["messageId"], &json!("CONFIRMATION"), &json!("task_123")));
        assert_eq!(first["data"], json!({ "eventId": "event_789" }));
        assert!(first["createdAt"].as_str().unwrap().ends_with('Z'));
        // "SCHEDULING_UPDATE, CONFIRMATION, CLARIFICATION, CANCELLATION, ERROR, INFO"
        let kinds: Vec<_> = unread["messages"].as_array().unwrap().iter().map(|one| one["type"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["CONFIRMATION", "SCHEDULING_UPDATE", "CLARIFICATION", "CANCELLATION", "ERROR", "INFO"]);
        // "limit (optional): Number of messages to retrieve (1-100, default: 50)"
        let two = fetch(&story, "GET", "/api/chat-messages?limit=2", &cookie, None, "").await.expect(200).body;
        assert_eq!((two["messages"].as_array().unwrap().len(), &two["total"], &two["hasMore"]), (2, &json!(6), &json!(true)));
        for wrong in ["0", "101", "-1", "x"] {
            fetch(&story, "GET", &format!("/api/chat-messages?limit={wrong}"), &cookie, None, "").await.refused(422, "invalid");
        }

        // "await fetch('/api/chat-messages/mark-read', { method: 'POST', body: JSON.stringify({ messageIds }) })"
        let mark = json!({ "messageIds": [sent["messageId"], "msg_1", unread["messages"][1]["id"]] }).to_string();
        let marked = fetch(&story, "POST", "/api/chat-messages/mark-read", &cookie, Some("same-origin"), &mark).await.expect(200).body;
        // "success: true, markedCount"
        assert_eq!(marked, json!({ "success": true, "markedCount": 2 }));
        let again = fetch(&story, "POST", "/api/chat-messages/mark-read", &cookie, Some("same-origin"), &mark).await.expect(200).body;
        assert_eq!(again["markedCount"], 0);
        assert_eq!(fetch(&story, "GET", "/api/chat-messages", &cookie, None, "").await.expect(200).body["total"], 4);
        // Its "curl -X POST … -H Cookie" says nothing of where it comes from; a page of another site is refused.
        fetch(&story, "POST", "/api/chat-messages/mark-read", &cookie, None, &mark).await.expect(200);
        for site in ["cross-site", "same-site"] {
            fetch(&story, "POST", "/api/chat-messages/mark-read", &cookie, Some(site), &mark).await.refused(403, "csrf");
        }
        fetch(&story, "POST", "/api/notices/read", &cookie, Some("same-origin"), "{}").await.refused(403, "csrf");

        // "GET /api/chat-messages/[taskId] Retrieve all chat messages for a specific task."
        let update = json!({ "type": "info", "taskId": "task_123", "userId": "user_456", "content": "One more" });
        story.post(&story.key, "/api/chat-messages", update).await.expect(201);
        let task = fetch(&story, "GET", "/api/chat-messages/task_123", &cookie, None, "").await.expect(200).body;
        assert_eq!(keys(&task), ["count", "messages", "taskId"]);
        assert_eq!((&task["taskId"], &task["count"]), (&json!("task_123"), &json!(2)));
        assert_eq!(keys(&task["messages"][0]), ["content", "createdAt", "data", "id", "read", "type"]);
        assert_eq!((&task["messages"][0]["read"], &task["messages"][1]["read"]), (&json!(true), &json!(false)));
        assert_eq!(task["messages"][1]["data"], json!({}));

        // "All API endpoints require authentication"; "Users can only access their own messages"
        for (method, path) in [("GET", "/api/chat-messages"), ("POST", "/api/chat-messages/mark-read"), ("GET", "/api/chat-messages/task_123")] {
            story.call(None, method, path, (method == "POST").then(|| json!({ "messageIds": [] }))).await.refused(401, "unauthenticated");
        }
        assert_eq!(story.get(&story.ana, "/api/chat-messages/task_123").await.expect(200).body["count"], 0);
        let theirs = json!({ "messageIds": [unread["messages"][2]["id"]] });
        assert_eq!(story.post(&story.ana, "/api/chat-messages/mark-read", theirs).await.expect(200).body["markedCount"], 0);
        story.get(&story.ana, "/api/chat-messages?userId=user_456").await.refused(403, "forbidden");
    }

    async fn storing_fails_and_the_sender_is_told(story: Story) {
        // Only one of the engines can be told to run out of disk.
        if story.engine != Engine::Postgres {
            return;
        }
        // "Database storage fails: Logs error, returns error to caller"; "All methods fail: Returns error but doesn't crash"
        story.tamper("CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'full' USING ERRCODE = '53100'; END $$").await;
        story.tamper("CREATE TRIGGER full_disk BEFORE INSERT ON notices FOR EACH ROW EXECUTE FUNCTION full_disk()").await;
        let ask = json!({ "type": "info", "userId": story.cora.id, "content": "Lost?" });
        let failed = story.post(&story.key, "/api/chat-messages", ask.clone()).await.expect(503);
        let told = ["success", "databaseStored", "pusherSent"].map(|field| failed.body[field].clone());
        assert_eq!(told, [json!(false), json!(false), json!(false)]);
        assert!(failed.body["error"]["message"].is_string() && failed.body["error"]["request_id"].is_string());
        assert!(failed.headers.contains_key("retry-after"));
        story.tamper("DROP TRIGGER full_disk ON notices").await;
        story.post(&story.key, "/api/chat-messages", ask).await.expect(201);
        assert_eq!(story.get(&story.cora, "/api/chat-messages").await.expect(200).body["total"], 1, "and no place was lost");
    }
}
