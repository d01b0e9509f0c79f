//! The trail: no deed without its row, and no row that can be altered unnoticed.

use antiphon_desk::audit::{CHECKPOINTS, Verified, verify};
use antiphon_desk::ids::WorkspaceId;
use antiphon_testkit::{Engine, Story, both_engines};
use serde_json::json;
use std::time::Duration;

fn workspace(story: &Story) -> WorkspaceId {
    story.owner.workspace.parse().unwrap()
}

async fn whole(story: &Story) -> i64 {
    match verify(&story.desk, workspace(story)).await.unwrap() {
        Verified::Whole { rows } => rows,
        broken => panic!("{broken:?}"),
    }
}

async fn broken_at(story: &Story) -> i64 {
    match verify(&story.desk, workspace(story)).await.unwrap() {
        Verified::Broken { seq, .. } => seq,
        whole => panic!("{whole:?}"),
    }
}

/// What only someone with the whole database in their hands can do.
async fn tamper(story: &Story, sql: &str) {
    if story.engine == Engine::Sqlite {
        story.tamper("DROP TRIGGER IF EXISTS audit_log_never_changes").await;
        story.tamper("DROP TRIGGER IF EXISTS audit_log_never_shrinks").await;
    }
    story.tamper(sql).await;
}

both_engines! {
    async fn every_admin_deed_leaves_a_row_that_tells_no_personal_data(story: Story) {
        let before = whole(&story).await;
        let new = json!({ "email": "secret.name@lumen.test", "name": "Secret Name", "role": "agent", "password": "lantern-orchid-42" });
        let person = story.post(&story.owner, "/api/people", new).await.expect(201).body;
        let path = format!("/api/people/{}", person["id"].as_str().unwrap());
        story.call(&story.owner, "PATCH", &path, json!({ "role": "admin" })).await.expect(200);
        let key = story.post(&story.owner, "/api/keys", json!({ "name": "k", "scopes": ["people:read"] })).await.expect(201).body;
        story.call(&story.owner, "DELETE", &format!("/api/keys/{}", key["id"].as_str().unwrap()), None).await.expect(204);
        story.call(&story.owner, "DELETE", &format!("{path}/sessions"), None).await.expect(204);
        assert_eq!(whole(&story).await, before + 5);

        let page = story.get(&story.owner, "/api/audit?limit=5").await.expect(200);
        assert!(!String::from_utf8(page.raw.clone()).unwrap().contains("ecret"), "names and addresses stay out of the trail");
        let entries = page.body["entries"].as_array().unwrap();
        let actions: Vec<_> = entries.iter().map(|entry| entry["action"].as_str().unwrap()).collect();
        assert_eq!(actions, ["person.signed_out", "key.revoked", "key.made", "person.changed", "person.added"]);
        assert_eq!(entries[3]["changed"], json!(["role"]));
        assert_eq!(entries[0]["actor"]["id"], story.owner.id.as_str());
        let next = page.body["next_cursor"].as_str().unwrap();
        let older = story.get(&story.owner, &format!("/api/audit?limit=100&cursor={next}")).await.expect(200).body;
        assert_eq!(older["entries"].as_array().unwrap().len() as i64, before);
        story.get(&story.owner, "/api/audit?cursor=x").await.refused(422, "invalid");
        for nobody in [&story.ana, &story.cora, &story.visitor, &story.narrow_key] {
            story.get(nobody, "/api/audit").await.refused(403, "forbidden");
        }
    }

    async fn a_message_of_another_taken_back_leaves_a_row(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Something rude").await;
        let own = story.say(&story.owner, &id, "Hello").await;
        let before = whole(&story).await;
        let log = story.log(&story.owner, &id, 0).await;
        let rude = log.iter().find(|entry| entry["type"] == "message.sent").unwrap()["message"]["id"].clone();
        for message in [&rude, &own["id"]] {
            let path = format!("/api/conversations/{id}/messages/{}", message.as_str().unwrap());
            story.call(&story.owner, "DELETE", &path, None).await.expect(200);
        }
        assert_eq!(whole(&story).await, before + 1, "one's own is nobody else's matter");
        let page = story.get(&story.owner, "/api/audit?limit=1").await.expect(200);
        assert_eq!((&page.body["entries"][0]["action"], &page.body["entries"][0]["changed"]), (&json!("message.deleted"), &json!(["text"])));
        assert!(!String::from_utf8(page.raw).unwrap().contains("rude"));
    }

    async fn a_deed_that_fails_leaves_no_row(story: Story) {
        let before = whole(&story).await;
        let path = format!("/api/people/{}", story.owner.id);
        story.call(&story.owner, "PATCH", &path, json!({ "role": "agent" })).await.refused(409, "last_owner");
        assert_eq!(whole(&story).await, before);
    }

    async fn deeds_at_once_make_one_chain(story: Story) {
        let before = whole(&story).await;
        let make = |number: usize| story.post(&story.owner, "/api/keys", json!({ "name": format!("k{number}"), "scopes": ["people:read"] }));
        let answers = futures_util::future::join_all((0..12).map(make)).await;
        assert!(answers.iter().all(|answer| answer.status == 201));
        assert_eq!(whole(&story).await, before + 12);
    }

    async fn the_servers_own_role_can_only_add(story: Story) {
        let changed = story.desk.db.write(workspace(&story).0, async |tx| tx.query("UPDATE audit_log SET action = 'x'").run().await).await;
        let removed = story.desk.db.write(workspace(&story).0, async |tx| tx.query("DELETE FROM audit_log").run().await).await;
        for outcome in [changed, removed] {
            assert!(matches!(outcome, Ok(0) | Err(_)), "{outcome:?}");
        }
        whole(&story).await;
    }

    async fn an_altered_row_is_named(story: Story) {
        let of = workspace(&story);
        let id = match story.engine {
            Engine::Sqlite => format!("x'{}'", of.0.simple()),
            Engine::Postgres => format!("'{of}'"),
        };
        tamper(&story, &format!("UPDATE audit_log SET canonical = replace(canonical, 'agent', 'admin'), action = 'nothing.done' WHERE workspace_id = {id} AND seq = 3")).await;
        assert_eq!(broken_at(&story).await, 3);
    }

    async fn a_missing_row_is_named_in_the_middle_and_at_the_end(story: Story) {
        let of = workspace(&story);
        let id = match story.engine {
            Engine::Sqlite => format!("x'{}'", of.0.simple()),
            Engine::Postgres => format!("'{of}'"),
        };
        let rows = whole(&story).await;
        tamper(&story, &format!("DELETE FROM audit_log WHERE workspace_id = {id} AND seq = {rows}")).await;
        assert_eq!(broken_at(&story).await, rows);
        tamper(&story, &format!("DELETE FROM audit_log WHERE workspace_id = {id} AND seq = 2")).await;
        assert_eq!(broken_at(&story).await, 2);
    }
}

