//! Links that are handed out or mailed: their secrets, and where they lead. A secret is made from the master key and the
//! row it opens, so a letter that is written again holds the same one, and nothing but its hash lies in the database.

use antiphon_base::secret::{hmac_sha256, token_of};
use uuid::Uuid;

use crate::Desk;
use crate::ids::{AccountLinkId, InvitationId};

/// The secret of an invitation's link; each round has another one.
pub(super) fn invitation_token(desk: &Desk, id: InvitationId, round: i64) -> String {
    token(desk, "in_", "invitation", id.0, round)
}

/// The secret of a link to a new password.
pub(super) fn password_token(desk: &Desk, id: AccountLinkId) -> String {
    token(desk, "pw_", "password", id.0, 0)
}

/// The secret of a link that confirms a new address.
pub(super) fn email_token(desk: &Desk, id: AccountLinkId) -> String {
    token(desk, "em_", "email", id.0, 0)
}

/// Where a page of the workspace lies for people outside. The secret stands behind the `#`: no server writes it down.
pub(super) fn address(desk: &Desk, page: &str, token: &str) -> String {
    format!("{}/app/{page}#token={token}", desk.config.url())
}

fn token(desk: &Desk, prefix: &str, purpose: &str, id: Uuid, round: i64) -> String {
    let what = [purpose.as_bytes(), id.as_bytes(), &round.to_be_bytes()].concat();
    token_of(prefix, &hmac_sha256(&desk.keys.links, &what))
}
