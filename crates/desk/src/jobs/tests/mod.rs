//! Owed work: done exactly if the change stands, once at a time, again after failure and crash.

use antiphon_base::{Error, Result};
use antiphon_bus::Bus;
use antiphon_desk::Desk;
use antiphon_desk::actor::Actor;
use antiphon_desk::jobs::{self, Handlers, Job, NewJob};
use antiphon_testkit::{Story, both_engines, soon};
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::mpsc;

fn system(story: &Story) -> Actor {
    Actor::system(story.owner.workspace.parse().unwrap())
}

fn job(story: &Story, unique_key: Option<&str>) -> NewJob {
    NewJob {
        workspace: Some(story.owner.workspace.parse().unwrap()),
        kind: "test",
        payload: json!({ "n": 1 }),
        unique_key: unique_key.map(str::to_owned),
        run_at: story.clock.now(),
        max_attempts: 3,
    }
}

async fn owe(story: &Story, unique_key: Option<&str>) -> bool {
    let actor = system(story);
    story.desk.write(&actor, async |work| work.owe(job(story, unique_key)).await).await.unwrap().is_some()
}

/// Workers that hand each job over and then do what `outcome` says.
fn work(desk: &Desk, outcome: impl Fn(&Job) -> Result<()> + Clone + Send + Sync + 'static) -> mpsc::UnboundedReceiver<Job> {
    let (tell, told) = mpsc::unbounded_channel();
    let handlers = Handlers::default().on("test", move |_: Desk, job: Job| {
        let (tell, outcome) = (tell.clone(), outcome.clone());
        async move {
            let result = outcome(&job);
            let _ = tell.send(job);
            result
        }
    });
    jobs::start(desk, handlers);
    told
}

/// Moves time in steps until the next job is carried out.
async fn next(story: &Story, told: &mut mpsc::UnboundedReceiver<Job>, step: Duration) -> Job {
    for _ in 0..200 {
        if let Ok(Some(job)) = tokio::time::timeout(Duration::from_millis(25), told.recv()).await {
            return job;
        }
        story.later(step);
    }
    panic!("the job was not carried out");
}

/// Lets some time pass; nothing must come of it.
async fn nothing(story: &Story, told: &mut mpsc::UnboundedReceiver<Job>) {
    for _ in 0..8 {
        story.later(Duration::from_secs(5));
        assert!(tokio::time::timeout(Duration::from_millis(25), told.recv()).await.is_err(), "a job came that is not owed");
    }
}

async fn state(story: &Story) -> Vec<String> {
    story.read("SELECT state || ' ' || attempts FROM jobs WHERE kind = 'test' ORDER BY id").await
}

async fn wait_for_state(story: &Story, expected: &str) {
    soon(&format!("the job is {expected}"), async || state(story).await == [expected]).await;
}

const SECONDS: Duration = Duration::from_secs(5);

