//! `antiphon doctor`: looks at what a server stands on, one thing after the other, says what it found and how to mend
//! it. Changes nothing that stays, and makes nothing before the first start. May be run beside the server.

use std::net::TcpStream;
use std::path::Path;
use std::time::{Duration, Instant, SystemTime};

use antiphon_base::config::Config;
use antiphon_bus::{Bus, BusEvent};
use antiphon_clients::mail::Mailer;
use antiphon_desk::{accounts, files};
use anyhow::{Context as _, Result, bail};
use bytes::Bytes;

use crate::cli::Flags;
use crate::commands::serve::say;
use crate::{data, settings, storage};

/// What a check found.
enum Finding {
    /// As it should be.
    Well(String),
    /// It works, and would work better otherwise.
    Better(String),
}

use Finding::{Better, Well};

/// Below this many free bytes the server is not ready (64 MiB); below ten times as many it is said here.
const ROOM: u64 = 64 * 1024 * 1024;
/// Open files that a server needs beside its sockets.
const FILES: u64 = 1_000;
/// Clocks may differ by this much.
const APART: Duration = Duration::from_secs(2);

pub(crate) async fn run(flags: Flags) -> Result<()> {
    let mut wrong = 0;
    let mut tell = |what: &str, found: Result<Finding>| match found {
        Ok(Well(found)) => say(&format!("well    {what}: {found}")),
        Ok(Better(advice)) => say(&format!("better  {what}: {advice}")),
        Err(error) => {
            wrong += 1;
            say(&format!("WRONG   {what}: {error:#}"));
        }
    };
    let config = match settings::read(&flags) {
        Ok(config) => config,
        Err(error) => {
            tell("configuration", Err(error));
            bail!("nothing else can be looked at until that is mended");
        }
    };
    tell("configuration", Ok(configuration(&config)));
    tell("master key", key(&config));
    tell("storage", storage(&config).await);
    tell("files", files_stored(&config).await);
    tell("bus", bus(&config).await);
    tell("mail", mail(&config).await);
    tell("open files", open_files(&config));
    tell("clock", clock(&config).await);
    tell("disk", disk(&config.data));
    tell("address", Ok(address(&config)));
    match wrong {
        0 => Ok(()),
        1 => bail!("1 thing is wrong"),
        _ => bail!("{wrong} things are wrong"),
    }
}

fn configuration(config: &Config) -> Finding {
    match config.public_url.as_deref() {
        None => Better("public_url is not set: set it to the address under which people reach the server".to_owned()),
        Some(url) if url.starts_with("http://") => Better(format!("{url} is not encrypted: put TLS in front, and give https://")),
        Some(url) => Well(format!("reached under {url}")),
    }
}

fn key(config: &Config) -> Result<Finding> {
    if config.secret.is_none() && config.database_url.is_none() && !data::key(&config.data).exists() {
        return Ok(Well("is made at the first start".to_owned()));
    }
    data::master_key(config)?;
    Ok(match config.secret {
        Some(_) => Well("configured".to_owned()),
        None => Well(format!("in {}; keep a copy elsewhere", data::key(&config.data).display())),
    })
}

async fn storage(config: &Config) -> Result<Finding> {
    if config.database_url.is_none() && !data::database(&config.data).exists() {
        return Ok(Well(format!("the embedded database is made in {} at the first start", config.data.display())));
    }
    let db = storage::open(config).await?;
    if let Some(step) = storage::missing_step(config).await? {
        return Ok(Better(format!(
            "step {step} of the schema is missing; it is taken at the next start, or by `antiphon migrate up`"
        )));
    }
    let before = Instant::now();
    db.probe().await.context("a change cannot be committed")?;
    let took = before.elapsed().as_millis();
    // A key that is missing is said beside "master key".
    let matching = match data::master_key(config) {
        Ok(master) => accounts::check_master_key(&db, &master).await,
        Err(_) => Ok(()),
    };
    let engine = db.engine();
    db.close().await;
    matching?;
    match took {
        0..100 => Ok(Well(format!("{engine} commits in {took} ms"))),
        _ => Ok(Better(format!("{engine} takes {took} ms to commit: each message waits for that; a faster disk helps"))),
    }
}

async fn files_stored(config: &Config) -> Result<Finding> {
    if config.files.bucket.is_none() && !data::files(&config.data).exists() {
        return Ok(Well(format!("the folder {} is made at the next start", data::files(&config.data).display())));
    }
    let at = config.files.bucket.as_ref().map_or("the data folder".to_owned(), |bucket| format!("the bucket {bucket}"));
    files::Store::open(config)?.probe().await.with_context(|| format!("files cannot be kept in {at}"))?;
    if config.redis_url.is_some() && config.files.bucket.is_none() {
        return Ok(Better(
            "several nodes need one place for files: a bucket (files.bucket), or one folder mounted on all".to_owned(),
        ));
    }
    Ok(Well(format!("kept in {at}")))
}

