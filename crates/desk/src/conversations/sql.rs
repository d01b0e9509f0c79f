//! The questions about conversations. `visible_to` is one condition, written once as `visible!`,
//! and used by get, list, feed and view alike; `ConversationRow::is_visible_to` says the same in Rust.

use antiphon_base::{Result, Timestamp};
use antiphon_db::{Dialect, FromRow, Json, Pieces, SEGMENT, Stretch, Term, Tx, Value, Walk, segment_sign};
use uuid::Uuid;

use super::find_files::{FilePlace, FilesWanted, SentFileRow};
use super::list_conversations::end_of_time;
use super::model::{
    Candidate, ConversationRow, EntryRow, EntryType, FoundRow, Kind, Logs, Mentionable, Message, MessageRole, MessageVersion,
    Participant, ParticipantRole, Preview, Status,
};
use super::oversee::{Overseen, PersonOf};
use crate::ids::{ConversationId, FileId, InboxId, MessageId, PrincipalId, WorkspaceId};
use crate::live::Audience;
use crate::{contacts, text};

/// A list row, for the principal `$2`; `$1` is the workspace.
macro_rules! rows {
    ($tail:expr) => {
        concat!(
            "SELECT c.id, c.kind, c.status, c.title, c.inbox_id, c.contact_id, cp.name AS contact_name,
                    ct.email AS contact_email, ct.verified_at AS contact_verified_at, ct.last_seen_at AS contact_last_seen_at,
                    c.assignee_id, ap.name AS assignee_name, c.created_by, c.created_at, c.updated_at, c.last_activity_at,
                    c.last_seq, c.last_public_seq, c.public_ord, c.staff_ord,
                    c.public_preview, c.public_preview_seq, c.staff_preview, c.staff_preview_seq, c.waiting_since,
                    me.audience AS my_audience, me.from_seq AS my_from_seq, me.last_read_seq AS my_last_read_seq,
                    me.read_ord AS my_read_ord, me.deleted_ahead AS my_deleted_ahead, me.left_at AS my_left_at,
                    me.muted_at AS my_muted_at, c.archived_at, c.pinned_at,
                    (SELECT count(*) FROM mentions n WHERE n.workspace_id = c.workspace_id AND n.principal_id = $2
                         AND n.conversation_id = c.id AND n.read_at IS NULL AND n.seq > coalesce(me.last_read_seq, 0)) AS my_mentions,
                    CASE WHEN me.feed_pos > c.feed_pos THEN me.feed_pos ELSE c.feed_pos END AS feed_pos
             FROM conversations c
             LEFT JOIN contacts ct ON ct.workspace_id = c.workspace_id AND ct.id = c.contact_id
             LEFT JOIN principals cp ON cp.workspace_id = c.workspace_id AND cp.id = c.contact_id
             LEFT JOIN principals ap ON ap.workspace_id = c.workspace_id AND ap.id = c.assignee_id
             LEFT JOIN participants me ON me.workspace_id = c.workspace_id AND me.conversation_id = c.id AND me.principal_id = $2
             WHERE c.workspace_id = $1 AND ",
            $tail
        )
    };
}

/// An entry with the message it is about; `$1` workspace, `$2` conversation.
macro_rules! entries {
    ($tail:literal) => {
        concat!(
            "SELECT e.seq, e.type, e.audience, e.prev_public_seq, e.actor_id, a.name AS actor_name, a.kind AS actor_kind,
                    e.created_at, e.data, m.id AS message_id, m.seq AS message_seq, m.client_msg_id AS message_client_msg_id,
                    m.audience AS message_audience, m.role AS message_role, m.actor_id AS message_sender_id,
                    s.name AS message_sender_name, s.kind AS message_sender_kind, m.body AS message_body, m.data AS message_data,
                    m.reply_to AS message_reply_to, m.created_at AS message_created_at,
                    m.edited_at AS message_edited_at, m.deleted_at AS message_deleted_at, m.pinned_at AS message_pinned_at,
                    m.revision AS message_revision,
                    q.seq AS quote_seq, q.body AS quote_body, q.data AS quote_data, q.actor_id AS quote_sender_id,
                    qs.name AS quote_sender_name, qs.kind AS quote_sender_kind
             FROM entries e
             JOIN principals a ON a.workspace_id = e.workspace_id AND a.id = e.actor_id
             LEFT JOIN entries m ON m.workspace_id = e.workspace_id AND m.conversation_id = e.conversation_id
                 AND m.id = coalesce(e.message_id, e.id) AND m.type = 'message.sent'
             LEFT JOIN principals s ON s.workspace_id = m.workspace_id AND s.id = m.actor_id
             LEFT JOIN entries q ON q.workspace_id = m.workspace_id AND q.conversation_id = m.conversation_id
                 AND q.id = m.reply_to
             LEFT JOIN principals qs ON qs.workspace_id = q.workspace_id AND qs.id = q.actor_id
             WHERE e.workspace_id = $1 AND e.conversation_id = $2 AND ",
            $tail
        )
    };
}

pub(super) async fn find(tx: &mut Tx, ws: WorkspaceId, me: PrincipalId, id: ConversationId) -> Result<Option<ConversationRow>> {
    Ok(tx.query(rows!("c.id = $3")).bind(ws).bind(me).bind(id).optional().await?)
}

/// What a list asks for.
pub(super) struct ListAsk {
    pub(super) kind: Option<Kind>,
    /// Comma-separated; empty for any.
    pub(super) statuses: String,
    /// `any`, `none` or `one`.
    pub(super) assigned: &'static str,
    pub(super) assignee: Option<PrincipalId>,
    pub(super) contact: Option<PrincipalId>,
    /// Who alone takes part besides whoever asks.
    pub(super) between: Option<PrincipalId>,
    /// A LIKE pattern over folded names and addresses; empty for all.
    pub(super) pattern: String,
    pub(super) before: (Timestamp, ConversationId),
    pub(super) shelf: Shelf,
    pub(super) limit: i64,
}

/// Where a team's list looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shelf {
    /// What was not put away.
    AtHand,
    /// What the team pinned.
    Pinned,
    /// What was put away.
    Archived,
}

/// Support conversations that fit `list_support`'s binds.
macro_rules! support {
    ($tail:literal) => {
        rows!(concat!(
            "c.kind = 'support'
             AND ($3 = '' OR ',' || $3 || ',' LIKE '%,' || c.status || ',%')
             AND ($4 = 'any' OR ($4 = 'none' AND c.assignee_id IS NULL) OR ($4 = 'one' AND c.assignee_id = $5))
             AND ($6 = 'any' OR c.contact_id = $7)
             AND ($11 = '' OR cp.name_folded LIKE $11 ESCAPE '\\' OR ct.email_folded LIKE $11 ESCAPE '\\')
             AND (c.last_activity_at, c.id) < ($8, $9) ",
            $tail
        ))
    };
}

/// Support conversations, all of which staff see. What is not done is found by an index of its own: it is little
/// beside what is.
pub(super) async fn list_support(tx: &mut Tx, ws: WorkspaceId, me: PrincipalId, ask: &ListAsk) -> Result<Vec<ConversationRow>> {
    let asks_for_done = ask.statuses.is_empty() || ask.statuses.split(',').any(|status| status == Status::Resolved.as_str());
    let query = match ask.shelf {
        Shelf::Archived => {
            tx.query(support!("AND c.archived_at IS NOT NULL ORDER BY c.last_activity_at DESC, c.id DESC LIMIT $10"))
        }
        Shelf::Pinned => tx.query(support!("AND c.pinned_at IS NOT NULL ORDER BY c.last_activity_at DESC, c.id DESC LIMIT $10")),
        Shelf::AtHand if asks_for_done => {
            tx.query(support!("AND c.archived_at IS NULL ORDER BY c.last_activity_at DESC, c.id DESC LIMIT $10"))
        }
        Shelf::AtHand => tx.query(support!(
            "AND c.status <> 'resolved' AND c.archived_at IS NULL ORDER BY c.last_activity_at DESC, c.id DESC LIMIT $10"
        )),
    };
    Ok(query
        .bind(ws)
        .bind(me)
        .bind(ask.statuses.clone())
        .bind(ask.assigned)
        .bind(ask.assignee)
        .bind(if ask.contact.is_some() { "one" } else { "any" })
        .bind(ask.contact)
        .bind(ask.before.0)
        .bind(ask.before.1)
        .bind(ask.limit)
        .bind(ask.pattern.clone())
        .all()
        .await?)
}

/// Reported chats that fit `list_logs`'s binds.
macro_rules! logs {
    ($tail:literal) => {
        rows!(concat!(
            "c.kind = 'log' AND c.archived_at IS NULL
             AND ($3 = '' OR ',' || $3 || ',' LIKE '%,' || c.status || ',%')
             AND ($4 = 'all' OR ($4 = 'own' AND c.created_by = $2))
             AND (c.last_activity_at, c.id) < ($5, $6) ",
            $tail
        ))
    };
}

/// Chats that outside bots report; a contact's are found by the contact.
pub(super) async fn list_logs(
    tx: &mut Tx,
    ws: WorkspaceId,
    me: PrincipalId,
    sees: Logs,
    ask: &ListAsk,
) -> Result<Vec<ConversationRow>> {
    let query = if ask.contact.is_some() {
        tx.query(logs!("AND c.contact_id = $8 ORDER BY c.last_activity_at DESC, c.id DESC LIMIT $7"))
    } else {
        tx.query(logs!("ORDER BY c.last_activity_at DESC, c.id DESC LIMIT $7"))
    };
    let query = query
        .bind(ws)
        .bind(me)
        .bind(ask.statuses.clone())
        .bind(sees.as_str())
        .bind(ask.before.0)
        .bind(ask.before.1)
        .bind(ask.limit);
    let query = if let Some(contact) = ask.contact { query.bind(contact) } else { query };
    Ok(query.all().await?)
}

