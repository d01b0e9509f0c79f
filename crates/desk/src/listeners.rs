//! Event → who hears it, inside the change's own transaction: what is owed becomes a job row here.
//! The only wiring that points upward. Live delivery is not owed: it is read from the log.

use antiphon_base::Result;

use crate::actor::Actor;
use crate::work::Work;

/// Hears what a change did. Nobody is owed anything by the core's own events yet: deliveries to
/// webhooks, mail and bots add their line here.
pub(crate) async fn hear(_work: &mut Work<'_>, _actor: &Actor) -> Result<()> {
    Ok(())
}
