//! Scenarios of live delivery, through a real socket on loopback.

mod sockets;
