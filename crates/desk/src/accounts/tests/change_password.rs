//! Changing one's own password.

use antiphon_testkit::{Answer, Caller, PASSWORD, Story, both_engines};
use serde_json::json;

const NEXT: &str = "lantern orchid 42";

async fn change(story: &Story, who: &Caller, from: &str, to: &str) -> Answer {
    story.call(who, "PUT", "/api/me/password", json!({ "current_password": from, "new_password": to })).await
}

async fn try_in(story: &Story, who: &Caller, password: &str) -> Answer {
    story.call(None, "POST", "/api/auth/login", json!({ "email": who.email, "password": password })).await
}

both_engines! {
    async fn a_new_password_holds_at_once_and_ends_all_other_sessions(story: Story) {
        let (here, there) = (story.sign_in(&story.ana).await, story.sign_in(&story.ana).await);
        let mut socket = story.connect(&there).await;
        change(&story, &here, PASSWORD, NEXT).await.expect(204);
        assert_eq!(socket.closed().await, 4401);
        story.get(&there, "/api/me").await.refused(401, "unauthenticated");
        story.get(&here, "/api/me").await.expect(200);
        story.get(&story.ben, "/api/me").await.expect(200);
        try_in(&story, &story.ana, PASSWORD).await.refused(401, "unauthenticated");
        try_in(&story, &story.ana, NEXT).await.expect(200);
        let trail = story.get(&story.owner, "/api/audit").await.expect(200).body;
        assert_eq!(trail["entries"][0]["action"], "person.password_changed");
        assert!(!trail.to_string().contains(NEXT));
    }

    async fn a_password_is_changed_by_whoever_knows_it_and_to_a_good_one_only(story: Story) {
        let ana = story.sign_in(&story.ana).await;
        for (from, to, field) in [
            ("not it at all", NEXT, "current_password"),
            (PASSWORD, PASSWORD, "new_password"),
            (PASSWORD, "short", "new_password"),
            (PASSWORD, "password1", "new_password"),
            (PASSWORD, "ana@lumen.test", "new_password"),
        ] {
            let answer = change(&story, &ana, from, to).await;
            answer.refused(422, "invalid");
            assert_eq!(answer.body["error"]["field"], field);
        }
        for other in [&story.visitor, &story.key] {
            change(&story, other, PASSWORD, NEXT).await.refused(403, "forbidden");
        }
        try_in(&story, &story.ana, PASSWORD).await.expect(200);
    }

    async fn guessing_through_an_open_session_is_stopped_like_guessing_at_sign_in(story: Story) {
        let ana = story.sign_in(&story.ana).await;
        for _ in 0..10 {
            change(&story, &ana, "guess", NEXT).await.refused(422, "invalid");
        }
        change(&story, &ana, PASSWORD, NEXT).await.refused(429, "too_many");
    }
}