/// Conversations that one takes part in.
pub(super) async fn list_own(tx: &mut Tx, ws: WorkspaceId, me: PrincipalId, ask: &ListAsk) -> Result<Vec<ConversationRow>> {
    Ok(tx
        .query(rows!(
            "me.principal_id = $2 AND me.left_at IS NULL
             AND ($3 = '' OR c.kind = $3)
             AND ($4 = '' OR ',' || $4 || ',' LIKE '%,' || c.status || ',%')
             AND (c.last_activity_at, c.id) < ($5, $6)
             AND ($8 = 'any' OR (EXISTS (SELECT 1 FROM participants o WHERE o.workspace_id = c.workspace_id
                     AND o.conversation_id = c.id AND o.principal_id = $9 AND o.left_at IS NULL)
                 AND NOT EXISTS (SELECT 1 FROM participants o WHERE o.workspace_id = c.workspace_id AND o.conversation_id = c.id
                     AND o.principal_id <> $9 AND o.principal_id <> $2 AND o.left_at IS NULL)))
             ORDER BY c.last_activity_at DESC, c.id DESC LIMIT $7"
        ))
        .bind(ws)
        .bind(me)
        .bind(ask.kind.map_or("", kind_text))
        .bind(ask.statuses.clone())
        .bind(ask.before.0)
        .bind(ask.before.1)
        .bind(ask.limit)
        .bind(if ask.between.is_some() { "one" } else { "any" })
        .bind(ask.between)
        .all()
        .await?)
}

fn kind_text(kind: Kind) -> &'static str {
    match kind {
        Kind::Support => "support",
        Kind::Direct => "direct",
        Kind::Assistant => "assistant",
        Kind::Meeting => "meeting",
        Kind::Log => "log",
    }
}

/// A row of the list of all.
macro_rules! overseen {
    ($tail:literal) => {
        concat!(
            "SELECT c.id, c.kind, c.created_by, c.title, c.created_at, c.updated_at, c.last_activity_at, c.archived_at FROM ",
            $tail
        )
    };
}

/// What the list of all is narrowed to.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Narrowed {
    pub(super) kind: Option<Kind>,
    pub(super) archived: Option<bool>,
    pub(super) with_bot: Option<bool>,
    pub(super) participant: Option<PrincipalId>,
    /// Before which one the page begins.
    pub(super) before: Option<ConversationId>,
    pub(super) limit: i64,
}

impl Narrowed {
    /// Whether all conversations fit.
    pub(super) fn is_wide(&self) -> bool {
        self.kind.is_none() && self.archived.is_none() && self.with_bot.is_none() && self.participant.is_none()
    }

    /// Adds what narrows a list of conversations `c`, its order and its end.
    fn end(&self, ask: &mut Pieces) {
        if let Some(kind) = self.kind {
            ask.add(" AND c.kind = $?", [Value::Text(kind_text(kind).to_owned())]);
        }
        match self.archived {
            Some(true) => ask.add(" AND c.archived_at IS NOT NULL", []),
            Some(false) => ask.add(" AND c.archived_at IS NULL", []),
            None => {}
        }
        if let Some(with_bot) = self.with_bot {
            ask.add(if with_bot { " AND " } else { " AND NOT " }, []);
            ask.add(
                "EXISTS (SELECT 1 FROM participants b WHERE b.workspace_id = c.workspace_id
                     AND b.conversation_id = c.id AND b.role = 'bot' AND b.left_at IS NULL)",
                [],
            );
        }
        if let Some(before) = self.before {
            ask.add(" AND c.id < $?", [Value::Id(before.0)]);
        }
        ask.add(" ORDER BY c.id DESC LIMIT $?", [Value::Number(self.limit)]);
    }

    /// Adds that somebody takes part.
    fn taking_part(&self, ask: &mut Pieces) {
        if let Some(who) = self.participant {
            ask.add(
                " AND EXISTS (SELECT 1 FROM participants o WHERE o.workspace_id = c.workspace_id AND o.conversation_id = c.id
                     AND o.principal_id = $? AND o.left_at IS NULL)",
                [Value::Id(who.0)],
            );
        }
    }
}

/// Conversations of the workspace, the newest first; each way of asking has its index.
pub(super) async fn overseen(tx: &mut Tx, ws: WorkspaceId, narrowed: &Narrowed) -> Result<Vec<Overseen>> {
    let mut ask = Pieces::default();
    match narrowed.participant {
        Some(who) => ask.add(
            overseen!(
                "participants p JOIN conversations c ON c.workspace_id = p.workspace_id AND c.id = p.conversation_id
                 WHERE p.workspace_id = $? AND p.principal_id = $? AND p.left_at IS NULL"
            ),
            [Value::Id(ws.0), Value::Id(who.0)],
        ),
        None => ask.add(overseen!("conversations c WHERE c.workspace_id = $?"), [Value::Id(ws.0)]),
    }
    narrowed.end(&mut ask);
    Ok(ask.ask(tx).all().await?)
}

/// Who is looked for by a name or an address.
pub(super) struct Sought {
    /// The beginnings of the words of titles.
    pub(super) titles: Vec<String>,
    /// Those who fit, where they are few.
    pub(super) people: Vec<PrincipalId>,
    /// The words by which contacts are found one conversation after another, where they are many.
    pub(super) many: Option<Vec<String>>,
}

/// The same of those whose title has all the words, of these conversations where some are given.
pub(super) async fn overseen_by_title(
    tx: &mut Tx,
    ws: WorkspaceId,
    sought: &Sought,
    among: Option<&[ConversationId]>,
    narrowed: &Narrowed,
) -> Result<Vec<Overseen>> {
    if sought.titles.is_empty() {
        return Ok(Vec::new());
    }
    let mut ask = Pieces::default();
    ask.add(overseen!("conversations c WHERE c.workspace_id = $? AND c.title_words IS NOT NULL"), [Value::Id(ws.0)]);
    for word in &sought.titles {
        ask.add(" AND c.title_words LIKE $?", [Value::Text(format!("% {word}%"))]);
    }
    narrowed.taking_part(&mut ask);
    add_among(&mut ask, among);
    narrowed.end(&mut ask);
    Ok(ask.ask(tx).all().await?)
}

/// The same of those in which one takes part who is looked for. Where they are few, their conversations are taken; where
/// they are many, the newest conversations are gone through until enough have one of them.
pub(super) async fn overseen_by_people(
    tx: &mut Tx,
    ws: WorkspaceId,
    sought: &Sought,
    among: Option<&[ConversationId]>,
    narrowed: &Narrowed,
) -> Result<Vec<Overseen>> {
    let mut ask = Pieces::default();
    match (&sought.many, sought.people.is_empty()) {
        (None, true) => return Ok(Vec::new()),
        (None, false) => {
            ask.add(
                overseen!(
                    "conversations c WHERE c.workspace_id = $? AND c.id IN (SELECT p.conversation_id FROM participants p
                     WHERE p.workspace_id = $? AND p.left_at IS NULL AND p.principal_id"
                ),
                [Value::Id(ws.0), Value::Id(ws.0)],
            );
            add_ids(&mut ask, sought.people.iter().map(|who| who.0));
            ask.add(")", []);
        }
        (Some(words), _) => {
            ask.add(
                overseen!(
                    "conversations c WHERE c.workspace_id = $? AND EXISTS (SELECT 1 FROM participants p
                     WHERE p.workspace_id = c.workspace_id AND p.conversation_id = c.id AND p.left_at IS NULL AND (p.principal_id"
                ),
                [Value::Id(ws.0)],
            );
            add_ids(&mut ask, sought.people.iter().map(|who| who.0));
            ask.add(" OR ", []);
            contacts::add_has_words(&mut ask, words);
            ask.add("))", []);
        }
    }
    narrowed.taking_part(&mut ask);
    add_among(&mut ask, among);
    narrowed.end(&mut ask);
    Ok(ask.ask(tx).all().await?)
}

fn add_among(ask: &mut Pieces, among: Option<&[ConversationId]>) {
    if let Some(ids) = among {
        ask.add(" AND c.id", []);
        add_ids(ask, ids.iter().map(|id| id.0));
    }
}

/// Adds that what stands before is one of these.
fn add_ids(ask: &mut Pieces, ids: impl Iterator<Item = Uuid>) {
    ask.add(" IN (NULL", []);
    for id in ids {
        ask.add(", $?", [Value::Id(id)]);
    }
    ask.add(")", []);
}

/// These conversations, in no order.
pub(super) async fn these_overseen(tx: &mut Tx, ws: WorkspaceId, ids: &[ConversationId]) -> Result<Vec<Overseen>> {
    let mut ask = Pieces::default();
    ask.add(overseen!("conversations c WHERE c.workspace_id = $?"), [Value::Id(ws.0)]);
    add_among(&mut ask, Some(ids));
    Ok(ask.ask(tx).all().await?)
}

/// The address of each who takes part in these conversations and has one: a contact's, or an account's.
pub(super) async fn addresses_of(tx: &mut Tx, ws: WorkspaceId, ids: &[ConversationId]) -> Result<Vec<(PrincipalId, String)>> {
    let mut ask = Pieces::default();
    ask.add(
        "SELECT DISTINCT p.principal_id, coalesce(ct.email, a.email) FROM participants p
         LEFT JOIN contacts ct ON ct.workspace_id = p.workspace_id AND ct.id = p.principal_id
         LEFT JOIN memberships m ON m.workspace_id = p.workspace_id AND m.principal_id = p.principal_id
         LEFT JOIN accounts a ON a.id = m.account_id
         WHERE p.workspace_id = $? AND coalesce(ct.email, a.email) IS NOT NULL AND p.conversation_id",
        [Value::Id(ws.0)],
    );
    add_ids(&mut ask, ids.iter().map(|id| id.0));
    Ok(ask.ask(tx).all().await?)
}

/// Who takes part in each of these conversations.
pub(super) async fn people_of(tx: &mut Tx, ws: WorkspaceId, ids: &[Uuid]) -> Result<Vec<PersonOf>> {
    let mut values = vec![ws.0];
    values.extend_from_slice(ids);
    Ok(tx
        .query_list(
            "SELECT p.conversation_id, who.id, who.name, who.kind FROM participants p
             JOIN principals who ON who.workspace_id = p.workspace_id AND who.id = p.principal_id
             WHERE p.left_at IS NULL AND p.workspace_id = $1 AND p.conversation_id",
            &values,
            "ORDER BY p.joined_at, p.principal_id",
        )
        .all()
        .await?)
}

/// Changes of lists after a position, for whoever sees all support conversations.
pub(super) async fn feed_of_staff(
    tx: &mut Tx,
    ws: WorkspaceId,
    me: PrincipalId,
    after: (i64, Option<Uuid>),
    limit: i64,
) -> Result<Vec<ConversationRow>> {
    Ok(tx
        .query(rows!(
            "c.id IN (SELECT id FROM conversations WHERE workspace_id = $1 AND feed_pos >= $3
                      UNION SELECT conversation_id FROM participants WHERE workspace_id = $1 AND principal_id = $2 AND feed_pos >= $3)
             AND (c.kind = 'support' OR me.principal_id IS NOT NULL)
             AND ($4 = 'from' OR (CASE WHEN me.feed_pos > c.feed_pos THEN me.feed_pos ELSE c.feed_pos END, c.id) > ($3, $5))
             ORDER BY CASE WHEN me.feed_pos > c.feed_pos THEN me.feed_pos ELSE c.feed_pos END, c.id LIMIT $6"
        ))
        .bind(ws)
        .bind(me)
        .bind(after.0)
        .bind(if after.1.is_some() { "after" } else { "from" })
        .bind(after.1.unwrap_or_default())
        .bind(limit)
        .all()
        .await?)
}

