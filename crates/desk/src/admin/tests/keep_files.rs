//! All files of a workspace as its admins see and mend them.

use antiphon_desk::files::{self, Act, KEPT, PATIENCE};
use antiphon_testkit::{Caller, Story, both_engines};
use serde_json::{Value, json};
use std::time::Duration;

const DAY: u64 = 24 * 3_600;

/// Sends a file with a message; answers its id and the message.
async fn send(story: &Story, who: &Caller, conversation: &str, name: &str, content: &[u8]) -> (String, Value) {
    let file = story.upload(who, name, content).await.expect(201).body["id"].as_str().unwrap().to_owned();
    let path = format!("/api/conversations/{conversation}/messages");
    (file.clone(), story.post(who, &path, json!({ "text": "See", "attachments": [file] })).await.expect(201).body)
}

async fn names(story: &Story, query: &str) -> Vec<String> {
    let page = story.get(&story.owner, &format!("/api/files?{query}")).await.expect(200).body;
    page["files"].as_array().unwrap().iter().map(|file| file["name"].as_str().unwrap().to_owned()).collect()
}

async fn actions(story: &Story, admin: &Caller) -> Vec<String> {
    let trail = story.get(admin, "/api/audit?limit=100").await.expect(200).body;
    let all = trail["entries"].as_array().unwrap().iter().map(|row| row["action"].as_str().unwrap().to_owned());
    all.filter(|action| action.starts_with("file.")).collect()
}

