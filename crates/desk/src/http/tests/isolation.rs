//! Two workspaces on one database: what one has, the other cannot see, count, follow, point at or write to,
//! through any door; and on PostgreSQL not even with our own checks left out.

use std::time::{Duration, Instant};

use antiphon_db::{Error, Tx};
use antiphon_testkit::{Caller, Engine, Story, both_engines};
use serde_json::{Value, json};
use uuid::Uuid;

const SECRET: &str = "acorn-of-oak";

/// A conversation of the other workspace, full of its own word.
async fn foreign_conversation(story: &Story) -> String {
    let path = format!("/api/contacts/{}", story.foreign_visitor.id);
    let change = json!({ "name": format!("{SECRET} visitor"), "external_id": SECRET });
    story.call(&story.foreign_agent, "PATCH", &path, change).await.expect(200);
    let id = story.visitor_starts(&story.foreign_visitor, &format!("{SECRET} asks")).await;
    story.say(&story.foreign_agent, &id, &format!("{SECRET} answers")).await;
    story.note(&story.foreign_agent, &id, &format!("{SECRET} notes")).await;
    id
}

fn id(text: &str) -> Uuid {
    text.parse().expect("an id")
}

async fn count(tx: &mut Tx, table: &'static str) -> Result<i64, Error> {
    let text = match table {
        "conversations" => "SELECT count(*) FROM conversations",
        "entries" => "SELECT count(*) FROM entries",
        "principals" => "SELECT count(*) FROM principals",
        "contacts" => "SELECT count(*) FROM contacts",
        "audit_log" => "SELECT count(*) FROM audit_log",
        _ => panic!("a table of this test"),
    };
    tx.query(text).value().await
}

