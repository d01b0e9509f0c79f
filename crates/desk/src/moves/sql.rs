//! The one question of a move that is not about whole tables.

use antiphon_base::Result;
use antiphon_db::Tx;

use crate::ids::WorkspaceId;

/// Whether a workspace is there.
pub(super) async fn has_workspace(tx: &mut Tx, workspace: WorkspaceId) -> Result<bool> {
    let found: Option<(WorkspaceId,)> =
        tx.query("SELECT workspace_id FROM workspaces WHERE workspace_id = $1").bind(workspace).optional().await?;
    Ok(found.is_some())
}
