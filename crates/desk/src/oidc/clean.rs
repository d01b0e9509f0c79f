//! What goes by itself: sign-ins that never came back from the provider.

use std::time::Duration;

use antiphon_base::Error;

use super::sql;
use crate::Desk;
use crate::jobs::Handlers;

/// This slice's recurring work.
pub fn jobs() -> Handlers {
    Handlers::default().every("oidc.clean", Duration::from_secs(600), async |desk: Desk| {
        let now = desk.clock.now();
        let gone = desk.db.system_write(async |tx| Ok::<_, Error>(sql::delete_old_sign_ins(tx, now).await?)).await?;
        tracing::debug!(gone, "cleaned up sign-ins that never came back");
        Ok(())
    })
}