/// Changes of lists after a position, for whoever sees only their own conversations.
pub(super) async fn feed_of_participant(
    tx: &mut Tx,
    ws: WorkspaceId,
    me: PrincipalId,
    after: (i64, Option<Uuid>),
    limit: i64,
) -> Result<Vec<ConversationRow>> {
    Ok(tx
        .query(rows!(
            "me.principal_id = $2 AND (c.feed_pos >= $3 OR me.feed_pos >= $3)
             AND ($4 = 'from' OR (CASE WHEN me.feed_pos > c.feed_pos THEN me.feed_pos ELSE c.feed_pos END, c.id) > ($3, $5))
             ORDER BY CASE WHEN me.feed_pos > c.feed_pos THEN me.feed_pos ELSE c.feed_pos END, c.id LIMIT $6"
        ))
        .bind(ws)
        .bind(me)
        .bind(after.0)
        .bind(if after.1.is_some() { "after" } else { "from" })
        .bind(after.1.unwrap_or_default())
        .bind(limit)
        .all()
        .await?)
}

pub(super) async fn feed_horizon(tx: &mut Tx) -> Result<i64> {
    Ok(tx.feed_horizon().await?)
}

/// A new conversation with an empty log.
pub(super) struct NewRow<'a> {
    pub(super) id: ConversationId,
    pub(super) kind: Kind,
    pub(super) status: Status,
    pub(super) title: Option<&'a str>,
    pub(super) inbox: Option<InboxId>,
    pub(super) contact: Option<PrincipalId>,
    pub(super) created_by: PrincipalId,
    pub(super) now: Timestamp,
}

pub(super) async fn insert(tx: &mut Tx, ws: WorkspaceId, new: &NewRow<'_>) -> Result<()> {
    tx.query(
        "INSERT INTO conversations (workspace_id, id, kind, status, title, inbox_id, contact_id, created_by,
             last_seq, last_public_seq, prev_public_seq, public_ord, staff_ord, public_preview_seq, staff_preview_seq,
             last_activity_at, created_at, updated_at, feed_pos, title_words)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0, 0, 0, 0, 0, 0, $9, $9, $9,
             (SELECT pos + 1 FROM feed_counter WHERE id = 1), $10)",
    )
    .bind(ws)
    .bind(new.id)
    .bind(new.kind)
    .bind(new.status)
    .bind(new.title.map(str::to_owned))
    .bind(new.inbox)
    .bind(new.contact)
    .bind(new.created_by)
    .bind(new.now)
    .bind(title_words(new.title))
    .run()
    .await?;
    Ok(())
}

/// By which a title is found: its words, each with a blank before it.
fn title_words(title: Option<&str>) -> Option<String> {
    title.map(|title| text::words(title).iter().map(|word| format!(" {word}")).collect())
}

/// Makes the words of some titles that have none; answers of how many.
pub(super) async fn make_title_words(tx: &mut Tx, ws: WorkspaceId, most: i64) -> Result<i64> {
    let due: Vec<(ConversationId, String)> = tx
        .query(
            "SELECT id, title FROM conversations WHERE workspace_id = $1 AND title IS NOT NULL AND title_words IS NULL
             ORDER BY id LIMIT $2",
        )
        .bind(ws)
        .bind(most)
        .all()
        .await?;
    for (id, title) in &due {
        tx.query("UPDATE conversations SET title_words = $3 WHERE workspace_id = $1 AND id = $2")
            .bind(ws)
            .bind(*id)
            .bind(title_words(Some(title)))
            .run()
            .await?;
    }
    Ok(due.len() as i64)
}

/// The head after an entry took its place, with what decides whether it may.
#[derive(Clone, Debug, FromRow)]
pub(super) struct Head {
    pub(super) last_seq: i64,
    pub(super) prev_public_seq: i64,
    pub(super) kind: Kind,
    pub(super) status: Status,
    pub(super) my_audience: Option<Audience>,
}

/// A new entry.
pub(super) struct NewEntry<'a> {
    pub(super) id: MessageId,
    pub(super) entry_type: EntryType,
    pub(super) audience: Audience,
    pub(super) actor: PrincipalId,
    pub(super) role: Option<MessageRole>,
    pub(super) client_msg_id: Option<&'a str>,
    pub(super) body: Option<&'a str>,
    pub(super) reply_to: Option<MessageId>,
    pub(super) message_id: Option<MessageId>,
    pub(super) data: Option<&'a serde_json::Value>,
    /// The words by which a message is found.
    pub(super) words: Option<String>,
    /// What list rows show of it, where it is a message.
    pub(super) preview: Option<&'a Preview>,
    /// `start`, `stop` or `keep` the customer's wait for an answer.
    pub(super) waiting: &'static str,
    pub(super) now: Timestamp,
}

/// Stores an entry at the next place of the log and locks the conversation until the commit. Nothing when the
/// conversation is not there, or the actor has used the client id before: then the change must be undone.
pub(super) async fn append(tx: &mut Tx, ws: WorkspaceId, id: ConversationId, new: &NewEntry<'_>) -> Result<Option<Head>> {
    let is_message = new.preview.is_some();
    Ok(tx
        .append_entry()
        .bind(ws)
        .bind(id)
        .bind(new.now)
        .bind(new.audience)
        .bind(i64::from(is_message && new.audience == Audience::Public))
        .bind(i64::from(is_message))
        .bind(new.preview.map(|preview| Json(preview.clone())))
        .bind(new.waiting)
        .bind(new.actor)
        .bind(new.id)
        .bind(new.entry_type)
        .bind(new.role)
        .bind(new.client_msg_id.map(str::to_owned))
        .bind(new.body.map(str::to_owned))
        .bind(new.reply_to)
        .bind(new.message_id)
        .bind(new.data.map(|data| Json(data.clone())))
        .bind(new.words.clone())
        .optional()
        .await?)
}

/// Entries after a place that an audience may see, in order.
pub(super) async fn entries_after(
    tx: &mut Tx,
    ws: WorkspaceId,
    id: ConversationId,
    audience: Audience,
    after: i64,
    limit: i64,
) -> Result<Vec<EntryRow>> {
    Ok(tx
        .query(entries!("e.seq > $3 AND ($4 = 'staff' OR e.audience = 'public') ORDER BY e.seq LIMIT $5"))
        .bind(ws)
        .bind(id)
        .bind(after)
        .bind(audience)
        .bind(limit)
        .all()
        .await?)
}

pub(super) async fn entry_by_client_msg_id(
    tx: &mut Tx,
    ws: WorkspaceId,
    sender: PrincipalId,
    client_msg_id: &str,
) -> Result<Option<(ConversationId, i64)>> {
    Ok(tx
        .query("SELECT conversation_id, seq FROM entries WHERE workspace_id = $1 AND actor_id = $2 AND client_msg_id = $3")
        .bind(ws)
        .bind(sender)
        .bind(client_msg_id.to_owned())
        .optional()
        .await?)
}

pub(super) async fn entry_at(tx: &mut Tx, ws: WorkspaceId, id: ConversationId, seq: i64) -> Result<Option<EntryRow>> {
    Ok(tx.query(entries!("e.seq = $3")).bind(ws).bind(id).bind(seq).optional().await?)
}

pub(super) async fn message(tx: &mut Tx, ws: WorkspaceId, id: ConversationId, message: MessageId) -> Result<Option<EntryRow>> {
    Ok(tx.query(entries!("e.id = $3 AND e.type = 'message.sent'")).bind(ws).bind(id).bind(message).optional().await?)
}

/// Messages after a place, oldest first.
pub(super) async fn messages_after(
    tx: &mut Tx,
    ws: WorkspaceId,
    id: ConversationId,
    audience: Audience,
    after: i64,
    limit: i64,
) -> Result<Vec<EntryRow>> {
    Ok(tx
        .query(entries!(
            "e.type = 'message.sent' AND e.seq > $3 AND ($4 = 'staff' OR e.audience = 'public') ORDER BY e.seq LIMIT $5"
        ))
        .bind(ws)
        .bind(id)
        .bind(after)
        .bind(audience)
        .bind(limit)
        .all()
        .await?)
}

/// Answers to a message after a place, oldest first.
pub(super) async fn answers_after(
    tx: &mut Tx,
    ws: WorkspaceId,
    id: ConversationId,
    to: MessageId,
    audience: Audience,
    after: i64,
    limit: i64,
) -> Result<Vec<EntryRow>> {
    Ok(tx
        .query(entries!(
            "e.reply_to = $3 AND e.type = 'message.sent' AND ($4 = 'staff' OR e.audience = 'public') AND e.seq > $5
             ORDER BY e.seq LIMIT $6"
        ))
        .bind(ws)
        .bind(id)
        .bind(to)
        .bind(audience)
        .bind(after)
        .bind(limit)
        .all()
        .await?)
}

/// Messages on the pinboard after a place, oldest first.
pub(super) async fn pinned_after(
    tx: &mut Tx,
    ws: WorkspaceId,
    id: ConversationId,
    audience: Audience,
    after: i64,
    limit: i64,
) -> Result<Vec<EntryRow>> {
    Ok(tx
        .query(entries!(
            "e.pinned_at IS NOT NULL AND ($3 = 'staff' OR e.audience = 'public') AND e.seq > $4 ORDER BY e.seq LIMIT $5"
        ))
        .bind(ws)
        .bind(id)
        .bind(audience)
        .bind(after)
        .bind(limit)
        .all()
        .await?)
}

