//! `antiphon restore FILE`: puts a backup's database and files into the data folder. Everything is unpacked and looked
//! through beside what is there; only then do names change.

use std::fs::File;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use antiphon_base::Clock;
use antiphon_base::config::Config;
use antiphon_db::{Db, Migrations};
use antiphon_desk::accounts;
use anyhow::{Context as _, Result, bail, ensure};

use crate::cli::Flags;
use crate::commands::serve::say;
use crate::progress::Progress;
use crate::{archive, data, logs, settings};

/// The step of the schema since which a database knows its master key.
const KEY_CHECK: i64 = 6;
/// What a data folder has of what a backup holds, and what SQLite keeps beside its file.
const PARTS: [&str; 5] = ["antiphon.db", "antiphon.db-wal", "antiphon.db-shm", "files", "secret.key"];

pub(crate) async fn run(flags: Flags, file: &Path, replace: bool) -> Result<()> {
    let config = settings::read(&flags)?;
    logs::start(&config.log)?;
    if config.database_url.is_some() {
        bail!("with PostgreSQL its own tools put a backup back: pg_restore; see docs/backup.md");
    }
    data::make(&config.data)?;
    let _lock = data::lock(&config.data)?;
    let has_data = data::database(&config.data).exists();
    ensure!(
        replace || !has_data,
        "there is a database in {}; give --replace to put it aside, or another --data",
        config.data.display()
    );
    let unpacked = config.data.join("restoring");
    if unpacked.exists() {
        std::fs::remove_dir_all(&unpacked)?;
    }
    data::make(&unpacked)?;
    let outcome = put(&config, file, &unpacked).await;
    let _ = std::fs::remove_dir_all(&unpacked); // what is of use was moved out of it
    outcome
}

async fn put(config: &Config, file: &Path, unpacked: &Path) -> Result<()> {
    let (mut progress, mut done) = (Progress::start("unpacking"), 0);
    let all = std::fs::metadata(file).map_or(0, |found| found.len());
    let keep = |name: &str, bytes: &mut dyn std::io::Read| {
        let to = unpacked.join(name);
        data::make(to.parent().unwrap_or(unpacked))?;
        let out = File::options().create_new(true).write(true).mode(0o600).open(&to);
        let mut out = out.with_context(|| format!("{} cannot be written", to.display()))?;
        std::io::copy(bytes, &mut out)?;
        out.sync_all().map_err(Into::into)
    };
    let list = archive::read(file, keep, |bytes| {
        done += bytes;
        progress.tell(done, all);
    })?;
    progress.done();
    let progress = Progress::start("looking through it");
    let proof = antiphon_db::prove_sqlite(&data::database(unpacked)).await.context("the backup's database")?;
    progress.done();
    ensure!(
        proof.step <= Migrations::newest(),
        "the backup was written by version {}, which is newer than this one; restore it with that version",
        list.version
    );
    let has_key = data::key(unpacked).exists() || data::key(&config.data).exists() || config.secret.is_some();
    ensure!(
        has_key,
        "the backup has no master key; put your copy of it to {} (chmod 600) and try again",
        data::key(&config.data).display()
    );
    if proof.step >= KEY_CHECK {
        check_key(config, unpacked).await.context("the backup was not put back")?;
    }
    put_aside(config, unpacked)?;
    for part in PARTS.iter().filter(|part| unpacked.join(part).exists()) {
        std::fs::rename(unpacked.join(part), config.data.join(part))?;
    }
    File::open(&config.data)?.sync_all()?;
    say(&format!("{} messages as of {} are in {}. Start the server.", proof.messages, list.made_at, config.data.display()));
    Ok(())
}

/// Refuses a master key that opens nothing of what the backup's database holds sealed.
async fn check_key(config: &Config, unpacked: &Path) -> Result<()> {
    let brings_its_own = data::key(unpacked).exists() && config.secret.is_none();
    let with_key = if brings_its_own { unpacked } else { &config.data };
    let master = data::master_key(&Config { data: with_key.to_owned(), ..config.clone() })?;
    let db = Db::open_sqlite(&data::database(unpacked)).await.context("the backup's database")?;
    let matching = accounts::check_master_key(&db, &master).await;
    db.close().await;
    Ok(matching?)
}

