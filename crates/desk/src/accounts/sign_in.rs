//! Signing in by e-mail and password. Whatever is wrong, the answer and the work are the same. An account with a
//! second factor gets no session here, but a challenge: `second_step.rs`.

use antiphon_base::secret::{new_token, token_hash};
use antiphon_base::{Error, Result, Timestamp};
use antiphon_db::Tx;
use serde::Deserialize;
use utoipa::ToSchema;

use super::model::{ACCESS_TOKEN_LIFE, Caller, FirstStep, Member, Proven, SESSION_LIFE, SignedIn, SignedInUser, WorkspaceChoice};
use super::{attempts, passwords, second_step, sql, tokens};
use crate::ids::{SessionId, WorkspaceId};
use crate::{Desk, text};

/// E-mail and password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// The account's address.
    pub email: String,
    /// Its password.
    pub password: String,
}

/// Signs in to the workspace that was used last, or the only one.
///
/// # Errors
/// `Unauthenticated` for an unknown account, a wrong password and an account without a place alike;
/// `TooMany` after too many failures.
pub async fn sign_in(desk: &Desk, caller: &Caller, given: SignIn) -> Result<FirstStep> {
    let attempt = attempts::begin(desk, &given.email, caller.address).await?;
    let folded = text::fold(given.email.trim());
    let account = desk.db.system_read(async |tx| sql::find_account(tx, &folded).await).await?;
    let kept = account.as_ref().and_then(|account| account.password_hash.clone());
    let matches = passwords::verify(&given.password, kept).await?;
    let Some(account) = account.filter(|_| matches) else { return Err(refused()) };

    let members = desk.db.system_read(async |tx| sql::find_members(tx, account.id).await).await?;
    if members.is_empty() {
        return Err(refused());
    }
    attempt.succeeded(desk).await?;
    let now = desk.clock.now();
    if account.has_factor {
        let waits = desk.db.system_write(async |tx| second_step::challenge(tx, account.id, None, now).await).await?;
        metrics::counter!("sign_ins_total", "outcome" => "second_step").increment(1);
        return Ok(FirstStep::Waits(waits));
    }
    let chosen = last_used(&members, account.last_workspace_id);
    let signed_in =
        desk.db.system_write(async |tx| open_session(desk, tx, caller, (&members, chosen), Proven::PASSWORD, now).await).await?;
    note_signed_in(&signed_in);
    Ok(FirstStep::SignedIn(Box::new(signed_in)))
}

/// Which of an account's places is signed in to where none is named: the one used last, or the first.
pub(super) fn last_used(members: &[Member], workspace: Option<WorkspaceId>) -> usize {
    workspace.and_then(|workspace| place_of(members, workspace)).unwrap_or(0)
}

/// For figures and log.
pub(super) fn note_signed_in(signed_in: &SignedIn) {
    metrics::counter!("sign_ins_total", "outcome" => "signed_in").increment(1);
    tracing::info!(workspace.id = %signed_in.user.workspace_id, person.id = %signed_in.user.id, "signed in");
}

/// Opens a session for the chosen one of an account's places.
pub(super) async fn open_session(
    desk: &Desk,
    tx: &mut Tx,
    caller: &Caller,
    (members, chosen): (&[Member], usize),
    proven: Proven,
    now: Timestamp,
) -> Result<SignedIn> {
    let member = members.get(chosen).ok_or(Error::NotFound)?;
    let id = SessionId::new();
    let cookie = new_token("cs_");
    let refresh = tokens::new_refresh_token(&desk.keys.master, member.workspace_id, id);
    let session = sql::NewSession {
        member,
        id,
        cookie_hash: token_hash(&cookie),
        refresh_hash: token_hash(&refresh),
        user_agent: caller.user_agent.clone(),
        address: caller.address.to_string(),
        proven,
        now,
        expires_at: now + SESSION_LIFE,
    };
    sql::insert_session(tx, session).await?;
    if !proven.by_provider {
        sql::note_last_workspace(tx, member.account_id, member.workspace_id).await?;
    }
    answer(desk, members, (member, id), refresh, Some(cookie), now)
}

/// The answer with a fresh access token.
pub(super) fn answer(
    desk: &Desk,
    members: &[Member],
    (member, session): (&Member, SessionId),
    refresh_token: String,
    cookie: Option<String>,
    now: Timestamp,
) -> Result<SignedIn> {
    Ok(SignedIn {
        access_token: tokens::access_token(&desk.keys.access_tokens, member.workspace_id, member.principal_id, session, now)?,
        refresh_token,
        token_type: "Bearer",
        expires_in: ACCESS_TOKEN_LIFE.num_seconds(),
        user: SignedInUser {
            id: member.principal_id,
            workspace_id: member.workspace_id,
            email: member.email.clone(),
            name: member.name.clone(),
            role: member.role,
        },
        workspaces: members
            .iter()
            .map(|member| WorkspaceChoice { id: member.workspace_id, name: member.workspace_name.clone(), role: member.role })
            .collect(),
        cookie,
    })
}

/// Which of an account's places is that workspace's.
pub(super) fn place_of(members: &[Member], workspace: WorkspaceId) -> Option<usize> {
    members.iter().position(|member| member.workspace_id == workspace)
}

fn refused() -> Error {
    metrics::counter!("sign_ins_total", "outcome" => "refused").increment(1);
    Error::unauthenticated("E-mail address or password is wrong.")
}
