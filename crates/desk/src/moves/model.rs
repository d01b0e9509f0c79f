//! What a move stands on, and how it says how far it is.

use antiphon_base::secret::MasterKey;
use antiphon_base::{Clock, Result};
use antiphon_db::Db;

use crate::files::Store;

/// What a move needs. No desk: nothing may work in the background while rows come in.
#[derive(Clone, Copy)]
pub struct Stand<'a> {
    /// The database.
    pub db: &'a Db,
    /// Where files lie.
    pub files: &'a Store,
    /// The installation's key.
    pub master: &'a MasterKey,
    /// The one source of time.
    pub clock: &'a Clock,
}

/// What a move is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Holding the folder against its list, in bytes.
    Look,
    /// Rows.
    Rows,
    /// Contents of files.
    Contents,
    /// Words of a search, in messages.
    Words,
    /// Holding what came in against the list, in rows.
    Proof,
}

/// Hears how far a move is: at what, how much is done, of how much. An error stops it there.
pub trait Tell: FnMut(Stage, u64, u64) -> Result<()> {}
impl<T: FnMut(Stage, u64, u64) -> Result<()>> Tell for T {}
