//! The one writer of SQLite: a task that owns the writing connection and lends it, turn by turn,
//! inside a batch. Many waiting turns share one sync (group commit); a savepoint each keeps a
//! failed turn from sinking its neighbours. Knows nothing of what is written.
//!
//! A turn is acknowledged only after the COMMIT of its batch returned, which with WAL and
//! `synchronous=FULL` is after the sync. When storage fails, the batch is answered as not committed,
//! no further turn is lent, and the writer mends itself: see `WriterTask::mend`.

use std::sync::Arc;
use std::time::{Duration, Instant};

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, SqliteConnection, raw_sql};
use tokio::sync::{mpsc, oneshot, watch};

use crate::PATIENCE;
use crate::error::{Error, OpenError};
use crate::health::Health;

/// The first SQLite without the WAL-reset bug.
const LEAST_VERSION: &str = "3.51.3";
/// Callers that may wait for a turn; more wait in `send`, which is the back pressure.
const WAITING_TURNS: usize = 1_024;
/// A batch ends after so many turns …
const BATCH_TURNS: usize = 512;
/// … or so much time, whichever comes first, so that the first caller is not kept waiting.
const BATCH_TIME: Duration = Duration::from_millis(20);
/// A turn longer than this is logged: it held everybody else up.
const LONG_TURN: Duration = Duration::from_millis(100);

type Turn = oneshot::Sender<Lease>;

/// Asks for turns on the writing connection. Cheap to clone; the task ends when all clones are gone.
#[derive(Clone)]
pub(crate) struct Writer {
    turns: mpsc::Sender<Turn>,
    health: Arc<Health>,
    /// Errs once the task is gone.
    running: watch::Receiver<()>,
}

impl Writer {
    pub(crate) async fn start(options: SqliteConnectOptions, health: Arc<Health>) -> Result<Self, OpenError> {
        let mut connection = options.connect().await?;
        refuse_old(&mut connection).await?;
        let (turns, waiting) = mpsc::channel(WAITING_TURNS);
        let (alive, running) = watch::channel(());
        let task = WriterTask { options, health: Arc::clone(&health), turns: waiting };
        tokio::spawn(async move {
            task.serve(connection).await;
            drop(alive);
        });
        Ok(Self { turns, health, running })
    }

    /// Waits for a turn, at most five seconds.
    pub(crate) async fn turn(&self) -> Result<Lease, Error> {
        if self.health.is_broken() {
            return Err(Error::NotCommitted("storage is failing".to_owned()));
        }
        let asked = async {
            let (lend, lent) = oneshot::channel();
            self.turns.send(lend).await.map_err(|_| Error::Stopped)?;
            lent.await.map_err(|_| Error::NotCommitted("storage is failing".to_owned()))
        };
        tokio::time::timeout(PATIENCE, asked).await.map_err(|_| Error::Busy("no turn on the writer came in time".to_owned()))?
    }

    /// Lets everything asked for before finish, then closes the connection. Later turns are refused.
    pub(crate) async fn close(&self) {
        let (lend, lent) = oneshot::channel();
        if self.turns.send(lend).await.is_ok()
            && let Ok(lease) = lent.await
        {
            lease.close();
        }
        // Broken storage may never mend, and then nothing is owed to anybody: a stopping server does not wait for it.
        let mut running = self.running.clone();
        let _ = tokio::time::timeout(PATIENCE, async { while running.changed().await.is_ok() {} }).await;
    }
}

/// The connection, lent for one turn. Dropped without `keep`, the turn is undone.
pub struct Lease {
    /// Both are there until the lease is given back, which consumes it.
    held: Option<(SqliteConnection, oneshot::Sender<(SqliteConnection, Outcome)>)>,
}

enum Outcome {
    Keep(oneshot::Sender<Result<(), Error>>),
    Undo,
    Close,
}

impl Lease {
    pub(crate) fn connection(&mut self) -> &mut SqliteConnection {
        &mut self.held.as_mut().expect("a lease is given back only by being consumed").0
    }

    /// Gives the connection back at once; what it answers waits for the verdict on the batch.
    pub(crate) fn keep(mut self) -> impl Future<Output = Result<(), Error>> + Send + 'static {
        let (tell, told) = oneshot::channel();
        self.give_back(Outcome::Keep(tell));
        async { told.await.unwrap_or(Err(Error::Stopped)) }
    }

    fn close(mut self) {
        self.give_back(Outcome::Close);
    }

    fn give_back(&mut self, outcome: Outcome) {
        if let Some((connection, back)) = self.held.take() {
            // The task waits for exactly this; it is gone only when the runtime is.
            let _ = back.send((connection, outcome));
        }
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        self.give_back(Outcome::Undo);
    }
}

struct WriterTask {
    options: SqliteConnectOptions,
    health: Arc<Health>,
    turns: mpsc::Receiver<Turn>,
}

/// How a batch ended.
enum Ended {
    Well,
    /// The database is being closed.
    Closing,
    /// Storage failed, which is told; nothing of the batch was kept.
    Broken,
}

impl WriterTask {
    async fn serve(mut self, mut connection: SqliteConnection) {
        while let Some(first) = self.turns.recv().await {
            let (back, ended) = self.batch(connection, first).await;
            connection = match ended {
                Ended::Well => back,
                Ended::Closing => {
                    connection = back;
                    break;
                }
                Ended::Broken => {
                    // Closing may fail too; whatever it held was answered as not committed.
                    let _ = back.close().await;
                    match self.mend().await {
                        Some(mended) => mended,
                        None => return,
                    }
                }
            };
        }
        self.turns.close();
        let _ = connection.close().await; // runs PRAGMA optimize; nothing is owed any more
    }

