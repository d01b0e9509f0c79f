//! Invitations: by mail and by hand, taken once, ended by age and by who made them.

use antiphon_testkit::{Answer, Caller, PASSWORD, Postbox, Story, both_engines, soon};
use serde_json::{Value, json};
use std::time::Duration;

const NEW_PASSWORD: &str = "lantern-orchid-42";

pub(super) async fn invite(story: &Story, who: &Caller, email: &str, role: &str) -> Value {
    story.post(who, "/api/invitations", json!({ "email": email, "name": "Dora", "role": role })).await.expect(201).body
}

/// The secret at the end of a link.
pub(super) fn token_of(link: &Value) -> String {
    link.as_str().expect("a link").split_once("#token=").expect("a secret").1.to_owned()
}

pub(super) async fn join(story: &Story, token: &str, password: &str) -> Answer {
    let given = json!({ "token": token, "name": "Dora", "password": password });
    story.call(None, "POST", "/api/auth/join", given).await
}

async fn look(story: &Story, token: &str) -> Answer {
    story.call(None, "POST", "/api/auth/invitation-link", json!({ "token": token })).await
}

pub(super) async fn sign_in(story: &Story, email: &str, password: &str) -> Answer {
    story.call(None, "POST", "/api/auth/login", json!({ "email": email, "password": password })).await
}

