//! SQLite and PostgreSQL behind one handle: `read` and `write` lend a transaction of one workspace,
//! `system_read` and `system_write` one that works across workspaces (sign-in, keys, jobs).
//! The only crate that names sqlx. Knows no table but its own small ones.

mod copy;
mod dialect;
mod error;
mod health;
mod migrate;
mod pieces;
mod query;
mod rows;
mod search;
mod writer;

use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{PgPool, SqlitePool};
use uuid::Uuid;

pub use copy::{Proof, copy_sqlite, prove_sqlite};
pub use dialect::Dialect;
pub use error::{Error, OpenError};
pub use health::Health;
pub use migrate::{
    Migrations, StepState, WasThere, apart_from_postgres, grant_to_serving, init_postgres, others_on_postgres,
    refuse_bypassing_role,
};
pub use pieces::{Pieces, Value};
pub use query::{Bind, Query, Row, Tx, executed};
pub use rows::{Cells, Column, Kind, Owner, Table};
pub use search::{SEGMENT, Stretch, Term, Walk, segment_sign};
/// A JSON column, whole.
pub use sqlx::types::Json;
pub use sqlx::{FromRow, Type};

use query::SqliteTx;
use writer::Writer;

/// How long a caller waits for a connection, a lock or its turn before it is told to come back.
const PATIENCE: Duration = Duration::from_secs(5);

/// Readers of the embedded database; each is a thread of its own.
const READERS: u32 = 4;
/// Pages that a reader keeps, in KiB with a minus: the system's own cache lies behind it.
const READER_CACHE: &str = "-1024";

/// The database. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    engine: Engine,
    health: Arc<Health>,
}

#[derive(Clone)]
enum Engine {
    Sqlite { read: SqlitePool, writer: Writer },
    Postgres(PgPool),
}

/// Whose rows a transaction may see.
#[derive(Clone, Copy)]
enum Scope {
    Workspace(Uuid),
    System,
}

/// How long a transaction is meant to be.
#[derive(Clone, Copy)]
enum Span {
    /// What somebody waits for.
    Short,
    /// A command of the operator's, which reads everything.
    Long,
}

impl Db {
    /// Opens the embedded database in `file`, which must have been migrated.
    ///
    /// # Errors
    /// When the file cannot be opened, or the linked SQLite is older than 3.51.3: earlier ones lose
    /// committed writes when two connections write and checkpoint at once.
    pub async fn open_sqlite(file: &Path) -> Result<Self, OpenError> {
        let options = sqlite_options(file);
        let health = Arc::new(Health::default());
        let writer = Writer::start(options.clone(), Arc::clone(&health)).await?;
        let read = SqlitePoolOptions::new()
            .max_connections(READERS)
            .acquire_timeout(PATIENCE)
            .connect_with(options.read_only(true).pragma("cache_size", READER_CACHE))
            .await?;
        Ok(Self { engine: Engine::Sqlite { read, writer }, health })
    }

    /// Opens a PostgreSQL database, which must have been migrated.
    ///
    /// # Errors
    /// When it cannot be reached, or when the role could pass by row-level security
    /// (superuser or BYPASSRLS): such a role would see all workspaces.
    pub async fn open_postgres(url: &str, connections: u32) -> Result<Self, OpenError> {
        let options = postgres_options(url)?;
        refuse_bypassing_role(url).await?;
        let pool = PgPoolOptions::new().max_connections(connections).acquire_timeout(PATIENCE).connect_with(options).await?;
        Ok(Self { engine: Engine::Postgres(pool), health: Arc::new(Health::default()) })
    }

    /// Reads rows of one workspace from one snapshot. Keep it short: on SQLite a long reader
    /// keeps the write-ahead log from being folded back.
    ///
    /// # Errors
    /// What `work` answers, or that no connection could be had.
    pub async fn read<T, E: From<Error>>(
        &self,
        workspace: Uuid,
        work: impl AsyncFnOnce(&mut Tx) -> Result<T, E>,
    ) -> Result<T, E> {
        self.read_in(Scope::Workspace(workspace), Span::Short, work).await
    }

    /// As [`Db::read`], for as long as it takes: a command that reads a whole workspace as it was at one moment. On
    /// SQLite the write-ahead log grows meanwhile.
    ///
    /// # Errors
    /// As [`Db::read`].
    pub async fn snapshot<T, E: From<Error>>(
        &self,
        workspace: Uuid,
        work: impl AsyncFnOnce(&mut Tx) -> Result<T, E>,
    ) -> Result<T, E> {
        self.read_in(Scope::Workspace(workspace), Span::Long, work).await
    }

    /// Changes rows of one workspace. Returns only when the commit is on disk.
    /// An error from `work` undoes everything; so does dropping the future before `work` is done.
    /// `work` awaits nothing but its `Tx`: on SQLite it holds the only writer.
    ///
    /// # Errors
    /// What `work` answers, or that the change was not committed.
    pub async fn write<T, E: From<Error>>(
        &self,
        workspace: Uuid,
        work: impl AsyncFnOnce(&mut Tx) -> Result<T, E>,
    ) -> Result<T, E> {
        self.write_in(Scope::Workspace(workspace), async |tx: &mut Tx| Ok((work(tx).await?, || ()))).await
    }

