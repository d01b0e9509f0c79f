//! Scenarios of tables sent in: looked at, carried out, refused, gone on with after a crash.

use antiphon_testkit::{Answer, Caller, Story, both_engines, soon};
use axum::body::{Body, Bytes};
use http::Request;
use serde_json::{Value, json};

async fn send(story: &Story, who: &Caller, content_type: &str, body: impl Into<Body>) -> Answer {
    let request = Request::post("/api/contact-imports?name=people.csv")
        .header("authorization", format!("Bearer {}", who.token))
        .header("content-type", content_type);
    story.request(request.body(body.into()).unwrap()).await
}

async fn sent(story: &Story, table: &str) -> Value {
    send(story, &story.owner, "text/csv", table.to_owned()).await.expect(201).body
}

fn path(preview: &Value) -> String {
    format!("/api/contact-imports/{}", preview["import"]["id"].as_str().unwrap())
}

async fn carried_out(story: &Story, preview: &Value, plan: Value) -> Value {
    let path = path(preview);
    story.post(&story.owner, &format!("{path}/start"), plan).await.expect(200);
    ended(story, &path).await
}

async fn ended(story: &Story, path: &str) -> Value {
    soon("the import is carried out", async || story.get(&story.owner, path).await.body["state"] == "done").await;
    story.get(&story.owner, path).await.expect(200).body
}

async fn found(story: &Story, query: &str) -> Vec<Value> {
    story.get(&story.owner, &format!("/api/contacts?{query}")).await.expect(200).body["contacts"].as_array().unwrap().clone()
}

async fn nothing_waits(story: &Story) -> bool {
    story.read("SELECT CAST(count(*) AS text) FROM contact_imports").await == ["0"]
        && story.read("SELECT CAST(count(*) AS text) FROM contact_import_pieces").await == ["0"]
}

