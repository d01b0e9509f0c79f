//! Previews go with their links, with their message, and at the wish of whoever said it or manages the conversation.

use antiphon_testkit::{Site, Story, both_engines};
use axum::Router;
use serde_json::{Value, json};

use super::{all_made, message, page, shown};

async fn lamps() -> Site {
    Site::start(Router::new().route("/{page}", page("<title>Lamps</title>"))).await
}

fn path(conversation: &str, message: &Value) -> String {
    format!("/api/conversations/{conversation}/messages/{}", message["id"].as_str().unwrap())
}

both_engines! {
    async fn whoever_said_it_takes_a_preview_away_for_good(story: Story) {
        let site = lamps().await;
        let id = story.visitor_starts(&story.visitor, "Hello").await;
        let (one, two) = (site.url("/1"), site.url("/2"));
        let said = shown(&story, &id, &format!("{one} and {two}")).await;
        assert_eq!(said["previews"].as_array().unwrap().len(), 2);
        let message_path = path(&id, &said);
        let gone = story.call(&story.visitor, "DELETE", &format!("{message_path}/previews?url={one}"), None).await.expect(200).body;
        assert_eq!(gone["previews"], json!([{ "url": two, "title": "Lamps" }]));
        assert_eq!((&gone["text"], &gone["edited_at"]), (&said["text"], &Value::Null));
        let again = story.call(&story.visitor, "DELETE", &format!("{message_path}/previews?url={one}"), None).await.expect(200).body;
        assert_eq!(again, gone);
        let told = story.log(&story.ana, &id, 0).await;
        assert_eq!(told.iter().filter(|entry| entry["type"] == "preview.removed").count(), 1);
        assert_eq!(told.last().unwrap()["message"]["previews"], gone["previews"]);
        let changed = json!({ "text": format!("{one} and {two} once more") });
        story.call(&story.visitor, "PATCH", &message_path, changed).await.expect(200);
        all_made(&story).await;
        assert_eq!(message(&story, &story.ana, &id, &said["id"]).await["previews"], gone["previews"], "it does not come back");
        story.call(&story.visitor, "DELETE", &format!("{message_path}/previews"), None).await.expect(200);
        assert!(message(&story, &story.ana, &id, &said["id"]).await.get("previews").is_none());
        let trail = story.get(&story.owner, "/api/audit?limit=100").await.expect(200).body;
        assert!(!trail.to_string().contains("preview.removed"), "one's own is nobody's matter");
    }

    async fn staff_take_anothers_away_and_it_is_in_the_trail(story: Story) {
        let site = lamps().await;
        let id = story.visitor_starts(&story.visitor, "Hello").await;
        let said = shown(&story, &id, &site.url("/1")).await;
        let previews = format!("{}/previews", path(&id, &said));
        let answer = story.say(&story.ana, &id, &site.url("/2")).await;
        all_made(&story).await;
        story.call(&story.visitor, "DELETE", &format!("{}/previews", path(&id, &answer)), None).await.refused(403, "forbidden");
        let stranger = story.new_visitor().await;
        for caller in [&stranger, &story.foreign_owner] {
            story.call(caller, "DELETE", &previews, None).await.refused(404, "not_found");
        }
        let wrong = story.call(&story.ben, "DELETE", &format!("{previews}?url=https://b.test/"), None).await;
        wrong.refused(422, "invalid");
        assert_eq!(wrong.body["error"]["field"], "url");
        let gone = story.call(&story.ben, "DELETE", &previews, None).await.expect(200).body;
        assert!(gone.get("previews").is_none());
        let trail = story.get(&story.owner, "/api/audit?limit=100").await.expect(200).body.to_string();
        assert!(trail.contains("preview.removed") && !trail.contains(&site.url("/1")));
    }

    async fn previews_go_with_their_links_and_their_message(story: Story) {
        let site = lamps().await;
        let id = story.visitor_starts(&story.visitor, "Hello").await;
        let said = shown(&story, &id, &site.url("/1")).await;
        let changed = json!({ "text": format!("Rather {}", site.url("/2")) });
        let changed = story.call(&story.visitor, "PATCH", &path(&id, &said), changed).await.expect(200).body;
        assert!(changed.get("previews").is_none(), "the link is gone");
        all_made(&story).await;
        assert_eq!(message(&story, &story.ana, &id, &said["id"]).await["previews"], json!([{ "url": site.url("/2"), "title": "Lamps" }]));
        let deleted = story.call(&story.visitor, "DELETE", &path(&id, &said), None).await.expect(200).body;
        assert!(deleted.get("previews").is_none());
        story.call(&story.visitor, "DELETE", &format!("{}/previews", path(&id, &said)), None).await.refused(409, "deleted");
        let log = story.log(&story.ana, &id, 0).await;
        assert!(log.iter().all(|entry| entry["message"].get("previews").is_none()), "in no reading of the log");
    }
}
