//! The folder of an export on disk: parts with lines, contents of files, the list. A file has its name only when it is
//! whole and on disk; the list is the last. A lock keeps two from writing the same folder.
//! It blocks: whoever moves a workspace is a command of its own.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{BufRead as _, BufReader, BufWriter, ErrorKind, Read as _, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Component, Path, PathBuf};

use antiphon_base::secret::{Sha256, sha256_hex};
use antiphon_base::{Error, Result};

use super::manifest::{MANIFEST, PartList};
use crate::ids::WorkspaceId;

/// Stands in the folder while an export is not whole, and says of which workspace.
const UNFINISHED: &str = "unfinished";
const ROWS: &str = "rows";
const CONTENTS: &str = "contents";
/// Names the contents, a line each.
pub(super) const CONTENTS_LIST: &str = "contents.jsonl";
/// A line may be a piece of a table of contacts, which is the largest there is; more is none of ours.
const LONGEST_LINE: u64 = 64 * 1024 * 1024;

/// A folder.
pub(super) struct Folder {
    root: PathBuf,
    /// Held while an export is written.
    _lock: Option<File>,
}

impl Folder {
    /// Takes a folder to write into: a new or empty one, or the unfinished export of the same workspace, whose contents
    /// stay and whose rows are written anew.
    pub(super) fn begin(root: &Path, workspace: WorkspaceId) -> Result<Self> {
        let folder = Self { root: root.to_owned(), _lock: None };
        folder.make("")?;
        if folder.path(MANIFEST).exists() {
            return Err(folder.wrong(MANIFEST, "is there already: the folder has a whole export. Give another folder"));
        }
        let is_begun = folder.path(UNFINISHED).exists();
        let mut entries = std::fs::read_dir(root).map_err(|error| folder.wrong("", format!("cannot be read: {error}")))?;
        if !is_begun && entries.next().is_some() {
            return Err(folder.wrong("", "is not empty, and no export that was begun. Give another folder"));
        }
        let mut options = OpenOptions::new();
        let lock = options.create(true).truncate(false).read(true).write(true).mode(0o600).open(folder.path(UNFINISHED));
        let mut lock = lock.map_err(|error| folder.not_written(UNFINISHED, &error))?;
        if lock.try_lock().is_err() {
            return Err(folder.wrong("", "is being written by another export"));
        }
        let mut of = String::new();
        let read = lock.read_to_string(&mut of);
        read.map_err(|error| folder.wrong(UNFINISHED, format!("cannot be read: {error}")))?;
        if of.is_empty() {
            let written = lock.write_all(workspace.to_string().as_bytes()).and_then(|()| lock.sync_all());
            written.map_err(|error| folder.not_written(UNFINISHED, &error))?;
        } else if of != workspace.to_string() {
            return Err(folder.wrong("", format!("has an unfinished export of another workspace ({of}). Give another folder")));
        }
        match std::fs::remove_dir_all(folder.path(ROWS)) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(folder.not_written(ROWS, &error)),
            _ => folder.make(ROWS)?,
        }
        folder.make(CONTENTS)?;
        Ok(Self { _lock: Some(lock), ..folder })
    }

    /// A folder to read from.
    pub(super) fn open(root: &Path) -> Self {
        Self { root: root.to_owned(), _lock: None }
    }

    /// Where it is.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// The text of the list.
    pub(super) fn manifest(&self) -> Result<String> {
        std::fs::read_to_string(self.path(MANIFEST)).map_err(|error| match error.kind() {
            ErrorKind::NotFound if self.path(UNFINISHED).exists() => {
                self.wrong(MANIFEST, "is missing: the export is not whole. Run it again, it goes on")
            }
            _ => self.wrong(MANIFEST, format!("cannot be read: {error}")),
        })
    }

    /// Writes the list: now the export is whole.
    pub(super) fn finish(&self, manifest: &[u8]) -> Result<()> {
        self.write(MANIFEST, manifest)?;
        std::fs::remove_file(self.path(UNFINISHED)).map_err(|error| self.not_written(UNFINISHED, &error))
    }

    /// Begins a part of a table; the first is 1.
    pub(super) fn part(&self, table: &str, number: usize) -> Result<PartWriter<'_>> {
        self.lines(format!("{ROWS}/{table}-{number:06}.jsonl"))
    }

    /// Begins a file with lines.
    pub(super) fn lines(&self, name: String) -> Result<PartWriter<'_>> {
        let partial = self.partial(&name);
        let file = OpenOptions::new().create(true).truncate(true).write(true).mode(0o600).open(partial);
        let file = file.map_err(|error| self.not_written(&name, &error))?;
        let list = PartList { file: name, rows: 0, bytes: 0, sha256: String::new() };
        Ok(PartWriter { folder: self, out: BufWriter::with_capacity(256 * 1024, file), sum: Sha256::default(), list })
    }

    /// Reads a part line by line, and holds it against its list: what `take` did counts only when this returns well.
    pub(super) fn each_line(&self, part: &PartList, mut take: impl FnMut(&str) -> Result<()>) -> Result<()> {
        let mut lines = self.read_lines(part)?;
        while let Some(line) = lines.next()? {
            take(line)?;
        }
        Ok(())
    }

    /// Opens a part to be read line by line.
    pub(super) fn read_lines<'a>(&'a self, part: &'a PartList) -> Result<PartReader<'a>> {
        self.check_name(&part.file)?;
        let file = File::open(self.path(&part.file)).map_err(|error| match error.kind() {
            ErrorKind::NotFound => self.wrong(&part.file, "is missing"),
            _ => self.wrong(&part.file, format!("cannot be read: {error}")),
        })?;
        let input = BufReader::with_capacity(256 * 1024, file);
        Ok(PartReader { folder: self, part, input, line: String::new(), sum: Sha256::default(), rows: 0 })
    }

    /// Keeps an object.
    pub(super) fn put_content(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let name = format!("{CONTENTS}/{name}");
        let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        self.make(folder)?;
        self.write(&name, bytes)
    }

    /// An object that was kept; nothing when it is not there.
    pub(super) fn content(&self, name: &str) -> Result<Option<Vec<u8>>> {
        let name = format!("{CONTENTS}/{name}");
        self.check_name(&name)?;
        match std::fs::read(self.path(&name)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(self.wrong(&name, format!("cannot be read: {error}"))),
        }
    }

    /// An object that must be there with this sum.
    pub(super) fn content_of(&self, content: &Content) -> Result<Vec<u8>> {
        let name = format!("{CONTENTS}/{}", content.name);
        match self.content(&content.name)? {
            None => Err(self.wrong(&name, "is missing")),
            Some(bytes) if sha256_hex(&bytes) != content.sha256 => Err(self.wrong(&name, "was altered")),
            Some(bytes) => Ok(bytes),
        }
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let partial = self.partial(name);
        let written = OpenOptions::new()
            .create(true)
            .truncate(true)
            .write(true)
            .mode(0o600)
            .open(&partial)
            .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()));
        written.and_then(|()| self.name(&partial, name)).map_err(|error| self.not_written(name, &error))
    }

    fn name(&self, partial: &Path, name: &str) -> std::io::Result<()> {
        let to = self.path(name);
        std::fs::rename(partial, &to)?;
        to.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
    }

    fn make(&self, name: &str) -> Result<()> {
        let made = DirBuilder::new().recursive(true).mode(0o700).create(self.path(name));
        made.map_err(|error| self.wrong(name, format!("cannot be made: {error}")))
    }

    fn path(&self, name: &str) -> PathBuf {
        if name.is_empty() { self.root.clone() } else { self.root.join(name) }
    }

    fn partial(&self, name: &str) -> PathBuf {
        self.root.join(format!("{name}.partial"))
    }

    /// Names from a list lead nowhere else.
    fn check_name(&self, name: &str) -> Result<()> {
        let is_plain = !name.is_empty() && Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
        if is_plain { Ok(()) } else { Err(Error::invalid(name.to_owned(), "is no name within the folder")) }
    }

    fn not_written(&self, name: &str, error: &std::io::Error) -> Error {
        self.wrong(name, format!("cannot be written: {error}"))
    }

    fn wrong(&self, name: &str, why: impl Into<String>) -> Error {
        Error::invalid(self.path(name).display().to_string(), why.into())
    }
}

