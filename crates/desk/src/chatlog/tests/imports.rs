//! Chats of before, as lines of a file.

use antiphon_testkit::{Answer, Caller, Story, both_engines};
use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

use super::{all, bot, seen};

async fn import(story: &Story, who: &Caller, from: i64, lines: &str) -> Answer {
    let request = Request::post(format!("/api/crm/import?fromLine={from}"))
        .header("authorization", format!("Bearer {}", who.token))
        .header("content-type", "application/x-ndjson");
    // In small pieces, which end anywhere.
    let pieces: Vec<Result<Vec<u8>, std::io::Error>> = lines.as_bytes().chunks(7).map(|piece| Ok(piece.to_vec())).collect();
    story.request(request.body(Body::from_stream(futures_util::stream::iter(pieces))).unwrap()).await
}

fn lines(lines: &[Value]) -> String {
    lines.iter().map(|line| format!("{line}\n")).collect()
}

both_engines! {
    async fn chats_of_before_come_in_with_their_own_times(story: Story) {
        let bot = bot(&story, &["chatlog:write"]).await;
        let file = lines(&[
            json!({ "type": "chat", "chatId": "old", "sessionId": "s", "userId": "u", "status": "completed", "createdAt": "2024-11-14T09:00:00Z" }),
            json!({ "type": "message", "chatId": "old", "role": "user", "content": "Where is the heron?", "createdAt": "2024-11-14T09:00:01Z" }),
            json!({ "type": "message", "chatId": "old", "role": "assistant", "content": "By the lake.", "createdAt": "2024-11-14T09:00:02Z" }),
            json!({ "type": "analytics", "chatId": "old", "outcome": "solved", "createdAt": "2024-11-14T09:00:03Z" }),
        ]);
        let report = import(&story, &bot, 1, &file).await.expect(200).body;
        assert_eq!(report, json!({ "chats": 1, "messages": 2, "analytics": 1, "repeated": 0, "failed": 0, "faults": [], "nextLine": null }));
        let chat = seen(&story, &bot, "/api/crm/chats/old").await;
        assert_eq!((&chat["createdAt"], &chat["lastMessageAt"], &chat["messageCount"]),
            (&json!("2024-11-14T09:00:00Z"), &json!("2024-11-14T09:00:02Z"), &json!(2)));
        let figures = seen(&story, &story.key, "/api/crm/analytics?from=2024-11-14&to=2024-11-14").await;
        assert_eq!((&figures["days"][0]["chatsStarted"], &figures["days"][0]["messages"]["user"], &figures["days"][0]["outcomes"]),
            (&json!(1), &json!(1), &json!({ "solved": 1 })));
        // Sent once more, nothing is doubled.
        let again = import(&story, &bot, 1, &file).await.expect(200).body;
        assert_eq!((&again["chats"], &again["messages"], &again["repeated"]), (&json!(0), &json!(0), &json!(3)));
        assert_eq!(seen(&story, &bot, "/api/crm/chats/old").await["messageCount"], 2);
        let trail = seen(&story, &story.owner, "/api/audit?limit=100").await;
        assert_eq!(all(&trail["entries"], "action").iter().filter(|action| *action == "chats.imported").count(), 2, "facts are put anew");
    }

    async fn what_is_searched_by_time_is_found_beside_what_was_taken_in_later(story: Story) {
        let id = story.visitor_starts(&story.visitor, "A heron of today").await;
        story.later(std::time::Duration::from_secs(3600));
        let file = lines(&[
            json!({ "type": "chat", "chatId": "old", "sessionId": "s" }),
            json!({ "type": "message", "chatId": "old", "role": "user", "content": "A heron of before", "createdAt": "2024-11-14T09:00:01Z" }),
            json!({ "type": "message", "chatId": "old", "role": "user", "content": "A heron in between", "createdAt": "2025-11-14T09:00:01Z" }),
        ]);
        import(&story, &story.key, 1, &file).await.expect(200);
        let found = async |ask: &str| seen(&story, &story.key, &format!("/api/search/messages?q=heron&{ask}")).await["hits"].clone();
        let after = found("after=2025-12-31T00:00:00Z").await;
        assert_eq!(all(&after, "conversation_id"), [id]);
        assert_eq!(found("after=2025-01-01T00:00:00Z").await.as_array().unwrap().len(), 2);
        assert_eq!(found("before=2025-01-01T00:00:00Z").await.as_array().unwrap().len(), 1);
        assert_eq!(found("before=2025-12-31T00:00:00Z").await.as_array().unwrap().len(), 2);
    }

    async fn each_wrong_line_is_told_by_its_number_and_keeps_no_other_one_out(story: Story) {
        let bot = bot(&story, &["chatlog:write"]).await;
        let chat = json!({ "type": "chat", "chatId": "c", "sessionId": "s" });
        let long = "x".repeat(500_000);
        let half = r#"{"type":"message","chatId":"c","role":"user","cont"#;
        let rest = lines(&[
            json!({ "type": "message", "chatId": "none", "role": "user", "content": "x" }),
            json!({ "type": "message", "chatId": "c", "role": "bot", "content": "x" }),
            json!({ "type": "chat", "chatId": "c", "sessionId": "other" }),
            json!({ "type": "chat", "sessionId": "s" }),
            json!({ "type": "chat", "chatId": "d", "sessionId": "s", "timestamp": 1 }),
            json!({ "type": "message", "chatId": "c", "role": "user", "content": "x", "createdAt": "2999-01-01T00:00:00Z" }),
            json!({ "type": "nothing" }),
        ]);
        let kept = json!({ "type": "message", "chatId": "c", "role": "user", "content": "Kept" });
        let file = format!("{chat}\n\n{rest}{long}\n{kept}\n{half}");
        let report = import(&story, &bot, 1, &file).await.expect(200).body;
        let faults: Vec<_> = report["faults"].as_array().unwrap().iter().map(|one| (one["line"].as_i64().unwrap(), one["field"].clone())).collect();
        assert_eq!(faults, [
            (3, json!("chatId")), (4, json!("role")), (5, Value::Null), (6, json!("chatId")), (7, json!("timestamp")),
            (8, json!("createdAt")), (9, json!("type")), (10, json!("body")), (12, Value::Null),
        ]);
        assert_eq!((&report["chats"], &report["messages"], &report["failed"], &report["nextLine"]), (&json!(1), &json!(1), &json!(9), &Value::Null));
        assert_eq!(all(&seen(&story, &bot, "/api/crm/chats/c/messages").await["messages"], "content"), ["Kept"]);
        for from in ["0", "x", "9223372036854775807"] {
            let request = Request::post(format!("/api/crm/import?fromLine={from}")).header("authorization", format!("Bearer {}", bot.token))
                .header("content-type", "application/x-ndjson").body(Body::from("{}")).unwrap();
            story.request(request).await.refused(422, "invalid");
        }
    }

    async fn a_long_file_goes_on_where_it_ended(story: Story) {
        let bot = bot(&story, &["chatlog:write"]).await;
        let mut file = format!("{}\n", json!({ "type": "chat", "chatId": "c", "sessionId": "s" }));
        // Blank lines count as lines.
        file += &"\n".repeat(9_998);
        let said = |text: &str| format!("{}\n", json!({ "type": "message", "chatId": "c", "role": "user", "content": text }));
        file += &(said("The last of the first") + &said("The first of the next") + &said("And one more"));
        let report = import(&story, &bot, 1, &file).await.expect(200).body;
        assert_eq!((&report["messages"], &report["nextLine"]), (&json!(1), &json!(10_001)));
        let rest: String = file.lines().skip(10_000).map(|line| format!("{line}\n")).collect();
        let report = import(&story, &bot, 10_001, &rest).await.expect(200).body;
        assert_eq!((&report["messages"], &report["nextLine"]), (&json!(2), &Value::Null));
        // What was cut off in between is sent again with what comes behind it.
        let again = import(&story, &bot, 10_000, &file.lines().skip(9_999).map(|line| format!("{line}\n")).collect::<String>()).await;
        assert_eq!(again.expect(200).body["repeated"], 3);
        assert_eq!(seen(&story, &bot, "/api/crm/chats/c").await["messageCount"], 3);
    }
}
