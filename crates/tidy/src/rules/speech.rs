//! The project speaks only of itself: no paths of one machine, no host that packages happened to be
//! fetched from, no documents that are not here, and no numbers of wishes that a reader does not have.

use std::collections::BTreeSet;

use crate::{Fault, File, House};

/// Beginnings of paths that exist on one machine only. Put together here, or this file would be at fault.
const MACHINE: &[&str] = &[concat!("/", "work/"), concat!("/", "root/"), concat!("/", "Users/")];
const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

pub(super) fn check(house: &House) -> Vec<Fault> {
    let documents: BTreeSet<&str> =
        house.files.iter().map(|file| name(&file.path)).filter(|name| name.ends_with(".md")).collect();
    let mut faults = Vec::new();
    for file in &house.files {
        faults.extend(machine_paths(file));
        faults.extend(registries(file));
        faults.extend(absent_documents(file, &documents));
        faults.extend(numbered_wishes(file));
    }
    faults
}

fn machine_paths(file: &File) -> Vec<Fault> {
    let begins = |line: &str, at: usize| {
        !line[..at].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '}' | ')' | '/'))
    };
    (1..)
        .zip(file.text.lines())
        .filter_map(|(number, line)| {
            let found = MACHINE.iter().find(|path| line.match_indices(*path).any(|(at, _)| begins(line, at)))?;
            Some(file.fault(
                number,
                format!(
                    "{found}… exists on one machine only. Say it relative to the repository, or take it from the environment"
                ),
            ))
        })
        .collect()
}

fn registries(file: &File) -> Vec<Fault> {
    let wrong: fn(&str) -> bool = match name(&file.path) {
        "Cargo.lock" => |line| line.starts_with("source = ") && line != format!("source = \"{CRATES_IO}\""),
        "package-lock.json" => |line| line.trim_start().starts_with("\"resolved\": \"http"),
        ".npmrc" => |line| line.trim_start().starts_with("registry") || line.contains(":registry"),
        "config.toml" if file.path.contains(".cargo/") => |line| line.starts_with("[source") || line.starts_with("[registries"),
        _ => return Vec::new(),
    };
    (1..)
        .zip(file.text.lines())
        .filter(|(_, line)| wrong(line))
        .map(|(number, _)| file.fault(number, "the host that packages are fetched from is each machine's own matter: crates come from the standard index, npm's lock file names versions and hashes only"))
        .collect()
}

/// Documents that a comment points to and a reader would not find.
fn absent_documents(file: &File, documents: &BTreeSet<&str>) -> Vec<Fault> {
    let Some((_, ending)) = file.path.rsplit_once('.') else { return Vec::new() };
    let marks: &[&str] = match ending {
        "rs" | "ts" | "tsx" | "mjs" => &["//", "* "],
        "css" => &["/*", "* "],
        "sql" => &["--"],
        "toml" => &["#"],
        "md" => &["]("],
        _ => return Vec::new(),
    };
    let mut faults = Vec::new();
    for (number, line) in (1..).zip(file.text.lines()) {
        let Some(at) = marks.iter().filter_map(|mark| line.find(mark)).min() else { continue };
        let words = line[at..]
            .split(|c: char| !(c.is_ascii_alphanumeric() || "._-/:".contains(c)))
            .map(|word| word.trim_end_matches(['.', ':']));
        for word in words.filter(|word| word.ends_with(".md") && !word.contains("://") && name(word).len() > 3) {
            if !documents.contains(name(word)) && !name(word).starts_with("NNNN") {
                faults.push(file.fault(
                    number,
                    format!("{word} is not in this repository. Say the reason here, or point to a document that a reader has"),
                ));
            }
        }
    }
    faults
}

/// "ask" and a number, as whoever planned the project may have counted its parts. Steps of the schema never change.
fn numbered_wishes(file: &File) -> Vec<Fault> {
    const WISH: &str = concat!("as", "k ");
    let is_named = |line: &str| {
        let line = line.to_ascii_lowercase();
        line.match_indices(WISH).any(|(at, _)| {
            !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_')
                && line[at + WISH.len()..].starts_with(|c: char| c.is_ascii_digit())
        })
    };
    if file.path.starts_with("migrations/") {
        return Vec::new();
    }
    (1..)
        .zip(file.text.lines())
        .filter(|(_, line)| is_named(line))
        .map(|(number, _)| {
            file.fault(number, "a number of a wish tells a reader nothing. Name the thing: the CRM chat system's socket")
        })
        .collect()
}

fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sentences;

    #[test]
    fn paths_of_one_machine_are_found() {
        let here = format!("see {}x\n\"{}y\"", MACHINE[0], MACHINE[1]);
        assert_eq!(sentences(check, &[("docs/a.md", &here)]).len(), 2);
        let fine = format!("https://host{}x api{}y", MACHINE[0], MACHINE[1]);
        assert!(sentences(check, &[("docs/a.md", &fine)]).is_empty());
    }

    #[test]
    fn lock_files_name_no_host() {
        let good = format!("source = \"{CRATES_IO}\"\n");
        assert!(sentences(check, &[("Cargo.lock", &good)]).is_empty());
        assert_eq!(sentences(check, &[("Cargo.lock", "source = \"registry+https://mirror.example/index\"")]).len(), 1);
        assert_eq!(
            sentences(check, &[("web/package-lock.json", "      \"resolved\": \"https://mirror.example/a.tgz\",")]).len(),
            1
        );
        assert!(sentences(check, &[("web/package-lock.json", "      \"resolved\": \"widget\",")]).is_empty());
        assert_eq!(sentences(check, &[("web/.npmrc", "registry=https://mirror.example")]).len(), 1);
    }

    #[test]
    fn wishes_are_not_numbered() {
        let numbered = concat!("//! As", "k 4's socket.\n/// See as", "k 2.\n");
        assert_eq!(sentences(check, &[("crates/a/src/b.rs", numbered)]).len(), 2);
        assert!(sentences(check, &[("migrations/0001_a.sqlite.up.sql", numbered)]).is_empty());
        let fine = "//! We ask for 4 rows; a task 4 long; ask it.";
        assert!(sentences(check, &[("crates/a/src/b.rs", fine)]).is_empty());
    }

    #[test]
    fn documents_that_are_named_are_here() {
        let absent = concat!("//! See elsewhere", ".md 1.8.\nlet x = \"upload", ".md\";");
        assert!(sentences(check, &[("crates/a/src/b.rs", absent)])[0].contains("is not in this repository"));
        let present = [("docs/here.md", "# Here"), ("crates/a/src/b.rs", concat!("//! See docs/here", ".md."))];
        assert!(sentences(check, &present).is_empty());
    }
}