/// A file with lines that is being written.
pub(super) struct PartWriter<'a> {
    folder: &'a Folder,
    out: BufWriter<File>,
    sum: Sha256,
    list: PartList,
}

impl PartWriter<'_> {
    /// How many lines it has.
    pub(super) fn rows(&self) -> u64 {
        self.list.rows
    }

    /// Adds a line.
    pub(super) fn add(&mut self, line: &str) -> Result<()> {
        for bytes in [line.as_bytes(), b"\n"] {
            self.out.write_all(bytes).map_err(|error| self.folder.not_written(&self.list.file, &error))?;
            self.sum.add(bytes);
            self.list.bytes += bytes.len() as u64;
        }
        self.list.rows += 1;
        Ok(())
    }

    /// Gives it its name; on disk when this returns.
    pub(super) fn finish(self) -> Result<PartList> {
        let Self { folder, mut out, sum, mut list } = self;
        let partial = folder.partial(&list.file);
        let written = out.flush().and_then(|()| out.get_ref().sync_all()).and_then(|()| folder.name(&partial, &list.file));
        written.map_err(|error| folder.not_written(&list.file, &error))?;
        list.sha256 = sum.finish();
        Ok(list)
    }
}

/// A part that is being read.
pub(super) struct PartReader<'a> {
    folder: &'a Folder,
    part: &'a PartList,
    input: BufReader<File>,
    line: String,
    sum: Sha256,
    rows: u64,
}

