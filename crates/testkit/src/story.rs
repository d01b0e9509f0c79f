//! One test's world: a database of its own, the desk on it, the cast, the clock.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::ops::Deref;
use std::time::Duration;

use antiphon_base::config::Config;
use antiphon_base::secret::MasterKey;
use antiphon_base::{Clock, Result};
use antiphon_bus::Bus;
use antiphon_desk::Desk;
use axum::Router;
use axum::body::Body;
use http::{HeaderMap, Request, StatusCode};
use http_body_util::BodyExt;
use serde_json::{Value, json};
use tokio::sync::OnceCell;
use tower::ServiceExt;

use crate::cast::{self, Caller, Cast, text};
use crate::engine::{self, Bare, Engine, Place};
use crate::socket::Client;

/// A world of its own.
pub struct Story {
    /// Which database it stands on.
    pub engine: Engine,
    /// The product.
    pub desk: Desk,
    /// The clock, which tests move.
    pub clock: Clock,
    cast: Cast,
    place: Place,
    address: OnceCell<SocketAddr>,
    /// Made once: it is put together anew for each story, with its document, and that takes a while.
    router: Router,
}

impl Deref for Story {
    type Target = Cast;
    fn deref(&self) -> &Cast {
        &self.cast
    }
}

impl Story {
    /// A new world on this engine.
    pub async fn new(engine: Engine) -> Self {
        Self::with(engine, Self::config()).await
    }

    /// A new world with these settings.
    pub async fn with(engine: Engine, config: Config) -> Self {
        let (place, cast) = engine.fresh().await;
        let clock = Clock::fake(engine::beginning() + Duration::from_secs(60));
        let desk = place.open_desk(clock.clone(), config, Bus::local()).await;
        Self { router: antiphon_desk::routes(&desk), engine, desk, clock, cast, place, address: OnceCell::new() }
    }

    /// Settings under which a story may hurry: no limits by peer.
    pub fn config() -> Config {
        let mut config = Config { data: crate::engine::folder(), ..Config::default() };
        config.limits.requests_per_second = 0;
        config.limits.handshakes_per_second = 0;
        config.limits.admissions_per_second = 0;
        config.outgoing.private_hosts = vec!["127.0.0.1".to_owned()]; // where emulated services are
        config
    }

    /// A further node on the same database, with a bus of its own choosing.
    pub async fn another_node(&self, bus: Bus) -> Self {
        let desk = self.place.open_desk(self.clock.clone(), Self::config(), bus).await;
        Self {
            router: antiphon_desk::routes(&desk),
            engine: self.engine,
            desk,
            clock: self.clock.clone(),
            cast: self.cast.clone(),
            place: self.place.clone(),
            address: OnceCell::new(),
        }
    }

    /// A server starts on a database to which this world was moved: the same cast and clock.
    pub async fn moved_to(&self, bare: Bare, config: Config) -> Self {
        let Bare { engine, db, place } = bare;
        db.close().await;
        let desk = place.open_desk(self.clock.clone(), config, Bus::local()).await;
        Self {
            router: antiphon_desk::routes(&desk),
            engine,
            desk,
            clock: self.clock.clone(),
            cast: self.cast.clone(),
            place,
            address: OnceCell::new(),
        }
    }

    /// A start on the same database under another master key.
    ///
    /// # Errors
    /// As the desk refuses it.
    pub async fn open_under(&self, key: MasterKey) -> Result<Desk> {
        self.place.try_open_desk(self.clock.clone(), Self::config(), Bus::local(), key).await
    }

    /// The server dies without a word and starts again on the same database.
    pub async fn restart(self) -> Self {
        let Self { engine, desk, clock, cast, place, .. } = self;
        desk.close().await;
        let desk = place.open_desk(clock.clone(), Self::config(), Bus::local()).await;
        Self { router: antiphon_desk::routes(&desk), engine, desk, clock, cast, place, address: OnceCell::new() }
    }

    /// Runs a statement past everything, as an intruder or an accident would.
    pub async fn tamper(&self, sql: &str) {
        self.place.tamper(sql).await;
    }

    /// Everything that is stored, table by table, without what mere use moves: to show that nothing changed.
    pub async fn dump(&self) -> BTreeMap<String, Vec<String>> {
        self.place.dump().await
    }

    /// The first column, text, of what a question past everything answers.
    pub async fn read(&self, sql: &str) -> Vec<String> {
        self.place.read(sql).await
    }

