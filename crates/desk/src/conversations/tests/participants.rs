//! Who takes part: from when on, in which role, and in what kind of conversation.

use antiphon_testkit::{Caller, Story, both_engines};
use serde_json::{Value, json};

/// A direct conversation of Ana with Ben.
async fn pair(story: &Story) -> (String, Value) {
    let begin = json!({ "kind": "direct", "participants": [story.ben.id], "message": { "text": "Before" } });
    let begun = story.post(&story.ana, "/api/conversations", begin).await.expect(201).body;
    (begun["conversation"]["id"].as_str().unwrap().to_owned(), begun)
}

async fn add(story: &Story, id: &str, who: &Caller, from_now: bool) {
    let body = json!({ "principal_id": who.id, "from_now": from_now });
    story.post(&story.owner, &format!("/api/conversations/{id}/participants"), body).await.expect(201);
}

async fn remove(story: &Story, id: &str, who: &Caller) {
    let path = format!("/api/conversations/{id}/participants/{}", who.id);
    story.call(&story.owner, "DELETE", &path, None).await.expect(204);
}

async fn reads(story: &Story, who: &Caller, id: &str) -> Vec<String> {
    let page = story.get(who, &format!("/api/conversations/{id}/messages")).await.expect(200).body;
    page["messages"].as_array().unwrap().iter().map(|one| one["text"].as_str().unwrap().to_owned()).collect()
}

async fn row(story: &Story, who: &Caller) -> Value {
    story.get(who, "/api/conversations?kind=direct").await.expect(200).body["conversations"][0].clone()
}

/// The owner is in it too, as whoever adds and removes must see it.
async fn with_owner(story: &Story) -> String {
    let begin = json!({ "kind": "direct", "participants": [story.ana.id, story.ben.id], "message": { "text": "Before" } });
    let begun = story.post(&story.owner, "/api/conversations", begin).await.expect(201).body;
    begun["conversation"]["id"].as_str().unwrap().to_owned()
}

both_engines! {
    async fn who_is_added_from_now_on_sees_nothing_that_came_before(story: Story) {
        let id = with_owner(&story).await;
        remove(&story, &id, &story.ben).await;
        story.say(&story.owner, &id, "While Ben is away").await;
        add(&story, &id, &story.ben, true).await;
        assert_eq!(reads(&story, &story.ben, &id).await, Vec::<String>::new(), "not what he had seen before, nor what he missed");
        let listed = row(&story, &story.ben).await;
        assert_eq!((&listed["last_message"], &listed["unread"]), (&Value::Null, &json!(0)));
        story.say(&story.owner, &id, "Welcome back").await;
        assert_eq!(reads(&story, &story.ben, &id).await, ["Welcome back"]);
        let listed = row(&story, &story.ben).await;
        assert_eq!((&listed["last_message"]["text"], &listed["unread"]), (&json!("Welcome back"), &json!(1)));
        let log = story.log(&story.ben, &id, 0).await;
        assert!(!serde_json::to_string(&log).unwrap().contains("While Ben is away"));
        // Others see it all.
        assert_eq!(row(&story, &story.ana).await["unread"], 3);
    }

    async fn who_comes_back_keeps_a_read_mark_that_is_further_on(story: Story) {
        let id = with_owner(&story).await;
        let head = story.get(&story.ben, &format!("/api/conversations/{id}")).await.expect(200).body["last_seq"].clone();
        story.call(&story.ben, "PUT", &format!("/api/conversations/{id}/read"), json!({ "seq": head })).await.expect(200);
        remove(&story, &id, &story.ben).await;
        story.say(&story.owner, &id, "While Ben is away").await;
        add(&story, &id, &story.ben, false).await;
        assert_eq!(row(&story, &story.ben).await["unread"], 1);
        assert_eq!(reads(&story, &story.ben, &id).await, ["Before", "While Ben is away"]);
    }

    async fn people_among_themselves_are_members_and_work_nothing_off(story: Story) {
        let (id, begun) = pair(&story).await;
        let path = format!("/api/conversations/{id}");
        let detail = story.get(&story.ana, &path).await.expect(200).body;
        let roles: Vec<_> = detail["participants"].as_array().unwrap().iter().map(|one| one["role"].as_str().unwrap()).collect();
        assert_eq!(roles, ["member", "member"]);
        assert_eq!(begun["conversation"]["kind"], "direct");
        for (change, field) in [
            (json!({ "assignee_id": story.ben.id }), "assignee_id"),
            (json!({ "status": "resolved" }), "status"),
            (json!({ "status": "queued" }), "status"),
        ] {
            let refused = story.call(&story.ana, "PATCH", &path, change).await;
            refused.refused(422, "invalid");
            assert_eq!(refused.body["error"]["field"], field);
        }
        story.call(&story.ana, "PATCH", &path, json!({ "title": "Lunch" })).await.expect(200);
        let whom = json!({ "principal_id": story.visitor.id });
        story.post(&story.ana, &format!("{path}/participants"), whom).await.refused(422, "invalid");
    }

    async fn ones_own_mark_never_lies_beyond_what_one_may_see(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Hi").await;
        story.say(&story.ana, &id, "Hello").await;
        story.note(&story.ana, &id, "A hidden one").await;
        let path = format!("/api/conversations/{id}");
        let last = story.get(&story.visitor, &path).await.expect(200).body["last_seq"].clone();
        let marked = story.call(&story.visitor, "PUT", &format!("{path}/read"), json!({ "seq": 1_000_000 })).await.expect(200).body;
        assert_eq!(marked["last_read_seq"], last);
        assert_eq!(story.get(&story.visitor, &path).await.expect(200).body["last_read_seq"], last);
    }
}
