//! The questions about drafts.

use antiphon_base::{Result, Timestamp};
use antiphon_db::{FromRow, Tx};

use crate::conversations::MessageKind;
use crate::ids::{ConversationId, PrincipalId, WorkspaceId};

/// A draft as it lies in the table.
#[derive(FromRow)]
pub(super) struct DraftRow {
    pub(super) kind: String,
    pub(super) text: String,
    pub(super) updated_at: Timestamp,
}

pub(super) async fn find(tx: &mut Tx, ws: WorkspaceId, me: PrincipalId, id: ConversationId) -> Result<Vec<DraftRow>> {
    Ok(tx
        .query("SELECT kind, text, updated_at FROM drafts WHERE workspace_id = $1 AND principal_id = $2 AND conversation_id = $3")
        .bind(ws)
        .bind(me)
        .bind(id)
        .all()
        .await?)
}

pub(super) async fn put(
    tx: &mut Tx,
    ws: WorkspaceId,
    me: PrincipalId,
    id: ConversationId,
    kind: MessageKind,
    text: &str,
    now: Timestamp,
) -> Result<()> {
    tx.query(
        "INSERT INTO drafts (workspace_id, principal_id, conversation_id, kind, text, updated_at) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (workspace_id, principal_id, conversation_id, kind)
         DO UPDATE SET text = excluded.text, updated_at = excluded.updated_at",
    )
    .bind(ws)
    .bind(me)
    .bind(id)
    .bind(name_of(kind))
    .bind(text)
    .bind(now)
    .run()
    .await?;
    Ok(())
}

pub(super) async fn remove(tx: &mut Tx, ws: WorkspaceId, me: PrincipalId, id: ConversationId, kind: MessageKind) -> Result<()> {
    tx.query("DELETE FROM drafts WHERE workspace_id = $1 AND principal_id = $2 AND conversation_id = $3 AND kind = $4")
        .bind(ws)
        .bind(me)
        .bind(id)
        .bind(name_of(kind))
        .run()
        .await?;
    Ok(())
}

fn name_of(kind: MessageKind) -> &'static str {
    match kind {
        MessageKind::Message => "message",
        MessageKind::Note => "note",
    }
}
