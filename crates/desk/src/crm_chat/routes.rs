//! HTTP in and out of the CRM chat system's endpoints, with its shapes and casing, the door of its socket, and its models.
//! Of those everybody finds their own; whoever oversees the workspace finds all, and each look at what is not theirs is in
//! the trail.

use antiphon_base::{Error, Result};
use axum::extract::{Extension, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

use super::model::{BotPrompt, BotResponse, BotResponseAnswer, ChatMessage, UserResponse, UserResponseAnswer, renamed};
use super::records::{
    ChatConversation, ChatConversationChange, ChatConversations, ChatConversationsAsk, ChatMessageChange, ChatMessages,
    ChatMessagesAsk, ChatParticipant, ChatParticipants, InConversation, NewChatConversation, NewChatMessage, NewChatParticipant,
    status_of,
};
use super::talk::Talk;
use crate::Desk;
use crate::actor::{Actor, Permission};
use crate::assistant::{self, NewPrompt, Prompt, PromptChange};
use crate::conversations::{
    self, ConversationChange, Kind, Message, MessagesAsk, NewConversation, NewMessage, NewParticipantBody, NewText, OverseeAsk,
    Participant, SearchOverseen, TranscriptAsk,
};
use crate::created::Created;
use crate::http::{Access, ErrorBody, Json, NoContent, Path, PeerAddress, Query, Refusal, Routes};
use crate::ids::{ConversationId, MessageId, PrincipalId, PromptId};
use crate::live::{self, Follower, Upgrade};
use crate::page::wrong_cursor;

/// This slice's routes.
pub fn routes() -> Routes {
    Routes::default()
        .add(Access::Needs(Permission::ConversationsWrite), routes!(user_response))
        .add(Access::Needs(Permission::ConversationsWrite), routes!(bot_response))
        .add(Access::Needs(Permission::ConversationsRead), routes!(bot_prompts))
        .add(Access::Needs(Permission::ConversationsRead), routes!(open_chat))
        .add(Access::Needs(Permission::SettingsManage), routes!(list_prompts, add_prompt))
        .add(Access::Needs(Permission::SettingsManage), routes!(find_prompt, change_prompt, delete_prompt))
        .add(Access::Needs(Permission::ConversationsRead), routes!(list_conversations))
        .add(Access::Needs(Permission::ConversationsWrite), routes!(begin_conversation))
        .add(Access::Needs(Permission::ConversationsRead), routes!(find_conversation))
        .add(Access::Needs(Permission::ConversationsManage), routes!(change_conversation, put_conversation_away))
        .add(Access::Needs(Permission::ConversationsExport), routes!(export_conversation))
        .add(Access::Needs(Permission::ConversationsRead), routes!(list_participants))
        .add(Access::Needs(Permission::ConversationsRead), routes!(find_participant))
        .add(Access::Needs(Permission::ConversationsManage), routes!(add_participant))
        .add(Access::Needs(Permission::ConversationsManage), routes!(remove_participant))
        .add(Access::Needs(Permission::ConversationsRead), routes!(list_messages))
        .add(Access::Needs(Permission::ConversationsRead), routes!(find_message))
        .add(Access::Needs(Permission::ConversationsWrite), routes!(send_message))
        .add(Access::Needs(Permission::ConversationsWrite), routes!(change_message, delete_message))
        .add(Access::Needs(Permission::ConversationsOversee), routes!(restore_message))
}

/// Say something; without a conversation a new one with the bot begins
#[utoipa::path(post, path = "/api/user-response", tag = "chat", request_body = UserResponse, responses(
    (status = 200, body = UserResponseAnswer), (status = 404, body = ErrorBody), (status = 422, body = ErrorBody)))]
async fn user_response(
    State(desk): State<Desk>,
    actor: Actor,
    Json(given): Json<UserResponse>,
) -> Result<axum::Json<UserResponseAnswer>, Refusal> {
    Ok(axum::Json(super::user_response(&desk, &actor, given).await?))
}

