//! A bot says that a chat begins.

use antiphon_base::{Error, Result, Timestamp, new_id};
use antiphon_db::Tx;

use super::model::{Chat, ChatRow, CleanChat, NewChat};
use super::sql;
use crate::actor::{Actor, Permission, PrincipalKind};
use crate::conversations::{self, NewLog};
use crate::created::Created;
use crate::ids::{PrincipalId, WorkspaceId};
use crate::{Desk, Work, accounts, audit, text};

/// Keeps a chat. A repeat with the same content answers the first one, whatever it has become since.
///
/// # Errors
/// `Invalid` on a field, `Conflict` when another chat has the id.
pub async fn report_chat(desk: &Desk, actor: &Actor, new: NewChat) -> Result<Created<Chat>> {
    actor.need(Permission::ChatlogWrite)?;
    let new = new.clean()?;
    let chat_id = new.chat_id.clone().unwrap_or_else(|| format!("chat_{}", new_id().simple()));
    tracing::info!("[CRM] Creating chat: {chat_id} for session: {}", new.session_id);
    let now = desk.clock.now();
    loop {
        let outcome = desk
            .write(actor, async |work| {
                let created = store_chat(work, actor, (&chat_id, &new), now).await?;
                if let Created::New(chat) = &created {
                    let (object, after) = (format!("chat:{}", chat.conversation_id), serde_json::to_value(chat).ok());
                    audit::record(work, desk, actor, "chat.created", object, None, after, None).await?;
                }
                Ok(created)
            })
            .await;
        match outcome {
            // Another one with the id was committed in between: it is there to be found now.
            Err(error) if error.code() == MEANWHILE => {}
            Ok(created) => {
                match created {
                    Created::New(_) => tracing::info!("[CRM] Successfully created chat: {chat_id}"),
                    Created::Again(_) => tracing::info!("[CRM] Chat was created before: {chat_id}"),
                }
                return Ok(created);
            }
            Err(error) => return Err(error),
        }
    }
}

/// Stores a chat that began at `at`, where there is none with its id. What is refused leaves nothing behind, but for the
/// refusal that another one was stored in between.
///
/// # Errors
/// `Conflict` when another chat has the id.
pub(super) async fn store_chat(
    work: &mut Work<'_>,
    actor: &Actor,
    (chat_id, new): (&str, &CleanChat),
    at: Timestamp,
) -> Result<Created<Chat>> {
    let ws = actor.workspace;
    if let Some(first) = sql::find(work, ws, chat_id).await? {
        return repeated(first, actor, &new.made_of()).map(Created::Again);
    }
    let title = text::without_turns(chat_id);
    let contact = contact_of(work, ws, new.user_id.as_deref()).await?;
    let log = NewLog { title: Some(&title), status: new.status.into(), contact };
    let conversation = conversations::begin_log(work, actor, log, at).await?;
    if !sql::insert(work, ws, conversation, (chat_id, new), actor.principal, at).await? {
        return Err(meanwhile());
    }
    Ok(Created::New(sql::find(work, ws, chat_id).await?.ok_or(Error::NotFound)?.into()))
}

pub(super) const MEANWHILE: &str = "chat_made_meanwhile";

fn meanwhile() -> Error {
    Error::conflict(MEANWHILE, "This chat was reported at the same moment; send it again.")
}

fn repeated(first: ChatRow, actor: &Actor, made_of: &str) -> Result<Chat> {
    if first.is_visible_to(actor) && first.made_of == made_of {
        return Ok(first.into());
    }
    Err(Error::conflict("chat_id_taken", "Another chat has this chatId: give a new one, or leave it out."))
}

/// The contact whom a bot's user is.
pub(super) async fn contact_of(tx: &mut Tx, ws: WorkspaceId, user_id: Option<&str>) -> Result<Option<PrincipalId>> {
    let Some(user_id) = user_id else { return Ok(None) };
    match accounts::principal_by_external_id(tx, ws, PrincipalKind::Contact, user_id).await? {
        Some(contact) => accounts::surviving_principal(tx, ws, contact).await.map(Some),
        None => Ok(None),
    }
}

/// A chat that the actor may see, by the bot's own id of it, which may be anything.
pub(super) async fn find_visible(tx: &mut Tx, actor: &Actor, chat_id: &str) -> Result<ChatRow> {
    let chat_id = super::model::id("chatId", chat_id).map_err(|_| Error::NotFound)?;
    let row = sql::find(tx, actor.workspace, &chat_id).await?;
    if row.as_ref().is_some_and(|row| !row.is_visible_to(actor)) {
        tracing::warn!("[CRM] Unauthorized attempt on a chat that another one reported: {chat_id}");
    }
    row.filter(|row| row.is_visible_to(actor)).ok_or(Error::NotFound)
}
