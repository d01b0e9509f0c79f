//! The rules, one subject a file. Each takes the house and answers its faults; each is tried on
//! small made-up houses beside it, so that it is known to fail where it should.

mod dialect;
mod heads;
mod layers;
mod migrations;
mod names;
mod places;
mod ranks;
mod routes;
mod speech;

pub use dialect::differing_texts;

use crate::{Fault, House};

/// All rules.
pub const ALL: &[fn(&House) -> Vec<Fault>] = &[
    layers::check,
    ranks::check,
    places::check,
    heads::check,
    routes::check,
    dialect::check,
    migrations::check,
    names::check,
    speech::check,
];

#[cfg(test)]
fn sentences(rule: fn(&House) -> Vec<Fault>, files: &[(&str, &str)]) -> Vec<String> {
    rule(&House::of(files)).iter().map(ToString::to_string).collect()
}
