//! What an inbox is, and what makes its settings good. Pure.

use antiphon_base::{Error, Result, Timestamp};
use antiphon_db::{FromRow, Json};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ids::{InboxId, PrincipalId, VisitorTokenId, WorkspaceId};
use crate::text;

/// Sites that one inbox may stand on.
const ORIGINS: usize = 50;

/// How a visitor meets the widget.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
pub struct InboxSettings {
    /// Said before the visitor has said anything.
    pub greeting: String,
    /// The accent colour, `#rrggbb`; nothing for Antiphon's own.
    pub color: Option<String>,
    /// On which side of the page the launcher stands.
    pub position: Side,
    /// The widget's language, as in `en` or `pt-BR`; nothing for the visitor's own.
    pub locale: Option<String>,
}

/// A side of the page, as seen in left-to-right writing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Left.
    Left,
    /// Right.
    #[default]
    Right,
}

impl Default for InboxSettings {
    fn default() -> Self {
        Self { greeting: "Hello! How can we help?".to_owned(), color: None, position: Side::Right, locale: None }
    }
}

impl InboxSettings {
    /// The settings, cleaned.
    ///
    /// # Errors
    /// `Invalid` on a field.
    pub(super) fn checked(self) -> Result<Self> {
        let is_colour = |color: &String| {
            color.len() == 7 && color.starts_with('#') && color[1..].bytes().all(|byte| byte.is_ascii_hexdigit())
        };
        if self.color.as_ref().is_some_and(|color| !color.is_ascii() || !is_colour(color)) {
            return Err(Error::invalid("settings.color", "Give a colour such as #0f766e."));
        }
        let is_locale = |locale: &String| {
            (2..=10).contains(&locale.len()) && locale.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        };
        if self.locale.as_ref().is_some_and(|locale| !is_locale(locale)) {
            return Err(Error::invalid("settings.locale", "Give a language such as en or pt-BR."));
        }
        Ok(Self { greeting: text::clean("settings.greeting", &self.greeting, 500)?, ..self })
    }
}

/// A channel through which customers arrive.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Inbox {
    /// Its id.
    pub id: InboxId,
    /// Its name, which visitors see.
    pub name: String,
    /// What the snippet on the site carries; no secret.
    pub widget_key: String,
    /// Sites that the widget may stand on, as origins (`https://shop.example`).
    pub allowed_origins: Vec<String>,
    /// How a visitor meets the widget.
    pub settings: InboxSettings,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

#[derive(FromRow)]
pub(super) struct InboxRow {
    pub(super) workspace_id: WorkspaceId,
    pub(super) id: InboxId,
    pub(super) name: String,
    pub(super) widget_key: String,
    pub(super) allowed_origins: Json<Vec<String>>,
    pub(super) settings: Json<InboxSettings>,
    pub(super) identity_secret: Vec<u8>,
    pub(super) created_at: Timestamp,
}

impl From<InboxRow> for Inbox {
    fn from(row: InboxRow) -> Self {
        Self {
            id: row.id,
            name: row.name,
            widget_key: row.widget_key,
            allowed_origins: row.allowed_origins.0,
            settings: row.settings.0,
            created_at: row.created_at,
        }
    }
}

/// A visitor's token with whose it is.
#[derive(FromRow)]
pub(super) struct VisitorRow {
    pub(super) workspace_id: WorkspaceId,
    pub(super) id: VisitorTokenId,
    pub(super) inbox_id: InboxId,
    pub(super) contact_id: PrincipalId,
    pub(super) contact_name: String,
    pub(super) blocked_at: Option<Timestamp>,
    pub(super) last_used_at: Timestamp,
    pub(super) revoked_at: Option<Timestamp>,
}

/// Where a secret lies, so that a sealed one opens only there.
pub(super) fn secret_place(workspace: WorkspaceId, inbox: InboxId) -> String {
    format!("{workspace}/inboxes/identity_secret/{inbox}")
}

/// Origins in their one written form: scheme, host, port where it is not the usual one.
///
/// # Errors
/// `Invalid`, naming the one that is wrong.
pub(super) fn checked_origins(origins: &[String]) -> Result<Vec<String>> {
    if origins.len() > ORIGINS {
        return Err(Error::invalid("allowed_origins", "Give at most 50 sites."));
    }
    let check = |(place, origin): (usize, &String)| {
        let wrong = || {
            Error::invalid(format!("allowed_origins[{place}]"), "Give a site such as https://shop.example.com, without a path.")
        };
        let url = url::Url::parse(origin.trim()).map_err(|_| wrong())?;
        let plain =
            matches!(url.scheme(), "http" | "https") && url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        let host = url.host_str().is_some_and(|host| !host.contains('*')); // each site is named; there are no patterns
        if plain && url.username().is_empty() && host { Ok(url.origin().ascii_serialization()) } else { Err(wrong()) }
    };
    origins.iter().enumerate().map(check).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_are_brought_into_one_form_or_refused_by_place() {
        let good = checked_origins(&["https://Shop.Example:443/".to_owned(), "http://localhost:3000".to_owned()]).unwrap();
        assert_eq!(good, ["https://shop.example", "http://localhost:3000"]);
        for wrong in
            ["shop.example", "https://shop.example/path", "ftp://shop.example", "*", "https://*.shop.example", "https://a@b.c"]
        {
            let error = checked_origins(&["https://ok.example".to_owned(), wrong.to_owned()]).unwrap_err();
            assert_eq!(error.field(), Some("allowed_origins[1]"), "{wrong}");
        }
    }
}