/// Let the bot answer the newest message, or the one named; asked twice, it answers the same
#[utoipa::path(post, path = "/api/bot-response", tag = "chat", request_body = BotResponse, responses(
    (status = 200, body = BotResponseAnswer), (status = 404, body = ErrorBody),
    (status = 409, body = ErrorBody, description = "`no_bot`, `nothing_to_answer`"), (status = 503, body = ErrorBody)))]
async fn bot_response(
    State(desk): State<Desk>,
    actor: Actor,
    Json(given): Json<BotResponse>,
) -> Result<axum::Json<BotResponseAnswer>, Refusal> {
    let answered = assistant::answer(&desk, &actor, given.conversation_id, given.message_id).await?;
    Ok(axum::Json(BotResponseAnswer {
        message: answered.answer.text.unwrap_or_default(),
        message_id: answered.answer.id,
        conversation_id: answered.answer.conversation_id,
        reply_to: answered.question,
    }))
}

#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct PromptsAsk {
    /// The page on which they are offered.
    #[serde(default)]
    page: Option<String>,
}

/// What one may begin with, in order
#[utoipa::path(get, path = "/api/bot-prompts", tag = "chat", params(PromptsAsk), responses((status = 200, body = Vec<BotPrompt>)))]
async fn bot_prompts(
    State(desk): State<Desk>,
    actor: Actor,
    Query(ask): Query<PromptsAsk>,
) -> Result<axum::Json<Vec<BotPrompt>>, Refusal> {
    let prompts = assistant::list_active_prompts(&desk, &actor, ask.page.as_deref()).await?;
    Ok(axum::Json(prompts.into_iter().map(BotPrompt::from).collect()))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Door {
    /// Read before, by whoever finds out who is asking.
    #[serde(default, rename = "token")]
    _token: Option<String>,
}

/// A conversation's socket: `message:new`, `typing`, `read`, `user_joined`, `user_left`
#[utoipa::path(get, path = "/ws/chat/{id}", tag = "chat", params(("id" = ConversationId, Path),
    ("token" = Option<String>, Query, description = "An access token, as browsers' WebSocket sends no header")),
    responses((status = 101, description = "The socket is open"), (status = 401, body = ErrorBody), (status = 404, body = ErrorBody)))]
async fn open_chat(
    State(desk): State<Desk>,
    actor: Actor,
    Extension(PeerAddress(address)): Extension<PeerAddress>,
    headers: HeaderMap,
    Path(id): Path<ConversationId>,
    Query(_door): Query<Door>,
    upgrade: Upgrade,
) -> Result<Response, Refusal> {
    let detail = conversations::get_conversation(&desk, &actor, id).await?;
    let view = conversations::view(&desk, &actor, id).await?;
    let talk = Talk { desk: desk.clone(), actor: actor.clone(), id, view };
    let (after_seq, here) = (detail.conversation.last_seq, desk.clone());
    let follow = move || Follower::join(here, actor, view, after_seq);
    Ok(live::open_talk(&desk, (address, &headers, upgrade), follow, talk)?)
}

#[derive(Serialize, ToSchema)]
struct Prompts {
    prompts: Vec<Prompt>,
}

/// All prompts, in order
#[utoipa::path(get, path = "/api/chat/prompts", tag = "chat", responses((status = 200, body = Prompts), (status = 403, body = ErrorBody)))]
async fn list_prompts(State(desk): State<Desk>, actor: Actor) -> Result<axum::Json<Prompts>, Refusal> {
    Ok(axum::Json(Prompts { prompts: assistant::list_prompts(&desk, &actor).await? }))
}

/// Add a prompt
#[utoipa::path(post, path = "/api/chat/prompts", tag = "chat", request_body = NewPrompt, responses(
    (status = 201, body = Prompt), (status = 409, body = ErrorBody), (status = 422, body = ErrorBody)))]
async fn add_prompt(State(desk): State<Desk>, actor: Actor, Json(new): Json<NewPrompt>) -> Result<Created<Prompt>, Refusal> {
    Ok(Created::New(assistant::add_prompt(&desk, &actor, new).await?))
}

/// One prompt
#[utoipa::path(get, path = "/api/chat/prompts/{id}", tag = "chat", params(("id" = PromptId, Path)), responses(
    (status = 200, body = Prompt), (status = 404, body = ErrorBody)))]
