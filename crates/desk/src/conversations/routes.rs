//! Conversations over HTTP: translation only. Live delivery without a socket (long poll, event stream)
//! is the same log through `live`.

use std::convert::Infallible;

use antiphon_base::{Error, Result};
use aws_lc_rs::digest::{SHA256, digest};
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, header};
use axum::response::sse::{Event, Sse};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::routes;

use super::add_participant::{NewParticipantBody, add_participant};
use super::change_message::{NewText, delete_message, edit_message, message_versions};
use super::feed::{self, FeedItem};
use super::find_files::{GalleryAsk, GalleryPage, find_files};
use super::list_conversations::{ConversationPage, ListConversations, get_conversation, list_conversations};
use super::mark_position::mark_position;
use super::mentions::{MentionsUnread, count_mentions};
use super::metrics::{ConversationMetrics, MetricsAsk, conversation_metrics};
use super::model::{Conversation, ConversationDetail, Message, MessageVersion, NewMessage, Participant};
use super::mute_conversation::mute_conversation;
use super::pin_message::pin_message;
use super::react::{Wanted, react};
use super::read_log::{EntryPage, MessagePage, MessagesAsk, list_messages, view};
use super::remove_participant::remove_participant;
use super::search::{SearchMessages, SearchPage, search_messages};
use super::send_message::send_message;
use super::show_previews::remove_previews;
use super::start_conversation::{NewConversation, Started, start_conversation};
use super::transcript::{Format, STYLE, write_transcript};
use super::update_conversation::{ConversationChange, update_conversation};
use crate::Desk;
use crate::actor::{Actor, Permission};
use crate::created::Created;
use crate::files::{self, FileAddress};
use crate::http::{Access, ErrorBody, Json, NoContent, Path, Query, Refusal, Routes};
use crate::ids::{ConversationId, FileId, MessageId, PrincipalId};
use crate::live::{self, Audience, EventsAsk, LogPage, PositionKind, View};
use crate::page::PageLimit;

/// The slice's routes.
pub fn routes() -> Routes {
    Routes::default()
        .add(Access::Needs(Permission::ConversationsRead), routes!(get_conversations))
        .add(Access::Needs(Permission::ConversationsWrite), routes!(post_conversation))
        .add(Access::Needs(Permission::ConversationsRead), routes!(get_one))
        .add(Access::Needs(Permission::ConversationsManage), routes!(patch_conversation))
        .add(Access::Needs(Permission::ConversationsRead), routes!(get_messages))
        .add(Access::Needs(Permission::ConversationsWrite), routes!(post_message))
        .add(Access::Needs(Permission::ConversationsWrite), routes!(patch_message))
        .add(Access::Needs(Permission::ConversationsWrite), routes!(remove_message))
        .add(Access::Needs(Permission::ConversationsWrite), routes!(put_reaction, remove_reaction))
        .add(Access::Needs(Permission::ConversationsWrite), routes!(delete_previews))
        .add(Access::Needs(Permission::ConversationsManage), routes!(put_pin, remove_pin))
        .add(Access::Needs(Permission::ConversationsRead), routes!(put_mute))
        .add(Access::Needs(Permission::NotesWrite), routes!(get_versions))
        .add(Access::Needs(Permission::ConversationsRead), routes!(get_file))
        .add(Access::Needs(Permission::ConversationsRead), routes!(get_entries))
        .add(Access::Needs(Permission::ConversationsRead), routes!(get_events))
        .add(Access::Needs(Permission::ConversationsRead), routes!(put_read))
        .add(Access::Needs(Permission::ConversationsRead), routes!(put_delivered))
        .add(Access::Needs(Permission::ConversationsWrite), routes!(post_typing))
        .add(Access::Needs(Permission::ConversationsRead), routes!(get_participants))
        .add(Access::Needs(Permission::ConversationsManage), routes!(post_participant))
        .add(Access::Needs(Permission::ConversationsWrite), routes!(delete_participant))
        .add(Access::Needs(Permission::ConversationsExport), routes!(get_transcript))
        .add(Access::Needs(Permission::ConversationsRead), routes!(get_feed))
        .add(Access::Needs(Permission::ConversationsRead), routes!(get_mentions))
        .add(Access::Needs(Permission::ConversationsRead), routes!(search))
        .add(Access::Needs(Permission::ConversationsRead), routes!(get_gallery))
        .add(Access::Needs(Permission::MetricsRead), routes!(get_metrics))
}

