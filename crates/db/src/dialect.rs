//! The few places where the two engines need two texts, or a text is put together at run time.
//! Each is a named function; `tidy` counts them (at most 12). The only file with `AssertSqlSafe`.

use sqlx::{AssertSqlSafe, PgPool, Postgres, Transaction};

use crate::error::Error;
use crate::query::{Query, Tx};
use crate::rows::{Kind, Table};
use crate::search::{Stretch, Term, Walk};
use crate::{Scope, Span};

/// Questions that the engines answer in different words.
pub trait Dialect {
    /// Takes up to `$2` due jobs of `kinds` kinds for a worker; columns as the slice's row type names them.
    fn claim_jobs(&mut self, kinds: usize) -> Query<'_>;
    /// The feed position up to which nothing can appear any more behind a reader's back.
    fn feed_horizon(&mut self) -> impl Future<Output = Result<i64, Error>> + Send;
    /// Moves a conversation's head and stores the entry that takes the place, in one question: each is a hand-off
    /// or a round trip. Answers the head, or no row when the conversation is not there or the client id was used.
    fn append_entry(&mut self) -> Query<'_>;
    /// Puts the words of so many messages into the search: for each of them its conversation, its id and its words.
    fn index_messages(&mut self, messages: usize) -> Query<'_>;
    /// By what a table's rows are in the same order on both engines.
    fn order_of(&self, table: &Table) -> String;
    /// How far before the place `before` a search goes through the messages one after another, ahead of asking the
    /// index of words; `is_narrow` when the words leave few.
    fn search_walk(&mut self, before: i64, is_narrow: bool) -> impl Future<Output = Result<Walk, Error>> + Send;
    /// What is bound for the words of a search: one of each group must be there, and none of `without`.
    fn search_words(&self, workspace: uuid::Uuid, groups: &[Vec<Term>], without: &[Term]) -> String;
    /// Messages by their words, newest first, as their reader may see them.
    fn search_messages(&mut self, stretch: Stretch) -> Query<'_>;
    /// Rows for a list of ids: `before IN ($k, $k+1, …) after`, the list's values bound first.
    fn query_list(&mut self, before: &'static str, values: &[uuid::Uuid], after: &'static str) -> Query<'_>;
    /// A question of which some parts may be left out or repeated: fixed pieces, in which each `$?` is the next
    /// placeholder. So a list asks for what it is narrowed by and nothing else, and finds the index for it.
    fn query_pieces(&mut self, pieces: &[&'static str]) -> Query<'_>;
}

/// Moves a conversation's head by one entry; the binds as [`Dialect::append_entry`] names them.
macro_rules! move_head {
    () => {
        "UPDATE conversations SET
                 last_seq = last_seq + 1,
                 prev_public_seq = last_public_seq,
                 last_public_seq = CASE WHEN $4 = 'public' THEN last_seq + 1 ELSE last_public_seq END,
                 public_ord = public_ord + $5,
                 staff_ord = staff_ord + $6,
                 public_preview = CASE WHEN $5 = 1 THEN $7 ELSE public_preview END,
                 public_preview_seq = CASE WHEN $5 = 1 THEN last_seq + 1 ELSE public_preview_seq END,
                 staff_preview = CASE WHEN $6 = 1 THEN $7 ELSE staff_preview END,
                 staff_preview_seq = CASE WHEN $6 = 1 THEN last_seq + 1 ELSE staff_preview_seq END,
                 waiting_since = CASE WHEN $8 = 'start' THEN coalesce(waiting_since, $3)
                     WHEN $8 = 'stop' THEN NULL ELSE waiting_since END,
                 last_activity_at = CASE WHEN $6 = 1 THEN $3 ELSE last_activity_at END,
                 archived_at = CASE WHEN $6 = 1 THEN NULL ELSE archived_at END,
                 updated_at = $3,
                 feed_pos = (SELECT pos + 1 FROM feed_counter WHERE id = 1)
             WHERE workspace_id = $1 AND id = $2"
    };
}

/// Where an entry goes; what it is made of follows.
macro_rules! insert_entry {
    () => {
        "INSERT INTO entries (workspace_id, conversation_id, seq, id, type, audience, actor_id, role, prev_public_seq,
                 public_ord, staff_ord, client_msg_id, body, reply_to, message_id, data, created_at"
    };
}

/// The `n` of SQLite's next entry.
macro_rules! next_n {
    () => {
        "(SELECT coalesce(max(n), 0) + 1 FROM entries)"
    };
}

/// PostgreSQL's form of words with blanks between, each with the end of its workspace's id (`$1`) before it, and a sign
/// for the stretch of the log in which `n` lies: see `SEGMENT`.
macro_rules! words {
    ($words:literal) => {
        concat!(
            "array_to_tsvector(ARRAY(SELECT right($1::uuid::text, 8) || word FROM unnest(string_to_array(",
            $words,
            ", ' ') || ('#' || (n >> 16))) AS word))"
        )
    };
}

/// As whom the actor takes part, if they do.
macro_rules! my_audience {
    () => {
        "(SELECT p.audience FROM participants p WHERE p.workspace_id = $1 AND p.conversation_id = $2
                     AND p.principal_id = $9 AND p.left_at IS NULL) AS my_audience"
    };
}

/// Messages among places `s.place` that match, with the rights of whoever asks. CROSS JOIN: places come first.
macro_rules! found {
    ($places:expr) => {
        concat!(
            "SELECT e.conversation_id, c.kind AS conversation_kind, c.title AS conversation_title, cp.name AS contact_name,
                 e.id, e.seq, e.audience, e.actor_id AS sender_id, a.name AS sender_name, a.kind AS sender_kind, e.body, e.created_at
             FROM (",
            $places,
            ") AS s CROSS JOIN entries e
             JOIN conversations c ON c.workspace_id = e.workspace_id AND c.id = e.conversation_id
             JOIN principals a ON a.workspace_id = e.workspace_id AND a.id = e.actor_id
             LEFT JOIN principals cp ON cp.workspace_id = c.workspace_id AND cp.id = c.contact_id
             LEFT JOIN participants me ON me.workspace_id = c.workspace_id AND me.conversation_id = c.id
                 AND me.principal_id = $2 AND me.left_at IS NULL
             WHERE e.n = s.place AND e.workspace_id = $1 AND e.body IS NOT NULL AND e.created_at >= $6 AND e.created_at < $7
                 AND (me.principal_id IS NOT NULL OR ($8 = 'staff' AND c.kind = 'support') OR $8 = 'all'
                     OR (c.kind = 'log' AND ($16 = 'all' OR ($16 = 'own' AND c.created_by = $2))))
                 AND (e.audience = 'public' OR ($9 = 'staff' AND c.kind = 'support'))
                 AND e.seq > coalesce(me.from_seq, 0)
                 AND ($11 = '' OR c.kind = $11)
                 AND ($12 = 'any' OR ($12 = 'yes') = (c.archived_at IS NOT NULL))
                 AND ($13 = 'any' OR ($13 = 'yes') = EXISTS (SELECT 1 FROM participants b WHERE b.workspace_id = c.workspace_id
                     AND b.conversation_id = c.id AND b.role = 'bot' AND b.left_at IS NULL))
                 AND ($14 = 'any' OR EXISTS (SELECT 1 FROM participants o WHERE o.workspace_id = c.workspace_id
                     AND o.conversation_id = c.id AND o.principal_id = $15 AND o.left_at IS NULL))
             ORDER BY s.place DESC LIMIT $10"
        )
    };
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

    /// Binds: `$1` workspace, `$2` conversation, `$3` now, `$4` audience, `$5` and `$6` by how much the public and the
    /// staff ordinal move, `$7` preview, `$8` what becomes of the wait for an answer, `$9` actor, `$10` id, `$11` type,
    /// `$12` role, `$13` client id, `$14` text, `$15` answered message, `$16` message meant, `$17` data.
    /// `$18` the words by which it is found. SQLite runs all statements in one hand-off, and its one writer knows the
    /// next `n`; PostgreSQL takes them as one with common table expressions.
    fn append_entry(&mut self) -> Query<'_> {
        let sqlite = concat!(
            move_head!(),
            "; INSERT INTO message_search (rowid, words) SELECT ",
            next_n!(),
            ", $18 WHERE $18 IS NOT NULL; ",
            insert_entry!(),
            ", n) SELECT $1, $2, c.last_seq, $10, $11, $4, $9, $12, c.prev_public_seq, c.public_ord, c.staff_ord, $13, $14, $15, $16, $17, $3, ",
            next_n!(),
            " FROM conversations c WHERE c.workspace_id = $1 AND c.id = $2
             ON CONFLICT (workspace_id, actor_id, client_msg_id) WHERE client_msg_id IS NOT NULL DO NOTHING
             RETURNING seq AS last_seq, prev_public_seq, public_ord, staff_ord,
                 (SELECT c.kind FROM conversations c WHERE c.workspace_id = $1 AND c.id = $2) AS kind,
                 (SELECT c.status FROM conversations c WHERE c.workspace_id = $1 AND c.id = $2) AS status, ",
            my_audience!(),
        );
        let postgres = concat!(
            "WITH head AS (",
            move_head!(),
            " RETURNING last_seq, prev_public_seq, public_ord, staff_ord, kind, status), stored AS (",
            insert_entry!(),
            ") SELECT $1, $2, head.last_seq, $10, $11, $4, $9, $12, head.prev_public_seq, head.public_ord, head.staff_ord,
                 $13, $14, $15, $16, $17, $3
             FROM head
             ON CONFLICT (workspace_id, actor_id, client_msg_id) WHERE client_msg_id IS NOT NULL DO NOTHING
             RETURNING seq, n), found AS (INSERT INTO message_search (rowid, words) SELECT n, ",
            words!("$18"),
            " FROM stored WHERE $18 IS NOT NULL)
             SELECT head.last_seq, head.prev_public_seq, head.public_ord, head.staff_ord, head.kind, head.status, ",
            my_audience!(),
            " FROM head JOIN stored ON stored.seq = head.last_seq"
        );
        match self {
            Tx::Sqlite(_) => self.query(sqlite),
            Tx::Postgres(_) => self.query(postgres),
        }
    }

    /// Binds: `$1` workspace, then three for each message. CROSS JOIN: messages come first.
    fn index_messages(&mut self, messages: usize) -> Query<'_> {
        let (casts, words) = match self {
            Tx::Sqlite(_) => (["", "", ""], "words"),
            Tx::Postgres(_) => (["::uuid", "::uuid", "::text"], words!("words")),
        };
        let row = |at: usize| format!("(${}{}, ${}{}, ${}{})", at, casts[0], at + 1, casts[1], at + 2, casts[2]);
        let rows: Vec<String> = (0..messages).map(|message| row(message * 3 + 2)).collect();
        self.query_built(format!(
            "WITH said (conversation, message, words) AS (VALUES {})
             INSERT INTO message_search (rowid, words) SELECT n, {words} FROM said CROSS JOIN entries
             WHERE workspace_id = $1 AND conversation_id = conversation AND id = message",
            rows.join(", ")
        ))
    }

