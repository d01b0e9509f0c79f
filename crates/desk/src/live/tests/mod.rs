//! Scenarios of live delivery, through a real socket on loopback.

mod credentials;
mod endings;
mod feed;
mod nodes;
mod presence;
mod sockets;
mod streams;
