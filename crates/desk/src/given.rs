//! Fields of a change that may be left out, or be `null`, and mean different things by it.

use serde::{Deserialize, Deserializer};

/// Tells a field that was left out (`None`, by `#[serde(default)]`) from one that is `null` (`Some(None)`).
pub(crate) fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(value: D) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(value).map(Some)
}
