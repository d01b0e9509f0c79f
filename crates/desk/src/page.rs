//! How much of a list is asked for. There are no page numbers, only limits and cursors.

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
