//! The authorization matrix, generated from the route table: every route × whoever may ask × whose object it is.
//! `line` says for each route what a good request is, which noun its `{id}` means, and where the outcome differs
//! from the plain rule; a route without a line fails the test. The plain rule is `World::expected`.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use antiphon_desk::actor::Permission;
use antiphon_desk::http::{Access, RouteInfo};
use antiphon_testkit::{Answer, Caller, PASSWORD, Story, both_engines};
use serde_json::{Value, json};

/// Stands in every text of the other workspace; may never be seen from this one.
const SECRET: &str = "acorn-of-oak";

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Who {
    Nobody,
    Visitor,
    Customer,
    Agent,
    Admin,
    /// A key with every scope.
    Key,
    /// A key with every scope but the one that the route needs.
    KeyWithout,
}

const EVERYBODY: [Who; 7] = [Who::Nobody, Who::Visitor, Who::Customer, Who::Agent, Who::Admin, Who::Key, Who::KeyWithout];

/// Whose object the request is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Whose {
    /// The asker's own (a visitor's conversation, the one an agent works on, one's own session).
    Own,
    /// Another's object inside one's own conversation: a message, a participant.
    Beside,
    /// Another's in the same workspace: a stranger's conversation, a colleague.
    Others,
    /// A direct conversation of two colleagues.
    Private,
    /// One's own parent, with a child of another parent.
    Crossed,
    /// One's own object, with an id of the other workspace in the body or query.
    ForeignInside,
    /// The same with an id that nobody has.
    UnknownInside,
    /// The other workspace's.
    Foreign,
    /// An id that nobody has.
    Unknown,
}

/// What an address's id means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Noun {
    None,
    Conversation,
    Message,
    Participant,
    Person,
    /// A person of whom nothing else is wanted.
    Leaver,
    Session,
    Key,
    Contact,
    Inbox,
    Prompt,
    File,
    Company,
    Attribute,
    Edit,
    Import,
    Merge,
    Job,
    Notice,
    Invitation,
    Role,
    /// A chat that a bot reports, by the bot's own id of it.
    Chat,
}

impl Noun {
    fn columns(self) -> &'static [Whose] {
        use Whose::*;
        match self {
            Self::None => &[Own],
            Self::Job => &[Unknown],
            Self::Notice => &[Own, Others, Foreign, Unknown],
            Self::Conversation => &[Own, Others, Private, Foreign, Unknown],
            Self::Message | Self::Participant => &[Own, Beside, Others, Private, Crossed, Foreign, Unknown],
            Self::Person
            | Self::Leaver
            | Self::Session
            | Self::Key
            | Self::Contact
            | Self::Inbox
            | Self::Prompt
            | Self::File
            | Self::Chat => &[Own, Others, Foreign, Unknown],
            Self::Company | Self::Attribute | Self::Edit | Self::Import | Self::Merge | Self::Invitation | Self::Role => {
                &[Own, Foreign, Unknown]
            }
        }
    }
}

/// What is known about a route besides its access.
struct Line {
    noun: Noun,
    /// The status when all is well.
    ok: u16,
    /// Whether the request carries an id inside, and what a foreign or unknown one there answers.
    inside: Option<u16>,
    /// Whether success ends the asker's own session.
    signs_out: bool,
    /// Where the outcome is another one than the plain rule's.
    differs: fn(Who, Whose) -> Option<u16>,
    /// The body of a good request.
    body: fn(&Scene) -> Option<Value>,
    query: fn(&Scene) -> String,
}

/// The objects of one cell.
#[derive(Clone, Debug, Default)]
struct Scene {
    /// What `{id}` is.
    id: String,
    /// What the second id of the address is.
    child: String,
    /// What the id inside the request is.
    inside: String,
    /// Something unique, for what must be.
    fresh: String,
    widget_key: String,
    refresh: String,
    workspace: String,
}

const NOTHING: fn(&Scene) -> Option<Value> = |_| None;
const AS_RULED: fn(Who, Whose) -> Option<u16> = |_, _| None;
/// An upload is nobody's but its sender's.
const OWN_ONLY: fn(Who, Whose) -> Option<u16> = |_, whose| (whose == Whose::Others).then_some(404);

/// A key says whose notices it means, and needs the scope for it.
const FOR_WHOM: fn(Who, Whose) -> Option<u16> = |who, _| match who {
    Who::Key => Some(422),
    Who::KeyWithout => Some(403),
    _ => None,
};

/// Visitors and keys keep what they write themselves.
const PEOPLE_ONLY: fn(Who, Whose) -> Option<u16> = |who, _| matches!(who, Who::Visitor | Who::Key).then_some(403);
/// Another's message is changed by whoever oversees all conversations, and by nobody else.
const NOT_ANOTHERS: fn(Who, Whose) -> Option<u16> =
    |who, whose| (matches!(whose, Whose::Beside | Whose::Others) && !may(who, Permission::ConversationsOversee)).then_some(403);

fn plain(noun: Noun, ok: u16, body: fn(&Scene) -> Option<Value>) -> Line {
    Line { noun, ok, inside: None, signs_out: false, differs: AS_RULED, body, query: |_| String::new() }
}

fn is_customer(who: Who) -> bool {
    matches!(who, Who::Visitor | Who::Customer)
}

fn has_session(who: Who) -> bool {
    matches!(who, Who::Customer | Who::Agent | Who::Admin)
}

