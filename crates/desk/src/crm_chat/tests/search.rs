//! How whoever oversees the workspace finds a conversation: by its title, by who takes part, by what was said; each search
//! is in the trail.

use antiphon_testkit::{Caller, Story, both_engines, soon};
use axum::body::Body;
use http::Request;
use serde_json::{Value, json};

const LIST: &str = "/api/chat/conversations";

/// What a search of the owner's finds, all pages of it: conversations, and what of each with its hits in brackets.
async fn found(story: &Story, query: &str) -> Vec<(String, String)> {
    let (mut rows, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = story.get(&story.owner, &format!("{LIST}?{query}{cursor}")).await.expect(200).body;
        rows.extend(page["conversations"].as_array().unwrap().iter().map(|row| (text(&row["id"]), shown(&row["found"]))));
        let Some(next) = page["next_cursor"].as_str() else { return rows };
        cursor = format!("&cursor={next}");
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Why, and the snippet.
fn shown(found: &Value) -> String {
    let part = |part: &Value| if part["is_hit"] == true { format!("[{}]", text(&part["text"])) } else { text(&part["text"]) };
    let parts = found["snippet"].as_array().map(|parts| parts.iter().map(part).collect::<String>());
    format!("{} {}", text(&found["why"]), parts.unwrap_or_default())
}

/// Ben and Ana talk with each other.
async fn a_talk(story: &Story, title: &str, says: &str) -> String {
    let body = json!({ "title": title, "participants": [story.ana.id], "message": says });
    text(&story.post(&story.ben, LIST, body).await.expect(201).body["id"])
}

/// Searches in the trail, the newest first: by whom, and for what.
async fn searches(story: &Story) -> Vec<(Value, String)> {
    let rows = story.get(&story.owner, "/api/audit?limit=100").await.expect(200).body;
    let rows = rows["entries"].as_array().unwrap().iter().filter(|row| row["action"] == "conversation.searched");
    rows.map(|row| (row["actor"]["id"].clone(), text(&row["reason"]))).collect()
}

both_engines! {
    async fn a_conversation_is_found_by_title_people_and_words(story: Story) {
        let talk = a_talk(&story, "Rota of Caf\u{e9} 7", "Can you take Friday?").await;
        let other = story.visitor_starts(&story.visitor, "My parcel is late").await;
        story.say(&story.visitor, &other, "It was due on Friday").await;
        story.note(&story.ana, &other, "A friday parcel again").await;
        let contact = story.get(&story.ana, &format!("/api/conversations/{other}")).await.expect(200).body["contact"]["id"].clone();
        let named = json!({ "name": "Jonas Weber", "email": "jonas@lamps.test" });
        story.call(&story.ana, "PATCH", &format!("/api/contacts/{}", text(&contact)), named).await.expect(200);

        assert_eq!(found(&story, "q=rota%20cafe").await, [(talk.clone(), "title [Rota] of [Caf\u{e9}] 7".into())]);
        assert_eq!(found(&story, "q=Weber").await, [(other.clone(), "person Jonas [Weber] · jonas@lamps.test".into())]);
        assert_eq!(found(&story, "q=jonas@lamps.test").await, [(other.clone(), "person [Jonas] Weber · [jonas]@[lamps].[test]".into())]);
        assert_eq!(found(&story, "q=ana@lumen.test").await[0], (talk.clone(), "person [Ana] · [ana]@[lumen].[test]".into()));
        // Each conversation once, by the newest of what was said, notes too; also what colleagues say to each other.
        let friday = [(other.clone(), "message A [friday] parcel again".to_owned()), (talk.clone(), "message Can you take [Friday]?".to_owned())];
        assert_eq!(found(&story, "q=friday").await, friday);
        assert_eq!(found(&story, "q=friday&limit=1").await, friday);
        let first = &story.get(&story.owner, &format!("{LIST}?q=friday")).await.expect(200).body["conversations"][0]["found"];
        assert_eq!((&first["kind"], &first["seq"], &first["sender"]["id"]), (&json!("note"), &json!(4), &json!(story.ana.id)), "{first}");
        assert!(found(&story, "q=friday%20rota").await.is_empty(), "all words in one place");
        assert!(found(&story, "q=%F0%9F%91%8D").await.is_empty());
        // What is called so comes before what was said so, and not twice.
        let third = a_talk(&story, "Weber", "Weber is angry").await;
        story.say(&story.ben, &talk, "Weber called").await;
        let rows = found(&story, "q=weber&limit=1").await;
        let ids: Vec<_> = rows.iter().map(|(id, _)| id.clone()).collect();
        assert_eq!(ids, [third.clone(), other.clone(), talk.clone()], "{rows:?}");
        // A title of other words is found by them, and one that is taken away by none.
        story.call(&story.ben, "PATCH", &format!("{LIST}/{third}"), json!({ "title": "Complaints" })).await.expect(200);
        assert_eq!(found(&story, "q=complain").await, [(third.clone(), "title [Complaints]".into())]);
        story.call(&story.ben, "PATCH", &format!("{LIST}/{third}"), json!({ "title": null })).await.expect(200);
        assert!(found(&story, "q=complain").await.is_empty());
    }

    async fn a_search_is_narrowed_as_the_list_is(story: Story) {
        let talk = a_talk(&story, "Rota", "Friday").await;
        let theirs = story.visitor_starts(&story.visitor, "Until Friday?").await;
        let said = story.post(&story.cora, "/api/user-response", json!({ "message": "Friday, please" })).await.expect(200).body;
        let with_bot = text(&said["conversation_id"]);
        let ids = async |query: &str| {
            let rows = found(&story, query).await;
            rows.into_iter().map(|(id, _)| id).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(ids("q=friday").await, format!("{with_bot} {theirs} {talk}"));
        assert_eq!(ids("q=friday&kind=support").await, theirs);
        assert_eq!(ids("q=friday&kind=direct&with_bot=true").await, with_bot);
        assert_eq!(ids("q=friday&kind=direct&with_bot=false").await, talk);
        assert!(ids("q=friday&kind=log").await.is_empty());
        assert_eq!(ids(&format!("q=friday&participant={}", story.ben.id)).await, talk);
        assert_eq!(ids(&format!("q=rota&participant={}", story.ben.id)).await, talk);
        assert!(ids(&format!("q=rota&participant={}", story.cora.id)).await.is_empty());
        story.call(&story.owner, "DELETE", &format!("{LIST}/{talk}"), None).await.expect(204);
        assert_eq!(ids("q=friday&is_archived=true").await, talk);
        assert_eq!(ids("q=rota&is_archived=true").await, talk);
        assert!(ids("q=rota&is_archived=false").await.is_empty());
        assert_eq!(ids("q=cora").await, with_bot);
        // The list itself too tells talks with the bot from those of people.
        assert_eq!(ids("kind=direct&with_bot=true").await, with_bot);
        assert_eq!(ids("with_bot=false").await, format!("{theirs} {talk}"));
    }

    async fn each_page_goes_on_where_the_last_one_ended(story: Story) {
        let mut talks = Vec::new();
        for n in 0..5 {
            talks.push(a_talk(&story, "", &format!("lamp {n}")).await);
        }
        for round in 0..3 {
            for talk in &talks {
                story.say(&story.ben, talk, &format!("and another lamp, {round}")).await;
            }
        }
        let titled = a_talk(&story, "Lamps", "lamp at last").await;
        talks.push(titled.clone());
        // One in which it is said more often than is looked through at once hides none of the others.
        let long = a_talk(&story, "", "lamp after lamp").await;
        for _ in 0..205 {
            story.say(&story.ben, &long, "lamp").await;
        }
        talks.insert(5, long);
        let newest_first: Vec<_> = talks.iter().rev().cloned().collect();
        for limit in 1..=7 {
            let rows = found(&story, &format!("q=lamp&limit={limit}")).await;
            assert_eq!(rows.iter().map(|(id, _)| id.clone()).collect::<Vec<_>>(), newest_first, "{limit}");
        }
        // One search is one line of the trail, however many pages it has.
        assert_eq!(searches(&story).await.len(), 21, "each page is a look");
    }

    async fn somebody_is_found_among_a_thousand_of_one_name(story: Story) {
        // One more than are asked for by themselves.
        let table = (0..1_001).fold("Name\n".to_owned(), |table, n| table + &format!("Weber{n}\n"));
        let sent = Request::post("/api/contact-imports?name=webers.csv").header("content-type", "text/csv");
        let sent = sent.header("authorization", format!("Bearer {}", story.owner.token)).body(Body::from(table)).unwrap();
        let preview = story.request(sent).await.expect(201).body;
        let path = format!("/api/contact-imports/{}", text(&preview["import"]["id"]));
        story.post(&story.owner, &format!("{path}/start"), preview["plan"].clone()).await.expect(200);
        soon("the import is carried out", async || story.get(&story.owner, &path).await.body["state"] == "done").await;

        let talk = story.visitor_starts(&story.visitor, "Hello").await;
        let other = story.visitor_starts(&story.stranger, "Good day").await;
        for (conversation, name) in [(&talk, "Jonas Weber"), (&other, "Jonas Adler")] {
            let seen = story.get(&story.ana, &format!("/api/conversations/{conversation}")).await.expect(200).body;
            let contact = format!("/api/contacts/{}", text(&seen["contact"]["id"]));
            story.call(&story.ana, "PATCH", &contact, json!({ "name": name })).await.expect(200);
        }
        assert_eq!(found(&story, "q=weber").await, [(talk.clone(), "person Jonas [Weber]".to_owned())]);
        assert_eq!(found(&story, "q=weber%20jon").await.len(), 1, "few by all the words");
        assert_eq!(found(&story, "q=weber999").await, [], "in no conversation");
    }

    async fn a_title_from_before_there_were_words_is_found_once_they_are_made(story: Story) {
        let talk = a_talk(&story, "K\u{f6}ln (Offer) \u{201c}Wombat\u{201d}", "Hi").await;
        story.tamper("UPDATE conversations SET title_words = NULL").await;
        assert!(found(&story, "q=koln").await.is_empty());
        antiphon_desk::conversations::index_titles(&story.desk).await.unwrap();
        for word in ["K%C3%B6ln", "koln", "wombat", "offer"] {
            let met = found(&story, &format!("q={word}")).await;
            assert_eq!(met.iter().map(|one| &one.0).collect::<Vec<_>>(), [&talk], "{word}");
        }
    }

    async fn the_trail_tells_who_searched_for_what(story: Story) {
        let talk = a_talk(&story, "", "A turquoise rota").await;
        story.visitor_starts(&story.foreign_visitor, "turquoise elsewhere").await;
        assert_eq!(found(&story, "q=%20turquoise%20").await, [(talk, "message A [turquoise] rota".into())]);
        assert_eq!(searches(&story).await, [(json!(story.owner.id), "turquoise".to_owned())]);
        // In one's own conversations one looks as oneself.
        assert!(found(&story, &format!("q=turquoise&participant={}", story.owner.id)).await.is_empty());
        assert_eq!(searches(&story).await.len(), 1);
        // Nobody else searches so, and what is refused is not in the trail.
        let ask = |who: &Caller, query: &str| {
            let (who, path) = (who.clone(), format!("{LIST}?{query}"));
            let story = &story;
            async move { story.get(&who, &path).await }
        };
        for who in [&story.ana, &story.cora, &story.visitor] {
            ask(who, "q=turquoise").await.refused(403, "forbidden");
        }
        let eleven = "q=a+b+c+d+e+f+g+h+i+j+k".to_owned();
        let long = format!("q={}", "x".repeat(201));
        let wrong = ["q=", "q=%20", "q=a%00b", "q=a&cursor=nonsense", "q=a&cursor=YQ", "cursor=nonsense", "q=a&with_bot=maybe", &eleven, &long];
        for query in wrong {
            ask(&story.owner, query).await.refused(422, "invalid");
        }
        assert_eq!(searches(&story).await.len(), 1);
        for syntax in ["%22)%20OR%20*", "%27%3A*%20%26%20!", "%5C", "NEAR(parcel)", "%25", "_", "%40", "words%3Aparcel", "%EF%B7%BA"] {
            ask(&story.owner, &format!("q={syntax}")).await.expect(200);
        }
        assert_eq!(ask(&story.foreign_owner, "q=turquoise").await.expect(200).body["conversations"].as_array().unwrap().len(), 1);
    }
}
