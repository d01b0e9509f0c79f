//! Taking the workspace's provider away. Whoever came in by it stays among the people; their sessions go on to their end.

use antiphon_base::{Error, Result};

use super::model::check_may_open_doors;
use super::save_provider::describe;
use super::sql;
use crate::actor::{Actor, Permission};
use crate::{Desk, audit};

/// Takes the provider away, with whom of its people is whom.
///
/// # Errors
/// `NotFound` when there is none; `Forbidden`.
pub async fn remove_provider(desk: &Desk, actor: &Actor) -> Result<()> {
    actor.need(Permission::SettingsManage)?;
    check_may_open_doors(actor)?;
    desk.write(actor, async |work| {
        let before = sql::lock_provider(work, actor.workspace).await?.ok_or(Error::NotFound)?;
        sql::delete_sign_ins_of(work, actor.workspace).await?;
        sql::delete_identities_of(work, actor.workspace).await?;
        sql::delete_provider(work, actor.workspace).await?;
        let object = format!("workspace:{}", actor.workspace);
        audit::record(work, desk, actor, "sign_in_provider.removed", object, Some(describe(&before)), None, None).await
    })
    .await
}