both_engines! {
    async fn an_id_of_the_other_workspace_cannot_be_told_from_an_unknown_one_by_its_time(story: Story) {
        let foreign = foreign_conversation(&story).await;
        let (mut of_foreign, mut of_unknown) = (Vec::new(), Vec::new());
        for _ in 0..60 {
            // In turns, so that whatever else the machine does meets both alike.
            for (id, took) in [(foreign.clone(), &mut of_foreign), (Uuid::now_v7().to_string(), &mut of_unknown)] {
                let started = Instant::now();
                story.get(&story.ana, &format!("/api/conversations/{id}/messages")).await.refused(404, "not_found");
                took.push(started.elapsed());
            }
        }
        of_foreign.sort();
        of_unknown.sort();
        let apart = of_foreign[30].abs_diff(of_unknown[30]);
        assert!(apart < Duration::from_millis(5), "{apart:?} apart in the median");
    }

    async fn no_list_feed_search_or_stream_shows_the_other_workspace(story: Story) {
        let start: Vec<(Caller, String)> = {
            let mut all = Vec::new();
            for who in [&story.owner, &story.ana, &story.cora, &story.visitor, &story.key] {
                let cursor = story.get(who, "/api/feed").await.expect(200).body["cursor"].as_str().unwrap().to_owned();
                all.push((who.clone(), cursor));
            }
            all
        };
        let foreign = foreign_conversation(&story).await;
        let contact = &story.foreign_visitor.id;
        for (who, cursor) in &start {
            let mut paths: Vec<String> = antiphon_desk::route_table()
                .into_iter()
                .filter(|route| route.method == "GET" && !route.path.contains('{') && !route.path.contains("setup") && route.path != "/api/live")
                .map(|route| route.path)
                .collect();
            assert!(paths.len() >= 7);
            paths.extend([
                format!("/api/feed?after={cursor}"),
                format!("/api/conversations?contact_id={contact}"),
                format!("/api/conversations?assignee={}", story.foreign_agent.id),
                "/api/conversations?kind=direct".to_owned(),
                "/api/conversations?status=queued,open,pending,snoozed,resolved&limit=100".to_owned(),
            ]);
            for path in paths {
                let answer = story.get(who, &path).await;
                let text = String::from_utf8_lossy(&answer.raw);
                assert!(!text.contains(SECRET) && !text.contains(&foreign) && !text.contains("oak.test"), "{} saw {path}: {text}", who.name);
            }
        }
        let mut socket = story.connect(&story.owner).await;
        for frame in [
            json!({ "type": "subscribe", "conversation_id": foreign, "after_seq": 0 }),
            json!({ "type": "send", "conversation_id": foreign, "client_msg_id": "x", "text": "hi" }),
            json!({ "type": "read", "conversation_id": foreign, "seq": 1 }),
            json!({ "type": "delivered", "conversation_id": foreign, "seq": 1 }),
        ] {
            let unknown = Uuid::now_v7().to_string();
            socket.send(frame.clone()).await;
            let refused = socket.expect("error").await;
            let mut other = frame;
            other["conversation_id"] = json!(unknown);
            socket.send(other).await;
            let as_unknown = socket.expect("error").await;
            assert_eq!(refused["error"], as_unknown["error"]);
            assert_eq!(refused["error"]["code"], "not_found");
        }
        socket.send(json!({ "type": "typing", "conversation_id": foreign, "is_typing": true })).await;
        assert_eq!(socket.expect("error").await["error"]["code"], "invalid");
        socket.send(json!({ "type": "follow_feed", "after": start[0].1 })).await;
        assert!(!socket.expect("feed").await.to_string().contains(SECRET));
        story.say(&story.foreign_agent, &foreign, &format!("{SECRET} again")).await;
        socket.expect_none("feed").await;
        socket.expect_none("entry").await;
    }

    async fn ids_of_the_other_workspace_inside_a_request_are_unknown_ones(story: Story) {
        let foreign = foreign_conversation(&story).await;
        let log = story.log(&story.foreign_agent, &foreign, 0).await;
        let message = log[0]["message"]["id"].as_str().unwrap();
        let own = story.visitor_starts(&story.visitor, "Hi").await;
        let path = format!("/api/conversations/{own}");
        let before = story.dump().await;
        let tries: [(&str, String, Value); 7] = [
            ("POST", "/api/conversations".into(), json!({ "participants": [story.foreign_visitor.id] })),
            ("POST", "/api/conversations".into(), json!({ "kind": "direct", "participants": [story.foreign_agent.id] })),
            ("POST", "/api/conversations".into(), json!({ "inbox_id": story.foreign_inbox, "participants": [story.visitor.id] })),
            ("PATCH", path.clone(), json!({ "assignee_id": story.foreign_agent.id })),
            ("POST", format!("{path}/participants"), json!({ "principal_id": story.foreign_agent.id })),
            ("POST", format!("{path}/messages"), json!({ "text": "hi", "reply_to": message })),
            ("PATCH", format!("{path}/messages/{message}"), json!({ "text": "forged" })),
        ];
        for (method, path, body) in tries {
            let answer = story.call(&story.owner, method, &path, body).await;
            assert!([404, 422].contains(&answer.status), "{method} {path}: {}", answer.body);
            assert!(!String::from_utf8_lossy(&answer.raw).contains(SECRET));
        }
        story.call(&story.owner, "DELETE", &format!("/api/people/{}/sessions", story.foreign_agent.id), None).await.refused(404, "not_found");
        assert_eq!(story.dump().await, before);
        // The same external id and the same client id may be used by both.
        let mine = format!("/api/contacts/{}", story.visitor.id);
        story.call(&story.ana, "PATCH", &mine, json!({ "external_id": SECRET })).await.expect(200);
        let again = json!({ "text": "hi", "client_msg_id": "shared" });
        story.post(&story.foreign_agent, &format!("/api/conversations/{foreign}/messages"), again.clone()).await.expect(201);
        story.post(&story.ana, &format!("{path}/messages"), again).await.expect(201);
    }
}

