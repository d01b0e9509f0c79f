//! A story in which every table that goes along has rows: what a workspace may have, through the product's own doors.

use antiphon_desk::actor::Actor;
use antiphon_desk::jobs::NewJob;
use antiphon_testkit::{Authenticator, CLIENT, PASSWORD, Provider, Site, Story, soon};
use axum::Router;
use axum::body::Body;
use axum::response::Html;
use base64::Engine as _;
use http::Request;
use serde_json::{Value, json};

use super::{count, said_as, seen, workspace};

/// A picture of one pixel.
const PNG: &[u8] = &[
    0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00, 0x00, 0x00, 0x0D, 0x49, 0x48, 0x44, 0x52, 0x00, 0x00, 0x00, 0x01, 0x00,
    0x00, 0x00, 0x01, 0x08, 0x06, 0x00, 0x00, 0x00, 0x1F, 0x15, 0xC4, 0x89, 0x00, 0x00, 0x00, 0x0D, 0x49, 0x44, 0x41, 0x54, 0x78,
    0x9C, 0x63, 0xF8, 0xCF, 0xC0, 0xF0, 0x1F, 0x00, 0x05, 0x00, 0x01, 0xFF, 0x89, 0x99, 0x3D, 0x1D, 0x00, 0x00, 0x00, 0x00, 0x49,
    0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82,
];
const THUMB: &str = "%F0%9F%91%8D";

/// What was told, and where.
pub(super) struct Told {
    conversation: String,
    message: Value,
    /// A message with a file that was taken back.
    removed: String,
    /// Where a file that was sent is fetched.
    file: String,
    /// An upload of which a half has come.
    upload: String,
    /// Ben's authenticator.
    app: Authenticator,
}

fn id(value: &Value) -> &str {
    value["id"].as_str().unwrap()
}

async fn with_headers(
    story: &Story,
    method: &str,
    path: &str,
    token: &str,
    headers: &[(&str, &str)],
    body: Body,
) -> antiphon_testkit::Answer {
    let mut request = Request::builder().method(method).uri(path).header("authorization", format!("Bearer {token}"));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    story.request(request.body(body).unwrap()).await
}

/// What machines told people.
async fn notices(story: &Story) {
    let file = story.upload(&story.key, "plan.txt", b"The plan").await.expect(201).body["id"].clone();
    for (content, attachments) in [("Done \u{1F44B}", json!([file])), ("Unread", json!([]))] {
        let notice = json!({
            "type": "confirmation", "taskId": "t / 1", "orgId": "org_abc", "userId": story.ana.id, "content": content,
            "data": { "n": 1.5, "b": null, "a": ["x"] }, "priority": "urgent", "attachments": attachments,
        });
        let id = story.post(&story.key, "/api/chat-messages", notice).await.expect(201).body["messageId"].clone();
        if content != "Unread" {
            let read = format!("/api/notices/{}/read", id.as_str().unwrap());
            story.call(&story.ana, "PUT", &read, None).await.expect(200);
        }
    }
    story.get(&story.owner, "/api/pusher/app").await.expect(200);
    let types = json!({ "types": [{ "type": "INFO", "in_browser": true }] });
    story.call(&story.ana, "PUT", "/api/me/notice-settings", types).await.expect(200);
    let rules = json!({ "rules": [{ "type": "INFO", "read_days": 7, "unread_days": null }] });
    story.call(&story.owner, "PUT", "/api/notice-retention", rules).await.expect(200);
}

