//! Scenarios of what admins see and mend.

mod keep_files;

use antiphon_base::Error;
use antiphon_desk::Desk;
use antiphon_desk::actor::Actor;
use antiphon_desk::jobs::{self, Handlers, Job, NewJob};
use antiphon_testkit::{Story, both_engines, soon};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

async fn owe(story: &Story, workspace: &str, unique_key: Option<&str>) -> String {
    let workspace = workspace.parse().unwrap();
    let job = NewJob {
        workspace: Some(workspace),
        kind: "test",
        payload: json!({ "secret": "what a customer said" }),
        unique_key: unique_key.map(str::to_owned),
        run_at: story.clock.now(),
        max_attempts: 1,
    };
    let actor = Actor::system(workspace);
    story.desk.write(&actor, async |work| work.owe(job).await).await.unwrap().unwrap().to_string()
}

async fn listed(story: &Story, query: &str) -> Vec<Value> {
    let page = story.get(&story.owner, &format!("/api/jobs?{query}")).await.expect(200);
    assert!(!String::from_utf8_lossy(&page.raw).contains("customer"), "what a handler is told is not shown");
    page.body["jobs"].as_array().unwrap().iter().filter(|job| job["kind"] == "test").cloned().collect()
}

/// Whether a job has come to stand so, a moment later.
async fn one_stands(story: &Story, state: &str) -> bool {
    story.later(Duration::from_millis(100));
    listed(story, &format!("state={state}")).await.len() == 1
}

both_engines! {
    async fn what_was_given_up_is_tried_again_by_an_admin(story: Story) {
        let fails = Arc::new(AtomicBool::new(true));
        let failing = fails.clone();
        jobs::start(&story.desk, Handlers::default().on("test", move |_: Desk, _: Job| {
            let failing = failing.clone();
            async move {
                if failing.load(Ordering::SeqCst) { Err(Error::unavailable("The mail server is away.")) } else { Ok(()) }
            }
        }));
        let id = owe(&story, &story.owner.workspace, None).await;
        soon("the job is given up", async || one_stands(&story, "dead").await).await;
        let dead = &listed(&story, "state=dead").await[0];
        assert_eq!((&dead["id"], &dead["attempts"]), (&json!(id), &json!(1)));
        assert!(dead["last_error"].as_str().unwrap().contains("mail server"), "{dead}");

        story.post(&story.ana, &format!("/api/jobs/{id}/retry"), Value::Null).await.refused(403, "forbidden");
        fails.store(false, Ordering::SeqCst);
        story.post(&story.owner, &format!("/api/jobs/{id}/retry"), Value::Null).await.expect(200);
        soon("the job is done", async || one_stands(&story, "done").await).await;
        story.post(&story.owner, &format!("/api/jobs/{id}/retry"), Value::Null).await.refused(409, "not_given_up");
        let trail = story.get(&story.owner, "/api/audit").await.expect(200).body;
        let object = json!(format!("job:{id}"));
        let row = trail["entries"].as_array().unwrap().iter().find(|row| row["object"] == object).unwrap();
        assert_eq!((&row["action"], &row["actor"]["id"]), (&json!("job.retried"), &json!(story.owner.id)));
    }

    async fn what_waits_is_discarded_and_can_come_back(story: Story) {
        let id = owe(&story, &story.owner.workspace, Some("once")).await;
        assert_eq!(listed(&story, "state=ready&limit=1").await.len(), 1);
        let discarded = story.post(&story.owner, &format!("/api/jobs/{id}/discard"), Value::Null).await.expect(200).body;
        assert_eq!((&discarded["state"], &discarded["last_error"]), (&json!("dead"), &json!("An admin discarded it.")));
        story.post(&story.owner, &format!("/api/jobs/{id}/discard"), Value::Null).await.refused(409, "not_waiting");
        // The same is owed again meanwhile: not twice.
        let again = owe(&story, &story.owner.workspace, Some("once")).await;
        story.post(&story.owner, &format!("/api/jobs/{id}/retry"), Value::Null).await.refused(409, "owed_already");
        story.post(&story.owner, &format!("/api/jobs/{again}/discard"), Value::Null).await.expect(200);
        let back = story.post(&story.owner, &format!("/api/jobs/{id}/retry"), Value::Null).await.expect(200).body;
        assert_eq!((&back["state"], &back["attempts"]), (&json!("ready"), &json!(0)));

        let theirs = owe(&story, &story.foreign_owner.workspace, None).await;
        assert!(listed(&story, "").await.iter().all(|job| job["id"] != theirs));
        story.post(&story.owner, &format!("/api/jobs/{theirs}/discard"), Value::Null).await.refused(404, "not_found");
        story.get(&story.owner, "/api/jobs?state=lost").await.refused(422, "invalid");
    }
}
