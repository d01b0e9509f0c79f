//! Scenarios of ask 4's doors.

mod conformance;
mod records;
mod sockets;
