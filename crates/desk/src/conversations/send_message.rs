//! Says something in a conversation. The common case is one question in one transaction: take the place
//! and store the entry (a trigger moves the sender's own read mark).
//! What must come first (an agent joins, a resolved conversation reopens) is done by a second try.

use antiphon_base::{Error, Result, Timestamp};
use antiphon_db::Tx;

use super::append::{Appended, Happened, Said, append_event, append_message};
use super::list_conversations;
use super::mentions::find_mentioned;
use super::model::{
    ConversationRow, EntryType, Kind, Message, MessageKind, MessageRole, NewMessage, ParticipantRole, Quote, Status,
    checked_client_msg_id, read_only, role_of, sees_support, topic_of,
};
use super::sql::{self, Head, NewParticipant};
use crate::actor::{Actor, Permission, PrincipalKind};
use crate::created::Created;
use crate::ids::{ConversationId, MessageId};
use crate::live::{Announcement, Audience};
use crate::{Desk, Work, text};

/// Sends a message or a note. The same `client_msg_id` with the same content answers the first message.
///
/// # Errors
/// `NotFound` where the actor does not see the conversation, `Forbidden` for notes without the right,
/// `Invalid` on `text`, `client_msg_id` or `reply_to`, `Conflict` when the client id was used for something else.
pub async fn send_message(desk: &Desk, actor: &Actor, id: ConversationId, new: NewMessage) -> Result<Created<Message>> {
    actor.need(Permission::ConversationsWrite)?;
    let client_msg_id = checked_client_msg_id(new.client_msg_id.as_deref())?;
    let text = checked_text("text", &new)?;
    let mut said = Said {
        id: MessageId::new(),
        kind: new.kind,
        role: role_of(actor, Kind::Support),
        text: &text,
        client_msg_id: client_msg_id.as_deref(),
        reply_to: new.reply_to,
        quote: None,
        files: &new.attachments,
        mentions: Vec::new(),
        waiting: waiting(actor, new.kind),
    };
    for first in [Before::Nothing, Before::Prepare] {
        let outcome = desk
            .write(actor, async |work| {
                if first == Before::Prepare {
                    said.role = prepare(desk, work, actor, id, &said).await?;
                }
                if let Some(target) = said.reply_to {
                    said.quote = Some(find_quoted(work, actor, id, target, said.kind).await?);
                }
                if !new.mentions.is_empty() {
                    said.mentions = find_mentioned(work, actor, id, said.kind, "mentions", &new.mentions).await?;
                }
                let mut must_prepare = false;
                let check = |head: &Head| {
                    check_can_write(head, actor, said.kind)?;
                    must_prepare = needs_preparation(head, actor, said.kind) && first == Before::Nothing;
                    if must_prepare { Err(Error::conflict("prepare", "A step comes first.")) } else { Ok(()) }
                };
                match append_message(work, desk, actor, id, &said, desk.clock.now(), check).await {
                    Ok(Appended::Stored(message)) => Ok(*message),
                    Ok(Appended::UsedBefore) => Err(Undo::UsedBefore.into()),
                    Err(_) if must_prepare => Err(Undo::MustPrepare.into()),
                    Err(error) => Err(error),
                }
            })
            .await;
        match outcome {
            Ok(message) => {
                metrics::counter!("messages_sent_total").increment(1);
                return Ok(Created::New(message));
            }
            Err(error) if Undo::UsedBefore.is(&error) => return first_one(desk, actor, id, &said).await.map(Created::Again),
            Err(error) if Undo::MustPrepare.is(&error) => {}
            // Of a repeat, what it names may be gone by now: what was stored then is the answer.
            Err(error @ Error::Invalid { .. }) => {
                return match was_used(desk, actor, &said).await? {
                    true => first_one(desk, actor, id, &said).await.map(Created::Again),
                    false => Err(error),
                };
            }
            Err(error) => return Err(error),
        }
    }
    Err(Error::unavailable("The conversation changed while you wrote; try again."))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    Nothing,
    Prepare,
}

/// Why a try was undone; travels as an error so that the transaction is rolled back.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Undo {
    UsedBefore,
    MustPrepare,
}