both_engines! {
    async fn a_job_is_owed_exactly_if_its_change_stands(story: Story) {
        let mut told = work(&story.desk, |_| Ok(()));
        let actor = system(&story);
        let failed: Result<()> = story
            .desk
            .write(&actor, async |work| {
                work.owe(job(&story, None)).await?;
                Err(Error::NotFound)
            })
            .await;
        assert!(failed.is_err());
        nothing(&story, &mut told).await;
        assert!(owe(&story, None).await);
        let done = next(&story, &mut told, SECONDS).await;
        assert_eq!((done.attempt, done.payload), (1, json!({ "n": 1 })));
        wait_for_state(&story, "done 1").await;
        nothing(&story, &mut told).await;
    }

    async fn a_unique_key_is_owed_once_at_a_time(story: Story) {
        assert!(owe(&story, Some("a")).await);
        assert!(!owe(&story, Some("a")).await);
        assert!(owe(&story, Some("b")).await);
        let mut told = work(&story.desk, |_| Ok(()));
        next(&story, &mut told, SECONDS).await;
        next(&story, &mut told, SECONDS).await;
        nothing(&story, &mut told).await;
        assert!(owe(&story, Some("a")).await, "once it is done, it may be owed again");
    }

    async fn a_failed_job_is_tried_again_later_and_is_dead_in_the_end(story: Story) {
        owe(&story, None).await;
        let mut told = work(&story.desk, |_| Err(Error::unavailable("the other side is down")));
        for attempt in 1..=3 {
            assert_eq!(next(&story, &mut told, SECONDS).await.attempt, attempt);
        }
        wait_for_state(&story, "dead 3").await;
        nothing(&story, &mut told).await;
        let why = story.read("SELECT last_error FROM jobs WHERE kind = 'test'").await;
        assert_eq!(why, ["the other side is down"]);
    }

    async fn what_cannot_succeed_and_what_panics_is_not_lost(story: Story) {
        owe(&story, None).await;
        let mut told = work(&story.desk, |_| Err(Error::NotFound));
        next(&story, &mut told, SECONDS).await;
        wait_for_state(&story, "dead 1").await;
    }

    async fn a_job_whose_worker_went_silent_is_taken_again(story: Story) {
        owe(&story, None).await;
        let until = (story.clock.now() + Duration::from_secs(60)).to_rfc3339_opts(chrono::SecondsFormat::Micros, true);
        story.tamper(&format!("UPDATE jobs SET state = 'running', attempts = 1, leased_until = '{until}' WHERE kind = 'test'")).await;
        let mut told = work(&story.desk, |_| Ok(()));
        story.later(Duration::from_secs(50));
        assert!(tokio::time::timeout(Duration::from_millis(300), told.recv()).await.is_err(), "its lease still holds");
        let job = next(&story, &mut told, SECONDS).await;
        assert_eq!(job.attempt, 2);
    }

    async fn several_workers_never_run_a_job_twice_at_once(story: Story) {
        let other = story.another_node(Bus::local()).await;
        let runs = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&runs);
        let mut here = work(&story.desk, { let count = Arc::clone(&count); move |_| { count.fetch_add(1, Ordering::SeqCst); Ok(()) } });
        let mut there = work(&other.desk, move |_| { count.fetch_add(1, Ordering::SeqCst); Ok(()) });
        for _ in 0..30 {
            owe(&story, None).await;
        }
        soon("all have run", async || {
            story.later(Duration::from_secs(1));
            runs.load(Ordering::SeqCst) >= 30
        })
        .await;
        nothing(&story, &mut mpsc::unbounded_channel().1).await;
        assert_eq!(runs.load(Ordering::SeqCst), 30);
        here.close();
        there.close();
    }

    async fn what_recurs_happens_once_however_many_nodes_look(story: Story) {
        let other = story.another_node(Bus::local()).await;
        let runs = Arc::new(AtomicUsize::new(0));
        for desk in [&story.desk, &other.desk] {
            let runs = Arc::clone(&runs);
            let handlers = Handlers::default().every("test.recurs", Duration::from_secs(600), move |_: Desk| {
                runs.fetch_add(1, Ordering::SeqCst);
                async { Ok(()) }
            });
            jobs::start(desk, handlers);
        }
        for round in 1..=3 {
            soon("its turn has come", async || {
                story.later(SECONDS);
                runs.load(Ordering::SeqCst) >= round
            })
            .await;
            // Both nodes look several times more before its next turn.
            for _ in 0..20 {
                story.later(SECONDS);
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
            assert_eq!(runs.load(Ordering::SeqCst), round);
        }
    }

    async fn a_job_that_does_not_end_in_time_is_given_back(story: Story) {
        owe(&story, None).await;
        let (tell, mut told) = mpsc::unbounded_channel();
        let handlers = Handlers::default().on("test", move |_: Desk, job: Job| {
            let _ = tell.send(job);
            std::future::pending()
        });
        jobs::start(&story.desk, handlers);
        next(&story, &mut told, SECONDS).await;
        story.desk.close().await;
        assert_eq!(state(&story).await, ["ready 0"]);
    }
}
