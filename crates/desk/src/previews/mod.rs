//! Previews: what the pages that messages link to say of themselves, read by the server, so that no reader's machine
//! tells a stranger's that a message was read.
//!
//! Owns the table `link_previews`, a day's memory of what was read, and the jobs that read. What is shown beneath a
//! message is part of it (`conversations`). By which rules calls go out is said in `clients`.

mod forget_pages;
mod make_previews;
mod sql;

pub(crate) use make_previews::owe_previews;

use std::sync::Arc;
use std::time::Duration;

use antiphon_base::Error;
use tokio::sync::Semaphore;

use crate::Desk;
use crate::jobs::{Handlers, Job};

/// Messages whose pages a node reads at once. A page may take seconds, and other owed work must not wait for it: what
/// finds no room comes back a moment later.
const AT_ONCE: usize = 3;

/// This slice's owed work.
pub fn jobs() -> Handlers {
    let room = Arc::new(Semaphore::new(AT_ONCE));
    Handlers::default()
        .on(make_previews::KIND, move |desk: Desk, job: Job| {
            let room = Arc::clone(&room);
            async move {
                let said = serde_json::from_value(job.payload).map_err(Error::internal)?;
                match room.try_acquire() {
                    Ok(_held) => make_previews::make_previews(&desk, said).await,
                    Err(_) => make_previews::put_off(&desk, said).await,
                }
            }
        })
        .every("previews.forget", Duration::from_secs(3_600), async |desk: Desk| forget_pages::forget_pages(&desk).await)
}
