//! Shapes and casing of what bots report, and the rules that need no database. Pure.

use antiphon_base::{Error, Result, Timestamp, secret};
use antiphon_db::{FromRow, Json};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Number, Value};
use utoipa::{IntoParams, ToSchema};

use crate::actor::{Actor, Permission};
use crate::conversations::{MessageRole, Status};
use crate::ids::{ConversationId, MessageId, PrincipalId};
use crate::page::PageLimit;
use crate::{given, text};

/// Most bytes of metadata, written as JSON without blanks.
const METADATA_BYTES: usize = 65_536;
/// How deep metadata may be nested.
const METADATA_DEPTH: usize = 32;
/// Numbers of a bot's own, of one chat.
const NUMBERS: usize = 20;
/// Longest name of a number, and longest intent or outcome, in characters.
const WORD_CHARACTERS: usize = 64;
/// Most tokens, and longest duration in milliseconds, of one chat: a year. Sums over all chats stay whole numbers.
const MOST: i64 = 31_536_000_000;

/// JSON that bots put beside what they report.
pub type Metadata = Map<String, Value>;

/// Where a chat stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema, antiphon_db::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum ChatStatus {
    /// It goes on.
    #[default]
    Active,
    /// It ended well.
    Completed,
    /// It was given up.
    Abandoned,
}

impl ChatStatus {
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Completed => "completed",
            Self::Abandoned => "abandoned",
        }
    }
}

impl From<ChatStatus> for Status {
    fn from(status: ChatStatus) -> Self {
        match status {
            ChatStatus::Active => Self::Active,
            ChatStatus::Completed => Self::Completed,
            ChatStatus::Abandoned => Self::Abandoned,
        }
    }
}

/// A chat that begins.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewChat {
    /// The bot's own id of it, 1 to 200 characters; made when left out. With the same content a repeat answers the first.
    #[serde(default)]
    pub chat_id: Option<String>,
    /// The session it belongs to, 1 to 200 characters.
    pub session_id: String,
    /// Whom it is with, as the bot knows them; a contact with the same external id is joined to it.
    #[serde(default)]
    pub user_id: Option<String>,
    /// `active` when left out.
    #[serde(default)]
    pub status: Option<ChatStatus>,
    /// At most 64 KB, at most 32 levels deep.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    pub metadata: Option<Metadata>,
}

/// The same, checked.
#[derive(Clone, Debug)]
pub(super) struct CleanChat {
    pub(super) chat_id: Option<String>,
    pub(super) session_id: String,
    pub(super) user_id: Option<String>,
    pub(super) status: ChatStatus,
    pub(super) metadata: Metadata,
}

impl NewChat {
    pub(super) fn clean(self) -> Result<CleanChat> {
        Ok(CleanChat {
            chat_id: optional_id("chatId", self.chat_id.as_deref())?,
            session_id: id("sessionId", &self.session_id)?,
            user_id: optional_id("userId", self.user_id.as_deref())?,
            status: self.status.unwrap_or_default(),
            metadata: checked_metadata(self.metadata)?,
        })
    }
}

impl CleanChat {
    /// A hash of all but the id: equal for a repeat, whatever order its metadata come in.
    pub(super) fn made_of(&self) -> String {
        let metadata = sorted(&Value::Object(self.metadata.clone()));
        let whole = serde_json::json!([self.session_id, self.user_id, self.status, metadata]);
        secret::sha256_hex(whole.to_string().as_bytes())
    }
}

/// What is to be changed of a chat; what is left out stays.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChatChange {
    /// Where it stands.
    #[serde(default)]
    pub status: Option<ChatStatus>,
    /// Whom it is with; `null` for nobody known.
    #[serde(default, deserialize_with = "given::given")]
    #[schema(value_type = Option<String>)]
    pub user_id: Option<Option<String>>,
    /// In place of what was there; `null` takes it away.
    #[serde(default, deserialize_with = "given::given")]
    #[schema(value_type = Option<Object>)]
    pub metadata: Option<Option<Metadata>>,
}

/// A chat that a bot reports.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Chat {
    /// The bot's own id of it.
    pub chat_id: String,
    /// The session it belongs to.
    pub session_id: String,
    /// Whom it is with, as the bot knows them.
    pub user_id: Option<String>,
    /// Where it stands.
    pub status: ChatStatus,
    /// What the bot put beside it.
    #[schema(value_type = Object)]
    pub metadata: Metadata,
    /// Messages that were reported.
    pub message_count: i64,
    /// When the last one was.
    #[schema(value_type = Option<String>, format = DateTime)]
    pub last_message_at: Option<Timestamp>,
    /// When it was first reported.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When it was last changed.
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Timestamp,
    /// The conversation of kind `log` in which what was said is kept.
    pub conversation_id: ConversationId,
    /// The contact with the same external id as its user, where there is one.
    pub contact_id: Option<PrincipalId>,
}

