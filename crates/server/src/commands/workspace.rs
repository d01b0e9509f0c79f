//! `antiphon workspace create`: a further tenant with its owner. May be run beside the server.

use antiphon_desk::accounts;
use anyhow::Result;

use crate::cli::{Flags, WorkspaceDeed};
use crate::commands::serve::say;
use crate::{data, logs, settings, storage};

pub(crate) async fn run(flags: Flags, deed: WorkspaceDeed) -> Result<()> {
    let WorkspaceDeed::Create { name, owner } = deed;
    let config = settings::read(&flags)?;
    logs::start(&config.log)?;
    storage::check_schema(&config).await?;
    let master = data::master_key(&config)?;
    let url = config.url();
    let desk = storage::open_desk(config.clone(), master).await?;
    let created = accounts::create_workspace(&desk, &name, &owner).await;
    desk.close().await;
    let created = created?;
    say(&format!("Made the workspace {} ({name}).", created.id));
    match created.set_up_token {
        Some(token) => {
            say(&format!("Its owner sets it up (within 72 hours, once): {url}/app/setup#token={token}"));
            if config.public_url.is_none() {
                say("Should the server listen elsewhere, put its address in front; --public-url says it for good.");
            }
        }
        None => say(&format!("Its owner {owner} signs in with the password that they have.")),
    }
    Ok(())
}
