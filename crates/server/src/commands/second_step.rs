//! `antiphon second-step off`: for who lost both device and recovery codes and has no admin to ask. May be run beside
//! the server.

use antiphon_desk::accounts;
use anyhow::Result;

use crate::cli::{Flags, SecondStepDeed};
use crate::commands::serve::say;
use crate::{data, logs, settings, storage};

pub(crate) async fn run(flags: Flags, deed: SecondStepDeed) -> Result<()> {
    let SecondStepDeed::Off { email } = deed;
    let config = settings::read(&flags)?;
    logs::start(&config.log)?;
    storage::check_schema(&config).await?;
    let master = data::master_key(&config)?;
    let desk = storage::open_desk(config, master).await?;
    let ended = accounts::end_factor_at(&desk, &email).await;
    desk.close().await;
    let ended = match ended? {
        1 => "1 session ended".to_owned(),
        ended => format!("{ended} sessions ended"),
    };
    say(&format!("The second step of {email} is off; {ended}."));
    Ok(())
}
