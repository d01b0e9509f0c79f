//! A client that writes: bursts of messages and notes, each kept and sent again under the same id until it is
//! acknowledged, whatever happens to the server meanwhile. Over the socket, or by HTTP.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use super::journal::Sent;
use super::{Role, Stage};
use crate::load::http::Http;
use crate::load::live;
use crate::load::socket::{Frame, Socket};

/// Messages of one burst at most.
const BURST: u64 = 12;
/// One time in so many a writer hangs up without waiting for the answer.
const HANGS_UP: u64 = 25;
/// How long an answer may take before the client tries again elsewhere.
const PATIENCE: Duration = Duration::from_secs(4);

/// What waits for its ack: the order in which it was said, the id, the send.
type Outbox = BTreeMap<usize, (String, Sent)>;

/// Writes until the stage is quiet and everything is acknowledged.
pub async fn write(stage: Arc<Stage>, number: usize) -> Result<()> {
    // Every third is a customer, every third of each kind goes by HTTP.
    let role = if number.is_multiple_of(3) { Role::Customer } else { Role::Staff };
    let over_http = (number / 3) % 3 == 2;
    let mut line: Option<Socket> = None;
    let mut said = 0;
    while !stage.quiet.load(Ordering::Relaxed) {
        let mut outbox = Outbox::new();
        for _ in 0..=stage.random.below(BURST) {
            said += 1;
            let (id, sent) = compose(&stage, number, role, said);
            stage.journal.sent(&id, sent.clone());
            outbox.insert(said, (id, sent));
        }
        while !outbox.is_empty() {
            let done = if over_http {
                post(&stage, role, number, &mut outbox).await
            } else {
                push(&stage, role, number, &mut line, &mut outbox).await
            };
            if done.is_err() {
                line = None;
                tokio::time::sleep(Duration::from_millis(20 + stage.random.below(80))).await;
            }
        }
        tokio::time::sleep(Duration::from_millis(stage.random.below(120))).await;
    }
    Ok(())
}

fn compose(stage: &Stage, writer: usize, role: Role, said: usize) -> (String, Sent) {
    let id = uuid::Uuid::now_v7().to_string();
    let conversation = match role {
        Role::Customer => writer % stage.visitors.len(),
        Role::Staff => usize::try_from(stage.random.below(stage.visitors.len() as u64)).unwrap_or(0),
    };
    let kind = if role == Role::Staff && stage.random.below(4) == 0 { "note" } else { "message" };
    let text = format!("{kind} {said} of writer {writer}, {id}");
    (id, Sent { conversation, kind, text, acked: None })
}

async fn token(stage: &Stage, role: Role, number: usize) -> Result<String> {
    match role {
        Role::Customer => Ok(stage.visitors[number % stage.visitors.len()].token.clone()),
        Role::Staff if number.is_multiple_of(2) => stage.agent_token().await,
        Role::Staff => Ok(stage.demo.api_key.clone()),
    }
}

/// Sends all that waits with one write and reads answers until none is left. An error: connect again.
async fn push(stage: &Stage, role: Role, number: usize, line: &mut Option<Socket>, outbox: &mut Outbox) -> Result<()> {
    if line.is_none() {
        let addr = stage.nodes.pick(&stage.random);
        let token = token(stage, role, number).await?;
        let (socket, _) = tokio::time::timeout(PATIENCE, live::sign_in(addr, &token)).await??;
        *line = Some(socket);
    }
    let socket = line.as_mut().context("no line")?;
    let frames: Vec<String> = outbox
        .values()
        .map(|(id, sent)| live::send_frame(&stage.visitors[sent.conversation].conversation, id, &sent.text, sent.kind))
        .collect();
    socket.send_all(&frames).await?;
    if stage.random.below(HANGS_UP) == 0 {
        // The answer is lost although the server is well: only the id can tell a repeat from a new message.
        tokio::time::sleep(Duration::from_millis(stage.random.below(5))).await;
        anyhow::bail!("hung up before the answer");
    }
    while !outbox.is_empty() {
        let Frame::Text(bytes) = tokio::time::timeout(PATIENCE, socket.next()).await?? else { anyhow::bail!("closed") };
        let frame: Value = serde_json::from_slice(bytes)?;
        match live::kind_of_value(&frame) {
            "ack" => {
                let id = frame["client_msg_id"].as_str().context("ack without client_msg_id")?;
                let message = frame["message_id"].as_str().context("ack without message_id")?;
                stage.journal.ack(id, message, frame["seq"].as_i64().context("ack without seq")?);
                outbox.retain(|_, (waiting, _)| waiting != id);
            }
            "error" => {
                complain_unless_passing(stage, frame["error"]["code"].as_str().unwrap_or_default(), &frame);
                anyhow::bail!("refused");
            }
            _ => {}
        }
    }
    Ok(())
}

/// Posts what waits, one after the other.
async fn post(stage: &Stage, role: Role, number: usize, outbox: &mut Outbox) -> Result<()> {
    let addr: SocketAddr = stage.nodes.pick(&stage.random);
    let token = token(stage, role, number).await?;
    let mut http = Http::new(addr);
    while let Some((&first, (id, sent))) = outbox.first_key_value() {
        let path = format!("/api/conversations/{}/messages", stage.visitors[sent.conversation].conversation);
        let body = json!({"text": sent.text, "client_msg_id": id, "kind": sent.kind});
        let reply = tokio::time::timeout(PATIENCE, http.call("POST", &path, &token, Some(&body))).await??;
        let answer: Value = serde_json::from_slice(&reply.body)?;
        if !matches!(reply.status, 200 | 201) {
            complain_unless_passing(stage, answer["error"]["code"].as_str().unwrap_or_default(), &answer);
            anyhow::bail!("refused with {}", reply.status);
        }
        stage.journal.ack(id, answer["id"].as_str().context("no id")?, answer["seq"].as_i64().context("no seq")?);
        outbox.remove(&first);
    }
    Ok(())
}

/// A server may say that it is busy or away; every other refusal of a sound send is trouble.
fn complain_unless_passing(stage: &Stage, code: &str, answer: &Value) {
    if !matches!(code, "unavailable" | "too_many" | "overloaded" | "draining" | "internal") {
        stage.journal.trouble(format!("a sound send was refused: {answer}"));
    }
    if code == "internal" {
        stage.journal.fault("a send was answered with internal error");
    }
}
