//! Work that the frame owes to itself, and what all owed work relies on while it lasts.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use antiphon_bus::Bus;
use antiphon_desk::Desk;
use antiphon_desk::actor::Actor;
use antiphon_desk::jobs::{self, Handlers, Job, NewJob};
use antiphon_testkit::{Story, both_engines, soon};
use axum::body::Body;
use http::Request;
use serde_json::json;
use tokio::sync::Notify;

both_engines! {
    async fn keys_of_repeats_are_cleaned_away_after_their_day(story: Story) {
        let request = Request::post("/api/conversations")
            .header("authorization", format!("Bearer {}", story.visitor.token))
            .header("content-type", "application/json")
            .header("idempotency-key", "k-1")
            .body(Body::from(json!({ "message": { "text": "Hi" } }).to_string()));
        story.request(request.unwrap()).await.expect(201);
        let kept = async || story.read("SELECT key FROM idempotency_keys").await.len();
        story.later(Duration::from_secs(23 * 3_600));
        assert_eq!(kept().await, 1);
        story.later(Duration::from_secs(3 * 3_600));
        soon("the key is gone", async || {
            story.later(Duration::from_secs(5)); // workers look every few seconds
            kept().await == 0
        })
        .await;
    }

    async fn a_job_that_lasts_keeps_its_lease_and_is_done_once(story: Story) {
        let other = story.another_node(Bus::local()).await;
        let (runs, go_on) = (Arc::new(AtomicUsize::new(0)), Arc::new(Notify::new()));
        for desk in [&story.desk, &other.desk] {
            let (runs, go_on) = (Arc::clone(&runs), Arc::clone(&go_on));
            let handlers = Handlers::default().on("lasting", move |_: Desk, _: Job| {
                let (runs, go_on) = (Arc::clone(&runs), Arc::clone(&go_on));
                async move {
                    runs.fetch_add(1, Ordering::SeqCst);
                    go_on.notified().await;
                    Ok(())
                }
            });
            jobs::start(desk, handlers);
        }
        let workspace = story.owner.workspace.parse().unwrap();
        let job = NewJob {
            workspace: Some(workspace),
            kind: "lasting",
            payload: json!({}),
            unique_key: None,
            run_at: story.clock.now(),
            max_attempts: 3,
        };
        story.desk.write(&Actor::system(workspace), async |work| work.owe(job).await).await.unwrap();
        soon("it is begun", async || {
            story.later(Duration::from_secs(1));
            runs.load(Ordering::SeqCst) == 1
        })
        .await;
        let lease = async || story.read("SELECT CAST(leased_until AS text) FROM jobs WHERE kind = 'lasting'").await;
        for _ in 0..9 {
            let before = lease().await;
            story.later(Duration::from_secs(20)); // a third of the lease
            soon("the lease is renewed", async || {
                // Whoever renews may have lain down only after the clock was moved.
                story.later(Duration::from_millis(100));
                lease().await != before
            })
            .await;
        }
        assert_eq!(runs.load(Ordering::SeqCst), 1, "nobody else took it, though its first lease is long over");
        go_on.notify_one();
        let state = async || story.read("SELECT state || ' ' || CAST(attempts AS text) FROM jobs WHERE kind = 'lasting'").await;
        soon("it is done", async || state().await == ["done 1"]).await;
    }
}