/// The one line that each route must have.
fn line(route: &RouteInfo) -> Option<Line> {
    use Noun::*;
    Some(match (route.method, route.path.as_str()) {
        ("POST", "/api/auth/login") => plain(None, 200, |_| Some(json!({ "email": "dora@lumen.test", "password": PASSWORD }))),
        ("POST", "/api/auth/refresh") => plain(None, 200, |scene| Some(json!({ "refresh_token": scene.refresh }))),
        ("POST", "/api/auth/setup-link") => plain(None, 401, |_| Some(json!({ "token": "su_nonsense" }))),
        ("POST", "/api/auth/setup") => {
            plain(None, 401, |_| Some(json!({ "token": "su_nonsense", "name": "X", "password": PASSWORD })))
        }
        ("POST", "/api/auth/invitation-link" | "/api/auth/reset-link" | "/api/auth/email") => {
            plain(None, 401, |_| Some(json!({ "token": "in_nonsense" })))
        }
        ("POST", "/api/auth/join") => {
            plain(None, 401, |_| Some(json!({ "token": "in_nonsense", "name": "X", "password": PASSWORD })))
        }
        ("POST", "/api/auth/reset") => plain(None, 401, |_| Some(json!({ "token": "pw_nonsense", "password": PASSWORD }))),
        ("POST", "/api/password-resets") => plain(None, 202, |scene| Some(json!({ "email": format!("{}@a.test", scene.fresh) }))),
        ("POST", "/api/auth/logout") => {
            Line { signs_out: true, differs: |who, _| (!has_session(who)).then_some(403), ..plain(None, 204, NOTHING) }
        }
        ("POST", "/api/auth/switch") => Line {
            signs_out: true,
            inside: Some(404),
            differs: |who, _| (!has_session(who)).then_some(403),
            ..plain(None, 200, |scene| {
                Some(json!({ "workspace_id": if scene.inside.is_empty() { &scene.workspace } else { &scene.inside } }))
            })
        },
        ("GET", "/api/invitations" | "/api/roles") => plain(None, 200, NOTHING),
        ("GET", "/api/me" | "/api/sessions" | "/api/people" | "/api/keys" | "/api/audit" | "/api/inboxes" | "/api/feed") => {
            plain(None, 200, NOTHING)
        }
        ("PATCH", "/api/me") => {
            Line { differs: |who, _| (!has_session(who)).then_some(403), ..plain(None, 200, |_| Some(json!({}))) }
        }
        // There is no such picture: refused where the caller is let in.
        ("PUT", "/api/me/avatar") => Line {
            differs: |who, _| (!has_session(who)).then_some(403),
            ..plain(None, 422, |_| Some(json!({ "file_id": unknown() })))
        },
        ("DELETE", "/api/me/avatar") => {
            Line { differs: |who, _| (!has_session(who)).then_some(403), ..plain(None, 200, NOTHING) }
        }
        ("GET", "/api/workspace") => plain(None, 200, NOTHING),
        ("PATCH", "/api/workspace") => plain(None, 200, |scene| Some(json!({ "name": scene.fresh }))),
        ("GET", "/api/people/{id}") => {
            Line { differs: |who, whose| (who == Who::Key && whose == Whose::Own).then_some(404), ..plain(Person, 200, NOTHING) }
        }
        ("GET", "/api/people/{id}/avatar") => plain(Person, 404, NOTHING), // nobody has one
        ("PUT", "/api/me/password") => Line {
            // Let through as far as the last rule: nobody's password changes here.
            differs: |who, _| (!has_session(who)).then_some(403),
            ..plain(None, 422, |_| Some(json!({ "current_password": PASSWORD, "new_password": PASSWORD })))
        },
        // The same: this server sends no mail.
        ("PUT", "/api/me/email") => Line {
            differs: |who, _| (!has_session(who)).then_some(403),
            ..plain(None, 409, |_| Some(json!({ "email": "new@lumen.test", "current_password": PASSWORD })))
        },
        // Wrong: nobody's account goes here.
        ("POST", "/api/me/deletion") => Line {
            differs: |who, _| (!has_session(who)).then_some(403),
            ..plain(None, 422, |_| Some(json!({ "current_password": "not the one" })))
        },
        ("DELETE", "/api/sessions") => Line { differs: |who, _| (!has_session(who)).then_some(403), ..plain(None, 204, NOTHING) },
        // Each is let through as far as its last rule: nobody here has a second factor, and none comes into use.
        ("POST", "/api/auth/second-factor") => {
            plain(None, 401, |_| Some(json!({ "challenge": "sf_nonsense", "code": "123456" })))
        }
        ("GET", "/api/me/second-factor") => {
            Line { differs: |who, _| (!has_session(who)).then_some(403), ..plain(None, 200, NOTHING) }
        }
        ("POST", "/api/me/second-factor") => Line {
            differs: |who, _| (!has_session(who)).then_some(403),
            ..plain(None, 200, |_| Some(json!({ "password": PASSWORD })))
        },
        ("POST", "/api/me/second-factor/confirm") => Line {
            differs: |who, _| (!has_session(who)).then_some(403),
            ..plain(None, 422, |_| Some(json!({ "code": "no digits" })))
        },
        ("POST", "/api/me/second-factor/off" | "/api/me/second-factor/recovery-codes") => Line {
            differs: |who, _| (!has_session(who)).then_some(403),
            ..plain(None, 409, |_| Some(json!({ "password": PASSWORD, "code": "123456" })))
        },
        ("DELETE", "/api/people/{id}/second-factor") => {
            Line { differs: |who, whose| (who == Who::Key && whose == Whose::Own).then_some(404), ..plain(Person, 204, NOTHING) }
        }
        ("GET", "/api/auth/oidc") => plain(None, 200, NOTHING),
        ("GET", "/api/auth/oidc/start") => {
            // No provider is set up: on to the page that says so.
            Line { query: |scene| format!("?workspace={}", scene.workspace), ..plain(None, 303, NOTHING) }
        }
        ("GET", "/api/auth/oidc/callback") => plain(None, 303, NOTHING),
        ("GET", "/api/sign-in/provider") => plain(None, 200, NOTHING),
        ("PUT", "/api/sign-in/provider") => plain(None, 422, |_| Some(json!({ "issuer": "" }))),
        ("DELETE", "/api/sign-in/provider") => plain(None, 404, NOTHING),
        ("POST", "/api/sign-in/provider/test") => plain(None, 409, NOTHING), // no public address is set here
        ("GET", "/api/sign-in") => plain(None, 200, NOTHING),
        ("PATCH", "/api/sign-in") => plain(None, 200, |_| Some(json!({ "needs_second_step": false }))),
        ("POST", "/api/live/ticket") => plain(None, 200, NOTHING),
        ("GET", "/api/live") => plain(None, 400, NOTHING), // no WebSocket handshake here; who it is the hello says
        ("DELETE", "/api/sessions/{id}") => Line {
            differs: |who, whose| match whose {
                Whose::Own => (!has_session(who)).then_some(404), // keys and visitors have none
                _ => Option::Some(404),
            },
            ..plain(Session, 204, NOTHING)
        },
        ("POST", "/api/people") => plain(None, 201, |scene| {
            Some(json!({ "email": format!("{}@lumen.test", scene.fresh), "name": "Nina", "role": "agent", "password": PASSWORD }))
        }),
        ("PATCH", "/api/people/{id}") => Line {
            differs: |who, whose| (who == Who::Key && whose == Whose::Own).then_some(404), // a key is no person
            ..plain(Person, 200, |scene| Some(json!({ "name": scene.fresh })))
        },
        ("DELETE", "/api/people/{id}") => Line {
            differs: |who, whose| match (who, whose) {
                (Who::Key, Whose::Own) => Option::Some(404), // a key is no person
                (_, Whose::Own) => Option::Some(409),        // by deleting one's own account
                _ => Option::None,
            },
            ..plain(Leaver, 204, NOTHING)
        },
        ("POST", "/api/people/{id}/reset-link") => {
            Line { differs: |who, whose| (who == Who::Key && whose == Whose::Own).then_some(404), ..plain(Person, 201, NOTHING) }
        }
        ("PUT", "/api/people/{id}/email") => Line {
            differs: |who, whose| match (who, whose) {
                (Who::Key, Whose::Own) => Option::Some(404),
                // Taken: people sign in anew on the way through the table.
                (_, Whose::Own | Whose::Others) => Option::Some(409),
                _ => Option::None,
            },
            ..plain(Person, 200, |_| Some(json!({ "email": "cora@lumen.test" })))
        },
        ("POST", "/api/invitations") => {
            plain(None, 201, |scene| Some(json!({ "email": format!("{}@lumen.test", scene.fresh), "role": "agent" })))
        }
        ("POST", "/api/invitations/{id}/resend") => plain(Invitation, 200, NOTHING),
        ("DELETE", "/api/invitations/{id}") => plain(Invitation, 204, NOTHING),
        ("POST", "/api/roles") => plain(None, 201, |scene| Some(json!({ "name": scene.fresh, "permissions": ["people:read"] }))),
        ("PATCH", "/api/roles/{id}") => plain(Role, 200, |scene| Some(json!({ "name": scene.fresh }))),
        ("DELETE", "/api/roles/{id}") => plain(Role, 204, NOTHING),
        ("DELETE", "/api/people/{id}/sessions") => Line {
            signs_out: true,
            differs: |who, whose| (who == Who::Key && whose == Whose::Own).then_some(404),
            ..plain(Person, 204, NOTHING)
        },
        ("POST", "/api/keys") => plain(None, 201, |_| Some(json!({ "name": "robot", "scopes": ["people:read"] }))),
        ("PATCH", "/api/keys/{id}") => plain(Key, 200, |scene| Some(json!({ "name": scene.fresh }))),
        ("DELETE", "/api/keys/{id}") => plain(Key, 204, NOTHING),
        ("GET", "/api/contacts/{id}") => plain(Contact, 200, NOTHING),
        ("PATCH", "/api/contacts/{id}") => plain(Contact, 200, |scene| Some(json!({ "name": scene.fresh }))),
        (
            "GET",
            "/api/contacts" | "/api/contacts/export" | "/api/companies" | "/api/contact-attributes" | "/api/contact-imports",
        ) => plain(None, 200, NOTHING),
        ("POST", "/api/contacts" | "/api/companies") => plain(None, 201, |scene| Some(json!({ "name": scene.fresh }))),
        ("PUT" | "DELETE", "/api/contacts/{id}/block" | "/api/contacts/{id}/removal") => plain(Contact, 200, NOTHING),
        ("GET", "/api/contacts/{id}/notes" | "/api/contacts/{id}/pages" | "/api/contacts/{id}/merges") => {
            plain(Contact, 200, NOTHING)
        }
        ("POST", "/api/contacts/{id}/notes") => plain(Contact, 201, |scene| Some(json!({ "text": scene.fresh }))),
        // The contact has no such note, and no picture.
        ("PATCH", "/api/contacts/{id}/notes/{note_id}") => plain(Contact, 404, |scene| Some(json!({ "text": scene.fresh }))),
        ("DELETE", "/api/contacts/{id}/notes/{note_id}" | "/api/contacts/{id}/notes/{note_id}/removal") => {
            plain(Contact, 404, NOTHING)
        }
        ("GET", "/api/contacts/{id}/avatar") => plain(Contact, 404, NOTHING),
        ("DELETE", "/api/contacts/{id}/avatar") => plain(Contact, 200, NOTHING),
        // Whom or what it names there is not: refused where the caller is let in.
        ("PUT", "/api/contacts/{id}/avatar") => plain(Contact, 422, |_| Some(json!({ "file_id": unknown() }))),
        ("POST", "/api/contacts/{id}/merge") => plain(Contact, 422, |_| Some(json!({ "from": unknown() }))),
        ("GET", "/api/contacts/{id}/merge") => Line { query: |_| format!("?from={}", unknown()), ..plain(Contact, 422, NOTHING) },
        ("POST", "/api/contact-merges/{id}/undo") => plain(Merge, 200, NOTHING),
        ("PATCH", "/api/companies/{id}") => plain(Company, 200, |scene| Some(json!({ "name": scene.fresh }))),
        ("DELETE", "/api/companies/{id}") => plain(Company, 204, NOTHING),
        ("POST", "/api/contact-attributes") => {
            plain(None, 201, |scene| Some(json!({ "key": scene.fresh.replace('-', "_"), "label": scene.fresh, "type": "text" })))
        }
        ("PATCH", "/api/contact-attributes/{id}") => plain(Attribute, 200, |scene| Some(json!({ "label": scene.fresh }))),
        ("DELETE", "/api/contact-attributes/{id}") => plain(Attribute, 204, NOTHING),
        ("DELETE", "/api/contact-attributes/{id}/removal") => plain(Attribute, 200, NOTHING),
        ("POST", "/api/contact-edits") => {
            plain(None, 422, |_| Some(json!({ "ids": [unknown()], "change": { "blocked": false } })))
        }
        ("GET", "/api/contact-edits/{id}") => plain(Edit, 200, NOTHING),
        ("POST", "/api/contact-edits/{id}/undo") => plain(Edit, 200, NOTHING),
        // Nothing that could be read is sent: refused where the caller is let in.
        ("POST", "/api/contact-imports") => plain(None, 415, NOTHING),
        ("GET", "/api/contact-imports/{id}" | "/api/contact-imports/{id}/faults") => plain(Import, 200, NOTHING),
        ("POST", "/api/contact-imports/{id}/preview") => plain(Import, 200, |_| Some(json!({ "columns": ["name"] }))),
        ("POST", "/api/contact-imports/{id}/start") => plain(Import, 422, |_| Some(json!({ "columns": [] }))),
        ("POST", "/api/contact-imports/{id}/undo") => plain(Import, 409, NOTHING),
        ("DELETE", "/api/contact-imports/{id}") => plain(Import, 204, NOTHING),
        ("POST", "/api/inboxes") => plain(None, 201, |_| Some(json!({ "name": "Another" }))),
        ("PATCH", "/api/inboxes/{id}") => plain(Inbox, 200, |scene| Some(json!({ "name": scene.fresh }))),
        ("POST", "/api/inboxes/{id}/identity-secret") => plain(Inbox, 201, NOTHING),
        ("POST", "/api/widget/session") => plain(None, 200, |scene| Some(json!({ "widget_key": scene.widget_key }))),
        ("DELETE", "/api/widget/session") => {
            Line { differs: |who, _| (who != Who::Visitor).then_some(403), ..plain(None, 204, NOTHING) }
        }

        ("GET", "/api/conversations") => Line {
            inside: Option::Some(200), // and then an empty list
            // Lists of one's own conversations are not narrowed by who has them.
            differs: |who, whose| (whose != Whose::Own && is_customer(who)).then_some(422),
            query: |scene| if scene.inside.is_empty() { String::new() } else { format!("?assignee={}", scene.inside) },
            ..plain(None, 200, NOTHING)
        },
        ("POST", "/api/conversations") => Line {
            inside: Option::Some(422),
            // Staff name the customer with whom they begin.
            differs: |who, whose| (whose == Whose::Own && matches!(who, Who::Agent | Who::Admin | Who::Key)).then_some(422),
            ..plain(None, 201, |scene| {
                let others: Vec<&String> = Some(&scene.inside).filter(|id| !id.is_empty()).into_iter().collect();
                Some(json!({ "message": { "text": scene.fresh }, "participants": others }))
            })
        },
        (
            "GET",
            "/api/conversations/{id}"
            | "/api/conversations/{id}/messages"
            | "/api/conversations/{id}/entries"
            | "/api/conversations/{id}/events"
            | "/api/conversations/{id}/participants"
            | "/api/conversations/{id}/transcript",
        ) => plain(Conversation, 200, NOTHING),
        ("PATCH", "/api/conversations/{id}") => Line {
            inside: Option::Some(422),
            ..plain(Conversation, 200, |scene| {
                Some(if scene.inside.is_empty() {
                    json!({ "title": scene.fresh })
                } else {
                    json!({ "assignee_id": scene.inside })
                })
            })
        },
        ("POST", "/api/conversations/{id}/messages") => Line {
            inside: Option::Some(422),
            ..plain(Conversation, 201, |scene| {
                let reply_to = Some(&scene.inside).filter(|id| !id.is_empty());
                Some(json!({ "text": scene.fresh, "reply_to": reply_to }))
            })
        },
        ("GET", "/api/conversations/{id}/draft") => Line { differs: PEOPLE_ONLY, ..plain(Conversation, 200, NOTHING) },
        ("PUT", "/api/conversations/{id}/draft") => {
            Line { differs: PEOPLE_ONLY, ..plain(Conversation, 200, |scene| Some(json!({ "text": scene.fresh }))) }
        }
        ("PUT", "/api/conversations/{id}/read") => plain(Conversation, 200, |_| Some(json!({ "seq": 1 }))),
        ("PUT", "/api/conversations/{id}/delivered") => plain(Conversation, 204, |_| Some(json!({ "seq": 1 }))),
        ("POST", "/api/conversations/{id}/typing") => plain(Conversation, 204, |_| Some(json!({ "is_typing": true }))),
        ("POST", "/api/conversations/{id}/participants") => Line {
            inside: Option::Some(422),
            ..plain(Conversation, 201, |scene| {
                Some(json!({ "principal_id": if scene.inside.is_empty() { &scene.child } else { &scene.inside } }))
            })
        },
        ("PATCH", "/api/conversations/{id}/messages/{message_id}") => Line {
            differs: |_, whose| matches!(whose, Whose::Beside | Whose::Others).then_some(403),
            ..plain(Message, 200, |scene| Some(json!({ "text": scene.fresh })))
        },
        ("DELETE", "/api/conversations/{id}/messages/{message_id}") => Line {
            differs: |who, whose| (matches!(whose, Whose::Beside | Whose::Others) && who != Who::Admin).then_some(403),
            ..plain(Message, 200, NOTHING)
        },
        ("PUT" | "DELETE", "/api/conversations/{id}/messages/{message_id}/reactions/{emoji}") => plain(Message, 200, NOTHING),
        ("DELETE", "/api/conversations/{id}/messages/{message_id}/previews") => Line {
            // Another's are taken away by whoever manages the conversation.
            differs: |who, whose| (matches!(whose, Whose::Beside | Whose::Others) && is_customer(who)).then_some(403),
            ..plain(Message, 200, NOTHING)
        },
        ("PUT" | "DELETE", "/api/conversations/{id}/messages/{message_id}/pin") => plain(Message, 200, NOTHING),
        ("PUT", "/api/conversations/{id}/mute") => Line {
            // Who only looks in gets no signs anyway.
            differs: |who, whose| (whose == Whose::Others && !is_customer(who)).then_some(409),
            ..plain(Conversation, 200, |_| Some(json!({ "muted": true })))
        },
        ("GET", "/api/mentions" | "/api/metrics/conversations") => plain(None, 200, NOTHING),
        ("GET", "/api/gallery") => Line {
            inside: Option::Some(404),
            query: |scene| match scene.inside.as_str() {
                "" => String::new(),
                inside => format!("?conversation_id={inside}"),
            },
            ..plain(None, 200, NOTHING)
        },
        ("GET", "/api/search/messages") => Line {
            inside: Option::Some(404),
            query: |scene| match scene.inside.as_str() {
                "" => "?q=matter".to_owned(),
                inside => format!("?q=matter&conversation_id={inside}"),
            },
            ..plain(None, 200, NOTHING)
        },
        ("GET", "/api/conversations/{id}/messages/{message_id}/versions") => plain(Message, 200, NOTHING),
        ("DELETE", "/api/conversations/{id}/participants/{principal_id}") => Line {
            differs: |who, whose| match whose {
                Whose::Own => is_customer(who).then_some(409), // a support conversation keeps its customer
                Whose::Beside => is_customer(who).then_some(403), // others are taken out by staff
                Whose::Crossed => Option::Some(if is_customer(who) { 403 } else { 404 }),
                _ => Option::None,
            },
            ..plain(Participant, 204, NOTHING)
        },
        // Nothing that could be read is sent: refused where the caller is let in.
        ("POST", "/api/crm/import") => plain(None, 415, NOTHING),
        ("GET", "/api/crm/chats" | "/api/crm/analytics") => plain(None, 200, NOTHING),
        ("POST", "/api/crm/chats") => {
            plain(None, 201, |scene| Some(json!({ "chatId": scene.fresh, "sessionId": "session", "userId": scene.fresh })))
        }
        ("GET", "/api/crm/chats/{chat_id}" | "/api/crm/chats/{chat_id}/messages") => plain(Chat, 200, NOTHING),
        ("PATCH", "/api/crm/chats/{chat_id}") => plain(Chat, 200, |_| Some(json!({ "status": "completed" }))),
        ("POST", "/api/crm/messages") => {
            plain(Chat, 201, |scene| Some(json!({ "chatId": scene.id, "role": "user", "content": scene.fresh })))
        }
        ("GET", "/api/crm/chats/{chat_id}/analytics") => plain(Chat, 200, NOTHING),
        ("POST", "/api/crm/analytics") => {
            // The second report of each: the first came with the chat.
            plain(Chat, 200, |scene| Some(json!({ "chatId": scene.id, "outcome": scene.fresh })))
        }
        ("POST", "/api/user-response") => Line {
            inside: Option::Some(404),
            ..plain(None, 200, |scene| {
                let conversation = Some(&scene.inside).filter(|id| !id.is_empty());
                Some(json!({ "message": scene.fresh, "conversation_id": conversation }))
            })
        },
        // Without a conversation there is nothing to answer: the body is refused where the caller is let in.
        ("POST", "/api/bot-response") => Line {
            inside: Option::Some(404),
            ..plain(None, 422, |scene| {
                let conversation = Some(&scene.inside).filter(|id| !id.is_empty());
                Some(json!({ "conversation_id": conversation }))
            })
        },
        // Nothing that could be read is sent: refused where the caller is let in.
        ("POST", "/api/files") => plain(None, 415, NOTHING),
        ("GET", "/api/files/{id}") => Line { differs: OWN_ONLY, ..plain(File, 200, NOTHING) },
        ("OPTIONS", "/api/files") => plain(None, 204, NOTHING),
        // Of no version of tus.
        ("PATCH", "/api/files/{id}") => Line { differs: OWN_ONLY, ..plain(File, 412, NOTHING) },
        ("DELETE", "/api/files/{id}") => Line { differs: OWN_ONLY, ..plain(File, 204, NOTHING) },
        ("GET", "/api/files" | "/api/files/room") => plain(None, 200, NOTHING),
        ("GET", "/api/files/{id}/address") | ("PUT" | "DELETE", "/api/files/{id}/removal") => plain(File, 200, NOTHING),
        ("PUT", "/api/files/{id}/name") => plain(File, 200, |_| Some(json!({ "name": "b.txt" }))),
        // Open to whoever has a signed address; without one it is refused whatever the file.
        ("GET", "/api/files/{id}/content" | "/api/files/{id}/thumbnail") => {
            Line { differs: |_, _| Option::Some(422), ..plain(File, 422, NOTHING) }
        }
        // The message has no such file.
        ("GET", "/api/conversations/{id}/messages/{message_id}/files/{file_id}") => plain(Message, 404, NOTHING),
        ("GET", "/api/bot-prompts" | "/api/chat/prompts") => plain(None, 200, NOTHING),
        ("GET", "/api/chat/conversations") => plain(None, 200, NOTHING),
        ("POST", "/api/chat/conversations") => Line {
            inside: Option::Some(422),
            // Customers begin with a bot, and say something.
            differs: |who, whose| (is_customer(who) && whose == Whose::Own).then_some(403),
            ..plain(None, 201, |scene| {
                let others: Vec<&String> = Some(&scene.inside).filter(|id| !id.is_empty()).into_iter().collect();
                Some(json!({ "title": scene.fresh, "participants": others, "message": "Hello" }))
            })
        },
        ("GET", "/api/chat/conversations/{id}" | "/api/chat/conversations/{id}/transcript") => plain(Conversation, 200, NOTHING),
        ("PATCH", "/api/chat/conversations/{id}") => plain(Conversation, 200, |scene| Some(json!({ "title": scene.fresh }))),
        ("DELETE", "/api/chat/conversations/{id}") => plain(Conversation, 204, NOTHING),
        ("GET", "/api/chat/participants" | "/api/chat/messages") => {
            Line { query: |scene| format!("?conversation={}", scene.id), ..plain(Conversation, 200, NOTHING) }
        }
        ("POST", "/api/chat/participants") => Line {
            inside: Option::Some(422),
            ..plain(Conversation, 201, |scene| {
                let user = if scene.inside.is_empty() { &scene.child } else { &scene.inside };
                Some(json!({ "conversation": scene.id, "user": user }))
            })
        },
        ("GET", "/api/chat/participants/{id}/{principal_id}") => plain(Participant, 200, NOTHING),
        ("DELETE", "/api/chat/participants/{id}/{principal_id}") => plain(Participant, 204, NOTHING),
        // Whoever oversees all conversations still speaks only where they take part.
        ("POST", "/api/chat/messages") => Line {
            differs: |_, whose| (whose == Whose::Private).then_some(404),
            ..plain(Conversation, 201, |scene| Some(json!({ "conversation": scene.id, "text": scene.fresh })))
        },
        ("GET", "/api/chat/messages/{id}/{message_id}") => plain(Message, 200, NOTHING),
        ("PATCH", "/api/chat/messages/{id}/{message_id}") => {
            Line { differs: NOT_ANOTHERS, ..plain(Message, 200, |scene| Some(json!({ "text": scene.fresh }))) }
        }
        ("DELETE", "/api/chat/messages/{id}/{message_id}") => Line { differs: NOT_ANOTHERS, ..plain(Message, 204, NOTHING) },
        ("DELETE", "/api/chat/messages/{id}/{message_id}/removal") => plain(Message, 200, NOTHING),
        ("GET", "/api/jobs") => plain(None, 200, NOTHING),
        // Nothing such is owed.
        ("POST", "/api/jobs/{id}/retry" | "/api/jobs/{id}/discard") => plain(Job, 404, NOTHING),
        ("GET", "/ws/chat/{id}") => plain(Conversation, 400, NOTHING), // no WebSocket handshake here
        // Visitors have no notices, and ask for their own like everybody; a key says whose.
        ("GET", "/api/chat-messages" | "/api/chat-messages/mark-read" | "/api/chat-messages/{taskId}") => {
            Line { differs: FOR_WHOM, ..plain(None, 200, NOTHING) }
        }
        ("POST", "/api/chat-messages") => Line {
            inside: Option::Some(422),
            // To nobody: refused where the caller is let in.
            ..plain(None, 422, |scene| Some(json!({ "type": "info", "userId": scene.inside, "content": scene.fresh })))
        },
        ("POST", "/api/chat-messages/mark-read") => {
            Line { differs: FOR_WHOM, ..plain(None, 200, |_| Some(json!({ "messageIds": [unknown()] }))) }
        }
        ("GET", "/api/notices") => plain(None, 200, NOTHING),
        ("POST", "/api/notices/read") => plain(None, 200, |_| Some(json!({}))),
        ("POST", "/api/notices/working") => Line {
            inside: Option::Some(422),
            ..plain(None, 422, |scene| Some(json!({ "taskId": "t", "userId": scene.inside, "isTyping": true })))
        },
        // Each sees their own, whatever their role; visitors and keys have none.
        ("PUT" | "DELETE", "/api/notices/{id}/read") => Line {
            differs: |who, whose| (whose != Whose::Own || !has_session(who)).then_some(404),
            ..plain(Notice, 200, NOTHING)
        },
        // It came with no file.
        ("GET", "/api/notices/{id}/files/{file_id}") => plain(Notice, 404, NOTHING),
        ("GET", "/api/me/notice-settings") => {
            Line { differs: |who, _| (!has_session(who)).then_some(403), ..plain(None, 200, NOTHING) }
        }
        ("PUT", "/api/me/notice-settings") => {
            Line { differs: |who, _| (!has_session(who)).then_some(403), ..plain(None, 200, |_| Some(json!({ "types": [] }))) }
        }
        ("GET", "/api/notice-retention") => plain(None, 200, NOTHING),
        ("PUT", "/api/notice-retention") | ("POST", "/api/notice-retention/preview") => {
            plain(None, 200, |_| Some(json!({ "rules": [] })))
        }
        // Open to whoever has the app's signature; without one it is refused whatever the caller is.
        ("GET", "/pusher/app/{key}") => plain(None, 400, NOTHING), // no WebSocket handshake here
        ("POST", "/apps/{app_id}/events" | "/apps/{app_id}/batch_events") => plain(None, 404, |_| Some(json!({}))),
        ("GET", "/apps/{app_id}/channels" | "/apps/{app_id}/channels/{channel}" | "/apps/{app_id}/channels/{channel}/users") => {
            plain(None, 404, NOTHING)
        }
        ("POST", "/apps/{app_id}/users/{user_id}/terminate_connections" | "/users/{user_id}/terminate_connections") => {
            plain(None, 404, NOTHING)
        }
        ("POST", "/api/pusher/auth") => Line {
            inside: Option::Some(403),
            // Of no channel: refused where the caller is let in.
            ..plain(None, 422, |scene| {
                let channel = if scene.inside.is_empty() { "a b".to_owned() } else { format!("private-user-{}", scene.inside) };
                Some(json!({ "socket_id": "1.2", "channel_name": channel }))
            })
        },
        ("POST", "/api/pusher/user-auth") => plain(None, 422, |_| Some(json!({ "socket_id": "1:2" }))),
        ("GET", "/api/pusher/app") => plain(None, 200, NOTHING),
        ("PATCH", "/api/pusher/app") => plain(None, 200, |_| Some(json!({}))),
        ("POST", "/api/pusher/app/secret") => plain(None, 200, NOTHING),
        ("POST", "/api/chat/prompts") => plain(None, 201, |scene| Some(json!({ "title": scene.fresh, "text": "text" }))),
        ("GET", "/api/chat/prompts/{id}") => plain(Prompt, 200, NOTHING),
        ("PATCH", "/api/chat/prompts/{id}") => plain(Prompt, 200, |scene| Some(json!({ "title": scene.fresh }))),
        ("DELETE", "/api/chat/prompts/{id}") => plain(Prompt, 204, NOTHING),
        _ => return Option::None,
    })
}

