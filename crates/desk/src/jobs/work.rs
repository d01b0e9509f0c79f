//! The workers of this node: one task takes jobs up, each job runs in a task of its own, at most
//! `AT_ONCE` of them. All stop with the desk: a job that does not end in time is given back.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use antiphon_base::{Error, Result, Timestamp, secret};
use chrono::TimeDelta;
use futures_util::FutureExt as _;
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};
use uuid::Uuid;

use super::model::{LEASE, is_worth_repeating, pause};
use super::recurring::Recurring;
use super::sql::{self, Ending};
use super::{Handlers, Job};
use crate::Desk;

/// Jobs that run at once on this node. Further ones wait in the table.
const AT_ONCE: usize = 8;
/// The longest pause between two looks: another node's jobs come without a word.
const LOOK: Duration = Duration::from_secs(5);
/// The same on PostgreSQL, where there may be other nodes.
const LOOK_WITH_OTHERS: Duration = Duration::from_secs(1);
/// The pause after the table could not be read.
const AFTER_TROUBLE: Duration = Duration::from_secs(2);
/// How long a running job may go on once the desk stops.
const GRACE: Duration = Duration::from_millis(1_500);
/// How long one try may take.
const LONGEST: Duration = Duration::from_secs(15 * 60);
/// How long what was done, and what died, can be looked up.
const KEEP_DONE: TimeDelta = TimeDelta::days(1);
const KEEP_DEAD: TimeDelta = TimeDelta::days(30);

/// Wakes this node's workers.
#[derive(Clone, Default)]
pub struct Queue(Arc<Notify>);

impl Queue {
    /// Something is owed: look now. Called after the commit.
    pub fn wake(&self) {
        self.0.notify_one();
    }
}

/// Starts this node's workers.
pub fn start(desk: &Desk, handlers: Handlers) {
    let handlers = handlers.every("jobs.clean", Duration::from_secs(3600), async |desk: Desk| {
        let now = desk.clock.now();
        desk.db.system_write(async |tx| sql::delete_old(tx, now - KEEP_DONE, now - KEEP_DEAD).await.map(drop)).await
    });
    for (name, period, handler) in handlers.on_each_node.clone() {
        let at = desk.clone();
        desk.spawn(async move {
            while at.stop.run_until_cancelled(at.clock.sleep(period)).await.is_some() {
                let job = Job {
                    id: crate::ids::JobId::new(),
                    workspace: None,
                    kind: name.to_owned(),
                    payload: serde_json::Value::Null,
                    attempt: 1,
                    max_attempts: 1,
                };
                if let Err(error) = handler(at.clone(), job).await {
                    tracing::error!(%error, name, "a node's own round failed");
                }
            }
        });
    }
    desk.spawn(serve(desk.clone(), Arc::new(handlers)));
}

async fn serve(desk: Desk, handlers: Arc<Handlers>) {
    let room = Arc::new(Semaphore::new(AT_ONCE));
    let mut recurring = Recurring::default();
    while !desk.stop.is_cancelled() {
        let wait = match round(&desk, &handlers, &room, &mut recurring).await {
            Ok(wait) => wait,
            Err(error) => {
                tracing::warn!(%error, "owed jobs could not be taken up; trying again");
                // By the system's clock: trouble with storage has nothing to do with the desk's time.
                let _ = desk.stop.run_until_cancelled(tokio::time::sleep(AFTER_TROUBLE)).await;
                continue;
            }
        };
        tokio::select! {
            () = desk.stop.cancelled() => {}
            () = desk.jobs.0.notified() => {}
            () = desk.clock.sleep(wait) => {}
        }
    }
}

/// Takes up what is due and fits; answers how long to wait before the next look.
async fn round(desk: &Desk, handlers: &Arc<Handlers>, room: &Arc<Semaphore>, recurring: &mut Recurring) -> Result<Duration> {
    let now = desk.clock.now();
    let look = if desk.db.engine() == "sqlite" { LOOK } else { LOOK_WITH_OTHERS };
    let recurs = recurring.owe_due(desk, handlers, now).await?;

    // Reading first keeps an idle node from asking for the writer at every look.
    let (due, oldest) = desk
        .db
        .system_read(async |tx| Ok::<_, Error>((sql::find_next_due(tx, now).await?, sql::find_oldest_owed(tx).await?)))
        .await?;
    let owed = oldest.map_or(0.0, |at| (now - at).as_seconds_f64().max(0.0));
    metrics::gauge!("jobs_oldest_owed_seconds").set(owed);
    let is_due = due.is_some_and(|at| at <= now);
    let permits = room.available_permits();
    if is_due && permits > 0 {
        let lease = antiphon_base::new_id();
        let most = i64::try_from(permits).unwrap_or(1);
        let kinds: Vec<&'static str> = handlers.table.keys().copied().collect();
        let taken = desk.db.system_write(async |tx| sql::claim(tx, &kinds, (now, now + LEASE), most, lease).await).await?;
        let full = taken.len() == permits;
        for row in taken {
            // Only this task takes permits, so as many as were counted are there.
            let Ok(permit) = Arc::clone(room).try_acquire_owned() else { break };
            desk.spawn(run(desk.clone(), Arc::clone(handlers), Job::from(row), lease, permit));
        }
        if full {
            return Ok(look); // whoever ends first wakes us
        }
    }
    let until = |at: Timestamp| (at - now).to_std().unwrap_or(Duration::ZERO);
    let next = [due.filter(|at| *at > now), recurs].into_iter().flatten().map(until).min();
    Ok(next.map_or(look, |next| next.min(look)))
}