both_engines! {
    async fn an_admin_sees_all_files_by_whom_of_which_kind_and_where(story: Story) {
        let support = story.visitor_starts(&story.visitor, "Hi").await;
        let (sent, message) = send(&story, &story.visitor, &support, "Gr\u{fc}\u{df}e_1.txt", b"Hello").await;
        let direct = json!({ "kind": "direct", "participants": [story.ben.id], "message": { "text": "Coffee?" } });
        let direct = story.post(&story.ana, "/api/conversations", direct).await.expect(201).body["conversation"]["id"].as_str().unwrap().to_owned();
        send(&story, &story.ana, &direct, "plan.csv", b"a,b\n1,2\n").await;
        story.upload(&story.ben, "unsent.txt", b"a longer text").await.expect(201);
        story.upload(&story.foreign_visitor, "foreign.txt", b"theirs").await.expect(201);

        assert_eq!(names(&story, "").await, ["unsent.txt", "plan.csv", "Gr\u{fc}\u{df}e_1.txt"], "the newest first, of this workspace");
        assert_eq!(names(&story, "state=unsent").await, ["unsent.txt"]);
        assert_eq!(names(&story, "state=sent&kind=document").await, ["plan.csv", "Gr\u{fc}\u{df}e_1.txt"]);
        assert!(names(&story, "kind=picture").await.is_empty());
        assert_eq!(names(&story, &format!("from={}", story.ana.id)).await, ["plan.csv"]);
        assert_eq!(names(&story, "q=GR%C3%9CSSE_").await, Vec::<String>::new(), "what is looked for is no pattern, and ß is not ss");
        assert_eq!(names(&story, "q=GR%C3%9C").await, ["Gr\u{fc}\u{df}e_1.txt"]);
        assert_eq!(names(&story, "min_size=9").await, ["unsent.txt"]);
        assert_eq!(names(&story, "order=largest").await, ["unsent.txt", "plan.csv", "Gr\u{fc}\u{df}e_1.txt"]);

        for order in ["newest", "largest"] {
            let mut seen = Vec::new();
            let mut cursor = String::new();
            loop {
                let page = story.get(&story.owner, &format!("/api/files?limit=1&order={order}{cursor}")).await.expect(200).body;
                seen.push(page["files"][0]["name"].clone());
                let Some(next) = page["next_cursor"].as_str() else { break };
                cursor = format!("&cursor={next}");
            }
            assert_eq!(seen.len(), 3, "{order}: {seen:?}");
        }

        let page = story.get(&story.owner, "/api/files").await.expect(200).body;
        let first = &page["files"][2];
        assert_eq!((&first["id"], &first["state"], &first["sender"]["id"]), (&json!(sent), &json!("sent"), &json!(story.visitor.id)));
        assert_eq!((&first["place"]["conversation_id"], &first["place"]["message_id"]), (&json!(support), &message["id"]));
        assert_eq!(page["files"][0]["place"], Value::Null);
        let room = story.get(&story.owner, "/api/files/room").await.expect(200).body;
        assert_eq!((&room["files"], &room["bytes"], &room["quota_bytes"], &room["max_bytes"]), (&json!(3), &json!(26), &Value::Null, &json!(10_485_760)));

        for path in ["/api/files", "/api/files/room"] {
            story.get(&story.ana, path).await.refused(403, "forbidden");
        }
        for wrong in ["state=gone", "kind=film", "min_size=x", "min_size=0", "min_size=-1", "cursor=x", "order=oldest", "page=2"] {
            assert_eq!(story.get(&story.owner, &format!("/api/files?{wrong}")).await.status, 422, "{wrong}");
        }
    }

    async fn a_look_at_a_file_of_others_is_in_the_trail(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Hi").await;
        let (file, _) = send(&story, &story.visitor, &id, "order.txt", b"Order 1042").await;
        let address = story.get(&story.owner, &format!("/api/files/{file}/address")).await.expect(200).body;
        assert_eq!(story.call(None, "GET", address["url"].as_str().unwrap(), None).await.expect(200).raw, b"Order 1042");
        assert_eq!(actions(&story, &story.owner).await, ["file.looked_at"]);
        story.get(&story.foreign_owner, &format!("/api/files/{file}/address")).await.refused(404, "not_found");
    }

    async fn a_file_that_was_taken_away_is_gone_at_once_and_comes_back_whole(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Hi").await;
        let (file, message) = send(&story, &story.visitor, &id, "order.txt", b"Order 1042").await;
        let shown = format!("/api/conversations/{id}/messages/{}/files/{file}", message["id"].as_str().unwrap());
        let address = story.get(&story.ana, &shown).await.expect(200).body["url"].as_str().unwrap().to_owned();

        let removal = format!("/api/files/{file}/removal");
        let removed = story.call(&story.owner, "PUT", &removal, None).await.expect(200).body;
        assert_eq!(removed["state"], "removed");
        assert!(removed["kept_until"].as_str().unwrap() > removed["removed_at"].as_str().unwrap());
        story.call(&story.owner, "PUT", &removal, None).await.expect(200);
        story.call(None, "GET", &address, None).await.refused(404, "not_found");
        story.get(&story.ana, &shown).await.refused(409, "removed");
        story.get(&story.owner, &format!("/api/files/{file}/address")).await.refused(409, "removed");
        let entry = story.log(&story.visitor, &id, 0).await.pop().unwrap();
        assert_eq!((&entry["type"], &entry["message"]["edited_at"]), (&json!("message.edited"), &Value::Null), "told to everybody, and no edit of theirs");
        assert_eq!(entry["message"]["attachments"][0]["removed_at"], removed["removed_at"]);
        let chat = story.get(&story.visitor, &format!("/api/chat/messages/{id}/{}", message["id"].as_str().unwrap())).await.expect(200).body;
        assert_eq!((&chat["attachment"], &chat["attachments"][0]["url"]), (&Value::Null, &Value::Null), "no address of it is told");
        assert_eq!((names(&story, "").await.len(), names(&story, "state=removed").await), (0, vec!["order.txt".to_owned()]));
        let room = story.get(&story.owner, "/api/files/room").await.expect(200).body;
        assert_eq!((&room["bytes"], &room["removed_bytes"]), (&json!(0), &json!(10)));

        // Kept by the cleaning for as long as it can be given back.
        story.later(Duration::from_secs(29 * DAY));
        files::clean(&story.desk, PATIENCE, Act::TakeAway).await.unwrap();
        let owner = story.sign_in(&story.owner).await;
        let back = story.call(&owner, "DELETE", &removal, None).await.expect(200).body;
        assert_eq!((&back["state"], &back["removed_at"]), (&json!("sent"), &Value::Null));
        story.call(&owner, "DELETE", &removal, None).await.expect(200);
        let ana = story.sign_in(&story.ana).await;
        let address = story.get(&ana, &shown).await.expect(200).body["url"].as_str().unwrap().to_owned();
        assert_eq!(story.call(None, "GET", &address, None).await.expect(200).raw, b"Order 1042");
        assert_eq!(story.log(&ana, &id, 0).await.pop().unwrap()["message"]["attachments"][0]["removed_at"], Value::Null);
        assert_eq!(actions(&story, &owner).await, ["file.restored", "file.removed"], "a repeat is no further deed");
    }

    async fn a_file_that_was_taken_away_long_ago_is_gone_for_good(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Hi").await;
        let (file, _) = send(&story, &story.visitor, &id, "order.txt", b"Order 1042").await;
        let unsent = story.upload(&story.ana, "unsent.txt", b"never sent").await.expect(201).body["id"].as_str().unwrap().to_owned();
        for file in [&file, &unsent] {
            story.call(&story.owner, "PUT", &format!("/api/files/{file}/removal"), None).await.expect(200);
        }
        story.later(Duration::from_secs(2 * DAY));
        assert_eq!(files::clean(&story.desk, PATIENCE, Act::Look).await.unwrap().files, 0, "what was never sent is kept as long when an admin took it away");
        story.clock.advance((KEPT - chrono::TimeDelta::days(1)).to_std().unwrap());
        files::clean(&story.desk, PATIENCE, Act::TakeAway).await.unwrap();
        let owner = story.sign_in(&story.owner).await;
        for file in [&file, &unsent] {
            story.call(&owner, "DELETE", &format!("/api/files/{file}/removal"), None).await.refused(404, "not_found");
        }
        assert!(story.read("SELECT name FROM files").await.is_empty());
        assert!(story.read("SELECT kind FROM message_files").await.is_empty());
    }

    async fn a_file_comes_back_only_where_there_is_room(story: Story) {
        let mut config = Story::config();
        config.files.quota_bytes = 10;
        let story = Story::with(story.engine, config).await;
        let first = story.upload(&story.ana, "a.txt", b"12345678").await.expect(201).body["id"].as_str().unwrap().to_owned();
        story.upload(&story.ana, "b.txt", b"12345678").await.refused(413, "too_large");
        let removal = format!("/api/files/{first}/removal");
        story.call(&story.owner, "PUT", &removal, None).await.expect(200);
        let second = story.upload(&story.ana, "b.txt", b"12345678").await.expect(201).body["id"].as_str().unwrap().to_owned();
        story.call(&story.owner, "DELETE", &removal, None).await.refused(413, "too_large");
        story.call(&story.owner, "PUT", &format!("/api/files/{second}/removal"), None).await.expect(200);
        story.call(&story.owner, "DELETE", &removal, None).await.expect(200);
        assert_eq!(story.get(&story.owner, "/api/files/room").await.expect(200).body["quota_bytes"], 10);
    }

    async fn another_name_shows_wherever_the_file_is(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Hi").await;
        let file = story.upload(&story.visitor, "secret.txt", b"text").await.expect(201).body["id"].as_str().unwrap().to_owned();
        story.post(&story.visitor, &format!("/api/conversations/{id}/messages"), json!({ "attachments": [file] })).await.expect(201);
        let name = format!("/api/files/{file}/name");
        let renamed = story.call(&story.owner, "PUT", &name, json!({ "name": "../order.txt" })).await.expect(200).body;
        assert_eq!(renamed["name"], "order.txt");
        story.call(&story.owner, "PUT", &name, json!({ "name": "order.txt" })).await.expect(200);
        let entry = story.log(&story.visitor, &id, 0).await.pop().unwrap();
        assert_eq!(entry["message"]["attachments"][0]["name"], "order.txt");
        let row = story.get(&story.ana, "/api/conversations").await.expect(200).body["conversations"][0].clone();
        assert_eq!(row["last_message"]["text"], "order.txt", "in the list too");
        assert_eq!(names(&story, "q=ord").await, ["order.txt"]);
        for wrong in ["", "order.png", "order", "\u{200B}"] {
            story.call(&story.owner, "PUT", &name, json!({ "name": wrong })).await.refused(422, "invalid");
        }
        assert_eq!(actions(&story, &story.owner).await, ["file.renamed"]);
    }
}