/// Tells it.
pub(super) async fn tell(story: &Story) -> Told {
    contacts(story).await;
    table_of_contacts(story).await;
    let prompt = json!({ "title": "Grüße", "text": "What is \"new\"?\n\t— \u{1F44B}", "is_active": true, "order": 2 });
    story.post(&story.owner, "/api/chat/prompts", prompt).await.expect(201);
    let key = story.post(&story.owner, "/api/keys", json!({ "name": "old", "scopes": ["people:read"] })).await.expect(201).body;
    story.call(&story.owner, "DELETE", &format!("/api/keys/{}", id(&key)), None).await.expect(204);
    let role = json!({ "name": "Reader", "permissions": ["conversations:read"] });
    let role = story.post(&story.owner, "/api/roles", role).await.expect(201).body;
    let invitation = json!({ "email": "new@lumen.test", "role_id": role["id"] });
    story.post(&story.owner, "/api/invitations", invitation).await.expect(201);
    notices(story).await;
    let (conversation, message, removed, file) = conversation(story).await;
    chat_log(story).await;
    let upload = upload(story).await;
    let app = ways_in(story).await;
    let job = NewJob {
        workspace: Some(workspace(story)),
        kind: "test",
        payload: json!({ "large": 1e16, "b": null, "a": [1.5, "x"] }),
        unique_key: Some("k".to_owned()),
        run_at: story.clock.now(),
        max_attempts: 3,
    };
    story.desk.write(&Actor::system(workspace(story)), async |work| work.owe(job).await).await.unwrap();
    Told { conversation, message, removed, file, upload, app }
}

async fn contacts(story: &Story) {
    let attribute = json!({ "key": "plan", "label": "Tariff", "type": "list", "choices": ["Free", "Pro"] });
    story.post(&story.owner, "/api/contact-attributes", attribute).await.expect(201);
    let gone = json!({ "key": "vip", "label": "VIP", "type": "boolean" });
    let gone = story.post(&story.owner, "/api/contact-attributes", gone).await.expect(201).body;
    story.post(&story.owner, "/api/companies", json!({ "name": "Acme Ünion", "domain": "acme.test" })).await.expect(201);
    let al = story
        .post(&story.owner, "/api/contacts", json!({ "name": "Al Ådams", "email": "Al@x.test", "external_id": "7" }))
        .await
        .expect(201)
        .body;
    let bo = story.post(&story.owner, "/api/contacts", json!({ "name": "Bo", "email": "bo@x.test" })).await.expect(201).body;
    let path = format!("/api/contacts/{}", id(&al));
    story
        .call(&story.ana, "PATCH", &path, json!({ "attributes": { "plan": "Pro", "vip": true }, "phone": "+491512345678" }))
        .await
        .expect(200);
    story.call(&story.owner, "DELETE", &format!("/api/contact-attributes/{}", id(&gone)), None).await.expect(204);
    story.post(&story.ana, &format!("{path}/notes"), json!({ "text": "Calls on Mondays" })).await.expect(201);
    let wrong = story.post(&story.ana, &format!("{path}/notes"), json!({ "text": "Calls on Fridays" })).await.expect(201).body;
    story.call(&story.ana, "DELETE", &format!("{path}/notes/{}", id(&wrong)), None).await.expect(204);
    let picture = story.upload(&story.ana, "me.png", PNG).await.expect(201).body;
    story.call(&story.ana, "PUT", &format!("{path}/avatar"), json!({ "file_id": picture["id"] })).await.expect(200);
    let edit = json!({ "ids": [al["id"], bo["id"]], "change": { "attributes": { "plan": "Free" } } });
    let edit = story.post(&story.ana, "/api/contact-edits", edit).await.expect(201).body;
    soon("the edit is done", async || {
        seen(story, &story.ana, &format!("/api/contact-edits/{}", id(&edit))).await["state"] == "done"
    })
    .await;
    story.post(&story.ana, &format!("{path}/merge"), json!({ "from": bo["id"] })).await.expect(201);
    story.call(&story.ana, "PUT", &format!("/api/contacts/{}/block", story.stranger.id), None).await.expect(200);
    let gone = story.post(&story.ana, "/api/contacts", json!({ "name": "Gone" })).await.expect(201).body;
    story.call(&story.ana, "PUT", &format!("/api/contacts/{}/removal", id(&gone)), None).await.expect(200);
    let page = json!({ "url": "https://shop.test/lamps", "title": "Lamps" });
    let session = json!({ "widget_key": story.widget_key, "visitor_token": story.visitor.token, "page": page });
    let origin = [("content-type", "application/json"), ("origin", "https://shop.test")];
    with_headers(story, "POST", "/api/widget/session", "", &origin, Body::from(session.to_string())).await.expect(200);
}