/// Lists the conversations that one sees, newest activity first.
#[utoipa::path(get, path = "/api/conversations", tag = "conversations", params(ListConversations),
    responses((status = 200, body = ConversationPage)))]
async fn get_conversations(
    State(desk): State<Desk>,
    actor: Actor,
    Query(ask): Query<ListConversations>,
) -> Result<axum::Json<ConversationPage>, Refusal> {
    Ok(axum::Json(list_conversations(&desk, &actor, ask).await?))
}

/// Starts a conversation, with its first message.
#[utoipa::path(post, path = "/api/conversations", tag = "conversations", request_body = NewConversation,
    responses((status = 201, body = Started), (status = 200, body = Started, description = "A repeat: the first one")))]
async fn post_conversation(
    State(desk): State<Desk>,
    actor: Actor,
    Json(new): Json<NewConversation>,
) -> Result<Created<Started>, Refusal> {
    Ok(start_conversation(&desk, &actor, new).await?)
}

/// One conversation with who is in it.
#[utoipa::path(get, path = "/api/conversations/{id}", tag = "conversations", params(("id" = ConversationId, Path)),
    responses((status = 200, body = ConversationDetail)))]
async fn get_one(
    State(desk): State<Desk>,
    actor: Actor,
    Path(id): Path<ConversationId>,
) -> Result<axum::Json<ConversationDetail>, Refusal> {
    Ok(axum::Json(get_conversation(&desk, &actor, id).await?))
}

/// Changes title, status or assignee.
#[utoipa::path(patch, path = "/api/conversations/{id}", tag = "conversations", params(("id" = ConversationId, Path)),
    request_body = ConversationChange, responses((status = 200, body = Conversation)))]
async fn patch_conversation(
    State(desk): State<Desk>,
    actor: Actor,
    Path(id): Path<ConversationId>,
    Json(change): Json<ConversationChange>,
) -> Result<axum::Json<Conversation>, Refusal> {
    Ok(axum::Json(update_conversation(&desk, &actor, id, change).await?))
}

/// A page of messages with their present texts.
#[utoipa::path(get, path = "/api/conversations/{id}/messages", tag = "messages",
    params(("id" = ConversationId, Path), MessagesAsk), responses((status = 200, body = MessagePage)))]
async fn get_messages(
    State(desk): State<Desk>,
    actor: Actor,
    Path(id): Path<ConversationId>,
    Query(ask): Query<MessagesAsk>,
) -> Result<axum::Json<MessagePage>, Refusal> {
    Ok(axum::Json(list_messages(&desk, &actor, id, ask).await?))
}

/// Sends a message into a conversation.
#[utoipa::path(post, path = "/api/conversations/{id}/messages", tag = "messages", params(("id" = ConversationId, Path)),
    request_body = NewMessage,
    responses((status = 201, body = Message), (status = 200, body = Message, description = "A repeat: the first one")))]
async fn post_message(
    State(desk): State<Desk>,
    actor: Actor,
    Path(id): Path<ConversationId>,
    Json(new): Json<NewMessage>,
) -> Result<Created<Message>, Refusal> {
    Ok(send_message(&desk, &actor, id, new).await?)
}

/// Changes the text of an own message.
#[utoipa::path(patch, path = "/api/conversations/{id}/messages/{message_id}", tag = "messages",
    params(("id" = ConversationId, Path), ("message_id" = MessageId, Path)), request_body = NewText,
    responses((status = 200, body = Message)))]
async fn patch_message(
    State(desk): State<Desk>,
    actor: Actor,
    Path((id, message)): Path<(ConversationId, MessageId)>,
    Json(new): Json<NewText>,
) -> Result<axum::Json<Message>, Refusal> {
    Ok(axum::Json(edit_message(&desk, &actor, id, message, new).await?))
}

/// Takes a message back.
#[utoipa::path(delete, path = "/api/conversations/{id}/messages/{message_id}", tag = "messages",
    params(("id" = ConversationId, Path), ("message_id" = MessageId, Path)), responses((status = 200, body = Message)))]
