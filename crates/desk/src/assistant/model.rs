//! Prompts, as they lie in the table and as callers see them. Pure.

use antiphon_base::{Error, Result, Timestamp};
use antiphon_db::FromRow;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actor::Role;
use crate::ids::PromptId;
use crate::{given, text};

/// Longest text of a prompt, in characters.
const TEXT_CHARACTERS: usize = 2_000;
/// Prompts are put in order by numbers up to this.
const LAST_PLACE: i64 = 1_000_000;

/// Something to begin with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema, FromRow)]
pub struct Prompt {
    /// Its id.
    pub id: PromptId,
    /// What stands on the button.
    pub title: String,
    /// What is said when it is chosen.
    pub text: String,
    /// Whether it is offered.
    pub is_active: bool,
    /// Its place among the others, lowest first.
    #[sqlx(rename = "position")]
    pub order: i64,
    /// Only people of this role are offered it.
    pub role: Option<Role>,
    /// Only this page offers it.
    pub page: Option<String>,
    /// When it was made.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When it was last changed.
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Timestamp,
}

/// A prompt to be added.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPrompt {
    /// 1 to 200 characters.
    pub title: String,
    /// 1 to 2,000 characters.
    pub text: String,
    /// Offered at once, unless said otherwise.
    #[serde(default = "yes")]
    pub is_active: bool,
    /// Its place, 0 to 1,000,000; behind all others when left out.
    #[serde(default)]
    pub order: Option<i64>,
    /// Only for people of this role.
    #[serde(default)]
    pub role: Option<Role>,
    /// Only on this page.
    #[serde(default)]
    pub page: Option<String>,
}

fn yes() -> bool {
    true
}

/// What is to be changed; what is left out stays, and `null` takes `role` and `page` away.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PromptChange {
    /// Another title.
    #[serde(default)]
    pub title: Option<String>,
    /// Another text.
    #[serde(default)]
    pub text: Option<String>,
    /// Offered or not.
    #[serde(default)]
    pub is_active: Option<bool>,
    /// Another place.
    #[serde(default)]
    pub order: Option<i64>,
    /// Another role, or none.
    #[serde(default, deserialize_with = "given::given")]
    #[schema(value_type = Option<Role>)]
    pub role: Option<Option<Role>>,
    /// Another page, or none.
    #[serde(default, deserialize_with = "given::given")]
    #[schema(value_type = Option<String>)]
    pub page: Option<Option<String>>,
}

impl Prompt {
    /// A new one, checked; without a place of its own it comes last.
    pub(super) fn new(new: NewPrompt, last: i64, now: Timestamp) -> Result<Self> {
        Ok(Self {
            id: PromptId::new(),
            title: text::line("title", &new.title)?,
            text: text::clean("text", &new.text, TEXT_CHARACTERS)?,
            is_active: new.is_active,
            order: new.order.map_or(Ok(last + 1), checked_place)?,
            role: new.role,
            page: text::line_optional("page", new.page.as_deref())?,
            created_at: now,
            updated_at: now,
        })
    }

    /// The same one after a change, checked.
    pub(super) fn changed(&self, change: PromptChange, now: Timestamp) -> Result<Self> {
        let title = change.title.as_deref().map(|title| text::line("title", title)).transpose()?;
        let words = change.text.as_deref().map(|words| text::clean("text", words, TEXT_CHARACTERS)).transpose()?;
        let page = match change.page {
            Some(page) => text::line_optional("page", page.as_deref())?,
            None => self.page.clone(),
        };
        Ok(Self {
            id: self.id,
            title: title.unwrap_or_else(|| self.title.clone()),
            text: words.unwrap_or_else(|| self.text.clone()),
            is_active: change.is_active.unwrap_or(self.is_active),
            order: change.order.map_or(Ok(self.order), checked_place)?,
            role: change.role.unwrap_or(self.role),
            page,
            created_at: self.created_at,
            updated_at: now,
        })
    }

    /// Whether someone of this role is offered it on this page.
    pub(super) fn is_for(&self, role: Option<Role>, page: Option<&str>) -> bool {
        // Whoever has no role is a visitor, and asks like a customer.
        let role = role.unwrap_or(Role::Customer);
        self.is_active && self.role.is_none_or(|only| only == role) && self.page.as_deref().is_none_or(|only| Some(only) == page)
    }
}

fn checked_place(order: i64) -> Result<i64> {
    if (0..=LAST_PLACE).contains(&order) { Ok(order) } else { Err(Error::invalid("order", "Give a number from 0 to 1000000.")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prompt_is_offered_to_its_role_on_its_page() {
        let new = |role, page: Option<&str>| {
            let new = NewPrompt {
                title: "T".into(),
                text: "t".into(),
                is_active: true,
                order: None,
                role,
                page: page.map(str::to_owned),
            };
            Prompt::new(new, 4, Timestamp::UNIX_EPOCH).unwrap()
        };
        assert_eq!(new(None, None).order, 5);
        assert!(new(None, None).is_for(None, None));
        assert!(new(Some(Role::Customer), None).is_for(None, Some("/pricing")));
        assert!(!new(Some(Role::Agent), None).is_for(None, None));
        assert!(new(None, Some("/pricing")).is_for(Some(Role::Admin), Some("/pricing")));
        assert!(!new(None, Some("/pricing")).is_for(Some(Role::Admin), None));
        let change: PromptChange = serde_json::from_str(r#"{"page": null}"#).unwrap();
        let changed = new(Some(Role::Agent), Some("/pricing")).changed(change, Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!((changed.page, changed.role), (None, Some(Role::Agent)));
    }
}
