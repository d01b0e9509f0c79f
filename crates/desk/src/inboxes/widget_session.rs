//! A visitor arrives: a known one is recognised by their token, a new one becomes a contact.
//! An identity JWT makes the contact a verified one; the token is then replaced, so that a token stolen
//! before never speaks for the verified person.

use std::sync::Arc;

use antiphon_base::{Error, Result, secret};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::model::{InboxRow, InboxSettings, Side, secret_place};
use super::sql::{self, NewToken};
use super::{authenticate, identity};
use crate::accounts;
use crate::actor::{Actor, Credential, Permissions, PrincipalKind, RequestInfo, Role};
use crate::contacts::{self, Identity};
use crate::conversations::{self, Conversation};
use crate::ids::{PrincipalId, VisitorTokenId};
use crate::{Desk, text};

/// How a widget asks for a session.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskSession {
    /// The key in the site's snippet.
    pub widget_key: String,
    /// The token of an earlier session.
    #[serde(default)]
    pub visitor_token: Option<String>,
    /// The site's word on who the visitor is.
    #[serde(default)]
    pub identity_jwt: Option<String>,
    /// The page the visitor is on.
    #[serde(default)]
    pub page: Option<VisitedPage>,
}

/// A page that a visitor is on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VisitedPage {
    /// Its address.
    pub url: String,
    /// Its title.
    #[serde(default)]
    pub title: Option<String>,
    /// Where the visitor came from.
    #[serde(default)]
    pub referrer: Option<String>,
}

/// A widget's session.
#[derive(Serialize, ToSchema)]
pub struct WidgetSession {
    /// Use this one from now on; it replaces any earlier one.
    pub visitor_token: String,
    /// Who the visitor is.
    pub contact: WidgetContact,
    /// The visitor's conversation, where there is one.
    pub conversation: Option<Conversation>,
    /// How the widget looks and greets.
    pub settings: WidgetSettings,
    /// The log's generation.
    pub epoch: String,
}

/// Who a visitor is.
#[derive(Serialize, ToSchema)]
pub struct WidgetContact {
    /// The contact.
    pub id: PrincipalId,
    /// Their name.
    pub name: String,
    /// Their e-mail address.
    pub email: Option<String>,
    /// Whether the site vouched for them.
    pub verified: bool,
}

/// How the widget looks and greets.
#[derive(Serialize, ToSchema)]
pub struct WidgetSettings {
    /// The inbox's name.
    pub name: String,
    /// Said before the visitor has said anything; nothing where the team has not written its own: the widget then greets in the
    /// visitor's language.
    pub greeting: Option<String>,
    /// The accent colour, where one is set.
    pub color: Option<String>,
    /// On which side of the page the launcher stands.
    pub position: Side,
    /// The widget's language, where one is set.
    pub locale: Option<String>,
}

/// Opens or continues a visitor's session. `origin`: the page's site, where a browser says it and it is not our own.
///
/// # Errors
/// `NotFound` for an unknown key, `Forbidden` for a site that the inbox does not allow,
/// `Unauthenticated` for a bad identity JWT.
pub async fn widget_session(
    desk: &Desk,
    ask: AskSession,
    origin: Option<&str>,
    request: Arc<RequestInfo>,
) -> Result<WidgetSession> {
    let inbox = desk.db.system_read(async |tx| sql::by_widget_key(tx, &ask.widget_key).await).await?.ok_or(Error::NotFound)?;
    if origin.is_some_and(|origin| !inbox.allowed_origins.0.iter().any(|allowed| allowed == origin)) {
        return Err(Error::forbidden("This site is not among the inbox's allowed sites; an admin can add it."));
    }
    if let Some(page) = &ask.page {
        text::clean("page.url", &page.url, 2_000)?;
    }
    let identity = read_identity(desk, &inbox, ask.identity_jwt.as_deref())?;
    let known = match &ask.visitor_token {
        Some(token) => known_visitor(desk, &inbox, token, Arc::clone(&request)).await?,
        None => None,
    };
    let (actor, token) = match (known, identity) {
        (Some(actor), None) => {
            note_visit(desk, &actor, ask.page.as_ref()).await?;
            (actor, ask.visitor_token.unwrap_or_default())
        }
        (known, identity) => {
            let (actor, token) = enter(desk, &inbox, known, identity, request).await?;
            if ask.page.is_some() {
                note_visit(desk, &actor, ask.page.as_ref()).await?;
            }
            (actor, token)
        }
    };
    let contact = contacts::find_contact(desk, &actor, actor.principal).await?;
    let conversation = conversations::conversation_of_contact(desk, &actor).await?;
    let InboxSettings { greeting, color, position, locale } = inbox.settings.0;
    let greeting = (greeting != InboxSettings::default().greeting).then_some(greeting);
    Ok(WidgetSession {
        visitor_token: token,
        contact: WidgetContact { id: contact.id, name: contact.name, email: contact.email, verified: contact.verified },
        conversation,
        settings: WidgetSettings { name: inbox.name, greeting, color, position, locale },
        epoch: desk.epoch.clone(),
    })
}

