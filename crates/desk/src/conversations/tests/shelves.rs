//! What is kept at hand and what is put away: pins, the archive, muting.

use antiphon_testkit::{Caller, Story, both_engines};
use serde_json::json;

async fn ids(story: &Story, who: &Caller, query: &str) -> Vec<String> {
    let list = story.get(who, &format!("/api/conversations{query}")).await.expect(200).body;
    list["conversations"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect()
}

both_engines! {
    async fn what_is_put_away_leaves_the_lists_until_something_is_said(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Hi").await;
        let other = story.visitor_starts(&story.stranger, "Hello").await;
        let path = format!("/api/conversations/{id}");
        story.call(&story.visitor, "PATCH", &path, json!({ "archived": true })).await.refused(403, "forbidden");
        let away = story.call(&story.ana, "PATCH", &path, json!({ "archived": true })).await.expect(200).body;
        assert!(away["archived_at"].is_string());
        assert_eq!(ids(&story, &story.ana, "").await, [&*other]);
        assert_eq!(ids(&story, &story.ana, "?status=queued,open").await, [&*other]);
        assert_eq!(ids(&story, &story.ana, "?archived=true").await, [&*id]);
        assert_eq!(ids(&story, &story.visitor, "").await, [&*id], "to the customer it is where it was");
        let shown = story.get(&story.visitor, &path).await.expect(200).body;
        assert!(shown["archived_at"].is_null() && shown["last_seq"] == 1, "{shown}");
        story.later(std::time::Duration::from_secs(1));
        story.say(&story.visitor, &id, "One more thing").await;
        assert_eq!(ids(&story, &story.ana, "").await, [&*id, &*other]);
        story.get(&story.ana, "/api/conversations?archived=true&pinned=true").await.refused(422, "invalid");
        story.get(&story.visitor, "/api/conversations?archived=true").await.refused(422, "invalid");
    }

    async fn a_team_pins_conversations_and_anybody_finds_pinned_messages(story: Story) {
        let id = story.visitor_starts(&story.visitor, "My address is Main Street 1").await;
        story.visitor_starts(&story.stranger, "Hello").await;
        let path = format!("/api/conversations/{id}");
        story.call(&story.ana, "PATCH", &path, json!({ "pinned": true })).await.expect(200);
        assert_eq!(ids(&story, &story.ben, "?pinned=true").await, [&*id]);
        assert!(story.get(&story.visitor, &path).await.expect(200).body["pinned_at"].is_null());
        let message = story.log(&story.visitor, &id, 0).await[0]["message"]["id"].as_str().unwrap().to_owned();
        let pin = format!("{path}/messages/{message}/pin");
        story.call(&story.visitor, "PUT", &pin, None).await.refused(403, "forbidden");
        let pinned = story.call(&story.ana, "PUT", &pin, None).await.expect(200).body;
        assert_eq!(story.call(&story.ana, "PUT", &pin, None).await.expect(200).body, pinned);
        let note = story.note(&story.ana, &id, "VIP").await["id"].as_str().unwrap().to_owned();
        story.call(&story.ana, "PUT", &format!("{path}/messages/{note}/pin"), None).await.expect(200);
        let board = async |who| {
            let page = story.get(who, &format!("{path}/messages?pinned=true")).await.expect(200).body;
            page["messages"].as_array().unwrap().len()
        };
        assert_eq!((board(&story.ana).await, board(&story.visitor).await), (2, 1));
        assert_eq!(story.log(&story.visitor, &id, 0).await.iter().filter(|entry| entry["type"] == "message.pinned").count(), 1);
        story.call(&story.ana, "DELETE", &pin, None).await.expect(200);
        story.call(&story.ana, "DELETE", &format!("{path}/messages/{note}"), None).await.expect(200);
        assert_eq!(board(&story.ana).await, 0, "a deleted message is on no board");
        story.get(&story.ana, &format!("{path}/messages?pinned=true&before_seq=9")).await.refused(422, "invalid");
    }

    async fn muting_is_each_ones_own_matter(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Hi").await;
        let mute = format!("/api/conversations/{id}/mute");
        story.call(&story.ana, "PUT", &mute, json!({ "muted": true })).await.refused(409, "no_participant");
        story.say(&story.ana, &id, "Hello").await;
        assert_eq!(story.call(&story.ana, "PUT", &mute, json!({ "muted": true })).await.expect(200).body["muted"], true);
        let seen = async |who| story.get(who, &format!("/api/conversations/{id}")).await.expect(200).body["muted"].clone();
        assert_eq!((seen(&story.ana).await, seen(&story.ben).await, seen(&story.visitor).await), (json!(true), json!(false), json!(false)));
        story.call(&story.ana, "PUT", &mute, json!({ "muted": false })).await.expect(200);
        assert_eq!(seen(&story.ana).await, false);
        story.call(&story.ana, "PUT", &mute, json!({ "muted": "yes" })).await.refused(422, "invalid");
    }
}
