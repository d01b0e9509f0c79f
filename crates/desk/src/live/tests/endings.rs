//! How sockets end or nearly do: a draining server, a reader that cannot keep up, a line half closed,
//! someone who may no longer listen.

use std::time::Duration;

use antiphon_testkit::{Client, Engine, Story, both_engines, soon};
use serde_json::json;
use tokio::io::AsyncWriteExt as _;

both_engines! {
    async fn what_was_stored_is_told_also_when_its_sender_left_before_the_answer(story: Story) {
        let mut ana = story.connect(&story.ana).await;
        let id = story.visitor_starts(&story.visitor, "Hi").await;
        ana.subscribe(&id, 0).await;
        for n in 0..40_u64 {
            // Somewhere between asking and the answer the caller is gone, and with it the future that served them.
            let path = format!("/api/conversations/{id}/messages");
            let send = story.post(&story.visitor, &path, json!({ "text": format!("m{n}"), "client_msg_id": format!("m{n}") }));
            let _ = tokio::time::timeout(Duration::from_micros(100 + 150 * n), send).await;
        }
        // Whatever still waits for its commit has it before this is read.
        let end = story.say(&story.ana, &id, "The end").await["seq"].as_i64().unwrap();
        let stored = story.log(&story.ana, &id, 0).await;
        let seen = ana.entries_through(end).await;
        assert_eq!(seen.len(), stored.len());
        assert!(stored.len() > 3, "some were stored");
    }

    async fn a_draining_server_says_goodbye_and_takes_nobody_new(story: Story) {
        let mut sockets = Vec::new();
        for _ in 0..10 {
            sockets.push(story.connect(&story.visitor).await);
        }
        let address = story.address().await;
        let drained = story.desk.live.drain(Duration::from_secs(2));
        let seen = futures_util::future::join_all(sockets.iter_mut().map(async |socket| {
            let bye = socket.expect("bye").await;
            assert_eq!(bye["reason"], "draining");
            assert!(bye["retry_after_ms"].as_u64().unwrap() > 0);
            assert_eq!(socket.closed().await, 1001);
        }));
        tokio::join!(drained, seen);
        drop(sockets);
        story.has_sockets(0).await;
        assert_eq!(Client::open_from(address, None).await.err(), Some(503));
        let id = story.visitor_starts(&story.visitor, "Still here over HTTP").await;
        let poll = format!("/api/conversations/{id}/events?after_seq=9&wait=25");
        tokio::time::timeout(Duration::from_secs(5), story.get(&story.visitor, &poll)).await.expect("a poll does not hold a stopping server up");
    }

    async fn a_reader_that_cannot_keep_up_falls_behind_and_then_misses_nothing(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Hi").await;
        story.say(&story.ana, &id, "Hello").await;
        let mut slow = Client::open_narrow(story.address().await).await;
        slow.hello(&story.visitor.token).await;
        slow.subscribe(&id, 0).await;
        let mut quick = story.connect(&story.ana).await;
        quick.subscribe(&id, 0).await;
        // More than the queue and the kernel's buffers take, while nobody reads.
        let long = "🦑".repeat(9_990);
        let mut last = 0;
        for batch in 0..6 {
            let says: Vec<_> = (0..25).map(|n| format!("{batch} {n} {long}")).collect();
            let said = futures_util::future::join_all(says.iter().map(|says| story.say(&story.ana, &id, says))).await;
            last = said.iter().map(|said| said["seq"].as_i64().unwrap()).max().unwrap().max(last);
        }
        let seen = quick.entries_through(last).await; // undisturbed
        assert_eq!(seen.iter().filter(|entry| entry["type"] == "message.sent").count(), 152);
        let caught = slow.entries_through(last).await;
        let texts = |entries: &[serde_json::Value]| entries.iter().map(|entry| entry["message"]["text"].clone()).collect::<Vec<_>>();
        let public: Vec<_> = seen.into_iter().filter(|entry| entry["audience"] == "public").collect();
        assert!(texts(&caught) == texts(&public), "the slow reader has the same, in the same order");
        story.say(&story.ana, &id, "live again").await;
        assert_eq!(slow.entries_through(last + 1).await.last().unwrap()["message"]["text"], "live again");
    }

    async fn half_closed_and_half_opened_lines_end_and_disturb_nobody(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Hi").await;
        let mut ana = story.connect(&story.ana).await;
        ana.subscribe(&id, 0).await;
        let mut half = story.connect(&story.visitor).await;
        half.subscribe(&id, 0).await;
        half.close_half().await;
        let address = story.address().await;
        let mut unfinished = tokio::net::TcpStream::connect(address).await.unwrap();
        unfinished.write_all(b"GET /api/live HTTP/1.1\r\nHost: x\r\nUpgrade: websoc").await.unwrap();
        let mut broken = tokio::net::TcpStream::connect(address).await.unwrap();
        broken.write_all(b"GET /api/live HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 1\r\n\r\n").await.unwrap();
        let silent = Client::open(address).await; // no hello
        soon("the half-closed socket is let go", async || story.desk.live.open_sockets() == 2).await;
        ana.say(&id, "a1", "Anyone?").await;
        drop(silent);
        soon("the silent one too", async || story.desk.live.open_sockets() == 1).await;
        assert!(half.closed().await < 4400);
    }

    async fn whoever_is_taken_out_stops_hearing_at_once(story: Story) {
        let body = json!({ "kind": "direct", "participants": [story.ben.id, story.owner.id], "message": { "text": "We three" } });
        let id = story.post(&story.ana, "/api/conversations", body).await.expect(201).body["conversation"]["id"].as_str().unwrap().to_owned();
        let mut ben = story.connect(&story.ben).await;
        ben.subscribe(&id, 0).await;
        let mut stream = story.events(&story.ben, &format!("/api/conversations/{id}/events?after_seq=0"), None).await;
        assert_eq!(stream.next().await.unwrap().data["message"]["text"], "We three");
        story.call(&story.ana, "DELETE", &format!("/api/conversations/{id}/participants/{}", story.ben.id), None).await.expect(204);
        assert_eq!(ben.expect("unsubscribed").await["conversation_id"], json!(id));
        story.say(&story.ana, &id, "Now we two").await;
        ben.send(json!({ "type": "send", "conversation_id": id, "client_msg_id": "b1", "text": "Hey!" })).await;
        assert_eq!(ben.expect("error").await["error"]["code"], "not_found");
        ben.send(json!({ "type": "subscribe", "conversation_id": id, "after_seq": 0 })).await;
        assert_eq!(ben.expect("error").await["error"]["code"], "not_found");
        while let Some(event) = stream.next().await {
            assert_ne!(event.data["message"]["text"], "Now we two");
        }
        story.get(&story.ben, &format!("/api/conversations/{id}")).await.refused(404, "not_found");
    }

    async fn a_stream_ends_with_its_session(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Hi").await;
        let ana = story.sign_in(&story.ana).await;
        let mut log = story.events(&ana, &format!("/api/conversations/{id}/events"), None).await;
        assert_eq!(log.next().await.unwrap().data["message"]["text"], "Hi");
        story.call(&ana, "POST", "/api/auth/logout", None).await.expect(204);
        story.say(&story.visitor, &id, "After the sign-out").await;
        while let Some(event) = log.next().await {
            assert_ne!(event.data["message"]["text"], "After the sign-out");
        }
    }

    async fn sends_beyond_the_rate_are_refused_and_not_stored(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Hi").await;
        let mut socket = story.connect(&story.visitor).await;
        let (mut acknowledged, mut refused) = (0, 0);
        for n in 0..60 {
            socket.send(json!({ "type": "send", "conversation_id": id, "client_msg_id": format!("m{n}"), "text": "x" })).await;
        }
        socket.send(json!({ "type": "ping", "n": 1 })).await;
        while acknowledged + refused < 60 {
            let frame = socket.any_of(&["ack", "error"]).await;
            if frame["type"] == "ack" {
                acknowledged += 1;
            } else {
                assert_eq!(frame["error"]["code"], "too_many");
                assert!(frame["error"]["retry_after_ms"].as_u64().unwrap() > 0);
                refused += 1;
            }
        }
        assert!(refused > 0 && acknowledged >= 30, "{acknowledged} and {refused}");
        let stored = story.log(&story.key, &id, 0).await.iter().filter(|entry| entry["type"] == "message.sent").count();
        assert_eq!(stored, acknowledged + 1);
    }
}

/// Once only: 25 s of the wall's time, and no engine has a part in it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_heartbeat_tells_how_far_the_followed_logs_have_come() {
    let story = Story::new(Engine::Sqlite).await;
    let id = story.visitor_starts(&story.visitor, "Hi").await;
    let mut visitor = story.connect(&story.visitor).await;
    visitor.subscribe(&id, 0).await;
    story.say(&story.ana, &id, "Hello").await;
    story.note(&story.ana, &id, "A regular").await;
    let head = story.get(&story.visitor, &format!("/api/conversations/{id}")).await.expect(200).body["last_seq"].clone();
    let heads = visitor.expect_within("heads", Duration::from_secs(30)).await;
    assert_eq!(heads["heads"], json!({ id: head }), "the note is no part of the visitor's log");
}
