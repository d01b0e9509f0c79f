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
}