/// Even a question that forgot its `workspace_id = $1` sees one workspace only, and none where none is set.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_shows_each_transaction_its_own_workspace_only() {
    let story = Story::new(Engine::Postgres).await;
    foreign_conversation(&story).await;
    story.visitor_starts(&story.visitor, "Hi").await;
    let db = &story.desk.db;
    let (own, foreign) = (id(&story.owner.workspace), id(&story.foreign_owner.workspace));
    for table in ["conversations", "entries", "principals", "contacts", "audit_log"] {
        let all: i64 = story.read(&format!("SELECT count(*)::text FROM {table}")).await[0].parse().unwrap();
        let seen_by = async |workspace| db.read(workspace, async |tx| count(tx, table).await).await.unwrap();
        let (ours, theirs) = (seen_by(own).await, seen_by(foreign).await);
        assert!(ours > 0 && theirs > 0 && ours + theirs == all, "{table}: {ours} and {theirs} of {all}");
        assert_eq!(seen_by(Uuid::now_v7()).await, 0, "{table}: a workspace that is none");
    }
    let bare = story.read_as_app("SELECT count(*)::text FROM conversations").await.expect("it may ask");
    assert_eq!(bare, ["0"], "nothing set, nothing seen");
    let tables = "SELECT c.relname::text FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'workspace_id'
                  WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace AND NOT a.attisdropped";
    for table in story.read(tables).await {
        let bare = story.read_as_app(&format!("SELECT count(*)::text FROM {table}")).await.expect("it may ask");
        assert_eq!(bare, ["0"], "{table} shows rows where nothing is set");
    }
    // A setting that was not meant for this transaction does not survive it.
    let leaked = "SELECT coalesce(nullif(current_setting('app.workspace', true), ''), 'nothing')";
    assert_eq!(story.read_as_app(leaked).await.expect("it may ask"), ["nothing"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_table_of_a_workspace_stands_behind_forced_row_security() {
    let story = Story::new(Engine::Postgres).await;
    let with_workspace = "FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'workspace_id'
                          WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace AND NOT a.attisdropped";
    let all = story.read(&format!("SELECT c.relname::text {with_workspace}")).await;
    assert!(all.len() > 15, "{all:?}");
    let open = story
        .read(&format!("SELECT c.relname::text {with_workspace} AND NOT (c.relrowsecurity AND c.relforcerowsecurity)"))
        .await;
    assert_eq!(open, Vec::<String>::new(), "these lack ENABLE or FORCE");
    let lax = "SELECT tablename || ': ' || policyname FROM pg_policies WHERE schemaname = 'public' AND cmd IN ('ALL', 'INSERT', 'UPDATE')
               AND (with_check IS NULL OR with_check = 'true')";
    assert_eq!(story.read(lax).await, Vec::<String>::new(), "these check nothing that is written");
    let views = "SELECT viewname::text FROM pg_views v JOIN pg_class c ON c.relname = v.viewname
                 WHERE v.schemaname = 'public' AND NOT coalesce(c.reloptions, '{}') @> ARRAY['security_invoker=true']";
    assert_eq!(story.read(views).await, Vec::<String>::new(), "these look with their owner's eyes");
    let definers = "SELECT proname::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prosecdef";
    assert_eq!(story.read(definers).await, Vec::<String>::new(), "these act with their owner's rights");
    // Keys that tenants share would tell of invisible rows: each unique one has the workspace or something random in it.
    let shared = "SELECT c.conrelid::regclass::text || ' ' || pg_get_constraintdef(c.oid) FROM pg_constraint c
                  WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace
                    AND EXISTS (SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.confrelid AND a.attname = 'workspace_id')
                    AND NOT pg_get_constraintdef(c.oid) LIKE 'FOREIGN KEY (workspace_id%'";
    assert_eq!(story.read(shared).await, Vec::<String>::new(), "these point into other workspaces");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgres_refuses_rows_forged_into_another_workspace() {
    let story = Story::new(Engine::Postgres).await;
    foreign_conversation(&story).await;
    let own_conversation = story.visitor_starts(&story.visitor, "Hi").await;
    let db = &story.desk.db;
    let (own, foreign) = (id(&story.owner.workspace), id(&story.foreign_owner.workspace));
    let before = story.dump().await;
    let inserted: Result<u64, Error> = db
        .write(own, async |tx| {
            tx.query("INSERT INTO principals (workspace_id, id, kind, name, created_at) VALUES ($1, $2, 'bot', 'forged', $3)")
                .bind(foreign)
                .bind(Uuid::now_v7())
                .bind(story.clock.now())
                .run()
                .await
        })
        .await;
    assert!(inserted.unwrap_err().to_string().contains("row-level security"));
    let moved: Result<u64, Error> =
        db.write(own, async |tx| tx.query("UPDATE inboxes SET workspace_id = $1").bind(foreign).run().await).await;
    assert!(moved.is_err(), "a row does not change its tenant");
    for text in [
        "UPDATE conversations SET title = 'forged' WHERE workspace_id = $1",
        "DELETE FROM visitor_tokens WHERE workspace_id = $1",
        "UPDATE principals SET name = 'forged' WHERE workspace_id = $1",
    ] {
        let touched: Result<u64, Error> = db.write(own, async |tx| tx.query(text).bind(foreign).run().await).await;
        assert_eq!(touched.unwrap(), 0, "{text}");
    }
    // A child of an own parent that names another workspace's principal.
    let crossed: Result<u64, Error> = db
        .write(own, async |tx| {
            tx.query("UPDATE conversations SET contact_id = $2 WHERE id = $1")
                .bind(id(&own_conversation))
                .bind(id(&story.foreign_visitor.id))
                .run()
                .await
        })
        .await;
    assert!(crossed.is_err(), "{crossed:?}");
    let trail: Result<u64, Error> = db.write(own, async |tx| tx.query("DELETE FROM audit_log").run().await).await;
    assert!(trail.is_err() || trail.is_ok_and(|rows| rows == 0), "the trail does not shrink");
    assert_eq!(story.dump().await, before);
}
