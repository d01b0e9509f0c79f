//! The first owner's link, and further workspaces.

use antiphon_base::secret::MasterKey;
use antiphon_desk::accounts;
use antiphon_testkit::{Answer, Story, both_engines};
use serde_json::json;
use std::time::Duration;

async fn look(story: &Story, token: &str) -> Answer {
    story.call(None, "POST", "/api/auth/setup-link", json!({ "token": token })).await
}

both_engines! {
    async fn an_owner_is_set_up_once(story: Story) {
        let made = accounts::create_workspace(&story.desk, "Second", "nova@second.test").await.unwrap();
        let token = made.set_up_token.unwrap();
        let seen = look(&story, &token).await.expect(200).body;
        assert_eq!(seen, json!({ "workspace": { "name": "Second" }, "email": "nova@second.test" }));
        let weak = json!({ "token": token, "name": "Nova", "password": "12345678" });
        story.call(None, "POST", "/api/auth/setup", weak).await.refused(422, "invalid");
        let taken = json!({ "token": token, "name": "Nova", "password": "lantern-orchid-42", "email": "ana@lumen.test" });
        story.call(None, "POST", "/api/auth/setup", taken).await.refused(409, "email_taken");
        let given = json!({ "token": token, "name": "Nova", "password": "lantern-orchid-42", "workspace_name": "Second Sun" });
        let signed_in = story.call(None, "POST", "/api/auth/setup", given.clone()).await.expect(200);
        assert!(signed_in.cookie().is_some());
        assert_eq!(signed_in.body["user"]["role"], "admin");
        assert_eq!(signed_in.body["workspaces"][0]["name"], "Second Sun");
        story.call(None, "POST", "/api/auth/setup", given).await.refused(401, "unauthenticated");
        look(&story, &token).await.refused(401, "unauthenticated");
    }

    async fn a_link_serves_one_of_two_who_come_at_once(story: Story) {
        let token = accounts::create_workspace(&story.desk, "Second", "nova@second.test").await.unwrap().set_up_token.unwrap();
        let set_up = |name: &str| {
            let given = json!({ "token": token, "name": name, "password": "lantern-orchid-42" });
            story.call(None, "POST", "/api/auth/setup", given)
        };
        let (one, other) = tokio::join!(set_up("One"), set_up("Other"));
        let mut statuses = [one.status, other.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 401]);
    }

    async fn nodes_that_start_together_on_an_empty_database_make_one_workspace(story: Story) {
        let (one, two) = story.engine.two_on_empty().await;
        let (first, second) = tokio::join!(accounts::first_run(&one), accounts::first_run(&two));
        assert_eq!((first.unwrap().len(), second.unwrap().len()), (1, 1));
        assert_eq!(accounts::list_workspaces(&one.db).await.unwrap().len(), 1);
    }

    async fn a_start_under_another_master_key_is_refused(story: Story) {
        let refused = story.open_under(MasterKey::generate()).await.err().expect("refused");
        assert_eq!(refused.code(), "another_secret");
    }

    async fn a_link_ends_after_three_days_and_the_next_start_makes_another(story: Story) {
        let token = accounts::create_workspace(&story.desk, "Second", "nova@second.test").await.unwrap().set_up_token.unwrap();
        story.later(Duration::from_secs(72 * 3600));
        look(&story, &token).await.refused(401, "unauthenticated");
        let pending = accounts::first_run(&story.desk).await.unwrap();
        assert_eq!(pending.len(), 1);
        look(&story, &pending[0].set_up_token).await.expect(200);
    }

    async fn an_owner_with_an_account_signs_in_as_they_are(story: Story) {
        let made = accounts::create_workspace(&story.desk, "Second", "owner@lumen.test").await.unwrap();
        assert!(made.set_up_token.is_none());
        let owner = story.sign_in(&story.owner).await;
        assert_eq!(owner.workspace, story.owner.workspace);
        let body = json!({ "workspace_id": made.id });
        story.post(&owner, "/api/auth/switch", body).await.expect(200);
    }
}
