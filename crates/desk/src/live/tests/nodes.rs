//! Two nodes on one PostgreSQL, with a real Redis between them: hints cross it; without it the log is looked at.

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use antiphon_bus::Bus;
use antiphon_testkit::{Engine, Story, soon};
use serde_json::json;

/// A redis-server of this test alone; dropping it kills it.
struct Redis {
    process: Child,
    port: u16,
}

impl Redis {
    fn start() -> Self {
        let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port on loopback");
        let port = free.local_addr().expect("it is bound").port();
        drop(free);
        Self::start_on(port)
    }

    fn start_on(port: u16) -> Self {
        let process = Command::new("redis-server")
            .args(["--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--port", &port.to_string()])
            .stdout(Stdio::null())
            .spawn()
            .expect("redis-server is installed (scripts/setup does it)");
        Self { process, port }
    }

    fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        let _ = self.process.kill(); // SIGKILL: no goodbye
        let _ = self.process.wait();
    }
}

/// Two nodes of one installation that hear each other.
async fn two_nodes(story: &Story, redis: &str) -> (Story, Story) {
    let installation = uuid::Uuid::now_v7().to_string();
    let bus = || Bus::redis(redis, &installation, uuid::Uuid::now_v7()).expect("a good address");
    let (one, two) = (story.another_node(bus()).await, story.another_node(bus()).await);
    soon("both nodes hear the bus", async || one.desk.live.bus_is_up() && two.desk.live.bus_is_up()).await;
    (one, two)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_happens_on_one_node_is_seen_on_the_other() {
    let story = Story::new(Engine::Postgres).await;
    let redis = std::env::var("ANTIPHON_TEST_REDIS_URL").expect("scripts/with-services starts a Redis");
    let (one, two) = two_nodes(&story, &redis).await;
    let id = one.visitor_starts(&one.visitor, "Hi").await;
    one.say(&one.ana, &id, "Hello").await;
    let mut visitor = one.connect(&one.visitor).await;
    visitor.subscribe(&id, 0).await;
    let mut ana = two.connect(&two.ana).await;
    ana.subscribe(&id, 0).await;
    assert_eq!(visitor.presence_of(&two.ana.id).await["online"], true);

    let started = Instant::now();
    for n in 0..20 {
        let ack = visitor.say(&id, &format!("v{n}"), &format!("From one {n}")).await;
        assert_eq!(
            ana.entries_through(ack["seq"].as_i64().unwrap()).await.last().unwrap()["message"]["text"],
            json!(format!("From one {n}"))
        );
        let ack = ana.say(&id, &format!("a{n}"), &format!("From two {n}")).await;
        assert_eq!(
            visitor.entries_through(ack["seq"].as_i64().unwrap()).await.last().unwrap()["message"]["text"],
            json!(format!("From two {n}"))
        );
    }
    assert!(started.elapsed() < Duration::from_secs(15), "hints carry it, not the looking every second: {:?}", started.elapsed());
    // Larger than a hint may be: read from the log.
    let long = "🦑".repeat(9_000);
    let ack = ana.say(&id, "long", &long).await;
    assert_eq!(visitor.entries_through(ack["seq"].as_i64().unwrap()).await.last().unwrap()["message"]["text"], json!(long));

    visitor.send(json!({ "type": "typing", "conversation_id": id, "is_typing": true })).await;
    assert_eq!(ana.expect("typing").await["principal"]["id"], json!(one.visitor.id));
    visitor.send(json!({ "type": "read", "conversation_id": id, "seq": ack["seq"] })).await;
    loop {
        let read = ana.expect("read").await;
        if read["principal_id"] == json!(one.visitor.id) && read["seq"] == ack["seq"] {
            break;
        }
    }
    let mut ben = two.connect(&two.ben).await;
    let cursor = two.get(&two.ben, "/api/feed").await.expect(200).body["cursor"].clone();
    ben.send(json!({ "type": "follow_feed", "after": cursor })).await;
    ben.expect("feed").await;
    let new = one.visitor_starts(&one.stranger, "Another matter").await;
    loop {
        if ben.expect("feed").await["items"].as_array().unwrap().iter().any(|item| item["conversation"]["id"] == json!(new)) {
            break;
        }
    }
    // A sign-out on one node closes the sockets on the other.
    one.call(&one.owner, "DELETE", &format!("/api/people/{}/sessions", one.ana.id), None).await.expect(204);
    assert_eq!(ana.closed().await, 4401);
    soon("the socket is gone", async || two.desk.live.open_sockets() == 1).await;
    story.later(Duration::from_secs(16));
    loop {
        let presence = visitor.presence_of(&one.ana.id).await;
        if presence["online"] == false {
            break;
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nodes_that_never_met_redis_tell_lists_and_logs_all_the_same() {
    let story = Story::new(Engine::Postgres).await;
    let nowhere = Redis::start().url(); // and gone again
    let bus = || Bus::redis(&nowhere, "alone", uuid::Uuid::now_v7()).expect("a good address");
    let (one, two) = (story.another_node(bus()).await, story.another_node(bus()).await);
    let cursor = two.get(&two.ben, "/api/feed").await.expect(200).body["cursor"].clone();
    // Nobody on this node follows a conversation: he has only the list open.
    let mut ben = two.connect(&two.ben).await;
    ben.send(json!({ "type": "follow_feed", "after": cursor })).await;
    ben.expect("feed").await;
    for n in 0..3 {
        let said = Instant::now();
        let id = one.visitor_starts(&one.stranger, &format!("Matter {n}")).await;
        loop {
            let items = ben.expect("feed").await["items"].as_array().unwrap().clone();
            if items.iter().any(|item| item["conversation"]["id"] == json!(id)) {
                break;
            }
        }
        assert!(said.elapsed() < Duration::from_secs(3), "seen only after {:?}", said.elapsed());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn while_redis_is_away_the_log_itself_is_looked_at() {
    let story = Story::new(Engine::Postgres).await;
    let redis = Redis::start();
    let port = redis.port;
    let (one, two) = two_nodes(&story, &redis.url()).await;
    let id = one.visitor_starts(&one.visitor, "Hi").await;
    one.say(&one.ana, &id, "Hello").await;
    let mut visitor = one.connect(&one.visitor).await;
    visitor.subscribe(&id, 0).await;
    let mut ana = two.connect(&two.ana).await;
    ana.subscribe(&id, 0).await;
    ana.say(&id, "a0", "With the bus").await;
    visitor.entries_through(4).await;

    drop(redis);
    soon("both nodes notice", async || !one.desk.live.bus_is_up() && !two.desk.live.bus_is_up()).await;
    for n in 0..3 {
        let ack = ana.say(&id, &format!("away-{n}"), &format!("Without the bus {n}")).await;
        let said = Instant::now();
        visitor.entries_through(ack["seq"].as_i64().unwrap()).await;
        assert!(said.elapsed() < Duration::from_secs(3), "seen only after {:?}", said.elapsed());
    }
    let ended = one.sign_in(&one.ana).await;
    let mut ending = two.connect(&ended).await;
    one.call(&ended, "POST", "/api/auth/logout", None).await.expect(204);
    assert_eq!(ending.closed().await, 4401, "also a sign-out is found without the bus");

    let _redis = Redis::start_on(port);
    soon("both nodes hear again", async || one.desk.live.bus_is_up() && two.desk.live.bus_is_up()).await;
    let mut last = 0;
    for n in 0..20 {
        last = visitor.say(&id, &format!("back-{n}"), &format!("Back {n}")).await["seq"].as_i64().unwrap();
    }
    let seen = ana.entries_through(last).await;
    let texts: Vec<_> =
        seen.iter().filter_map(|entry| entry["message"]["text"].as_str()).filter(|text| text.starts_with("Back")).collect();
    assert_eq!(texts, (0..20).map(|n| format!("Back {n}")).collect::<Vec<_>>());
}
