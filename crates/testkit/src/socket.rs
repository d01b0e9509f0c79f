//! A client of the live socket, as a stranger would write it from docs/live.md.

use std::net::SocketAddr;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{WebSocketStream, client_async};

/// How long a frame may take to come before the test fails.
const PATIENCE: Duration = Duration::from_secs(10);

/// One open socket.
pub struct Client {
    wire: WebSocketStream<TcpStream>,
    /// Frames that came while others were waited for.
    seen: Vec<Value>,
}

impl Client {
    /// Opens a socket without saying anything.
    pub async fn open(address: SocketAddr) -> Self {
        Self::open_from(address, None).await.expect("the socket opens")
    }

    /// Opens a socket as a page of this origin would; the status when it is refused.
    ///
    /// # Errors
    /// The status of the refusal.
    pub async fn open_from(address: SocketAddr, origin: Option<&str>) -> Result<Self, u16> {
        Self::open_path(address, "/api/live", origin).await
    }

    /// Opens a socket at another door.
    ///
    /// # Errors
    /// The status of the refusal.
    pub async fn open_path(address: SocketAddr, path: &str, origin: Option<&str>) -> Result<Self, u16> {
        let mut request = format!("ws://{address}{path}").into_client_request().expect("an address");
        if let Some(origin) = origin {
            request.headers_mut().insert("origin", origin.parse().expect("an origin"));
        }
        let stream = TcpStream::connect(address).await.expect("the server listens");
        match client_async(request, stream).await {
            Ok((wire, _)) => Ok(Self { wire, seen: Vec::new() }),
            Err(tokio_tungstenite::tungstenite::Error::Http(response)) => Err(response.status().as_u16()),
            Err(error) => panic!("the handshake failed: {error}"),
        }
    }

    /// Opens a socket whose machine takes in little that was not read.
    pub async fn open_narrow(address: SocketAddr) -> Self {
        let socket = tokio::net::TcpSocket::new_v4().expect("a socket");
        socket.set_recv_buffer_size(4_096).expect("a small buffer");
        let stream = socket.connect(address).await.expect("the server listens");
        let request = format!("ws://{address}/api/live").into_client_request().expect("an address");
        let (wire, _) = client_async(request, stream).await.expect("the socket opens");
        Self { wire, seen: Vec::new() }
    }

    /// Says that nothing more will come, and goes on listening.
    pub async fn close_half(&mut self) {
        use tokio::io::AsyncWriteExt as _;
        self.wire.get_mut().shutdown().await.expect("the socket is open");
    }

    /// Says hello with a token and waits for the welcome.
    pub async fn hello(&mut self, token: &str) -> Value {
        self.send(json!({ "type": "hello", "token": token, "protocol": 1 })).await;
        self.expect("welcome").await
    }

    /// Follows a conversation and waits for the confirmation.
    pub async fn subscribe(&mut self, conversation: &str, after_seq: i64) -> Value {
        self.send(json!({ "type": "subscribe", "conversation_id": conversation, "after_seq": after_seq })).await;
        self.expect("subscribed").await
    }

    /// Sends a message and waits for its acknowledgement.
    pub async fn say(&mut self, conversation: &str, client_msg_id: &str, text: &str) -> Value {
        self.send(json!({ "type": "send", "conversation_id": conversation, "client_msg_id": client_msg_id, "text": text })).await;
        self.expect("ack").await
    }

    /// Sends a frame.
    pub async fn send(&mut self, frame: Value) {
        self.send_raw(Message::text(frame.to_string())).await;
    }

    /// Sends whatever.
    pub async fn send_raw(&mut self, message: Message) {
        self.wire.send(message).await.expect("the socket takes it");
    }

    /// Sends whatever, even when the other side is gone already.
    pub async fn try_send(&mut self, message: Message) -> bool {
        self.wire.send(message).await.is_ok()
    }

    /// The next frame of this type; others are kept for later.
    #[track_caller]
    pub fn expect<'a>(&'a mut self, frame_type: &'a str) -> impl Future<Output = Value> + 'a {
        let place = std::panic::Location::caller();
        async move {
            if let Some(at) = self.seen.iter().position(|frame| frame["type"] == frame_type) {
                return self.seen.remove(at);
            }
            loop {
                match self.next().await {
                    Ok(frame) if frame["type"] == frame_type => return frame,
                    Ok(frame) => self.seen.push(frame),
                    Err(end) => panic!("{place}: no `{frame_type}` came, but {end}; seen: {:?}", self.seen),
                }
            }
        }
    }

