//! Files in a bucket that speaks S3 instead of the folder.

use antiphon_desk::files::{self, Act, PATIENCE};
use antiphon_testkit::{Bucket, Story, both_engines};
use axum::body::Body;
use http::Request;
use serde_json::json;
use std::time::Duration;

async fn with(story: &Story, files: antiphon_base::config::Files) -> Story {
    let mut config = Story::config();
    config.files = files;
    Story::with(story.engine, config).await
}

fn objects(folder: &std::path::Path) -> usize {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| if entry.path().is_dir() { objects(&entry.path()) } else { 1 }).sum()
}

both_engines! {
    async fn a_bucket_keeps_gives_and_forgets_files_as_the_folder_does(story: Story) {
        let bucket = Bucket::start().await;
        let story = with(&story, bucket.settings()).await;
        let id = story.visitor_starts(&story.visitor, "Hi").await;
        let sent = story.upload(&story.visitor, "order.txt", b"Order 1042").await.expect(201).body;
        story.upload(&story.visitor, "never-sent.txt", b"never sent").await.expect(201);
        assert_eq!(objects(&bucket.folder), 2, "the whole ones; their parts are gone");
        story.post(&story.visitor, &format!("/api/conversations/{id}/messages"), json!({ "attachments": [sent["id"]] })).await.expect(201);
        let url = sent["url"].as_str().unwrap();
        assert_eq!(story.call(None, "GET", url, None).await.expect(200).raw, b"Order 1042");
        let part = story.request(Request::get(url).header("range", "bytes=6-7").body(Body::empty()).unwrap()).await.expect(206);
        assert_eq!(part.raw, b"10");
        story.later(Duration::from_secs(25 * 3_600));
        assert_eq!(files::clean(&story.desk, PATIENCE, Act::TakeAway).await.unwrap().files, 1);
        assert_eq!(objects(&bucket.folder), 1);
    }

    async fn a_bucket_that_refuses_is_said_and_nothing_counts_as_stored(story: Story) {
        let bucket = Bucket::start().await;
        let mut settings = bucket.settings();
        settings.secret_access_key = Some("another".to_owned());
        let story = with(&story, settings).await;
        story.upload(&story.visitor, "order.txt", b"Order 1042").await.refused(503, "unavailable");
        assert_eq!(objects(&bucket.folder), 0);
        assert_eq!(story.read("SELECT name FROM files WHERE received > 0").await.len(), 0);
    }
}
