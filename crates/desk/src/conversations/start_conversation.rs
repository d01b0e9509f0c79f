//! Starts a conversation, with its first message in the same change, so that neither stands without the other.

use antiphon_base::{Error, Result};
use antiphon_db::Tx;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::append::{Appended, Happened, Said, append_event, append_message};
use super::mentions::find_mentioned;
use super::model::{
    Candidate, Conversation, EntryType, Kind, Message, MessageKind, NewMessage, ParticipantRole, Status, checked_client_msg_id,
    id_at, role_of, sees_support,
};
use super::send_message::{Undo, checked_text};
use super::sql::{self, NewParticipant, NewRow};
use crate::actor::{Actor, Credential, Permission, PrincipalKind};
use crate::created::Created;
use crate::ids::{ConversationId, InboxId, MessageId, PrincipalId};
use crate::live::Audience;
use crate::{Desk, Work, accounts, contacts, text};

/// People that a conversation may begin with.
const PARTICIPANTS: usize = 50;

/// A conversation to be started.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewConversation {
    /// `support` or `direct`; customers start support conversations, and direct ones with a bot.
    #[serde(default)]
    pub kind: Option<Kind>,
    /// Through which inbox; a visitor's token has its own.
    #[serde(default)]
    pub inbox_id: Option<InboxId>,
    /// A title.
    #[serde(default)]
    pub title: Option<String>,
    /// For `direct`: the others. For `support` by staff: the customer.
    #[serde(default)]
    pub participants: Vec<PrincipalId>,
    /// The first message; customers must give one.
    #[serde(default)]
    pub message: Option<NewMessage>,
}

/// A conversation that was started, with its first message.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Started {
    /// The conversation.
    pub conversation: Conversation,
    /// Its first message.
    pub message: Option<Message>,
}

/// Starts a conversation. A repeat with the same `client_msg_id` answers the first one.
///
/// # Errors
/// `Invalid` on a field, `Forbidden` for kinds that the actor may not start.
pub async fn start_conversation(desk: &Desk, actor: &Actor, new: NewConversation) -> Result<Created<Started>> {
    actor.need(Permission::ConversationsWrite)?;
    let is_customer = !sees_support(actor);
    let kind = new.kind.unwrap_or(Kind::Support);
    match kind {
        Kind::Support | Kind::Direct => {}
        _ => return Err(Error::invalid("kind", "Start a `support` or a `direct` conversation here.")),
    }
    if is_customer && new.message.is_none() {
        return Err(Error::invalid("message", "Give the first message."));
    }
    if is_customer && kind == Kind::Support && !new.participants.is_empty() {
        return Err(Error::invalid("participants", "Customers start conversations with the team only."));
    }
    if is_customer && kind == Kind::Direct && new.participants.is_empty() {
        return Err(Error::forbidden("Customers start support conversations, and direct ones with a bot."));
    }
    if new.participants.len() > PARTICIPANTS {
        return Err(Error::invalid("participants", "Begin with at most 50 people."));
    }
    let title = text::line_optional("title", new.title.as_deref())?;
    let first = match &new.message {
        Some(message) => Some((checked_text("message.text", message)?, checked_client_msg_id(message.client_msg_id.as_deref())?)),
        None => None,
    };
    if new.message.as_ref().is_some_and(|message| message.reply_to.is_some()) {
        return Err(Error::invalid("message.reply_to", "A first message answers nothing."));
    }
    if new.message.as_ref().is_some_and(|message| message.kind == MessageKind::Note) {
        return Err(Error::invalid("message.kind", "Begin with a message; notes may follow."));
    }

    let id = ConversationId::new();
    let now = desk.clock.now();
    let outcome = desk
        .write(actor, async |work| {
            let others = find_others(work, actor, &new.participants).await?;
            // To a customer other people are as unknown as ids that nobody has.
            if let Some(place) = others.iter().position(|other| other.kind != PrincipalKind::Bot).filter(|_| is_customer) {
                return Err(id_at("participants", place, &others[place].id.0));
            }
            let contact = if is_customer { Some(actor.principal) } else { contact_among(kind, &others)? };
            if let Some(contact) = contact {
                link_person(work, actor, contact, now).await?;
            }
            // Who was merged into another writes as themselves; the conversation is the other's.
            let contact = match contact {
                Some(contact) => Some(accounts::surviving_principal(work, actor.workspace, contact).await?),
                None => None,
            };
            let inbox = if kind == Kind::Support { Some(find_inbox(work, actor, new.inbox_id).await?) } else { None };
            let status = if kind == Kind::Support && is_customer { Status::Queued } else { Status::Open };
            let row = NewRow { id, kind, status, title: title.as_deref(), inbox, contact, created_by: actor.principal, now };
            sql::insert(work, actor.workspace, &row).await?;
            let role = ParticipantRole::of(actor, kind);
            add(work, actor, id, actor.principal, role, staff_audience(actor, kind), now).await?;
            for other in others.iter().filter(|other| other.id != actor.principal) {
                let role = ParticipantRole::among(kind, other.kind, other.role);
                add(work, actor, id, other.id, role, other.audience_in(kind), now).await?;
            }
            let message = match &first {
                None => None,
                Some((text, client_msg_id)) => {
                    let mentioned = new.message.as_ref().map_or(&[][..], |message| &message.mentions);
                    let said = Said {
                        id: MessageId::new(),
                        kind: MessageKind::Message,
                        role: role_of(actor, kind),
                        text,
                        client_msg_id: client_msg_id.as_deref(),
                        reply_to: None,
                        quote: None,
                        mentions: find_mentioned(work, actor, id, MessageKind::Message, "message.mentions", mentioned).await?,
                        files: new.message.as_ref().map_or(&[], |message| &message.attachments),
                        waiting: if is_customer { "start" } else { "keep" },
                    };
                    match append_message(work, desk, actor, id, &said, now, |_| Ok(())).await? {
                        Appended::Stored(message) => Some(*message),
                        Appended::UsedBefore => return Err(Undo::UsedBefore.into()),
                    }
                }
            };
            if kind == Kind::Support && is_customer {
                append_event(work, actor, id, Happened::new(EntryType::ConversationQueued, Audience::Staff), now).await?;
            }
            let row = sql::find(work, actor.workspace, actor.principal, id).await?.ok_or(Error::NotFound)?;
            Ok(Started { conversation: row.seen_by(actor), message })
        })
        .await;
    match outcome {
        Ok(started) => Ok(Created::New(started)),
        Err(error) if Undo::UsedBefore.is(&error) => {
            let (text, client_msg_id) = first.as_ref().map(|(text, id)| (text.as_str(), id.as_deref())).unwrap_or_default();
            started_before(desk, actor, text, client_msg_id).await.map(Created::Again)
        }
        Err(error) => Err(error),
    }
}