async fn find_prompt(State(desk): State<Desk>, actor: Actor, Path(id): Path<PromptId>) -> Result<axum::Json<Prompt>, Refusal> {
    Ok(axum::Json(assistant::find_prompt(&desk, &actor, id).await?))
}

/// Change a prompt
#[utoipa::path(patch, path = "/api/chat/prompts/{id}", tag = "chat", params(("id" = PromptId, Path)), request_body = PromptChange, responses(
    (status = 200, body = Prompt), (status = 404, body = ErrorBody), (status = 422, body = ErrorBody)))]
async fn change_prompt(
    State(desk): State<Desk>,
    actor: Actor,
    Path(id): Path<PromptId>,
    Json(change): Json<PromptChange>,
) -> Result<axum::Json<Prompt>, Refusal> {
    Ok(axum::Json(assistant::change_prompt(&desk, &actor, id, change).await?))
}

/// Take a prompt away
#[utoipa::path(delete, path = "/api/chat/prompts/{id}", tag = "chat", params(("id" = PromptId, Path)), responses(
    (status = 204), (status = 404, body = ErrorBody)))]
async fn delete_prompt(State(desk): State<Desk>, actor: Actor, Path(id): Path<PromptId>) -> Result<NoContent, Refusal> {
    assistant::delete_prompt(&desk, &actor, id).await?;
    Ok(NoContent)
}

/// Conversations, the newest first: one's own, or all for whoever oversees the workspace
#[utoipa::path(get, path = "/api/chat/conversations", tag = "chat", params(ChatConversationsAsk),
    responses((status = 200, body = ChatConversations), (status = 403, body = ErrorBody), (status = 422, body = ErrorBody)))]
async fn list_conversations(
    State(desk): State<Desk>,
    actor: Actor,
    Query(ask): Query<ChatConversationsAsk>,
) -> Result<axum::Json<ChatConversations>, Refusal> {
    let narrowed = OverseeAsk {
        kind: ask.kind,
        with_bot: ask.with_bot,
        participant: ask.participant,
        archived: ask.is_archived,
        before: None,
        limit: ask.limit,
    };
    if let Some(q) = ask.q {
        let ask = SearchOverseen { q, narrowed, cursor: ask.cursor };
        let (rows, next_cursor) = conversations::search_overseen(&desk, &actor, ask).await?;
        let rows = rows.into_iter().map(|(row, found)| ChatConversation::found(row, found));
        return Ok(axum::Json(ChatConversations { conversations: rows.collect(), next_cursor }));
    }
    let before = ask.cursor.map(|cursor| cursor.parse().map_err(|_| wrong_cursor())).transpose()?;
    let (rows, has_more) = conversations::list_overseen(&desk, &actor, OverseeAsk { before, ..narrowed }).await?;
    let next_cursor = rows.last().filter(|_| has_more).map(|row| row.id.to_string());
    Ok(axum::Json(ChatConversations { conversations: rows.into_iter().map(ChatConversation::from).collect(), next_cursor }))
}

/// Begin a conversation between people, or with the bot
#[utoipa::path(post, path = "/api/chat/conversations", tag = "chat", request_body = NewChatConversation,
    responses((status = 201, body = ChatConversation), (status = 422, body = ErrorBody)))]
async fn begin_conversation(
    State(desk): State<Desk>,
    actor: Actor,
    Json(new): Json<NewChatConversation>,
) -> Result<Created<ChatConversation>, Refusal> {
    let new = NewConversation {
        kind: Some(Kind::Direct),
        title: new.title,
        participants: new.participants,
        message: new.message.map(|text| NewMessage::of(text, None)),
        ..NewConversation::default()
    };
    let started = conversations::start_conversation(&desk, &actor, new).await.map_err(|error| renamed(error, "message"))?;
    let (Created::New(started) | Created::Again(started)) = started;
    Ok(Created::New(conversations::find_overseen(&desk, &actor, started.conversation.id).await?.into()))
}

