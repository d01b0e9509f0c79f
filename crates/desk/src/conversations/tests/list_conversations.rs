//! Lists: their filters, their order, their pages.

use antiphon_testkit::{Story, both_engines};
use serde_json::{Value, json};
use std::time::Duration;

fn ids(page: &Value) -> Vec<&str> {
    page["conversations"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap()).collect()
}

both_engines! {
    async fn what_is_done_is_listed_only_when_it_is_asked_for(story: Story) {
        let (open, done) = (story.visitor_starts(&story.visitor, "Hi").await, story.visitor_starts(&story.stranger, "Hello").await);
        story.call(&story.ana, "PATCH", &format!("/api/conversations/{done}"), json!({ "status": "resolved" })).await.expect(200);
        for (status, expected) in [
            ("queued,open,pending,snoozed", vec![&open]),
            ("resolved", vec![&done]),
            ("resolved,queued", vec![&done, &open]),
        ] {
            let page = story.get(&story.ana, &format!("/api/conversations?status={status}")).await.expect(200).body;
            let (mut found, mut expected) = (ids(&page), expected.into_iter().map(String::as_str).collect::<Vec<_>>());
            found.sort_unstable();
            expected.sort_unstable();
            assert_eq!(found, expected, "{status}");
        }
        for filter in ["q=Vera", "assignee=none", &format!("contact_id={}", story.visitor.id)] {
            story.get(&story.ana, &format!("/api/conversations?kind=direct&{filter}")).await.refused(422, "invalid");
        }
    }

    async fn a_customer_with_an_account_is_a_contact_with_their_address(story: Story) {
        story.get(&story.ana, &format!("/api/contacts/{}", story.cora.id)).await.refused(404, "not_found");
        let begun = story.post(&story.cora, "/api/conversations", json!({ "message": { "text": "Hi" } })).await.expect(201).body;
        let contact = story.get(&story.ana, &format!("/api/contacts/{}", story.cora.id)).await.expect(200).body;
        assert_eq!((contact["email"].as_str(), contact["verified"].as_bool()), (Some("cora@lumen.test"), Some(false)));
        let page = story.get(&story.ana, "/api/conversations?q=cora%40lumen").await.expect(200).body;
        assert_eq!(ids(&page), [begun["conversation"]["id"].as_str().unwrap()]);
    }

    async fn a_list_is_found_by_the_customers_name_in_any_spelling(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Hi").await;
        story.visitor_starts(&story.stranger, "Hello").await;
        let path = format!("/api/contacts/{}", story.visitor.id);
        story.call(&story.ana, "PATCH", &path, json!({ "name": "Zoë 100%_Öztürk", "email": "zoe@shop.test" })).await.expect(200);
        for q in ["ZOË", "öztürk", "100%25_", "ZOE@shop"] {
            let page = story.get(&story.ana, &format!("/api/conversations?q={}", q.replace('ë', "%C3%AB"))).await.expect(200).body;
            assert_eq!(ids(&page), [id.as_str()], "{q}");
        }
        let none = story.get(&story.ana, "/api/conversations?q=%25%25").await.expect(200).body;
        assert!(ids(&none).is_empty(), "signs of LIKE are letters here");
    }

    async fn pages_follow_each_other_without_a_repeat_or_a_hole(story: Story) {
        let mut started = Vec::new();
        for n in 0..7 {
            let visitor = story.new_visitor().await;
            started.push(story.visitor_starts(&visitor, &format!("m{n}")).await);
            story.later(Duration::from_secs(1));
        }
        started.reverse();
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = story.get(&story.ana, &format!("/api/conversations?limit=3{cursor}")).await.expect(200).body;
            seen.extend(ids(&page).into_iter().map(str::to_owned));
            match page["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(seen, started);
        story.get(&story.ana, "/api/conversations?cursor=nonsense").await.refused(422, "invalid");
        story.get(&story.ana, "/api/conversations?status=open,done").await.refused(422, "invalid");
    }

    async fn what_is_between_two_is_found_and_nothing_with_a_third(story: Story) {
        let begin = async |others: serde_json::Value| {
            let body = json!({ "kind": "direct", "participants": others, "message": { "text": "Hi" } });
            story.post(&story.ana, "/api/conversations", body).await.expect(201).body["conversation"]["id"].clone()
        };
        let two = begin(json!([story.ben.id])).await;
        begin(json!([story.ben.id, story.owner.id])).await;
        begin(json!([story.owner.id])).await;
        for (who, other) in [(&story.ana, &story.ben), (&story.ben, &story.ana)] {
            let path = format!("/api/conversations?kind=direct&between={}", other.id);
            let found = story.get(who, &path).await.expect(200).body["conversations"].clone();
            assert_eq!((found.as_array().unwrap().len(), &found[0]["id"]), (1, &two));
        }
        let path = format!("/api/conversations?kind=direct&between={}", story.ben.id);
        assert!(story.get(&story.owner, &path).await.expect(200).body["conversations"].as_array().unwrap().is_empty(), "not others'");
        story.get(&story.ana, &format!("/api/conversations?between={}", story.ben.id)).await.refused(422, "invalid");
    }
}
