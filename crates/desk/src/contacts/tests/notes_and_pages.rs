//! Notes that colleagues write on a contact, and the pages it was on.

use antiphon_testkit::{Story, both_engines};
use serde_json::json;

both_engines! {
    async fn notes_are_their_authors_and_never_the_customers(story: Story) {
        let path = format!("/api/contacts/{}/notes", story.visitor.id);
        let note = story.post(&story.ana, &path, json!({ "text": " Likes lamps " })).await.expect(201).body;
        assert_eq!((&note["text"], &note["author"]["name"]), (&json!("Likes lamps"), &json!("Ana")));
        let own = format!("{path}/{}", note["id"].as_str().unwrap());
        story.call(&story.ben, "PATCH", &own, json!({ "text": "No" })).await.refused(403, "forbidden");
        story.call(&story.ben, "DELETE", &own, None).await.refused(403, "forbidden");
        let elsewhere = format!("/api/contacts/{}/notes/{}", story.stranger.id, note["id"].as_str().unwrap());
        story.call(&story.ana, "PATCH", &elsewhere, json!({ "text": "No" })).await.refused(404, "not_found");
        let edited = story.call(&story.ana, "PATCH", &own, json!({ "text": "Likes chairs" })).await.expect(200).body;
        assert!(edited["edited_at"].is_string());
        story.get(&story.visitor, &path).await.refused(403, "forbidden");
        story.post(&story.ana, &path, json!({ "text": "x".repeat(10_001) })).await.refused(422, "invalid");
        story.call(&story.owner, "DELETE", &own, None).await.expect(204);
        assert_eq!(story.get(&story.ben, &path).await.expect(200).body["notes"], json!([]));
        story.call(&story.owner, "DELETE", &own, None).await.refused(404, "not_found");
        // Back by whoever took it away, or an admin.
        let back = format!("{own}/removal");
        story.call(&story.ana, "DELETE", &back, None).await.refused(404, "not_found");
        story.call(&story.visitor, "DELETE", &back, None).await.refused(403, "forbidden");
        assert_eq!(story.call(&story.owner, "DELETE", &back, None).await.expect(200).body, edited);
        story.call(&story.ana, "DELETE", &own, None).await.expect(204);
        story.call(&story.ben, "DELETE", &back, None).await.refused(404, "not_found");
        for _ in 0..2 {
            assert_eq!(story.call(&story.ana, "DELETE", &back, None).await.expect(200).body, edited);
        }
        assert_eq!(story.get(&story.ben, &path).await.expect(200).body["notes"], json!([edited]));
        let trail = story.get(&story.owner, "/api/audit").await.expect(200).body.to_string();
        for action in ["contact.noted", "contact_note.changed", "contact_note.removed", "contact_note.restored"] {
            assert!(trail.contains(action), "{action}");
        }
        assert!(!trail.contains("Likes"), "the trail keeps no words");
    }

    async fn pages_are_kept_without_secrets_and_no_more_than_fifty(story: Story) {
        let visit = async |url: &str| {
            let ask = json!({ "widget_key": story.widget_key, "visitor_token": story.visitor.token, "page": { "url": url, "title": "Lamps" } });
            story.call(None, "POST", "/api/widget/session", ask).await.expect(200);
            story.later(std::time::Duration::from_secs(1));
        };
        visit("https://shop.test/a?reset_token=abc&color=red#top").await;
        visit("https://shop.test/a?reset_token=xyz&color=red").await;
        visit("about:blank").await;
        let path = format!("/api/contacts/{}/pages", story.visitor.id);
        let pages = story.get(&story.ana, &path).await.expect(200).body["pages"].as_array().unwrap().clone();
        assert_eq!(pages.len(), 1, "the same page is one visit: {pages:?}");
        assert_eq!((&pages[0]["url"], &pages[0]["title"]), (&json!("https://shop.test/a?color=red"), &json!("Lamps")));
        for n in 0..60 {
            visit(&format!("https://shop.test/{n}")).await;
        }
        let pages = story.get(&story.ana, &path).await.expect(200).body["pages"].as_array().unwrap().clone();
        assert_eq!((pages.len(), pages[0]["url"].as_str()), (50, Some("https://shop.test/59")));
        // A first visit brings its page too.
        let ask = json!({ "widget_key": story.widget_key, "page": { "url": "https://shop.test/new" } });
        let new = story.call(None, "POST", "/api/widget/session", ask).await.expect(200).body;
        let path = format!("/api/contacts/{}/pages", new["contact"]["id"].as_str().unwrap());
        assert_eq!(story.get(&story.ana, &path).await.expect(200).body["pages"][0]["url"], "https://shop.test/new");
        story.get(&story.visitor, &path).await.refused(403, "forbidden");
    }
}
