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
    db.system_write(async |tx| {
        sql::insert_installation(tx, antiphon_base::new_id(), &epoch, now).await?;
        match sql::find_key_check(tx).await? {
            None => sql::set_key_check(tx, &key_check(master)).await?,
            Some(found) => compare(&found, master)?,
        }
        let (installation_id, epoch) = sql::find_installation(tx).await?;
        Ok(Installation { installation_id, epoch })
    })
    .await
}

/// Looks whether the database was written under this master key, and changes nothing. One that no server has used yet
/// takes any.
///
/// # Errors
/// As of [`find_or_make_installation`].
pub async fn check_master_key(db: &Db, master: &MasterKey) -> Result<()> {
    match db.system_read(async |tx| sql::find_key_check(tx).await).await? {
        None => Ok(()),
        Some(found) => compare(&found, master),
    }
}

fn compare(found: &str, master: &MasterKey) -> Result<()> {
    if found == key_check(master) {
        return Ok(());
    }
    Err(Error::conflict("another_secret", "The database was written under another master key; give that one (setting `secret`)."))
}

/// A value that only this master key gives, and that tells nothing of it.
fn key_check(master: &MasterKey) -> String {
    secret::hex(&master.derive("key-check"))
}
