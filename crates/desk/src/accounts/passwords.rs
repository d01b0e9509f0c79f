//! Passwords: which are taken, how they are kept (argon2id), and how one is checked.
//! Each hash costs 46 MiB and some 50 ms, so at most two run at once, off the runtime's own threads.

use std::collections::HashSet;
use std::sync::LazyLock;

use antiphon_base::{Error, Result};
use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization;

use super::model::Caller;
use super::{attempts, sql};
use crate::actor::Actor;
use crate::{Desk, text};

/// Memory of one hash, in KiB (OWASP ASVS 5.0, appendix C).
const MEMORY_KIB: u32 = 46 * 1024;
/// Shortest password, in characters.
const SHORTEST: usize = 8;
/// Longest password that is hashed, in characters.
const LONGEST: usize = 1_000;
/// Callers that may wait for a hash; further ones are told to come back.
const WAITING: usize = 128;

/// Cores and memory are the attack surface: two at once.
static RUNNING: Semaphore = Semaphore::const_new(2);
static ADMITTED: Semaphore = Semaphore::const_new(WAITING);

/// The passwords that everybody tries first, folded, of eight characters or more.
static COMMON: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    include_str!("common_passwords.txt").lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
});

/// What an unknown account is checked against, so that it costs the same.
static NOBODY: LazyLock<String> = LazyLock::new(|| {
    hash_now(&antiphon_base::secret::new_token("")).expect("hashing a short text under fixed parameters does not fail")
});

/// Checks a new password: long enough, not among the common ones, not the person's own name or address.
///
/// # Errors
/// `Invalid` on `field`, saying what would be accepted.
pub(super) fn check(field: &'static str, password: &str, email: &str, name: &str) -> Result<()> {
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(Error::invalid(field, "Choose a password of at least 8 characters; 15 or more are better."));
    }
    if length > LONGEST {
        return Err(Error::invalid(field, "Choose a password of at most 1000 characters."));
    }
    if password.contains('\0') {
        return Err(Error::invalid(field, "Remove the NUL character."));
    }
    let folded = text::fold(password);
    let bare = folded.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_ascii_punctuation());
    let local = text::fold(email.split('@').next().unwrap_or_default());
    let is_own = [text::fold(email), local, text::fold(name).replace(' ', "")]
        .iter()
        .any(|own| !own.is_empty() && (folded == *own || bare == *own));
    let is_flat = folded.chars().collect::<HashSet<_>>().len() < 3;
    if COMMON.contains(folded.as_str()) || is_flat || is_own {
        return Err(Error::invalid(field, "This password is among the first that are tried; choose another one."));
    }
    Ok(())
}

/// The hash to keep, as a PHC string with its parameters.
///
/// # Errors
/// `Unavailable` when too many are waiting.
pub(super) async fn hash(password: &str) -> Result<String> {
    let password: String = password.nfc().collect();
    run(move || hash_now(&password)).await?.map_err(|error| Error::internal(error.to_string()))
}

/// Whether `password` is the one that was kept. Without a kept one (unknown account) the work is the same
/// and the answer is no.
///
/// # Errors
/// `Unavailable` when too many are waiting.
pub(super) async fn verify(password: &str, kept: Option<String>) -> Result<bool> {
    if password.chars().count() > LONGEST {
        return Ok(false);
    }
    let password: String = password.nfc().collect();
    run(move || {
        let known = kept.is_some();
        let kept = kept.as_deref().unwrap_or(&NOBODY);
        let matches = PasswordHash::new(kept).is_ok_and(|kept| argon2().verify_password(password.as_bytes(), &kept).is_ok());
        matches && known
    })
    .await
}

/// The actor's account, if they know its password: asked before what cannot be taken back. A wrong one counts with the
/// failed sign-ins.
///
/// # Errors
/// `Invalid` on `field` when it is wrong; `NotFound` for whoever has no account; `TooMany` after too many wrong ones.
pub(super) async fn prove(
    desk: &Desk,
    actor: &Actor,
    caller: &Caller,
    field: &'static str,
    password: &str,
) -> Result<sql::OwnAccountRow> {
    let account = desk
        .read(actor, async |tx| sql::find_account_of(tx, actor.workspace, actor.principal).await)
        .await?
        .ok_or(Error::NotFound)?;
    let attempt = attempts::begin(desk, &account.email, caller.address).await?;
    if !verify(password, account.password_hash.clone()).await? {
        return Err(Error::invalid(field, "This is not your current password."));
    }
    attempt.succeeded(desk).await?;
    Ok(account)
}

async fn run<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let Ok(_admitted) = ADMITTED.try_acquire() else {
        return Err(Error::unavailable("Many people are signing in at once; try again in a few seconds."));
    };
    let running = RUNNING.acquire().await.map_err(Error::internal)?;
    // The permit goes along, so that a caller who leaves does not let a third hash start.
    tokio::task::spawn_blocking(move || {
        let _running = running;
        work()
    })
    .await
    .map_err(Error::internal)
}

fn hash_now(password: &str) -> argon2::password_hash::Result<String> {
    Ok(argon2().hash_password(password.as_bytes())?.to_string())
}

fn argon2() -> Argon2<'static> {
    let params = Params::new(MEMORY_KIB, 1, 1, None).expect("the parameters are within argon2's bounds");
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_common_and_own_passwords_are_refused() {
        for refused in [
            "seven77",
            "password",
            "Password1",
            "12345678",
            "qwertyuiop",
            "aaaaaaaaaaa",
            "ana.smith",
            "ana.smith1!",
            "AnaSmith2026",
            "ababababab",
        ] {
            assert!(check("password", refused, "ana.smith@example.com", "Ana Smith").is_err(), "{refused}");
        }
        for taken in ["correct horse battery staple", "Tr0ub4dor&3x", "Grüße aus Köln", "lantern-orchid-42"] {
            assert!(check("password", taken, "ana.smith@example.com", "Ana Smith").is_ok(), "{taken}");
        }
    }

    #[tokio::test]
    async fn a_password_is_known_again_and_an_unknown_account_never_matches() {
        let kept = hash("lantern-orchid-42").await.unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=47104,t=1,p=1$"));
        assert!(verify("lantern-orchid-42", Some(kept.clone())).await.unwrap());
        assert!(!verify("lantern-orchid-43", Some(kept)).await.unwrap());
        assert!(!verify("lantern-orchid-42", None).await.unwrap());
    }
}
