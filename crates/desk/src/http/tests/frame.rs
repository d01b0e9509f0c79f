//! The frame around every request: ids, headers, limits, and the rules of the cookie.

use antiphon_testkit::{Answer, Story, both_engines};
use axum::body::Body;
use http::Request;
use serde_json::json;

/// A write with the session cookie and these headers.
async fn by_cookie(story: &Story, method: &str, headers: &[(&str, &str)]) -> Answer {
    let cookie = format!("other=1; __Host-antiphon={}", story.ana.cookie.as_deref().unwrap());
    let mut request =
        Request::builder().method(method).uri("/api/conversations").header("host", "antiphon.test").header("cookie", cookie);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let body = json!({ "kind": "direct", "participants": [story.ben.id], "message": { "text": "by cookie" } });
    story.request(request.body(Body::from(if method == "GET" { String::new() } else { body.to_string() })).unwrap()).await
}

both_engines! {
    async fn a_cookies_write_must_come_from_the_app_itself(story: Story) {
        let json = ("content-type", "application/json");
        let own = ("x-antiphon", "1");
        let same = ("sec-fetch-site", "same-origin");
        by_cookie(&story, "GET", &[]).await.expect(200);
        by_cookie(&story, "GET", &[("sec-fetch-site", "cross-site")]).await.expect(200);
        by_cookie(&story, "POST", &[json, own, same]).await.expect(201);
        by_cookie(&story, "POST", &[json, own, ("origin", "https://antiphon.test")]).await.expect(201);
        let before = story.dump().await;
        let forged: [&[(&str, &str)]; 9] = [
            &[json],
            &[json, own],
            &[json, same],
            &[json, ("origin", "https://antiphon.test")],
            &[json, own, ("sec-fetch-site", "cross-site")],
            &[json, own, ("sec-fetch-site", "same-site")],
            &[json, own, ("sec-fetch-site", "none")],
            &[json, own, ("origin", "https://evil.test")],
            &[json, own, ("sec-fetch-site", "cross-site"), ("origin", "https://antiphon.test")],
        ];
        for headers in forged {
            by_cookie(&story, "POST", headers).await.refused(403, "csrf");
        }
        for content_type in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"] {
            by_cookie(&story, "POST", &[("content-type", content_type), own, same]).await.refused(415, "wrong_type");
        }
        by_cookie(&story, "POST", &[own, same]).await.refused(415, "wrong_type");
        assert_eq!(story.dump().await, before);
    }

    async fn the_browsable_document_needs_nobody_else_and_names_values_as_they_are_sent(story: Story) {
        let page = story.call(None, "GET", "/api/docs", None).await.expect(200);
        let text = String::from_utf8_lossy(&page.raw);
        assert!(text.contains(r#"<script src="/docs/scalar.js">"#), "{text}");
        let sources: Vec<&str> = text.split("src=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
        assert!(sources.iter().all(|source| source.starts_with('/')), "{sources:?}");
        let document = story.call(None, "GET", "/api/openapi.json", None).await.expect(200).body;
        for (path, item) in document["paths"].as_object().unwrap() {
            for (method, operation) in item.as_object().unwrap() {
                for (status, response) in operation["responses"].as_object().unwrap() {
                    let shared = response["$ref"].as_str().and_then(|at| document.pointer(at.trim_start_matches('#')));
                    let response = shared.unwrap_or(response);
                    assert_ne!(response["description"].as_str().unwrap_or_default(), "", "{method} {path} {status}: OpenAPI 3.1 asks for one");
                }
            }
        }
        let values = |name: &str| document["components"]["schemas"][name]["enum"].to_string();
        assert!(values("Permission").contains("\"conversations:read\""), "{}", values("Permission"));
        assert!(values("EntryType").contains("\"message.sent\""), "{}", values("EntryType"));
    }

    async fn every_answer_carries_its_request_id_and_no_referrer(story: Story) {
        let given = |id: &'static str| Request::get("/api/me").header("x-request-id", id).body(Body::empty()).unwrap();
        let answer = story.request(given("my-request-1")).await;
        assert_eq!(answer.headers["x-request-id"], "my-request-1");
        assert_eq!(answer.body["error"]["request_id"], "my-request-1");
        for wrong in ["short", "with blanks in it", "<script>alert(1)</script>"] {
            let answer = story.request(given(wrong)).await;
            assert_ne!(answer.headers["x-request-id"], wrong);
            assert_eq!(answer.body["error"]["request_id"], answer.headers["x-request-id"].to_str().unwrap());
        }
        for (name, value) in [("x-content-type-options", "nosniff"), ("referrer-policy", "no-referrer"), ("cache-control", "no-store")] {
            assert_eq!(answer.headers[name], value);
        }
        assert_eq!(answer.headers["www-authenticate"], "Bearer");
    }

    async fn a_refusal_leaves_the_connection_good_for_the_next_request(story: Story) {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let mut line = tokio::net::TcpStream::connect(story.address().await).await.unwrap();
        let mut heard = String::new();
        let mut hear = async |line: &mut tokio::net::TcpStream, until: &str| {
            let mut piece = [0; 4096];
            while !heard.contains(until) {
                let length = line.read(&mut piece).await.unwrap();
                assert!(length > 0, "cut off after {heard:?}");
                heard.push_str(&String::from_utf8_lossy(&piece[..length]));
            }
            std::mem::take(&mut heard)
        };
        // As clients do that write head and body apart: the refusal needs the head alone.
        line.write_all(b"POST /api/people HTTP/1.1\r\nhost: antiphon.test\r\ncontent-type: application/json\r\ncontent-length: 11\r\n\r\n").await.unwrap();
        line.write_all(b"{\"name\":\"\"}").await.unwrap();
        let refused = hear(&mut line, "request_id").await;
        assert!(refused.starts_with("HTTP/1.1 401") && !refused.contains("connection: close"), "{refused}");
        line.write_all(b"GET /api/me HTTP/1.1\r\nhost: antiphon.test\r\n\r\n").await.unwrap();
        assert!(hear(&mut line, "request_id").await.starts_with("HTTP/1.1 401"));
        // More than is worth reading, or sent only when asked for: the client is told that this is the end.
        for head in ["content-length: 900000", "content-length: 11\r\nexpect: 100-continue"] {
            let mut line = tokio::net::TcpStream::connect(story.address().await).await.unwrap();
            line.write_all(format!("POST /api/people HTTP/1.1\r\nhost: antiphon.test\r\n{head}\r\n\r\n").as_bytes()).await.unwrap();
            if head.ends_with("900000") {
                line.write_all(&[b' '; 70_000]).await.unwrap();
            }
            assert!(hear(&mut line, "request_id").await.contains("connection: close"), "{head}");
        }
    }

    async fn who_asks_too_often_is_told_when_to_come_back(story: Story) {
        let mut config = Story::config();
        config.limits.requests_per_second = 1; // and four at once
        let story = Story::with(story.engine, config).await;
        let mut statuses = Vec::new();
        let mut last = None;
        for _ in 0..12 {
            let answer = story.get(&story.visitor, "/api/me").await;
            let told = |name: &str| answer.headers[name].to_str().unwrap().parse::<u64>().unwrap();
            assert_eq!(told("ratelimit-limit"), 4);
            assert!(told("ratelimit-remaining") < 4 && (1..=4).contains(&told("ratelimit-reset")));
            statuses.push(answer.status);
            last = Some(answer).filter(|answer| answer.status == 429).or(last);
        }
        assert!(statuses.iter().filter(|status| **status == 200).count() >= 4, "{statuses:?}");
        let refused = last.expect("one was refused");
        refused.refused(429, "too_many");
        assert_eq!(refused.headers["ratelimit-remaining"], "0");
        assert!(refused.headers["retry-after"].to_str().unwrap().parse::<u64>().unwrap() >= 1);
        story.get(&story.ana, "/api/me").await.expect(200); // others have their own measure
        let mut refused = 0;
        for _ in 0..12 {
            let answer = story.call(None, "POST", "/api/widget/session", json!({ "widget_key": "wk_guess" })).await;
            refused += u32::from(answer.status == 429);
        }
        assert!(refused > 0, "callers without a credential are measured by their address");
    }
}
