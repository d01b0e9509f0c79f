//! How long notices stay.

use std::time::Duration;

use antiphon_testkit::{Story, both_engines, soon};
use serde_json::{Value, json};

use super::{said, send};

const DAY: Duration = Duration::from_secs(86_400);

both_engines! {
    async fn what_is_older_than_its_rule_goes_once_a_day(story: Story) {
        let file = story.upload(&story.key, "old.txt", b"Old").await.expect(201).body["id"].clone();
        let read = send(&story, &story.cora, "Read", json!({ "attachments": [file] })).await;
        send(&story, &story.cora, "Unread", json!({})).await;
        send(&story, &story.cora, "Failed", json!({ "type": "error" })).await;
        story.call(&story.cora, "PUT", &format!("/api/notices/{read}/read"), None).await.expect(200);
        story.tamper("UPDATE notices SET created_at = '2020-01-01T00:00:00.000000Z'").await;
        send(&story, &story.cora, "Young", json!({})).await;

        let put = async |rules: Value| story.call(&story.owner, "PUT", "/api/notice-retention", json!({ "rules": rules })).await;
        let preview = async |rules: Value| {
            let asked = story.post(&story.owner, "/api/notice-retention/preview", json!({ "rules": rules })).await;
            asked.expect(200).body["would_remove"].clone()
        };
        let rules = json!([{ "type": "INFO", "read_days": 7, "unread_days": null }]);
        assert_eq!(preview(rules.clone()).await, json!([{ "type": "INFO", "count": 1 }]));
        let more = json!([{ "type": "INFO", "read_days": 7, "unread_days": 7 }, { "type": "ERROR", "read_days": 1, "unread_days": null }]);
        assert_eq!(preview(more).await, json!([{ "type": "INFO", "count": 2 }, { "type": "ERROR", "count": 0 }]));
        assert_eq!(story.read("SELECT content FROM notices").await.len(), 4, "looking takes nothing away");

        put(rules).await.expect(200);
        let kept = story.get(&story.owner, "/api/notice-retention").await.expect(200).body;
        assert_eq!(kept["rules"].as_array().unwrap().len(), 6);
        assert!(story.read("SELECT action FROM audit_log").await.contains(&"notice_retention.changed".to_owned()));
        story.later(DAY);
        soon("the cleaning", async || story.read("SELECT content FROM notices").await.len() == 3).await;
        let cora = story.sign_in(&story.cora).await;
        let left = story.get(&cora, "/api/notices").await.expect(200).body;
        assert_eq!((said(&left), &left["unread"]), (vec!["Young", "Failed", "Unread"], &json!(3)));
        // Unread ones too, and then they are not counted any more.
        let owner = story.sign_in(&story.owner).await;
        let rules = json!({ "rules": [{ "type": "INFO", "read_days": 7, "unread_days": 30 }] });
        story.call(&owner, "PUT", "/api/notice-retention", rules).await.expect(200);
        story.later(DAY);
        soon("the next one", async || story.read("SELECT content FROM notices").await.len() == 2).await;
        let cora = story.sign_in(&story.cora).await;
        assert_eq!(story.get(&cora, "/api/chat-messages").await.expect(200).body["total"], 2);
    }

    async fn a_rule_that_is_none_changes_nothing(story: Story) {
        let put = async |who, rule: Value| story.call(who, "PUT", "/api/notice-retention", json!({ "rules": [rule] })).await;
        for days in [json!(0), json!(-1), json!(3_651), json!("7"), json!(1.5)] {
            put(&story.owner, json!({ "type": "INFO", "read_days": days, "unread_days": null })).await.refused(422, "invalid");
        }
        put(&story.owner, json!({ "type": "NEWS", "read_days": 7, "unread_days": null })).await.refused(422, "invalid");
        put(&story.ana, json!({ "type": "INFO", "read_days": 7, "unread_days": null })).await.refused(403, "forbidden");
        assert!(story.read("SELECT 'a rule' FROM notice_retention").await.is_empty());
    }
}
