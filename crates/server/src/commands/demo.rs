//! `antiphon demo`: `serve` with a sample workspace and a sample shop. No limit is raised: what may be
//! done in the demo may be done anywhere.

use anyhow::Result;
use serde_json::json;

use super::serve::{Before, say, start};
use crate::cli::Flags;
use crate::demo::{self, Sample};
use crate::{logs, settings};

pub(crate) async fn run(flags: Flags, json: bool) -> Result<()> {
    let config = settings::read(&flags)?;
    logs::start(&config.log)?;
    let mut sample = None;
    let started = start(config, async |before: Before<'_>| {
        sample = Some(demo::find_or_make(before.config, before.master).await?);
        Ok(())
    })
    .await?;
    let Some(sample) = sample else { anyhow::bail!("the sample is made before the start ends") };
    started.desk.db.probe().await?; // said to be ready only when it is
    let url = started.url();
    if json {
        say(&json!({ "url": url, "accounts": sample.accounts, "api_key": sample.api_key, "widget_key": sample.widget_key, "pusher": sample.pusher })
            .to_string());
    } else {
        introduce(&url, &sample);
    }
    started.serve(demo::shop(&sample.widget_key)).await
}

fn introduce(url: &str, sample: &Sample) {
    say(&format!(
        "\nAntiphon's demo is ready.\n\n  Shop with the widget   {url}/demo/shop\n  Workspace              {url}/app/\n  Chat with the bot      {url}/chat-test\n  API                    {url}/api/docs\n"
    ));
    for account in &sample.accounts {
        say(&format!("  {:<9} {:<32} {}", account.role, account.email, account.password));
    }
    say(&format!("  {:<9} {:<32} {}\n", "API key", "all scopes", sample.api_key));
    say("Write in the shop's widget in one browser, sign in to the workspace as an agent in another. Ctrl-C stops.");
}
