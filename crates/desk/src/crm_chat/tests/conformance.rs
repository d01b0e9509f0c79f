//! A client written from the CRM chat system's description alone. Each step quotes the line that it proves. (Its trailing
//! slashes are taken off before routing, by the server: see `without_trailing_slash`.)

use antiphon_testkit::{Client, Story, both_engines};
use serde_json::{Value, json};

fn keys(object: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = object.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

both_engines! {
    async fn a_client_of_the_chat_system_works_by_changing_its_host(story: Story) {
        story.post(&story.owner, "/api/chat/prompts", json!({ "title": "Hello", "text": "Say hello", "order": 1 })).await.expect(201);

        // "JWT Authentication: Required for all endpoints"
        for (method, path) in [("POST", "/api/user-response"), ("POST", "/api/bot-response"), ("GET", "/api/bot-prompts")] {
            let body = (method == "POST").then(|| json!({ "message": "hi" }));
            story.call(None, method, path, body).await.refused(401, "unauthenticated");
        }

        // "GET /api/bot-prompts/ -> [{id, title, text, order}]"
        let prompts = story.get(&story.cora, "/api/bot-prompts").await.expect(200).body;
        assert_eq!(keys(&prompts[0]), ["id", "order", "text", "title"]);
        assert_eq!((&prompts[0]["title"], &prompts[0]["text"], &prompts[0]["order"]), (&json!("Hello"), &json!("Say hello"), &json!(1)));

        // "POST /api/user-response/ -> {conversation_id, message_id}"
        let said = story.post(&story.cora, "/api/user-response", json!({ "message": "Hello" })).await.expect(200).body;
        assert_eq!(keys(&said), ["conversation_id", "message_id"]);
        let id = said["conversation_id"].as_str().unwrap();

        // "ws://host/ws/chat/{conversation_id}/?token={jwt}"
        let address = story.address().await;
        let door = |token: &str| format!("/ws/chat/{id}?token={token}");
        let mut socket = Client::open_path(address, &door(&story.cora.token), None).await.expect("the socket opens");
        // "WebSocket Auth: Token validation on connection"
        for token in ["", "nonsense", "eyJhbGciOiJub25lIn0.e30."] {
            assert_eq!(Client::open_path(address, &door(token), None).await.err(), Some(401));
        }
        assert_eq!(Client::open_path(address, &format!("/ws/chat/{id}"), None).await.err(), Some(401));
        assert_eq!(Client::open_path(address, &door(&story.stranger.token), None).await.err(), Some(404));

        // "POST /api/bot-response/ -> {message}"
        let answer = story.post(&story.cora, "/api/bot-response", json!({ "conversation_id": id })).await.expect(200).body;
        assert!(answer["message"].as_str().unwrap().starts_with("Hello"));

        // "messages, streaming, typing indicators": the answer came in parts, of which it is made.
        let mut parts = String::new();
        let new = loop {
            let frame = socket.any_of(&["message:delta", "message:new"]).await;
            if frame["type"] == "message:delta" {
                assert_eq!((&frame["reply_to"], frame["at"].as_u64()), (&said["message_id"], Some(parts.chars().count() as u64)));
                parts.push_str(frame["text"].as_str().unwrap());
            } else {
                break frame;
            }
        };
        assert_eq!(answer["message"], parts);

        // "message:new -> New message broadcast"
        let message = &new["message"];
        assert_eq!(message["id"], answer["message_id"]);
        // "Message: conversation, sender, type, text, rich, attachment, status"
        for field in ["conversation", "sender", "type", "text", "rich", "attachment", "status"] {
            assert!(message.get(field).is_some(), "{field} in {message}");
        }
        assert_eq!((&message["conversation"], &message["type"], &message["text"]), (&json!(id), &json!("text"), &answer["message"]));

        // "HTTP Fallback: Graceful degradation when WebSocket unavailable": what is said by HTTP arrives on the socket.
        let again = json!({ "message": "Thanks", "conversation_id": id, "client_msg_id": "m-2" });
        let second = story.post(&story.cora, "/api/user-response", again.clone()).await.expect(200).body;
        assert_eq!(second["conversation_id"], id);
        assert_eq!(socket.expect("message:new").await["message"]["id"], second["message_id"]);
        // "retries, copy-to-clipboard, optimistic sends": the same client id is the same message.
        assert_eq!(story.post(&story.cora, "/api/user-response", again).await.expect(200).body, second);

        // A message by the socket itself is broadcast, to its sender too.
        socket.send(json!({ "type": "message:new", "text": "By socket", "client_msg_id": "m-3" })).await;
        let own = socket.expect("message:new").await["message"].clone();
        assert_eq!((&own["text"], &own["client_msg_id"], &own["sender"]), (&json!("By socket"), &json!("m-3"), &json!(story.cora.id)));
    }
}
