//! The ids of the nouns, each a type of its own so that none is taken for another.
//! All are UUIDv7 made here, never by a database.

use antiphon_base as base;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema, antiphon_db::Type)]
        #[sqlx(transparent)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl $name {
            /// A new one.
            #[allow(clippy::new_without_default, reason = "an id is made on purpose, never by default")]
            pub fn new() -> Self {
                Self(base::new_id())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )* };
}

ids! {
    /// A tenant.
    WorkspaceId
    /// Whoever can speak or act in a workspace. A contact's id is its principal's.
    PrincipalId
    /// A human's way in.
    AccountId
    /// A signed-in session.
    SessionId
    /// A role of a workspace's own.
    RoleId
    /// Someone asked to come in.
    InvitationId
    /// A link that an account proves itself by.
    AccountLinkId
    /// A visitor's token.
    VisitorTokenId
    /// A channel through which customers arrive.
    InboxId
    /// A file that someone sent.
    FileId
    /// An organisation that contacts belong to.
    CompanyId
    /// A property of contacts that a workspace defined.
    AttributeId
    /// What a colleague noted of a contact.
    NoteId
    /// A change to many contacts at once.
    EditId
    /// Two contacts made one.
    MergeId
    /// A table of contacts that was sent in.
    ImportId
    /// Something to begin with.
    PromptId
    /// A log of messages and events.
    ConversationId
    /// A message (or another entry of a log).
    MessageId
    /// A piece of owed work.
    JobId
    /// What a machine told a person.
    NoticeId
}
