//! `antiphon import DIR`: brings in a workspace that was exported, from whatever engine, into this one's database. No
//! server must work on that database meanwhile. Cut off, a repeat goes on.

use std::path::Path;
use std::time::{Duration, Instant};

use antiphon_base::Clock;
use antiphon_base::config::Config;
use antiphon_desk::files::Store;
use antiphon_desk::moves::{self, BroughtIn, Manifest, Stand};
use anyhow::{Result, bail};

use crate::cli::Flags;
use crate::commands::serve::say;
use crate::progress::Stages;
use crate::{data, logs, settings, storage};

/// How long connections of others are waited for, and how often they are looked for.
const PATIENCE: Duration = Duration::from_secs(10);
const LOOK: Duration = Duration::from_millis(250);

pub(crate) async fn run(flags: Flags, from: &Path) -> Result<()> {
    let mut config = settings::read(&flags)?;
    // One transaction a part and one read of everything are long on purpose.
    config.log.level = format!("antiphon_db::writer=error,sqlx::query=error,{}", config.log.level);
    logs::start(&config.log)?;
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
    say("Its people sign in anew. Start the server; contacts are found by their words within a minute or so.");
    Ok(())
}

async fn bring_in(config: &Config, from: &Path) -> Result<(Manifest, BroughtIn)> {
    if config.database_url.is_none() && config.secret.is_none() && !data::key(&config.data).exists() {
        bail!(
            "an import needs the master key of the server that made the export; put a copy of that server's {} at {} (chmod 600), or set ANTIPHON_SECRET to it",
            data::KEY,
            data::key(&config.data).display()
        );
    }
    data::make(&config.data)?;
    let _lock = if config.database_url.is_none() { Some(data::lock(&config.data)?) } else { None };
    let master = data::master_key(config)?;
    // Looked at before anything is made.
    moves::read_manifest(from, &master)?;
    wait_for_others(config).await?;
    storage::migrate(config).await?;
    let db = storage::open(config).await?;
    let brought_in = {
        let (files, clock) = (Store::open(config)?, Clock::system());
        let stand = Stand { db: &db, files: &files, master: &master, clock: &clock };
        let mut stages = Stages::default();
        let brought_in = moves::bring_in(stand, from, &mut |stage, done, all| stages.tell(stage, done, all)).await;
        if brought_in.is_ok() {
            stages.done();
        }
        brought_in
    };
    db.close().await;
    Ok(brought_in?)
}

/// Refuses a PostgreSQL database on which a server works: its cleaning would take away what has just come in. Connections
/// of an import that was killed end by themselves, a moment later.
async fn wait_for_others(config: &Config) -> Result<()> {
    let Some(url) = &config.database_url else { return Ok(()) };
    let asked = Instant::now();
    loop {
        match antiphon_db::others_on_postgres(url).await? {
            0 => return Ok(()),
            others if asked.elapsed() > PATIENCE => {
                bail!("a server works on the database ({others} connections); stop it on all nodes until the import is done")
            }
            _ => tokio::time::sleep(LOOK).await,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::export;
    use antiphon_desk::accounts;
    use std::path::PathBuf;

    fn config(name: &str) -> (PathBuf, Config) {
        let data = std::env::temp_dir().join(format!("antiphon-import-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&data);
        data::make(&data).unwrap();
        (data.clone(), Config { data, ..Config::default() })
    }

    #[tokio::test]
    async fn a_workspace_goes_from_one_data_folder_into_another() {
        let ((here, from), (there, to)) = (config("from"), config("to"));
        let master = data::master_key(&from).unwrap();
        storage::migrate(&from).await.unwrap();
        let desk = storage::open_desk(from.clone(), master).await.unwrap();
        accounts::create_workspace(&desk, "Lumen", "olive@lumen.test").await.unwrap();
        desk.close().await;
        let db = storage::open(&from).await.unwrap();
        let made = export::make(&from, &db, &here.join("out"), None).await.unwrap();
        db.close().await;

        let said = bring_in(&to, &here.join("out")).await.unwrap_err().to_string();
        assert!(said.contains("needs the master key"), "{said}");
        std::fs::copy(data::key(&here), data::key(&there)).unwrap();
        let (manifest, outcome) = bring_in(&to, &here.join("out")).await.unwrap();
        assert_eq!((manifest, outcome), (made, BroughtIn::Whole));
        assert_eq!(bring_in(&to, &here.join("out")).await.unwrap().1, BroughtIn::Before);
        let said = bring_in(&from, &here.join("out")).await.unwrap_err().to_string();
        assert!(said.contains("is here already"), "{said}");
        for folder in [here, there] {
            std::fs::remove_dir_all(folder).unwrap();
        }
    }
}
