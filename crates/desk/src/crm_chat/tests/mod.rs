//! Scenarios of the CRM chat system's doors.

mod conformance;
mod records;
mod search;
mod sockets;
