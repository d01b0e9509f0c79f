//! Checkpoints: every hour each chain's head, signed, is written where the database cannot reach: to the log
//! stream and to a file. A chain alone does not show that its end was cut off.

use std::collections::HashMap;
use std::io::Write as _;

use antiphon_base::secret::{hex, hmac_sha256};
use antiphon_base::{Error, Result, Timestamp};
use serde::{Deserialize, Serialize};

use super::{sql, verify};
use crate::Desk;
use crate::ids::WorkspaceId;

/// The file in the data folder.
pub const CHECKPOINTS: &str = "audit-checkpoints.jsonl";

#[derive(Serialize, Deserialize)]
struct Checkpoint {
    workspace: WorkspaceId,
    seq: i64,
    hash: String,
    at: Timestamp,
    signature: String,
}

impl Checkpoint {
    fn sign(key: &[u8; 32], workspace: WorkspaceId, seq: i64, hash: &str, at: Timestamp) -> String {
        hex(&hmac_sha256(key, format!("checkpoint\n{workspace}\n{seq}\n{hash}\n{}", at.to_rfc3339()).as_bytes()))
    }
}

/// Writes the present heads of all chains, signed. Run every hour.
///
/// # Errors
/// When the database cannot be read or the file not written.
pub async fn checkpoint(desk: &Desk) -> Result<()> {
    let heads = desk.db.system_read(async |tx| sql::list_heads(tx).await).await?;
    let workspaces: Vec<WorkspaceId> = heads.iter().map(|head| head.0).collect();
    let (at, mut lines) = (desk.clock.now(), String::new());
    for (workspace, seq, hash) in heads {
        let hash = hex(&hash);
        let signature = Checkpoint::sign(&desk.keys.audit, workspace, seq, &hash, at);
        tracing::info!(workspace.id = %workspace, audit.seq = seq, audit.hash = hash, audit.signature = signature, "audit checkpoint");
        let line = Checkpoint { workspace, seq, hash, at, signature };
        lines.push_str(&serde_json::to_string(&line).map_err(Error::internal)?);
        lines.push('\n');
    }
    let file = desk.config.data.join(CHECKPOINTS);
    let written = tokio::task::spawn_blocking(move || append(&file, &lines)).await.map_err(Error::internal)?;
    if let Err(error) = written {
        // The log stream has them; a missing folder is no reason to repeat the round.
        tracing::warn!(%error, "audit checkpoints could not be written to the data folder");
    }
    verify::verify_all(desk, &workspaces).await
}

fn append(file: &std::path::Path, lines: &str) -> std::io::Result<()> {
    let mut file = std::fs::OpenOptions::new().create(true).append(true).open(file)?;
    file.write_all(lines.as_bytes())?;
    file.sync_data()
}

/// The genuine checkpoints of a workspace, by number. Lines that are not ours are passed over: whoever
/// can write the file could as well delete it, and gains nothing by adding to it.
pub(super) async fn read(desk: &Desk, workspace: WorkspaceId) -> Result<HashMap<i64, String>> {
    let file = desk.config.data.join(CHECKPOINTS);
    let text =
        tokio::task::spawn_blocking(move || std::fs::read_to_string(file)).await.map_err(Error::internal)?.unwrap_or_default();
    let genuine = text.lines().filter_map(|line| serde_json::from_str::<Checkpoint>(line).ok()).filter(|line| {
        line.workspace == workspace
            && line.signature == Checkpoint::sign(&desk.keys.audit, line.workspace, line.seq, &line.hash, line.at)
    });
    Ok(genuine.map(|line| (line.seq, line.hash)).collect())
}
