//! The trail, as admins read it: newest first.

use antiphon_base::secret::hex;
use antiphon_base::{Error, Result, Timestamp};
use serde::Serialize;
use utoipa::ToSchema;

use super::model::Content;
use super::sql::{self, Line};
use crate::Desk;
use crate::actor::{Actor, Permission, PrincipalKind};
use crate::ids::PrincipalId;
use crate::page::{Page, wrong_cursor};

/// One row of the trail.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditEntry {
    /// Its number in the workspace's chain, from 1 without a gap.
    pub seq: i64,
    /// When it happened.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// Who did it.
    pub actor: AuditActor,
    /// What was done, such as `key.made`.
    pub action: String,
    /// To what, as `noun:id`.
    pub object: String,
    /// Names of the fields that changed.
    pub changed: Vec<String>,
    /// Keyed hash of the values before.
    pub before: Option<String>,
    /// Keyed hash of the values after.
    pub after: Option<String>,
    /// Why, where a reason was given.
    pub reason: Option<String>,
    /// The request behind it.
    pub request_id: Option<String>,
    /// Where the request came from.
    pub address: Option<String>,
    /// The row's hash, hexadecimal, which the next row's is made from.
    pub hash: String,
}

/// Who did it.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditActor {
    /// The principal's id.
    pub id: PrincipalId,
    /// Its present name; null when it is gone.
    pub name: Option<String>,
    /// What it is.
    pub kind: PrincipalKind,
}

/// The rows of one page, and where the next one starts.
///
/// # Errors
/// `Invalid` for a cursor that is none.
pub async fn list(desk: &Desk, actor: &Actor, page: Page) -> Result<(Vec<AuditEntry>, Option<String>)> {
    actor.need(Permission::AuditRead)?;
    let before = match page.cursor.as_deref() {
        None => i64::MAX,
        Some(cursor) => cursor.parse().map_err(|_| wrong_cursor())?,
    };
    let limit = page.limit.rows();
    let lines = desk.read(actor, async |tx| sql::list_lines(tx, actor.workspace, before, limit).await).await?;
    let full = i64::try_from(lines.len()) == Ok(limit);
    let next = lines.last().filter(|last| full && last.seq > 1).map(|last| last.seq.to_string());
    Ok((lines.into_iter().map(entry).collect::<Result<_>>()?, next))
}

fn entry(line: Line) -> Result<AuditEntry> {
    let content: Content = serde_json::from_str(&line.canonical).map_err(Error::internal)?;
    Ok(AuditEntry {
        seq: line.seq,
        created_at: content.at,
        actor: AuditActor { id: content.actor, name: line.actor_name, kind: content.actor_kind },
        action: content.action,
        object: content.object,
        changed: content.changed,
        before: content.before,
        after: content.after,
        reason: content.reason,
        request_id: content.request,
        address: content.address,
        hash: hex(&line.hash),
    })
}
