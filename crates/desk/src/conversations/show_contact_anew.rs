//! A contact is called otherwise than before: whoever has their conversations in a list gets the rows again.

use antiphon_base::Result;

use super::sql;
use crate::Work;
use crate::actor::Actor;
use crate::ids::PrincipalId;
use crate::live::Announcement;

/// Moves the contact's conversations to the end of the feed.
pub(crate) async fn show_contact_anew(work: &mut Work<'_>, actor: &Actor, contact: PrincipalId) -> Result<()> {
    sql::touch_feed_of_contact(work, actor.workspace, contact).await?;
    work.tell(Announcement::Feed { workspace: actor.workspace });
    Ok(())
}
