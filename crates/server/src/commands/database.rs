//! `antiphon database init`: makes a serving role that row-level security holds, and its database.

use antiphon_base::secret::new_token;
use antiphon_db::init_postgres;
use anyhow::{Context as _, Result, ensure};
use url::Url;

use crate::cli::{DatabaseDeed, Flags};
use crate::commands::serve::say;
use crate::{logs, settings};

pub(crate) async fn run(flags: Flags, deed: DatabaseDeed) -> Result<()> {
    let DatabaseDeed::Init { admin_url } = deed;
    let config = settings::read(&flags)?;
    logs::start(&config.log)?;
    let wanted = match &config.database_url {
        Some(url) => {
            Url::parse(url).context("setting `database_url` is not an address such as postgres://user:password@host/name")?
        }
        None => suggested(&admin_url)?,
    };
    let decoded = |text: &str| {
        url::form_urlencoded::parse(text.replace('+', "%2B").as_bytes())
            .next()
            .map_or_else(String::new, |(key, _)| key.into_owned())
    };
    let (role, database) = (decoded(wanted.username()), decoded(wanted.path().trim_start_matches('/')));
    let password = decoded(wanted.password().context("DATABASE_URL must name a password for the role to be made")?);
    let there =
        init_postgres(&admin_url, &role, &password, &database).await.context("the role or the database could not be made")?;
    let done = |was_there| if was_there { "was there already" } else { "is made" };
    say(&format!("The role {role} {}, its database {database} {}.", done(there.role), done(there.database)));
    if config.database_url.is_none() {
        ensure!(!there.role, "the password of the role {role} is not known here: name both in DATABASE_URL");
        say(&format!("Serve with: DATABASE_URL={wanted}"));
    }
    Ok(())
}

/// The administrator's address with a role and a database of our own.
fn suggested(admin_url: &str) -> Result<Url> {
    let mut url =
        Url::parse(admin_url).context("the administrator's address is not one such as postgres://postgres@host/postgres")?;
    let set = url.set_username("antiphon_app").and_then(|()| url.set_password(Some(&new_token(""))));
    set.map_err(|()| anyhow::anyhow!("the administrator's address names no host"))?;
    url.set_path("/antiphon");
    Ok(url)
}
