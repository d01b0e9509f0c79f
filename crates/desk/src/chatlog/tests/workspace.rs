//! A reported chat in the workspace: who sees it, where, and that nobody answers in it.

use antiphon_testkit::{Story, both_engines};
use serde_json::{Value, json};

use super::{all, bot, chat, says, seen};

both_engines! {
    async fn a_reported_chat_is_read_in_the_workspace_by_those_who_may(story: Story) {
        let bot = bot(&story, &["chatlog:write", "conversations:read"]).await;
        let other = super::bot(&story, &["chatlog:write", "conversations:read"]).await;
        let reader = super::bot(&story, &["conversations:read"]).await;
        let cursor = seen(&story, &story.ana, "/api/feed").await["cursor"].as_str().unwrap().to_owned();
        let made = chat(&story, &bot, json!({ "chatId": "c-9", "sessionId": "s" })).await;
        let id = made["conversationId"].as_str().unwrap();
        says(&story, &bot, "c-9", "user", "Where is the flamingo?").await;
        says(&story, &bot, "c-9", "assistant", "In the pond.").await;
        for who in [&story.ana, &story.owner, &story.key, &bot] {
            let list = seen(&story, who, "/api/conversations?kind=log").await;
            let row = &list["conversations"][0];
            assert_eq!((&row["id"], &row["kind"], &row["status"], &row["title"]), (&json!(id), &json!("log"), &json!("active"), &json!("c-9")));
            assert_eq!((&row["last_message"]["text"], &row["unread"]), (&json!("In the pond."), &json!(0)));
            let said = seen(&story, who, &format!("/api/conversations/{id}/messages")).await;
            assert_eq!(all(&said["messages"], "text"), ["Where is the flamingo?", "In the pond."]);
            assert_eq!(all(&said["messages"], "role"), ["user", "assistant"]);
            assert_eq!(said["messages"][0]["sender"]["name"], "Concierge", "nobody is known under its user");
            let found = seen(&story, who, "/api/search/messages?q=flamingo").await;
            assert_eq!(found["hits"][0]["conversation_id"], id);
            assert_eq!(seen(&story, who, "/api/search/messages?q=flamingo&kind=support").await["hits"], json!([]));
        }
        for who in [&other, &reader, &story.cora, &story.visitor] {
            assert_eq!(seen(&story, who, "/api/conversations?kind=log").await["conversations"], json!([]));
            assert_eq!(seen(&story, who, "/api/search/messages?q=flamingo").await["hits"], json!([]));
            for path in ["", "/messages", "/entries"] {
                story.get(who, &format!("/api/conversations/{id}{path}")).await.refused(404, "not_found");
            }
        }
        let transcript = story.get(&story.ana, &format!("/api/conversations/{id}/transcript")).await.expect(200);
        assert!(String::from_utf8(transcript.raw).unwrap().contains("In the pond."));
        // Nowhere else: not in the lists of those who work, nor in what is told them.
        for path in ["/api/conversations", "/api/conversations?kind=direct", "/api/conversations?mentioned=me"] {
            assert_eq!(seen(&story, &story.ana, path).await["conversations"], json!([]));
        }
        assert_eq!(seen(&story, &story.ana, &format!("/api/feed?after={cursor}")).await["items"], json!([]));
        // Followed by whoever looks at it.
        let mut socket = story.connect(&story.ana).await;
        socket.send(json!({ "type": "subscribe", "conversation_id": id, "after_seq": 2 })).await;
        socket.expect("subscribed").await;
        says(&story, &bot, "c-9", "user", "Thanks").await;
        let told = socket.expect("entry").await;
        assert!(told.to_string().contains("Thanks"), "{told}");
        // By what it became, and for a status.
        story.call(&bot, "PATCH", "/api/crm/chats/c-9", json!({ "status": "abandoned" })).await.expect(200);
        let list = async |ask: &str| seen(&story, &story.ana, &format!("/api/conversations?kind=log&{ask}")).await["conversations"].as_array().unwrap().len();
        assert_eq!((list("status=abandoned").await, list("status=active").await), (1, 0));
    }

    async fn nobody_answers_in_a_reported_chat_or_changes_it(story: Story) {
        let made = chat(&story, &story.key, json!({ "chatId": "c", "sessionId": "s" })).await;
        let message = says(&story, &story.key, "c", "user", "See https://shop.test/").await;
        let path = format!("/api/conversations/{}", made["conversationId"].as_str().unwrap());
        let one = format!("{path}/messages/{}", message.as_str().unwrap());
        let before = story.dump().await;
        for who in [&story.ana, &story.owner, &story.key] {
            for (method, path, body) in [
                ("POST", format!("{path}/messages"), json!({ "text": "Hello" })),
                ("POST", format!("{path}/messages"), json!({ "text": "Hello", "kind": "note" })),
                ("PATCH", path.clone(), json!({ "title": "x" })),
                ("PATCH", path.clone(), json!({ "status": "completed" })),
                ("PATCH", path.clone(), json!({ "assignee_id": story.ana.id })),
                ("PATCH", path.clone(), json!({ "archived": true })),
                ("PATCH", path.clone(), json!({ "pinned": true })),
                ("PATCH", one.clone(), json!({ "text": "x" })),
                ("DELETE", one.clone(), Value::Null),
                ("PUT", format!("{one}/reactions/%F0%9F%91%8D"), Value::Null),
                ("PUT", format!("{one}/pin"), Value::Null),
                ("DELETE", format!("{one}/previews"), Value::Null),
                ("POST", format!("{path}/participants"), json!({ "principal_id": story.ben.id })),
                ("DELETE", format!("{path}/participants/{}", story.ben.id), Value::Null),
            ] {
                let answer = story.call(who, method, &path, Some(body).filter(|body| !body.is_null())).await;
                answer.refused(403, "read_only");
            }
        }
        let mut socket = story.connect(&story.ana).await;
        socket.send(json!({ "type": "send", "conversation_id": made["conversationId"], "client_msg_id": "1", "text": "Hello" })).await;
        assert_eq!(socket.expect("error").await["error"]["code"], "read_only");
        assert_eq!(before, story.dump().await);
        // To whoever does not see it, it is not there.
        story.post(&story.visitor, &format!("{path}/messages"), json!({ "text": "Hello" })).await.refused(404, "not_found");
        // Whoever oversees the workspace may take away what must not be told.
        let door = format!("/api/chat/messages/{}/{}", made["conversationId"].as_str().unwrap(), message.as_str().unwrap());
        story.call(&story.owner, "DELETE", &door, None).await.expect(204);
        let said = seen(&story, &story.key, "/api/crm/chats/c/messages").await;
        assert_eq!((&said["messages"][0]["content"], &said["messages"][0]["metadata"]), (&Value::Null, &json!({})));
        assert_eq!(seen(&story, &story.key, "/api/crm/chats/c").await["messageCount"], 1, "it was reported all the same");
    }
}