    /// The next frame of one of these types.
    pub async fn any_of(&mut self, types: &[&str]) -> Value {
        self.expect_where(|frame| types.iter().any(|name| frame["type"] == *name), &format!("{types:?}")).await
    }

    /// The next frame that is wanted, in whatever words; others are kept for later.
    pub async fn expect_where(&mut self, wanted: impl Fn(&Value) -> bool, what: &str) -> Value {
        if let Some(at) = self.seen.iter().position(&wanted) {
            return self.seen.remove(at);
        }
        loop {
            match self.next().await {
                Ok(frame) if wanted(&frame) => return frame,
                Ok(frame) => self.seen.push(frame),
                Err(end) => panic!("no {what} came, but {end}; seen: {:?}", self.seen),
            }
        }
    }

    /// As `expect`, for a frame that may take longer.
    pub async fn expect_within(&mut self, frame_type: &str, patience: Duration) -> Value {
        tokio::time::timeout(patience, async {
            loop {
                if let Some(at) = self.seen.iter().position(|frame| frame["type"] == frame_type) {
                    return self.seen.remove(at);
                }
                match self.next().await {
                    Ok(frame) => self.seen.push(frame),
                    Err(end) => assert!(end.contains("nothing came"), "no `{frame_type}` came, but {end}"),
                }
            }
        })
        .await
        .unwrap_or_else(|_| panic!("no `{frame_type}` within {patience:?}"))
    }

    /// Frames that came and were not waited for.
    pub fn seen(&self) -> &[Value] {
        &self.seen
    }

    /// The next word on whether someone is there.
    pub async fn presence_of(&mut self, principal: &str) -> Value {
        loop {
            let frame = self.expect("presence").await;
            if frame["principal"]["id"] == principal {
                return frame;
            }
        }
    }

    /// Entries up to `seq`, as the client would apply them, whatever frames they came in.
    pub async fn entries_through(&mut self, seq: i64) -> Vec<Value> {
        let mut entries = Vec::new();
        let mut through = 0;
        while through < seq {
            let at = self.seen.iter().position(|frame| frame["type"] == "entry" || frame["type"] == "entries");
            let frame = match at {
                Some(at) => self.seen.remove(at),
                None => match self.next().await {
                    Ok(frame) => {
                        self.seen.push(frame);
                        continue;
                    }
                    Err(end) => panic!("waited for entry {seq}, but {end}; have {entries:?}"),
                },
            };
            let new: Vec<Value> = match frame["type"].as_str() {
                Some("entry") => vec![frame["entry"].clone()],
                _ => frame["entries"].as_array().expect("entries").clone(),
            };
            for entry in new {
                let at = entry["seq"].as_i64().expect("a seq");
                if at > through {
                    assert!(entry["prev_seq"].as_i64().expect("a prev_seq") <= through.max(at - 1));
                    through = at;
                    entries.push(entry);
                }
            }
            through = through.max(frame["through_seq"].as_i64().unwrap_or(0));
        }
        entries
    }

    /// Fails when a frame of this type comes before a ping is answered.
    pub async fn expect_none(&mut self, frame_type: &str) {
        self.send(json!({ "type": "ping", "n": 4711 })).await;
        loop {
            let frame = self.next().await.expect("a pong");
            if frame["type"] == "pong" && frame["n"] == 4711 {
                break;
            }
            self.seen.push(frame);
        }
        assert!(!self.seen.iter().any(|frame| frame["type"] == frame_type), "unwanted `{frame_type}` in {:?}", self.seen);
    }

    /// Waits for the end; answers the close code (0 for a plain cut).
    pub async fn closed(&mut self) -> u16 {
        loop {
            match self.next().await {
                Ok(frame) => self.seen.push(frame),
                Err(end) => return end.strip_prefix("closed ").and_then(|code| code.parse().ok()).unwrap_or(0),
            }
        }
    }

    /// Cuts the connection without a goodbye.
    pub fn drop_connection(self) {
        drop(self);
    }

    async fn next(&mut self) -> Result<Value, String> {
        loop {
            let message =
                tokio::time::timeout(PATIENCE, self.wire.next()).await.map_err(|_| "nothing came in time".to_owned())?;
            match message {
                Some(Ok(Message::Text(text))) => return Ok(serde_json::from_str(&text).expect("frames are JSON")),
                Some(Ok(Message::Close(Some(frame)))) => return Err(format!("closed {}", u16::from(frame.code))),
                Some(Ok(Message::Close(None))) => return Err("closed 1005".to_owned()),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                Some(Ok(other)) => return Err(format!("a frame that is no text: {other:?}")),
                Some(Err(error)) => return Err(format!("cut: {error}")),
                None => return Err("cut".to_owned()),
            }
        }
    }
}