/// How many messages are on the pinboard.
pub(super) async fn count_pinned(tx: &mut Tx, ws: WorkspaceId, id: ConversationId) -> Result<i64> {
    Ok(tx
        .query("SELECT count(*) FROM entries WHERE workspace_id = $1 AND conversation_id = $2 AND pinned_at IS NOT NULL")
        .bind(ws)
        .bind(id)
        .value()
        .await?)
}

/// Puts a message on the pinboard, or takes it off.
pub(super) async fn set_pinned(
    tx: &mut Tx,
    ws: WorkspaceId,
    id: ConversationId,
    message: MessageId,
    at: Option<Timestamp>,
) -> Result<()> {
    tx.query("UPDATE entries SET pinned_at = $4 WHERE workspace_id = $1 AND conversation_id = $2 AND id = $3")
        .bind(ws)
        .bind(id)
        .bind(message)
        .bind(at)
        .run()
        .await?;
    Ok(())
}

/// Puts a conversation away, or fetches it back; lists tell the row again.
pub(super) async fn set_archived(
    tx: &mut Tx,
    ws: WorkspaceId,
    id: ConversationId,
    at: Option<Timestamp>,
    now: Timestamp,
) -> Result<()> {
    tx.query("UPDATE conversations SET archived_at = $3, updated_at = $4 WHERE workspace_id = $1 AND id = $2")
        .bind(ws)
        .bind(id)
        .bind(at)
        .bind(now)
        .run()
        .await?;
    Ok(())
}

/// Pins a conversation to the top of the team's lists, or lets it go.
pub(super) async fn pin_conversation(
    tx: &mut Tx,
    ws: WorkspaceId,
    id: ConversationId,
    at: Option<Timestamp>,
    now: Timestamp,
) -> Result<()> {
    tx.query("UPDATE conversations SET pinned_at = $3, updated_at = $4 WHERE workspace_id = $1 AND id = $2")
        .bind(ws)
        .bind(id)
        .bind(at)
        .bind(now)
        .run()
        .await?;
    touch_feed(tx, ws, id).await
}

/// Whether a participant wants no sign of what is new; false when they take no part.
pub(super) async fn set_muted(
    tx: &mut Tx,
    ws: WorkspaceId,
    id: ConversationId,
    who: PrincipalId,
    at: Option<Timestamp>,
) -> Result<bool> {
    let rows = tx
        .query(
            "UPDATE participants SET muted_at = $4, feed_pos = (SELECT pos + 1 FROM feed_counter WHERE id = 1)
             WHERE workspace_id = $1 AND conversation_id = $2 AND principal_id = $3 AND left_at IS NULL",
        )
        .bind(ws)
        .bind(id)
        .bind(who)
        .bind(at)
        .run()
        .await?;
    Ok(rows == 1)
}

/// Messages before a place and after `from`, newest first.
pub(super) async fn messages_before(
    tx: &mut Tx,
    ws: WorkspaceId,
    id: ConversationId,
    audience: Audience,
    (from, before): (i64, i64),
    limit: i64,
) -> Result<Vec<EntryRow>> {
    Ok(tx
        .query(entries!(
            "e.type = 'message.sent' AND e.seq > $3 AND e.seq < $4 AND ($5 = 'staff' OR e.audience = 'public')
             ORDER BY e.seq DESC LIMIT $6"
        ))
        .bind(ws)
        .bind(id)
        .bind(from)
        .bind(before)
        .bind(audience)
        .bind(limit)
        .all()
        .await?)
}

/// The ends of several logs.
pub(super) async fn heads(tx: &mut Tx, ws: WorkspaceId, ids: &[Uuid]) -> Result<Vec<(ConversationId, i64, i64)>> {
    let mut values = vec![ws.0];
    values.extend_from_slice(ids);
    // The list's values are bound first, so the workspace stands in the list too and is told apart by column.
    Ok(tx
        .query_list("SELECT id, last_seq, last_public_seq FROM conversations WHERE workspace_id = $1 AND id", &values, "")
        .all()
        .await?)
}

/// Replaces a message's text (`None` when it is deleted).
pub(super) async fn replace_body(
    tx: &mut Tx,
    ws: WorkspaceId,
    id: ConversationId,
    message: MessageId,
    body: Option<&str>,
    edited_at: Option<Timestamp>,
    deleted_at: Option<Timestamp>,
) -> Result<()> {
    tx.query(
        "UPDATE entries SET body = $4, edited_at = coalesce($5, edited_at), deleted_at = $6, revision = revision + 1,
             data = CASE WHEN $4 IS NULL THEN NULL ELSE data END,
             pinned_at = CASE WHEN $4 IS NULL THEN NULL ELSE pinned_at END
         WHERE workspace_id = $1 AND conversation_id = $2 AND id = $3",
    )
    .bind(ws)
    .bind(id)
    .bind(message)
    .bind(body.map(str::to_owned))
    .bind(edited_at)
    .bind(deleted_at)
    .run()
    .await?;
    Ok(())
}

/// Keeps, apart from the log, what a message holds that is about to be taken back.
pub(super) async fn keep_removed(
    tx: &mut Tx,
    ws: WorkspaceId,
    id: ConversationId,
    message: MessageId,
    now: Timestamp,
) -> Result<()> {
    tx.query(
        "INSERT INTO removed_messages (workspace_id, conversation_id, message_id, body, data, pinned_at, removed_at)
         SELECT workspace_id, conversation_id, id, body, data, pinned_at, $4 FROM entries
         WHERE workspace_id = $1 AND conversation_id = $2 AND id = $3",
    )
    .bind(ws)
    .bind(id)
    .bind(message)
    .bind(now)
    .run()
    .await?;
    Ok(())
}

/// Since when a message that was taken back is kept, and whether it was on the pinboard.
pub(super) async fn removed_message(
    tx: &mut Tx,
    ws: WorkspaceId,
    id: ConversationId,
    message: MessageId,
) -> Result<Option<(Timestamp, Option<Timestamp>)>> {
    Ok(tx
        .query(
            "SELECT removed_at, pinned_at FROM removed_messages
             WHERE workspace_id = $1 AND conversation_id = $2 AND message_id = $3",
        )
        .bind(ws)
        .bind(id)
        .bind(message)
        .optional()
        .await?)
}

/// Puts what was kept of a message back into the log, on the pinboard or not, and keeps it no longer.
pub(super) async fn put_back(
    tx: &mut Tx,
    ws: WorkspaceId,
    id: ConversationId,
    message: MessageId,
    pinned_at: Option<Timestamp>,
) -> Result<()> {
    tx.query(
        "UPDATE entries SET deleted_at = NULL, pinned_at = $4, revision = revision + 1,
             body = (SELECT k.body FROM removed_messages k
                 WHERE k.workspace_id = $1 AND k.conversation_id = $2 AND k.message_id = $3),
             data = (SELECT k.data FROM removed_messages k
                 WHERE k.workspace_id = $1 AND k.conversation_id = $2 AND k.message_id = $3)
         WHERE workspace_id = $1 AND conversation_id = $2 AND id = $3",
    )
    .bind(ws)
    .bind(id)
    .bind(message)
    .bind(pinned_at)
    .run()
    .await?;
    tx.query("DELETE FROM removed_messages WHERE workspace_id = $1 AND conversation_id = $2 AND message_id = $3")
        .bind(ws)
        .bind(id)
        .bind(message)
        .run()
        .await?;
    Ok(())
}

/// Forgets what was kept of messages that were taken back before a time, in all workspaces.
pub(super) async fn forget_removed(tx: &mut Tx, before: Timestamp) -> Result<u64> {
    Ok(tx.query("DELETE FROM removed_messages WHERE removed_at < $1").bind(before).run().await?)
}

/// Replaces what a message holds besides its text.
pub(super) async fn replace_data(
    tx: &mut Tx,
    ws: WorkspaceId,
    id: ConversationId,
    message: MessageId,
    data: Option<serde_json::Value>,
) -> Result<()> {
    tx.query("UPDATE entries SET data = $4 WHERE workspace_id = $1 AND conversation_id = $2 AND id = $3")
        .bind(ws)
        .bind(id)
        .bind(message)
        .bind(data.map(Json))
        .run()
        .await?;
    Ok(())
}

/// Holds the conversation until the change is committed: whoever comes second reads what the first one left.
pub(super) async fn lock(tx: &mut Tx, ws: WorkspaceId, id: ConversationId) -> Result<()> {
    tx.query("UPDATE conversations SET updated_at = updated_at WHERE workspace_id = $1 AND id = $2")
        .bind(ws)
        .bind(id)
        .run()
        .await?;
    Ok(())
}

pub(super) async fn insert_version(
    tx: &mut Tx,
    ws: WorkspaceId,
    id: ConversationId,
    message: MessageId,
    body: &str,
    by: PrincipalId,
    now: Timestamp,
) -> Result<()> {
    tx.query(
        "INSERT INTO message_versions (workspace_id, conversation_id, message_id, version, body, replaced_by, replaced_at)
         VALUES ($1, $2, $3, (SELECT count(*) + 1 FROM message_versions
             WHERE workspace_id = $1 AND conversation_id = $2 AND message_id = $3), $4, $5, $6)",
    )
    .bind(ws)
    .bind(id)
    .bind(message)
    .bind(body.to_owned())
    .bind(by)
    .bind(now)
    .run()
    .await?;
    Ok(())
}

pub(super) async fn versions(
    tx: &mut Tx,
    ws: WorkspaceId,
    id: ConversationId,
    message: MessageId,
) -> Result<Vec<MessageVersion>> {
    Ok(tx
        .query(
            "SELECT version, body AS text, replaced_by, replaced_at FROM message_versions
             WHERE workspace_id = $1 AND conversation_id = $2 AND message_id = $3 ORDER BY version",
        )
        .bind(ws)
        .bind(id)
        .bind(message)
        .all()
        .await?)
}

