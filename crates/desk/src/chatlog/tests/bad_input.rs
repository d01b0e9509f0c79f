//! What is refused, and how.

use antiphon_testkit::{Story, both_engines};
use serde_json::{Value, json};

use super::{bot, chat, seen};

both_engines! {
    async fn what_cannot_be_kept_is_refused_by_name_and_nothing_of_it_is_stored(story: Story) {
        let bot = bot(&story, &["chatlog:write"]).await;
        chat(&story, &bot, json!({ "chatId": "c", "sessionId": "s" })).await;
        let mut deep = json!({});
        for _ in 0..32 {
            deep = json!({ "a": deep });
        }
        let large = json!({ "a": "x".repeat(70_000) });
        let before = story.dump().await;
        let refused = async |method: &str, path: &str, body: Value, field: &str| {
            let answer = story.call(&bot, method, path, body.clone()).await;
            answer.refused(422, "invalid");
            assert_eq!(answer.body["error"]["field"], field, "{path} {body}: {}", answer.body);
        };
        let long = "x".repeat(201);
        for (field, value) in [
            ("chatId", json!(long)), ("chatId", json!("a\nb")), ("chatId", json!(7)), ("sessionId", json!("\u{200b}")),
            ("sessionId", json!(long)), ("sessionId", json!("a\u{0}")), ("userId", json!(long)), ("userId", json!(["u"])),
            ("status", json!("")), ("status", json!(1)), ("metadata", json!("text")), ("metadata", json!([1])), ("metadata", deep.clone()),
            ("metadata", large.clone()), ("externalUserId", Value::Null), ("timestamp", Value::Null), ("nonsense", json!(1)),
        ] {
            let mut body = json!({ "chatId": "new", "sessionId": "s" });
            body[field] = value;
            refused("POST", "/api/crm/chats", body, field).await;
        }
        for (field, value) in [
            ("status", json!("resolved")), ("metadata", json!(1)), ("userId", json!(long)), ("externalUserId", json!("u")),
            ("timestamp", json!("now")), ("sessionId", json!("t")), ("chatId", json!("d")),
        ] {
            refused("PATCH", "/api/crm/chats/c", json!({ field: value }), field).await;
        }
        for (field, value) in [
            ("role", json!("human")), ("role", Value::Null), ("content", json!("")), ("content", json!("x".repeat(10_001))), ("content", json!({})),
            ("metadata", deep), ("metadata", large), ("clientMsgId", json!("")), ("clientMsgId", json!("x".repeat(65))),
            ("timestamp", json!(0)), ("externalUserId", json!("u")), ("createdAt", json!("2024-11-14T00:00:00Z")),
        ] {
            let mut body = json!({ "chatId": "c", "role": "user", "content": "Hello" });
            body[field] = value;
            refused("POST", "/api/crm/messages", body, field).await;
        }
        for (field, value) in [
            ("intent", json!("x".repeat(65))), ("outcome", json!(1)), ("inputTokens", json!(-1)), ("outputTokens", json!(1.5)),
            ("durationMs", json!(i64::MAX)), ("inputTokens", json!(u64::MAX)), ("numbers", json!([1])), ("numbers.a", json!("1")),
            ("numbers", json!({ "": 1 })), ("timestamp", json!(0)),
        ] {
            let mut body = json!({ "chatId": "c" });
            match field.split_once('.') {
                Some((map, name)) => body[map] = json!({ name: value }),
                None => body[field] = value,
            }
            refused("POST", "/api/crm/analytics", body, field).await;
        }
        let many: serde_json::Map<_, _> = (0..21).map(|n| (format!("n{n}"), json!(n))).collect();
        refused("POST", "/api/crm/analytics", json!({ "chatId": "c", "numbers": many }), "numbers").await;
        refused("POST", "/api/crm/analytics", json!({ "chatId": "c" }), "body").await;
        for (path, field) in [
            ("/api/crm/chats?status=open", "status"), ("/api/crm/chats?limit=0", "limit"), ("/api/crm/chats?sessionid=s", "sessionid"),
            ("/api/crm/chats?cursor=x", "cursor"), ("/api/crm/chats/c/messages?cursor=x", "cursor"), ("/api/crm/chats?userId=%00", "userId"),
        ] {
            refused("GET", path, Value::Null, field).await;
        }
        assert_eq!(before, story.dump().await, "nothing is stored of what was refused");
        // Half an object, and one that no parser goes through.
        let endless = format!(r#"{{"sessionId":"s","metadata":{{"a":{}1{}}}}}"#, "[".repeat(200), "]".repeat(200));
        for (body, status, field) in [(r#"{"sessionId":"s""#.to_owned(), 400, Value::Null), (endless, 422, json!("metadata"))] {
            let request = axum::http::Request::post("/api/crm/chats")
                .header("authorization", format!("Bearer {}", bot.token))
                .header("content-type", "application/json")
                .body(axum::body::Body::from(body))
                .unwrap();
            let answer = story.request(request).await.expect(status);
            assert_eq!(answer.body["error"]["field"], field);
        }
    }

    async fn strange_ids_are_kept_as_they_are_and_found_again(story: Story) {
        let bot = bot(&story, &["chatlog:write"]).await;
        for (id, path) in [
            ("a/b", "a%2Fb"), ("50% off", "50%25%20off"), ("'; DROP TABLE chats; --", "%27%3B%20DROP%20TABLE%20chats%3B%20--"),
            ("\u{202e}turned", "%E2%80%AEturned"), ("caf\u{e9}", "cafe%CC%81"),
        ] {
            chat(&story, &bot, json!({ "chatId": id, "sessionId": "s" })).await;
            assert_eq!(seen(&story, &bot, &format!("/api/crm/chats/{path}")).await["chatId"], id);
        }
    }
}
