//! The questions about workspaces, people, sessions, keys, links and tickets.
//! Those of sign-in look across workspaces (by a secret's hash, by an account) and run in system
//! transactions; all others name their workspace.

use antiphon_base::{Result, Timestamp};
use antiphon_db::{Dialect, Json, Pieces, Tx, Value};
use uuid::Uuid;

use super::change_email::OpenChange;
use super::change_workspace::OwnSettings;
use super::invite::Invitation;
use super::join::OpenInvitation;
use super::keys::KeyRow;
use super::leave::Place;
use super::model::{Member, Person, Principal, Proven, SecondStep, SessionRow};
use super::reset_password::OpenReset;
use super::roles::RoleRow;
use super::sessions::SessionLine;
use super::tickets::TicketRow;
use crate::actor::{PrincipalKind, Role};
use crate::ids::{AccountId, AccountLinkId, FileId, InvitationId, PrincipalId, RoleId, SessionId, WorkspaceId};
use crate::text;

// --- the installation and its workspaces

pub(super) async fn insert_installation(tx: &mut Tx, id: Uuid, epoch: &str, now: Timestamp) -> Result<()> {
    tx.query("INSERT INTO installation (id, installation_id, epoch, created_at) VALUES (1, $1, $2, $3) ON CONFLICT DO NOTHING")
        .bind(id)
        .bind(epoch.to_owned())
        .bind(now)
        .run()
        .await?;
    Ok(())
}

pub(super) async fn find_installation(tx: &mut Tx) -> Result<(Uuid, String)> {
    Ok(tx.query("SELECT installation_id, epoch FROM installation WHERE id = 1").one().await?)
}

pub(super) async fn find_key_check(tx: &mut Tx) -> Result<Option<String>> {
    let row: Option<(Option<String>,)> = tx.query("SELECT key_check FROM installation WHERE id = 1").optional().await?;
    Ok(row.and_then(|(key_check,)| key_check))
}

pub(super) async fn set_key_check(tx: &mut Tx, key_check: &str) -> Result<()> {
    tx.query("UPDATE installation SET key_check = $1 WHERE id = 1").bind(key_check.to_owned()).run().await?;
    Ok(())
}

/// Lets nobody else do what only one may do, until this transaction ends.
pub(super) async fn lock_installation(tx: &mut Tx) -> Result<()> {
    tx.query("UPDATE installation SET probed_at = probed_at WHERE id = 1").run().await?;
    Ok(())
}

pub(super) async fn insert_workspace(tx: &mut Tx, id: WorkspaceId, name: &str, now: Timestamp) -> Result<()> {
    tx.query("INSERT INTO workspaces (workspace_id, name, created_at) VALUES ($1, $2, $3)")
        .bind(id)
        .bind(name.to_owned())
        .bind(now)
        .run()
        .await?;
    Ok(())
}

pub(super) async fn find_workspace_name(tx: &mut Tx, workspace: WorkspaceId) -> Result<String> {
    Ok(tx.query("SELECT name FROM workspaces WHERE workspace_id = $1").bind(workspace).value().await?)
}

pub(super) async fn rename_workspace(tx: &mut Tx, workspace: WorkspaceId, name: &str) -> Result<()> {
    tx.query("UPDATE workspaces SET name = $2 WHERE workspace_id = $1").bind(workspace).bind(name.to_owned()).run().await?;
    Ok(())
}

/// A workspace's own settings.
pub(super) async fn find_settings(tx: &mut Tx, workspace: WorkspaceId) -> Result<OwnSettings> {
    Ok(tx.query("SELECT name, file_quota, created_at FROM workspaces WHERE workspace_id = $1").bind(workspace).one().await?)
}

pub(super) async fn set_settings(tx: &mut Tx, workspace: WorkspaceId, settings: &OwnSettings) -> Result<()> {
    tx.query("UPDATE workspaces SET name = $2, file_quota = $3 WHERE workspace_id = $1")
        .bind(workspace)
        .bind(settings.name.clone())
        .bind(settings.file_quota)
        .run()
        .await?;
    Ok(())
}

/// What the workspace's files may take by its own setting.
pub async fn file_quota_of(tx: &mut Tx, workspace: WorkspaceId) -> Result<Option<i64>> {
    Ok(tx.query("SELECT file_quota FROM workspaces WHERE workspace_id = $1").bind(workspace).value().await?)
}

/// All workspaces, oldest first (system).
pub(super) async fn list_workspaces(tx: &mut Tx) -> Result<Vec<(WorkspaceId, String)>> {
    Ok(tx.query("SELECT workspace_id, name FROM workspaces ORDER BY workspace_id").all().await?)
}

/// The oldest workspace, and one more where there is one (system).
pub(super) async fn list_two_workspaces(tx: &mut Tx) -> Result<Vec<WorkspaceId>> {
    let found: Vec<(WorkspaceId,)> = tx.query("SELECT workspace_id FROM workspaces ORDER BY workspace_id LIMIT 2").all().await?;
    Ok(found.into_iter().map(|(id,)| id).collect())
}

/// Takes the workspace's row, so that changes of its people happen one after another.
pub(super) async fn lock_workspace(tx: &mut Tx, workspace: WorkspaceId) -> Result<()> {
    tx.query("UPDATE workspaces SET name = name WHERE workspace_id = $1").bind(workspace).run().await?;
    Ok(())
}

// --- principals

/// Adds a principal: everybody who can speak or act has one.
pub async fn insert_principal(
    tx: &mut Tx,
    workspace: WorkspaceId,
    id: PrincipalId,
    kind: PrincipalKind,
    name: &str,
    external_id: Option<&str>,
    now: Timestamp,
) -> Result<()> {
    tx.query(
        "INSERT INTO principals (workspace_id, id, kind, name, name_folded, external_id, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(workspace)
    .bind(id)
    .bind(kind)
    .bind(name.to_owned())
    .bind(text::fold(name))
    .bind(external_id.map(str::to_owned))
    .bind(now)
    .run()
    .await?;
    Ok(())
}

/// Gives a principal another name.
pub async fn rename_principal(tx: &mut Tx, workspace: WorkspaceId, id: PrincipalId, name: &str) -> Result<()> {
    tx.query("UPDATE principals SET name = $3, name_folded = $4 WHERE workspace_id = $1 AND id = $2")
        .bind(workspace)
        .bind(id)
        .bind(name.to_owned())
        .bind(text::fold(name))
        .run()
        .await?;
    Ok(())
}

/// Blocks a customer, or lets them write again; no when it was so before.
pub async fn block_principal(tx: &mut Tx, workspace: WorkspaceId, id: PrincipalId, at: Option<Timestamp>) -> Result<bool> {
    let rows = tx
        .query(
            "UPDATE principals SET blocked_at = $3
             WHERE workspace_id = $1 AND id = $2 AND (blocked_at IS NULL) <> ($4 = 'no')",
        )
        .bind(workspace)
        .bind(id)
        .bind(at)
        .bind(if at.is_some() { "yes" } else { "no" })
        .run()
        .await?;
    Ok(rows == 1)
}

/// Points a principal at the one that it was merged into, or back at itself; no when it was so before.
pub async fn merge_principal(tx: &mut Tx, workspace: WorkspaceId, id: PrincipalId, into: Option<PrincipalId>) -> Result<bool> {
    let rows = tx
        .query(
            "UPDATE principals SET merged_into = $3
             WHERE workspace_id = $1 AND id = $2 AND (merged_into IS NULL) <> ($4 = 'no')",
        )
        .bind(workspace)
        .bind(id)
        .bind(into)
        .bind(if into.is_some() { "yes" } else { "no" })
        .run()
        .await?;
    Ok(rows == 1)
}

/// Who stands for a principal: the one it was merged into in the end, or itself.
pub async fn surviving_principal(tx: &mut Tx, workspace: WorkspaceId, id: PrincipalId) -> Result<PrincipalId> {
    let row: Option<(PrincipalId,)> = tx
        .query(
            "WITH RECURSIVE chain AS (
                 SELECT id, merged_into FROM principals WHERE workspace_id = $1 AND id = $2
                 UNION ALL
                 SELECT p.id, p.merged_into FROM chain JOIN principals p ON p.workspace_id = $1 AND p.id = chain.merged_into)
             SELECT id FROM chain WHERE merged_into IS NULL",
        )
        .bind(workspace)
        .bind(id)
        .optional()
        .await?;
    Ok(row.map_or(id, |row| row.0))
}

