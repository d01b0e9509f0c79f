//! Writes the table of migrations that `migrate.rs` includes; fails the build when one of the four
//! files of a number is missing or a number is skipped.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

fn main() {
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR").expect("cargo sets it")).join("../../migrations");
    println!("cargo:rerun-if-changed={}", folder.display());
    let mut numbers: BTreeMap<u32, String> = BTreeMap::new();
    for entry in fs::read_dir(&folder).expect("the folder migrations/ stands at the root") {
        let file = entry.expect("a readable folder").file_name().into_string().expect("names are ASCII");
        let (stem, _) = file.split_once('.').expect("0001_name.engine.direction.sql");
        let (number, name) = stem.split_once('_').expect("0001_name");
        numbers.insert(number.parse().expect("a number first"), name.to_owned());
    }
    let mut out = String::from("&[\n");
    for (expected, (number, name)) in (1..).zip(&numbers) {
        assert_eq!(expected, *number, "migration numbers have a gap before {number}");
        let _ = write!(out, "    Step {{ number: {number}, name: {name:?}");
        for engine in ["sqlite", "postgres"] {
            for direction in ["up", "down"] {
                let path = folder.join(format!("{number:04}_{name}.{engine}.{direction}.sql"));
                assert!(path.exists(), "{} is missing", path.display());
                let _ = write!(out, ", {engine}_{direction}: include_str!({:?})", path.canonicalize().expect("exists"));
            }
        }
        out.push_str(" },\n");
    }
    out.push(']');
    let target = Path::new(&env::var("OUT_DIR").expect("cargo sets it")).join("migrations.rs");
    fs::write(target, out).expect("OUT_DIR is writable");
}
