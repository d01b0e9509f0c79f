//! Setting the provider up, trying it out, taking it away.

use antiphon_testkit::{CLIENT, Lie, Provider, Story, both_engines};
use axum::body::Body;
use http::Request;
use serde_json::json;

use super::{Browser, person, set_up, settings};

const PATH: &str = "/api/sign-in/provider";

async fn tried(story: &Story) -> serde_json::Value {
    let request = Request::post("/api/sign-in/provider/test").header("host", "localhost:8080");
    let request = request.header("authorization", format!("Bearer {}", story.owner.token));
    story.request(request.body(Body::empty()).unwrap()).await.expect(200).body
}

both_engines! {
    async fn an_admin_sets_the_provider_up_and_its_secret_is_not_seen_again(story: Story) {
        let provider = Provider::start(&story.clock).await;
        assert_eq!(story.get(&story.owner, PATH).await.expect(200).body["provider"], json!(null));
        let more = json!({ "domains": [" Lumen.test", "@oak.test"], "new_role": "agent", "needs_second_step": true });
        let saved = set_up(&story, &story.owner, &provider, more).await;
        assert_eq!((&saved["domains"], &saved["new_role"]), (&json!(["lumen.test", "oak.test"]), &json!("agent")));
        let shown = story.get(&story.owner, PATH).await.expect(200).body;
        assert_eq!(shown["provider"], saved);
        assert!(saved.get("client_secret").is_none());
        let trail = story.get(&story.owner, "/api/audit").await.expect(200).body;
        assert_eq!(trail["entries"][0]["action"], "sign_in_provider.saved");
        let all = format!("{:?}{trail}{shown}", story.dump().await);
        assert!(!all.contains(CLIENT.1), "the secret lies open nowhere");
        assert_eq!(story.get(&story.foreign_owner, PATH).await.expect(200).body["provider"], json!(null));
        story.get(&story.ana, PATH).await.refused(403, "forbidden");

        let request = Request::get(PATH).header("host", "localhost:8080").header("authorization", format!("Bearer {}", story.owner.token));
        let addresses = story.request(request.body(Body::empty()).unwrap()).await.expect(200).body["addresses"].clone();
        assert_eq!(addresses["redirect_uri"], "http://localhost:8080/api/auth/oidc/callback");
        assert_eq!(addresses["sign_in_page"], format!("http://localhost:8080/app/sign-in?workspace={}", story.owner.workspace));
    }

    async fn a_kept_secret_goes_only_where_it_was_given_for(story: Story) {
        let provider = Provider::start(&story.clock).await;
        set_up(&story, &story.owner, &provider, json!({})).await;
        let mut body = settings(&provider);
        body.as_object_mut().unwrap().remove("client_secret");
        body["label"] = "Another".into();
        story.call(&story.owner, "PUT", PATH, body.clone()).await.expect(200);
        assert_eq!(tried(&story).await, json!({ "works": true, "problem": null }));
        for (field, value) in [("issuer", "https://evil.example.com"), ("client_id", "another")] {
            let mut body = body.clone();
            body[field] = value.into();
            let refused = story.call(&story.owner, "PUT", PATH, body).await;
            refused.refused(422, "invalid");
            assert_eq!(refused.body["error"]["field"], "client_secret");
        }
    }

    async fn what_cannot_be_a_provider_is_refused_by_field(story: Story) {
        let provider = Provider::start(&story.clock).await;
        for (field, value, named) in [
            ("issuer", json!(""), "issuer"),
            ("issuer", json!("nonsense"), "issuer"),
            ("issuer", json!("http://login.example.com"), "issuer"),
            ("issuer", json!("https://10.0.0.1"), "issuer"),
            ("issuer", json!("https://[::1]:8443/"), "issuer"),
            ("issuer", json!("https://login.example.com/?x=1"), "issuer"),
            ("issuer", json!("https://login.example.com/.well-known/openid-configuration"), "issuer"),
            ("issuer", json!(format!("https://login.example.com/{}", "x".repeat(1_000))), "issuer"),
            ("client_id", json!(" "), "client_id"),
            ("client_secret", json!(" "), "client_secret"),
            ("client_secret", json!("a\u{0}b"), "client_secret"),
            ("label", json!("x".repeat(201)), "label"),
            ("domains", json!(["lumen.test", "not a domain"]), "domains[1]"),
            ("domains", json!(vec!["lumen.test"; 51]), "domains"),
            ("new_role", json!("emperor"), "new_role"),
            ("more", json!(true), "more"),
        ] {
            let mut body = settings(&provider);
            body[field] = value.clone();
            let refused = story.call(&story.owner, "PUT", PATH, body).await;
            refused.refused(422, "invalid");
            assert_eq!(refused.body["error"]["field"], named, "{value}");
        }
        assert_eq!(story.get(&story.owner, PATH).await.expect(200).body["provider"], json!(null));
    }

    async fn who_lacks_a_permission_cannot_open_a_door_to_it(story: Story) {
        let provider = Provider::start(&story.clock).await;
        let body = json!({ "name": "settings", "scopes": ["settings:manage"] });
        let made = story.post(&story.owner, "/api/keys", body).await.expect(201).body;
        let mut key = story.key.clone();
        key.token = made["key"].as_str().unwrap().to_owned();
        story.get(&key, PATH).await.expect(200);
        story.call(&key, "PUT", PATH, settings(&provider)).await.refused(403, "forbidden");
        set_up(&story, &story.owner, &provider, json!({})).await;
        story.call(&key, "DELETE", PATH, None).await.refused(403, "forbidden");
    }

    async fn the_connection_is_tried_out(story: Story) {
        let provider = Provider::start(&story.clock).await;
        set_up(&story, &story.owner, &provider, json!({})).await;
        assert_eq!(tried(&story).await["works"], true);
        for lie in [Lie::Description, Lie::Redirects, Lie::TooMuch] {
            provider.lies(Some(lie));
            let outcome = tried(&story).await;
            assert_eq!(outcome["works"], false, "{lie:?}");
            assert!(!outcome["problem"].as_str().unwrap().contains("xxx"), "{outcome}");
        }
        provider.lies(None);
        set_up(&story, &story.owner, &provider, json!({ "client_secret": "wrong" })).await;
        let outcome = tried(&story).await;
        assert_eq!(outcome["problem"], "The provider does not accept the client id and secret.");
        set_up(&story, &story.owner, &provider, json!({ "issuer": "http://127.0.0.1:1" })).await;
        assert!(tried(&story).await["problem"].as_str().unwrap().starts_with("The provider cannot be reached"));
    }

    async fn the_sign_in_page_offers_it_to_who_names_the_workspace(story: Story) {
        let provider = Provider::start(&story.clock).await;
        let ours = format!("/api/auth/oidc?workspace={}", story.owner.workspace);
        let offered = async |path: &str| story.call(None, "GET", path, None).await.expect(200).body["provider"].clone();
        assert_eq!(offered(&ours).await, json!(null));
        set_up(&story, &story.owner, &provider, json!({})).await;
        let door = json!({ "workspace_id": story.owner.workspace, "label": "Sign in with Lumen" });
        assert_eq!(offered(&ours).await, door);
        // There are two workspaces here: none is told to who does not know which.
        assert_eq!(offered("/api/auth/oidc").await, json!(null));
        assert_eq!(offered(&format!("/api/auth/oidc?workspace={}", story.foreign_owner.workspace)).await, json!(null));
        story.call(None, "GET", "/api/auth/oidc?workspace=nonsense", None).await.refused(422, "invalid");
        set_up(&story, &story.owner, &provider, json!({ "is_on": false })).await;
        assert_eq!(offered(&ours).await, json!(null));
    }

    async fn when_it_is_taken_away_nobody_comes_in_by_it_and_who_is_in_stays(story: Story) {
        let provider = Provider::start(&story.clock).await;
        set_up(&story, &story.owner, &provider, json!({})).await;
        provider.is_asked_by(person("1", "ana@lumen.test"));
        let (mut ana, mut late) = (Browser::default(), Browser::default());
        ana.signs_in(&story, &provider).await;
        let there = late.begins(&story, &story.owner.workspace, "").await;
        story.call(&story.owner, "DELETE", PATH, None).await.expect(204);
        story.call(&story.owner, "DELETE", PATH, None).await.refused(404, "not_found");
        assert!(late.comes_back(&story, &provider.agrees(&there)).await.contains("problem=expired"));
        assert!(late.begins(&story, &story.owner.workspace, "").await.contains("problem=no_provider"));
        ana.is(&story).await.expect(200);
        let trail = story.get(&story.owner, "/api/audit").await.expect(200).body;
        assert_eq!(trail["entries"][0]["action"], "sign_in_provider.removed");
    }
}
