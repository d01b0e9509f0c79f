//! The set-up link: whoever holds it, once, chooses the owner's name and password and is signed in.

use antiphon_base::secret::token_hash;
use antiphon_base::{Error, Result};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::{Caller, Proven, SignedIn, Standing, themselves};
use super::passwords;
use super::sign_in::{open_session, place_of};
use super::sql::{self, LinkRow};
use crate::actor::Role;
use crate::{Desk, audit, text};

/// What a set-up link opens.
#[derive(Debug, Serialize, ToSchema)]
pub struct SetUpView {
    /// The workspace to be set up.
    pub workspace: SetUpWorkspace,
    /// The owner's address as it stands.
    pub email: String,
}

/// The workspace to be set up.
#[derive(Debug, Serialize, ToSchema)]
pub struct SetUpWorkspace {
    /// Its name as it stands.
    pub name: String,
}

/// The owner's choices.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SetUp {
    /// The secret of the link.
    pub token: String,
    /// The owner's name.
    pub name: String,
    /// The owner's password.
    pub password: String,
    /// Another name for the workspace.
    pub workspace_name: Option<String>,
    /// Another address for the owner, as at the very first start, when nobody knew it.
    pub email: Option<String>,
}

/// What the link opens.
///
/// # Errors
/// `Unauthenticated` when it is used up, too old or unknown.
pub async fn find_set_up(desk: &Desk, token: &str) -> Result<SetUpView> {
    let link = find(desk, token).await?;
    Ok(SetUpView { workspace: SetUpWorkspace { name: link.workspace_name }, email: link.email })
}

/// Sets the owner up and signs them in. The link is spent with the same commit.
///
/// # Errors
/// As [`find_set_up`]; `Invalid` for names and passwords that are not taken; `Conflict` for an address in use.
pub async fn set_up(desk: &Desk, caller: &Caller, given: SetUp) -> Result<SignedIn> {
    let link = find(desk, &given.token).await?;
    let name = text::line("name", &given.name)?;
    let workspace_name = text::line_optional("workspace_name", given.workspace_name.as_deref())?;
    let email = given.email.as_deref().map_or(Ok(link.email.clone()), |email| text::email("email", email))?;
    passwords::check("password", &given.password, &email, &name)?;
    let hash = passwords::hash(&given.password).await?;
    let (now, folded) = (desk.clock.now(), text::fold(&email));
    desk.db
        .system_write(async |tx| {
            if sql::find_account(tx, &folded).await?.is_some_and(|other| other.id != link.account_id) {
                return Err(Error::conflict("email_taken", "This address has an account already; use another one."));
            }
            // Whoever comes second finds a password there: the link serves once.
            if !sql::complete_account(tx, link.account_id, (&email, &folded), &name, hash).await? {
                return Err(used_up());
            }
            sql::spend_links(tx, link.account_id, now).await?;
            sql::rename_principal(tx, link.workspace_id, link.principal_id, &name).await?;
            if let Some(workspace_name) = &workspace_name {
                sql::rename_workspace(tx, link.workspace_id, workspace_name).await?;
            }
            let owner =
                themselves((link.workspace_id, link.principal_id), &name, Standing::of(Role::Admin), caller.request.clone());
            audit::record(tx, desk, &owner, "owner.set_up", format!("person:{}", link.principal_id), None, None, None).await?;
            let members = sql::find_members(tx, link.account_id).await?;
            let chosen = place_of(&members, link.workspace_id).ok_or_else(used_up)?;
            open_session(desk, tx, caller, (&members, chosen), Proven::PASSWORD, now).await
        })
        .await
}

async fn find(desk: &Desk, token: &str) -> Result<LinkRow> {
    let (hash, now) = (token_hash(token), desk.clock.now());
    let link = desk.db.system_read(async |tx| sql::find_link(tx, hash).await).await?;
    link.filter(|link| link.used_at.is_none() && link.expires_at.is_none_or(|at| now < at)).ok_or_else(used_up)
}

fn used_up() -> Error {
    Error::unauthenticated("This set-up link is used up or too old; the server prints a new one when it starts.")
}