/// One conversation
#[utoipa::path(get, path = "/api/chat/conversations/{id}", tag = "chat", params(("id" = ConversationId, Path)),
    responses((status = 200, body = ChatConversation), (status = 404, body = ErrorBody)))]
async fn find_conversation(
    State(desk): State<Desk>,
    actor: Actor,
    Path(id): Path<ConversationId>,
) -> Result<axum::Json<ChatConversation>, Refusal> {
    let actor = conversations::oversee(&desk, &actor, id, "conversation").await?;
    Ok(axum::Json(conversations::find_overseen(&desk, &actor, id).await?.into()))
}

/// Rename a conversation, put it away or fetch it back
#[utoipa::path(patch, path = "/api/chat/conversations/{id}", tag = "chat", params(("id" = ConversationId, Path)),
    request_body = ChatConversationChange,
    responses((status = 200, body = ChatConversation), (status = 404, body = ErrorBody), (status = 422, body = ErrorBody)))]
async fn change_conversation(
    State(desk): State<Desk>,
    actor: Actor,
    Path(id): Path<ConversationId>,
    Json(change): Json<ChatConversationChange>,
) -> Result<axum::Json<ChatConversation>, Refusal> {
    let change = ConversationChange { title: change.title, archived: change.is_archived, ..ConversationChange::default() };
    let actor = conversations::oversee(&desk, &actor, id, "change").await?;
    conversations::update_conversation(&desk, &actor, id, change).await?;
    Ok(axum::Json(conversations::find_overseen(&desk, &actor, id).await?.into()))
}

/// Put a conversation away: nothing said is lost, and `is_archived: false` fetches it back
#[utoipa::path(delete, path = "/api/chat/conversations/{id}", tag = "chat", params(("id" = ConversationId, Path)),
    responses((status = 204), (status = 404, body = ErrorBody)))]
async fn put_conversation_away(
    State(desk): State<Desk>,
    actor: Actor,
    Path(id): Path<ConversationId>,
) -> Result<NoContent, Refusal> {
    let actor = conversations::oversee(&desk, &actor, id, "change").await?;
    let away = ConversationChange { archived: Some(true), ..ConversationChange::default() };
    conversations::update_conversation(&desk, &actor, id, away).await?;
    Ok(NoContent)
}

/// A conversation to take away, as text, JSON or a page to print
#[utoipa::path(get, path = "/api/chat/conversations/{id}/transcript", tag = "chat",
    params(("id" = ConversationId, Path), TranscriptAsk), responses((status = 200, description = "The transcript, in pieces")))]
async fn export_conversation(
    State(desk): State<Desk>,
    actor: Actor,
    Path(id): Path<ConversationId>,
    Query(ask): Query<TranscriptAsk>,
) -> Result<Response, Refusal> {
    let actor = conversations::oversee(&desk, &actor, id, "transcript").await?;
    Ok(conversations::answer_transcript(&desk, &actor, id, ask).await?)
}

/// Who is in a conversation
#[utoipa::path(get, path = "/api/chat/participants", tag = "chat", params(InConversation),
    responses((status = 200, body = ChatParticipants), (status = 404, body = ErrorBody)))]
async fn list_participants(
    State(desk): State<Desk>,
    actor: Actor,
    Query(InConversation { conversation }): Query<InConversation>,
) -> Result<axum::Json<ChatParticipants>, Refusal> {
    let actor = conversations::oversee(&desk, &actor, conversation, "participants").await?;
    Ok(axum::Json(ChatParticipants { participants: participants_of(&desk, &actor, conversation).await? }))
}

/// One of them
#[utoipa::path(get, path = "/api/chat/participants/{id}/{principal_id}", tag = "chat",
    params(("id" = ConversationId, Path, description = "The conversation"), ("principal_id" = PrincipalId, Path)),
    responses((status = 200, body = ChatParticipant), (status = 404, body = ErrorBody)))]
async fn find_participant(
    State(desk): State<Desk>,
    actor: Actor,
    Path((id, principal)): Path<(ConversationId, PrincipalId)>,
) -> Result<axum::Json<ChatParticipant>, Refusal> {
    let actor = conversations::oversee(&desk, &actor, id, "participants").await?;
    let all = participants_of(&desk, &actor, id).await?;
    Ok(axum::Json(all.into_iter().find(|one| one.user == principal).ok_or(Error::NotFound)?))
}

