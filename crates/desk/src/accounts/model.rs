//! The types that the deeds of this slice share, and the rules that need no database.

use std::net::IpAddr;
use std::sync::Arc;

use antiphon_base::{Error, Result, Timestamp};
use antiphon_db::Json;
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::actor::{Actor, Credential, Permissions, PrincipalKind, RequestInfo, Role};
use crate::ids::{AccountId, FileId, PrincipalId, RoleId, SessionId, WorkspaceId};

/// How long an access token holds.
pub const ACCESS_TOKEN_LIFE: TimeDelta = TimeDelta::minutes(10);
/// How long a session lasts, however often it is used.
pub const SESSION_LIFE: TimeDelta = TimeDelta::days(30);
/// How long a session lasts without being used.
pub const SESSION_IDLE: TimeDelta = TimeDelta::days(7);
/// How exactly the last use of a session or key is kept: writing it at each request would cost a sync.
pub const LAST_USE_STEP: TimeDelta = TimeDelta::minutes(30);
/// How long a set-up link holds; the server prints a new one at its next start.
pub const SET_UP_LINK_LIFE: TimeDelta = TimeDelta::hours(72);
/// How long an invitation holds.
pub const INVITATION_LIFE: TimeDelta = TimeDelta::days(7);
/// How long a link to a new password, or to a new address, holds.
pub const ACCOUNT_LINK_LIFE: TimeDelta = TimeDelta::hours(1);
/// How long somebody may take for the second step of a sign-in.
pub const CHALLENGE_LIFE: TimeDelta = TimeDelta::minutes(5);
/// How long a ticket for a socket holds.
pub const TICKET_LIFE: TimeDelta = TimeDelta::seconds(30);

/// Whoever can speak or act, as others see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema, antiphon_db::FromRow)]
pub struct Principal {
    /// Its id.
    pub id: PrincipalId,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: PrincipalKind,
}

/// A human in a workspace. `id` is the principal's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema, antiphon_db::FromRow)]
pub struct Person {
    /// The principal's id.
    pub id: PrincipalId,
    /// The address they sign in with.
    pub email: String,
    /// Their name, as others see it.
    pub name: String,
    /// Their role; `agent` where they have one of the workspace's own.
    pub role: Role,
    /// The role of the workspace's own that they have.
    pub role_id: Option<RoleId>,
    /// Since when they may not sign in.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub disabled_at: Option<Timestamp>,
    /// When they were added.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// Whether their account has a second step at sign-in; told to whoever manages people, null for others.
    pub has_second_step: Option<bool>,
    /// Their picture (`/api/people/{id}/avatar`).
    pub avatar_id: Option<FileId>,
    /// Their id in another system, by which its programs may name them.
    pub external_id: Option<String>,
}

/// One of one's own sessions.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionView {
    /// Its id.
    pub id: SessionId,
    /// When it was signed in.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When it was last used, to the half hour.
    #[schema(value_type = String, format = DateTime)]
    pub last_used_at: Timestamp,
    /// When it ends by itself.
    #[schema(value_type = String, format = DateTime)]
    pub expires_at: Timestamp,
    /// Where it was signed in from.
    pub address: String,
    /// What it was signed in with.
    pub user_agent: String,
    /// Whether this is the session that asks.
    pub current: bool,
}

/// Where a request without a credential comes from, and what it was sent with.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The peer.
    pub address: IpAddr,
    /// The `User-Agent` header, cut.
    pub user_agent: String,
    /// The request, for the trail.
    pub request: Arc<RequestInfo>,
}

/// The answer to a sign-in, a refresh, a switch or a set-up.
#[derive(Debug, Serialize, ToSchema)]
pub struct SignedIn {
    /// Proves who is asking, for ten minutes.
    pub access_token: String,
    /// Gets the next pair, once.
    pub refresh_token: String,
    /// Always `Bearer`.
    pub token_type: &'static str,
    /// Seconds until the access token ends.
    pub expires_in: i64,
    /// Who signed in.
    pub user: SignedInUser,
    /// The workspaces they belong to.
    pub workspaces: Vec<WorkspaceChoice>,
    /// For the session cookie, where this opened a session.
    #[serde(skip)]
    pub(super) cookie: Option<String>,
}

/// The answer to a first step that was right, where the account has a second one.
#[derive(Debug, Serialize, ToSchema)]
pub struct SecondStepNeeded {
    /// What is to be taken.
    pub second_factor: Challenge,
}

/// A sign-in that waits for its second step.
#[derive(Debug, Serialize, ToSchema)]
pub struct Challenge {
    /// Stands for the first step, until the second one succeeds.
    pub challenge: String,
    /// Seconds until it is worthless.
    pub expires_in: i64,
}

/// What came of a first step.
#[derive(Debug)]
pub enum FirstStep {
    /// All there was to prove.
    SignedIn(Box<SignedIn>),
    /// A second step is to be taken.
    Waits(SecondStepNeeded),
}

