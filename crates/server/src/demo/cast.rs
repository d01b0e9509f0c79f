//! The people of the sample: an owner, two agents, a customer with an account, visitors of the shop,
//! the shop's inbox and a key for programs.

use std::net::IpAddr;
use std::sync::Arc;

use antiphon_base::secret::new_token;
use antiphon_desk::Desk;
use antiphon_desk::accounts::{self, Caller, FirstStep, NewKey, NewPerson, SetUp, SignIn};
use antiphon_desk::actor::{Actor, Permission, RequestInfo, Role};
use antiphon_desk::assistant;
use antiphon_desk::contacts::{self, ContactChange};
use antiphon_desk::inboxes::{self, AskSession, InboxSettings, NewInbox, VisitedPage, WidgetSession};
use antiphon_desk::pusher::{self, PusherApp};
use anyhow::{Context as _, Result, bail};

use super::book;
use super::sample::{Account, PusherKeys, Sample};

const WORKSPACE: &str = "Lumen & Oak";
const OWNER: (&str, &str) = ("Maya Lindqvist", "maya@lumenandoak.example");
const AGENTS: [(&str, &str); 2] = [("Ana Ferreira", "ana@lumenandoak.example"), ("Jonas Weber", "jonas@lumenandoak.example")];
const CUSTOMER: (&str, &str) = ("Wren Castillo", "wren@studio-castillo.example");

/// Visitors of the shop; those without an address never gave one.
const VISITORS: [(&str, Option<&str>); 9] = [
    ("Priya Raman", Some("priya.raman@mail.example")),
    ("Tom Okafor", Some("tom.okafor@mail.example")),
    ("Elif Demir", Some("elif.demir@mail.example")),
    ("Lucas Moreau", Some("lucas.moreau@mail.example")),
    ("Hannah Berg", Some("hannah@bergdesign.example")),
    ("Mateo Silva", Some("mateo.silva@mail.example")),
    ("Grace Lin", Some("grace.lin@mail.example")),
    ("Noah Fischer", None),
    ("Ines Duarte", Some("ines.duarte@mail.example")),
];

/// Where a visitor was before they wrote.
const PAGES: [(&str, &str); 3] =
    [("", "Lumen & Oak: lamps and shelves"), ("lamps/halo", "Halo, pendant lamp"), ("delivery", "Delivery and returns")];

/// Who speaks in the script.
pub(super) struct Cast {
    pub(super) ana: Actor,
    pub(super) jonas: Actor,
    pub(super) maya: Actor,
    /// The customer who has an account.
    pub(super) wren: Actor,
    /// In the order of the list above.
    pub(super) visitors: Vec<Actor>,
    pub(super) sample: Sample,
}

pub(super) async fn make(desk: &Desk) -> Result<Cast> {
    let mut known = Vec::new();
    let mut note = |role: &str, email: &str| {
        // Short enough to be typed, and still beyond guessing within the limits of sign-in.
        let password: String = new_token("").chars().filter(char::is_ascii_alphanumeric).take(12).collect();
        known.push(Account { role: role.to_owned(), email: email.to_owned(), password: password.clone() });
        password
    };
    let (owner_password, ana_password, jonas_password, wren_password) =
        (note("admin", OWNER.1), note("agent", AGENTS[0].1), note("agent", AGENTS[1].1), note("customer", CUSTOMER.1));

    let made = accounts::create_workspace(desk, WORKSPACE, OWNER.1).await?;
    let token = made.set_up_token.context("the owner's address has an account already")?;
    let set_up = SetUp { token, name: OWNER.0.to_owned(), password: owner_password, workspace_name: None, email: None };
    let signed_in = accounts::set_up(desk, &caller(), set_up).await?;
    let maya = accounts::actor_by_access_token(desk, &signed_in.access_token, Arc::default()).await?;

    let ana = person(desk, &maya, AGENTS[0], Role::Agent, &ana_password).await?;
    let jonas = person(desk, &maya, AGENTS[1], Role::Agent, &jonas_password).await?;
    let settings = InboxSettings {
        greeting:
            "Hello from Lumen & Oak! Questions about a lamp, an order or your floor plan? We usually answer within minutes."
                .to_owned(),
        color: Some("#7a4b1e".to_owned()),
        ..InboxSettings::default()
    };
    let new = NewInbox { name: WORKSPACE.to_owned(), allowed_origins: Vec::new(), settings };
    let inbox = inboxes::create_inbox(desk, &maya, new).await?;
    assistant::seed_prompts(desk, maya.workspace).await?;
    let key = NewKey { name: "Demo key".to_owned(), scopes: Permission::ALL.to_vec() };
    let api_key = accounts::make_key(desk, &maya, key).await?.key;
    let wren = person(desk, &maya, CUSTOMER, Role::Customer, &wren_password).await?;

    let mut visitors = Vec::with_capacity(VISITORS.len());
    for (name, email) in VISITORS {
        visitors.push(visitor(desk, &ana, &inbox.widget_key, name, email).await?);
    }
    book::fill(desk, &maya, &ana, &visitors).await?;
    let PusherApp { app_id, key, secret, .. } = pusher::find_or_make_app(desk, &maya).await?;
    let pusher = Some(PusherKeys { app_id, key, secret });
    let sample = Sample { accounts: known, api_key, widget_key: inbox.widget_key, pusher };
    Ok(Cast { ana, jonas, maya, wren, visitors, sample })
}

async fn person(desk: &Desk, owner: &Actor, (name, email): (&str, &str), role: Role, password: &str) -> Result<Actor> {
    let (email, name, password) = (email.to_owned(), name.to_owned(), password.to_owned());
    let new =
        NewPerson { email: email.clone(), name, role: Some(role), role_id: None, external_id: None, password: password.clone() };
    accounts::add_person(desk, owner, new).await?;
    let given = SignIn { email, password };
    let FirstStep::SignedIn(signed_in) = accounts::sign_in(desk, &caller(), given).await? else {
        bail!("somebody of the sample workspace has a second step before it is begun");
    };
    Ok(accounts::actor_by_access_token(desk, &signed_in.access_token, Arc::default()).await?)
}

/// Comes in through the widget, as everybody does, and is then given a name by an agent.
async fn visitor(desk: &Desk, agent: &Actor, widget_key: &str, name: &str, email: Option<&str>) -> Result<Actor> {
    let mut session = None;
    for page in PAGES {
        let page = VisitedPage {
            url: format!("https://lumenandoak.example/{}", page.0),
            title: Some(page.1.to_owned()),
            referrer: None,
        };
        let visitor_token = session.as_ref().map(|session: &WidgetSession| session.visitor_token.clone());
        let ask = AskSession { widget_key: widget_key.to_owned(), visitor_token, identity_jwt: None, page: Some(page) };
        session = Some(inboxes::widget_session(desk, ask, None, Arc::default()).await?);
    }
    let session = session.context("there are pages")?;
    let change = ContactChange {
        name: Some(name.to_owned()),
        email: email.map(|email| Some(email.to_owned())),
        ..ContactChange::default()
    };
    contacts::update_contact(desk, agent, session.contact.id, change).await?;
    Ok(inboxes::actor_by_visitor_token(desk, &session.visitor_token, Arc::default()).await?)
}

fn caller() -> Caller {
    let address = IpAddr::from([127, 0, 0, 1]);
    Caller {
        address,
        user_agent: "antiphon demo".to_owned(),
        request: Arc::new(RequestInfo { address: Some(address), ..RequestInfo::default() }),
    }
}
