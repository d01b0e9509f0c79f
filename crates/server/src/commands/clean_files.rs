//! `antiphon clean-files`: takes away files that nobody shows, as the server does once a day. May be run beside it.

use antiphon_desk::files;
use anyhow::Result;

use crate::cli::Flags;
use crate::commands::serve::say;
use crate::{data, logs, settings, storage};

pub(crate) async fn run(flags: Flags, dry_run: bool) -> Result<()> {
    let config = settings::read(&flags)?;
    logs::start(&config.log)?;
    storage::check_schema(&config).await?;
    let master = data::master_key(&config)?;
    let desk = storage::open_desk(config, master).await?;
    let cleaned = files::clean(&desk, dry_run).await;
    desk.close().await;
    let cleaned = cleaned?;
    let would = if dry_run { "would be taken away" } else { "taken away" };
    say(&format!("{} files with {} bytes {would}.", cleaned.files, cleaned.bytes));
    Ok(())
}
