//! What clients do: join, leave, see who is there, send to each other; and which channels are our own people's.

use antiphon_testkit::{Story, both_engines};
use axum::http::Method;
use serde_json::{Value, json};

use super::App;

both_engines! {
    async fn private_channels_need_a_signature_for_this_socket(story: Story) {
        let app = App::of(&story).await;
        let (mut peer, id) = app.connects(&story).await;
        for auth in [json!(null), json!("x"), json!(app.auth("1.1:private-a")), json!(app.auth(&format!("{id}:private-b")))] {
            peer.says("pusher:subscribe", json!({ "channel": "private-a", "auth": auth })).await;
            let refused = peer.frame("pusher:subscription_error").await;
            assert_eq!(refused["channel"], "private-a");
        }
        let auth = app.auth(&format!("{id}:private-a"));
        peer.joins("private-a", json!({ "auth": auth })).await;
        // What is wrong is said, and ends nothing.
        for wrong in ["a b", "", "#server-to-user-u1", "presence-x"] {
            peer.says("pusher:subscribe", json!({ "channel": wrong })).await;
            peer.frame("pusher:subscription_error").await;
        }
        for (event, data) in [("pusher:signin", json!({ "auth": "x", "user_data": "{}" })), ("nonsense", json!({}))] {
            peer.says(event, data).await;
            peer.frame("pusher:error").await;
        }
        peer.0.send(json!("no object")).await;
        peer.frame("pusher:error").await;
        peer.says("pusher:ping", json!({})).await;
        peer.frame("pusher:pong").await;
    }

    async fn everybody_on_a_presence_channel_sees_who_comes_and_goes(story: Story) {
        let app = App::of(&story).await;
        let ((mut one, one_id), (mut two, two_id), (mut again, again_id)) =
            (app.connects(&story).await, app.connects(&story).await, app.connects(&story).await);
        let join = |id: &str, user: &str| {
            let data = json!({ "user_id": user, "user_info": { "name": user } }).to_string();
            json!({ "auth": app.auth(&format!("{id}:presence-p:{data}")), "channel_data": data })
        };
        one.joins("presence-p", join(&one_id, "ana")).await;
        let found = two.joins("presence-p", join(&two_id, "ben")).await;
        assert_eq!((&found["presence"]["count"], &found["presence"]["ids"]), (&json!(2), &json!(["ana", "ben"])));
        assert_eq!(one.expect("pusher_internal:member_added").await, json!({ "user_id": "ben", "user_info": { "name": "ben" } }));
        // A second socket of the same user is no second user.
        again.joins("presence-p", join(&again_id, "ben")).await;
        two.says("pusher:unsubscribe", json!({ "channel": "presence-p" })).await;
        again.0.send(json!({ "event": "client-hello", "channel": "presence-p", "data": { "a": 1 } })).await;
        let hello = one.frame("client-hello").await;
        assert_eq!((&hello["user_id"], &hello["data"]), (&json!("ben"), &json!("{\"a\":1}")));
        assert!(!one.0.seen().iter().any(|frame| frame["event"] == "pusher_internal:member_removed"));
        again.0.drop_connection();
        assert_eq!(one.expect("pusher_internal:member_removed").await, json!({ "user_id": "ben" }));
        // A channel that says who is there in words that are no JSON, or too many.
        for (channel, data) in [("presence-q", "no JSON".to_owned()), ("presence-q", json!({ "user_id": "" }).to_string()), ("presence-q", json!({ "user_id": "a", "user_info": "x".repeat(1_100) }).to_string())] {
            let auth = app.auth(&format!("{one_id}:{channel}:{data}"));
            one.says("pusher:subscribe", json!({ "channel": channel, "auth": auth, "channel_data": data })).await;
            one.frame("pusher:subscription_error").await;
        }
    }

    async fn clients_send_to_each_other_only_where_they_may(story: Story) {
        let app = App::of(&story).await;
        let ((mut one, one_id), (mut two, two_id)) = (app.connects(&story).await, app.connects(&story).await);
        one.joins("private-c", json!({ "auth": app.auth(&format!("{one_id}:private-c")) })).await;
        two.joins("private-c", json!({ "auth": app.auth(&format!("{two_id}:private-c")) })).await;
        one.joins("public", json!({})).await;
        for (channel, data) in [("public", json!({})), ("private-d", json!({})), ("private-c", json!("x".repeat(10_241)))] {
            one.0.send(json!({ "event": "client-x", "channel": channel, "data": data })).await;
            one.frame("pusher:error").await;
        }
        for n in 0..12 {
            one.0.send(json!({ "event": "client-n", "channel": "private-c", "data": n.to_string() })).await;
        }
        assert_eq!(one.frame("pusher:error").await["data"]["code"], 4301);
        assert_eq!(two.frame("client-n").await["data"], "0");
        story.call(&story.owner, "PATCH", "/api/pusher/app", json!({ "has_client_events": false })).await.expect(200);
        let (mut three, three_id) = app.connects(&story).await;
        three.joins("private-c", json!({ "auth": app.auth(&format!("{three_id}:private-c")) })).await;
        three.0.send(json!({ "event": "client-x", "channel": "private-c", "data": "1" })).await;
        three.frame("pusher:error").await;
    }

    async fn a_cache_channel_remembers_its_last_event(story: Story) {
        let app = App::of(&story).await;
        let (mut one, _) = app.connects(&story).await;
        one.joins("cache-weather", json!({})).await;
        one.frame("pusher:cache_miss").await;
        let event = json!({ "name": "now", "channel": "cache-weather", "data": "rain" });
        app.asks(&story, Method::POST, "/events", &[], Some(event)).await.expect(200);
        one.frame("now").await;
        let (mut two, _) = app.connects(&story).await;
        two.joins("cache-weather", json!({})).await;
        assert_eq!(two.frame("now").await["data"], "rain");
        let asked = app.asks(&story, Method::GET, "/channels/cache-weather", &[("info", "cache")], None).await.expect(200).body;
        assert_eq!(asked, json!({ "occupied": true, "cache": {} }));
        story.later(std::time::Duration::from_secs(31 * 60));
        let (mut three, _) = app.connects(&story).await;
        three.joins("cache-weather", json!({})).await;
        three.frame("pusher:cache_miss").await;
    }

    async fn our_people_join_their_own_channels_and_no_others(story: Story) {
        let app = App::of(&story).await;
        let id = story.visitor_starts(&story.visitor, "Hello").await;
        story.call(&story.owner, "PATCH", &format!("/api/people/{}", story.cora.id), json!({ "external_id": "user_456" })).await.expect(200);
        let ask = async |who, channel: &str, socket: &str| {
            story.post(who, "/api/pusher/auth", json!({ "socket_id": socket, "channel_name": channel })).await
        };
        let signed = ask(&story.cora, "private-user-user_456", "1.2").await.expect(200).body;
        assert_eq!(signed, json!({ "auth": app.auth("1.2:private-user-user_456") }));
        ask(&story.cora, &format!("private-user-{}", story.cora.id), "1.2").await.expect(200);
        ask(&story.visitor, &format!("private-conversation-{id}"), "1.2").await.expect(200);
        let present = ask(&story.ana, &format!("presence-conversation-{id}"), "1.2").await.expect(200).body;
        let data = present["channel_data"].as_str().unwrap();
        assert_eq!(serde_json::from_str::<Value>(data).unwrap()["user_id"], story.ana.id);
        assert_eq!(present["auth"], app.auth(&format!("1.2:presence-conversation-{id}:{data}")));
        for (who, channel) in [
            (&story.ana, "private-user-user_456".to_owned()),
            (&story.cora, format!("private-user-{}", story.ana.id)),
            (&story.cora, format!("private-conversation-{id}")),
            (&story.stranger, format!("private-conversation-{id}")),
            (&story.foreign_agent, format!("private-conversation-{id}")),
            (&story.owner, "private-anything".to_owned()),
            (&story.owner, format!("private-encrypted-user-{}", story.owner.id)),
        ] {
            ask(who, &channel, "1.2").await.refused(403, "forbidden");
        }
        // Nothing that a signature for something else could be made of.
        for (socket, channel) in [("1", "private-user-a"), ("1.2:private-x", "private-user-a"), ("1.2", "private-user-a:x"), ("", "")] {
            ask(&story.owner, channel, socket).await.refused(422, "invalid");
        }
        let user = story.post(&story.cora, "/api/pusher/user-auth", json!({ "socket_id": "1.2" })).await.expect(200).body;
        let data = user["user_data"].as_str().unwrap();
        assert_eq!(user["auth"], app.auth(&format!("1.2::user::{data}")));
        story.call(None, "POST", "/api/pusher/auth", json!({ "socket_id": "1.2", "channel_name": "private-a" })).await.refused(401, "unauthenticated");
        // As the library asks: a form, with the cookie, from the same site.
        let request = axum::http::Request::post("/api/pusher/auth")
            .header("authorization", format!("Bearer {}", story.cora.token))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(axum::body::Body::from("socket_id=1.2&channel_name=private-user-user_456"))
            .unwrap();
        assert_eq!(story.request(request).await.expect(200).body, signed);
    }

    async fn who_may_not_any_more_hears_nothing_more(story: Story) {
        let app = App::of(&story).await;
        let direct = json!({ "kind": "direct", "participants": [story.ben.id], "message": { "text": "Between us" } });
        let made = story.post(&story.ana, "/api/conversations", direct).await.expect(201).body;
        let id = made["conversation"]["id"].as_str().unwrap().to_owned();
        let follow = async |who, channel: &str| {
            let (mut peer, socket) = app.connects(&story).await;
            let ask = json!({ "socket_id": socket, "channel_name": channel });
            let auth = story.post(who, "/api/pusher/auth", ask).await.expect(200).body["auth"].clone();
            peer.joins(channel, json!({ "auth": auth })).await;
            peer
        };
        // Taken out of a conversation: the socket comes back, and is given no signature.
        let channel = format!("private-conversation-{id}");
        let mut ben = follow(&story.ben, &channel).await;
        story.call(&story.ana, "DELETE", &format!("/api/conversations/{id}/participants/{}", story.ben.id), None).await.expect(204);
        assert_eq!(ben.0.closed().await, 4200);
        let ask = json!({ "socket_id": "1.2", "channel_name": channel });
        story.post(&story.ben, "/api/pusher/auth", ask.clone()).await.refused(403, "forbidden");
        // Who came "from now on" is not told by a channel that tells everybody the same.
        let late = json!({ "principal_id": story.cora.id, "from_now": true });
        story.post(&story.ana, &format!("/api/conversations/{id}/participants"), late).await.expect(201);
        story.post(&story.cora, "/api/pusher/auth", ask).await.refused(403, "forbidden");
        // Signed out: the socket ends.
        let again = story.sign_in(&story.ben).await;
        let mut ben = follow(&again, &format!("private-user-{}", story.ben.id)).await;
        story.post(&again, "/api/auth/logout", json!({})).await.expect(204);
        assert_eq!(ben.0.closed().await, 4009);
        // Another secret, or switched off: everybody comes back.
        let (mut peer, _) = app.connects(&story).await;
        story.post(&story.owner, "/api/pusher/app/secret", json!({})).await.expect(200);
        assert_eq!(peer.0.closed().await, 4200);
    }

    async fn notices_and_conversations_are_told_on_their_channels(story: Story) {
        let app = App::of(&story).await;
        let id = story.visitor_starts(&story.visitor, "Hello").await;
        let (mut peer, socket) = app.connects(&story).await;
        for channel in [format!("private-user-{}", story.cora.id), format!("private-conversation-{id}")] {
            peer.joins(&channel, json!({ "auth": app.auth(&format!("{socket}:{channel}")) })).await;
        }
        let ask = json!({ "type": "confirmation", "userId": story.cora.id, "content": "Done" });
        let sent = story.post(&story.key, "/api/chat-messages", ask).await.expect(201).body;
        let told = peer.expect("chat-message").await;
        assert_eq!((&told["messageId"], &told["content"], &told["seq"]), (&sent["messageId"], &json!("Done"), &json!(1)));
        story.note(&story.ana, &id, "Between us").await;
        let said = story.say(&story.ana, &id, "Hi").await;
        // First that she came in, then what she said.
        let mut entry = peer.expect("entry").await;
        while entry["entry"]["message"].is_null() {
            entry = peer.expect("entry").await;
        }
        assert_eq!((&entry["conversation_id"], &entry["entry"]["message"]["id"]), (&json!(id), &said["id"]));
        assert!(entry["entry"]["seq"].as_i64() > entry["entry"]["prev_seq"].as_i64());
        assert!(!peer.0.seen().iter().any(|frame| frame.to_string().contains("Between us")), "notes are for staff");
    }
}