both_engines! {
    async fn a_person_is_invited_by_mail_and_comes_in_once(story: Story) {
        let postbox = Postbox::start().await;
        let story = Story::with(story.engine, postbox.config()).await;
        let made = invite(&story, &story.owner, "Dora@Lumen.test", "agent").await;
        assert_eq!((made["link"].clone(), made["inviter"].as_str()), (json!(null), Some("Olive")));
        let letter = postbox.letter_to("Dora@Lumen.test", 1).await;
        assert_eq!((letter.from_name.as_str(), letter.from.as_str()), ("Lumen", "chat@chat.test"));
        assert_eq!(letter.subject, "Olive invites you to Lumen");
        assert!(letter.text.contains("https://chat.test/app/join#token=in_") && letter.html.contains(&letter.token()));
        let token = letter.token();
        let seen = look(&story, &token).await.expect(200).body;
        assert_eq!(
            seen,
            json!({ "workspace_name": "Lumen", "inviter": "Olive", "email": "Dora@Lumen.test", "name": "Dora", "has_account": false })
        );
        let stored = format!("{:?}", story.dump().await);
        assert!(!stored.contains(&token) && !stored.contains(&token[3..]), "only a hash is kept");
        join(&story, &token, "short").await.refused(422, "invalid");
        let joined = join(&story, &token, NEW_PASSWORD).await.expect(200).body;
        assert_eq!(joined, json!({ "email": "Dora@Lumen.test" }));
        join(&story, &token, NEW_PASSWORD).await.refused(401, "unauthenticated");
        look(&story, &token).await.refused(401, "unauthenticated");
        let dora = sign_in(&story, "dora@lumen.test", NEW_PASSWORD).await.expect(200).body;
        assert_eq!((dora["user"]["name"].as_str(), dora["user"]["role"].as_str()), (Some("Dora"), Some("agent")));
        let open = story.get(&story.owner, "/api/invitations").await.expect(200).body;
        assert_eq!(open["invitations"], json!([]));
        let trail = story.get(&story.owner, "/api/audit").await.expect(200).body;
        let actions: Vec<_> = trail["entries"].as_array().unwrap().iter().take(2).map(|entry| entry["action"].clone()).collect();
        assert_eq!(actions, ["person.joined", "person.invited"]);
    }

    async fn without_mail_the_link_is_shown_to_the_admin_once(story: Story) {
        let made = invite(&story, &story.owner, "dora@lumen.test", "agent").await;
        let token = token_of(&made["link"]);
        assert!(made["link"].as_str().unwrap().contains("/app/join#token=in_"));
        let open = story.get(&story.owner, "/api/invitations").await.expect(200).body;
        assert_eq!(open["invitations"][0]["email"], "dora@lumen.test");
        assert!(!open.to_string().contains(&token));
        join(&story, &token, NEW_PASSWORD).await.expect(200);
    }

    async fn an_invitation_holds_seven_days_and_one_sent_again_ends_the_one_before(story: Story) {
        let made = invite(&story, &story.owner, "dora@lumen.test", "agent").await;
        let path = format!("/api/invitations/{}", made["id"].as_str().unwrap());
        story.later(Duration::from_secs(7 * 24 * 3600));
        join(&story, &token_of(&made["link"]), NEW_PASSWORD).await.refused(401, "unauthenticated");
        let owner = story.sign_in(&story.owner).await;
        let again = story.call(&owner, "POST", &format!("{path}/resend"), None).await.expect(200).body;
        let token = token_of(&again["link"]);
        look(&story, &token_of(&made["link"])).await.refused(401, "unauthenticated");
        look(&story, &token).await.expect(200);
        story.call(&owner, "DELETE", &path, None).await.expect(204);
        join(&story, &token, NEW_PASSWORD).await.refused(401, "unauthenticated");
        story.call(&owner, "DELETE", &path, None).await.refused(404, "not_found");
        story.call(&owner, "POST", &format!("{path}/resend"), None).await.refused(404, "not_found");
    }

    async fn whoever_is_here_or_was_asked_is_not_asked_again(story: Story) {
        let ask = async |email: &str| story.post(&story.owner, "/api/invitations", json!({ "email": email, "role": "agent" })).await;
        ask("ANA@lumen.test").await.refused(409, "already_exists");
        ask("dora@lumen.test").await.expect(201);
        ask("Dora@lumen.test").await.refused(409, "already_invited");
        story.later(Duration::from_secs(8 * 24 * 3600));
        let owner = story.sign_in(&story.owner).await;
        let new = json!({ "email": "dora@lumen.test", "role": "admin" });
        let made = story.post(&owner, "/api/invitations", new).await.expect(201).body;
        let open = story.get(&owner, "/api/invitations").await.expect(200).body;
        assert_eq!(open["invitations"].as_array().unwrap().len(), 1);
        assert_eq!(open["invitations"][0]["id"], made["id"]);
    }

    async fn an_account_of_another_workspace_joins_with_its_own_password(story: Story) {
        let made = invite(&story, &story.foreign_owner, "ana@lumen.test", "agent").await;
        let token = token_of(&made["link"]);
        assert_eq!(look(&story, &token).await.expect(200).body["has_account"], true);
        join(&story, &token, NEW_PASSWORD).await.refused(422, "invalid");
        join(&story, &token, PASSWORD).await.expect(200);
        let ana = story.sign_in(&story.ana).await;
        assert_eq!(ana.workspace, story.foreign_owner.workspace, "the one that was joined last");
        story.get(&story.ana, "/api/me").await.expect(200);
    }

    async fn an_invitation_is_taken_by_one_of_two_who_come_at_once(story: Story) {
        let token = token_of(&invite(&story, &story.owner, "dora@lumen.test", "agent").await["link"]);
        let (one, other) = tokio::join!(join(&story, &token, NEW_PASSWORD), join(&story, &token, "another-orchid-43"));
        let mut statuses = [one.status, other.status];
        statuses.sort_unstable();
        assert!(matches!(statuses, [200, 401] | [200, 409]), "{statuses:?}");
    }

    async fn nobody_invites_to_more_than_they_have_or_sees_such_a_link(story: Story) {
        let made = invite(&story, &story.owner, "dora@lumen.test", "admin").await;
        let scopes = json!({ "name": "clerk", "scopes": ["people:manage", "people:read", "conversations:read", "conversations:write"] });
        let key = story.post(&story.owner, "/api/keys", scopes).await.expect(201).body["key"].as_str().unwrap().to_owned();
        let clerk = super::with_token(&story.key, &key);
        let new = |role: &str| json!({ "email": "eve@lumen.test", "role": role });
        story.post(&clerk, "/api/invitations", new("agent")).await.refused(403, "forbidden");
        let path = format!("/api/invitations/{}", made["id"].as_str().unwrap());
        story.call(&clerk, "POST", &format!("{path}/resend"), None).await.refused(403, "forbidden");
        story.call(&clerk, "DELETE", &path, None).await.refused(403, "forbidden");
        story.post(&clerk, "/api/invitations", new("customer")).await.expect(201);
    }

    async fn bad_invitations_are_named_and_change_nothing(story: Story) {
        let before = story.dump().await;
        for (field, body) in [
            ("email", json!({ "email": "nobody", "role": "agent" })),
            ("role", json!({ "email": "d@lumen.test" })),
            ("role", json!({ "email": "d@lumen.test", "role": "root" })),
            ("role_id", json!({ "email": "d@lumen.test", "role": "agent", "role_id": uuid::Uuid::now_v7() })),
            ("role_id", json!({ "email": "d@lumen.test", "role_id": uuid::Uuid::now_v7() })),
            ("name", json!({ "email": "d@lumen.test", "role": "agent", "name": "x".repeat(201) })),
            ("is_admin", json!({ "email": "d@lumen.test", "role": "agent", "is_admin": true })),
        ] {
            let answer = story.post(&story.owner, "/api/invitations", body).await;
            answer.refused(422, "invalid");
            assert_eq!(answer.body["error"]["field"], field);
        }
        for token in ["", "in_", "su_x", "in_\u{e9}", &"x".repeat(5_000)] {
            look(&story, token).await.refused(401, "unauthenticated");
            join(&story, token, NEW_PASSWORD).await.refused(401, "unauthenticated");
        }
        assert_eq!(before, story.dump().await);
    }

    async fn a_mail_server_that_is_away_delays_a_letter_and_one_that_refuses_for_good_ends_it(story: Story) {
        let postbox = Postbox::start().await;
        let story = Story::with(story.engine, postbox.config()).await;
        postbox.refuse(&[451, 535]);
        invite(&story, &story.owner, "dora@lumen.test", "agent").await;
        // In steps: a worker that was about to sleep when time moved sleeps on from there.
        let step = || story.later(Duration::from_millis(100));
        for count in 1..=2 {
            soon("it is refused", async || { step(); postbox.refused() == count }).await;
        }
        let done = "SELECT state FROM jobs WHERE kind = 'accounts.letter' AND state = 'done'";
        soon("it is sent", async || { step(); story.read(done).await.len() == 1 }).await;
        assert_eq!(postbox.refused(), 2);
        postbox.letter_to("dora@lumen.test", 1).await;
        postbox.refuse(&[550]);
        invite(&story, &story.owner, "eve@lumen.test", "agent").await;
        let dead = "SELECT last_error FROM jobs WHERE kind = 'accounts.letter' AND state = 'dead'";
        soon("it is given up", async || story.read(dead).await.len() == 1).await;
        let said = story.read(dead).await.remove(0);
        assert!(said.contains("550") && !said.contains("chat@"), "{said}");
    }
}
