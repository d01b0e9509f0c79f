//! Proving that one has the second factor: a code of the app, or a recovery code. Checking and spending are two:
//! the code is spent in the transaction of what it lets happen, so that of two who bring the same one, one passes.

use std::net::IpAddr;

use antiphon_base::{Error, Result};
use antiphon_db::Tx;

use super::attempts::{self, Attempt};
use super::{recovery_codes, sql, totp};
use crate::Desk;
use crate::ids::AccountId;

/// What somebody brings as their second step: one of the two.
pub(super) struct Given<'a> {
    pub(super) code: Option<&'a str>,
    pub(super) recovery_code: Option<&'a str>,
}

/// A second step that is right, unless somebody spends it first.
pub(super) struct Proof {
    account: AccountId,
    spends: Spends,
    attempt: Attempt,
}

enum Spends {
    Step(i64),
    RecoveryCode(Vec<u8>),
}

/// Checks what was given against the account's factor. It counts as a failed try until [`Proof::succeeded`].
///
/// # Errors
/// `Invalid` on `code` or `recovery_code`; `TooMany` after too many wrong ones, counted apart from wrong passwords:
/// whoever knows the password must not be able to clear them.
pub(super) async fn check(desk: &Desk, account: AccountId, address: IpAddr, given: Given<'_>) -> Result<Proof> {
    let attempt = attempts::begin_on(desk, format!("second-factor:{account}"), address).await?;
    let spends = match (given.code, given.recovery_code) {
        (Some(code), None) => {
            let code = totp::read_code(code).ok_or_else(|| Error::invalid("code", "Give the six digits that the app shows."))?;
            let secret = desk.db.system_read(async |tx| sql::find_factor(tx, account).await).await?;
            let secret = secret.filter(sql::FactorRow::is_on).ok_or_else(wrong_code)?;
            let secret = open_secret(desk, account, &secret.secret)?;
            Spends::Step(totp::step_of(&secret, code, desk.clock.now()).ok_or_else(wrong_code)?)
        }
        (None, Some(code)) => {
            Spends::RecoveryCode(recovery_codes::mark(&desk.keys.master, account, code).ok_or_else(wrong_recovery_code)?)
        }
        _ => return Err(Error::invalid("code", "Give either the code that the app shows or a recovery code.")),
    };
    Ok(Proof { account, spends, attempt })
}

impl Proof {
    /// Spends it, within the change that it allows.
    ///
    /// # Errors
    /// `Conflict` (`code_used`) when the code's time was taken already; `Invalid` when the recovery code is none, or
    /// was used.
    pub(super) async fn spend(&self, tx: &mut Tx) -> Result<()> {
        match &self.spends {
            Spends::Step(step) if sql::take_step(tx, self.account, *step).await? => Ok(()),
            Spends::Step(_) => {
                Err(Error::conflict("code_used", "This code was used already; wait until the app shows the next one."))
            }
            Spends::RecoveryCode(mark) if sql::take_recovery_code(tx, self.account, mark.clone()).await? => Ok(()),
            Spends::RecoveryCode(_) => Err(wrong_recovery_code()),
        }
    }

    /// Whether it was the code of an app.
    pub(super) fn is_of_app(&self) -> bool {
        matches!(self.spends, Spends::Step(_))
    }

    /// Clears the account's failures; after the change was committed.
    pub(super) async fn succeeded(self, desk: &Desk) -> Result<()> {
        self.attempt.succeeded(desk).await
    }
}

/// Where a factor's secret is sealed for.
pub(super) fn place(account: AccountId) -> String {
    format!("accounts/second_factors/secret/{account}")
}

/// The secret itself.
///
/// # Errors
/// `Internal` when it was sealed under another key or moved.
pub(super) fn open_secret(desk: &Desk, account: AccountId, sealed: &[u8]) -> Result<Vec<u8>> {
    let opened = desk.keys.master.open(&place(account), sealed);
    opened.ok_or_else(|| Error::internal("the secret of a second factor does not open"))
}

pub(super) fn wrong_code() -> Error {
    Error::invalid("code", "This code is not right. Give the one that the app shows now; the clock of its device must be right.")
}

fn wrong_recovery_code() -> Error {
    Error::invalid("recovery_code", "This is none of your recovery codes, or it was used already.")
}
