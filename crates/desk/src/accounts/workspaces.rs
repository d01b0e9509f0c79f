//! Workspaces and their first person. The installation's first workspace is made at its first start;
//! further ones by the operator's command.

use antiphon_base::secret::{new_token, token_hash};
use antiphon_base::{Error, Result, Timestamp};
use antiphon_db::{Db, Tx};

use super::model::SET_UP_LINK_LIFE;
use super::sql;
use crate::actor::{Actor, PrincipalKind, Role};
use crate::ids::{AccountId, PrincipalId, WorkspaceId};
use crate::{Desk, audit, text};

/// The address of the first owner until they give their own in the set-up.
const FIRST_OWNER: &str = "owner@localhost";
/// The name of the first workspace until its owner gives it one.
const FIRST_NAME: &str = "My workspace";

/// A new workspace.
#[derive(Debug)]
pub struct CreatedWorkspace {
    /// Its id.
    pub id: WorkspaceId,
    /// The secret of the owner's set-up link; none where the account had a password already.
    pub set_up_token: Option<String>,
}

/// An owner who has not chosen a password yet.
#[derive(Debug)]
pub struct PendingOwner {
    /// The workspace's name.
    pub workspace_name: String,
    /// The owner's address.
    pub email: String,
    /// The secret of a fresh set-up link.
    pub set_up_token: String,
}

/// Makes a workspace with its owner, who is its first admin.
///
/// # Errors
/// `Invalid` for a name or an address that is none.
pub async fn create_workspace(desk: &Desk, name: &str, owner_email: &str) -> Result<CreatedWorkspace> {
    let name = text::line("name", name)?;
    let email = text::email("email", owner_email)?;
    let now = desk.clock.now();
    desk.db.system_write(async |tx| create(desk, tx, &name, &email, now).await).await
}

/// Makes the first workspace where there is none, and fresh set-up links for owners who have not used theirs.
/// Run at each start: the links' secrets are kept as hashes only and cannot be printed again.
///
/// # Errors
/// When the database cannot be written.
pub async fn first_run(desk: &Desk) -> Result<Vec<PendingOwner>> {
    let now = desk.clock.now();
    desk.db
        .system_write(async |tx| {
            // Nodes that start together on an empty database: one makes it, the others find it.
            sql::lock_installation(tx).await?;
            if sql::list_workspaces(tx).await?.is_empty() {
                create(desk, tx, FIRST_NAME, FIRST_OWNER, now).await?;
            }
            let mut pending = Vec::new();
            for (workspace, workspace_name, account, email) in sql::list_pending_owners(tx).await? {
                let set_up_token = make_link(tx, workspace, account, now).await?;
                pending.push(PendingOwner { workspace_name, email, set_up_token });
            }
            Ok(pending)
        })
        .await
}

/// All workspaces, oldest first.
///
/// # Errors
/// When the database cannot be read.
pub async fn list_workspaces(db: &Db) -> Result<Vec<(WorkspaceId, String)>> {
    db.system_read(async |tx| sql::list_workspaces(tx).await).await
}

async fn create(desk: &Desk, tx: &mut Tx, name: &str, email: &str, now: Timestamp) -> Result<CreatedWorkspace> {
    let id = WorkspaceId::new();
    let system = Actor::system(id);
    sql::insert_workspace(tx, id, name, now).await?;
    sql::insert_principal(tx, id, system.principal, PrincipalKind::System, &system.name, None, now).await?;

    let folded = text::fold(email);
    let own_name = email.split('@').next().unwrap_or(email);
    let (account, has_password) = match sql::find_account(tx, &folded).await? {
        Some(account) => (account.id, account.password_hash.is_some()),
        None => {
            let account = AccountId::new();
            sql::insert_account(tx, account, (email, &folded), own_name, None, now).await?;
            (account, false)
        }
    };
    let owner = PrincipalId::new();
    sql::insert_principal(tx, id, owner, PrincipalKind::Person, own_name, None, now).await?;
    sql::insert_membership(tx, id, account, owner, (Role::Admin, None), now).await?;
    let set_up_token = if has_password { None } else { Some(make_link(tx, id, account, now).await?) };
    let after = serde_json::json!({ "name": name, "owner": owner });
    audit::record(tx, desk, &system, "workspace.created", format!("workspace:{id}"), None, Some(after), None).await?;
    Ok(CreatedWorkspace { id, set_up_token })
}

async fn make_link(tx: &mut Tx, workspace: WorkspaceId, account: AccountId, now: Timestamp) -> Result<String, Error> {
    let token = new_token("su_");
    sql::insert_link(tx, workspace, account, token_hash(&token), now, now + SET_UP_LINK_LIFE).await?;
    Ok(token)
}