/// A chat as it lies in the tables.
#[derive(Clone, Debug, FromRow)]
pub(super) struct ChatRow {
    chat_id: String,
    session_id: String,
    pub(super) user_id: Option<String>,
    pub(super) status: ChatStatus,
    metadata: Json<Metadata>,
    pub(super) made_of: String,
    message_count: i64,
    last_message_at: Option<Timestamp>,
    pub(super) last_activity_at: Timestamp,
    reported_by: PrincipalId,
    created_at: Timestamp,
    updated_at: Timestamp,
    pub(super) conversation_id: ConversationId,
    contact_id: Option<PrincipalId>,
}

impl ChatRow {
    pub(super) fn is_visible_to(&self, actor: &Actor) -> bool {
        sees_all(actor) || self.reported_by == actor.principal
    }
}

impl From<ChatRow> for Chat {
    fn from(row: ChatRow) -> Self {
        Self {
            chat_id: row.chat_id,
            session_id: row.session_id,
            user_id: row.user_id,
            status: row.status,
            metadata: row.metadata.0,
            message_count: row.message_count,
            last_message_at: row.last_message_at,
            created_at: row.created_at,
            updated_at: row.updated_at,
            conversation_id: row.conversation_id,
            contact_id: row.contact_id,
        }
    }
}

/// Whether someone sees the chats that others report.
pub(super) fn sees_all(actor: &Actor) -> bool {
    actor.permissions.has(Permission::ChatlogRead)
}

/// Those who see any.
pub(super) const READERS: &[Permission] = &[Permission::ChatlogRead, Permission::ChatlogWrite];

/// Which chats.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub struct ChatsAsk {
    /// Only those that stand so.
    #[param(inline)]
    pub status: Option<ChatStatus>,
    /// Only those of this session.
    pub session_id: Option<String>,
    /// Only those with this user.
    pub user_id: Option<String>,
    /// 1 to 100, 50 when left out.
    #[serde(default)]
    #[param(value_type = Option<i64>, minimum = 1, maximum = 100)]
    pub limit: PageLimit,
    /// Where the last page ended.
    pub cursor: Option<String>,
}

/// A page of chats.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChatPage {
    /// The one in which something was last said first.
    pub chats: Vec<Chat>,
    /// Where the next page begins; nothing on the last one.
    pub next_cursor: Option<String>,
}

/// Something that was said in a chat.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewReport {
    /// The chat.
    pub chat_id: String,
    /// Which side spoke.
    pub role: MessageRole,
    /// What was said, 1 to 10,000 characters.
    pub content: String,
    /// At most 64 KB, at most 32 levels deep.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    pub metadata: Option<Metadata>,
    /// The bot's own id of the message in this chat, 1 to 64 characters: a repeat answers the first one.
    #[serde(default)]
    pub client_msg_id: Option<String>,
}

/// A message that is kept.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Reported {
    /// Its id.
    pub message_id: MessageId,
    /// The chat.
    pub chat_id: String,
    /// When it was reported.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

/// A message of a chat.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReportedMessage {
    /// Its id.
    pub message_id: MessageId,
    /// Which side spoke.
    pub role: MessageRole,
    /// What was said; nothing when an admin took it away.
    pub content: Option<String>,
    /// What the bot put beside it.
    #[schema(value_type = Object)]
    pub metadata: Metadata,
    /// The bot's own id of it.
    pub client_msg_id: Option<String>,
    /// When it was reported.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
}

/// Which page of a chat's messages.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ReportedAsk {
    /// 1 to 100, 50 when left out.
    #[serde(default)]
    #[param(value_type = Option<i64>, minimum = 1, maximum = 100)]
    pub limit: PageLimit,
    /// Where the last page ended.
    pub cursor: Option<String>,
}

/// A page of a chat's messages.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReportedPage {
    /// Oldest first.
    pub messages: Vec<ReportedMessage>,
    /// Where the next page begins; nothing on the last one.
    pub next_cursor: Option<String>,
}

/// What a bot says of a chat as a whole. What a later report names takes the place of what was there.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NewFacts {
    /// The chat.
    pub chat_id: String,
    /// What the user wanted, at most 64 characters.
    #[serde(default)]
    pub intent: Option<String>,
    /// What came of it, at most 64 characters.
    #[serde(default)]
    pub outcome: Option<String>,
    /// Tokens that a model was given.
    #[serde(default)]
    #[schema(minimum = 0)]
    pub input_tokens: Option<i64>,
    /// Tokens that it answered.
    #[serde(default)]
    #[schema(minimum = 0)]
    pub output_tokens: Option<i64>,
    /// How long it took.
    #[serde(default)]
    #[schema(minimum = 0)]
    pub duration_ms: Option<i64>,
    /// Numbers of the bot's own by their names, at most 20.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    pub numbers: Option<Map<String, Value>>,
}

