//! How much of a list is asked for, and where the next page begins. There are no page numbers, only limits and cursors.

use std::fmt::Display;

use antiphon_base::Error;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;

/// The size of a page: 1–100, 50 when left out.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(try_from = "String")]
pub struct PageLimit(i64);

impl Default for PageLimit {
    fn default() -> Self {
        Self(50)
    }
}

impl TryFrom<String> for PageLimit {
    type Error = &'static str;

    fn try_from(limit: String) -> Result<Self, &'static str> {
        limit.parse().ok().filter(|limit| (1..=100).contains(limit)).map(Self).ok_or("give a limit of 1 to 100")
    }
}

impl PageLimit {
    /// Only the one that comes first.
    pub const ONE: Self = Self(1);

    /// Rows on the page.
    pub fn rows(self) -> i64 {
        self.0
    }

    /// Rows to ask for: one more than the page has, which tells whether there is another page.
    pub fn and_one(self) -> i64 {
        self.0 + 1
    }

    /// Takes off the row that was read beyond the page; whether there was one.
    pub fn cut<T>(self, rows: &mut Vec<T>) -> bool {
        let has_more = rows.len() as i64 > self.0;
        rows.truncate(usize::try_from(self.0).unwrap_or(usize::MAX));
        has_more
    }

    /// The same; where the next page begins, if there is one.
    pub fn cut_at<T, P>(self, rows: &mut Vec<T>, place: impl FnOnce(&T) -> P) -> Option<P> {
        let has_more = self.cut(rows);
        rows.last().filter(|_| has_more).map(place)
    }
}

/// A place in a list, as callers hand it on without reading it.
pub fn cursor(place: impl Display) -> String {
    URL_SAFE_NO_PAD.encode(place.to_string())
}

/// The place that a cursor names, where `read` knows it.
///
/// # Errors
/// `Invalid` on `cursor`.
pub fn read_cursor<P>(cursor: &str, read: impl FnOnce(&str) -> Option<P>) -> Result<P, Error> {
    let text = URL_SAFE_NO_PAD.decode(cursor).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    text.filter(|text| !text.contains('\0')).and_then(|text| read(&text)).ok_or_else(wrong_cursor)
}

/// What is said of a cursor that no page gave.
pub fn wrong_cursor() -> Error {
    Error::invalid("cursor", "Use the next_cursor of an earlier page of the same list as it was given.")
}

/// `?limit=&cursor=` of a plain list.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// Rows on the page.
    #[serde(default)]
    pub limit: PageLimit,
    /// Where the last page ended.
    pub cursor: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_cut_and_the_next_one_begins_behind_it() {
        let limit = PageLimit::try_from("2".to_owned()).unwrap();
        let (mut three, mut two) = (vec![1, 2, 3], vec![1, 2]);
        assert_eq!((limit.and_one(), limit.cut_at(&mut three, |last| *last), three), (3, Some(2), vec![1, 2]));
        assert_eq!((limit.cut_at(&mut two, |last| *last), two), (None, vec![1, 2]));
        assert!(!limit.cut(&mut Vec::<u8>::new()));
    }

    #[test]
    fn cursors_come_back_as_they_went_or_are_refused() {
        let whole = |text: &str| Some(text.to_owned());
        assert_eq!(read_cursor(&cursor("a b"), whole).unwrap(), "a b");
        for wrong in ["!", &cursor("a\0b"), &URL_SAFE_NO_PAD.encode([0xff])] {
            assert_eq!(read_cursor(wrong, whole).unwrap_err().field(), Some("cursor"), "{wrong}");
        }
        assert!(read_cursor::<u8>(&cursor("a"), |_| None).is_err());
    }
}
