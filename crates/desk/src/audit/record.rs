//! Adds a row to the trail, inside the transaction of the change it tells of: no change without its row.

use antiphon_base::Result;
use antiphon_db::Tx;
use serde_json::Value;

use super::model::{Content, changed, link, value_hash};
use super::sql;
use crate::Desk;
use crate::actor::Actor;

/// Records what `actor` did to `object` (written `noun:id`). `before` and `after` are hashed, never kept;
/// of their fields only the names that differ are.
///
/// # Errors
/// When the row cannot be written: then the change must not be kept either.
#[allow(clippy::too_many_arguments, reason = "one line says all that a row says, and each call reads as a sentence")]
pub async fn record(
    tx: &mut Tx,
    desk: &Desk,
    actor: &Actor,
    action: &'static str,
    object: impl Into<String>,
    before: Option<Value>,
    after: Option<Value>,
    reason: Option<&str>,
) -> Result<()> {
    let (key, object) = (&desk.keys.audit, object.into());
    let head = sql::lock_head(tx, actor.workspace).await?;
    let content = Content {
        workspace: actor.workspace,
        seq: head.seq,
        at: desk.clock.now(),
        actor: actor.principal,
        actor_kind: actor.kind,
        action: action.to_owned(),
        changed: changed(before.as_ref(), after.as_ref()),
        before: before.map(|value| value_hash(key, &object, &value)),
        after: after.map(|value| value_hash(key, &object, &value)),
        object,
        reason: reason.map(str::to_owned),
        request: Some(actor.request.id.clone()).filter(|id| !id.is_empty()),
        address: actor.request.address.map(|address| address.to_string()),
    };
    let canonical = content.canonical();
    let hash = link(key, &head.hash, &canonical);
    sql::insert(tx, &content, canonical, hash.clone()).await?;
    sql::move_head(tx, actor.workspace, hash).await
}
