//! Scenarios of drafts.

use antiphon_testkit::{Story, both_engines};
use serde_json::{Value, json};

both_engines! {
    async fn a_draft_follows_its_person_to_another_device(story: Story) {
        let id = story.visitor_starts(&story.visitor, "A question").await;
        let path = format!("/api/conversations/{id}/draft");
        let put = async |who, body: Value| story.call(who, "PUT", &path, body).await;
        assert_eq!(story.get(&story.ana, &path).await.expect(200).body, json!({ "message": null, "note": null }));
        put(&story.ana, json!({ "text": "Thank you for" })).await.expect(200);
        put(&story.ana, json!({ "text": "Thank you for asking" })).await.expect(200);
        put(&story.ana, json!({ "kind": "note", "text": "Ask Ben" })).await.expect(200);

        let elsewhere = story.sign_in(&story.ana).await;
        let found = story.get(&elsewhere, &path).await.expect(200).body;
        assert_eq!((&found["message"]["text"], &found["note"]["text"]), (&json!("Thank you for asking"), &json!("Ask Ben")));
        // Nobody else's.
        assert_eq!(story.get(&story.ben, &path).await.expect(200).body["message"], Value::Null);
        let kept = put(&elsewhere, json!({ "text": " " })).await.expect(200).body;
        assert_eq!((&kept["message"], &kept["note"]["text"]), (&Value::Null, &json!("Ask Ben")));
    }

    async fn what_is_no_draft_is_refused(story: Story) {
        let id = story.visitor_starts(&story.visitor, "A question").await;
        let path = format!("/api/conversations/{id}/draft");
        let put = async |who, body: Value| story.call(who, "PUT", &path, body).await;
        put(&story.ana, json!({ "text": "a\u{0}b" })).await.refused(422, "invalid");
        put(&story.ana, json!({ "text": "a".repeat(40_001) })).await.refused(422, "invalid");
        put(&story.ana, json!({ "kind": "letter", "text": "a" })).await.refused(422, "invalid");
        put(&story.visitor, json!({ "text": "a" })).await.refused(403, "forbidden");
        put(&story.key, json!({ "text": "a" })).await.refused(403, "forbidden");
        put(&story.cora, json!({ "text": "a" })).await.refused(404, "not_found");
        let own = story.visitor_starts(&story.cora, "Mine").await;
        let path = format!("/api/conversations/{own}/draft");
        story.call(&story.cora, "PUT", &path, json!({ "text": "more" })).await.expect(200);
        story.call(&story.cora, "PUT", &path, json!({ "kind": "note", "text": "more" })).await.refused(403, "forbidden");
    }
}
