//! The words by which titles are found. They are written with each title; a job makes them for titles from before there
//! were any, since a migration cannot fold words as the server does.

use std::time::Duration;

use antiphon_base::Result;

use super::sql;
use crate::jobs::Handlers;
use crate::{Desk, accounts};

/// Titles in one transaction.
const AT_ONCE: i64 = 200;

/// This slice's recurring work.
pub(super) fn jobs() -> Handlers {
    Handlers::default().every("titles.index", Duration::from_secs(24 * 3_600), async |desk: Desk| index_titles(&desk).await)
}

/// Makes words for every title that has none.
///
/// # Errors
/// When storage refuses; the next round goes on.
pub async fn index_titles(desk: &Desk) -> Result<()> {
    for (workspace, _) in accounts::list_workspaces(&desk.db).await? {
        loop {
            let made = desk.db.write(workspace.0, async |tx| sql::make_title_words(tx, workspace, AT_ONCE).await).await?;
            if made < AT_ONCE {
                break;
            }
        }
    }
    Ok(())
}
