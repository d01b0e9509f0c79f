//! Custom attributes: defined by admins, written by colleagues, of one type each.

use antiphon_testkit::{Story, both_engines};
use serde_json::json;

use super::{attribute, contact, id};

both_engines! {
    async fn values_have_the_type_of_their_attribute_or_are_refused_by_name(story: Story) {
        for (key, kind, choices) in [("vip", "boolean", &[][..]), ("seats", "number", &[]), ("since", "date", &[]),
            ("plan", "list", &["Free", "Pro"]), ("site", "link", &[]), ("about", "text", &[])] {
            attribute(&story, key, kind, choices).await;
        }
        let good = json!({ "vip": true, "seats": 12.5, "since": "2024-02-29", "plan": "pro", "site": "https://a.test/x", "about": "=1+1" });
        let made = contact(&story, json!({ "name": "Al", "attributes": good })).await;
        let kept = json!({ "vip": true, "seats": 12.5, "since": "2024-02-29", "plan": "Pro", "site": "https://a.test/x", "about": "=1+1" });
        assert_eq!(made["attributes"], kept);
        let path = format!("/api/contacts/{}", id(&made));
        let before = story.dump().await;
        for (key, wrong) in [("vip", json!("yes")), ("seats", json!("many")), ("since", json!("2023-02-29")), ("plan", json!("Gold")),
            ("site", json!("javascript:alert(1)")), ("about", json!("x".repeat(1_001))), ("about", json!({ "a": 1 })), ("gold", json!(1))] {
            // A good one beside it is not kept either.
            let refused = story.call(&story.ana, "PATCH", &path, json!({ "name": "Other", "attributes": { key: wrong, "seats": if key == "seats" { wrong.clone() } else { json!(1) } } })).await;
            refused.refused(422, "invalid");
            assert_eq!(refused.body["error"]["field"], format!("attributes.{key}"));
        }
        assert_eq!(story.dump().await, before, "nothing is half stored");
        let body = story.call(&story.ana, "PATCH", &path, json!({ "attributes": { "vip": null, "seats": 3 } })).await.expect(200).body;
        assert_eq!((&body["attributes"]["vip"], &body["attributes"]["seats"]), (&json!(null), &json!(3)));
        assert_eq!(body["attributes"]["plan"], "Pro", "what is left out stays");
    }

    async fn a_deleted_attribute_is_nowhere_and_comes_back_with_its_values(story: Story) {
        let made = attribute(&story, "plan", "list", &["Free", "Pro"]).await;
        attribute(&story, "seats", "number", &[]).await;
        let al = contact(&story, json!({ "name": "Al", "attributes": { "plan": "Pro", "seats": 3 } })).await;
        let (own, path) = (format!("/api/contacts/{}", id(&al)), format!("/api/contact-attributes/{}", id(&made)));
        let removal = format!("{path}/removal");
        assert_eq!(story.call(&story.owner, "DELETE", &removal, None).await.expect(200).body, made, "it is there");
        story.call(&story.owner, "DELETE", &path, None).await.expect(204);
        story.call(&story.owner, "DELETE", &path, None).await.refused(404, "not_found");
        story.call(&story.owner, "PATCH", &path, json!({ "label": "Tariff" })).await.refused(404, "not_found");
        assert_eq!(story.get(&story.ana, &own).await.expect(200).body["attributes"], json!({ "seats": 3 }));
        let table = story.get(&story.owner, "/api/contacts/export").await.expect(200);
        assert!(!String::from_utf8_lossy(&table.raw).contains("Pro"));
        story.get(&story.ana, "/api/contacts?attribute=plan&value=Pro").await.refused(422, "invalid");
        story.call(&story.ana, "PATCH", &own, json!({ "attributes": { "plan": "Free" } })).await.refused(422, "invalid");
        story.get(&story.ana, "/api/contact-attributes?removed=true").await.refused(403, "forbidden");
        let gone = story.get(&story.owner, "/api/contact-attributes?removed=true").await.expect(200).body;
        assert_eq!((gone["attributes"].as_array().unwrap().len(), &gone["attributes"][0]["id"]), (1, &made["id"]));
        assert!(gone["attributes"][0]["removed_at"].is_string());
        story.get(&story.owner, "/api/contact-attributes?removed=perhaps").await.refused(422, "invalid");

        // Another one may have the key, and has nothing of the deleted one; it stands in its way.
        let other = attribute(&story, "plan", "text", &[]).await;
        assert_eq!(story.get(&story.ana, &own).await.expect(200).body["attributes"], json!({ "seats": 3 }));
        story.call(&story.ana, "PATCH", &own, json!({ "attributes": { "plan": "by hand" } })).await.expect(200);
        story.call(&story.owner, "DELETE", &removal, None).await.refused(409, "key_taken");
        story.call(&story.owner, "DELETE", &format!("/api/contact-attributes/{}", id(&other)), None).await.expect(204);
        story.call(&story.ana, "DELETE", &removal, None).await.refused(403, "forbidden");
        assert_eq!(story.call(&story.owner, "DELETE", &removal, None).await.expect(200).body, made);
        assert_eq!(story.get(&story.ana, &own).await.expect(200).body["attributes"], json!({ "seats": 3, "plan": "Pro" }));
        let trail = story.get(&story.owner, "/api/audit?limit=100").await.expect(200).body;
        let about = format!("contact_attribute:{}", id(&made));
        let actions: Vec<_> = trail["entries"].as_array().unwrap().iter().filter(|row| row["object"] == about).map(|row| &row["action"]).collect();
        assert_eq!(actions, ["contact_attribute.restored", "contact_attribute.removed", "contact_attribute.added"]);
    }

    async fn definitions_are_an_admins_and_go_with_their_values(story: Story) {
        story.post(&story.ana, "/api/contact-attributes", json!({ "key": "a", "label": "A", "type": "text" })).await.refused(403, "forbidden");
        let made = attribute(&story, "plan", "list", &["Free", "Pro"]).await;
        story.post(&story.owner, "/api/contact-attributes", json!({ "key": "plan", "label": "B", "type": "text" })).await.refused(409, "key_taken");
        for wrong in [json!({ "key": "Plan", "label": "A", "type": "text" }), json!({ "key": "1a", "label": "A", "type": "text" }),
            json!({ "key": "a", "label": "", "type": "text" }), json!({ "key": "a", "label": "A", "type": "colour" }),
            json!({ "key": "a", "label": "A", "type": "list" }), json!({ "key": "a", "label": "A", "type": "text", "choices": ["x"] }),
            json!({ "key": "a", "label": "A", "type": "list", "choices": ["x", "X"] })] {
            story.post(&story.owner, "/api/contact-attributes", wrong).await.refused(422, "invalid");
        }
        let al = contact(&story, json!({ "name": "Al", "attributes": { "plan": "Pro" } })).await;
        let path = format!("/api/contact-attributes/{}", id(&made));
        let changed = story.call(&story.owner, "PATCH", &path, json!({ "label": "Tariff", "choices": ["Free"] })).await.expect(200).body;
        assert_eq!((&changed["label"], &changed["choices"]), (&json!("Tariff"), &json!(["Free"])));
        let own = format!("/api/contacts/{}", id(&al));
        assert_eq!(story.get(&story.ana, &own).await.expect(200).body["attributes"]["plan"], "Pro", "a value outlives its choice");
        story.call(&story.owner, "DELETE", &path, None).await.expect(204);
        assert_eq!(story.get(&story.ana, &own).await.expect(200).body["attributes"], json!({}));
        for n in 0..100 {
            attribute(&story, &format!("a{n}"), "text", &[]).await;
        }
        story.post(&story.owner, "/api/contact-attributes", json!({ "key": "more", "label": "A", "type": "text" })).await.refused(409, "too_many");
        story.call(&story.owner, "DELETE", &format!("{path}/removal"), None).await.refused(409, "too_many");
    }
}