    /// PostgreSQL may order text by a language; SQLite always goes by bytes.
    fn order_of(&self, table: &Table) -> String {
        let is_text = |name: &str| table.columns.iter().any(|column| column.name == name && column.kind == Kind::Text);
        let by = |name: &&'static str| match self {
            Tx::Postgres(_) if is_text(name) => format!("{name} COLLATE \"C\""),
            _ => (*name).to_owned(),
        };
        table.order.iter().map(by).collect::<Vec<_>>().join(", ")
    }

    /// FTS5 gives its hits newest first as they are asked for; GIN gives all of them, in no order.
    async fn search_walk(&mut self, before: i64, is_narrow: bool) -> Result<Walk, Error> {
        let Tx::Postgres(_) = self else { return Ok(Walk::ByBeginnings(3)) };
        if is_narrow {
            return Ok(Walk::Nowhere);
        }
        let newest = self.query("SELECT rowid FROM message_search WHERE rowid < $1 ORDER BY rowid DESC LIMIT 1 OFFSET 2000");
        Ok(newest.bind(before).optional::<(i64,)>().await?.map_or(Walk::Everywhere, |(n,)| Walk::DownTo(n)))
    }

    /// Words have letters and digits only, so no quoting can be broken out of; signs begin with `@` or `^`.
    fn search_words(&self, workspace: uuid::Uuid, groups: &[Vec<Term>], without: &[Term]) -> String {
        let tenant = workspace.hyphenated().to_string();
        let (and, or, not) = match self {
            Tx::Sqlite(_) => (" AND ", " OR ", " NOT "),
            Tx::Postgres(_) => (" & ", " | ", " & !"),
        };
        let term = |term: &Term| match (self, term) {
            (Tx::Sqlite(_), Term::Word(word)) => format!("\"{word}\""),
            (Tx::Sqlite(_), Term::Beginning(word)) => format!("\"{word}\"*"),
            (Tx::Postgres(_), Term::Word(word)) => format!("'{}{word}'", &tenant[28..]),
            (Tx::Postgres(_), Term::Beginning(word)) => format!("'{}{word}':*", &tenant[28..]),
        };
        let group = |terms: &[Term]| format!("({})", terms.iter().map(term).collect::<Vec<_>>().join(or));
        let wanted = groups.iter().map(|terms| group(terms)).collect::<Vec<_>>().join(and);
        if without.is_empty() { wanted } else { format!("({wanted}){not}{}", group(without)) }
    }

    /// Binds: `$1` workspace, `$2` who asks, `$3` the words, `$4` before which place, `$5` from which on, `$6` and `$7`
    /// the times between, `$8` and `$9` whether support conversations (`staff`) or `all`, and notes (`staff`) are seen, `$10`
    /// how many; and to what conversations it is narrowed: `$11` a kind or none, `$12` and `$13` whether they are put away and
    /// have a bot (`yes`, `no`, `any`), `$14` whether `any` or `one` takes part, `$15` who; `$16` which reported chats are
    /// seen (`all`, `own`, `none`).
    /// Which way PostgreSQL goes is not left to its guesses, which go wrong once one plan is kept for all words: adding
    /// nothing to a place keeps it from walking them all where the index is to be asked, and `strip` keeps it from the index.
    fn search_messages(&mut self, stretch: Stretch) -> Query<'_> {
        let sqlite = found!(
            "SELECT f.rowid AS place FROM message_search f
             WHERE f.message_search MATCH $3 AND f.rowid < $4 AND f.rowid >= $5 ORDER BY f.rowid DESC"
        );
        let newest = found!(
            "SELECT f.rowid AS place FROM message_search f
             WHERE strip(f.words) @@ $3::tsquery AND f.rowid < $4 AND f.rowid >= $5 ORDER BY f.rowid DESC OFFSET 0"
        );
        let indexed = found!(
            "SELECT f.rowid + 0 AS place FROM message_search f
             WHERE f.words @@ $3::tsquery AND f.rowid + 0 < $4 AND f.rowid + 0 >= $5 ORDER BY f.rowid + 0 DESC OFFSET 0"
        );
        match (&self, stretch) {
            (Tx::Sqlite(_), _) => self.query(sqlite),
            (Tx::Postgres(_), Stretch::Newest) => self.query(newest),
            (Tx::Postgres(_), Stretch::Indexed) => self.query(indexed),
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

    fn query_pieces(&mut self, pieces: &[&'static str]) -> Query<'_> {
        let mut text = String::with_capacity(pieces.iter().map(|piece| piece.len() + 2).sum());
        let mut place = 0;
        for (n, part) in pieces.concat().split("$?").enumerate() {
            if n > 0 {
                place += 1;
                text += &format!("${place}");
            }
            text += part;
        }
        self.query_built(text)
    }
}

/// Begins a transaction that sees one workspace, or the reviewed system tables. One round trip;
/// the id is written by us as hexadecimal, never taken from a caller's text.
pub(crate) async fn begin_postgres(pool: &PgPool, scope: Scope, span: Span) -> Result<Transaction<'static, Postgres>, Error> {
    let begin = match span {
        Span::Short => "BEGIN",
        // Stays at one moment however long it takes.
        Span::Long => {
            "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL statement_timeout = 0; \
             SET LOCAL idle_in_transaction_session_timeout = 0"
        }
    };
    let scope = match scope {
        Scope::Workspace(id) => {
            format!("SELECT set_config('app.workspace', '{}', true), set_config('app.system', '', true)", id.hyphenated())
        }
        Scope::System => "SELECT set_config('app.workspace', '', true), set_config('app.system', 'on', true)".to_owned(),
    };
    let (pool, begin) = (pool.clone(), format!("{begin}; {scope}"));
    // In a task of its own, so that a caller who leaves in the middle cannot give back a connection that has begun.
    let begun = tokio::spawn(async move { pool.begin_with(AssertSqlSafe(begin)).await });
    Ok(begun.await.map_err(|_| Error::Stopped)??)
}

/// Marks a text put together in this file as reviewed.
pub(crate) fn reviewed(sql: String) -> AssertSqlSafe<String> {
    AssertSqlSafe(sql)
}
