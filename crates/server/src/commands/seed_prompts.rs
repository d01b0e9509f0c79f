//! `antiphon seed-prompts`: sample prompts for every workspace that lacks them. May be run beside the server.

use antiphon_desk::assistant;
use anyhow::Result;

use crate::cli::Flags;
use crate::commands::serve::say;
use crate::{data, logs, settings, storage};

pub(crate) async fn run(flags: Flags) -> Result<()> {
    let config = settings::read(&flags)?;
    logs::start(&config.log)?;
    storage::check_schema(&config).await?;
    let master = data::master_key(&config)?;
    let desk = storage::open_desk(config, master).await?;
    let added = assistant::seed_all(&desk).await;
    desk.close().await;
    for (name, added) in added? {
        say(&match added {
            0 => format!("{name}: has them already"),
            1 => format!("{name}: 1 prompt added"),
            _ => format!("{name}: {added} prompts added"),
        });
    }
    Ok(())
}
