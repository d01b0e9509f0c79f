//! The same log over event stream and long poll: the same entries, from the same cursor.

use antiphon_testkit::{Caller, Story, both_engines, soon};
use serde_json::{Value, json};

async fn over_stream(story: &Story, who: &Caller, id: &str, after: i64, last_event_id: Option<&str>, through: i64) -> Vec<Value> {
    let path = format!("/api/conversations/{id}/events?after_seq={after}");
    let mut stream = story.events(who, &path, last_event_id).await;
    let mut entries = Vec::new();
    loop {
        let event = stream.next().await.expect("the stream goes on");
        let at: i64 = event.id.parse().unwrap();
        if event.name == "entry" {
            assert_eq!(event.data["seq"], at);
            entries.push(event.data);
        }
        if at >= through {
            return entries;
        }
    }
}

async fn over_polls(story: &Story, who: &Caller, id: &str, mut after: i64, through: i64) -> Vec<Value> {
    let mut entries = Vec::new();
    while after < through {
        let page = story.get(who, &format!("/api/conversations/{id}/events?after_seq={after}&wait=5")).await.expect(200).body;
        entries.extend(page["entries"].as_array().unwrap().iter().cloned());
        after = page["through_seq"].as_i64().unwrap();
    }
    entries
}

both_engines! {
    async fn stream_poll_and_log_tell_the_same(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Hi").await;
        let mut last = 0;
        for n in 0..230 {
            let said = if n % 4 == 0 { story.note(&story.ana, &id, "note").await } else { story.say(&story.ana, &id, &format!("m{n}")).await };
            last = said["seq"].as_i64().unwrap();
        }
        for who in [&story.visitor, &story.ben] {
            let streamed = over_stream(&story, who, &id, 0, None, last).await;
            assert_eq!(streamed, over_polls(&story, who, &id, 0, last).await);
            assert!(streamed.windows(2).all(|pair| pair[1]["prev_seq"] == pair[0]["seq"]));
            let middle = streamed[streamed.len() / 2]["seq"].as_i64().unwrap();
            let resumed = over_stream(&story, who, &id, 0, Some(&middle.to_string()), last).await;
            assert_eq!(resumed, streamed[streamed.len() / 2 + 1..], "Last-Event-ID goes before after_seq");
        }
    }

    async fn a_stream_goes_on_live(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Hi").await;
        let mut stream = story.events(&story.visitor, &format!("/api/conversations/{id}/events"), None).await;
        assert_eq!(stream.next().await.unwrap().data["message"]["text"], "Hi");
        for n in 0..20 {
            story.note(&story.ana, &id, "not for you").await;
            story.say(&story.ana, &id, &format!("m{n}")).await;
            loop {
                let event = stream.next().await.unwrap();
                assert!(!event.data.to_string().contains("not for you"));
                if event.data["message"]["text"] == json!(format!("m{n}")) {
                    break;
                }
            }
        }
    }

    async fn browsers_bring_a_ticket_in_the_address(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Hi").await;
        let ticket = async || {
            let answer = story.call(&story.visitor, "POST", "/api/live/ticket", None).await.expect(200).body;
            answer["ticket"].as_str().unwrap().to_owned()
        };
        let (one, two) = (ticket().await, ticket().await);
        let path = format!("/api/conversations/{id}/events?after_seq=0&ticket={one}");
        assert_eq!(story.call(None, "GET", &path, None).await.expect(200).body["entries"][0]["message"]["text"], "Hi");
        story.call(None, "GET", &path, None).await.refused(401, "unauthenticated");
        story.call(None, "GET", &format!("/api/feed?ticket={two}"), None).await.expect(200);
        let three = ticket().await;
        story.call(None, "POST", &format!("/api/conversations/{id}/typing?ticket={three}"), json!({ "is_typing": true })).await.refused(401, "unauthenticated");
    }

    async fn polls_are_asked_within_bounds(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Hi").await;
        let path = format!("/api/conversations/{id}/events");
        for wrong in ["after_seq=-1", "wait=26", "wait=-1", "after_seq=x", "nonsense=1"] {
            story.get(&story.visitor, &format!("{path}?{wrong}")).await.refused(422, "invalid");
        }
        let beyond = story.get(&story.visitor, &format!("{path}?after_seq=999")).await.expect(200).body;
        assert_eq!((&beyond["recovered"], &beyond["entries"]), (&json!(false), &json!([])));
        // Nothing will ever come after it: it is not waited for either.
        for place in ["after_seq=500", "after_seq=1&epoch=another"] {
            let path = format!("{path}?{place}&wait=25");
            let asked = story.get(&story.visitor, &path);
            let answer = tokio::time::timeout(std::time::Duration::from_secs(10), asked).await.expect("at once");
            assert_eq!(answer.expect(200).body["recovered"], false);
        }
        let other = story.get(&story.visitor, &format!("{path}?after_seq=0&epoch=another")).await.expect(200).body;
        assert_eq!((&other["recovered"], &other["entries"]), (&json!(false), &json!([])));
        story.get(&story.stranger, &path).await.refused(404, "not_found");
        story.get(&story.foreign_agent, &path).await.refused(404, "not_found");
    }

    async fn a_customer_cannot_tell_from_any_place_that_a_note_was_written(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Hi").await;
        story.say(&story.ana, &id, "Hello").await;
        let told = async || {
            let mut told = Vec::new();
            for place in 0..8 {
                for what in ["entries", "events"] {
                    let path = format!("/api/conversations/{id}/{what}?after_seq={place}");
                    told.push(story.get(&story.visitor, &path).await.expect(200).body);
                }
                let mut socket = story.connect(&story.visitor).await;
                socket.send(json!({ "type": "subscribe", "conversation_id": id, "after_seq": place })).await;
                let subscribed = socket.expect("subscribed").await;
                told.push(json!([subscribed["recovered"], subscribed["head"]]));
            }
            told.push(story.get(&story.visitor, &format!("/api/conversations/{id}/messages")).await.expect(200).body);
            told
        };
        let before = told().await;
        for _ in 0..3 {
            story.note(&story.ana, &id, "not for you").await;
        }
        assert_eq!(told().await, before);
        // And whoever waits at the end goes on there.
        let end = before[0]["through_seq"].as_i64().unwrap();
        let said = story.say(&story.ana, &id, "Still there?").await;
        assert_eq!(over_polls(&story, &story.visitor, &id, end, said["seq"].as_i64().unwrap()).await.len(), 1);
    }

    async fn a_stream_with_a_place_of_another_log_is_told_to_load_anew(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Hi").await;
        for query in ["after_seq=1&epoch=another", "after_seq=500"] {
            let mut stream = story.events(&story.visitor, &format!("/api/conversations/{id}/events?{query}"), None).await;
            let told = stream.next().await.unwrap();
            assert_eq!((told.name.as_str(), &told.data["recovered"], &told.data["entries"]), ("entries", &json!(false), &json!([])));
            assert!(stream.next().await.is_none(), "and that is all");
        }
    }

    async fn whoever_is_signed_out_while_waiting_is_answered_nothing_new(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Hi").await;
        story.say(&story.ana, &id, "Hello").await;
        let ben = story.sign_in(&story.ben).await;
        let head = story.get(&ben, &format!("/api/conversations/{id}")).await.expect(200).body["last_seq"].as_i64().unwrap();
        let cursor = story.get(&ben, "/api/feed").await.expect(200).body["cursor"].as_str().unwrap().to_owned();
        let (poll, feed) = (format!("/api/conversations/{id}/events?after_seq={head}&wait=20"), format!("/api/feed?after={cursor}&wait=20"));
        let meanwhile = async {
            soon("both polls wait", async || story.desk.live.waiting() == 2).await;
            story.call(&story.owner, "DELETE", &format!("/api/people/{}/sessions", ben.id), None).await.expect(204);
            story.say(&story.visitor, &id, "Not for Ben").await;
        };
        let (poll, feed, ()) = tokio::join!(story.get(&ben, &poll), story.get(&ben, &feed), meanwhile);
        poll.refused(401, "unauthenticated");
        feed.refused(401, "unauthenticated");
        // So is whoever loses the conversation itself.
        let begin = json!({ "kind": "direct", "participants": [story.ana.id], "message": { "text": "Hi" } });
        let direct = story.post(&story.owner, "/api/conversations", begin).await.expect(201).body;
        let direct = direct["conversation"]["id"].as_str().unwrap().to_owned();
        let head = story.get(&story.ana, &format!("/api/conversations/{direct}")).await.expect(200).body["last_seq"].as_i64().unwrap();
        let meanwhile = async {
            soon("the poll waits", async || story.desk.live.waiting() == 1).await;
            story.call(&story.owner, "DELETE", &format!("/api/conversations/{direct}/participants/{}", story.ana.id), None).await.expect(204);
            story.say(&story.owner, &direct, "Not for Ana").await;
        };
        let poll = format!("/api/conversations/{direct}/events?after_seq={head}&wait=20");
        let (poll, ()) = tokio::join!(story.get(&story.ana, &poll), meanwhile);
        poll.refused(404, "not_found");
    }
}
