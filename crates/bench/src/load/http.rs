//! A minimal HTTP/1.1 client: one kept-alive connection, JSON in and out, and lines of an event stream.
//! No TLS, no redirects, no compression: it speaks to a server on loopback.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow, bail};
use serde_json::Value;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

/// Answers that take longer are failures; the longest honest one is a long poll of 25 s.
const PATIENCE: Duration = Duration::from_secs(60);

/// One connection to one server.
pub struct Http {
    addr: SocketAddr,
    stream: Option<BufReader<TcpStream>>,
}

/// A whole answer.
#[derive(Debug)]
pub struct Reply {
    /// HTTP status.
    pub status: u16,
    /// Body as it came.
    pub body: Vec<u8>,
}

impl Reply {
    /// The body as JSON if the status is 2xx, an error that tells both otherwise.
    pub fn json(&self) -> Result<Value> {
        if !(200..300).contains(&self.status) {
            bail!("status {}: {}", self.status, String::from_utf8_lossy(&self.body));
        }
        if self.body.is_empty() {
            return Ok(Value::Null);
        }
        serde_json::from_slice(&self.body).context("answer is not JSON")
    }
}

impl Http {
    /// A client that connects on its first call.
    pub fn new(addr: SocketAddr) -> Self {
        Self { addr, stream: None }
    }

    /// `GET`, JSON expected.
    pub async fn get(&mut self, path: &str, token: &str) -> Result<Value> {
        self.call("GET", path, token, None).await?.json().with_context(|| format!("GET {path}"))
    }

    /// `POST` of JSON, JSON expected.
    pub async fn post(&mut self, path: &str, token: &str, body: &Value) -> Result<Value> {
        self.call("POST", path, token, Some(body)).await?.json().with_context(|| format!("POST {path}"))
    }

    /// One request on the kept connection; a connection that broke while idle is opened again once.
    /// `token` may be empty.
    pub async fn call(&mut self, method: &str, path: &str, token: &str, body: Option<&Value>) -> Result<Reply> {
        let reused = self.stream.is_some();
        let first = tokio::time::timeout(PATIENCE, self.exchange(method, path, token, body)).await;
        match first {
            Ok(Ok(reply)) => Ok(reply),
            Ok(Err(_)) if reused => {
                self.stream = None;
                let again = tokio::time::timeout(PATIENCE, self.exchange(method, path, token, body)).await;
                again.map_err(|_| anyhow!("no answer to {method} {path}"))?.inspect_err(|_| self.stream = None)
            }
            Ok(Err(e)) => {
                self.stream = None;
                Err(e)
            }
            Err(_) => {
                self.stream = None;
                bail!("no answer to {method} {path} within {PATIENCE:?}")
            }
        }
    }

    async fn exchange(&mut self, method: &str, path: &str, token: &str, body: Option<&Value>) -> Result<Reply> {
        self.request(method, path, token, body, "application/json").await?;
        let stream = self.stream.as_mut().ok_or_else(|| anyhow!("not connected"))?;
        let head = read_head(stream).await?;
        let mut body = Vec::new();
        match head.length {
            Length::Known(length) => {
                body.resize(length, 0);
                stream.read_exact(&mut body).await?;
            }
            Length::Chunked => while read_chunk(stream, &mut body).await? {},
            Length::UntilClose => {
                stream.read_to_end(&mut body).await?;
            }
        }
        if head.close {
            self.stream = None;
        }
        Ok(Reply { status: head.status, body })
    }

    async fn request(&mut self, method: &str, path: &str, token: &str, body: Option<&Value>, accept: &str) -> Result<()> {
        if self.stream.is_none() {
            let stream = TcpStream::connect(self.addr).await?;
            stream.set_nodelay(true)?;
            self.stream = Some(BufReader::with_capacity(4096, stream));
        }
        let stream = self.stream.as_mut().ok_or_else(|| anyhow!("not connected"))?;
        let addr = self.addr;
        let mut request = format!("{method} {path} HTTP/1.1\r\nHost: {addr}\r\nOrigin: http://{addr}\r\nAccept: {accept}\r\n");
        if !token.is_empty() {
            request.push_str(&format!("Authorization: Bearer {token}\r\n"));
        }
        match body {
            Some(value) => {
                let text = value.to_string();
                let length = text.len();
                request.push_str(&format!("Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{text}"));
            }
            None => request.push_str("\r\n"),
        }
        stream.write_all(request.as_bytes()).await?;
        Ok(())
    }

