//! Publishing to an outside Pusher: what it is told, and what happens when it is not there.

use std::sync::atomic::{AtomicU16, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use antiphon_base::config::{Config, Pusher};
use antiphon_clients::pusher::{body_md5, sign, signed_text};
use antiphon_testkit::{Engine, Site, Story, both_engines, soon};
use axum::Router;
use axum::body::Bytes;
use axum::extract::{OriginalUri, State};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::routing::post;
use serde_json::{Value, json};

const KEY: &str = "outside-key";
const SECRET: &str = "outside-secret";

/// A host that checks what Pusher checks, and answers as it is told.
#[derive(Clone, Default)]
struct Host {
    answers: Arc<AtomicU16>,
    asked: Arc<AtomicUsize>,
    events: Arc<Mutex<Vec<Value>>>,
}

impl Host {
    async fn start_for(workspace: &str) -> (Self, Config) {
        let (host, mut config) = Self::start().await;
        config.pusher.workspace = Some(workspace.to_owned());
        (host, config)
    }

    async fn start() -> (Self, Config) {
        let host = Self::default();
        host.answers.store(200, Ordering::SeqCst);
        let site = Site::start(Router::new().route("/apps/42/events", post(take)).with_state(host.clone())).await;
        let pusher = Pusher {
            app_id: Some("42".into()),
            key: Some(KEY.into()),
            secret: Some(SECRET.into()),
            host: Some(site.url("")),
            ..Pusher::default()
        };
        (host, Config { pusher, ..Story::config() })
    }

    fn answers(&self, status: u16) {
        self.answers.store(status, Ordering::SeqCst);
    }

    fn ids(&self) -> Vec<String> {
        let events = self.events.lock().unwrap();
        events.iter().map(|event| data_of(event)["messageId"].as_str().unwrap().to_owned()).collect()
    }
}

fn data_of(event: &Value) -> Value {
    serde_json::from_str(event["data"].as_str().expect("data is JSON in a text")).unwrap()
}

async fn take(State(host): State<Host>, OriginalUri(uri): OriginalUri, headers: HeaderMap, body: Bytes) -> (StatusCode, String) {
    host.asked.fetch_add(1, Ordering::SeqCst);
    let query: Vec<(String, String)> =
        url::form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()).into_owned().collect();
    let value = |name: &str| query.iter().find(|(found, _)| found == name).map(|(_, value)| value.clone()).unwrap_or_default();
    let signed: Vec<_> = query.iter().filter(|(name, _)| name != "auth_signature").cloned().collect();
    let is_signed = sign(SECRET, &signed_text(&Method::POST, uri.path(), &signed)) == value("auth_signature");
    if !is_signed || value("auth_key") != KEY || value("auth_version") != "1.0" || value("body_md5") != body_md5(&body) {
        return (StatusCode::UNAUTHORIZED, "signature".into());
    }
    assert_eq!(headers["content-type"], "application/json");
    let event: Value = serde_json::from_slice(&body).unwrap();
    if event["data"].as_str().is_none_or(|data| data.len() > 10_240) {
        return (StatusCode::PAYLOAD_TOO_LARGE, "data".into());
    }
    let status = StatusCode::from_u16(host.answers.load(Ordering::SeqCst)).unwrap();
    if status.is_success() {
        host.events.lock().unwrap().push(event);
    }
    (status, "{}".into())
}

async fn send(story: &Story, content: &str) -> Value {
    let ask = json!({ "type": "confirmation", "taskId": "t1", "userId": story.cora.id, "content": content, "data": { "a": 1 } });
    story.post(&story.key, "/api/chat-messages", ask).await.expect(201).body
}

async fn states(story: &Story) -> Vec<String> {
    story.read("SELECT publishing FROM notices WHERE publishing IS NOT NULL ORDER BY seq").await
}

