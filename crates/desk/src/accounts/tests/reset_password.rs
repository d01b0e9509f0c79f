//! Links to a new password: the same answer for everybody, one use, one hour.

use antiphon_testkit::{Answer, PASSWORD, Postbox, Story, both_engines};
use serde_json::json;
use std::time::{Duration, Instant};

use super::invitations::{join, sign_in, token_of};

const NEW_PASSWORD: &str = "lantern-orchid-42";

async fn ask(story: &Story, email: &str) -> Answer {
    story.call(None, "POST", "/api/password-resets", json!({ "email": email })).await
}

async fn reset(story: &Story, token: &str, password: &str) -> Answer {
    story.call(None, "POST", "/api/auth/reset", json!({ "token": token, "password": password })).await
}

both_engines! {
    async fn whoever_forgot_their_password_chooses_another_by_a_link_to_their_address(story: Story) {
        let postbox = Postbox::start().await;
        let story = Story::with(story.engine, postbox.config()).await;
        let mut socket = story.connect(&story.ana).await;
        assert_eq!(ask(&story, " Ana@Lumen.test").await.expect(202).body, json!({ "by_mail": true }));
        let letter = postbox.letter_to("ana@lumen.test", 1).await;
        assert_eq!((letter.from_name.as_str(), letter.subject.as_str()), ("Lumen", "Choose a new password for Lumen"));
        let token = letter.token();
        assert!(token.starts_with("pw_") && !format!("{:?}", story.dump().await).contains(&token[3..]));
        let seen = story.call(None, "POST", "/api/auth/reset-link", json!({ "token": token })).await.expect(200).body;
        assert_eq!(seen, json!({ "email": "ana@lumen.test" }));
        reset(&story, &token, "short").await.refused(422, "invalid");
        story.get(&story.ana, "/api/me").await.expect(200);
        reset(&story, &token, NEW_PASSWORD).await.expect(204);
        reset(&story, &token, "another-orchid-43").await.refused(401, "unauthenticated");
        story.get(&story.ana, "/api/me").await.refused(401, "unauthenticated");
        assert_eq!(socket.closed().await, 4401);
        sign_in(&story, "ana@lumen.test", PASSWORD).await.refused(401, "unauthenticated");
        sign_in(&story, "ana@lumen.test", NEW_PASSWORD).await.expect(200);
    }

    async fn asking_tells_nothing_of_who_has_an_account(story: Story) {
        let postbox = Postbox::start().await;
        let mut config = postbox.config();
        config.limits.failed_sign_ins = 0;
        let story = Story::with(story.engine, config).await;
        let (mut of_known, mut of_unknown) = (Vec::new(), Vec::new());
        for _ in 0..30 {
            for (email, took) in [("ben@lumen.test", &mut of_known), ("nobody@lumen.test", &mut of_unknown)] {
                let started = Instant::now();
                let answer = ask(&story, email).await.expect(202);
                took.push(started.elapsed());
                assert_eq!(answer.body, json!({ "by_mail": true }));
            }
        }
        of_known.sort();
        of_unknown.sort();
        let apart = of_known[15].abs_diff(of_unknown[15]);
        assert!(apart < Duration::from_millis(5), "{apart:?} apart in the median");
        postbox.letter_to("ben@lumen.test", 30).await;
        assert!(postbox.letters().iter().all(|letter| letter.to == "ben@lumen.test"));
    }

    async fn asking_is_limited_and_keeps_nobody_from_signing_in(story: Story) {
        for _ in 0..10 {
            ask(&story, "ana@lumen.test").await.expect(202);
        }
        let refused = ask(&story, "ana@lumen.test").await;
        refused.refused(429, "too_many");
        assert!(refused.headers.contains_key("retry-after"));
        sign_in(&story, "ana@lumen.test", PASSWORD).await.expect(200);
        story.later(Duration::from_secs(15 * 60 + 1));
        ask(&story, "ana@lumen.test").await.expect(202);
        ask(&story, "nobody").await.refused(422, "invalid");
    }

    async fn a_link_ends_after_an_hour_and_with_every_other_one_of_the_account(story: Story) {
        let make = async || {
            let owner = story.sign_in(&story.owner).await;
            let path = format!("/api/people/{}/reset-link", story.ana.id);
            token_of(&story.call(&owner, "POST", &path, None).await.expect(201).body["link"])
        };
        let old = make().await;
        story.later(Duration::from_secs(3600));
        reset(&story, &old, NEW_PASSWORD).await.refused(401, "unauthenticated");
        let (one, other) = (make().await, make().await);
        reset(&story, &one, NEW_PASSWORD).await.expect(204);
        reset(&story, &other, NEW_PASSWORD).await.refused(401, "unauthenticated");
        for nonsense in ["", "pw_", "in_x", &"x".repeat(5_000)] {
            reset(&story, nonsense, NEW_PASSWORD).await.refused(401, "unauthenticated");
        }
    }

    async fn without_mail_an_admin_makes_a_link_and_only_for_whom_they_may(story: Story) {
        assert_eq!(ask(&story, "ana@lumen.test").await.expect(202).body, json!({ "by_mail": false }));
        let of = |id: &str| format!("/api/people/{id}/reset-link");
        story.call(&story.ben, "POST", &of(&story.ana.id), None).await.refused(403, "forbidden");
        story.call(&story.foreign_owner, "POST", &of(&story.ana.id), None).await.refused(404, "not_found");
        let scopes = json!({ "name": "clerk", "scopes": ["people:manage", "people:read"] });
        let key = story.post(&story.owner, "/api/keys", scopes).await.expect(201).body["key"].as_str().unwrap().to_owned();
        let clerk = super::with_token(&story.key, &key);
        story.call(&clerk, "POST", &of(&story.owner.id), None).await.refused(403, "forbidden");
        // A link shown to an admin would open the other workspace too.
        let invited = super::invitations::invite(&story, &story.foreign_owner, "ben@lumen.test", "agent").await;
        join(&story, &token_of(&invited["link"]), PASSWORD).await.expect(200);
        story.call(&story.owner, "POST", &of(&story.ben.id), None).await.refused(409, "other_workspaces");
        story.call(&story.owner, "POST", &of(&story.ana.id), None).await.expect(201);
    }
}