/// One table is carried out and has a fault, another waits.
async fn table_of_contacts(story: &Story) {
    let table = "Name;E-Mail;Tariff\nCy;cy@x.test;gold\nDi;di@x.test;Pro\n";
    let form = [("content-type", "text/csv")];
    let sent = async || {
        let answer =
            with_headers(story, "POST", "/api/contact-imports?name=people.csv", &story.owner.token, &form, Body::from(table));
        answer.await.expect(201).body
    };
    let preview = sent().await;
    let path = format!("/api/contact-imports/{}", id(&preview["import"]));
    story.post(&story.owner, &format!("{path}/start"), preview["plan"].clone()).await.expect(200);
    soon("the table is carried out", async || seen(story, &story.owner, &path).await["state"] == "done").await;
    sent().await;
}

async fn conversation(story: &Story) -> (String, Value, String, String) {
    let conversation = story.visitor_starts(&story.visitor, "Where is my parcel?").await;
    let path = format!("/api/conversations/{conversation}");
    let message = story
        .post(&story.visitor, &format!("{path}/messages"), said_as("It was due \u{201E}today\u{201C}", "m-1"))
        .await
        .expect(201)
        .body;
    let note = json!({ "text": "@Ben can you look?", "kind": "note", "mentions": [story.ben.id] });
    story.post(&story.ana, &format!("{path}/messages"), note).await.expect(201);
    story.call(&story.ana, "PUT", &format!("{path}/draft"), json!({ "text": "What I was about to" })).await.expect(200);
    let answer = json!({ "text": "On its way", "reply_to": message["id"] });
    let answer = story.post(&story.ana, &format!("{path}/messages"), answer).await.expect(201).body;
    story
        .call(&story.ana, "PATCH", &format!("{path}/messages/{}", id(&answer)), json!({ "text": "On its way now" }))
        .await
        .expect(200);
    let scrap = story.upload(&story.ana, "scrap.txt", b"Scrap").await.expect(201).body;
    let wrong = json!({ "text": "A mistake", "attachments": [scrap["id"]] });
    let wrong = story.post(&story.ana, &format!("{path}/messages"), wrong).await.expect(201).body;
    story.call(&story.ana, "DELETE", &format!("{path}/messages/{}", id(&wrong)), None).await.expect(200);
    story.call(&story.ben, "PUT", &format!("{path}/messages/{}/reactions/{THUMB}", id(&message)), None).await.expect(200);
    story.call(&story.ana, "PUT", &format!("{path}/messages/{}/pin", id(&message)), None).await.expect(200);
    story.call(&story.ana, "PUT", &format!("{path}/mute"), json!({ "muted": true })).await.expect(200);
    story.call(&story.ana, "PATCH", &path, json!({ "pinned": true })).await.expect(200);
    let site = Site::start(Router::new().fallback(async || Html("<title>Parcel \u{1F4E6}</title>"))).await;
    story.say(&story.ana, &conversation, &format!("Follow it at {}", site.url("/p?n=1"))).await;
    let made = "SELECT state FROM jobs WHERE kind = 'previews.make'";
    soon("the page is shown", async || story.read(made).await == ["done"]).await;
    let shown = seen(story, &story.ana, &format!("{path}/messages?limit=100")).await;
    assert!(shown["messages"].as_array().unwrap().iter().any(|one| one["previews"][0]["title"] == "Parcel \u{1F4E6}"));
    let file = story.upload(&story.visitor, "Gr\u{fc}\u{df}e.txt", b"Hello").await.expect(201).body;
    let with_file = json!({ "text": "See this", "attachments": [file["id"]] });
    story.post(&story.visitor, &format!("{path}/messages"), with_file).await.expect(201);
    let gone = story.visitor_starts(&story.visitor, "Something else").await;
    story.call(&story.ana, "PATCH", &format!("/api/conversations/{gone}"), json!({ "archived": true })).await.expect(200);
    let keyed = [("content-type", "application/json"), ("idempotency-key", "k-1")];
    with_headers(story, "POST", "/api/conversations", &story.ana.token, &keyed, direct(story)).await.expect(201);
    story.post(&story.cora, "/api/user-response", json!({ "message": "Hello" })).await.expect(200);
    (conversation, message, id(&wrong).to_owned(), file["url"].as_str().unwrap().to_owned())
}

