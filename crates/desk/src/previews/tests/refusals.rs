//! What is not read, and what is read and shown without harm: pages that lie, never end, or lead inside.

use std::convert::Infallible;
use std::time::{Duration, Instant};

use antiphon_testkit::{Site, Story, both_engines};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{StatusCode, header};
use axum::response::{Html, Redirect};
use axum::routing::{MethodRouter, get};
use futures_util::stream;
use serde_json::json;

use super::{page, shown};

fn typed(kind: &'static str, body: &'static [u8]) -> MethodRouter {
    get(move || std::future::ready(([(header::CONTENT_TYPE, kind)], body)))
}

/// A page that goes on with this for ever.
fn endless(beginning: &'static str, piece: &'static str, pause: Duration) -> MethodRouter {
    get(move || async move {
        let pieces = stream::unfold(false, move |begun| async move {
            if begun {
                tokio::time::sleep(pause).await;
            }
            Some((Ok::<_, Infallible>(Bytes::from_static(if begun { piece.as_bytes() } else { beginning.as_bytes() })), true))
        });
        ([(header::CONTENT_TYPE, "text/html")], Body::from_stream(pieces))
    })
}

both_engines! {
    async fn a_page_that_leads_inside_is_not_read(story: Story) {
        let inner = Site::start(Router::new().route("/secret", page("<title>Secret</title>"))).await;
        // "localhost" is a name that leads to a private address, and nobody named it as one to be called.
        let (by_name, elsewhere) = (inner.url_at("localhost", "/secret"), inner.url_at("[::ffff:127.0.0.1]", "/secret"));
        let pages = Router::new()
            .route("/by-name", get({ let to = by_name.clone(); async move || Redirect::temporary(&to) }))
            .route("/by-number", get(async || Redirect::permanent("http://169.254.169.254/latest/meta-data")))
            .route("/by-file", get(async || Redirect::to("file:///etc/passwd")))
            .route("/round", get(async || Redirect::to("/round")));
        let site = Site::start(pages).await;
        let id = story.visitor_starts(&story.visitor, "Hello").await;
        for link in [
            by_name, elsewhere, site.url("/by-name"), site.url("/by-number"), site.url("/by-file"), site.url("/round"),
            "http://10.0.0.1/".to_owned(), "http://[fd00::1]/".to_owned(), "http://2130706433/".to_owned(), "http://0/".to_owned(),
        ] {
            assert!(shown(&story, &id, &link).await.get("previews").is_none(), "{link}");
        }
        assert!(inner.asked().is_empty(), "not even knocked at");
        assert_eq!(site.asked().iter().filter(|path| *path == "/round").count(), 4, "three times sent on");
    }

    async fn what_is_no_page_of_text_leaves_the_message_alone(story: Story) {
        let pages = Router::new()
            .route("/gone", get(async || (StatusCode::NOT_FOUND, Html("<title>Not here</title>"))))
            .route("/picture", typed("image/svg+xml", b"<title>Drawn</title>"))
            .route("/text", typed("text/plain", b"<title>Plain</title>"))
            .route("/klingon", typed("text/html; charset=klingon", b"<title>Qapla</title>"))
            .route("/bomb", get(async || ([(header::CONTENT_TYPE, "text/html"), (header::CONTENT_ENCODING, "gzip")], vec![0_u8; 9])))
            .route("/bare", page("<meta name='description' content='Without a title'>"))
            .route("/empty", page("<title> \u{200B}\u{202E} </title>"));
        let site = Site::start(pages).await;
        let id = story.visitor_starts(&story.visitor, "Hello").await;
        for path in ["/gone", "/picture", "/text", "/klingon", "/bomb", "/bare", "/empty", "/nothing"] {
            assert!(shown(&story, &id, &site.url(path)).await.get("previews").is_none(), "{path}");
        }
        assert!(story.log(&story.visitor, &id, 0).await.iter().all(|entry| entry["type"] != "preview.added"));
        assert!(shown(&story, &id, &site.url("/gone")).await.get("previews").is_none());
        assert_eq!(site.asked().len(), 8, "not asked again right away");
    }

    async fn a_page_that_never_ends_is_read_so_far_and_a_slow_one_left(story: Story) {
        let chaff = "<meta name=x content=y>".repeat(1_000).leak();
        let pages = Router::new()
            .route("/endless", endless("<title>Long</title>", chaff, Duration::ZERO))
            .route("/slow", endless("<title>Slow", " and slower", Duration::from_millis(100)));
        let site = Site::start(pages).await;
        let id = story.visitor_starts(&story.visitor, "Hello").await;
        let started = Instant::now();
        let both = shown(&story, &id, &format!("{} {}", site.url("/slow"), site.url("/endless"))).await;
        assert_eq!(both["previews"], json!([{ "url": site.url("/endless"), "title": "Long" }]));
        assert!(started.elapsed() < Duration::from_secs(9), "{:?}", started.elapsed());
    }

    async fn what_strangers_wrote_is_shown_as_text_and_cut(story: Story) {
        let huge = format!("<title>{}</title><meta name=description content='{}'>", "x".repeat(100_000), "y".repeat(100_000));
        let pages = Router::new()
            .route("/huge", page(&huge))
            .route("/script", page("<title><script>alert(1)</script></title>"))
            .route("/turned", page("<title>pay\u{202E}lap\u{7}\u{0}</title>"))
            .route("/broken", typed("text/html", b"<title>caf\xe9 \xff</title>"))
            .route("/old", typed("text/html; charset=iso-8859-1", b"<title>caf\xe9</title>"));
        let site = Site::start(pages).await;
        let id = story.visitor_starts(&story.visitor, "Hello").await;
        let huge = shown(&story, &id, &site.url("/huge")).await["previews"][0].clone();
        let length = |field: &str| huge[field].as_str().unwrap().chars().count();
        assert_eq!((length("title"), length("description")), (200, 400));
        for (path, title) in [
            ("/script", "<script>alert(1)</script>"), ("/turned", "paylap \u{FFFD}"), ("/broken", "caf\u{FFFD} \u{FFFD}"), ("/old", "café"),
        ] {
            assert_eq!(shown(&story, &id, &site.url(path)).await["previews"][0]["title"], title, "{path}");
        }
    }
}
