//! The generator's tools: a minimal WebSocket client, a minimal HTTP client, samples.
//! Small on purpose: what the generator spends, the server cannot have.

pub mod http;
pub mod live;
pub mod samples;
pub mod socket;
pub mod tus;
