//! Rule 1: which crate may know which. Read from Cargo.toml and from the source, since a test may
//! name what only the tests depend on.

use crate::rust::paths;
use crate::{Fault, File, House};

/// Crate, and what of ours it may know. Lowest first; nothing points back.
const LAYERS: &[(&str, &[&str])] = &[
    ("base", &[]),
    ("db", &["base"]),
    ("bus", &["base"]),
    ("clients", &["base"]),
    ("desk", &["base", "db", "bus", "clients"]),
    ("assets", &["base"]),
    ("emulators", &["base"]),
    ("server", &["base", "db", "bus", "clients", "desk", "assets", "emulators"]),
    // for development only
    ("testkit", &["base", "db", "bus", "clients", "desk", "emulators"]),
    ("bench", &["base"]),
    ("tidy", &[]),
];

pub(super) fn check(house: &House) -> Vec<Fault> {
    let manifests = house.files.iter().filter(|file| file.path.starts_with("crates/") && file.path.ends_with("/Cargo.toml"));
    let mut faults: Vec<Fault> = manifests.flat_map(manifest).collect();
    faults.extend(house.rust().flat_map(source));
    faults
}

fn manifest(file: &File) -> Vec<Fault> {
    let Some(name) = file.crate_name() else { return Vec::new() };
    if !LAYERS.iter().any(|(layer, _)| *layer == name) {
        return vec![file.fault(1, format!(
            "the crate {name} has no layer. Name it in tidy's rules/layers.rs with what it may know, or make it a folder of a crate that has one"
        ))];
    }
    let (mut faults, mut section) = (Vec::new(), "");
    for (number, line) in (1..).zip(file.text.lines()) {
        let line = line.trim();
        if line.starts_with('[') {
            section = line.trim_matches(['[', ']']);
        }
        let named = if line.starts_with('[') { section.rsplit_once('.').map_or("", |(_, name)| name) } else { line };
        let Some(other) = named.strip_prefix("antiphon-").map(until_end_of_name) else { continue };
        let for_tests = section.starts_with("dev-dependencies");
        if section.contains("dependencies") && !may_know(name, other, for_tests) {
            faults.push(file.fault(number, sentence(name, other)));
        }
    }
    faults
}

fn source(file: &File) -> Vec<Fault> {
    let Some(name) = file.crate_name() else { return Vec::new() };
    let of_crate = |path: &str| path.strip_prefix("antiphon_").map(str::to_owned);
    paths(file.tokens())
        .iter()
        .filter_map(|path| Some((path, of_crate(path.parts.first()?)?)))
        .filter(|(_, other)| LAYERS.iter().any(|(layer, _)| layer == other))
        .filter(|(path, other)| {
            let for_tests = file.is_test() || file.tokens()[path.at].in_test;
            !may_know(name, other, for_tests) && name != other.as_str()
        })
        .map(|(path, other)| file.fault(path.line, sentence(name, &other)))
        .collect()
}

fn may_know(name: &str, other: &str, for_tests: bool) -> bool {
    let known = LAYERS.iter().find(|(layer, _)| *layer == name).map_or(&[][..], |(_, known)| known);
    known.contains(&other) || (for_tests && matches!(other, "testkit" | "emulators") && name != "base")
}

fn until_end_of_name(text: &str) -> &str {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').next().unwrap_or(text)
}

fn sentence(name: &str, other: &str) -> String {
    format!(
        "{name} must not know {other}: knowledge runs base ← db, bus, clients ← desk ← server, and nothing points back. \
         Put what both need into a lower crate, or hand it down as a value or a trait"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sentences;

    #[test]
    fn nothing_points_back() {
        let found = sentences(
            check,
            &[("crates/db/Cargo.toml", "[dependencies]\nantiphon-base.workspace = true\nantiphon-desk.workspace = true\n")],
        );
        assert_eq!(found.len(), 1);
        assert!(found[0].starts_with("crates/db/Cargo.toml:3: db must not know desk"));
        let found = sentences(check, &[("crates/bus/src/lib.rs", "use antiphon_desk::Desk;")]);
        assert!(found[0].contains("bus must not know desk"));
        assert_eq!(sentences(check, &[("crates/base/Cargo.toml", "[dependencies.antiphon-db]\nworkspace = true")]).len(), 1);
    }

    #[test]
    fn tests_may_use_the_testkit_and_nothing_else_may() {
        assert!(
            sentences(check, &[("crates/desk/Cargo.toml", "[dev-dependencies]\nantiphon-testkit.workspace = true")]).is_empty()
        );
        assert_eq!(sentences(check, &[("crates/desk/Cargo.toml", "[dependencies]\nantiphon-testkit.workspace = true")]).len(), 1);
        assert!(sentences(check, &[("crates/desk/src/accounts/tests/a.rs", "use antiphon_testkit::Story;")]).is_empty());
        assert_eq!(sentences(check, &[("crates/desk/src/accounts/a.rs", "use antiphon_testkit::Story;")]).len(), 1);
    }

    #[test]
    fn a_new_crate_needs_a_layer() {
        assert!(sentences(check, &[("crates/attic/Cargo.toml", "[package]")])[0].contains("has no layer"));
    }
}
