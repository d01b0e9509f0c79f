//! The chats of a bot's user are with the contact who has the same external id, also when that contact comes later, or is
//! another one from now on. The newest are joined within the change that says so, the others by a job.

use antiphon_base::{Error, Result, Timestamp};
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::report_chat::contact_of;
use super::sql;
use crate::actor::Actor;
use crate::ids::WorkspaceId;
use crate::jobs::{Handlers, Job, NewJob};
use crate::{Desk, Work, conversations};

/// Chats joined in one transaction.
const AT_ONCE: i64 = 100;
/// Whatever was begun before is committed after this long: no request lasts longer.
const COMMITTED_BY: TimeDelta = TimeDelta::seconds(90);
const KIND: &str = "chatlog.join";

#[derive(Serialize, Deserialize)]
struct Join {
    workspace: WorkspaceId,
    user_id: String,
}

/// This slice's owed work.
pub(super) fn jobs() -> Handlers {
    Handlers::default().on(KIND, async |desk: Desk, job: Job| {
        let Join { workspace, user_id } = serde_json::from_value(job.payload).map_err(Error::internal)?;
        let system = Actor::system(workspace);
        while desk.write(&system, async |work| join_some(work, &system, &user_id).await).await? == AT_ONCE {}
        Ok(())
    })
}

/// Hears that a contact got this external id, or gave it up.
pub(crate) async fn join_contact(work: &mut Work<'_>, actor: &Actor, user_id: &str, now: Timestamp) -> Result<()> {
    // What is reported at this moment by somebody else is not to be seen yet: it is looked for once more when it must be.
    let is_all = join_some(work, actor, user_id).await? < AT_ONCE;
    let job = NewJob {
        workspace: Some(actor.workspace),
        kind: KIND,
        payload: serde_json::to_value(Join { workspace: actor.workspace, user_id: user_id.to_owned() })
            .map_err(Error::internal)?,
        unique_key: None, // one that is being carried out may have looked before this change
        run_at: if is_all { now + COMMITTED_BY } else { now },
        max_attempts: 10,
    };
    work.owe(job).await.map(drop)
}

/// Joins the newest that are not; answers how many.
async fn join_some(work: &mut Work<'_>, actor: &Actor, user_id: &str) -> Result<i64> {
    let contact = contact_of(work, actor.workspace, Some(user_id)).await?;
    let chats = sql::not_joined(work, actor.workspace, user_id, contact, AT_ONCE).await?;
    for chat in &chats {
        conversations::set_log_contact(work, actor, *chat, contact).await?;
    }
    Ok(chats.len() as i64)
}
