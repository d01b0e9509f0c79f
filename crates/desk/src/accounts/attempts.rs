//! Guessing costs: attempts are counted by account and by peer, before the password is looked at, so that
//! many at once cannot slip through together. A success takes its own attempt back.

use std::net::IpAddr;
use std::time::Duration;

use antiphon_base::{Error, Result, Timestamp, secret};
use chrono::TimeDelta;
use uuid::Uuid;

use super::sql;
use crate::{Desk, text};

/// How long a failure counts.
pub(super) const WINDOW: TimeDelta = TimeDelta::minutes(15);

/// How many accounts' failures one peer may have: an office has one address, and nobody in it keeps the others out.
const ACCOUNTS_OF_A_PEER: i64 = 5;

/// An attempt under way. It stays as a failure unless it [`Attempt::succeeded`].
pub(super) struct Attempt {
    account: String,
    on_account: Uuid,
    on_peer: Uuid,
}

/// Notes the attempt and refuses it where account or peer have had too many failures.
///
/// # Errors
/// `TooMany`, with the time until the next one is looked at. Refused attempts do not count, so nobody
/// can keep an account locked for longer than its failures last.
pub(super) async fn begin(desk: &Desk, email: &str, address: IpAddr) -> Result<Attempt> {
    // Addresses of people are kept as hashes: what was tried may be a password typed into the wrong field.
    begin_on(desk, format!("account:{}", secret::sha256_hex(text::fold(email.trim()).as_bytes())), address).await
}

/// The same for asking for a link to a new password. It counts beside: nobody is kept from signing in by it.
///
/// # Errors
/// As [`begin`].
pub(super) async fn begin_reset(desk: &Desk, email: &str, address: IpAddr) -> Result<()> {
    let account = format!("reset-account:{}", secret::sha256_hex(text::fold(email.trim()).as_bytes()));
    note(desk, account, format!("reset-peer:{address}")).await.map(drop)
}

/// The same for whatever is guessed at.
///
/// # Errors
/// As [`begin`].
pub(super) async fn begin_on(desk: &Desk, account: String, address: IpAddr) -> Result<Attempt> {
    note(desk, account, format!("peer:{address}")).await
}

async fn note(desk: &Desk, account: String, peer: String) -> Result<Attempt> {
    let now = desk.clock.now();
    let attempt = Attempt { account: account.clone(), on_account: antiphon_base::new_id(), on_peer: antiphon_base::new_id() };
    desk.db
        .system_write(async |tx| {
            sql::insert_attempt(tx, attempt.on_account, &account, now).await?;
            sql::insert_attempt(tx, attempt.on_peer, &peer, now).await
        })
        .await?;
    let limit = i64::from(desk.config.limits.failed_sign_ins);
    let (of_peer, since) = (limit * ACCOUNTS_OF_A_PEER, now - WINDOW);
    let (on_account, on_peer) = desk
        .db
        .system_read(async |tx| {
            let on_account = sql::list_attempts(tx, &account, attempt.on_account, since, limit).await?;
            let on_peer = sql::list_attempts(tx, &peer, attempt.on_peer, since, of_peer).await?;
            Ok::<_, Error>((on_account, on_peer))
        })
        .await?;
    let waits = [wait(&on_account, limit, now), wait(&on_peer, of_peer, now)].into_iter().flatten();
    if let Some(retry_after) = waits.max() {
        attempt.take_back(desk).await?;
        metrics::counter!("sign_ins_total", "outcome" => "limited").increment(1);
        return Err(Error::TooMany { retry_after });
    }
    Ok(attempt)
}

impl Attempt {
    /// Clears the account's failures, and this attempt from the peer's.
    pub(super) async fn succeeded(self, desk: &Desk) -> Result<()> {
        desk.db
            .system_write(async |tx| {
                sql::delete_attempts_on(tx, &self.account).await?;
                sql::delete_attempt(tx, self.on_peer).await
            })
            .await
    }

    async fn take_back(&self, desk: &Desk) -> Result<()> {
        desk.db
            .system_write(async |tx| {
                sql::delete_attempt(tx, self.on_account).await?;
                sql::delete_attempt(tx, self.on_peer).await
            })
            .await
    }
}

/// How long until one of the newest `limit` failures no longer counts; nothing when there is room now.
fn wait(failures: &[Timestamp], limit: i64, now: Timestamp) -> Option<Duration> {
    if limit == 0 || i64::try_from(failures.len()).unwrap_or(i64::MAX) < limit {
        return None;
    }
    let oldest = failures.iter().min()?;
    // A whole second up, so that a client that waits exactly so long is let in.
    let left = (*oldest + WINDOW - now).num_seconds().max(0) + 1;
    Some(Duration::from_secs(left.unsigned_abs()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_ends_when_the_oldest_failure_stops_counting() {
        let now = Timestamp::from_timestamp(1_800_000_000, 0).unwrap();
        let failures: Vec<_> = (0..10).map(|minute| now - TimeDelta::minutes(minute)).collect();
        assert_eq!(wait(&failures, 10, now), Some(Duration::from_secs(6 * 60 + 1)));
        assert_eq!(wait(&failures[..9], 10, now), None);
        assert_eq!(wait(&failures, 0, now), None);
    }
}