async fn mail(config: &Config) -> Result<Finding> {
    let Some(mailer) = Mailer::new(&config.mail)? else {
        return Ok(Well("none is sent (mail.host is not set): admins hand on invitations and links to new passwords".to_owned()));
    };
    mailer.probe().await?;
    Ok(Well("the mail server lets us in".to_owned()))
}

/// Two ends of a bus of their own: what one says the other must hear.
async fn bus(config: &Config) -> Result<Finding> {
    let Some(url) = &config.redis_url else {
        return Ok(Well("not needed by one node".to_owned()));
    };
    let name = antiphon_base::new_id();
    let end = || Bus::redis(url, &format!("doctor-{name}"), antiphon_base::new_id()).context("setting `redis_url`");
    let (one, other) = (end()?, end()?);
    let (mut mine, mut theirs) = (one.subscribe(), other.subscribe());
    let both_up = async {
        while !(one.is_up() && other.is_up()) {
            tokio::select! { _ = mine.recv() => {}, _ = theirs.recv() => {} }
        }
    };
    let patience = Duration::from_secs(5);
    tokio::time::timeout(patience, both_up).await.context("Redis does not answer; is it running, and is the address right?")?;
    let before = Instant::now();
    one.publish(Bytes::from_static(b"doctor"));
    let heard = async {
        while let Some(event) = theirs.recv().await {
            if matches!(event, BusEvent::Message(_)) {
                break;
            }
        }
    };
    tokio::time::timeout(patience, heard).await.context("Redis answers, but what one node says does not reach another")?;
    Ok(Well(format!("one node hears another after {:.1} ms", before.elapsed().as_secs_f64() * 1_000.0)))
}

fn open_files(config: &Config) -> Result<Finding> {
    let (_, hard) = rlimit::Resource::NOFILE.get().context("the limit cannot be read")?;
    let needed = config.limits.sockets as u64 + FILES;
    if hard >= needed {
        return Ok(Well(format!("{hard} allowed, {needed} needed for {} sockets", config.limits.sockets)));
    }
    Ok(Better(format!(
        "only {hard} allowed: about {} sockets of {} (limits.sockets) can be open; raise LimitNOFILE or ulimit -n to {needed}",
        hard.saturating_sub(FILES),
        config.limits.sockets
    )))
}

async fn clock(config: &Config) -> Result<Finding> {
    let now = SystemTime::now();
    if let Some(url) = &config.database_url {
        let apart = antiphon_db::apart_from_postgres(url).await.context("PostgreSQL's clock")?;
        if apart > APART {
            bail!("it differs from PostgreSQL's by {:.1} s: let both follow a time server (NTP)", apart.as_secs_f64());
        }
        return Ok(Well(format!("within {} ms of PostgreSQL's", apart.as_millis())));
    }
    let written = std::fs::metadata(data::database(&config.data)).and_then(|found| found.modified());
    match written.map(|at| at.duration_since(now)) {
        Ok(Ok(ahead)) if ahead > APART => {
            bail!(
                "the database was written {} s in the future: the clock was set back; let it follow a time server (NTP)",
                ahead.as_secs()
            )
        }
        _ => Ok(Well("not behind what was written".to_owned())),
    }
}

fn disk(folder: &Path) -> Result<Finding> {
    // Before the first start the folder is not there; it will lie on the same disk as the one that it is made in.
    let whole = std::path::absolute(folder)?;
    let folder = whole.ancestors().find(|folder| folder.exists()).unwrap_or(&whole);
    let found = rustix::fs::statvfs(folder).with_context(|| format!("{} cannot be looked at", folder.display()))?;
    let free = found.f_bavail.saturating_mul(found.f_frsize);
    let said = format!("{} MB free under {}", free / 1_000_000, folder.display());
    match free {
        0..ROOM => bail!("{said}: nothing is taken any more; make room"),
        _ if free < ROOM * 10 => Ok(Better(format!("{said}: make room before it is full"))),
        _ => Ok(Well(said)),
    }
}

fn address(config: &Config) -> Finding {
    let address = config.listen;
    match TcpStream::connect_timeout(&address, Duration::from_secs(1)) {
        Ok(_) => Well(format!("a server listens on {address}; is it this one? Ask http://{address}/readyz")),
        Err(_) => Well(format!("{address} is free, or nobody is let in")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn before_the_first_start_all_is_well_and_nothing_is_made() {
        let data = std::env::temp_dir().join(format!("antiphon-doctor-{}/data", antiphon_base::new_id()));
        run(Flags { data: Some(data.clone()), ..Flags::default() }).await.unwrap();
        assert!(!data.exists() && !data.parent().unwrap().exists());
    }
}