/// Whoever has not read a deleted message has one less to read.
pub(super) async fn discount_deleted(
    tx: &mut Tx,
    ws: WorkspaceId,
    id: ConversationId,
    seq: i64,
    audience: Audience,
    sender: PrincipalId,
) -> Result<()> {
    tx.query(
        "UPDATE participants SET deleted_ahead = deleted_ahead + 1
         WHERE workspace_id = $1 AND conversation_id = $2 AND last_read_seq < $3 AND principal_id <> $5
             AND ($4 = 'public' OR audience = 'staff')",
    )
    .bind(ws)
    .bind(id)
    .bind(seq)
    .bind(audience)
    .bind(sender)
    .run()
    .await?;
    Ok(())
}

/// The same when one is back: whoever has not read it has it to read again.
pub(super) async fn count_restored(tx: &mut Tx, ws: WorkspaceId, id: ConversationId, seq: i64) -> Result<()> {
    tx.query(
        "UPDATE participants SET deleted_ahead = (SELECT count(*) FROM entries e
             WHERE e.workspace_id = $1 AND e.conversation_id = $2 AND e.seq > participants.last_read_seq
                 AND e.deleted_at IS NOT NULL AND e.actor_id <> participants.principal_id
                 AND (participants.audience = 'staff' OR e.audience = 'public'))
         WHERE workspace_id = $1 AND conversation_id = $2 AND last_read_seq < $3",
    )
    .bind(ws)
    .bind(id)
    .bind(seq)
    .run()
    .await?;
    Ok(())
}

/// Shows a changed text in the list row, where the message is the newest one of an audience.
pub(super) async fn replace_preview(tx: &mut Tx, ws: WorkspaceId, id: ConversationId, seq: i64, preview: &Preview) -> Result<()> {
    tx.query(
        "UPDATE conversations SET
             public_preview = CASE WHEN public_preview_seq = $3 THEN $4 ELSE public_preview END,
             staff_preview = CASE WHEN staff_preview_seq = $3 THEN $4 ELSE staff_preview END
         WHERE workspace_id = $1 AND id = $2",
    )
    .bind(ws)
    .bind(id)
    .bind(seq)
    .bind(Json(preview.clone()))
    .run()
    .await?;
    Ok(())
}

/// Where a read mark lands: the ordinals at a place, clamped to the head.
#[derive(FromRow)]
pub(super) struct Place {
    pub(super) seq: i64,
    /// The newest public entry at or before it.
    pub(super) public_seq: i64,
    pub(super) public_ord: i64,
    pub(super) staff_ord: i64,
}

pub(super) async fn place_at(tx: &mut Tx, ws: WorkspaceId, id: ConversationId, seq: i64) -> Result<Option<Place>> {
    Ok(tx
        .query(
            "SELECT seq, CASE WHEN audience = 'public' THEN seq ELSE prev_public_seq END AS public_seq, public_ord, staff_ord FROM entries
             WHERE workspace_id = $1 AND conversation_id = $2 AND seq <= $3 ORDER BY seq DESC LIMIT 1",
        )
        .bind(ws)
        .bind(id)
        .bind(seq)
        .optional()
        .await?)
}

/// Moves a read mark forward, never back; true when it moved.
pub(super) async fn move_read(
    tx: &mut Tx,
    ws: WorkspaceId,
    id: ConversationId,
    me: PrincipalId,
    to: &Place,
    now: Timestamp,
) -> Result<bool> {
    let rows = tx
        .query(
            "UPDATE participants SET last_read_seq = $4, last_read_at = $7, feed_pos = (SELECT pos + 1 FROM feed_counter WHERE id = 1),
                 last_delivered_seq = CASE WHEN last_delivered_seq < $4 THEN $4 ELSE last_delivered_seq END,
                 read_ord = CASE WHEN audience = 'staff' THEN $6 ELSE $5 END,
                 deleted_ahead = (SELECT count(*) FROM entries e
                     WHERE e.workspace_id = $1 AND e.conversation_id = $2 AND e.seq > $4 AND e.deleted_at IS NOT NULL
                         AND e.actor_id <> $3 AND (participants.audience = 'staff' OR e.audience = 'public'))
             WHERE workspace_id = $1 AND conversation_id = $2 AND principal_id = $3 AND left_at IS NULL AND last_read_seq < $4",
        )
        .bind(ws)
        .bind(id)
        .bind(me)
        .bind(to.seq)
        .bind(to.public_ord)
        .bind(to.staff_ord)
        .bind(now)
        .run()
        .await?;
    Ok(rows == 1)
}

/// Moves a delivered mark forward, never back; true when it moved.
pub(super) async fn move_delivered(tx: &mut Tx, ws: WorkspaceId, id: ConversationId, me: PrincipalId, seq: i64) -> Result<bool> {
    let rows = tx
        .query(
            "UPDATE participants SET last_delivered_seq = $4
             WHERE workspace_id = $1 AND conversation_id = $2 AND principal_id = $3 AND left_at IS NULL AND last_delivered_seq < $4",
        )
        .bind(ws)
        .bind(id)
        .bind(me)
        .bind(seq)
        .run()
        .await?;
    Ok(rows == 1)
}

/// Who is in it, with marks as `reader` may know them: one that stands on an entry for staff is told to the public
/// as one on the public entry before it.
pub(super) async fn participants(tx: &mut Tx, ws: WorkspaceId, id: ConversationId, reader: Audience) -> Result<Vec<Participant>> {
    Ok(tx
        .query(
            "SELECT p.principal_id AS id, who.name, who.kind, p.role, p.joined_at, p.last_read_at,
                 CASE WHEN $3 = 'public' AND r.audience = 'staff' THEN r.prev_public_seq ELSE p.last_read_seq END AS last_read_seq,
                 CASE WHEN $3 = 'public' AND d.audience = 'staff' THEN d.prev_public_seq ELSE p.last_delivered_seq END
                     AS last_delivered_seq
             FROM participants p
             JOIN principals who ON who.workspace_id = p.workspace_id AND who.id = p.principal_id
             LEFT JOIN entries r ON r.workspace_id = p.workspace_id AND r.conversation_id = p.conversation_id
                 AND r.seq = p.last_read_seq
             LEFT JOIN entries d ON d.workspace_id = p.workspace_id AND d.conversation_id = p.conversation_id
                 AND d.seq = p.last_delivered_seq
             WHERE p.workspace_id = $1 AND p.conversation_id = $2 AND p.left_at IS NULL ORDER BY p.joined_at, p.principal_id",
        )
        .bind(ws)
        .bind(id)
        .bind(reader)
        .all()
        .await?)
}

/// A participant to be added (or brought back).
pub(super) struct NewParticipant {
    pub(super) principal: PrincipalId,
    pub(super) role: ParticipantRole,
    pub(super) audience: Audience,
    /// They see what comes after it.
    pub(super) from_seq: i64,
    /// What counts as read by them: the place, and how many messages stand before it.
    pub(super) read_seq: i64,
    pub(super) read_ord: i64,
    pub(super) now: Timestamp,
}

/// Adds a participant; false when they are in already. Whoever comes back keeps a read mark that is further on.
pub(super) async fn insert_participant(tx: &mut Tx, ws: WorkspaceId, id: ConversationId, new: &NewParticipant) -> Result<bool> {
    let rows = tx
        .query(
            "INSERT INTO participants (workspace_id, conversation_id, principal_id, role, audience, from_seq, last_read_seq,
                 read_ord, deleted_ahead, last_delivered_seq, joined_at, feed_pos)
             VALUES ($1, $2, $3, $4, $5, $6, $9, $7, 0, $9, $8, (SELECT pos + 1 FROM feed_counter WHERE id = 1))
             ON CONFLICT (workspace_id, conversation_id, principal_id) DO UPDATE
                 SET left_at = NULL, feed_pos = excluded.feed_pos, joined_at = excluded.joined_at, role = excluded.role,
                     audience = excluded.audience, from_seq = excluded.from_seq,
                     read_ord = CASE WHEN excluded.last_read_seq > participants.last_read_seq
                         THEN excluded.read_ord ELSE participants.read_ord END,
                     deleted_ahead = CASE WHEN excluded.last_read_seq > participants.last_read_seq
                         THEN 0 ELSE participants.deleted_ahead END,
                     last_delivered_seq = CASE WHEN excluded.last_read_seq > participants.last_delivered_seq
                         THEN excluded.last_read_seq ELSE participants.last_delivered_seq END,
                     last_read_seq = CASE WHEN excluded.last_read_seq > participants.last_read_seq
                         THEN excluded.last_read_seq ELSE participants.last_read_seq END
                 WHERE participants.left_at IS NOT NULL",
        )
        .bind(ws)
        .bind(id)
        .bind(new.principal)
        .bind(new.role)
        .bind(new.audience)
        .bind(new.from_seq)
        .bind(new.read_ord)
        .bind(new.now)
        .bind(new.read_seq)
        .run()
        .await?;
    Ok(rows == 1)
}

/// Lets feeds tell the conversations of a contact again.
pub(super) async fn touch_feed_of_contact(tx: &mut Tx, ws: WorkspaceId, contact: PrincipalId) -> Result<()> {
    tx.query(
        "UPDATE conversations SET feed_pos = (SELECT pos + 1 FROM feed_counter WHERE id = 1)
         WHERE workspace_id = $1 AND contact_id = $2",
    )
    .bind(ws)
    .bind(contact)
    .run()
    .await?;
    Ok(())
}

pub(super) async fn count_of_contact(tx: &mut Tx, ws: WorkspaceId, contact: PrincipalId) -> Result<i64> {
    Ok(tx
        .query("SELECT count(*) FROM conversations WHERE workspace_id = $1 AND contact_id = $2")
        .bind(ws)
        .bind(contact)
        .value()
        .await?)
}

/// Gives a contact's conversations to another, and lets feeds tell them again.
pub(super) async fn move_contact(tx: &mut Tx, ws: WorkspaceId, from: PrincipalId, into: PrincipalId) -> Result<i64> {
    let rows = tx
        .query(
            "UPDATE conversations SET contact_id = $3, feed_pos = (SELECT pos + 1 FROM feed_counter WHERE id = 1)
             WHERE workspace_id = $1 AND contact_id = $2",
        )
        .bind(ws)
        .bind(from)
        .bind(into)
        .run()
        .await?;
    Ok(rows as i64)
}

