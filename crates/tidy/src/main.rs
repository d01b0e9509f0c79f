//! `cargo run -p antiphon-tidy`: the faults of the house, then its largest files and functions and
//! the number of texts that differ by engine. Exits with 1 when there is a fault.

use std::path::Path;
use std::process::ExitCode;

use antiphon_tidy::{House, faults, rules, sizes};

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let house = match House::read(&root) {
        Ok(house) => house,
        Err(error) => {
            eprintln!("tidy: the repository cannot be read: {error}");
            return ExitCode::FAILURE;
        }
    };
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
