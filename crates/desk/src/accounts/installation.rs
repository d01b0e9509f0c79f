//! What tells this installation from others, and this log's generation from an earlier one.

use antiphon_base::secret::{self, MasterKey};
use antiphon_base::{Error, Result, Timestamp};
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
/// `Conflict` when the database was written under another master key: under this one nothing that is sealed opens,
/// and the audit trail would look broken. When the database cannot be read or written.
pub async fn find_or_make_installation(db: &Db, master: &MasterKey, now: Timestamp) -> Result<Installation> {
    let epoch = antiphon_base::new_id().simple().to_string();
    let own_check = secret::hex(&master.derive("key-check"));
    db.system_write(async |tx| {
        sql::insert_installation(tx, antiphon_base::new_id(), &epoch, now).await?;
        let (installation_id, epoch, key_check) = sql::find_installation(tx).await?;
        match key_check {
            None => sql::set_key_check(tx, &own_check).await?,
            Some(key_check) if key_check == own_check => {}
            Some(_) => {
                return Err(Error::conflict(
                    "another_secret",
                    "The database was written under another master key; give that one (setting `secret`).",
                ));
            }
        }
        Ok(Installation { installation_id, epoch })
    })
    .await
}