/// What a bot reports, of a user who is a contact.
async fn chat_log(story: &Story) {
    let chat = json!({ "chatId": "bot/1", "sessionId": "s \u{1F916}", "userId": "7", "metadata": { "b": 1.5, "a": [null] } });
    story.post(&story.key, "/api/crm/chats", chat).await.expect(201);
    let said =
        json!({ "chatId": "bot/1", "role": "user", "content": "Is anybody there?", "clientMsgId": "1", "metadata": { "x": 1 } });
    story.post(&story.key, "/api/crm/messages", said).await.expect(201);
    let answer = json!({ "chatId": "bot/1", "role": "assistant", "content": "Only me." });
    story.post(&story.key, "/api/crm/messages", answer).await.expect(201);
    let facts =
        json!({ "chatId": "bot/1", "intent": "greeting", "outcome": "solved", "inputTokens": 7, "numbers": { "turns": 2 } });
    story.post(&story.key, "/api/crm/analytics", facts).await.expect(201);
    story.call(&story.key, "PATCH", "/api/crm/chats/bot%2F1", json!({ "status": "completed" })).await.expect(200);
}

fn direct(story: &Story) -> Body {
    Body::from(json!({ "kind": "direct", "participants": [story.ben.id], "message": { "text": "Coffee?" } }).to_string())
}

async fn upload(story: &Story) -> String {
    let name = format!("filename {}", base64::engine::general_purpose::STANDARD.encode("half.txt"));
    let announced = [("tus-resumable", "1.0.0"), ("upload-length", "10"), ("upload-metadata", name.as_str())];
    let answer = with_headers(story, "POST", "/api/files", &story.visitor.token, &announced, Body::empty()).await.expect(201);
    let path = answer.headers["location"].to_str().unwrap().to_owned();
    go_on(story, &path, "0", "Hello").await.expect(204);
    path
}

async fn go_on(story: &Story, path: &str, at: &str, bytes: &'static str) -> antiphon_testkit::Answer {
    let headers = [("tus-resumable", "1.0.0"), ("upload-offset", at), ("content-type", "application/offset+octet-stream")];
    with_headers(story, "PATCH", path, &story.visitor.token, &headers, Body::from(bytes)).await
}

/// Ben has a second step, and the workspace's provider knows him.
async fn ways_in(story: &Story) -> Authenticator {
    let begun = story.post(&story.ben, "/api/me/second-factor", json!({ "password": PASSWORD })).await.expect(200).body;
    let app = Authenticator::scan(begun["uri"].as_str().unwrap());
    let code = json!({ "code": app.shows(&story.clock) });
    story.post(&story.ben, "/api/me/second-factor/confirm", code).await.expect(200);

    let provider = Provider::start(&story.clock).await;
    provider.is_asked_by(json!({ "sub": "7", "email": "ben@lumen.test", "email_verified": true }));
    let settings = json!({
        "issuer": provider.issuer, "client_id": CLIENT.0, "client_secret": CLIENT.1, "label": "Lumen", "is_on": true,
        "domains": ["lumen.test"],
    });
    story.call(&story.owner, "PUT", "/api/sign-in/provider", settings).await.expect(200);
    let goes = async |path: &str, cookie: &str| {
        let request = Request::get(path).header("host", "localhost:8080").header("cookie", cookie);
        story.request(request.body(Body::empty()).unwrap()).await.expect(303).headers
    };
    let begun = goes(&format!("/api/auth/oidc/start?workspace={}", story.owner.workspace), "").await;
    let cookie = begun["set-cookie"].to_str().unwrap().split(';').next().unwrap();
    let back = provider.agrees(begun["location"].to_str().unwrap());
    let back = goes(back.strip_prefix("http://localhost:8080").unwrap(), cookie).await;
    assert_eq!(back["location"], "/app/");
    app
}

