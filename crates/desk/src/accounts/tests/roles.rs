//! Roles of a workspace's own: given, changed, replaced, and never more than the giver has.

use antiphon_testkit::{Caller, Story, both_engines};
use serde_json::{Value, json};

async fn make(story: &Story, name: &str, permissions: &[&str]) -> Value {
    story.post(&story.owner, "/api/roles", json!({ "name": name, "permissions": permissions })).await.expect(201).body
}

fn id(role: &Value) -> &str {
    role["id"].as_str().unwrap()
}

async fn give(story: &Story, who: &Caller, role: &Value) -> Caller {
    let path = format!("/api/people/{}", who.id);
    let given = story.call(&story.owner, "PATCH", &path, json!({ "role_id": id(role) })).await.expect(200).body;
    assert_eq!((given["role"].as_str(), given["role_id"].clone()), (Some("agent"), role["id"].clone()));
    story.sign_in(who).await
}

async fn permissions(story: &Story, who: &Caller) -> Value {
    story.get(who, "/api/me").await.expect(200).body["permissions"].clone()
}

both_engines! {
    async fn a_role_of_ones_own_allows_what_it_holds_and_nothing_else(story: Story) {
        let reader = make(&story, "Reader", &["conversations:read", "people:read"]).await;
        let ana = give(&story, &story.ana, &reader).await;
        assert_eq!(permissions(&story, &ana).await, json!(["conversations:read", "people:read"]));
        let conversation = story.visitor_starts(&story.visitor, "Hi").await;
        let path = format!("/api/conversations/{conversation}/messages");
        story.get(&ana, &path).await.expect(200);
        story.post(&ana, &path, json!({ "text": "no" })).await.refused(403, "forbidden");
        story.get(&ana, "/api/contacts").await.refused(403, "forbidden");
        let roles = story.get(&ana, "/api/roles").await.expect(200).body;
        assert_eq!((roles["roles"][0]["name"].as_str(), roles["roles"][0]["people"].as_i64()), (Some("Reader"), Some(1)));
        assert_eq!(roles["built_in"].as_array().unwrap().len(), 3);
        story.get(&story.cora, "/api/roles").await.refused(403, "forbidden");
        let lost = story.sign_in(&story.ana).await;
        let path = format!("/api/people/{}", story.ana.id);
        story.call(&story.owner, "PATCH", &path, json!({ "role": "agent" })).await.expect(200);
        story.get(&lost, "/api/me").await.refused(401, "unauthenticated");
    }

    async fn who_loses_a_permission_is_signed_out_and_who_gains_one_has_it_at_once(story: Story) {
        let role = make(&story, "Desk", &["conversations:read", "people:read"]).await;
        let ana = give(&story, &story.ana, &role).await;
        let path = format!("/api/roles/{}", id(&role));
        let change = |permissions: Value| story.call(&story.owner, "PATCH", &path, json!({ "permissions": permissions }));
        change(json!(["conversations:read", "people:read", "contacts:read"])).await.expect(200);
        story.get(&ana, "/api/contacts").await.expect(200);
        let mut socket = story.connect(&ana).await;
        change(json!(["conversations:read", "contacts:read"])).await.expect(200);
        assert_eq!(socket.closed().await, 4401);
        story.get(&ana, "/api/me").await.refused(401, "unauthenticated");
    }

    async fn a_role_in_use_goes_only_with_another_in_its_place(story: Story) {
        let (one, other) = (make(&story, "One", &["people:read"]).await, make(&story, "Other", &["conversations:read"]).await);
        give(&story, &story.ana, &one).await;
        let asked = json!({ "email": "dora@lumen.test", "role_id": id(&one) });
        story.post(&story.owner, "/api/invitations", asked).await.expect(201);
        let remove = async |query: &str| story.call(&story.owner, "DELETE", &format!("/api/roles/{}{query}", id(&one)), None).await;
        remove("").await.refused(409, "role_in_use");
        remove("?replacement=root").await.refused(422, "invalid");
        remove(&format!("?replacement={}", id(&one))).await.refused(422, "invalid");
        remove(&format!("?replacement={}", uuid::Uuid::now_v7())).await.refused(422, "invalid");
        remove(&format!("?replacement={}", id(&other))).await.expect(204);
        remove("").await.refused(404, "not_found");
        let ana = story.sign_in(&story.ana).await;
        assert_eq!(permissions(&story, &ana).await, json!(["conversations:read"]));
        let asked = story.get(&story.owner, "/api/invitations").await.expect(200).body;
        assert_eq!(asked["invitations"][0]["role_id"], other["id"]);
    }

    async fn nobody_gives_or_changes_by_a_role_what_they_lack(story: Story) {
        let strong = make(&story, "Strong", &["keys:manage"]).await;
        let clerk = make(&story, "Clerk", &["people:manage", "people:read"]).await;
        let ana = give(&story, &story.ana, &clerk).await;
        let new = json!({ "name": "Mine", "permissions": ["keys:manage"] });
        story.post(&ana, "/api/roles", new).await.refused(403, "forbidden");
        let path = format!("/api/roles/{}", id(&strong));
        story.call(&ana, "PATCH", &path, json!({ "name": "Weak" })).await.refused(403, "forbidden");
        story.call(&ana, "DELETE", &path, None).await.refused(403, "forbidden");
        let own = format!("/api/roles/{}", id(&clerk));
        story.call(&ana, "PATCH", &own, json!({ "permissions": ["people:manage", "people:read", "keys:manage"] })).await.refused(403, "forbidden");
        let ben = format!("/api/people/{}", story.ben.id);
        story.call(&ana, "PATCH", &ben, json!({ "role_id": id(&strong) })).await.refused(403, "forbidden");
        story.call(&ana, "PATCH", &ben, json!({ "role_id": id(&clerk) })).await.refused(403, "forbidden");
        let added = json!({ "email": "x@lumen.test", "name": "X", "role_id": id(&clerk), "password": "lantern-orchid-42" });
        story.post(&ana, "/api/people", added).await.expect(201);
        // Whoever may manage people may not shut the last admin out, nor give the role away.
        let owner = format!("/api/people/{}", story.owner.id);
        story.call(&ana, "PATCH", &owner, json!({ "role": "agent" })).await.refused(403, "forbidden");
        story.call(&story.owner, "PATCH", &owner, json!({ "role_id": id(&clerk) })).await.refused(409, "last_owner");
    }

    async fn bad_roles_are_named_and_change_nothing(story: Story) {
        make(&story, "Reader", &["people:read"]).await;
        let foreign = json!({ "name": "Theirs", "permissions": ["people:read"] });
        let foreign = story.post(&story.foreign_owner, "/api/roles", foreign).await.expect(201).body;
        let before = story.dump().await;
        for (field, body) in [
            ("name", json!({ "name": " ", "permissions": ["people:read"] })),
            ("name", json!({ "name": "ADMIN", "permissions": ["people:read"] })),
            ("name", json!({ "name": "x".repeat(201), "permissions": ["people:read"] })),
            ("permissions", json!({ "name": "X", "permissions": [] })),
            ("permissions[0]", json!({ "name": "X", "permissions": ["root"] })),
            ("x", json!({ "name": "X", "permissions": ["people:read"], "x": 1 })),
        ] {
            let answer = story.post(&story.owner, "/api/roles", body).await;
            answer.refused(422, "invalid");
            assert_eq!(answer.body["error"]["field"], field);
        }
        let again = json!({ "name": "reader", "permissions": ["people:read"] });
        story.post(&story.owner, "/api/roles", again).await.refused(409, "already_exists");
        let path = format!("/api/people/{}", story.ana.id);
        story.call(&story.owner, "PATCH", &path, json!({ "role_id": id(&foreign) })).await.refused(422, "invalid");
        story.call(&story.owner, "PATCH", &format!("/api/roles/{}", id(&foreign)), json!({ "name": "Y" })).await.refused(404, "not_found");
        assert_eq!(before, story.dump().await);
    }
}
