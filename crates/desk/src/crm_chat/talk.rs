//! The words of the CRM chat system's socket, both ways.

use antiphon_base::{Error, Result};
use serde::Deserialize;
use serde_json::{Value, json};

use super::model::{ChatMessage, renamed, said};
use crate::Desk;
use crate::actor::{Actor, Permission};
use crate::conversations::{self, NewMessage};
use crate::ids::{ConversationId, FileId, MessageId};
use crate::live::{self, BoxFuture, Pace, Passing, PositionKind, Tongue, View};

/// One end of the talk.
pub(super) struct Talk {
    pub(super) desk: Desk,
    pub(super) actor: Actor,
    pub(super) id: ConversationId,
    pub(super) view: View,
}

/// What a client says.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
enum Said {
    #[serde(rename = "message:new")]
    Message {
        #[serde(default)]
        text: String,
        #[serde(default)]
        client_msg_id: Option<String>,
        #[serde(default)]
        attachments: Vec<FileId>,
    },
    #[serde(rename = "typing")]
    Typing { is_typing: bool },
    #[serde(rename = "read")]
    Read { message_id: MessageId },
}

impl Tongue for Talk {
    fn tell(&mut self, passing: Passing) -> BoxFuture<'_, Vec<String>> {
        Box::pin(async move {
            let frame = match passing {
                Passing::Entry { json, .. } => {
                    let entry = serde_json::from_str(&json).unwrap_or_default();
                    let message = said(&entry).map(|message| ChatMessage::of(&self.desk, self.actor.workspace, message));
                    message.map(|message| json!({ "type": "message:new", "message": message }))
                }
                Passing::Other { name, frame } => self.other(&name, &frame).await,
            };
            frame.iter().map(Value::to_string).collect()
        })
    }

    fn hear<'a>(&'a mut self, text: &'a str, pace: &'a mut Pace) -> BoxFuture<'a, Vec<String>> {
        Box::pin(async move {
            match self.act(text, pace).await {
                Ok(()) => Vec::new(),
                Err(error) => {
                    if let Error::Internal(cause) = &error {
                        tracing::error!(error = %cause, "a frame failed on our side");
                    }
                    let detail = json!({ "code": error.code(), "message": error.sentence(), "field": error.field() });
                    vec![json!({ "type": "error", "error": detail }).to_string()]
                }
            }
        })
    }
}

impl Talk {
    async fn act(&self, text: &str, pace: &mut Pace) -> Result<()> {
        match live::read_frame::<Said>(text)? {
            Said::Message { text, client_msg_id, attachments } => {
                pace.send()?;
                let new = NewMessage { attachments, ..NewMessage::of(text, client_msg_id) };
                let sent = conversations::send_message(&self.desk, &self.actor, self.id, new).await;
                sent.map(drop).map_err(|error| renamed(error, "text"))
            }
            Said::Typing { is_typing } => {
                self.actor.need(Permission::ConversationsWrite)?;
                if pace.may_type(is_typing) {
                    self.desk.live.typing(&self.actor, self.view, is_typing, None);
                }
                Ok(())
            }
            Said::Read { message_id } => {
                let message = conversations::find_message(&self.desk, &self.actor, self.id, message_id).await;
                let unknown = |_| Error::invalid("message_id", "There is no such message in this conversation.");
                let seq = message.map_err(unknown)?.seq;
                conversations::mark_position(&self.desk, &self.actor, self.id, PositionKind::Read, seq).await.map(drop)
            }
        }
    }

    async fn other(&self, name: &str, frame: &Value) -> Option<Value> {
        let who = &frame["principal"]["id"];
        match name {
            // Others' typing only: whoever types knows it.
            "typing" => Some(json!({ "type": "typing", "user_id": who, "is_typing": frame["is_typing"] })),
            "delta" => Some(json!({
                "type": "message:delta", "user_id": who, "reply_to": frame["reply_to"], "at": frame["at"], "text": frame["text"]
            })),
            "presence" => {
                let event = if frame["online"] == true { "user_joined" } else { "user_left" };
                Some(json!({ "type": event, "user_id": who }))
            }
            "read" => {
                let seq = frame["seq"].as_i64()?;
                let message = conversations::message_at(&self.desk, &self.actor, self.id, seq).await.ok()??;
                Some(json!({ "type": "read", "user_id": frame["principal_id"], "message_id": message.id, "seq": message.seq }))
            }
            _ => None,
        }
    }
}
