//! What a notice is. Pure.

use antiphon_base::{Error, Result, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::accounts::Principal;
use crate::files::Attachment;
use crate::ids::{FileId, NoticeId};

/// Longest `content`, in characters.
pub(super) const CONTENT_CHARACTERS: usize = 10_000;
/// Largest `data`, in bytes of JSON.
const DATA_BYTES: usize = 64 * 1024;
/// How deep `data` may be nested.
const DATA_DEPTH: usize = 32;

/// What kind of thing is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema, antiphon_db::Type)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum NoticeType {
    /// How a task goes on.
    #[serde(alias = "scheduling_update")]
    SchedulingUpdate,
    /// It is done.
    #[serde(alias = "confirmation")]
    Confirmation,
    /// Something has to be asked.
    #[serde(alias = "clarification")]
    Clarification,
    /// It was called off.
    #[serde(alias = "cancellation")]
    Cancellation,
    /// It failed.
    #[serde(alias = "error")]
    Error,
    /// Anything else worth knowing.
    #[serde(alias = "info")]
    Info,
}

impl NoticeType {
    /// All there are.
    pub const ALL: [Self; 6] =
        [Self::SchedulingUpdate, Self::Confirmation, Self::Clarification, Self::Cancellation, Self::Error, Self::Info];

    /// As it is stored.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::SchedulingUpdate => "scheduling_update",
            Self::Confirmation => "confirmation",
            Self::Clarification => "clarification",
            Self::Cancellation => "cancellation",
            Self::Error => "error",
            Self::Info => "info",
        }
    }
}

/// How much it matters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema, antiphon_db::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Priority {
    /// May wait.
    Low,
    /// As usual.
    #[default]
    Normal,
    /// Before others.
    High,
    /// Now.
    Urgent,
}

/// A notice to be sent, in the casing of its senders.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct NewNotice {
    /// What kind of thing is told; lower or upper case.
    #[serde(rename = "type")]
    pub notice_type: NoticeType,
    /// The sender's own name of the task it is about, at most 200 characters.
    pub task_id: Option<String>,
    /// A person's id, or the external id that the workspace gave that person.
    pub user_id: String,
    /// The sender's own name of the organisation; the key says which workspace it is.
    pub org_id: Option<String>,
    /// What is said, 1 to 10,000 characters.
    pub content: String,
    /// Anything more: a JSON object of at most 64 KB, at most 32 deep.
    #[schema(value_type = Option<Object>)]
    pub data: Option<Value>,
    /// How much it matters; `normal` when left out.
    #[serde(default)]
    pub priority: Priority,
    /// Files of the sender's own that come along, at most 10.
    #[serde(default)]
    pub attachments: Vec<FileId>,
    /// What old senders say: taken and passed over, the server's clock counts.
    pub timestamp: Option<String>,
}

/// A notice as its person sees it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Notice {
    /// Its id.
    pub id: NoticeId,
    /// Its place among the person's notices.
    pub seq: i64,
    /// What kind of thing is told.
    #[serde(rename = "type")]
    pub notice_type: NoticeType,
    /// How much it matters.
    pub priority: Priority,
    /// The task it is about.
    pub task_id: Option<String>,
    /// The sender's own name of the organisation.
    pub org_id: Option<String>,
    /// What is said.
    pub content: String,
    /// Anything more.
    #[schema(value_type = Object)]
    pub data: Value,
    /// Files that came along.
    pub attachments: Vec<Attachment>,
    /// Who sent it.
    pub sender: Principal,
    /// When it was stored.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When it was read.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub read_at: Option<Timestamp>,
}

/// `data` as it may be kept: an object within bounds.
pub(super) fn checked_data(data: Option<Value>) -> Result<Option<Value>> {
    let Some(data) = data.filter(|data| !data.is_null()) else { return Ok(None) };
    if !data.is_object() {
        return Err(Error::invalid("data", "Give a JSON object."));
    }
    if is_deeper(&data, DATA_DEPTH) {
        return Err(Error::invalid("data", format!("Nest it at most {DATA_DEPTH} deep.")));
    }
    if data.to_string().len() > DATA_BYTES {
        return Err(Error::invalid("data", "Shorten it to 64 KB of JSON."));
    }
    Ok(Some(data))
}

fn is_deeper(value: &Value, left: usize) -> bool {
    let mut inner: Box<dyn Iterator<Item = &Value>> = match value {
        Value::Array(items) => Box::new(items.iter()),
        Value::Object(fields) => Box::new(fields.values()),
        _ => return false,
    };
    left == 0 || inner.any(|value| is_deeper(value, left - 1))
}

/// What another system calls something of its own: 1 to 200 characters, kept to the letter.
pub(super) fn foreign_id(field: &'static str, id: Option<&str>) -> Result<Option<String>> {
    let Some(id) = id else { return Ok(None) };
    if id.trim().is_empty() || id.chars().count() > 200 || id.chars().any(char::is_control) {
        return Err(Error::invalid(field, "Give 1 to 200 characters, without control characters."));
    }
    Ok(Some(id.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn data_is_an_object_within_bounds() {
        let nested = (0..DATA_DEPTH).fold(json!(1), |inner, _| json!({ "a": inner }));
        assert!(checked_data(Some(nested.clone())).is_ok());
        assert!(checked_data(Some(json!({ "a": nested }))).is_err());
        assert!(checked_data(Some(json!({ "a": "x".repeat(DATA_BYTES - 8) }))).is_ok());
        assert!(checked_data(Some(json!({ "a": "x".repeat(DATA_BYTES) }))).is_err());
        assert!(checked_data(Some(json!([1]))).is_err());
        assert_eq!(checked_data(Some(Value::Null)).unwrap(), None);
    }

    #[test]
    fn ids_of_other_systems_are_kept_to_the_letter() {
        assert_eq!(foreign_id("taskId", Some(" a ")).unwrap().as_deref(), Some(" a "));
        for wrong in ["", "  ", "a\nb", &"x".repeat(201)] {
            assert!(foreign_id("taskId", Some(wrong)).is_err());
        }
    }
}
