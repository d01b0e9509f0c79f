//! `antiphon verify-audit`: walks every workspace's trail. May be run beside the server. Fails when a row
//! does not fit.

use antiphon_desk::{accounts, audit};
use anyhow::{Result, bail};

use crate::cli::Flags;
use crate::commands::serve::say;
use crate::{data, logs, settings, storage};

pub(crate) async fn run(flags: Flags) -> Result<()> {
    let config = settings::read(&flags)?;
    logs::start(&config.log)?;
    storage::check_schema(&config).await?;
    let master = data::master_key(&config)?;
    let desk = storage::open_desk(config, master).await?;
    let mut broken = 0;
    for (workspace, name) in accounts::list_workspaces(&desk.db).await? {
        match audit::verify(&desk, workspace).await? {
            audit::Verified::Whole { rows } => say(&format!("{workspace} ({name}): whole, {rows} rows")),
            audit::Verified::Broken { seq, why } => {
                broken += 1;
                say(&format!("{workspace} ({name}): BROKEN at row {seq}: {why}"));
            }
        }
    }
    desk.close().await;
    if broken > 0 { bail!("{broken} audit trail(s) do not hold") } else { Ok(()) }
}
