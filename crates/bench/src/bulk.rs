//! Fills a conversation with very many messages by writing to the database file while the server is down:
//! a million sends through the API would take longer than everything else together.
//! Copies the last message of the conversation, so that rows look as the server made them; then moves the
//! heads. Names tables and columns of `migrations/` (sqlx here is part of the yardstick, not of the product).

use std::path::Path;
use std::str::FromStr as _;

use anyhow::{Context as _, Result, bail};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions as _, SqliteConnection};
use uuid::Uuid;

const COPY: &str = "
    WITH RECURSIVE step (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM step WHERE i < $3),
         model AS (SELECT * FROM entries WHERE workspace_id = $1 AND conversation_id = $2 AND type = 'message.sent' ORDER BY seq DESC LIMIT 1)
    INSERT INTO entries (workspace_id, conversation_id, seq, id, type, audience, actor_id, role, prev_public_seq,
                         public_ord, staff_ord, client_msg_id, body, reply_to, message_id, data, created_at)
    SELECT workspace_id, conversation_id, (SELECT last_seq FROM conversations WHERE workspace_id = $1 AND id = $2) + i, randomblob(16),
           type, audience, actor_id, role,
           CASE WHEN i = 1 THEN (SELECT last_public_seq FROM conversations WHERE workspace_id = $1 AND id = $2)
                ELSE (SELECT last_seq FROM conversations WHERE workspace_id = $1 AND id = $2) + i - 1 END,
           (SELECT public_ord FROM conversations WHERE workspace_id = $1 AND id = $2) + i,
           (SELECT staff_ord FROM conversations WHERE workspace_id = $1 AND id = $2) + i,
           NULL, body || ' ' || i, NULL, NULL, data, created_at
    FROM model, step";

const HEADS: &str = "
    UPDATE conversations SET last_seq = last_seq + $3, prev_public_seq = last_seq + $3 - 1, last_public_seq = last_seq + $3,
           public_ord = public_ord + $3, staff_ord = staff_ord + $3
    WHERE workspace_id = $1 AND id = $2";

/// Appends `count` public messages to a conversation that has at least one.
pub async fn append(data: &Path, conversation: &str, count: usize) -> Result<()> {
    let mut db = open(data).await?;
    let id = Uuid::parse_str(conversation)?;
    let id = id.as_bytes().as_slice();
    let (workspace,): (Vec<u8>,) =
        sqlx::query_as("SELECT workspace_id FROM conversations WHERE id = $1").bind(id).fetch_one(&mut db).await?;
    let count = i64::try_from(count)?;
    sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut db).await?;
    let copied = sqlx::query(COPY).bind(&workspace).bind(id).bind(count).execute(&mut db).await?.rows_affected();
    let moved = sqlx::query(HEADS).bind(&workspace).bind(id).bind(count).execute(&mut db).await?.rows_affected();
    sqlx::raw_sql("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut db).await?;
    if copied != u64::try_from(count)? || moved != 1 {
        bail!("copied {copied} rows and moved {moved} heads");
    }
    Ok(())
}

/// Opens the server's database file, which must not be in use.
pub async fn open(data: &Path) -> Result<SqliteConnection> {
    let file = std::fs::read_dir(data)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path| path.extension().is_some_and(|e| e == "db" || e == "sqlite" || e == "sqlite3"))
        .with_context(|| format!("no database file in {}", data.display()))?;
    let options = SqliteConnectOptions::from_str(&format!("sqlite://{}", file.display()))?;
    options.connect().await.with_context(|| format!("opening {}", file.display()))
}
