//! The one way into a log: takes the next place, stores the entry, tells the hub after the commit.
//! Used by every deed; decides nothing about who may.

use std::sync::Arc;

use antiphon_base::{Error, Result, Timestamp};

use super::links::links_in;
use super::model::{
    EntryBody, EntryType, Mention, Message, MessageData, MessageKind, MessageRole, Preview, Quote, beginning, topic_of,
};
use super::search;
use super::sql::{self, Head, NewEntry};
use crate::accounts::Principal;
use crate::actor::Actor;
use crate::files::Attachment;
use crate::ids::{ConversationId, FileId, MessageId};
use crate::listeners::Event;
use crate::live::{Announcement, Audience, Late, LogEntry};
use crate::{Desk, Work, contacts, files};

/// The actor as others see them.
pub(super) fn principal_of(actor: &Actor) -> Principal {
    Principal { id: actor.principal, name: actor.name.to_string(), kind: actor.kind }
}

/// A message about to be said.
pub(super) struct Said<'a> {
    pub(super) id: MessageId,
    pub(super) kind: MessageKind,
    pub(super) role: MessageRole,
    pub(super) text: &'a str,
    pub(super) client_msg_id: Option<&'a str>,
    pub(super) reply_to: Option<MessageId>,
    /// What is answered, as it is shown with the answer.
    pub(super) quote: Option<Quote>,
    /// Files of the actor's own that come along.
    pub(super) files: &'a [FileId],
    /// Whom it calls by name.
    pub(super) mentions: Vec<Mention>,
    /// `start`, `stop` or `keep` the customer's wait for an answer.
    pub(super) waiting: &'static str,
}

/// What became of a message.
pub(super) enum Appended {
    Stored(Box<Message>),
    /// The sender has used the client id before: the whole change must be undone.
    UsedBefore,
}

/// Says a message. `check` looks at the locked conversation and refuses what must not be.
pub(super) async fn append_message(
    work: &mut Work<'_>,
    desk: &Desk,
    actor: &Actor,
    id: ConversationId,
    said: &Said<'_>,
    now: Timestamp,
    check: impl FnOnce(&Head) -> Result<()>,
) -> Result<Appended> {
    if !actor.is_staff() {
        contacts::hear_from(work, desk, actor).await?; // blocked since they came in, by a socket perhaps
    }
    let audience = said.kind.audience();
    let sender = principal_of(actor);
    let attachments = files::find_sendable(work, actor, said.files).await?;
    let preview = preview_of(Some(said.text), &attachments, said.kind, &sender, now);
    let data = MessageData { attachments, mentions: said.mentions.clone(), ..MessageData::default() };
    let stored = data.stored()?;
    let new = NewEntry {
        id: said.id,
        entry_type: EntryType::MessageSent,
        audience,
        actor: actor.principal,
        role: Some(said.role),
        client_msg_id: said.client_msg_id,
        body: Some(said.text),
        reply_to: said.reply_to,
        message_id: None,
        data: stored.as_ref(),
        words: search::index_words(said.text, id, actor.principal),
        preview: Some(&preview),
        waiting: said.waiting,
        now,
    };
    let Some(head) = sql::append(work, actor.workspace, id, &new).await? else {
        let used = match said.client_msg_id {
            Some(client_msg_id) => sql::entry_by_client_msg_id(work, actor.workspace, actor.principal, client_msg_id).await?,
            None => None,
        };
        return if used.is_some() { Ok(Appended::UsedBefore) } else { Err(Error::NotFound) };
    };
    check(&head)?;
    files::attach_files(work, actor, said.files, now).await?;
    for mention in said.mentions.iter().filter(|mention| mention.id != actor.principal) {
        sql::insert_mention(work, actor.workspace, id, head.last_seq, mention.id, now).await?;
    }
    let message = Message {
        id: said.id,
        conversation_id: id,
        seq: head.last_seq,
        client_msg_id: said.client_msg_id.map(str::to_owned),
        kind: said.kind,
        audience,
        role: said.role,
        sender: sender.clone(),
        text: Some(said.text.to_owned()),
        created_at: now,
        edited_at: None,
        deleted_at: None,
        reply_to: said.reply_to,
        quote: said.quote.clone(),
        attachments: data.attachments,
        mentions: data.mentions,
        reactions: data.reactions,
        previews: data.previews,
        pinned_at: None,
        revision: 0,
    };
    for file in said.files {
        sql::insert_message_file(work, actor.workspace, &message, *file).await?;
    }
    if !links_in(said.text).is_empty() {
        work.happened(Event::LinksSaid { conversation: id, message: said.id });
    }
    let body = EntryBody {
        entry_type: EntryType::MessageSent,
        audience,
        actor: sender,
        created_at: now,
        message: Some(message.clone()),
        data: None,
    };
    tell(work, actor, id, &head, audience, &body);
    Ok(Appended::Stored(Box::new(message)))
}

