//! Conversations as the log that live delivery follows. Translates, decides nothing.

use std::sync::Weak;

use antiphon_base::{Error, Result};
use antiphon_db::Tx;
use uuid::Uuid;

use super::model::{MessageKind, NewMessage, Participant};
use super::{feed, mark_position, read_log, send_message, sql};
use crate::actor::Actor;
use crate::created::Created;
use crate::ids::{ConversationId, FileId, MessageId, PrincipalId, WorkspaceId};
use crate::live::{BoxFuture, FeedPage, Heads, Log, LogPage, NewSend, Position, PositionKind, Posted, View};
use crate::{Desk, Shared};

/// The log of conversations. Holds the desk weakly: the desk holds it, through `live`.
pub struct Replayed(Weak<Shared>);

impl Replayed {
    /// The log behind this desk.
    pub fn new(desk: &Desk) -> Self {
        Self(desk.downgrade())
    }

    fn desk(&self) -> Result<Desk> {
        Desk::upgrade(&self.0).ok_or_else(|| Error::unavailable("The server is stopping."))
    }
}

impl Log for Replayed {
    fn view<'a>(&'a self, actor: &'a Actor, topic: Uuid) -> BoxFuture<'a, Result<View>> {
        Box::pin(async move { read_log::view(&self.desk()?, actor, ConversationId(topic)).await })
    }

    fn entries<'a>(&'a self, view: View, after_seq: i64, limit: i64) -> BoxFuture<'a, Result<LogPage>> {
        Box::pin(async move {
            let desk = self.desk()?;
            desk.db
                .read(view.topic.workspace.0, async |tx: &mut Tx| read_log::entries_page(tx, view, after_seq, limit).await)
                .await
        })
    }

    fn heads<'a>(&'a self, workspace: WorkspaceId, topics: &'a [Uuid]) -> BoxFuture<'a, Result<Vec<(Uuid, Heads)>>> {
        Box::pin(async move {
            let desk = self.desk()?;
            let rows = desk.db.read(workspace.0, async |tx: &mut Tx| sql::heads(tx, workspace, topics).await).await?;
            Ok(rows.into_iter().map(|(id, all, public)| (id.0, Heads { all, public })).collect())
        })
    }

    fn positions<'a>(&'a self, view: View) -> BoxFuture<'a, Result<Vec<Position>>> {
        Box::pin(async move {
            let (desk, topic) = (self.desk()?, view.topic);
            let participants = desk
                .db
                .read(topic.workspace.0, async |tx: &mut Tx| {
                    sql::participants(tx, topic.workspace, ConversationId(topic.id), view.audience).await
                })
                .await?;
            let position = |one: Participant| Position {
                principal_id: one.id,
                read_seq: one.last_read_seq,
                delivered_seq: one.last_delivered_seq,
            };
            Ok(participants.into_iter().map(position).collect())
        })
    }

    fn feed<'a>(&'a self, actor: &'a Actor, cursor: Option<&'a str>, limit: i64) -> BoxFuture<'a, Result<FeedPage>> {
        Box::pin(async move { feed::read_feed(&self.desk()?, actor, cursor, limit).await })
    }

    fn send<'a>(&'a self, actor: &'a Actor, new: NewSend) -> BoxFuture<'a, Result<Posted>> {
        Box::pin(async move {
            let kind = match new.kind.as_deref() {
                None | Some("message") => MessageKind::Message,
                Some("note") => MessageKind::Note,
                Some(_) => return Err(Error::invalid("kind", "Send a `message` or a `note`.")),
            };
            let message = NewMessage {
                text: new.text,
                client_msg_id: Some(new.client_msg_id),
                kind,
                reply_to: new.reply_to.map(MessageId),
                attachments: new.attachments.into_iter().map(FileId).collect(),
                mentions: new.mentions.into_iter().map(PrincipalId).collect(),
            };
            let (Created::New(sent) | Created::Again(sent)) =
                send_message(&self.desk()?, actor, ConversationId(new.conversation_id), message).await?;
            Ok(Posted { message_id: sent.id.0, seq: sent.seq })
        })
    }

    fn mark<'a>(&'a self, actor: &'a Actor, topic: Uuid, kind: PositionKind, seq: i64) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move { mark_position(&self.desk()?, actor, ConversationId(topic), kind, seq).await.map(drop) })
    }
}
