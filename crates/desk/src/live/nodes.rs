//! Hints between nodes: what was announced, who types, who is there. Best effort by design:
//! while the bus is away each node looks at the heads of its own topics every second, and once
//! more when it is back; beside that every 25 s, so that even a silently lost hint is found.

use std::time::Duration;

use antiphon_bus::{Bus, BusEvent};
use bytes::Bytes;
use serde::{Deserialize, Serialize};
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;

use super::hub::{Hub, Live};
use super::model::{Announcement, Audience, Part, TopicKey, Who};
use super::presence::REMOTE_TTL;
use crate::ids::{PrincipalId, WorkspaceId};

/// Larger entries are not carried: the other node reads them from the log.
const CARRIED_BYTES: usize = 8 * 1024;
const LOOK_WHILE_AWAY: Duration = Duration::from_secs(1);
const LOOK_ANYWAY: Duration = Duration::from_secs(25);
const REPEAT_PRESENCE: Duration = Duration::from_secs(30);

/// What one node tells the others.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "hint", rename_all = "snake_case")]
pub(super) enum NodeHint {
    Announced { announcement: Announcement },
    Typing { topic: TopicKey, who: Who, is_typing: bool, audience: Audience },
    Part { topic: TopicKey, who: Who, part: Part },
    Working { workspace: WorkspaceId, whom: PrincipalId, who: Who, task_id: String, is_working: bool },
    Present { topic: TopicKey, who: Who, audience: Audience, online: bool },
    StillPresent { here: Vec<(TopicKey, Who, Audience)> },
}

#[derive(Serialize, Deserialize)]
struct Enveloped {
    node: uuid::Uuid,
    #[serde(flatten)]
    hint: NodeHint,
}

pub(super) fn publish(hub: &Hub, mut hint: NodeHint) {
    if matches!(hub.bus, Bus::Local(_)) {
        return; // nobody else to tell
    }
    if let NodeHint::Announced { announcement: Announcement::Entry { entry, .. } } = &mut hint
        && entry.as_ref().is_some_and(|entry| entry.body.len() > CARRIED_BYTES)
    {
        *entry = None;
    }
    match serde_json::to_vec(&Enveloped { node: hub.node, hint }) {
        Ok(payload) => hub.bus.publish(Bytes::from(payload)),
        Err(error) => tracing::error!(%error, "a hint could not be written"),
    }
}

/// Listens to the other nodes until the desk stops, and looks at the log itself now and then, also with one node only:
/// a commit whose answer was lost with its connection told nobody.
pub(super) async fn listen(live: Live, stop: CancellationToken) {
    let hub = live.node();
    let mut subscription = hub.bus.subscribe();
    let mut up = hub.bus.is_up();
    let mut is_told = up;
    let mut look_at = Instant::now() + if up { LOOK_ANYWAY } else { LOOK_WHILE_AWAY };
    metrics::gauge!("bus_up").set(if up { 1.0 } else { 0.0 });
    let mut repeat_at = Instant::now() + REPEAT_PRESENCE;
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            event = subscription.recv() => match event {
                None => return,
                Some(BusEvent::Message(payload)) => hear(&live, &payload),
                Some(BusEvent::Down) => {
                    (up, is_told) = (false, false);
                    look_at = Instant::now();
                }
                Some(BusEvent::Up) => {
                    tracing::info!("the bus is there");
                    (up, is_told) = (true, true);
                    look_at = Instant::now();
                    repeat_at = Instant::now();
                }
            },
            () = sleep_until(look_at) => {
                if !is_told {
                    tracing::warn!("the bus is away; looking at the log itself every second");
                    is_told = true;
                }
                live.check_heads().await;
                look_at = Instant::now() + if up { LOOK_ANYWAY } else { LOOK_WHILE_AWAY };
            }
            () = sleep_until(repeat_at) => {
                repeat_presence(&live);
                repeat_at = Instant::now() + REPEAT_PRESENCE;
            }
        }
    }
}

fn hear(live: &Live, payload: &[u8]) {
    let enveloped: Enveloped = match serde_json::from_slice(payload) {
        Ok(enveloped) => enveloped,
        Err(error) => {
            // A newer version of another node may say things that this one does not know.
            tracing::warn!(%error, "a hint could not be read");
            return;
        }
    };
    let node = enveloped.node;
    if node == live.node().node {
        return;
    }
    match enveloped.hint {
        NodeHint::Announced { announcement } => live.hear(announcement),
        NodeHint::Typing { topic, who, is_typing, audience } => live.show_typing(topic, &who, is_typing, audience),
        NodeHint::Part { topic, who, part } => live.show_part(topic, &who, &part),
        NodeHint::Working { workspace, whom, who, task_id, is_working } => {
            live.show_working((workspace, whom), &who, &task_id, is_working);
        }
        NodeHint::Present { topic, who, audience, online: true } => note_present(live, node, topic, &who, audience),
        NodeHint::Present { topic, who, online: false, .. } => {
            let gone = live.find(topic).and_then(|followed| followed.lock().present.left_elsewhere(node, who.id));
            if let Some((who, audience)) = gone {
                live.show_presence(topic, &who, false, audience);
                live.release(topic);
            }
        }
        NodeHint::StillPresent { here } => {
            for (topic, who, audience) in here {
                note_present(live, node, topic, &who, audience);
            }
        }
    }
}

/// Only for topics that someone here follows; others learn it when they are repeated.
fn note_present(live: &Live, node: uuid::Uuid, topic: TopicKey, who: &Who, audience: Audience) {
    let until = live.clock().now() + REMOTE_TTL;
    let Some(followed) = live.find(topic) else { return };
    let (is_news, before) = followed.lock().present.seen_elsewhere(node, who, audience, until);
    if is_news {
        live.show_arrival(topic, who, before, audience);
    }
}

fn repeat_presence(live: &Live) {
    let now = live.clock().now();
    let mut here = Vec::new();
    for followed in live.followed() {
        let (key, gone) = {
            let mut topic = followed.lock();
            here.extend(topic.present.local().into_iter().map(|(who, audience)| (topic.key, who, audience)));
            (topic.key, topic.present.expire(now))
        };
        for (who, audience) in gone {
            live.show_presence(key, &who, false, audience);
        }
        live.release(key);
    }
    for here in here.chunks(50) {
        publish(live.node(), NodeHint::StillPresent { here: here.to_vec() });
    }
}
