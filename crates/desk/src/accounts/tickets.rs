//! Tickets: what a socket or an event stream shows instead of a token, once, within 30 seconds.
//! They may stand in an address, where a token must not.

use antiphon_base::secret::{new_token, token_hash};
use antiphon_base::{Error, Result};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::model::TICKET_LIFE;
use super::sql;
use crate::Desk;
use crate::actor::{Actor, Credential};
use crate::ids::{InboxId, PrincipalId, SessionId, VisitorTokenId, WorkspaceId};

/// A ticket.
#[derive(Debug, Serialize, ToSchema)]
pub struct Ticket {
    /// The ticket itself.
    pub ticket: String,
    /// Seconds until it is worthless.
    pub expires_in: i64,
}

#[derive(antiphon_db::FromRow)]
pub(super) struct TicketRow {
    workspace_id: WorkspaceId,
    pub(super) credential_kind: String,
    pub(super) credential_id: Uuid,
    pub(super) inbox_id: Option<InboxId>,
}

/// Makes a ticket that stands for the actor's credential.
///
/// # Errors
/// When it cannot be stored.
pub async fn make_ticket(desk: &Desk, actor: &Actor) -> Result<Ticket> {
    let (kind, id, inbox_id) = match actor.credential {
        Credential::Session(id) => ("session", id.0, None),
        Credential::Key(id) => ("key", id.0, None),
        Credential::Visitor(id, inbox) => ("visitor", id.0, Some(inbox)),
        Credential::System => return Err(Error::forbidden("The system opens no sockets.")),
    };
    let ticket = new_token("lt_");
    let hash = token_hash(&ticket);
    let row = TicketRow { workspace_id: actor.workspace, credential_kind: kind.to_owned(), credential_id: id, inbox_id };
    let expires_at = desk.clock.now() + TICKET_LIFE;
    desk.write(actor, async |work| sql::insert_ticket(work, actor.workspace, hash, row, expires_at).await).await?;
    Ok(Ticket { ticket, expires_in: TICKET_LIFE.num_seconds() })
}

/// Takes a ticket and answers whose credential it stood for; whether that still holds is asked next.
///
/// # Errors
/// `Unauthenticated` when it is unknown, used up or too old.
pub async fn redeem_ticket(desk: &Desk, ticket: &str) -> Result<(WorkspaceId, Credential)> {
    let (hash, now) = (token_hash(ticket), desk.clock.now());
    let row = desk.db.system_write(async |tx| sql::take_ticket(tx, hash, now).await).await?;
    let row = row.ok_or_else(|| Error::unauthenticated("This ticket is used up or older than 30 s; get a new one."))?;
    let credential = match (row.credential_kind.as_str(), row.inbox_id) {
        ("session", _) => Credential::Session(SessionId(row.credential_id)),
        ("key", _) => Credential::Key(PrincipalId(row.credential_id)),
        ("visitor", Some(inbox)) => Credential::Visitor(VisitorTokenId(row.credential_id), inbox),
        (kind, _) => return Err(Error::internal(format!("a ticket of the unknown kind {kind}"))),
    };
    Ok((row.workspace_id, credential))
}
