//! The sample workspace: made the first time, remembered in `demo.json` of the data folder, reused afterwards.

use std::path::Path;

use antiphon_base::Clock;
use antiphon_base::config::Config;
use antiphon_base::secret::MasterKey;
use antiphon_bus::Bus;
use antiphon_desk::Desk;
use anyhow::{Context as _, Result};
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use super::{cast, script};
use crate::{data, storage};

const REMEMBERED: &str = "demo.json";

/// What is remembered of the sample: its sign-ins and keys, for its owner only.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Sample {
    /// One line per person.
    pub(crate) accounts: Vec<Account>,
    /// A key with all scopes.
    pub(crate) api_key: String,
    /// What the shop's snippet carries.
    pub(crate) widget_key: String,
    /// The app of the Pusher protocol; samples of before have none here.
    #[serde(default)]
    pub(crate) pusher: Option<PusherKeys>,
}

/// What programs of the Pusher protocol are set up with.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct PusherKeys {
    pub(crate) app_id: String,
    pub(crate) key: String,
    pub(crate) secret: String,
}

/// A sign-in.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Account {
    /// admin, agent or customer.
    pub(crate) role: String,
    /// Address to sign in with.
    pub(crate) email: String,
    /// Password.
    pub(crate) password: String,
}

/// The sample of this folder, made on a migrated database where there is none yet.
pub(crate) async fn find_or_make(config: &Config, master: &MasterKey) -> Result<Sample> {
    let file = config.data.join(REMEMBERED);
    if let Some(sample) = read(&file)? {
        return Ok(sample);
    }
    let sample = make(config, master).await.with_context(|| {
        format!(
            "the sample workspace could not be made; if an earlier try was cut short, start again with another --data than {}",
            config.data.display()
        )
    })?;
    data::write_private(&file, &serde_json::to_vec_pretty(&sample)?)
        .with_context(|| format!("{} cannot be written", file.display()))?;
    Ok(sample)
}

fn read(file: &Path) -> Result<Option<Sample>> {
    match std::fs::read(file) {
        Ok(text) => serde_json::from_slice(&text).map(Some).with_context(|| format!("{} cannot be understood", file.display())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("{} cannot be read", file.display())),
    }
}

/// Plays the script on a desk of its own, whose clock begins some weeks ago and is moved from line to line,
/// so that the sample has a past.
async fn make(config: &Config, master: &MasterKey) -> Result<Sample> {
    let now = Clock::system().now();
    let clock = Clock::fake(now - TimeDelta::minutes(script::BEGAN_MINUTES_AGO));
    let db = storage::open(config).await?;
    let desk = Desk::open(db, Bus::local(), clock, config.clone(), master.clone()).await?;
    // Deeds are all that is wanted of this desk: work in the background would run wild on a clock that leaps.
    desk.stop.cancel();
    let made = async {
        let cast = cast::make(&desk).await?;
        script::play(&desk, &cast, now).await?;
        anyhow::Ok(cast.sample)
    }
    .await;
    desk.close().await;
    made
}