/// A principal with everyone that was merged into it, however far.
pub async fn merged_principals(tx: &mut Tx, workspace: WorkspaceId, id: PrincipalId) -> Result<Vec<PrincipalId>> {
    let rows: Vec<(PrincipalId,)> = tx
        .query(
            "WITH RECURSIVE family AS (
                 SELECT id FROM principals WHERE workspace_id = $1 AND id = $2
                 UNION ALL
                 SELECT p.id FROM family JOIN principals p ON p.workspace_id = $1 AND p.merged_into = family.id)
             SELECT id FROM family",
        )
        .bind(workspace)
        .bind(id)
        .all()
        .await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

// --- accounts and memberships

/// An account as sign-in needs it.
#[derive(antiphon_db::FromRow)]
pub(super) struct AccountRow {
    pub(super) id: AccountId,
    pub(super) password_hash: Option<String>,
    pub(super) last_workspace_id: Option<WorkspaceId>,
    pub(super) has_factor: bool,
}

/// Across workspaces (system).
pub(super) async fn find_account(tx: &mut Tx, email_folded: &str) -> Result<Option<AccountRow>> {
    Ok(tx
        .query(
            "SELECT a.id, a.password_hash, a.last_workspace_id, f.confirmed_at IS NOT NULL AS has_factor
             FROM accounts a LEFT JOIN second_factors f ON f.account_id = a.id WHERE a.email_folded = $1",
        )
        .bind(email_folded.to_owned())
        .optional()
        .await?)
}

/// Whose an e-mail address is (system).
pub async fn holder_of(tx: &mut Tx, email_folded: &str) -> Result<Option<AccountId>> {
    Ok(find_account(tx, email_folded).await?.map(|account| account.id))
}

/// The account behind one of its places.
#[derive(antiphon_db::FromRow)]
pub(super) struct OwnAccountRow {
    pub(super) id: AccountId,
    pub(super) email: String,
    pub(super) password_hash: Option<String>,
}

pub(super) async fn find_account_of(tx: &mut Tx, workspace: WorkspaceId, person: PrincipalId) -> Result<Option<OwnAccountRow>> {
    Ok(tx
        .query(
            "SELECT a.id, a.email, a.password_hash FROM memberships m JOIN accounts a ON a.id = m.account_id
             WHERE m.workspace_id = $1 AND m.principal_id = $2",
        )
        .bind(workspace)
        .bind(person)
        .optional()
        .await?)
}

/// Puts a new hash in the place of the one that was checked (system). Answers whether that still held.
pub(super) async fn replace_password(tx: &mut Tx, id: AccountId, checked: Option<String>, hash: String) -> Result<bool> {
    let rows = tx
        .query("UPDATE accounts SET password_hash = $3 WHERE id = $1 AND password_hash = $2")
        .bind(id)
        .bind(checked)
        .bind(hash)
        .run()
        .await?;
    Ok(rows == 1)
}

