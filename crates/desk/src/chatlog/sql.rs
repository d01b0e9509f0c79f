//! The questions about reported chats. Counts are kept in the change that says something, and never made by counting.

use antiphon_base::{Result, Timestamp};
use antiphon_db::{FromRow, Json, Pieces, Tx, Value};

use super::model::{ChatRow, ChatStatus, CleanChat, FactsRow, Metadata};
use crate::conversations::MessageRole;
use crate::ids::{ConversationId, PrincipalId, WorkspaceId};

/// A chat with the contact of its conversation. CROSS JOIN: chats lead.
macro_rules! chats {
    ($tail:literal) => {
        concat!(
            "SELECT h.chat_id, h.session_id, h.user_id, h.status, h.metadata, h.made_of, h.message_count, h.last_message_at,
                    h.last_activity_at, h.reported_by, h.created_at, h.updated_at, h.conversation_id, c.contact_id
             FROM chats h CROSS JOIN conversations c
             WHERE c.workspace_id = h.workspace_id AND c.id = h.conversation_id AND ",
            $tail
        )
    };
}

/// Stores a chat; false when there is one with this id.
pub(super) async fn insert(
    tx: &mut Tx,
    ws: WorkspaceId,
    conversation: ConversationId,
    (chat_id, new): (&str, &CleanChat),
    reported_by: PrincipalId,
    now: Timestamp,
) -> Result<bool> {
    let rows = tx
        .query(
            "INSERT INTO chats (workspace_id, conversation_id, chat_id, session_id, user_id, status, metadata, made_of,
                 message_count, last_activity_at, reported_by, created_at, updated_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, $9, $10, $9, $9)
             ON CONFLICT (workspace_id, chat_id) DO NOTHING",
        )
        .bind(ws)
        .bind(conversation)
        .bind(chat_id.to_owned())
        .bind(new.session_id.clone())
        .bind(new.user_id.clone())
        .bind(new.status)
        .bind(Json(new.metadata.clone()))
        .bind(new.made_of())
        .bind(now)
        .bind(reported_by)
        .run()
        .await?;
    Ok(rows == 1)
}

pub(super) async fn find(tx: &mut Tx, ws: WorkspaceId, chat_id: &str) -> Result<Option<ChatRow>> {
    Ok(tx.query(chats!("h.workspace_id = $1 AND h.chat_id = $2")).bind(ws).bind(chat_id.to_owned()).optional().await?)
}

/// Locks a chat until the commit.
pub(super) async fn hold(tx: &mut Tx, ws: WorkspaceId, chat_id: &str) -> Result<()> {
    tx.query("UPDATE chats SET updated_at = updated_at WHERE workspace_id = $1 AND chat_id = $2")
        .bind(ws)
        .bind(chat_id.to_owned())
        .run()
        .await?;
    Ok(())
}

/// What a list is narrowed to.
pub(super) struct Narrowed {
    pub(super) status: Option<ChatStatus>,
    pub(super) session_id: Option<String>,
    pub(super) user_id: Option<String>,
    /// Those of one reporter only.
    pub(super) reported_by: Option<PrincipalId>,
    pub(super) before: Option<(Timestamp, ConversationId)>,
    pub(super) limit: i64,
}

/// Chats, the one in which something was last said first. Each way of asking has its index: of a session's or a user's
/// there are few, so what else they are narrowed to must not lead (`coalesce` keeps its index out).
pub(super) async fn list(tx: &mut Tx, ws: WorkspaceId, narrowed: Narrowed) -> Result<Vec<ChatRow>> {
    let mut ask = Pieces::default();
    ask.add(chats!("h.workspace_id = $?"), [Value::Id(ws.0)]);
    let is_few = narrowed.session_id.is_some() || narrowed.user_id.is_some();
    if let Some(status) = narrowed.status {
        let narrow = if is_few { " AND coalesce(h.status, '') = $?" } else { " AND h.status = $?" };
        ask.add(narrow, [Value::Text(status.as_str().to_owned())]);
    }
    if let Some(reporter) = narrowed.reported_by {
        let narrow = if is_few { " AND coalesce(h.reported_by, h.workspace_id) = $?" } else { " AND h.reported_by = $?" };
        ask.add(narrow, [Value::Id(reporter.0)]);
    }
    if let Some(session) = narrowed.session_id {
        ask.add(" AND h.session_id = $?", [Value::Text(session)]);
    }
    if let Some(user) = narrowed.user_id {
        ask.add(" AND h.user_id = $?", [Value::Text(user)]);
    }
    if let Some((at, id)) = narrowed.before {
        ask.add(" AND (h.last_activity_at, h.conversation_id) < ($?, $?)", [Value::Time(at), Value::Id(id.0)]);
    }
    ask.add(" ORDER BY h.last_activity_at DESC, h.conversation_id DESC LIMIT $?", [Value::Number(narrowed.limit)]);
    Ok(ask.ask(tx).all().await?)
}

