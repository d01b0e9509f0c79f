//! The few places where the two engines need two texts, or a text is put together at run time.
//! Each is a named function; `tidy` counts them (at most 12). The only file with `AssertSqlSafe`.

use sqlx::{AssertSqlSafe, PgPool, Postgres, Transaction};

use crate::Scope;
use crate::error::Error;
use crate::query::{Query, Tx};

/// Questions that the engines answer in different words.
pub trait Dialect {
    /// Takes up to `$2` due jobs of `kinds` kinds for a worker; columns as the slice's row type names them.
    fn claim_jobs(&mut self, kinds: usize) -> Query<'_>;
    /// The feed position up to which nothing can appear any more behind a reader's back.
    fn feed_horizon(&mut self) -> impl Future<Output = Result<i64, Error>> + Send;
    /// Rows for a list of ids: `before IN ($k, $k+1, …) after`, the list's values bound first.
    fn query_list(&mut self, before: &'static str, values: &[uuid::Uuid], after: &'static str) -> Query<'_>;
}

impl Dialect for Tx {
    /// Binds: `$1` now, `$2` how many, `$3` the lease's end, `$4` the lease's id, from `$5` on the kinds.
    /// One writer makes it safe on SQLite; SKIP LOCKED lets several workers pass by each other on PostgreSQL.
    fn claim_jobs(&mut self, kinds: usize) -> Query<'_> {
        let places = (5..5 + kinds).map(|place| format!("${place}")).collect::<Vec<_>>().join(", ");
        let lock = match self {
            Tx::Sqlite(_) => "",
            Tx::Postgres(_) => "FOR UPDATE SKIP LOCKED",
        };
        self.query_built(format!(
            "UPDATE jobs SET state = 'running', attempts = attempts + 1, leased_until = $3, lease = $4
             WHERE id IN (SELECT id FROM jobs WHERE state IN ('ready', 'running') AND run_at <= $1
                 AND (leased_until IS NULL OR leased_until < $1) AND kind IN ({}) ORDER BY run_at, id LIMIT $2 {lock})
             RETURNING id, workspace_id, kind, payload, attempts, max_attempts",
            if kinds == 0 { "NULL" } else { &places }
        ))
    }

    /// SQLite: the counter moves in commit order, so everything up to its value is there.
    /// PostgreSQL: the oldest transaction still running; later positions may be read again, never missed.
    async fn feed_horizon(&mut self) -> Result<i64, Error> {
        match self {
            Tx::Sqlite(_) => self.query("SELECT pos + 1 FROM feed_counter WHERE id = 1").value().await,
            Tx::Postgres(_) => self.query("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint").value().await,
        }
    }

    fn query_list(&mut self, before: &'static str, values: &[uuid::Uuid], after: &'static str) -> Query<'_> {
        crate::query::executed::note(self, before);
        let places = (1..=values.len()).map(|place| format!("${place}")).collect::<Vec<_>>().join(", ");
        let mut query = self.query_built(format!("{before} IN ({}) {after}", if values.is_empty() { "NULL" } else { &places }));
        for value in values {
            query = query.bind(*value);
        }
        query
    }
}

/// Begins a transaction that sees one workspace, or the reviewed system tables. One round trip;
/// the id is written by us as hexadecimal, never taken from a caller's text.
pub(crate) async fn begin_postgres(pool: &PgPool, scope: Scope) -> Result<Transaction<'static, Postgres>, Error> {
    let begin = match scope {
        Scope::Workspace(id) => {
            format!("BEGIN; SELECT set_config('app.workspace', '{}', true), set_config('app.system', '', true)", id.hyphenated())
        }
        Scope::System => "BEGIN; SELECT set_config('app.workspace', '', true), set_config('app.system', 'on', true)".to_owned(),
    };
    Ok(pool.begin_with(AssertSqlSafe(begin)).await?)
}

/// Marks a text put together in this file as reviewed.
pub(crate) fn reviewed(sql: String) -> AssertSqlSafe<String> {
    AssertSqlSafe(sql)
}
