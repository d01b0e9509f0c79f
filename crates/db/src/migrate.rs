//! The schema, step by step, up and down, on either engine. One runner at a time.
//! The steps' texts lie in `migrations/`; `build.rs` writes their table.

use std::path::Path;
use std::str::FromStr;
use std::time::{Duration, SystemTime};

use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, Connection, SqlSafeStr, raw_sql};

use crate::{OpenError, postgres_options, sqlite_options};

struct Step {
    number: i64,
    name: &'static str,
    sqlite_up: &'static str,
    sqlite_down: &'static str,
    postgres_up: &'static str,
    postgres_down: &'static str,
}

static STEPS: &[Step] = include!(concat!(env!("OUT_DIR"), "/migrations.rs"));

/// One step, and whether the database has it.
#[derive(Debug)]
pub struct StepState {
    /// Its number, from 1.
    pub number: i64,
    /// Its name.
    pub name: &'static str,
    /// Whether it has been taken.
    pub applied: bool,
}

/// The steps of one database.
pub enum Migrations<'a> {
    /// The embedded file.
    Sqlite(&'a Path),
    /// The address of a role that may change the schema.
    Postgres(&'a str),
}

/// Does the same with a connection of either engine.
macro_rules! with_connection {
    ($self:expr, |$connection:ident, $migrator:ident| $body:expr) => {
        match $self {
            Migrations::Sqlite(file) => {
                let mut $connection = sqlite_options(file).connect().await?;
                let $migrator = migrator(|step| (step.sqlite_up, step.sqlite_down));
                let outcome = $body;
                let _ = $connection.close().await; // the outcome says what happened
                outcome
            }
            Migrations::Postgres(url) => {
                let mut $connection = postgres_options(url)?.connect().await?;
                let $migrator = migrator(|step| (step.postgres_up, step.postgres_down));
                let outcome = $body;
                let _ = $connection.close().await; // the outcome says what happened
                outcome
            }
        }
    };
}

impl Migrations<'_> {
    /// The number of the newest step that this binary knows.
    pub fn newest() -> i64 {
        STEPS.last().map_or(0, |step| step.number)
    }

    /// Takes all steps that are missing. Several runners wait for each other (PostgreSQL: an advisory
    /// lock; SQLite: the lock on the data folder, which the server holds).
    ///
    /// # Errors
    /// When a step fails, an applied one was altered, or the schema is newer than this binary.
    pub async fn up(&self) -> Result<(), OpenError> {
        with_connection!(self, |connection, migrator| migrator.run(&mut connection).await.map_err(describe))
    }

    /// Steps back until `target` is the newest step (0: nothing is left).
    ///
    /// # Errors
    /// When a step fails.
    pub async fn down(&self, target: i64) -> Result<(), OpenError> {
        with_connection!(self, |connection, migrator| migrator.undo(&mut connection, target).await.map_err(describe))
    }

    /// All steps with their state.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn status(&self) -> Result<Vec<StepState>, OpenError> {
        use sqlx::migrate::Migrate as _;
        let applied: Vec<i64> = with_connection!(self, |connection, migrator| {
            connection.ensure_migrations_table(&migrator.table_name).await.map_err(describe)?;
            connection
                .list_applied_migrations(&migrator.table_name)
                .await
                .map_err(describe)?
                .into_iter()
                .map(|step| step.version)
                .collect()
        });
        Ok(STEPS
            .iter()
            .map(|step| StepState { number: step.number, name: step.name, applied: applied.contains(&step.number) })
            .collect())
    }
}

/// What [`init_postgres`] found, and therefore left as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WasThere {
    /// The role, with whatever password it has.
    pub role: bool,
    /// The database.
    pub database: bool,
}

/// Makes the serving role and its database where they are missing, by an administrator's connection.
///
/// # Errors
/// When the administrator may not, or the address is wrong.
pub async fn init_postgres(admin_url: &str, role: &str, password: &str, database: &str) -> Result<WasThere, OpenError> {
    let options = PgConnectOptions::from_str(admin_url).map_err(|error| OpenError::Address(error.to_string()))?;
    let mut connection = options.connect().await?;
    let asked = "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1), EXISTS (SELECT FROM pg_database WHERE datname = $2)";
    let (has_role, has_database): (bool, bool) =
        sqlx::query_as(asked).bind(role).bind(database).fetch_one(&mut connection).await?;
    if !has_role {
        raw_sql(crate::dialect::reviewed(create_role(role, Some(password)))).execute(&mut connection).await?;
    }
    if !has_database {
        let create = format!("CREATE DATABASE {} OWNER {}", quoted(database), quoted(role));
        raw_sql(crate::dialect::reviewed(create)).execute(&mut connection).await?;
    }
    connection.close().await?;
    Ok(WasThere { role: has_role, database: has_database })
}