pub(super) async fn change(
    tx: &mut Tx,
    ws: WorkspaceId,
    conversation: ConversationId,
    (status, user_id, metadata): (ChatStatus, Option<&str>, &Metadata),
    now: Timestamp,
) -> Result<()> {
    tx.query(
        "UPDATE chats SET status = $3, user_id = $4, metadata = $5, updated_at = $6
         WHERE workspace_id = $1 AND conversation_id = $2",
    )
    .bind(ws)
    .bind(conversation)
    .bind(status)
    .bind(user_id.map(str::to_owned))
    .bind(Json(metadata.clone()))
    .bind(now)
    .run()
    .await?;
    Ok(())
}

/// Counts one more message, and locks the chat until the commit. `at` may lie before what was said last.
pub(super) async fn count_message(tx: &mut Tx, ws: WorkspaceId, conversation: ConversationId, at: Timestamp) -> Result<()> {
    tx.query(
        "UPDATE chats SET message_count = message_count + 1,
             last_message_at = CASE WHEN last_message_at > $3 THEN last_message_at ELSE $3 END,
             last_activity_at = CASE WHEN last_activity_at > $3 THEN last_activity_at ELSE $3 END
         WHERE workspace_id = $1 AND conversation_id = $2",
    )
    .bind(ws)
    .bind(conversation)
    .bind(at)
    .run()
    .await?;
    Ok(())
}

/// What a report had of a message besides what was said.
#[derive(FromRow)]
pub(super) struct BesideRow {
    pub(super) seq: i64,
    pub(super) client_msg_id: Option<String>,
    pub(super) metadata: Json<Metadata>,
}

