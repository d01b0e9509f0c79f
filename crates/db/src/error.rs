//! What can go wrong with storage, by kind. No slice ever sees a driver's code.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use antiphon_base as base;
use sqlx::error::ErrorKind;

/// A failed question or commit.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// A unique rule was broken.
    #[error("already there ({0})")]
    Unique(String),
    /// A foreign key points nowhere.
    #[error("points at nothing ({0})")]
    Foreign(String),
    /// A CHECK or NOT NULL rule was broken.
    #[error("breaks a rule of the table ({0})")]
    Check(String),
    /// A lock, a connection or a turn could not be had in time.
    #[error("storage is busy: {0}")]
    Busy(String),
    /// Storage refused: full, failing or gone. Nothing of the change was kept.
    #[error("not committed: {0}")]
    NotCommitted(String),
    /// The database is being closed.
    #[error("storage is closed")]
    Stopped,
    /// Anything else: a defect.
    #[error("database: {0}")]
    Other(String),
}

/// Why a database cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The address cannot be read.
    #[error("the database address is not valid: {0}")]
    Address(String),
    /// The engine is too old.
    #[error("SQLite {found} is linked, at least {least} is needed: earlier ones can lose committed writes")]
    TooOld {
        /// The version that is linked.
        found: String,
        /// The lowest that is safe.
        least: &'static str,
    },
    /// The role could see all workspaces.
    #[error(
        "the database role `{role}` is a superuser or has BYPASSRLS, so row-level security would not hold it. \
             Make proper roles with `antiphon database init ADMIN_URL`, or run:\n{statements}"
    )]
    Bypasses {
        /// The role's name.
        role: String,
        /// Statements that make the right roles.
        statements: String,
    },
    /// Migrations do not fit.
    #[error("{0}")]
    Migration(String),
    /// The engine's own words.
    #[error("cannot open the database: {0}")]
    Engine(#[from] sqlx::Error),
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(refusal) => {
                let text = refusal.message().to_owned();
                match refusal.kind() {
                    ErrorKind::UniqueViolation => Self::Unique(text),
                    ErrorKind::ForeignKeyViolation => Self::Foreign(text),
                    ErrorKind::CheckViolation | ErrorKind::NotNullViolation => Self::Check(text),
                    _ => by_code(refusal.code().as_deref().unwrap_or_default(), text),
                }
            }
            sqlx::Error::PoolTimedOut => Self::Busy("no connection was free in time".to_owned()),
            sqlx::Error::PoolClosed => Self::Stopped,
            sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::WorkerCrashed | sqlx::Error::Protocol(_) => {
                Self::NotCommitted(error.to_string())
            }
            _ => Self::Other(error.to_string()),
        }
    }
}

/// SQLite answers extended result codes as numbers (low byte = primary code); PostgreSQL answers SQLSTATE.
fn by_code(code: &str, text: String) -> Error {
    const BUSY: i32 = 5;
    const LOCKED: i32 = 6;
    const READ_ONLY: i32 = 8;
    const IO: i32 = 10;
    const FULL: i32 = 13;
    const CANNOT_OPEN: i32 = 14;
    match code {
        // lock not available, deadlock, serialization failure, statement timeout, too many connections
        "55P03" | "40P01" | "40001" | "57014" | "53300" => return Error::Busy(text),
        _ => {}
    }
    if code.len() == 5 {
        // 08 connection, 53 resources (disk full), 57 operator intervention, 58 I/O error, 25006 read-only
        return match &code[..2] {
            "08" | "53" | "57" | "58" => Error::NotCommitted(text),
            _ if code == "25006" => Error::NotCommitted(text),
            _ => Error::Other(format!("{text} ({code})")),
        };
    }
    match code.parse::<i32>().map(|code| code & 0xff) {
        Ok(BUSY | LOCKED) => Error::Busy(text),
        Ok(READ_ONLY | IO | FULL | CANNOT_OPEN) => Error::NotCommitted(text),
        _ => Error::Other(format!("{text} ({code})")),
    }
}

/// How often a cause is written down while storage does not answer as it should.
const NOTED_EVERY: Duration = Duration::from_secs(5);

impl Error {
    /// Writes the cause down for whoever runs the server: callers are told no more than that it is so. Once in
    /// a while, as every request meets it.
    pub(crate) fn note(&self) {
        static LAST: Mutex<Option<Instant>> = Mutex::new(None);
        let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
        if last.is_none_or(|at| at.elapsed() >= NOTED_EVERY) {
            *last = Some(Instant::now());
            tracing::warn!(cause = %self, "storage does not answer as it should; callers are asked to come back");
        }
    }
}

impl From<Error> for base::Error {
    fn from(error: Error) -> Self {
        if matches!(error, Error::Busy(_) | Error::NotCommitted(_)) {
            error.note();
        }
        match error {
            Error::Unique(_) => base::Error::conflict("already_exists", "Something with this name or id is already there."),
            Error::Busy(_) => {
                metrics::counter!("db_busy_total").increment(1);
                base::Error::unavailable("Storage is busy and nothing was changed; try again.")
            }
            Error::NotCommitted(_) | Error::Stopped => {
                base::Error::unavailable("Storage cannot take changes right now and nothing was changed; try again later.")
            }
            Error::Foreign(_) | Error::Check(_) | Error::Other(_) => base::Error::internal(error),
        }
    }
}