async fn remove_message(
    State(desk): State<Desk>,
    actor: Actor,
    Path((id, message)): Path<(ConversationId, MessageId)>,
) -> Result<axum::Json<Message>, Refusal> {
    Ok(axum::Json(delete_message(&desk, &actor, id, message).await?))
}

/// Answers a message with an emoji. A repeat changes nothing.
#[utoipa::path(put, path = "/api/conversations/{id}/messages/{message_id}/reactions/{emoji}", tag = "messages",
    params(("id" = ConversationId, Path), ("message_id" = MessageId, Path), ("emoji" = String, Path, description = "One emoji")),
    responses((status = 200, body = Message)))]
async fn put_reaction(
    State(desk): State<Desk>,
    actor: Actor,
    Path((id, message, emoji)): Path<(ConversationId, MessageId, String)>,
) -> Result<axum::Json<Message>, Refusal> {
    Ok(axum::Json(react(&desk, &actor, id, message, &emoji, Wanted::There).await?))
}

/// Takes one's own emoji back. A repeat changes nothing.
#[utoipa::path(delete, path = "/api/conversations/{id}/messages/{message_id}/reactions/{emoji}", tag = "messages",
    params(("id" = ConversationId, Path), ("message_id" = MessageId, Path), ("emoji" = String, Path, description = "One emoji")),
    responses((status = 200, body = Message)))]
async fn remove_reaction(
    State(desk): State<Desk>,
    actor: Actor,
    Path((id, message, emoji)): Path<(ConversationId, MessageId, String)>,
) -> Result<axum::Json<Message>, Refusal> {
    Ok(axum::Json(react(&desk, &actor, id, message, &emoji, Wanted::Gone).await?))
}

/// Of which links.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct PreviewsAsk {
    /// The `url` of one preview; left out, all of them.
    url: Option<String>,
}

/// Takes previews of links from beneath a message: one's own, or as whoever manages the conversation. They do not come
/// back. A repeat changes nothing.
#[utoipa::path(delete, path = "/api/conversations/{id}/messages/{message_id}/previews", tag = "messages",
    params(("id" = ConversationId, Path), ("message_id" = MessageId, Path), PreviewsAsk),
    responses((status = 200, body = Message)))]
async fn delete_previews(
    State(desk): State<Desk>,
    actor: Actor,
    Path((id, message)): Path<(ConversationId, MessageId)>,
    Query(ask): Query<PreviewsAsk>,
) -> Result<axum::Json<Message>, Refusal> {
    Ok(axum::Json(remove_previews(&desk, &actor, id, message, ask.url.as_deref()).await?))
}

/// Puts a message on the conversation's pinboard.
#[utoipa::path(put, path = "/api/conversations/{id}/messages/{message_id}/pin", tag = "messages",
    params(("id" = ConversationId, Path), ("message_id" = MessageId, Path)), responses((status = 200, body = Message)))]
async fn put_pin(
    State(desk): State<Desk>,
    actor: Actor,
    Path((id, message)): Path<(ConversationId, MessageId)>,
) -> Result<axum::Json<Message>, Refusal> {
    Ok(axum::Json(pin_message(&desk, &actor, id, message, Wanted::There).await?))
}

/// Takes a message off the pinboard.
#[utoipa::path(delete, path = "/api/conversations/{id}/messages/{message_id}/pin", tag = "messages",
    params(("id" = ConversationId, Path), ("message_id" = MessageId, Path)), responses((status = 200, body = Message)))]
async fn remove_pin(
    State(desk): State<Desk>,
    actor: Actor,
    Path((id, message)): Path<(ConversationId, MessageId)>,
) -> Result<axum::Json<Message>, Refusal> {
    Ok(axum::Json(pin_message(&desk, &actor, id, message, Wanted::Gone).await?))
}

/// Whether one wants no signs of what is new.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Mute {
    /// Yes or no.
    muted: bool,
}

/// Mutes a conversation for oneself, or ends that.
#[utoipa::path(put, path = "/api/conversations/{id}/mute", tag = "conversations", params(("id" = ConversationId, Path)),
    request_body = Mute, responses((status = 200, body = Conversation)))]
async fn put_mute(
    State(desk): State<Desk>,
    actor: Actor,
    Path(id): Path<ConversationId>,
    Json(mute): Json<Mute>,
) -> Result<axum::Json<Conversation>, Refusal> {
    Ok(axum::Json(mute_conversation(&desk, &actor, id, mute.muted).await?))
}

