//! All scenarios of the desk in one binary. They lie beside their slices, in `src/<slice>/tests/`.

#[path = "../src/conversations/tests/mod.rs"]
mod conversations;
#[path = "../src/live/tests/mod.rs"]
mod live;
