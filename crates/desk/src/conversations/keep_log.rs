//! Keeps what was said elsewhere: logs that somebody reports, entry by entry, and that nobody answers in here. Who may
//! report, and what is known of such a chat besides, is the matter of the slice that takes the reports.

use antiphon_base::{Error, Result, Timestamp};

use super::append::{preview_of, principal_of, tell};
use super::model::{EntryBody, EntryType, Kind, Message, MessageKind, MessageRole, Status};
use super::search::index_words;
use super::sql::{self, NewEntry, NewRow};
use crate::Work;
use crate::accounts::Principal;
use crate::actor::Actor;
use crate::ids::{ConversationId, MessageId, PrincipalId};
use crate::live::Audience;

/// A log to be begun.
#[derive(Clone, Copy, Debug)]
pub struct NewLog<'a> {
    /// What lists call it.
    pub title: Option<&'a str>,
    /// Where it stands: `Active`, `Completed` or `Abandoned`.
    pub status: Status,
    /// The contact it is with, where they are known.
    pub contact: Option<PrincipalId>,
}

/// Something that was said elsewhere.
#[derive(Clone, Copy, Debug)]
pub struct SaidElsewhere<'a> {
    /// Who said it; whoever reports it when left out.
    pub sender: Option<PrincipalId>,
    /// Which side spoke.
    pub role: MessageRole,
    /// What was said, checked already.
    pub text: &'a str,
}

/// Begins an empty log that nobody takes part in.
///
/// # Errors
/// When storage refuses.
pub async fn begin_log(work: &mut Work<'_>, actor: &Actor, new: NewLog<'_>, now: Timestamp) -> Result<ConversationId> {
    let id = ConversationId::new();
    let NewLog { title, status, contact } = new;
    let row = NewRow { id, kind: Kind::Log, status, title, inbox: None, contact, created_by: actor.principal, now };
    sql::insert(work, actor.workspace, &row).await?;
    Ok(id)
}

/// Puts what was said at the end of a log. Nothing is owed by it: no mail, no answer, no look at what it links to.
///
/// # Errors
/// `NotFound` when there is no such log.
pub async fn keep_in_log(
    work: &mut Work<'_>,
    actor: &Actor,
    id: ConversationId,
    said: SaidElsewhere<'_>,
    now: Timestamp,
) -> Result<Message> {
    let known = match said.sender {
        Some(sender) => sql::candidate(work, actor.workspace, sender).await?,
        None => None,
    };
    let sender = known.map_or_else(|| principal_of(actor), |who| Principal { id: who.id, name: who.name, kind: who.kind });
    let (message_id, kind, audience) = (MessageId::new(), MessageKind::Message, Audience::Public);
    let preview = preview_of(Some(said.text), &[], kind, &sender, now);
    let new = NewEntry {
        id: message_id,
        entry_type: EntryType::MessageSent,
        audience,
        actor: sender.id,
        role: Some(said.role),
        client_msg_id: None,
        body: Some(said.text),
        reply_to: None,
        message_id: None,
        data: None,
        words: index_words(said.text, id, sender.id),
        preview: Some(&preview),
        waiting: "keep",
        now,
    };
    let head = sql::append(work, actor.workspace, id, &new).await?.filter(|head| head.kind == Kind::Log);
    let head = head.ok_or(Error::NotFound)?;
    let message = Message {
        id: message_id,
        conversation_id: id,
        seq: head.last_seq,
        client_msg_id: None,
        kind,
        audience,
        role: said.role,
        sender: sender.clone(),
        text: Some(said.text.to_owned()),
        created_at: now,
        edited_at: None,
        deleted_at: None,
        reply_to: None,
        quote: None,
        attachments: Vec::new(),
        mentions: Vec::new(),
        reactions: Vec::new(),
        previews: Vec::new(),
        pinned_at: None,
        revision: 0,
    };
    let (entry_type, shown) = (EntryType::MessageSent, Some(message.clone()));
    let body = EntryBody { entry_type, audience, actor: sender, created_at: now, message: shown, data: None };
    tell(work, actor, id, &head, audience, &body);
    Ok(message)
}

/// Notes that a log is about to hold what had been said before: its places are not in the order of time any more.
///
/// # Errors
/// When storage refuses.
pub async fn backdate_log(work: &mut Work<'_>, actor: &Actor, id: ConversationId, now: Timestamp) -> Result<()> {
    sql::set_backdated(work, actor.workspace, id, now).await
}

/// Says where a log stands now.
///
/// # Errors
/// When storage refuses.
pub async fn set_log_status(
    work: &mut Work<'_>,
    actor: &Actor,
    id: ConversationId,
    status: Status,
    now: Timestamp,
) -> Result<()> {
    sql::set_status(work, actor.workspace, id, status, now).await
}

/// Says with whom a log is.
///
/// # Errors
/// When storage refuses.
pub async fn set_log_contact(work: &mut Work<'_>, actor: &Actor, id: ConversationId, contact: Option<PrincipalId>) -> Result<()> {
    sql::set_contact(work, actor.workspace, id, contact).await
}
