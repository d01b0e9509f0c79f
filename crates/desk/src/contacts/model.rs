//! What a contact is.

use antiphon_base::Timestamp;
use antiphon_db::FromRow;
use serde::Serialize;
use utoipa::ToSchema;

use crate::ids::PrincipalId;

/// A customer person, identified or not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema, FromRow)]
pub struct Contact {
    /// Their id, which is also their principal's.
    pub id: PrincipalId,
    /// Their name; a made-up one for visitors.
    pub name: String,
    /// Their e-mail address.
    pub email: Option<String>,
    /// Whether the site vouched for who they are.
    pub verified: bool,
    /// Their id in the site's own system, unique in the workspace.
    pub external_id: Option<String>,
    /// When they first came.
    #[schema(value_type = String, format = DateTime)]
    pub first_seen_at: Timestamp,
    /// When they were last here.
    #[schema(value_type = String, format = DateTime)]
    pub last_seen_at: Timestamp,
}
