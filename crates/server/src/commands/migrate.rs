//! `antiphon migrate up|down|status`: moves the schema, and only that. With the embedded database the server
//! must not run meanwhile, except for `status`.

use antiphon_db::Migrations;
use anyhow::{Result, bail};

use crate::cli::{Direction, Flags};
use crate::commands::serve::say;
use crate::{data, logs, settings, storage};

pub(crate) async fn run(flags: Flags, direction: Direction) -> Result<()> {
    let config = settings::read(&flags)?;
    logs::start(&config.log)?;
    let _lock = match config.database_url {
        Some(_) => None,
        None if matches!(direction, Direction::Status) => None, // it only looks, also beside the server
        None if matches!(direction, Direction::Up) || config.data.exists() => {
            data::make(&config.data)?;
            Some(data::lock(&config.data)?)
        }
        None => None,
    };
    let file = data::database(&config.data);
    let steps = match &config.database_url {
        Some(url) => Migrations::Postgres(config.migrate_database_url.as_deref().unwrap_or(url)),
        None => Migrations::Sqlite(&file),
    };
    if config.database_url.is_none() && !file.exists() && !matches!(direction, Direction::Up) {
        bail!("there is no database in {} yet; `antiphon migrate up` makes it", config.data.display());
    }
    match direction {
        Direction::Up => {
            if config.database_url.is_none() {
                data::master_key(&config)?; // a database is never made without its key
            }
            storage::migrate(&config).await?;
        }
        Direction::Down { to, lose_data } => {
            let newest = steps.status().await?.iter().filter(|step| step.applied).map(|step| step.number).max().unwrap_or(0);
            let target = to.unwrap_or(newest - 1);
            if !(0..=newest).contains(&target) {
                bail!("--to {target}: the newest step taken is {newest}, so give 0 to {newest}");
            }
            if !lose_data && target < newest {
                let copied = match config.database_url {
                    Some(_) => "make a backup before (docs/backup.md)",
                    None => "a copy of the database is made before",
                };
                bail!("whatever steps {} to {newest} hold is lost: give --lose-data if it may be; {copied}", target + 1);
            }
            if config.database_url.is_none() {
                storage::copy_before_migration(&config).await?;
            }
            steps.down(target).await?;
        }
        Direction::Status => {}
    }
    for step in steps.status().await? {
        say(&format!("{:>4}  {:<24} {}", step.number, step.name, if step.applied { "taken" } else { "missing" }));
    }
    Ok(())
}