/// Notes that a log has something that had been said before.
pub(super) async fn set_backdated(tx: &mut Tx, ws: WorkspaceId, id: ConversationId, now: Timestamp) -> Result<()> {
    tx.query("UPDATE conversations SET backdated_at = $3 WHERE workspace_id = $1 AND id = $2 AND backdated_at IS NULL")
        .bind(ws)
        .bind(id)
        .bind(now)
        .run()
        .await?;
    Ok(())
}

/// Whether any log of the workspace has.
async fn is_backdated(tx: &mut Tx, ws: WorkspaceId) -> Result<bool> {
    let row: Option<(i64,)> = tx
        .query("SELECT CAST(1 AS bigint) FROM conversations WHERE workspace_id = $1 AND backdated_at IS NOT NULL LIMIT 1")
        .bind(ws)
        .optional()
        .await?;
    Ok(row.is_some())
}

/// Gives one conversation to a contact, or to nobody.
pub(super) async fn set_contact(tx: &mut Tx, ws: WorkspaceId, id: ConversationId, contact: Option<PrincipalId>) -> Result<()> {
    tx.query(
        "UPDATE conversations SET contact_id = $3, feed_pos = (SELECT pos + 1 FROM feed_counter WHERE id = 1)
         WHERE workspace_id = $1 AND id = $2",
    )
    .bind(ws)
    .bind(id)
    .bind(contact)
    .run()
    .await?;
    Ok(())
}

/// The same for those in which `customer` takes part as the customer.
pub(super) async fn move_contact_back(tx: &mut Tx, ws: WorkspaceId, customer: PrincipalId, into: PrincipalId) -> Result<i64> {
    let rows = tx
        .query(
            "UPDATE conversations SET contact_id = $3, feed_pos = (SELECT pos + 1 FROM feed_counter WHERE id = 1)
             WHERE workspace_id = $1 AND kind = 'support' AND id IN (SELECT conversation_id FROM participants
                 WHERE workspace_id = $1 AND principal_id = $2 AND role = 'customer')",
        )
        .bind(ws)
        .bind(customer)
        .bind(into)
        .run()
        .await?;
    Ok(rows as i64)
}

/// Takes a participant out; false when they were not in.
pub(super) async fn end_participant(
    tx: &mut Tx,
    ws: WorkspaceId,
    id: ConversationId,
    principal: PrincipalId,
    now: Timestamp,
) -> Result<bool> {
    let rows = tx
        .query(
            "UPDATE participants SET left_at = $4, feed_pos = (SELECT pos + 1 FROM feed_counter WHERE id = 1)
             WHERE workspace_id = $1 AND conversation_id = $2 AND principal_id = $3 AND left_at IS NULL",
        )
        .bind(ws)
        .bind(id)
        .bind(principal)
        .bind(now)
        .run()
        .await?;
    Ok(rows == 1)
}

pub(super) async fn set_status(tx: &mut Tx, ws: WorkspaceId, id: ConversationId, status: Status, now: Timestamp) -> Result<()> {
    tx.query(
        "UPDATE conversations SET status = $3, updated_at = $4,
             waiting_since = CASE WHEN $3 = 'resolved' THEN NULL ELSE waiting_since END
         WHERE workspace_id = $1 AND id = $2",
    )
    .bind(ws)
    .bind(id)
    .bind(status)
    .bind(now)
    .run()
    .await?;
    Ok(())
}

pub(super) async fn set_assignee(
    tx: &mut Tx,
    ws: WorkspaceId,
    id: ConversationId,
    assignee: Option<PrincipalId>,
    now: Timestamp,
) -> Result<()> {
    tx.query("UPDATE conversations SET assignee_id = $3, updated_at = $4 WHERE workspace_id = $1 AND id = $2")
        .bind(ws)
        .bind(id)
        .bind(assignee)
        .bind(now)
        .run()
        .await?;
    Ok(())
}

/// Some of the conversations that are given to someone.
pub(super) async fn list_given_to(tx: &mut Tx, ws: WorkspaceId, to: PrincipalId, most: i64) -> Result<Vec<ConversationId>> {
    let rows: Vec<(ConversationId,)> = tx
        .query("SELECT id FROM conversations WHERE workspace_id = $1 AND assignee_id = $2 LIMIT $3")
        .bind(ws)
        .bind(to)
        .bind(most)
        .all()
        .await?;
    Ok(rows.into_iter().map(|row| row.0).collect())
}

pub(super) async fn set_title(
    tx: &mut Tx,
    ws: WorkspaceId,
    id: ConversationId,
    title: Option<&str>,
    now: Timestamp,
) -> Result<()> {
    tx.query("UPDATE conversations SET title = $3, title_words = $5, updated_at = $4 WHERE workspace_id = $1 AND id = $2")
        .bind(ws)
        .bind(id)
        .bind(title.map(str::to_owned))
        .bind(now)
        .bind(title_words(title))
        .run()
        .await?;
    Ok(())
}

pub(super) async fn candidate(tx: &mut Tx, ws: WorkspaceId, id: PrincipalId) -> Result<Option<Candidate>> {
    Ok(tx
        .query(
            "SELECT p.id, p.name, p.kind, m.role FROM principals p
             LEFT JOIN memberships m ON m.workspace_id = p.workspace_id AND m.principal_id = p.id
             WHERE p.workspace_id = $1 AND p.id = $2 AND m.disabled_at IS NULL",
        )
        .bind(ws)
        .bind(id)
        .optional()
        .await?)
}

/// The newest support conversation that a contact takes part in, one that is not resolved first.
pub(super) async fn newest_of_contact(tx: &mut Tx, ws: WorkspaceId, contact: PrincipalId) -> Result<Option<ConversationRow>> {
    Ok(tx
        .query(rows!(
            "me.principal_id = $2 AND me.left_at IS NULL AND c.kind = 'support'
             ORDER BY CASE WHEN c.status = 'resolved' THEN 1 ELSE 0 END, c.last_activity_at DESC, c.id DESC LIMIT 1"
        ))
        .bind(ws)
        .bind(contact)
        .optional()
        .await?)
}

/// The inbox through which a customer without a widget writes: the oldest.
pub(super) async fn first_inbox(tx: &mut Tx, ws: WorkspaceId) -> Result<Option<InboxId>> {
    let row: Option<(InboxId,)> =
        tx.query("SELECT id FROM inboxes WHERE workspace_id = $1 ORDER BY created_at, id LIMIT 1").bind(ws).optional().await?;
    Ok(row.map(|row| row.0))
}

pub(super) async fn inbox_exists(tx: &mut Tx, ws: WorkspaceId, inbox: InboxId) -> Result<bool> {
    let row: Option<(i64,)> = tx
        .query("SELECT CAST(1 AS bigint) FROM inboxes WHERE workspace_id = $1 AND id = $2")
        .bind(ws)
        .bind(inbox)
        .optional()
        .await?;
    Ok(row.is_some())
}

/// Whom a message could call by name, with what decides whether they may see it.
pub(super) async fn mentionable(
    tx: &mut Tx,
    ws: WorkspaceId,
    id: ConversationId,
    who: PrincipalId,
) -> Result<Option<Mentionable>> {
    Ok(tx
        .query(
            "SELECT p.id, p.name, p.kind, m.role, c.kind AS conversation_kind,
                 (part.principal_id IS NOT NULL) AS takes_part
             FROM principals p
             JOIN conversations c ON c.workspace_id = p.workspace_id AND c.id = $2
             LEFT JOIN memberships m ON m.workspace_id = p.workspace_id AND m.principal_id = p.id
             LEFT JOIN participants part ON part.workspace_id = p.workspace_id AND part.conversation_id = c.id
                 AND part.principal_id = p.id AND part.left_at IS NULL
             WHERE p.workspace_id = $1 AND p.id = $3 AND m.disabled_at IS NULL",
        )
        .bind(ws)
        .bind(id)
        .bind(who)
        .optional()
        .await?)
}

pub(super) async fn insert_mention(
    tx: &mut Tx,
    ws: WorkspaceId,
    id: ConversationId,
    seq: i64,
    who: PrincipalId,
    now: Timestamp,
) -> Result<()> {
    tx.query(
        "INSERT INTO mentions (workspace_id, principal_id, conversation_id, seq, created_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (workspace_id, principal_id, conversation_id, seq) DO NOTHING",
    )
    .bind(ws)
    .bind(who)
    .bind(id)
    .bind(seq)
    .bind(now)
    .run()
    .await?;
    Ok(())
}

/// Nobody `who` is called by the message at `seq` any more.
pub(super) async fn remove_mention(tx: &mut Tx, ws: WorkspaceId, id: ConversationId, seq: i64, who: PrincipalId) -> Result<()> {
    tx.query("DELETE FROM mentions WHERE workspace_id = $1 AND principal_id = $2 AND conversation_id = $3 AND seq = $4")
        .bind(ws)
        .bind(who)
        .bind(id)
        .bind(seq)
        .run()
        .await?;
    Ok(())
}

/// Of someone without a read mark: mentions up to a place are read. Lists tell the row again.
pub(super) async fn read_mentions(
    tx: &mut Tx,
    ws: WorkspaceId,
    id: ConversationId,
    who: PrincipalId,
    seq: i64,
    now: Timestamp,
) -> Result<()> {
    tx.query(
        "UPDATE mentions SET read_at = $5
         WHERE workspace_id = $1 AND principal_id = $2 AND conversation_id = $3 AND seq <= $4 AND read_at IS NULL",
    )
    .bind(ws)
    .bind(who)
    .bind(id)
    .bind(seq)
    .bind(now)
    .run()
    .await?;
    touch_feed(tx, ws, id).await
}

/// Lets feeds tell a conversation again.
pub(super) async fn touch_feed(tx: &mut Tx, ws: WorkspaceId, id: ConversationId) -> Result<()> {
    tx.query(
        "UPDATE conversations SET feed_pos = (SELECT pos + 1 FROM feed_counter WHERE id = 1)
         WHERE workspace_id = $1 AND id = $2",
    )
    .bind(ws)
    .bind(id)
    .run()
    .await?;
    Ok(())
}