struct World<'s> {
    story: &'s Story,
    people: BTreeMap<Who, Caller>,
    /// By the permission that is left out.
    keys_without: HashMap<&'static str, Caller>,
    dora: Caller,
    fresh: usize,
    /// Objects to which nothing happens.
    kept: HashMap<String, Scene>,
}

impl World<'_> {
    async fn gather(story: &Story) -> World<'_> {
        let owner = &story.owner;
        let dora = json!({ "email": "dora@lumen.test", "name": "Dora", "role": "agent", "password": PASSWORD });
        story.post(owner, "/api/people", dora.clone()).await.expect(201);
        let mut dora_signs = story.ben.clone();
        dora_signs.email = Some("dora@lumen.test".to_owned());
        let dora = story.sign_in(&dora_signs).await;
        let mut keys_without = HashMap::new();
        for left_out in Permission::ALL {
            let scopes: Vec<_> = Permission::ALL.iter().filter(|scope| *scope != left_out).map(|scope| scope.as_str()).collect();
            let body = json!({ "name": format!("without {}", left_out.as_str()), "scopes": scopes });
            let made = story.post(owner, "/api/keys", body).await.expect(201).body;
            let key = Caller { token: text(&made["key"]), id: text(&made["id"]), ..story.key.clone() };
            keys_without.insert(left_out.as_str(), key);
        }
        // The other workspace is full of its own word.
        let agent = &story.foreign_agent;
        let path = format!("/api/people/{}", agent.id);
        story.call(&story.foreign_owner, "PATCH", &path, json!({ "name": format!("{SECRET} agent") })).await.expect(200);
        let path = format!("/api/inboxes/{}", story.foreign_inbox);
        story.call(&story.foreign_owner, "PATCH", &path, json!({ "name": format!("{SECRET} inbox") })).await.expect(200);
        let path = format!("/api/contacts/{}", story.foreign_visitor.id);
        let change = json!({ "name": format!("{SECRET} visitor"), "email": format!("{SECRET}@oak.test") });
        story.call(agent, "PATCH", &path, change).await.expect(200);
        let people = [
            (Who::Visitor, &story.visitor),
            (Who::Customer, &story.cora),
            (Who::Agent, &story.ana),
            (Who::Admin, owner),
            (Who::Key, &story.key),
        ];
        let people = people.into_iter().map(|(who, caller)| (who, caller.clone())).collect();
        World { story, people, keys_without, dora, fresh: 0, kept: HashMap::new() }
    }

    fn caller(&self, who: Who, access: Access) -> Option<&Caller> {
        match (who, access) {
            (Who::Nobody, _) => None,
            // (The narrow key has none of those of which others need one.)
            (Who::KeyWithout, Access::Needs(permission)) => Some(&self.keys_without[permission.as_str()]),
            (Who::KeyWithout, _) => Some(&self.story.narrow_key),
            _ => Some(&self.people[&who]),
        }
    }

    /// The plain rule: credential, then permission, then sight, then what the route does.
    fn expected(&self, route: &RouteInfo, line: &Line, who: Who, whose: Whose) -> u16 {
        if route.access == Access::Open {
            return line.ok;
        }
        if who == Who::Nobody {
            return 401;
        }
        if let Access::Needs(permission) = route.access
            && !may(who, permission)
        {
            return 403;
        }
        if let Access::NeedsOneOf(permissions) = route.access
            && !permissions.iter().any(|permission| may(who, *permission))
        {
            return 403;
        }
        let sees = match whose {
            Whose::Own | Whose::Beside | Whose::ForeignInside | Whose::UnknownInside => true,
            Whose::Crossed | Whose::Foreign | Whose::Unknown => false,
            // Direct: its participants only; admins through a door of their own, each look in the trail.
            Whose::Private => route.path.starts_with("/api/chat/") && may(who, Permission::ConversationsOversee),
            Whose::Others => !is_customer(who),
        };
        if whose == Whose::Crossed
            && let Some(status) = (line.differs)(who, whose)
        {
            return status;
        }
        if !sees {
            return 404;
        }
        if let Some(status) = (line.differs)(who, whose) {
            return status;
        }
        match whose {
            Whose::ForeignInside | Whose::UnknownInside => {
                line.inside.expect("only lines with something inside have this column")
            }
            _ => line.ok,
        }
    }

    fn fresh(&mut self) -> String {
        self.fresh += 1;
        format!("fresh-{}", self.fresh)
    }

    /// Objects for one cell. Those to which nothing may happen are shared.
    async fn scene(&mut self, noun: Noun, route: &RouteInfo, who: Who, whose: Whose, stays: bool) -> Scene {
        let shared = format!("{noun:?} {who:?} {whose:?}");
        let mut scene = match self.kept.get(&shared) {
            Some(scene) if stays => scene.clone(),
            _ => {
                let scene = self.make(noun, who, whose).await;
                if stays {
                    self.kept.insert(shared, scene.clone());
                }
                scene
            }
        };
        scene.fresh = self.fresh();
        scene.widget_key = self.story.widget_key.clone();
        scene.workspace = self.story.owner.workspace.clone();
        scene.inside = match whose {
            Whose::ForeignInside if route.path == "/api/auth/switch" => self.story.foreign_owner.workspace.clone(),
            Whose::ForeignInside if route.path.ends_with("/messages") => {
                self.make(Noun::Message, who, Whose::Foreign).await.child
            }
            Whose::ForeignInside if route.path.ends_with("-response") => {
                self.make(Noun::Conversation, who, Whose::Foreign).await.id
            }
            Whose::ForeignInside => self.story.foreign_agent.id.clone(),
            Whose::UnknownInside => unknown(),
            _ => String::new(),
        };
        if route.path == "/api/auth/refresh" {
            scene.refresh = self.story.sign_in(&self.dora_signs()).await.refresh.expect("a refresh token");
        }
        scene
    }

    fn dora_signs(&self) -> Caller {
        Caller { email: Some("dora@lumen.test".to_owned()), ..self.dora.clone() }
    }

    async fn make(&mut self, noun: Noun, who: Who, whose: Whose) -> Scene {
        let story = self.story;
        let me = match who {
            Who::Nobody => &story.visitor,
            Who::KeyWithout => &story.key,
            _ => &self.people[&who],
        };
        let unknown_id = unknown();
        let id = match noun {
            Noun::None => String::new(),
            Noun::Job => unknown_id,
            Noun::Chat => match whose {
                Whose::Unknown => unknown_id,
                Whose::Foreign => {
                    let owner = story.sign_in(&story.foreign_owner).await; // sessions end on the way through the table
                    chat(story, &owner, SECRET).await
                }
                Whose::Own => chat(story, &story.key, "ours").await,
                _ => chat(story, &story.sign_in(&story.owner).await, "an admin's").await,
            },
            Noun::Conversation | Noun::Message | Noun::Participant => return self.conversation(noun, me, who, whose).await,
            Noun::Leaver if whose == Whose::Others => {
                let new = json!({ "email": format!("{}@lumen.test", self.fresh()), "name": "Lea", "role": "agent", "password": PASSWORD });
                text(&story.post(&story.key, "/api/people", new).await.expect(201).body["id"])
            }
            Noun::Person | Noun::Leaver => match whose {
                Whose::Own => me.id.clone(),
                Whose::Foreign => story.foreign_agent.id.clone(),
                Whose::Unknown => unknown_id,
                _ => self.dora.id.clone(),
            },
            Noun::Session => match whose {
                Whose::Own if has_session(who) => {
                    let again = story.sign_in(me).await;
                    session_of(story, &again).await
                }
                Whose::Own | Whose::Unknown => unknown_id,
                Whose::Foreign => session_of(story, &story.foreign_agent).await,
                _ => session_of(story, &self.dora).await,
            },
            Noun::Key => match whose {
                Whose::Unknown => unknown_id,
                Whose::Foreign => make_key(story, &story.foreign_owner).await,
                Whose::Own if matches!(who, Who::Key | Who::Admin) => make_key(story, me).await,
                _ => make_key(story, &self.people[&Who::Admin]).await,
            },
            Noun::Contact => match whose {
                Whose::Own => story.visitor.id.clone(),
                Whose::Foreign => story.foreign_visitor.id.clone(),
                Whose::Unknown => unknown_id,
                _ => story.stranger.id.clone(),
            },
            Noun::Prompt => match whose {
                Whose::Unknown => unknown_id,
                _ => {
                    // Sessions end on the way through the table.
                    let foreign = whose == Whose::Foreign;
                    let owner = if foreign { story.sign_in(&story.foreign_owner).await } else { story.key.clone() };
                    let prompt = json!({ "title": "A prompt", "text": if foreign { SECRET } else { "text" } });
                    text(&story.post(&owner, "/api/chat/prompts", prompt).await.expect(201).body["id"])
                }
            },
            Noun::File => match whose {
                Whose::Unknown => unknown_id,
                Whose::Own if who != Who::Nobody => {
                    story.upload(me, "a.txt", b"text").await.expect(201).body["id"].as_str().unwrap().to_owned()
                }
                Whose::Foreign => {
                    let agent = story.sign_in(&story.foreign_agent).await;
                    text(&story.upload(&agent, "a.txt", SECRET.as_bytes()).await.expect(201).body["id"])
                }
                _ => text(&story.upload(&self.dora, "a.txt", b"text").await.expect(201).body["id"]),
            },
            Noun::Notice => match whose {
                Whose::Unknown => unknown_id,
                Whose::Foreign => {
                    let owner = story.sign_in(&story.foreign_owner).await;
                    let new = json!({ "type": "info", "userId": story.foreign_agent.id, "content": SECRET });
                    text(&story.post(&owner, "/api/chat-messages", new).await.expect(201).body["messageId"])
                }
                _ => {
                    let to = if whose == Whose::Own && has_session(who) { &me.id } else { &self.dora.id };
                    let new = json!({ "type": "info", "userId": to, "content": "ours" });
                    text(&story.post(&story.key, "/api/chat-messages", new).await.expect(201).body["messageId"])
                }
            },
            Noun::Company | Noun::Attribute | Noun::Edit | Noun::Import | Noun::Merge | Noun::Invitation | Noun::Role => {
                match whose {
                    Whose::Unknown => unknown_id,
                    Whose::Foreign => {
                        let owner = story.sign_in(&story.foreign_owner).await; // sessions end on the way through the table
                        made(story, noun, &owner, &story.foreign_visitor.id, SECRET).await
                    }
                    _ => made(story, noun, &story.key, &story.visitor.id, "ours").await,
                }
            }
            Noun::Inbox => match whose {
                Whose::Foreign => story.foreign_inbox.clone(),
                Whose::Unknown => unknown_id,
                _ => story.inbox.clone(),
            },
        };
        Scene { id, child: unknown(), ..Scene::default() }
    }

    /// A conversation, with the message or participant that the cell is about; `child` for `POST …/participants`
    /// is someone who may be brought in.
    async fn conversation(&self, noun: Noun, me: &Caller, who: Who, whose: Whose) -> Scene {
        let story = self.story;
        let customer = is_customer(who) || who == Who::Nobody;
        let (id, mine, theirs) = match whose {
            Whose::Unknown => return Scene { id: unknown(), child: unknown(), ..Scene::default() },
            Whose::Foreign => {
                let id = story.visitor_starts(&story.foreign_visitor, SECRET).await;
                let said = story.say(&story.foreign_agent, &id, SECRET).await;
                let child = match noun {
                    Noun::Message => text(&said["id"]),
                    _ => story.foreign_agent.id.clone(),
                };
                return Scene { id, child, ..Scene::default() };
            }
            Whose::Private => {
                let body = json!({ "kind": "direct", "participants": [self.dora.id], "message": { "text": "between us" } });
                let made = story.post(&story.ben, "/api/conversations", body).await.expect(201).body;
                (text(&made["conversation"]["id"]), text(&made["message"]["id"]), story.ben.id.clone())
            }
            Whose::Others => {
                let id = story.visitor_starts(&story.stranger, "A stranger's matter").await;
                let said = story.say(&story.ben, &id, "I see").await;
                (id, text(&said["id"]), story.ben.id.clone())
            }
            _ => {
                let starter = if customer { me } else { &story.stranger };
                let id = story.visitor_starts(starter, "My matter").await;
                let theirs = story.say(&story.ben, &id, "Let me look").await;
                let mine = story.say(me, &id, "Mine").await;
                if noun == Noun::Message {
                    (id, text(&mine["id"]), text(&theirs["id"]))
                } else {
                    (id, me.id.clone(), story.ben.id.clone())
                }
            }
        };
        let child = match (noun, whose) {
            (Noun::Conversation, _) => self.dora.id.clone(),
            (Noun::Message, Whose::Beside) => theirs,
            (Noun::Message, Whose::Crossed) => {
                let other = story.visitor_starts(&story.stranger, "Elsewhere").await;
                text(&story.say(&story.ben, &other, "Elsewhere too").await["id"])
            }
            (Noun::Message, _) => mine,
            (_, Whose::Crossed) => self.dora.id.clone(),
            (_, Whose::Own) => mine,
            _ => theirs,
        };
        Scene { id, child, ..Scene::default() }
    }

    async fn ask(&self, route: &RouteInfo, line: &Line, who: Who, scene: &Scene) -> Answer {
        let mut path = route.path.clone();
        let by_name = [
            ("{id}", &scene.id),
            ("{chat_id}", &scene.id),
            ("{message_id}", &scene.child),
            ("{principal_id}", &scene.child),
            ("{file_id}", &scene.child),
            ("{note_id}", &scene.child),
            ("{taskId}", &scene.child),
            ("{key}", &scene.child),
            ("{app_id}", &scene.child),
            ("{channel}", &scene.child),
            ("{user_id}", &scene.child),
        ];
        path = path.replace("{emoji}", "%F0%9F%91%8D");
        for (name, value) in by_name {
            path = path.replace(name, value);
        }
        assert!(!path.contains('{'), "{path} has a parameter that the matrix does not know");
        self.story.call(self.caller(who, route.access), route.method, &(path + &(line.query)(scene)), (line.body)(scene)).await
    }

    /// All that the other workspace has, which no request from here may change.
    async fn foreign_rows(&self) -> BTreeMap<String, Vec<String>> {
        let id = &self.story.foreign_owner.workspace;
        let hexadecimal = id.replace('-', "").to_uppercase();
        let mut rows = self.story.dump().await;
        rows.values_mut().for_each(|rows| rows.retain(|row| row.contains(id) || row.contains(&hexadecimal)));
        assert!(!rows["memberships"].is_empty(), "the other workspace's rows are found");
        rows
    }

    /// After a request that ended the asker's session.
    async fn sign_in_again(&mut self, who: Who) {
        if let Some(caller) = self.people.get(&who).filter(|_| has_session(who)).cloned()
            && self.story.get(&caller, "/api/me").await.status == 401
        {
            self.people.insert(who, self.story.sign_in(&caller).await);
        }
        if self.story.get(&self.dora, "/api/me").await.status == 401 {
            self.dora = self.story.sign_in(&self.dora_signs()).await;
        }
    }
}

