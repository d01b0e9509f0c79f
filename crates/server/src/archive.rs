//! The file of a backup: a tar of the database, the files people sent and perhaps the key, with a list of all their
//! sums at its end. Reading one takes nothing on trust: names, sums, and that nothing is missing or too much.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Component, Path};

use antiphon_base::secret::Sha256;
use anyhow::{Context as _, Result, bail, ensure};
use serde::{Deserialize, Serialize};

/// The list's name in the tar.
const LIST: &str = "backup.json";
/// Of another form of backup, the reader says so instead of guessing.
const FORM: u32 = 1;

/// What a backup says about itself.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct List {
    form: u32,
    /// The version that wrote it.
    pub(crate) version: String,
    /// When, RFC 3339.
    pub(crate) made_at: String,
    /// SHA-256 by name.
    sums: BTreeMap<String, String>,
}

/// A backup that is being written.
pub(crate) struct Writer {
    tar: tar::Builder<BufWriter<File>>,
    sums: BTreeMap<String, String>,
}

impl Writer {
    /// Begins one in `file`, which only its owner may read.
    pub(crate) fn create(file: &Path) -> Result<Self> {
        let out = File::options().create_new(true).write(true).mode(0o600).open(file);
        let out = out.with_context(|| format!("{} cannot be made", file.display()))?;
        Ok(Self { tar: tar::Builder::new(BufWriter::new(out)), sums: BTreeMap::new() })
    }

    /// Adds a file under a name; `tell` hears of each piece's bytes.
    pub(crate) fn add(&mut self, name: &str, from: &Path, tell: impl FnMut(u64)) -> Result<()> {
        let file = File::open(from).with_context(|| format!("{} cannot be read", from.display()))?;
        let mut header = tar::Header::new_gnu();
        header.set_size(file.metadata()?.len());
        header.set_mode(0o600);
        let mut summed = Summed { inner: file, sum: Sha256::default(), tell };
        self.tar.append_data(&mut header, name, &mut summed).with_context(|| format!("{name} cannot be added"))?;
        self.sums.insert(name.to_owned(), summed.sum.finish());
        Ok(())
    }

    /// Ends it with its list; on disk when this returns.
    pub(crate) fn finish(mut self, made_at: String) -> Result<()> {
        let list = List { form: FORM, version: env!("CARGO_PKG_VERSION").to_owned(), made_at, sums: self.sums };
        let text = serde_json::to_vec_pretty(&list)?;
        let mut header = tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        header.set_mode(0o600);
        self.tar.append_data(&mut header, LIST, text.as_slice())?;
        let mut out = self.tar.into_inner()?;
        out.flush()?;
        out.get_ref().sync_all()?;
        Ok(())
    }
}

/// Reads a backup to its end and holds every sum against its list. `keep` takes each file as it comes: its name and its
/// bytes. Whatever it did with them counts only when this returns well.
pub(crate) fn read(
    file: &Path,
    mut keep: impl FnMut(&str, &mut dyn Read) -> Result<()>,
    mut tell: impl FnMut(u64),
) -> Result<List> {
    let input = File::open(file).with_context(|| format!("{} cannot be read", file.display()))?;
    let mut tar = tar::Archive::new(BufReader::new(input));
    let mut sums = BTreeMap::new();
    let mut list: Option<List> = None;
    let broken = || format!("{} is no backup, or not whole", file.display());
    for entry in tar.entries().with_context(broken)? {
        let mut entry = entry.with_context(broken)?;
        ensure!(list.is_none(), "{} goes on behind its end", file.display());
        let name = entry.path().with_context(broken)?.to_str().with_context(broken)?.to_owned();
        if name == LIST {
            list = Some(serde_json::from_reader(&mut entry).with_context(broken)?);
            continue;
        }
        ensure!(
            entry.header().entry_type().is_file() && is_ours(&name),
            "{} holds {name}, which is no part of a backup",
            file.display()
        );
        let mut summed = Summed { inner: entry, sum: Sha256::default(), tell: &mut tell };
        keep(&name, &mut summed)?;
        // What was not wanted is summed all the same.
        std::io::copy(&mut summed, &mut std::io::sink()).with_context(broken)?;
        ensure!(sums.insert(name.clone(), summed.sum.finish()).is_none(), "{} holds {name} twice", file.display());
    }
    let Some(list) = list else { bail!("{} is not whole: its end is missing", file.display()) };
    ensure!(list.form == FORM, "{} was written by version {}, which this one cannot read", file.display(), list.version);
    for (name, sum) in &list.sums {
        ensure!(sums.get(name) == Some(sum), "{}: {name} is missing or was altered", file.display());
    }
    ensure!(sums.len() == list.sums.len(), "{} holds more than its list names", file.display());
    Ok(list)
}

