//! People: added, changed, shut out; the last owner stays.

use antiphon_testkit::{Story, both_engines};
use serde_json::json;

const PASSWORD: &str = "lantern-orchid-42";

both_engines! {
    async fn an_admin_adds_people_and_they_sign_in(story: Story) {
        let new = json!({ "email": "Dora@Lumen.test", "name": "  Dora ", "role": "agent", "password": PASSWORD });
        let dora = story.post(&story.owner, "/api/people", new.clone()).await.expect(201).body;
        assert_eq!((dora["name"].as_str(), dora["role"].as_str(), dora["disabled_at"].clone()), (Some("Dora"), Some("agent"), json!(null)));
        let given = json!({ "email": "dora@lumen.test", "password": PASSWORD });
        story.call(None, "POST", "/api/auth/login", given).await.expect(200);
        story.post(&story.owner, "/api/people", new).await.refused(409, "already_exists");
        let again = json!({ "email": "dora@lumen.test", "name": "Dora", "role": "agent", "password": "not the one she has" });
        story.post(&story.owner, "/api/people", again).await.refused(409, "already_exists");
        let people = story.get(&story.ana, "/api/people").await.expect(200).body;
        let names: Vec<_> = people["people"].as_array().unwrap().iter().map(|person| person["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["Olive", "Ana", "Ben", "Cora", "Dora"]);
        for nobody in [&story.ana, &story.cora, &story.visitor, &story.narrow_key] {
            let new = json!({ "email": "x@lumen.test", "name": "X", "role": "agent", "password": PASSWORD });
            story.post(nobody, "/api/people", new).await.refused(403, "forbidden");
        }
        story.get(&story.cora, "/api/people").await.refused(403, "forbidden");
    }

    async fn lists_come_in_pages(story: Story) {
        let mut names = Vec::new();
        let mut path = "/api/people?limit=2".to_owned();
        loop {
            let page = story.get(&story.owner, &path).await.expect(200).body;
            names.extend(page["people"].as_array().unwrap().iter().map(|person| person["name"].as_str().unwrap().to_owned()));
            let Some(cursor) = page["next_cursor"].as_str() else { break };
            path = format!("/api/people?limit=2&cursor={cursor}");
        }
        assert_eq!(names, ["Olive", "Ana", "Ben", "Cora"]);
        for wrong in ["limit=0", "limit=-1", "limit=101", "limit=1000000000000000000", "cursor=x", "page=2"] {
            story.get(&story.owner, &format!("/api/people?{wrong}")).await.refused(422, "invalid");
        }
    }

    async fn bad_input_is_named_and_changes_nothing(story: Story) {
        let good = json!({ "email": "new@lumen.test", "name": "New", "role": "agent", "password": PASSWORD });
        let wrong = [
            ("email", json!("no address")),
            ("email", json!("a\u{0}b@c.d")),
            ("name", json!("  ")),
            ("name", json!("x".repeat(201))),
            ("role", json!("root")),
            ("role", json!(1)),
            ("password", json!("short")),
            ("password", json!("password123")),
            ("password", json!("new@lumen.test")),
        ];
        let before = story.dump().await;
        for (field, value) in wrong {
            let mut new = good.clone();
            new[field] = value;
            let answer = story.post(&story.owner, "/api/people", new).await;
            answer.refused(422, "invalid");
            assert_eq!(answer.body["error"]["field"], field);
        }
        let mut unknown = good.clone();
        unknown["is_admin"] = json!(true);
        let answer = story.post(&story.owner, "/api/people", unknown).await;
        answer.refused(422, "invalid");
        assert_eq!(answer.body["error"]["field"], "is_admin");
        assert_eq!(before, story.dump().await);
    }

    async fn the_last_owner_can_neither_be_demoted_nor_shut_out(story: Story) {
        let path = format!("/api/people/{}", story.owner.id);
        story.call(&story.owner, "PATCH", &path, json!({ "role": "agent" })).await.refused(409, "last_owner");
        story.call(&story.owner, "PATCH", &path, json!({ "disabled": true })).await.refused(409, "last_owner");
        let ana = format!("/api/people/{}", story.ana.id);
        story.call(&story.owner, "PATCH", &ana, json!({ "role": "admin" })).await.expect(200);
        story.call(&story.owner, "PATCH", &path, json!({ "role": "agent" })).await.expect(200);
        let ana_in = story.sign_in(&story.ana).await;
        story.call(&ana_in, "PATCH", &ana, json!({ "role": "agent" })).await.refused(409, "last_owner");
    }

    async fn two_admins_cannot_demote_each_other_at_once(story: Story) {
        let ana = format!("/api/people/{}", story.ana.id);
        story.call(&story.owner, "PATCH", &ana, json!({ "role": "admin" })).await.expect(200);
        let ana_in = story.sign_in(&story.ana).await;
        let olive = format!("/api/people/{}", story.owner.id);
        let (one, other) = tokio::join!(
            story.call(&story.owner, "PATCH", &ana, json!({ "role": "agent" })),
            story.call(&ana_in, "PATCH", &olive, json!({ "role": "agent" })),
        );
        assert_eq!([one.status, other.status].iter().filter(|status| **status == 200).count(), 1, "{one:?} {other:?}");
    }

    async fn whoever_is_shut_out_is_out_at_once_and_may_be_let_in_again(story: Story) {
        let path = format!("/api/people/{}", story.ana.id);
        let out = story.call(&story.owner, "PATCH", &path, json!({ "disabled": true })).await.expect(200).body;
        assert!(out["disabled_at"].is_string());
        story.get(&story.ana, "/api/me").await.refused(401, "unauthenticated");
        let given = json!({ "email": "ana@lumen.test", "password": "correct horse battery" });
        story.call(None, "POST", "/api/auth/login", given.clone()).await.refused(401, "unauthenticated");
        story.call(&story.owner, "PATCH", &path, json!({ "disabled": false })).await.expect(200);
        story.get(&story.ana, "/api/me").await.refused(401, "unauthenticated");
        story.call(None, "POST", "/api/auth/login", given).await.expect(200);
    }

    async fn nobody_gives_more_than_they_have(story: Story) {
        let body = json!({ "name": "clerk", "scopes": ["people:manage", "people:read"] });
        let key = story.post(&story.owner, "/api/keys", body).await.expect(201).body["key"].as_str().unwrap().to_owned();
        let clerk = super::with_token(&story.key, &key);
        let new = json!({ "email": "x@lumen.test", "name": "X", "role": "admin", "password": PASSWORD });
        story.post(&clerk, "/api/people", new).await.refused(403, "forbidden");
        let olive = format!("/api/people/{}", story.owner.id);
        story.call(&clerk, "PATCH", &olive, json!({ "disabled": true })).await.refused(403, "forbidden");
        story.call(&clerk, "DELETE", &format!("{olive}/sessions"), None).await.refused(403, "forbidden");
    }

    async fn another_workspaces_people_are_not_there(story: Story) {
        let path = format!("/api/people/{}", story.ana.id);
        let foreign = story.call(&story.foreign_owner, "PATCH", &path, json!({ "name": "Mine" })).await;
        let unknown = story.call(&story.foreign_owner, "PATCH", "/api/people/0190b8a2-0000-7000-8000-000000000000", json!({ "name": "Mine" })).await;
        foreign.refused(404, "not_found");
        unknown.refused(404, "not_found");
        assert_eq!(foreign.body["error"]["message"], unknown.body["error"]["message"]);
        let people = story.get(&story.foreign_owner, "/api/people").await.expect(200).body;
        assert_eq!(people["people"].as_array().unwrap().len(), 2);
    }

    async fn an_account_of_another_workspace_joins_only_by_its_own_password(story: Story) {
        let new = json!({ "email": "finn@oak.test", "name": "Finn", "role": "agent", "password": "a password of ours" });
        story.post(&story.owner, "/api/people", new).await.refused(409, "email_taken");
        let given = json!({ "email": "finn@oak.test", "password": "correct horse battery" });
        let signed_in = story.call(None, "POST", "/api/auth/login", given).await.expect(200).body;
        assert_eq!(signed_in["workspaces"].as_array().unwrap().len(), 1);
    }

    async fn a_repeat_with_the_same_key_adds_one_person(story: Story) {
        let add = || async {
            let request = http::Request::builder()
                .method("POST")
                .uri("/api/people")
                .header("authorization", format!("Bearer {}", story.owner.token))
                .header("content-type", "application/json")
                .header("idempotency-key", "add-eve-1")
                .body(axum::body::Body::from(
                    json!({ "email": "eve@lumen.test", "name": "Eve", "role": "agent", "password": PASSWORD }).to_string(),
                ))
                .unwrap();
            story.request(request).await
        };
        let first = add().await.expect(201);
        let again = add().await.expect(201);
        assert_eq!(first.body, again.body);
        assert_eq!(again.headers["idempotent-replayed"], "true");
    }

    async fn people_are_found_by_a_part_of_their_name_or_address(story: Story) {
        let names = async |q: &str| {
            let found = story.get(&story.ana, &format!("/api/people?q={q}")).await.expect(200).body["people"].clone();
            found.as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        let (local, _) = story.ben.email.as_deref().unwrap().split_once('@').unwrap();
        assert_eq!(names(&local.to_uppercase()).await, std::slice::from_ref(&story.ben.id));
        assert!(names("%25").await.is_empty(), "what is looked for is no pattern");
        assert!(names(story.foreign_agent.email.as_deref().unwrap()).await.is_empty());
        story.get(&story.ana, &format!("/api/people?q={}", "x".repeat(201))).await.refused(422, "invalid");
    }
}
