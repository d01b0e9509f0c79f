//! What a socket proves itself with: tickets, tokens that end, sessions that are ended.

use std::time::Duration;

use antiphon_testkit::{Client, Story, both_engines};
use serde_json::{Value, json};

async fn ticket(story: &Story, who: &antiphon_testkit::Caller) -> Value {
    let answer = story.call(who, "POST", "/api/live/ticket", None).await.expect(200).body;
    assert_eq!(answer["expires_in"], 30);
    answer["ticket"].clone()
}

async fn hello(story: &Story, credential: Value) -> Client {
    let mut client = Client::open(story.address().await).await;
    let mut frame = json!({ "type": "hello", "protocol": 1 });
    frame.as_object_mut().unwrap().extend(credential.as_object().unwrap().clone());
    client.send(frame).await;
    client
}

both_engines! {
    async fn a_ticket_opens_one_socket_within_thirty_seconds(story: Story) {
        for who in [&story.ana, &story.visitor, &story.key] {
            let ticket = ticket(&story, who).await;
            let mut first = hello(&story, json!({ "ticket": ticket })).await;
            assert_eq!(first.expect("welcome").await["principal_id"], json!(who.id));
            assert_eq!(hello(&story, json!({ "ticket": ticket })).await.closed().await, 4401);
        }
        let late = ticket(&story, &story.visitor).await;
        story.later(Duration::from_secs(31));
        assert_eq!(hello(&story, json!({ "ticket": late })).await.closed().await, 4401);
        let both = json!({ "ticket": "x", "token": story.visitor.token });
        assert_eq!(hello(&story, both).await.closed().await, 4400);
        assert_eq!(hello(&story, json!({})).await.closed().await, 4400);
    }

    async fn a_ticket_does_not_outlive_its_session(story: Story) {
        let ana = story.sign_in(&story.ana).await;
        let ticket = ticket(&story, &ana).await;
        story.call(&ana, "POST", "/api/auth/logout", None).await.expect(204);
        assert_eq!(hello(&story, json!({ "ticket": ticket })).await.closed().await, 4401);
    }

    async fn a_token_about_to_end_is_announced_refreshed_or_the_end(story: Story) {
        let mut fresh = story.connect(&story.ana).await;
        let mut stale = story.connect(&story.ben).await;
        let mut visitor = story.connect(&story.visitor).await;
        story.later(Duration::from_secs(540)); // of 600, of which the cast has used some
        for socket in [&mut fresh, &mut stale] {
            socket.send(json!({ "type": "ping" })).await;
            assert_eq!(socket.expect("expiring").await["in_s"], 25);
        }
        visitor.expect_none("expiring").await;
        let again = story.sign_in(&story.ana).await;
        fresh.send(json!({ "type": "refresh", "token": again.token })).await;
        assert_eq!(fresh.expect("refreshed").await["expires_in"], 600);
        fresh.send(json!({ "type": "refresh", "token": "nonsense" })).await;
        assert_eq!(fresh.expect("error").await["error"]["code"], "unauthenticated");
        fresh.send(json!({ "type": "refresh", "token": story.visitor.token })).await;
        assert_eq!(fresh.expect("error").await["error"]["code"], "invalid");
        story.later(Duration::from_secs(60));
        assert!(stale.try_send(antiphon_testkit::WireMessage::text(r#"{"type":"ping"}"#)).await);
        assert_eq!(stale.closed().await, 4401);
        fresh.expect_none("expiring").await;
        visitor.expect_none("expiring").await;
        // The socket now stands on the new session: when that one ends, so does the socket.
        story.call(&again, "POST", "/api/auth/logout", None).await.expect(204);
        assert_eq!(fresh.closed().await, 4401);
    }

    async fn whoever_is_signed_out_by_an_admin_or_loses_a_key_is_cut_off(story: Story) {
        let mut ana = story.connect(&story.ana).await;
        let mut key = story.connect(&story.key).await;
        let mut ben = story.connect(&story.ben).await;
        story.call(&story.owner, "DELETE", &format!("/api/people/{}/sessions", story.ana.id), None).await.expect(204);
        assert_eq!(ana.closed().await, 4401);
        story.call(&story.owner, "DELETE", &format!("/api/keys/{}", story.key.id), None).await.expect(204);
        assert_eq!(key.closed().await, 4401);
        story.call(&story.owner, "PATCH", &format!("/api/people/{}", story.ben.id), json!({ "role": "customer" })).await.expect(200);
        assert_eq!(ben.closed().await, 4401);
    }

    async fn who_may_not_come_in_learns_nothing(story: Story) {
        for token in ["nonsense", "ak_x", "vt_x", ""] {
            assert_eq!(hello(&story, json!({ "token": token })).await.closed().await, 4401);
        }
        story.has_sockets(0).await;
    }
}