/// Carries one job out and notes how it ended.
async fn run(desk: Desk, handlers: Arc<Handlers>, job: Job, lease: Uuid, permit: OwnedSemaphorePermit) {
    let (kind, id) = (job.kind.clone(), job.id);
    let outcome = if job.attempt > job.max_attempts {
        // Its worker crashed at the last try.
        Outcome::Failed(Error::internal("every try ended in a crash or took longer than its lease"))
    } else {
        carry_out(&desk, &handlers, job.clone(), lease).await
    };
    let (name, ending) = ending(&job, outcome, desk.clock.now());
    let noted = match ending {
        Some(ending) => desk.db.system_write(async |tx| sql::end(tx, id, lease, ending).await).await,
        None => Ok(false),
    };
    if let Err(error) = noted {
        tracing::warn!(%error, job.id = %id, job.kind = kind, "how a job ended could not be noted; it will be repeated");
    }
    metrics::counter!("jobs_total", "kind" => kind, "outcome" => name).increment(1);
    drop(permit);
    desk.jobs.wake();
}

enum Outcome {
    Done,
    Failed(Error),
    /// The desk stops; somebody else carries on.
    GivenBack,
    /// Another worker holds it by now.
    Lost,
}

async fn carry_out(desk: &Desk, handlers: &Handlers, job: Job, lease: Uuid) -> Outcome {
    let Some(handler) = handlers.table.get(job.kind.as_str()) else {
        return Outcome::Failed(Error::internal(format!("no handler for jobs of the kind {}", job.kind)));
    };
    let id = job.id;
    let work = AssertUnwindSafe(handler(desk.clone(), job)).catch_unwind();
    let stopping = async {
        desk.stop.cancelled().await;
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        done = work => match done {
            Ok(Ok(())) => Outcome::Done,
            Ok(Err(error)) => Outcome::Failed(error),
            Err(_) => Outcome::Failed(Error::internal("the handler panicked")),
        },
        () = hold(desk, id, lease) => Outcome::Lost,
        () = desk.clock.sleep(LONGEST) => Outcome::Failed(Error::unavailable("it took longer than 15 minutes")),
        () = stopping => Outcome::GivenBack,
    }
}

/// Renews the lease until it is lost.
async fn hold(desk: &Desk, id: crate::ids::JobId, lease: Uuid) {
    let step = (LEASE / 3).to_std().unwrap_or(LOOK);
    loop {
        desk.clock.sleep(step).await;
        let until = desk.clock.now() + LEASE;
        match desk.db.system_write(async |tx| sql::renew(tx, id, lease, until).await).await {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => tracing::warn!(%error, job.id = %id, "a job's lease could not be renewed"),
        }
    }
}

fn ending(job: &Job, outcome: Outcome, now: Timestamp) -> (&'static str, Option<Ending>) {
    let attempts = job.attempt;
    match outcome {
        Outcome::Done => {
            ("done", Some(Ending { state: "done", run_at: now, attempts, last_error: None, finished_at: Some(now) }))
        }
        Outcome::GivenBack => (
            "given_back",
            Some(Ending { state: "ready", run_at: now, attempts: attempts - 1, last_error: None, finished_at: None }),
        ),
        Outcome::Lost => ("lost", None),
        Outcome::Failed(error) if job.attempt >= job.max_attempts || !is_worth_repeating(&error) => {
            tracing::error!(error = describe(&error), job.id = %job.id, job.kind = job.kind, attempt = job.attempt, "a job is dead");
            (
                "dead",
                Some(Ending { state: "dead", run_at: now, attempts, last_error: Some(describe(&error)), finished_at: Some(now) }),
            )
        }
        Outcome::Failed(error) => {
            let [luck] = secret::random_bytes::<1>();
            let run_at = now + pause(job.attempt, luck);
            tracing::warn!(error = describe(&error), job.id = %job.id, job.kind = job.kind, attempt = job.attempt, "a job failed; it will be tried again");
            ("failed", Some(Ending { state: "ready", run_at, attempts, last_error: Some(describe(&error)), finished_at: None }))
        }
    }
}

fn describe(error: &Error) -> String {
    match error {
        Error::Internal(cause) => cause.to_string(),
        other => other.to_string(),
    }
}