pub(super) async fn insert_beside(tx: &mut Tx, ws: WorkspaceId, conversation: ConversationId, row: BesideRow) -> Result<()> {
    tx.query(
        "INSERT INTO chat_messages (workspace_id, conversation_id, seq, client_msg_id, metadata) VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(ws)
    .bind(conversation)
    .bind(row.seq)
    .bind(row.client_msg_id)
    .bind(row.metadata)
    .run()
    .await?;
    Ok(())
}

/// The message that was reported under an id.
pub(super) async fn beside_by_client_msg_id(
    tx: &mut Tx,
    ws: WorkspaceId,
    conversation: ConversationId,
    client_msg_id: &str,
) -> Result<Option<BesideRow>> {
    Ok(tx
        .query(
            "SELECT seq, client_msg_id, metadata FROM chat_messages
             WHERE workspace_id = $1 AND conversation_id = $2 AND client_msg_id = $3",
        )
        .bind(ws)
        .bind(conversation)
        .bind(client_msg_id.to_owned())
        .optional()
        .await?)
}

/// The same of the messages of a page.
pub(super) async fn beside(
    tx: &mut Tx,
    ws: WorkspaceId,
    conversation: ConversationId,
    (first, last): (i64, i64),
) -> Result<Vec<BesideRow>> {
    Ok(tx
        .query(
            "SELECT seq, client_msg_id, metadata FROM chat_messages
             WHERE workspace_id = $1 AND conversation_id = $2 AND seq >= $3 AND seq <= $4",
        )
        .bind(ws)
        .bind(conversation)
        .bind(first)
        .bind(last)
        .all()
        .await?)
}

pub(super) async fn facts(tx: &mut Tx, ws: WorkspaceId, conversation: ConversationId) -> Result<Option<FactsRow>> {
    Ok(tx
        .query(
            "SELECT intent, outcome, input_tokens, output_tokens, duration_ms, numbers, created_at, updated_at
             FROM chat_analytics WHERE workspace_id = $1 AND conversation_id = $2",
        )
        .bind(ws)
        .bind(conversation)
        .optional()
        .await?)
}

pub(super) async fn put_facts(tx: &mut Tx, ws: WorkspaceId, conversation: ConversationId, facts: FactsRow) -> Result<()> {
    tx.query(
        "INSERT INTO chat_analytics (workspace_id, conversation_id, intent, outcome, input_tokens, output_tokens, duration_ms,
             numbers, created_at, updated_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         ON CONFLICT (workspace_id, conversation_id) DO UPDATE SET intent = excluded.intent, outcome = excluded.outcome,
             input_tokens = excluded.input_tokens, output_tokens = excluded.output_tokens, duration_ms = excluded.duration_ms,
             numbers = excluded.numbers, updated_at = excluded.updated_at",
    )
    .bind(ws)
    .bind(conversation)
    .bind(facts.intent)
    .bind(facts.outcome)
    .bind(facts.input_tokens)
    .bind(facts.output_tokens)
    .bind(facts.duration_ms)
    .bind(facts.numbers)
    .bind(facts.created_at)
    .bind(facts.updated_at)
    .run()
    .await?;
    Ok(())
}

/// Chats that began in a stretch of time.
pub(super) async fn count_begun(tx: &mut Tx, ws: WorkspaceId, (from, to): (Timestamp, Timestamp)) -> Result<i64> {
    Ok(tx
        .query("SELECT count(*) FROM chats WHERE workspace_id = $1 AND created_at >= $2 AND created_at < $3")
        .bind(ws)
        .bind(from)
        .bind(to)
        .value()
        .await?)
}

/// What was said in reported chats in a stretch of time, by side.
pub(super) async fn count_said(
    tx: &mut Tx,
    ws: WorkspaceId,
    (from, to): (Timestamp, Timestamp),
) -> Result<Vec<(MessageRole, i64)>> {
    Ok(tx
        .query(
            "SELECT e.role, count(*) FROM entries e
             JOIN chats h ON h.workspace_id = e.workspace_id AND h.conversation_id = e.conversation_id
             WHERE e.workspace_id = $1 AND e.type = 'message.sent' AND e.created_at >= $2 AND e.created_at < $3
             GROUP BY e.role",
        )
        .bind(ws)
        .bind(from)
        .bind(to)
        .all()
        .await?)
}

/// What bots said of chats in a stretch of time, together.
#[derive(FromRow)]
pub(super) struct Sums {
    pub(super) input_tokens: i64,
    pub(super) output_tokens: i64,
    pub(super) duration_ms: i64,
    pub(super) timed: i64,
}

pub(super) async fn sum_facts(tx: &mut Tx, ws: WorkspaceId, (from, to): (Timestamp, Timestamp)) -> Result<Sums> {
    Ok(tx
        .query(
            "SELECT CAST(coalesce(sum(input_tokens), 0) AS bigint) AS input_tokens,
                 CAST(coalesce(sum(output_tokens), 0) AS bigint) AS output_tokens,
                 CAST(coalesce(sum(duration_ms), 0) AS bigint) AS duration_ms, count(duration_ms) AS timed
             FROM chat_analytics WHERE workspace_id = $1 AND created_at >= $2 AND created_at < $3",
        )
        .bind(ws)
        .bind(from)
        .bind(to)
        .one()
        .await?)
}

/// What came of chats in a stretch of time, the most frequent first.
pub(super) async fn count_outcomes(
    tx: &mut Tx,
    ws: WorkspaceId,
    (from, to): (Timestamp, Timestamp),
    most: i64,
) -> Result<Vec<(String, i64)>> {
    Ok(tx
        .query(
            "SELECT outcome, count(*) AS times FROM chat_analytics
             WHERE workspace_id = $1 AND created_at >= $2 AND created_at < $3 AND outcome IS NOT NULL
             GROUP BY outcome ORDER BY times DESC, outcome LIMIT $4",
        )
        .bind(ws)
        .bind(from)
        .bind(to)
        .bind(most)
        .all()
        .await?)
}

/// Chats of a user that are another contact's, or nobody's.
pub(super) async fn not_joined(
    tx: &mut Tx,
    ws: WorkspaceId,
    user_id: &str,
    contact: Option<PrincipalId>,
    limit: i64,
) -> Result<Vec<ConversationId>> {
    let rows: Vec<(ConversationId,)> = tx
        .query(
            "SELECT h.conversation_id FROM chats h
             JOIN conversations c ON c.workspace_id = h.workspace_id AND c.id = h.conversation_id
             WHERE h.workspace_id = $1 AND h.user_id = $2 AND c.contact_id IS DISTINCT FROM $3
             ORDER BY h.last_activity_at DESC, h.conversation_id DESC LIMIT $4",
        )
        .bind(ws)
        .bind(user_id.to_owned())
        .bind(contact)
        .bind(limit)
        .all()
        .await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}
