//! What goes by itself: ended sessions, spent links and tickets, failures beyond their window.

use std::time::Duration;

use antiphon_base::{Error, Result};
use chrono::TimeDelta;

use super::attempts::WINDOW;
use super::model::SESSION_IDLE;
use super::sql;
use crate::Desk;
use crate::jobs::Handlers;

/// This slice's recurring work.
pub fn jobs() -> Handlers {
    Handlers::default().every("accounts.clean", Duration::from_secs(600), async |desk: Desk| clean(&desk).await)
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
            tracing::debug!(sessions, links, tickets, attempts, "cleaned up after sign-in");
            Ok::<_, Error>(())
        })
        .await
}
