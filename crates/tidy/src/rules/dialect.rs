//! Rule 6: what differs by engine is a named function in one file of db, and there are few of them.

use std::collections::BTreeSet;

use crate::rust::paths;
use crate::{Fault, House};

const DIALECT: &str = "crates/db/src/dialect.rs";
/// More than these, and "one text for both engines" is no longer true.
const MOST: usize = 12;

/// Names of the functions whose texts differ by engine.
pub fn differing_texts(house: &House) -> BTreeSet<&str> {
    let tokens = house.find(DIALECT).map_or(&[][..], |file| file.tokens());
    tokens.windows(2).filter(|w| w[0].text == "fn" && !w[0].in_test).map(|w| w[1].text.as_str()).collect()
}

pub(super) fn check(house: &House) -> Vec<Fault> {
    let mut faults = Vec::new();
    let count = differing_texts(house).len();
    if let Some(file) = house.find(DIALECT).filter(|_| count > MOST) {
        faults.push(file.fault(
            1,
            format!(
                "{count} functions differ by engine, {MOST} is the most. Find a text that is valid on both, or do it in Rust"
            ),
        ));
    }
    for file in house.rust().filter(|file| file.in_desk().is_some() && !file.is_test()) {
        let forks = paths(file.tokens()).into_iter().filter(|path| {
            !file.tokens()[path.at].in_test && path.parts.len() > 1 && matches!(path.parts.last(), Some(&"Sqlite" | &"Postgres"))
        });
        faults.extend(forks.map(|path| {
            file.fault(path.line, "desk does not ask which engine it is on. Make the difference a named function in crates/db/src/dialect.rs and call that")
        }));
        let reviewed = file.tokens().iter().filter(|token| token.text == "AssertSqlSafe");
        faults.extend(reviewed.map(|token| {
            file.fault(token.line, format!("SQL put together at run time belongs into {DIALECT}, the one reviewed file"))
        }));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::sentences;

    #[test]
    fn the_count_is_kept_small() {
        let many: String = (0..13).map(|n| format!("fn text_{n}() {{}}\n")).collect();
        assert!(sentences(check, &[(DIALECT, &many)])[0].contains("13 functions"));
        let few: String = (0..12).map(|n| format!("fn text_{n}() {{}}\n")).collect();
        assert!(sentences(check, &[(DIALECT, &few)]).is_empty());
        let twice = House::of(&[(DIALECT, "trait D { fn a(&self); } impl D for T { fn a(&self) {} }")]);
        assert_eq!(differing_texts(&twice).len(), 1);
    }

    #[test]
    fn desk_does_not_ask_for_the_engine() {
        let fork = "fn f(tx: &Tx) { match tx { Tx::Sqlite(_) => a, Tx::Postgres(_) => b } }";
        assert_eq!(sentences(check, &[("crates/desk/src/accounts/sql.rs", fork)]).len(), 2);
    }
}
