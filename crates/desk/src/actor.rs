//! Who is asking, and what they may do. Made by `http/authenticate.rs`, read by every deed.
//! Roles are fixed sets of permissions; an API key's scopes are subsets.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use antiphon_base::{Error, Result, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ids::{InboxId, PrincipalId, SessionId, VisitorTokenId, WorkspaceId};

/// What a principal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, antiphon_db::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum PrincipalKind {
    /// A human with an account.
    Person,
    /// A customer, identified or not.
    Contact,
    /// A program that speaks.
    Bot,
    /// An API key acting for itself.
    Key,
    /// Antiphon itself.
    System,
}

/// The three roles of a person in a workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema, antiphon_db::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Role {
    /// Asks.
    Customer,
    /// Answers.
    Agent,
    /// Configures.
    Admin,
}

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident = $text:tt)*) => {
        /// One thing that can be allowed, written `noun:verb`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
        pub enum Permission { $($(#[$doc])* #[serde(rename = $text)] $name),* }

        impl Permission {
            /// All there are.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// As it is written in scopes and answers.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text),* }
            }
        }
    };
}

permissions! {
    /// See conversations that one may see.
    ConversationsRead = "conversations:read"
    /// Start conversations; send, edit and delete own messages; read marks and typing.
    ConversationsWrite = "conversations:write"
    /// Assign, resolve, rename, add and remove participants.
    ConversationsManage = "conversations:manage"
    /// Take conversations away as transcripts.
    ConversationsExport = "conversations:export"
    /// See and write notes, which only staff see.
    NotesWrite = "notes:write"
    /// See how much is said, and how soon it is answered.
    MetricsRead = "metrics:read"
    /// See the chats that outside bots report, and their figures.
    ChatlogRead = "chatlog:read"
    /// Report chats; without `chatlog:read` one sees only those that one reported.
    ChatlogWrite = "chatlog:write"
    /// See and mend every conversation of the workspace, each look being in the audit trail.
    ConversationsOversee = "conversations:oversee"
    /// See contacts.
    ContactsRead = "contacts:read"
    /// Change contacts.
    ContactsWrite = "contacts:write"
    /// Import and export contacts, define their attributes.
    ContactsManage = "contacts:manage"
    /// See colleagues.
    PeopleRead = "people:read"
    /// Add and change people, end their sessions.
    PeopleManage = "people:manage"
    /// Make and revoke API keys.
    KeysManage = "keys:manage"
    /// Inboxes and settings of the workspace.
    SettingsManage = "settings:manage"
    /// Read the audit trail.
    AuditRead = "audit:read"
    /// See and mend jobs.
    JobsManage = "jobs:manage"
    /// See all files of the workspace, take them away and give them back, each look being in the audit trail.
    FilesManage = "files:manage"
    /// For a key: see and mark the notices of whomever it names. Everybody sees their own without it.
    NoticesRead = "notices:read"
    /// Send notices to people.
    NoticesWrite = "notices:write"
}

/// A set of permissions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Permissions(u64);

impl Permissions {
    /// What a role may do.
    pub fn of(role: Role) -> Self {
        use Permission as P;
        match role {
            Role::Customer => [P::ConversationsRead, P::ConversationsWrite].into_iter().collect(),
            Role::Agent => [
                P::ConversationsRead,
                P::ConversationsWrite,
                P::ConversationsManage,
                P::ConversationsExport,
                P::MetricsRead,
                P::ChatlogRead,
                P::NotesWrite,
                P::ContactsRead,
                P::ContactsWrite,
                P::PeopleRead,
            ]
            .into_iter()
            .collect(),
            Role::Admin => P::ALL.iter().copied().collect(),
        }
    }

    /// Those of the written permissions that this version knows; others are passed over.
    pub fn named(texts: &[String]) -> Self {
        Permission::ALL.iter().copied().filter(|permission| texts.iter().any(|text| text == permission.as_str())).collect()
    }

    /// Whether the set holds all of the other.
    pub fn cover(self, other: Self) -> bool {
        other.0 & !self.0 == 0
    }

    /// Whether the set holds it.
    pub fn has(self, permission: Permission) -> bool {
        self.0 & (1 << permission as u64) != 0
    }

    /// The set as a list, in a fixed order.
    pub fn list(self) -> Vec<Permission> {
        Permission::ALL.iter().copied().filter(|permission| self.has(*permission)).collect()
    }
}

impl FromIterator<Permission> for Permissions {
    fn from_iter<I: IntoIterator<Item = Permission>>(permissions: I) -> Self {
        Self(permissions.into_iter().fold(0, |set, permission| set | 1 << permission as u64))
    }
}

/// What proved who is asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Credential {
    /// A signed-in session, by access token or cookie.
    Session(SessionId),
    /// An API key; its id is its principal's.
    Key(PrincipalId),
    /// A visitor's token, bound to the inbox it was given for.
    Visitor(VisitorTokenId, InboxId),
    /// Antiphon's own work.
    System,
}

