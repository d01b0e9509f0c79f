//! A visitor arrives: new, known, vouched for by the site; with good tokens and bad ones.

use std::time::Duration;

use antiphon_testkit::{Answer, Caller, Story, both_engines};
use axum::body::Body;
use http::Request;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};

async fn session(story: &Story, body: Value) -> Answer {
    story.call(None, "POST", "/api/widget/session", body).await
}

async fn session_from(story: &Story, origin: &str, body: Value) -> Answer {
    let request = Request::post("/api/widget/session").header("host", "antiphon.test").header("origin", origin);
    story.request(request.header("content-type", "application/json").body(Body::from(body.to_string())).unwrap()).await
}

/// The site's secret, made anew.
async fn secret(story: &Story) -> String {
    let path = format!("/api/inboxes/{}/identity-secret", story.inbox);
    let answer = story.call(&story.owner, "POST", &path, None).await.expect(201);
    answer.body["identity_secret"].as_str().unwrap().to_owned()
}

fn jwt(algorithm: Algorithm, secret: &str, claims: &Value) -> String {
    jsonwebtoken::encode(&Header::new(algorithm), claims, &EncodingKey::from_secret(secret.as_bytes())).unwrap()
}

fn in_five_minutes(story: &Story) -> i64 {
    story.clock.now().timestamp() + 300
}

fn as_visitor(story: &Story, answer: &Value) -> Caller {
    Caller {
        id: answer["contact"]["id"].as_str().unwrap().to_owned(),
        token: answer["visitor_token"].as_str().unwrap().to_owned(),
        ..story.visitor.clone()
    }
}

