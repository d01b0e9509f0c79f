//! Coming in by the provider: as whom, where to, and what such a session is worth.

use antiphon_testkit::{Authenticator, PASSWORD, Provider, Story, both_engines};
use serde_json::{Value, json};
use std::time::Duration;

use super::{Browser, person, set_up};

both_engines! {
    async fn a_colleague_comes_in_by_the_address_that_the_provider_knows(story: Story) {
        let provider = Provider::start(&story.clock).await;
        set_up(&story, &story.owner, &provider, json!({ "domains": ["lumen.test"] })).await;
        provider.is_asked_by(person("1", "ANA@lumen.test"));
        let mut ana = Browser::default();
        let there = ana.begins(&story, &story.owner.workspace, "&return_to=/app/conversations/1%3Fx=2").await;
        let back = provider.agrees(&there);
        assert_eq!(ana.comes_back(&story, &back).await, "/app/conversations/1?x=2");
        assert_eq!(ana.is(&story).await.expect(200).body["id"], story.ana.id.as_str());
        let trail = story.get(&story.owner, "/api/audit").await.expect(200).body;
        assert_eq!(trail["entries"][0]["action"], "person.provider_linked");
        // It is finished once.
        assert!(ana.comes_back(&story, &back).await.contains("problem=expired"));
        // From now on the provider's own name for her counts, whatever her address becomes there.
        provider.is_asked_by(json!({ "sub": "1", "email": "married@lumen.test", "email_verified": false }));
        let mut again = Browser::default();
        assert_eq!(again.signs_in(&story, &provider).await, "/app/");
        assert_eq!(again.is(&story).await.expect(200).body["id"], story.ana.id.as_str());
        // Her password goes on to work.
        story.sign_in(&story.ana).await;
    }

    async fn somebody_new_is_made_where_the_workspace_wants_that(story: Story) {
        let provider = Provider::start(&story.clock).await;
        set_up(&story, &story.owner, &provider, json!({ "new_role": "agent" })).await;
        provider.is_asked_by(person("7", "nina@lumen.test"));
        let mut both = (Browser::default(), Browser::default());
        let there = (
            both.0.begins(&story, &story.owner.workspace, "").await,
            both.1.begins(&story, &story.owner.workspace, "").await,
        );
        let back = (provider.agrees(&there.0), provider.agrees(&there.1));
        let came = tokio::join!(both.0.comes_back(&story, &back.0), both.1.comes_back(&story, &back.1));
        assert_eq!((came.0.as_str(), came.1.as_str()), ("/app/", "/app/"));
        let (one, other) = (both.0.is(&story).await.expect(200).body, both.1.is(&story).await.expect(200).body);
        assert_eq!(one["id"], other["id"], "one person, however often they come at once");
        assert_eq!((&one["name"], &one["role"]), (&json!("Ana of the provider"), &json!("agent")));
        let trail = story.get(&story.owner, "/api/audit").await.expect(200).body;
        let actions: Vec<&str> = trail["entries"].as_array().unwrap().iter().map(|entry| entry["action"].as_str().unwrap()).collect();
        assert_eq!(actions[..2], ["person.provider_linked", "person.added"]);
        // Without a password nobody comes in by one.
        for password in ["", PASSWORD] {
            let body = json!({ "email": "nina@lumen.test", "password": password });
            story.call(None, "POST", "/api/auth/login", body).await.refused(401, "unauthenticated");
        }
        // An admin made so is not one who has yet to set the workspace up.
        set_up(&story, &story.owner, &provider, json!({ "new_role": "admin" })).await;
        provider.is_asked_by(person("8", "otto@lumen.test"));
        Browser::default().signs_in(&story, &provider).await;
        let pending = antiphon_desk::accounts::first_run(&story.desk).await.unwrap();
        assert!(pending.is_empty());
    }

    async fn who_was_removed_and_asked_in_again_comes_in_as_who_they_are_now(story: Story) {
        let provider = Provider::start(&story.clock).await;
        set_up(&story, &story.owner, &provider, json!({})).await;
        provider.is_asked_by(person("1", "ana@lumen.test"));
        Browser::default().signs_in(&story, &provider).await;
        story.call(&story.owner, "DELETE", &format!("/api/people/{}", story.ana.id), None).await.expect(204);
        assert!(Browser::default().signs_in(&story, &provider).await.contains("problem=no_account"));
        let again = json!({ "email": "ana@lumen.test", "name": "Ana", "role": "agent", "password": PASSWORD });
        let again = story.post(&story.owner, "/api/people", again).await.expect(201).body;
        let mut ana = Browser::default();
        assert_eq!(ana.signs_in(&story, &provider).await, "/app/");
        assert_eq!(ana.is(&story).await.expect(200).body["id"], again["id"]);
    }

    async fn a_provider_that_keeps_the_address_out_of_the_token_is_asked_for_it(story: Story) {
        let provider = Provider::start(&story.clock).await;
        set_up(&story, &story.owner, &provider, json!({})).await;
        provider.keeps_address_out_of_token();
        provider.is_asked_by(person("1", "ana@lumen.test"));
        let mut ana = Browser::default();
        assert_eq!(ana.signs_in(&story, &provider).await, "/app/");
        assert_eq!(ana.is(&story).await.expect(200).body["id"], story.ana.id.as_str());
    }

    async fn a_new_key_of_the_provider_is_read_when_it_is_first_seen(story: Story) {
        let provider = Provider::start(&story.clock).await;
        set_up(&story, &story.owner, &provider, json!({})).await;
        provider.is_asked_by(person("1", "ana@lumen.test"));
        assert_eq!(Browser::default().signs_in(&story, &provider).await, "/app/");
        provider.changes_its_key();
        assert_eq!(Browser::default().signs_in(&story, &provider).await, "/app/");
    }

    async fn two_tabs_of_one_browser_do_not_shut_each_other_out(story: Story) {
        let provider = Provider::start(&story.clock).await;
        set_up(&story, &story.owner, &provider, json!({})).await;
        provider.is_asked_by(person("1", "ana@lumen.test"));
        let mut ana = Browser::default();
        let one = ana.begins(&story, &story.owner.workspace, "").await;
        let other = ana.begins(&story, &story.owner.workspace, "").await;
        assert_eq!(ana.comes_back(&story, &provider.agrees(&one)).await, "/app/");
        assert_eq!(ana.comes_back(&story, &provider.agrees(&other)).await, "/app/");
    }

    async fn a_providers_word_holds_in_its_own_workspace_only(story: Story) {
        // Ana belongs to both; Oak's provider says that somebody is Ana.
        let join = json!({ "email": "ana@lumen.test", "name": "Ana of Oak", "role": "agent", "password": PASSWORD });
        story.post(&story.foreign_owner, "/api/people", join).await.expect(201);
        let provider = Provider::start(&story.clock).await;
        set_up(&story, &story.foreign_owner, &provider, json!({})).await;
        provider.is_asked_by(person("1", "ana@lumen.test"));
        let mut ana = Browser::default();
        let there = ana.begins(&story, &story.foreign_owner.workspace, "").await;
        assert_eq!(ana.comes_back(&story, &provider.agrees(&there)).await, "/app/");
        assert_eq!(ana.is(&story).await.expect(200).body["workspace_id"], story.foreign_owner.workspace.as_str());
        let cookie = ana.cookies.iter().find(|(name, _)| name == "__Host-antiphon").unwrap().1.clone();
        let post = async |path: &str, body: Value| {
            let request = http::Request::post(path).header("host", "127.0.0.1:8080").header("cookie", format!("__Host-antiphon={cookie}"));
            let request = request.header("x-antiphon", "1").header("sec-fetch-site", "same-origin").header("content-type", "application/json");
            story.request(request.body(axum::body::Body::from(body.to_string())).unwrap()).await
        };
        post("/api/auth/switch", json!({ "workspace_id": story.owner.workspace })).await.refused(403, "sign_in_there");
        // Nor does it change what the account itself is signed in with.
        post("/api/me/second-factor", json!({})).await.refused(422, "invalid");
        // And where she signs in by herself stays as it was.
        assert_eq!(story.sign_in(&story.ana).await.workspace, story.owner.workspace);
    }

    async fn our_second_step_is_the_providers_matter_unless_the_workspace_says_otherwise(story: Story) {
        let provider = Provider::start(&story.clock).await;
        set_up(&story, &story.owner, &provider, json!({ "new_role": "agent" })).await;
        let owner = story.sign_in(&story.owner).await;
        let begun = story.post(&owner, "/api/me/second-factor", json!({ "password": PASSWORD })).await.expect(200).body;
        let app = Authenticator::scan(begun["uri"].as_str().unwrap());
        story.post(&owner, "/api/me/second-factor/confirm", json!({ "code": app.shows(&story.clock) })).await.expect(200);
        story.call(&owner, "PATCH", "/api/sign-in", json!({ "needs_second_step": true })).await.expect(200);

        provider.is_asked_by(person("1", "ana@lumen.test"));
        let mut ana = Browser::default();
        ana.signs_in(&story, &provider).await;
        ana.is(&story).await.expect(200);
        provider.is_asked_by(person("2", "owner@lumen.test"));
        let mut olive = Browser::default();
        olive.signs_in(&story, &provider).await;
        olive.is(&story).await.expect(200);

        set_up(&story, &owner, &provider, json!({ "needs_second_step": true, "new_role": "agent" })).await;
        let mut olive = Browser::default();
        let there = olive.begins(&story, &story.owner.workspace, "&return_to=/app/reports").await;
        let waits = olive.comes_back(&story, &provider.agrees(&there)).await;
        let waits = url::Url::parse(&format!("http://x{waits}")).unwrap();
        assert_eq!(waits.path(), "/app/sign-in");
        let asks: std::collections::HashMap<_, _> = url::form_urlencoded::parse(waits.fragment().unwrap().as_bytes()).into_owned().collect();
        assert_eq!(asks["return_to"], "/app/reports");
        olive.is(&story).await.refused(401, "unauthenticated");
        story.later(Duration::from_secs(30));
        let step = json!({ "challenge": asks["challenge"], "code": app.shows(&story.clock) });
        let answer = story.call(None, "POST", "/api/auth/second-factor", step).await.expect(200);
        assert_eq!(answer.body["workspaces"].as_array().unwrap().len(), 1);

        // Who has none may only get one, without a password where there is none.
        provider.is_asked_by(person("9", "nina@lumen.test"));
        let mut nina = Browser::default();
        nina.signs_in(&story, &provider).await;
        nina.is(&story).await.refused(403, "second_factor_needed");
        let hers = nina.goes(&story, "/api/me/second-factor").await.expect(200).body;
        assert_eq!((&hers["is_needed"], &hers["has_password"]), (&json!(true), &json!(false)));
    }
}
