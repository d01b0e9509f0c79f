//! Copies of an embedded database: made beside a running server, and looked through before they are believed.

use std::fs::OpenOptions;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection, raw_sql};

use crate::{OpenError, sqlite_options};

/// How often a copy says how far it is.
const PAUSE: Duration = Duration::from_millis(200);

/// Writes a copy of the database in `file` to `to`, which must not be there: one moment of it, also while a server
/// writes, and from its first byte its owner's alone, as it holds everything in clear. `tell` hears now and then how many
/// bytes are written, and of about how many.
///
/// # Errors
/// When either cannot be opened, or the disk is full.
pub async fn copy_sqlite(file: &Path, to: &Path, mut tell: impl FnMut(u64, u64)) -> Result<(), OpenError> {
    let size = |file: &Path| std::fs::metadata(file).map_or(0, |found| found.len());
    let all = size(file);
    // An empty file is written into; its mode stays, and what SQLite writes beside it takes it.
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(to).map_err(sqlx::Error::Io)?;
    // Of a large one it is slow, and says how far it is.
    let mut connection = sqlite_options(file).disable_statement_logging().connect().await?;
    let quoted = to.display().to_string().replace('\'', "''");
    let written = {
        let mut writing =
            std::pin::pin!(raw_sql(crate::dialect::reviewed(format!("VACUUM INTO '{quoted}'"))).execute(&mut connection));
        loop {
            match tokio::time::timeout(PAUSE, &mut writing).await {
                Ok(written) => break written,
                Err(_) => tell(size(to), all),
            }
        }
    };
    let _ = connection.close().await; // the outcome says what happened
    written?;
    Ok(())
}

/// What a copy was found to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The newest step of its schema.
    pub step: i64,
    /// Messages in it.
    pub messages: i64,
}

/// Looks through a copy that nobody has open: every page, every index, every reference.
///
/// # Errors
/// `Migration` with what is wrong; when it is no database, or none of ours.
pub async fn prove_sqlite(copy: &Path) -> Result<Proof, OpenError> {
    let options = SqliteConnectOptions::new().filename(copy).read_only(true).immutable(true).disable_statement_logging();
    let mut connection = options.connect().await?;
    let found: (String,) = sqlx::query_as("PRAGMA integrity_check(1)").fetch_one(&mut connection).await?;
    if found.0 != "ok" {
        return Err(OpenError::Migration(format!("the copy is damaged: {}", found.0)));
    }
    if sqlx::query("PRAGMA foreign_key_check").fetch_optional(&mut connection).await?.is_some() {
        return Err(OpenError::Migration("the copy is damaged: a row points at one that is not there".to_owned()));
    }
    let (step,): (i64,) =
        sqlx::query_as("SELECT coalesce(max(version), 0) FROM _sqlx_migrations WHERE success").fetch_one(&mut connection).await?;
    let (messages,): (i64,) =
        sqlx::query_as("SELECT count(*) FROM entries WHERE type = 'message.sent'").fetch_one(&mut connection).await?;
    connection.close().await?;
    Ok(Proof { step, messages })
}
