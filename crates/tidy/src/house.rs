//! The files of the repository as the rules see them: path and text, nothing built and nothing fetched.

use std::fmt;
use std::fs;
use std::path::Path;

use crate::rust::{self, Token};

/// What holds nothing written by us (in a linked work tree, `.git` is a file).
const NOT_OURS: &[&str] = &[".git", "target", "node_modules", "dist", "antiphon-data"];
/// Longer files are data or generated.
const LONGEST: u64 = 2_000_000;

/// All files.
pub struct House {
    /// In order of their paths.
    pub files: Vec<File>,
}

/// One file.
pub struct File {
    /// From the root of the repository, with `/`.
    pub path: String,
    /// Its text.
    pub text: String,
    tokens: Vec<Token>,
}

/// What is wrong, where, and what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The file.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
    /// One or two sentences.
    pub sentence: String,
}

impl House {
    /// Reads the repository at `root`.
    ///
    /// # Errors
    /// When a folder or a file cannot be read.
    pub fn read(root: &Path) -> std::io::Result<Self> {
        let mut files = Vec::new();
        walk(root, "", &mut files)?;
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(Self { files })
    }

    /// A house made of these files, for trying rules on.
    pub fn of(files: &[(&str, &str)]) -> Self {
        Self { files: files.iter().map(|(path, text)| File::new((*path).to_owned(), (*text).to_owned())).collect() }
    }

    /// The file at `path`.
    pub fn find(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|file| file.path == path)
    }

    /// Our Rust files.
    pub fn rust(&self) -> impl Iterator<Item = &File> {
        self.files.iter().filter(|file| file.path.starts_with("crates/") && file.path.ends_with(".rs"))
    }
}

impl File {
    fn new(path: String, text: String) -> Self {
        let tokens = if path.ends_with(".rs") { rust::tokens(&text) } else { Vec::new() };
        Self { path, text, tokens }
    }

    /// What the compiler would see of a Rust file; for others nothing.
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// The folder below `crates/`.
    pub fn crate_name(&self) -> Option<&str> {
        self.path.strip_prefix("crates/")?.split('/').next()
    }

    /// The path below `crates/desk/src/`.
    pub fn in_desk(&self) -> Option<&str> {
        self.path.strip_prefix("crates/desk/src/")
    }

    /// A file of tests only.
    pub fn is_test(&self) -> bool {
        self.path.split('/').any(|part| part == "tests" || part == "benches" || part == "tests.rs")
            || self.path.starts_with("crates/testkit/")
    }

    /// A fault in this file.
    pub fn fault(&self, line: usize, sentence: impl Into<String>) -> Fault {
        Fault { path: self.path.clone(), line, sentence: sentence.into() }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.path, self.line, self.sentence)
    }
}

fn walk(folder: &Path, prefix: &str, files: &mut Vec<File>) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        let path = if prefix.is_empty() { name.clone() } else { format!("{prefix}/{name}") };
        if NOT_OURS.contains(&name.as_str()) {
            continue;
        }
        let kind = entry.file_type()?;
        if kind.is_dir() {
            walk(&entry.path(), &path, files)?;
        } else if kind.is_file() && !name.ends_with(".log") && entry.metadata().is_ok_and(|data| data.len() <= LONGEST) {
            // Others may be editing: a file that went away meanwhile is not a fault, nor is a picture.
            if let Ok(text) = fs::read_to_string(entry.path()) {
                files.push(File::new(path, text));
            }
        }
    }
    Ok(())
}