impl PartReader<'_> {
    /// The next line. Nothing at the end, and only when the whole part was as its list says.
    pub(super) fn next(&mut self) -> Result<Option<&str>> {
        self.line.clear();
        let file = &self.part.file;
        let read = (&mut self.input).take(LONGEST_LINE).read_line(&mut self.line);
        match read {
            Err(error) if error.kind() == ErrorKind::InvalidData => return Err(self.folder.wrong(file, "was altered")),
            Err(error) => return Err(self.folder.wrong(file, format!("cannot be read: {error}"))),
            Ok(_) => self.sum.add(self.line.as_bytes()),
        }
        if self.line.is_empty() {
            let sum = std::mem::take(&mut self.sum).finish();
            if sum != self.part.sha256 || self.rows != self.part.rows {
                return Err(self.folder.wrong(file, "was altered: its SHA-256 is not that of manifest.json"));
            }
            return Ok(None);
        }
        self.rows += 1;
        match self.line.strip_suffix('\n') {
            Some(line) => Ok(Some(line)),
            None => Err(self.folder.wrong(file, format!("was altered: line {} does not end", self.rows))),
        }
    }

    /// An error of the line that was read last.
    pub(super) fn wrong_line(&self, (field, why): (&str, String)) -> Error {
        self.folder.wrong(&self.part.file, format!("line {}, {field} {why}", self.rows))
    }
}

/// A line of the list of contents.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Content {
    /// Its name, within the workspace's.
    pub(super) name: String,
    /// Its length.
    pub(super) bytes: u64,
    /// Its SHA-256.
    pub(super) sha256: String,
}

impl Content {
    /// Reads a line.
    pub(super) fn of(line: &str) -> Result<Self> {
        serde_json::from_str(line).map_err(|error| Error::invalid(CONTENTS_LIST, format!("has a line that is none: {error}")))
    }
}
