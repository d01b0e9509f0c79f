//! What tells this installation from others, and this log's generation from an earlier one.

use antiphon_base::{Result, Timestamp};
use antiphon_db::Db;
use uuid::Uuid;

use super::sql;

/// The installation's own row.
#[derive(Clone, Debug)]
pub struct Installation {
    /// Tells installations apart, as on a shared bus.
    pub installation_id: Uuid,
    /// Changes when a backup is restored, so that cursors of the time after it are refused.
    pub epoch: String,
}

/// The installation's row, made on first use.
///
/// # Errors
/// When the database cannot be read or written.
pub async fn find_or_make_installation(db: &Db, now: Timestamp) -> Result<Installation> {
    let epoch = antiphon_base::new_id().simple().to_string();
    db.system_write(async |tx| {
        sql::insert_installation(tx, antiphon_base::new_id(), &epoch, now).await?;
        let (installation_id, epoch) = sql::find_installation(tx).await?;
        Ok(Installation { installation_id, epoch })
    })
    .await
}
