//! Services outside of the house, each behind one small door: what goes out, and how their refusals read here.
//! They know protocols, not the product: what a letter says is written by whoever sends it, and by which rules a call by
//! HTTP goes out at all is said in one place, `outgoing.rs`.

pub mod mail;
pub mod oidc;
mod outgoing;
pub mod page;
pub mod pusher;

pub use outgoing::{Outgoing, Unreached};
