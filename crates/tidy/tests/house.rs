//! The rules on the house itself.

use std::path::Path;

use antiphon_tidy::{House, faults};

#[test]
fn the_house_is_tidy() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let house = House::read(&root).expect("the repository is readable");
    assert!(house.find("Cargo.toml").is_some() && house.rust().count() > 10, "this is not the repository");
    let faults = faults(&house);
    let list: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), list.join("\n"));
}
