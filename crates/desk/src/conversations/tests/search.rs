//! Search: what the caller may see and nothing else, newest first, right after edits and deletions.

use antiphon_testkit::{Caller, Engine, Story, both_engines};
use serde_json::Value;

async fn texts(story: &Story, who: &Caller, query: &str) -> Vec<String> {
    let page = story.get(who, &format!("/api/search/messages?{query}")).await.expect(200).body;
    page["hits"].as_array().unwrap().iter().map(shown).collect()
}

/// The snippet with its hits in brackets.
fn shown(hit: &Value) -> String {
    let part = |part: &Value| {
        let text = part["text"].as_str().unwrap();
        if part["is_hit"] == true { format!("[{text}]") } else { text.to_owned() }
    };
    hit["snippet"].as_array().unwrap().iter().map(part).collect()
}

both_engines! {
    async fn words_are_found_in_any_order_without_accents_and_case(story: Story) {
        let id = story.visitor_starts(&story.visitor, "My Parcel to Tromsø and the café is late").await;
        story.say(&story.ana, &id, "Which parcel?").await;
        assert_eq!(texts(&story, &story.ana, "q=PARCEL%20").await, ["Which [parcel]?", "My [Parcel] to Tromsø and the café is late"]);
        assert_eq!(texts(&story, &story.ana, "q=cafe%20parcel%20").await.len(), 1);
        assert_eq!(texts(&story, &story.ana, "q=caf%C3%A9").await.len(), 1);
        assert_eq!(texts(&story, &story.ana, "q=parc").await.len(), 2, "the last word may be a beginning");
        assert_eq!(texts(&story, &story.ana, "q=parc%20").await.len(), 0, "a blank ends the word");
        assert_eq!(texts(&story, &story.ana, "q=parc%20late").await.len(), 0);
        let quiet = ["%22)%20OR%20*", "%27%3A*%20%26%20!", "%5C", "NEAR(parcel)", "words%3Aparcel", "%40", "%F0%9F%91%8D",
            "%F0%9E%A4%80a%F0%9E%A4%81", "%E2%92%B6%E2%93%91", "%EF%B7%BA", "%E0%A4%95%E0%A5%8D%E0%A4%B7", "a%00b"];
        for syntax in quiet {
            let status = story.get(&story.ana, &format!("/api/search/messages?q={syntax}")).await.status;
            assert!([200, 422].contains(&status), "{syntax}: {status}");
        }
        story.get(&story.ana, "/api/search/messages?q=").await.refused(422, "invalid");
        story.get(&story.ana, "/api/search/messages").await.refused(422, "invalid");
        story.get(&story.ana, &format!("/api/search/messages?q={}", "x".repeat(201))).await.refused(422, "invalid");
        story.get(&story.ana, "/api/search/messages?q=a+b+c+d+e+f+g+h+i+j+k").await.refused(422, "invalid");
        story.get(&story.ana, "/api/search/messages?q=a&cursor=nonsense").await.refused(422, "invalid");
        story.get(&story.ana, "/api/search/messages?q=a&before=yesterday").await.refused(422, "invalid");
    }

    async fn a_beginning_is_found_behind_many_words_that_begin_nearly_so(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Parsnips and a parcel").await;
        story.say(&story.visitor, &id, "Parcels again").await;
        for _ in 0..510 {
            story.say(&story.ana, &id, "A part of it").await;
        }
        assert_eq!(texts(&story, &story.ana, "q=parce").await, ["[Parcels] again", "Parsnips and a [parcel]"]);
        assert_eq!(texts(&story, &story.ana, "q=part&limit=3").await.len(), 3);
        assert_eq!(texts(&story, &story.ana, "q=parsn").await.len(), 1);
    }

    async fn words_and_a_beginning_are_found_behind_thousands_of_others(story: Story) {
        let id = story.visitor_starts(&story.visitor, "Two red parcels 1").await;
        story.say(&story.visitor, &id, "Two red pencils").await;
        story.say(&story.visitor, &id, "Two red parcels 2").await;
        // Where the index gives its hits in no order, the newest two thousand are gone through before it is asked.
        if story.engine == Engine::Postgres {
            let others = "INSERT INTO message_search (rowid, words)
                SELECT top + other, $$'other'$$ FROM generate_series(1, 2000) AS other, (SELECT max(n) AS top FROM entries) AS newest";
            story.tamper(others).await;
            story.tamper("SELECT setval(pg_get_serial_sequence('entries', 'n'), (SELECT max(rowid) FROM message_search))").await;
        }
        story.say(&story.visitor, &id, "Two red parcels 3").await;
        story.say(&story.visitor, &id, "Two red parcels 4").await;
        let all = ["[Two] [red] [parcels] 4", "[Two] [red] [parcels] 3", "[Two] [red] [parcels] 2", "[Two] [red] [parcels] 1"];
        assert_eq!(texts(&story, &story.ana, "q=red%20two%20parc").await, all);
        assert_eq!(texts(&story, &story.ana, "q=red%20two%20parc&limit=3").await, all[..3]);
        assert_eq!(texts(&story, &story.ana, "q=red%20two%20parcels%20").await, all);
        assert_eq!(texts(&story, &story.ana, "q=two%20penc").await, ["[Two] red [pencils]"]);
    }

    async fn nobody_finds_what_they_may_not_see(story: Story) {
        let id = story.visitor_starts(&story.visitor, "A turquoise lamp").await;
        story.note(&story.ana, &id, "turquoise is sold out").await;
        let other = story.visitor_starts(&story.stranger, "turquoise too").await;
        let direct = serde_json::json!({ "kind": "direct", "participants": [story.ben.id], "message": { "text": "turquoise gossip" } });
        let direct = story.post(&story.ana, "/api/conversations", direct).await.expect(201).body;
        let foreign = story.visitor_starts(&story.foreign_visitor, "turquoise elsewhere").await;
        assert_eq!(texts(&story, &story.visitor, "q=turquoise").await, ["A [turquoise] lamp"]);
        assert_eq!(texts(&story, &story.stranger, "q=turquoise").await, ["[turquoise] too"]);
        assert!(texts(&story, &story.cora, "q=turquoise").await.is_empty(), "who has no conversation finds nothing");
        assert_eq!(texts(&story, &story.ben, "q=turquoise").await.len(), 4);
        assert_eq!(texts(&story, &story.owner, "q=turquoise").await.len(), 3, "what colleagues say among themselves is theirs");
        assert_eq!(texts(&story, &story.foreign_agent, "q=turquoise").await, ["[turquoise] elsewhere"]);
        let within = |id: &str| format!("/api/search/messages?q=turquoise&conversation_id={id}");
        story.get(&story.visitor, &within(&other)).await.refused(404, "not_found");
        story.get(&story.owner, &within(direct["conversation"]["id"].as_str().unwrap())).await.refused(404, "not_found");
        story.get(&story.owner, &within(&foreign)).await.refused(404, "not_found");
        assert_eq!(story.get(&story.owner, &within(&id)).await.expect(200).body["hits"].as_array().unwrap().len(), 2);
        assert_eq!(story.get(&story.visitor, &within(&id)).await.expect(200).body["hits"].as_array().unwrap().len(), 1);
    }

    async fn what_was_edited_is_found_by_its_new_words_and_what_was_deleted_by_none(story: Story) {
        let id = story.visitor_starts(&story.visitor, "My order is 4711").await;
        let message = story.log(&story.visitor, &id, 0).await[0]["message"]["id"].as_str().unwrap().to_owned();
        let path = format!("/api/conversations/{id}/messages/{message}");
        story.call(&story.visitor, "PATCH", &path, serde_json::json!({ "text": "My order is 4712" })).await.expect(200);
        assert!(texts(&story, &story.ana, "q=4711").await.is_empty());
        assert_eq!(texts(&story, &story.ana, "q=4712").await, ["My order is [4712]"]);
        story.call(&story.visitor, "DELETE", &path, None).await.expect(200);
        assert!(texts(&story, &story.ana, "q=order").await.is_empty());
    }

    async fn hits_come_page_by_page_and_are_narrowed_by_sender_and_time(story: Story) {
        let id = story.visitor_starts(&story.visitor, "lamp 0").await;
        for n in 1..=9 {
            story.later(std::time::Duration::from_secs(30));
            let who = if n % 3 == 0 { &story.ana } else { &story.visitor };
            story.say(who, &id, &format!("lamp {n}")).await;
        }
        let (mut seen, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = story.get(&story.ben, &format!("/api/search/messages?q=lamp&limit=4{cursor}")).await.expect(200).body;
            seen.extend(page["hits"].as_array().unwrap().iter().map(shown));
            let Some(next) = page["next_cursor"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        assert_eq!(seen, (0..=9).rev().map(|n| format!("[lamp] {n}")).collect::<Vec<_>>());
        let anas = texts(&story, &story.ben, &format!("q=lamp&from={}", story.ana.id)).await;
        assert_eq!(anas, ["[lamp] 9", "[lamp] 6", "[lamp] 3"]);
        let messages = story.get(&story.ben, &format!("/api/conversations/{id}/messages")).await.expect(200).body;
        let at = |n: usize| messages["messages"][n]["created_at"].as_str().unwrap().replace('+', "%2B");
        let between = texts(&story, &story.ben, &format!("q=lamp&after={}&before={}", at(3), at(6))).await;
        assert_eq!(between, ["[lamp] 5", "[lamp] 4", "[lamp] 3"]);
        assert!(texts(&story, &story.ben, "q=lamp&before=2001-01-01T00:00:00Z").await.is_empty());
    }
}