fn read_identity(desk: &Desk, inbox: &InboxRow, token: Option<&str>) -> Result<Option<Identity>> {
    let Some(token) = token else { return Ok(None) };
    let secret = desk
        .keys
        .master
        .open(&secret_place(inbox.workspace_id, inbox.id), &inbox.identity_secret)
        .ok_or_else(|| Error::internal("an inbox's identity secret does not open under the configured master key"))?;
    identity::read(token, &secret, desk.clock.now()).map(Some)
}

/// The visitor of an earlier session; `None` when the token does not hold any more or is another inbox's.
async fn known_visitor(desk: &Desk, inbox: &InboxRow, token: &str, request: Arc<RequestInfo>) -> Result<Option<Actor>> {
    match authenticate::actor_by_visitor_token(desk, token, request).await {
        Ok(actor) => {
            let here =
                actor.workspace == inbox.workspace_id && matches!(actor.credential, Credential::Visitor(_, of) if of == inbox.id);
            Ok(here.then_some(actor))
        }
        Err(Error::Unauthenticated { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

async fn note_visit(desk: &Desk, actor: &Actor, page: Option<&VisitedPage>) -> Result<()> {
    let now = desk.clock.now();
    desk.write(actor, async |work| {
        contacts::touch_contact(work, actor.workspace, actor.principal, now).await?;
        match page {
            Some(page) => {
                let seen = (page.url.as_str(), page.title.as_deref());
                contacts::note_page(work, actor.workspace, actor.principal, seen, now).await
            }
            None => Ok(()),
        }
    })
    .await
}

/// A new visitor, or one for whom the site vouches just now: in both cases with a new token.
async fn enter(
    desk: &Desk,
    inbox: &InboxRow,
    known: Option<Actor>,
    identity: Option<Identity>,
    request: Arc<RequestInfo>,
) -> Result<(Actor, String)> {
    let (workspace, now) = (inbox.workspace_id, desk.clock.now());
    let token = secret::new_token("vt_");
    let token_id = VisitorTokenId::new();
    let before = known.as_ref().map(|actor| actor.credential);
    let known = known.map(|actor| actor.principal);
    let new = PrincipalId::new();
    let mut actor = Actor {
        workspace,
        principal: known.unwrap_or(new),
        kind: PrincipalKind::Contact,
        name: visitor_name(known.unwrap_or(new)).into(),
        role: None,
        permissions: Permissions::of(Role::Customer),
        is_blocked: false, // nothing is said here; with the token it is known
        oversees: false,
        credential: Credential::Visitor(token_id, inbox.id),
        expires_at: None,
        request,
    };
    let meant = desk
        .write(&actor, async |work| {
            let meant = match &identity {
                Some(identity) => contacts::whom_it_means(work, workspace, known, identity).await?,
                None => known,
            };
            let contact = match meant {
                Some(contact) => contact,
                None => {
                    let kind = PrincipalKind::Contact;
                    accounts::insert_principal(work, workspace, new, kind, &visitor_name(new), None, now).await?;
                    contacts::insert_contact(work, workspace, new, None, now).await?;
                    new
                }
            };
            if let Some(identity) = &identity {
                let vouched = Actor { principal: contact, ..actor.clone() };
                contacts::verify_contact(work, desk, &vouched, identity).await?;
            }
            contacts::touch_contact(work, workspace, contact, now).await?;
            if let Some(Credential::Visitor(old, _)) = before {
                sql::revoke_token(work, workspace, old, now).await?;
                work.end_credential(Credential::Visitor(old, inbox.id));
            }
            let new = NewToken { id: token_id, inbox: inbox.id, contact, hash: secret::token_hash(&token), now };
            sql::insert_token(work, workspace, &new).await?;
            Ok(contact)
        })
        .await?;
    actor.principal = meant;
    Ok((actor, token))
}

/// A name for someone who has not given one, the same each time.
fn visitor_name(id: PrincipalId) -> String {
    let tail = id.0.simple().to_string();
    format!("Visitor {}", tail[tail.len() - 4..].to_uppercase())
}
