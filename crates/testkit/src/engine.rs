//! A database of its own for each test, on either engine: a copy of a template that was migrated and given
//! its cast once per run. PostgreSQL and Redis are private instances that `scripts/with-services` starts.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use antiphon_base::config::Config;
use antiphon_base::secret::MasterKey;
use antiphon_base::{Clock, Result, Timestamp};
use antiphon_bus::Bus;
use antiphon_db::{Db, Migrations};
use antiphon_desk::Desk;
use sqlx::{Connection, Executor, PgConnection};
use tokio::sync::OnceCell;

use crate::cast::{self, Cast};

/// The key of all test installations, so that copies of a template open each other's sealed values.
const MASTER_KEY: &str = "DTXmlpOF2Oj5sXiPy8QyMED8-WI_aNZX7eHTBNEFXh4";

/// Which database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// The embedded one.
    Sqlite,
    /// The server.
    Postgres,
}

/// Where a test's own database lies.
#[derive(Clone, Debug)]
pub(crate) enum Place {
    File(PathBuf),
    Url(String),
}

struct Template {
    place: Place,
    cast: Cast,
}

static SQLITE: OnceCell<Template> = OnceCell::const_new();
static POSTGRES: OnceCell<Template> = OnceCell::const_new();
static COUNT: AtomicU64 = AtomicU64::new(0);
static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let folder = std::env::temp_dir().join(format!("antiphon-tests-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a temp folder can be made");
    folder
});

/// A folder that goes with the test run; it is not made.
pub fn folder() -> PathBuf {
    FOLDER.join(format!("data-{}", COUNT.fetch_add(1, Ordering::Relaxed)))
}

/// The time at which every story begins.
pub(crate) fn beginning() -> Timestamp {
    Timestamp::from_timestamp(1_767_225_600, 0).expect("2026-01-01 is a time")
}

impl Engine {
    /// A database that nobody else uses, with the cast in it.
    pub(crate) async fn fresh(self) -> (Place, Cast) {
        let template = match self {
            Self::Sqlite => SQLITE.get_or_init(|| self.template()).await,
            Self::Postgres => POSTGRES.get_or_init(|| self.template()).await,
        };
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let place = match &template.place {
            Place::File(file) => {
                let copy = FOLDER.join(format!("{number}.db"));
                std::fs::copy(file, &copy).expect("the template can be copied");
                Place::File(copy)
            }
            Place::Url(url) => {
                let name = format!("t{}_{number}", std::process::id());
                let from = url.rsplit('/').next().expect("a database name");
                admin(&format!("CREATE DATABASE {name} TEMPLATE {from} OWNER {}", app_role())).await;
                Place::Url(with_database(url, &name))
            }
        };
        (place, template.cast.clone())
    }

    /// Two nodes on one database that is migrated and empty otherwise.
    pub async fn two_on_empty(self) -> (Desk, Desk) {
        let place = self.migrated(&format!("empty{}", COUNT.fetch_add(1, Ordering::Relaxed))).await;
        let open = async || place.open_desk(Clock::fake(beginning()), Config::default(), Bus::local()).await;
        (open().await, open().await)
    }

    /// A database that is migrated and empty otherwise, and that nobody works on.
    pub async fn bare(self) -> Bare {
        let place = self.migrated(&format!("bare{}", COUNT.fetch_add(1, Ordering::Relaxed))).await;
        Bare { engine: self, db: place.open_db().await, place }
    }

    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Sqlite => Self::Postgres,
            Self::Postgres => Self::Sqlite,
        }
    }

    async fn migrated(self, name: &str) -> Place {
        let place = match self {
            Self::Sqlite => Place::File(FOLDER.join(format!("{name}.db"))),
            Self::Postgres => {
                let name = format!("{name}_{}", std::process::id());
                admin(&format!("CREATE DATABASE {name} OWNER {}", app_role())).await;
                Place::Url(with_user_and_database(&admin_url(), &app_role(), &name))
            }
        };
        place.migrations().up().await.expect("the migrations run");
        place
    }

    /// A database with its cast.
    async fn template(self) -> Template {
        let place = self.migrated("template").await;
        let desk = place.open_desk(Clock::fake(beginning()), Config::default(), Bus::local()).await;
        let cast = cast::gather(&desk).await;
        desk.close().await; // a template must have no open connection
        if let Place::File(file) = &place {
            fold(file).await;
        }
        Template { place, cast }
    }
}