impl Told {
    /// What the API must answer alike on both sides.
    pub(super) fn paths(&self) -> Vec<String> {
        let id = &self.conversation;
        let mut paths = vec![
            format!("/api/conversations/{id}"),
            format!("/api/conversations/{id}/messages"),
            format!("/api/conversations/{id}/entries"),
            format!("/api/conversations/{id}/participants"),
        ];
        paths.extend(
            [
                "/api/conversations",
                "/api/conversations?archived=true",
                "/api/conversations?pinned=true",
                "/api/contacts?limit=100",
                "/api/contacts?q=adams",
                "/api/contacts?removed=true",
                "/api/companies",
                "/api/contact-attributes",
                "/api/contact-attributes?removed=true",
                "/api/contact-imports",
                "/api/people",
                "/api/sign-in/provider",
                "/api/inboxes",
                "/api/bot-prompts",
                "/api/audit?limit=100",
                "/api/search/messages?q=parcel",
                "/api/search/messages?q=way&limit=1",
                "/api/mentions",
                "/api/conversations?kind=log",
                "/api/crm/chats",
                "/api/crm/chats/bot%2F1/messages",
                "/api/crm/chats/bot%2F1/analytics",
                "/api/crm/analytics",
            ]
            .map(str::to_owned),
        );
        paths
    }

    /// Those who were in the middle of something go on where the workspace is now.
    pub(super) async fn goes_on(&self, story: &Story, moved: &Story) {
        let path = format!("/api/conversations/{}/messages", self.conversation);
        let repeated =
            moved.post(&story.visitor, &path, said_as("It was due \u{201E}today\u{201C}", "m-1")).await.expect(200).body;
        assert_eq!(repeated["id"], self.message["id"], "a repeat after the move is no second message");
        let before = seen(moved, &story.visitor, &format!("{path}?limit=100")).await;
        moved.say(&story.visitor, &self.conversation, "Still waiting for a parcel").await;
        let after = seen(moved, &story.visitor, &format!("{path}?limit=100")).await;
        assert_eq!(count(&after["messages"]), count(&before["messages"]) + 1);
        let found = seen(moved, &story.key, "/api/search/messages?q=parcel").await;
        assert_eq!(count(&found["hits"]), 2, "{found}");
        assert_eq!(found["hits"][1]["snippet"][1]["text"], "parcel");

        let owner = moved.sign_in(&story.owner).await;
        let back = format!("/api/chat/messages/{}/{}/removal", self.conversation, self.removed);
        let back = moved.call(&owner, "DELETE", &back, None).await.expect(200).body;
        assert_eq!(back["text"], "A mistake");
        let scrap = back["attachment"].as_str().unwrap();
        assert_eq!(moved.call(None, "GET", scrap, None).await.expect(200).raw, b"Scrap");

        let password = json!({ "email": "ben@lumen.test", "password": PASSWORD });
        let waits = moved.call(None, "POST", "/api/auth/login", password).await.expect(202).body;
        let step = json!({ "challenge": waits["second_factor"]["challenge"], "code": self.app.shows(&moved.clock) });
        moved.call(None, "POST", "/api/auth/second-factor", step).await.expect(200);

        go_on(moved, &self.upload, "5", "World").await.expect(204);
        assert_eq!(moved.call(None, "GET", &self.file, None).await.expect(200).raw, b"Hello");
        let keyed = [("content-type", "application/json"), ("idempotency-key", "k-1")];
        let ana = moved.sign_in(&story.ana).await;
        let list = async || count(&seen(moved, &ana, "/api/conversations?kind=direct").await["conversations"]);
        let known = list().await;
        with_headers(moved, "POST", "/api/conversations", &ana.token, &keyed, direct(story)).await.expect(201);
        assert_eq!(list().await, known, "what was done under a key is not done again");
        moved.post(&story.stranger, "/api/conversations", json!({ "message": { "text": "x" } })).await.refused(403, "blocked");
    }
}