both_engines! {
    async fn a_new_visitor_becomes_a_contact_and_is_known_again(story: Story) {
        let page = json!({ "url": "https://shop.test/cart", "title": "Cart", "referrer": "https://search.test/" });
        let first = session(&story, json!({ "widget_key": story.widget_key, "page": page })).await.expect(200).body;
        assert!(first["visitor_token"].as_str().unwrap().starts_with("vt_"));
        assert_eq!((&first["contact"]["verified"], &first["conversation"]), (&json!(false), &Value::Null));
        assert_eq!((&first["settings"]["name"], &first["settings"]["position"]), (&json!("Shop"), &json!("right")));
        let visitor = as_visitor(&story, &first);
        let id = story.visitor_starts(&visitor, "Hello?").await;
        story.later(Duration::from_secs(86_400));
        let again = session(&story, json!({ "widget_key": story.widget_key, "visitor_token": visitor.token })).await.expect(200).body;
        assert_eq!((&again["visitor_token"], &again["contact"]["id"]), (&first["visitor_token"], &first["contact"]["id"]));
        assert_eq!(again["conversation"]["id"], json!(id));
        let me = story.get(&visitor, "/api/me").await.expect(200).body;
        assert_eq!((&me["kind"], &me["id"]), (&json!("contact"), &first["contact"]["id"]));
        let owner = story.sign_in(&story.owner).await;
        let contact = story.get(&owner, &format!("/api/contacts/{}", visitor.id)).await.expect(200).body;
        assert_ne!(contact["first_seen_at"], contact["last_seen_at"]);
    }

    async fn a_session_tells_the_looks_and_a_greeting_that_the_team_has_written(story: Story) {
        let ask = json!({ "widget_key": story.widget_key });
        let bare = session(&story, ask.clone()).await.expect(200).body;
        assert_eq!(bare["settings"], json!({ "name": "Shop", "greeting": null, "color": null, "position": "right", "locale": null }));
        let look = json!({ "greeting": "Olá!", "color": "#0f766e", "position": "left", "locale": "pt-BR" });
        let path = format!("/api/inboxes/{}", story.inbox);
        story.call(&story.owner, "PATCH", &path, json!({ "settings": look })).await.expect(200);
        let told = session(&story, ask).await.expect(200).body["settings"].clone();
        assert_eq!(told, json!({ "name": "Shop", "greeting": "Olá!", "color": "#0f766e", "position": "left", "locale": "pt-BR" }));
    }

    async fn an_open_conversation_is_offered_before_a_resolved_one(story: Story) {
        let old = story.visitor_starts(&story.visitor, "One").await;
        let new = story.visitor_starts(&story.visitor, "Two").await;
        let ask = json!({ "widget_key": story.widget_key, "visitor_token": story.visitor.token });
        story.call(&story.ana, "PATCH", &format!("/api/conversations/{new}"), json!({ "status": "resolved" })).await.expect(200);
        assert_eq!(session(&story, ask.clone()).await.expect(200).body["conversation"]["id"], json!(old));
        story.call(&story.ana, "PATCH", &format!("/api/conversations/{old}"), json!({ "status": "resolved" })).await.expect(200);
        assert_eq!(session(&story, ask).await.expect(200).body["conversation"]["status"], "resolved");
    }

    async fn a_token_that_does_not_hold_here_opens_a_new_session_and_nothing_else(story: Story) {
        let unknown = format!("vt_{}", "x".repeat(43));
        for token in ["", "nonsense", unknown.as_str(), story.foreign_visitor.token.as_str(), story.ana.token.as_str(), story.key.token.as_str()] {
            let answer = session(&story, json!({ "widget_key": story.widget_key, "visitor_token": token })).await.expect(200).body;
            assert_ne!(answer["visitor_token"], json!(token));
            let new = as_visitor(&story, &answer);
            assert!(new.id != story.foreign_visitor.id && new.id != story.ana.id);
            assert_eq!(story.get(&new, "/api/me").await.expect(200).body["workspace_id"], json!(story.owner.workspace));
        }
        // A second inbox of the same workspace: the token is bound to the first one.
        let inbox = story.post(&story.owner, "/api/inboxes", json!({ "name": "Blog" })).await.expect(201).body;
        let there = session(&story, json!({ "widget_key": inbox["widget_key"], "visitor_token": story.visitor.token })).await.expect(200).body;
        assert_ne!(there["contact"]["id"], json!(story.visitor.id));
        session(&story, json!({ "widget_key": "wk_nonsense" })).await.refused(404, "not_found");
    }

    async fn only_pages_of_allowed_sites_open_sessions(story: Story) {
        let ask = json!({ "widget_key": story.widget_key });
        session_from(&story, "https://shop.test", ask.clone()).await.expect(200);
        session_from(&story, "https://antiphon.test", ask.clone()).await.expect(200);
        for foreign in ["https://evil.test", "http://shop.test", "https://shop.test.evil.test", "https://shop.test:8443", "null", "https://evil.test/https://shop.test"] {
            session_from(&story, foreign, ask.clone()).await.refused(403, "forbidden");
        }
        // A site that another workspace allows is none of this one's.
        let path = format!("/api/inboxes/{}", story.foreign_inbox);
        story.call(&story.foreign_owner, "PATCH", &path, json!({ "allowed_origins": ["https://oak.test"] })).await.expect(200);
        session_from(&story, "https://oak.test", ask).await.refused(403, "forbidden");
    }

    async fn the_sites_word_verifies_the_contact_and_keeps_the_principal(story: Story) {
        let secret = secret(&story).await;
        let id = story.visitor_starts(&story.visitor, "Where is my order?").await;
        let mut socket = story.connect(&story.visitor).await;
        let claims = json!({ "sub": "customer-7", "exp": in_five_minutes(&story), "name": "Nora", "email": "Nora@Example.com" });
        let ask = json!({ "widget_key": story.widget_key, "visitor_token": story.visitor.token, "identity_jwt": jwt(Algorithm::HS256, &secret, &claims) });
        let answer = session(&story, ask.clone()).await.expect(200).body;
        assert_eq!(answer["contact"], json!({ "id": story.visitor.id, "name": "Nora", "email": "Nora@Example.com", "verified": true }));
        assert_eq!(answer["conversation"]["id"], json!(id));
        assert_ne!(answer["visitor_token"], json!(story.visitor.token), "a token stolen before must not speak for Nora");
        assert_eq!(socket.closed().await, 4401);
        story.get(&story.visitor, "/api/me").await.refused(401, "unauthenticated");
        let nora = as_visitor(&story, &answer);
        story.say(&nora, &id, "It is me").await;
        let seen = story.get(&story.ana, &format!("/api/contacts/{}", nora.id)).await.expect(200).body;
        assert_eq!((&seen["external_id"], &seen["verified"]), (&json!("customer-7"), &json!(true)));
        // On another device the same person finds the same conversation; who was deleted is back with it.
        story.call(&story.ana, "PUT", &format!("/api/contacts/{}/removal", nora.id), None).await.expect(200);
        let elsewhere = json!({ "widget_key": story.widget_key, "identity_jwt": ask["identity_jwt"] });
        let other = session(&story, elsewhere).await.expect(200).body;
        assert_eq!((&other["contact"]["id"], &other["conversation"]["id"]), (&json!(story.visitor.id), &json!(id)));
        story.get(&nora, "/api/me").await.expect(200);
        let seen = story.get(&story.ana, &format!("/api/contacts/{}", nora.id)).await.expect(200).body;
        assert_eq!(seen["removed_at"], json!(null));
    }

    async fn another_person_on_the_same_computer_does_not_enter_the_first_ones_conversation(story: Story) {
        let secret = secret(&story).await;
        let vouch = |sub: &str| jwt(Algorithm::HS256, &secret, &json!({ "sub": sub, "exp": in_five_minutes(&story) }));
        let ask = |token: &str, sub: &str| json!({ "widget_key": story.widget_key, "visitor_token": token, "identity_jwt": vouch(sub) });
        let nora = as_visitor(&story, &session(&story, ask(&story.visitor.token, "nora")).await.expect(200).body);
        let id = story.visitor_starts(&nora, "My address is …").await;
        let answer = session(&story, ask(&nora.token, "otto")).await.expect(200).body;
        let otto = as_visitor(&story, &answer);
        assert_ne!(otto.id, nora.id);
        assert_eq!(answer["conversation"], Value::Null);
        story.get(&otto, &format!("/api/conversations/{id}")).await.refused(404, "not_found");
        let seen = story.get(&story.ana, &format!("/api/contacts/{}", nora.id)).await.expect(200).body;
        assert_eq!(seen["external_id"], "nora");
        let back = session(&story, ask(&otto.token, "nora")).await.expect(200).body;
        assert_eq!((&back["contact"]["id"], &back["conversation"]["id"]), (&json!(nora.id), &json!(id)));
    }

    async fn words_that_the_site_did_not_give_change_nothing(story: Story) {
        let secret = secret(&story).await;
        let old_secret = secret.clone();
        let secret = self::secret(&story).await;
        let good = json!({ "sub": "customer-7", "exp": in_five_minutes(&story), "name": "Nora" });
        let with = |field: &str, value: Value| {
            let mut claims = good.clone();
            claims[field] = value;
            claims
        };
        let without = |field: &str| {
            let mut claims = good.clone();
            claims.as_object_mut().unwrap().remove(field);
            claims
        };
        let now = story.clock.now().timestamp();
        let unsigned = {
            use base64::Engine as _;
            let part = |value: Value| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(value.to_string());
            format!("{}.{}.", part(json!({ "alg": "none", "typ": "JWT" })), part(good.clone()))
        };
        let before = story.dump().await;
        for token in [
            unsigned,
            "nonsense".to_owned(),
            jwt(Algorithm::HS256, "another secret", &good),
            jwt(Algorithm::HS256, &old_secret, &good),
            jwt(Algorithm::HS384, &secret, &good),
            jwt(Algorithm::HS512, &secret, &good),
            jwt(Algorithm::HS256, &secret, &with("exp", json!(now))),
            jwt(Algorithm::HS256, &secret, &with("exp", json!(now - 86_400))),
            jwt(Algorithm::HS256, &secret, &with("nbf", json!(now + 3_600))),
        ] {
            let ask = json!({ "widget_key": story.widget_key, "visitor_token": story.visitor.token, "identity_jwt": token });
            session(&story, ask).await.refused(401, "unauthenticated");
        }
        for claims in [
            without("exp"),
            without("sub"),
            with("sub", json!(7)),
            with("exp", json!(now as f64 + 60.5)),
            with("exp", json!(now + 86_401)),
            with("exp", json!(i64::MAX)),
            with("sub", json!("")),
            with("sub", json!("x".repeat(201))),
            with("email", json!("nonsense")),
            with("name", json!("\0")),
        ] {
            let ask = json!({ "widget_key": story.widget_key, "visitor_token": story.visitor.token, "identity_jwt": jwt(Algorithm::HS256, &secret, &claims) });
            session(&story, ask).await.refused(422, "invalid");
        }
        assert_eq!(story.dump().await, before);
        story.get(&story.visitor, "/api/me").await.expect(200);
    }

    async fn a_visitor_who_signs_out_leaves_nothing_that_speaks_for_them(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Hello?").await;
        let mut socket = story.connect(&story.visitor).await;
        story.call(&story.ana, "DELETE", "/api/widget/session", None).await.refused(403, "no_session");
        story.call(&story.key, "DELETE", "/api/widget/session", None).await.refused(403, "no_session");
        story.call(&story.visitor, "DELETE", "/api/widget/session", None).await.expect(204);
        assert_eq!(socket.closed().await, 4401);
        for (method, path) in [("GET", format!("/api/conversations/{id}")), ("DELETE", "/api/widget/session".to_owned())] {
            story.call(&story.visitor, method, &path, None).await.refused(401, "unauthenticated");
        }
        let ask = json!({ "widget_key": story.widget_key, "visitor_token": story.visitor.token });
        let next = session(&story, ask).await.expect(200).body;
        assert_ne!(next["contact"]["id"], json!(story.visitor.id));
        assert_eq!(next["conversation"], Value::Null);
        story.get(&story.ana, &format!("/api/conversations/{id}")).await.expect(200);
    }

    async fn a_token_unused_for_thirty_days_ends(story: Story) {
        story.later(Duration::from_secs(29 * 86_400));
        story.get(&story.visitor, "/api/me").await.expect(200);
        story.later(Duration::from_secs(29 * 86_400));
        story.get(&story.visitor, "/api/me").await.expect(200);
        story.get(&story.stranger, "/api/me").await.refused(401, "unauthenticated");
        let answer = session(&story, json!({ "widget_key": story.widget_key, "visitor_token": story.stranger.token })).await.expect(200).body;
        assert_ne!(answer["contact"]["id"], json!(story.stranger.id));
    }
}
