//! The standing cast: in one workspace an owner, two agents, a customer with an account, two visitors and two
//! API keys; in another workspace an admin, an agent and a visitor. Made once per run, through the product's own doors.

use antiphon_desk::Desk;
use antiphon_desk::accounts;
use serde_json::{Value, json};

use crate::story::{Answer, call};

/// The password of everybody who has one.
pub const PASSWORD: &str = "correct horse battery";

/// Someone who can call: who they are, and with what they prove it.
#[derive(Clone, Debug)]
pub struct Caller {
    /// Their name, for messages of failing tests.
    pub name: String,
    /// Their principal.
    pub id: String,
    /// Their workspace.
    pub workspace: String,
    /// Bearer token: access token, API key or visitor token.
    pub token: String,
    /// The refresh token, where they have one.
    pub refresh: Option<String>,
    /// The session cookie's value, where they have one.
    pub cookie: Option<String>,
    /// Their e-mail address, where they have one.
    pub email: Option<String>,
}

/// Everybody.
#[derive(Clone, Debug)]
pub struct Cast {
    /// Admin and owner.
    pub owner: Caller,
    /// An agent.
    pub ana: Caller,
    /// Another agent.
    pub ben: Caller,
    /// A customer with an account.
    pub cora: Caller,
    /// A visitor.
    pub visitor: Caller,
    /// Another visitor.
    pub stranger: Caller,
    /// An API key with all scopes.
    pub key: Caller,
    /// An API key that may only see colleagues.
    pub narrow_key: Caller,
    /// The inbox that visitors come in through.
    pub inbox: String,
    /// Its widget key.
    pub widget_key: String,
    /// The other workspace's admin.
    pub foreign_owner: Caller,
    /// The other workspace's agent.
    pub foreign_agent: Caller,
    /// The other workspace's visitor.
    pub foreign_visitor: Caller,
    /// The other workspace's inbox.
    pub foreign_inbox: String,
}

pub(crate) async fn gather(desk: &Desk) -> Cast {
    let owner = owner(desk, "Lumen", "owner@lumen.test").await;
    let ana = person(desk, &owner, "Ana", "ana@lumen.test", "agent").await;
    let ben = person(desk, &owner, "Ben", "ben@lumen.test", "agent").await;
    let cora = person(desk, &owner, "Cora", "cora@lumen.test", "customer").await;
    let (inbox, widget_key) = inbox(desk, &owner).await;
    let visitor = visitor(desk, &widget_key, &owner).await;
    let stranger = self::visitor(desk, &widget_key, &owner).await;
    let scopes: Vec<Value> = antiphon_desk::actor::Permission::ALL.iter().map(|scope| json!(scope.as_str())).collect();
    let key = key(desk, &owner, "all", json!(scopes)).await;
    let narrow_key = self::key(desk, &owner, "narrow", json!(["people:read"])).await;
    let foreign_owner = self::owner(desk, "Oak", "owner@oak.test").await;
    let foreign_agent = person(desk, &foreign_owner, "Finn", "finn@oak.test", "agent").await;
    let (foreign_inbox, foreign_key) = self::inbox(desk, &foreign_owner).await;
    let foreign_visitor = self::visitor(desk, &foreign_key, &foreign_owner).await;
    Cast {
        owner,
        ana,
        ben,
        cora,
        visitor,
        stranger,
        key,
        narrow_key,
        inbox,
        widget_key,
        foreign_owner,
        foreign_agent,
        foreign_visitor,
        foreign_inbox,
    }
}

async fn owner(desk: &Desk, workspace: &str, email: &str) -> Caller {
    let created = accounts::create_workspace(desk, workspace, email).await.expect("a workspace can be made");
    let token = created.set_up_token.expect("a new owner gets a set-up link");
    let body = json!({ "token": token, "name": "Olive", "password": PASSWORD });
    signed_in(call(desk, None, "POST", "/api/auth/setup", Some(body)).await.expect(200))
}

async fn person(desk: &Desk, owner: &Caller, name: &str, email: &str, role: &str) -> Caller {
    let body = json!({ "email": email, "name": name, "role": role, "password": PASSWORD });
    call(desk, Some(owner), "POST", "/api/people", Some(body)).await.expect(201);
    sign_in(desk, email).await
}

pub(crate) async fn sign_in(desk: &Desk, email: &str) -> Caller {
    let body = json!({ "email": email, "password": PASSWORD });
    signed_in(call(desk, None, "POST", "/api/auth/login", Some(body)).await.expect(200))
}

fn signed_in(answer: Answer) -> Caller {
    let user = &answer.body["user"];
    Caller {
        name: text(&user["name"]),
        id: text(&user["id"]),
        workspace: text(&user["workspace_id"]),
        token: text(&answer.body["access_token"]),
        refresh: Some(text(&answer.body["refresh_token"])),
        cookie: answer.cookie(),
        email: Some(text(&user["email"])),
    }
}

async fn inbox(desk: &Desk, owner: &Caller) -> (String, String) {
    let body = json!({ "name": "Shop", "allowed_origins": ["https://shop.test"] });
    let answer = call(desk, Some(owner), "POST", "/api/inboxes", Some(body)).await.expect(201);
    (text(&answer.body["id"]), text(&answer.body["widget_key"]))
}

pub(crate) async fn visitor(desk: &Desk, widget_key: &str, owner: &Caller) -> Caller {
    let answer = call(desk, None, "POST", "/api/widget/session", Some(json!({ "widget_key": widget_key }))).await.expect(200);
    Caller {
        name: text(&answer.body["contact"]["name"]),
        id: text(&answer.body["contact"]["id"]),
        workspace: owner.workspace.clone(),
        token: text(&answer.body["visitor_token"]),
        refresh: None,
        cookie: None,
        email: None,
    }
}

async fn key(desk: &Desk, owner: &Caller, name: &str, scopes: Value) -> Caller {
    let body = json!({ "name": name, "scopes": scopes });
    let answer = call(desk, Some(owner), "POST", "/api/keys", Some(body)).await.expect(201);
    Caller {
        name: name.to_owned(),
        id: text(&answer.body["id"]),
        workspace: owner.workspace.clone(),
        token: text(&answer.body["key"]),
        refresh: None,
        cookie: None,
        email: None,
    }
}

pub(crate) fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("a text was expected, not {value}")).to_owned()
}
