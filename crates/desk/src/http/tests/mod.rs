//! Scenarios of everything between the wire and a deed.

mod bad_input;
mod frame;
mod isolation;
mod matrix;
mod owed_work;
mod repeats;
