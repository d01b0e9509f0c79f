//! Scenarios of two contacts made one, and apart again.

use antiphon_testkit::{Story, both_engines};
use serde_json::{Value, json};

async fn contact(story: &Story, id: &str) -> Value {
    story.get(&story.ana, &format!("/api/contacts/{id}")).await.expect(200).body
}

async fn conversations_of(story: &Story, id: &str) -> Vec<String> {
    let page = story.get(&story.ana, &format!("/api/conversations?contact_id={id}")).await.expect(200).body;
    let mut ids: Vec<String> =
        page["conversations"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect();
    ids.sort();
    ids
}

both_engines! {
    async fn a_merge_is_looked_at_done_and_undone(story: Story) {
        let (into, from) = (&story.stranger.id, &story.visitor.id);
        let first = story.visitor_starts(&story.visitor, "From the one").await;
        let second = story.visitor_starts(&story.stranger, "From the other").await;
        let change = json!({ "name": "Al", "email": "al@x.test", "phone": "112", "external_id": "42" });
        story.call(&story.ana, "PATCH", &format!("/api/contacts/{from}"), change).await.expect(200);
        story.call(&story.ana, "PATCH", &format!("/api/contacts/{into}"), json!({ "phone": "113" })).await.expect(200);
        story.post(&story.ana, &format!("/api/contacts/{from}/notes"), json!({ "text": "A note" })).await.expect(201);
        let (into_before, from_before) = (contact(&story, into).await, contact(&story, from).await);

        let preview = story.get(&story.ana, &format!("/api/contacts/{into}/merge?from={from}")).await.expect(200).body;
        let filled: Vec<&str> = preview["filled"].as_array().unwrap().iter().map(|one| one["field"].as_str().unwrap()).collect();
        assert_eq!((filled, &preview["conversations"]), (vec!["name", "email"], &json!(1)));
        assert_eq!(contact(&story, into).await, into_before, "looking changes nothing");

        let merge = story.post(&story.ana, &format!("/api/contacts/{into}/merge"), json!({ "from": from })).await.expect(201).body;
        assert_eq!((&merge["moved"], &merge["from_external_id"]), (&json!(1), &json!("42")));
        let stays = contact(&story, into).await;
        assert_eq!((&stays["name"], &stays["email"], &stays["phone"]), (&json!("Al"), &json!("al@x.test"), &json!("113")));
        assert_eq!(contact(&story, from).await["merged_into"], into.as_str());
        let mut both = vec![first.clone(), second.clone()];
        both.sort();
        assert_eq!(conversations_of(&story, into).await, both);
        let listed = story.get(&story.ana, "/api/contacts?limit=100").await.expect(200).body.to_string();
        assert!(!listed.contains(from.as_str()), "the one that went is in no list");
        let notes = story.get(&story.ana, &format!("/api/contacts/{into}/notes")).await.expect(200).body;
        assert_eq!(notes["notes"][0]["text"], "A note");
        story.call(&story.ana, "PATCH", &format!("/api/contacts/{from}"), json!({ "name": "X" })).await.refused(409, "merged");

        story.call(&story.ana, "PATCH", &format!("/api/contacts/{into}"), json!({ "email": "later@x.test" })).await.expect(200);
        let undone = story.post(&story.ana, &format!("/api/contact-merges/{}/undo", merge["id"].as_str().unwrap()), json!({})).await.expect(200).body;
        assert!(undone["undone_at"].is_string());
        assert_eq!(contact(&story, from).await, from_before);
        let stays = contact(&story, into).await;
        assert_eq!((&stays["name"], &stays["email"]), (&into_before["name"], &json!("later@x.test")), "what was changed since stays");
        assert_eq!((conversations_of(&story, into).await, conversations_of(&story, from).await), (vec![second], vec![first]));
        story.post(&story.ana, &format!("/api/contact-merges/{}/undo", merge["id"].as_str().unwrap()), json!({})).await.refused(409, "undone");
        assert_eq!(story.get(&story.ana, &format!("/api/contacts/{into}/merges")).await.expect(200).body["merges"].as_array().unwrap().len(), 1);
        let trail = story.get(&story.owner, "/api/audit").await.expect(200).body.to_string();
        assert!(trail.contains("contact.merged") && trail.contains("contact.merge_undone"));
    }

    async fn a_visitor_who_was_merged_away_goes_on_as_before_and_sees_nothing_of_the_other(story: Story) {
        let own = story.visitor_starts(&story.visitor, "Mine").await;
        let theirs = story.visitor_starts(&story.stranger, "Secret of the other").await;
        let change = json!({ "email": "secret@x.test" });
        story.call(&story.ana, "PATCH", &format!("/api/contacts/{}", story.stranger.id), change).await.expect(200);
        story.post(&story.ana, &format!("/api/contacts/{}/merge", story.stranger.id), json!({ "from": story.visitor.id })).await.expect(201);

        story.say(&story.visitor, &own, "Still here").await;
        story.get(&story.visitor, &format!("/api/conversations/{theirs}")).await.refused(404, "not_found");
        let ask = json!({ "widget_key": story.widget_key, "visitor_token": story.visitor.token });
        let session = story.call(None, "POST", "/api/widget/session", ask).await.expect(200).body;
        assert_eq!((&session["contact"]["id"], &session["conversation"]["id"]), (&json!(story.visitor.id), &json!(own)));
        assert!(!session.to_string().contains("secret"), "{session}");
        // A conversation that they begin now is the other's too, in the team's eyes.
        let later = story.visitor_starts(&story.visitor, "Another matter").await;
        assert!(conversations_of(&story, &story.stranger.id).await.contains(&later));
        let mine = story.get(&story.visitor, "/api/conversations").await.expect(200).body;
        assert_eq!(mine["conversations"].as_array().unwrap().len(), 2);
        assert!(!mine.to_string().contains("secret"));
        story.call(&story.ana, "DELETE", &format!("/api/conversations/{own}/participants/{}", story.visitor.id), None).await.refused(409, "is_customer");
        // Who blocks the one that stayed blocks both.
        story.call(&story.ana, "PUT", &format!("/api/contacts/{}/block", story.stranger.id), None).await.expect(200);
        story.post(&story.visitor, &format!("/api/conversations/{own}/messages"), json!({ "text": "x" })).await.refused(403, "blocked");
    }

    async fn merges_over_several_steps_come_apart_in_any_order(story: Story) {
        let third = story.new_visitor().await;
        let mut own = Vec::new();
        for who in [&story.visitor, &story.stranger, &third] {
            own.push(story.visitor_starts(who, "Hi").await);
        }
        let merge = async |into: &str, from: &str| {
            let body = story.post(&story.ana, &format!("/api/contacts/{into}/merge"), json!({ "from": from })).await.expect(201).body;
            body["id"].as_str().unwrap().to_owned()
        };
        let inner = merge(&story.stranger.id, &story.visitor.id).await;
        let outer = merge(&third.id, &story.stranger.id).await;
        assert_eq!(conversations_of(&story, &third.id).await.len(), 3);
        story.post(&story.ana, &format!("/api/contact-merges/{inner}/undo"), json!({})).await.expect(200);
        assert_eq!(conversations_of(&story, &story.visitor.id).await, [own[0].clone()]);
        assert_eq!(conversations_of(&story, &third.id).await.len(), 2);
        story.post(&story.ana, &format!("/api/contact-merges/{outer}/undo"), json!({})).await.expect(200);
        assert_eq!(conversations_of(&story, &story.stranger.id).await, [own[1].clone()]);
    }

    async fn what_cannot_be_merged_is_refused(story: Story) {
        let (a, b) = (&story.visitor.id, &story.stranger.id);
        let path = format!("/api/contacts/{a}/merge");
        for (from, status, code) in [
            (a.as_str(), 422, "invalid"),
            (story.foreign_visitor.id.as_str(), 422, "invalid"),
            (story.ana.id.as_str(), 422, "invalid"),
        ] {
            story.post(&story.ana, &path, json!({ "from": from })).await.refused(status, code);
            story.get(&story.ana, &format!("{path}?from={from}")).await.refused(status, code);
        }
        story.call(&story.ana, "PUT", &format!("/api/contacts/{b}/block"), None).await.expect(200);
        story.post(&story.ana, &path, json!({ "from": b })).await.refused(409, "blocked");
        story.call(&story.ana, "DELETE", &format!("/api/contacts/{b}/block"), None).await.expect(200);
        story.call(&story.ana, "PUT", &format!("/api/contacts/{b}/removal"), None).await.expect(200);
        story.post(&story.ana, &path, json!({ "from": b })).await.refused(409, "removed");
        story.call(&story.ana, "DELETE", &format!("/api/contacts/{b}/removal"), None).await.expect(200);
        story.post(&story.ana, &path, json!({ "from": b })).await.expect(201);
        story.post(&story.ana, &path, json!({ "from": b })).await.refused(409, "merged");
        let third = story.new_visitor().await;
        story.post(&story.ana, &format!("/api/contacts/{b}/merge"), json!({ "from": third.id })).await.refused(409, "merged");
        story.post(&story.visitor, &path, json!({ "from": third.id })).await.refused(403, "forbidden");
    }

    async fn a_value_that_is_none_any_more_stays_with_the_one_who_goes(story: Story) {
        let new = json!({ "key": "plan", "label": "Plan", "type": "list", "choices": ["Free", "Pro"] });
        let plan = story.post(&story.owner, "/api/contact-attributes", new).await.expect(201).body;
        let (into, from) = (&story.stranger.id, &story.visitor.id);
        let change = json!({ "email": "al@x.test", "attributes": { "plan": "Pro" } });
        story.call(&story.ana, "PATCH", &format!("/api/contacts/{from}"), change).await.expect(200);
        let path = format!("/api/contact-attributes/{}", plan["id"].as_str().unwrap());
        story.call(&story.owner, "PATCH", &path, json!({ "choices": ["Free"] })).await.expect(200);
        let preview = story.get(&story.ana, &format!("/api/contacts/{into}/merge?from={from}")).await.expect(200).body;
        assert_eq!(preview["filled"], json!([{ "field": "email", "value": "al@x.test" }]));
        let merge = story.post(&story.ana, &format!("/api/contacts/{into}/merge"), json!({ "from": from })).await.expect(201).body;
        assert_eq!(contact(&story, into).await["attributes"], json!({}));
        story.post(&story.ana, &format!("/api/contact-merges/{}/undo", merge["id"].as_str().unwrap()), json!({})).await.expect(200);
        assert_eq!(contact(&story, from).await["attributes"]["plan"], "Pro");
    }
}
