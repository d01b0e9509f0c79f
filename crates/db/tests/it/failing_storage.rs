//! A full disk and a failing one, for real: nothing is acknowledged that is not kept, it is told, and it goes on
//! by itself when the cause is gone.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use antiphon_db::{Db, Error};

use crate::places::{Place, folder, names, put};

/// Set in a child of this test binary.
const CHILD: &str = "ANTIPHON_TEST_STORAGE_CHILD";

/// Runs this test binary once more for one test, by way of other programs; fails as it fails.
fn in_a_child(by: &[&str], test: &str) {
    let me = std::env::current_exe().expect("the test binary");
    let me = me.to_str().expect("a path in UTF-8");
    let mut words = by.to_vec();
    words.extend([me, "--exact", test, "--nocapture"]);
    let status = Command::new(words[0]).args(&words[1..]).env(CHILD, "1").status();
    assert!(
        status.as_ref().is_ok_and(std::process::ExitStatus::success),
        "`{}` ended with {status:?}. This test needs a small disk of its own: run it as root, or allow user namespaces \
         (`sysctl kernel.unprivileged_userns_clone=1`), and have util-linux installed (mount, unshare, prlimit).",
        by.join(" "),
    );
}

fn mount(options: &str, at: &Path) -> bool {
    Command::new("mount").args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(at).status().is_ok_and(|status| status.success())
}

/// A disk of a few megabytes, which is taken away at the end.
struct SmallDisk(PathBuf);

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).status();
    }
}

/// Writes until storage refuses; answers what was acknowledged.
async fn fill(db: &Db, round: usize) -> Vec<String> {
    let mut acknowledged = Vec::new();
    for n in 0..10_000 {
        let name = format!("thing-{round}-{n:05}");
        match put(db, name.clone(), "x".repeat(20_000)).await {
            Ok(()) => acknowledged.push(name),
            Err(Error::NotCommitted(_)) => return acknowledged,
            Err(other) => panic!("instead of a plain refusal: {other}"),
        }
    }
    panic!("storage never refused");
}

async fn until_well(db: &Db) {
    let started = Instant::now();
    while db.health().trouble().is_some() {
        assert!(started.elapsed() < Duration::from_secs(15), "still broken: {:?}", db.health().trouble());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_is_told_and_got_over() {
    let folder = folder();
    if !mount("size=3m", &folder) {
        assert!(std::env::var_os(CHILD).is_none(), "a tmpfs can be mounted in a namespace of one's own");
        return in_a_child(&["unshare", "--map-root-user", "--mount"], "failing_storage::a_full_disk_is_told_and_got_over");
    }
    let disk = SmallDisk(folder.clone());
    let place = Place::File(folder.join("antiphon.db"));
    let db = place.open().await;
    let mut changes = db.health().watch();
    let mut acknowledged = Vec::new();
    for round in 0.. {
        acknowledged.extend(fill(&db, round).await);
        assert!(changes.borrow_and_update().is_some(), "it is told");
        // Folding the log into the file may have made room once more: that is getting over it, too.
        tokio::time::sleep(Duration::from_millis(1_300)).await;
        if db.health().trouble().is_some() {
            break;
        }
        assert!(round < 5, "the disk does not stay full");
    }
    assert!(acknowledged.len() > 10, "there was room for {}", acknowledged.len());
    let refused = Instant::now();
    assert!(matches!(db.probe().await, Err(Error::NotCommitted(_))));
    assert!(matches!(put(&db, "refused".to_owned(), String::new()).await, Err(Error::NotCommitted(_))));
    assert!(refused.elapsed() < Duration::from_secs(2), "whoever comes meanwhile is told at once");
    assert_eq!(names(&db).await, acknowledged, "reading goes on");

    assert!(mount("remount,size=64m", &disk.0));
    until_well(&db).await;
    put(&db, "zz-afterwards".to_owned(), "x".repeat(20_000)).await.expect("writing goes on without a restart");
    db.probe().await.expect("and is ready again");
    db.close().await;
    let mut stored = place.read("SELECT name FROM things ORDER BY name").await;
    assert_eq!(stored.pop().as_deref(), Some("zz-afterwards"));
    assert_eq!(stored, acknowledged, "exactly what was acknowledged");
    assert_eq!(place.read("PRAGMA integrity_check").await, ["ok"]);
}

fn limit_files_to(size: &str) {
    let me = std::process::id().to_string();
    let status = Command::new("prlimit").args(["--pid", &me, &format!("--fsize={size}:")]).status();
    assert!(status.is_ok_and(|status| status.success()), "prlimit (util-linux) sets a limit");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writes_that_fail_are_told_and_got_over() {
    if std::env::var_os(CHILD).is_none() {
        // The kernel's signal for a file too long is ignored, so that the write itself fails.
        let by = ["sh", "-c", "trap '' XFSZ; exec \"$0\" \"$@\""];
        return in_a_child(&by, "failing_storage::writes_that_fail_are_told_and_got_over");
    }
    let place = Place::file();
    let db = place.open().await;
    let mut acknowledged = Vec::new();
    for round in 0..3 {
        for n in 0..5 {
            let name = format!("thing-{round}-{n}");
            put(&db, name.clone(), "x".repeat(20_000)).await.expect("storage is well");
            acknowledged.push(name);
        }
        limit_files_to("1");
        let lost =
            futures_util::future::join_all((0..20).map(|n| put(&db, format!("lost-{round}-{n}"), "x".repeat(20_000)))).await;
        assert!(lost.iter().all(|outcome| matches!(outcome, Err(Error::NotCommitted(_)))), "{lost:?}");
        assert!(db.health().trouble().is_some());
        tokio::time::sleep(Duration::from_millis(700)).await; // it tries to mend, in vain
        assert!(db.health().trouble().is_some());
        limit_files_to("unlimited");
        until_well(&db).await;
    }
    limit_files_to("1");
    assert!(put(&db, "lost".to_owned(), "x".repeat(20_000)).await.is_err());
    let closed = Instant::now();
    db.close().await;
    assert!(closed.elapsed() < Duration::from_secs(8), "a server stops also while its storage is broken");
    limit_files_to("unlimited");
    assert_eq!(place.read("SELECT name FROM things ORDER BY name").await, acknowledged);
    assert_eq!(place.read("PRAGMA integrity_check").await, ["ok"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_cut_before_the_commit_is_no_acknowledgement() {
    let place = Place::url().await;
    let db = place.open().await;
    let outcome: Result<(), Error> = db
        .write(uuid::Uuid::nil(), async |tx| {
            tx.query("INSERT INTO things (name) VALUES ($1)").bind("cut".to_owned()).run().await?;
            place.read("SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity WHERE state = 'idle in transaction' AND datname = current_database()").await;
            Ok(())
        })
        .await;
    assert!(matches!(outcome, Err(Error::NotCommitted(_))), "{outcome:?}");
    put(&db, "next".to_owned(), String::new()).await.expect("the next one gets another connection");
    assert_eq!(names(&db).await, ["next"]);
}
