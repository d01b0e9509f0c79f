//! Another address to sign in with. Whoever changes their own knows the password and confirms by a link to the new
//! address; the old one is told. Where the server sends no mail, an admin changes it.

use antiphon_base::secret::token_hash;
use antiphon_base::{Error, Result, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::letters::{self, Letter};
use super::model::{ACCOUNT_LINK_LIFE, Caller, Person, Standing, check_may_give, themselves};
use super::reset_password::check_is_here_alone;
use super::{links, passwords, roles, sql};
use crate::actor::{Actor, Credential, Permission};
use crate::ids::{AccountId, AccountLinkId, PrincipalId};
use crate::{Desk, audit, text};

/// The new address, and the password that says it is oneself.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EmailChange {
    /// The address that is to sign in from now on.
    pub email: String,
    /// The password that holds now.
    pub current_password: String,
}

/// A new address that was confirmed.
#[derive(Debug, Serialize, ToSchema)]
pub struct EmailChanged {
    /// The address that signs in from now on.
    pub email: String,
}

#[derive(antiphon_db::FromRow)]
pub(super) struct OpenChange {
    id: AccountLinkId,
    account_id: AccountId,
    email: String,
    was: String,
    expires_at: Timestamp,
}

/// Sends a link to the new address; nothing changes until it is opened.
///
/// # Errors
/// `Forbidden` for keys and visitors; `Invalid` for a wrong password or an address that is none; `Conflict` (`no_mail`)
/// where the server sends none; `TooMany` after too many wrong passwords.
pub async fn ask_email_change(desk: &Desk, actor: &Actor, caller: &Caller, given: EmailChange) -> Result<()> {
    let Credential::Session(_) = actor.credential else {
        return Err(Error::forbidden("Only people who signed in with a password can change their address."));
    };
    let email = text::email("email", &given.email)?;
    let account = passwords::prove(desk, actor, caller, "current_password", &given.current_password).await?;
    if text::fold(&email) == text::fold(&account.email) {
        return Err(Error::invalid("email", "This is your present address."));
    }
    if desk.mailer.is_none() {
        return Err(Error::conflict("no_mail", "This server sends no mail; an admin of your workspace changes your address."));
    }
    let (id, now) = (AccountLinkId::new(), desk.clock.now());
    let hash = token_hash(&links::email_token(desk, id));
    desk.db
        .system_write(async |tx| {
            sql::delete_account_links(tx, account.id, "email").await?;
            let new = sql::NewAccountLink { id, account: account.id, purpose: "email", token_hash: hash, email: Some(email) };
            sql::insert_account_link(tx, new, now, now + ACCOUNT_LINK_LIFE).await?;
            letters::owe(tx, &Letter::NewAddress { link: id }, now).await
        })
        .await?;
    desk.jobs.wake();
    Ok(())
}

/// Confirms a new address by its link. Links to a new password that went to the old one open nothing any more.
///
/// # Errors
/// `Unauthenticated` when it is used up, too old or unknown; `Conflict` when the address has an account by now.
pub async fn confirm_email(desk: &Desk, caller: &Caller, token: &str) -> Result<EmailChanged> {
    let (hash, now) = (token_hash(token), desk.clock.now());
    let changed = desk
        .db
        .system_write(async |tx| {
            let link = sql::find_email_change(tx, hash).await?.filter(|link| now < link.expires_at).ok_or_else(used_up)?;
            if !sql::take_account_links(tx, link.id, link.account_id).await? {
                return Err(used_up());
            }
            take_address(tx, link.account_id, &link.email).await?;
            let members = sql::find_members(tx, link.account_id).await?;
            for member in &members {
                let place = (member.workspace_id, member.principal_id);
                let actor = themselves(place, &member.name, Standing::of(member.role), caller.request.clone());
                record(tx, desk, &actor, member.principal_id, (&link.was, &link.email)).await?;
            }
            if let Some(member) = members.first().filter(|_| desk.mailer.is_some()) {
                let told = Letter::AddressChanged { to: link.was, workspace_name: member.workspace_name.clone() };
                letters::owe(tx, &told, now).await?;
            }
            Ok(EmailChanged { email: link.email })
        })
        .await?;
    desk.jobs.wake();
    Ok(changed)
}

/// Gives a person another address, where the server sends no mail by which they could do it themselves.
///
/// # Errors
/// `NotFound`; `Invalid`; `Conflict` where the server sends mail (`mail_is_sent`), for an address in use (`email_taken`),
/// and for an account of other workspaces (`other_workspaces`); `Forbidden` where the person may do more than the actor.
pub async fn set_email(desk: &Desk, actor: &Actor, person: PrincipalId, email: &str) -> Result<Person> {
    actor.need(Permission::PeopleManage)?;
    let email = text::email("email", email)?;
    desk.db
        .system_write(async |tx| {
            let before = sql::find_person(tx, actor.workspace, person).await?.ok_or(Error::NotFound)?;
            check_may_give(actor, roles::standing_of(tx, actor.workspace, &before).await?.permissions)?;
            if desk.mailer.is_some() {
                return Err(Error::conflict("mail_is_sent", "People change their own address here, under Account."));
            }
            let account = sql::find_account_of(tx, actor.workspace, person).await?.ok_or(Error::NotFound)?;
            check_is_here_alone(tx, account.id).await?;
            take_address(tx, account.id, &email).await?;
            sql::delete_account_links(tx, account.id, "password").await?;
            record(tx, desk, actor, person, (&before.email, &email)).await?;
            Ok(Person { email, ..before })
        })
        .await
}

async fn take_address(tx: &mut antiphon_db::Tx, account: AccountId, email: &str) -> Result<()> {
    let folded = text::fold(email);
    if sql::find_account(tx, &folded).await?.is_some_and(|other| other.id != account) {
        return Err(Error::conflict("email_taken", "This address has an account already; use another one."));
    }
    sql::set_email(tx, account, email, &folded).await
}

async fn record(
    tx: &mut antiphon_db::Tx,
    desk: &Desk,
    actor: &Actor,
    person: PrincipalId,
    (was, is): (&str, &str),
) -> Result<()> {
    let (was, is) = (serde_json::json!({ "email": was }), serde_json::json!({ "email": is }));
    audit::record(tx, desk, actor, "person.email_changed", format!("person:{person}"), Some(was), Some(is), None).await
}

fn used_up() -> Error {
    Error::unauthenticated("This link was used, or is older than an hour; ask for a new one.")
}
