//! Migrations: four files for each number, no gaps, and the same tables on both engines. (The build
//! of db refuses the first two as well; here the sentence says what to do.)

use std::collections::{BTreeMap, BTreeSet};

use crate::{Fault, File, House};

const KINDS: &[&str] = &["sqlite.up", "sqlite.down", "postgres.up", "postgres.down"];

pub(super) fn check(house: &House) -> Vec<Fault> {
    let (mut faults, mut numbers) = (Vec::new(), BTreeMap::<u32, BTreeMap<&str, &File>>::new());
    for file in house.files.iter().filter(|file| file.path.starts_with("migrations/")) {
        match parts(&file.path) {
            Some((number, _, kind)) => {
                if let Some(other) = numbers.entry(number).or_default().insert(kind, file) {
                    faults.push(file.fault(
                        1,
                        format!(
                            "two migrations have the number {number:04} ({}). Give the later one the next number",
                            other.path
                        ),
                    ));
                }
            }
            None => faults.push(
                file.fault(1, "a migration is named NNNN_name.{sqlite,postgres}.{up,down}.sql; nothing else lies in migrations/"),
            ),
        }
    }
    for (expected, (number, files)) in (1..).zip(&numbers) {
        let Some(first) = files.values().next() else { continue };
        if *number != expected {
            faults.push(first.fault(
                1,
                format!(
                    "number {expected:04} is missing before {number:04}: numbers have no gaps, so that \"how far\" is one number"
                ),
            ));
        }
        faults.extend(KINDS.iter().filter(|kind| !files.contains_key(*kind)).map(|kind| {
            first.fault(1, format!("number {number:04} has no {kind}.sql. Every step goes up and down, on both engines"))
        }));
        let names: BTreeSet<&str> = files.values().filter_map(|file| Some(parts(&file.path)?.1)).collect();
        if names.len() > 1 {
            faults.push(first.fault(1, format!("the files of number {number:04} have different names: {}", list(&names))));
        }
        faults.extend(
            files
                .values()
                .filter(|file| file.text.trim().is_empty())
                .map(|file| file.fault(1, "an empty migration; say with a comment why nothing is to be done")),
        );
        if let (Some(sqlite), Some(postgres)) = (files.get("sqlite.up"), files.get("postgres.up")) {
            faults.extend(lonely_tables(sqlite, postgres));
            faults.extend(lonely_tables(postgres, sqlite));
        }
    }
    faults
}

/// `migrations/0001_name.sqlite.up.sql` → number, name, kind.
fn parts(path: &str) -> Option<(u32, &str, &str)> {
    let (stem, kind) = path.strip_prefix("migrations/")?.strip_suffix(".sql")?.split_once('.')?;
    let (number, name) = stem.split_once('_')?;
    let kind = KINDS.iter().find(|known| **known == kind)?;
    (number.len() == 4).then_some((number.parse().ok()?, name, kind))
}

/// Tables that one engine has and the other has not, unless a comment there says why.
fn lonely_tables(here: &File, there: &File) -> Vec<Fault> {
    let others = tables(there);
    tables(here)
        .into_iter()
        .filter(|(name, _)| !others.contains_key(name) && !there.text.contains(&format!("-- no {name}:")))
        .map(|(name, line)| {
            here.fault(
                line,
                format!(
                    "the table {name} is missing in {}. Make it there too, or say there why not: -- no {name}: …",
                    there.path
                ),
            )
        })
        .collect()
}

/// Ordinary tables that a script makes, with their lines. (Full-text tables are an engine's own.)
fn tables(file: &File) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for (number, line) in (1..).zip(file.text.lines()) {
        let code = line.split("--").next().unwrap_or_default().to_ascii_lowercase();
        if let Some(rest) = code.trim_start().strip_prefix("create table ") {
            let name = rest
                .trim_start()
                .trim_start_matches("if not exists ")
                .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
                .next();
            found.insert(name.unwrap_or_default().to_owned(), number);
        }
    }
    found
}

fn list(names: &BTreeSet<&str>) -> String {
    names.iter().copied().collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sentences;

    fn step<'a>(stem: &str, up: &'a str) -> Vec<(String, &'a str)> {
        KINDS
            .iter()
            .map(|kind| (format!("migrations/{stem}.{kind}.sql"), if kind.ends_with("up") { up } else { "DROP TABLE a;" }))
            .collect()
    }

    fn faults(files: &[(String, &str)]) -> Vec<String> {
        let borrowed: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), *text)).collect();
        sentences(check, &borrowed)
    }

    #[test]
    fn four_files_for_each_number_without_gaps() {
        let mut whole = step("0001_a", "CREATE TABLE a (id);");
        assert!(faults(&whole).is_empty());
        whole.extend(step("0003_c", "CREATE TABLE c (id);"));
        assert!(faults(&whole)[0].contains("0002 is missing"));
        let mut three = step("0001_a", "CREATE TABLE a (id);");
        three.remove(1);
        assert!(faults(&three)[0].contains("no sqlite.down.sql"));
        let mut two = step("0001_a", "x");
        two.extend(step("0001_b", "x"));
        assert!(faults(&two).iter().any(|fault| fault.contains("two migrations have the number 0001")));
        assert!(faults(&[("migrations/first.sql".to_owned(), "x")])[0].contains("is named"));
    }

    #[test]
    fn both_engines_have_the_same_tables() {
        let mut files = step("0001_a", "CREATE TABLE a (id);");
        files[0].1 = "CREATE TABLE a (id) STRICT;\ncreate table if not exists b(id);\nCREATE VIRTUAL TABLE a_text USING fts5(x);";
        assert!(faults(&files)[0].contains("table b is missing in migrations/0001_a.postgres.up.sql"));
        files[2].1 = "CREATE TABLE a (id);\n-- no b: an identity column does it";
        assert!(faults(&files).is_empty());
    }
}
