//! Scenarios of sign-in, sessions, people, keys and tickets, one file per noun.

mod change_email;
mod change_password;
mod invitations;
mod keys;
mod leave;
mod people;
mod profile;
mod reset_password;
mod roles;
mod second_factor;
mod second_step_for_all;
mod sessions;
mod set_up;
mod sign_in;
mod tickets;
mod workspace;

use antiphon_testkit::{Answer, Authenticator, Caller, PASSWORD, Story};
use serde_json::{Value, json};
use std::time::Duration;

/// The same person with another credential.
fn with_token(caller: &Caller, token: &str) -> Caller {
    Caller { token: token.to_owned(), ..caller.clone() }
}

/// As long as one code is shown.
const STEP: Duration = Duration::from_secs(30);

/// Gives somebody a second factor; answers the session that has it, their app and their recovery codes.
async fn enrol_with_session(story: &Story, who: &Caller) -> (Caller, Authenticator, Vec<String>) {
    let here = story.sign_in(who).await;
    let begun = story.post(&here, "/api/me/second-factor", json!({ "password": PASSWORD })).await.expect(200).body;
    let app = Authenticator::scan(begun["uri"].as_str().unwrap());
    let confirm = json!({ "code": app.shows(&story.clock) });
    let codes = story.post(&here, "/api/me/second-factor/confirm", confirm).await.expect(200).body;
    let codes = codes["recovery_codes"].as_array().unwrap().iter().map(|code| code.as_str().unwrap().to_owned()).collect();
    (here, app, codes)
}

/// The same, where the session does not matter.
async fn enrol(story: &Story, who: &Caller) -> (Authenticator, Vec<String>) {
    let (_, app, codes) = enrol_with_session(story, who).await;
    (app, codes)
}

/// Takes the second step of a sign-in.
async fn take(story: &Story, challenge: &str, mut with: Value) -> Answer {
    with["challenge"] = challenge.into();
    story.call(None, "POST", "/api/auth/second-factor", with).await
}
