//! Sending: once, in order, to whom it is meant for.

use antiphon_testkit::{Story, both_engines};
use serde_json::json;

both_engines! {
    async fn a_customer_and_an_agent_talk(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Do you ship to Norway?").await;
        let seen = story.get(&story.ana, "/api/conversations?status=queued").await.expect(200);
        assert_eq!(seen.body["conversations"][0]["last_message"]["text"], "Do you ship to Norway?");
        story.say(&story.ana, &id, "We do.").await;
        let messages = story.get(&story.visitor, &format!("/api/conversations/{id}/messages")).await.expect(200).body;
        let texts: Vec<_> = messages["messages"].as_array().unwrap().iter().map(|m| m["text"].as_str().unwrap()).collect();
        assert_eq!(texts, ["Do you ship to Norway?", "We do."]);
        let conversation = story.get(&story.ana, &format!("/api/conversations/{id}")).await.expect(200).body;
        assert_eq!(conversation["status"], "open");
        assert_eq!(conversation["assignee"]["name"], "Ana");
    }

    async fn a_repeated_client_id_sends_once(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Hello").await;
        let path = format!("/api/conversations/{id}/messages");
        let body = json!({ "text": "Are you there?", "client_msg_id": "m-1" });
        let first = story.post(&story.visitor, &path, body.clone()).await.expect(201).body;
        let again = story.post(&story.visitor, &path, body).await.expect(200).body;
        assert_eq!(first, again);
        let other = json!({ "text": "Something else", "client_msg_id": "m-1" });
        story.post(&story.visitor, &path, other).await.refused(409, "client_msg_id_reused");
        let log = story.log(&story.owner, &id, 0).await;
        assert_eq!(log.iter().filter(|entry| entry["message"]["client_msg_id"] == "m-1").count(), 1);
        let seqs: Vec<_> = log.iter().map(|entry| entry["seq"].as_i64().unwrap()).collect();
        assert_eq!(seqs, (1..=seqs.len() as i64).collect::<Vec<_>>(), "no number is lost to a repeat");
    }

    async fn a_conversation_is_started_once_by_its_first_message(story: Story) {
        let body = json!({ "message": { "text": "Hi", "client_msg_id": "first" } });
        let first = story.post(&story.visitor, "/api/conversations", body.clone()).await.expect(201).body;
        let again = story.post(&story.visitor, "/api/conversations", body).await.expect(200).body;
        assert_eq!(first["conversation"]["id"], again["conversation"]["id"]);
        let list = story.get(&story.visitor, "/api/conversations").await.expect(200).body;
        assert_eq!(list["conversations"].as_array().unwrap().len(), 1);
    }

    async fn a_note_is_seen_by_staff_only_and_leaves_no_hole(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Where is my parcel?").await;
        story.say(&story.ana, &id, "One moment.").await;
        story.note(&story.ana, &id, "Carrier lost it.").await;
        story.say(&story.ana, &id, "A new one is on its way.").await;
        let mut last = 0;
        for entry in story.log(&story.visitor, &id, 0).await {
            assert_eq!(entry["prev_seq"].as_i64().unwrap(), last, "{entry}");
            assert!(!entry.to_string().contains("Carrier"));
            last = entry["seq"].as_i64().unwrap();
        }
        for path in ["", "/messages", "/participants"] {
            let seen = story.get(&story.visitor, &format!("/api/conversations/{id}{path}")).await.expect(200);
            assert!(!String::from_utf8_lossy(&seen.raw).contains("Carrier"), "{path}");
        }
        let page = story.get(&story.visitor, &format!("/api/conversations/{id}/entries?after_seq={last}")).await.expect(200).body;
        assert_eq!((page["entries"].as_array().unwrap().len(), page["has_more"].as_bool().unwrap()), (0, false));
        assert!(story.log(&story.ben, &id, 0).await.iter().any(|entry| entry["message"]["text"] == "Carrier lost it."));
    }

    async fn a_resolved_conversation_comes_back_with_the_customers_next_message(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Thanks").await;
        story.say(&story.ana, &id, "You are welcome.").await;
        let path = format!("/api/conversations/{id}");
        story.call(&story.ana, "PATCH", &path, json!({ "status": "resolved" })).await.expect(200);
        story.say(&story.visitor, &id, "One more thing").await;
        let after = story.get(&story.ana, &path).await.expect(200).body;
        assert_eq!(after["status"], "open");
        assert!(after["waiting_since"].is_string());
        let types: Vec<_> = story.log(&story.visitor, &id, 0).await.iter().map(|e| e["type"].as_str().unwrap().to_owned()).collect();
        let at = |name: &str| types.iter().position(|t| t == name).unwrap_or_else(|| panic!("{name} in {types:?}"));
        assert!(at("conversation.resolved") < at("conversation.reopened"));
    }

    async fn an_edited_message_keeps_its_earlier_text_for_staff_and_a_deleted_one_shows_none(story: Story) {
        let id = story.visitor_starts(&story.visitor, "My card is 4111").await;
        let first = story.log(&story.visitor, &id, 0).await[0]["message"]["id"].as_str().unwrap().to_owned();
        let path = format!("/api/conversations/{id}/messages/{first}");
        story.call(&story.visitor, "PATCH", &path, json!({ "text": "My card is hidden" })).await.expect(200);
        story.call(&story.ana, "PATCH", &path, json!({ "text": "Forged" })).await.refused(403, "forbidden");
        let versions = story.get(&story.ana, &format!("{path}/versions")).await.expect(200).body;
        assert_eq!(versions["versions"][0]["text"], "My card is 4111");
        story.get(&story.visitor, &format!("{path}/versions")).await.refused(403, "forbidden");
        story.call(&story.visitor, "DELETE", &path, None).await.expect(200);
        for who in [&story.visitor, &story.ana] {
            let log = format!("{:?}", story.log(who, &id, 0).await);
            assert!(!log.contains("4111") && !log.contains("hidden"), "{log}");
        }
        let row = story.get(&story.ana, "/api/conversations").await.expect(200).body;
        assert!(row["conversations"][0]["last_message"]["text"].is_null());
        story.call(&story.visitor, "PATCH", &path, json!({ "text": "Again" })).await.refused(409, "deleted");
    }

    async fn edits_and_deletions_at_the_same_moment_follow_each_other(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Hi").await;
        let message = story.say(&story.ana, &id, "First").await["id"].as_str().unwrap().to_owned();
        let path = format!("/api/conversations/{id}/messages/{message}");
        let edits = futures_util::future::join_all((0..8).map(|n| {
            let text = json!({ "text": format!("Edit {n}") });
            story.call(&story.ana, "PATCH", &path, text)
        }));
        for answer in edits.await {
            answer.expect(200);
        }
        let versions = story.get(&story.ana, &format!("{path}/versions")).await.expect(200).body;
        assert_eq!(versions["versions"].as_array().unwrap().len(), 8);
        let deletions = futures_util::future::join_all((0..4).map(|_| story.call(&story.ana, "DELETE", &path, None)));
        for answer in deletions.await {
            assert!(answer.expect(200).body["text"].is_null());
        }
        let deleted = story.log(&story.ana, &id, 0).await.iter().filter(|entry| entry["type"] == "message.deleted").count();
        assert_eq!(deleted, 1);
    }

    async fn repeats_at_the_same_moment_are_one_message(story: Story) {
        let start = || story.post(&story.visitor, "/api/conversations", json!({ "message": { "text": "Hi", "client_msg_id": "s" } }));
        let started = futures_util::future::join_all((0..12).map(|_| start())).await;
        let statuses = |answers: &[antiphon_testkit::Answer], status| answers.iter().filter(|answer| answer.status == status).count();
        assert_eq!((statuses(&started, 201), statuses(&started, 200)), (1, 11), "{started:?}");
        let id = started[0].body["conversation"]["id"].as_str().unwrap();
        let path = format!("/api/conversations/{id}/messages");
        let say = || story.post(&story.visitor, &path, json!({ "text": "Again", "client_msg_id": "m" }));
        let said = futures_util::future::join_all((0..24).map(|_| say())).await;
        assert_eq!((statuses(&said, 201), statuses(&said, 200)), (1, 23), "{said:?}");
    }

    async fn many_senders_at_once_leave_no_gap(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Go").await;
        story.say(&story.ana, &id, "Ready").await;
        let path = format!("/api/conversations/{id}/messages");
        let send = |n: usize| {
            let who = if n.is_multiple_of(2) { &story.ana } else { &story.visitor };
            let body = json!({ "text": format!("m{n}"), "client_msg_id": format!("c{}", n / 2) });
            story.post(who, &path, body)
        };
        let answers = futures_util::future::join_all((0..60).map(send)).await;
        assert!(answers.iter().all(|answer| answer.status == 201), "{answers:?}");
        let log = story.log(&story.owner, &id, 0).await;
        let seqs: Vec<_> = log.iter().map(|entry| entry["seq"].as_i64().unwrap()).collect();
        assert_eq!(seqs, (1..=seqs.len() as i64).collect::<Vec<_>>());
    }
}
