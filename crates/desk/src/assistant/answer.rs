//! A bot's answer. It is owed as a job, so that neither a crash nor a restart loses it, and it is said under a
//! client id made of the question's, so that it is never said twice.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use antiphon_base::{Error, Result};
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use super::bot::{About, Line};
use super::{list_prompts, sql};
use crate::Desk;
use crate::accounts;
use crate::actor::{Actor, Credential, Permission, PrincipalKind};
use crate::contacts;
use crate::conversations::{self, Message, MessageKind, MessagesAsk, NewMessage, Participant};
use crate::ids::{ConversationId, MessageId, PrincipalId, WorkspaceId};
use crate::jobs::{Handlers, Job, NewJob};
use crate::live::{self, Part};

/// The kind of the job.
const KIND: &str = "bot.answer";
/// By this the built-in bot is found among the workspace's principals.
const EXTERNAL_ID: &str = "assistant";
/// How long a caller waits for an answer that is owed.
const PATIENCE: Duration = Duration::from_secs(20);
/// Tries before an answer is given up and left for an admin to see.
const TRIES: i64 = 8;

/// An answer that was said.
#[derive(Debug)]
pub struct Answered {
    /// The answer itself.
    pub answer: Message,
    /// The message that it answers.
    pub question: MessageId,
}

#[derive(Serialize, Deserialize)]
struct Owed {
    conversation_id: ConversationId,
    message_id: MessageId,
}

/// The workspace's bot, made when it is first needed.
///
/// # Errors
/// When storage refuses.
pub async fn find_bot(desk: &Desk, workspace: WorkspaceId) -> Result<PrincipalId> {
    let (system, now) = (Actor::system(workspace), desk.clock.now());
    if let Some(bot) = desk.read(&system, async |tx| sql::find_bot(tx, workspace, EXTERNAL_ID).await).await? {
        return Ok(bot);
    }
    let made = desk
        .write(&system, async |work| {
            if let Some(bot) = sql::find_bot(work, workspace, EXTERNAL_ID).await? {
                return Ok(bot);
            }
            let (id, name) = (PrincipalId::new(), desk.bot.name());
            accounts::insert_principal(work, workspace, id, PrincipalKind::Bot, name, Some(EXTERNAL_ID), now).await?;
            Ok(id)
        })
        .await;
    match made {
        // Two asked at once on PostgreSQL: the other one made it.
        Err(Error::Conflict { .. }) => {
            desk.read(&system, async |tx| sql::find_bot(tx, workspace, EXTERNAL_ID).await).await?.ok_or(Error::NotFound)
        }
        made => made,
    }
}

/// The bot's answer to a message, or to the newest one that no bot said. Asked twice, it answers the same.
///
/// # Errors
/// `NotFound` where the actor does not see the conversation or it has no such message; `Conflict` (`no_bot`,
/// `nothing_to_answer`); `Unavailable` when the answer is still owed after twenty seconds: a repeat finds it.
pub async fn answer(desk: &Desk, actor: &Actor, id: ConversationId, message: Option<MessageId>) -> Result<Answered> {
    actor.need(Permission::ConversationsWrite)?;
    let mut detail = conversations::get_conversation(desk, actor, id).await?;
    let bot = bot_among(&detail.participants)?;
    let question = match message {
        Some(message) => conversations::find_message(desk, actor, id, message).await?,
        None => newest_question(desk, actor, id).await?,
    };
    if question.sender.kind == PrincipalKind::Bot || question.text.is_none() || question.kind == MessageKind::Note {
        return Err(Error::conflict("nothing_to_answer", "A bot answers messages of people that were not taken back."));
    }
    let speaker = speaker(actor.workspace, bot, desk);
    let view = conversations::view(desk, actor, id).await?;
    let (said_as, deadline) = (client_id(question.id), Instant::now() + PATIENCE);
    let mut owed = false;
    loop {
        if let Some(answer) = conversations::find_own_message(desk, &speaker, &said_as).await? {
            return Ok(Answered { answer, question: question.id });
        }
        if !owed {
            owe(desk, actor, id, question.id).await?;
            owed = true;
        }
        let left = deadline.saturating_duration_since(Instant::now()).as_secs();
        if left == 0 {
            return Err(Error::unavailable("The answer is not ready yet; ask again in a moment."));
        }
        // Whatever came after the last look ends the wait.
        live::wait_for_topic(desk, actor, view, detail.conversation.last_seq, Some(left)).await?;
        detail = conversations::get_conversation(desk, actor, id).await?;
    }
}

