//! Sending files in: as a form, and in parts after a line was cut.

use antiphon_testkit::{Answer, Caller, Story, both_engines};
use axum::body::{Body, Bytes};
use base64::Engine as _;
use http::{Method, Request};

/// A request of a resumable upload.
async fn tus(story: &Story, who: &Caller, method: Method, path: &str, headers: &[(&str, &str)], body: Body) -> Answer {
    let mut request = Request::builder().method(method).uri(path).header("authorization", format!("Bearer {}", who.token));
    request = request.header("tus-resumable", "1.0.0");
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let answer = story.request(request.body(body).unwrap()).await;
    assert_eq!(answer.headers["tus-resumable"], "1.0.0", "in every answer, refusals too");
    answer
}

async fn announce(story: &Story, who: &Caller, name: &str, size: usize) -> Answer {
    let name = format!("filename {}", base64::engine::general_purpose::STANDARD.encode(name));
    let headers = [("upload-length", &*size.to_string()), ("upload-metadata", &name)];
    tus(story, who, Method::POST, "/api/files", &headers, Body::empty()).await
}

async fn go_on(story: &Story, who: &Caller, path: &str, at: usize, body: Body) -> Answer {
    let headers = [("upload-offset", &*at.to_string()), ("content-type", "application/offset+octet-stream")];
    tus(story, who, Method::PATCH, path, &headers, body).await
}

async fn offset(story: &Story, who: &Caller, path: &str) -> usize {
    let answer = tus(story, who, Method::HEAD, path, &[], Body::empty()).await.expect(200);
    answer.headers["upload-offset"].to_str().unwrap().parse().unwrap()
}

/// A body that brings some bytes and is then cut.
fn cut(bytes: &[u8]) -> Body {
    let bytes = Bytes::copy_from_slice(bytes);
    Body::from_stream(futures_util::stream::iter([Ok(bytes), Err(std::io::Error::other("the line is cut"))]))
}

fn text(size: usize) -> Vec<u8> {
    (0..size).map(|n| b"abcdefghijklmnopqrstuvwxyz\n"[n % 27]).collect()
}

