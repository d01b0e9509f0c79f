//! Figures of conversations: by day of a time zone, of what was said.

use std::time::Duration;

use antiphon_testkit::{Story, both_engines};

both_engines! {
    async fn days_tell_who_wrote_how_soon_they_were_answered_and_what_is_left(story: Story) {
        let now = story.clock.now();
        let today = now.format("%Y-%m-%d").to_string();
        let first = story.visitor_starts(&story.visitor, "One").await;
        story.say(&story.visitor, &first, "Two").await;
        story.visitor_starts(&story.stranger, "Nobody answers").await;
        story.later(Duration::from_secs(90));
        story.note(&story.ana, &first, "A note is no answer").await;
        story.later(Duration::from_secs(30));
        story.say(&story.ana, &first, "Answer").await;
        story.visitor_starts(&story.foreign_visitor, "Elsewhere").await;
        let figures = story.get(&story.ana, &format!("/api/metrics/conversations?from={today}&to={today}")).await.expect(200).body;
        let day = &figures["days"][0];
        assert_eq!(day["date"], today.as_str());
        let of = |name: &str| day[name].as_i64().unwrap_or(-1);
        assert_eq!((of("people_writing"), of("messages"), of("replies"), of("unread")), (2, 3, 1, 1), "{day}");
        assert_eq!((of("begun"), of("unanswered"), of("first_reply_median_s"), of("first_reply_p90_s")), (2, 1, 120, 120), "{day}");
        story.call(&story.visitor, "PUT", &format!("/api/conversations/{first}/read"), serde_json::json!({ "seq": 99 })).await.expect(200);
        let again = story.get(&story.key, "/api/metrics/conversations?tz=Pacific/Kiritimati").await.expect(200).body;
        let days = again["days"].as_array().unwrap();
        assert_eq!(days.len(), 30);
        assert_eq!(days.iter().map(|day| day["messages"].as_i64().unwrap()).sum::<i64>(), 3);
        assert_eq!(days.iter().map(|day| day["unread"].as_i64().unwrap()).sum::<i64>(), 0);
        for wrong in ["from=yesterday", "tz=Nowhere/Land", "from=2026-01-01&to=2026-12-31", "from=2026-02-02&to=2026-02-01", "to=0001-01-01", "to=9999-12-31"] {
            story.get(&story.ana, &format!("/api/metrics/conversations?{wrong}")).await.refused(422, "invalid");
        }
        story.get(&story.visitor, "/api/metrics/conversations").await.refused(403, "forbidden");
    }
}