/// A database without a desk on it.
pub struct Bare {
    /// Which engine.
    pub engine: Engine,
    /// The database.
    pub db: Db,
    pub(crate) place: Place,
}

impl Bare {
    /// As [`Story::dump`](crate::Story::dump).
    pub async fn dump(&self) -> BTreeMap<String, Vec<String>> {
        self.place.dump().await
    }

    /// As [`Story::tamper`](crate::Story::tamper).
    pub async fn tamper(&self, sql: &str) {
        self.place.tamper(sql).await;
    }

    /// As [`Story::read`](crate::Story::read).
    pub async fn read(&self, sql: &str) -> Vec<String> {
        self.place.read(sql).await
    }
}

/// The key of all test installations.
///
/// # Panics
/// Never: it is well-formed.
pub fn master_key() -> MasterKey {
    MasterKey::parse(MASTER_KEY).expect("the test key is well-formed")
}

/// Brings everything into the file alone, as that is what is copied: the driver's threads let go of their connections
/// a moment after `close` returns, and when a reader is the last one, the write-ahead log stays beside the file.
async fn fold(file: &Path) {
    crate::soon("the log is folded into the file", async || {
        let mut connection = open_sqlite(file).await;
        let folded: (i64, i64, i64) =
            sqlx::query_as("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&mut connection).await.expect("the log can be folded");
        connection.close().await.expect("it closes");
        folded.0 == 0 // else someone still reads
    })
    .await;
}

impl Place {
    pub(crate) fn migrations(&self) -> Migrations<'_> {
        match self {
            Self::File(file) => Migrations::Sqlite(file),
            Self::Url(url) => Migrations::Postgres(url),
        }
    }

    pub(crate) async fn open_db(&self) -> Db {
        match self {
            Self::File(file) => Db::open_sqlite(file).await,
            Self::Url(url) => Db::open_postgres(url, 6).await,
        }
        .expect("the test's database opens")
    }

    pub(crate) async fn open_desk(&self, clock: Clock, config: Config, bus: Bus) -> Desk {
        self.try_open_desk(clock, config, bus, master_key()).await.expect("the desk opens")
    }

    pub(crate) async fn try_open_desk(&self, clock: Clock, config: Config, bus: Bus, key: MasterKey) -> Result<Desk> {
        Desk::open(self.open_db().await, bus, clock, config, key).await
    }

    /// Runs a statement past everything, as an intruder or an accident would.
    pub(crate) async fn tamper(&self, sql: &str) {
        match self {
            Self::File(file) => tamper_sqlite(file, sql).await,
            Self::Url(url) => {
                let name = url.rsplit('/').next().expect("a database name");
                let mut connection = PgConnection::connect(&with_database(&admin_url(), name)).await.expect("PostgreSQL answers");
                connection.execute(sqlx::AssertSqlSafe(sql.to_owned())).await.expect("the statement runs");
            }
        }
    }

    /// Everything that is stored, row by row as text, without the columns that mere use moves.
    pub(crate) async fn dump(&self) -> BTreeMap<String, Vec<String>> {
        let mut dump = BTreeMap::new();
        match self {
            Self::File(file) => {
                let mut connection = open_sqlite(file).await;
                let tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
                for table in texts(&mut connection, tables.to_owned()).await.into_iter().filter(|table| !is_volatile(table)) {
                    let columns = texts(&mut connection, format!("SELECT name FROM pragma_table_info('{table}')")).await;
                    let kept: Vec<_> = columns.iter().filter(|column| !MOVED_BY_USE.contains(&column.as_str())).collect();
                    let row = kept.iter().map(|column| format!("quote({column})")).collect::<Vec<_>>().join(" || ' ' || ");
                    let rows = texts(&mut connection, format!("SELECT {row} FROM {table} ORDER BY 1")).await;
                    dump.insert(table, rows);
                }
            }
            Self::Url(url) => {
                let name = url.rsplit('/').next().expect("a database name");
                let mut connection = PgConnection::connect(&with_database(&admin_url(), name)).await.expect("PostgreSQL answers");
                let tables = "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'";
                for table in pg_texts(&mut connection, tables.to_owned()).await.into_iter().filter(|table| !is_volatile(table)) {
                    let moved = MOVED_BY_USE.map(|column| format!("- '{column}'")).join(" ");
                    let rows =
                        pg_texts(&mut connection, format!("SELECT (to_jsonb(t) {moved})::text FROM {table} t ORDER BY 1")).await;
                    dump.insert(table, rows);
                }
            }
        }
        dump
    }

    /// The first column of what a superuser reads on PostgreSQL, or whoever on SQLite.
    pub(crate) async fn read(&self, sql: &str) -> Vec<String> {
        match self {
            Self::File(file) => texts(&mut open_sqlite(file).await, sql.to_owned()).await,
            Self::Url(url) => {
                let name = url.rsplit('/').next().expect("a database name");
                let mut connection = PgConnection::connect(&with_database(&admin_url(), name)).await.expect("PostgreSQL answers");
                pg_texts(&mut connection, sql.to_owned()).await
            }
        }
    }
}