pub(super) async fn count_mentions(tx: &mut Tx, ws: WorkspaceId, me: PrincipalId) -> Result<i64> {
    Ok(tx
        .query(
            "SELECT count(*) FROM (SELECT n.seq FROM mentions n
                 LEFT JOIN participants p ON p.workspace_id = n.workspace_id AND p.conversation_id = n.conversation_id
                     AND p.principal_id = n.principal_id
                 WHERE n.workspace_id = $1 AND n.principal_id = $2 AND n.read_at IS NULL
                     AND n.seq > coalesce(p.last_read_seq, 0) LIMIT 1000) AS missed",
        )
        .bind(ws)
        .bind(me)
        .value()
        .await?)
}

/// Conversations in which one was mentioned, the newest mention first.
pub(super) async fn list_mentioning(
    tx: &mut Tx,
    ws: WorkspaceId,
    me: PrincipalId,
    before: (Timestamp, ConversationId),
    limit: i64,
) -> Result<Vec<(ConversationId, Timestamp)>> {
    Ok(tx
        .query(
            "SELECT n.conversation_id, n.created_at FROM mentions n
             WHERE n.workspace_id = $1 AND n.principal_id = $2 AND (n.created_at, n.conversation_id) < ($3, $4)
                 AND NOT EXISTS (SELECT 1 FROM mentions later WHERE later.workspace_id = n.workspace_id
                     AND later.principal_id = n.principal_id AND later.conversation_id = n.conversation_id AND later.seq > n.seq)
             ORDER BY n.created_at DESC, n.conversation_id DESC LIMIT $5",
        )
        .bind(ws)
        .bind(me)
        .bind(before.0)
        .bind(before.1)
        .bind(limit)
        .all()
        .await?)
}

/// Puts other words into the search for a message, or none.
pub(super) async fn index_anew(
    tx: &mut Tx,
    ws: WorkspaceId,
    id: ConversationId,
    message: MessageId,
    words: Option<String>,
) -> Result<()> {
    tx.query(
        "DELETE FROM message_search
         WHERE rowid = (SELECT n FROM entries WHERE workspace_id = $1 AND conversation_id = $2 AND id = $3)",
    )
    .bind(ws)
    .bind(id)
    .bind(message)
    .run()
    .await?;
    match words {
        Some(words) => index_messages(tx, ws, vec![(id, message, words)]).await,
        None => Ok(()),
    }
}

/// What a search asks for.
pub(super) struct SearchAsk<'a> {
    /// One of each group must stand in the message.
    pub(super) groups: &'a [Vec<Term>],
    /// None of these may.
    pub(super) without: &'a [Term],
    /// Whether a sign among the groups leaves few messages.
    pub(super) is_narrow: bool,
    /// The `n` before which the page begins.
    pub(super) before: i64,
    /// The `n` at which the range ends.
    pub(super) from: i64,
    pub(super) between: (Option<Timestamp>, Option<Timestamp>),
    pub(super) sees: Sees,
    /// And in which reported chats.
    pub(super) logs: Logs,
    pub(super) sees_notes: bool,
    /// To what conversations it is narrowed; its order and end are the search's.
    pub(super) narrowed: Narrowed,
    pub(super) limit: i64,
}

/// In which conversations a search looks besides one's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sees {
    /// In none.
    Own,
    /// In those with customers.
    Support,
    /// In all of the workspace.
    All,
}

/// How far times and places may disagree: entries take their time a moment before their place.
const DISORDER: std::time::Duration = std::time::Duration::from_secs(60);

/// Messages that have the words and that the principal may see, newest first.
pub(super) async fn search(tx: &mut Tx, ws: WorkspaceId, me: PrincipalId, ask: &SearchAsk<'_>) -> Result<Vec<FoundRow>> {
    let (mut from, mut before) = (ask.from, ask.before);
    let is_bounded = ask.between != (None, None);
    // Where something was backdated, places tell nothing of times.
    let in_order = if is_bounded && is_backdated(tx, ws).await? { (None, None) } else { ask.between };
    if let Some(until) = in_order.1 {
        let last = tx
            .query(
                "SELECT n FROM entries WHERE workspace_id = $1 AND type = 'message.sent' AND created_at < $2
                 ORDER BY created_at DESC LIMIT 1",
            )
            .bind(ws)
            .bind(until + DISORDER)
            .optional::<(i64,)>()
            .await?;
        before = before.min(last.map_or(0, |(n,)| n.saturating_add(1)));
    }
    if let Some(since) = in_order.0 {
        let first = tx
            .query(
                "SELECT n FROM entries WHERE workspace_id = $1 AND type = 'message.sent' AND created_at >= $2
                 ORDER BY created_at LIMIT 1",
            )
            .bind(ws)
            .bind(since - DISORDER)
            .optional::<(i64,)>()
            .await?;
        from = from.max(first.map_or(before, |(n,)| n));
    }
    let low = match tx.search_walk(before, ask.is_narrow).await? {
        Walk::ByBeginnings(letters) => {
            if let Some(found) = by_beginnings(tx, ws, me, ask, letters, (from, before)).await? {
                return Ok(found);
            }
            return stretch(tx, ws, me, ask, Stretch::Indexed, (from, before), ask.limit).await;
        }
        Walk::Nowhere => return stretch(tx, ws, me, ask, Stretch::Indexed, (from, before), ask.limit).await,
        Walk::Everywhere => return stretch(tx, ws, me, ask, Stretch::Newest, (from, before), ask.limit).await,
        Walk::DownTo(place) => place.max(from),
    };
    // From here on only where an index gives its hits in no order: first few places, then few stretches, then all.
    let mut found = stretch(tx, ws, me, ask, Stretch::Newest, (low, before), ask.limit).await?;
    let (mut until, mut stretches) = (low, 0);
    while (found.len() as i64) < ask.limit && until > from {
        let left = ask.limit - found.len() as i64;
        if stretches == STRETCHES {
            found.extend(stretch(tx, ws, me, ask, Stretch::Indexed, (from, until), left).await?);
            break;
        }
        let mut groups = ask.groups.to_vec();
        groups.push(vec![segment_sign(until - 1)]);
        let begin = from.max(((until - 1) >> SEGMENT) << SEGMENT);
        let one = SearchAsk { groups: &groups, ..*ask };
        found.extend(stretch(tx, ws, me, &one, Stretch::Indexed, (begin, until), left).await?);
        (until, stretches) = (begin, stretches + 1);
    }
    Ok(found)
}

/// Messages with the first letters of a longer beginning among which it is looked for.
const LOOKED_THROUGH: i64 = 500;

/// The page, when it is among the newest messages that have the first letters of what is looked for. Nothing where no
/// beginning is longer than so many letters, or too few of them go on as it does.
async fn by_beginnings(
    tx: &mut Tx,
    ws: WorkspaceId,
    me: PrincipalId,
    ask: &SearchAsk<'_>,
    letters: usize,
    range: (i64, i64),
) -> Result<Option<Vec<FoundRow>>> {
    let short = |term: &Term| match term {
        Term::Beginning(word) => Term::Beginning(word.chars().take(letters).collect()),
        whole @ Term::Word(_) => whole.clone(),
    };
    let groups: Vec<Vec<Term>> = ask.groups.iter().map(|terms| terms.iter().map(short).collect()).collect();
    if groups == ask.groups {
        return Ok(None);
    }
    let limit = ask.limit.max(LOOKED_THROUGH);
    let mut found = stretch(tx, ws, me, &SearchAsk { groups: &groups, ..*ask }, Stretch::Indexed, range, limit).await?;
    let are_all = (found.len() as i64) < limit;
    found.retain(|row| {
        let words = text::words(&row.body);
        ask.groups.iter().all(|terms| {
            terms.iter().any(|term| match term {
                Term::Beginning(beginning) => words.iter().any(|word| word.starts_with(beginning)),
                Term::Word(_) => true,
            })
        })
    });
    found.truncate(usize::try_from(ask.limit).unwrap_or_default());
    Ok((are_all || found.len() as i64 == ask.limit).then_some(found))
}

/// Stretches of the log that are asked one by one before the index is asked for all.
const STRETCHES: usize = 3;

async fn stretch(
    tx: &mut Tx,
    ws: WorkspaceId,
    me: PrincipalId,
    ask: &SearchAsk<'_>,
    stretch: Stretch,
    (from, before): (i64, i64),
    limit: i64,
) -> Result<Vec<FoundRow>> {
    let words = tx.search_words(ws.0, ask.groups, ask.without);
    let asked = |is: Option<bool>| is.map_or("any", |is| if is { "yes" } else { "no" });
    let narrowed = &ask.narrowed;
    Ok(tx
        .search_messages(stretch)
        .bind(ws)
        .bind(me)
        .bind(words)
        .bind(before)
        .bind(from)
        .bind(ask.between.0.unwrap_or(Timestamp::UNIX_EPOCH))
        .bind(ask.between.1.unwrap_or_else(end_of_time))
        .bind(match ask.sees {
            Sees::Own => "public",
            Sees::Support => "staff",
            Sees::All => "all",
        })
        .bind(if ask.sees_notes { "staff" } else { "public" })
        .bind(limit)
        .bind(narrowed.kind.map_or("", kind_text))
        .bind(asked(narrowed.archived))
        .bind(asked(narrowed.with_bot))
        .bind(if narrowed.participant.is_some() { "one" } else { "any" })
        .bind(narrowed.participant)
        .bind(ask.logs.as_str())
        .all()
        .await?)
}

/// The `n` of an entry.
pub(super) async fn place_of(tx: &mut Tx, ws: WorkspaceId, id: ConversationId, seq: i64) -> Result<Option<i64>> {
    let row: Option<(i64,)> = tx
        .query("SELECT n FROM entries WHERE workspace_id = $1 AND conversation_id = $2 AND seq = $3")
        .bind(ws)
        .bind(id)
        .bind(seq)
        .optional()
        .await?;
    Ok(row.map(|(n,)| n))
}