/// What is known of a chat as a whole.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChatFacts {
    /// The chat.
    pub chat_id: String,
    /// What the user wanted.
    pub intent: Option<String>,
    /// What came of it.
    pub outcome: Option<String>,
    /// Tokens that a model was given.
    pub input_tokens: Option<i64>,
    /// Tokens that it answered.
    pub output_tokens: Option<i64>,
    /// How long it took.
    pub duration_ms: Option<i64>,
    /// Numbers of the bot's own by their names.
    #[schema(value_type = Object)]
    pub numbers: Map<String, Value>,
    /// When something of it was first reported.
    #[schema(value_type = String, format = DateTime)]
    pub created_at: Timestamp,
    /// When something of it was last reported.
    #[schema(value_type = String, format = DateTime)]
    pub updated_at: Timestamp,
}

/// The same as it lies in the table, or is about to.
#[derive(Clone, Debug, PartialEq, FromRow)]
pub(super) struct FactsRow {
    pub(super) intent: Option<String>,
    pub(super) outcome: Option<String>,
    pub(super) input_tokens: Option<i64>,
    pub(super) output_tokens: Option<i64>,
    pub(super) duration_ms: Option<i64>,
    pub(super) numbers: Json<Map<String, Value>>,
    pub(super) created_at: Timestamp,
    pub(super) updated_at: Timestamp,
}

impl FactsRow {
    pub(super) fn of(self, chat_id: String) -> ChatFacts {
        ChatFacts {
            chat_id,
            intent: self.intent,
            outcome: self.outcome,
            input_tokens: self.input_tokens,
            output_tokens: self.output_tokens,
            duration_ms: self.duration_ms,
            numbers: self.numbers.0,
            created_at: self.created_at,
            updated_at: self.updated_at,
        }
    }
}

impl NewFacts {
    /// Checked, over what was known before.
    pub(super) fn over(self, before: Option<FactsRow>, now: Timestamp) -> Result<FactsRow> {
        let word = |field, given: Option<&str>| text::clean_optional(field, given, WORD_CHARACTERS);
        let whole = |field: &'static str, given: Option<i64>| match given {
            Some(n) if !(0..=MOST).contains(&n) => Err(Error::invalid(field, format!("Give a whole number from 0 to {MOST}."))),
            given => Ok(given),
        };
        let (intent, outcome) = (word("intent", self.intent.as_deref())?, word("outcome", self.outcome.as_deref())?);
        let [input_tokens, output_tokens, duration_ms] = [
            whole("inputTokens", self.input_tokens)?,
            whole("outputTokens", self.output_tokens)?,
            whole("durationMs", self.duration_ms)?,
        ];
        let numbers = self.numbers.map(checked_numbers).transpose()?;
        if intent.is_none()
            && outcome.is_none()
            && numbers.is_none()
            && [input_tokens, output_tokens, duration_ms].iter().all(Option::is_none)
        {
            let why = "Give at least one of intent, outcome, inputTokens, outputTokens, durationMs, numbers.";
            return Err(Error::invalid("body", why));
        }
        let created_at = before.as_ref().map_or(now, |before| before.created_at);
        let before = before.as_ref();
        Ok(FactsRow {
            intent: intent.or_else(|| before?.intent.clone()),
            outcome: outcome.or_else(|| before?.outcome.clone()),
            input_tokens: input_tokens.or_else(|| before?.input_tokens),
            output_tokens: output_tokens.or_else(|| before?.output_tokens),
            duration_ms: duration_ms.or_else(|| before?.duration_ms),
            numbers: Json(numbers.or_else(|| Some(before?.numbers.0.clone())).unwrap_or_default()),
            created_at,
            updated_at: now,
        })
    }
}

fn checked_numbers(numbers: Map<String, Value>) -> Result<Map<String, Value>> {
    if numbers.len() > NUMBERS {
        return Err(Error::invalid("numbers", format!("Give at most {NUMBERS} numbers; these are {}.", numbers.len())));
    }
    let mut clean = Map::new();
    for (name, value) in numbers {
        let named = text::clean("numbers", &name, WORD_CHARACTERS)?;
        if !value.as_f64().is_some_and(f64::is_finite) {
            return Err(Error::invalid(format!("numbers.{named}"), "Give a number."));
        }
        clean.insert(named, shortest(value));
    }
    Ok(clean)
}

/// A number in the one way in which both engines give it back.
fn shortest(value: Value) -> Value {
    match value.as_f64() {
        Some(number) if value.as_i64().is_none() => Number::from_f64(number).map_or(value, Value::Number),
        _ => value,
    }
}