pub(super) async fn insert_account(
    tx: &mut Tx,
    id: AccountId,
    (email, email_folded): (&str, &str),
    name: &str,
    password_hash: Option<String>,
    now: Timestamp,
) -> Result<()> {
    tx.query("INSERT INTO accounts (id, email, email_folded, name, password_hash, created_at) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(id)
        .bind(email.to_owned())
        .bind(email_folded.to_owned())
        .bind(name.to_owned())
        .bind(password_hash)
        .bind(now)
        .run()
        .await?;
    Ok(())
}

/// Completes an account that had no password yet (system). Answers whether it did.
pub(super) async fn complete_account(
    tx: &mut Tx,
    id: AccountId,
    (email, email_folded): (&str, &str),
    name: &str,
    password_hash: String,
) -> Result<bool> {
    let rows = tx
        .query("UPDATE accounts SET email = $2, email_folded = $3, name = $4, password_hash = $5 WHERE id = $1 AND password_hash IS NULL")
        .bind(id)
        .bind(email.to_owned())
        .bind(email_folded.to_owned())
        .bind(name.to_owned())
        .bind(password_hash)
        .run()
        .await?;
    Ok(rows == 1)
}

/// Remembers where an account signs in next (system).
pub(super) async fn note_last_workspace(tx: &mut Tx, account: AccountId, workspace: WorkspaceId) -> Result<()> {
    tx.query("UPDATE accounts SET last_workspace_id = $2 WHERE id = $1").bind(account).bind(workspace).run().await?;
    Ok(())
}

pub(super) async fn insert_membership(
    tx: &mut Tx,
    workspace: WorkspaceId,
    account: AccountId,
    principal: PrincipalId,
    (role, role_id): (Role, Option<RoleId>),
    now: Timestamp,
) -> Result<()> {
    tx.query(
        "INSERT INTO memberships (workspace_id, account_id, principal_id, role, role_id, created_at)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(workspace)
    .bind(account)
    .bind(principal)
    .bind(role)
    .bind(role_id)
    .bind(now)
    .run()
    .await?;
    Ok(())
}

/// Takes a place away; answers whose it was.
pub(super) async fn delete_membership(tx: &mut Tx, workspace: WorkspaceId, person: PrincipalId) -> Result<Option<AccountId>> {
    let row: Option<(AccountId,)> = tx
        .query("DELETE FROM memberships WHERE workspace_id = $1 AND principal_id = $2 RETURNING account_id")
        .bind(workspace)
        .bind(person)
        .optional()
        .await?;
    Ok(row.map(|row| row.0))
}

/// All places of an account, disabled or not, oldest workspace first (system).
pub(super) async fn list_places(tx: &mut Tx, account: AccountId) -> Result<Vec<Place>> {
    Ok(tx
        .query(
            "SELECT m.workspace_id, w.name AS workspace_name, m.principal_id FROM memberships m
             JOIN workspaces w ON w.workspace_id = m.workspace_id
             WHERE m.account_id = $1 ORDER BY m.workspace_id",
        )
        .bind(account)
        .all()
        .await?)
}

/// Whether the address has a place in the workspace, disabled or not.
pub(super) async fn has_member(tx: &mut Tx, workspace: WorkspaceId, email_folded: &str) -> Result<bool> {
    let found: Option<(PrincipalId,)> = tx
        .query(
            "SELECT m.principal_id FROM accounts a JOIN memberships m ON m.workspace_id = $1 AND m.account_id = a.id
             WHERE a.email_folded = $2",
        )
        .bind(workspace)
        .bind(email_folded.to_owned())
        .optional()
        .await?;
    Ok(found.is_some())
}

/// Takes the account's row, so that who joins by it and who empties it come one after another (system).
pub(super) async fn lock_account(tx: &mut Tx, id: AccountId) -> Result<()> {
    tx.query("UPDATE accounts SET name = name WHERE id = $1").bind(id).run().await?;
    Ok(())
}

/// Another password, whatever the one before (system).
pub(super) async fn set_password(tx: &mut Tx, id: AccountId, hash: String) -> Result<()> {
    tx.query("UPDATE accounts SET password_hash = $2 WHERE id = $1").bind(id).bind(hash).run().await?;
    Ok(())
}

/// Another address (system).
pub(super) async fn set_email(tx: &mut Tx, id: AccountId, email: &str, email_folded: &str) -> Result<()> {
    tx.query("UPDATE accounts SET email = $2, email_folded = $3 WHERE id = $1")
        .bind(id)
        .bind(email.to_owned())
        .bind(email_folded.to_owned())
        .run()
        .await?;
    Ok(())
}

/// Takes everything personal out of an account that has no place any more (system); its address is free.
pub(super) async fn empty_account(tx: &mut Tx, id: AccountId, now: Timestamp) -> Result<()> {
    lock_account(tx, id).await?;
    let emptied = tx
        .query(
            "UPDATE accounts SET email = '', email_folded = $2, name = '', password_hash = NULL, last_workspace_id = NULL,
                 deleted_at = $3
             WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.account_id = accounts.id)",
        )
        .bind(id)
        .bind(format!("gone:{id}")) // no address is written so
        .bind(now)
        .run()
        .await?;
    if emptied == 1 {
        tx.query("DELETE FROM account_links WHERE account_id = $1").bind(id).run().await?;
        tx.query("DELETE FROM one_time_links WHERE account_id = $1").bind(id).run().await?;
        delete_recovery_codes(tx, id).await?;
        delete_challenges_of(tx, id).await?;
        delete_factor(tx, id).await?;
    }
    Ok(())
}

/// Accounts that lost their last place and were not emptied (system).
pub(super) async fn list_homeless(tx: &mut Tx) -> Result<Vec<AccountId>> {
    let rows: Vec<(AccountId,)> = tx
        .query(
            "SELECT a.id FROM accounts a
             WHERE a.deleted_at IS NULL AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.account_id = a.id) LIMIT 100",
        )
        .all()
        .await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// Forgets emptied accounts once their sessions are forgotten (system).
pub(super) async fn delete_empty_accounts(tx: &mut Tx) -> Result<()> {
    tx.query(
        "DELETE FROM accounts WHERE deleted_at IS NOT NULL
             AND NOT EXISTS (SELECT 1 FROM sessions s WHERE s.account_id = accounts.id)
             AND NOT EXISTS (SELECT 1 FROM memberships m WHERE m.account_id = accounts.id)",
    )
    .run()
    .await?;
    Ok(())
}

/// Whether the account has a place in the workspace, disabled or not.
pub(super) async fn is_member(tx: &mut Tx, workspace: WorkspaceId, account: AccountId) -> Result<bool> {
    let found: Option<(PrincipalId,)> = tx
        .query("SELECT principal_id FROM memberships WHERE workspace_id = $1 AND account_id = $2")
        .bind(workspace)
        .bind(account)
        .optional()
        .await?;
    Ok(found.is_some())
}

/// The account's places that are not disabled, oldest workspace first (system).
pub(super) async fn find_members(tx: &mut Tx, account: AccountId) -> Result<Vec<Member>> {
    Ok(tx
        .query(
            "SELECT m.workspace_id, w.name AS workspace_name, m.account_id, m.principal_id, a.email, p.name, m.role
             FROM memberships m
             JOIN accounts a ON a.id = m.account_id
             JOIN workspaces w ON w.workspace_id = m.workspace_id
             JOIN principals p ON p.workspace_id = m.workspace_id AND p.id = m.principal_id
             WHERE m.account_id = $1 AND m.disabled_at IS NULL ORDER BY m.workspace_id",
        )
        .bind(account)
        .all()
        .await?)
}

/// Whether the account has a place that is not this workspace's (system).
pub(super) async fn has_other_places(tx: &mut Tx, account: AccountId, but: WorkspaceId) -> Result<bool> {
    let found: Option<(PrincipalId,)> = tx
        .query("SELECT principal_id FROM memberships WHERE account_id = $1 AND workspace_id <> $2 LIMIT 1")
        .bind(account)
        .bind(but)
        .optional()
        .await?;
    Ok(found.is_some())
}

/// Sets the id that somebody has in another system; false when another of their kind has it.
///
/// # Errors
/// When storage refuses.
pub async fn set_external_id(tx: &mut Tx, workspace: WorkspaceId, id: PrincipalId, external_id: Option<&str>) -> Result<bool> {
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

/// Who of a kind has this id in another system.
///
/// # Errors
/// When storage cannot be read.
pub async fn principal_by_external_id(
    tx: &mut Tx,
    ws: WorkspaceId,
    kind: PrincipalKind,
    external_id: &str,
) -> Result<Option<PrincipalId>> {
    let row: Option<(PrincipalId,)> = tx
        .query("SELECT id FROM principals WHERE workspace_id = $1 AND kind = $2 AND external_id = $3")
        .bind(ws)
        .bind(kind)
        .bind(external_id.to_owned())
        .optional()
        .await?;
    Ok(row.map(|(id,)| id))
}

/// A person of the workspace, by their principal's id.
pub async fn find_person(tx: &mut Tx, workspace: WorkspaceId, id: PrincipalId) -> Result<Option<Person>> {
    Ok(tx
        .query(
            "SELECT m.principal_id AS id, a.email, p.name, m.role, m.role_id, m.disabled_at, m.created_at, m.avatar_id, p.external_id,
                 EXISTS (SELECT 1 FROM second_factors f WHERE f.account_id = m.account_id AND f.confirmed_at IS NOT NULL)
                     AS has_second_step
             FROM memberships m
             JOIN accounts a ON a.id = m.account_id
             JOIN principals p ON p.workspace_id = m.workspace_id AND p.id = m.principal_id
             WHERE m.workspace_id = $1 AND m.principal_id = $2",
        )
        .bind(workspace)
        .bind(id)
        .optional()
        .await?)
}

/// People, in the order in which they came; `pattern` is what LIKE looks for in names and addresses, empty for all.
pub(super) async fn list_people(
    tx: &mut Tx,
    workspace: WorkspaceId,
    pattern: &str,
    after: Uuid,
    limit: i64,
) -> Result<Vec<Person>> {
    Ok(tx
        .query(
            "SELECT m.principal_id AS id, a.email, p.name, m.role, m.role_id, m.disabled_at, m.created_at, m.avatar_id, p.external_id,
                 EXISTS (SELECT 1 FROM second_factors f WHERE f.account_id = m.account_id AND f.confirmed_at IS NOT NULL)
                     AS has_second_step
             FROM memberships m
             JOIN accounts a ON a.id = m.account_id
             JOIN principals p ON p.workspace_id = m.workspace_id AND p.id = m.principal_id
             WHERE m.workspace_id = $1 AND m.principal_id > $2
                 AND ($4 = '' OR p.name_folded LIKE $4 ESCAPE '\\' OR a.email_folded LIKE $4 ESCAPE '\\')
             ORDER BY m.principal_id LIMIT $3",
        )
        .bind(workspace)
        .bind(after)
        .bind(limit)
        .bind(pattern.to_owned())
        .all()
        .await?)
}

/// People of whom each pattern, which LIKE looks for, is in the name or the address; so many at most.
///
/// # Errors
/// When storage cannot be read.
pub async fn people_by_patterns(tx: &mut Tx, ws: WorkspaceId, patterns: &[String], limit: i64) -> Result<Vec<PrincipalId>> {
    if patterns.is_empty() {
        return Ok(Vec::new());
    }
    let mut ask = Pieces::default();
    ask.add(
        "SELECT m.principal_id FROM memberships m
         JOIN accounts a ON a.id = m.account_id
         JOIN principals p ON p.workspace_id = m.workspace_id AND p.id = m.principal_id
         WHERE m.workspace_id = $?",
        [Value::Id(ws.0)],
    );
    for pattern in patterns {
        ask.add(
            " AND (p.name_folded LIKE $? ESCAPE '\\' OR a.email_folded LIKE $? ESCAPE '\\')",
            [Value::Text(pattern.clone()), Value::Text(pattern.clone())],
        );
    }
    ask.add(" LIMIT $?", [Value::Number(limit)]);
    let rows: Vec<(PrincipalId,)> = ask.ask(tx).all().await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Whose pictures these files are.
pub async fn pictured_by(tx: &mut Tx, ws: WorkspaceId, files: &[FileId]) -> Result<Vec<(FileId, Principal)>> {
    let mut values = vec![ws.0];
    values.extend(files.iter().map(|file| file.0));
    let rows: Vec<(FileId, PrincipalId, String)> = tx
        .query_list(
            "SELECT m.avatar_id, p.id, p.name FROM memberships m
             JOIN principals p ON p.workspace_id = m.workspace_id AND p.id = m.principal_id
             WHERE m.workspace_id = $1 AND m.avatar_id",
            &values,
            "",
        )
        .all()
        .await?;
    Ok(rows.into_iter().map(|(file, id, name)| (file, Principal { id, name, kind: PrincipalKind::Person })).collect())
}

pub(super) async fn set_avatar(tx: &mut Tx, workspace: WorkspaceId, id: PrincipalId, avatar: Option<FileId>) -> Result<()> {
    tx.query("UPDATE memberships SET avatar_id = $3 WHERE workspace_id = $1 AND principal_id = $2")
        .bind(workspace)
        .bind(id)
        .bind(avatar)
        .run()
        .await?;
    Ok(())
}

pub(super) async fn set_role(
    tx: &mut Tx,
    workspace: WorkspaceId,
    id: PrincipalId,
    (role, role_id): (Role, Option<RoleId>),
) -> Result<()> {
    tx.query("UPDATE memberships SET role = $3, role_id = $4 WHERE workspace_id = $1 AND principal_id = $2")
        .bind(workspace)
        .bind(id)
        .bind(role)
        .bind(role_id)
        .run()
        .await?;
    Ok(())
}

pub(super) async fn set_disabled(tx: &mut Tx, workspace: WorkspaceId, id: PrincipalId, at: Option<Timestamp>) -> Result<()> {
    tx.query("UPDATE memberships SET disabled_at = $3 WHERE workspace_id = $1 AND principal_id = $2")
        .bind(workspace)
        .bind(id)
        .bind(at)
        .run()
        .await?;
    Ok(())
}

pub(super) async fn count_active_admins(tx: &mut Tx, workspace: WorkspaceId) -> Result<i64> {
    Ok(tx
        .query("SELECT count(*) FROM memberships WHERE workspace_id = $1 AND role = 'admin' AND disabled_at IS NULL")
        .bind(workspace)
        .value()
        .await?)
}

// --- sessions

/// A new session.
pub(super) struct NewSession<'a> {
    pub(super) member: &'a Member,
    pub(super) id: SessionId,
    pub(super) cookie_hash: Vec<u8>,
    pub(super) refresh_hash: Vec<u8>,
    pub(super) user_agent: String,
    pub(super) address: String,
    pub(super) proven: Proven,
    pub(super) now: Timestamp,
    pub(super) expires_at: Timestamp,
}

pub(super) async fn insert_session(tx: &mut Tx, new: NewSession<'_>) -> Result<()> {
    tx.query(
        "INSERT INTO sessions (workspace_id, id, account_id, principal_id, cookie_hash, refresh_hash, user_agent, address,
             created_at, last_used_at, expires_at, second_step, by_provider)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10, $11, $12)",
    )
    .bind(new.member.workspace_id)
    .bind(new.id)
    .bind(new.member.account_id)
    .bind(new.member.principal_id)
    .bind(new.cookie_hash)
    .bind(new.refresh_hash)
    .bind(new.user_agent)
    .bind(new.address)
    .bind(new.now)
    .bind(new.expires_at)
    .bind(new.proven.second_step)
    .bind(new.proven.by_provider)
    .run()
    .await?;
    Ok(())
}

