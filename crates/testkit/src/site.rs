//! Somebody else's web server, on a loopback port: its pages are the test's, and it remembers what was asked of it.

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Body;
use http::Request;
use tower::ServiceExt;

/// A running site; it ends with the test's runtime.
pub struct Site {
    port: u16,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Site {
    /// Starts one with these pages.
    ///
    /// # Panics
    /// When it cannot be started.
    pub async fn start(pages: Router) -> Self {
        let asked = Arc::<Mutex<Vec<String>>>::default();
        let noted = Arc::clone(&asked);
        let router = Router::new().fallback(move |request: Request<Body>| async move {
            noted.lock().expect("nobody panics with it").push(request.uri().to_string());
            pages.oneshot(request).await
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a loopback port");
        let port = listener.local_addr().expect("its address").port();
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { port, asked }
    }

    /// The address of a page.
    pub fn url(&self, path: &str) -> String {
        self.url_at("127.0.0.1", path)
    }

    /// The same under another name of this machine.
    pub fn url_at(&self, host: &str, path: &str) -> String {
        format!("http://{host}:{}{path}", self.port)
    }

    /// The paths that were asked for, in order.
    ///
    /// # Panics
    /// Never but after a panic of its own.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("nobody panics with it").clone()
    }
}
