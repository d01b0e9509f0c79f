//! What a job is, and when a failed one is tried again.

use std::time::Duration;

use antiphon_base::{Error, Timestamp};
use antiphon_db::Json;
use chrono::TimeDelta;
use serde_json::Value;

use crate::ids::{JobId, WorkspaceId};

/// How long a worker holds a job without renewing its claim. After a crash it is taken again that late.
pub(super) const LEASE: TimeDelta = TimeDelta::seconds(60);
/// The pause after a first failure; it doubles with each further one …
const FIRST_PAUSE: Duration = Duration::from_secs(2);
/// … up to this.
const LONGEST_PAUSE: Duration = Duration::from_secs(6 * 3600);

/// Work to be owed.
#[derive(Clone, Debug)]
pub struct NewJob {
    /// For whom; nothing for the installation's own work (only in system transactions).
    pub workspace: Option<WorkspaceId>,
    /// Which handler carries it out.
    pub kind: &'static str,
    /// What the handler is told.
    pub payload: Value,
    /// While a job of this kind and key is owed, a second one is not.
    pub unique_key: Option<String>,
    /// Not before then.
    pub run_at: Timestamp,
    /// After so many failures it is dead, and stays for an admin to see.
    pub max_attempts: i64,
}

/// A job taken up.
#[derive(Clone, Debug)]
pub struct Job {
    /// Its id.
    pub id: JobId,
    /// For whom.
    pub workspace: Option<WorkspaceId>,
    /// Which handler carries it out.
    pub kind: String,
    /// What the handler is told.
    pub payload: Value,
    /// The how-manieth try this is, from 1.
    pub attempt: i64,
    /// How many there are.
    pub max_attempts: i64,
}

#[derive(antiphon_db::FromRow)]
pub(super) struct JobRow {
    id: JobId,
    workspace_id: Option<WorkspaceId>,
    kind: String,
    payload: Json<Value>,
    attempts: i64,
    max_attempts: i64,
}

impl From<JobRow> for Job {
    fn from(row: JobRow) -> Self {
        Self {
            id: row.id,
            workspace: row.workspace_id,
            kind: row.kind,
            payload: row.payload.0,
            attempt: row.attempts,
            max_attempts: row.max_attempts,
        }
    }
}

/// The pause before the next try: doubling, with a jitter of ±25 % so that what failed together does not
/// come back together. `luck` is 0–255.
pub(super) fn pause(attempt: i64, luck: u8) -> TimeDelta {
    let doublings = u32::try_from(attempt.saturating_sub(1)).unwrap_or(0).min(20);
    let pause = FIRST_PAUSE.saturating_mul(1 << doublings).min(LONGEST_PAUSE);
    let millis = i64::try_from(pause.as_millis()).unwrap_or(i64::MAX / 4);
    TimeDelta::milliseconds(millis * (384 + i64::from(luck)) / 512)
}

/// Whether another try could end differently.
pub(super) fn is_worth_repeating(error: &Error) -> bool {
    !matches!(error, Error::Invalid { .. } | Error::Malformed { .. } | Error::NotFound | Error::Forbidden { .. })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_six_hours_with_a_quarter_of_jitter() {
        assert_eq!(pause(1, 128).num_milliseconds(), 2_000);
        assert_eq!(pause(2, 128).num_milliseconds(), 4_000);
        assert_eq!(pause(5, 128).num_milliseconds(), 32_000);
        assert_eq!(pause(1, 0).num_milliseconds(), 1_500);
        assert!(pause(1, 255).num_milliseconds() < 2_500);
        assert_eq!(pause(400, 128).num_hours(), 6);
    }

    #[test]
    fn what_can_never_succeed_is_not_repeated() {
        assert!(!is_worth_repeating(&Error::NotFound));
        assert!(is_worth_repeating(&Error::unavailable("later")));
    }
}
