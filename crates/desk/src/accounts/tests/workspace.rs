//! The workspace's own settings.

use antiphon_testkit::{Story, both_engines};
use serde_json::{Value, json};

both_engines! {
    async fn a_workspace_is_renamed_and_bounded_and_the_trail_tells_it(story: Story) {
        let before = story.get(&story.owner, "/api/workspace").await.expect(200).body;
        assert_eq!(before["file_quota"], Value::Null);
        let change = json!({ "name": " New  name ", "file_quota": 10 });
        let after = story.call(&story.owner, "PATCH", "/api/workspace", change).await.expect(200).body;
        assert_eq!((&after["name"], &after["file_quota"]), (&json!("New name"), &json!(10)));
        assert_eq!(story.get(&story.ana, "/api/me").await.expect(200).body["workspace"]["name"], "New name");
        // What is left out stays; back is the same way.
        story.call(&story.owner, "PATCH", "/api/workspace", json!({})).await.expect(200);
        story.upload(&story.ana, "a.txt", b"12345678").await.expect(201);
        story.upload(&story.ana, "b.txt", b"12345678").await.refused(413, "too_large");
        let back = json!({ "name": before["name"], "file_quota": null });
        assert_eq!(story.call(&story.owner, "PATCH", "/api/workspace", back).await.expect(200).body, before);
        story.upload(&story.ana, "b.txt", b"12345678").await.expect(201);
        let trail = story.get(&story.owner, "/api/audit?limit=100").await.expect(200).body;
        let rows: Vec<_> = trail["entries"].as_array().unwrap().iter().filter(|row| row["action"] == "workspace.changed").collect();
        assert_eq!(rows.len(), 2, "{rows:?}");
        assert_eq!(rows[0]["changed"], json!(["file_quota", "name"]));
        assert!(story.get(&story.foreign_owner, "/api/workspace").await.expect(200).body["name"] != before["name"]);
    }

    async fn what_the_server_decides_is_shown_without_its_secrets(story: Story) {
        let mut config = Story::config();
        config.cors_origins = vec!["https://a.test".to_owned()];
        config.files.secret_access_key = Some("never-shown".to_owned());
        config.mail.password = Some("never-shown".to_owned());
        config.metrics_token = Some("never-shown".to_owned());
        let story = Story::with(story.engine, config).await;
        let answer = story.get(&story.owner, "/api/workspace").await.expect(200);
        assert!(!String::from_utf8_lossy(&answer.raw).contains("never-shown"));
        let server = answer.body["server"].as_array().unwrap();
        let value = |name: &str| server.iter().find(|one| one["name"] == name).map(|one| one["value"].clone());
        assert_eq!(value("cors_origins"), Some(json!(["https://a.test"])));
        assert_eq!(value("files.max_bytes"), Some(json!(10_485_760)));
        assert_eq!(value("mail.host"), Some(json!(false)));
    }

    async fn settings_that_are_none_are_refused(story: Story) {
        for wrong in [json!({ "name": "" }), json!({ "name": null, "file_quota": 0 }), json!({ "file_quota": -1 }), json!({ "name": "x".repeat(201) })] {
            story.call(&story.owner, "PATCH", "/api/workspace", wrong).await.refused(422, "invalid");
        }
        for wrong in [json!({ "file_quota": "much" }), json!({ "quota": 1 })] {
            assert!([400, 422].contains(&story.call(&story.owner, "PATCH", "/api/workspace", wrong).await.status));
        }
        story.get(&story.ana, "/api/workspace").await.refused(403, "forbidden");
    }
}