mod checkpoints {
    use super::*;

    /// Cutting off the end together with the head leaves a chain that fits: only what lies outside tells.
    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_checkpoint_outside_the_database_shows_a_cut_off_end() {
        let folder = std::env::temp_dir().join(format!("antiphon-checkpoints-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let mut config = Story::config();
        config.data = folder.clone();
        let story = Story::with(Engine::Sqlite, config).await;
        let rows = whole(&story).await;
        let file = folder.join(CHECKPOINTS);
        // The file stands a moment before its lines do.
        let is_written = || std::fs::read_to_string(&file).is_ok_and(|lines| lines.contains(&story.owner.workspace));
        for _ in 0..200 {
            story.later(Duration::from_secs(60));
            tokio::time::sleep(Duration::from_millis(20)).await;
            if is_written() {
                break;
            }
        }
        assert!(is_written());
        assert_eq!(whole(&story).await, rows);
        let id = format!("x'{}'", workspace(&story).0.simple());
        tamper(&story, &format!("DELETE FROM audit_log WHERE workspace_id = {id} AND seq = {rows}")).await;
        story
            .tamper(&format!(
                "UPDATE audit_heads SET seq = {0}, hash = (SELECT hash FROM audit_log WHERE workspace_id = {id} AND seq = {0}) WHERE workspace_id = {id}",
                rows - 1
            ))
            .await;
        assert_eq!(broken_at(&story).await, rows);
        std::fs::remove_dir_all(folder).unwrap();
    }
}
