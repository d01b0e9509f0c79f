//! The product's live socket as a client sees it: hello, subscribe, send. Frames are read as JSON here;
//! the figures that count every frame look at the bytes instead.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Result, anyhow, bail};
use serde_json::{Value, json};

use super::socket::{Frame, Refused, Socket};

/// How long one expected answer may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Opens the live socket and says hello; returns with the `welcome`. Waits and tries again where the
/// server asks for patience (429, 503).
pub async fn sign_in(addr: SocketAddr, token: &str) -> Result<(Socket, Value)> {
    let mut pause = Duration::from_millis(20);
    let mut socket = loop {
        match Socket::open(addr, "/api/live").await {
            Ok(socket) => break socket,
            Err(e) => match e.downcast_ref::<Refused>() {
                Some(Refused { status: 429 | 503 }) if pause < PATIENCE => {
                    tokio::time::sleep(pause).await;
                    pause = pause.mul_f64(1.5);
                }
                _ => return Err(e),
            },
        }
    };
    socket.send(&json!({"type": "hello", "token": token, "protocol": 1}).to_string()).await?;
    let welcome = expect(&mut socket, "welcome").await?;
    Ok((socket, welcome))
}

/// Subscribes; returns with `subscribed`. Entries that follow are the caller's to read.
pub async fn subscribe(socket: &mut Socket, conversation: &str, after_seq: i64) -> Result<Value> {
    socket.send(&subscribe_frame(conversation, after_seq, None)).await?;
    expect(socket, "subscribed").await
}

/// The frame that subscribes.
pub fn subscribe_frame(conversation: &str, after_seq: i64, epoch: Option<&str>) -> String {
    let mut frame = json!({"type": "subscribe", "conversation_id": conversation, "after_seq": after_seq});
    if let Some(epoch) = epoch {
        frame["epoch"] = json!(epoch);
    }
    frame.to_string()
}

/// The frame that sends a message.
pub fn send_frame(conversation: &str, client_msg_id: &str, text: &str, kind: &str) -> String {
    json!({"type": "send", "conversation_id": conversation, "client_msg_id": client_msg_id, "text": text, "kind": kind})
        .to_string()
}

/// Reads until a frame of this type comes; other frames are passed over, an `error` frame fails.
pub async fn expect(socket: &mut Socket, wanted: &str) -> Result<Value> {
    let read = async {
        loop {
            match socket.next().await? {
                Frame::Text(bytes) => {
                    let frame: Value = serde_json::from_slice(bytes)?;
                    match frame["type"].as_str() {
                        Some(kind) if kind == wanted => return Ok(frame),
                        Some("error") => bail!("the server answered {frame}"),
                        _ => {}
                    }
                }
                Frame::Closed(code, reason) => bail!("closed with {code} {reason} while waiting for {wanted}"),
            }
        }
    };
    tokio::time::timeout(PATIENCE, read).await.map_err(|_| anyhow!("no {wanted} within {PATIENCE:?}"))?
}

/// Reads until `count` sends are acknowledged; a refused one fails.
pub async fn acked(socket: &mut Socket, count: usize) -> Result<()> {
    let read = async {
        let mut left = count;
        while left > 0 {
            match socket.next().await? {
                Frame::Text(bytes) => match kind_of(bytes) {
                    b"ack" => left -= 1,
                    b"error" => bail!("a send was refused: {}", String::from_utf8_lossy(bytes)),
                    _ => {}
                },
                Frame::Closed(code, reason) => bail!("closed with {code} {reason} while waiting for an ack"),
            }
        }
        Ok(())
    };
    tokio::time::timeout(PATIENCE, read).await.map_err(|_| anyhow!("no ack within {PATIENCE:?}"))?
}

/// The first bytes of the type of a frame, without parsing it: enough to tell acks from entries.
pub fn kind_of(frame: &[u8]) -> &[u8] {
    let Some(at) = memchr::memmem::find(frame, b"\"type\":\"") else { return b"" };
    let rest = &frame[at + 8..];
    rest.split(|byte| *byte == b'"').next().unwrap_or_default()
}

/// The type of a parsed frame.
pub fn kind_of_value(frame: &Value) -> &str {
    frame["type"].as_str().unwrap_or_default()
}

/// The entry inside an `entry` frame.
pub fn entry_of(frame: &Value) -> &Value {
    frame.get("entry").unwrap_or(frame)
}
