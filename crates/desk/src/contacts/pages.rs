//! Pages that a contact was on: the last 50, without what an address may carry of secrets.

use antiphon_base::{Error, Result, Timestamp};
use antiphon_db::{FromRow, Tx};
use serde::Serialize;
use url::Url;
use utoipa::ToSchema;
use uuid::Uuid;

use super::sql;
use crate::actor::Actor;
use crate::ids::{PrincipalId, WorkspaceId};
use crate::{Desk, accounts, text};

/// Pages kept of each contact.
const KEPT: i64 = 50;
/// Longest address, in characters.
const URL_CHARACTERS: usize = 2_000;
/// What the name of a parameter has in it whose value is nobody's business.
const SECRET: [&str; 17] = [
    "token", "secret", "password", "passwd", "pwd", "auth", "code", "key", "sig", "session", "sid", "jwt", "otp", "hash",
    "email", "state", "ticket",
];

/// A page that a contact was on.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PageVisit {
    /// Its id.
    pub id: Uuid,
    /// Its address, without parameters that may be secrets.
    pub url: String,
    /// Its title.
    pub title: Option<String>,
    /// When the contact was there last.
    #[schema(value_type = String, format = DateTime)]
    pub visited_at: Timestamp,
}

#[derive(FromRow)]
pub(super) struct VisitRow {
    id: Uuid,
    url: String,
    title: Option<String>,
    visited_at: Timestamp,
}

/// The last pages of a contact and of those that were merged into it, newest first.
///
/// # Errors
/// `NotFound`.
pub async fn list_pages(desk: &Desk, actor: &Actor, contact: PrincipalId) -> Result<Vec<PageVisit>> {
    let rows = desk
        .read(actor, async |tx| {
            sql::find(tx, actor.workspace, contact).await?.ok_or(Error::NotFound)?;
            let family = accounts::merged_principals(tx, actor.workspace, contact).await?;
            sql::pages(tx, actor.workspace, &family, KEPT).await
        })
        .await?;
    let visit = |row: VisitRow| PageVisit { id: row.id, url: row.url, title: row.title, visited_at: row.visited_at };
    Ok(rows.into_iter().map(visit).collect())
}

/// Notes that a contact is on a page. An address that is none of the web's is not noted.
///
/// # Errors
/// When storage refuses.
pub async fn note_page(
    tx: &mut Tx,
    ws: WorkspaceId,
    contact: PrincipalId,
    (url, title): (&str, Option<&str>),
    now: Timestamp,
) -> Result<()> {
    let Some(url) = without_secrets(url) else { return Ok(()) };
    let title = title.map(|title| text::preview(title.trim(), text::NAME_CHARACTERS)).filter(|title| !title.is_empty());
    sql::note_page(tx, ws, contact, (&url, title.as_deref()), now).await?;
    sql::forget_pages(tx, ws, contact, KEPT).await
}

/// An address without sign-in data, fragment and parameters that look like secrets.
fn without_secrets(given: &str) -> Option<String> {
    let mut url = Url::parse(given.trim()).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())?;
    url.set_fragment(None);
    let _ = url.set_username("");
    let _ = url.set_password(None);
    let kept: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(name, value)| !is_secret(name, value))
        .map(|(name, value)| (name.into(), value.into()))
        .collect();
    url.set_query(None);
    if !kept.is_empty() {
        url.query_pairs_mut().extend_pairs(kept);
    }
    Some(url.to_string()).filter(|url| url.chars().count() <= URL_CHARACTERS && !url.contains("%00"))
}

fn is_secret(name: &str, value: &str) -> bool {
    let name = name.to_ascii_lowercase();
    // What is long and without a blank is more often a key than a word.
    SECRET.iter().any(|word| name.contains(word)) || (value.len() > 60 && !value.contains(' '))
}

#[cfg(test)]
mod tests {
    use super::without_secrets;

    #[test]
    fn addresses_lose_what_may_be_a_secret() {
        let kept = |given| without_secrets(given).unwrap_or_default();
        assert_eq!(kept("https://shop.test/lamps?color=red&page=2#top"), "https://shop.test/lamps?color=red&page=2");
        assert_eq!(kept("https://ana:pw@shop.test/a?reset_token=abc&lang=en"), "https://shop.test/a?lang=en");
        assert_eq!(kept("https://shop.test/cb?code=1&state=2"), "https://shop.test/cb");
        assert_eq!(kept(&format!("https://shop.test/?x={}", "a".repeat(61))), "https://shop.test/");
        for none in ["javascript:alert(1)", "file:///etc/passwd", "nonsense", "https://"] {
            assert_eq!(without_secrets(none), None, "{none}");
        }
    }
}
