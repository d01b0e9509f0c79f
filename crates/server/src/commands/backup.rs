//! `antiphon backup FILE`: one moment of the embedded database and the files people sent, in one file. May be run beside
//! the server. The file counts only once it was read back and looked through.

use std::path::{Path, PathBuf};

use antiphon_base::Clock;
use anyhow::{Context as _, Result, bail, ensure};

use crate::archive::{self, Writer};
use crate::cli::Flags;
use crate::commands::serve::say;
use crate::progress::Progress;
use crate::{data, logs, settings};

pub(crate) async fn run(flags: Flags, file: &Path, with_key: bool) -> Result<()> {
    let config = settings::read(&flags)?;
    logs::start(&config.log)?;
    if config.database_url.is_some() {
        bail!("with PostgreSQL its own tools make the backup: pg_dump, or a base backup with its log; see docs/backup.md");
    }
    ensure!(data::database(&config.data).exists(), "there is no database in {}", config.data.display());
    ensure!(!file.exists(), "{} is there already", file.display());
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
    ensure!(folder.is_none_or(Path::is_dir), "there is no folder for {}; make it first", file.display());
    let beside = |ending: &str| {
        let mut name = file.as_os_str().to_owned();
        name.push(ending);
        PathBuf::from(name)
    };
    let (partial, copy) = (beside(".partial"), beside(".partial.db"));
    let made = make(&config.data, &copy, &partial, with_key).await;
    let _ = std::fs::remove_file(&copy); // it may not have come so far
    if made.is_err() {
        let _ = std::fs::remove_file(&partial);
    }
    let made = made?;
    std::fs::rename(&partial, file)?;
    say(&format!(
        "{}: {} messages, {} files, {} MB; read back and whole.",
        file.display(),
        made.messages,
        made.files,
        made.megabytes
    ));
    if config.files.bucket.is_some() {
        say("Files lie in the bucket and are not in it.");
    }
    if !with_key {
        say(&format!("The master key is not in it: keep a copy of {} elsewhere.", data::key(&config.data).display()));
    }
    Ok(())
}

/// What a backup holds.
pub(crate) struct Made {
    messages: i64,
    pub(crate) files: usize,
    megabytes: u64,
}

pub(crate) async fn make(folder: &Path, copy: &Path, partial: &Path, with_key: bool) -> Result<Made> {
    // What a backup that was killed left; where it cannot go, writing says so.
    for left in [copy, partial] {
        let _ = std::fs::remove_file(left);
    }
    let mut progress = Progress::start("copying the database");
    antiphon_db::copy_sqlite(&data::database(folder), copy, |done, all| progress.tell(done, all)).await?;
    progress.done();
    let progress = Progress::start("looking through it");
    let proof = antiphon_db::prove_sqlite(copy).await?;
    progress.done();

    // Behind the database: a file that it names was there before it was named.
    let root = data::files(folder);
    let files = files_below(&root)?;
    let all = files.iter().chain([&copy.to_owned()]).map(|file| size(file)).sum();
    let (mut progress, mut done) = (Progress::start("writing"), 0);
    let mut tell = |bytes: u64| {
        done += bytes;
        progress.tell(done, all);
    };
    let mut writer = Writer::create(partial)?;
    writer.add("antiphon.db", copy, &mut tell)?;
    if with_key {
        writer.add("secret.key", &data::key(folder), &mut tell)?;
    }
    let mut count = 0;
    for file in &files {
        let name = file.strip_prefix(&root).unwrap_or(file);
        // One that was taken back meanwhile is not missed.
        if file.exists() {
            writer.add(&format!("files/{}", name.display()), file, &mut tell)?;
            count += 1;
        }
    }
    writer.finish(Clock::system().now().to_rfc3339())?;
    progress.done();

    let (mut progress, mut done, all) = (Progress::start("reading it back"), 0, size(partial));
    archive::read(
        partial,
        |_, _| Ok(()),
        |bytes| {
            done += bytes;
            progress.tell(done, all);
        },
    )?;
    progress.done();
    Ok(Made { messages: proof.messages, files: count, megabytes: size(partial).div_ceil(1_000_000) })
}

fn size(file: &Path) -> u64 {
    std::fs::metadata(file).map_or(0, |found| found.len())
}

/// All files below a folder, but for those that are being written.
fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = match std::fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error).with_context(|| format!("{} cannot be read", folder.display())),
        };
        for entry in entries {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if !path.file_name().is_some_and(|name| name.to_string_lossy().contains('#')) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}