/// Bring someone into a conversation
#[utoipa::path(post, path = "/api/chat/participants", tag = "chat", request_body = NewChatParticipant,
    responses((status = 201, body = ChatParticipant), (status = 404, body = ErrorBody), (status = 422, body = ErrorBody)))]
async fn add_participant(
    State(desk): State<Desk>,
    actor: Actor,
    Json(new): Json<NewChatParticipant>,
) -> Result<Created<ChatParticipant>, Refusal> {
    let actor = conversations::oversee(&desk, &actor, new.conversation, "change").await?;
    let body = NewParticipantBody { principal_id: new.user, from_now: new.from_now };
    let all = conversations::add_participant(&desk, &actor, new.conversation, body).await.map_err(of_user)?;
    let added = all.into_iter().find(|one| one.id == new.user).ok_or(Error::NotFound)?;
    Ok(Created::New(ChatParticipant::of(new.conversation, added)))
}

/// Take someone out of a conversation
#[utoipa::path(delete, path = "/api/chat/participants/{id}/{principal_id}", tag = "chat",
    params(("id" = ConversationId, Path, description = "The conversation"), ("principal_id" = PrincipalId, Path)),
    responses((status = 204), (status = 404, body = ErrorBody), (status = 409, body = ErrorBody, description = "`is_customer`")))]
async fn remove_participant(
    State(desk): State<Desk>,
    actor: Actor,
    Path((id, principal)): Path<(ConversationId, PrincipalId)>,
) -> Result<NoContent, Refusal> {
    let actor = conversations::oversee(&desk, &actor, id, "change").await?;
    conversations::remove_participant(&desk, &actor, id, principal).await?;
    Ok(NoContent)
}

/// Messages of a conversation, oldest first
#[utoipa::path(get, path = "/api/chat/messages", tag = "chat", params(ChatMessagesAsk),
    responses((status = 200, body = ChatMessages), (status = 404, body = ErrorBody)))]
async fn list_messages(
    State(desk): State<Desk>,
    actor: Actor,
    Query(ask): Query<ChatMessagesAsk>,
) -> Result<axum::Json<ChatMessages>, Refusal> {
    let id = ask.conversation;
    let actor = conversations::oversee(&desk, &actor, id, "messages").await?;
    let page = MessagesAsk { after_seq: ask.after_seq, before_seq: ask.before_seq, limit: ask.limit, ..MessagesAsk::default() };
    let page = conversations::list_messages(&desk, &actor, id, page).await?;
    let participants = conversations::get_conversation(&desk, &actor, id).await?.participants;
    let messages = page.messages.into_iter().map(|message| told(&desk, &actor, &participants, message)).collect();
    Ok(axum::Json(ChatMessages { messages, has_more: page.has_more }))
}

/// One message
#[utoipa::path(get, path = "/api/chat/messages/{id}/{message_id}", tag = "chat",
    params(("id" = ConversationId, Path, description = "The conversation"), ("message_id" = MessageId, Path)),
    responses((status = 200, body = ChatMessage), (status = 404, body = ErrorBody)))]
async fn find_message(
    State(desk): State<Desk>,
    actor: Actor,
    Path((id, message)): Path<(ConversationId, MessageId)>,
) -> Result<axum::Json<ChatMessage>, Refusal> {
    let actor = conversations::oversee(&desk, &actor, id, "messages").await?;
    let message = conversations::find_message(&desk, &actor, id, message).await?;
    Ok(axum::Json(tell(&desk, &actor, message).await?))
}

/// Say something in a conversation in which one takes part
#[utoipa::path(post, path = "/api/chat/messages", tag = "chat", request_body = NewChatMessage, responses(
    (status = 201, body = ChatMessage), (status = 200, body = ChatMessage, description = "A repeat: the first one"),
    (status = 404, body = ErrorBody), (status = 422, body = ErrorBody)))]
