//! Taking an invitation: whoever holds its link, once, joins the workspace. A new account chooses its password; one that
//! exists already, by another workspace, proves itself with its own. Nobody is signed in by it: that is `sign_in.rs`,
//! with whatever else it asks for.

use antiphon_base::secret::token_hash;
use antiphon_base::{Error, Result, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::{Caller, themselves};
use super::{attempts, passwords, roles, sql};
use crate::actor::{PrincipalKind, Role};
use crate::ids::{AccountId, InvitationId, PrincipalId, RoleId, WorkspaceId};
use crate::{Desk, audit, text};

/// What an invitation's link opens.
#[derive(Debug, Serialize, ToSchema)]
pub struct InvitationView {
    /// The name of the workspace.
    pub workspace_name: String,
    /// Who asks.
    pub inviter: String,
    /// Whom it is for.
    pub email: String,
    /// Their name, as far as it is known.
    pub name: Option<String>,
    /// Whether the address has an account already: then its password is asked for, else a new one.
    pub has_account: bool,
}

/// The choices of whoever was asked in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Join {
    /// The secret of the link.
    pub token: String,
    /// Their name in this workspace.
    pub name: String,
    /// A new password, or the present one of the account that the address has.
    pub password: String,
}

/// Whose account can sign in now.
#[derive(Debug, Serialize, ToSchema)]
pub struct Joined {
    /// The address to sign in with.
    pub email: String,
}

#[derive(antiphon_db::FromRow)]
pub(super) struct OpenInvitation {
    pub(super) workspace_id: WorkspaceId,
    workspace_name: String,
    id: InvitationId,
    email: String,
    email_folded: String,
    name: Option<String>,
    role: Role,
    role_id: Option<RoleId>,
    inviter: String,
    expires_at: Timestamp,
}

/// What the link opens.
///
/// # Errors
/// `Unauthenticated` when it was used or revoked, is too old or unknown.
pub async fn find_invitation(desk: &Desk, token: &str) -> Result<InvitationView> {
    let invitation = find(desk, token).await?;
    let account = desk.db.system_read(async |tx| sql::find_account(tx, &invitation.email_folded).await).await?;
    Ok(InvitationView {
        workspace_name: invitation.workspace_name,
        inviter: invitation.inviter,
        email: invitation.email,
        name: invitation.name,
        has_account: account.is_some(),
    })
}

/// Joins the workspace. The link is spent with the same commit.
///
/// # Errors
/// As [`find_invitation`]; `Invalid` for a name or password that is not taken, or is not the account's; `TooMany` after
/// too many wrong ones; `Conflict` when they are here already, or the account is not set up.
pub async fn join(desk: &Desk, caller: &Caller, given: Join) -> Result<Joined> {
    let invitation = find(desk, &given.token).await?;
    let name = text::line("name", &given.name)?;
    let known = desk.db.system_read(async |tx| sql::find_account(tx, &invitation.email_folded).await).await?;
    let new_hash = match &known {
        None => {
            passwords::check("password", &given.password, &invitation.email, &name)?;
            Some(passwords::hash(&given.password).await?)
        }
        Some(account) if account.password_hash.is_none() => {
            return Err(Error::conflict(
                "not_set_up",
                "This address has an account that is not set up yet; use its set-up link first.",
            ));
        }
        Some(account) => {
            let attempt = attempts::begin(desk, &invitation.email, caller.address).await?;
            if !passwords::verify(&given.password, account.password_hash.clone()).await? {
                return Err(Error::invalid("password", "This address has an account with another password; give that one."));
            }
            attempt.succeeded(desk).await?;
            None
        }
    };
    let known = known.map(|account| account.id);
    let (principal, now) = (PrincipalId::new(), desk.clock.now());
    let (workspace, hash) = (invitation.workspace_id, token_hash(&given.token));
    desk.db
        .system_write(async |tx| {
            sql::lock_workspace(tx, workspace).await?;
            // Whoever comes second finds nothing there: the link serves once.
            if !sql::take_invitation(tx, workspace, invitation.id, hash).await? {
                return Err(used_up());
            }
            if let Some(account) = known {
                sql::lock_account(tx, account).await?;
            }
            let there = sql::find_account(tx, &invitation.email_folded).await?.map(|account| account.id);
            if there != known {
                return Err(Error::conflict(
                    "changed_meanwhile",
                    "The account was changed at the same time; open the link again.",
                ));
            }
            let standing = roles::stored(tx, workspace, invitation.role, invitation.role_id).await?;
            let account = match known {
                Some(account) if sql::is_member(tx, workspace, account).await? => {
                    return Err(Error::conflict(
                        "already_exists",
                        "You are among the people of this workspace already; sign in.",
                    ));
                }
                Some(account) => account,
                None => {
                    let account = AccountId::new();
                    let email = (invitation.email.as_str(), invitation.email_folded.as_str());
                    sql::insert_account(tx, account, email, &name, new_hash, now).await?;
                    account
                }
            };
            sql::insert_principal(tx, workspace, principal, PrincipalKind::Person, &name, None, now).await?;
            sql::insert_membership(tx, workspace, account, principal, (standing.role, standing.role_id), now).await?;
            sql::note_last_workspace(tx, account, workspace).await?;
            let actor = themselves((workspace, principal), &name, standing, caller.request.clone());
            let after = serde_json::json!({ "email": invitation.email, "name": name, "role": roles::in_words(&standing) });
            audit::record(tx, desk, &actor, "person.joined", format!("person:{principal}"), None, Some(after), None).await?;
            Ok(Joined { email: invitation.email })
        })
        .await
}

async fn find(desk: &Desk, token: &str) -> Result<OpenInvitation> {
    let (hash, now) = (token_hash(token), desk.clock.now());
    let found = desk.db.system_read(async |tx| sql::find_open_invitation(tx, hash).await).await?;
    found.filter(|invitation| now < invitation.expires_at).ok_or_else(used_up)
}

fn used_up() -> Error {
    Error::unauthenticated("This invitation was used or taken back, or is older than 7 days; ask for a new one.")
}
