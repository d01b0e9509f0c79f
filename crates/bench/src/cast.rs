//! Sets the stage through the public API: visitors with a conversation each, messages in them.
//! Used by every figure; never measured itself.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::{Context as _, Result};
use serde_json::json;
use tokio::task::JoinSet;

use crate::load::http::Http;
use crate::load::live;
use crate::load::socket::Socket;
use crate::progress::Phase;
use crate::server::Demo;

/// Set-up calls under way at once.
const WIDTH: usize = 32;
/// Sends that one socket has under way during a fill.
const WINDOW: usize = 64;

/// A customer with an own conversation.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// Credential, `vt_…`.
    pub token: String,
    /// The conversation.
    pub conversation: String,
    /// Head of its log when it was made.
    pub head: i64,
}

/// Makes `count` visitors, each with a conversation of its own that holds one message.
pub async fn visitors(addr: SocketAddr, demo: &Demo, count: usize) -> Result<Vec<Visitor>> {
    let mut phase = Phase::start(format!("making {count} visitors with a conversation each"));
    let mut made = Vec::with_capacity(count);
    let mut tasks = JoinSet::new();
    for worker in 0..WIDTH {
        let share = count / WIDTH + usize::from(worker < count % WIDTH);
        let key = demo.widget_key.clone();
        tasks.spawn(async move {
            let mut http = Http::new(addr);
            let mut mine = Vec::with_capacity(share);
            for _ in 0..share {
                mine.push(visitor(&mut http, &key).await?);
            }
            anyhow::Ok(mine)
        });
    }
    while let Some(share) = tasks.join_next().await {
        made.extend(share??);
        phase.note(made.len());
    }
    phase.done(made.len());
    Ok(made)
}

/// Makes one visitor with a conversation.
pub async fn visitor(http: &mut Http, widget_key: &str) -> Result<Visitor> {
    let session = http.post("/api/widget/session", "", &json!({"widget_key": widget_key})).await?;
    let token = session["visitor_token"].as_str().context("no visitor_token")?.to_owned();
    let body = json!({"kind": "support", "message": {"text": "Hello, is anybody there?", "client_msg_id": uuid::Uuid::now_v7()}});
    let made = http.post("/api/conversations", &token, &body).await?;
    let conversation = made["conversation"]["id"].as_str().context("no conversation id")?.to_owned();
    let head = made["conversation"]["last_seq"].as_i64().context("no last_seq")?;
    Ok(Visitor { token, conversation, head })
}

/// Signs in with a password; returns the access token.
pub async fn sign_in(http: &mut Http, demo: &Demo, role: &str) -> Result<String> {
    let account = demo.accounts.iter().find(|a| a.role == role).with_context(|| format!("the demo has no {role}"))?;
    let body = json!({"email": account.email, "password": account.password});
    let session = http.post("/api/auth/login", "", &body).await?;
    Ok(session["access_token"].as_str().context("no access_token")?.to_owned())
}

/// One line of a fill: which conversation, which kind, how many.
#[derive(Clone)]
pub struct Fill {
    /// The conversation.
    pub conversation: String,
    /// `message` or `note`, and how many of it, in this order.
    pub kinds: Vec<(&'static str, usize)>,
}

/// Fills conversations over the live socket, many sends under way at once.
pub async fn fill(addr: SocketAddr, token: &str, fills: Vec<Fill>) -> Result<()> {
    let total: usize = fills.iter().flat_map(|f| f.kinds.iter().map(|(_, n)| n)).sum();
    let mut phase = Phase::start(format!("writing {total} messages into {} conversations", fills.len()));
    let written = Arc::new(AtomicUsize::new(0));
    let mut tasks = JoinSet::new();
    for chunk in fills.chunks(fills.len().div_ceil(16).max(1)) {
        let (chunk, token, written) = (chunk.to_vec(), token.to_owned(), written.clone());
        tasks.spawn(async move {
            let (mut socket, _) = live::sign_in(addr, &token).await?;
            for one in chunk {
                written.fetch_add(fill_one(&mut socket, &one).await?, Ordering::Relaxed);
            }
            anyhow::Ok(())
        });
    }
    loop {
        match tokio::time::timeout(Duration::from_secs(1), tasks.join_next()).await {
            Ok(Some(done)) => done??,
            Ok(None) => break,
            Err(_) => phase.note(written.load(Ordering::Relaxed)),
        }
    }
    phase.done(total);
    Ok(())
}

async fn fill_one(socket: &mut Socket, fill: &Fill) -> Result<usize> {
    let kinds: Vec<&str> = fill.kinds.iter().flat_map(|(kind, count)| std::iter::repeat_n(*kind, *count)).collect();
    for window in kinds.chunks(WINDOW) {
        let frames: Vec<String> = window
            .iter()
            .map(|kind| {
                live::send_frame(
                    &fill.conversation,
                    &uuid::Uuid::now_v7().to_string(),
                    "A line that was said while you were away.",
                    kind,
                )
            })
            .collect();
        socket.send_all(&frames).await?;
        live::acked(socket, frames.len()).await?;
    }
    Ok(kinds.len())
}