pub(super) async fn find_session(tx: &mut Tx, workspace: WorkspaceId, id: SessionId) -> Result<Option<SessionRow>> {
    Ok(tx
        .query(
            "SELECT s.workspace_id, s.id, s.account_id, s.principal_id, s.refresh_hash, s.last_used_at, s.expires_at, s.revoked_at,
                 m.role, r.permissions AS role_permissions, m.disabled_at, p.name, p.blocked_at, s.second_step, s.by_provider,
                 w.needs_second_step
             FROM sessions s
             JOIN workspaces w ON w.workspace_id = s.workspace_id
             JOIN memberships m ON m.workspace_id = s.workspace_id AND m.principal_id = s.principal_id
             LEFT JOIN roles r ON r.workspace_id = m.workspace_id AND r.id = m.role_id
             JOIN principals p ON p.workspace_id = s.workspace_id AND p.id = s.principal_id
             WHERE s.workspace_id = $1 AND s.id = $2",
        )
        .bind(workspace)
        .bind(id)
        .optional()
        .await?)
}

/// By the cookie's hash, across workspaces (system).
pub(super) async fn find_session_by_cookie(tx: &mut Tx, cookie_hash: Vec<u8>) -> Result<Option<SessionRow>> {
    Ok(tx
        .query(
            "SELECT s.workspace_id, s.id, s.account_id, s.principal_id, s.refresh_hash, s.last_used_at, s.expires_at, s.revoked_at,
                 m.role, r.permissions AS role_permissions, m.disabled_at, p.name, p.blocked_at, s.second_step, s.by_provider,
                 w.needs_second_step
             FROM sessions s
             JOIN workspaces w ON w.workspace_id = s.workspace_id
             JOIN memberships m ON m.workspace_id = s.workspace_id AND m.principal_id = s.principal_id
             LEFT JOIN roles r ON r.workspace_id = m.workspace_id AND r.id = m.role_id
             JOIN principals p ON p.workspace_id = s.workspace_id AND p.id = s.principal_id
             WHERE s.cookie_hash = $1",
        )
        .bind(cookie_hash)
        .optional()
        .await?)
}

/// Puts the next refresh token in the place of `spent`; no when another one stands there by now.
pub(super) async fn rotate_refresh(
    tx: &mut Tx,
    (workspace, id): (WorkspaceId, SessionId),
    spent: Vec<u8>,
    next: Vec<u8>,
    now: Timestamp,
) -> Result<bool> {
    let rows = tx
        .query(
            "UPDATE sessions SET refresh_hash = $4, last_used_at = $5
             WHERE workspace_id = $1 AND id = $2 AND refresh_hash = $3 AND revoked_at IS NULL",
        )
        .bind(workspace)
        .bind(id)
        .bind(spent)
        .bind(next)
        .bind(now)
        .run()
        .await?;
    Ok(rows == 1)
}

pub(super) async fn touch_session(tx: &mut Tx, workspace: WorkspaceId, id: SessionId, now: Timestamp) -> Result<()> {
    tx.query("UPDATE sessions SET last_used_at = $3 WHERE workspace_id = $1 AND id = $2 AND last_used_at < $3")
        .bind(workspace)
        .bind(id)
        .bind(now)
        .run()
        .await?;
    Ok(())
}

/// One's own sessions that still hold, newest first.
pub(super) async fn list_sessions(
    tx: &mut Tx,
    workspace: WorkspaceId,
    principal: PrincipalId,
    (now, used_after): (Timestamp, Timestamp),
) -> Result<Vec<SessionLine>> {
    Ok(tx
        .query(
            "SELECT id, created_at, last_used_at, expires_at, address, user_agent FROM sessions
             WHERE workspace_id = $1 AND principal_id = $2 AND revoked_at IS NULL AND expires_at > $3 AND last_used_at > $4
             ORDER BY id DESC LIMIT 100",
        )
        .bind(workspace)
        .bind(principal)
        .bind(now)
        .bind(used_after)
        .all()
        .await?)
}

/// Ends one session of `principal`; no when there was none to end.
pub(super) async fn end_session(
    tx: &mut Tx,
    workspace: WorkspaceId,
    principal: PrincipalId,
    id: SessionId,
    now: Timestamp,
) -> Result<bool> {
    let rows = tx
        .query("UPDATE sessions SET revoked_at = $4 WHERE workspace_id = $1 AND principal_id = $2 AND id = $3 AND revoked_at IS NULL")
        .bind(workspace)
        .bind(principal)
        .bind(id)
        .bind(now)
        .run()
        .await?;
    Ok(rows == 1)
}

/// Ends all sessions of `principal` and answers which.
pub(super) async fn end_sessions(
    tx: &mut Tx,
    workspace: WorkspaceId,
    principal: PrincipalId,
    now: Timestamp,
) -> Result<Vec<SessionId>> {
    let ended: Vec<(SessionId,)> = tx
        .query("UPDATE sessions SET revoked_at = $3 WHERE workspace_id = $1 AND principal_id = $2 AND revoked_at IS NULL RETURNING id")
        .bind(workspace)
        .bind(principal)
        .bind(now)
        .all()
        .await?;
    Ok(ended.into_iter().map(|(id,)| id).collect())
}

/// Ends all sessions of an account but one, in all its workspaces (system), and answers which.
pub(super) async fn end_other_sessions(
    tx: &mut Tx,
    account: AccountId,
    but: SessionId,
    now: Timestamp,
) -> Result<Vec<SessionId>> {
    let ended: Vec<(SessionId,)> = tx
        .query("UPDATE sessions SET revoked_at = $3 WHERE account_id = $1 AND id <> $2 AND revoked_at IS NULL RETURNING id")
        .bind(account)
        .bind(but)
        .bind(now)
        .all()
        .await?;
    Ok(ended.into_iter().map(|(id,)| id).collect())
}

/// Ends all sessions of an account, in all its workspaces (system), and answers which.
pub(super) async fn end_account_sessions(tx: &mut Tx, account: AccountId, now: Timestamp) -> Result<Vec<SessionId>> {
    end_other_sessions(tx, account, SessionId(Uuid::nil()), now).await
}