/// Whether the role or key has the permission: the table of the model, written out.
fn may(who: Who, permission: Permission) -> bool {
    use Permission as P;
    match who {
        Who::Nobody | Who::KeyWithout => false,
        Who::Visitor | Who::Customer => {
            matches!(permission, P::ConversationsRead | P::ConversationsWrite)
        }
        Who::Agent => matches!(
            permission,
            P::ConversationsRead
                | P::ConversationsWrite
                | P::ConversationsManage
                | P::ConversationsExport
                | P::MetricsRead
                | P::ChatlogRead
                | P::NotesWrite
                | P::ContactsRead
                | P::ContactsWrite
                | P::PeopleRead
        ),
        Who::Admin | Who::Key => true,
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("a text was expected, not {value}")).to_owned()
}

/// An id such as ours that nobody has.
fn unknown() -> String {
    uuid::Uuid::now_v7().to_string()
}

async fn session_of(story: &Story, who: &Caller) -> String {
    let sessions = story.get(who, "/api/sessions").await.expect(200).body;
    let current = sessions["sessions"].as_array().expect("sessions").iter().find(|session| session["current"] == true);
    text(&current.expect("the current one")["id"])
}

/// A chat with a message and figures; answers its id.
async fn chat(story: &Story, who: &Caller, word: &str) -> String {
    let made = story.post(who, "/api/crm/chats", json!({ "sessionId": word, "metadata": { "word": word } })).await.expect(201);
    let id = text(&made.body["chatId"]);
    let said = json!({ "chatId": id, "role": "assistant", "content": word });
    story.post(who, "/api/crm/messages", said).await.expect(201);
    story.post(who, "/api/crm/analytics", json!({ "chatId": id, "intent": word })).await.expect(201);
    id
}

