//! Getting a second factor: a secret is put down, and comes into use with the first code of it. All other sessions
//! of the account end then: they were signed in with less.

use antiphon_base::{Error, Result, Timestamp};
use antiphon_db::Tx;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::{Caller, SecondStep};
use super::prove_factor::{open_secret, place, wrong_code};
use super::sql::{FactorRow, OwnAccountRow};
use super::{attempts, passwords, recovery_codes, sql, totp};
use crate::actor::{Actor, Credential};
use crate::ids::{AccountId, SessionId};
use crate::{Desk, audit};

/// One's own second factor.
#[derive(Debug, Serialize, ToSchema)]
pub struct SecondFactor {
    /// Since when sign-in asks for it; null while it does not.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub on_since: Option<Timestamp>,
    /// How many recovery codes are left.
    pub recovery_codes_left: i64,
    /// Whether the workspace wants one of everybody.
    pub is_needed: bool,
    /// Whether the account has a password: then changes here ask for it.
    pub has_password: bool,
}

/// Begins to get a second factor.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BeginFactor {
    /// The account's password; left out only where it has none.
    pub password: Option<String>,
}

/// The secret to bring into an authenticator app, in both forms.
#[derive(Debug, Serialize, ToSchema)]
pub struct NewFactor {
    /// As people type it: base32.
    pub secret: String,
    /// As a picture (QR) brings it in: `otpauth://…`.
    pub uri: String,
}

/// The first code of a new secret.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmFactor {
    /// The six digits that the app shows.
    pub code: String,
}

/// Recovery codes, shown this once.
#[derive(Debug, Serialize, ToSchema)]
pub struct RecoveryCodes {
    /// Ten, each good once.
    pub recovery_codes: Vec<String>,
}

/// The actor's own second factor.
///
/// # Errors
/// `Forbidden` for keys and visitors.
pub async fn show_factor(desk: &Desk, actor: &Actor) -> Result<SecondFactor> {
    let (_, account) = own_account(desk, actor).await?;
    desk.db
        .system_read(async |tx| {
            let factor = sql::find_factor(tx, account.id).await?;
            Ok(SecondFactor {
                on_since: factor.and_then(|factor| factor.confirmed_at),
                recovery_codes_left: sql::count_recovery_codes(tx, account.id).await?,
                is_needed: sql::needs_second_step(tx, actor.workspace).await?,
                has_password: account.password_hash.is_some(),
            })
        })
        .await
}

/// Puts a new secret down, in the place of one that was begun and not confirmed.
///
/// # Errors
/// `Forbidden` for keys and visitors; `Invalid` on `password`; `Conflict` (`already_on`) when there is a factor;
/// `TooMany` after too many wrong passwords.
pub async fn begin_factor(desk: &Desk, actor: &Actor, caller: &Caller, given: BeginFactor) -> Result<NewFactor> {
    let (_, account) = own_account(desk, actor).await?;
    check_password(desk, caller, &account, given.password.as_deref()).await?;
    let (secret, now) = (totp::new_secret(), desk.clock.now());
    let sealed = desk.keys.master.seal(&place(account.id), &secret);
    desk.db
        .system_write(async |tx| if sql::begin_factor(tx, account.id, sealed, now).await? { Ok(()) } else { Err(already_on()) })
        .await?;
    Ok(NewFactor { secret: totp::to_text(&secret), uri: totp::to_uri(&secret, "Antiphon", &account.email) })
}

/// Takes the secret into use and answers the recovery codes. The session that asks goes on with it.
///
/// # Errors
/// `Invalid` on `code`; `Conflict` (`not_begun`, `already_on`); `TooMany` after too many wrong codes.
pub async fn confirm_factor(desk: &Desk, actor: &Actor, caller: &Caller, given: ConfirmFactor) -> Result<RecoveryCodes> {
    let (session, account) = own_account(desk, actor).await?;
    let code = totp::read_code(&given.code);
    let code = code.ok_or_else(|| Error::invalid("code", "Give the six digits that the app shows."))?;
    let begun = desk.db.system_read(async |tx| sql::find_factor(tx, account.id).await).await?;
    let begun = match begun {
        None => return Err(Error::conflict("not_begun", "There is no secret to confirm; begin first.")),
        Some(factor) if factor.is_on() => return Err(already_on()),
        Some(FactorRow { secret, .. }) => secret,
    };
    let attempt = attempts::begin_on(desk, format!("second-factor:{}", account.id), caller.address).await?;
    let now = desk.clock.now();
    let step = totp::step_of(&open_secret(desk, account.id, &begun)?, code, now).ok_or_else(wrong_code)?;
    let codes = recovery_codes::make();
    let ended = desk
        .db
        .system_write(async |tx| {
            if !sql::confirm_factor(tx, account.id, begun, step, now).await? {
                return Err(already_on());
            }
            replace_recovery_codes(desk, tx, account.id, &codes).await?;
            sql::set_second_step(tx, actor.workspace, session, SecondStep::Code).await?;
            let ended = sql::end_other_sessions(tx, account.id, session, now).await?;
            let (object, after) = (format!("person:{}", actor.principal), serde_json::json!({ "sessions_ended": ended.len() }));
            audit::record(tx, desk, actor, "person.second_factor_on", object, None, Some(after), None).await?;
            Ok(ended)
        })
        .await?;
    attempt.succeeded(desk).await?;
    desk.end_credentials(ended.into_iter().map(Credential::Session));
    Ok(RecoveryCodes { recovery_codes: codes })
}

/// The session that asks and the account behind it.
///
/// # Errors
/// `Forbidden` for keys and visitors.
pub(super) async fn own_account(desk: &Desk, actor: &Actor) -> Result<(SessionId, OwnAccountRow)> {
    let Credential::Session(session) = actor.credential else {
        return Err(Error::Forbidden { code: "no_session", why: "Only people who signed in have a second step.".into() });
    };
    let account = desk.read(actor, async |tx| sql::find_account_of(tx, actor.workspace, actor.principal).await).await?;
    Ok((session, account.ok_or(Error::NotFound)?))
}

/// Whether whoever asks knows the account's password, where it has one.
///
/// # Errors
/// `Invalid` on `password`; `TooMany` after too many wrong ones, counted with the failed sign-ins.
pub(super) async fn check_password(desk: &Desk, caller: &Caller, account: &OwnAccountRow, password: Option<&str>) -> Result<()> {
    let Some(kept) = account.password_hash.clone() else { return Ok(()) };
    let password = password.ok_or_else(|| Error::invalid("password", "Give your password."))?;
    let attempt = attempts::begin(desk, &account.email, caller.address).await?;
    if !passwords::verify(password, Some(kept)).await? {
        return Err(Error::invalid("password", "This is not your password."));
    }
    attempt.succeeded(desk).await
}

/// Puts fresh recovery codes in the place of all earlier ones.
pub(super) async fn replace_recovery_codes(desk: &Desk, tx: &mut Tx, account: AccountId, codes: &[String]) -> Result<()> {
    sql::delete_recovery_codes(tx, account).await?;
    for code in codes {
        let mark = recovery_codes::mark(&desk.keys.master, account, code).expect("a code that was made here is well-formed");
        sql::insert_recovery_code(tx, account, mark).await?;
    }
    Ok(())
}

fn already_on() -> Error {
    Error::conflict("already_on", "Your second step is on already; switch it off first to move it to another device.")
}