/// How often one was mentioned and has not read it.
#[utoipa::path(get, path = "/api/mentions", tag = "conversations", responses((status = 200, body = MentionsUnread)))]
async fn get_mentions(State(desk): State<Desk>, actor: Actor) -> Result<axum::Json<MentionsUnread>, Refusal> {
    Ok(axum::Json(count_mentions(&desk, &actor).await?))
}

/// What happened in conversations with customers, day by day.
#[utoipa::path(get, path = "/api/metrics/conversations", tag = "conversations", params(MetricsAsk),
    responses((status = 200, body = ConversationMetrics)))]
async fn get_metrics(
    State(desk): State<Desk>,
    actor: Actor,
    Query(ask): Query<MetricsAsk>,
) -> Result<axum::Json<ConversationMetrics>, Refusal> {
    Ok(axum::Json(conversation_metrics(&desk, &actor, ask).await?))
}

/// Finds messages by their words, newest first.
#[utoipa::path(get, path = "/api/search/messages", tag = "messages", params(SearchMessages),
    responses((status = 200, body = SearchPage), (status = 404, body = ErrorBody, description = "No such conversation")))]
async fn search(
    State(desk): State<Desk>,
    actor: Actor,
    Query(ask): Query<SearchMessages>,
) -> Result<axum::Json<SearchPage>, Refusal> {
    Ok(axum::Json(search_messages(&desk, &actor, ask).await?))
}

/// Files of the conversations that one sees, the newest first.
#[utoipa::path(get, path = "/api/gallery", tag = "messages", params(GalleryAsk), responses((status = 200, body = GalleryPage),
    (status = 404, body = ErrorBody, description = "No such conversation, or none that whoever asks may see")))]
async fn get_gallery(
    State(desk): State<Desk>,
    actor: Actor,
    Query(ask): Query<GalleryAsk>,
) -> Result<axum::Json<GalleryPage>, Refusal> {
    Ok(axum::Json(find_files(&desk, &actor, ask).await?))
}

/// Earlier texts.
#[derive(Serialize, ToSchema)]
struct VersionList {
    /// Oldest first.
    versions: Vec<MessageVersion>,
}

/// Where to fetch a file of a message, for an hour
#[utoipa::path(get, path = "/api/conversations/{id}/messages/{message_id}/files/{file_id}", tag = "messages",
    params(("id" = ConversationId, Path), ("message_id" = MessageId, Path), ("file_id" = FileId, Path)),
    responses((status = 200, body = FileAddress), (status = 404, body = ErrorBody),
        (status = 409, body = ErrorBody, description = "`removed`")))]
async fn get_file(
    State(desk): State<Desk>,
    actor: Actor,
    Path((id, message, file)): Path<(ConversationId, MessageId, FileId)>,
) -> Result<axum::Json<FileAddress>, Refusal> {
    let message = super::find_message(&desk, &actor, id, message).await?;
    let file = message.attachments.iter().find(|one| one.id == file).ok_or(Error::NotFound)?;
    if file.removed_at.is_some() {
        return Err(Error::conflict("removed", "An admin took this file away; ask whether it can be given back.").into());
    }
    Ok(axum::Json(files::address_of(&desk, actor.workspace, file)))
}

/// Earlier texts of a message (staff).
#[utoipa::path(get, path = "/api/conversations/{id}/messages/{message_id}/versions", tag = "messages",
    params(("id" = ConversationId, Path), ("message_id" = MessageId, Path)), responses((status = 200, body = VersionList)))]
async fn get_versions(
    State(desk): State<Desk>,
    actor: Actor,
    Path((id, message)): Path<(ConversationId, MessageId)>,
) -> Result<axum::Json<VersionList>, Refusal> {
    Ok(axum::Json(VersionList { versions: message_versions(&desk, &actor, id, message).await? }))
}

/// From where, and how many.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct EntriesAsk {
    /// The last seq the client has.
    #[param(minimum = 0)]
    after_seq: Option<i64>,
    /// The log's generation as the client knows it.
    epoch: Option<String>,
    /// 1 to 100, 50 when left out.
    #[serde(default)]
    #[param(value_type = Option<i64>, minimum = 1, maximum = 100)]
    limit: PageLimit,
}

