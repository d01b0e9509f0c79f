//! Prompts: who is offered which, and who may change them.

use antiphon_testkit::{Caller, Story, both_engines};
use serde_json::{Value, json};

async fn offered(story: &Story, who: &Caller, query: &str) -> Vec<String> {
    let list = story.get(who, &format!("/api/bot-prompts{query}")).await.expect(200).body;
    list.as_array().unwrap().iter().map(|one| one["title"].as_str().unwrap().to_owned()).collect()
}

async fn add(story: &Story, prompt: Value) -> Value {
    story.post(&story.owner, "/api/chat/prompts", prompt).await.expect(201).body
}

both_engines! {
    async fn prompts_are_offered_in_their_order_to_whom_and_where_they_are_meant(story: Story) {
        add(&story, json!({ "title": "Second", "text": "b", "order": 2 })).await;
        let first = add(&story, json!({ "title": "First", "text": "a", "order": 1 })).await;
        add(&story, json!({ "title": "Team", "text": "c", "role": "agent" })).await;
        add(&story, json!({ "title": "Pricing", "text": "d", "page": "/pricing" })).await;
        add(&story, json!({ "title": "Off", "text": "e", "is_active": false })).await;
        assert_eq!(offered(&story, &story.visitor, "").await, ["First", "Second"]);
        assert_eq!(offered(&story, &story.cora, "?page=%2Fpricing").await, ["First", "Second", "Pricing"]);
        assert_eq!(offered(&story, &story.ana, "").await, ["First", "Second", "Team"]);
        assert!(offered(&story, &story.foreign_visitor, "").await.is_empty());
        let path = format!("/api/chat/prompts/{}", first["id"].as_str().unwrap());
        let changed = story.call(&story.owner, "PATCH", &path, json!({ "order": 9, "page": "/help" })).await.expect(200).body;
        assert_eq!((changed["order"].as_i64(), changed["page"].as_str()), (Some(9), Some("/help")));
        story.call(&story.owner, "PATCH", &path, json!({ "page": null })).await.expect(200);
        assert_eq!(offered(&story, &story.visitor, "").await, ["Second", "First"]);
        story.call(&story.owner, "DELETE", &path, None).await.expect(204);
        assert_eq!(offered(&story, &story.visitor, "").await, ["Second"]);
        let trail = story.get(&story.owner, "/api/audit").await.expect(200).body;
        assert_eq!(trail["entries"][0]["action"], "prompt.deleted");
    }

    async fn what_cannot_be_a_prompt_is_refused_by_field(story: Story) {
        for (prompt, field) in [
            (json!({ "title": "", "text": "a" }), "title"),
            (json!({ "title": "a", "text": " " }), "text"),
            (json!({ "title": "a", "text": "x".repeat(2_001) }), "text"),
            (json!({ "title": "a", "text": "b", "order": -1 }), "order"),
            (json!({ "title": "a", "text": "b", "role": "king" }), "role"),
            (json!({ "title": "a", "text": "b", "colour": 1 }), "colour"),
            (json!({ "text": "b" }), "title"),
        ] {
            let answer = story.post(&story.owner, "/api/chat/prompts", prompt).await;
            answer.refused(422, "invalid");
            assert_eq!(answer.body["error"]["field"], field);
        }
    }

    async fn changes_that_come_at_once_all_stand(story: Story) {
        let path = format!("/api/chat/prompts/{}", add(&story, json!({ "title": "T", "text": "t" })).await["id"].as_str().unwrap());
        for round in 0..10 {
            let change = |change: Value| story.call(&story.owner, "PATCH", &path, change);
            let (title, text) = (format!("T{round}"), format!("t{round}"));
            let (one, two) = tokio::join!(change(json!({ "title": title })), change(json!({ "text": text })));
            assert_eq!((one.status, two.status), (200, 200));
            let now = story.get(&story.owner, &path).await.expect(200).body;
            assert_eq!((&now["title"], &now["text"]), (&json!(title), &json!(text)));
        }
        let delete = || story.call(&story.owner, "DELETE", &path, None);
        let (one, two) = tokio::join!(delete(), delete());
        let mut statuses = [one.status, two.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [204, 404]);
    }

    async fn the_samples_are_added_once(story: Story) {
        let workspace = story.owner.workspace.parse().unwrap();
        add(&story, json!({ "title": "Talk to a person", "text": "Our own words" })).await;
        assert_eq!(antiphon_desk::assistant::seed_prompts(&story.desk, workspace).await.unwrap(), 4);
        assert_eq!(antiphon_desk::assistant::seed_prompts(&story.desk, workspace).await.unwrap(), 0);
        assert_eq!(offered(&story, &story.visitor, "").await.len(), 5);
        let all = antiphon_desk::assistant::seed_all(&story.desk).await.unwrap();
        assert_eq!(all.iter().map(|(_, added)| added).sum::<usize>(), 5, "the other workspace had none");
    }
}
