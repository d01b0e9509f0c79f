//! Reactions: one emoji each, to whom the message is shown, and nothing becomes unread by them.

use antiphon_testkit::{Story, both_engines};
use serde_json::json;

both_engines! {
    async fn a_reaction_is_counted_told_and_taken_back(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Thank you!").await;
        story.say(&story.ana, &id, "You are welcome").await;
        let message = story.log(&story.visitor, &id, 0).await[0]["message"]["id"].as_str().unwrap().to_owned();
        let path = format!("/api/conversations/{id}/messages/{message}/reactions/%F0%9F%91%8D");
        let first = story.call(&story.ana, "PUT", &path, None).await.expect(200).body;
        assert_eq!(first["reactions"], json!([{ "emoji": "👍", "count": 1, "by": [story.ana.id] }]));
        assert_eq!(story.call(&story.ana, "PUT", &path, None).await.expect(200).body, first, "a repeat changes nothing");
        story.call(&story.ben, "PUT", &path, None).await.expect(200);
        let unread = story.get(&story.visitor, &format!("/api/conversations/{id}")).await.expect(200).body["unread"].clone();
        assert_eq!(unread, 1, "the answer alone, no reaction");
        let log = story.log(&story.visitor, &id, 0).await;
        let told: Vec<_> = log.iter().filter(|entry| entry["type"] == "reaction.added").collect();
        assert_eq!(told.len(), 2);
        assert_eq!(told[1]["data"]["emoji"], "👍");
        assert_eq!(told[1]["message"]["reactions"][0]["count"], 2, "the message as it is now");
        story.call(&story.ana, "DELETE", &path, None).await.expect(200);
        let after = story.call(&story.ana, "DELETE", &path, None).await.expect(200).body;
        assert_eq!(after["reactions"], json!([{ "emoji": "👍", "count": 1, "by": [story.ben.id] }]));
        let removed = story.log(&story.visitor, &id, 0).await.iter().filter(|entry| entry["type"] == "reaction.removed").count();
        assert_eq!(removed, 1);
        let bare = story.call(&story.ben, "DELETE", &path, None).await.expect(200).body;
        assert!(bare.get("reactions").is_none());
    }

    async fn a_customer_learns_of_no_reaction_on_a_note(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Where is it?").await;
        let note = story.note(&story.ana, &id, "Lost, I fear").await["id"].as_str().unwrap().to_owned();
        let before = story.log(&story.visitor, &id, 0).await;
        let path = format!("/api/conversations/{id}/messages/{note}/reactions/%F0%9F%98%A2");
        story.call(&story.ben, "PUT", &path, None).await.expect(200);
        story.call(&story.visitor, "PUT", &path, None).await.refused(404, "not_found");
        assert_eq!(story.log(&story.visitor, &id, 0).await, before);
        let head = story.get(&story.visitor, &format!("/api/conversations/{id}")).await.expect(200).body["last_seq"].clone();
        assert_eq!(head, before.last().unwrap()["seq"]);
        assert!(story.log(&story.ana, &id, 0).await.iter().any(|entry| entry["type"] == "reaction.added"));
    }

    async fn a_customer_reacts_in_their_own_conversation_and_in_no_other(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Where is it?").await;
        let message = story.say(&story.ana, &id, "On its way").await["id"].as_str().unwrap().to_owned();
        let path = format!("/api/conversations/{id}/messages/{message}/reactions/%E2%9D%A4%EF%B8%8F");
        let given = story.call(&story.visitor, "PUT", &path, None).await.expect(200).body;
        assert_eq!(given["reactions"], json!([{ "emoji": "❤️", "count": 1, "by": [story.visitor.id] }]));
        let told = story.log(&story.ana, &id, 0).await;
        let told = told.iter().rfind(|entry| entry["type"] == "reaction.added").unwrap();
        assert_eq!((&told["actor"]["id"], &told["message"]["reactions"]), (&json!(story.visitor.id), &given["reactions"]));
        let stranger = story.new_visitor().await;
        for (caller, method) in [(&stranger, "PUT"), (&stranger, "DELETE"), (&story.foreign_visitor, "PUT")] {
            story.call(caller, method, &path, None).await.refused(404, "not_found");
        }
        let after = story.log(&story.visitor, &id, 0).await;
        assert_eq!(after.iter().filter(|entry| entry["type"] == "reaction.added").count(), 1);
        let there = after.iter().find(|entry| entry["message"]["id"] == json!(message)).unwrap();
        assert_eq!(there["message"]["reactions"], given["reactions"], "nobody took it back");
    }

    async fn what_is_no_emoji_or_too_many_is_refused(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Hi").await;
        let message = story.say(&story.ana, &id, "Hello").await["id"].as_str().unwrap().to_owned();
        let path = |emoji: &str| format!("/api/conversations/{id}/messages/{message}/reactions/{emoji}");
        for wrong in ["thumbs", "%F0%9F%91%8D%F0%9F%91%8D", "%E2%80%AE", "1", "%3Cb%3E"] {
            let answer = story.call(&story.visitor, "PUT", &path(wrong), None).await;
            answer.refused(422, "invalid");
            assert_eq!(answer.body["error"]["field"], "emoji");
        }
        // 20 different ones, from 😀 on.
        for nth in 0..20_u8 {
            story.call(&story.visitor, "PUT", &path(&format!("%F0%9F%98%{:02X}", 0x80 + nth)), None).await.expect(200);
        }
        story.call(&story.visitor, "PUT", &path("%F0%9F%98%94"), None).await.refused(409, "too_many_reactions");
        story.call(&story.ana, "PUT", &path("%F0%9F%98%80"), None).await.expect(200);
        story.call(&story.ana, "DELETE", &format!("/api/conversations/{id}/messages/{message}"), None).await.expect(200);
        story.call(&story.visitor, "PUT", &path("%F0%9F%98%80"), None).await.refused(409, "deleted");
        let log = story.log(&story.visitor, &id, 0).await;
        assert!(log.iter().all(|entry| entry["message"].get("reactions").is_none()), "none stays with a deleted message");
    }
}
