//! The app itself: made, switched off, given another secret.

use antiphon_testkit::{Client, Story, both_engines};
use axum::http::Method;
use serde_json::json;

use super::App;

both_engines! {
    async fn a_workspace_has_one_app_of_its_own(story: Story) {
        let (first, second) = (App::of(&story).await, App::of(&story).await);
        assert_eq!((&first.id, &first.key, &first.secret), (&second.id, &second.key, &second.secret));
        assert!(first.id.bytes().all(|byte| byte.is_ascii_digit()), "a library takes digits only");
        let theirs = story.get(&story.foreign_owner, "/api/pusher/app").await.expect(200).body;
        assert_ne!(theirs["app_id"], first.id.as_str());
        story.get(&story.ana, "/api/pusher/app").await.refused(403, "forbidden");
        let dump = format!("{:?}", story.dump().await);
        assert!(!dump.contains(&first.secret), "sealed");
        let actions = story.read("SELECT action FROM audit_log WHERE action LIKE 'pusher_app.%' ORDER BY action").await;
        assert_eq!(actions, ["pusher_app.made", "pusher_app.made"]);
    }

    async fn another_secret_ends_the_old_one_and_a_switched_off_app_lets_nobody_in(story: Story) {
        let before = App::of(&story).await;
        story.post(&story.owner, "/api/pusher/app/secret", json!({})).await.expect(200);
        let after = App::of(&story).await;
        before.asks(&story, Method::GET, "/channels", &[], None).await.refused(401, "unauthenticated");
        after.asks(&story, Method::GET, "/channels", &[], None).await.expect(200);
        story.call(&story.owner, "PATCH", "/api/pusher/app", json!({ "is_enabled": false })).await.expect(200);
        after.asks(&story, Method::GET, "/channels", &[], None).await.refused(403, "forbidden");
        assert_eq!(close_code(&story, &after.key, "protocol=7").await, 4003);
        assert_eq!(close_code(&story, "unknown", "protocol=7").await, 4001);
        assert_eq!(close_code(&story, &after.key, "protocol=3").await, 4007);
        assert_eq!(close_code(&story, &after.key, "client=js").await, 4008);
    }
}

async fn close_code(story: &Story, key: &str, query: &str) -> u16 {
    Client::open_path(story.address().await, &format!("/pusher/app/{key}?{query}"), None).await.unwrap().closed().await
}