/// What the serving role is answered on a connection of its own, outside the product.
pub(crate) async fn read_as_app(url: &str, sql: &str) -> Result<Vec<String>, String> {
    let mut connection = PgConnection::connect(url).await.map_err(|error| error.to_string())?;
    let rows: Result<Vec<(String,)>, _> = sqlx::query_as(sqlx::AssertSqlSafe(sql.to_owned())).fetch_all(&mut connection).await;
    rows.map(|rows| rows.into_iter().map(|row| row.0).collect()).map_err(|error| error.to_string())
}

/// Columns that change by being asked for, not by being changed.
const MOVED_BY_USE: [&str; 3] = ["last_used_at", "probed_at", "next_run_at"];

/// Tables of the house's own work: what is owed and due, and who failed to sign in.
fn is_volatile(table: &str) -> bool {
    ["jobs", "recurring_jobs", "failed_sign_ins", "_sqlx_migrations"].contains(&table)
}

async fn texts(connection: &mut sqlx::SqliteConnection, sql: String) -> Vec<String> {
    let rows: Vec<(String,)> =
        sqlx::query_as(sqlx::AssertSqlSafe(sql)).fetch_all(connection).await.expect("the file can be read");
    rows.into_iter().map(|row| row.0).collect()
}

async fn pg_texts(connection: &mut PgConnection, sql: String) -> Vec<String> {
    let rows: Vec<(String,)> =
        sqlx::query_as(sqlx::AssertSqlSafe(sql)).fetch_all(connection).await.expect("the database can be read");
    rows.into_iter().map(|row| row.0).collect()
}

async fn open_sqlite(file: &Path) -> sqlx::SqliteConnection {
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(file);
    sqlx::SqliteConnection::connect_with(&options).await.expect("the file opens")
}

async fn tamper_sqlite(file: &Path, sql: &str) {
    let mut connection = open_sqlite(file).await;
    connection.execute(sqlx::AssertSqlSafe(sql.to_owned())).await.expect("the statement runs");
}

async fn admin(sql: &str) {
    let mut connection = PgConnection::connect(&admin_url()).await.expect("PostgreSQL answers");
    connection.execute(sqlx::AssertSqlSafe(sql.to_owned())).await.expect("the statement runs");
    connection.close().await.expect("it closes");
}

fn admin_url() -> String {
    std::env::var("ANTIPHON_TEST_PG_ADMIN_URL")
        .expect("run the tests with `make test`, or `scripts/with-services cargo test`: they need a private PostgreSQL")
}

fn app_role() -> String {
    std::env::var("ANTIPHON_TEST_PG_APP_ROLE").unwrap_or_else(|_| "app".to_owned())
}

fn with_database(url: &str, name: &str) -> String {
    let (front, _) = url.rsplit_once('/').expect("an address with a database");
    format!("{front}/{name}")
}

fn with_user_and_database(url: &str, user: &str, name: &str) -> String {
    let (scheme, rest) = url.split_once("://").expect("an address");
    let host = rest.split_once('@').map_or(rest, |(_, host)| host);
    with_database(&format!("{scheme}://{user}@{host}"), name)
}