both_engines! {
    async fn a_form_brings_a_file_whole_and_an_address_to_fetch_it(story: Story) {
        let sent = story.upload(&story.visitor, "Gr\u{fc}\u{df}e.txt", b"Hello").await.expect(201).body;
        assert_eq!((&sent["mime"], &sent["size"], &sent["is_ready"]), (&"text/plain".into(), &5.into(), &true.into()));
        let fetched = story.call(None, "GET", sent["url"].as_str().unwrap(), None).await.expect(200);
        assert_eq!(fetched.raw, b"Hello");
        let header = |name: &str| fetched.headers[name].to_str().unwrap().to_owned();
        assert_eq!(header("content-security-policy"), "sandbox; default-src 'none'");
        assert!(header("content-disposition").starts_with("attachment;"), "saved, never shown");
        assert!(header("content-disposition").ends_with("filename*=UTF-8''Gr%C3%BC%C3%9Fe.txt"));
        assert_eq!(header("x-content-type-options"), "nosniff");
    }

    async fn a_form_with_a_second_file_is_refused_whole(story: Story) {
        let part = "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nHello\r\n";
        let request = Request::post("/api/files").header("authorization", format!("Bearer {}", story.visitor.token));
        let request = request.header("content-type", "multipart/form-data; boundary=b");
        let refused = story.request(request.body(Body::from(format!("{part}{part}--b--\r\n"))).unwrap()).await;
        refused.refused(422, "invalid");
        assert_eq!(refused.body["error"]["field"], "file");
        assert!(story.read("SELECT name FROM files").await.is_empty());
    }

    async fn an_upload_that_is_cut_goes_on_where_it_ended(story: Story) {
        let whole = text(2_600_000);
        let path = announce(&story, &story.visitor, "log.txt", whole.len()).await.expect(201).headers["location"].to_str().unwrap().to_owned();
        let mut tries = 0;
        loop {
            let at = offset(&story, &story.visitor, &path).await;
            if at == whole.len() {
                break;
            }
            let to = (at + 700_000).min(whole.len());
            if to == whole.len() {
                go_on(&story, &story.visitor, &path, at, Body::from(whole[at..].to_vec())).await.expect(204);
            } else {
                go_on(&story, &story.visitor, &path, at, cut(&whole[at..to])).await.refused(400, "malformed");
            }
            tries += 1;
        }
        assert_eq!(tries, 4);
        let file = story.get(&story.visitor, &path).await.expect(200).body;
        assert_eq!(file["is_ready"], true);
        let fetched = story.call(None, "GET", file["url"].as_str().unwrap(), None).await.expect(200);
        assert!(fetched.raw == whole, "byte for byte");
        let range = Request::get(file["url"].as_str().unwrap()).header("range", "bytes=26-29").body(Body::empty());
        let part = story.request(range.unwrap()).await.expect(206);
        assert_eq!((part.raw.as_slice(), part.headers["content-range"].to_str().unwrap()), (b"\nabc".as_slice(), "bytes 26-29/2600000"));
    }

    async fn another_version_of_tus_is_told_which_one_is_spoken(story: Story) {
        let asked = Request::options("/api/files").body(Body::empty()).unwrap();
        let spoken = story.request(asked).await.expect(204).headers;
        let told = ["tus-resumable", "tus-version", "tus-extension", "tus-max-size"].map(|name| spoken[name].to_str().unwrap());
        assert_eq!(told, ["1.0.0", "1.0.0", "creation,termination", "10485760"]);
        let path = announce(&story, &story.visitor, "a.txt", 3).await.expect(201).headers["location"].to_str().unwrap().to_owned();
        for version in [None, Some("0.2.2")] {
            let request = Request::patch(&path).header("authorization", format!("Bearer {}", story.visitor.token));
            let request = request.header("upload-offset", "0").header("content-type", "application/offset+octet-stream");
            let request = version.iter().fold(request, |request, version| request.header("tus-resumable", *version));
            let refused = story.request(request.body(Body::from("abc")).unwrap()).await;
            assert_eq!(refused.headers["tus-version"], "1.0.0");
            refused.refused(412, "other_version");
        }
        for method in [Method::HEAD, Method::DELETE] {
            let request = Request::builder().method(method).uri(&path).header("authorization", format!("Bearer {}", story.visitor.token));
            let refused = story.request(request.header("tus-resumable", "9.9").body(Body::empty()).unwrap()).await;
            assert_eq!((refused.status, &refused.headers["tus-resumable"]), (412, &http::HeaderValue::from_static("1.0.0")));
        }
        assert_eq!(offset(&story, &story.visitor, &path).await, 0);
        let request = Request::post("/api/files").header("authorization", format!("Bearer {}", story.visitor.token));
        let request = request.header("tus-resumable", "2").header("upload-length", "3").body(Body::empty()).unwrap();
        story.request(request).await.refused(412, "other_version");
    }

    async fn of_two_parts_for_one_place_one_counts(story: Story) {
        let path = announce(&story, &story.visitor, "a.txt", 10).await.expect(201).headers["location"].to_str().unwrap().to_owned();
        let (one, two) = tokio::join!(
            go_on(&story, &story.visitor, &path, 0, Body::from("aaaaa")),
            go_on(&story, &story.visitor, &path, 0, Body::from("bbbbb")),
        );
        let mut statuses = [one.status, two.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [204, 409]);
        go_on(&story, &story.visitor, &path, 0, Body::from("c")).await.refused(409, "wrong_offset");
        go_on(&story, &story.visitor, &path, 5, Body::from("ccccc")).await.expect(204);
        let file = story.get(&story.visitor, &path).await.expect(200).body;
        let whole = story.call(None, "GET", file["url"].as_str().unwrap(), None).await.expect(200).raw;
        assert!(whole == b"aaaaaccccc" || whole == b"bbbbbccccc", "{whole:?}");
    }

    async fn what_may_not_come_in_is_refused_and_leaves_nothing(story: Story) {
        for (name, content) in [
            ("a.png", b"not a picture".as_slice()),
            ("a.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>"),
            ("a.txt", b"<html><script>alert(1)</script></html>"),
            ("a.exe", b"MZ\x90\0\x03\0\0\0\x04"),
        ] {
            story.upload(&story.visitor, name, content).await.refused(415, "wrong_type");
        }
        story.upload(&story.visitor, "a.txt", b"").await.refused(422, "invalid");
        story.upload(&story.visitor, "..", b"text").await.refused(422, "invalid");
        announce(&story, &story.visitor, "a.txt", 0).await.refused(422, "invalid");
        announce(&story, &story.visitor, "a.txt", 10 * 1024 * 1024 + 1).await.refused(413, "too_large");
        story.upload(&story.visitor, "a.txt", &text(10 * 1024 * 1024 + 1)).await.refused(413, "too_large");
        let path = announce(&story, &story.visitor, "a.txt", 3).await.expect(201).headers["location"].to_str().unwrap().to_owned();
        go_on(&story, &story.visitor, &path, 0, Body::from("four")).await.refused(413, "too_large");
        assert_eq!(story.read("SELECT name FROM files WHERE ready_at IS NOT NULL AND deleted_at IS NULL").await.len(), 0);
    }

    async fn a_workspace_has_so_much_room(story: Story) {
        let mut config = Story::config();
        config.files.quota_bytes = 1_000;
        let story = Story::with(story.engine, config).await;
        story.upload(&story.visitor, "a.txt", &text(900)).await.expect(201);
        story.upload(&story.ana, "b.txt", &text(200)).await.refused(413, "too_large");
        story.upload(&story.foreign_visitor, "c.txt", &text(900)).await.expect(201);
    }

    async fn an_address_is_signed_and_ends(story: Story) {
        let sent = story.upload(&story.visitor, "a.txt", b"Hello").await.expect(201).body;
        let url = sent["url"].as_str().unwrap().to_owned();
        story.call(None, "GET", &url.replace("signature=", "signature=0"), None).await.refused(403, "forbidden");
        story.call(None, "GET", &url.replace("/content", "/thumbnail"), None).await.refused(403, "forbidden");
        story.later(std::time::Duration::from_secs(3_601));
        story.call(None, "GET", &url, None).await.refused(403, "forbidden");
        let path = format!("/api/files/{}", sent["id"].as_str().unwrap());
        let fresh = story.get(&story.visitor, &path).await.expect(200).body;
        story.call(None, "GET", fresh["url"].as_str().unwrap(), None).await.expect(200);
        story.call(&story.visitor, "DELETE", &path, None).await.expect(204);
        story.call(None, "GET", fresh["url"].as_str().unwrap(), None).await.refused(404, "not_found");
    }
}
