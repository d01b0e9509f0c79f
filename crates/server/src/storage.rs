//! From settings to an open desk: database, migrations, bus. Everything that a command needs before it can work.

use antiphon_base::Clock;
use antiphon_base::config::Config;
use antiphon_base::secret::MasterKey;
use antiphon_bus::Bus;
use antiphon_db::{Db, Migrations};
use antiphon_desk::{Desk, accounts};
use anyhow::{Context as _, Result, bail};

use crate::data;

/// Connections to PostgreSQL that one node keeps at most.
const CONNECTIONS: u32 = 16;

/// Takes the schema to where this binary expects it. An embedded database that has data is copied first.
pub(crate) async fn migrate(config: &Config) -> Result<()> {
    match &config.database_url {
        Some(serving) => {
            // Before anything is made: tables of a role that may not serve would be in the way of the right one.
            antiphon_db::refuse_bypassing_role(serving).await.context("PostgreSQL")?;
            let url = config.migrate_database_url.as_deref().unwrap_or(serving);
            Migrations::Postgres(url).up().await.context("the database cannot be migrated")?;
            antiphon_db::grant_to_serving(url, serving).await.context("the serving role cannot be given its rights")
        }
        None => {
            let file = data::database(&config.data);
            let steps = Migrations::Sqlite(&file);
            let states = steps.status().await.context("the database cannot be opened")?;
            let (old, missing) = (states.iter().any(|step| step.applied), states.iter().any(|step| !step.applied));
            if old && missing {
                copy_before_migration(config).await?;
            }
            steps.up().await.context("the database cannot be migrated")
        }
    }
}

/// Copies the embedded database into the data folder's `backups`.
pub(crate) async fn copy_before_migration(config: &Config) -> Result<()> {
    let folder = config.data.join("backups");
    data::make(&folder)?;
    let stamp = Clock::system().now().format("%Y%m%dT%H%M%S%3fZ");
    let copy = folder.join(format!("before-migration-{stamp}.db"));
    antiphon_db::copy_sqlite(&data::database(&config.data), &copy, |_, _| {})
        .await
        .context("the database cannot be copied, so it was not migrated")?;
    tracing::info!("copied the database to {} before migrating it", copy.display());
    Ok(())
}

/// Opens the database, which must have been migrated.
pub(crate) async fn open(config: &Config) -> Result<Db> {
    match &config.database_url {
        Some(url) => Db::open_postgres(url, CONNECTIONS).await.context("PostgreSQL"),
        None => Db::open_sqlite(&data::database(&config.data)).await.context("the embedded database"),
    }
}

/// Refuses a database that lacks a step, for commands that do not migrate.
pub(crate) async fn check_schema(config: &Config) -> Result<()> {
    let file = data::database(&config.data);
    if config.database_url.is_none() && !file.exists() {
        bail!("there is no database in {} yet; start the server once", config.data.display());
    }
    match missing_step(config).await? {
        None => Ok(()),
        Some(step) => bail!("the database lacks step {step}; run `antiphon migrate up`"),
    }
}

/// The first step that the database lacks, by number and name.
pub(crate) async fn missing_step(config: &Config) -> Result<Option<String>> {
    let file = data::database(&config.data);
    let states = match &config.database_url {
        Some(url) => Migrations::Postgres(config.migrate_database_url.as_deref().unwrap_or(url)).status().await?,
        None => Migrations::Sqlite(&file).status().await?,
    };
    Ok(states.iter().find(|step| !step.applied).map(|step| format!("{} ({})", step.number, step.name)))
}

/// Opens the desk on a migrated database.
pub(crate) async fn open_desk(config: Config, master: MasterKey) -> Result<Desk> {
    let (db, clock) = (open(&config).await?, Clock::system());
    let bus = match &config.redis_url {
        None => Bus::local(),
        Some(url) => {
            let installation = accounts::find_or_make_installation(&db, &master, clock.now()).await.context("the database")?;
            Bus::redis(url, &installation.installation_id.to_string(), antiphon_base::new_id()).context("setting `redis_url`")?
        }
    };
    Desk::open(db, bus, clock, config, master).await.context("the desk cannot be opened")
}
