//! What bots say of chats as a whole, and what it comes to day by day.

use antiphon_testkit::{Story, both_engines};
use serde_json::{Value, json};

use super::{bot, chat, says, seen};

both_engines! {
    async fn a_later_report_takes_the_place_of_what_it_names(story: Story) {
        let bot = bot(&story, &["chatlog:write"]).await;
        chat(&story, &bot, json!({ "chatId": "c", "sessionId": "s" })).await;
        story.get(&bot, "/api/crm/chats/c/analytics").await.refused(404, "not_found");
        let first = json!({ "chatId": "c", "intent": "refund", "inputTokens": 120, "numbers": { "score": 0.5, "turns": 3 } });
        let made = story.post(&bot, "/api/crm/analytics", first).await.expect(201).body;
        assert_eq!((&made["intent"], &made["inputTokens"], &made["outcome"]), (&json!("refund"), &json!(120), &Value::Null));
        let then = json!({ "chatId": "c", "outcome": "solved", "inputTokens": 200, "outputTokens": 50, "durationMs": 900 });
        story.post(&bot, "/api/crm/analytics", then.clone()).await.expect(200);
        let now = story.post(&bot, "/api/crm/analytics", then).await.expect(200).body;
        assert_eq!(now, seen(&story, &bot, "/api/crm/chats/c/analytics").await);
        assert_eq!((&now["intent"], &now["inputTokens"], &now["outcome"]), (&json!("refund"), &json!(200), &json!("solved")));
        assert_eq!(now["numbers"], json!({ "score": 0.5, "turns": 3 }));
    }

    async fn figures_are_told_day_by_day(story: Story) {
        let bot = bot(&story, &["chatlog:write"]).await;
        let today = story.clock.now().date_naive();
        chat(&story, &bot, json!({ "chatId": "a", "sessionId": "s" })).await;
        chat(&story, &bot, json!({ "chatId": "b", "sessionId": "s" })).await;
        for role in ["user", "user", "assistant", "system"] {
            says(&story, &bot, "a", role, "Hello").await;
        }
        story.post(&bot, "/api/crm/analytics", json!({ "chatId": "a", "outcome": "solved", "inputTokens": 100, "outputTokens": 20, "durationMs": 1000 })).await.expect(201);
        story.post(&bot, "/api/crm/analytics", json!({ "chatId": "b", "outcome": "solved", "inputTokens": 1, "durationMs": 2000 })).await.expect(201);
        // What is said elsewhere is none of it.
        story.visitor_starts(&story.visitor, "Hello").await;
        story.later(std::time::Duration::from_secs(86_400));
        says(&story, &bot, "a", "user", "Hello again").await;
        let tomorrow = today.succ_opt().unwrap();
        let figures = seen(&story, &story.key, &format!("/api/crm/analytics?from={today}&to={tomorrow}")).await;
        assert_eq!(figures["days"], json!([
            { "date": today.to_string(), "chatsStarted": 2, "messages": { "user": 2, "assistant": 1, "system": 1 }, "inputTokens": 101,
              "outputTokens": 20, "meanDurationMs": 1500, "outcomes": { "solved": 2 } },
            { "date": tomorrow.to_string(), "chatsStarted": 0, "messages": { "user": 1, "assistant": 0, "system": 0 }, "inputTokens": 0,
              "outputTokens": 0, "meanDurationMs": null, "outcomes": {} },
        ]));
        // The other workspace has its own.
        let theirs = seen(&story, &story.sign_in(&story.foreign_agent).await, &format!("/api/crm/analytics?from={today}&to={today}")).await;
        assert_eq!(theirs["days"][0]["chatsStarted"], 0);
        assert_eq!(seen(&story, &story.key, "/api/crm/analytics").await["days"].as_array().unwrap().len(), 30);
        for wrong in ["from=2026-13-01", "from=x", "to=1999-01-01", "from=2026-01-01&to=2026-12-31", "from=2026-02-02&to=2026-02-01"] {
            story.get(&story.key, &format!("/api/crm/analytics?{wrong}")).await.refused(422, "invalid");
        }
        story.get(&bot, "/api/crm/analytics").await.refused(403, "forbidden");
    }
}