/// Conversations that one takes part in.
pub(super) async fn own_conversations(tx: &mut Tx, ws: WorkspaceId, me: PrincipalId, limit: i64) -> Result<Vec<ConversationId>> {
    let rows: Vec<(ConversationId,)> = tx
        .query(
            "SELECT conversation_id FROM participants WHERE workspace_id = $1 AND principal_id = $2 AND left_at IS NULL
             ORDER BY conversation_id LIMIT $3",
        )
        .bind(ws)
        .bind(me)
        .bind(limit)
        .all()
        .await?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// What was said to and by customers in a stretch of time.
#[derive(FromRow)]
pub(super) struct Said {
    pub(super) people: i64,
    pub(super) messages: i64,
    pub(super) replies: i64,
    pub(super) unread: i64,
}

pub(super) async fn count_said(tx: &mut Tx, ws: WorkspaceId, (from, to): (Timestamp, Timestamp)) -> Result<Said> {
    Ok(tx
        .query(
            "SELECT count(DISTINCT CASE WHEN e.role = 'user' THEN e.actor_id END) AS people,
                 count(*) FILTER (WHERE e.role = 'user') AS messages,
                 count(*) FILTER (WHERE e.role = 'assistant') AS replies,
                 count(*) FILTER (WHERE e.role = 'assistant' AND e.seq > coalesce(p.last_read_seq, 0)) AS unread
             FROM entries e
             JOIN conversations c ON c.workspace_id = e.workspace_id AND c.id = e.conversation_id AND c.kind = 'support'
             LEFT JOIN participants p ON p.workspace_id = c.workspace_id AND p.conversation_id = c.id
                 AND p.principal_id = c.contact_id
             WHERE e.workspace_id = $1 AND e.type = 'message.sent' AND e.created_at >= $2 AND e.created_at < $3
                 AND e.audience = 'public' AND e.deleted_at IS NULL",
        )
        .bind(ws)
        .bind(from)
        .bind(to)
        .one()
        .await?)
}

/// When the customer of a conversation first asked, and when they were first answered.
#[derive(FromRow)]
pub(super) struct FirstReply {
    pub(super) asked_at: Option<Timestamp>,
    pub(super) replied_at: Option<Timestamp>,
}

/// Of conversations with customers that began in a stretch of time.
pub(super) async fn first_replies(tx: &mut Tx, ws: WorkspaceId, (from, to): (Timestamp, Timestamp)) -> Result<Vec<FirstReply>> {
    Ok(tx
        .query(
            "SELECT (SELECT e.created_at FROM entries e WHERE e.workspace_id = c.workspace_id AND e.conversation_id = c.id
                         AND e.type = 'message.sent' AND e.role = 'user' ORDER BY e.seq LIMIT 1) AS asked_at,
                 (SELECT e.created_at FROM entries e WHERE e.workspace_id = c.workspace_id AND e.conversation_id = c.id
                         AND e.type = 'message.sent' AND e.role = 'assistant' AND e.audience = 'public'
                      ORDER BY e.seq LIMIT 1) AS replied_at
             FROM conversations c
             WHERE c.workspace_id = $1 AND c.kind = 'support' AND c.created_by = c.contact_id
                 AND c.created_at >= $2 AND c.created_at < $3",
        )
        .bind(ws)
        .bind(from)
        .bind(to)
        .all()
        .await?)
}

/// A message as the search needs it: its `n`, where, which and by whom, and its text.
pub(super) type ToIndex = (i64, ConversationId, MessageId, PrincipalId, String);

/// Messages from a place of the log on, whatever the search has of them.
pub(super) async fn said_after(tx: &mut Tx, ws: WorkspaceId, n: i64, limit: i64) -> Result<Vec<ToIndex>> {
    Ok(tx
        .query(
            "SELECT n, conversation_id, id, actor_id, body FROM entries
             WHERE workspace_id = $1 AND n > $2 AND type = 'message.sent' AND body IS NOT NULL AND deleted_at IS NULL
             ORDER BY n LIMIT $3",
        )
        .bind(ws)
        .bind(n)
        .bind(limit)
        .all()
        .await?)
}

/// Puts words into the search for messages that it does not have.
pub(super) async fn index_messages(
    tx: &mut Tx,
    ws: WorkspaceId,
    messages: Vec<(ConversationId, MessageId, String)>,
) -> Result<()> {
    if messages.is_empty() {
        return Ok(());
    }
    let question = tx.index_messages(messages.len()).bind(ws);
    messages
        .into_iter()
        .fold(question, |question, (id, message, words)| question.bind(id).bind(message).bind(words))
        .run()
        .await?;
    Ok(())
}

/// Notes in which message a file was said; of which kind it is, it knows itself.
pub(super) async fn insert_message_file(tx: &mut Tx, ws: WorkspaceId, message: &Message, file: FileId) -> Result<()> {
    tx.query(
        "INSERT INTO message_files (workspace_id, file_id, conversation_id, message_id, seq, audience, kind, sender_id)
         SELECT workspace_id, id, $3, $4, $5, $6, kind, $7 FROM files WHERE workspace_id = $1 AND id = $2",
    )
    .bind(ws)
    .bind(file)
    .bind(message.conversation_id)
    .bind(message.id)
    .bind(message.seq)
    .bind(message.audience)
    .bind(message.sender.id)
    .run()
    .await?;
    Ok(())
}

pub(super) async fn delete_message_file(tx: &mut Tx, ws: WorkspaceId, file: FileId) -> Result<()> {
    tx.query("DELETE FROM message_files WHERE workspace_id = $1 AND file_id = $2").bind(ws).bind(file).run().await?;
    Ok(())
}

/// Where each of these files was said.
pub(super) async fn places_of_files(tx: &mut Tx, ws: WorkspaceId, files: &[Uuid]) -> Result<Vec<FilePlace>> {
    let mut values = vec![ws.0];
    values.extend_from_slice(files);
    Ok(tx
        .query_list(
            "SELECT s.file_id, s.conversation_id, c.kind AS conversation_kind, c.title AS conversation_title,
                 cp.name AS contact_name, s.message_id, s.seq
             FROM message_files s
             JOIN conversations c ON c.workspace_id = s.workspace_id AND c.id = s.conversation_id
             LEFT JOIN principals cp ON cp.workspace_id = c.workspace_id AND cp.id = c.contact_id
             WHERE s.workspace_id = $1 AND s.file_id",
            &values,
            "",
        )
        .all()
        .await?)
}

/// What is told of a file in the gallery, with what of its conversation the caller, `me`, takes part in. CROSS JOIN: what
/// stands on the left leads.
macro_rules! sent_files {
    ($from:literal, $me:literal) => {
        concat!(
            "SELECT f.id, f.name, f.mime, f.size, f.width, f.height, f.has_thumbnail, f.kind, s.conversation_id,
                    c.kind AS conversation_kind, c.title AS conversation_title, cp.name AS contact_name, s.message_id, s.seq,
                    s.audience, s.sender_id, p.name AS sender_name, p.kind AS sender_kind, e.created_at
             FROM ",
            $from,
            " CROSS JOIN conversations c CROSS JOIN files f CROSS JOIN entries e CROSS JOIN principals p ",
            $me,
            " LEFT JOIN principals cp ON cp.workspace_id = c.workspace_id AND cp.id = c.contact_id
             WHERE c.workspace_id = s.workspace_id AND c.id = s.conversation_id
                 AND f.workspace_id = s.workspace_id AND f.id = s.file_id
                 AND e.workspace_id = s.workspace_id AND e.conversation_id = s.conversation_id AND e.seq = s.seq
                 AND p.workspace_id = s.workspace_id AND p.id = s.sender_id"
        )
    };
    ($from:literal) => {
        sent_files!(
            $from,
            "LEFT JOIN participants me ON me.workspace_id = s.workspace_id AND me.conversation_id = s.conversation_id
                 AND me.principal_id = $? AND me.left_at IS NULL"
        )
    };
}

/// Files that were said, the newest first, with the rights of whoever asks inside: by the index of what they are narrowed
/// to. Whoever sees only their own conversations is asked for in these.
pub(super) async fn find_files(tx: &mut Tx, ws: WorkspaceId, me: PrincipalId, wanted: &FilesWanted) -> Result<Vec<SentFileRow>> {
    let mut ask = Pieces::default();
    match wanted.contact {
        _ if !wanted.sees_support => {
            ask.add(sent_files!("participants me CROSS JOIN message_files s", ""), []);
            let own = " AND me.workspace_id = $? AND me.principal_id = $? AND me.left_at IS NULL
                 AND s.workspace_id = me.workspace_id AND s.conversation_id = me.conversation_id";
            ask.add(own, [Value::Id(ws.0), Value::Id(me.0)]);
            if let Some(contact) = wanted.contact {
                ask.add(" AND c.contact_id = $?", [Value::Id(contact.0)]);
            }
        }
        Some(contact) => {
            ask.add(sent_files!("conversations o CROSS JOIN message_files s"), [Value::Id(me.0)]);
            let theirs = " AND o.workspace_id = $? AND o.contact_id = $? AND s.workspace_id = o.workspace_id
                 AND s.conversation_id = o.id AND (me.principal_id IS NOT NULL OR c.kind = 'support')";
            ask.add(theirs, [Value::Id(ws.0), Value::Id(contact.0)]);
        }
        None => {
            ask.add(sent_files!("message_files s"), [Value::Id(me.0)]);
            let all = " AND s.workspace_id = $? AND (me.principal_id IS NOT NULL OR c.kind = 'support')";
            ask.add(all, [Value::Id(ws.0)]);
        }
    }
    ask.add(" AND s.seq > coalesce(me.from_seq, 0) AND f.removed_at IS NULL AND f.deleted_at IS NULL", []);
    let notes =
        if wanted.sees_notes { " AND (s.audience = 'public' OR c.kind = 'support')" } else { " AND s.audience = 'public'" };
    ask.add(notes, []);
    if let Some(kind) = wanted.kind {
        ask.add(" AND s.kind = $?", [Value::Text(kind.as_str().to_owned())]);
    }
    if let Some(conversation) = wanted.conversation {
        ask.add(" AND s.conversation_id = $?", [Value::Id(conversation.0)]);
    }
    if let Some(sender) = wanted.sender {
        ask.add(" AND s.sender_id = $?", [Value::Id(sender.0)]);
    }
    if let Some((message, file)) = wanted.before {
        ask.add(" AND (s.message_id, s.file_id) < ($?, $?)", [Value::Id(message.0), Value::Id(file.0)]);
    }
    ask.add(" ORDER BY s.message_id DESC, s.file_id DESC LIMIT $?", [Value::Number(wanted.limit)]);
    Ok(ask.ask(tx).all().await?)
}