/// Sessions ended since then, on any node (system).
pub(super) async fn list_ended_sessions(tx: &mut Tx, since: Timestamp) -> Result<Vec<SessionId>> {
    let ended: Vec<(SessionId,)> =
        tx.query("SELECT id FROM sessions WHERE revoked_at IS NOT NULL AND revoked_at >= $1").bind(since).all().await?;
    Ok(ended.into_iter().map(|(id,)| id).collect())
}

/// Forgets sessions that ended before `before`, by whatever cause (system).
pub(super) async fn delete_old_sessions(tx: &mut Tx, before: Timestamp, idle_before: Timestamp) -> Result<u64> {
    Ok(tx
        .query("DELETE FROM sessions WHERE expires_at < $1 OR revoked_at < $1 OR last_used_at < $2")
        .bind(before)
        .bind(idle_before)
        .run()
        .await?)
}

// --- set-up links

/// What a link opens.
#[derive(antiphon_db::FromRow)]
pub(super) struct LinkRow {
    pub(super) workspace_id: WorkspaceId,
    pub(super) workspace_name: String,
    pub(super) account_id: AccountId,
    pub(super) principal_id: PrincipalId,
    pub(super) email: String,
    pub(super) expires_at: Option<Timestamp>,
    pub(super) used_at: Option<Timestamp>,
}

pub(super) async fn insert_link(
    tx: &mut Tx,
    workspace: WorkspaceId,
    account: AccountId,
    token_hash: Vec<u8>,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<()> {
    tx.query(
        "INSERT INTO one_time_links (workspace_id, id, purpose, token_hash, account_id, created_at, expires_at)
         VALUES ($1, $2, 'setup', $3, $4, $5, $6)",
    )
    .bind(workspace)
    .bind(antiphon_base::new_id())
    .bind(token_hash)
    .bind(account)
    .bind(now)
    .bind(expires_at)
    .run()
    .await?;
    Ok(())
}

/// By its hash, across workspaces (system).
pub(super) async fn find_link(tx: &mut Tx, token_hash: Vec<u8>) -> Result<Option<LinkRow>> {
    Ok(tx
        .query(
            "SELECT l.workspace_id, w.name AS workspace_name, l.account_id, m.principal_id, a.email, l.expires_at, l.used_at
             FROM one_time_links l
             JOIN workspaces w ON w.workspace_id = l.workspace_id
             JOIN accounts a ON a.id = l.account_id
             JOIN memberships m ON m.workspace_id = l.workspace_id AND m.account_id = l.account_id
             WHERE l.token_hash = $1 AND l.purpose = 'setup' AND a.password_hash IS NULL",
        )
        .bind(token_hash)
        .optional()
        .await?)
}

/// Spends all links of the account (system).
pub(super) async fn spend_links(tx: &mut Tx, account: AccountId, now: Timestamp) -> Result<()> {
    tx.query("UPDATE one_time_links SET used_at = $2 WHERE account_id = $1 AND used_at IS NULL")
        .bind(account)
        .bind(now)
        .run()
        .await?;
    Ok(())
}

/// Admins who have not chosen a password yet (system).
pub(super) async fn list_pending_owners(tx: &mut Tx) -> Result<Vec<(WorkspaceId, String, AccountId, String)>> {
    Ok(tx
        .query(
            "SELECT m.workspace_id, w.name, m.account_id, a.email FROM memberships m
             JOIN accounts a ON a.id = m.account_id
             JOIN workspaces w ON w.workspace_id = m.workspace_id
             WHERE a.password_hash IS NULL AND m.role = 'admin' AND m.disabled_at IS NULL
                 AND NOT EXISTS (SELECT 1 FROM sign_in_identities i WHERE i.account_id = a.id)
             ORDER BY m.workspace_id LIMIT 20",
        )
        .all()
        .await?)
}

pub(super) async fn delete_old_links(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    Ok(tx.query("DELETE FROM one_time_links WHERE expires_at < $1 OR used_at < $1").bind(before).run().await?)
}

// --- links that stand for an account

/// A new link.
pub(super) struct NewAccountLink {
    pub(super) id: AccountLinkId,
    pub(super) account: AccountId,
    pub(super) purpose: &'static str,
    pub(super) token_hash: Vec<u8>,
    pub(super) email: Option<String>,
}

/// Nothing happens where the link is there already: a letter is written again (system).
pub(super) async fn insert_account_link(tx: &mut Tx, new: NewAccountLink, now: Timestamp, expires_at: Timestamp) -> Result<()> {
    tx.query(
        "INSERT INTO account_links (id, account_id, purpose, token_hash, email, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
    )
    .bind(new.id)
    .bind(new.account)
    .bind(new.purpose)
    .bind(new.token_hash)
    .bind(new.email)
    .bind(now)
    .bind(expires_at)
    .run()
    .await?;
    Ok(())
}

/// A link to a new password, by its hash (system).
pub(super) async fn find_reset(tx: &mut Tx, token_hash: Vec<u8>) -> Result<Option<OpenReset>> {
    Ok(tx
        .query(
            "SELECT l.id, l.account_id, a.email, a.name, l.expires_at FROM account_links l JOIN accounts a ON a.id = l.account_id
             WHERE l.token_hash = $1 AND l.purpose = 'password'",
        )
        .bind(token_hash)
        .optional()
        .await?)
}

/// A link that confirms a new address, by its hash (system).
pub(super) async fn find_email_change(tx: &mut Tx, token_hash: Vec<u8>) -> Result<Option<OpenChange>> {
    Ok(tx
        .query(
            "SELECT l.id, l.account_id, l.email, a.email AS was, l.expires_at
             FROM account_links l JOIN accounts a ON a.id = l.account_id
             WHERE l.token_hash = $1 AND l.purpose = 'email' AND l.email IS NOT NULL",
        )
        .bind(token_hash)
        .optional()
        .await?)
}

/// The address that a link is to confirm, a workspace of the account, and until when (system).
pub(super) async fn find_new_address(tx: &mut Tx, id: AccountLinkId) -> Result<Option<(String, String, Timestamp)>> {
    Ok(tx
        .query(
            "SELECT l.email, w.name, l.expires_at FROM account_links l
             JOIN memberships m ON m.account_id = l.account_id JOIN workspaces w ON w.workspace_id = m.workspace_id
             WHERE l.id = $1 AND l.purpose = 'email' AND l.email IS NOT NULL ORDER BY m.workspace_id LIMIT 1",
        )
        .bind(id)
        .optional()
        .await?)
}

/// Spends a link and every other one of its account (system); no when it was spent before.
pub(super) async fn take_account_links(tx: &mut Tx, id: AccountLinkId, account: AccountId) -> Result<bool> {
    let taken = tx.query("DELETE FROM account_links WHERE id = $1").bind(id).run().await?;
    tx.query("DELETE FROM account_links WHERE account_id = $1").bind(account).run().await?;
    Ok(taken == 1)
}

/// Takes back the account's links of one purpose (system).
pub(super) async fn delete_account_links(tx: &mut Tx, account: AccountId, purpose: &'static str) -> Result<()> {
    tx.query("DELETE FROM account_links WHERE account_id = $1 AND purpose = $2")
        .bind(account)
        .bind(purpose.to_owned())
        .run()
        .await?;
    Ok(())
}

pub(super) async fn delete_old_account_links(tx: &mut Tx, before: Timestamp) -> Result<()> {
    tx.query("DELETE FROM account_links WHERE expires_at < $1").bind(before).run().await?;
    Ok(())
}

// --- invitations

/// A new invitation.
pub(super) struct NewInvitationRow {
    pub(super) id: InvitationId,
    pub(super) email: String,
    pub(super) email_folded: String,
    pub(super) name: Option<String>,
    pub(super) role: Role,
    pub(super) role_id: Option<RoleId>,
    pub(super) token_hash: Vec<u8>,
    pub(super) invited_by: PrincipalId,
    pub(super) now: Timestamp,
    pub(super) expires_at: Timestamp,
}

pub(super) async fn insert_invitation(tx: &mut Tx, workspace: WorkspaceId, new: NewInvitationRow) -> Result<()> {
    tx.query(
        "INSERT INTO invitations (workspace_id, id, email, email_folded, name, role, role_id, round, token_hash, invited_by,
             created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, 0, $8, $9, $10, $11)",
    )
    .bind(workspace)
    .bind(new.id)
    .bind(new.email)
    .bind(new.email_folded)
    .bind(new.name)
    .bind(new.role)
    .bind(new.role_id)
    .bind(new.token_hash)
    .bind(new.invited_by)
    .bind(new.now)
    .bind(new.expires_at)
    .run()
    .await?;
    Ok(())
}

