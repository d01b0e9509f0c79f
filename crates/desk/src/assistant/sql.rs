//! The questions about prompts and bots.

use antiphon_base::Result;
use antiphon_db::Tx;

use super::model::Prompt;
use crate::ids::{PrincipalId, PromptId, WorkspaceId};

macro_rules! prompts {
    ($tail:literal) => {
        concat!("SELECT id, title, text, is_active, position, role, page, created_at, updated_at FROM prompts WHERE ", $tail)
    };
}

/// All of them, in their order. They are few: an admin writes them by hand.
pub(super) async fn list(tx: &mut Tx, workspace: WorkspaceId) -> Result<Vec<Prompt>> {
    Ok(tx.query(prompts!("workspace_id = $1 ORDER BY position, id LIMIT 500")).bind(workspace).all().await?)
}

pub(super) async fn find(tx: &mut Tx, workspace: WorkspaceId, id: PromptId) -> Result<Option<Prompt>> {
    Ok(tx.query(prompts!("workspace_id = $1 AND id = $2")).bind(workspace).bind(id).optional().await?)
}

/// Keeps others from changing a prompt until this transaction ends.
pub(super) async fn lock(tx: &mut Tx, workspace: WorkspaceId, id: PromptId) -> Result<()> {
    tx.query("UPDATE prompts SET title = title WHERE workspace_id = $1 AND id = $2").bind(workspace).bind(id).run().await?;
    Ok(())
}

pub(super) async fn insert(tx: &mut Tx, workspace: WorkspaceId, prompt: &Prompt) -> Result<()> {
    tx.query(
        "INSERT INTO prompts (workspace_id, id, title, text, is_active, position, role, page, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(workspace)
    .bind(prompt.id)
    .bind(prompt.title.clone())
    .bind(prompt.text.clone())
    .bind(prompt.is_active)
    .bind(prompt.order)
    .bind(prompt.role)
    .bind(prompt.page.clone())
    .bind(prompt.created_at)
    .bind(prompt.updated_at)
    .run()
    .await?;
    Ok(())
}

pub(super) async fn update(tx: &mut Tx, workspace: WorkspaceId, prompt: &Prompt) -> Result<()> {
    tx.query(
        "UPDATE prompts SET title = $3, text = $4, is_active = $5, position = $6, role = $7, page = $8, updated_at = $9
         WHERE workspace_id = $1 AND id = $2",
    )
    .bind(workspace)
    .bind(prompt.id)
    .bind(prompt.title.clone())
    .bind(prompt.text.clone())
    .bind(prompt.is_active)
    .bind(prompt.order)
    .bind(prompt.role)
    .bind(prompt.page.clone())
    .bind(prompt.updated_at)
    .run()
    .await?;
    Ok(())
}

pub(super) async fn delete(tx: &mut Tx, workspace: WorkspaceId, id: PromptId) -> Result<()> {
    tx.query("DELETE FROM prompts WHERE workspace_id = $1 AND id = $2").bind(workspace).bind(id).run().await?;
    Ok(())
}

/// The bot of this name in the workspace.
pub(super) async fn find_bot(tx: &mut Tx, workspace: WorkspaceId, external_id: &str) -> Result<Option<PrincipalId>> {
    let found: Option<(PrincipalId,)> = tx
        .query("SELECT id FROM principals WHERE workspace_id = $1 AND kind = 'bot' AND external_id = $2")
        .bind(workspace)
        .bind(external_id.to_owned())
        .optional()
        .await?;
    Ok(found.map(|(id,)| id))
}
