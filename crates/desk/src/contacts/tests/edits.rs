//! One change to many contacts: named ones, all of a filter, undone.

use antiphon_testkit::{Story, both_engines, soon};
use serde_json::{Value, json};

use super::{attribute, contact, id, names};

async fn finished(story: &Story, edit: &Value) -> Value {
    let path = format!("/api/contact-edits/{}", id(edit));
    soon("the edit is carried out", async || story.get(&story.ana, &path).await.body["state"] != "running").await;
    story.get(&story.ana, &path).await.expect(200).body
}

both_engines! {
    async fn an_undo_waits_for_a_deleted_attribute_to_be_back(story: Story) {
        let plan = attribute(&story, "plan", "text", &[]).await;
        let al = contact(&story, json!({ "name": "Al", "attributes": { "plan": "Free" } })).await;
        let change = json!({ "attributes": { "plan": "Pro" } });
        let edit = story.post(&story.ana, "/api/contact-edits", json!({ "ids": [al["id"]], "change": change })).await.expect(201).body;
        let (undo, path) = (format!("/api/contact-edits/{}/undo", id(&edit)), format!("/api/contact-attributes/{}", id(&plan)));
        story.call(&story.owner, "DELETE", &path, None).await.expect(204);
        story.post(&story.ana, &undo, json!({})).await.refused(409, "attribute_removed");
        story.call(&story.owner, "DELETE", &format!("{path}/removal"), None).await.expect(200);
        story.post(&story.ana, &undo, json!({})).await.expect(200);
        assert_eq!(story.get(&story.ana, &format!("/api/contacts/{}", id(&al))).await.expect(200).body, al);
    }

    async fn named_contacts_are_changed_at_once_and_back(story: Story) {
        attribute(&story, "plan", "list", &["Free", "Pro"]).await;
        let company = story.post(&story.ana, "/api/companies", json!({ "name": "Acme" })).await.expect(201).body;
        let al = contact(&story, json!({ "name": "Al", "attributes": { "plan": "Free" } })).await;
        let bo = contact(&story, json!({ "name": "Bo", "company_id": company["id"] })).await;
        let change = json!({ "company_id": company["id"], "attributes": { "plan": "Pro" }, "blocked": true });
        let edit = story.post(&story.ana, "/api/contact-edits", json!({ "ids": [al["id"], bo["id"]], "change": change })).await.expect(201).body;
        assert_eq!((&edit["state"], &edit["matched"], &edit["changed"]), (&json!("done"), &json!(2), &json!(2)));
        assert_eq!(names(&story, "attribute=plan:Pro&blocked=true").await, ["Al", "Bo"]);
        // What somebody changed since is theirs.
        story.call(&story.ana, "PATCH", &format!("/api/contacts/{}", id(&bo)), json!({ "attributes": { "plan": "Free" } })).await.expect(200);
        story.post(&story.ana, &format!("/api/contact-edits/{}/undo", id(&edit)), json!({})).await.expect(200);
        let now = async |of: &Value| story.get(&story.ana, &format!("/api/contacts/{}", id(of))).await.expect(200).body;
        assert_eq!(now(&al).await, al);
        let bo_now = now(&bo).await;
        assert_eq!((&bo_now["company"]["name"], &bo_now["blocked"], &bo_now["attributes"]["plan"]), (&json!("Acme"), &json!(false), &json!("Free")));
        story.post(&story.ana, &format!("/api/contact-edits/{}/undo", id(&edit)), json!({})).await.refused(409, "not_undoable");
    }

    async fn a_wrong_edit_changes_nobody(story: Story) {
        let al = contact(&story, json!({ "name": "Al" })).await;
        let unknown = "019a0000-0000-7000-8000-000000000000";
        let before = story.dump().await;
        for (wrong, field) in [
            (json!({ "ids": [al["id"], unknown], "change": { "blocked": true } }), "ids[1]"),
            (json!({ "ids": [story.foreign_visitor.id], "change": { "blocked": true } }), "ids[0]"),
            (json!({ "ids": [], "change": { "blocked": true } }), "ids"),
            (json!({ "ids": vec![unknown; 501], "change": { "blocked": true } }), "ids"),
            (json!({ "ids": [al["id"]], "filter": {}, "change": { "blocked": true } }), "ids"),
            (json!({ "change": { "blocked": true } }), "ids"),
            (json!({ "ids": [al["id"]], "change": {} }), "change"),
            (json!({ "ids": [al["id"]], "change": { "company_id": unknown } }), "change.company_id"),
            (json!({ "ids": [al["id"]], "change": { "attributes": { "gold": 1 } } }), "change.attributes.gold"),
            (json!({ "filter": { "attribute": "gold:1" }, "change": { "blocked": true } }), "filter.attribute"),
        ] {
            let refused = story.post(&story.ana, "/api/contact-edits", wrong).await;
            refused.refused(422, "invalid");
            assert_eq!(refused.body["error"]["field"], field);
        }
        assert_eq!(story.dump().await, before);
    }

    async fn all_that_a_filter_finds_are_changed_by_a_job(story: Story) {
        attribute(&story, "plan", "list", &["Free", "Pro"]).await;
        for n in 0..230 {
            contact(&story, json!({ "name": format!("Guest {n}"), "attributes": { "plan": "Free" } })).await;
        }
        let ask = json!({ "filter": { "attribute": "plan:Free" }, "change": { "attributes": { "plan": "Pro" } } });
        let edit = story.post(&story.ana, "/api/contact-edits", ask).await.expect(201).body;
        assert_eq!(edit["state"], "running");
        let done = finished(&story, &edit).await;
        assert_eq!((&done["state"], &done["matched"], &done["changed"]), (&json!("done"), &json!(230), &json!(230)));
        assert!(names(&story, "attribute=plan:Free").await.is_empty());
        story.post(&story.ana, &format!("/api/contact-edits/{}/undo", id(&edit)), json!({})).await.expect(200);
        assert_eq!(names(&story, "attribute=plan:Free&limit=100").await.len(), 100);
    }

    async fn a_change_of_more_than_are_undone_at_once_goes_back_as_a_job(story: Story) {
        attribute(&story, "plan", "list", &["Free", "Pro", "Old"]).await;
        let first = contact(&story, json!({ "name": "Al", "attributes": { "plan": "Free" } })).await;
        for n in 0..500 {
            contact(&story, json!({ "name": format!("Guest {n}"), "attributes": { "plan": "Free" } })).await;
        }
        let ask = json!({ "filter": { "attribute": "plan:Free" }, "change": { "attributes": { "plan": "Pro" } } });
        let edit = story.post(&story.ana, "/api/contact-edits", ask).await.expect(201).body;
        assert_eq!(finished(&story, &edit).await["changed"], 501);
        // What somebody changed since is theirs.
        story.call(&story.ana, "PATCH", &format!("/api/contacts/{}", id(&first)), json!({ "attributes": { "plan": "Old" } })).await.expect(200);
        let undo = format!("/api/contact-edits/{}/undo", id(&edit));
        assert_eq!(story.post(&story.ana, &undo, json!({})).await.expect(200).body["state"], "running");
        story.post(&story.ana, &undo, json!({})).await.refused(409, "not_undoable");
        assert_eq!(finished(&story, &edit).await["state"], "undone");
        assert!(names(&story, "attribute=plan:Pro").await.is_empty());
        assert_eq!(names(&story, "attribute=plan:Old").await, ["Al"]);
        assert_eq!(story.read("SELECT 'left' FROM contact_edit_steps").await.len(), 0);
    }

    async fn an_undo_does_nothing_to_whom_others_were_merged_into_since(story: Story) {
        let make = async |name: &str| contact(&story, json!({ "name": name })).await;
        let (al, bo) = (make("Al").await, make("Bo").await);
        let at = |of: &Value, part: &str| format!("/api/contacts/{}/{part}", id(of));
        story.call(&story.ana, "PUT", &at(&al, "removal"), None).await.expect(200);
        let edit = async |of: &Value, change: Value| {
            story.post(&story.ana, "/api/contact-edits", json!({ "ids": [of["id"]], "change": change })).await.expect(201).body
        };
        edit(&bo, json!({ "blocked": true })).await;
        // Who was merged before belongs to them: the undo counts for both.
        let (cy, dy) = (make("Cy").await, make("Dy").await);
        story.post(&story.ana, &at(&cy, "merge"), json!({ "from": dy["id"] })).await.expect(201);
        story.later(std::time::Duration::from_secs(1));
        let both = edit(&cy, json!({ "blocked": true })).await;
        let (kept, welcome) = (edit(&al, json!({ "removed": false })).await, edit(&bo, json!({ "blocked": false })).await);
        story.post(&story.ana, &at(&al, "merge"), json!({ "from": story.visitor.id })).await.expect(201);
        story.post(&story.ana, &at(&bo, "merge"), json!({ "from": story.stranger.id })).await.expect(201);
        for one in [kept, welcome, both] {
            story.post(&story.ana, &format!("/api/contact-edits/{}/undo", id(&one)), json!({})).await.expect(200);
        }
        assert_eq!(names(&story, "q=al").await, ["Al"]);
        assert_eq!(names(&story, "blocked=true").await, Vec::<String>::new());
    }

    async fn an_undo_deletes_nobody_who_was_here_since_as_another_they_were_merged_with(story: Story) {
        let al = contact(&story, json!({ "name": "Al" })).await;
        let at = |part: &str| format!("/api/contacts/{}/{part}", id(&al));
        story.post(&story.ana, &at("merge"), json!({ "from": story.visitor.id })).await.expect(201);
        story.later(std::time::Duration::from_secs(1));
        story.call(&story.ana, "PUT", &at("removal"), None).await.expect(200);
        for (is_here, left) in [(true, vec!["Al"]), (false, Vec::new())] {
            let ask = json!({ "ids": [al["id"]], "change": { "removed": false } });
            let edit = story.post(&story.ana, "/api/contact-edits", ask).await.expect(201).body;
            story.later(std::time::Duration::from_secs(1));
            if is_here {
                let ask = json!({ "widget_key": story.widget_key, "visitor_token": story.visitor.token });
                story.call(None, "POST", "/api/widget/session", ask).await.expect(200);
            }
            story.post(&story.ana, &format!("/api/contact-edits/{}/undo", id(&edit)), json!({})).await.expect(200);
            assert_eq!(names(&story, "q=al").await, left);
            story.later(std::time::Duration::from_secs(1));
            story.call(&story.ana, "PUT", &at("removal"), None).await.expect(200);
        }
    }

    async fn a_company_that_is_gone_is_nobodys_when_an_edit_is_undone(story: Story) {
        let company = async |name: &str| story.post(&story.ana, "/api/companies", json!({ "name": name })).await.expect(201).body;
        let (before, after) = (company("Before").await, company("After").await);
        let al = contact(&story, json!({ "name": "Al", "company_id": before["id"] })).await;
        let ask = json!({ "ids": [al["id"]], "change": { "company_id": after["id"] } });
        let edit = story.post(&story.ana, "/api/contact-edits", ask).await.expect(201).body;
        story.call(&story.ana, "DELETE", &format!("/api/companies/{}", id(&before)), None).await.expect(204);
        story.post(&story.ana, &format!("/api/contact-edits/{}/undo", id(&edit)), json!({})).await.expect(200);
        assert_eq!(story.get(&story.ana, &format!("/api/contacts/{}", id(&al))).await.expect(200).body["company"], Value::Null);
    }

    async fn numbers_come_back_to_the_last_digit(story: Story) {
        attribute(&story, "n", "number", &[]).await;
        // As JSON read into a float and written again, the first one is another.
        for n in ["1234567.8900000001", "12345678901234567000", "-0.5", "7"] {
            let al = contact(&story, json!({ "name": "Al", "attributes": { "n": 1 } })).await;
            let path = format!("/api/contacts/{}", id(&al));
            story.tamper(&format!("UPDATE contact_values SET value = '{n}' WHERE value = '1'")).await;
            let before = story.get(&story.ana, &path).await.expect(200).raw;
            let ask = json!({ "ids": [al["id"]], "change": { "attributes": { "n": 5 } } });
            let edit = story.post(&story.ana, "/api/contact-edits", ask).await.expect(201).body;
            story.post(&story.ana, &format!("/api/contact-edits/{}/undo", id(&edit)), json!({})).await.expect(200);
            assert_eq!(story.get(&story.ana, &path).await.expect(200).raw, before);
        }
    }

    async fn of_two_who_undo_an_edit_at_once_one_does(story: Story) {
        for _ in 0..10 {
            let al = contact(&story, json!({ "name": "Al" })).await;
            let ask = json!({ "ids": [al["id"]], "change": { "blocked": true } });
            let edit = story.post(&story.ana, "/api/contact-edits", ask).await.expect(201).body;
            let path = format!("/api/contact-edits/{}/undo", id(&edit));
            let (one, other) = tokio::join!(story.post(&story.ana, &path, json!({})), story.post(&story.ana, &path, json!({})));
            let mut statuses = [one.status, other.status];
            statuses.sort_unstable();
            assert_eq!(statuses, [200, 409]);
        }
    }
}