/// The log itself after a place, for resume.
#[utoipa::path(get, path = "/api/conversations/{id}/entries", tag = "live", params(("id" = ConversationId, Path), EntriesAsk),
    responses((status = 200, body = EntryPage)))]
async fn get_entries(
    State(desk): State<Desk>,
    actor: Actor,
    Path(id): Path<ConversationId>,
    Query(ask): Query<EntriesAsk>,
) -> Result<Response, Refusal> {
    let view = view(&desk, &actor, id).await?;
    let after = checked_after(ask.after_seq)?;
    let page = desk.read(&actor, async |tx| super::read_log::entries_page(tx, view, after, ask.limit.rows()).await).await?;
    Ok(entries_answer(&desk, view, after, ask.epoch.as_deref(), &page))
}

/// What is new after a place: waits for it (long poll), or streams it (`Accept: text/event-stream`).
#[utoipa::path(get, path = "/api/conversations/{id}/events", tag = "live",
    params(("id" = ConversationId, Path), ("after_seq" = Option<i64>, Query, minimum = 0), ("wait" = Option<u64>, Query, maximum = 25, description = "Seconds, 0 to 25"),
        ("epoch" = Option<String>, Query), ("ticket" = Option<String>, Query)),
    responses((status = 200, body = EntryPage)))]
async fn get_events(
    State(desk): State<Desk>,
    actor: Actor,
    headers: HeaderMap,
    Path(id): Path<ConversationId>,
    Query(ask): Query<EventsAsk>,
) -> Result<Response, Refusal> {
    let view = view(&desk, &actor, id).await?;
    let last_event = headers.get("last-event-id").and_then(|id| id.to_str().ok()).and_then(|id| id.parse().ok());
    let after = checked_after(last_event.or(ask.after_seq))?;
    let epoch = ask.epoch.as_deref();
    if wants_stream(&headers) {
        let head = desk.read(&actor, async |tx| super::read_log::entries_page(tx, view, after, 1).await).await?;
        if !is_known(&desk, view, after, epoch, &head) {
            // Told once, and over: the client loads the conversation anew and comes back with a place of this log.
            let event = Event::default().event("entries").data(entries_body(&desk, view, after, epoch, &head));
            return Ok(Sse::new(futures_util::stream::iter([Ok::<_, Infallible>(event)])).into_response());
        }
        return Ok(live::follow_topic(desk, actor, view, after).into_response());
    }
    live::checked_wait(ask.wait)?;
    let wait = if epoch.is_none_or(|epoch| epoch == desk.epoch) { ask.wait } else { ask.wait.and(Some(0)) };
    let page = live::wait_for_topic(&desk, &actor, view, after, wait).await?;
    Ok(entries_answer(&desk, view, after, epoch, &page))
}

/// Whether the client's place is one of this log.
fn is_known(desk: &Desk, view: View, after: i64, epoch: Option<&str>, page: &LogPage) -> bool {
    epoch.is_none_or(|epoch| epoch == desk.epoch) && after <= page.heads.for_audience(view.audience)
}

fn checked_after(after_seq: Option<i64>) -> Result<i64> {
    let after = after_seq.unwrap_or(0);
    if after < 0 { Err(Error::invalid("after_seq", "Give the last seq you have, or 0.")) } else { Ok(after) }
}

fn wants_stream(headers: &HeaderMap) -> bool {
    headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok()).is_some_and(|accept| accept.contains("text/event-stream"))
}

fn entries_answer(desk: &Desk, view: View, after: i64, epoch: Option<&str>, page: &LogPage) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], entries_body(desk, view, after, epoch, page)).into_response()
}

fn entries_body(desk: &Desk, view: View, after: i64, epoch: Option<&str>, page: &LogPage) -> String {
    let recovered = is_known(desk, view, after, epoch, page);
    let entries: Vec<String> =
        page.entries.iter().filter(|_| recovered).map(|entry| entry.json_for(view.audience, view.from_seq)).collect();
    format!(
        "{{\"entries\":[{}],\"through_seq\":{},\"head\":{},\"epoch\":\"{}\",\"has_more\":{},\"recovered\":{recovered}}}",
        entries.join(","),
        page.told_through(view.audience),
        page.heads.for_audience(view.audience),
        desk.epoch,
        page.has_more,
    )
}

