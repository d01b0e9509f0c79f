//! The second step of a sign-in: a challenge stands for the first one, for five minutes, and is traded for a
//! session by a code of the app or a recovery code.

use antiphon_base::secret::{new_token, token_hash};
use antiphon_base::{Error, Result, Timestamp};
use antiphon_db::Tx;
use serde::Deserialize;
use utoipa::ToSchema;

use super::model::{CHALLENGE_LIFE, Caller, Challenge, Proven, SecondStep, SecondStepNeeded, SignedIn, Standing, themselves};
use super::prove_factor::{self, Given};
use super::sign_in::{last_used, note_signed_in, open_session};
use super::sql;
use crate::ids::{AccountId, WorkspaceId};
use crate::{Desk, audit};

/// The second step: the challenge with one of the two codes.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeSecondStep {
    /// What the first step was answered with.
    pub challenge: String,
    /// The six digits that the app shows.
    pub code: Option<String>,
    /// One of the recovery codes, instead.
    pub recovery_code: Option<String>,
}

/// Lets a sign-in wait for its second step. With a workspace where its provider said who it is.
pub(super) async fn challenge(
    tx: &mut Tx,
    account: AccountId,
    workspace: Option<WorkspaceId>,
    now: Timestamp,
) -> Result<SecondStepNeeded> {
    let challenge = new_token("sf_");
    sql::insert_challenge(tx, token_hash(&challenge), account, workspace, now + CHALLENGE_LIFE).await?;
    Ok(SecondStepNeeded { second_factor: Challenge { challenge, expires_in: CHALLENGE_LIFE.num_seconds() } })
}

/// Takes the second step and signs in. Challenge, code and session go in one commit.
///
/// # Errors
/// `Unauthenticated` when the challenge is unknown, used up or too old: begin anew. `Invalid`, `Conflict`
/// (`code_used`) and `TooMany` as `prove_factor.rs` has them; the challenge stays good.
pub async fn take_second_step(desk: &Desk, caller: &Caller, given: TakeSecondStep) -> Result<SignedIn> {
    let (hash, now) = (token_hash(&given.challenge), desk.clock.now());
    let known = desk.db.system_read(async |tx| sql::find_challenge(tx, hash, now).await).await?.ok_or_else(begin_anew)?;
    let codes = Given { code: given.code.as_deref(), recovery_code: given.recovery_code.as_deref() };
    let proof = prove_factor::check(desk, known.account_id, caller.address, codes).await?;
    let signed_in = desk
        .db
        .system_write(async |tx| {
            if !sql::take_challenge(tx, token_hash(&given.challenge)).await? {
                return Err(begin_anew());
            }
            proof.spend(tx).await?;
            let mut members = sql::find_members(tx, known.account_id).await?;
            members.retain(|member| known.workspace_id.is_none_or(|workspace| workspace == member.workspace_id));
            if members.is_empty() {
                return Err(begin_anew());
            }
            let chosen = last_used(&members, known.workspace_id.or(known.last_workspace_id));
            let proven = Proven { second_step: SecondStep::Code, by_provider: known.workspace_id.is_some() };
            let signed_in = open_session(desk, tx, caller, (&members, chosen), proven, now).await?;
            if !proof.is_of_app() {
                let (user, request) = (&signed_in.user, caller.request.clone());
                let person = themselves((user.workspace_id, user.id), &user.name, Standing::of(user.role), request);
                let object = format!("person:{}", user.id);
                audit::record(tx, desk, &person, "person.recovery_code_used", object, None, None, None).await?;
            }
            Ok(signed_in)
        })
        .await?;
    proof.succeeded(desk).await?;
    note_signed_in(&signed_in);
    Ok(signed_in)
}

fn begin_anew() -> Error {
    Error::unauthenticated("This sign-in took too long or was finished already; begin it anew.")
}
