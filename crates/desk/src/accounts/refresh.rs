//! A refresh token gets the next pair, once. One that comes a second time was copied: by whom is unknown,
//! so the whole session ends, for the thief and for the owner, who signs in again.

use antiphon_base::secret::token_hash;
use antiphon_base::{Error, Result};

use super::model::SignedIn;
use super::sign_in::{answer, place_of};
use super::{sessions, sql, tokens};
use crate::Desk;

/// Trades a refresh token for the next pair.
///
/// # Errors
/// `Unauthenticated` when it is unknown or its session is over, and when it was used before, which
/// also ends the session.
pub async fn refresh(desk: &Desk, token: &str) -> Result<SignedIn> {
    let (workspace, id) = tokens::read_refresh_token(&desk.keys.master, token).ok_or_else(refused)?;
    let now = desk.clock.now();
    let next = tokens::new_refresh_token(&desk.keys.master, workspace, id);
    let (spent_hash, next_hash) = (token_hash(token), token_hash(&next));
    let outcome = desk
        .db
        .system_write(async |tx| {
            let Some(session) = sql::find_session(tx, workspace, id).await?.filter(|session| session.is_alive(now)) else {
                return Ok(Outcome::Over);
            };
            let is_current = tokens::is_equal(&session.refresh_hash, &spent_hash);
            if !is_current || !sql::rotate_refresh(tx, (workspace, id), spent_hash, next_hash, now).await? {
                return Ok(Outcome::UsedBefore(session.principal_id));
            }
            let mut members = sql::find_members(tx, session.account_id).await?;
            // A provider's word holds in its own workspace; the others are not even told.
            members.retain(|member| !session.by_provider || member.workspace_id == workspace);
            Ok::<_, Error>(Outcome::Rotated(members))
        })
        .await?;
    match outcome {
        Outcome::Rotated(members) => {
            let member = place_of(&members, workspace).and_then(|place| members.get(place)).ok_or_else(refused)?;
            answer(desk, &members, (member, id), next, None, now)
        }
        Outcome::UsedBefore(principal) => {
            tracing::warn!(workspace.id = %workspace, session.id = %id, "a refresh token came a second time; its session was ended");
            metrics::counter!("refresh_reuse_total").increment(1);
            sessions::end_stolen(desk, workspace, principal, id).await?;
            Err(refused())
        }
        Outcome::Over => Err(refused()),
    }
}

enum Outcome {
    Rotated(Vec<super::model::Member>),
    UsedBefore(crate::ids::PrincipalId),
    Over,
}

fn refused() -> Error {
    Error::unauthenticated("This refresh token does not hold (any more); sign in again.")
}