/// What an earlier try with the same client id started. Looked up in a turn of the writer, as the first one
/// may still wait for the commit of its batch.
async fn started_before(desk: &Desk, actor: &Actor, text: &str, client_msg_id: Option<&str>) -> Result<Started> {
    let reused = || Error::conflict("client_msg_id_reused", "This client_msg_id was used for another message; make a new one.");
    let lost = || Error::unavailable("The conversation could not be stored; try again.");
    let client_msg_id = client_msg_id.ok_or_else(reused)?;
    desk.db
        .write(actor.workspace.0, async |tx: &mut Tx| {
            let (id, seq) =
                sql::entry_by_client_msg_id(tx, actor.workspace, actor.principal, client_msg_id).await?.ok_or_else(lost)?;
            let message =
                sql::entry_at(tx, actor.workspace, id, seq).await?.and_then(|row| row.message(id)).ok_or_else(reused)?;
            let unchanged = message.edited_at.is_none() && message.deleted_at.is_none();
            if unchanged && message.text.as_deref() != Some(text) {
                return Err(reused());
            }
            let row = sql::find(tx, actor.workspace, actor.principal, id).await?.ok_or_else(reused)?;
            Ok(Started { conversation: row.seen_by(actor), message: Some(message) })
        })
        .await
}

async fn find_others(work: &mut Work<'_>, actor: &Actor, ids: &[PrincipalId]) -> Result<Vec<Candidate>> {
    let mut others = Vec::with_capacity(ids.len());
    for (place, id) in ids.iter().enumerate() {
        let other = sql::candidate(work, actor.workspace, *id).await?.ok_or_else(|| id_at("participants", place, &id.0))?;
        others.push(other);
    }
    Ok(others)
}

/// The customer of a support conversation that staff begin.
fn contact_among(kind: Kind, others: &[Candidate]) -> Result<Option<PrincipalId>> {
    if kind != Kind::Support {
        return Ok(None);
    }
    let mut customers = others.iter().filter(|other| other.is_customer());
    match (customers.next(), customers.next()) {
        (Some(customer), None) => Ok(Some(customer.id)),
        _ => Err(Error::invalid("participants", "A support conversation needs exactly one customer.")),
    }
}

/// A customer with an account is a person linked to a contact: the contact is made with their first conversation.
async fn link_person(work: &mut Work<'_>, actor: &Actor, id: PrincipalId, now: antiphon_base::Timestamp) -> Result<()> {
    let Some(person) = accounts::find_person(work, actor.workspace, id).await? else { return Ok(()) };
    let folded = text::fold(&person.email);
    contacts::insert_contact(work, actor.workspace, id, Some((&person.email, &folded)), now).await
}

async fn find_inbox(work: &mut Work<'_>, actor: &Actor, asked: Option<InboxId>) -> Result<InboxId> {
    let own = match actor.credential {
        Credential::Visitor(_, inbox) => Some(inbox),
        _ => asked,
    };
    match own {
        Some(inbox) if sql::inbox_exists(work, actor.workspace, inbox).await? => Ok(inbox),
        Some(_) => Err(Error::invalid("inbox_id", "There is no such inbox.")),
        None => sql::first_inbox(work, actor.workspace)
            .await?
            .ok_or_else(|| Error::invalid("inbox_id", "Make an inbox first: conversations with customers come in through one.")),
    }
}

fn staff_audience(actor: &Actor, kind: Kind) -> Audience {
    if kind == Kind::Support && sees_support(actor) && actor.is_staff() { Audience::Staff } else { Audience::Public }
}

async fn add(
    work: &mut Work<'_>,
    actor: &Actor,
    id: ConversationId,
    principal: PrincipalId,
    role: ParticipantRole,
    audience: Audience,
    now: antiphon_base::Timestamp,
) -> Result<()> {
    let new = NewParticipant { principal, role, audience, from_seq: 0, read_seq: 0, read_ord: 0, now };
    sql::insert_participant(work, actor.workspace, id, &new).await?;
    Ok(())
}