async fn newest_question(desk: &Desk, actor: &Actor, id: ConversationId) -> Result<Message> {
    let page = conversations::list_messages(desk, actor, id, MessagesAsk::default()).await?;
    page.messages
        .into_iter()
        .rev()
        .find(|message| {
            message.sender.kind != PrincipalKind::Bot && message.text.is_some() && message.kind == MessageKind::Message
        })
        .ok_or_else(|| Error::conflict("nothing_to_answer", "Nothing was said here that a bot could answer."))
}

async fn owe(desk: &Desk, actor: &Actor, conversation_id: ConversationId, message_id: MessageId) -> Result<()> {
    let payload = serde_json::to_value(Owed { conversation_id, message_id }).map_err(Error::internal)?;
    let job = NewJob {
        workspace: Some(actor.workspace),
        kind: KIND,
        payload,
        unique_key: Some(message_id.to_string()),
        run_at: desk.clock.now() - TimeDelta::seconds(1),
        max_attempts: TRIES,
    };
    desk.write(actor, async |work| work.owe(job).await.map(drop)).await
}

/// What this slice carries out.
pub fn jobs() -> Handlers {
    Handlers::default().on(KIND, carry_out)
}

async fn carry_out(desk: Desk, job: Job) -> Result<()> {
    let workspace = job.workspace.ok_or(Error::NotFound)?;
    let owed: Owed = serde_json::from_value(job.payload).map_err(|error| Error::malformed(error.to_string()))?;
    let id = owed.conversation_id;
    let system = Actor::system(workspace);
    let bot = desk.read(&system, async |tx| sql::find_bot(tx, workspace, EXTERNAL_ID).await).await?.ok_or(Error::NotFound)?;
    let speaker = speaker(workspace, bot, &desk);
    let said_as = client_id(owed.message_id);
    if conversations::find_own_message(&desk, &speaker, &said_as).await?.is_some() {
        return Ok(()); // said before a crash
    }
    let question = conversations::find_message(&desk, &speaker, id, owed.message_id).await?;
    let Some(about) = about(&desk, &speaker, &question).await? else { return Ok(()) };
    let topic = conversations::view(&desk, &speaker, id).await?.topic;
    let told = AtomicUsize::new(0);
    let tell = |text: &str| {
        let at = told.fetch_add(text.chars().count(), Ordering::Relaxed);
        desk.live.part(&speaker, topic, Part { reply_to: question.id.0, at, text: text.to_owned() });
    };
    let text = desk.bot.answer(&about, &tell).await?;
    let reply = NewMessage { reply_to: Some(question.id), ..NewMessage::of(text, Some(said_as)) };
    conversations::send_message(&desk, &speaker, id, reply).await.map(drop)
}

/// What the bot is told; nothing when the question was taken back meanwhile.
async fn about(desk: &Desk, speaker: &Actor, question: &Message) -> Result<Option<About>> {
    let Some(text) = question.text.clone() else { return Ok(None) };
    let ask = MessagesAsk { before_seq: Some(question.seq), ..MessagesAsk::default() };
    let page = conversations::list_messages(desk, speaker, question.conversation_id, ask).await?;
    let system = Actor::system(speaker.workspace);
    let email = match contacts::find_contact(desk, &system, question.sender.id).await {
        Ok(contact) => contact.email,
        Err(Error::NotFound) => desk
            .read(&system, async |tx| accounts::find_person(tx, system.workspace, question.sender.id).await)
            .await?
            .map(|person| person.email),
        Err(error) => return Err(error),
    };
    let asker = Actor { role: None, ..speaker.clone() };
    let prompts = list_prompts::list_active_prompts(desk, &asker, None).await?;
    Ok(Some(About {
        asker: question.sender.name.clone(),
        email,
        question: text,
        before: page
            .messages
            .into_iter()
            .filter_map(|message| Some(Line { by_bot: message.sender.kind == PrincipalKind::Bot, text: message.text? }))
            .collect(),
        prompts: prompts.into_iter().map(|prompt| prompt.title).collect(),
    }))
}

fn bot_among(participants: &[Participant]) -> Result<PrincipalId> {
    let bot = participants.iter().find(|participant| participant.kind == PrincipalKind::Bot);
    bot.map(|bot| bot.id).ok_or_else(|| Error::conflict("no_bot", "No bot takes part in this conversation."))
}

fn speaker(workspace: WorkspaceId, bot: PrincipalId, desk: &Desk) -> Actor {
    Actor {
        workspace,
        principal: bot,
        kind: PrincipalKind::Bot,
        name: desk.bot.name().into(),
        role: None,
        permissions: [Permission::ConversationsRead, Permission::ConversationsWrite].into_iter().collect(),
        is_blocked: false,
        oversees: false,
        credential: Credential::System,
        expires_at: None,
        request: std::sync::Arc::default(),
    }
}

fn client_id(question: MessageId) -> String {
    format!("answer-{question}")
}