/// An id of a bot's own.
///
/// # Errors
/// `Invalid` on `field`.
pub(super) fn id(field: &'static str, given: &str) -> Result<String> {
    let id = text::clean(field, given, text::NAME_CHARACTERS)?;
    if id.chars().any(char::is_control) {
        return Err(Error::invalid(field, "Remove line breaks and other control characters."));
    }
    Ok(id)
}

pub(super) fn optional_id(field: &'static str, given: Option<&str>) -> Result<Option<String>> {
    given.filter(|given| !given.trim().is_empty()).map(|given| id(field, given)).transpose()
}

/// A sender's own id of a message.
pub(super) fn client_msg_id(given: Option<&str>) -> Result<Option<String>> {
    let Some(id) = given else { return Ok(None) };
    if !(1..=64).contains(&id.chars().count()) || id.chars().any(char::is_control) {
        return Err(Error::invalid("clientMsgId", "Give 1 to 64 characters without control characters."));
    }
    Ok(Some(id.to_owned()))
}

pub(super) fn checked_metadata(given: Option<Metadata>) -> Result<Metadata> {
    let metadata = Value::Object(given.unwrap_or_default());
    if depth(&metadata) > METADATA_DEPTH {
        return Err(too_deep());
    }
    let bytes = metadata.to_string().len();
    if bytes > METADATA_BYTES {
        return Err(Error::invalid("metadata", format!("Give at most 64 KB of metadata; these are {bytes} bytes.")));
    }
    match metadata {
        Value::Object(fields) => Ok(fields),
        _ => Ok(Metadata::new()),
    }
}

pub(super) fn too_deep() -> Error {
    Error::invalid("metadata", format!("Nest metadata at most {METADATA_DEPTH} levels deep."))
}

/// How many objects and lists stand inside one another. (A parser ends before the stack does.)
fn depth(value: &Value) -> usize {
    match value {
        Value::Object(fields) => 1 + fields.values().map(depth).max().unwrap_or(0),
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}

/// The same with the fields of each object in one order.
fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let mut names: Vec<_> = fields.iter().collect();
            names.sort_by_key(|(name, _)| *name);
            names.into_iter().map(|(name, field)| (name.clone(), sorted(field))).collect()
        }
        Value::Array(items) => items.iter().map(sorted).collect(),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn chat(body: Value) -> Result<CleanChat> {
        serde_json::from_value::<NewChat>(body).unwrap().clean()
    }

    #[test]
    fn a_repeat_is_made_of_the_same() {
        let one = chat(json!({ "sessionId": "s", "metadata": { "a": 1, "b": { "c": 2, "d": 3 } } })).unwrap();
        let again =
            chat(json!({ "metadata": { "b": { "d": 3, "c": 2 }, "a": 1 }, "sessionId": " s ", "status": "active" })).unwrap();
        assert_eq!(one.made_of(), again.made_of());
        let other = chat(json!({ "sessionId": "s", "userId": "u", "metadata": { "a": 1, "b": { "c": 2, "d": 3 } } })).unwrap();
        assert_ne!(one.made_of(), other.made_of());
    }

    #[test]
    fn metadata_have_bounds() {
        let mut deep = json!(1);
        for _ in 0..31 {
            deep = json!([deep]);
        }
        assert!(chat(json!({ "sessionId": "s", "metadata": { "a": deep } })).is_ok(), "32 levels");
        let refused = chat(json!({ "sessionId": "s", "metadata": { "a": [deep] } })).unwrap_err();
        assert_eq!(refused.field(), Some("metadata"));
        let just = "x".repeat(METADATA_BYTES - r#"{"a":""}"#.len());
        assert!(chat(json!({ "sessionId": "s", "metadata": { "a": just } })).is_ok());
        assert!(chat(json!({ "sessionId": "s", "metadata": { "a": format!("{just}x") } })).is_err());
    }

    #[test]
    fn facts_take_the_place_of_what_they_name() {
        let now = Timestamp::UNIX_EPOCH;
        let first = NewFacts { intent: Some("refund".into()), input_tokens: Some(7), ..NewFacts::default() };
        let first = first.over(None, now).unwrap();
        let then = NewFacts { input_tokens: Some(9), ..NewFacts::default() }.over(Some(first), now).unwrap();
        assert_eq!((then.intent.as_deref(), then.input_tokens), (Some("refund"), Some(9)));
        assert_eq!(NewFacts::default().over(None, now).unwrap_err().field(), Some("body"));
        let many = (0..=NUMBERS).map(|n| (format!("n{n}"), json!(n))).collect();
        assert_eq!(NewFacts { numbers: Some(many), ..NewFacts::default() }.over(None, now).unwrap_err().field(), Some("numbers"));
        let wrong = NewFacts { numbers: json!({ "a": "b" }).as_object().cloned(), ..NewFacts::default() };
        assert_eq!(wrong.over(None, now).unwrap_err().field(), Some("numbers.a"));
    }
}
