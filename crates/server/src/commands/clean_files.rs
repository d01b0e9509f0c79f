//! `antiphon clean-files`: takes away files that nobody shows, as the server does once a day. May be run beside it.

use antiphon_desk::files::{self, Act};
use anyhow::Result;
use chrono::TimeDelta;

use crate::cli::Flags;
use crate::commands::serve::say;
use crate::{data, logs, settings, storage};

pub(crate) async fn run(flags: Flags, older_than: u32, dry_run: bool) -> Result<()> {
    let (act, done) = if dry_run { (Act::Look, "would be taken away") } else { (Act::TakeAway, "taken away") };
    let config = settings::read(&flags)?;
    logs::start(&config.log)?;
    storage::check_schema(&config).await?;
    let master = data::master_key(&config)?;
    let desk = storage::open_desk(config, master).await?;
    let cleaned = files::clean(&desk, TimeDelta::hours(older_than.into()), act).await;
    desk.close().await;
    let cleaned = cleaned?;
    say(&format!("{} files with {} bytes {done}.", cleaned.files, cleaned.bytes));
    Ok(())
}
