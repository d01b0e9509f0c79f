//! What a draft is. Pure.

use antiphon_base::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::conversations::MessageKind;

/// Longest draft, in characters: longer than a message, which may have to be cut first.
pub const DRAFT_CHARACTERS: usize = 40_000;

/// What was begun and not sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Draft {
    /// What it says so far.
    pub text: String,
    /// When it was last changed, on whichever device.
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Timestamp,
}

/// A person's drafts in a conversation: of a message and of a note.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Drafts {
    /// Of a message.
    pub message: Option<Draft>,
    /// Of a note.
    pub note: Option<Draft>,
}

/// A draft to be kept.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDraft {
    /// Of which it is one; `message` when left out.
    #[serde(default)]
    pub kind: MessageKind,
    /// What it says, at most 40,000 characters; empty takes the draft away.
    pub text: String,
}
