//! One socket: hello, following, sending, resuming, ending.

use antiphon_testkit::{Client, Story, WireMessage, both_engines};
use serde_json::json;
use std::time::Duration;

both_engines! {
    async fn both_sides_see_each_other_at_once(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Hi").await;
        let mut visitor = story.connect(&story.visitor).await;
        let mut ana = story.connect(&story.ana).await;
        visitor.subscribe(&id, 0).await;
        ana.subscribe(&id, 0).await;
        let ack = ana.say(&id, "a1", "Hello!").await;
        let seen = visitor.entries_through(ack["seq"].as_i64().unwrap()).await;
        assert_eq!(seen.last().unwrap()["message"]["text"], "Hello!");
        visitor.send(json!({ "type": "typing", "conversation_id": id, "is_typing": true })).await;
        assert_eq!(ana.expect("typing").await["principal"]["id"], story.visitor.id);
        visitor.send(json!({ "type": "read", "conversation_id": id, "seq": ack["seq"] })).await;
        let read = ana.expect("read").await;
        assert_eq!((read["principal_id"].as_str().unwrap(), &read["seq"]), (story.visitor.id.as_str(), &ack["seq"]));
    }

    async fn a_client_away_for_any_time_catches_up_completely(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Hi").await;
        let mut visitor = story.connect(&story.visitor).await;
        visitor.subscribe(&id, 0).await;
        visitor.drop_connection();
        for n in 0..250 {
            if n % 3 == 0 { story.note(&story.ana, &id, "note").await } else { story.say(&story.ana, &id, &format!("m{n}")).await };
        }
        let mut back = story.connect(&story.visitor).await;
        let subscribed = back.subscribe(&id, 1).await;
        assert_eq!(subscribed["recovered"], true);
        let head = subscribed["head"].as_i64().unwrap();
        let caught = back.entries_through(head).await;
        let texts: Vec<_> = caught.iter().filter_map(|entry| entry["message"]["text"].as_str()).collect();
        let sent: Vec<_> = (0..250).filter(|n| n % 3 != 0).map(|n| format!("m{n}")).collect();
        assert_eq!(texts, sent);
        story.say(&story.ana, &id, "live again").await;
        let next = back.expect("entry").await;
        assert_eq!(next["entry"]["message"]["text"], "live again");
    }

    async fn a_cursor_of_another_generation_is_refused_not_misread(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Hi").await;
        let mut visitor = story.connect(&story.visitor).await;
        visitor.send(json!({ "type": "subscribe", "conversation_id": id, "after_seq": 1, "epoch": "another" })).await;
        assert_eq!(visitor.expect("subscribed").await["recovered"], false);
        visitor.send(json!({ "type": "subscribe", "conversation_id": id, "after_seq": 999 })).await;
        assert_eq!(visitor.expect("subscribed").await["recovered"], false);
    }

    async fn an_agent_follows_all_conversations_by_one_cursor(story: Story) {
        let cursor = story.get(&story.ana, "/api/conversations").await.expect(200).body["feed_cursor"].as_str().unwrap().to_owned();
        let mut ana = story.connect(&story.ana).await;
        ana.send(json!({ "type": "follow_feed", "after": cursor })).await;
        assert_eq!(ana.expect("feed").await["items"], json!([]));
        let id = story.visitor_starts(&story.visitor, "Anyone?").await;
        let feed = ana.expect("feed").await;
        assert_eq!(feed["items"][0]["conversation"]["id"], json!(id));
        let missed = story.get(&story.ben, &format!("/api/feed?after={cursor}")).await.expect(200).body;
        assert_eq!(missed["items"][0]["conversation"]["last_message"]["text"], "Anyone?");
        story.get(&story.ben, "/api/feed?after=bm9uc2Vuc2U").await.refused(409, "cursor_expired");
    }

    async fn a_long_poll_answers_when_something_is_said(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Hi").await;
        let head = story.get(&story.visitor, &format!("/api/conversations/{id}/entries")).await.expect(200).body["through_seq"].as_i64().unwrap();
        let path = format!("/api/conversations/{id}/events?after_seq={head}&wait=20");
        let (answer, _) = tokio::join!(story.get(&story.visitor, &path), async {
            tokio::time::sleep(Duration::from_millis(50)).await;
            story.say(&story.ana, &id, "Here").await
        });
        let answer = answer.expect(200).body;
        assert!(answer["entries"].as_array().unwrap().iter().any(|e| e["type"] == "participant.joined" || e["message"]["text"] == "Here"), "{answer}");
        story.get(&story.visitor, &format!("/api/conversations/{id}/events?wait=26")).await.refused(422, "invalid");
    }

    async fn signing_out_closes_the_socket(story: Story) {
        let ana = story.sign_in(&story.ana).await;
        let mut socket = story.connect(&ana).await;
        story.call(&ana, "POST", "/api/auth/logout", None).await.expect(204);
        assert_eq!(socket.closed().await, 4401);
    }

    async fn what_a_socket_gets_wrong_is_said_or_ends_it(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Hi").await;
        let address = story.address().await;
        let mut early = Client::open(address).await;
        early.send(json!({ "type": "subscribe", "conversation_id": id, "after_seq": 0 })).await;
        assert_eq!(early.closed().await, 4400);
        let mut wrong = Client::open(address).await;
        wrong.send(json!({ "type": "hello", "token": "nonsense", "protocol": 1 })).await;
        assert_eq!(wrong.closed().await, 4401);
        let mut old = Client::open(address).await;
        old.send(json!({ "type": "hello", "token": story.visitor.token, "protocol": 7 })).await;
        assert_eq!(old.closed().await, 4400);

        let mut socket = story.connect(&story.stranger).await;
        socket.send(json!({ "type": "subscribe", "conversation_id": id, "after_seq": 0 })).await;
        assert_eq!(socket.expect("error").await["error"]["code"], "not_found");
        socket.send(json!({ "type": "send", "conversation_id": id, "client_msg_id": "x", "text": "hi" })).await;
        let refused = socket.expect("error").await;
        assert_eq!((&refused["error"]["code"], &refused["client_msg_id"]), (&json!("not_found"), &json!("x")));
        socket.send(json!({ "type": "dance" })).await;
        assert_eq!(socket.expect("error").await["error"]["code"], "invalid");
        socket.send_raw(WireMessage::text("{")).await;
        assert_eq!(socket.expect("error").await["error"]["code"], "malformed");
        socket.send_raw(WireMessage::text("x".repeat(70_000))).await;
        assert_eq!(socket.closed().await, 1009);

        let mut binary = story.connect(&story.visitor).await;
        binary.send_raw(WireMessage::binary(vec![1, 2, 3])).await;
        assert_eq!(binary.closed().await, 4400);

        // What is no text, and what is no frame of the protocol (an opcode that stands for nothing).
        use antiphon_testkit::wire::{Data, Frame, OpCode};
        for (opcode, code) in [(OpCode::Data(Data::Text), 1007), (OpCode::Data(Data::Reserved(3)), 1002)] {
            let mut broken = story.connect(&story.visitor).await;
            broken.send_raw(WireMessage::Frame(Frame::message(vec![0xFF, 0xFE], opcode, true))).await;
            assert_eq!(broken.closed().await, code);
        }

        let mut flood = story.connect(&story.visitor).await;
        for n in 0..1_000 {
            if !flood.try_send(WireMessage::text(json!({ "type": "ping", "n": n }).to_string())).await {
                break;
            }
        }
        assert!([4429, 0].contains(&flood.closed().await));
        assert_eq!(Client::open_from(address, Some("https://evil.test")).await.err(), Some(403));
        assert!(Client::open_from(address, Some("https://shop.test")).await.is_ok());
    }
}
