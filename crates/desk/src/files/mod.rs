//! Files: what people send along, and what is made of it.
//!
//! Owns the table `files`, the object store, the routes under `/api/files`, the job `files.clean`.
//! Refuses to know where a file is shown: a slice that shows one decides who may see it, and asks here for an address.

mod address;
mod attach;
mod clean;
mod contents;
mod keep_files;
mod kind;
mod model;
mod receive;
mod routes;
mod sql;
mod store;
mod thumbnail;
mod upload;

pub use address::{FileAddress, address_of};
pub use attach::{attach_files, find_sendable, find_shown, give_up_file, show_file, withhold_file};
pub use clean::{Act, Cleaned, KEPT, PATIENCE, clean, jobs};
pub use contents::{Contents, contents_of};
pub use keep_files::{
    FileKind, FileState, FilesAsk, KeptFile, Order, Room, find_kept, list_files, remove_file, rename_file, restore_file, room_of,
};
pub use model::{Attachment, FileInfo};
pub use routes::routes;
pub use store::Store;
