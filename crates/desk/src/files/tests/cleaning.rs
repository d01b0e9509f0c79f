//! What nobody shows is taken away after a day, of messages that were taken back after a month; what is shown stays.

use antiphon_desk::files::{self, Act, KEPT, PATIENCE};
use antiphon_testkit::{Story, both_engines};
use serde_json::json;
use std::time::Duration;

fn objects(story: &Story) -> usize {
    fn count(folder: &std::path::Path) -> usize {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        entries.map(|entry| if entry.path().is_dir() { count(&entry.path()) } else { 1 }).sum()
    }
    count(&story.desk.config.data.join("files"))
}

both_engines! {
    async fn orphans_go_after_a_time_and_shown_files_stay(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Hi").await;
        let path = format!("/api/conversations/{id}/messages");
        let mut sent = Vec::new();
        for _ in 0..2 {
            let file = story.upload(&story.visitor, "shown.txt", b"shown").await.expect(201).body["id"].clone();
            sent.push(story.post(&story.visitor, &path, json!({ "attachments": [file] })).await.expect(201).body);
        }
        story.upload(&story.visitor, "never-sent.txt", b"never sent").await.expect(201);
        story.upload(&story.foreign_visitor, "never-sent.txt", b"never sent").await.expect(201);
        story.call(&story.visitor, "DELETE", &format!("{path}/{}", sent[1]["id"].as_str().unwrap()), None).await.expect(200);
        assert_eq!(objects(&story), 4);
        assert_eq!(files::clean(&story.desk, PATIENCE, Act::Look).await.unwrap().files, 0, "the deleted message's may come back; the others may still be sent");
        // Not a day later: then the server's own round comes, and takes some of them first.
        let patience = PATIENCE / 24;
        story.later(Duration::from_secs(3_700));
        let looked = files::clean(&story.desk, patience, Act::Look).await.unwrap();
        assert_eq!((looked.files, looked.bytes), (2, 20));
        assert_eq!(objects(&story), 4, "looking takes nothing away");
        assert_eq!(files::clean(&story.desk, patience, Act::TakeAway).await.unwrap(), looked);
        assert_eq!((objects(&story), story.read("SELECT name FROM files").await.len()), (2, 2));
        assert_eq!(files::clean(&story.desk, patience, Act::TakeAway).await.unwrap().files, 0);
        let at = format!("{path}/{}/files/{}", sent[0]["id"].as_str().unwrap(), sent[0]["attachments"][0]["id"].as_str().unwrap());
        let address = story.get(&story.visitor, &at).await.expect(200).body;
        assert_eq!(story.call(None, "GET", address["url"].as_str().unwrap(), None).await.expect(200).raw, b"shown");
        let kept = (KEPT - chrono::TimeDelta::hours(1)).to_std().unwrap();
        story.clock.advance(kept);
        let cleaned = files::clean(&story.desk, patience, Act::TakeAway).await.unwrap();
        assert_eq!((cleaned.files, cleaned.bytes, objects(&story)), (1, 5, 1));
    }
}
