//! The yardstick for durable sends: a bare SQLite group-commit writer.
//! One INSERT a row, WAL, synchronous=FULL, all that wait in one transaction; no rights, no order, no
//! index, no socket. It uses the same driver as the product (the one place outside `db` that names sqlx),
//! so the ratio shows what the product adds and not what the driver costs.

use std::path::Path;
use std::str::FromStr as _;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions as _, SqliteConnection};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinSet;

/// Rows in one transaction at most.
const BATCH: usize = 512;

/// A row on its way, and whom to tell.
struct Row {
    conversation: [u8; 16],
    client_msg_id: String,
    text: String,
    stored: oneshot::Sender<()>,
}

/// Rows a second that `callers` get stored, each calling again as soon as its row is on disk.
pub async fn measure(work: &Path, callers: usize, span: Duration) -> Result<f64> {
    let folder = work.join("writer");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    let (ask, rows) = mpsc::channel(1024);
    let writer = tokio::spawn(write(open(&folder.join("bare.db")).await?, rows));
    let (started, warm) = (Instant::now(), Duration::from_secs(1));
    let mut tasks = JoinSet::new();
    for caller in 0..callers {
        let ask = ask.clone();
        tasks.spawn(async move {
            let mut stored_in_span = 0_u64;
            while started.elapsed() < warm + span {
                let (stored, done) = oneshot::channel();
                let conversation = [u8::try_from(caller % 16).unwrap_or(0); 16];
                let client_msg_id = uuid::Uuid::now_v7().to_string();
                ask.send(Row { conversation, client_msg_id, text: crate::sends::TEXT.to_owned(), stored }).await?;
                done.await?;
                stored_in_span += u64::from((warm..warm + span).contains(&started.elapsed()));
            }
            anyhow::Ok(stored_in_span)
        });
    }
    drop(ask);
    let mut total = 0;
    while let Some(count) = tasks.join_next().await {
        total += count??;
    }
    writer.await??;
    std::fs::remove_dir_all(&folder)?;
    Ok(total as f64 / span.as_secs_f64())
}

async fn open(path: &Path) -> Result<SqliteConnection> {
    let options = SqliteConnectOptions::from_str(&format!("sqlite://{}", path.display()))?
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    let mut connection = options.connect().await.context("opening the bare database")?;
    sqlx::raw_sql("CREATE TABLE log (n INTEGER PRIMARY KEY, conversation_id BLOB NOT NULL, client_msg_id TEXT NOT NULL, text TEXT NOT NULL) STRICT")
        .execute(&mut connection)
        .await?;
    Ok(connection)
}

async fn write(mut connection: SqliteConnection, mut rows: mpsc::Receiver<Row>) -> Result<()> {
    let mut batch = Vec::with_capacity(BATCH);
    while rows.recv_many(&mut batch, BATCH).await > 0 {
        let mut waiting = Vec::with_capacity(batch.len());
        sqlx::raw_sql("BEGIN IMMEDIATE").execute(&mut connection).await?;
        for row in batch.drain(..) {
            sqlx::query("INSERT INTO log (conversation_id, client_msg_id, text) VALUES ($1, $2, $3)")
                .bind(row.conversation.as_slice())
                .bind(row.client_msg_id)
                .bind(row.text)
                .execute(&mut connection)
                .await?;
            waiting.push(row.stored);
        }
        sqlx::raw_sql("COMMIT").execute(&mut connection).await?;
        for stored in waiting {
            // A caller whose span is over has left.
            let _ = stored.send(());
        }
    }
    Ok(())
}
