//! The questions about providers, their people and the sign-ins that are under way. Those of sign-in itself look
//! across workspaces and run in system transactions.

use antiphon_base::{Result, Timestamp};
use antiphon_db::{Json, Tx};

use super::model::ProviderRow;
use crate::ids::{AccountId, WorkspaceId};

pub(super) async fn find_provider(tx: &mut Tx, workspace: WorkspaceId) -> Result<Option<ProviderRow>> {
    Ok(tx
        .query(
            "SELECT workspace_id, issuer, client_id, client_secret, label, domains, new_role, needs_second_step, is_on, changed_at
             FROM sign_in_providers WHERE workspace_id = $1",
        )
        .bind(workspace)
        .optional()
        .await?)
}

/// The same, so that nobody else changes it until this transaction ends.
pub(super) async fn lock_provider(tx: &mut Tx, workspace: WorkspaceId) -> Result<Option<ProviderRow>> {
    tx.query("UPDATE sign_in_providers SET is_on = is_on WHERE workspace_id = $1").bind(workspace).run().await?;
    find_provider(tx, workspace).await
}

pub(super) async fn save_provider(tx: &mut Tx, row: &ProviderRow) -> Result<()> {
    tx.query(
        "INSERT INTO sign_in_providers (workspace_id, issuer, client_id, client_secret, label, domains, new_role,
             needs_second_step, is_on, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         ON CONFLICT (workspace_id) DO UPDATE SET issuer = $2, client_id = $3, client_secret = $4, label = $5, domains = $6,
             new_role = $7, needs_second_step = $8, is_on = $9, changed_at = $10",
    )
    .bind(row.workspace_id)
    .bind(row.issuer.clone())
    .bind(row.client_id.clone())
    .bind(row.client_secret.clone())
    .bind(row.label.clone())
    .bind(Json(row.domains.0.clone()))
    .bind(row.new_role)
    .bind(row.needs_second_step)
    .bind(row.is_on)
    .bind(row.changed_at)
    .run()
    .await?;
    Ok(())
}

pub(super) async fn delete_provider(tx: &mut Tx, workspace: WorkspaceId) -> Result<()> {
    tx.query("DELETE FROM sign_in_providers WHERE workspace_id = $1").bind(workspace).run().await?;
    Ok(())
}

// --- whom of the provider's people is whom

/// (system)
pub(super) async fn find_identity(tx: &mut Tx, workspace: WorkspaceId, issuer: &str, subject: &str) -> Result<Option<AccountId>> {
    let found: Option<(AccountId,)> = tx
        .query("SELECT account_id FROM sign_in_identities WHERE workspace_id = $1 AND issuer = $2 AND subject = $3")
        .bind(workspace)
        .bind(issuer.to_owned())
        .bind(subject.to_owned())
        .optional()
        .await?;
    Ok(found.map(|(id,)| id))
}

/// (system)
pub(super) async fn insert_identity(
    tx: &mut Tx,
    workspace: WorkspaceId,
    (issuer, subject): (&str, &str),
    account: AccountId,
    now: Timestamp,
) -> Result<()> {
    tx.query("INSERT INTO sign_in_identities (workspace_id, issuer, subject, account_id, linked_at) VALUES ($1, $2, $3, $4, $5)")
        .bind(workspace)
        .bind(issuer.to_owned())
        .bind(subject.to_owned())
        .bind(account)
        .bind(now)
        .run()
        .await?;
    Ok(())
}

pub(super) async fn delete_identities_of(tx: &mut Tx, workspace: WorkspaceId) -> Result<()> {
    tx.query("DELETE FROM sign_in_identities WHERE workspace_id = $1").bind(workspace).run().await?;
    Ok(())
}

pub(super) async fn delete_identities_of_account(tx: &mut Tx, workspace: WorkspaceId, account: AccountId) -> Result<()> {
    tx.query("DELETE FROM sign_in_identities WHERE workspace_id = $1 AND account_id = $2")
        .bind(workspace)
        .bind(account)
        .run()
        .await?;
    Ok(())
}

// --- sign-ins that were sent to the provider

/// What must come back.
pub(super) struct NewSignIn {
    pub(super) state_hash: Vec<u8>,
    pub(super) browser_hash: Vec<u8>,
    pub(super) issuer: String,
    pub(super) nonce: String,
    pub(super) verifier: Vec<u8>,
    pub(super) return_to: String,
    pub(super) expires_at: Timestamp,
}

/// What was put down of a sign-in.
#[derive(antiphon_db::FromRow)]
pub(super) struct SignInRow {
    pub(super) workspace_id: WorkspaceId,
    pub(super) issuer: String,
    pub(super) nonce: String,
    pub(super) verifier: Vec<u8>,
    pub(super) return_to: String,
}

/// (system)
pub(super) async fn insert_sign_in(tx: &mut Tx, workspace: WorkspaceId, new: NewSignIn) -> Result<()> {
    tx.query(
        "INSERT INTO provider_sign_ins (workspace_id, state_hash, browser_hash, issuer, nonce, verifier, return_to, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(workspace)
    .bind(new.state_hash)
    .bind(new.browser_hash)
    .bind(new.issuer)
    .bind(new.nonce)
    .bind(new.verifier)
    .bind(new.return_to)
    .bind(new.expires_at)
    .run()
    .await?;
    Ok(())
}

/// Takes a sign-in out, so that it is finished once, and by the browser that began it (system).
pub(super) async fn take_sign_in(
    tx: &mut Tx,
    state_hash: Vec<u8>,
    browser_hash: Vec<u8>,
    now: Timestamp,
) -> Result<Option<SignInRow>> {
    Ok(tx
        .query(
            "DELETE FROM provider_sign_ins WHERE state_hash = $1 AND browser_hash = $2 AND expires_at > $3
             RETURNING workspace_id, issuer, nonce, verifier, return_to",
        )
        .bind(state_hash)
        .bind(browser_hash)
        .bind(now)
        .optional()
        .await?)
}

pub(super) async fn delete_sign_ins_of(tx: &mut Tx, workspace: WorkspaceId) -> Result<()> {
    tx.query("DELETE FROM provider_sign_ins WHERE workspace_id = $1").bind(workspace).run().await?;
    Ok(())
}

/// (system)
pub(super) async fn delete_old_sign_ins(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    Ok(tx.query("DELETE FROM provider_sign_ins WHERE expires_at < $1").bind(before).run().await?)
}
