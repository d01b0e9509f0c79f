//! Companies: made once, changed, taken away, and their contacts listed together.

use antiphon_testkit::{Story, both_engines, soon};
use serde_json::json;

use super::{contact, id, names};

both_engines! {
    async fn a_company_is_there_once_and_goes_when_nobody_belongs_to_it(story: Story) {
        let made = story.post(&story.ana, "/api/companies", json!({ "name": "Acme  Inc", "domain": "ACME.test" })).await.expect(201).body;
        assert_eq!((&made["name"], &made["domain"]), (&json!("Acme Inc"), &json!("acme.test")));
        story.post(&story.ana, "/api/companies", json!({ "name": "acme INC" })).await.refused(409, "name_taken");
        story.post(&story.ana, "/api/companies", json!({ "name": "Other", "domain": "acme.test" })).await.refused(409, "domain_taken");
        for wrong in ["acme", "http://acme.test", "a@b.test", "1.2.3.4", "a b.test", ""] {
            story.post(&story.ana, "/api/companies", json!({ "name": "X", "domain": wrong })).await.refused(422, "invalid");
        }
        let al = contact(&story, json!({ "name": "Al", "company_id": made["id"] })).await;
        let path = format!("/api/companies/{}", id(&made));
        story.call(&story.ana, "PATCH", &path, json!({ "name": "Zenith" })).await.expect(200);
        soon("it is found by the new name", async || names(&story, "q=zen").await == ["Al"]).await;
        assert!(names(&story, "q=acme").await.is_empty());
        let found = story.get(&story.ana, "/api/companies?q=ZEN").await.expect(200).body;
        assert_eq!(found["companies"][0]["id"], made["id"]);
        // Nobody loses where they belong: not those who were deleted either, who may come back.
        let of_al = format!("/api/contacts/{}", id(&al));
        for removal in ["PUT", "DELETE"] {
            story.call(&story.ana, "DELETE", &path, None).await.refused(409, "in_use");
            story.call(&story.ana, removal, &format!("{of_al}/removal"), None).await.expect(200);
        }
        assert_eq!(story.get(&story.ana, &of_al).await.expect(200).body["company"]["name"], "Zenith");
        story.call(&story.ana, "PATCH", &of_al, json!({ "company_id": null })).await.expect(200);
        story.call(&story.ana, "DELETE", &path, None).await.expect(204);
        let unknown = json!({ "company_id": made["id"] });
        let refused = story.call(&story.ana, "PATCH", &format!("/api/contacts/{}", id(&al)), unknown).await;
        assert_eq!(refused.body["error"]["field"], "company_id");
    }

    async fn companies_are_paged_by_name(story: Story) {
        for n in 0..7 {
            story.post(&story.ana, "/api/companies", json!({ "name": format!("Company {n}") })).await.expect(201);
        }
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = story.get(&story.ana, &format!("/api/companies?limit=3{cursor}")).await.expect(200).body;
            seen.extend(page["companies"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()));
            let Some(next) = page["next_cursor"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        assert_eq!(seen, (0..7).map(|n| format!("Company {n}")).collect::<Vec<_>>());
    }
}
