//! Scenarios of everything between the wire and a deed.

mod matrix;
