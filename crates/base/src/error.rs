//! The few kinds of failure. A caller sees kind and sentence; the log sees the cause.
//! How a kind becomes an HTTP status is `desk/http`'s matter, not known here.

use std::borrow::Cow;
use std::time::Duration;

/// What a deed answers.
pub type Result<T, E = Error> = std::result::Result<T, E>;

type Text = Cow<'static, str>;

/// A failure, by what the caller can do about it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A field's value cannot be accepted (422).
    #[error("{field}: {why}")]
    Invalid {
        /// Path of the field in the request, such as `participants[2]`.
        field: Text,
        /// One sentence that says what would be accepted.
        why: Text,
    },
    /// The request cannot be parsed at all (400).
    #[error("{why}")]
    Malformed {
        /// What is wrong with it.
        why: Text,
    },
    /// No credential, or one that does not hold (401).
    #[error("{why}")]
    Unauthenticated {
        /// What to do about it.
        why: Text,
    },
    /// The caller may know of the thing, but not do this (403).
    #[error("{why}")]
    Forbidden {
        /// Stable name for programs.
        code: &'static str,
        /// What would be needed.
        why: Text,
    },
    /// Not there, or not the caller's to see: never told apart (404).
    #[error("not found")]
    NotFound,
    /// The state of things does not allow it (409).
    #[error("{why}")]
    Conflict {
        /// Stable name for programs.
        code: &'static str,
        /// What stands in the way.
        why: Text,
    },
    /// The body is larger than allowed (413).
    #[error("{why}")]
    TooLarge {
        /// The limit, in words.
        why: Text,
    },
    /// The request did not arrive in time (408).
    #[error("{why}")]
    TooSlow {
        /// How long was waited, in words.
        why: Text,
    },
    /// The body is of a type that is not taken here (415).
    #[error("{why}")]
    WrongType {
        /// The type that is taken.
        why: Text,
    },
    /// Too often (429).
    #[error("too many requests")]
    TooMany {
        /// When a repeat may succeed.
        retry_after: Duration,
    },
    /// Cannot be done right now, nothing was changed; a repeat may succeed (503).
    #[error("{why}")]
    Unavailable {
        /// What is not working.
        why: Text,
    },
    /// A defect or a broken part; the caller learns nothing but the request id (500).
    #[error("internal error")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    /// A field's value cannot be accepted.
    pub fn invalid(field: impl Into<Text>, why: impl Into<Text>) -> Self {
        Self::Invalid { field: field.into(), why: why.into() }
    }

    /// The request cannot be parsed.
    pub fn malformed(why: impl Into<Text>) -> Self {
        Self::Malformed { why: why.into() }
    }

    /// No credential, or one that does not hold.
    pub fn unauthenticated(why: impl Into<Text>) -> Self {
        Self::Unauthenticated { why: why.into() }
    }

    /// May be seen, may not be done.
    pub fn forbidden(why: impl Into<Text>) -> Self {
        Self::Forbidden { code: "forbidden", why: why.into() }
    }

    /// The state of things does not allow it.
    pub fn conflict(code: &'static str, why: impl Into<Text>) -> Self {
        Self::Conflict { code, why: why.into() }
    }

    /// Cannot be done right now.
    pub fn unavailable(why: impl Into<Text>) -> Self {
        Self::Unavailable { why: why.into() }
    }

    /// A defect: the cause goes to the log, never to the caller.
    pub fn internal(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(cause.into())
    }

    /// The stable name of the kind, as programs see it.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Invalid { .. } => "invalid",
            Self::Malformed { .. } => "malformed",
            Self::Unauthenticated { .. } => "unauthenticated",
            Self::Forbidden { code, .. } | Self::Conflict { code, .. } => code,
            Self::NotFound => "not_found",
            Self::TooLarge { .. } => "too_large",
            Self::TooSlow { .. } => "too_slow",
            Self::WrongType { .. } => "wrong_type",
            Self::TooMany { .. } => "too_many",
            Self::Unavailable { .. } => "unavailable",
            Self::Internal(_) => "internal",
        }
    }

    /// One sentence for the caller that says what to do; gives away nothing of the inside.
    pub fn sentence(&self) -> Text {
        match self {
            Self::Invalid { why, .. }
            | Self::Malformed { why }
            | Self::Unauthenticated { why }
            | Self::Forbidden { why, .. }
            | Self::Conflict { why, .. }
            | Self::TooLarge { why }
            | Self::TooSlow { why }
            | Self::WrongType { why }
            | Self::Unavailable { why } => why.clone(),
            Self::NotFound => "There is nothing here that you may see.".into(),
            Self::TooMany { retry_after } => match retry_after.as_secs().max(1) {
                seconds @ ..120 => format!("Too many tries; try again in {seconds} s.").into(),
                seconds => format!("Too many tries; try again in {} minutes.", seconds.div_ceil(60)).into(),
            },
            Self::Internal(_) => "Something failed on our side; quote the request id when you report it.".into(),
        }
    }

    /// The field that is wrong, where one is.
    pub fn field(&self) -> Option<&str> {
        match self {
            Self::Invalid { field, .. } => Some(field),
            _ => None,
        }
    }
}
