//! Walks a workspace's chain and names the first row that does not fit: altered, missing, or cut off
//! at the end (which only the head and the checkpoints outside the database can tell).

use std::collections::HashMap;

use antiphon_base::Result;
use antiphon_base::secret::hex;

use super::checkpoint;
use super::model::{Content, START, link};
use super::sql::{self, Link};
use crate::Desk;
use crate::ids::WorkspaceId;

/// Rows looked at in one transaction.
const STEP: i64 = 500;

/// What was found.
#[derive(Debug, PartialEq, Eq)]
pub enum Verified {
    /// Every row fits; so many there are.
    Whole {
        /// How many rows the chain has.
        rows: i64,
    },
    /// This row does not fit.
    Broken {
        /// Its number.
        seq: i64,
        /// What is wrong with it.
        why: &'static str,
    },
}

/// Checks the whole chain of one workspace against its head and the checkpoints in the data folder.
///
/// # Errors
/// When the database cannot be read.
pub async fn verify(desk: &Desk, workspace: WorkspaceId) -> Result<Verified> {
    let checkpoints = checkpoint::read(desk, workspace).await?;
    let head = desk.db.read(workspace.0, async |tx| sql::find_head(tx, workspace).await).await?;
    let (mut seq, mut hash) = (0, START.to_vec());
    loop {
        let links = desk.db.read(workspace.0, async |tx| sql::list_links(tx, workspace, seq, STEP).await).await?;
        let last = links.len() < usize::try_from(STEP).unwrap_or(usize::MAX);
        for row in links {
            if let Some(why) = fault(desk, workspace, &row, seq, &hash, &checkpoints) {
                return Ok(Verified::Broken { seq: if row.seq == seq + 1 { row.seq } else { seq + 1 }, why });
            }
            (seq, hash) = (row.seq, row.hash);
        }
        if last {
            break;
        }
    }
    // Rows may have been added since the head was read; then the walk went beyond it.
    let expected = head.map_or(0, |head| head.seq).max(checkpoints.keys().copied().max().unwrap_or(0));
    if seq < expected {
        return Ok(Verified::Broken { seq: seq + 1, why: "missing: the head or a checkpoint knows of it" });
    }
    Ok(Verified::Whole { rows: seq })
}

fn fault(
    desk: &Desk,
    workspace: WorkspaceId,
    row: &Link,
    previous: i64,
    previous_hash: &[u8],
    checkpoints: &HashMap<i64, String>,
) -> Option<&'static str> {
    if row.seq != previous + 1 {
        return Some("missing");
    }
    if link(&desk.keys.audit, previous_hash, &row.canonical) != row.hash {
        return Some("altered, or the row before it was");
    }
    let Ok(content) = serde_json::from_str::<Content>(&row.canonical) else { return Some("its text cannot be read") };
    let agrees = content.workspace == workspace
        && content.seq == row.seq
        && content.at == row.created_at
        && content.actor == row.actor_id
        && content.action == row.action
        && content.object == row.object;
    if !agrees {
        return Some("its columns do not agree with its text");
    }
    match checkpoints.get(&row.seq) {
        Some(hash) if *hash != hex(&row.hash) => Some("a checkpoint has another hash for it"),
        _ => None,
    }
}

/// Checks all workspaces and sets the metric; for the hourly round.
pub(super) async fn verify_all(desk: &Desk, workspaces: &[WorkspaceId]) -> Result<()> {
    let mut broken = 0;
    for workspace in workspaces {
        if let Verified::Broken { seq, why } = verify(desk, *workspace).await? {
            broken += 1;
            tracing::error!(workspace.id = %workspace, audit.seq = seq, why, "the audit trail is broken at this row");
        }
    }
    metrics::gauge!("audit_chains_broken").set(f64::from(broken));
    Ok(())
}