/// Moves what is there out of the way. The key stays, unless the backup brings one.
fn put_aside(config: &Config, unpacked: &Path) -> Result<()> {
    let aside = config.data.join(format!("replaced-{}", Clock::system().now().format("%Y%m%dT%H%M%SZ")));
    let goes = |part: &&str| *part != "secret.key" || unpacked.join(part).exists();
    let there: Vec<&str> = PARTS.into_iter().filter(goes).filter(|part| config.data.join(part).exists()).collect();
    if there.is_empty() {
        return Ok(());
    }
    data::make(&aside)?;
    for part in there {
        std::fs::rename(config.data.join(part), aside.join(part))?;
    }
    say(&format!("What was there is in {}.", aside.display()));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::backup;
    use antiphon_base::secret::MasterKey;
    use std::os::unix::fs::PermissionsExt as _;
    use std::path::PathBuf;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("antiphon-restore-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        data::make(&folder).unwrap();
        folder
    }

    async fn put_into(folder: &Path, file: &Path) -> Result<()> {
        let (config, unpacked) = (Config { data: folder.to_owned(), ..Config::default() }, folder.join("restoring"));
        let _ = std::fs::remove_dir_all(&unpacked);
        data::make(&unpacked)?;
        put(&config, file, &unpacked).await
    }

    #[tokio::test]
    async fn a_backup_comes_back_whole_or_changes_nothing() {
        let (from, to) = (folder("from"), folder("to"));
        Migrations::Sqlite(&data::database(&from)).up().await.unwrap();
        let master = MasterKey::generate();
        std::fs::write(data::key(&from), master.to_text()).unwrap();
        let db = Db::open_sqlite(&data::database(&from)).await.unwrap();
        accounts::find_or_make_installation(&db, &master, Clock::system().now()).await.unwrap();
        db.close().await;
        std::fs::create_dir_all(data::files(&from).join("w/f")).unwrap();
        std::fs::write(data::files(&from).join("w/f/whole"), b"what was sent").unwrap();
        std::fs::write(data::files(&from).join("w/f/whole#1"), b"half of what is being sent").unwrap();
        let file = from.join("backup.tar");
        std::fs::write(from.join("copy.db"), b"left by one that was killed").unwrap();
        std::fs::write(&file, b"left by one that was killed").unwrap();
        let made = backup::make(&from, &from.join("copy.db"), &file, false).await.unwrap();
        assert_eq!(made.files, 1);
        let mode = std::fs::metadata(from.join("copy.db")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "it holds everything in clear");

        let said = put_into(&to, &file).await.unwrap_err().to_string();
        assert!(said.contains("no master key"), "{said}");
        std::fs::write(data::database(&to), b"what was there").unwrap();
        std::fs::write(data::key(&to), MasterKey::generate().to_text()).unwrap();
        let said = format!("{:#}", put_into(&to, &file).await.unwrap_err());
        assert!(said.contains("not put back") && said.contains("another master key"), "{said}");
        assert_eq!(std::fs::read(data::database(&to)).unwrap(), b"what was there");
        std::fs::write(data::key(&to), master.to_text()).unwrap();
        let whole = std::fs::read(&file).unwrap();
        let mut altered = whole.clone();
        altered[5_000] ^= 1;
        std::fs::write(&file, altered).unwrap();
        assert!(put_into(&to, &file).await.is_err());
        assert_eq!(std::fs::read(data::database(&to)).unwrap(), b"what was there");

        std::fs::write(&file, whole).unwrap();
        put_into(&to, &file).await.unwrap();
        assert_eq!(antiphon_db::prove_sqlite(&data::database(&to)).await.unwrap().step, Migrations::newest());
        assert_eq!(std::fs::read(data::files(&to).join("w/f/whole")).unwrap(), b"what was sent");
        assert_eq!(std::fs::metadata(data::database(&to)).unwrap().permissions().mode() & 0o777, 0o600);
        let aside =
            std::fs::read_dir(&to).unwrap().flatten().find(|entry| entry.file_name().to_string_lossy().starts_with("replaced-"));
        assert_eq!(std::fs::read(aside.unwrap().path().join("antiphon.db")).unwrap(), b"what was there");
        for folder in [from, to] {
            std::fs::remove_dir_all(folder).unwrap();
        }
    }
}
