//! Scenarios of sign-in by a provider: setting one up, coming in by it, and all that keeps people out.

mod provider;
mod refusals;
mod sign_in;

use antiphon_testkit::{Answer, CLIENT, Caller, Provider, Story};
use axum::body::Body;
use http::Request;
use serde_json::{Value, json};

/// A browser: it keeps cookies, and comes to this machine by its own name.
#[derive(Default)]
struct Browser {
    cookies: Vec<(String, String)>,
}

impl Browser {
    async fn goes(&mut self, story: &Story, path: &str) -> Answer {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = Request::get(path).header("host", "127.0.0.1:8080").header("cookie", cookies.join("; "));
        let answer = story.request(request.body(Body::empty()).unwrap()).await;
        for set in answer.headers.get_all("set-cookie") {
            let set = set.to_str().unwrap();
            assert!(set.contains("; Secure") && !set.contains("Domain"), "{set}");
            let (name, value) = set.split(';').next().unwrap().split_once('=').unwrap();
            self.cookies.retain(|(known, _)| known != name);
            self.cookies.push((name.to_owned(), value.to_owned()));
        }
        answer
    }

    /// Begins a sign-in; answers where the provider is.
    async fn begins(&mut self, story: &Story, workspace: &str, more: &str) -> String {
        let answer = self.goes(story, &format!("/api/auth/oidc/start?workspace={workspace}{more}")).await.expect(303);
        location(&answer)
    }

    /// Comes back from the provider; answers where to.
    async fn comes_back(&mut self, story: &Story, address: &str) -> String {
        let path = address.strip_prefix("http://127.0.0.1:8080").unwrap_or_else(|| panic!("{address} is not ours"));
        let answer = self.goes(story, path).await.expect(303);
        location(&answer)
    }

    /// All of it, with a provider that says yes.
    async fn signs_in(&mut self, story: &Story, provider: &Provider) -> String {
        let there = self.begins(story, &story.owner.workspace, "").await;
        self.comes_back(story, &provider.agrees(&there)).await
    }

    async fn is(&mut self, story: &Story) -> Answer {
        self.goes(story, "/api/me").await
    }
}

fn location(answer: &Answer) -> String {
    answer.headers["location"].to_str().unwrap().to_owned()
}

fn settings(provider: &Provider) -> Value {
    json!({ "issuer": provider.issuer, "client_id": CLIENT.0, "client_secret": CLIENT.1, "label": "Sign in with Lumen", "is_on": true })
}

/// Sets a provider up, with what differs.
async fn set_up(story: &Story, who: &Caller, provider: &Provider, differs: Value) -> Value {
    let mut body = settings(provider);
    for (name, value) in differs.as_object().unwrap() {
        body[name] = value.clone();
    }
    story.call(who, "PUT", "/api/sign-in/provider", body).await.expect(200).body
}

/// A person as the provider knows them.
fn person(subject: &str, email: &str) -> Value {
    json!({ "sub": subject, "email": email, "email_verified": true, "name": "Ana of the provider" })
}
