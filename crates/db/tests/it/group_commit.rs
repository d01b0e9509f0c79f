//! Many turns in one commit: each stands or falls alone.

use std::sync::Arc;
use std::time::Duration;

use antiphon_db::{Db, Error};
use futures_util::future::join_all;
use tokio::sync::Notify;

use crate::places::{Place, names, put};

/// Half of 200 concurrent turns break a rule: exactly the others are acknowledged, and stored.
async fn half_fail(place: Place) {
    let db = place.open().await;
    let outcomes = join_all((0..200).map(|n| put(&db, format!("thing-{:03}", n / 2), format!("by {n}")))).await;
    let stored = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
    assert_eq!(stored, 100, "{outcomes:?}");
    assert!(outcomes.iter().all(|outcome| matches!(outcome, Ok(()) | Err(Error::Unique(_)))), "{outcomes:?}");
    assert_eq!(names(&db).await, (0..100).map(|n| format!("thing-{n:03}")).collect::<Vec<_>>());
    db.close().await;
    let by: Vec<String> = place.read("SELECT load FROM things ORDER BY name").await;
    for (n, load) in by.iter().enumerate() {
        let winner = if outcomes[2 * n].is_ok() { 2 * n } else { 2 * n + 1 };
        assert_eq!(*load, format!("by {winner}"), "the acknowledged one is the stored one");
    }
}

async fn insert(tx: &mut antiphon_db::Tx, name: String) -> Result<(), Error> {
    tx.query("INSERT INTO things (name) VALUES ($1)").bind(name).run().await.map(drop)
}

/// Turns that fail, are dropped or panic after having written leave nothing, and their neighbours stand.
async fn some_go_wrong(place: Place) {
    let db = place.open().await;
    let one = |n: usize| {
        let db: Db = db.clone();
        tokio::spawn(async move {
            let nobody = uuid::Uuid::nil();
            match n % 4 {
                0 => put(&db, format!("good-{n:03}"), String::new()).await,
                1 => {
                    db.write(nobody, async |tx| {
                        insert(tx, format!("failing-{n:03}")).await?;
                        Err(Error::Other("on second thought".to_owned()))
                    })
                    .await
                }
                2 => {
                    let dropped = db.write(nobody, async |tx| {
                        insert(tx, format!("dropped-{n:03}")).await?;
                        tokio::time::sleep(Duration::from_secs(60)).await;
                        Ok(())
                    });
                    tokio::time::timeout(Duration::from_millis(5), dropped).await.unwrap_or(Err(Error::Stopped))
                }
                _ => {
                    db.write(nobody, async |tx| {
                        insert(tx, format!("panicking-{n:03}")).await?;
                        if n > 0 {
                            panic!("a defect in a deed, on purpose");
                        }
                        Ok(())
                    })
                    .await
                }
            }
        })
    };
    let outcomes = join_all((0..120).map(one)).await;
    for (n, outcome) in outcomes.into_iter().enumerate() {
        match (n % 4, outcome) {
            (0, Ok(Ok(()))) | (1 | 2, Ok(Err(_))) => {}
            (3, Err(error)) if error.is_panic() => {}
            (_, other) => panic!("turn {n} ended as {other:?}"),
        }
    }
    assert_eq!(names(&db).await, (0..120).step_by(4).map(|n| format!("good-{n:03}")).collect::<Vec<_>>());
    assert_eq!(db.health().trouble(), None);
    put(&db, "afterwards".to_owned(), String::new()).await.expect("turns go on");
}

/// A caller who leaves once its deed is done and the commit has begun: it is committed, and what follows is done.
async fn left_during_the_commit(place: Place) {
    let db = place.open().await;
    let (is_done, followed) = (Notify::new(), Arc::new(Notify::new()));
    let told = Arc::clone(&followed);
    let leaving = db.write_then(uuid::Uuid::nil(), async |tx| {
        insert(tx, "left".to_owned()).await?;
        is_done.notify_one();
        Ok::<_, Error>(((), move || told.notify_one()))
    });
    tokio::select! {
        biased;
        () = is_done.notified() => {} // and with it the caller goes, however late it is woken
        outcome = leaving => panic!("ended before the deed was done: {outcome:?}"),
    }
    tokio::time::timeout(Duration::from_secs(10), followed.notified()).await.expect("what follows is done");
    assert_eq!(names(&db).await, ["left"]);
}

/// What was asked for before the close is finished, what comes later is refused.
async fn close_under_load(place: Place) {
    let db = place.open().await;
    let writers: Vec<_> = (0..50)
        .map(|n| {
            let db = db.clone();
            tokio::spawn(async move { (n, put(&db, format!("thing-{n:03}"), String::new()).await) })
        })
        .collect();
    tokio::task::yield_now().await;
    db.close().await;
    let mut acknowledged = Vec::new();
    for writer in writers {
        let (n, outcome) = writer.await.expect("a writer ends");
        if outcome.is_ok() {
            acknowledged.push(format!("thing-{n:03}"));
        }
    }
    assert!(put(&db, "late".to_owned(), String::new()).await.is_err());
    assert_eq!(place.read("SELECT name FROM things ORDER BY name").await, acknowledged);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_caller_who_leaves_during_the_commit_stops_nothing_on_sqlite() {
    left_during_the_commit(Place::file()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_caller_who_leaves_during_the_commit_stops_nothing_on_postgres() {
    left_during_the_commit(Place::url().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn turns_that_break_a_rule_leave_the_others_standing_on_sqlite() {
    half_fail(Place::file()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn turns_that_break_a_rule_leave_the_others_standing_on_postgres() {
    half_fail(Place::url().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn failing_dropped_and_panicking_turns_leave_nothing_on_sqlite() {
    some_go_wrong(Place::file()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn failing_dropped_and_panicking_turns_leave_nothing_on_postgres() {
    some_go_wrong(Place::url().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn closing_finishes_what_was_asked_for_on_sqlite() {
    close_under_load(Place::file()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn closing_finishes_what_was_asked_for_on_postgres() {
    close_under_load(Place::url().await).await;
}
