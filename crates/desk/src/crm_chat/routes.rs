//! HTTP in and out of ask 4's endpoints, with its shapes and casing, and the door of its socket.

use antiphon_base::Result;
use axum::extract::{Extension, State};
use axum::http::HeaderMap;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

use super::model::{BotPrompt, BotResponse, BotResponseAnswer, UserResponse, UserResponseAnswer};
use super::talk::Talk;
use crate::Desk;
use crate::actor::{Actor, Permission};
use crate::assistant::{self, NewPrompt, Prompt, PromptChange};
use crate::conversations;
use crate::created::Created;
use crate::http::{Access, ErrorBody, Json, NoContent, Path, PeerAddress, Query, Refusal, Routes};
use crate::ids::{ConversationId, PromptId};
use crate::live::{self, Follower, Upgrade};

/// This slice's routes.
pub fn routes() -> Routes {
    Routes::default()
        .add(Access::Needs(Permission::ConversationsWrite), routes!(user_response))
        .add(Access::Needs(Permission::ConversationsWrite), routes!(bot_response))
        .add(Access::Needs(Permission::ConversationsRead), routes!(bot_prompts))
        .add(Access::Needs(Permission::ConversationsRead), routes!(open_chat))
        .add(Access::Needs(Permission::SettingsManage), routes!(list_prompts, add_prompt))
        .add(Access::Needs(Permission::SettingsManage), routes!(find_prompt, change_prompt, delete_prompt))
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
