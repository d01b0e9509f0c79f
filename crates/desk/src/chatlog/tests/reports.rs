//! Chats and messages, as bots report them: repeats, whose they are, counts, order.

use antiphon_testkit::{Story, both_engines};
use serde_json::{Value, json};

use super::{all, bot, chat, says, seen};

both_engines! {
    async fn a_repeated_report_is_the_same_chat(story: Story) {
        let bot = bot(&story, &["chatlog:write"]).await;
        let body = json!({ "chatId": "c-1", "sessionId": "s", "metadata": { "a": 1, "b": [2] } });
        let first = chat(&story, &bot, body.clone()).await;
        story.later(std::time::Duration::from_secs(5));
        let changed = story.call(&bot, "PATCH", "/api/crm/chats/c-1", json!({ "status": "completed" })).await.expect(200).body;
        assert_eq!(changed["createdAt"], first["createdAt"]);
        assert_ne!(changed["updatedAt"], first["updatedAt"]);
        // Whatever became of it since.
        let again = story.post(&bot, "/api/crm/chats", json!({ "metadata": { "b": [2], "a": 1 }, "sessionId": "s", "chatId": "c-1" }));
        assert_eq!(again.await.expect(200).body, changed);
        story.post(&bot, "/api/crm/chats", json!({ "chatId": "c-1", "sessionId": "t" })).await.refused(409, "chat_id_taken");
        let other = super::bot(&story, &["chatlog:write"]).await;
        story.post(&other, "/api/crm/chats", body).await.refused(409, "chat_id_taken");
        let ours = [chat(&story, &bot, json!({ "sessionId": "s" })).await, chat(&story, &bot, json!({ "sessionId": "s" })).await];
        assert_ne!(ours[0]["chatId"], ours[1]["chatId"], "made when it is left out");
        // Ids are the other workspace's own, too.
        chat(&story, &story.foreign_owner, json!({ "chatId": "c-1", "sessionId": "theirs" })).await;
        assert_eq!(seen(&story, &bot, "/api/crm/chats/c-1").await["sessionId"], "s");
    }

    async fn a_repeated_message_is_said_once(story: Story) {
        let bot = bot(&story, &["chatlog:write"]).await;
        chat(&story, &bot, json!({ "chatId": "c", "sessionId": "s" })).await;
        let body = json!({ "chatId": "c", "role": "user", "content": " Hello ", "clientMsgId": "1", "metadata": { "model": "m" } });
        let first = story.post(&bot, "/api/crm/messages", body.clone()).await.expect(201).body;
        assert_eq!(story.post(&bot, "/api/crm/messages", body.clone()).await.expect(200).body, first);
        for (field, value) in [("content", json!("Bye")), ("role", json!("system")), ("metadata", json!({}))] {
            let mut other = body.clone();
            other[field] = value;
            story.post(&bot, "/api/crm/messages", other).await.refused(409, "client_msg_id_reused");
        }
        // The id is one of this chat's.
        chat(&story, &bot, json!({ "chatId": "d", "sessionId": "s" })).await;
        let mut elsewhere = body.clone();
        elsewhere["chatId"] = json!("d");
        story.post(&bot, "/api/crm/messages", elsewhere).await.expect(201);
        // Also when many come at once.
        let same = json!({ "chatId": "c", "role": "assistant", "content": "Once", "clientMsgId": "2" });
        let sent = futures_util::future::join_all((0..8).map(|_| story.post(&bot, "/api/crm/messages", same.clone()))).await;
        assert_eq!(sent.iter().filter(|answer| answer.status == 201).count(), 1);
        assert!(sent.iter().all(|answer| answer.body["messageId"] == sent[0].body["messageId"]));
        let said = seen(&story, &bot, "/api/crm/chats/c/messages").await;
        assert_eq!(all(&said["messages"], "content"), ["Hello", "Once"]);
        assert_eq!(all(&said["messages"], "clientMsgId"), ["1", "2"]);
        assert_eq!(said["messages"][0]["metadata"], json!({ "model": "m" }));
        assert_eq!(seen(&story, &bot, "/api/crm/chats/c").await["messageCount"], 2);
    }

    async fn counts_are_right_however_many_report_at_once(story: Story) {
        let bot = bot(&story, &["chatlog:write"]).await;
        for id in ["a", "b"] {
            chat(&story, &bot, json!({ "chatId": id, "sessionId": "s" })).await;
        }
        let many = (0..20).map(|n| says(&story, &bot, if n % 4 == 0 { "a" } else { "b" }, "user", "Hello"));
        futures_util::future::join_all(many).await;
        let list = seen(&story, &bot, "/api/crm/chats").await;
        let count = |id: &str| list["chats"].as_array().unwrap().iter().find(|one| one["chatId"] == id).unwrap()["messageCount"].clone();
        assert_eq!((count("a"), count("b")), (json!(5), json!(15)));
    }

    async fn a_bot_sees_its_own_chats_and_no_others(story: Story) {
        let one = bot(&story, &["chatlog:write"]).await;
        let other = bot(&story, &["chatlog:write"]).await;
        chat(&story, &one, json!({ "chatId": "c", "sessionId": "s" })).await;
        says(&story, &one, "c", "user", "Hello").await;
        let unknown = story.get(&other, "/api/crm/chats/none").await;
        for path in ["/api/crm/chats/c", "/api/crm/chats/c/messages", "/api/crm/chats/c/analytics", "/api/crm/chats/%00", "/api/crm/chats/%20"] {
            let answer = story.get(&other, path).await;
            answer.refused(404, "not_found");
            assert_eq!(answer.body["error"]["message"], unknown.body["error"]["message"]);
        }
        story.call(&other, "PATCH", "/api/crm/chats/c", json!({ "status": "abandoned" })).await.refused(404, "not_found");
        story.post(&other, "/api/crm/messages", json!({ "chatId": "c", "role": "user", "content": "x" })).await.refused(404, "not_found");
        story.post(&other, "/api/crm/analytics", json!({ "chatId": "c", "intent": "x" })).await.refused(404, "not_found");
        assert_eq!(seen(&story, &other, "/api/crm/chats").await["chats"], json!([]));
        // Who may read all sees it; who may do neither is told so.
        for who in [&story.ana, &story.owner, &story.key] {
            assert_eq!(all(&seen(&story, who, "/api/crm/chats").await["chats"], "chatId"), ["c"]);
        }
        story.get(&story.cora, "/api/crm/chats").await.refused(403, "forbidden");
        story.get(&story.foreign_owner, "/api/crm/chats/c").await.refused(404, "not_found");
        story.call(&story.ana, "PATCH", "/api/crm/chats/c", json!({ "status": "completed" })).await.refused(403, "forbidden");
    }

    async fn the_list_has_what_was_said_last_first_and_goes_on_from_a_cursor(story: Story) {
        let bot = bot(&story, &["chatlog:write"]).await;
        for (n, status) in ["active", "completed", "active", "abandoned", "active"].iter().enumerate() {
            story.later(std::time::Duration::from_secs(1));
            let (user, session) = (format!("u{}", n % 2), format!("s{}", n % 3));
            chat(&story, &bot, json!({ "chatId": format!("c{n}"), "sessionId": session, "userId": user, "status": status })).await;
        }
        story.later(std::time::Duration::from_secs(1));
        says(&story, &bot, "c1", "user", "Hello").await;
        let list = async |ask: &str| {
            let (mut found, mut cursor) = (Vec::new(), String::new());
            loop {
                let page = seen(&story, &bot, &format!("/api/crm/chats?limit=2&{ask}{cursor}")).await;
                found.extend(all(&page["chats"], "chatId"));
                match &page["nextCursor"] {
                    Value::Null => return found,
                    next => cursor = format!("&cursor={}", next.as_str().unwrap()),
                }
            }
        };
        assert_eq!(list("").await, ["c1", "c4", "c3", "c2", "c0"]);
        assert_eq!(list("status=active").await, ["c4", "c2", "c0"]);
        assert_eq!(list("sessionId=s1").await, ["c1", "c4"]);
        assert_eq!(list("userId=u0").await, ["c4", "c2", "c0"]);
        assert_eq!(list("userId=u0&status=active&sessionId=s2").await, ["c2"]);
        assert_eq!(list("userId=nobody").await, Vec::<String>::new());
        story.get(&bot, "/api/crm/chats?status=open").await.refused(422, "invalid");
    }

    async fn what_a_key_changes_is_in_the_trail_and_what_it_says_is_not(story: Story) {
        let bot = bot(&story, &["chatlog:write"]).await;
        let made = chat(&story, &bot, json!({ "chatId": "c", "sessionId": "s" })).await;
        says(&story, &bot, "c", "user", "Hello").await;
        story.post(&bot, "/api/crm/analytics", json!({ "chatId": "c", "intent": "x" })).await.expect(201);
        story.call(&bot, "PATCH", "/api/crm/chats/c", json!({ "status": "completed" })).await.expect(200);
        story.call(&bot, "PATCH", "/api/crm/chats/c", json!({ "status": "completed" })).await.expect(200); // changes nothing
        let trail = seen(&story, &story.owner, "/api/audit?limit=100").await;
        let of_it: Vec<_> = trail["entries"].as_array().unwrap().iter().filter(|row| row["object"] == json!(format!("chat:{}", made["conversationId"].as_str().unwrap()))).collect();
        let actions: Vec<_> = of_it.iter().rev().map(|row| row["action"].as_str().unwrap()).collect();
        assert_eq!(actions, ["chat.created", "chat.analytics_reported", "chat.changed"]);
        assert!(of_it.iter().all(|row| row.to_string().contains(&bot.id)));
    }

    async fn a_chat_is_changed_field_by_field(story: Story) {
        let bot = bot(&story, &["chatlog:write"]).await;
        chat(&story, &bot, json!({ "chatId": "c", "sessionId": "s", "userId": "u", "metadata": { "a": 1 } })).await;
        let change = async |body: Value| story.call(&bot, "PATCH", "/api/crm/chats/c", body).await.expect(200).body;
        let now = change(json!({ "metadata": { "b": 2 } })).await;
        assert_eq!((&now["metadata"], &now["userId"], &now["status"]), (&json!({ "b": 2 }), &json!("u"), &json!("active")));
        let now = change(json!({ "userId": null, "metadata": null })).await;
        assert_eq!((&now["metadata"], &now["userId"]), (&json!({}), &Value::Null));
        assert_eq!(change(json!({})).await, now);
    }
}
