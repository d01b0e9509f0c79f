//! Signing in, guessing, and who one is afterwards.

use antiphon_testkit::{Answer, PASSWORD as RIGHT, Story, both_engines};
use serde_json::json;
use std::time::Duration;

async fn try_in(story: &Story, email: &str, password: &str) -> Answer {
    story.call(None, "POST", "/api/auth/login", json!({ "email": email, "password": password })).await
}

both_engines! {
    async fn whoever_signs_in_is_told_who_they_are(story: Story) {
        let answer = try_in(&story, "ANA@lumen.test ", RIGHT).await.expect(200);
        assert_eq!(answer.body["token_type"], "Bearer");
        assert_eq!(answer.body["expires_in"], 600);
        assert_eq!(answer.body["user"]["role"], "agent");
        assert_eq!(answer.body["workspaces"].as_array().unwrap().len(), 1);
        let set = answer.headers["set-cookie"].to_str().unwrap();
        for part in ["__Host-antiphon=", "Secure", "HttpOnly", "SameSite=Lax", "Path=/"] {
            assert!(set.contains(part), "{set}");
        }
        assert!(!set.contains("Domain"));
        let hint = answer.headers.get_all("set-cookie").iter().nth(1).unwrap().to_str().unwrap();
        assert!(hint.starts_with("antiphon-session=1;") && hint.contains("Path=/app") && !hint.contains("HttpOnly"), "{hint}");

        let me = story.get(&story.ana, "/api/me").await.expect(200).body;
        assert_eq!((me["kind"].as_str(), me["email"].as_str()), (Some("person"), Some("ana@lumen.test")));
        assert_eq!(me["workspace"]["name"], "Lumen");
        let visitor = story.get(&story.visitor, "/api/me").await.expect(200).body;
        assert_eq!((visitor["kind"].as_str(), visitor["role"].as_str()), (Some("contact"), None));
        let key = story.get(&story.narrow_key, "/api/me").await.expect(200).body;
        assert_eq!((key["kind"].as_str(), key["permissions"].clone()), (Some("key"), json!(["people:read"])));
        story.call(None, "GET", "/api/me", None).await.refused(401, "unauthenticated");
    }

    async fn a_wrong_password_and_an_unknown_account_are_answered_alike(story: Story) {
        let wrong = try_in(&story, "ana@lumen.test", "not it at all").await;
        let unknown = try_in(&story, "nobody@lumen.test", "not it at all").await;
        wrong.refused(401, "unauthenticated");
        unknown.refused(401, "unauthenticated");
        assert_eq!(wrong.body["error"]["message"], unknown.body["error"]["message"]);
        let long = "x".repeat(100_000);
        try_in(&story, "ana@lumen.test", &long).await.refused(401, "unauthenticated");
        story.call(None, "POST", "/api/auth/login", json!({ "email": "a@b.c" })).await.refused(422, "invalid");
        story.call(None, "POST", "/api/auth/login", json!({ "email": "a@b.c", "password": 1, "x": 1 })).await.refused(422, "invalid");
    }

    async fn guessing_at_an_account_is_stopped_for_a_quarter_of_an_hour(story: Story) {
        for _ in 0..10 {
            try_in(&story, "ben@lumen.test", "guess").await.refused(401, "unauthenticated");
        }
        let stopped = try_in(&story, "ben@lumen.test", RIGHT).await;
        stopped.refused(429, "too_many");
        let wait: u64 = stopped.headers["retry-after"].to_str().unwrap().parse().unwrap();
        assert!((1..=901).contains(&wait), "{wait}");
        try_in(&story, "ana@lumen.test", RIGHT).await.expect(200); // whoever sits beside is let in
        // A refused try does not prolong it.
        story.later(Duration::from_secs(wait));
        try_in(&story, "ben@lumen.test", RIGHT).await.expect(200);
    }

    async fn within_the_limit_the_right_password_always_counts(story: Story) {
        for _ in 0..9 {
            try_in(&story, "ben@lumen.test", "guess").await.refused(401, "unauthenticated");
        }
        try_in(&story, "ben@lumen.test", RIGHT).await.expect(200);
    }

    async fn guessing_from_one_place_at_many_accounts_is_stopped_too(story: Story) {
        for number in 0..50 {
            try_in(&story, &format!("guess{number}@lumen.test"), "guess").await.refused(401, "unauthenticated");
        }
        try_in(&story, "somebody-else@lumen.test", "guess").await.refused(429, "too_many");
    }

    async fn many_guesses_at_once_do_not_slip_through_together(story: Story) {
        let tries = (0..24).map(|_| try_in(&story, "ben@lumen.test", "guess"));
        let answers = futures_util::future::join_all(tries).await;
        let looked_at = answers.iter().filter(|answer| answer.status == 401).count();
        assert!(looked_at <= 10, "{looked_at} guesses were looked at");
        assert!(answers.iter().all(|answer| matches!(answer.status, 401 | 429)));
    }
}
