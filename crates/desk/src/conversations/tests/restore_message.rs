//! A message that was taken back is kept for a time where nobody finds it, and comes back whole by whoever oversees.

use std::time::Duration;

use antiphon_desk::files::{self, Act, PATIENCE};
use antiphon_testkit::{Caller, Story, both_engines};
use serde_json::{Value, json};

const DAY: u64 = 24 * 3_600;
const THUMB: &str = "%F0%9F%91%8D";

fn id(of: &Value) -> &str {
    of["id"].as_str().unwrap()
}

async fn unread(story: &Story, who: &Caller, conversation: &str) -> i64 {
    story.get(who, &format!("/api/conversations/{conversation}")).await.expect(200).body["unread"].as_i64().unwrap()
}

async fn hits(story: &Story, who: &Caller, query: &str) -> usize {
    story.get(who, &format!("/api/search/messages?{query}")).await.expect(200).body["hits"].as_array().unwrap().len()
}

async fn trail(story: &Story, admin: &Caller, object: &str) -> Vec<String> {
    let rows = story.get(admin, "/api/audit?limit=100").await.expect(200).body;
    let rows = rows["entries"].as_array().unwrap().iter().filter(|row| row["object"] == object);
    rows.map(|row| row["action"].as_str().unwrap().to_owned()).collect()
}

/// Everything that anybody could read of a conversation and what was said in it.
async fn told(story: &Story, conversation: &str) -> String {
    let mut told = String::new();
    for who in [&story.visitor, &story.ana, &story.ben, &story.owner] {
        told += &format!("{:?}", story.log(who, conversation, 0).await);
        for path in [
            format!("/api/conversations/{conversation}/messages"),
            format!("/api/conversations/{conversation}/messages?pinned=true"),
            "/api/gallery".to_owned(),
            "/api/conversations".to_owned(),
            "/api/files".to_owned(),
            "/api/files?state=removed".to_owned(),
            format!("/api/chat/messages?conversation={conversation}"),
            format!("/api/conversations/{conversation}/transcript?format=json"),
        ] {
            let answer = story.get(who, &path).await;
            told += &String::from_utf8_lossy(&answer.raw);
        }
    }
    told
}