    /// Waits until a recurring job was done for the first time: it comes back only when the clock is moved.
    pub async fn first_round_of(&self, kind: &str) {
        let done = format!("SELECT kind FROM jobs WHERE kind = '{kind}' AND finished_at IS NOT NULL");
        crate::soon(&format!("the first {kind}"), async || !self.read(&done).await.is_empty()).await;
    }

    /// What PostgreSQL answers the serving role itself, with nothing set.
    ///
    /// # Errors
    /// Its refusal.
    pub async fn read_as_app(&self, sql: &str) -> Result<Vec<String>, String> {
        match &self.place {
            Place::Url(url) => engine::read_as_app(url, sql).await,
            Place::File(_) => panic!("SQLite has no roles"),
        }
    }

    /// Moves the clock.
    pub fn later(&self, duration: Duration) {
        self.clock.advance(duration);
    }

    /// Signs in anew by password.
    pub async fn sign_in(&self, caller: &Caller) -> Caller {
        cast::sign_in(&self.desk, caller.email.as_deref().expect("someone with an account")).await
    }

    /// One more visitor.
    pub async fn new_visitor(&self) -> Caller {
        cast::visitor(&self.desk, &self.cast.widget_key, &self.cast.owner).await
    }

    /// Calls the API.
    pub async fn call(
        &self,
        who: impl Into<Option<&Caller>>,
        method: &str,
        path: &str,
        body: impl Into<Option<Value>>,
    ) -> Answer {
        request_on(self.router.clone(), call_of(who.into(), method, path, body.into())).await
    }

    /// Calls with whatever request.
    pub async fn request(&self, request: Request<Body>) -> Answer {
        request_on(self.router.clone(), request).await
    }

    /// Opens an event stream (SSE), as of an event where there is one.
    pub async fn events(&self, who: &Caller, path: &str, last_event_id: Option<&str>) -> Events {
        let mut request =
            Request::get(path).header("accept", "text/event-stream").header("authorization", format!("Bearer {}", who.token));
        if let Some(id) = last_event_id {
            request = request.header("last-event-id", id);
        }
        let request = request.body(Body::empty()).expect("a request");
        let response = self.router.clone().oneshot(request).await.expect("the router never fails");
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        Events { body: response.into_body(), text: String::new() }
    }

    /// Reads.
    pub async fn get(&self, who: &Caller, path: &str) -> Answer {
        self.call(who, "GET", path, None).await
    }

    /// Writes.
    pub async fn post(&self, who: &Caller, path: &str, body: Value) -> Answer {
        self.call(who, "POST", path, body).await
    }

