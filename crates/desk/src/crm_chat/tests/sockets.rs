//! The CRM chat system's socket: typing, read receipts, presence, refusals, ending.

use antiphon_testkit::{Client, Story, both_engines};
use axum::body::Body;
use http::Request;
use serde_json::json;

/// Ana and Ben in a direct conversation.
async fn pair(story: &Story) -> String {
    let begin = json!({ "kind": "direct", "participants": [story.ben.id], "message": { "text": "Hi" } });
    let begun = story.post(&story.ana, "/api/conversations", begin).await.expect(201).body;
    begun["conversation"]["id"].as_str().unwrap().to_owned()
}

async fn open(story: &Story, id: &str, token: &str) -> Client {
    let path = format!("/ws/chat/{id}?token={token}");
    Client::open_path(story.address().await, &path, None).await.expect("the socket opens")
}

both_engines! {
    async fn both_see_typing_read_receipts_and_who_is_here(story: Story) {
        let id = pair(&story).await;
        let mut ana = open(&story, &id, &story.ana.token).await;
        let mut ben = open(&story, &id, &story.ben.token).await;
        // "user_joined -> User connection"
        loop {
            if ana.expect("user_joined").await["user_id"] == json!(story.ben.id) {
                break;
            }
        }
        // "typing -> Typing indicators"
        ben.send(json!({ "type": "typing", "is_typing": true })).await;
        let typing = ana.expect("typing").await;
        assert_eq!((&typing["user_id"], &typing["is_typing"]), (&json!(story.ben.id), &json!(true)));
        // "read -> Read receipts"
        ana.send(json!({ "type": "message:new", "text": "Read me" })).await;
        let message = ben.expect("message:new").await["message"].clone();
        ben.send(json!({ "type": "read", "message_id": message["id"] })).await;
        let read = ana.expect("read").await;
        assert_eq!((&read["user_id"], &read["message_id"], &read["seq"]), (&json!(story.ben.id), &message["id"], &message["seq"]));
        // "user_left -> User disconnection"
        ben.drop_connection();
        story.has_sockets(1).await;
        story.later(std::time::Duration::from_secs(60));
        assert_eq!(ana.expect("user_left").await["user_id"], json!(story.ben.id));
    }

    async fn what_a_frame_got_wrong_is_said_and_the_talk_goes_on(story: Story) {
        let id = pair(&story).await;
        let mut ana = open(&story, &id, &story.ana.token).await;
        for (frame, field) in [
            (json!({ "type": "message:new", "text": "" }), "text"),
            (json!({ "type": "message:new", "text": "x".repeat(10_001) }), "text"),
            (json!({ "type": "message:new", "text": "a", "attachments": [uuid::Uuid::nil()] }), "attachments[0]"),
            (json!({ "type": "message:new", "text": "a", "client_msg_id": "" }), "client_msg_id"),
            (json!({ "type": "read", "message_id": uuid::Uuid::nil() }), "message_id"),
            (json!({ "type": "read", "message_id": "the last one" }), "message_id"),
            (json!({ "type": "typing" }), "is_typing"),
            (json!({ "type": "typing", "is_typing": true, "loud": 1 }), "loud"),
            (json!({ "type": "dance" }), "type"),
            (json!({ "type": 5 }), "type"),
            (json!({ "text": "no type" }), "type"),
            (json!([1, 2]), "body"),
        ] {
            ana.send(frame.clone()).await;
            let refused = ana.expect("error").await;
            assert_eq!((&refused["error"]["code"], &refused["error"]["field"]), (&json!("invalid"), &json!(field)), "{frame}");
        }
        ana.send_raw(antiphon_testkit::WireMessage::text("{")).await;
        assert_eq!(ana.expect("error").await["error"]["code"], "malformed");
        ana.send(json!({ "type": "message:new", "text": "Still here" })).await;
        assert_eq!(ana.expect("message:new").await["message"]["text"], "Still here");
        ana.send_raw(antiphon_testkit::WireMessage::text("x".repeat(70_000))).await;
        assert_eq!(ana.closed().await, 1009);
    }

    async fn the_socket_outlives_its_token_and_ends_with_the_session_and_with_the_right(story: Story) {
        let id = pair(&story).await;
        let ben = story.sign_in(&story.ben).await;
        let mut socket = open(&story, &id, &ben.token).await;
        story.later(std::time::Duration::from_secs(700));
        let ana = story.sign_in(&story.ana).await;
        story.say(&ana, &id, "Eleven minutes on").await;
        assert_eq!(socket.expect("message:new").await["message"]["text"], "Eleven minutes on");
        let owner = story.sign_in(&story.owner).await;
        story.call(&owner, "DELETE", &format!("/api/people/{}/sessions", ben.id), None).await.expect(204);
        assert_eq!(socket.closed().await, 4401);
        let ben = story.sign_in(&story.ben).await;
        let mut socket = open(&story, &id, &ben.token).await;
        story.call(&ana, "DELETE", &format!("/api/conversations/{id}/participants/{}", ben.id), None).await.expect(204);
        assert_eq!(socket.closed().await, 4404);
        let path = format!("/ws/chat/{id}?token={}", ben.token);
        assert_eq!(Client::open_path(story.address().await, &path, None).await.err(), Some(404));
    }

    async fn a_socket_says_as_much_as_any_other(story: Story) {
        let id = pair(&story).await;
        let mut ana = open(&story, &id, &story.ana.token).await;
        for n in 0..60 {
            ana.send(json!({ "type": "message:new", "text": format!("m{n}") })).await;
        }
        let (mut said, mut refused) = (0, 0);
        while said + refused < 60 {
            let frame = ana.any_of(&["message:new", "error"]).await;
            if frame["type"] == "message:new" {
                said += 1;
            } else {
                assert_eq!(frame["error"]["code"], "too_many");
                refused += 1;
            }
        }
        assert!(refused > 0 && said >= 30, "{said} and {refused}");
    }

    async fn a_note_is_not_told_as_if_it_were_said_to_the_customer(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Hi").await;
        let mut ana = open(&story, &id, &story.ana.token).await;
        let mut visitor = open(&story, &id, &story.visitor.token).await;
        story.note(&story.ben, &id, "Between us").await;
        story.say(&story.ben, &id, "To all").await;
        for socket in [&mut ana, &mut visitor] {
            assert_eq!(socket.expect("message:new").await["message"]["text"], "To all");
        }
    }

    async fn a_cookie_opens_no_socket_and_a_refused_handshake_makes_nobody_present(story: Story) {
        let id = pair(&story).await;
        let mut ben = story.connect(&story.ben).await;
        ben.send(json!({ "type": "subscribe", "conversation_id": id, "after_seq": 0 })).await;
        ben.expect("presence").await; // his own
        let given = json!({ "email": story.ana.email, "password": antiphon_testkit::PASSWORD });
        let cookie = story.call(None, "POST", "/api/auth/login", given).await.expect(200).cookie().expect("a cookie");
        let handshake = |origin: &str| {
            let request = Request::get(format!("/ws/chat/{id}")).header("host", "antiphon.test").header("origin", origin);
            let request = request.header("connection", "upgrade").header("upgrade", "websocket").header("cookie", format!("__Host-antiphon={cookie}"));
            story.request(request.body(Body::empty()).unwrap())
        };
        // Browsers send the cookie for any page of the same site, and let no page add a header of its own.
        for origin in ["https://shop.test", "https://evil.test", "https://antiphon.test"] {
            handshake(origin).await.refused(403, "csrf");
        }
        story.get(&story.ana, &format!("/ws/chat/{id}")).await.refused(400, "malformed");
        ben.expect_none("presence").await;
    }

    async fn pages_of_other_sites_may_not_connect(story: Story) {
        let id = pair(&story).await;
        let path = format!("/ws/chat/{id}?token={}", story.ana.token);
        assert_eq!(Client::open_path(story.address().await, &path, Some("https://evil.test")).await.err(), Some(403));
    }
}