pub(super) async fn find_invitation(tx: &mut Tx, workspace: WorkspaceId, id: InvitationId) -> Result<Option<Invitation>> {
    Ok(tx
        .query(
            "SELECT i.id, i.email, i.name, i.role, i.role_id, i.round, i.invited_by, p.name AS inviter, i.created_at, i.expires_at
             FROM invitations i JOIN principals p ON p.workspace_id = i.workspace_id AND p.id = i.invited_by
             WHERE i.workspace_id = $1 AND i.id = $2",
        )
        .bind(workspace)
        .bind(id)
        .optional()
        .await?)
}

pub(super) async fn find_invitation_of(tx: &mut Tx, workspace: WorkspaceId, email_folded: &str) -> Result<Option<Invitation>> {
    Ok(tx
        .query(
            "SELECT i.id, i.email, i.name, i.role, i.role_id, i.round, i.invited_by, p.name AS inviter, i.created_at, i.expires_at
             FROM invitations i JOIN principals p ON p.workspace_id = i.workspace_id AND p.id = i.invited_by
             WHERE i.workspace_id = $1 AND i.email_folded = $2",
        )
        .bind(workspace)
        .bind(email_folded.to_owned())
        .optional()
        .await?)
}

pub(super) async fn list_invitations(tx: &mut Tx, workspace: WorkspaceId, after: Uuid, limit: i64) -> Result<Vec<Invitation>> {
    Ok(tx
        .query(
            "SELECT i.id, i.email, i.name, i.role, i.role_id, i.round, i.invited_by, p.name AS inviter, i.created_at, i.expires_at
             FROM invitations i JOIN principals p ON p.workspace_id = i.workspace_id AND p.id = i.invited_by
             WHERE i.workspace_id = $1 AND i.id > $2 ORDER BY i.id LIMIT $3",
        )
        .bind(workspace)
        .bind(after)
        .bind(limit)
        .all()
        .await?)
}

pub(super) async fn count_invitations(tx: &mut Tx, workspace: WorkspaceId) -> Result<i64> {
    Ok(tx.query("SELECT count(*) FROM invitations WHERE workspace_id = $1").bind(workspace).value().await?)
}

/// Puts the next link in the place of the one of `round`.
pub(super) async fn renew_invitation(
    tx: &mut Tx,
    workspace: WorkspaceId,
    id: InvitationId,
    round: i64,
    token_hash: Vec<u8>,
    expires_at: Timestamp,
) -> Result<()> {
    tx.query(
        "UPDATE invitations SET round = $3 + 1, token_hash = $4, expires_at = $5
         WHERE workspace_id = $1 AND id = $2 AND round = $3",
    )
    .bind(workspace)
    .bind(id)
    .bind(round)
    .bind(token_hash)
    .bind(expires_at)
    .run()
    .await?;
    Ok(())
}

pub(super) async fn delete_invitation(tx: &mut Tx, workspace: WorkspaceId, id: InvitationId) -> Result<()> {
    tx.query("DELETE FROM invitations WHERE workspace_id = $1 AND id = $2").bind(workspace).bind(id).run().await?;
    Ok(())
}

/// By its link's hash, across workspaces (system).
pub(super) async fn find_open_invitation(tx: &mut Tx, token_hash: Vec<u8>) -> Result<Option<OpenInvitation>> {
    Ok(tx
        .query(
            "SELECT i.workspace_id, w.name AS workspace_name, i.id, i.email, i.email_folded, i.name, i.role, i.role_id,
                 p.name AS inviter, i.expires_at
             FROM invitations i
             JOIN workspaces w ON w.workspace_id = i.workspace_id
             JOIN principals p ON p.workspace_id = i.workspace_id AND p.id = i.invited_by
             WHERE i.token_hash = $1",
        )
        .bind(token_hash)
        .optional()
        .await?)
}

/// Spends an invitation by the link that it has now; no when it was spent or renewed before.
pub(super) async fn take_invitation(tx: &mut Tx, workspace: WorkspaceId, id: InvitationId, token_hash: Vec<u8>) -> Result<bool> {
    let rows = tx
        .query("DELETE FROM invitations WHERE workspace_id = $1 AND id = $2 AND token_hash = $3")
        .bind(workspace)
        .bind(id)
        .bind(token_hash)
        .run()
        .await?;
    Ok(rows == 1)
}

pub(super) async fn delete_old_invitations(tx: &mut Tx, before: Timestamp) -> Result<()> {
    tx.query("DELETE FROM invitations WHERE expires_at < $1").bind(before).run().await?;
    Ok(())
}

// --- roles of a workspace's own

pub(super) async fn insert_role(
    tx: &mut Tx,
    workspace: WorkspaceId,
    id: RoleId,
    name: &str,
    permissions: Vec<String>,
    now: Timestamp,
) -> Result<()> {
    tx.query("INSERT INTO roles (workspace_id, id, name, name_folded, permissions, created_at) VALUES ($1, $2, $3, $4, $5, $6)")
        .bind(workspace)
        .bind(id)
        .bind(name.to_owned())
        .bind(text::fold(name))
        .bind(Json(permissions))
        .bind(now)
        .run()
        .await?;
    Ok(())
}

pub(super) async fn set_custom_role(
    tx: &mut Tx,
    workspace: WorkspaceId,
    id: RoleId,
    name: &str,
    permissions: Vec<String>,
) -> Result<()> {
    tx.query("UPDATE roles SET name = $3, name_folded = $4, permissions = $5 WHERE workspace_id = $1 AND id = $2")
        .bind(workspace)
        .bind(id)
        .bind(name.to_owned())
        .bind(text::fold(name))
        .bind(Json(permissions))
        .run()
        .await?;
    Ok(())
}

pub(super) async fn list_roles(tx: &mut Tx, workspace: WorkspaceId, limit: i64) -> Result<Vec<RoleRow>> {
    Ok(tx
        .query(
            "SELECT r.id, r.name, r.permissions, r.created_at,
                 (SELECT count(*) FROM memberships m WHERE m.workspace_id = r.workspace_id AND m.role_id = r.id) AS people,
                 (SELECT count(*) FROM invitations i WHERE i.workspace_id = r.workspace_id AND i.role_id = r.id) AS invitations
             FROM roles r WHERE r.workspace_id = $1 ORDER BY r.name_folded LIMIT $2",
        )
        .bind(workspace)
        .bind(limit)
        .all()
        .await?)
}

pub(super) async fn find_role(tx: &mut Tx, workspace: WorkspaceId, id: RoleId) -> Result<Option<RoleRow>> {
    Ok(tx
        .query(
            "SELECT r.id, r.name, r.permissions, r.created_at,
                 (SELECT count(*) FROM memberships m WHERE m.workspace_id = r.workspace_id AND m.role_id = r.id) AS people,
                 (SELECT count(*) FROM invitations i WHERE i.workspace_id = r.workspace_id AND i.role_id = r.id) AS invitations
             FROM roles r WHERE r.workspace_id = $1 AND r.id = $2",
        )
        .bind(workspace)
        .bind(id)
        .optional()
        .await?)
}

pub(super) async fn find_role_by_name(tx: &mut Tx, workspace: WorkspaceId, name_folded: &str) -> Result<Option<RoleId>> {
    let row: Option<(RoleId,)> = tx
        .query("SELECT id FROM roles WHERE workspace_id = $1 AND name_folded = $2")
        .bind(workspace)
        .bind(name_folded.to_owned())
        .optional()
        .await?;
    Ok(row.map(|row| row.0))
}

pub(super) async fn count_roles(tx: &mut Tx, workspace: WorkspaceId) -> Result<i64> {
    Ok(tx.query("SELECT count(*) FROM roles WHERE workspace_id = $1").bind(workspace).value().await?)
}

