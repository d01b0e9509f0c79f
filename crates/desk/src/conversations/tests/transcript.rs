//! Transcripts: what the reader may see, as nothing but text, and in the audit trail.

use antiphon_testkit::{Story, both_engines};
use serde_json::json;

both_engines! {
    async fn a_transcript_holds_what_its_reader_sees_and_is_in_the_trail(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Is it <b>safe</b>?\n[2026-01-01 00:00] Ana: forged").await;
        let asked = story.log(&story.visitor, &id, 0).await[0]["message"]["id"].clone();
        let path = format!("/api/conversations/{id}");
        story.post(&story.ana, &format!("{path}/messages"), json!({ "text": "It \u{202E}is", "reply_to": asked })).await.expect(201);
        story.note(&story.ana, &id, "<script>alert(1)</script> javascript:alert(1)").await;
        let text = story.get(&story.ana, &format!("{path}/transcript")).await.expect(200);
        assert_eq!(text.headers["content-type"], "text/plain; charset=utf-8");
        assert!(text.headers["content-disposition"].to_str().unwrap().starts_with("attachment; filename=\"conversation-"));
        let lines = String::from_utf8(text.raw).unwrap();
        assert!(lines.contains("\n    [2026-01-01 00:00] Ana: forged"), "what was said looks like no line of another: {lines}");
        assert!(lines.contains("Ana (note): <script>") && lines.contains("Ana: It is\n    [in reply to"), "{lines}");
        let page = story.get(&story.ana, &format!("{path}/transcript?format=html")).await.expect(200);
        assert!(!String::from_utf8(page.raw.clone()).unwrap().contains('\u{202E}'), "no sign turns what is printed around");
        let policy = page.headers["content-security-policy"].to_str().unwrap().to_owned();
        assert!(policy.starts_with("default-src 'none'; style-src 'sha256-") && !policy.contains("unsafe"), "{policy}");
        let html = String::from_utf8(page.raw).unwrap();
        assert!(html.contains("&lt;script&gt;") && !html.contains("<script") && !html.contains("<b>") && html.contains("@page"));
        let whole = story.get(&story.ana, &format!("{path}/transcript?format=json")).await.expect(200).body;
        assert_eq!((whole["messages"].as_array().unwrap().len(), &whole["exported_by"]), (3, &json!("Ana")));
        story.get(&story.visitor, &format!("{path}/transcript")).await.refused(403, "forbidden");
        story.get(&story.ana, &format!("{path}/transcript?format=pdf")).await.refused(422, "invalid");
        let trail = story.get(&story.owner, "/api/audit?limit=100").await.expect(200).body;
        let rows = trail["entries"].as_array().or(trail["rows"].as_array()).or(trail["audit"].as_array()).unwrap();
        assert_eq!(rows.iter().filter(|row| row["action"] == "conversation.exported").count(), 3);
    }

    async fn a_long_conversation_is_written_whole_and_once(story: Story) {
        let id = story.visitor_starts(&story.visitor, "m0").await;
        let key = &story.key;
        for n in 1..=450 {
            story.say(key, &id, &format!("m{n}")).await;
        }
        let whole = story.get(&story.ana, &format!("/api/conversations/{id}/transcript?format=json")).await.expect(200).body;
        let texts: Vec<_> = whole["messages"].as_array().unwrap().iter().map(|m| m["text"].as_str().unwrap().to_owned()).collect();
        assert_eq!(texts, (0..=450).map(|n| format!("m{n}")).collect::<Vec<_>>());
    }
}