both_engines! {
    async fn what_was_taken_back_is_found_nowhere_and_comes_back_whole(story: Story) {
        let talk = story.visitor_starts(&story.visitor, "Hello").await;
        story.say(&story.ben, &talk, "Hi").await;
        let path = format!("/api/conversations/{talk}/messages");
        let asked = story.say(&story.visitor, &talk, "When?").await;
        let file = story.upload(&story.ana, "plan.txt", b"the plan").await.expect(201).body;
        let said = json!({ "text": "@Ben the zebra comes on Friday", "reply_to": asked["id"], "attachments": [file["id"]], "mentions": [story.ben.id] });
        let said = story.post(&story.ana, &path, said).await.expect(201).body;
        let own = format!("{path}/{}", id(&said));
        story.call(&story.visitor, "PUT", &format!("{own}/reactions/{THUMB}"), None).await.expect(200);
        story.call(&story.ben, "PUT", &format!("{own}/pin"), None).await.expect(200);
        let whole = story.get(&story.ben, &path).await.expect(200).body["messages"].as_array().unwrap().last().unwrap().clone();
        let answer = json!({ "text": "Thanks", "reply_to": said["id"] });
        story.post(&story.visitor, &path, answer).await.expect(201);
        let address = story.get(&story.ben, &format!("{own}/files/{}", id(&file))).await.expect(200).body;
        let address = address["url"].as_str().unwrap();
        assert_eq!((unread(&story, &story.ben, &talk).await, hits(&story, &story.ben, "q=zebra").await), (3, 1));

        story.call(&story.ana, "DELETE", &own, None).await.expect(200);
        let told_now = told(&story, &talk).await;
        assert!(!told_now.contains("zebra") && !told_now.contains("plan.txt"), "{told_now}");
        assert_eq!((unread(&story, &story.ben, &talk).await, hits(&story, &story.ben, "q=zebra").await), (2, 0));
        assert_eq!(story.get(&story.ben, "/api/mentions").await.expect(200).body["unread"], 0);
        story.call(None, "GET", address, None).await.refused(404, "not_found");
        story.get(&story.owner, &format!("/api/files/{}/address", id(&file))).await.refused(404, "not_found");
        story.call(&story.owner, "PUT", &format!("/api/files/{}/removal", id(&file)), None).await.refused(404, "not_found");
        story.get(&story.ana, &format!("/api/files/{}", id(&file))).await.refused(404, "not_found");
        story.post(&story.ana, &path, json!({ "attachments": [file["id"]] })).await.refused(422, "invalid");
        story.later(Duration::from_secs(2 * DAY));
        let owner = story.sign_in(&story.owner).await;
        assert_eq!(files::clean(&story.desk, PATIENCE, Act::Look).await.unwrap().files, 0, "the file can still come back");

        let back = format!("/api/chat/messages/{talk}/{}/removal", id(&said));
        let (ana, ben) = (story.sign_in(&story.ana).await, story.sign_in(&story.ben).await);
        for who in [&ana, &ben, &story.visitor] {
            story.call(who, "DELETE", &back, None).await.refused(403, "forbidden");
        }
        let shown = story.call(&owner, "DELETE", &back, None).await.expect(200).body;
        assert_eq!((&shown["type"], &shown["text"]), (&json!("attachment"), &said["text"]));
        let log = story.log(&story.visitor, &talk, 0).await;
        let last = log.last().unwrap();
        assert_eq!((&last["type"], &last["actor"]["id"], &last["message"]["text"]), (&json!("message.restored"), &json!(story.owner.id), &said["text"]));
        let again = story.get(&ben, &path).await.expect(200).body["messages"].as_array().unwrap().clone();
        let (restored, answer) = (&again[again.len() - 2], again.last().unwrap());
        assert_eq!(restored["revision"], 2, "newer than what was taken back");
        let mut as_it_was = whole.clone();
        as_it_was["revision"] = json!(2);
        assert_eq!(*restored, as_it_was);
        assert_eq!(answer["quote"]["text"], said["text"]);
        assert_eq!((unread(&story, &ben, &talk).await, hits(&story, &ben, "q=zebra").await), (3, 1));
        assert_eq!(hits(&story, &ben, &format!("q=zebra&from={}", story.ana.id)).await, 1);
        assert_eq!(story.get(&ben, "/api/mentions").await.expect(200).body["unread"], 1);
        let address = story.get(&ben, &format!("{own}/files/{}", id(&file))).await.expect(200).body;
        assert_eq!(story.call(None, "GET", address["url"].as_str().unwrap(), None).await.expect(200).raw, b"the plan");
        let gallery = story.get(&ben, "/api/gallery").await.expect(200).body;
        assert_eq!((&gallery["files"][0]["file"]["name"], &gallery["files"][0]["sender"]["id"]), (&json!("plan.txt"), &json!(story.ana.id)));

        let length = log.len();
        story.call(&owner, "DELETE", &back, None).await.expect(200);
        assert_eq!(story.log(&story.visitor, &talk, 0).await.len(), length, "a repeat changes nothing");
        assert_eq!(trail(&story, &owner, &format!("message:{}", id(&said))).await, ["message.restored"]);
        // And again, with what it says now.
        story.call(&ana, "PATCH", &own, json!({ "text": "the zebra stays" })).await.expect(200);
        story.call(&owner, "DELETE", &format!("/api/chat/messages/{talk}/{}", id(&said)), None).await.expect(204);
        let shown = story.call(&owner, "DELETE", &back, None).await.expect(200).body;
        assert_eq!((&shown["text"], shown["attachments"].as_array().unwrap().len()), (&json!("the zebra stays"), 1));
        assert_eq!(story.read("SELECT body FROM removed_messages").await.len(), 0);
    }

    async fn between_two_people_the_overseer_brings_back_what_they_take_no_part_in(story: Story) {
        let body = json!({ "kind": "direct", "participants": [story.ana.id], "message": { "text": "Can you take Friday?" } });
        let begun = story.post(&story.ben, "/api/conversations", body).await.expect(201).body;
        let (talk, message) = (id(&begun["conversation"]).to_owned(), id(&begun["message"]).to_owned());
        let own = format!("/api/conversations/{talk}/messages/{message}");
        let mut socket = story.connect(&story.ana).await;
        let seq = begun["message"]["seq"].as_i64().unwrap();
        socket.subscribe(&talk, seq).await;
        story.call(&story.ben, "DELETE", &own, None).await.expect(200);
        let row = story.get(&story.ana, &format!("/api/conversations/{talk}")).await.expect(200).body;
        assert_eq!(row["last_message"]["text"], Value::Null);
        story.call(&story.owner, "DELETE", &format!("/api/chat/messages/{talk}/{message}/removal"), None).await.expect(200);
        let heard = socket.entries_through(seq + 2).await;
        let (deleted, restored) = (&heard[heard.len() - 2]["message"], &heard[heard.len() - 1]["message"]);
        assert_eq!((&restored["text"], &restored["deleted_at"]), (&json!("Can you take Friday?"), &Value::Null));
        assert!(restored["revision"].as_i64() > deleted["revision"].as_i64() || deleted["text"] == restored["text"]);
        let row = story.get(&story.ana, &format!("/api/conversations/{talk}")).await.expect(200).body;
        assert_eq!((&row["last_message"]["text"], &row["unread"]), (&json!("Can you take Friday?"), &json!(1)));
        let looks = trail(&story, &story.owner, &format!("conversation:{talk}")).await;
        assert_eq!(looks, ["conversation.looked_at"]);
        let unknown = "00000000-0000-7000-8000-000000000000";
        story.call(&story.owner, "DELETE", &format!("/api/chat/messages/{talk}/{unknown}/removal"), None).await.refused(404, "not_found");
    }

    async fn nothing_is_kept_for_ever_and_what_is_gone_is_said(story: Story) {
        let talk = story.visitor_starts(&story.visitor, "Hello").await;
        let path = format!("/api/conversations/{talk}/messages");
        let mut back = Vec::new();
        for _ in 0..2 {
            let file = story.upload(&story.visitor, "plan.txt", b"the plan").await.expect(201).body;
            let said = story.post(&story.visitor, &path, json!({ "text": "See", "attachments": [file["id"]] })).await.expect(201).body;
            story.call(&story.visitor, "DELETE", &format!("{path}/{}", id(&said)), None).await.expect(200);
            back.push(format!("/api/chat/messages/{talk}/{}/removal", id(&said)));
            story.later(Duration::from_secs(DAY));
        }
        story.later(Duration::from_secs(29 * DAY - 1));
        let owner = story.sign_in(&story.owner).await;
        story.call(&owner, "DELETE", &back[0], None).await.refused(409, "not_kept");
        files::clean(&story.desk, PATIENCE, Act::TakeAway).await.unwrap();
        assert_eq!(story.read("SELECT name FROM files").await, ["plan.txt"]);
        story.call(&owner, "DELETE", &back[1], None).await.expect(200);
        // Before there was a way back nothing was kept.
        let said = story.say(&story.visitor, &talk, "Old").await;
        story.call(&story.visitor, "DELETE", &format!("{path}/{}", id(&said)), None).await.expect(200);
        story.tamper("DELETE FROM removed_messages").await;
        let refused = story.call(&owner, "DELETE", &format!("/api/chat/messages/{talk}/{}/removal", id(&said)), None).await;
        refused.refused(409, "not_kept");
    }

    async fn an_overseers_other_words_are_found_as_the_senders(story: Story) {
        let talk = story.visitor_starts(&story.visitor, "A giraffe").await;
        let said = story.say(&story.ana, &talk, "A lion").await;
        let path = format!("/api/chat/messages/{talk}/{}", id(&said));
        story.call(&story.owner, "PATCH", &path, json!({ "text": "A zebra" })).await.expect(200);
        assert_eq!(hits(&story, &story.ben, &format!("q=zebra&from={}", story.ana.id)).await, 1);
        assert_eq!(hits(&story, &story.ben, &format!("q=zebra&from={}", story.owner.id)).await, 0);
    }
}
