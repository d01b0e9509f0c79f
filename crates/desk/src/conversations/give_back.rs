//! Someone left: the conversations that were given to them are nobody's again, resolved ones too, since their customers
//! may come back. A job does it, a hundred at a time, however many there are; each log says that it happened.

use antiphon_base::{Error, Result, Timestamp};
use serde::{Deserialize, Serialize};

use super::append::{Happened, append_event};
use super::model::EntryType;
use super::sql;
use crate::actor::Actor;
use crate::ids::{PrincipalId, WorkspaceId};
use crate::jobs::{Handlers, Job, NewJob};
use crate::live::Audience;
use crate::{Desk, Work};

/// Conversations given back in one transaction.
const AT_ONCE: i64 = 100;
const KIND: &str = "conversations.give_back";

#[derive(Serialize, Deserialize)]
struct Left {
    workspace: WorkspaceId,
    person: PrincipalId,
}

/// This slice's owed work.
pub(super) fn jobs() -> Handlers {
    Handlers::default().on(KIND, async |desk: Desk, job: Job| {
        let Left { workspace, person } = serde_json::from_value(job.payload).map_err(Error::internal)?;
        give_back(&desk, &Actor::system(workspace), person).await
    })
}

/// Owes it, within the change by which they leave.
pub(crate) async fn owe_giving_back(work: &mut Work<'_>, actor: &Actor, person: PrincipalId, now: Timestamp) -> Result<()> {
    let job = NewJob {
        workspace: Some(actor.workspace),
        kind: KIND,
        payload: serde_json::to_value(Left { workspace: actor.workspace, person }).map_err(Error::internal)?,
        unique_key: Some(person.to_string()),
        run_at: now,
        max_attempts: 10,
    };
    work.owe(job).await.map(drop)
}

async fn give_back(desk: &Desk, system: &Actor, person: PrincipalId) -> Result<()> {
    loop {
        let now = desk.clock.now();
        let given_back = desk
            .write(system, async |work| {
                let ids = sql::list_given_to(work, system.workspace, person, AT_ONCE).await?;
                for id in &ids {
                    sql::set_assignee(work, system.workspace, *id, None, now).await?;
                    let data = serde_json::json!({ "assignee": null });
                    let happened = Happened::new(EntryType::ConversationAssigned, Audience::Staff).with(&data);
                    append_event(work, system, *id, happened, now).await?;
                }
                Ok(ids.len())
            })
            .await?;
        if given_back == 0 {
            return Ok(());
        }
    }
}