/// How far.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct UpTo {
    /// The seq of the last entry that was seen.
    seq: i64,
}

/// Where the read mark stands.
#[derive(Serialize, ToSchema)]
struct ReadMark {
    /// The mark.
    last_read_seq: i64,
    /// Messages of others that are left.
    unread: i64,
}

/// Moves one's own read mark forward.
#[utoipa::path(put, path = "/api/conversations/{id}/read", tag = "messages", params(("id" = ConversationId, Path)),
    request_body = UpTo, responses((status = 200, body = ReadMark)))]
async fn put_read(
    State(desk): State<Desk>,
    actor: Actor,
    Path(id): Path<ConversationId>,
    Json(to): Json<UpTo>,
) -> Result<axum::Json<ReadMark>, Refusal> {
    let marked = mark_position(&desk, &actor, id, PositionKind::Read, to.seq).await?;
    Ok(axum::Json(ReadMark { last_read_seq: marked.last_read_seq, unread: marked.unread }))
}

/// Moves one's own delivered mark forward.
#[utoipa::path(put, path = "/api/conversations/{id}/delivered", tag = "messages", params(("id" = ConversationId, Path)),
    request_body = UpTo, responses((status = 204)))]
async fn put_delivered(
    State(desk): State<Desk>,
    actor: Actor,
    Path(id): Path<ConversationId>,
    Json(to): Json<UpTo>,
) -> Result<NoContent, Refusal> {
    mark_position(&desk, &actor, id, PositionKind::Delivered, to.seq).await?;
    Ok(NoContent)
}

/// Whether someone types.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct Typing {
    /// Yes or no.
    is_typing: bool,
    /// `staff` while a note is written.
    #[serde(default)]
    audience: Option<Audience>,
}

/// Shows others that one types; kept nowhere.
#[utoipa::path(post, path = "/api/conversations/{id}/typing", tag = "live", params(("id" = ConversationId, Path)),
    request_body = Typing, responses((status = 204)))]
async fn post_typing(
    State(desk): State<Desk>,
    actor: Actor,
    Path(id): Path<ConversationId>,
    Json(typing): Json<Typing>,
) -> Result<NoContent, Refusal> {
    let view = view(&desk, &actor, id).await?;
    desk.live.typing(&actor, view, typing.is_typing, typing.audience);
    Ok(NoContent)
}

/// Who is in a conversation.
#[derive(Serialize, ToSchema)]
struct ParticipantList {
    /// In the order in which they came.
    participants: Vec<Participant>,
}

/// Who is in a conversation.
#[utoipa::path(get, path = "/api/conversations/{id}/participants", tag = "conversations", params(("id" = ConversationId, Path)),
    responses((status = 200, body = ParticipantList)))]
async fn get_participants(
    State(desk): State<Desk>,
    actor: Actor,
    Path(id): Path<ConversationId>,
) -> Result<axum::Json<ParticipantList>, Refusal> {
    Ok(axum::Json(ParticipantList { participants: get_conversation(&desk, &actor, id).await?.participants }))
}

/// Brings someone in.
#[utoipa::path(post, path = "/api/conversations/{id}/participants", tag = "conversations", params(("id" = ConversationId, Path)),
    request_body = NewParticipantBody, responses((status = 201, body = ParticipantList)))]
async fn post_participant(
    State(desk): State<Desk>,
    actor: Actor,
    Path(id): Path<ConversationId>,
    Json(new): Json<NewParticipantBody>,
) -> Result<Created<ParticipantList>, Refusal> {
    Ok(Created::New(ParticipantList { participants: add_participant(&desk, &actor, id, new).await? }))
}

/// Takes someone out, or leaves.
#[utoipa::path(delete, path = "/api/conversations/{id}/participants/{principal_id}", tag = "conversations",
    params(("id" = ConversationId, Path), ("principal_id" = PrincipalId, Path)), responses((status = 204)))]
async fn delete_participant(
    State(desk): State<Desk>,
    actor: Actor,
    Path((id, principal)): Path<(ConversationId, PrincipalId)>,
) -> Result<NoContent, Refusal> {
    remove_participant(&desk, &actor, id, principal).await?;
    Ok(NoContent)
}

/// As what a transcript is wanted.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct TranscriptAsk {
    /// `text` when left out.
    #[serde(default)]
    #[param(value_type = Option<Format>, inline)]
    format: Format,
}