async fn send_message(
    State(desk): State<Desk>,
    actor: Actor,
    Json(new): Json<NewChatMessage>,
) -> Result<Created<ChatMessage>, Refusal> {
    let message =
        NewMessage { attachments: new.attachments, reply_to: new.reply_to, ..NewMessage::of(new.text, new.client_msg_id) };
    Ok(match conversations::send_message(&desk, &actor, new.conversation, message).await? {
        Created::New(message) => Created::New(tell(&desk, &actor, message).await?),
        Created::Again(message) => Created::Again(tell(&desk, &actor, message).await?),
    })
}

/// Change what a message says; earlier texts are kept
#[utoipa::path(patch, path = "/api/chat/messages/{id}/{message_id}", tag = "chat",
    params(("id" = ConversationId, Path, description = "The conversation"), ("message_id" = MessageId, Path)),
    request_body = ChatMessageChange,
    responses((status = 200, body = ChatMessage), (status = 404, body = ErrorBody), (status = 409, body = ErrorBody, description = "`deleted`")))]
async fn change_message(
    State(desk): State<Desk>,
    actor: Actor,
    Path((id, message)): Path<(ConversationId, MessageId)>,
    Json(change): Json<ChatMessageChange>,
) -> Result<axum::Json<ChatMessage>, Refusal> {
    let actor = conversations::oversee(&desk, &actor, id, "change").await?;
    let message = conversations::edit_message(&desk, &actor, id, message, NewText::of(change.text)).await?;
    Ok(axum::Json(tell(&desk, &actor, message).await?))
}

/// Take a message back; that one was there stays, and an admin can bring it back for 30 days
#[utoipa::path(delete, path = "/api/chat/messages/{id}/{message_id}", tag = "chat",
    params(("id" = ConversationId, Path, description = "The conversation"), ("message_id" = MessageId, Path)),
    responses((status = 204), (status = 404, body = ErrorBody)))]
async fn delete_message(
    State(desk): State<Desk>,
    actor: Actor,
    Path((id, message)): Path<(ConversationId, MessageId)>,
) -> Result<NoContent, Refusal> {
    let actor = conversations::oversee(&desk, &actor, id, "change").await?;
    conversations::delete_message(&desk, &actor, id, message).await?;
    Ok(NoContent)
}

/// Bring a message back that was taken back
#[utoipa::path(delete, path = "/api/chat/messages/{id}/{message_id}/removal", tag = "chat",
    params(("id" = ConversationId, Path, description = "The conversation"), ("message_id" = MessageId, Path)),
    responses((status = 200, body = ChatMessage), (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody, description = "`not_kept`")))]
async fn restore_message(
    State(desk): State<Desk>,
    actor: Actor,
    Path((id, message)): Path<(ConversationId, MessageId)>,
) -> Result<axum::Json<ChatMessage>, Refusal> {
    let actor = conversations::oversee(&desk, &actor, id, "change").await?;
    let message = conversations::restore_message(&desk, &actor, id, message).await?;
    Ok(axum::Json(tell(&desk, &actor, message).await?))
}

async fn participants_of(desk: &Desk, actor: &Actor, id: ConversationId) -> Result<Vec<ChatParticipant>> {
    let detail = conversations::get_conversation(desk, actor, id).await?;
    Ok(detail.participants.into_iter().map(|one| ChatParticipant::of(id, one)).collect())
}

async fn tell(desk: &Desk, actor: &Actor, message: Message) -> Result<ChatMessage> {
    let participants = conversations::get_conversation(desk, actor, message.conversation_id).await?.participants;
    Ok(told(desk, actor, &participants, message))
}

fn told(desk: &Desk, actor: &Actor, participants: &[Participant], message: Message) -> ChatMessage {
    let status = status_of(participants, message.sender.id, message.seq);
    ChatMessage { status, ..ChatMessage::of(desk, actor.workspace, message) }
}

/// What was wrong with `principal_id` is said of the CRM chat system's field.
fn of_user(error: Error) -> Error {
    match error {
        Error::Invalid { field, why } if field == "principal_id" => Error::Invalid { field: "user".into(), why },
        other => other,
    }
}
