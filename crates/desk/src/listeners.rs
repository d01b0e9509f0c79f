//! Event → who hears it, inside the change's own transaction: what is owed becomes a job row here.
//! The only wiring that points upward. Live delivery is not owed: it is read from the log.

use antiphon_base::{Result, Timestamp};

use crate::actor::Actor;
use crate::ids::{AccountId, ConversationId, FileId, MessageId, PrincipalId};
use crate::work::Work;
use crate::{Desk, chatlog, conversations, files, oidc, previews};

/// What a slice changed that slices above it show or act upon.
pub(crate) enum Event {
    /// A contact's name, address or standing.
    ContactChanged(PrincipalId),
    /// A contact got this external id, or gave it up.
    ExternalIdChanged(String),
    /// A person has no place in the workspace any more; the account is what they signed in with.
    PersonLeft { person: PrincipalId, account: AccountId },
    /// Nobody looks like this any more.
    PictureGone(FileId),
    /// A text with links was said, or a text was changed to one.
    LinksSaid { conversation: ConversationId, message: MessageId },
}

/// Hears what a change did. Deliveries to webhooks and bots add their line here.
pub(crate) async fn hear(work: &mut Work<'_>, desk: &Desk, actor: &Actor, now: Timestamp) -> Result<()> {
    for event in work.take_events() {
        match event {
            Event::ContactChanged(contact) => conversations::show_contact_anew(work, actor, contact).await?,
            Event::ExternalIdChanged(id) => chatlog::join_contact(work, actor, &id, now).await?,
            Event::LinksSaid { conversation, message } => {
                previews::owe_previews(work, desk, actor.workspace, (conversation, message), now).await?;
            }
            Event::PersonLeft { person, account } => {
                oidc::unlink(work, actor, account).await?;
                conversations::owe_giving_back(work, actor, person, now).await?;
            }
            Event::PictureGone(picture) => files::give_up_file(work, actor, picture, now).await?,
        }
    }
    Ok(())
}
