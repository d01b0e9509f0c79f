//! The provider as its workspace set it up, and the reasons why somebody does not get in by it.

use antiphon_base::{Error, Result, Timestamp};
use antiphon_clients::oidc::{Client, Fault};
use antiphon_db::Json;
use chrono::TimeDelta;
use serde::Serialize;
use utoipa::ToSchema;

use crate::Desk;
use crate::actor::{Actor, Permissions, Role};
use crate::ids::WorkspaceId;

/// How long somebody may take at the provider.
pub(super) const SIGN_IN_LIFE: TimeDelta = TimeDelta::minutes(10);

/// A provider as settings show it; the client secret is never shown again.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProviderView {
    /// What the provider calls itself.
    pub issuer: String,
    /// What it calls us.
    pub client_id: String,
    /// What stands on the button of the sign-in page.
    pub label: String,
    /// Domains of addresses that are let in; empty: all.
    pub domains: Vec<String>,
    /// The role of people who come in for the first time; without one they must be among the people before.
    pub new_role: Option<Role>,
    /// Whether our own second step is asked for as well.
    pub needs_second_step: bool,
    /// Whether it lets anybody in.
    pub is_on: bool,
    /// When this was changed last.
    #[schema(value_type = String, format = DateTime)]
    pub changed_at: Timestamp,
}

/// Addresses that have to do with it, as people reach this server now.
#[derive(Debug, Serialize, ToSchema)]
pub struct Addresses {
    /// Where the provider sends people back to: to be entered there.
    pub redirect_uri: String,
    /// The workspace's own sign-in page.
    pub sign_in_page: String,
}

impl Addresses {
    /// The addresses under which people reach the server.
    pub fn of(base: &str, workspace: WorkspaceId) -> Self {
        Self { redirect_uri: redirect_uri(base), sign_in_page: format!("{base}/app/sign-in?workspace={workspace}") }
    }
}

/// Where the provider sends people back to.
pub(super) fn redirect_uri(base: &str) -> String {
    format!("{base}/api/auth/oidc/callback")
}

/// A provider as it is kept.
#[derive(antiphon_db::FromRow)]
pub(super) struct ProviderRow {
    pub(super) workspace_id: WorkspaceId,
    pub(super) issuer: String,
    pub(super) client_id: String,
    pub(super) client_secret: Vec<u8>,
    pub(super) label: String,
    pub(super) domains: Json<Vec<String>>,
    pub(super) new_role: Option<Role>,
    pub(super) needs_second_step: bool,
    pub(super) is_on: bool,
    pub(super) changed_at: Timestamp,
}

impl ProviderRow {
    /// The client secret.
    ///
    /// # Errors
    /// `Internal` when it was sealed under another key or moved.
    pub(super) fn secret(&self, desk: &Desk) -> Result<String> {
        let opened = desk.keys.master.open(&place(self.workspace_id), &self.client_secret);
        opened
            .and_then(|secret| String::from_utf8(secret).ok())
            .ok_or_else(|| Error::internal("the secret of a sign-in provider does not open"))
    }

    /// Who we are to it.
    pub(super) fn client<'a>(&'a self, secret: &'a str, redirect_uri: &'a str) -> Client<'a> {
        Client { id: &self.client_id, secret, redirect_uri }
    }

    /// Whether addresses of this one's domain are let in.
    pub(super) fn lets_in(&self, email: &str) -> bool {
        let domain = email.rsplit_once('@').map(|(_, domain)| domain.to_lowercase());
        self.domains.0.is_empty() || domain.is_some_and(|domain| self.domains.0.contains(&domain))
    }
}

impl From<ProviderRow> for ProviderView {
    fn from(row: ProviderRow) -> Self {
        Self {
            issuer: row.issuer,
            client_id: row.client_id,
            label: row.label,
            domains: row.domains.0,
            new_role: row.new_role,
            needs_second_step: row.needs_second_step,
            is_on: row.is_on,
            changed_at: row.changed_at,
        }
    }
}

/// Where a workspace's client secret is sealed for.
pub(super) fn place(workspace: WorkspaceId) -> String {
    format!("{workspace}/sign_in_providers/client_secret")
}

/// Who may say who comes in: nobody lets others in as more than they are themselves, and a provider lets in anybody.
///
/// # Errors
/// `Forbidden`.
pub(super) fn check_may_open_doors(actor: &Actor) -> Result<()> {
    if Permissions::of(Role::Admin).list().into_iter().all(|permission| actor.permissions.has(permission)) {
        Ok(())
    } else {
        Err(Error::forbidden("A provider can let people in as anybody, so only who has all permissions sets it up."))
    }
}

/// Why somebody does not get in, as the sign-in page is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The workspace has no provider, or it is switched off.
    NoProvider,
    /// The provider does not answer.
    Away,
    /// What it said is not believed, or it does not know us.
    NotTrusted,
    /// The person said no there.
    Denied,
    /// It took too long, was begun in another browser, or was finished before.
    Expired,
    /// The provider gives no address.
    NoEmail,
    /// The provider does not know that the address is theirs.
    Unverified,
    /// The address is of another domain.
    WrongDomain,
    /// Nobody here has that address.
    NoAccount,
    /// The address has an account, but no place in this workspace.
    Elsewhere,
    /// They were shut out.
    ShutOut,
    /// Nobody set the address under which people reach the server.
    NoAddress,
    /// Something failed on our side.
    Failed,
}

impl Problem {
    /// As the address of the sign-in page has it.
    pub fn code(self) -> &'static str {
        match self {
            Self::NoProvider => "no_provider",
            Self::Away => "provider_away",
            Self::NotTrusted => "not_trusted",
            Self::Denied => "denied",
            Self::Expired => "expired",
            Self::NoEmail => "no_email",
            Self::Unverified => "unverified_email",
            Self::WrongDomain => "wrong_domain",
            Self::NoAccount => "no_account",
            Self::Elsewhere => "account_elsewhere",
            Self::ShutOut => "shut_out",
            Self::NoAddress => "no_public_url",
            Self::Failed => "failed",
        }
    }
}

impl From<&Fault> for Problem {
    fn from(fault: &Fault) -> Self {
        match fault {
            Fault::Away(_) => Self::Away,
            Fault::NotKnown | Fault::Refused(_) | Fault::NotTrusted(_) => Self::NotTrusted,
        }
    }
}
