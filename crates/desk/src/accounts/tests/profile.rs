//! What people say of themselves, and what colleagues see.

use antiphon_testkit::{Caller, Story, both_engines};
use serde_json::{Value, json};

/// A picture of one pixel.
const PNG: &[u8] = &[
    0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00, 0x00, 0x00, 0x0D, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x00, 0x01, 0x00,
    0x00, 0x00, 0x01, 0x08, 0x06, 0x00, 0x00, 0x00, 0x1F, 0x15, 0xC4, 0x89, 0x00, 0x00, 0x00, 0x0D, 0x49, 0x44, 0x41, 0x54, 0x78,
    0x9C, 0x63, 0xF8, 0xCF, 0xC0, 0xF0, 0x1F, 0x00, 0x05, 0x00, 0x01, 0xFF, 0x89, 0x99, 0x3D, 0x1D, 0x00, 0x00, 0x00, 0x00, 0x49,
    0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82,
];

async fn picture(story: &Story, who: &Caller) -> Value {
    story.upload(who, "me.png", PNG).await.expect(201).body["id"].clone()
}

both_engines! {
    async fn a_person_changes_the_name_that_others_see(story: Story) {
        let me = story.call(&story.ana, "PATCH", "/api/me", json!({ "name": " Ana  Lind " })).await.expect(200).body;
        assert_eq!(me["name"], "Ana Lind");
        assert_eq!(story.get(&story.ana, "/api/me").await.expect(200).body["name"], "Ana Lind");
        let card = story.get(&story.ben, &format!("/api/people/{}", story.ana.id)).await.expect(200).body;
        assert_eq!((&card["name"], &card["email"], &card["role"]), (&json!("Ana Lind"), &json!(story.ana.email), &json!("agent")));
        let id = story.visitor_starts(&story.visitor, "Hi").await;
        assert_eq!(story.say(&story.ana, &id, "Hello").await["sender"]["name"], "Ana Lind", "from now on, without signing in anew");
        for wrong in ["", " ", "\u{202E}ana"] {
            story.call(&story.ana, "PATCH", "/api/me", json!({ "name": wrong })).await.refused(422, "invalid");
        }
        for other in [&story.visitor, &story.key] {
            story.call(other, "PATCH", "/api/me", json!({ "name": "x" })).await.refused(403, "forbidden");
        }
        assert!([400, 422].contains(&story.call(&story.ana, "PATCH", "/api/me", json!({ "role": "admin" })).await.status));
        story.get(&story.foreign_owner, &format!("/api/people/{}", story.ana.id)).await.refused(404, "not_found");
        story.get(&story.visitor, &format!("/api/people/{}", story.ana.id)).await.refused(403, "forbidden");
    }

    async fn a_person_looks_like_the_picture_that_they_chose_last(story: Story) {
        let path = format!("/api/people/{}/avatar", story.ana.id);
        story.get(&story.ben, &path).await.refused(404, "not_found");
        let first = picture(&story, &story.ana).await;
        let me = story.call(&story.ana, "PUT", "/api/me/avatar", json!({ "file_id": first })).await.expect(200).body;
        assert_eq!(me["avatar_id"], first);
        let led = story.get(&story.ben, &path).await.expect(307).headers["location"].to_str().unwrap().to_owned();
        assert!(story.call(None, "GET", &led, None).await.expect(200).raw.starts_with(b"\x89PNG"));
        let shown = story.get(&story.owner, "/api/files").await.expect(200).body["files"][0].clone();
        assert_eq!((&shown["id"], &shown["pictured"]["id"]), (&first, &json!(story.ana.id)));
        let second = picture(&story, &story.ana).await;
        story.call(&story.ana, "PUT", "/api/me/avatar", json!({ "file_id": second })).await.expect(200);
        story.call(None, "GET", &led, None).await.refused(404, "not_found");
        let text = story.upload(&story.ana, "a.txt", b"no picture").await.expect(201).body["id"].clone();
        for wrong in [json!(text), json!(first), picture(&story, &story.ben).await, json!(uuid::Uuid::nil())] {
            let refused = story.call(&story.ana, "PUT", "/api/me/avatar", json!({ "file_id": wrong })).await;
            refused.refused(422, "invalid");
            assert_eq!(refused.body["error"]["field"], "file_id");
        }
        assert_eq!(story.get(&story.ana, "/api/me").await.expect(200).body["avatar_id"], second, "a refusal changes nothing");
        for _ in 0..2 {
            assert_eq!(story.call(&story.ana, "DELETE", "/api/me/avatar", None).await.expect(200).body["avatar_id"], Value::Null);
        }
        story.get(&story.ben, &path).await.refused(404, "not_found");
    }

    async fn the_picture_of_whoever_leaves_goes_with_them(story: Story) {
        let file = picture(&story, &story.ana).await;
        story.call(&story.ana, "PUT", "/api/me/avatar", json!({ "file_id": file })).await.expect(200);
        story.call(&story.owner, "DELETE", &format!("/api/people/{}", story.ana.id), None).await.expect(204);
        assert!(story.get(&story.owner, "/api/files").await.expect(200).body["files"].as_array().unwrap().is_empty());
    }
}
