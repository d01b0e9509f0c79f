//! Conversations as the log that live delivery follows. Translates, decides nothing.

use antiphon_base::{Error, Result};
use uuid::Uuid;

use super::model::{MessageKind, NewMessage};
use super::{feed, mark_position, read_log, send_message, sql};
use crate::Desk;
use crate::actor::Actor;
use crate::created::Created;
use crate::ids::{ConversationId, MessageId, WorkspaceId};
use crate::live::{BoxFuture, FeedPage, Heads, Log, LogPage, NewSend, Position, PositionKind, Posted, View};

/// The log of conversations.
pub struct Replayed(Desk);

impl Replayed {
    /// The log behind this desk.
    pub fn new(desk: Desk) -> Self {
        Self(desk)
    }
}

impl Log for Replayed {
    fn view<'a>(&'a self, actor: &'a Actor, topic: Uuid) -> BoxFuture<'a, Result<View>> {
        Box::pin(read_log::view(&self.0, actor, ConversationId(topic)))
    }

    fn entries<'a>(&'a self, view: View, after_seq: i64, limit: i64) -> BoxFuture<'a, Result<LogPage>> {
        Box::pin(self.0.db.read(view.topic.workspace.0, async move |tx: &mut antiphon_db::Tx| {
            read_log::entries_page(tx, view, after_seq, limit).await
        }))
    }

    fn heads<'a>(&'a self, workspace: WorkspaceId, topics: &'a [Uuid]) -> BoxFuture<'a, Result<Vec<(Uuid, Heads)>>> {
        Box::pin(self.0.db.read(workspace.0, async move |tx: &mut antiphon_db::Tx| {
            let rows = sql::heads(tx, workspace, topics).await?;
            Ok(rows.into_iter().map(|(id, all, public)| (id.0, Heads { all, public })).collect())
        }))
    }

    fn positions<'a>(&'a self, view: View) -> BoxFuture<'a, Result<Vec<Position>>> {
        Box::pin(self.0.db.read(view.topic.workspace.0, async move |tx: &mut antiphon_db::Tx| {
            sql::positions(tx, view.topic.workspace, ConversationId(view.topic.id)).await
        }))
    }

    fn feed<'a>(&'a self, actor: &'a Actor, cursor: Option<&'a str>, limit: i64) -> BoxFuture<'a, Result<FeedPage>> {
        Box::pin(feed::read_feed(&self.0, actor, cursor, limit))
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
            };
            let (Created::New(sent) | Created::Again(sent)) =
                send_message(&self.0, actor, ConversationId(new.conversation_id), message).await?;
            Ok(Posted { message_id: sent.id.0, seq: sent.seq })
        })
    }

    fn mark<'a>(&'a self, actor: &'a Actor, topic: Uuid, kind: PositionKind, seq: i64) -> BoxFuture<'a, Result<()>> {
        Box::pin(async move { mark_position(&self.0, actor, ConversationId(topic), kind, seq).await.map(drop) })
    }
}
