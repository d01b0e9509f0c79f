//! The feed: which conversations of one's lists changed, in pages, told again rather than missed.

use std::collections::HashSet;

use antiphon_testkit::{Caller, Story, both_engines};
use serde_json::{Value, json};

async fn cursor(story: &Story, who: &Caller) -> String {
    story.get(who, "/api/feed").await.expect(200).body["cursor"].as_str().unwrap().to_owned()
}

/// All that changed after a cursor, page by page; and where it goes on.
async fn changes(story: &Story, who: &Caller, after: &str, limit: u32) -> (Vec<Value>, String) {
    let (mut items, mut after) = (Vec::new(), after.to_owned());
    for _ in 0..100 {
        let page = story.get(who, &format!("/api/feed?after={after}&limit={limit}")).await.expect(200).body;
        let new = page["items"].as_array().unwrap();
        assert!(new.len() <= limit as usize);
        items.extend(new.iter().cloned());
        after = page["cursor"].as_str().unwrap().to_owned();
        if page["has_more"] == false {
            return (items, after);
        }
    }
    panic!("the feed does not end");
}

fn ids(items: &[Value]) -> HashSet<String> {
    items.iter().map(|item| item["conversation"]["id"].as_str().unwrap().to_owned()).collect()
}

both_engines! {
    async fn a_contact_who_is_called_otherwise_comes_by_the_feed(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Hi").await;
        let start = cursor(&story, &story.ana).await;
        let mut ben = story.connect(&story.ben).await;
        ben.send(json!({ "type": "follow_feed", "after": start })).await;
        ben.expect("feed").await;
        let path = format!("/api/contacts/{}", story.visitor.id);
        story.call(&story.ana, "PATCH", &path, json!({ "name": "Vera Nowak" })).await.expect(200);
        let (items, end) = changes(&story, &story.ana, &start, 10).await;
        assert_eq!(ids(&items), HashSet::from([id]));
        assert_eq!(items[0]["conversation"]["contact"]["name"], "Vera Nowak");
        assert_eq!(ben.expect("feed").await["items"][0]["conversation"]["contact"]["name"], "Vera Nowak");
        // The same name again is no change.
        story.call(&story.ana, "PATCH", &path, json!({ "name": "Vera Nowak" })).await.expect(200);
        assert!(changes(&story, &story.ana, &end, 10).await.0.is_empty());
    }

    async fn changes_come_in_pages_and_none_is_left_out(story: Story) {
        let start = cursor(&story, &story.ana).await;
        let mut expected = HashSet::new();
        for n in 0..7 {
            expected.insert(story.visitor_starts(&story.stranger, &format!("Matter {n}")).await);
        }
        for limit in [1, 2, 3, 7, 100] {
            let (items, end) = changes(&story, &story.ana, &start, limit).await;
            assert_eq!(ids(&items), expected, "in pages of {limit}");
            let (later, _) = changes(&story, &story.ana, &end, limit).await;
            // On PostgreSQL what was told in the same moment may be told again.
            assert!(ids(&later).is_subset(&expected));
        }
        let (_, end) = changes(&story, &story.ana, &start, 100).await;
        let one = expected.iter().next().unwrap();
        story.say(&story.ben, one, "I take this one").await;
        let (items, _) = changes(&story, &story.ana, &end, 100).await;
        let changed = items.iter().find(|item| item["conversation"]["id"] == json!(one)).expect("the change is told");
        assert_eq!(changed["conversation"]["assignee"]["name"], "Ben");
    }

    async fn each_sees_changes_of_their_own_lists_only(story: Story) {
        let (visitor, foreign) = (cursor(&story, &story.visitor).await, cursor(&story, &story.foreign_agent).await);
        let own = story.visitor_starts(&story.visitor, "Mine").await;
        story.visitor_starts(&story.stranger, "Not mine").await;
        assert_eq!(ids(&changes(&story, &story.visitor, &visitor, 50).await.0), HashSet::from([own]));
        assert!(changes(&story, &story.foreign_agent, &foreign, 50).await.0.is_empty());
        let (items, _) = changes(&story, &story.foreign_agent, &visitor, 50).await;
        assert!(items.is_empty(), "another's cursor opens nothing");
    }

    async fn what_one_no_longer_sees_is_told_as_gone(story: Story) {
        let body = json!({ "kind": "direct", "participants": [story.ben.id], "message": { "text": "Hi Ben" } });
        let id = story.post(&story.ana, "/api/conversations", body).await.expect(201).body["conversation"]["id"].as_str().unwrap().to_owned();
        let start = cursor(&story, &story.ben).await;
        let mut socket = story.connect(&story.ben).await;
        socket.send(json!({ "type": "follow_feed", "after": start })).await;
        socket.expect("feed").await;
        story.call(&story.ana, "DELETE", &format!("/api/conversations/{id}/participants/{}", story.ben.id), None).await.expect(204);
        let gone = json!({ "type": "gone", "conversation_id": id });
        let (items, _) = changes(&story, &story.ben, &start, 50).await;
        assert_eq!(items.last(), Some(&gone));
        loop {
            if socket.expect("feed").await["items"].as_array().unwrap().contains(&gone) {
                break;
            }
        }
        story.say(&story.ana, &id, "He is gone").await;
        let seen = story.get(&story.ben, &format!("/api/feed?after={start}")).await.expect(200);
        assert!(!String::from_utf8_lossy(&seen.raw).contains("He is gone"));
    }

    async fn a_poll_of_the_feed_answers_when_something_changes(story: Story) {
        let start = cursor(&story, &story.ana).await;
        let path = format!("/api/feed?after={start}&wait=20");
        let (answer, id) = tokio::join!(story.get(&story.ana, &path), story.visitor_starts(&story.visitor, "Anyone?"));
        assert_eq!(answer.expect(200).body["items"][0]["conversation"]["id"], json!(id));
        let mut stream = story.events(&story.ana, &format!("/api/feed?after={start}"), None).await;
        let event = stream.next().await.unwrap();
        assert_eq!((event.name.as_str(), &event.data["items"][0]["conversation"]["id"]), ("feed", &json!(id)));
        story.say(&story.visitor, &id, "Hello?").await;
        let mut again = story.events(&story.ana, "/api/feed", Some(&event.id)).await;
        let next = again.next().await.unwrap();
        assert_eq!(next.data["items"][0]["conversation"]["last_message"]["text"], "Hello?");
        story.get(&story.ana, "/api/feed?wait=25").await.expect(200); // without a cursor there is nothing to wait for
        story.get(&story.ana, "/api/feed?wait=26").await.refused(422, "invalid");
        story.get(&story.ana, &format!("/api/feed?after={start}&wait=26")).await.refused(422, "invalid");
    }
}
