//! Publishing notices to the outside Pusher, where one is configured: owed from the change that stores the notice, tried at
//! once, and tried again until it succeeds or is given up. Whoever sees it twice knows it by its id.

use antiphon_base::{Error, Result};
use antiphon_clients::pusher::{DATA_BYTES, Fault, Publisher, is_channel};
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::model::Notice;
use super::sql::{self, Publishing};
use crate::actor::Actor;
use crate::ids::{JobId, NoticeId, PrincipalId};
use crate::jobs::{self, Handlers, Job, NewJob};
use crate::live::{Announcement, ChannelEvent};
use crate::{Desk, Work, text};

const KIND: &str = "notices.publish";
/// The event's name.
const EVENT: &str = "chat-message";
/// When a worker takes it up whose sender never came to trying it.
const FIRST_TRY_LASTS: TimeDelta = TimeDelta::seconds(15);
/// More than fit into any time that can be named.
const TRIES: i64 = 10_000;
/// What of a text is left where the whole is too long for the protocol, in characters.
const CUT: usize = 1_000;

/// What is to be published, and where.
#[derive(Debug, Deserialize, Serialize)]
pub(super) struct Owed {
    notice_id: NoticeId,
    principal_id: PrincipalId,
    /// The person as the sender named them, besides their id.
    named: Option<String>,
}

/// What this part carries out.
pub(super) fn jobs() -> Handlers {
    Handlers::default().on(KIND, try_again)
}

/// Tells the person's channels of the workspace's own app, once it is stored.
pub(super) fn tell_channels(work: &mut Work<'_>, actor: &Actor, notice: &Notice, (whom, named): (PrincipalId, Option<&str>)) {
    let owed = Owed { notice_id: notice.id, principal_id: whom, named: named.map(str::to_owned) };
    let (channels, data) = (channels_of(&owed), data_of(notice, &owed));
    let event = ChannelEvent { channels, name: EVENT.to_owned(), data, except: None, by_client: None };
    work.tell(Announcement::Channels { workspace: actor.workspace, event });
}

/// Owes a notice to the outside Pusher; nothing where none is configured.
pub(super) async fn owe(
    work: &mut Work<'_>,
    desk: &Desk,
    actor: &Actor,
    notice: &Notice,
    (whom, named): (PrincipalId, Option<&str>),
) -> Result<Option<(JobId, Owed)>> {
    if desk.outside_pusher(actor.workspace).await?.is_none() {
        tracing::info!(notice.id = %notice.id, "no outside Pusher is configured; the notice is stored and told to open pages");
        return Ok(None);
    }
    sql::note_publishing(work, actor.workspace, whom, notice.id, Publishing::Owed).await?;
    let owed = Owed { notice_id: notice.id, principal_id: whom, named: named.map(str::to_owned) };
    let job = NewJob {
        workspace: Some(actor.workspace),
        kind: KIND,
        payload: serde_json::to_value(&owed).map_err(Error::internal)?,
        unique_key: None,
        run_at: notice.created_at + FIRST_TRY_LASTS,
        max_attempts: TRIES,
    };
    Ok(work.owe(job).await?.map(|id| (id, owed)))
}

/// Tries it at once; whether the outside Pusher took it. What fails is tried again by a worker.
pub(super) async fn try_at_once(desk: &Desk, actor: &Actor, notice: &Notice, (job, owed): &(JobId, Owed)) -> bool {
    let Ok(Some(publisher)) = desk.outside_pusher(actor.workspace).await else { return false };
    let fault = match publish(desk, publisher, notice, owed).await {
        Ok(()) => None,
        Err(fault) => {
            tracing::error!(error = %fault, notice.id = %notice.id, "a notice was not published; it is stored and told to open pages");
            Some(fault)
        }
    };
    let system = Actor::system(actor.workspace);
    let noted = desk
        .write(&system, async |work| {
            let now = desk.clock.now();
            let (ws, whom) = (system.workspace, owed.principal_id);
            match fault {
                None => {
                    jobs::settle(work, ws, *job, now).await?;
                    sql::note_publishing(work, ws, whom, notice.id, Publishing::Done).await?;
                    jobs::hasten(work, ws, KIND, now).await.map(drop)
                }
                // The worker finds out by itself that it is refused, and leaves it where admins see it.
                Some(_) => jobs::due(work, ws, *job, now).await,
            }
        })
        .await;
    if let Err(error) = &noted {
        tracing::warn!(%error, notice.id = %notice.id, "how a notice was published could not be noted; it may be published twice");
    }
    desk.jobs.wake();
    fault.is_none()
}