impl Undo {
    fn code(self) -> &'static str {
        match self {
            Self::UsedBefore => "used_before",
            Self::MustPrepare => "must_prepare",
        }
    }

    pub(super) fn is(self, error: &Error) -> bool {
        matches!(error, Error::Conflict { code, .. } if *code == self.code())
    }
}

impl From<Undo> for Error {
    fn from(undo: Undo) -> Self {
        Error::conflict(undo.code(), "The change was undone.")
    }
}

/// Whether the actor may say this here, by the locked head alone.
fn check_can_write(head: &Head, actor: &Actor, kind: MessageKind) -> Result<()> {
    if head.kind == Kind::Log {
        return Ok(()); // by the head alone nobody knows who sees it: `prepare` does, and refuses
    }
    let visible = head.my_audience.is_some() || (head.kind == Kind::Support && sees_support(actor));
    if !visible {
        return Err(Error::NotFound);
    }
    if kind == MessageKind::Note {
        if head.kind != Kind::Support {
            return Err(Error::invalid("kind", "Notes belong to support conversations; send a message here."));
        }
        actor.need(Permission::NotesWrite)?;
    }
    Ok(())
}

/// Whether something must be appended before the message.
fn needs_preparation(head: &Head, actor: &Actor, kind: MessageKind) -> bool {
    if head.kind == Kind::Log {
        return true;
    }
    if head.kind != Kind::Support {
        return role_of(actor, head.kind) != role_of(actor, Kind::Support);
    }
    if sees_support(actor) {
        kind == MessageKind::Message && (head.my_audience.is_none() || head.status == Status::Queued)
    } else {
        matches!(head.status, Status::Resolved | Status::Snoozed | Status::Pending)
    }
}

/// Appends what comes before the message; answers the role in which the actor speaks here.
async fn prepare(desk: &Desk, work: &mut Work<'_>, actor: &Actor, id: ConversationId, said: &Said<'_>) -> Result<MessageRole> {
    let row = sql::find(work, actor.workspace, actor.principal, id)
        .await?
        .filter(|row| row.is_visible_to(actor))
        .ok_or(Error::NotFound)?;
    if row.kind == Kind::Log {
        return Err(read_only());
    }
    let now = desk.clock.now();
    let role = role_of(actor, row.kind);
    if row.kind != Kind::Support {
        return Ok(role);
    }
    if !sees_support(actor) {
        if matches!(row.status, Status::Resolved | Status::Snoozed | Status::Pending) {
            let status = if row.assignee_id.is_some() { Status::Open } else { Status::Queued };
            sql::set_status(work, actor.workspace, id, status, now).await?;
            let data = serde_json::json!({ "from": row.status, "status": status });
            append_event(work, actor, id, Happened::new(EntryType::ConversationReopened, Audience::Public).with(&data), now)
                .await?;
        }
        return Ok(role);
    }
    if said.kind == MessageKind::Message {
        if row.my_audience.is_none() || row.my_left_at.is_some() {
            join(work, actor, id, &row, now).await?;
        }
        if row.assignee_id.is_none() && actor.kind == PrincipalKind::Person {
            sql::set_assignee(work, actor.workspace, id, Some(actor.principal), now).await?;
            let data = serde_json::json!({ "assignee": { "id": actor.principal, "name": &*actor.name } });
            append_event(work, actor, id, Happened::new(EntryType::ConversationAssigned, Audience::Public).with(&data), now)
                .await?;
        }
        if row.status == Status::Queued {
            sql::set_status(work, actor.workspace, id, Status::Open, now).await?;
            let data = serde_json::json!({ "from": row.status, "status": Status::Open });
            append_event(work, actor, id, Happened::new(EntryType::ConversationOpened, Audience::Staff).with(&data), now).await?;
        }
    }
    Ok(role)
}

