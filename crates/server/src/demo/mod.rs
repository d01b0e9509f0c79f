//! `antiphon demo`'s own: the sample workspace, what is remembered of it between starts, the sample shop.
//! Everything in the workspace is made by the same deeds as anybody's; nothing here writes tables.

mod book;
mod cast;
mod sample;
mod script;
mod shop;

pub(crate) use sample::{Sample, find_or_make};
pub(crate) use shop::routes as shop;