/// How a session was signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Proven {
    pub(super) second_step: SecondStep,
    /// The workspace's provider said who it is: that holds in its workspace only.
    pub(super) by_provider: bool,
}

impl Proven {
    /// A password and nothing else.
    pub(super) const PASSWORD: Self = Self { second_step: SecondStep::Missing, by_provider: false };
}

/// The second step that a session was signed in with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, antiphon_db::Type)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub(super) enum SecondStep {
    /// None.
    Missing,
    /// A code of the app, or a recovery code.
    Code,
    /// The provider answers for it.
    Provider,
}

/// Who signed in.
#[derive(Debug, Serialize, ToSchema)]
pub struct SignedInUser {
    /// The principal's id in this workspace.
    pub id: PrincipalId,
    /// The workspace that was signed in to.
    pub workspace_id: WorkspaceId,
    /// Their address.
    pub email: String,
    /// Their name.
    pub name: String,
    /// Their role.
    pub role: Role,
}

/// A workspace that the account may switch to.
#[derive(Debug, Serialize, ToSchema)]
pub struct WorkspaceChoice {
    /// Its id.
    pub id: WorkspaceId,
    /// Its name.
    pub name: String,
    /// The role there.
    pub role: Role,
}

/// An account's place in a workspace, with what an answer needs.
#[derive(Clone, Debug, antiphon_db::FromRow)]
pub(super) struct Member {
    pub(super) workspace_id: WorkspaceId,
    pub(super) workspace_name: String,
    pub(super) account_id: AccountId,
    pub(super) principal_id: PrincipalId,
    pub(super) email: String,
    pub(super) name: String,
    pub(super) role: Role,
}

/// A session with whom it stands for.
#[derive(Debug, antiphon_db::FromRow)]
pub(super) struct SessionRow {
    pub(super) workspace_id: WorkspaceId,
    pub(super) id: SessionId,
    pub(super) account_id: AccountId,
    pub(super) principal_id: PrincipalId,
    pub(super) refresh_hash: Vec<u8>,
    pub(super) last_used_at: Timestamp,
    pub(super) expires_at: Timestamp,
    pub(super) revoked_at: Option<Timestamp>,
    pub(super) role: Role,
    pub(super) role_permissions: Option<Json<Vec<String>>>,
    pub(super) disabled_at: Option<Timestamp>,
    pub(super) name: String,
    pub(super) blocked_at: Option<Timestamp>,
    pub(super) second_step: SecondStep,
    pub(super) by_provider: bool,
    pub(super) needs_second_step: bool,
}

impl SessionRow {
    /// Whether it may do nothing but switch on a second factor: the workspace wants one of everybody.
    pub(super) fn must_enrol(&self) -> bool {
        self.needs_second_step && self.second_step == SecondStep::Missing
    }

    /// How it was signed in.
    pub(super) fn proven(&self) -> Proven {
        Proven { second_step: self.second_step, by_provider: self.by_provider }
    }

    /// Whether it still proves anything.
    pub(super) fn is_alive(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && self.disabled_at.is_none() && now < self.expires_at && now < self.last_used_at + SESSION_IDLE
    }

    /// What whoever holds it may do.
    pub(super) fn permissions(&self) -> Permissions {
        self.role_permissions.as_ref().map_or_else(|| Permissions::of(self.role), |own| Permissions::named(&own.0))
    }
}

/// What a person is in a workspace: one of the three roles, or an agent with a role of the workspace's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    pub(super) role: Role,
    pub(super) role_id: Option<RoleId>,
    pub(super) permissions: Permissions,
}

impl Standing {
    /// One of the three roles.
    pub(super) fn of(role: Role) -> Self {
        Self { role, role_id: None, permissions: Permissions::of(role) }
    }
}

/// Someone as an actor in their own matter, without a session: they came by a link.
pub(super) fn themselves(place: (WorkspaceId, PrincipalId), name: &str, standing: Standing, request: Arc<RequestInfo>) -> Actor {
    Actor {
        workspace: place.0,
        principal: place.1,
        kind: PrincipalKind::Person,
        name: name.into(),
        role: Some(standing.role),
        permissions: standing.permissions,
        is_blocked: false,
        oversees: false,
        credential: Credential::System,
        expires_at: None,
        request,
    }
}

/// Nobody gives (or takes from) others more than they have themselves.
///
/// # Errors
/// `Forbidden`.
pub(super) fn check_may_give(actor: &Actor, permissions: Permissions) -> Result<()> {
    if actor.permissions.cover(permissions) {
        Ok(())
    } else {
        Err(Error::forbidden("You can give or change only roles whose permissions you all have yourself."))
    }
}

/// A role's name in the database's and the API's spelling.
pub(super) fn role_name(role: Role) -> &'static str {
    match role {
        Role::Customer => "customer",
        Role::Agent => "agent",
        Role::Admin => "admin",
    }
}
