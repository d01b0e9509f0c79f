//! Takes away what nobody shows: uploads left in the middle or never sent, files of messages that were taken back long
//! enough ago, and what an admin removed as long ago.

use antiphon_base::Result;
use chrono::TimeDelta;
use std::time::Duration;

use super::{sql, store};
use crate::Desk;
use crate::actor::Actor;
use crate::jobs::Handlers;

/// How long an upload may lie without being gone on with or shown, unless whoever cleans says otherwise.
pub const PATIENCE: TimeDelta = TimeDelta::hours(24);
/// How long a file that an admin removed can be given back, and a message that was taken back can be brought back.
pub const KEPT: TimeDelta = TimeDelta::days(30);
/// Files looked at in one go.
const AT_ONCE: i64 = 500;

/// What a cleaning did, or would do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cleaned {
    /// Files.
    pub files: usize,
    /// Their bytes.
    pub bytes: i64,
}

/// What this slice carries out: the daily cleaning.
pub fn jobs() -> Handlers {
    Handlers::default().every("files.clean", Duration::from_secs(24 * 3_600), |desk: Desk| async move {
        let cleaned = clean(&desk, PATIENCE, Act::TakeAway).await?;
        if cleaned.files > 0 {
            tracing::info!(files = cleaned.files, bytes = cleaned.bytes, "files that nobody shows were taken away");
        }
        Ok(())
    })
}

/// Whether anything is taken away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Only say what would be.
    Look,
    /// Take it away.
    TakeAway,
}

/// Takes away what nobody has shown or gone on with for `patience`, or says what it would take.
///
/// # Errors
/// When storage refuses: what was done is done, the next cleaning goes on.
pub async fn clean(desk: &Desk, patience: TimeDelta, act: Act) -> Result<Cleaned> {
    let before = sql::Before { touched: desk.clock.now() - patience, removed: desk.clock.now() - KEPT };
    let only_look = act == Act::Look;
    let mut cleaned = Cleaned::default();
    loop {
        let most = if only_look { i64::from(i32::MAX) } else { AT_ONCE };
        let orphans = desk.db.system_read(async |tx| sql::orphans(tx, before, most).await).await?;
        let is_last = only_look || (orphans.len() as i64) < AT_ONCE;
        for (workspace, id, bytes) in orphans {
            if !only_look {
                let (system, now) = (Actor::system(workspace), desk.clock.now());
                if !desk.write(&system, async |work| sql::claim(work, workspace, id, before, now).await).await? {
                    continue;
                }
                // The bytes before the row: a row without bytes is found again, bytes without a row never.
                desk.files.delete_under(&store::folder(workspace, id)).await?;
                desk.write(&system, async |work| sql::forget(work, workspace, id).await).await?;
            }
            cleaned.files += 1;
            cleaned.bytes += bytes;
        }
        if is_last {
            return Ok(cleaned);
        }
    }
}
