//! Mentions: people whom a message calls by name. Only who may see the message is called; each counts for them until
//! they have read it.

use antiphon_base::{Error, Result};
use serde::Serialize;
use utoipa::ToSchema;

use super::model::{Kind, Mention, MessageKind};
use super::sql;
use crate::actor::{Actor, PrincipalKind};
use crate::ids::{ConversationId, PrincipalId};
use crate::{Desk, Work};

/// People whom one message calls.
const MENTIONS: usize = 20;

/// The people whom a message calls, as it keeps them; each once.
///
/// # Errors
/// `Invalid` on `field[n]` for who may not see the message, or is nobody here.
pub(super) async fn find_mentioned(
    work: &mut Work<'_>,
    actor: &Actor,
    id: ConversationId,
    kind: MessageKind,
    field: &str,
    ids: &[PrincipalId],
) -> Result<Vec<Mention>> {
    if ids.len() > MENTIONS {
        return Err(Error::invalid(field.to_owned(), "Mention at most 20 people."));
    }
    let mut found: Vec<Mention> = Vec::with_capacity(ids.len());
    for (place, who) in ids.iter().enumerate() {
        let one = sql::mentionable(work, actor.workspace, id, *who).await?;
        // To a customer, people who take no part are as unknown as ids that nobody has.
        let known = one.filter(|one| actor.is_staff() || one.takes_part);
        let refused = |sentence: String| Error::invalid(format!("{field}[{place}]"), sentence);
        let one = known.ok_or_else(|| refused(format!("There is nobody with the id {who} whom you can mention here.")))?;
        let is_person = matches!(one.kind, PrincipalKind::Person | PrincipalKind::Contact);
        let sees = match kind {
            MessageKind::Note => one.is_staff(),
            MessageKind::Message => one.takes_part || (one.conversation_kind == Kind::Support && one.is_staff()),
        };
        if !sees || !is_person {
            return Err(refused(format!("{} cannot see this message; mention someone who can.", one.name)));
        }
        if found.iter().all(|mention| mention.id != one.id) {
            found.push(Mention { id: one.id, name: one.name });
        }
    }
    Ok(found)
}

/// What waits for whoever asks.
#[derive(Serialize, ToSchema)]
pub struct MentionsUnread {
    /// Messages that mention them and that they have not read; counted up to 1,000.
    pub unread: i64,
}

/// How many messages mention the actor that they have not read.
///
/// # Errors
/// When storage cannot be read.
pub async fn count_mentions(desk: &Desk, actor: &Actor) -> Result<MentionsUnread> {
    let unread = desk.read(actor, async |tx| sql::count_mentions(tx, actor.workspace, actor.principal).await).await?;
    Ok(MentionsUnread { unread })
}
