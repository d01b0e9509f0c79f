//! One question, asked of whichever engine the transaction belongs to.
//! Texts come from the slices' `sql.rs`; the few that differ by engine from `dialect.rs`.

use sqlx::postgres::{PgArguments, PgRow};
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{Arguments, Encode, FromRow, PgConnection, Postgres, Sqlite, SqliteConnection, Transaction, Type};

use crate::error::Error;
use crate::writer::Lease;

/// A value that both engines take.
pub trait Bind: for<'q> Encode<'q, Sqlite> + Type<Sqlite> + for<'q> Encode<'q, Postgres> + Type<Postgres> {}
impl<T> Bind for T where T: for<'q> Encode<'q, Sqlite> + Type<Sqlite> + for<'q> Encode<'q, Postgres> + Type<Postgres> {}

/// A row that both engines give.
pub trait Row: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}
impl<T> Row for T where T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin {}

/// A transaction of one engine, lent to a deed.
pub enum Tx {
    /// The embedded engine.
    #[doc(hidden)]
    Sqlite(SqliteTx),
    /// The server engine.
    #[doc(hidden)]
    Postgres(Transaction<'static, Postgres>),
}

#[doc(hidden)]
pub enum SqliteTx {
    Read(Transaction<'static, Sqlite>),
    Write(Lease),
}

impl SqliteTx {
    pub(crate) fn connection(&mut self) -> &mut SqliteConnection {
        match self {
            Self::Read(tx) => &mut *tx,
            Self::Write(lease) => lease.connection(),
        }
    }
}

impl Tx {
    /// Begins a question in the one text that is valid on both engines.
    pub fn query(&mut self, sql: &'static str) -> Query<'_> {
        executed::note(self, sql);
        match self {
            Self::Sqlite(tx) => Query::Sqlite(sql.into(), SqliteArguments::default(), tx.connection()),
            Self::Postgres(tx) => Query::Postgres(sql.into(), PgArguments::default(), &mut *tx),
        }
    }

    /// Begins a question whose text was put together by `dialect.rs`.
    pub(crate) fn query_built(&mut self, sql: String) -> Query<'_> {
        match self {
            Self::Sqlite(tx) => Query::Sqlite(Text::Built(sql), SqliteArguments::default(), tx.connection()),
            Self::Postgres(tx) => Query::Postgres(Text::Built(sql), PgArguments::default(), &mut *tx),
        }
    }
}

/// The text of a question.
#[doc(hidden)]
pub enum Text {
    Fixed(&'static str),
    Built(String),
}

impl From<&'static str> for Text {
    fn from(text: &'static str) -> Self {
        Self::Fixed(text)
    }
}

/// A question with its values, ready to be run.
pub enum Query<'t> {
    #[doc(hidden)]
    Sqlite(Text, SqliteArguments, &'t mut SqliteConnection),
    #[doc(hidden)]
    Postgres(Text, PgArguments, &'t mut PgConnection),
}

/// The body is written once; the compiler makes one copy for each engine and kind of text.
macro_rules! on {
    ($query:expr, |$sql:ident, $args:ident, $conn:ident| $body:expr) => {
        match $query {
            Query::Sqlite(Text::Fixed($sql), $args, $conn) => $body,
            Query::Postgres(Text::Fixed($sql), $args, $conn) => $body,
            Query::Sqlite(Text::Built(built), $args, $conn) => {
                let $sql = crate::dialect::reviewed(built);
                $body
            }
            Query::Postgres(Text::Built(built), $args, $conn) => {
                let $sql = crate::dialect::reviewed(built);
                $body
            }
        }
    };
}

impl Query<'_> {
    /// Binds the next value: `$1`, `$2`, …
    #[must_use]
    pub fn bind(mut self, value: impl Bind) -> Self {
        let bound = match &mut self {
            Query::Sqlite(_, args, _) => args.add(value),
            Query::Postgres(_, args, _) => args.add(value),
        };
        bound.expect("our own types always encode");
        self
    }

    /// Runs it; answers the number of rows changed.
    ///
    /// # Errors
    /// What the engine refused, by kind.
    pub async fn run(self) -> Result<u64, Error> {
        on!(self, |sql, args, conn| Ok(sqlx::query_with(sql, args).execute(conn).await?.rows_affected()))
    }

    /// The one row; a missing one is a defect.
    ///
    /// # Errors
    /// As [`Query::run`].
    pub async fn one<T: Row>(self) -> Result<T, Error> {
        on!(self, |sql, args, conn| Ok(sqlx::query_as_with(sql, args).fetch_one(conn).await?))
    }

    /// The one row, if it is there.
    ///
    /// # Errors
    /// As [`Query::run`].
    pub async fn optional<T: Row>(self) -> Result<Option<T>, Error> {
        on!(self, |sql, args, conn| Ok(sqlx::query_as_with(sql, args).fetch_optional(conn).await?))
    }

    /// All rows.
    ///
    /// # Errors
    /// As [`Query::run`].
    pub async fn all<T: Row>(self) -> Result<Vec<T>, Error> {
        on!(self, |sql, args, conn| Ok(sqlx::query_as_with(sql, args).fetch_all(conn).await?))
    }

    /// The first column of the one row.
    ///
    /// # Errors
    /// As [`Query::run`].
    pub async fn value<T>(self) -> Result<T, Error>
    where
        (T,): Row,
    {
        self.one::<(T,)>().await.map(|row| row.0)
    }
}

/// Which texts ran on which engine, noted in builds with debug assertions when
/// `ANTIPHON_SQL_PROOF` names a file: the proof that the scenarios ask every question of both.
pub mod executed {
    use super::Tx;

    #[cfg(not(debug_assertions))]
    pub(crate) fn note(_: &Tx, _: &'static str) {}

    #[cfg(debug_assertions)]
    pub(crate) fn note(tx: &Tx, sql: &'static str) {
        use std::collections::HashSet;
        use std::io::Write as _;
        use std::sync::{LazyLock, Mutex};

        /// Engine and text, by its address.
        type Seen = HashSet<(bool, usize)>;
        static SEEN: LazyLock<Option<Mutex<Seen>>> =
            LazyLock::new(|| std::env::var_os("ANTIPHON_SQL_PROOF").map(|_| Mutex::default()));
        let Some(seen) = &*SEEN else { return };
        let postgres = matches!(tx, Tx::Postgres(_));
        let Ok(mut seen) = seen.lock() else { return };
        if seen.insert((postgres, sql.as_ptr() as usize))
            && let Some(path) = std::env::var_os("ANTIPHON_SQL_PROOF")
            && let Ok(mut file) = std::fs::OpenOptions::new().create(true).append(true).open(path)
        {
            let engine = if postgres { "postgres" } else { "sqlite" };
            let text = sql.split_whitespace().collect::<Vec<_>>().join(" ");
            // A lost line only makes the proof stricter.
            let _ = file.write_all(format!("{engine}\t{text}\n").as_bytes());
        }
    }
}
