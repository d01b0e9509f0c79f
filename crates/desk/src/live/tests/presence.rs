//! Who is there, who types, in how many tabs; and who may know it.

use std::time::Duration;

use antiphon_testkit::{Client, Story, both_engines};
use serde_json::json;

/// A conversation that Ana has answered, and her socket that follows it.
async fn answered(story: &Story) -> (String, Client) {
    let id = story.visitor_starts(&story.visitor, "Hi").await;
    story.say(&story.ana, &id, "Hello").await;
    let mut ana = story.connect(&story.ana).await;
    ana.subscribe(&id, 0).await;
    (id, ana)
}

both_engines! {
    async fn an_agent_who_takes_no_part_any_more_is_gone_for_the_customer(story: Story) {
        let (id, _ana) = answered(&story).await;
        let mut visitor = story.connect(&story.visitor).await;
        let present = visitor.subscribe(&id, 0).await["present"].clone();
        assert!(present.as_array().unwrap().contains(&json!(story.ana.id)), "{present}");
        let path = format!("/api/conversations/{id}/participants/{}", story.ana.id);
        story.call(&story.owner, "DELETE", &path, None).await.expect(204);
        assert_eq!(visitor.presence_of(&story.ana.id).await["online"], false);
    }

    async fn a_short_cut_is_not_told_and_a_long_one_is(story: Story) {
        let (id, mut ana) = answered(&story).await;
        let mut visitor = story.connect(&story.visitor).await;
        let present = visitor.subscribe(&id, 0).await["present"].clone();
        assert!(present.as_array().unwrap().contains(&json!(story.ana.id)), "{present}");
        let came = ana.presence_of(&story.visitor.id).await;
        assert_eq!(came["online"], true);
        visitor.drop_connection();
        story.has_sockets(1).await;
        story.later(Duration::from_secs(14));
        let mut visitor = story.connect(&story.visitor).await;
        visitor.subscribe(&id, 0).await;
        story.later(Duration::from_secs(60));
        ana.expect_none("presence").await;
        visitor.drop_connection();
        story.has_sockets(1).await;
        // The grace begins a moment after the cut, so the clock is moved until it is over.
        let gone = async { ana.presence_of(&story.visitor.id).await };
        let time = async {
            loop {
                story.later(Duration::from_secs(1));
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        let gone = tokio::select! { gone = gone => gone, () = time => unreachable!("time goes on for ever") };
        assert_eq!(gone["online"], false);
    }

    async fn two_tabs_hear_the_same_and_one_closing_is_not_leaving(story: Story) {
        let (id, mut ana) = answered(&story).await;
        let mut first = story.connect(&story.visitor).await;
        first.subscribe(&id, 0).await;
        assert_eq!(ana.presence_of(&story.visitor.id).await["online"], true);
        let mut second = story.connect(&story.visitor).await;
        second.subscribe(&id, 0).await;
        let ack = first.say(&id, "tab-1", "From the first tab").await;
        let seq = ack["seq"].as_i64().unwrap();
        for tab in [&mut first, &mut second] {
            assert_eq!(tab.entries_through(seq).await.last().unwrap()["message"]["client_msg_id"], "tab-1");
        }
        let answer = ana.say(&id, "a-1", "For both").await["seq"].as_i64().unwrap();
        second.send(json!({ "type": "read", "conversation_id": id, "seq": answer })).await;
        loop {
            let read = first.expect("read").await;
            if read["principal_id"] == json!(story.visitor.id) && read["seq"] == answer {
                break;
            }
        }
        first.drop_connection();
        story.has_sockets(2).await;
        story.later(Duration::from_secs(60));
        ana.expect_none("presence").await;
        second.say(&id, "tab-2", "Still here").await;
    }

    async fn who_types_a_note_types_for_staff_only(story: Story) {
        let (id, mut ana) = answered(&story).await;
        let mut ben = story.connect(&story.ben).await;
        ben.subscribe(&id, 0).await;
        let mut visitor = story.connect(&story.visitor).await;
        let seen = visitor.subscribe(&id, 0).await;
        assert!(!seen["present"].as_array().unwrap().contains(&json!(story.ben.id)), "who only looks in is not shown");
        ana.send(json!({ "type": "typing", "conversation_id": id, "is_typing": true, "audience": "staff" })).await;
        assert_eq!(ben.expect("typing").await["audience"], "staff");
        let path = format!("/api/conversations/{id}/typing");
        story.post(&story.ben, &path, json!({ "is_typing": true, "audience": "staff" })).await.expect(204);
        assert_eq!(ana.expect("typing").await["principal"]["id"], json!(story.ben.id));
        visitor.expect_none("typing").await;
        let told = visitor.seen().iter().filter(|frame| frame["type"] == "presence");
        assert!(told.into_iter().all(|frame| frame["principal"]["id"] != json!(story.ben.id)));
        // And the visitor cannot type among the staff.
        visitor.send(json!({ "type": "typing", "conversation_id": id, "is_typing": true, "audience": "staff" })).await;
        let typing = ana.expect("typing").await;
        assert_eq!((&typing["audience"], &typing["principal"]["id"]), (&json!("public"), &json!(story.visitor.id)));
        story.post(&story.ana, &format!("/api/conversations/{id}/typing"), json!({ "is_typing": true })).await.expect(204);
        assert_eq!(visitor.expect("typing").await["principal"]["id"], json!(story.ana.id));
    }

    async fn who_answers_is_seen_typing_and_here_from_the_first_answer_on(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Hi").await;
        let mut visitor = story.connect(&story.visitor).await;
        let seen = visitor.subscribe(&id, 0).await;
        let mut ana = story.connect(&story.ana).await;
        ana.subscribe(&id, 0).await;
        assert!(!seen["present"].as_array().unwrap().contains(&json!(story.ana.id)));
        // She takes no part yet, but what she types is a reply.
        ana.send(json!({ "type": "typing", "conversation_id": id, "is_typing": true })).await;
        assert_eq!(visitor.expect("typing").await["principal"]["id"], json!(story.ana.id));
        ana.say(&id, "a-1", "Hello").await;
        loop {
            let presence = visitor.expect("presence").await;
            if presence["principal"]["id"] == json!(story.ana.id) {
                assert_eq!(presence["online"], true, "with her answer she came in, on the socket that was open before");
                break;
            }
        }
        ana.drop_connection();
        story.has_sockets(1).await;
        story.later(Duration::from_secs(60));
        assert_eq!(visitor.expect("presence").await["online"], false);
    }
}