/// Whoever answers becomes a participant; what stands there counts as read by them.
async fn join(work: &mut Work<'_>, actor: &Actor, id: ConversationId, row: &ConversationRow, now: Timestamp) -> Result<()> {
    let audience = if actor.is_staff() { Audience::Staff } else { Audience::Public };
    let (read_seq, read_ord) = match audience {
        Audience::Staff => (row.last_seq, row.staff_ord),
        Audience::Public => (row.last_public_seq, row.public_ord),
    };
    let new = NewParticipant {
        principal: actor.principal,
        role: ParticipantRole::of(actor, row.kind),
        audience,
        from_seq: 0,
        read_seq,
        read_ord,
        now,
    };
    if sql::insert_participant(work, actor.workspace, id, &new).await? {
        let data = serde_json::json!({ "participant": { "id": actor.principal, "name": &*actor.name, "kind": actor.kind } });
        append_event(work, actor, id, Happened::new(EntryType::ParticipantJoined, Audience::Public).with(&data), now).await?;
        work.tell(Announcement::Rights { topic: topic_of(actor, id), principal: actor.principal });
    }
    Ok(())
}

/// The beginning of the message that is answered: one of the same conversation that the actor sees, and everybody who
/// sees the answer.
async fn find_quoted(
    work: &mut Work<'_>,
    actor: &Actor,
    id: ConversationId,
    target: MessageId,
    kind: MessageKind,
) -> Result<Quote> {
    let view = list_conversations::find_visible(work, actor, id).await?.view(actor);
    let row = sql::message(work, actor.workspace, id, target).await?;
    let row = row.filter(|row| view.audience.sees(row.audience) && row.seq > view.from_seq);
    let seen = row.filter(|row| kind.audience().sees(row.audience)).and_then(|row| row.message(id));
    let one = seen.ok_or_else(|| Error::invalid("reply_to", "There is no such message in this conversation."))?;
    Ok(Quote::of(one.id, one.seq, one.sender, one.text.as_deref(), &one.attachments))
}

/// Whether something was stored under the message's client id.
async fn was_used(desk: &Desk, actor: &Actor, said: &Said<'_>) -> Result<bool> {
    let Some(client_msg_id) = said.client_msg_id else { return Ok(false) };
    let found = desk
        .read(actor, async |tx| sql::entry_by_client_msg_id(tx, actor.workspace, actor.principal, client_msg_id).await)
        .await?;
    Ok(found.is_some())
}

/// The message that was sent under the same client id before; another content is refused. Looked up in a turn
/// of the writer: the first one may still wait for the commit of its batch, and is acknowledged with it, not before.
async fn first_one(desk: &Desk, actor: &Actor, id: ConversationId, said: &Said<'_>) -> Result<Message> {
    let reused = || Error::conflict("client_msg_id_reused", "This client_msg_id was used for another message; make a new one.");
    let Some(client_msg_id) = said.client_msg_id else { return Err(reused()) };
    let row = desk
        .db
        .write(actor.workspace.0, async |tx: &mut Tx| {
            match sql::entry_by_client_msg_id(tx, actor.workspace, actor.principal, client_msg_id).await? {
                Some((conversation, seq)) if conversation == id => sql::entry_at(tx, actor.workspace, id, seq).await,
                Some(_) => Ok(None),
                // The first one's own commit failed in between.
                None => Err(Error::unavailable("The message could not be stored; send it again.")),
            }
        })
        .await?;
    let same_place = row.as_ref().is_some_and(|row| row.audience == said.kind.audience());
    let message = row.and_then(|row| row.message(id)).filter(|_| same_place).ok_or_else(reused)?;
    // An edited or deleted message has lost its first text here; the client id alone must do.
    let same_files = message.attachments.iter().map(|file| &file.id).eq(said.files);
    let same_people = message.mentions.iter().map(|mention| mention.id).eq(said.mentions.iter().map(|mention| mention.id));
    let unchanged = message.edited_at.is_none() && message.deleted_at.is_none();
    let same = same_files && same_people && message.reply_to == said.reply_to && message.text.as_deref() == Some(said.text);
    if unchanged && !same {
        return Err(reused());
    }
    Ok(message)
}

/// A message's text: there must be one, unless files come along.
pub(super) fn checked_text(field: &'static str, new: &NewMessage) -> Result<String> {
    if new.text.trim().is_empty() && !new.attachments.is_empty() {
        return Ok(String::new());
    }
    text::clean(field, &new.text, text::MESSAGE_CHARACTERS)
}

/// A customer's message starts their wait for an answer; a public answer ends it.
fn waiting(actor: &Actor, kind: MessageKind) -> &'static str {
    match kind {
        MessageKind::Note => "keep",
        MessageKind::Message if sees_support(actor) => "stop",
        MessageKind::Message => "start",
    }
}