pub(super) async fn people_of_role(tx: &mut Tx, workspace: WorkspaceId, id: RoleId) -> Result<Vec<PrincipalId>> {
    let rows: Vec<(PrincipalId,)> = tx
        .query("SELECT principal_id FROM memberships WHERE workspace_id = $1 AND role_id = $2")
        .bind(workspace)
        .bind(id)
        .all()
        .await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

/// Gives everybody, and every invitation, who has a role another one.
pub(super) async fn replace_role(
    tx: &mut Tx,
    workspace: WorkspaceId,
    id: RoleId,
    (role, role_id): (Role, Option<RoleId>),
) -> Result<()> {
    tx.query("UPDATE memberships SET role = $3, role_id = $4 WHERE workspace_id = $1 AND role_id = $2")
        .bind(workspace)
        .bind(id)
        .bind(role)
        .bind(role_id)
        .run()
        .await?;
    tx.query("UPDATE invitations SET role = $3, role_id = $4 WHERE workspace_id = $1 AND role_id = $2")
        .bind(workspace)
        .bind(id)
        .bind(role)
        .bind(role_id)
        .run()
        .await?;
    Ok(())
}

pub(super) async fn delete_role(tx: &mut Tx, workspace: WorkspaceId, id: RoleId) -> Result<()> {
    tx.query("DELETE FROM roles WHERE workspace_id = $1 AND id = $2").bind(workspace).bind(id).run().await?;
    Ok(())
}

// --- API keys

/// A new key.
pub(super) struct NewKeyRow {
    pub(super) id: PrincipalId,
    pub(super) name: String,
    pub(super) prefix: String,
    pub(super) last_four: String,
    pub(super) key_hash: Vec<u8>,
    pub(super) scopes: Vec<String>,
    pub(super) created_by: PrincipalId,
    pub(super) now: Timestamp,
}

pub(super) async fn insert_key(tx: &mut Tx, workspace: WorkspaceId, new: NewKeyRow) -> Result<()> {
    tx.query(
        "INSERT INTO api_keys (workspace_id, id, name, prefix, last_four, key_hash, scopes, created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(workspace)
    .bind(new.id)
    .bind(new.name)
    .bind(new.prefix)
    .bind(new.last_four)
    .bind(new.key_hash)
    .bind(Json(new.scopes))
    .bind(new.created_by)
    .bind(new.now)
    .run()
    .await?;
    Ok(())
}

/// By its hash, across workspaces (system).
pub(super) async fn find_key_by_hash(tx: &mut Tx, key_hash: Vec<u8>) -> Result<Option<KeyRow>> {
    Ok(tx
        .query(
            "SELECT workspace_id, id, name, prefix, last_four, scopes, created_at, last_used_at, revoked_at FROM api_keys
             WHERE key_hash = $1",
        )
        .bind(key_hash)
        .optional()
        .await?)
}

pub(super) async fn find_key(tx: &mut Tx, workspace: WorkspaceId, id: PrincipalId) -> Result<Option<KeyRow>> {
    Ok(tx
        .query(
            "SELECT workspace_id, id, name, prefix, last_four, scopes, created_at, last_used_at, revoked_at FROM api_keys
             WHERE workspace_id = $1 AND id = $2",
        )
        .bind(workspace)
        .bind(id)
        .optional()
        .await?)
}

/// Keys that still hold, oldest first.
pub(super) async fn list_keys(tx: &mut Tx, workspace: WorkspaceId, after: Uuid, limit: i64) -> Result<Vec<KeyRow>> {
    Ok(tx
        .query(
            "SELECT workspace_id, id, name, prefix, last_four, scopes, created_at, last_used_at, revoked_at FROM api_keys
             WHERE workspace_id = $1 AND id > $2 AND revoked_at IS NULL ORDER BY id LIMIT $3",
        )
        .bind(workspace)
        .bind(after)
        .bind(limit)
        .all()
        .await?)
}

/// A key of the workspace that holds.
pub(super) async fn find_key_of(tx: &mut Tx, workspace: WorkspaceId, id: PrincipalId) -> Result<Option<KeyRow>> {
    Ok(tx
        .query(
            "SELECT workspace_id, id, name, prefix, last_four, scopes, created_at, last_used_at, revoked_at FROM api_keys
             WHERE workspace_id = $1 AND id = $2 AND revoked_at IS NULL",
        )
        .bind(workspace)
        .bind(id)
        .optional()
        .await?)
}

pub(super) async fn change_key(
    tx: &mut Tx,
    workspace: WorkspaceId,
    id: PrincipalId,
    name: &str,
    scopes: Vec<String>,
) -> Result<()> {
    tx.query("UPDATE api_keys SET name = $3, scopes = $4 WHERE workspace_id = $1 AND id = $2")
        .bind(workspace)
        .bind(id)
        .bind(name.to_owned())
        .bind(Json(scopes))
        .run()
        .await?;
    Ok(())
}

pub(super) async fn touch_key(tx: &mut Tx, workspace: WorkspaceId, id: PrincipalId, now: Timestamp) -> Result<()> {
    tx.query("UPDATE api_keys SET last_used_at = $3 WHERE workspace_id = $1 AND id = $2")
        .bind(workspace)
        .bind(id)
        .bind(now)
        .run()
        .await?;
    Ok(())
}

pub(super) async fn end_key(tx: &mut Tx, workspace: WorkspaceId, id: PrincipalId, now: Timestamp) -> Result<bool> {
    let rows = tx
        .query("UPDATE api_keys SET revoked_at = $3 WHERE workspace_id = $1 AND id = $2 AND revoked_at IS NULL")
        .bind(workspace)
        .bind(id)
        .bind(now)
        .run()
        .await?;
    Ok(rows == 1)
}

/// Keys revoked since then, on any node (system).
pub(super) async fn list_ended_keys(tx: &mut Tx, since: Timestamp) -> Result<Vec<PrincipalId>> {
    let ended: Vec<(PrincipalId,)> =
        tx.query("SELECT id FROM api_keys WHERE revoked_at IS NOT NULL AND revoked_at >= $1").bind(since).all().await?;
    Ok(ended.into_iter().map(|(id,)| id).collect())
}

// --- tickets

pub(super) async fn insert_ticket(
    tx: &mut Tx,
    workspace: WorkspaceId,
    ticket_hash: Vec<u8>,
    row: TicketRow,
    expires_at: Timestamp,
) -> Result<()> {
    tx.query(
        "INSERT INTO live_tickets (workspace_id, id, ticket_hash, credential_kind, credential_id, inbox_id, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(workspace)
    .bind(antiphon_base::new_id())
    .bind(ticket_hash)
    .bind(row.credential_kind)
    .bind(row.credential_id)
    .bind(row.inbox_id)
    .bind(expires_at)
    .run()
    .await?;
    Ok(())
}

/// Takes the ticket out, so that it serves once (system).
pub(super) async fn take_ticket(tx: &mut Tx, ticket_hash: Vec<u8>, now: Timestamp) -> Result<Option<TicketRow>> {
    Ok(tx
        .query(
            "DELETE FROM live_tickets WHERE ticket_hash = $1 AND expires_at > $2
             RETURNING workspace_id, credential_kind, credential_id, inbox_id",
        )
        .bind(ticket_hash)
        .bind(now)
        .optional()
        .await?)
}

pub(super) async fn delete_old_tickets(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    Ok(tx.query("DELETE FROM live_tickets WHERE expires_at < $1").bind(before).run().await?)
}

// --- the second step: all of it belongs to accounts, across workspaces (system)

/// An account's second factor, in use or not yet.
#[derive(antiphon_db::FromRow)]
pub(super) struct FactorRow {
    pub(super) secret: Vec<u8>,
    pub(super) confirmed_at: Option<Timestamp>,
}

impl FactorRow {
    /// Whether sign-in asks for it.
    pub(super) fn is_on(&self) -> bool {
        self.confirmed_at.is_some()
    }
}

pub(super) async fn find_factor(tx: &mut Tx, account: AccountId) -> Result<Option<FactorRow>> {
    Ok(tx.query("SELECT secret, confirmed_at FROM second_factors WHERE account_id = $1").bind(account).optional().await?)
}

/// Puts a secret down that no code was given of yet; no when one is in use.
pub(super) async fn begin_factor(tx: &mut Tx, account: AccountId, secret: Vec<u8>, now: Timestamp) -> Result<bool> {
    let rows = tx
        .query(
            "INSERT INTO second_factors (account_id, secret, created_at, last_step) VALUES ($1, $2, $3, 0)
             ON CONFLICT (account_id) DO UPDATE SET secret = $2, created_at = $3 WHERE second_factors.confirmed_at IS NULL",
        )
        .bind(account)
        .bind(secret)
        .bind(now)
        .run()
        .await?;
    Ok(rows == 1)
}

/// Takes the secret that was checked into use; no when another one was begun, or one is in use.
pub(super) async fn confirm_factor(tx: &mut Tx, account: AccountId, secret: Vec<u8>, step: i64, now: Timestamp) -> Result<bool> {
    let rows = tx
        .query(
            "UPDATE second_factors SET confirmed_at = $4, last_step = $3
             WHERE account_id = $1 AND secret = $2 AND confirmed_at IS NULL",
        )
        .bind(account)
        .bind(secret)
        .bind(step)
        .bind(now)
        .run()
        .await?;
    Ok(rows == 1)
}

/// Takes a step; no when it or a later one was taken already. Of two who bring the same code, one gets it.
pub(super) async fn take_step(tx: &mut Tx, account: AccountId, step: i64) -> Result<bool> {
    let rows = tx
        .query(
            "UPDATE second_factors SET last_step = $2
             WHERE account_id = $1 AND last_step < $2 AND confirmed_at IS NOT NULL",
        )
        .bind(account)
        .bind(step)
        .run()
        .await?;
    Ok(rows == 1)
}

pub(super) async fn delete_factor(tx: &mut Tx, account: AccountId) -> Result<()> {
    tx.query("DELETE FROM second_factors WHERE account_id = $1").bind(account).run().await?;
    Ok(())
}

pub(super) async fn insert_recovery_code(tx: &mut Tx, account: AccountId, mark: Vec<u8>) -> Result<()> {
    tx.query("INSERT INTO recovery_codes (account_id, code_hash) VALUES ($1, $2)").bind(account).bind(mark).run().await?;
    Ok(())
}

/// Takes a code out, so that it serves once.
pub(super) async fn take_recovery_code(tx: &mut Tx, account: AccountId, mark: Vec<u8>) -> Result<bool> {
    let rows =
        tx.query("DELETE FROM recovery_codes WHERE account_id = $1 AND code_hash = $2").bind(account).bind(mark).run().await?;
    Ok(rows == 1)
}

pub(super) async fn delete_recovery_codes(tx: &mut Tx, account: AccountId) -> Result<()> {
    tx.query("DELETE FROM recovery_codes WHERE account_id = $1").bind(account).run().await?;
    Ok(())
}

pub(super) async fn count_recovery_codes(tx: &mut Tx, account: AccountId) -> Result<i64> {
    Ok(tx.query("SELECT count(*) FROM recovery_codes WHERE account_id = $1").bind(account).value().await?)
}

/// A sign-in whose first step is taken.
#[derive(antiphon_db::FromRow)]
pub(super) struct ChallengeRow {
    pub(super) account_id: AccountId,
    pub(super) workspace_id: Option<WorkspaceId>,
    pub(super) last_workspace_id: Option<WorkspaceId>,
}

pub(super) async fn insert_challenge(
    tx: &mut Tx,
    token_hash: Vec<u8>,
    account: AccountId,
    workspace: Option<WorkspaceId>,
    expires_at: Timestamp,
) -> Result<()> {
    tx.query("INSERT INTO sign_in_challenges (token_hash, account_id, workspace_id, expires_at) VALUES ($1, $2, $3, $4)")
        .bind(token_hash)
        .bind(account)
        .bind(workspace)
        .bind(expires_at)
        .run()
        .await?;
    Ok(())
}

pub(super) async fn find_challenge(tx: &mut Tx, token_hash: Vec<u8>, now: Timestamp) -> Result<Option<ChallengeRow>> {
    Ok(tx
        .query(
            "SELECT c.account_id, c.workspace_id, a.last_workspace_id
             FROM sign_in_challenges c JOIN accounts a ON a.id = c.account_id
             WHERE c.token_hash = $1 AND c.expires_at > $2",
        )
        .bind(token_hash)
        .bind(now)
        .optional()
        .await?)
}

/// Takes the challenge out, so that it serves once.
pub(super) async fn take_challenge(tx: &mut Tx, token_hash: Vec<u8>) -> Result<bool> {
    Ok(tx.query("DELETE FROM sign_in_challenges WHERE token_hash = $1").bind(token_hash).run().await? == 1)
}

pub(super) async fn delete_challenges_of(tx: &mut Tx, account: AccountId) -> Result<()> {
    tx.query("DELETE FROM sign_in_challenges WHERE account_id = $1").bind(account).run().await?;
    Ok(())
}

pub(super) async fn delete_old_challenges(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    Ok(tx.query("DELETE FROM sign_in_challenges WHERE expires_at < $1").bind(before).run().await?)
}

/// Notes with which second step a session goes on.
pub(super) async fn set_second_step(tx: &mut Tx, workspace: WorkspaceId, id: SessionId, step: SecondStep) -> Result<()> {
    tx.query("UPDATE sessions SET second_step = $3 WHERE workspace_id = $1 AND id = $2")
        .bind(workspace)
        .bind(id)
        .bind(step)
        .run()
        .await?;
    Ok(())
}

/// Takes the codes' worth from all sessions of an account, since it has no factor any more.
pub(super) async fn forget_second_steps(tx: &mut Tx, account: AccountId) -> Result<()> {
    tx.query("UPDATE sessions SET second_step = 'missing' WHERE account_id = $1 AND second_step = 'code'")
        .bind(account)
        .run()
        .await?;
    Ok(())
}

pub(super) async fn needs_second_step(tx: &mut Tx, workspace: WorkspaceId) -> Result<bool> {
    Ok(tx.query("SELECT needs_second_step FROM workspaces WHERE workspace_id = $1").bind(workspace).value().await?)
}

/// Answers whether it was otherwise before.
pub(super) async fn set_needs_second_step(tx: &mut Tx, workspace: WorkspaceId, needs: bool) -> Result<bool> {
    let rows = tx
        .query("UPDATE workspaces SET needs_second_step = $2 WHERE workspace_id = $1 AND needs_second_step <> $2")
        .bind(workspace)
        .bind(needs)
        .run()
        .await?;
    Ok(rows == 1)
}

/// Ends all sessions of a workspace that took no second step, and answers which.
pub(super) async fn end_single_step_sessions(tx: &mut Tx, workspace: WorkspaceId, now: Timestamp) -> Result<Vec<SessionId>> {
    let ended: Vec<(SessionId,)> = tx
        .query(
            "UPDATE sessions SET revoked_at = $2
             WHERE workspace_id = $1 AND second_step = 'missing' AND revoked_at IS NULL RETURNING id",
        )
        .bind(workspace)
        .bind(now)
        .all()
        .await?;
    Ok(ended.into_iter().map(|(id,)| id).collect())
}

// --- failed sign-ins

pub(super) async fn insert_attempt(tx: &mut Tx, id: Uuid, subject: &str, now: Timestamp) -> Result<()> {
    tx.query("INSERT INTO failed_sign_ins (id, subject, failed_at) VALUES ($1, $2, $3)")
        .bind(id)
        .bind(subject.to_owned())
        .bind(now)
        .run()
        .await?;
    Ok(())
}

/// The newest attempts on the subject since then, up to `limit`, the one being made left out.
pub(super) async fn list_attempts(tx: &mut Tx, subject: &str, own: Uuid, since: Timestamp, limit: i64) -> Result<Vec<Timestamp>> {
    let found: Vec<(Timestamp,)> = tx
        .query(
            "SELECT failed_at FROM failed_sign_ins WHERE subject = $1 AND failed_at > $3 AND id <> $2
             ORDER BY failed_at DESC LIMIT $4",
        )
        .bind(subject.to_owned())
        .bind(own)
        .bind(since)
        .bind(limit)
        .all()
        .await?;
    Ok(found.into_iter().map(|(at,)| at).collect())
}

pub(super) async fn delete_attempt(tx: &mut Tx, id: Uuid) -> Result<()> {
    tx.query("DELETE FROM failed_sign_ins WHERE id = $1").bind(id).run().await?;
    Ok(())
}

pub(super) async fn delete_attempts_on(tx: &mut Tx, subject: &str) -> Result<()> {
    tx.query("DELETE FROM failed_sign_ins WHERE subject = $1").bind(subject.to_owned()).run().await?;
    Ok(())
}

pub(super) async fn delete_old_attempts(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    Ok(tx.query("DELETE FROM failed_sign_ins WHERE failed_at < $1").bind(before).run().await?)
}
