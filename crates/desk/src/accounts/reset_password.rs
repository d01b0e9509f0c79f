//! A new password for whoever forgot theirs: by a link to their address that serves once within an hour, or, where the
//! server sends no mail, by one that an admin makes and hands on. Asking answers the same whether there is an account
//! or not: what there is is found out later, by whoever writes the letter.

use antiphon_base::secret::token_hash;
use antiphon_base::{Error, Result, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::letters::{self, Letter};
use super::model::{ACCOUNT_LINK_LIFE, Caller, Standing, check_may_give, themselves};
use super::{attempts, links, passwords, roles, sql};
use crate::actor::{Actor, Credential, Permission};
use crate::ids::{AccountId, AccountLinkId, PrincipalId};
use crate::{Desk, audit, text};

/// Whose password is forgotten.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ForgottenPassword {
    /// The account's address.
    pub email: String,
}

/// What becomes of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ResetAsked {
    /// Whether this server sends mail at all; where not, an admin of the workspace makes a link.
    pub by_mail: bool,
}

/// The link and the new password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PasswordReset {
    /// The secret of the link.
    pub token: String,
    /// The password that is to hold from now on.
    pub password: String,
}

/// Whose password a link is about.
#[derive(Debug, Serialize, ToSchema)]
pub struct ResetView {
    /// The account's address.
    pub email: String,
}

/// A link that an admin made.
#[derive(Debug, Serialize, ToSchema)]
pub struct ResetLink {
    /// The link, shown this once; null where it goes to the person by mail.
    pub link: Option<String>,
}

#[derive(antiphon_db::FromRow)]
pub(super) struct OpenReset {
    pub(super) id: AccountLinkId,
    pub(super) account_id: AccountId,
    email: String,
    name: String,
    expires_at: Timestamp,
}

/// Sends a link to the address, if it has an account; answers before anybody knows.
///
/// # Errors
/// `Invalid` for no address; `TooMany` after too many, by address asked for and by peer.
pub async fn ask_reset(desk: &Desk, caller: &Caller, given: ForgottenPassword) -> Result<ResetAsked> {
    let email = text::email("email", &given.email)?;
    attempts::begin_reset(desk, &email, caller.address).await?;
    if desk.mailer.is_none() {
        return Ok(ResetAsked { by_mail: false });
    }
    let now = desk.clock.now();
    desk.db.system_write(async |tx| letters::owe(tx, &Letter::Password { email }, now).await).await?;
    desk.jobs.wake();
    Ok(ResetAsked { by_mail: true })
}

/// Makes a link for a person: mailed to them, or shown to the admin who hands it on.
///
/// # Errors
/// `NotFound`; `Forbidden` where the person may do more than the actor; `Conflict` (`other_workspaces`) for a link to be
/// shown that would open other workspaces too, and where the account is not set up.
pub async fn make_reset_link(desk: &Desk, actor: &Actor, person: PrincipalId) -> Result<ResetLink> {
    actor.need(Permission::PeopleManage)?;
    let (id, now) = (AccountLinkId::new(), desk.clock.now());
    let link = desk
        .db
        .system_write(async |tx| {
            let found = sql::find_person(tx, actor.workspace, person).await?.ok_or(Error::NotFound)?;
            check_may_give(actor, roles::standing_of(tx, actor.workspace, &found).await?.permissions)?;
            let account = sql::find_account_of(tx, actor.workspace, person).await?.ok_or(Error::NotFound)?;
            if account.password_hash.is_none() {
                return Err(Error::conflict("not_set_up", "This account is not set up yet; its set-up link does that."));
            }
            let link = if desk.mailer.is_some() {
                letters::owe(tx, &Letter::Password { email: account.email }, now).await?;
                None
            } else {
                check_is_here_alone(tx, account.id).await?;
                let token = links::password_token(desk, id);
                let hash = token_hash(&token);
                let new = sql::NewAccountLink { id, account: account.id, purpose: "password", token_hash: hash, email: None };
                sql::insert_account_link(tx, new, now, now + ACCOUNT_LINK_LIFE).await?;
                Some(links::address(desk, "reset", &token))
            };
            audit::record(tx, desk, actor, "person.reset_link_made", format!("person:{person}"), None, None, None).await?;
            Ok(link)
        })
        .await?;
    desk.jobs.wake();
    Ok(ResetLink { link })
}

/// Whose password the link is about.
///
/// # Errors
/// `Unauthenticated` when it is used up, too old or unknown.
pub async fn find_reset(desk: &Desk, token: &str) -> Result<ResetView> {
    Ok(ResetView { email: find(desk, token).await?.email })
}

/// Puts a new password in the place of the old one, and ends all sessions of the account. The link is spent with the
/// same commit, and every other one of the account with it.
///
/// # Errors
/// As [`find_reset`]; `Invalid` for a password that is not taken.
pub async fn reset_password(desk: &Desk, caller: &Caller, given: PasswordReset) -> Result<()> {
    let link = find(desk, &given.token).await?;
    passwords::check("password", &given.password, &link.email, &link.name)?;
    let hash = passwords::hash(&given.password).await?;
    let now = desk.clock.now();
    let ended = desk
        .db
        .system_write(async |tx| {
            // Whoever comes second finds nothing there: the link serves once.
            if !sql::take_account_links(tx, link.id, link.account_id).await? {
                return Err(used_up());
            }
            sql::set_password(tx, link.account_id, hash).await?;
            let ended = sql::end_account_sessions(tx, link.account_id, now).await?;
            for member in sql::find_members(tx, link.account_id).await? {
                let place = (member.workspace_id, member.principal_id);
                let actor = themselves(place, &member.name, Standing::of(member.role), caller.request.clone());
                let subject = format!("person:{}", member.principal_id);
                audit::record(tx, desk, &actor, "person.password_reset", subject, None, None, None).await?;
            }
            Ok(ended)
        })
        .await?;
    desk.end_credentials(ended.into_iter().map(Credential::Session));
    Ok(())
}

/// An admin of one workspace opens no door of another.
pub(super) async fn check_is_here_alone(tx: &mut antiphon_db::Tx, account: AccountId) -> Result<()> {
    if sql::list_places(tx, account).await?.len() > 1 {
        return Err(Error::conflict(
            "other_workspaces",
            "This account belongs to other workspaces too, so only the person can change it.",
        ));
    }
    Ok(())
}

async fn find(desk: &Desk, token: &str) -> Result<OpenReset> {
    let (hash, now) = (token_hash(token), desk.clock.now());
    let found = desk.db.system_read(async |tx| sql::find_reset(tx, hash).await).await?;
    found.filter(|link| now < link.expires_at).ok_or_else(used_up)
}

fn used_up() -> Error {
    Error::unauthenticated("This link was used, or is older than an hour; ask for a new one.")
}
