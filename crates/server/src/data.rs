//! The data folder: made for its owner only, held by one server at a time, home of the master key.

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use antiphon_base::config::Config;
use antiphon_base::secret::MasterKey;
use anyhow::{Context as _, Result, anyhow, bail};

const LOCK: &str = "antiphon.lock";
/// The master key's file in a data folder.
pub(crate) const KEY: &str = "secret.key";

/// The embedded database in a data folder.
pub(crate) fn database(folder: &Path) -> PathBuf {
    folder.join("antiphon.db")
}

/// The files that people sent, in a data folder.
pub(crate) fn files(folder: &Path) -> PathBuf {
    folder.join("files")
}

/// The master key in a data folder.
pub(crate) fn key(folder: &Path) -> PathBuf {
    folder.join(KEY)
}

/// Makes the folder, for its owner only.
pub(crate) fn make(folder: &Path) -> Result<()> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
        .with_context(|| format!("the data folder {} cannot be made", folder.display()))
}

/// Held while a process works on the folder alone; the system lets go of it when the process ends, however it does.
pub(crate) struct Lock(#[allow(dead_code, reason = "held, never read")] File);

/// Takes the folder for this process.
pub(crate) fn lock(folder: &Path) -> Result<Lock> {
    let file = OpenOptions::new().create(true).truncate(false).write(true).mode(0o600).open(folder.join(LOCK))?;
    match file.try_lock() {
        Ok(()) => Ok(Lock(file)),
        Err(TryLockError::WouldBlock) => {
            bail!("another antiphon works on the data folder {}; stop it first, or give another --data", folder.display())
        }
        Err(TryLockError::Error(error)) => Err(error).context("the data folder cannot be locked (a network file system?)"),
    }
}

/// The master key: as configured, or, with the embedded database, kept in the data folder.
pub(crate) fn master_key(config: &Config) -> Result<MasterKey> {
    if let Some(text) = &config.secret {
        return MasterKey::parse(text).map_err(|why| anyhow!("setting `secret`: {why}"));
    }
    if config.database_url.is_some() {
        bail!(
            "with a PostgreSQL database the master key must be configured, since all nodes share it: \
             make one with `antiphon secret` and set ANTIPHON_SECRET (or `secret` in the settings file)"
        );
    }
    let file = key(&config.data);
    match std::fs::read_to_string(&file) {
        Ok(text) => {
            let open_to_others = std::fs::metadata(&file)?.permissions().mode() & 0o077 != 0;
            if open_to_others {
                tracing::warn!("{} can be read by others; run chmod 600 on it", file.display());
            }
            MasterKey::parse(&text).map_err(|why| anyhow!("the key in {}: {why}", file.display()))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            if database(&config.data).exists() {
                bail!("{} is missing, but its database is there; put the key back from your backup", file.display());
            }
            let key = MasterKey::generate();
            write_private(&file, key.to_text().as_bytes()).with_context(|| format!("{} cannot be written", file.display()))?;
            Ok(key)
        }
        Err(error) => Err(error).with_context(|| format!("{} cannot be read", file.display())),
    }
}

/// Writes a new file that only its owner can read; on disk when this returns. A half-written one is never
/// seen under the name.
pub(crate) fn write_private(file: &Path, content: &[u8]) -> std::io::Result<()> {
    let partial = file.with_extension("partial");
    let mut out = OpenOptions::new().create(true).truncate(true).write(true).mode(0o600).open(&partial)?;
    out.write_all(content)?;
    out.sync_all()?;
    std::fs::rename(&partial, file)?;
    match file.parent() {
        Some(folder) => File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("antiphon-data-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        make(&folder).unwrap();
        folder
    }

    #[test]
    fn two_servers_never_share_a_folder() {
        let folder = folder("lock");
        let held = lock(&folder).unwrap();
        assert!(lock(&folder).err().unwrap().to_string().contains("another antiphon"));
        drop(held);
        assert!(lock(&folder).is_ok());
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn the_master_key_is_made_once_and_kept_for_its_owner_only() {
        let folder = folder("key");
        let config = Config { data: folder.clone(), ..Config::default() };
        let made = master_key(&config).unwrap().to_text();
        assert_eq!(master_key(&config).unwrap().to_text(), made);
        assert_eq!(std::fs::metadata(folder.join(KEY)).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(std::fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700);

        std::fs::remove_file(folder.join(KEY)).unwrap();
        std::fs::write(database(&folder), b"").unwrap();
        assert!(master_key(&config).is_err(), "a database without its key is not given a new one");
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn with_postgresql_the_key_must_be_configured_and_never_a_default() {
        let config = Config { database_url: Some("postgres://a@b/c".to_owned()), ..Config::default() };
        assert!(master_key(&config).unwrap_err().to_string().contains("antiphon secret"));
        for refused in ["changeme", "secret", &"A".repeat(43)] {
            let config = Config { secret: Some(refused.to_owned()), ..config.clone() };
            assert!(master_key(&config).is_err(), "{refused}");
        }
    }
}
