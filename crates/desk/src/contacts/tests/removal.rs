//! Deleting contacts: gone from every list, all that was said stays, and a way back for colleagues and for themselves.

use antiphon_testkit::{Story, both_engines};
use serde_json::{Value, json};

use super::{contact, id, names};

fn removal(of: &str) -> String {
    format!("/api/contacts/{of}/removal")
}

async fn now(story: &Story, of: &str) -> Value {
    story.get(&story.ana, &format!("/api/contacts/{of}")).await.expect(200).body
}

async fn is_deleted(story: &Story, of: &str) -> bool {
    now(story, of).await["removed_at"].is_string()
}

async fn in_trail(story: &Story) -> [usize; 2] {
    let trail = story.get(&story.owner, "/api/audit").await.expect(200).body.to_string();
    ["contact.removed", "contact.restored"].map(|action| trail.matches(action).count())
}

both_engines! {
    async fn a_deleted_contact_is_in_no_list_and_comes_back_as_it_was(story: Story) {
        let al = contact(&story, json!({ "name": "Al Adams", "email": "al@x.test", "external_id": "7" })).await;
        let (of, path) = (id(&al), removal(&id(&al)));
        contact(&story, json!({ "name": "Alma", "email": "alma@x.test" })).await;
        story.post(&story.ana, &format!("/api/contacts/{of}/notes"), json!({ "text": "Calls on Mondays" })).await.expect(201);
        let removed = story.call(&story.ana, "PUT", &path, None).await.expect(200).body;
        assert!(removed["removed_at"].is_string());
        story.later(std::time::Duration::from_secs(60));
        assert_eq!(story.call(&story.ana, "PUT", &path, None).await.expect(200).body, removed, "a repeat says the same");
        assert_eq!(now(&story, &of).await, removed, "its page opens");
        for query in ["q=al", "q=x.test", "sort=name", "sort=last_seen", "sort=created", "verified=false", "blocked=false", "removed=false"] {
            assert!(!names(&story, &format!("limit=100&{query}")).await.contains(&"Al Adams".to_owned()), "{query}");
            let table = story.get(&story.owner, &format!("/api/contacts/export?{query}")).await;
            assert!(!String::from_utf8_lossy(&table.raw).contains("Adams"), "{query}");
        }
        for query in ["", "&q=adams", "&sort=last_seen", "&sort=created", "&limit=1", "&verified=false"] {
            assert_eq!(names(&story, &format!("removed=true{query}")).await, ["Al Adams"], "{query}");
        }
        let notes = story.get(&story.ana, &format!("/api/contacts/{of}/notes")).await.expect(200).body;
        assert_eq!(notes["notes"][0]["text"], "Calls on Mondays");
        story.post(&story.ana, "/api/contacts", json!({ "name": "Other", "external_id": "7" })).await.refused(409, "external_id_taken");

        let back = story.call(&story.ana, "DELETE", &path, None).await.expect(200).body;
        assert_eq!(back, al, "as it was");
        assert_eq!(story.call(&story.ana, "DELETE", &path, None).await.expect(200).body, al);
        assert_eq!(names(&story, "q=adams").await, ["Al Adams"]);
        assert!(names(&story, "removed=true").await.is_empty());
        assert_eq!(in_trail(&story).await, [1, 1], "repeats are no lines");
        for nobody in [&story.foreign_visitor.id, &story.ana.id] {
            story.call(&story.ana, "PUT", &removal(nobody), None).await.refused(404, "not_found");
            story.call(&story.ana, "DELETE", &removal(nobody), None).await.refused(404, "not_found");
        }
        story.call(&story.visitor, "PUT", &removal(&story.visitor.id), None).await.refused(403, "forbidden");
    }

    async fn who_writes_again_is_back_by_themselves(story: Story) {
        let talk = story.visitor_starts(&story.visitor, "Hi").await;
        let own = format!("/api/conversations/{talk}");
        let before = story.get(&story.visitor, &format!("{own}/messages")).await.expect(200).body;
        let mut ben = story.connect(&story.ben).await;
        let start = story.get(&story.ben, "/api/feed").await.expect(200).body["cursor"].clone();
        ben.send(json!({ "type": "follow_feed", "after": start })).await;
        ben.expect("feed").await;
        story.call(&story.ana, "PUT", &removal(&story.visitor.id), None).await.expect(200);
        assert_eq!(ben.expect("feed").await["items"][0]["conversation"]["id"], json!(talk), "colleagues hear of it");
        assert_eq!(story.get(&story.visitor, &format!("{own}/messages")).await.expect(200).body, before);
        assert_eq!(story.get(&story.ana, &own).await.expect(200).body["contact"]["id"], json!(story.visitor.id));

        // Being on the site is not enough, nor is what colleagues write.
        let ask = json!({ "widget_key": story.widget_key, "visitor_token": story.visitor.token });
        story.call(None, "POST", "/api/widget/session", ask).await.expect(200);
        story.say(&story.ana, &talk, "Are you there?").await;
        assert!(is_deleted(&story, &story.visitor.id).await);
        story.say(&story.visitor, &talk, "I am").await;
        assert!(!is_deleted(&story, &story.visitor.id).await);
        assert_eq!(in_trail(&story).await, [1, 1]);

        story.call(&story.ana, "PUT", &removal(&story.visitor.id), None).await.expect(200);
        story.visitor_starts(&story.visitor, "Something else").await;
        assert!(!is_deleted(&story, &story.visitor.id).await);

        // Who was merged into another one brings that one back.
        let merge = format!("/api/contacts/{}/merge", story.stranger.id);
        story.post(&story.ana, &merge, json!({ "from": story.visitor.id })).await.expect(201);
        story.call(&story.ana, "PUT", &removal(&story.visitor.id), None).await.refused(409, "merged");
        story.call(&story.ana, "PUT", &removal(&story.stranger.id), None).await.expect(200);
        story.say(&story.visitor, &talk, "And again").await;
        assert!(!is_deleted(&story, &story.stranger.id).await);

        // A blocked one is not heard, and so not back.
        for deed in ["removal", "block"] {
            story.call(&story.ana, "PUT", &format!("/api/contacts/{}/{deed}", story.stranger.id), None).await.expect(200);
        }
        story.post(&story.visitor, &format!("{own}/messages"), json!({ "text": "Me" })).await.refused(403, "blocked");
        assert!(is_deleted(&story, &story.stranger.id).await);
    }

    async fn many_are_deleted_at_once_and_brought_back(story: Story) {
        let al = contact(&story, json!({ "name": "Al" })).await;
        let bo = contact(&story, json!({ "name": "Bo" })).await;
        story.call(&story.ana, "PUT", &removal(&id(&bo)), None).await.expect(200);
        let edit = async |ask| story.post(&story.ana, "/api/contact-edits", ask).await;
        let wrong = edit(json!({ "ids": [bo["id"]], "change": { "blocked": true } })).await;
        wrong.refused(422, "invalid");
        assert_eq!(wrong.body["error"]["field"], "ids[0]", "who is deleted is not changed");

        let edited = edit(json!({ "ids": [al["id"]], "change": { "removed": true } })).await.expect(201).body;
        assert_eq!(edited["changed"], 1);
        assert_eq!(names(&story, "removed=true").await, ["Al", "Bo"]);
        story.post(&story.ana, &format!("/api/contact-edits/{}/undo", id(&edited)), json!({})).await.expect(200);
        assert_eq!(names(&story, "removed=true").await, ["Bo"]);
        assert_eq!(now(&story, &id(&al)).await, al);

        edit(json!({ "ids": [bo["id"]], "change": { "removed": false } })).await.expect(201);
        assert!(names(&story, "removed=true").await.is_empty());
    }
}