both_engines! {
    async fn what_is_sent_is_published_at_once(story: Story) {
        let (host, mut config) = Host::start().await;
        // The cast has two workspaces: an app that knows none belongs to the one that is named.
        config.pusher.workspace = None;
        let two = Story::with(story.engine, config.clone()).await;
        assert_eq!(send(&two, "to nobody's app").await["pusherSent"], false);
        config.pusher.workspace = Some(story.owner.workspace.clone());
        let story = Story::with(story.engine, config).await;
        let theirs = json!({ "type": "info", "userId": story.foreign_agent.id, "content": "Theirs" });
        let foreign = story.sign_in(&story.foreign_owner).await;
        assert_eq!(story.post(&foreign, "/api/chat-messages", theirs).await.expect(201).body["pusherSent"], false);
        let named = json!({ "external_id": "user_456" });
        story.call(&story.owner, "PATCH", &format!("/api/people/{}", story.cora.id), named).await.expect(200);
        let ask = json!({ "type": "CONFIRMATION", "taskId": "t1", "userId": "user_456", "content": "Dönė", "data": { "a": 1 } });
        let sent = story.post(&story.key, "/api/chat-messages", ask).await.expect(201).body;
        // "pusherSent: true if Pusher is configured and successful"
        assert_eq!((&sent["success"], &sent["pusherSent"]), (&json!(true), &json!(true)));
        let event = host.events.lock().unwrap()[0].clone();
        assert_eq!(event["name"], "chat-message");
        assert_eq!(event["channels"], json!([format!("private-user-{}", story.cora.id), "private-user-user_456"]));
        let data = data_of(&event);
        assert_eq!((&data["type"], &data["userId"], &data["content"]), (&json!("confirmation"), &json!("user_456"), &json!("Dönė")));
        assert_eq!((&data["messageId"], &data["taskId"], &data["data"]), (&sent["messageId"], &json!("t1"), &json!({ "a": 1 })));
        assert_eq!(states(&story).await, ["done"]);
        // What is too long for the protocol is cut, and says so.
        let long = json!({ "type": "info", "userId": "user_456", "content": "x".repeat(10_000), "data": { "a": "y".repeat(5_000) } });
        assert_eq!(story.post(&story.key, "/api/chat-messages", long).await.expect(201).body["pusherSent"], true);
        let cut = data_of(&host.events.lock().unwrap()[1].clone());
        assert_eq!((&cut["truncated"], cut["content"].as_str().unwrap().chars().count()), (&json!(true), 1_001));
        assert_eq!(host.asked.load(Ordering::SeqCst), 2, "each once");
    }

    async fn while_it_is_away_nothing_is_lost_and_then_everything_comes(story: Story) {
        let (host, config) = Host::start_for(&story.owner.workspace).await;
        let story = Story::with(story.engine, config).await;
        // "Pusher send fails: Logs error, continues with database storage"
        for (n, status) in [500, 503, 429].into_iter().enumerate() {
            host.answers(status);
            let sent = send(&story, &n.to_string()).await;
            assert_eq!((&sent["success"], &sent["pusherSent"], &sent["databaseStored"]), (&json!(true), &json!(false), &json!(true)));
        }
        assert_eq!(story.get(&story.cora, "/api/chat-messages").await.expect(200).body["total"], 3);
        soon("a worker has tried each", async || story.read("SELECT kind FROM jobs WHERE kind = 'notices.publish' AND attempts > 0 AND state = 'ready'").await.len() == 3).await;
        assert_eq!(states(&story).await, ["owed", "owed", "owed"]);
        // It is back: the first one that is taken brings the others with it.
        host.answers(200);
        assert_eq!(send(&story, "back").await["pusherSent"], true);
        soon("all are published", async || states(&story).await == ["done"; 4]).await;
        let mut ids = host.ids();
        ids.sort();
        let mut all = story.read(if story.engine == Engine::Postgres { "SELECT id::text FROM notices" } else { "SELECT lower(hex(id)) FROM notices" }).await;
        all.iter_mut().for_each(|id| id.retain(|c| c != '-'));
        all.sort();
        ids.iter_mut().for_each(|id| id.retain(|c| c != '-'));
        assert_eq!(ids, all, "each once");
    }

    async fn what_it_refuses_is_not_tried_again_and_what_lasts_too_long_is_given_up(story: Story) {
        let (host, mut config) = Host::start_for(&story.owner.workspace).await;
        config.pusher.give_up_hours = 1;
        let story = Story::with(story.engine, config).await;
        host.answers(400);
        assert_eq!(send(&story, "refused").await["pusherSent"], false);
        soon("it is where admins see it", async || {
            story.read("SELECT last_error FROM jobs WHERE kind = 'notices.publish' AND state = 'dead'").await.len() == 1
        }).await;
        assert_eq!(states(&story).await, ["refused"]);
        host.answers(503);
        send(&story, "late").await;
        soon("it is tried", async || story.read("SELECT kind FROM jobs WHERE kind = 'notices.publish' AND attempts > 0 AND state = 'ready'").await.len() == 1).await;
        story.later(Duration::from_secs(7 * 3_600));
        soon("it is given up", async || states(&story).await == ["refused", "given_up"]).await;
        let cora = story.sign_in(&story.cora).await;
        assert_eq!(story.get(&cora, "/api/chat-messages").await.expect(200).body["total"], 2, "both are there all the same");
    }
}
