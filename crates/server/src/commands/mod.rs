//! One command per file.

pub(crate) mod backup;
pub(crate) mod clean_files;
pub(crate) mod database;
pub(crate) mod demo;
pub(crate) mod doctor;
pub(crate) mod export;
pub(crate) mod import;
pub(crate) mod migrate;
pub(crate) mod restore;
pub(crate) mod second_step;
pub(crate) mod seed_prompts;
pub(crate) mod serve;
pub(crate) mod verify_audit;
pub(crate) mod workspace;
