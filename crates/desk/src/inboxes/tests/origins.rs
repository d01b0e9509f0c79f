//! Which pages may call, as browsers ask for it; and what an admin does with an inbox.

use antiphon_testkit::{Answer, Story, both_engines};
use axum::body::Body;
use http::Request;
use serde_json::json;

async fn preflight(story: &Story, origin: &str, path: &str) -> Answer {
    let request = Request::builder().method("OPTIONS").uri(path).header("host", "antiphon.test").header("origin", origin);
    let request =
        request.header("access-control-request-method", "POST").header("access-control-request-headers", "authorization");
    story.request(request.body(Body::empty()).unwrap()).await
}

async fn get_from(story: &Story, origin: &str) -> Answer {
    let request = Request::get("/api/me").header("host", "antiphon.test").header("origin", origin);
    let request = request.header("authorization", format!("Bearer {}", story.visitor.token));
    story.request(request.body(Body::empty()).unwrap()).await
}

fn header<'a>(answer: &'a Answer, name: &str) -> Option<&'a str> {
    answer.headers.get(name).map(|value| value.to_str().unwrap())
}

both_engines! {
    async fn pages_of_allowed_sites_may_call_with_a_token_and_never_with_a_cookie(story: Story) {
        for path in ["/api/widget/session", "/api/conversations", "/api/nonsense"] {
            let asked = preflight(&story, "https://shop.test", path).await.expect(204);
            assert_eq!(header(&asked, "access-control-allow-origin"), Some("https://shop.test"));
            assert!(header(&asked, "access-control-allow-headers").unwrap().contains("authorization"));
            assert!(header(&asked, "access-control-allow-methods").unwrap().contains("PATCH"));
            assert!(header(&asked, "vary").unwrap().contains("origin"));
            assert_eq!(header(&asked, "access-control-allow-credentials"), None);
        }
        let answer = get_from(&story, "https://shop.test").await.expect(200);
        assert_eq!(header(&answer, "access-control-allow-origin"), Some("https://shop.test"));
        assert_eq!(header(&answer, "access-control-allow-credentials"), None);
    }

    async fn pages_of_other_sites_learn_nothing(story: Story) {
        for origin in ["https://evil.test", "null", "http://shop.test", "https://shop.test.evil.test", "https://SHOP.test"] {
            let asked = preflight(&story, origin, "/api/conversations").await;
            assert_eq!(header(&asked, "access-control-allow-origin"), None, "{origin}");
            assert_eq!(header(&asked, "access-control-allow-headers"), None, "{origin}");
            assert_eq!(header(&get_from(&story, origin).await, "access-control-allow-origin"), None, "{origin}");
        }
    }

    async fn a_site_counts_from_the_moment_it_is_added_until_it_is_taken_away(story: Story) {
        let path = format!("/api/inboxes/{}", story.inbox);
        let changed = story.call(&story.owner, "PATCH", &path, json!({ "allowed_origins": ["https://New.test:443/"] })).await.expect(200).body;
        assert_eq!(changed["allowed_origins"], json!(["https://new.test"]));
        assert!(header(&preflight(&story, "https://new.test", "/api/me").await, "access-control-allow-origin").is_some());
        story.call(&story.owner, "PATCH", &path, json!({ "allowed_origins": [] })).await.expect(200);
        assert!(header(&preflight(&story, "https://new.test", "/api/me").await, "access-control-allow-origin").is_none());
        for wrong in ["*", "https://*.test", "shop.test", "https://a.test/path", "javascript:alert(1)", "file:///etc/passwd"] {
            let answer = story.call(&story.owner, "PATCH", &path, json!({ "allowed_origins": [wrong] })).await;
            answer.refused(422, "invalid");
            assert_eq!(answer.body["error"]["field"], "allowed_origins[0]", "{wrong}");
        }
    }

    async fn an_inbox_shows_its_secret_only_where_it_is_made(story: Story) {
        let path = format!("/api/inboxes/{}", story.inbox);
        let secret = story.call(&story.owner, "POST", &format!("{path}/identity-secret"), None).await.expect(201).body;
        let secret = secret["identity_secret"].as_str().unwrap();
        let list = story.get(&story.owner, "/api/inboxes").await.expect(200);
        assert!(!String::from_utf8_lossy(&list.raw).contains(secret));
        assert!(!format!("{:?}", story.dump().await).contains(secret), "it is sealed where it lies");
        let look = json!({ "settings": { "greeting": "Hi!", "color": "#0f766e", "position": "left", "locale": "pt-BR" } });
        let changed = story.call(&story.owner, "PATCH", &path, look.clone()).await.expect(200).body;
        assert_eq!(changed["settings"], look["settings"]);
        for (field, wrong) in [("color", json!("red")), ("color", json!("#é2345")), ("locale", json!("x")), ("greeting", json!("")), ("position", json!("top"))] {
            let mut look = look.clone();
            look["settings"][field] = wrong;
            let answer = story.call(&story.owner, "PATCH", &path, look).await;
            answer.refused(422, "invalid");
            assert_eq!(answer.body["error"]["field"], format!("settings.{field}"));
        }
        let trail = story.get(&story.owner, "/api/audit").await.expect(200);
        for action in ["inbox.created", "inbox.updated", "inbox.secret_rotated"] {
            assert!(String::from_utf8_lossy(&trail.raw).contains(action), "{action} is in the trail");
        }
    }
}
