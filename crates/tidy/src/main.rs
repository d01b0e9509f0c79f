//! `cargo run -p antiphon-tidy`: the faults of the house, then its largest files and functions and
//! the number of texts that differ by engine. With `sql-proof FILE`: the questions that no test has
//! asked of both engines. Exits with 1 when there is a fault.

use std::path::Path;
use std::process::ExitCode;

use antiphon_tidy::{House, faults, rules, sizes, sql_proof};

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let house = match House::read(&root) {
        Ok(house) => house,
        Err(error) => {
            eprintln!("tidy: the repository cannot be read: {error}");
            return ExitCode::FAILURE;
        }
    };
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        [] => {}
        ["sql-proof", file] => return prove(&house, file),
        _ => {
            eprintln!("tidy: give nothing, or `sql-proof FILE`");
            return ExitCode::FAILURE;
        }
    }
    let show = |title: &str, list: Vec<sizes::Sized>| {
        println!("{title}");
        list.iter().for_each(|item| println!("  {:>5}  {}", item.lines, item.name));
    };
    show("Largest files (lines)", sizes::largest_files(&house));
    show("Largest functions (lines)", sizes::largest_functions(&house));
    let texts = rules::differing_texts(&house);
    println!("Functions of the dialect: {} ({})", texts.len(), texts.into_iter().collect::<Vec<_>>().join(", "));

    let faults = faults(&house);
    faults.iter().for_each(|fault| eprintln!("{fault}"));
    if faults.is_empty() {
        println!("The house is tidy.");
        ExitCode::SUCCESS
    } else {
        eprintln!("tidy: {} faults", faults.len());
        ExitCode::FAILURE
    }
}

fn prove(house: &House, file: &str) -> ExitCode {
    let proof = match std::fs::read_to_string(file) {
        Ok(proof) => proof,
        Err(error) => {
            eprintln!("tidy: {file} cannot be read: {error}; run the tests with ANTIPHON_SQL_PROOF={file}");
            return ExitCode::FAILURE;
        }
    };
    let (faults, count) = sql_proof::unasked(house, &proof);
    faults.iter().for_each(|fault| eprintln!("{fault}"));
    if faults.is_empty() {
        println!("All {count} questions were asked of both engines.");
        ExitCode::SUCCESS
    } else {
        eprintln!("tidy: {} of {count} questions were not asked of both engines", faults.len());
        ExitCode::FAILURE
    }
}