/// What happened, other than that something was said.
pub(super) struct Happened<'a> {
    entry_type: EntryType,
    audience: Audience,
    data: Option<&'a serde_json::Value>,
    message: Option<Message>,
}

impl<'a> Happened<'a> {
    pub(super) fn new(entry_type: EntryType, audience: Audience) -> Self {
        Self { entry_type, audience, data: None, message: None }
    }

    /// What there is to say about it.
    pub(super) fn with(self, data: &'a serde_json::Value) -> Self {
        Self { data: Some(data), ..self }
    }

    /// The message it happened to.
    pub(super) fn to(self, message: &Message) -> Self {
        Self { message: Some(message.clone()), ..self }
    }
}

/// Appends an event that is no message.
pub(super) async fn append_event(
    work: &mut Work<'_>,
    actor: &Actor,
    id: ConversationId,
    happened: Happened<'_>,
    now: Timestamp,
) -> Result<()> {
    let Happened { entry_type, audience, data, message } = happened;
    let new = NewEntry {
        id: MessageId::new(),
        entry_type,
        audience,
        actor: actor.principal,
        role: None,
        client_msg_id: None,
        body: None,
        reply_to: None,
        message_id: message.as_ref().map(|message| message.id),
        data,
        words: None,
        preview: None,
        waiting: "keep",
        now,
    };
    let head = sql::append(work, actor.workspace, id, &new).await?.ok_or(Error::NotFound)?;
    let body = EntryBody { entry_type, audience, actor: principal_of(actor), created_at: now, message, data };
    tell(work, actor, id, &head, audience, &body);
    Ok(())
}

/// What a list row shows of a message: its text, or the names of its files.
pub(super) fn preview_of(
    text: Option<&str>,
    files: &[Attachment],
    kind: MessageKind,
    sender: &Principal,
    now: Timestamp,
) -> Preview {
    Preview { text: beginning(text, files), kind, sender: sender.clone(), created_at: now }
}

pub(super) fn tell(
    work: &mut Work<'_>,
    actor: &Actor,
    id: ConversationId,
    head: &Head,
    audience: Audience,
    body: &EntryBody<'_>,
) {
    let entry = LogEntry {
        seq: head.last_seq,
        audience,
        prev_public_seq: head.prev_public_seq,
        body: log_body(body),
        late: late_of(body),
    };
    work.tell(Announcement::Entry { topic: topic_of(actor, id), seq: entry.seq, entry: Some(entry) });
}

/// An entry's JSON as it travels.
pub(super) fn log_body(body: &EntryBody<'_>) -> Arc<str> {
    serde_json::to_string(body).expect("our own entries always serialize").into()
}

/// What those are told who came later than what the entry speaks of: the message without what it answers, or the
/// event without its message.
pub(super) fn late_of(body: &EntryBody<'_>) -> Vec<Late> {
    let Some(message) = &body.message else { return Vec::new() };
    let told = |about, message| Late { about, body: log_body(&EntryBody { message, actor: body.actor.clone(), ..*body }) };
    let mut late = Vec::new();
    if let Some(quote) = &message.quote {
        late.push(told(quote.seq, Some(Message { quote: None, ..message.clone() })));
    }
    if body.entry_type != EntryType::MessageSent {
        late.push(told(message.seq, None));
    }
    late
}
