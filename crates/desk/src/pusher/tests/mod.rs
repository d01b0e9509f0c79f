//! Scenarios of the Pusher protocol, by a client written from its description. Stock clients run in the browser tests.

mod apps;
mod channels;
mod servers;

use antiphon_clients::pusher::{body_md5, sign, signed_text};
use antiphon_testkit::{Answer, Client, Story};
use axum::body::Body;
use axum::http::{Method, Request};
use serde_json::{Value, json};

/// A workspace's app, as its server knows it.
pub(super) struct App {
    pub(super) id: String,
    pub(super) key: String,
    pub(super) secret: String,
}

impl App {
    pub(super) async fn of(story: &Story) -> Self {
        let app = story.get(&story.owner, "/api/pusher/app").await.expect(200).body;
        let text = |name: &str| app[name].as_str().unwrap().to_owned();
        Self { id: text("app_id"), key: text("key"), secret: text("secret") }
    }

    pub(super) fn auth(&self, text: &str) -> String {
        format!("{}:{}", self.key, sign(&self.secret, text))
    }

    /// Asks as a server does.
    pub(super) async fn asks(
        &self,
        story: &Story,
        method: Method,
        path: &str,
        query: &[(&str, &str)],
        body: Option<Value>,
    ) -> Answer {
        let body = body.map_or_else(String::new, |body| body.to_string());
        let request = self.request(story, method, &format!("/apps/{}{path}", self.id), query, &body);
        story.request(request).await
    }

    pub(super) fn request(&self, story: &Story, method: Method, path: &str, query: &[(&str, &str)], body: &str) -> Request<Body> {
        let mut pairs: Vec<(String, String)> =
            query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        pairs.push(("auth_key".into(), self.key.clone()));
        pairs.push(("auth_timestamp".into(), story.clock.now().timestamp().to_string()));
        pairs.push(("auth_version".into(), "1.0".into()));
        if !body.is_empty() {
            pairs.push(("body_md5".into(), body_md5(body.as_bytes())));
        }
        pairs.push(("auth_signature".into(), sign(&self.secret, &signed_text(&method, path, &pairs))));
        let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
        let request = Request::builder().method(method).uri(format!("{path}?{query}"));
        request.header("content-type", "application/json").body(Body::from(body.to_owned())).unwrap()
    }

    /// Opens a socket; its id.
    pub(super) async fn connects(&self, story: &Story) -> (Peer, String) {
        let path = format!("/pusher/app/{}?protocol=7&client=js&version=8.6.0&flash=false", self.key);
        let mut peer = Peer(Client::open_path(story.address().await, &path, Some("https://anywhere.test")).await.unwrap());
        let established = peer.expect("pusher:connection_established").await;
        assert!(established["activity_timeout"].as_u64().unwrap() > 0);
        (peer, established["socket_id"].as_str().unwrap().to_owned())
    }
}

/// A client of the protocol.
pub(super) struct Peer(pub(super) Client);

impl Peer {
    pub(super) async fn says(&mut self, event: &str, data: Value) {
        self.0.send(json!({ "event": event, "data": data })).await;
    }

    /// Waits for an event; its data, which is JSON within a text.
    pub(super) async fn expect(&mut self, event: &str) -> Value {
        let frame = self.frame(event).await;
        match &frame["data"] {
            Value::String(text) => serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.clone())),
            data => data.clone(),
        }
    }

    pub(super) async fn frame(&mut self, event: &str) -> Value {
        self.0.expect_where(|frame| frame["event"] == event, event).await
    }

    pub(super) async fn joins(&mut self, channel: &str, more: Value) -> Value {
        let mut data = json!({ "channel": channel });
        data.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap_or_default());
        self.says("pusher:subscribe", data).await;
        self.expect("pusher_internal:subscription_succeeded").await
    }
}