both_engines! {
    async fn a_table_is_looked_at_first_and_carried_out_by_plan(story: Story) {
        story.post(&story.owner, "/api/contact-attributes", json!({ "key": "plan", "label": "Tariff", "type": "list", "choices": ["Free", "Pro"] })).await.expect(201);
        let table = "\u{FEFF}Full Name;E-Mail;Phone;Company;Tariff;Shoe size\r\nAl Adams;al@x.test;0049 151 2345678;Acme;pro;42\r\nBo;bo@x;12;Acme;gold;\r\n=1+1;eq@x.test;;;;\r\n";
        let preview = sent(&story, table).await;
        assert_eq!(preview["plan"]["columns"], json!(["name", "email", "phone", "company", "attribute:plan", null]));
        assert_eq!((&preview["import"]["lines"], &preview["import"]["name"]), (&json!(3), &json!("people.csv")));
        assert_eq!(preview["rows"][0]["faults"], json!([]));
        let faults: Vec<&str> = preview["rows"][1]["faults"].as_array().unwrap().iter().map(|fault| fault["field"].as_str().unwrap()).collect();
        assert_eq!((preview["rows"][1]["line"].as_u64(), faults), (Some(3), vec!["phone", "attributes.plan"]));
        assert!(found(&story, "q=adams").await.is_empty(), "looking changes nothing");

        let done = carried_out(&story, &preview, preview["plan"].clone()).await;
        assert_eq!((&done["created"], &done["failed"], &done["done"]), (&json!(2), &json!(1), &json!(3)));
        let al = &found(&story, "q=adams").await[0];
        assert_eq!((&al["phone"], &al["company"]["name"], &al["attributes"]["plan"], &al["verified"]),
            (&json!("+491512345678"), &json!("Acme"), &json!("Pro"), &json!(false)));
        assert_eq!(found(&story, "q=eq").await[0]["name"], "=1+1", "a formula is a text");
        let faults = story.get(&story.owner, &format!("{}/faults", path(&preview))).await.expect(200);
        let faults = String::from_utf8(faults.raw).unwrap();
        assert!(faults.starts_with("line,field,problem\r\n3,phone,"), "{faults}");
        story.post(&story.owner, &format!("{}/start", path(&preview)), preview["plan"].clone()).await.refused(409, "begun");
        let trail = story.get(&story.owner, "/api/audit").await.expect(200).body.to_string();
        assert!(["contacts.import_received", "contacts.import_started", "contacts.imported"].iter().all(|action| trail.contains(action)));
    }

    async fn lines_find_their_contact_by_address_or_external_id(story: Story) {
        let known = json!({ "name": "Al", "email": "al@x.test", "external_id": "42", "phone": "112" });
        story.post(&story.owner, "/api/contacts", known).await.expect(201);
        let table = "email,name,phone\nAL@x.test,Albert,\nbo@x.test,Bo,113\n";
        let by = |existing: &str, missing: &str| json!({ "columns": ["email", "name", "phone"], "existing": existing, "missing": missing });
        let done = carried_out(&story, &sent(&story, table).await, by("skip", "skip")).await;
        assert_eq!(done["skipped"], 2);
        let done = carried_out(&story, &sent(&story, table).await, by("update", "skip")).await;
        assert_eq!((&done["updated"], &done["skipped"]), (&json!(1), &json!(1)));
        let al = &found(&story, "q=albert").await[0];
        assert_eq!((&al["phone"], &al["external_id"]), (&json!("112"), &json!("42")), "empty cells change nothing");
        let done = carried_out(&story, &sent(&story, table).await, by("update", "create")).await;
        assert_eq!((&done["updated"], &done["created"]), (&json!(1), &json!(1)));

        let by_id = json!({ "columns": ["external_id", "email"], "match_by": "external_id" });
        let done = carried_out(&story, &sent(&story, "id,mail\n42,new@x.test\n43,al@x.test\n").await, by_id).await;
        assert_eq!((&done["updated"], &done["created"]), (&json!(1), &json!(1)));
        assert_eq!(found(&story, "q=new").await[0]["name"], "Albert");
        // An address that several have, and an id that is another's.
        story.post(&story.owner, "/api/contacts", json!({ "name": "Twin", "email": "bo@x.test" })).await.expect(201);
        let plan = json!({ "columns": ["email", "external_id"] });
        let done = carried_out(&story, &sent(&story, "email,id\nbo@x.test,9\nal@x.test,42\n").await, plan).await;
        assert_eq!(done["failed"], 2, "{done}");
    }

    async fn a_line_that_finds_a_deleted_contact_brings_it_back(story: Story) {
        let make = async |about| story.post(&story.owner, "/api/contacts", about).await.expect(201).body;
        let al = make(json!({ "name": "Al", "email": "al@x.test", "external_id": "42" })).await;
        let bo = make(json!({ "name": "Bo", "email": "bo@x.test" })).await;
        let twin = make(json!({ "name": "Twin", "email": "bo@x.test" })).await;
        for one in [&al, &twin] {
            let path = format!("/api/contacts/{}/removal", one["id"].as_str().unwrap());
            story.call(&story.owner, "PUT", &path, None).await.expect(200);
        }
        let skip = json!({ "columns": ["email", "name"], "existing": "skip" });
        carried_out(&story, &sent(&story, "email,name\nal@x.test,Albert\n").await, skip).await;
        assert!(found(&story, "q=al@x").await.is_empty(), "who is left alone stays deleted");
        let by_email = json!({ "columns": ["email", "phone"] });
        let done = carried_out(&story, &sent(&story, "email,phone\nal@x.test,112\nbo@x.test,113\n").await, by_email).await;
        assert_eq!((&done["updated"], &done["created"], &done["failed"]), (&json!(2), &json!(0), &json!(0)), "{done}");
        let there = found(&story, "q=x.test").await;
        assert_eq!(there.iter().map(|one| (&one["id"], one["phone"].as_str().unwrap())).collect::<Vec<_>>(),
            [(&al["id"], "112"), (&bo["id"], "113")], "of two with one address the one who is there is meant");

        let path = format!("/api/contacts/{}/removal", al["id"].as_str().unwrap());
        story.call(&story.owner, "PUT", &path, None).await.expect(200);
        let by_id = json!({ "columns": ["external_id", "name"], "match_by": "external_id" });
        carried_out(&story, &sent(&story, "id,name\n42,Al\n").await, by_id).await;
        assert_eq!(found(&story, "q=al@x").await[0]["id"], al["id"]);
    }

    async fn an_export_comes_back_as_it_went(story: Story) {
        story.post(&story.owner, "/api/contacts", json!({ "name": "=1+1", "email": "a@x.test", "phone": "+491512345678", "external_id": "-7" })).await.expect(201);
        let table = String::from_utf8(story.get(&story.owner, "/api/contacts/export?q=a@x&bom=true").await.expect(200).raw).unwrap();
        let before = found(&story, "q=a@x").await;
        let preview = sent(&story, &table).await;
        let done = carried_out(&story, &preview, preview["plan"].clone()).await;
        assert_eq!(done["updated"], 1, "{done}");
        assert_eq!(found(&story, "q=a@x").await, before);
    }

    async fn what_is_no_table_of_contacts_leaves_nothing_behind(story: Story) {
        let wide = "a,".repeat(101);
        for (wrong, word) in [
            (b"".as_slice(), "empty"),
            (b"name\n", "nothing below"),
            (b"PK\x03\x04zip", "spreadsheet"),
            (b"\xFF\xFEn\0", "UTF-16"),
            (b"name\nJos\xE9\n", "Line 2"),
            (b"name,name\na,b\n", "`name`"),
            (b"name\nA\0B\n", "NUL"),
            (wide.as_bytes(), "columns"),
        ] {
            let refused = send(&story, &story.owner, "text/csv", wrong.to_vec()).await;
            refused.refused(422, "invalid");
            assert_eq!(refused.body["error"]["field"], "file");
            assert!(refused.body["error"]["message"].as_str().unwrap().contains(word), "{}", refused.body);
        }
        let unclosed = format!("name\n\"{}", "x\n".repeat(40_000));
        send(&story, &story.owner, "text/csv", unclosed).await.refused(422, "invalid");
        send(&story, &story.owner, "application/json", "{}").await.refused(415, "wrong_type");
        let rest = std::iter::once(Ok(Bytes::from_static(b"name\nAl\n"))).chain([Err(std::io::Error::other("cut"))]);
        let cut = Body::from_stream(futures_util::stream::iter(rest.collect::<Vec<_>>()));
        send(&story, &story.owner, "text/csv", cut).await.refused(400, "malformed");
        send(&story, &story.ana, "text/csv", "name\nAl\n").await.refused(403, "forbidden");
        assert!(nothing_waits(&story).await);
    }

    async fn wrong_columns_are_refused_by_name(story: Story) {
        let preview = sent(&story, "Mail,Colour\na@x.test,red\n").await;
        let path = path(&preview);
        for (columns, field, word) in [
            (json!(["email", "colour"]), "columns[1]", "`Colour`"),
            (json!(["email", "attribute:plan"]), "columns[1]", "`Colour`"),
            (json!(["email", "email"]), "columns[1]", "`Colour`"),
            (json!(["email"]), "columns", "2 columns"),
            (json!([null, null]), "columns", "which column"),
        ] {
            for door in ["preview", "start"] {
                let refused = story.post(&story.owner, &format!("{path}/{door}"), json!({ "columns": columns })).await;
                refused.refused(422, "invalid");
                assert_eq!(refused.body["error"]["field"], field);
                assert!(refused.body["error"]["message"].as_str().unwrap().contains(word), "{}", refused.body);
            }
        }
        story.post(&story.owner, &format!("{path}/start"), json!({ "columns": ["email", null], "match_by": "external_id" })).await.refused(422, "invalid");
        let preview = sent(&story, "Mail,Name\na@x.test\nb@x.test,Bo,more\nc@x.test,Cy\n").await;
        let done = carried_out(&story, &preview, preview["plan"].clone()).await;
        assert_eq!((&done["failed"], &done["created"]), (&json!(2), &json!(1)), "short and long lines are told, not guessed");
    }

    async fn an_import_is_given_up_and_what_nobody_begins_goes(story: Story) {
        let preview = sent(&story, "name\nAl\n").await;
        story.call(&story.owner, "DELETE", &path(&preview), None).await.expect(204);
        story.call(&story.owner, "DELETE", &path(&preview), None).await.refused(409, "over");
        story.post(&story.owner, &format!("{}/start", path(&preview)), json!({ "columns": ["name"] })).await.refused(409, "begun");
        assert_eq!(story.get(&story.owner, &path(&preview)).await.expect(200).body["state"], "cancelled");
        for _ in 0..20 {
            sent(&story, "name\nAl\n").await;
        }
        send(&story, &story.owner, "text/csv", "name\nAl\n").await.refused(409, "too_many");
        soon("old tables go", async || {
            story.later(std::time::Duration::from_secs(13 * 3_600));
            story.read("SELECT CAST(count(*) AS text) FROM contact_imports WHERE state = 'ready'").await == ["0"]
        }).await;
    }

    async fn an_import_goes_on_where_a_crash_cut_it_off_and_takes_no_line_twice(story: Story) {
        let table = (0..600).fold("name,email\n".to_owned(), |table, n| format!("{table}Guest {n},g{n}@x.test\n"));
        let preview = sent(&story, &table).await;
        let path = path(&preview);
        // Names only by themselves: a line that was taken in twice would make two contacts.
        story.post(&story.owner, &format!("{path}/start"), json!({ "columns": ["name", null] })).await.expect(200);
        soon("it is on its way", async || story.get(&story.owner, &path).await.body["done"].as_i64() >= Some(100)).await;
        let story = story.restart().await;
        let owner = story.sign_in(&story.owner).await;
        soon("it is carried out", async || {
            story.later(std::time::Duration::from_secs(20));
            let owner = if story.get(&owner, "/api/me").await.status == 200 { owner.clone() } else { story.sign_in(&owner).await };
            story.get(&owner, &path).await.body["state"] == "done"
        }).await;
        let owner = story.sign_in(&story.owner).await;
        assert_eq!(story.get(&owner, &path).await.expect(200).body["created"], 600);
        let made = story.read("SELECT CAST(count(*) AS text) FROM principals WHERE name LIKE 'Guest %'").await;
        assert_eq!(made, ["600"]);
        assert_eq!(story.read("SELECT CAST(count(*) AS text) FROM contact_import_pieces WHERE before IS NULL").await, ["0"]);
    }

    async fn an_import_is_undone_where_nobody_changed_it_since(story: Story) {
        let attribute = json!({ "key": "plan", "label": "Plan", "type": "text" });
        story.post(&story.owner, "/api/contact-attributes", attribute).await.expect(201);
        let make = async |about| story.post(&story.owner, "/api/contacts", about).await.expect(201).body;
        let now = async |of: &Value| story.get(&story.owner, &format!("/api/contacts/{}", of["id"].as_str().unwrap())).await.expect(200).body;
        let al = make(json!({ "name": "Al", "email": "al@x.test", "phone": "112", "attributes": { "plan": "Free" } })).await;
        let bo = make(json!({ "name": "Bo", "email": "bo@x.test", "external_id": "7" })).await;
        let cy = make(json!({ "name": "Cy", "email": "cy@x.test" })).await;
        let gone = format!("/api/contacts/{}/removal", cy["id"].as_str().unwrap());
        let cy = story.call(&story.owner, "PUT", &gone, None).await.expect(200).body;
        // Al stands in it twice: what was before the first line comes back.
        let table = "name,email,phone,company,id,plan\nAlbert,al@x.test,113,Acme,5,Pro\nBob,bo@x.test,,Acme,,Pro\nCy,cy@x.test,,,,\n\
            Alfred,al@x.test,,,,\nNew,new@x.test,,,,\nWas here,here@x.test,,,8,\nwrong,wrong,,,,\n";
        let preview = sent(&story, table).await;
        let path = path(&preview);
        story.post(&story.owner, &format!("{path}/undo"), json!({})).await.refused(409, "not_undoable");
        let plan = json!({ "columns": ["name", "email", "phone", "company", "external_id", "attribute:plan"] });
        let done = carried_out(&story, &preview, plan).await;
        assert_eq!((&done["updated"], &done["created"], &done["failed"], &done["undo"]), (&json!(4), &json!(2), &json!(1), &Value::Null));
        assert_eq!((now(&al).await["name"].as_str(), now(&cy).await["removed_at"].as_str()), (Some("Alfred"), None));
        let bobby = json!({ "name": "Bobby" });
        story.call(&story.owner, "PATCH", &format!("/api/contacts/{}", bo["id"].as_str().unwrap()), bobby).await.expect(200);
        story.tamper("UPDATE contacts SET never_seen = FALSE WHERE email = 'here@x.test'").await;

        story.post(&story.ana, &format!("{path}/undo"), json!({})).await.refused(403, "forbidden");
        assert_eq!(story.post(&story.owner, &format!("{path}/undo"), json!({})).await.expect(200).body["undo"], "running");
        soon("it is undone", async || story.get(&story.owner, &path).await.body["undo"] == "done").await;
        assert_eq!(now(&al).await, al);
        let bo_now = now(&bo).await;
        assert_eq!((&bo_now["name"], &bo_now["company"], &bo_now["attributes"]), (&json!("Bobby"), &Value::Null, &json!({})));
        assert!(now(&cy).await["removed_at"].is_string());
        assert!(found(&story, "q=new").await.is_empty(), "who was made is deleted");
        assert_eq!(found(&story, "q=here").await[0]["external_id"], "8", "who was here since stays");
        story.post(&story.owner, &format!("{path}/undo"), json!({})).await.refused(409, "not_undoable");
    }

    async fn an_undone_import_gives_back_what_stood_there_to_the_letter(story: Story) {
        let attribute = json!({ "key": "n", "label": "N", "type": "number" });
        let attribute = story.post(&story.owner, "/api/contact-attributes", attribute).await.expect(201).body;
        let by_id = |columns: Value| json!({ "columns": columns, "match_by": "external_id" });
        // Named after their ids, with two blanks and a sign that no name may have from a person.
        let first = "id,n\nA  7,12345678901234567000\n\u{202b}9,52.520008123456789\n";
        carried_out(&story, &sent(&story, first).await, by_id(json!(["external_id", "attribute:n"]))).await;
        let before = found(&story, "limit=50").await;
        let second = "id,name,n\nA  7,Seven,16777217.1\n\u{202b}9,Nine,1e300\n";
        let preview = sent(&story, second).await;
        let path = path(&preview);
        let done = carried_out(&story, &preview, by_id(json!(["external_id", "name", "attribute:n"]))).await;
        assert_eq!(done["updated"], 2, "{done}");
        assert_ne!(found(&story, "limit=50").await, before);

        // Values of a deleted attribute would come back with it.
        let removal = format!("/api/contact-attributes/{}", attribute["id"].as_str().unwrap());
        story.call(&story.owner, "DELETE", &removal, None).await.expect(204);
        story.post(&story.owner, &format!("{path}/undo"), json!({})).await.refused(409, "attribute_removed");
        story.call(&story.owner, "DELETE", &format!("{removal}/removal"), None).await.expect(200);
        story.post(&story.owner, &format!("{path}/undo"), json!({})).await.expect(200);
        soon("it is undone", async || story.get(&story.owner, &path).await.body["undo"] == "done").await;
        assert_eq!(found(&story, "limit=50").await, before);
    }

    async fn an_undo_leaves_who_somebody_is_to_those_who_were_here_since(story: Story) {
        let dee = json!({ "name": "Dee", "email": "dee@x.test" });
        story.post(&story.owner, "/api/contacts", dee).await.expect(201);
        let preview = sent(&story, "name,email,id,phone\nDeedee,dee@x.test,u-7,112\n").await;
        let path = path(&preview);
        carried_out(&story, &preview, json!({ "columns": ["name", "email", "external_id", "phone"] })).await;
        // The site may have vouched for them by these words.
        story.tamper("UPDATE contacts SET never_seen = FALSE WHERE email = 'dee@x.test'").await;
        story.post(&story.owner, &format!("{path}/undo"), json!({})).await.expect(200);
        soon("it is undone", async || story.get(&story.owner, &path).await.body["undo"] == "done").await;
        let dee = &found(&story, "q=dee@x").await[0];
        assert_eq!((&dee["name"], &dee["external_id"], &dee["phone"]), (&json!("Deedee"), &json!("u-7"), &Value::Null));
    }

    async fn an_undo_spares_whom_others_were_merged_into(story: Story) {
        let preview = sent(&story, "name,email\nAna,ana@x.test\nEve,eve@x.test\n").await;
        let path = path(&preview);
        carried_out(&story, &preview, json!({ "columns": ["name", "email"] })).await;
        let ana = found(&story, "q=ana@x").await[0]["id"].as_str().unwrap().to_owned();
        let merge = json!({ "from": story.visitor.id });
        story.post(&story.owner, &format!("/api/contacts/{ana}/merge"), merge).await.expect(201);
        story.post(&story.owner, &format!("{path}/undo"), json!({})).await.expect(200);
        soon("it is undone", async || story.get(&story.owner, &path).await.body["undo"] == "done").await;
        assert!(found(&story, "q=eve@x").await.is_empty());
        assert_eq!(found(&story, "q=ana@x").await.len(), 1, "the visitor was here");
    }

    async fn an_import_that_was_given_up_is_undone_as_far_as_it_came(story: Story) {
        let table = (0..2_000).fold("name,email\n".to_owned(), |table, n| format!("{table}Guest {n},g{n}@x.test\n"));
        let path = path(&sent(&story, &table).await);
        story.post(&story.owner, &format!("{path}/start"), json!({ "columns": ["name", "email"] })).await.expect(200);
        soon("it is on its way", async || story.get(&story.owner, &path).await.body["done"].as_i64() >= Some(100)).await;
        story.call(&story.owner, "DELETE", &path, None).await.expect(204);
        assert!(!found(&story, "q=guest").await.is_empty());
        story.post(&story.owner, &format!("{path}/undo"), json!({})).await.expect(200);
        soon("it is undone", async || story.get(&story.owner, &path).await.body["undo"] == "done").await;
        assert!(found(&story, "q=guest").await.is_empty());
        assert_eq!(story.read("SELECT CAST(count(*) AS text) FROM contact_import_pieces").await, ["0"]);
    }

    async fn a_table_beyond_the_limit_is_refused_while_it_comes_in(story: Story) {
        let mut config = Story::config();
        config.imports.max_lines = 1_000;
        config.imports.max_bytes = 200_000;
        let strict = Story::with(story.engine, config).await;
        // A million lines, made while they are sent: neither side ever holds them all.
        let asked = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
        let counted = std::sync::Arc::clone(&asked);
        let lines = (0..1_000_000).map(move |n| {
            counted.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            Ok::<_, std::io::Error>(Bytes::from(if n == 0 { "name\n".to_owned() } else { format!("Guest {n}\n") }))
        });
        let body = Body::from_stream(futures_util::stream::iter(lines));
        let refused = send(&strict, &strict.owner, "text/csv", body).await;
        refused.refused(413, "too_large");
        assert!(refused.body["error"]["message"].as_str().unwrap().contains("1000 lines"), "{}", refused.body);
        assert!(asked.load(std::sync::atomic::Ordering::Relaxed) < 20_000, "the rest is not read");
        let large = format!("name\n{}", format!("{}\n", "x".repeat(1_000)).repeat(300));
        send(&strict, &strict.owner, "text/csv", large).await.refused(413, "too_large");
        assert!(nothing_waits(&strict).await);
    }

    async fn an_external_id_is_the_same_however_its_accents_are_written(story: Story) {
        let plan = json!({ "columns": ["external_id", "name"], "match_by": "external_id" });
        story.post(&story.owner, "/api/contacts", json!({ "name": "Al", "external_id": "caf\u{e9}-1" })).await.expect(201);
        let table = "id,name\ncafe\u{301}-1,Albert\ncafe\u{301}-2,Bo\n";
        let done = carried_out(&story, &sent(&story, table).await, plan).await;
        assert_eq!((&done["updated"], &done["created"]), (&json!(1), &json!(1)));
        assert_eq!(found(&story, "q=albert").await[0]["external_id"], "caf\u{e9}-1");
        assert_eq!(found(&story, "q=bo").await[0]["external_id"], "caf\u{e9}-2");
    }
}
