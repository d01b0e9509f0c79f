//! Another address: confirmed by its link, told to the old one; by an admin where no mail is sent.

use antiphon_testkit::{Answer, PASSWORD, Postbox, Story, both_engines};
use serde_json::json;

use super::invitations::sign_in;

async fn ask(story: &Story, email: &str, password: &str) -> Answer {
    story.call(&story.ana, "PUT", "/api/me/email", json!({ "email": email, "current_password": password })).await
}

async fn confirm(story: &Story, token: &str) -> Answer {
    story.call(None, "POST", "/api/auth/email", json!({ "token": token })).await
}

both_engines! {
    async fn a_new_address_is_confirmed_by_its_link_and_the_old_one_is_told(story: Story) {
        let postbox = Postbox::start().await;
        let story = Story::with(story.engine, postbox.config()).await;
        ask(&story, "ana@new.test", "not the one").await.refused(422, "invalid");
        ask(&story, "Ana@lumen.test", PASSWORD).await.refused(422, "invalid");
        ask(&story, "ana@new.test", PASSWORD).await.expect(202);
        let token = postbox.letter_to("ana@new.test", 1).await.token();
        assert_eq!(story.get(&story.ana, "/api/me").await.expect(200).body["email"], "ana@lumen.test");
        assert_eq!(confirm(&story, &token).await.expect(200).body, json!({ "email": "ana@new.test" }));
        confirm(&story, &token).await.refused(401, "unauthenticated");
        assert_eq!(story.get(&story.ana, "/api/me").await.expect(200).body["email"], "ana@new.test");
        let told = postbox.letter_to("ana@lumen.test", 1).await;
        assert!(told.subject.contains("has changed") && !told.text.contains("#token="));
        sign_in(&story, "ana@lumen.test", PASSWORD).await.refused(401, "unauthenticated");
        sign_in(&story, "ana@new.test", PASSWORD).await.expect(200);
    }

    async fn a_second_wish_ends_the_first_and_an_address_in_use_is_refused(story: Story) {
        let postbox = Postbox::start().await;
        let story = Story::with(story.engine, postbox.config()).await;
        ask(&story, "first@new.test", PASSWORD).await.expect(202);
        let first = postbox.letter_to("first@new.test", 1).await.token();
        ask(&story, "ben@lumen.test", PASSWORD).await.expect(202);
        confirm(&story, &first).await.refused(401, "unauthenticated");
        let taken = postbox.letter_to("ben@lumen.test", 1).await.token();
        let before = story.dump().await;
        confirm(&story, &taken).await.refused(409, "email_taken");
        assert_eq!(before, story.dump().await);
        let path = format!("/api/people/{}/email", story.ana.id);
        story.call(&story.owner, "PUT", &path, json!({ "email": "ana@new.test" })).await.refused(409, "mail_is_sent");
    }

    async fn without_mail_an_admin_changes_it(story: Story) {
        ask(&story, "ana@new.test", PASSWORD).await.refused(409, "no_mail");
        let path = format!("/api/people/{}/email", story.ana.id);
        let put = async |email: &str| story.call(&story.owner, "PUT", &path, json!({ "email": email })).await;
        put("nobody").await.refused(422, "invalid");
        put("ben@lumen.test").await.refused(409, "email_taken");
        put("finn@oak.test").await.refused(409, "email_taken");
        assert_eq!(put("ana@new.test").await.expect(200).body["email"], "ana@new.test");
        sign_in(&story, "ana@new.test", PASSWORD).await.expect(200);
        story.call(&story.key, "PUT", "/api/me/email", json!({ "email": "k@new.test", "current_password": "x" })).await.refused(403, "forbidden");
    }
}
