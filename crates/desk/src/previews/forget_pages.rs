//! Forgets what was read of pages once it is too old to be shown again.

use antiphon_base::Result;
use chrono::TimeDelta;

use super::sql;
use crate::Desk;

/// For so long it is still known that a page was read, whatever came of it.
const KEPT: TimeDelta = TimeDelta::hours(1);

/// Forgets it, in all workspaces.
pub(super) async fn forget_pages(desk: &Desk) -> Result<()> {
    let before = desk.clock.now() - KEPT;
    desk.db.system_write(async |tx| sql::forget(tx, before).await).await
}
