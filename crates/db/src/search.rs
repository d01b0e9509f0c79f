//! What a search for words is made of, before an engine's own form of it.

/// A word of a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// The whole word.
    Word(String),
    /// How it begins.
    Beginning(String),
}

impl Term {
    /// Its letters.
    pub fn text(&self) -> &str {
        match self {
            Self::Word(text) | Self::Beginning(text) => text,
        }
    }
}

/// Which part of a search's range is gone through, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stretch {
    /// Few places, one after another: quick where many have the words.
    Newest,
    /// Whatever the index of words gives: quick where few have them.
    Indexed,
}
