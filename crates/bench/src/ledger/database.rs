//! The ledger's look into the database itself, past the product: what lies there, and is it whole?
//! Both engines (sqlx here is part of the proof, not of the product). On PostgreSQL it also makes and drops
//! the run's own database and role, a plain one, since the server refuses roles that could pass row security.

use std::path::PathBuf;
use std::str::FromStr as _;

use anyhow::{Context as _, Result};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions as _, PgConnection};

use crate::bulk;

/// Names the PostgreSQL instance, as somebody who may make databases.
pub const ADMIN: &str = "ANTIPHON_TEST_PG_ADMIN_URL";

/// Where the log lies.
pub enum Database {
    /// A folder with the file.
    Sqlite(PathBuf),
    /// A database made for this run.
    Postgres {
        /// The instance, as somebody who may make databases.
        admin: String,
        /// Name of database and role.
        name: String,
        /// The role's password.
        password: String,
        /// The key that the nodes share: 32 random bytes, as the server wants it written.
        key: String,
    },
}

/// A row that a send left.
#[derive(sqlx::FromRow, Debug)]
pub struct Stored {
    /// The sender's id for it.
    pub client_msg_id: String,
    /// Conversation, lower-case hex without dashes.
    pub conversation: String,
    /// Position in the log.
    pub seq: i64,
    /// What was said.
    pub body: String,
}

impl Database {
    /// Makes a PostgreSQL database and a role that owns it.
    pub async fn create() -> Result<Self> {
        let admin = std::env::var(ADMIN).with_context(|| format!("{ADMIN} is not set (scripts/with-services sets it)"))?;
        let name = format!("ledger_{}", std::process::id());
        let password = uuid::Uuid::now_v7().simple().to_string();
        let mut key = [0; 32];
        aws_lc_rs::rand::fill(&mut key).context("random bytes for the shared key")?;
        let key = URL_SAFE_NO_PAD.encode(key);
        let mut db = connect(&admin, None).await?;
        for sql in [
            format!("CREATE ROLE {name} LOGIN PASSWORD '{password}' NOSUPERUSER NOBYPASSRLS"),
            format!("CREATE DATABASE {name} OWNER {name}"),
        ] {
            sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut db).await?;
        }
        Ok(Self::Postgres { admin, name, password, key })
    }

    /// Settings under which a server uses it.
    pub fn settings(&self) -> Vec<(String, String)> {
        match self {
            Self::Sqlite(_) => Vec::new(),
            Self::Postgres { admin, name, password, key } => {
                let host = admin.rsplit_once('@').map_or(admin.as_str(), |(_, rest)| rest);
                let host = host.trim_start_matches("postgres://").trim_start_matches("postgresql://");
                let host = host.split('/').next().unwrap_or(host);
                vec![
                    ("ANTIPHON_DATABASE_URL".into(), format!("postgres://{name}:{password}@{host}/{name}")),
                    ("ANTIPHON_SECRET".into(), key.clone()),
                ]
            }
        }
    }

    /// Every row that carries a sender's id.
    pub async fn stored(&self) -> Result<Vec<Stored>> {
        Ok(match self {
            Self::Sqlite(data) => {
                let sql = "SELECT client_msg_id, lower(hex(conversation_id)) AS conversation, seq, body FROM entries WHERE client_msg_id IS NOT NULL";
                sqlx::query_as(sql).fetch_all(&mut bulk::open(data).await?).await?
            }
            Self::Postgres { admin, name, .. } => {
                let sql = "SELECT client_msg_id::text AS client_msg_id, replace(conversation_id::text, '-', '') AS conversation, seq, body FROM entries WHERE client_msg_id IS NOT NULL";
                sqlx::query_as(sql).fetch_all(&mut connect(admin, Some(name)).await?).await?
            }
        })
    }

    /// Conversations whose log has a hole or a repeat, or whose head is not its last entry.
    pub async fn broken_logs(&self) -> Result<i64> {
        let sql = "SELECT count(*) FROM (SELECT c.id FROM conversations c JOIN entries e ON e.workspace_id = c.workspace_id AND e.conversation_id = c.id
                   GROUP BY c.workspace_id, c.id, c.last_seq
                   HAVING count(*) <> c.last_seq OR max(e.seq) <> c.last_seq OR min(e.seq) <> 1) AS broken";
        Ok(match self {
            Self::Sqlite(data) => sqlx::query_scalar(sql).fetch_one(&mut bulk::open(data).await?).await?,
            Self::Postgres { admin, name, .. } => {
                sqlx::query_scalar(sql).fetch_one(&mut connect(admin, Some(name)).await?).await?
            }
        })
    }

    /// `ok`, or what the engine finds wrong with its own file.
    pub async fn integrity(&self) -> Result<String> {
        Ok(match self {
            Self::Sqlite(data) => sqlx::query_scalar("PRAGMA integrity_check").fetch_one(&mut bulk::open(data).await?).await?,
            Self::Postgres { .. } => "ok".to_owned(),
        })
    }

    /// Drops what `create` made.
    pub async fn remove(&self) -> Result<()> {
        if let Self::Postgres { admin, name, .. } = self {
            let mut db = connect(admin, None).await?;
            for sql in [format!("DROP DATABASE {name} WITH (FORCE)"), format!("DROP ROLE {name}")] {
                sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut db).await?;
            }
        }
        Ok(())
    }
}

/// Opens a database of the instance as its administrator.
pub async fn connect(admin: &str, database: Option<&str>) -> Result<PgConnection> {
    let mut options = PgConnectOptions::from_str(admin)?;
    if let Some(database) = database {
        options = options.database(database);
    }
    options.connect().await.context("connecting to PostgreSQL as its administrator")
}
