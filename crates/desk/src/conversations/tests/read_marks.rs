//! Unread counts, which agree wherever they are shown.

use antiphon_testkit::{Caller, Story, both_engines};
use serde_json::json;

async fn unread(story: &Story, who: &Caller, id: &str) -> i64 {
    let one = story.get(who, &format!("/api/conversations/{id}")).await.expect(200).body["unread"].as_i64().unwrap();
    let list = story.get(who, "/api/conversations").await.expect(200).body;
    let row = list["conversations"].as_array().unwrap().iter().find(|row| row["id"] == id).unwrap();
    assert_eq!(row["unread"].as_i64().unwrap(), one, "list and conversation agree");
    one
}

both_engines! {
    async fn unread_counts_only_messages_of_others_that_one_may_see(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Hi").await;
        story.say(&story.ana, &id, "Hello").await;
        assert_eq!(unread(&story, &story.visitor, &id).await, 1);
        story.note(&story.ana, &id, "A regular").await;
        assert_eq!(unread(&story, &story.visitor, &id).await, 1);
        let second = story.say(&story.ana, &id, "How can I help?").await;
        assert_eq!(unread(&story, &story.visitor, &id).await, 2);
        assert_eq!(unread(&story, &story.ana, &id).await, 0);
        assert_eq!(unread(&story, &story.ben, &id).await, 0, "who takes no part has no unread");
        let seq = second["seq"].as_i64().unwrap();
        let path = format!("/api/conversations/{id}/read");
        let mark = story.call(&story.visitor, "PUT", &path, json!({ "seq": seq })).await.expect(200).body;
        assert_eq!(mark["unread"], 0);
        let back = story.call(&story.visitor, "PUT", &path, json!({ "seq": 1 })).await.expect(200).body;
        assert_eq!(back["last_read_seq"].as_i64().unwrap(), seq, "a mark never moves back");
        story.call(&story.visitor, "PUT", &path, json!({ "seq": -1 })).await.refused(422, "invalid");
    }

    async fn a_deleted_message_is_not_left_to_be_read(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Hi").await;
        story.say(&story.ana, &id, "One").await;
        let two = story.say(&story.ana, &id, "Two").await;
        let three = story.say(&story.ana, &id, "Three").await;
        assert_eq!(unread(&story, &story.visitor, &id).await, 3);
        let path = format!("/api/conversations/{id}/messages/{}", three["id"].as_str().unwrap());
        story.call(&story.ana, "DELETE", &path, None).await.expect(200);
        assert_eq!(unread(&story, &story.visitor, &id).await, 2);
        let read = format!("/api/conversations/{id}/read");
        story.call(&story.visitor, "PUT", &read, json!({ "seq": two["seq"] })).await.expect(200);
        assert_eq!(unread(&story, &story.visitor, &id).await, 0, "the deleted one lies ahead and does not count");
        story.say(&story.ana, &id, "Four").await;
        assert_eq!(unread(&story, &story.visitor, &id).await, 1);
    }

    async fn whoever_speaks_has_read_what_stands_there(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Hi").await;
        story.say(&story.ana, &id, "One").await;
        story.say(&story.visitor, &id, "Two").await;
        assert_eq!(unread(&story, &story.visitor, &id).await, 0);
        assert_eq!(unread(&story, &story.ana, &id).await, 1);
    }

    async fn a_mark_on_a_note_tells_a_customer_nothing_of_it(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Hi").await;
        let answer = story.say(&story.ana, &id, "Hello").await["seq"].as_i64().unwrap();
        story.say(&story.ben, &id, "And me").await;
        let public = story.say(&story.visitor, &id, "Good").await["seq"].as_i64().unwrap();
        let note = story.note(&story.ben, &id, "A regular").await["seq"].as_i64().unwrap();
        let mut visitor = story.connect(&story.visitor).await;
        let mut ben = story.connect(&story.ben).await;
        let seen = visitor.subscribe(&id, 0).await;
        ben.subscribe(&id, 0).await;
        let mark_of = |positions: &serde_json::Value, who: &Caller| {
            let positions = positions.as_array().unwrap();
            positions.iter().find(|one| one["principal_id"] == who.id.as_str()).unwrap()["read_seq"].as_i64().unwrap()
        };
        assert_eq!(mark_of(&seen["positions"], &story.ben), public, "Ben's note counts as read by him");
        assert!(mark_of(&seen["positions"], &story.ana) >= answer);
        story.call(&story.ana, "PUT", &format!("/api/conversations/{id}/read"), json!({ "seq": note })).await.expect(200);
        let told = visitor.expect("read").await;
        assert_eq!((told["principal_id"].as_str(), told["seq"].as_i64()), (Some(story.ana.id.as_str()), Some(public)));
        loop {
            if ben.expect("read").await["seq"].as_i64() == Some(note) {
                break; // colleagues see how far she really is
            }
        }
        let detail = story.get(&story.visitor, &format!("/api/conversations/{id}")).await.expect(200).body;
        assert!(detail["participants"].as_array().unwrap().iter().all(|one| one["last_read_seq"].as_i64().unwrap() <= public));
    }
}
