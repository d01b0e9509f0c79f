//! Lists: searched, narrowed, in order, page by page.

use antiphon_testkit::{Story, both_engines};
use serde_json::json;

use super::{attribute, contact, id, names};

fn searched(q: &str) -> String {
    format!("q={}", url::form_urlencoded::byte_serialize(q.as_bytes()).collect::<String>())
}

both_engines! {
    async fn a_contact_is_made_by_a_colleague_and_found_by_the_beginning_of_any_word(story: Story) {
        let company = story.post(&story.ana, "/api/companies", json!({ "name": "Böhm & Söhne" })).await.expect(201).body;
        let made = contact(&story, json!({ "name": "Élodie  Durand", "email": "elodie@böhm.test", "phone": "+33 (6) 12 34 56 78",
            "company_id": company["id"], "external_id": "cust-42" })).await;
        assert_eq!((&made["name"], &made["phone"], &made["last_seen_at"]), (&json!("Élodie Durand"), &json!("+33612345678"), &json!(null)));
        assert_eq!(made["company"]["name"], "Böhm & Söhne");
        for q in ["élo", "DUR", "elodie@b", "0612", "+336", "612 34", "söh", "cust-4", "42 durand"] {
            assert_eq!(names(&story, &searched(q)).await, ["Élodie Durand"], "{q}");
        }
        for q in ["rand", "durant", "elodie xyz", "99999", "%", "_", "'; DROP TABLE contacts"] {
            assert!(names(&story, &searched(q)).await.is_empty(), "{q}");
        }
        story.call(&story.ana, "PATCH", &format!("/api/contacts/{}", id(&made)), json!({ "name": "Zoé", "phone": null })).await.expect(200);
        assert!(names(&story, "q=durand").await.is_empty() && names(&story, "q=612").await.is_empty());
        assert_eq!(names(&story, "q=zo").await, ["Zoé"]);
        // A number is found however it is written, in whichever field, and zeros alone are not everybody's beginning.
        for (name, number, written) in [("Nu", "00123", ["00123", "0012", "123"]), ("Ma", "12-34", ["12-34", "1234", "12/3"]),
            ("Ze", "0007-00", ["000", "0007-00", "700"])] {
            contact(&story, json!({ "name": name, "external_id": number })).await;
            for q in written {
                assert!(names(&story, &searched(q)).await.contains(&name.to_owned()), "{number} by {q}");
            }
        }
        contact(&story, json!({ "name": "Sho", "phone": "0-800" })).await;
        assert_eq!(names(&story, "q=0800").await, ["Sho"]);
        assert_eq!(names(&story, "q=000").await, ["Ze"]);
        // A visitor is found as soon as they are here.
        assert_eq!(names(&story, &searched(&story.visitor.name)).await, std::slice::from_ref(&story.visitor.name));
    }

    async fn a_list_is_paged_in_each_order_without_a_gap_or_a_repeat(story: Story) {
        let mut made = Vec::new();
        for n in 0..12 {
            made.push(id(&contact(&story, json!({ "name": format!("P{:02} same", 11 - n), "email": format!("same{n}@x.test") })).await));
            story.later(std::time::Duration::from_secs(1));
        }
        for query in ["", "&sort=name", "&sort=last_seen", "&sort=created", "&q=same", "&verified=false", "&blocked=false"] {
            let (mut seen, mut cursor) = (Vec::new(), String::new());
            loop {
                let page = story.get(&story.ana, &format!("/api/contacts?limit=5{query}{cursor}")).await.expect(200).body;
                seen.extend(page["contacts"].as_array().unwrap().iter().map(id));
                let Some(next) = page["next_cursor"].as_str() else { break };
                cursor = format!("&cursor={next}");
            }
            let whole = story.get(&story.ana, &format!("/api/contacts?limit=100{query}")).await.expect(200).body;
            assert_eq!(seen, whole["contacts"].as_array().unwrap().iter().map(id).collect::<Vec<_>>(), "{query}");
            let mut once: Vec<_> = seen.iter().filter(|one| made.contains(one)).collect();
            once.sort();
            assert_eq!(once.len(), 12, "{query}: none is missing");
            once.dedup();
            assert_eq!(once.len(), 12, "{query}: none is there twice");
        }
        assert_eq!(names(&story, "q=same&limit=3").await.len(), 3);
        assert_eq!(names(&story, "limit=3").await, ["P00 same", "P01 same", "P02 same"]);
        assert_eq!(names(&story, "sort=created&limit=2").await, ["P00 same", "P01 same"], "the last made first");
        let by_name = story.get(&story.ana, "/api/contacts?limit=5").await.expect(200).body["next_cursor"].as_str().unwrap().to_owned();
        story.get(&story.ana, &format!("/api/contacts?sort=created&cursor={by_name}")).await.refused(422, "invalid");
        story.get(&story.ana, "/api/contacts?q=same&sort=name").await.refused(422, "invalid");
    }

    async fn a_list_is_narrowed_by_what_is_known(story: Story) {
        attribute(&story, "plan", "list", &["Free", "Pro"]).await;
        attribute(&story, "seats", "number", &[]).await;
        let company = id(&story.post(&story.ana, "/api/companies", json!({ "name": "Oakfield" })).await.expect(201).body);
        contact(&story, json!({ "name": "Al", "company_id": company, "attributes": { "plan": "pro", "seats": 5 } })).await;
        contact(&story, json!({ "name": "Bo", "attributes": { "plan": "Free" } })).await;
        story.later(std::time::Duration::from_secs(300));
        contact(&story, json!({ "name": "Cy", "company_id": company })).await;
        assert_eq!(names(&story, &format!("company_id={company}")).await, ["Al", "Cy"]);
        assert_eq!(names(&story, &format!("company_id={company}&sort=created")).await, ["Cy", "Al"]);
        assert_eq!(names(&story, "attribute=plan:PRO").await, ["Al"]);
        assert_eq!(names(&story, "attribute=seats:5.0").await, ["Al"]);
        assert_eq!(names(&story, "attribute=plan:free&q=bo").await, ["Bo"]);
        assert!(names(&story, "attribute=plan:gold").await.is_empty());
        assert_eq!(names(&story, "created_after=2026-01-01T00:03:00Z").await, ["Cy"]);
        assert!(names(&story, "created_after=2026-01-01T00:03:00Z&created_before=2026-01-01T00:04:00Z").await.is_empty());
        assert!(!names(&story, "seen_after=2025-12-01T00:00:00Z").await.contains(&"Al".to_owned()), "Al was never here");
        for wrong in ["attribute=plan", "attribute=gold:1", "created_after=yesterday", "company_id=1", "sort=age", "verified=maybe"] {
            story.get(&story.ana, &format!("/api/contacts?{wrong}")).await.refused(422, "invalid");
        }
        story.get(&story.visitor, "/api/contacts").await.refused(403, "forbidden");
    }

    async fn numbers_are_brought_into_one_form_and_nonsense_is_refused(story: Story) {
        let path = format!("/api/contacts/{}", story.visitor.id);
        for (given, kept) in [("0049 151 2345678", "+491512345678"), ("0151 / 234", "0151 / 234")] {
            let body = story.call(&story.ana, "PATCH", &path, json!({ "phone": given })).await.expect(200).body;
            assert_eq!(body["phone"], kept);
        }
        for wrong in ["call me", "+1", "12", "=1+1", ""] {
            let refused = story.call(&story.ana, "PATCH", &path, json!({ "phone": wrong })).await;
            refused.refused(422, "invalid");
            assert_eq!(refused.body["error"]["field"], "phone", "{wrong}");
        }
        story.post(&story.ana, "/api/contacts", json!({ "email": "a@b.test" })).await.refused(422, "invalid");
        // Letters that fold to many would not fit into an index.
        let long = format!("{}@x.test", "\u{fdfa}".repeat(150));
        story.call(&story.ana, "PATCH", &path, json!({ "email": long })).await.refused(422, "invalid");
        story.call(&story.ana, "PATCH", &path, json!({ "name": "\u{fdfa}".repeat(200) })).await.expect(200);
    }

    async fn contacts_with_old_words_get_new_ones(story: Story) {
        contact(&story, json!({ "name": "Al", "external_id": "00123" })).await;
        story.first_round_of("contacts.index").await;
        story.tamper("DELETE FROM contact_words").await;
        story.tamper("UPDATE contacts SET is_indexed = (1 = 0)").await;
        assert!(names(&story, "q=00123").await.is_empty());
        antiphon_desk::contacts::index_contacts(&story.desk).await.unwrap();
        assert_eq!(names(&story, "q=00123").await, ["Al"]);
        assert_eq!(names(&story, "q=al").await, ["Al"]);
    }

    async fn two_who_change_a_contact_at_once_lose_nothing_of_each_other(story: Story) {
        let patch = async |id: &str, change| story.call(&story.ana, "PATCH", &format!("/api/contacts/{id}"), change).await.expect(200);
        for n in 0..20 {
            let of = id(&contact(&story, json!({ "name": "Al" })).await);
            let (email, phone) = (format!("al{n}@x.test"), format!("0151 {n:03}"));
            tokio::join!(patch(&of, json!({ "email": email })), patch(&of, json!({ "phone": phone })), patch(&of, json!({ "name": "Bo" })));
            let now = story.get(&story.ana, &format!("/api/contacts/{of}")).await.expect(200).body;
            assert_eq!((&now["name"], &now["email"], &now["phone"]), (&json!("Bo"), &json!(email), &json!(phone)));
            assert_eq!(names(&story, &searched(&email)).await, ["Bo"], "and all of it is found");
        }
    }
}
