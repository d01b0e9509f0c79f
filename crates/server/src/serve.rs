//! Connections: accepted, bounded, served, and let go in order when the process is asked to stop.
//! Each connection is a task of its own; an upgraded one (WebSocket) leaves it and belongs to `live`.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use axum::Router;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::ServiceExt as _;

use crate::web::{Health, Web, pusher_door, without_trailing_slash};

/// How long the head of a request may take to arrive; idle connections end after it, too.
const HEAD: Duration = Duration::from_secs(10);
/// Largest head of a request, in bytes, and most headers in it.
const HEAD_BYTES: usize = 16 * 1024;
const HEADERS: usize = 100;
/// Connections beside the sockets that the settings allow.
const CONNECTIONS: usize = 4_096;
/// How long ordinary requests may go on once the sockets are gone.
const LAST_REQUESTS: Duration = Duration::from_millis(700);
/// The longest that the sockets' drain may take, so that the whole stop stays within ten seconds.
const LONGEST_DRAIN: Duration = Duration::from_secs(7);
/// How long background work and the database's closing may take.
const CLOSING: Duration = Duration::from_millis(2_200);

/// Binds the address of the settings; port 0 takes a free one.
pub(crate) async fn bind(address: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address} (setting `listen`)"))
}

/// Serves until the process is asked to stop, then stops in order: not ready, no new connections, sockets
/// told to come back elsewhere, last requests, background work, database.
pub(crate) async fn serve(listener: TcpListener, router: Router, web: Web) -> Result<()> {
    let (stop, connections) = (CancellationToken::new(), TaskTracker::new());
    let room = Arc::new(Semaphore::new(web.desk.config.limits.sockets.saturating_add(CONNECTIONS)));
    let asked = stop_signal()?;
    tokio::pin!(asked);
    loop {
        let accepted = tokio::select! {
            name = &mut asked => {
                tracing::info!(signal = name, "stopping");
                break;
            }
            accepted = listener.accept() => accepted,
        };
        match accepted {
            Ok((stream, peer)) => match Arc::clone(&room).try_acquire_owned() {
                Ok(permit) => {
                    let connection = connection(stream, peer, router.clone(), stop.clone(), HEAD);
                    connections.spawn(async move {
                        connection.await;
                        drop(permit);
                    });
                }
                // More than this node is meant to hold: let it go at once, so that the others are served.
                Err(_) => metrics::counter!("connections_refused_total").increment(1),
            },
            Err(error) => {
                // Out of files, mostly: wait for some to be given back instead of spinning.
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
    drop(listener);
    tokio::select! {
        () = end(&web, stop, connections) => Ok(()),
        _ = stop_signal()? => anyhow::bail!("asked a second time to stop; stopped at once"),
    }
}

async fn end(web: &Web, stop: CancellationToken, connections: TaskTracker) {
    let health: &Health = &web.health;
    health.drain();
    let window = Duration::from_secs(web.desk.config.drain_seconds).min(LONGEST_DRAIN);
    stop.cancel(); // ordinary connections end after the request that they are in
    web.desk.live.drain(window).await;
    connections.close();
    if tokio::time::timeout(LAST_REQUESTS, connections.wait()).await.is_err() {
        tracing::warn!(left = connections.len(), "requests were cut off");
    }
    if tokio::time::timeout(CLOSING, web.desk.close()).await.is_err() {
        tracing::warn!("background work did not end in time");
    }
    tracing::info!("stopped");
}

async fn connection(stream: TcpStream, peer: SocketAddr, router: Router, stop: CancellationToken, head: Duration) {
    // Small frames must not wait for each other.
    if stream.set_nodelay(true).is_err() {
        return; // it is gone already
    }
    let service = service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(axum::body::Body::new);
        if let Some(trimmed) = without_trailing_slash(request.uri()) {
            *request.uri_mut() = trimmed;
        }
        if let Some(door) = pusher_door(&request) {
            *request.uri_mut() = door;
        }
        request.extensions_mut().insert(ConnectInfo(peer));
        router.clone().oneshot(request)
    });
    let connection = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(head)
        .max_buf_size(HEAD_BYTES)
        .max_headers(HEADERS)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    tokio::pin!(connection);
    let outcome = tokio::select! {
        outcome = &mut connection => outcome,
        () = stop.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = outcome {
        // Peers leave in the middle of things all the time.
        tracing::debug!(%error, "a connection ended early");
    }
}

/// Resolves when the process is asked to stop: SIGTERM, or Ctrl-C.
fn stop_signal() -> Result<impl Future<Output = &'static str>> {
    let mut terminate = signal(SignalKind::terminate()).context("signals cannot be watched")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("signals cannot be watched")?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => "SIGTERM",
            _ = interrupt.recv() => "SIGINT",
        }
    })
}

#[cfg(test)]
mod tests {
    use axum::routing::get;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    use super::*;

    /// A server with a short patience for heads.
    async fn listen(head: Duration) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            while let Ok((stream, peer)) = listener.accept().await {
                let router = Router::new().route("/", get(|| async { "here" }));
                tokio::spawn(connection(stream, peer, router, CancellationToken::new(), head));
            }
        });
        address
    }

    async fn ask(address: SocketAddr, request: &str) -> String {
        let mut stream = TcpStream::connect(address).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        String::from_utf8(answer).unwrap()
    }

    const WHOLE: &str = "GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";

    #[tokio::test]
    async fn a_head_that_does_not_come_ends_its_connection_alone() {
        let address = listen(Duration::from_millis(200)).await;
        let mut slow = Vec::new();
        for _ in 0..100 {
            let mut stream = TcpStream::connect(address).await.unwrap();
            stream.write_all(b"GET / HTTP/1.1\r\nhost: x\r\nx-slow: ").await.unwrap();
            slow.push(stream);
        }
        assert!(ask(address, WHOLE).await.ends_with("here"), "others are served meanwhile");
        for mut stream in slow {
            let mut answer = Vec::new();
            stream.read_to_end(&mut answer).await.unwrap(); // ends: the server let go
            assert!(!String::from_utf8_lossy(&answer).contains(" 200 "));
        }
    }

    #[tokio::test]
    async fn a_head_that_is_too_large_is_refused() {
        let address = listen(Duration::from_secs(10)).await;
        let large = format!("GET / HTTP/1.1\r\nhost: x\r\nx-large: {}\r\n\r\n", "x".repeat(HEAD_BYTES));
        assert!(ask(address, &large).await.starts_with("HTTP/1.1 431 "));
        let many = (0..=HEADERS).map(|n| format!("x-{n}: 1\r\n")).collect::<String>();
        assert!(ask(address, &format!("GET / HTTP/1.1\r\nhost: x\r\n{many}\r\n")).await.starts_with("HTTP/1.1 431 "));
        assert!(ask(address, "GET / HTTP/1.1\r\nno colon\r\n\r\n").await.starts_with("HTTP/1.1 400 "));
        assert!(ask(address, WHOLE).await.ends_with("here"));
    }
}
