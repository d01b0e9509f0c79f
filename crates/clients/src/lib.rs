//! Services outside of the house, each behind one small door: what goes out, and how their refusals read here.
//! They know protocols, not the product: what a letter says is written by whoever sends it.

pub mod mail;
