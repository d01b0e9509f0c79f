//! The test that keeps the house in order: reads the source as text and says, in a sentence for
//! each fault, where a line belongs and why. Knows the layers, the ranks and the style; compiles
//! nothing, and has no dependencies, so that it runs before everything else.

mod house;
pub mod rules;
mod rust;
pub mod sizes;
pub mod sql_proof;

pub use house::{Fault, File, House};

/// Every fault of the house, by place.
pub fn faults(house: &House) -> Vec<Fault> {
    let mut faults: Vec<Fault> = rules::ALL.iter().flat_map(|rule| rule(house)).collect();
    faults.sort();
    faults.dedup();
    faults
}
