//! What goes by itself: ended sessions, spent links, tickets and challenges, failures beyond their window, emptied
//! accounts.

use std::time::Duration;

use antiphon_base::{Error, Result};
use chrono::TimeDelta;

use super::attempts::WINDOW;
use super::model::SESSION_IDLE;
use super::{leave, letters, sql};
use crate::Desk;
use crate::jobs::Handlers;

/// This slice's recurring work.
pub fn jobs() -> Handlers {
    Handlers::default()
        .every("accounts.clean", Duration::from_secs(600), async |desk: Desk| clean(&desk).await)
        .merge(letters::jobs())
}

async fn clean(desk: &Desk) -> Result<()> {
    let now = desk.clock.now();
    desk.db
        .system_write(async |tx| {
            // Ended sessions stay for a day, for `revoked_since` and for whoever asks what happened.
            let sessions =
                sql::delete_old_sessions(tx, now - TimeDelta::days(1), now - SESSION_IDLE - TimeDelta::days(1)).await?;
            let links = sql::delete_old_links(tx, now - TimeDelta::days(1)).await?;
            let tickets = sql::delete_old_tickets(tx, now).await?;
            let attempts = sql::delete_old_attempts(tx, now - WINDOW).await?;
            // Too old to be taken, they stay for the admin to see, for a month.
            sql::delete_old_invitations(tx, now - TimeDelta::days(30)).await?;
            sql::delete_old_account_links(tx, now).await?;
            let challenges = sql::delete_old_challenges(tx, now).await?;
            tracing::debug!(sessions, links, tickets, attempts, challenges, "cleaned up after sign-in");
            Ok::<_, Error>(())
        })
        .await?;
    leave::clean(desk, now).await
}