/// A conversation to take away, as text, JSON or a page to print.
#[utoipa::path(get, path = "/api/conversations/{id}/transcript", tag = "conversations",
    params(("id" = ConversationId, Path), TranscriptAsk), responses((status = 200, description = "The transcript, in pieces")))]
async fn get_transcript(
    State(desk): State<Desk>,
    actor: Actor,
    Path(id): Path<ConversationId>,
    Query(ask): Query<TranscriptAsk>,
) -> Result<Response, Refusal> {
    Ok(answer_transcript(&desk, &actor, id, ask).await?)
}

/// A transcript as an answer, which can neither run nor fetch anything.
///
/// # Errors
/// As `write_transcript`.
pub async fn answer_transcript(desk: &Desk, actor: &Actor, id: ConversationId, ask: TranscriptAsk) -> Result<Response> {
    let transcript = write_transcript(desk, actor, id, ask.format).await?;
    let (mime, ending, shown) = match ask.format {
        Format::Text => ("text/plain; charset=utf-8", "txt", "attachment"),
        Format::Json => ("application/json", "json", "attachment"),
        Format::Html => ("text/html; charset=utf-8", "html", "inline"),
    };
    let style = STANDARD.encode(digest(&SHA256, STYLE.as_bytes()));
    let policy =
        format!("default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    let named = format!("{shown}; filename=\"{}.{ending}\"", transcript.file_name);
    let headers = [
        (header::CONTENT_TYPE, mime.to_owned()),
        (header::CONTENT_DISPOSITION, named),
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
        (header::REFERRER_POLICY, "no-referrer".to_owned()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, Body::from_stream(transcript.pieces)).into_response())
}

/// From where the feed goes on.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct FeedAsk {
    /// The cursor of the last answer; without it only the present cursor is answered.
    after: Option<String>,
    /// Seconds to wait when nothing changed, 0 to 25.
    #[param(maximum = 25)]
    wait: Option<u64>,
    /// 1 to 100, 50 when left out.
    #[serde(default)]
    #[param(value_type = Option<i64>, minimum = 1, maximum = 100)]
    limit: PageLimit,
    /// A ticket in place of a header, for browsers' EventSource; read by `http/authenticate.rs`.
    #[serde(rename = "ticket")]
    _ticket: Option<String>,
}

/// A stretch of the feed, as the OpenAPI document tells it.
#[derive(Serialize, ToSchema)]
struct FeedAnswer {
    /// Changes, oldest first.
    items: Vec<FeedItem>,
    /// Where the next page begins.
    cursor: String,
    /// Whether there is more right now.
    has_more: bool,
    /// The log's generation.
    epoch: String,
}

/// What changed in the lists that one sees: waits for it (long poll), or streams it (`Accept: text/event-stream`).
#[utoipa::path(get, path = "/api/feed", tag = "live", params(FeedAsk),
    responses((status = 200, body = FeedAnswer), (status = 409, description = "cursor_expired: load the list again")))]
async fn get_feed(
    State(desk): State<Desk>,
    actor: Actor,
    headers: HeaderMap,
    Query(ask): Query<FeedAsk>,
) -> Result<Response, Refusal> {
    let last_event = headers.get("last-event-id").and_then(|id| id.to_str().ok()).map(str::to_owned);
    let after = last_event.or(ask.after);
    if wants_stream(&headers) {
        let cursor = match after {
            Some(cursor) => cursor,
            None => desk.read(&actor, async |tx| feed::cursor_now(&desk, tx).await).await?,
        };
        feed::check_cursor(&desk, &cursor)?;
        return Ok(live::follow_feed(desk, actor, cursor).into_response());
    }
    live::checked_wait(ask.wait)?;
    let page = match after {
        None => feed::read_feed(&desk, &actor, None, 1).await?,
        Some(cursor) => live::wait_for_feed(&desk, &actor, &cursor, ask.limit.rows(), ask.wait).await?,
    };
    let body = format!(
        "{{\"items\":{},\"cursor\":\"{}\",\"has_more\":{},\"epoch\":\"{}\"}}",
        page.items, page.cursor, page.has_more, desk.epoch
    );
    Ok(([(header::CONTENT_TYPE, "application/json")], body).into_response())
}
