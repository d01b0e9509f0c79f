//! Whoever cannot have a lock is told to come back, in bounded time, and the storage counts as well.

use std::time::{Duration, Instant};

use antiphon_db::Error;
use sqlx::{Connection, Executor, PgConnection};

use crate::places::{Place, names, put, sqlite};

fn is_refusal(outcome: &Result<(), Error>) -> bool {
    matches!(outcome, Err(Error::Busy(_) | Error::NotCommitted(_)))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_programs_lock_on_the_file_makes_busy_not_hanging() {
    let place = Place::file();
    let db = place.open().await;
    let Place::File(file) = &place else { unreachable!("it is a file") };
    let mut other = sqlite(file).await;
    other.execute("BEGIN IMMEDIATE").await.expect("the lock is free");
    let started = Instant::now();
    let outcomes = futures_util::future::join_all((0..5).map(|n| put(&db, format!("thing-{n}"), String::new()))).await;
    assert!(outcomes.iter().all(is_refusal), "{outcomes:?}");
    assert!(started.elapsed() < Duration::from_secs(12), "it took {:?}", started.elapsed());
    assert_eq!(db.health().trouble(), None, "a lock is no failure of storage");
    assert!(names(&db).await.is_empty(), "reading goes on");
    other.execute("ROLLBACK").await.expect("it lets go");
    put(&db, "afterwards".to_owned(), String::new()).await.expect("and writing goes on");
    assert_eq!(names(&db).await, ["afterwards"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_row_held_by_another_makes_busy_not_hanging() {
    let place = Place::url().await;
    let db = place.open().await;
    put(&db, "held".to_owned(), String::new()).await.expect("storage is well");
    let Place::Url { url, .. } = &place else { unreachable!("it is an address") };
    let mut other = PgConnection::connect(url).await.expect("PostgreSQL answers");
    other.execute("BEGIN; UPDATE things SET load = 'held' WHERE name = 'held'").await.expect("the row is free");
    let started = Instant::now();
    let outcome: Result<(), Error> = db
        .write(uuid::Uuid::nil(), async |tx| {
            tx.query("UPDATE things SET load = 'mine' WHERE name = 'held'").run().await.map(drop)
        })
        .await;
    assert!(matches!(outcome, Err(Error::Busy(_))), "{outcome:?}");
    assert!((4..12).contains(&started.elapsed().as_secs()), "it took {:?}", started.elapsed());
    put(&db, "another".to_owned(), String::new()).await.expect("others are not held up");
    assert_eq!(db.health().trouble(), None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_pool_without_a_free_connection_makes_busy_not_hanging() {
    let place = Place::url().await;
    let db = place.open().await;
    let nobody = uuid::Uuid::nil();
    let (release, released) = tokio::sync::watch::channel(());
    let holders: Vec<_> = (0..8)
        .map(|_| {
            let (db, mut released) = (db.clone(), released.clone());
            tokio::spawn(async move {
                db.read(nobody, async |_| {
                    let _ = released.changed().await;
                    Ok::<_, Error>(())
                })
                .await
            })
        })
        .collect();
    tokio::time::sleep(Duration::from_millis(200)).await; // until all eight hold one
    let outcome = put(&db, "waiting".to_owned(), String::new()).await;
    assert!(matches!(outcome, Err(Error::Busy(_))), "{outcome:?}");
    drop(release);
    for holder in holders {
        holder.await.expect("a reader ends").expect("it could read");
    }
    put(&db, "afterwards".to_owned(), String::new()).await.expect("writing goes on");
}