    /// Opens an event stream; the answer must be 200.
    pub async fn events(addr: SocketAddr, path: &str, token: &str) -> Result<Events> {
        let mut http = Self::new(addr);
        http.request("GET", path, token, None, "text/event-stream").await?;
        let mut stream = http.stream.take().ok_or_else(|| anyhow!("not connected"))?;
        let head = read_head(&mut stream).await?;
        if head.status != 200 {
            bail!("event stream refused with {}", head.status);
        }
        let chunked = matches!(head.length, Length::Chunked);
        Ok(Events { stream, chunked, pending: Vec::new() })
    }
}

/// An open event stream.
pub struct Events {
    stream: BufReader<TcpStream>,
    chunked: bool,
    pending: Vec<u8>,
}

/// One event of a stream.
#[derive(Debug, Default)]
pub struct Event {
    /// `event:` (empty if the block had none, such as a comment).
    pub name: String,
    /// `data:`, lines joined.
    pub data: String,
}

impl Events {
    /// The next block, or `None` when the server closed. Not to be dropped half-way and called again.
    pub async fn next(&mut self) -> Result<Option<Event>> {
        loop {
            if let Some(end) = memchr::memmem::find(&self.pending, b"\n\n") {
                let block: Vec<u8> = self.pending.drain(..end + 2).collect();
                return Ok(Some(parse_event(&String::from_utf8_lossy(&block))));
            }
            let more = if self.chunked {
                read_chunk(&mut self.stream, &mut self.pending).await?
            } else {
                self.stream.read_buf(&mut self.pending).await? > 0
            };
            if !more {
                return Ok(None);
            }
        }
    }
}

fn parse_event(block: &str) -> Event {
    let mut event = Event::default();
    for line in block.lines() {
        if let Some(name) = line.strip_prefix("event:") {
            event.name = name.trim().to_owned();
        } else if let Some(data) = line.strip_prefix("data:") {
            if !event.data.is_empty() {
                event.data.push('\n');
            }
            event.data.push_str(data.strip_prefix(' ').unwrap_or(data));
        }
    }
    event
}

struct Head {
    status: u16,
    length: Length,
    close: bool,
}

enum Length {
    Known(usize),
    Chunked,
    UntilClose,
}

async fn read_head(stream: &mut BufReader<TcpStream>) -> Result<Head> {
    let mut line = String::new();
    if stream.read_line(&mut line).await? == 0 {
        bail!("closed before an answer");
    }
    let status: u16 =
        line.split(' ').nth(1).and_then(|s| s.trim().parse().ok()).ok_or_else(|| anyhow!("no status in {line:?}"))?;
    let mut head = Head { status, length: if status == 204 { Length::Known(0) } else { Length::UntilClose }, close: false };
    loop {
        line.clear();
        if stream.read_line(&mut line).await? == 0 {
            bail!("closed inside the answer's head");
        }
        let Some((name, value)) = line.trim_end().split_once(':') else { return Ok(head) };
        let value = value.trim();
        match name.to_ascii_lowercase().as_str() {
            "content-length" => head.length = Length::Known(value.parse()?),
            "transfer-encoding" if value.eq_ignore_ascii_case("chunked") => head.length = Length::Chunked,
            "connection" if value.eq_ignore_ascii_case("close") => head.close = true,
            _ => {}
        }
    }
}

/// Appends one chunk; false after the last.
async fn read_chunk(stream: &mut BufReader<TcpStream>, body: &mut Vec<u8>) -> Result<bool> {
    let mut line = String::new();
    if stream.read_line(&mut line).await? == 0 {
        return Ok(false);
    }
    let size = usize::from_str_radix(line.trim(), 16).with_context(|| format!("chunk size {line:?}"))?;
    let start = body.len();
    body.resize(start + size, 0);
    stream.read_exact(&mut body[start..]).await?;
    let mut end = [0; 2];
    stream.read_exact(&mut end).await?;
    Ok(size > 0)
}