async fn make_key(story: &Story, who: &Caller) -> String {
    text(&story.post(who, "/api/keys", json!({ "name": "to go", "scopes": ["people:read"] })).await.expect(201).body["id"])
}

/// Something of a contact's, with a word in it.
async fn made(story: &Story, noun: Noun, who: &Caller, contact: &str, word: &str) -> String {
    let tail = unknown()[24..].to_owned();
    let (path, body) = match noun {
        Noun::Company => ("/api/companies".to_owned(), json!({ "name": format!("{word} {tail}") })),
        Noun::Attribute => {
            ("/api/contact-attributes".to_owned(), json!({ "key": format!("k{tail}"), "label": word, "type": "text" }))
        }
        Noun::Invitation => {
            ("/api/invitations".to_owned(), json!({ "email": format!("{tail}@{word}.test"), "name": word, "role": "agent" }))
        }
        Noun::Role => ("/api/roles".to_owned(), json!({ "name": format!("{word} {tail}"), "permissions": ["people:read"] })),
        Noun::Edit => ("/api/contact-edits".to_owned(), json!({ "ids": [contact], "change": { "company_id": null } })),
        Noun::Merge => {
            let other = story.post(who, "/api/contacts", json!({ "name": word })).await.expect(201);
            (format!("/api/contacts/{contact}/merge"), json!({ "from": text(&other.body["id"]) }))
        }
        _ => {
            let request = axum::http::Request::post("/api/contact-imports")
                .header("authorization", format!("Bearer {}", who.token))
                .header("content-type", "text/csv")
                .body(axum::body::Body::from(format!("name\n{word}\n")))
                .expect("a request");
            let import = story.request(request).await.expect(201);
            return text(&import.body["import"]["id"]);
        }
    };
    text(&story.post(who, &path, body).await.expect(201).body["id"])
}