async fn try_again(desk: Desk, job: Job) -> Result<()> {
    let owed: Owed = serde_json::from_value(job.payload).map_err(Error::internal)?;
    let Some(workspace) = job.workspace else { return Err(Error::internal("a notice belongs to a workspace")) };
    let system = Actor::system(workspace);
    let (whom, id) = (owed.principal_id, owed.notice_id);
    let Some(notice) = desk.read(&system, async |tx| sql::find(tx, workspace, whom, id).await).await? else {
        return Ok(()); // its time was over
    };
    let now = desk.clock.now();
    let (outcome, said) = match desk.outside_pusher(workspace).await? {
        None => (Publishing::GivenUp, Ok(())),
        Some(publisher) => match publish(&desk, publisher, &notice, &owed).await {
            Ok(()) => (Publishing::Done, Ok(())),
            Err(Fault::Refused(why)) => (Publishing::Refused, Err(Error::invalid("pusher", why))),
            Err(Fault::Away(why)) => {
                let patience = TimeDelta::hours(i64::from(desk.config.pusher.give_up_hours));
                if now - notice.created_at < patience {
                    return Err(Error::unavailable(why));
                }
                tracing::warn!(why, notice.id = %id, "a notice is given up that could not be published in time");
                (Publishing::GivenUp, Ok(()))
            }
        },
    };
    desk.write(&system, async |work| {
        sql::note_publishing(work, workspace, whom, id, outcome).await?;
        if outcome == Publishing::Done && job.attempt > 1 && jobs::hasten(work, workspace, KIND, now).await? {
            work.wake(); // the host is back: so may all others be that wait for it
        }
        Ok(())
    })
    .await?;
    said
}

async fn publish(desk: &Desk, publisher: &Publisher, notice: &Notice, owed: &Owed) -> std::result::Result<(), Fault> {
    let channels = channels_of(owed);
    publisher.publish(&channels, EVENT, &data_of(notice, owed), desk.clock.now()).await
}

/// The person's channels: by their id, and as the sender names them, where that can be a channel's name.
fn channels_of(owed: &Owed) -> Vec<String> {
    let mut channels = vec![format!("private-user-{}", owed.principal_id)];
    let named = owed.named.as_ref().map(|named| format!("private-user-{named}"));
    channels.extend(named.filter(|named| is_channel(named) && *named != channels[0]));
    channels
}

/// The notice as its readers know it, cut where it is too long for the protocol.
fn data_of(notice: &Notice, owed: &Owed) -> String {
    let said = |content: &str, data: &serde_json::Value, is_cut: bool| {
        let mut said = json!({
            "type": notice.notice_type.name(),
            "taskId": notice.task_id,
            "userId": owed.named.clone().unwrap_or_else(|| owed.principal_id.to_string()),
            "content": content,
            "data": data,
            "timestamp": notice.created_at,
            "messageId": notice.id,
            "seq": notice.seq,
        });
        if is_cut {
            said["truncated"] = json!(true);
        }
        said.to_string()
    };
    let whole = said(&notice.content, &notice.data, false);
    if whole.len() <= DATA_BYTES { whole } else { said(&text::preview(&notice.content, CUT), &json!({}), true) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_no_channel_can_have_are_passed_over() {
        let owed = |named: &str| Owed {
            notice_id: NoticeId::new(),
            principal_id: PrincipalId(uuid::Uuid::nil()),
            named: Some(named.to_owned()),
        };
        assert_eq!(channels_of(&owed("user_456"))[1..], ["private-user-user_456"]);
        assert_eq!(channels_of(&owed("user 456")).len(), 1);
        assert_eq!(channels_of(&owed("00000000-0000-0000-0000-000000000000")).len(), 1);
    }
}
