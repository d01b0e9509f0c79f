//! A client written from the description of the chat log's system alone. Each step quotes the line that it proves. (Trailing
//! slashes are taken off before routing, by the server: see `without_trailing_slash`.)

use antiphon_db::Tx;
use antiphon_testkit::{LogLines, Story, both_engines};
use serde_json::{Value, json};

use super::{bot, chat, says, seen};

fn refused(answer: &antiphon_testkit::Answer, field: &str) -> String {
    answer.refused(422, "invalid");
    assert_eq!(answer.body["error"]["field"], field, "{}", answer.body);
    answer.body["error"]["message"].as_str().unwrap().to_owned()
}

both_engines! {
    async fn a_bot_of_the_chat_logs_system_works_by_changing_its_host(story: Story) {
        let bot = bot(&story, &["chatlog:write"]).await;

        // "After: { "sessionId": "session-123", "userId": "user_42" }"
        let made = chat(&story, &bot, json!({ "chatId": "chat_abc123", "sessionId": "session-123", "userId": "user_42" })).await;
        // "status text default 'active'"
        assert_eq!((&made["chatId"], &made["sessionId"], &made["userId"], &made["status"]),
            (&json!("chat_abc123"), &json!("session-123"), &json!("user_42"), &json!("active")));
        // "Verify chats create successfully with required `sessionId`"
        refused(&story.post(&bot, "/api/crm/chats", json!({ "chatId": "c" })).await, "sessionId");
        refused(&story.post(&bot, "/api/crm/chats", json!({ "chatId": "c", "sessionId": "  " })).await, "sessionId");
        // "Removed confusing `externalUserId` field"
        let old = json!({ "sessionId": "session-123", "externalUserId": "user_42" });
        assert!(refused(&story.post(&bot, "/api/crm/chats", old).await, "externalUserId").contains("`userId`"));
        // "Updated API to not accept/send `timestamp`"
        for (path, body) in [
            ("/api/crm/chats", json!({ "sessionId": "s", "timestamp": "2024-11-14T00:00:00Z" })),
            ("/api/crm/messages", json!({ "chatId": "chat_abc123", "role": "user", "content": "x", "timestamp": "2024-11-14T00:00:00Z" })),
        ] {
            let why = refused(&story.post(&bot, path, body).await, "timestamp");
            assert!(why.contains("the server sets `createdAt`"), "{why}");
        }
        // "Verify invalid `status` values are rejected"
        let why = refused(&story.post(&bot, "/api/crm/chats", json!({ "sessionId": "s", "status": "closed" })).await, "status");
        assert_eq!(why, "Give one of: active, completed, abandoned.");
        let change = story.call(&bot, "PATCH", "/api/crm/chats/chat_abc123", json!({ "status": "done" })).await;
        assert_eq!(refused(&change, "status"), "Give one of: active, completed, abandoned.");
        // "Verify invalid `role` values are rejected"
        let wrong = json!({ "chatId": "chat_abc123", "role": "bot", "content": "x" });
        assert_eq!(refused(&story.post(&bot, "/api/crm/messages", wrong).await, "role"), "Give one of: user, assistant, system.");

        // "Added CHECK constraint on messages.role ('user', 'assistant', 'system')"
        for role in ["user", "assistant", "system"] {
            let said = story.post(&bot, "/api/crm/messages", json!({ "chatId": "chat_abc123", "role": role, "content": "Hello" })).await;
            let said = said.expect(201).body;
            assert_eq!(said["chatId"], "chat_abc123");
            // "Use standard `created_at` for all tables": the server's time.
            assert_eq!(said["createdAt"], json!(story.clock.now()));
            assert!(said["messageId"].is_string());
        }
        // "Added CHECK constraint on `chats.status` ('active', 'completed', 'abandoned')"
        for status in ["completed", "abandoned", "active"] {
            let changed = story.call(&bot, "PATCH", "/api/crm/chats/chat_abc123", json!({ "status": status })).await.expect(200);
            assert_eq!(changed.body["status"], status);
        }
        // "Provides message_count and last_message_at for each chat"
        let list = seen(&story, &bot, "/api/crm/chats?status=active&sessionId=session-123&userId=user_42").await;
        assert_eq!((&list["chats"][0]["messageCount"], &list["chats"][0]["lastMessageAt"]), (&json!(3), &json!(story.clock.now())));
        assert_eq!(list["nextCursor"], Value::Null);
        let said = seen(&story, &bot, "/api/crm/chats/chat_abc123/messages").await;
        let roles: Vec<_> = said["messages"].as_array().unwrap().iter().map(|one| one["role"].clone()).collect();
        assert_eq!(roles, ["user", "assistant", "system"]);
    }

    async fn the_database_keeps_the_promises_itself(story: Story) {
        chat(&story, &story.key, json!({ "chatId": "c", "sessionId": "s" })).await;
        says(&story, &story.key, "c", "user", "Hello").await;
        let workspace = story.owner.workspace.parse().unwrap();
        for broken in [
            // "`session_id` now `NOT NULL`"
            "UPDATE chats SET session_id = NULL WHERE workspace_id = $1",
            // "check (status in ('active', 'completed', 'abandoned'))"
            "UPDATE chats SET status = 'closed' WHERE workspace_id = $1",
            // "check (role in ('user', 'assistant', 'system'))"
            "UPDATE entries SET role = 'bot' WHERE workspace_id = $1",
        ] {
            let outcome = story.desk.db.write(workspace, async |tx: &mut Tx| -> antiphon_base::Result<u64> {
                Ok(tx.query(broken).bind(antiphon_desk::ids::WorkspaceId(workspace)).run().await?)
            });
            assert!(outcome.await.is_err(), "{broken}");
        }
        // "New view: chats_with_counts"
        let counts = "SELECT chat_id || ' ' || session_id || ' ' || status || ' ' || CAST(message_count AS text) || ' '
                          || CASE WHEN last_message_at IS NULL THEN '' ELSE 'told' END FROM chats_with_counts";
        assert_eq!(story.read(counts).await, ["c s active 1 told"]);
        // "idx_chats_session_id -- For session lookups", "idx_chats_status -- For filtering by status",
        // "idx_messages_created_at -- For message timeline queries", "idx_chat_analytics_chat_id -- For analytics joins"
        let defined = match story.engine {
            antiphon_testkit::Engine::Sqlite => "SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
            antiphon_testkit::Engine::Postgres => "SELECT indexdef::text FROM pg_indexes WHERE schemaname = 'public'",
        };
        let indexes = story.read(defined).await;
        for (name, columns) in [
            ("chats_by_session", "(workspace_id, session_id"),
            ("chats_by_status", "(workspace_id, status"),
            ("entries_said", "(workspace_id, created_at)"),
            ("chat_analytics_by_day", "(workspace_id, created_at)"),
        ] {
            assert!(indexes.iter().any(|index| index.contains(&format!(" {name} ON ")) && index.contains(columns)), "{name}: {indexes:?}");
        }
        // One row for each chat: its key is what analytics are joined by.
        let facts = json!({ "chatId": "c", "intent": "x" });
        story.post(&story.key, "/api/crm/analytics", facts.clone()).await.expect(201);
        story.post(&story.key, "/api/crm/analytics", facts).await.expect(200);
        assert_eq!(story.read("SELECT CAST(count(*) AS text) FROM chat_analytics").await, ["1"]);
    }

    async fn the_log_tells_what_is_asked_for_and_by_whom_it_was_refused(story: Story) {
        let bot = bot(&story, &["chatlog:write"]).await;
        let log = LogLines::listen();
        let crm = || log.take().into_iter().filter(|line| line.contains("[CRM]")).collect::<Vec<_>>();
        // "[CRM] Creating chat: chat_abc123 for session: session_xyz", "[CRM] Successfully created chat: chat_abc123"
        chat(&story, &bot, json!({ "chatId": "chat_abc123", "sessionId": "session_xyz" })).await;
        assert_eq!(crm(), [
            "INFO [CRM] Creating chat: chat_abc123 for session: session_xyz",
            "INFO [CRM] Successfully created chat: chat_abc123",
        ]);
        // "[CRM] Logging user message for chat: chat_abc123"
        says(&story, &bot, "chat_abc123", "user", "A secret of the customer's").await;
        assert_eq!(crm(), ["INFO [CRM] Logging user message for chat: chat_abc123"]);
        // "Warns on authorization failures": "[CRM] Unauthorized message logging attempt"
        let body = json!({ "chatId": "chat_abc123", "role": "user", "content": "A secret of the customer's" });
        story.call(None, "POST", "/api/crm/messages", body.clone()).await.refused(401, "unauthenticated");
        story.post(&story.ana, "/api/crm/messages", body.clone()).await.refused(403, "forbidden");
        assert_eq!(crm(), ["WARN [CRM] Unauthorized message logging attempt"; 2]);
        // "Logs all API requests with `[CRM]` prefix"
        for path in ["/api/crm/chats", "/api/crm/chats/chat_abc123", "/api/crm/chats/chat_abc123/messages"] {
            seen(&story, &bot, path).await;
            assert_eq!(crm().len(), 1, "{path}");
        }
        story.call(&bot, "PATCH", "/api/crm/chats/chat_abc123", json!({ "status": "completed" })).await.expect(200);
        story.post(&bot, "/api/crm/analytics", json!({ "chatId": "chat_abc123", "outcome": "solved" })).await.expect(201);
        let lines = log.take();
        assert_eq!(lines.iter().filter(|line| line.contains("[CRM]")).count(), 2, "{lines:?}");
        // "Include error details in API responses"
        let gone = json!({ "chatId": "chat_none", "role": "user", "content": "A secret of the customer's" });
        story.post(&bot, "/api/crm/messages", gone).await.refused(404, "not_found");
        assert!(log.take().iter().all(|line| !line.contains("secret of")));
    }
}