/// Names that a backup may hold: nothing that leads out of the data folder.
fn is_ours(name: &str) -> bool {
    let mut parts = Path::new(name).components();
    let is_plain = Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
    is_plain && (matches!(name, "antiphon.db" | "secret.key") || parts.next() == Some(Component::Normal("files".as_ref())))
}

/// Passes bytes on, and sums them up.
struct Summed<R, T> {
    inner: R,
    sum: Sha256,
    tell: T,
}

impl<R: Read, T: FnMut(u64)> Read for Summed<R, T> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(into)?;
        self.sum.add(&into[..read]);
        (self.tell)(read as u64);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> std::path::PathBuf {
        let folder = std::env::temp_dir().join(format!("antiphon-archive-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        folder
    }

    fn made(folder: &Path) -> std::path::PathBuf {
        std::fs::write(folder.join("one"), b"the database").unwrap();
        std::fs::write(folder.join("two"), b"a file").unwrap();
        let file = folder.join("backup.tar");
        let mut writer = Writer::create(&file).unwrap();
        writer.add("antiphon.db", &folder.join("one"), |_| {}).unwrap();
        writer.add("files/w/f/whole", &folder.join("two"), |_| {}).unwrap();
        writer.finish("2026-01-01T00:00:00Z".to_owned()).unwrap();
        file
    }

    fn refused(file: &Path) -> String {
        format!("{:#}", read(file, |_, _| Ok(()), |_| {}).unwrap_err())
    }

    #[test]
    fn what_goes_in_comes_out_and_what_was_altered_is_named() {
        let folder = folder("whole");
        let file = made(&folder);
        let mut found = BTreeMap::new();
        let keep = |name: &str, bytes: &mut dyn Read| {
            let mut text = String::new();
            bytes.read_to_string(&mut text)?;
            found.insert(name.to_owned(), text);
            Ok(())
        };
        assert_eq!(read(&file, keep, |_| {}).unwrap().made_at, "2026-01-01T00:00:00Z");
        assert_eq!(found["antiphon.db"], "the database");
        assert_eq!(found["files/w/f/whole"], "a file");
        assert!(Writer::create(&file).is_err(), "a backup is never written over");

        let whole = std::fs::read(&file).unwrap();
        let at = whole.windows(6).position(|window| window == b"a file").unwrap();
        let mut altered = whole.clone();
        altered[at] = b'A';
        std::fs::write(&file, &altered).unwrap();
        assert!(refused(&file).contains("files/w/f/whole is missing or was altered"));
        for length in [0, 100, 600, whole.len() / 2] {
            std::fs::write(&file, &whole[..length]).unwrap();
            assert!(refused(&file).contains("not whole") || refused(&file).contains("no backup"), "{length}: {}", refused(&file));
        }
        std::fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn nothing_leads_out_of_the_folder() {
        for name in ["../antiphon.db", "/etc/passwd", "files/../../x", "antiphon.lock", "other"] {
            assert!(!is_ours(name), "{name}");
        }
        for name in ["antiphon.db", "secret.key", "files/a/b/whole"] {
            assert!(is_ours(name), "{name}");
        }
    }
}