/// By how much this machine's clock differs from the database's, half of the question's way allowed for.
///
/// # Errors
/// When it cannot be asked.
pub async fn apart_from_postgres(url: &str) -> Result<Duration, OpenError> {
    let mut connection = postgres_options(url)?.connect().await?;
    let before = SystemTime::now();
    let (theirs,): (antiphon_base::Timestamp,) = sqlx::query_as("SELECT clock_timestamp()").fetch_one(&mut connection).await?;
    let ours = before + before.elapsed().unwrap_or_default() / 2;
    connection.close().await?;
    let theirs = SystemTime::from(theirs);
    Ok(theirs.duration_since(ours).unwrap_or_else(|behind| behind.duration()))
}

/// How many connections of servers (or of other commands) a database has.
///
/// # Errors
/// When it cannot be asked.
pub async fn others_on_postgres(url: &str) -> Result<i64, OpenError> {
    let mut connection = postgres_options(url)?.connect().await?;
    let asked = "SELECT count(*) FROM pg_stat_activity
         WHERE datname = current_database() AND application_name = 'antiphon' AND pid <> pg_backend_pid()";
    let (others,): (i64,) = sqlx::query_as(asked).fetch_one(&mut connection).await?;
    connection.close().await?;
    Ok(others)
}

/// Lets the role of `serving_url` read and write the tables that the role of `migrating_url` has made.
/// Nothing to do where both are one; a repeat does no harm.
///
/// # Errors
/// When an address is wrong, or the serving role does not exist.
pub async fn grant_to_serving(migrating_url: &str, serving_url: &str) -> Result<(), OpenError> {
    let options = |url| PgConnectOptions::from_str(url).map_err(|error| OpenError::Address(error.to_string()));
    let (migrating, serving) = (options(migrating_url)?, options(serving_url)?);
    let role = quoted(serving.get_username());
    if migrating.get_username() == serving.get_username() {
        return Ok(());
    }
    let mut connection = migrating.connect().await?;
    for rights in ["USAGE ON SCHEMA public", "SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public"] {
        raw_sql(crate::dialect::reviewed(format!("GRANT {rights} TO {role}"))).execute(&mut connection).await?;
    }
    connection.close().await?;
    Ok(())
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Refuses a role that row-level security does not hold.
///
/// # Errors
/// When it is a superuser or has BYPASSRLS, or cannot be asked.
pub async fn refuse_bypassing_role(serving_url: &str) -> Result<(), OpenError> {
    let options = PgConnectOptions::from_str(serving_url).map_err(|error| OpenError::Address(error.to_string()))?;
    let mut connection = options.connect().await?;
    let (role, superuser, bypasses, database): (String, bool, bool, String) = sqlx::query_as(
        "SELECT rolname::text, rolsuper, rolbypassrls, current_database()::text FROM pg_roles WHERE rolname = current_user",
    )
    .fetch_one(&mut connection)
    .await?;
    connection.close().await?;
    if superuser || bypasses {
        let (create, own) =
            (create_role("antiphon_app", None), format!("ALTER DATABASE {} OWNER TO antiphon_app", quoted(&database)));
        return Err(OpenError::Bypasses { role, statements: format!("{create};\n{own};") });
    }
    Ok(())
}

fn create_role(role: &str, password: Option<&str>) -> String {
    let password = password.map_or("…choose one…".to_owned(), |password| password.replace('\'', "''"));
    format!("CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE PASSWORD '{password}'", quoted(role))
}

fn migrator(texts: impl Fn(&Step) -> (&'static str, &'static str)) -> Migrator {
    let steps = STEPS.iter().flat_map(|step| {
        let (up, down) = texts(step);
        [(MigrationType::ReversibleUp, up), (MigrationType::ReversibleDown, down)].map(|(direction, sql)| {
            let outside_transaction = sql.starts_with("-- no-transaction");
            Migration::new(step.number, step.name.into(), direction, sql.into_sql_str(), outside_transaction)
        })
    });
    Migrator::with_migrations(steps.collect())
}

fn describe(error: sqlx::migrate::MigrateError) -> OpenError {
    use sqlx::migrate::MigrateError;
    OpenError::Migration(match error {
        MigrateError::VersionMissing(number) => format!(
            "the database has migration {number}, which this version does not know (it knows up to {}); \
             start the newer version, or step back with its `antiphon migrate down --to {}`",
            Migrations::newest(),
            Migrations::newest(),
        ),
        MigrateError::VersionMismatch(number) => {
            format!("migration {number} was altered after it was applied; restore its file")
        }
        other => format!("a migration failed and was rolled back: {other}"),
    })
}