    /// Lends the connection to `first` and to whoever else waits, then commits for all of them.
    async fn batch(&mut self, mut connection: SqliteConnection, first: Turn) -> (SqliteConnection, Ended) {
        if let Err(error) = raw_sql("BEGIN IMMEDIATE; SAVEPOINT turn").execute(&mut connection).await {
            let error = Error::from(error);
            if matches!(error, Error::Busy(_)) {
                error.note();
                return (connection, Ended::Well); // dropping the turn answers it as not committed
            }
            self.health.breaks(&error.to_string());
            return (connection, Ended::Broken);
        }
        let started = Instant::now();
        let (mut waiting, mut next, mut verdict, mut closing) = (Vec::new(), Some(first), Ok(()), false);
        while let Some(lend) = next.take() {
            let turn_started = Instant::now();
            let (back, returned) = oneshot::channel();
            // A caller that left in the meantime drops the lease, and it comes straight back.
            let _ = lend.send(Lease { held: Some((connection, back)) });
            let (returned, outcome) = returned.await.expect("a lease gives its connection back even when dropped");
            connection = returned;
            note_turn(turn_started.elapsed());
            match outcome {
                Outcome::Keep(tell) => {
                    waiting.push(tell);
                    next = self.next_turn(waiting.len(), started);
                    verdict = step(&mut connection, if next.is_some() { "RELEASE turn; SAVEPOINT turn" } else { "COMMIT" }).await;
                }
                Outcome::Undo | Outcome::Close => {
                    closing |= matches!(outcome, Outcome::Close);
                    next = if closing { None } else { self.next_turn(waiting.len(), started) };
                    let end = if next.is_some() { "ROLLBACK TO turn" } else { "ROLLBACK TO turn; COMMIT" };
                    verdict = step(&mut connection, end).await;
                }
            }
            if verdict.is_err() {
                let _ = raw_sql("ROLLBACK").execute(&mut connection).await; // SQLite may have done it already
                break;
            }
        }
        metrics::histogram!("db_batch_turns").record(waiting.len() as f64);
        if let Err(error) = &verdict {
            self.health.breaks(&error.to_string()); // before anybody is answered: whoever was refused finds it told
        }
        for tell in waiting {
            let _ = tell.send(verdict.clone()); // a caller may have left
        }
        match verdict {
            Ok(()) if closing => (connection, Ended::Closing),
            Ok(()) => (connection, Ended::Well),
            Err(_) => (connection, Ended::Broken),
        }
    }

    fn next_turn(&mut self, taken: usize, started: Instant) -> Option<Turn> {
        if taken < BATCH_TURNS && started.elapsed() < BATCH_TIME { self.turns.try_recv().ok() } else { None }
    }

    /// Waits until storage takes commits again. A failed sync is never repeated: the kernel may have
    /// dropped the pages and call the next sync a success. Instead the connection is opened anew and the
    /// whole log is folded into the database file, whose own sync must succeed, before a probe is written.
    async fn mend(&mut self) -> Option<SqliteConnection> {
        loop {
            let pause = tokio::time::sleep(Duration::from_millis(500));
            tokio::pin!(pause);
            loop {
                tokio::select! {
                    () = &mut pause => break,
                    // Dropping the turn answers it as not committed.
                    turn = self.turns.recv() => drop(turn?),
                }
            }
            match self.reopen().await {
                Ok(connection) => {
                    self.health.mends();
                    return Some(connection);
                }
                Err(error) => self.health.breaks(&error.to_string()),
            }
        }
    }

    async fn reopen(&self) -> Result<SqliteConnection, Error> {
        let mut connection = self.options.connect().await?;
        for statement in ["PRAGMA wal_checkpoint(TRUNCATE)", "UPDATE installation SET probed_at = probed_at WHERE id = 1"] {
            raw_sql(statement).execute(&mut connection).await?;
        }
        Ok(connection)
    }
}

async fn step(connection: &mut SqliteConnection, sql: &'static str) -> Result<(), Error> {
    raw_sql(sql).execute(connection).await.map(drop).map_err(|error| match Error::from(error) {
        // Whatever fails at a batch's own seams, nothing of it was kept.
        Error::Busy(why) | Error::Other(why) | Error::NotCommitted(why) => Error::NotCommitted(why),
        other => other,
    })
}

fn note_turn(took: Duration) {
    metrics::histogram!("db_write_turn_seconds").record(took);
    if took > LONG_TURN {
        tracing::warn!(took_ms = took.as_millis() as u64, "a write turn held everybody else up");
    }
}

async fn refuse_old(connection: &mut SqliteConnection) -> Result<(), OpenError> {
    let (found,): (String,) = sqlx::query_as("SELECT sqlite_version()").fetch_one(connection).await?;
    let parts = |version: &str| version.split('.').map(|part| part.parse::<u32>().unwrap_or(0)).collect::<Vec<_>>();
    if parts(&found) < parts(LEAST_VERSION) {
        return Err(OpenError::TooOld { found, least: LEAST_VERSION });
    }
    Ok(())
}
