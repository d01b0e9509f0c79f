//! Exports: all that a filter finds, as a table that no spreadsheet computes.

use antiphon_testkit::{Story, both_engines};
use serde_json::json;

use super::{attribute, contact};

both_engines! {
    async fn an_export_has_a_line_per_contact_and_no_formula(story: Story) {
        attribute(&story, "name", "text", &[]).await;
        attribute(&story, "seats", "number", &[]).await;
        contact(&story, json!({ "name": "=HYPERLINK(\"http://x\")", "phone": "+491512345678", "attributes": { "name": "@SUM(A1)", "seats": -2 } })).await;
        contact(&story, json!({ "name": "Plain, \"quoted\"", "email": "plain@x.test" })).await;
        let answer = story.get(&story.owner, "/api/contacts/export?q=plain").await.expect(200);
        assert_eq!(answer.headers["content-type"], "text/csv; charset=utf-8");
        let table = String::from_utf8(answer.raw).unwrap();
        assert_eq!(table.lines().next().unwrap(), "id,name,email,phone,company,external_id,verified,blocked,first_seen_at,last_seen_at,attribute:name,seats");
        assert!(table.contains("\"Plain, \"\"quoted\"\"\",plain@x.test") && table.lines().count() == 2, "{table}");
        let all = String::from_utf8(story.get(&story.owner, "/api/contacts/export?bom=true").await.expect(200).raw).unwrap();
        assert!(all.starts_with("\u{FEFF}id,"));
        assert!(all.contains("\"'=HYPERLINK(\"\"http://x\"\")\",,'+491512345678") && all.contains("'@SUM(A1),'-2"), "{all}");
        for cell in all.lines().skip(1).flat_map(|line| line.split(',')) {
            assert!(!cell.trim_matches('"').starts_with(['=', '+', '-', '@']), "{cell}");
        }
        story.get(&story.ana, "/api/contacts/export").await.refused(403, "forbidden");
        story.get(&story.owner, "/api/contacts/export?attribute=gold:1").await.refused(422, "invalid");
        assert!(story.get(&story.owner, "/api/audit").await.body.to_string().contains("contacts.exported"));
        let foreign = String::from_utf8(story.get(&story.foreign_owner, "/api/contacts/export").await.expect(200).raw).unwrap();
        assert!(!foreign.contains("plain@x.test"));
    }

    async fn an_export_of_many_is_whole(story: Story) {
        for n in 0..620 {
            contact(&story, json!({ "name": format!("Guest {n}") })).await;
        }
        let table = String::from_utf8(story.get(&story.owner, "/api/contacts/export?q=guest").await.expect(200).raw).unwrap();
        assert_eq!(table.lines().count(), 621);
    }
}
