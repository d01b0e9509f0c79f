//! The words by which contacts are found: noted with each change of a contact, and by a job for those that were changed
//! from elsewhere (their company's name, an older release).

use antiphon_base::{Error, Result};
use antiphon_db::Tx;

use super::sql;
use crate::ids::{PrincipalId, WorkspaceId};
use crate::jobs::NewJob;
use crate::{Desk, Work};

/// The job that looks for contacts whose words are older than they are.
pub(super) const KIND: &str = "contacts.index";
/// Contacts looked at in one go.
const AT_ONCE: i64 = 200;

/// Notes the words by which a contact is found.
pub(super) async fn index_contact(tx: &mut Tx, ws: WorkspaceId, id: PrincipalId) -> Result<()> {
    sql::set_indexed(tx, ws, id).await?;
    if let Some(row) = sql::find(tx, ws, id).await? {
        sql::replace_words(tx, ws, id, &row.words()).await?;
    }
    Ok(())
}

/// Owes new words, within the change that made them old for many contacts.
pub(super) async fn owe_index(work: &mut Work<'_>, desk: &Desk, ws: WorkspaceId) -> Result<()> {
    let job = NewJob {
        workspace: Some(ws),
        kind: KIND,
        payload: serde_json::Value::Null,
        unique_key: None, // one that runs already may have passed by
        run_at: desk.clock.now(),
        max_attempts: 5,
    };
    work.owe(job).await.map(drop)
}

/// Finds words for every contact that has none, or old ones.
///
/// # Errors
/// When storage refuses; the next round goes on.
pub async fn index_contacts(desk: &Desk) -> Result<()> {
    loop {
        let due = desk.db.system_read(async |tx| sql::without_words(tx, AT_ONCE).await).await?;
        for own in due.chunk_by(|(one, _), (other, _)| one == other) {
            desk.db
                .write(own[0].0.0, async |tx: &mut Tx| {
                    for (ws, id) in own {
                        index_contact(tx, *ws, *id).await?;
                    }
                    Ok::<_, Error>(())
                })
                .await?;
        }
        if (due.len() as i64) < AT_ONCE {
            return Ok(());
        }
    }
}
