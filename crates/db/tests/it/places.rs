//! Databases of a test's own, on either engine, with one plain table beside the product's.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use antiphon_db::{Db, Migrations};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, SqliteConnection};

static COUNT: AtomicU64 = AtomicU64::new(0);

/// Where a test's database lies.
pub enum Place {
    File(PathBuf),
    Url { url: String, admin: String },
}

pub fn admin_url() -> String {
    std::env::var("ANTIPHON_TEST_PG_ADMIN_URL")
        .expect("run the tests with `make test`, or `scripts/with-services cargo test`: they need a private PostgreSQL")
}

fn number() -> String {
    format!("{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

/// A folder that is this test's alone.
pub fn folder() -> PathBuf {
    let folder = std::env::temp_dir().join(format!("antiphon-db-{}", number()));
    std::fs::create_dir_all(&folder).expect("a temp folder can be made");
    folder
}

/// The address with another user and database.
pub fn address(user: &str, database: &str) -> String {
    let admin = admin_url();
    let (_, rest) = admin.split_once('@').expect("an address with a user");
    let (host, _) = rest.rsplit_once('/').expect("an address with a database");
    format!("postgres://{user}@{host}/{database}")
}

impl Place {
    /// An empty SQLite file.
    pub fn file() -> Self {
        Self::File(folder().join("antiphon.db"))
    }

    /// An empty PostgreSQL database of the serving role.
    pub async fn url() -> Self {
        let role = std::env::var("ANTIPHON_TEST_PG_APP_ROLE").unwrap_or_else(|_| "app".to_owned());
        let name = format!("db_{}", number());
        let mut connection = PgConnection::connect(&admin_url()).await.expect("PostgreSQL answers");
        connection.execute(AssertSqlSafe(format!("CREATE DATABASE {name} OWNER {role}"))).await.expect("a database can be made");
        connection.close().await.expect("it closes");
        Self::Url { url: address(&role, &name), admin: address("owner", &name) }
    }

    pub fn migrations(&self) -> Migrations<'_> {
        match self {
            Self::File(file) => Migrations::Sqlite(file),
            Self::Url { url, .. } => Migrations::Postgres(url),
        }
    }

    /// Migrated, with the table `things`, and open.
    pub async fn open(&self) -> Db {
        self.migrations().up().await.expect("the migrations run");
        self.run("CREATE TABLE things (name text PRIMARY KEY, load text)").await;
        self.reopen().await
    }

    pub async fn reopen(&self) -> Db {
        match self {
            Self::File(file) => Db::open_sqlite(file).await,
            Self::Url { url, .. } => Db::open_postgres(url, 8).await,
        }
        .expect("the database opens")
    }

    /// Past the handle; on PostgreSQL as the role that owns everything there.
    pub async fn run(&self, sql: &str) {
        match self {
            Self::File(file) => {
                let mut connection = sqlite(file).await;
                connection.execute(AssertSqlSafe(sql.to_owned())).await.expect("the statement runs");
                connection.close().await.expect("it closes");
            }
            Self::Url { url, .. } => {
                let mut connection = PgConnection::connect(url).await.expect("PostgreSQL answers");
                connection.execute(AssertSqlSafe(sql.to_owned())).await.expect("the statement runs");
            }
        }
    }

    /// The first column, text; on PostgreSQL as a superuser.
    pub async fn read(&self, sql: &str) -> Vec<String> {
        let sql = AssertSqlSafe(sql.to_owned());
        let rows: Vec<(String,)> = match self {
            Self::File(file) => sqlx::query_as(sql).fetch_all(&mut sqlite(file).await).await,
            Self::Url { admin, .. } => {
                sqlx::query_as(sql).fetch_all(&mut PgConnection::connect(admin).await.expect("PostgreSQL answers")).await
            }
        }
        .expect("the question is answered");
        rows.into_iter().map(|row| row.0).collect()
    }
}

pub async fn sqlite(file: &std::path::Path) -> SqliteConnection {
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(file).create_if_missing(true);
    SqliteConnection::connect_with(&options).await.expect("the file opens")
}

/// Stores one thing.
pub async fn put(db: &Db, name: String, load: String) -> Result<(), antiphon_db::Error> {
    db.write(uuid::Uuid::nil(), async |tx| {
        tx.query("INSERT INTO things (name, load) VALUES ($1, $2)").bind(name).bind(load).run().await.map(drop)
    })
    .await
}

/// The names that are stored.
pub async fn names(db: &Db) -> Vec<String> {
    let rows: Vec<(String,)> = db
        .read(uuid::Uuid::nil(), async |tx| tx.query("SELECT name FROM things ORDER BY name").all().await)
        .await
        .unwrap_or_else(|error: antiphon_db::Error| panic!("things cannot be read: {error}"));
    rows.into_iter().map(|row| row.0).collect()
}
