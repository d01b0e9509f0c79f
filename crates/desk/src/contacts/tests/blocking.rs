//! Blocking: who is blocked reads on and writes no more, by whichever door.

use antiphon_testkit::{Story, both_engines};
use serde_json::json;

both_engines! {
    async fn a_blocked_contact_reads_on_and_writes_no_more(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Hi").await;
        let message = story.say(&story.visitor, &id, "Still me").await;
        let mut socket = story.connect(&story.visitor).await;
        let block = format!("/api/contacts/{}/block", story.visitor.id);
        let blocked = story.call(&story.ana, "PUT", &block, None).await.expect(200).body;
        assert_eq!(blocked["blocked"], true);
        story.call(&story.ana, "PUT", &block, None).await.expect(200);

        let own = format!("/api/conversations/{id}");
        for (method, path, body) in [
            ("POST", format!("{own}/messages"), json!({ "text": "Let me" })),
            ("POST", "/api/conversations".to_owned(), json!({ "message": { "text": "Anew" } })),
            ("PATCH", format!("{own}/messages/{}", message["id"].as_str().unwrap()), json!({ "text": "Changed" })),
            ("POST", format!("{own}/typing"), json!({ "is_typing": true })),
            ("POST", "/api/user-response".to_owned(), json!({ "message": "By the other door" })),
        ] {
            story.call(&story.visitor, method, &path, body).await.refused(403, "blocked");
        }
        story.upload(&story.visitor, "a.txt", b"text").await.refused(403, "blocked");
        socket.send(json!({ "type": "send", "conversation_id": id, "client_msg_id": "s1", "text": "By the socket" })).await;
        assert_eq!(socket.expect("error").await["error"]["code"], "blocked", "a socket that was open before too");

        let read = story.get(&story.visitor, &format!("{own}/messages")).await.expect(200).body;
        assert_eq!(read["messages"].as_array().unwrap().len(), 2);
        let ask = json!({ "widget_key": story.widget_key, "visitor_token": story.visitor.token });
        story.call(None, "POST", "/api/widget/session", ask).await.expect(200);
        story.get(&story.ana, &own).await.expect(200);
        story.say(&story.ana, &id, "Good bye").await;
        let listed = story.get(&story.ana, "/api/contacts?blocked=true").await.expect(200).body;
        assert_eq!(listed["contacts"].as_array().unwrap().len(), 1);

        story.call(&story.ana, "DELETE", &block, None).await.expect(200);
        story.say(&story.visitor, &id, "Thank you").await;
        let trail = story.get(&story.owner, "/api/audit").await.expect(200).body.to_string();
        assert_eq!((trail.matches("contact.blocked").count(), trail.matches("contact.unblocked").count()), (1, 1));
    }

    async fn a_customer_with_an_account_is_blocked_like_a_visitor_and_a_colleague_cannot_be(story: Story) {
        let id = story.visitor_starts(&story.cora, "Hi").await;
        story.call(&story.ana, "PUT", &format!("/api/contacts/{}/block", story.cora.id), None).await.expect(200);
        story.post(&story.cora, &format!("/api/conversations/{id}/messages"), json!({ "text": "x" })).await.refused(403, "blocked");
        story.get(&story.cora, &format!("/api/conversations/{id}")).await.expect(200);
        story.call(&story.owner, "PUT", &format!("/api/contacts/{}/block", story.ana.id), None).await.refused(404, "not_found");
        story.call(&story.cora, "DELETE", &format!("/api/contacts/{}/block", story.cora.id), None).await.refused(403, "forbidden");
    }
}
