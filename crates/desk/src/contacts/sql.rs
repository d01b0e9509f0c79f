//! The questions about contacts.

use antiphon_base::{Result, Timestamp};
use antiphon_db::Tx;

use super::model::Contact;
use crate::ids::{PrincipalId, WorkspaceId};

pub(super) async fn find(tx: &mut Tx, workspace: WorkspaceId, id: PrincipalId) -> Result<Option<Contact>> {
    Ok(tx
        .query(
            "SELECT c.id, p.name, c.email, c.verified_at IS NOT NULL AS verified, p.external_id, c.first_seen_at, c.last_seen_at
             FROM contacts c JOIN principals p ON p.workspace_id = c.workspace_id AND p.id = c.id
             WHERE c.workspace_id = $1 AND c.id = $2",
        )
        .bind(workspace)
        .bind(id)
        .optional()
        .await?)
}

/// Stores what is known of a customer whose principal stands already.
///
/// # Errors
/// When storage refuses.
pub async fn insert(
    tx: &mut Tx,
    workspace: WorkspaceId,
    id: PrincipalId,
    email: Option<(&str, &str)>,
    now: Timestamp,
) -> Result<()> {
    tx.query(
        "INSERT INTO contacts (workspace_id, id, email, email_folded, first_seen_at, last_seen_at)
         VALUES ($1, $2, $3, $4, $5, $5) ON CONFLICT (workspace_id, id) DO NOTHING",
    )
    .bind(workspace)
    .bind(id)
    .bind(email.map(|(email, _)| email.to_owned()))
    .bind(email.map(|(_, folded)| folded.to_owned()))
    .bind(now)
    .run()
    .await?;
    Ok(())
}

/// Notes that a contact is here.
///
/// # Errors
/// When storage refuses.
pub async fn touch(tx: &mut Tx, workspace: WorkspaceId, id: PrincipalId, now: Timestamp) -> Result<()> {
    tx.query("UPDATE contacts SET last_seen_at = $3 WHERE workspace_id = $1 AND id = $2")
        .bind(workspace)
        .bind(id)
        .bind(now)
        .run()
        .await?;
    Ok(())
}

pub(super) async fn set_email(tx: &mut Tx, workspace: WorkspaceId, id: PrincipalId, email: Option<(&str, &str)>) -> Result<()> {
    tx.query("UPDATE contacts SET email = $3, email_folded = $4 WHERE workspace_id = $1 AND id = $2")
        .bind(workspace)
        .bind(id)
        .bind(email.map(|(email, _)| email.to_owned()))
        .bind(email.map(|(_, folded)| folded.to_owned()))
        .run()
        .await?;
    Ok(())
}

pub(super) async fn set_verified(tx: &mut Tx, workspace: WorkspaceId, id: PrincipalId, now: Timestamp) -> Result<()> {
    tx.query("UPDATE contacts SET verified_at = coalesce(verified_at, $3) WHERE workspace_id = $1 AND id = $2")
        .bind(workspace)
        .bind(id)
        .bind(now)
        .run()
        .await?;
    Ok(())
}

/// Sets the site's own id; false when another contact has it.
pub(super) async fn set_external_id(
    tx: &mut Tx,
    workspace: WorkspaceId,
    id: PrincipalId,
    external_id: Option<&str>,
) -> Result<bool> {
    let rows = tx
        .query(
            "UPDATE principals SET external_id = $3 WHERE workspace_id = $1 AND id = $2
                 AND NOT EXISTS (SELECT 1 FROM principals o WHERE o.workspace_id = $1 AND o.kind = principals.kind
                     AND o.external_id = $3 AND o.id <> $2)",
        )
        .bind(workspace)
        .bind(id)
        .bind(external_id.map(str::to_owned))
        .run()
        .await?;
    Ok(rows == 1)
}

/// The contact that the site knows under this id.
pub(super) async fn by_external_id(tx: &mut Tx, workspace: WorkspaceId, external_id: &str) -> Result<Option<PrincipalId>> {
    let row: Option<(PrincipalId,)> = tx
        .query("SELECT id FROM principals WHERE workspace_id = $1 AND kind = 'contact' AND external_id = $2")
        .bind(workspace)
        .bind(external_id.to_owned())
        .optional()
        .await?;
    Ok(row.map(|row| row.0))
}