    /// Sends a file in as a form.
    pub async fn upload(&self, who: &Caller, name: &str, content: &[u8]) -> Answer {
        let head = format!("--limit\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
        let body = [head.as_bytes(), content, b"\r\n--limit--\r\n"].concat();
        let request = Request::post("/api/files")
            .header("authorization", format!("Bearer {}", who.token))
            .header("content-type", "multipart/form-data; boundary=limit")
            .body(Body::from(body));
        self.request(request.expect("a good request")).await
    }

    /// Starts a conversation as a visitor; answers its id.
    pub async fn visitor_starts(&self, who: &Caller, says: &str) -> String {
        let answer = self.post(who, "/api/conversations", json!({ "message": { "text": says } })).await.expect(201);
        text(&answer.body["conversation"]["id"])
    }

    /// Says something over HTTP; answers the message.
    pub async fn say(&self, who: &Caller, conversation: &str, says: &str) -> Value {
        self.post(who, &format!("/api/conversations/{conversation}/messages"), json!({ "text": says })).await.expect(201).body
    }

    /// Notes something over HTTP; answers the note.
    pub async fn note(&self, who: &Caller, conversation: &str, says: &str) -> Value {
        let body = json!({ "text": says, "kind": "note" });
        self.post(who, &format!("/api/conversations/{conversation}/messages"), body).await.expect(201).body
    }

    /// The log as someone sees it.
    pub async fn log(&self, who: &Caller, conversation: &str, after: i64) -> Vec<Value> {
        let answer =
            self.get(who, &format!("/api/conversations/{conversation}/entries?after_seq={after}&limit=100")).await.expect(200);
        answer.body["entries"].as_array().expect("entries").clone()
    }

    /// Where the story's server listens; started on first use.
    pub async fn address(&self) -> SocketAddr {
        *self
            .address
            .get_or_init(async || {
                let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("loopback has a free port");
                let address = listener.local_addr().expect("a bound socket has an address");
                let app = self.router.clone().into_make_service_with_connect_info::<SocketAddr>();
                tokio::spawn(async move { axum::serve(listener, app).await });
                address
            })
            .await
    }

    /// Waits until so many sockets are open: a cut is noticed a moment after it happened.
    pub async fn has_sockets(&self, open: usize) {
        crate::soon(&format!("{open} sockets are open"), async || self.desk.live.open_sockets() == open).await;
    }

    /// Opens a live socket and says hello.
    pub async fn connect(&self, who: &Caller) -> Client {
        let mut client = Client::open(self.address().await).await;
        client.hello(&who.token).await;
        client
    }
}

/// An open event stream.
pub struct Events {
    body: Body,
    text: String,
}

/// One event of a stream.
#[derive(Clone, Debug)]
pub struct Event {
    /// Its kind.
    pub name: String,
    /// Where a reader goes on after it.
    pub id: String,
    /// What it says.
    pub data: Value,
}

impl Events {
    /// The next event; nothing when the stream has ended.
    pub async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some((event, rest)) = self.text.split_once("\n\n") {
                let field = |name: &str| {
                    let start = format!("{name}: ");
                    event.lines().find_map(|line| line.strip_prefix(&start)).unwrap_or_default().to_owned()
                };
                let (name, id, data) = (field("event"), field("id"), field("data"));
                self.text = rest.to_owned();
                if data.is_empty() {
                    continue; // a comment that keeps the line open
                }
                return Some(Event { name, id, data: serde_json::from_str(&data).expect("events are JSON") });
            }
            let frame =
                tokio::time::timeout(Duration::from_secs(10), self.body.frame()).await.expect("an event comes in time")?;
            let bytes = frame.expect("a whole frame").into_data().expect("a frame of data");
            self.text += std::str::from_utf8(&bytes).expect("events are text");
        }
    }
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as JSON; `null` when it is empty or no JSON.
    pub body: Value,
    /// The body as it was.
    pub raw: Vec<u8>,
    asked: String,
}

impl Answer {
    /// Fails unless it is this status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{} answered {}", self.asked, String::from_utf8_lossy(&self.raw));
        self
    }

    /// Fails unless it is this refusal.
    #[track_caller]
    pub fn refused(&self, status: u16, code: &str) {
        let given = (self.status, self.body["error"]["code"].as_str().unwrap_or_default());
        assert_eq!(given, (status, code), "{} answered {}", self.asked, String::from_utf8_lossy(&self.raw));
        assert!(!self.body["error"]["message"].as_str().unwrap_or_default().is_empty());
        assert!(!self.body["error"]["request_id"].as_str().unwrap_or_default().is_empty());
    }

    /// The session cookie that it set.
    pub fn cookie(&self) -> Option<String> {
        let set = self.headers.get("set-cookie")?.to_str().ok()?;
        set.split(';').next()?.split_once('=').map(|(_, value)| value.to_owned())
    }
}

pub(crate) async fn call(desk: &Desk, who: Option<&Caller>, method: &str, path: &str, body: Option<Value>) -> Answer {
    request_on(antiphon_desk::routes(desk), call_of(who, method, path, body)).await
}

fn call_of(who: Option<&Caller>, method: &str, path: &str, body: Option<Value>) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(path).header("host", "antiphon.test");
    if let Some(who) = who {
        request = request.header("authorization", format!("Bearer {}", who.token));
    }
    let body = match body {
        Some(body) => {
            request = request.header("content-type", "application/json");
            Body::from(body.to_string())
        }
        None => Body::empty(),
    };
    request.body(body).expect("a request")
}

async fn request_on(router: Router, request: Request<Body>) -> Answer {
    let asked = format!("{} {}", request.method(), request.uri());
    let response = router.oneshot(request).await.expect("the router never fails");
    let (parts, mut body) = response.into_parts();
    let raw = (&mut body).collect().await.expect("a whole body").to_bytes().to_vec();
    assert!(body.frame().await.is_none(), "{asked}: something came after the end; compressors ask for it");
    assert_ne!(parts.status, StatusCode::INTERNAL_SERVER_ERROR, "{asked} failed on our side");
    Answer {
        status: parts.status.as_u16(),
        headers: parts.headers,
        body: serde_json::from_slice(&raw).unwrap_or(Value::Null),
        raw,
        asked,
    }
}