/// A refusal without what may differ: the request's id, and the ids that the asker sent themselves.
fn without_ids(answer: &Answer, scene: &Scene) -> String {
    let mut seen = String::new();
    for (name, value) in &answer.headers {
        if name != "x-request-id" {
            let _ = writeln!(seen, "{name}: {}", value.to_str().unwrap_or("?"));
        }
    }
    let mut body = String::from_utf8_lossy(&answer.raw).into_owned();
    let request_id = answer.body["error"]["request_id"].as_str().unwrap_or_default();
    for id in [request_id, &scene.id, &scene.child, &scene.inside].into_iter().filter(|id| !id.is_empty()) {
        body = body.replace(id, "…");
    }
    // Lengths differ with the ids in them only where ids are echoed; the body itself is compared.
    seen + &body
}

fn columns(line: &Line) -> Vec<Whose> {
    let mut columns = line.noun.columns().to_vec();
    if line.inside.is_some() {
        columns.extend([Whose::ForeignInside, Whose::UnknownInside]);
    }
    columns
}

both_engines! {
    async fn every_route_answers_everybody_as_the_model_says(story: Story) {
        let mut routes = antiphon_desk::route_table();
        // A visitor does not come back as the same one: their end comes last.
        routes.sort_by_key(|route| (route.method, route.path.as_str()) == ("DELETE", "/api/widget/session"));
        let without: Vec<_> = routes.iter().filter(|route| line(route).is_none()).map(|route| format!("{} {}", route.method, route.path)).collect();
        assert!(without.is_empty(), "give these routes a line in the matrix: {without:?}");
        let mut world = World::gather(&story).await;
        let (mut cells, mut wrong, mut classes) = (0, Vec::new(), BTreeMap::new());
        for route in &routes {
            let line = line(route).expect("looked at above");
            let cases: Vec<(Who, Whose, u16)> = EVERYBODY
                .into_iter()
                .flat_map(|who| columns(&line).into_iter().map(move |whose| (who, whose)))
                .map(|(who, whose)| (who, whose, world.expected(route, &line, who, whose)))
                .collect();
            // Refused ones first, together, so that one look before and after shows that nothing changed.
            let is_refused = |status: u16| status >= 400;
            let mut scenes = Vec::new();
            for (who, whose, status) in &cases {
                if is_refused(*status) {
                    scenes.push((*who, *whose, *status, world.scene(line.noun, route, *who, *whose, true).await));
                }
            }
            let before = story.dump().await;
            let mut not_found: HashMap<Who, String> = HashMap::new();
            let mut inside: HashMap<Who, String> = HashMap::new();
            for (who, whose, status, scene) in &scenes {
                let answer = world.ask(route, &line, *who, scene).await;
                cells += 1;
                check(&mut wrong, &mut classes, route, *who, *whose, *status, &answer);
                let alike = match whose {
                    Whose::ForeignInside | Whose::UnknownInside => &mut inside,
                    _ if answer.status == 404 => &mut not_found,
                    _ => continue,
                };
                let seen = without_ids(&answer, scene);
                let first = alike.entry(*who).or_insert_with(|| seen.clone());
                if *first != seen {
                    wrong.push(format!("{} {} for {who:?} on {whose:?} can be told from another: {seen} / {first}", route.method, route.path));
                }
            }
            if let Some(changed) = difference(&before, &story.dump().await) {
                wrong.push(format!("{} {}: a refused request changed {changed}", route.method, route.path));
            }
            let foreign = world.foreign_rows().await;
            for (who, whose, status) in cases.into_iter().filter(|(_, _, status)| !is_refused(*status)) {
                // Whoever only reads leaves the objects as they are, so they serve for all readers.
                let scene = world.scene(line.noun, route, who, whose, route.method == "GET").await;
                let answer = world.ask(route, &line, who, &scene).await;
                cells += 1;
                check(&mut wrong, &mut classes, route, who, whose, status, &answer);
                let is_narrowed = matches!(whose, Whose::ForeignInside | Whose::UnknownInside) && answer.status == 200;
                if is_narrowed && answer.body["conversations"] != json!([]) {
                    wrong.push(format!("{} {} for {who:?} on {whose:?} lists something", route.method, route.path));
                }
                if line.signs_out {
                    world.sign_in_again(who).await;
                }
            }
            if let Some(changed) = difference(&foreign, &world.foreign_rows().await) {
                wrong.push(format!("{} {}: changed the other workspace's {changed}", route.method, route.path));
            }
        }
        println!("authorization matrix: {} routes, {cells} cells, {} wrong; answers by status: {classes:?}", routes.len(), wrong.len());
        assert!(wrong.is_empty(), "{} of {cells} cells are wrong:\n{}", wrong.len(), wrong.join("\n"));
    }
}

fn check(
    wrong: &mut Vec<String>,
    classes: &mut BTreeMap<u16, usize>,
    route: &RouteInfo,
    who: Who,
    whose: Whose,
    status: u16,
    answer: &Answer,
) {
    let what = format!("{} {} for {who:?} on {whose:?}", route.method, route.path);
    *classes.entry(answer.status).or_default() += 1;
    if answer.status != status {
        wrong.push(format!("{what}: {} instead of {status}: {}", answer.status, String::from_utf8_lossy(&answer.raw)));
    }
    if String::from_utf8_lossy(&answer.raw).contains(SECRET) || format!("{:?}", answer.headers).contains(SECRET) {
        wrong.push(format!("{what}: shows a text of the other workspace"));
    }
}

fn difference(before: &BTreeMap<String, Vec<String>>, after: &BTreeMap<String, Vec<String>>) -> Option<String> {
    before.iter().find(|(table, rows)| after.get(*table) != Some(rows)).map(|(table, rows)| {
        let new: Vec<_> = after[table].iter().filter(|row| !rows.contains(row)).take(2).collect();
        format!("`{table}`: {new:?}")
    })
}
