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

/// The log in stretches, each with a sign of its own in PostgreSQL's index: a search that has a sign among its words is
/// answered from one stretch alone. As a power of two.
pub const SEGMENT: u32 = 16;

/// The sign of the stretch in which a place lies; the index itself makes the same.
pub fn segment_sign(place: i64) -> Term {
    Term::Word(format!("#{}", place >> SEGMENT))
}

/// How far a search goes through the messages one after another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Walk {
    /// Not at all.
    Nowhere,
    /// Through all that there are, which are few.
    Everywhere,
    /// Down to this place.
    DownTo(i64),
    /// Through the newest that have the beginnings of so many letters, which the index has at hand. For a longer beginning
    /// it first merges all words that have it: cheap where few do, and where many do, the newest suffice.
    ByBeginnings(usize),
}

/// Which part of a search's range is gone through, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stretch {
    /// Few places, one after another: quick where many have the words.
    Newest,
    /// Whatever the index of words gives: quick where few have them.
    Indexed,
}