    /// As [`Db::write`]; `work` answers also what is to be done once the commit is on disk. That is done before
    /// this returns, and even when the caller has left since the commit began.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub async fn write_then<T, E: From<Error>, D: FnOnce() + Send + 'static>(
        &self,
        workspace: Uuid,
        work: impl AsyncFnOnce(&mut Tx) -> Result<(T, D), E>,
    ) -> Result<T, E> {
        self.write_in(Scope::Workspace(workspace), work).await
    }

    /// Reads across workspaces: only the reviewed tables whose policies accept it.
    ///
    /// # Errors
    /// As [`Db::read`].
    pub async fn system_read<T, E: From<Error>>(&self, work: impl AsyncFnOnce(&mut Tx) -> Result<T, E>) -> Result<T, E> {
        self.read_in(Scope::System, Span::Short, work).await
    }

    /// Writes across workspaces: only the reviewed tables whose policies accept it.
    ///
    /// # Errors
    /// As [`Db::write`].
    pub async fn system_write<T, E: From<Error>>(&self, work: impl AsyncFnOnce(&mut Tx) -> Result<T, E>) -> Result<T, E> {
        self.write_in(Scope::System, async |tx: &mut Tx| Ok((work(tx).await?, || ()))).await
    }

    async fn read_in<T, E: From<Error>>(
        &self,
        scope: Scope,
        span: Span,
        work: impl AsyncFnOnce(&mut Tx) -> Result<T, E>,
    ) -> Result<T, E> {
        let asked = Instant::now();
        let mut tx = match &self.engine {
            Engine::Sqlite { read, .. } => Tx::Sqlite(SqliteTx::Read(read.begin().await.map_err(Error::from)?)),
            Engine::Postgres(pool) => Tx::Postgres(dialect::begin_postgres(pool, scope, span).await?),
        };
        note_wait(asked);
        work(&mut tx).await
    }

    async fn write_in<T, E: From<Error>, D: FnOnce() + Send + 'static>(
        &self,
        scope: Scope,
        work: impl AsyncFnOnce(&mut Tx) -> Result<(T, D), E>,
    ) -> Result<T, E> {
        match &self.engine {
            Engine::Sqlite { writer, .. } => {
                let asked = Instant::now();
                let mut tx = Tx::Sqlite(SqliteTx::Write(writer.turn().await?));
                note_wait(asked);
                let (value, then) = work(&mut tx).await?; // an error drops the lease: undone
                let Tx::Sqlite(SqliteTx::Write(lease)) = tx else { unreachable!("it was made two lines above") };
                commit(lease.keep(), then).await?;
                Ok(value)
            }
            Engine::Postgres(pool) => {
                let started = Instant::now();
                let mut tx = Tx::Postgres(dialect::begin_postgres(pool, scope, Span::Short).await?);
                note_wait(started);
                let (value, then) = work(&mut tx).await?; // an error drops the transaction: rolled back
                let Tx::Postgres(inner) = tx else { unreachable!("it was made two lines above") };
                commit(async { inner.commit().await.map_err(Error::from) }, then).await?;
                metrics::histogram!("db_write_turn_seconds").record(started.elapsed());
                Ok(value)
            }
        }
    }

    /// Whether writes can be committed right now, tried by committing one.
    ///
    /// # Errors
    /// Why they cannot.
    pub async fn probe(&self) -> Result<(), Error> {
        self.system_write(async |tx| tx.query("UPDATE installation SET probed_at = probed_at WHERE id = 1").run().await.map(drop))
            .await
    }

    /// The standing of the storage, as the writer last met it.
    pub fn health(&self) -> &Health {
        &self.health
    }

    /// The name of the engine: `sqlite` or `postgres`.
    pub fn engine(&self) -> &'static str {
        match self.engine {
            Engine::Sqlite { .. } => "sqlite",
            Engine::Postgres(_) => "postgres",
        }
    }

    /// Finishes what was begun and closes all connections.
    pub async fn close(&self) {
        match &self.engine {
            Engine::Sqlite { read, writer } => {
                read.close().await;
                writer.close().await;
            }
            Engine::Postgres(pool) => pool.close().await,
        }
    }
}

/// Commits, and does what follows, in a task of its own: a caller who leaves now stops neither.
async fn commit(
    commit: impl Future<Output = Result<(), Error>> + Send + 'static,
    then: impl FnOnce() + Send + 'static,
) -> Result<(), Error> {
    let committed = tokio::spawn(async move {
        commit.await?;
        then();
        Ok(())
    });
    committed.await.map_err(|_| Error::Stopped)?
}

/// How long a caller waited for a connection or a turn, its transaction's begin included.
fn note_wait(asked: Instant) {
    metrics::histogram!("db_pool_wait_seconds").record(asked.elapsed());
}

/// The settings of every SQLite connection. FULL: an acknowledged commit survives a power cut.
fn sqlite_options(file: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(PATIENCE)
        .foreign_keys(true)
        .pragma("trusted_schema", "OFF")
        .pragma("cell_size_check", "ON")
        .pragma("journal_size_limit", "67108864")
        .statement_cache_capacity(512)
        .optimize_on_close(true, None)
}

fn postgres_options(url: &str) -> Result<PgConnectOptions, OpenError> {
    let options = PgConnectOptions::from_str(url).map_err(|error| OpenError::Address(error.to_string()))?;
    Ok(options.application_name("antiphon").options([
        ("statement_timeout", "15s"),
        ("lock_timeout", "5s"),
        ("idle_in_transaction_session_timeout", "30s"),
        ("timezone", "UTC"),
        // Short questions by the thousand: compiling one costs more than any of them takes.
        ("jit", "off"),
    ]))
}
