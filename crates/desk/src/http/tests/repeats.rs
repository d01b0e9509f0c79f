//! `Idempotency-Key`: a repeated write answers the first result for 24 hours, and is done once.

use std::time::Duration;

use antiphon_testkit::{Answer, Caller, PASSWORD, Story, both_engines, soon};
use axum::body::Body;
use http::Request;
use serde_json::{Value, json};

async fn post(story: &Story, who: &Caller, path: &str, key: &str, body: &Value) -> Answer {
    let request = Request::post(path)
        .header("authorization", format!("Bearer {}", who.token))
        .header("content-type", "application/json")
        .header("idempotency-key", key);
    story.request(request.body(Body::from(body.to_string())).unwrap()).await
}

fn is_replayed(answer: &Answer) -> bool {
    answer.headers.get("idempotent-replayed").is_some_and(|value| value == "true")
}

async fn said(story: &Story, id: &str) -> Vec<String> {
    let log = story.log(&story.key, id, 0).await;
    let texts = log.iter().filter(|entry| entry["type"] == "message.sent");
    texts.map(|entry| entry["message"]["text"].as_str().unwrap().to_owned()).collect()
}

both_engines! {
    async fn a_repeat_answers_the_first_result_and_does_nothing(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Hi").await;
        let path = format!("/api/conversations/{id}/messages");
        let body = json!({ "text": "Once" });
        let first = post(&story, &story.visitor, &path, "k-1", &body).await.expect(201);
        assert!(!is_replayed(&first));
        let again = post(&story, &story.visitor, &path, "k-1", &body).await.expect(201);
        assert!(is_replayed(&again));
        assert_eq!(first.raw, again.raw);
        post(&story, &story.visitor, &path, "k-1", &json!({ "text": "Twice" })).await.refused(409, "idempotency_key_reused");
        post(&story, &story.visitor, "/api/conversations", "k-1", &json!({ "message": { "text": "Once" } })).await.refused(409, "idempotency_key_reused");
        assert_eq!(said(&story, &id).await, ["Hi", "Once"]);
        // Another caller's key of the same name is another key.
        let other = post(&story, &story.ana, &path, "k-1", &body).await.expect(201);
        assert!(!is_replayed(&other));
        assert_eq!(said(&story, &id).await, ["Hi", "Once", "Once"]);
    }

    async fn a_deed_beyond_one_workspace_is_repeated_like_any_other(story: Story) {
        let ben = story.sign_in(&story.ben).await;
        let body = json!({ "current_password": PASSWORD, "new_password": "another good one" }).to_string();
        for n in 0..2 {
            let request = Request::put("/api/me/password")
                .header("authorization", format!("Bearer {}", ben.token))
                .header("content-type", "application/json")
                .header("idempotency-key", "k-1");
            let answer = story.request(request.body(Body::from(body.clone())).unwrap()).await.expect(204);
            assert_eq!(is_replayed(&answer), n == 1);
        }
    }

    async fn whoever_leaves_before_the_answer_finds_it_on_asking_again(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Hi").await;
        let path = format!("/api/conversations/{id}/messages");
        for n in 0..20_u64 {
            let (key, body) = (format!("k-{n}"), json!({ "text": format!("m{n}") }));
            let hurry = post(&story, &story.visitor, &path, &key, &body);
            let _ = tokio::time::timeout(Duration::from_micros(100 + 200 * n), hurry).await;
            soon("it is done once", async || {
                let again = post(&story, &story.visitor, &path, &key, &body).await;
                assert!(again.status == 201 || again.body["error"]["code"] == "in_progress" || again.body["error"]["code"] == "already_done");
                again.status == 201
            })
            .await;
        }
        assert_eq!(said(&story, &id).await.len(), 21);
    }

    async fn a_deed_that_takes_two_steps_is_repeated_like_any_other(story: Story) {
        // The first answer into a queued conversation brings the agent in, by a second try of the transaction.
        let id = story.visitor_starts(&story.visitor, "Hi").await;
        let path = format!("/api/conversations/{id}/messages");
        let first = post(&story, &story.ana, &path, "k-1", &json!({ "text": "Hello" })).await.expect(201);
        let again = post(&story, &story.ana, &path, "k-1", &json!({ "text": "Hello" })).await.expect(201);
        assert!(is_replayed(&again));
        assert_eq!(first.raw, again.raw);
        assert_eq!(said(&story, &id).await, ["Hi", "Hello"]);
    }

    async fn what_was_refused_may_be_tried_again_under_the_same_key(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Hi").await;
        let path = format!("/api/conversations/{id}/messages");
        post(&story, &story.visitor, &path, "k-1", &json!({ "text": "" })).await.refused(422, "invalid");
        post(&story, &story.visitor, &path, "k-1", &json!({ "text": "Better" })).await.expect(201);
        for wrong in ["", &"x".repeat(65)] {
            let answer = post(&story, &story.visitor, &path, wrong, &json!({ "text": "Hi" })).await;
            answer.refused(422, "invalid");
            assert_eq!(answer.body["error"]["field"], "Idempotency-Key");
        }
    }

    async fn a_key_holds_for_a_day(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Hi").await;
        let path = format!("/api/conversations/{id}/messages");
        let body = json!({ "text": "Once a day" });
        post(&story, &story.visitor, &path, "k-1", &body).await.expect(201);
        story.later(Duration::from_secs(23 * 3_600));
        assert!(is_replayed(&post(&story, &story.visitor, &path, "k-1", &body).await.expect(201)));
        story.later(Duration::from_secs(2 * 3_600));
        assert!(!is_replayed(&post(&story, &story.visitor, &path, "k-1", &body).await.expect(201)));
        assert_eq!(said(&story, &id).await.len(), 3);
    }

    async fn repeats_at_the_same_moment_do_it_once(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Hi").await;
        let path = format!("/api/conversations/{id}/messages");
        let body = json!({ "text": "Once" });
        for round in 0..3 {
            let key = format!("round-{round}");
            let answers = futures_util::future::join_all((0..8).map(|_| post(&story, &story.visitor, &path, &key, &body))).await;
            let done: Vec<&Answer> = answers.iter().filter(|answer| answer.status == 201).collect();
            assert!(!done.is_empty());
            assert!(done.iter().all(|answer| answer.raw == done[0].raw), "all answers are the first one");
            for answer in answers.iter().filter(|answer| answer.status != 201) {
                let code = answer.body["error"]["code"].as_str().unwrap();
                assert!(answer.status == 409 && ["in_progress", "already_done"].contains(&code), "{}", answer.body);
            }
        }
        assert_eq!(said(&story, &id).await.len(), 4);
    }

    async fn whoever_lost_the_right_gets_no_kept_answer(story: Story) {
        let dora = json!({ "email": "dora@lumen.test", "name": "Dora", "role": "admin", "password": PASSWORD });
        let id = story.post(&story.owner, "/api/people", dora).await.expect(201).body["id"].as_str().unwrap().to_owned();
        let dora = story.sign_in(&Caller { email: Some("dora@lumen.test".into()), ..story.ana.clone() }).await;
        let body = json!({ "name": "robot", "scopes": ["people:read"] });
        post(&story, &dora, "/api/keys", "k-1", &body).await.expect(201);
        assert!(is_replayed(&post(&story, &dora, "/api/keys", "k-1", &body).await.expect(201)));
        story.call(&story.owner, "PATCH", &format!("/api/people/{id}"), json!({ "role": "agent" })).await.expect(200);
        let dora = story.sign_in(&dora).await;
        post(&story, &dora, "/api/keys", "k-1", &body).await.refused(403, "forbidden");
    }

    async fn what_is_shown_once_is_repeated_too_and_lies_sealed(story: Story) {
        let body = json!({ "name": "robot", "scopes": ["people:read"] });
        let first = post(&story, &story.owner, "/api/keys", "k-1", &body).await.expect(201);
        let again = post(&story, &story.owner, "/api/keys", "k-1", &body).await.expect(201);
        assert_eq!(first.raw, again.raw);
        let key = first.body["key"].as_str().unwrap();
        let stored = format!("{:?}", story.dump().await);
        let hexadecimal: String = key.bytes().map(|byte| format!("{byte:02X}")).collect();
        assert!(!stored.contains(key) && !stored.to_uppercase().contains(&hexadecimal));
    }
}
