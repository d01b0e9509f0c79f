//! A bot's answer: owed as a job, said once.

use antiphon_testkit::{Story, both_engines};
use serde_json::json;

both_engines! {
    async fn an_answer_is_said_once_however_often_it_is_asked_for(story: Story) {
        let said = story.post(&story.cora, "/api/user-response", json!({ "message": "Hello" })).await.expect(200).body;
        let id = said["conversation_id"].as_str().unwrap();
        let ask = json!({ "conversation_id": id, "message_id": said["message_id"] });
        let asked = futures_util::future::join_all((0..4).map(|_| story.post(&story.cora, "/api/bot-response", ask.clone()))).await;
        let first = asked[0].body.clone();
        for answer in asked {
            assert_eq!(answer.expect(200).body, first);
        }
        assert_eq!(story.post(&story.cora, "/api/bot-response", ask).await.expect(200).body, first);
        let log = story.log(&story.cora, id, 0).await;
        let bots: Vec<_> = log.iter().filter(|entry| entry["actor"]["kind"] == "bot").collect();
        assert_eq!(bots.len(), 1);
        assert_eq!((&bots[0]["message"]["role"], &bots[0]["message"]["reply_to"]), (&json!("assistant"), &said["message_id"]));
    }

    async fn an_answer_that_was_owed_when_the_server_died_is_said_by_the_next_one(story: Story) {
        let said = story.post(&story.cora, "/api/user-response", json!({ "message": "Where is my ticket?" })).await.expect(200).body;
        let id = said["conversation_id"].as_str().unwrap().to_owned();
        let ask = json!({ "conversation_id": id });
        // Owed and at once left alone: whoever asked is gone before the answer.
        let hurry = tokio::time::timeout(std::time::Duration::from_millis(1), story.post(&story.cora, "/api/bot-response", ask.clone()));
        drop(hurry.await);
        let story = story.restart().await;
        let answer = story.post(&story.cora, "/api/bot-response", ask).await.expect(200).body;
        assert!(answer["message"].as_str().unwrap().contains("With a ticket or order number"));
        let log = story.log(&story.cora, &id, 0).await;
        assert_eq!(log.iter().filter(|entry| entry["actor"]["kind"] == "bot").count(), 1);
    }

    async fn there_must_be_a_bot_and_something_to_answer(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Hi").await;
        story.post(&story.visitor, "/api/bot-response", json!({ "conversation_id": id })).await.refused(409, "no_bot");
        let said = story.post(&story.cora, "/api/user-response", json!({ "message": "Hello" })).await.expect(200).body;
        let id = said["conversation_id"].as_str().unwrap();
        story.post(&story.stranger, "/api/bot-response", json!({ "conversation_id": id })).await.refused(404, "not_found");
        story.post(&story.ana, "/api/bot-response", json!({ "conversation_id": id })).await.refused(404, "not_found");
        let ask = json!({ "conversation_id": id, "message_id": uuid::Uuid::nil() });
        story.post(&story.cora, "/api/bot-response", ask).await.refused(404, "not_found");
        let answer = story.post(&story.cora, "/api/bot-response", json!({ "conversation_id": id })).await.expect(200).body;
        let again = json!({ "conversation_id": id, "message_id": answer["message_id"] });
        story.post(&story.cora, "/api/bot-response", again).await.refused(409, "nothing_to_answer");
        let path = format!("/api/conversations/{id}/messages/{}", said["message_id"].as_str().unwrap());
        story.call(&story.cora, "DELETE", &path, None).await.expect(200);
        let ask = json!({ "conversation_id": id, "message_id": said["message_id"] });
        story.post(&story.cora, "/api/bot-response", ask).await.refused(409, "nothing_to_answer");
    }

    async fn a_customer_begins_direct_talk_with_a_bot_only(story: Story) {
        let said = story.post(&story.cora, "/api/user-response", json!({ "message": "Hello" })).await.expect(200).body;
        let path = format!("/api/conversations/{}", said["conversation_id"].as_str().unwrap());
        let detail = story.get(&story.cora, &path).await.expect(200).body;
        assert_eq!(detail["kind"], "direct");
        let bot = detail["participants"].as_array().unwrap().iter().find(|one| one["kind"] == "bot").unwrap().clone();
        assert_eq!(bot["role"], "bot");
        let begin = |id: &str| json!({ "kind": "direct", "participants": [id], "message": { "text": "Psst" } });
        story.post(&story.cora, "/api/conversations", begin(bot["id"].as_str().unwrap())).await.expect(201);
        let nobody = uuid::Uuid::now_v7().to_string();
        let mut told = Vec::new();
        for id in [&story.ana.id, &story.stranger.id, &story.foreign_agent.id, &nobody] {
            let answer = story.post(&story.cora, "/api/conversations", begin(id)).await;
            answer.refused(422, "invalid");
            told.push(answer.body["error"]["message"].as_str().unwrap().split(" id ").next().unwrap().to_owned());
        }
        assert!(told.windows(2).all(|pair| pair[0] == pair[1]), "who is there is not told apart from who is not");
    }
}
