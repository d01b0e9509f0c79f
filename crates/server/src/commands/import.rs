//! `antiphon import DIR`: brings in a workspace that was exported, from whatever engine, into this one's database. No
//! server must work on that database meanwhile. Cut off, a repeat goes on.

use std::path::Path;

use antiphon_base::Clock;
use antiphon_base::config::Config;
use antiphon_desk::files::Store;
use antiphon_desk::moves::{self, BroughtIn, Manifest, Stand};
use anyhow::{Result, bail};

use crate::cli::Flags;
use crate::commands::serve::say;
use crate::progress::Stages;
use crate::{data, logs, settings, storage};

pub(crate) async fn run(flags: Flags, from: &Path) -> Result<()> {
    let mut config = settings::read(&flags)?;
    // One transaction a part holds everybody else up, and there is nobody else.
    config.log.level = format!("antiphon_db::writer=error,{}", config.log.level);
    logs::start(&config.log)?;
    if config.database_url.is_none() && config.secret.is_none() && !data::key(&config.data).exists() {
        bail!(
            "an import needs the master key under which was exported; put a copy of it to {} (chmod 600), or set ANTIPHON_SECRET",
            data::key(&config.data).display()
        );
    }
    let (manifest, brought_in) = bring_in(&config, from).await?;
    let name = &manifest.workspace.name;
    say(&match brought_in {
        BroughtIn::Whole => format!(
            "The workspace “{name}” of {} is here: {} rows and {} contents of files, read back and equal to the export.",
            manifest.started_at.to_rfc3339(),
            manifest.rows(),
            manifest.contents.list.rows
        ),
        BroughtIn::Before => format!("The workspace “{name}” has come in whole before; nothing was done."),
    });
    say("Its people sign in anew. Start the server; contacts are found by their words some seconds later.");
    Ok(())
}

async fn bring_in(config: &Config, from: &Path) -> Result<(Manifest, BroughtIn)> {
    data::make(&config.data)?;
    let _lock = if config.database_url.is_none() { Some(data::lock(&config.data)?) } else { None };
    let master = data::master_key(config)?;
    // Looked at before anything is made.
    moves::read_manifest(from, &master)?;
    storage::migrate(config).await?;
    let db = storage::open(config).await?;
    let brought_in = {
        let (files, clock) = (Store::open(config)?, Clock::system());
        let stand = Stand { db: &db, files: &files, master: &master, clock: &clock };
        let mut stages = Stages::default();
        let brought_in = moves::bring_in(stand, from, &mut |stage, done, all| stages.tell(stage, done, all)).await;
        stages.done();
        brought_in
    };
    db.close().await;
    Ok(brought_in?)
}
