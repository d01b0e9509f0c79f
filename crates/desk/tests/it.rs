//! All scenarios of the desk in one binary. They lie beside their slices, in `src/<slice>/tests/`.

#[path = "../src/conversations/tests/mod.rs"]
mod conversations;
#[path = "../src/http/tests/mod.rs"]
mod http;
#[path = "../src/live/tests/mod.rs"]
mod live;
#[path = "../src/accounts/tests/mod.rs"]
mod accounts;
#[path = "../src/audit/tests/mod.rs"]
mod audit;
#[path = "../src/jobs/tests/mod.rs"]
mod jobs;