/// Who is asking. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Actor {
    /// The workspace in which everything happens.
    pub workspace: WorkspaceId,
    /// Who speaks or acts.
    pub principal: PrincipalId,
    /// What they are.
    pub kind: PrincipalKind,
    /// Their name, as others see it.
    pub name: Arc<str>,
    /// Their role, where they are a person.
    pub role: Option<Role>,
    /// What they may do.
    pub permissions: Permissions,
    /// Whether the team blocked them: they read on and write no more.
    pub is_blocked: bool,
    /// Whether they came through the door for whoever oversees all conversations (`conversations::oversee`).
    pub oversees: bool,
    /// What proved it.
    pub credential: Credential,
    /// When the proof ends, where it does (access tokens).
    pub expires_at: Option<Timestamp>,
    /// The request this comes from.
    pub request: Arc<RequestInfo>,
}

/// What is known of the request behind a deed, for trail and log.
#[derive(Debug, Default)]
pub struct RequestInfo {
    /// The request's id, as answered in `X-Request-Id`.
    pub id: String,
    /// Where it came from.
    pub address: Option<IpAddr>,
    /// The key under which a repeat is recognised.
    pub idempotency: Option<IdempotencyKey>,
}

/// An `Idempotency-Key` with the hash of the request it came with.
#[derive(Debug)]
pub struct IdempotencyKey {
    /// As the caller wrote it, 1–64 characters.
    pub key: String,
    /// SHA-256 of method, path and body.
    pub request_hash: String,
    taken: AtomicBool,
}

impl IdempotencyKey {
    /// A key that no write has taken yet.
    pub fn new(key: String, request_hash: String) -> Self {
        Self { key, request_hash, taken: AtomicBool::new(false) }
    }

    /// True for the first write of the request only: that one stores the key.
    pub(crate) fn take(&self) -> bool {
        !self.taken.swap(true, Ordering::AcqRel)
    }

    /// The write that stored the key was undone: the next one stores it.
    pub(crate) fn give_back(&self) {
        self.taken.store(false, Ordering::Release);
    }
}

impl Actor {
    /// Antiphon itself, acting in a workspace (jobs, clean-up).
    pub fn system(workspace: WorkspaceId) -> Self {
        Self {
            workspace,
            principal: PrincipalId(workspace.0), // the system's principal carries the workspace's id
            kind: PrincipalKind::System,
            name: "Antiphon".into(),
            role: None,
            permissions: Permission::ALL.iter().copied().collect(),
            is_blocked: false,
            oversees: false,
            credential: Credential::System,
            expires_at: None,
            request: Arc::default(),
        }
    }

    /// Whether this is someone on the answering side: sees notes, agents' work and contacts.
    pub fn is_staff(&self) -> bool {
        self.permissions.has(Permission::NotesWrite)
    }

    /// Refuses whoever lacks the permission.
    ///
    /// # Errors
    /// `Forbidden`, naming the permission; `Forbidden` (`blocked`) for whoever writes and was blocked.
    pub fn need(&self, permission: Permission) -> Result<()> {
        if self.is_blocked && permission == Permission::ConversationsWrite {
            return Err(blocked());
        }
        if self.permissions.has(permission) {
            Ok(())
        } else {
            Err(Error::forbidden(format!("This needs the permission `{}`.", permission.as_str())))
        }
    }

    /// Refuses whoever has none of these.
    ///
    /// # Errors
    /// `Forbidden`, naming them.
    pub fn need_one_of(&self, permissions: &[Permission]) -> Result<()> {
        if permissions.iter().any(|permission| self.permissions.has(*permission)) {
            return Ok(());
        }
        let names: Vec<_> = permissions.iter().map(|permission| format!("`{}`", permission.as_str())).collect();
        Err(Error::forbidden(format!("This needs one of the permissions {}.", names.join(", "))))
    }
}

/// The word for whoever was blocked.
pub(crate) fn blocked() -> Error {
    let why = "You cannot write here any more: the team has blocked you. What was said can still be read.";
    Error::Forbidden { code: "blocked", why: why.into() }
}
