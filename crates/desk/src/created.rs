//! What a deed made, and whether a repeat found it made already.

/// The new object, or the first one where this was a repeat.
pub enum Created<T> {
    /// It was made just now.
    New(T),
    /// It had been made by an earlier try.
    Again(T),
}
