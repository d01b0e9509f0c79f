//! API keys: shown once, limited by their scopes, dead when revoked.

use antiphon_testkit::{Story, both_engines};
use serde_json::json;

use super::with_token;

both_engines! {
    async fn a_key_is_shown_once_and_does_what_its_scopes_say(story: Story) {
        let made = story.post(&story.owner, "/api/keys", json!({ "name": "bot", "scopes": ["people:read", "people:read"] })).await.expect(201).body;
        let secret = made["key"].as_str().unwrap();
        assert!(secret.starts_with(made["prefix"].as_str().unwrap()) && secret.ends_with(made["last4"].as_str().unwrap()));
        assert_eq!(made["scopes"], json!(["people:read"]));
        let key = with_token(&story.key, secret);
        story.get(&key, "/api/people").await.expect(200);
        story.get(&key, "/api/keys").await.refused(403, "forbidden");
        let list = story.get(&story.owner, "/api/keys").await.expect(200);
        assert!(!String::from_utf8(list.raw).unwrap().contains(secret));
        for rows in story.dump().await.into_values() {
            assert!(!rows.join("\n").contains(secret), "a key is kept as a hash only");
        }
        let request = http::Request::builder().uri("/api/me").header("x-api-key", secret).body(axum::body::Body::empty()).unwrap();
        assert_eq!(story.request(request).await.expect(200).body["id"], made["id"]);
    }

    async fn nobody_makes_a_key_that_may_do_more_than_they_may(story: Story) {
        let body = json!({ "name": "clerk", "scopes": ["keys:manage", "people:read"] });
        let secret = story.post(&story.owner, "/api/keys", body).await.expect(201).body["key"].as_str().unwrap().to_owned();
        let clerk = with_token(&story.key, &secret);
        story.post(&clerk, "/api/keys", json!({ "name": "more", "scopes": ["people:manage"] })).await.refused(403, "forbidden");
        story.post(&clerk, "/api/keys", json!({ "name": "same", "scopes": ["people:read"] })).await.expect(201);
        for scopes in [json!([]), json!(["everything:do"]), json!("people:read"), json!(null)] {
            story.post(&story.owner, "/api/keys", json!({ "name": "bad", "scopes": scopes })).await.refused(422, "invalid");
        }
        for nobody in [&story.ana, &story.cora, &story.visitor, &story.narrow_key] {
            story.post(nobody, "/api/keys", json!({ "name": "x", "scopes": ["people:read"] })).await.refused(403, "forbidden");
        }
    }

    async fn a_revoked_key_is_dead_at_once(story: Story) {
        let path = format!("/api/keys/{}", story.narrow_key.id);
        story.call(&story.foreign_owner, "DELETE", &path, None).await.refused(404, "not_found");
        story.get(&story.narrow_key, "/api/people").await.expect(200);
        story.call(&story.owner, "DELETE", &path, None).await.expect(204);
        story.get(&story.narrow_key, "/api/people").await.refused(401, "unauthenticated");
        story.call(&story.owner, "DELETE", &path, None).await.refused(404, "not_found");
        let names = story.get(&story.owner, "/api/keys").await.expect(200).body["keys"].clone();
        assert_eq!(names.as_array().unwrap().len(), 1);
    }

    async fn a_key_gets_another_name_and_other_scopes_and_stays_the_same_key(story: Story) {
        let body = json!({ "name": "robot", "scopes": ["people:read", "audit:read"] });
        let made = story.post(&story.owner, "/api/keys", body).await.expect(201).body;
        let key = with_token(&story.key, made["key"].as_str().unwrap());
        let path = format!("/api/keys/{}", made["id"].as_str().unwrap());
        story.get(&key, "/api/audit").await.expect(200);
        let change = json!({ "name": "exporter", "scopes": ["people:read"] });
        let changed = story.call(&story.owner, "PATCH", &path, change.clone()).await.expect(200).body;
        assert_eq!((&changed["name"], &changed["scopes"], &changed["last4"]), (&json!("exporter"), &json!(["people:read"]), &made["last4"]));
        story.call(&story.owner, "PATCH", &path, change).await.expect(200);
        story.get(&key, "/api/audit").await.refused(403, "forbidden");
        assert_eq!(story.get(&key, "/api/me").await.expect(200).body["name"], "exporter");
        let trail = story.get(&story.owner, "/api/audit?limit=100").await.expect(200).body;
        let rows: Vec<_> = trail["entries"].as_array().unwrap().iter().filter(|row| row["action"] == "key.changed").collect();
        assert_eq!((rows.len(), &rows[0]["changed"]), (1, &json!(["name", "scopes"])));
        for wrong in [json!({ "name": "" }), json!({ "scopes": [] }), json!({ "scopes": ["everything:do"] })] {
            story.call(&story.owner, "PATCH", &path, wrong).await.refused(422, "invalid");
        }
        // Whoever has less than the key changes nothing of it.
        let clerk = json!({ "name": "clerk", "scopes": ["keys:manage"] });
        let clerk = story.post(&story.owner, "/api/keys", clerk).await.expect(201).body["key"].as_str().unwrap().to_owned();
        story.call(&with_token(&story.key, &clerk), "PATCH", &path, json!({ "name": "mine" })).await.refused(403, "forbidden");
        story.call(&story.owner, "DELETE", &path, None).await.expect(204);
        story.call(&story.owner, "PATCH", &path, json!({ "name": "late" })).await.refused(404, "not_found");
    }
}
