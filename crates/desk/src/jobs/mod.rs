//! The queue of owed work: e-mail, deliveries, clean-up. Live delivery is not owed and never passes here.
//!
//! Owns the tables `jobs` and `recurring_jobs`. A job is enqueued inside the transaction of whatever owes
//! it, so it exists exactly if the change does; workers take it up afterwards, with a lease that outlives
//! neither them nor their crash. A job may run more than once, so every handler must bear a repeat.
//! Refuses to know what any job means: `lib.rs` hands the handlers over.

mod enqueue;
mod handlers;
mod hold;
mod mend;
mod model;
mod recurring;
mod sql;
mod work;

pub use enqueue::{due, enqueue, hasten, settle};
pub use handlers::Handlers;
pub use hold::{Held, find_held, hold, let_go, note_step};
pub use mend::{JobState, OwedJob, discard, list, retry};
pub use model::{Job, NewJob};
pub use work::{Queue, start};
