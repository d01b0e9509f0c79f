//! Scenarios of contacts' pictures.

use antiphon_testkit::{Story, both_engines};
use serde_json::{Value, json};

/// A picture of one pixel.
const PNG: &[u8] = &[
    0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00, 0x00, 0x00, 0x0D, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x00, 0x01, 0x00,
    0x00, 0x00, 0x01, 0x08, 0x06, 0x00, 0x00, 0x00, 0x1F, 0x15, 0xC4, 0x89, 0x00, 0x00, 0x00, 0x0D, 0x49, 0x44, 0x41, 0x54, 0x78,
    0x9C, 0x63, 0xF8, 0xCF, 0xC0, 0xF0, 0x1F, 0x00, 0x05, 0x00, 0x01, 0xFF, 0x89, 0x99, 0x3D, 0x1D, 0x00, 0x00, 0x00, 0x00, 0x49,
    0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82,
];

async fn upload(story: &Story, name: &str, content: &[u8]) -> Value {
    story.upload(&story.ana, name, content).await.expect(201).body["id"].clone()
}

both_engines! {
    async fn a_contact_gets_a_picture_that_colleagues_see(story: Story) {
        let path = format!("/api/contacts/{}/avatar", story.visitor.id);
        story.get(&story.ana, &path).await.refused(404, "not_found");
        let file = upload(&story, "me.png", PNG).await;
        let contact = story.call(&story.ana, "PUT", &path, json!({ "file_id": file })).await.expect(200).body;
        assert_eq!(contact["avatar_id"], file);
        let led = story.get(&story.ben, &path).await.expect(307);
        let picture = story.call(None, "GET", led.headers["location"].to_str().unwrap(), None).await.expect(200);
        assert!(picture.headers["content-type"].to_str().unwrap().starts_with("image/"));
        story.get(&story.visitor, &path).await.refused(403, "forbidden");

        let other = upload(&story, "other.png", PNG).await;
        story.call(&story.ana, "PUT", &path, json!({ "file_id": other })).await.expect(200);
        story.call(None, "GET", led.headers["location"].to_str().unwrap(), None).await.refused(404, "not_found");
        story.call(&story.ana, "DELETE", &path, None).await.expect(200);
        story.call(&story.ana, "DELETE", &path, None).await.expect(200);
        story.get(&story.ana, &path).await.refused(404, "not_found");
    }

    async fn what_is_no_picture_of_ones_own_is_refused(story: Story) {
        let path = format!("/api/contacts/{}/avatar", story.visitor.id);
        let text = upload(&story, "a.txt", b"text").await;
        let bens = story.upload(&story.ben, "me.png", PNG).await.expect(201).body["id"].clone();
        let used = upload(&story, "me.png", PNG).await;
        let elsewhere = format!("/api/contacts/{}/avatar", story.stranger.id);
        story.call(&story.ana, "PUT", &elsewhere, json!({ "file_id": used })).await.expect(200);
        for wrong in [text, bens, used, json!("019a0000-0000-7000-8000-000000000000")] {
            let refused = story.call(&story.ana, "PUT", &path, json!({ "file_id": wrong })).await;
            refused.refused(422, "invalid");
            assert_eq!(refused.body["error"]["field"], "file_id");
        }
        assert_eq!(story.get(&story.ana, &format!("/api/contacts/{}", story.visitor.id)).await.expect(200).body["avatar_id"], json!(null));
    }
}
